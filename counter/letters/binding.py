"""Finished papers bound into one file: pages numbered at their outer upper corners, bookmarks, page labels.

What is large, such as the picture of a page, waits in a file on the disk until it is written: three hundred
scanned pages take no more memory than a few.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from counter.letters.atoms import Type
from counter.letters.fonts import Face
from counter.letters.pdffile import About, PdfFile
from counter.letters.pen import MM, Pen
from counter.letters.typeset import natural_width

CORNER = (6 * MM, 7.5 * MM)
"""How far a page number stands from the outer and from the upper edge: outside of what any paper prints."""
NUMBER = Type(Face.SONG, 10.5, 12)
LARGE = 32_768
"""Bytes of a stream from which on it waits on the disk."""
_MOST_LEFT = 16_000_000
"""Bytes of pictures after which what was left of them is cleared away."""
_DIGITS, _HIGH, _BELOW = 20, 14.0, 4.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A bookmark: its title, the numbered page it leads to, counted from one, and what lies inside it."""

    title: str
    page: int
    inside: tuple[Mark, ...] = ()


class Sheaf:
    """A finished file from which pages are taken a few at a time."""

    def __init__(self, pdf: bytes) -> None:
        self.reader = PdfReader(BytesIO(pdf))


class Binder:
    """Takes finished files in their order; `write` makes the whole.

    `spool` is an empty file to write to; `first` is the number of the first page.
    """

    def __init__(self, about: About, spool: IO[bytes], *, first: int = 1) -> None:
        self._writer = PdfWriter()
        self._about = about
        self._spool = spool
        self._first = first
        self._numbers = _Numbers()
        self._opening = self._put(b"q\n")
        self._left = 0
        self.pages = 0
        """How many pages are numbered."""

    def add(self, pdf: bytes) -> tuple[int, int]:
        """Put the pages of a file at the end and number them; the first and the last number."""
        sheaf = Sheaf(pdf)
        found = self.add_pages(sheaf, range(len(sheaf.reader.pages)))
        self.done_with(sheaf)
        return found

    def add_pages(self, sheaf: Sheaf, pages: range) -> tuple[int, int]:
        """The same with some pages of a file that others are taken from as well."""
        first = self._first + self.pages
        for place in pages:
            self._number(self._taken(sheaf.reader.pages[place]), self._first + self.pages)
            self.pages += 1
        return first, self._first + self.pages - 1

    def done_with(self, sheaf: Sheaf) -> None:
        """A file is known by where it lies in memory, and another one may lie there soon."""
        self._writer.reset_translation(sheaf.reader)
        # The writer remembers it for links between pages, which these have not.
        self._writer._merged_in_pages.clear()
        if self._left > _MOST_LEFT:
            # A reader and its pages know each other, so that nothing else lets go of them until much later.
            self._left = 0
            gc.collect()

    def write(
        self,
        out: IO[bytes],
        *,
        front: Sequence[tuple[str, bytes]] = (),
        back: Sequence[tuple[str, bytes]] = (),
        marks: Sequence[Mark] = (),
    ) -> None:
        """Write the file; what stands before and after the numbered pages has a title, and no number."""
        fronts: list[tuple[str, int]] = []
        at = 0
        for title, pdf in front:
            fronts.append((title, at))
            at += self._beside(pdf, at)
        backs: list[tuple[str, int]] = []
        for title, pdf in back:
            backs.append((title, len(self._writer.pages)))
            self._beside(pdf, len(self._writer.pages))
        for title, page in fronts:
            self._writer.add_outline_item(title=title, page_number=page)
        for mark in marks:
            self._mark(mark, at - self._first, None)
        for title, page in backs:
            self._writer.add_outline_item(title=title, page_number=page)
        self._label(fronts, at)
        self._label(backs, len(self._writer.pages))
        if self.pages:
            self._writer.set_page_label(
                at, at + self.pages - 1, style=PageLabelStyle.DECIMAL, start=self._first
            )
        self._describe()
        self._writer.write(out)

    # --- pages -----------------------------------------------------------------------------------------

    def _taken(self, page: PageObject, at: int | None = None) -> PageObject:
        known = len(self._writer._objects)
        taken = self._writer.add_page(page) if at is None else self._writer.insert_page(page, at)
        for place in range(known, len(self._writer._objects)):
            made = self._writer._objects[place]
            if isinstance(made, StreamObject) and len(made._data) >= LARGE:
                self._left += len(made._data)
                self._writer._objects[place] = _Aside(made, self._spool)
        return taken

    def _beside(self, pdf: bytes, at: int) -> int:
        """Put pages in that have no number; how many."""
        sheaf = Sheaf(pdf)
        for more, page in enumerate(sheaf.reader.pages):
            self._taken(page, at + more)
        self.done_with(sheaf)
        return len(sheaf.reader.pages)

    def _number(self, page: PageObject, number: int) -> None:
        """As a stamp would: after all that the page draws, and without a change to it."""
        wide = natural_width(str(number), NUMBER)
        right, top = float(page.mediabox.right), float(page.mediabox.top)
        x = right - CORNER[0] - wide if number % 2 else float(page.mediabox.left) + CORNER[0]
        name = f"/No{number}"
        resources = page.setdefault(NameObject("/Resources"), DictionaryObject()).get_object()
        shown = resources.setdefault(NameObject("/XObject"), DictionaryObject()).get_object()
        shown[NameObject(name)] = self._numbers.shown(number, self._writer)
        y = top - CORNER[1] - _BELOW
        closing = self._put(f"\nQ\nq 1 0 0 1 {x:.3f} {y:.3f} cm {name} Do Q\n".encode())
        own = page.raw_get("/Contents") if "/Contents" in page else ArrayObject()
        drawn = own.get_object() if isinstance(own, IndirectObject) else own
        between = list(drawn) if isinstance(drawn, ArrayObject) else [own]
        page[NameObject("/Contents")] = ArrayObject([self._opening, *between, closing])

    def _put(self, data: bytes) -> IndirectObject:
        stream = DecodedStreamObject()
        stream.set_data(data)
        return self._writer._add_object(stream)

    # --- what belongs to all pages ------------------------------------------------------------------------

    def _mark(self, mark: Mark, before: int, parent: IndirectObject | None) -> None:
        made = self._writer.add_outline_item(
            title=mark.title, page_number=before + mark.page, parent=parent, is_open=parent is None
        )
        for one in mark.inside:
            self._mark(one, before, made)

    def _label(self, titled: Sequence[tuple[str, int]], end: int) -> None:
        """`封面`, `卷内目录1`, `卷内目录2`: a part of one page needs no number."""
        following = [*(at for _title, at in titled), end][1:]
        for (title, first), last in zip(titled, following, strict=True):
            style = PageLabelStyle.DECIMAL if last - first > 1 else None
            self._writer.set_page_label(first, last - 1, style=style, prefix=title)

    def _describe(self) -> None:
        about = self._about
        said = {"/Title": about.title, "/Author": about.author, "/Creator": "One-Window Counter"}
        if about.created is not None:
            said["/CreationDate"] = f"D:{about.created:%Y%m%d%H%M%S}Z"
        self._writer.metadata = {key: value for key, value in said.items() if value}
        root = self._writer._root_object
        root[NameObject("/Lang")] = TextStringObject("zh-CN")
        root[NameObject("/PageMode")] = NameObject("/UseOutlines")
        root[NameObject("/ViewerPreferences")] = DictionaryObject(
            {
                NameObject("/DisplayDocTitle"): BooleanObject(True),
                NameObject("/PrintScaling"): NameObject("/None"),
            }
        )


class _Aside(StreamObject):
    """A stream whose content waits on the disk until it is written."""

    def __init__(self, whole: StreamObject, spool: IO[bytes]) -> None:
        super().__init__()
        self.update(whole)
        self.indirect_reference = whole.indirect_reference
        self._spool = spool
        self._at, self._length = spool.seek(0, 2), len(whole._data)
        spool.write(whole._data)

    def write_to_stream(self, stream: IO[bytes], encryption_key: str | bytes | None = None) -> None:
        self._spool.seek(self._at)
        self._data = self._spool.read(self._length)
        super().write_to_stream(stream)
        self._data = b""


class _Numbers:
    """Page numbers as things to be shown, some of them drawn at a time in one font."""

    def __init__(self) -> None:
        self._first = 0
        self._reader: PdfReader | None = None

    def shown(self, number: int, writer: PdfWriter) -> IndirectObject:
        first = (number - 1) // _DIGITS * _DIGITS + 1
        if self._reader is None or first != self._first:
            if self._reader is not None:
                writer.reset_translation(self._reader)
            self._first, self._reader = first, PdfReader(BytesIO(_drawn(first)))
        page = self._reader.pages[number - first]
        contents = page.get_contents()
        form = DecodedStreamObject()
        form.set_data(contents.get_data() if contents is not None else b"")
        form.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): ArrayObject(map(FloatObject, page.mediabox)),
                NameObject("/Resources"): page.raw_get("/Resources").clone(writer),
            }
        )
        return writer._add_object(form)


def _drawn(first: int) -> bytes:
    """A page for each number, as large as it is."""
    out = BytesIO()
    file = PdfFile(out, About(""))
    pen = Pen(file)
    for number in range(first, first + _DIGITS):
        pen.text(str(number), NUMBER, 0.0, _BELOW)
        file.page(pen.taken(), (natural_width(str(number), NUMBER) + 1, _HIGH))
    file.close()
    return out.getvalue()
