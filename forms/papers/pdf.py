"""A PDF in memory: opened to be looked at, and its pages as they go to a printer."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions

POINTS_PER_INCH = 72
POINTS_PER_MILLIMETRE = 72 / 25.4
STRIP = 512
"""How many lines of dots are drawn at once: a whole page at 600 dpi would be 140 MB."""
_SEAM = "骑缝盖章"
_FIRST_PAGE = "第1页，共"
_ROLL = 100
"""Millimetres; nothing that is narrower comes on a sheet."""


class Medium(StrEnum):
    """What a paper is printed on; each may have its printer and its tray."""

    A4 = "A4"
    IN_TWO = "A4-in-two"
    """With a line along which it is cut: some offices keep such sheets in a tray of their own."""
    A5 = "A5"
    ROLL = "roll"


class Pdf:
    """Keeps the bytes alive as long as the document; belongs to the thread that made it."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._buffer = QBuffer()
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document = QPdfDocument()
        self.document.load(self._buffer)

    @property
    def pages(self) -> int:
        return self.document.pageCount()

    def size(self, page: int = 0) -> QSizeF:
        """In points, as it lies: wider than high for an A5 that lies on its side."""
        return self.document.pagePointSize(page)

    def text(self, page: int) -> str:
        """What stands on a page, without the gaps between its words."""
        return "".join(self.document.getAllText(page).text().split())

    @property
    def medium(self) -> Medium:
        """What the paper wants to be printed on, as its pages say."""
        short, long = sorted((self.size().width(), self.size().height()))
        if short < _ROLL * POINTS_PER_MILLIMETRE:
            return Medium.ROLL
        if long < 250 * POINTS_PER_MILLIMETRE:
            return Medium.A5
        cut = all(_SEAM in self.text(page) for page in range(self.pages))
        return Medium.IN_TWO if cut else Medium.A4

    @property
    def fronts(self) -> list[int]:
        """The pages on which a paper, or a copy of it, begins; counted from 0."""
        return [page for page in range(self.pages) if _FIRST_PAGE in self.text(page)]

    def image(self, page: int, dots_per_inch: int) -> QImage:
        """The page on white, at its true size."""
        return _on_white(self.document.render(page, self.dots(page, dots_per_inch)))

    def dots(self, page: int, dots_per_inch: float) -> QSize:
        """How many dots a page has."""
        size = self.size(page) * dots_per_inch / POINTS_PER_INCH
        return QSize(round(size.width()), round(size.height()))

    def strips(self, page: int, dots_per_inch: float) -> Iterator[tuple[int, QImage]]:
        """The page from top to bottom, strip by strip: how many dots from the top, and what stands there."""
        whole = self.dots(page, dots_per_inch)
        for top in range(0, whole.height(), STRIP):
            strip = QRect(0, top, whole.width(), min(STRIP, whole.height() - top))
            options = QPdfDocumentRenderOptions()
            options.setScaledSize(whole)
            # Qt takes the last dot of the part for its width and would draw all of it by that dot too small.
            options.setScaledClipRect(strip.adjusted(0, 0, 1, 1))
            yield top, _on_white(self.document.render(page, strip.size(), options))

    def close(self) -> None:
        self.document.close()
        self._buffer.close()


def _on_white(drawn: QImage) -> QImage:
    """Nothing on paper is in colour."""
    image = QImage(drawn.size(), QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return image


def size_name(size: QSizeF) -> str:
    """`A4`, `A5`, or millimetres; a page on its side is called as one that stands."""
    short, long = sorted((size.width(), size.height()))
    for name, width, height in (("A4", 210, 297), ("A5", 148, 210)):
        if abs(short / POINTS_PER_MILLIMETRE - width) < 2 and abs(long / POINTS_PER_MILLIMETRE - height) < 2:
            return name
    return f"{short / POINTS_PER_MILLIMETRE:.0f}×{long / POINTS_PER_MILLIMETRE:.0f} mm"
