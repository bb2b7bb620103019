"""What a scan is taken from: files, what is dropped or pasted, a PDF page by page.

There is no camera here: a document camera's own program, or a telephone, puts a picture into a folder, which
is watched; a video of our own would bring 40 MB of drivers along for the same picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from counter.cases.scanned import Source
from counter.errors import Refused, Verbatim, by_the_system
from counter.services.scan_pictures import LONG_SIDE, kind_of, refuse_large
from counter.settings import Limits
from counter.text import _, ngettext
from forms.papers.pdf import Pdf

ENDINGS = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff")


@dataclass(frozen=True, slots=True)
class Taking:
    """What lies ready to be taken in: files by their paths, or a picture from the clipboard."""

    source: Source
    paths: tuple[Path, ...] = ()
    picture: bytes = b""

    @property
    def told(self) -> str:
        """What it is, in a word or two."""
        if self.picture:
            return _("a picture from the clipboard")
        if len(self.paths) == 1:
            return self.paths[0].name
        return ngettext("{n} file", "{n} files", len(self.paths))


def from_mime(data: QMimeData, source: Source) -> Taking | None:
    """What was dropped or copied; None where there is no file and no picture in it."""
    paths = tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    if paths:
        return Taking(source, paths)
    if data.hasImage():
        picture = data.imageData()
        image = picture if isinstance(picture, QImage) else QImage(picture)
        return Taking(source, picture=_written(image, b"PNG")) if not image.isNull() else None
    return None


def read(taking: Taking, limits: Limits) -> tuple[bytes, ...]:
    """The pictures themselves, a PDF as one for each page; works beside the window.

    Raises `Refused`, naming the file, for what is too large, no picture, or locked by a password.
    """
    if taking.picture:
        return (taking.picture,)
    found: list[bytes] = []
    for path in taking.paths:
        found += _named(path, limits)
        if len(found) > limits.scan_pages:
            raise _too_many(limits)
    return tuple(found)


def _named(path: Path, limits: Limits) -> Sequence[bytes]:
    try:
        if path.is_dir():
            raise Refused(
                "{file} is a folder. Choose the files in it.", field="file", file=Verbatim(path.name)
            )
        refuse_large(path.stat().st_size, limits)
        content = path.read_bytes()
        if kind_of(content, limits) == "PDF":
            return tuple(_pages_of_pdf(content, limits))
        return (content,)
    except OSError as error:
        refused = by_the_system(error, path)
        if refused is None:
            raise
        raise refused from None


def _pages_of_pdf(content: bytes, limits: Limits) -> Iterator[bytes]:
    pdf = Pdf(content)
    try:
        error = pdf.document.error()
        if error is QPdfDocument.Error.IncorrectPassword:
            raise Refused("The PDF is locked by a password. Ask for one that is open.", field="file")
        if error is not QPdfDocument.Error.None_ or not pdf.pages:
            raise Refused("The PDF is damaged and cannot be read. Ask for it again.", field="file")
        if pdf.pages > limits.scan_pages:
            raise _too_many(limits)
        for page in range(pdf.pages):
            yield _drawn(pdf, page)
    finally:
        pdf.close()


def _drawn(pdf: Pdf, page: int) -> bytes:
    """In its colours, so many points along the longer side as are kept of it."""
    points = pdf.size(page)
    longer = max(points.width(), points.height(), 1.0)
    size = QSize(
        max(1, round(points.width() * LONG_SIDE / longer)),
        max(1, round(points.height() * LONG_SIDE / longer)),
    )
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.drawImage(0, 0, pdf.document.render(page, size))
    painter.end()
    return _written(image, b"JPEG")


def _written(image: QImage, kind: bytes) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind, 92)
    return bytes(buffer.data().data())


def _too_many(limits: Limits) -> Refused:
    return Refused(
        "More than {most} pages at once are not taken in. Divide them.", field="file", most=limits.scan_pages
    )
