"""A PDF that is taken in as a scan: opened, counted, each page written anew with what is seen of it alone.

Scripts, files inside, links, forms and what the scanner or the telephone says of itself do not come along; a
seal or a field that is drawn over the page does.
"""

from __future__ import annotations

import io
import logging
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import (
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from counter.errors import Refused
from counter.letters import scan_sheets

# It would write what it stumbles over, which may be of a person, to the error stream and so into the log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_KEPT = ("/Type", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/Group", "/UserUnit")
_HIDDEN = 0b10
"""The flag of what lies on a page and is not to be seen."""
_DEEP = 40
"""How far forms may stand in forms before it is a trap."""
_SIDES = (10.0, 14_400.0)
"""Points; outside of this nothing is a page."""
_APP, _COMMENT = range(0xE1, 0xF0), 0xFE
_ADOBE, _SCAN, _STANDS_ALONE = 0xEE, 0xDA, (0x01, *range(0xD0, 0xD9))
"""In a JPEG: what programs write for themselves, the one that says how the colours are meant, the picture."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it is kept; `kind` is jpeg, png (black and white) or pdf, whose sides are in points."""

    content: bytes
    kind: str
    width: int
    height: int


def pages(content: bytes) -> Iterator[Page]:
    """Each page as a PDF of its own. Raises `Refused` for one that is locked, damaged or empty."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _locked()
        if not reader.pages:
            raise Refused("The PDF has no page. Ask for it again.", field="file")
        for source in reader.pages:
            page = _alone(source)
            # What cannot be drawn on a sheet later is told now, while the paper still lies there.
            scan_sheets.sheets([scan_sheets.Picture(page.kind, page.content)], title="")
            yield page
    except DependencyError:
        raise _locked() from None
    except (PyPdfError, RecursionError, ValueError, LookupError, TypeError, AttributeError, OSError):
        # What a broken file can make a reader stumble over has no end.
        raise Refused("The PDF is damaged and cannot be read. Ask for it again.", field="file") from None


def _locked() -> Refused:
    return Refused("The PDF is locked by a password. Ask for one that is open.", field="file")


def _alone(source: PageObject) -> Page:
    writer = PdfWriter()
    page = writer.add_page(source)
    wide, high = float(page.mediabox.width), float(page.mediabox.height)
    if not all(_SIDES[0] <= side <= _SIDES[1] for side in (wide, high)):
        raise Refused("The PDF is damaged and cannot be read. Ask for it again.", field="file")
    _draw_what_lies_on(writer, page)
    for key in [key for key in page if key not in _KEPT]:
        del page[NameObject(key)]
    _clean(page.get("/Resources"), set(), 0)
    writer.metadata = None
    out = io.BytesIO()
    writer.compress_identical_objects(remove_unreferenced=True, remove_duplicates=False)
    writer.write(out)
    return Page(out.getvalue(), "pdf", round(wide), round(high))


def _draw_what_lies_on(writer: PdfWriter, page: PageObject) -> None:
    """Seals, fields and notes as they look, as a part of the page: where one clicked, nothing happens now."""
    drawn: list[bytes] = []
    things = DictionaryObject()
    for place, one in enumerate(_objects(page.get("/Annots"))):
        look = _look_of(one)
        if look is None:
            continue
        (x, y, x2, y2), (left, bottom, right, top) = _box(one["/Rect"]), _box(look.get("/BBox", one["/Rect"]))
        if right <= left or top <= bottom:
            continue
        across, up = (x2 - x) / (right - left), (y2 - y) / (top - bottom)
        things[NameObject(f"/Lies{place}")] = look.indirect_reference or writer._add_object(look)
        moved = f"{across:.5f} 0 0 {up:.5f} {x - left * across:.3f} {y - bottom * up:.3f} cm"
        drawn.append(f"q {moved} /Lies{place} Do Q".encode())
    if not drawn:
        return
    resources = page.setdefault(NameObject("/Resources"), DictionaryObject()).get_object()
    known = resources.setdefault(NameObject("/XObject"), DictionaryObject()).get_object()
    known.update(things)
    before = page.get_contents()
    whole = DecodedStreamObject()
    whole.set_data(b"q\n" + (before.get_data() if before is not None else b"") + b"\nQ\n" + b"\n".join(drawn))
    page[NameObject("/Contents")] = writer._add_object(whole.flate_encode())


def _look_of(one: DictionaryObject) -> StreamObject | None:
    """How something looks that lies on a page; None for what is not seen."""
    if int(one.get("/F", 0)) & _HIDDEN or one.get("/Subtype") in ("/Link", "/Popup"):
        return None
    looks = _object(one.get("/AP"))
    usual = _object(looks.get("/N")) if isinstance(looks, DictionaryObject) else None
    if isinstance(usual, DictionaryObject) and not isinstance(usual, StreamObject):
        usual = _object(usual.get(one.get("/AS", "/Off")))
    return usual if isinstance(usual, StreamObject) else None


def _clean(found: PdfObject | None, seen: set[int], depth: int) -> None:
    """Take out of pictures and forms what is told of them beside what they show."""
    if depth > _DEEP:
        raise ValueError("forms in forms")
    resources = _object(found)
    if not isinstance(resources, DictionaryObject) or id(resources) in seen:
        return
    seen.add(id(resources))
    things = _object(resources.get("/XObject"))
    for one in _objects(list(things.values())) if isinstance(things, DictionaryObject) else ():
        for key in ("/Metadata", "/PieceInfo", "/OPI", "/Ref", "/LastModified"):
            if key in one:
                del one[NameObject(key)]
        if isinstance(one, StreamObject) and one.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
            one._data = bare_jpeg(one._data)
        _clean(one.get("/Resources"), seen, depth + 1)


def bare_jpeg(content: bytes) -> bytes:
    """A JPEG without what programs wrote into it: place, device, previews, remarks. The picture stays."""
    if not content.startswith(b"\xff\xd8"):
        return content
    out, at = bytearray(b"\xff\xd8"), 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        mark = content[at + 1]
        if mark == _SCAN:
            return bytes(out + content[at:])
        if mark in _STANDS_ALONE or mark == 0xFF:
            out += content[at : at + 1] if mark == 0xFF else content[at : at + 2]
            at += 1 if mark == 0xFF else 2
            continue
        (size,) = struct.unpack(">H", content[at + 2 : at + 4])
        if (mark not in _APP or mark == _ADOBE) and mark != _COMMENT:
            out += content[at : at + 2 + size]
        at += 2 + size
    return content


# --- what stands behind a reference --------------------------------------------------------------


def _object(one: PdfObject | None) -> PdfObject | None:
    return one.get_object() if isinstance(one, IndirectObject) else one


def _objects(found: object) -> Iterator[DictionaryObject]:
    listed = found.get_object() if isinstance(found, IndirectObject) else found
    for one in listed if isinstance(listed, list) else ():
        real = _object(one)
        if isinstance(real, DictionaryObject):
            yield real


def _box(found: PdfObject) -> tuple[float, float, float, float]:
    x, y, x2, y2 = (float(side) for side in _object(found))  # type: ignore[union-attr]  # a list, or it is refused
    return min(x, x2), min(y, y2), max(x, x2), max(y, y2)
