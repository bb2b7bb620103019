"""What is taken in as a scan: known by its content, measured before it is read, written anew without a trace.

A picture from a telephone says where and when it was taken, and by whose telephone; a file can be made to
take all the memory there is, or be something else under a picture's name. So nothing is kept as it came.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Sequence

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from counter.cases.scanned import LONG_SIDE
from counter.errors import Refused
from counter.services import scan_pdf
from counter.services.scan_pdf import Page
from counter.settings import Limits

QUALITY = 78
_FORMATS = ("JPEG", "PNG", "TIFF")
_MB = 1_000_000
_BEGINNINGS = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"%PDF-", "PDF"),
)
_OTHERS = (
    (b"MZ", "exe"),
    (b"\x7fELF", "exe"),
    (b"PK\x03\x04", "zip"),
    (b"Rar!", "zip"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"\xd0\xcf\x11\xe0", "doc"),
)


def kind_of(content: bytes, limits: Limits) -> str:
    """JPEG, PNG, TIFF or PDF, by what the file holds and not by its name.

    Raises `Refused` for an empty file, one that is too large, and anything else.
    """
    if not content:
        raise Refused("The file is empty. Scan the paper again.", field="file")
    refuse_large(len(content), limits)
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    if b"%PDF-" in content[:1024]:
        return "PDF"
    what = next((kind for beginning, kind in _OTHERS if content.startswith(beginning)), "")
    if what == "exe":
        raise Refused(
            "This is a program and no picture, whatever its name says. Do not open it.", field="file"
        )
    raise Refused("This is no picture of a paper. A scan is a JPEG, PNG, TIFF or PDF.", field="file")


def refuse_large(size: int, limits: Limits) -> None:
    """Asked of the size alone, before anything is read. Raises `Refused` over the limit."""
    if size > limits.scan_mb * _MB:
        raise Refused(
            "The file has {n} MB, more than the {most} that are taken in. Scan at 200 or 300 dots an inch.",
            field="file",
            n=-(-size // _MB),
            most=limits.scan_mb,
        )


def pages_of(files: Sequence[bytes], limits: Limits) -> tuple[Page, ...]:
    """Every page of these pictures, upright and written anew, in their order.

    Raises `Refused` for what cannot be read, is locked or too large, or has too many pages.
    """
    pages: list[Page] = []
    for content in files:
        of_pdf = kind_of(content, limits) == "PDF"
        for page in scan_pdf.pages(content) if of_pdf else _pages(content, limits):
            pages.append(page)
            if len(pages) > limits.scan_pages:
                raise Refused(
                    "More than {most} pages at once are not taken in. Divide them.",
                    field="file",
                    most=limits.scan_pages,
                )
    if not pages:
        raise Refused("There is no page to take in.", field="file")
    return tuple(pages)


def _pages(content: bytes, limits: Limits) -> list[Page]:
    pages: list[Page] = []
    try:
        with warnings.catch_warnings():
            # What a broken file makes a reader remark on is nobody's business; that it unpacks to more than
            # memory holds is told as a remark as well.
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
                for frame in ImageSequence.Iterator(opened):
                    _refuse_huge(frame, limits)
                    pages.append(_kept(frame))
                    if len(pages) > limits.scan_pages:
                        break
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(
            "The picture cannot be read, or is far too large. Scan the paper again.", field="file"
        ) from None
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, LookupError, struct.error):
        # What a broken file can make a reader stumble over has no end.
        raise Refused(
            "The picture is damaged: it ends too early. Scan the paper again.", field="file"
        ) from None
    return pages


def _refuse_huge(frame: Image.Image, limits: Limits) -> None:
    width, height = frame.size
    if width * height > limits.scan_megapixels * 1_000_000:
        raise Refused(
            "The picture has {width} by {height} points, more than can be taken in. Scan at 200 or 300 dots "
            "an inch.",
            field="file",
            width=width,
            height=height,
        )


def _kept(frame: Image.Image) -> Page:
    """The picture alone: nothing that came with it in the file is written."""
    upright = ImageOps.exif_transpose(frame)
    buffer = io.BytesIO()
    if upright.mode == "1":
        bare = Image.frombytes("1", upright.size, upright.tobytes())
        bare.save(buffer, "PNG", optimize=True)
        return Page(buffer.getvalue(), "png", *bare.size)
    flat = _flat(upright)
    flat.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    bare = Image.frombytes(flat.mode, flat.size, flat.tobytes())
    bare.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    return Page(buffer.getvalue(), "jpeg", *bare.size)


def _flat(picture: Image.Image) -> Image.Image:
    """In grey or in colours, on white where it lets through."""
    if picture.mode in ("L", "RGB"):
        return picture.copy()
    if picture.mode in ("I", "I;16", "I;16B", "I;16L", "F"):
        # 16 bits of grey: the program shows 8 of them.
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        opaque = Image.new("RGBA", picture.size, "white")
        opaque.alpha_composite(picture.convert("RGBA"))
        return opaque.convert("RGB")
    return picture.convert("RGB")
