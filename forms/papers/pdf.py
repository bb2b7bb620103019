"""A PDF in memory: opened to be looked at, and its pages as they go to a printer."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument

POINTS_PER_INCH = 72
POINTS_PER_MILLIMETRE = 72 / 25.4


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

    def image(self, page: int, dots_per_inch: int) -> QImage:
        """The page on white, at its true size."""
        size = self.size(page)
        dots = QSize(
            round(size.width() * dots_per_inch / POINTS_PER_INCH),
            round(size.height() * dots_per_inch / POINTS_PER_INCH),
        )
        drawn = self.document.render(page, dots)
        page_image = QImage(dots, QImage.Format.Format_RGB32)
        page_image.fill(Qt.GlobalColor.white)
        painter = QPainter(page_image)
        painter.drawImage(0, 0, drawn)
        painter.end()
        return page_image

    def close(self) -> None:
        self.document.close()
        self._buffer.close()


def size_name(size: QSizeF) -> str:
    """`A4`, `A5`, or millimetres; a page on its side is called as one that stands."""
    short, long = sorted((size.width(), size.height()))
    for name, width, height in (("A4", 210, 297), ("A5", 148, 210)):
        if abs(short / POINTS_PER_MILLIMETRE - width) < 2 and abs(long / POINTS_PER_MILLIMETRE - height) < 2:
            return name
    return f"{short / POINTS_PER_MILLIMETRE:.0f}×{long / POINTS_PER_MILLIMETRE:.0f} mm"
