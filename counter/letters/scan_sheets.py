"""The pages of a scan as they are shown, printed and saved: on A4, under a watermark where one is due.

What is kept bears no watermark; what leaves the office's files does, so that no screen can forget it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sin
from typing import cast

from PIL import Image
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.generic import (
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from counter.letters.looks import Size
from counter.letters.pdffile import About, PdfFile
from counter.letters.pen import MM, Pen

MARGIN = 8 * MM
LARGEST = 2.0
"""Points of the sheet for one of the picture at most, at 72 to the inch: a small one is not blown up."""
ASLANT = 28
"""Degrees."""
LETTERS = 15.0
"""The size of the letters that lie across, in points; lines of them stand `APART` sizes from one another."""
APART = 5.0
INK, CLEAR = 0.25, 0.42
"""How dark they are, and how much of that is seen: what is under them can be read."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as it is kept: `kind` is jpeg, png (black and white) or pdf."""

    kind: str
    content: bytes


def sheets(pictures: Sequence[Picture], *, title: str, across: str = "") -> bytes:
    """One PDF of all pages; `across` lies over each of them, slanting, again and again."""
    writer = PdfWriter()
    for picture in pictures:
        page = _of_pdf(writer, picture) if picture.kind == "pdf" else _of_picture(writer, picture)
        if across:
            _stamp(page, across)
    writer.metadata = {"/Title": title}
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


# --- pages ---------------------------------------------------------------------------------------


def _of_pdf(writer: PdfWriter, picture: Picture) -> PageObject:
    """As it came, but no larger than A4: a plan of a house goes onto a sheet as well."""
    source = PdfReader(io.BytesIO(picture.content)).pages[0]
    box = source.mediabox
    wide, high = float(box.width), float(box.height)
    page = _sheet(writer, wide > high)
    room = float(page.mediabox.width), float(page.mediabox.height)
    scale = min(room[0] / wide, room[1] / high, 1.0)
    page.merge_transformed_page(
        source,
        Transformation()
        .translate(-float(box.left), -float(box.bottom))
        .scale(scale)
        .translate((room[0] - wide * scale) / 2, (room[1] - high * scale) / 2),
    )
    return page


def _of_picture(writer: PdfWriter, picture: Picture) -> PageObject:
    """The picture's own bytes in the middle of a sheet: nothing is reckoned anew."""
    with Image.open(io.BytesIO(picture.content), formats=("JPEG", "PNG")) as opened:
        wide, high = opened.size
        drawn = _as_object(opened, picture)
    page = _sheet(writer, wide > high)
    room = float(page.mediabox.width) - 2 * MARGIN, float(page.mediabox.height) - 2 * MARGIN
    scale = min(room[0] / wide, room[1] / high, LARGEST)
    left = MARGIN + (room[0] - wide * scale) / 2
    bottom = MARGIN + (room[1] - high * scale) / 2
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/Scan"): writer._add_object(drawn)})}
    )
    content = DecodedStreamObject()
    content.set_data(
        f"q {wide * scale:.3f} 0 0 {high * scale:.3f} {left:.3f} {bottom:.3f} cm /Scan Do Q".encode()
    )
    page[NameObject("/Contents")] = writer._add_object(content)
    return page


def _as_object(opened: Image.Image, picture: Picture) -> StreamObject:
    wide, high = opened.size
    drawn: StreamObject
    if picture.kind == "jpeg":
        drawn = StreamObject()
        drawn._data = picture.content
        drawn[NameObject("/Filter")] = NameObject("/DCTDecode")
        colours, bits = "/DeviceGray" if opened.mode == "L" else "/DeviceRGB", 8
    else:
        plain = DecodedStreamObject()
        plain.set_data(opened.convert("1").tobytes())
        drawn = plain.flate_encode()
        colours, bits = "/DeviceGray", 1
    drawn.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(wide),
            NameObject("/Height"): NumberObject(high),
            NameObject("/ColorSpace"): NameObject(colours),
            NameObject("/BitsPerComponent"): NumberObject(bits),
            NameObject("/Interpolate"): BooleanObject(True),
        }
    )
    return drawn


def _sheet(writer: PdfWriter, lies: bool) -> PageObject:
    short, long = Size.A4.points
    return writer.add_blank_page(long, short) if lies else writer.add_blank_page(short, long)


# --- the watermark -------------------------------------------------------------------------------


def _stamp(page: PageObject, across: str) -> None:
    """Lay the words over the page; what is under them is seen through."""
    wide, high = float(page.mediabox.width), float(page.mediabox.height)
    stamp = PdfReader(io.BytesIO(_drawn(across, wide, high))).pages[0]
    resources = cast(DictionaryObject, stamp["/Resources"].get_object())
    through = DictionaryObject({NameObject("/ca"): FloatObject(CLEAR)})
    resources[NameObject("/ExtGState")] = DictionaryObject({NameObject("/Through"): through})
    contents = stamp.get_contents()
    seen = DecodedStreamObject()
    seen.set_data(b"/Through gs " + (contents.get_data() if contents is not None else b""))
    stamp[NameObject("/Contents")] = seen
    page.merge_page(stamp)


def _drawn(across: str, wide: float, high: float) -> bytes:
    """The words alone, on a page of this size, in the fonts of all papers."""
    out = io.BytesIO()
    file = PdfFile(out, About("", "", None))
    file.begin_paper("")
    pen = Pen(file)
    for x, y in _places(len(across) * LETTERS, wide, high):
        pen.watermark(across, x, y, LETTERS, degrees=ASLANT, grey=INK)
    file.page(pen.taken(), (wide, high))
    file.close()
    return out.getvalue()


def _places(long: float, wide: float, high: float) -> Iterator[tuple[float, float]]:
    """The middles of the words: in slanting lines, each moved by half against the one before."""
    along, up = cos(radians(ASLANT)), sin(radians(ASLANT))
    reach = hypot(wide, high) / 2 + long
    rows, columns = int(reach / (APART * LETTERS)), int(reach / long)
    for row in range(-rows, rows + 1):
        for column in range(-columns, columns + 1):
            at, off = (column + (row % 2) / 2) * long, row * APART * LETTERS
            x, y = wide / 2 + at * along - off * up, high / 2 + at * up + off * along
            if -long / 2 < x < wide + long / 2 and -long / 2 < y < high + long / 2:
                yield x, y
