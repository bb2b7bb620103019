"""A finished file as one printer needs it: moved by so many millimetres, each copy beginning on a front."""

from __future__ import annotations

from collections.abc import Collection
from io import BytesIO

from counter.letters.pen import MM

FURTHEST = 15.0
"""Millimetres; a printer that is further off is not set right by moving the page."""


def imposed(pdf: bytes, *, right: float = 0.0, down: float = 0.0, fronts: Collection[int] = ()) -> bytes:
    """The file with what stands on its pages moved by so many millimetres.

    Each of `fronts`, pages counted from 0, begins on the front of a sheet printed on both sides: where it
    would stand on a back, an empty page goes before it. A file with nothing to do comes back as it is.
    Errors: ValueError for a way further than `FURTHEST`.
    """
    if max(abs(right), abs(down)) > FURTHEST:
        raise ValueError(f"{right} and {down} mm")
    backs = any(page % 2 for page in fronts)
    if not (right or down or backs):
        return pdf
    # Read in when the first printer is off, not when the window opens.
    from pypdf import PdfReader, PdfWriter, Transformation

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    if right or down:
        moved = Transformation().translate(right * MM, -down * MM)
        for page in writer.pages:
            page.add_transformation(moved)
    for blanks, front in enumerate(_on_backs(len(writer.pages), fronts)):
        at = front + blanks
        box = writer.pages[at].mediabox
        writer.insert_blank_page(width=box.width, height=box.height, index=at)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _on_backs(pages: int, fronts: Collection[int]) -> list[int]:
    """The pages before which an empty one goes."""
    found: list[int] = []
    for page in sorted(fronts):
        if 0 < page < pages and (page + len(found)) % 2:
            found.append(page)
    return found
