"""What a scan is taken from: files, what is dropped or pasted.

There is no camera here: a document camera's own program, or a telephone, puts a picture into a folder, which
is watched; a video of our own would bring 40 MB of drivers along for the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter

from counter.cases.scanned import Source
from counter.errors import Refused, Verbatim, by_the_system
from counter.settings import Limits
from counter.text import _, ngettext

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
        return Taking(source, picture=_as_png(image)) if not image.isNull() else None
    return None


def read(taking: Taking, limits: Limits) -> tuple[bytes, ...]:
    """The files themselves; works beside the window.

    Raises `Refused`, naming the file, for what is too large or cannot be read.
    """
    return (taking.picture,) if taking.picture else tuple(_content(path, limits) for path in taking.paths)


def _content(path: Path, limits: Limits) -> bytes:
    # What reads pictures is loaded when the first one comes.
    from counter.services.scan_pictures import refuse_large

    try:
        if path.is_dir():
            raise Refused(
                "{file} is a folder. Choose the files in it.", field="file", file=Verbatim(path.name)
            )
        # A film of the telephone is not read first and refused then.
        refuse_large(path.stat().st_size, limits)
        return path.read_bytes()
    except OSError as error:
        refused = by_the_system(error, path)
        if refused is None:
            raise
        raise refused from None


def _as_png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())
