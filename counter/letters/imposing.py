"""A finished file as one printer needs it: moved by so many millimetres, each copy beginning on a front.

What was written stays byte for byte: pages are wrapped, and the new ones and a new table stand after the old
end, as the format foresees (ISO 32000-2, 7.5.6).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from counter.letters.pen import MM

FURTHEST = 15.0
"""Millimetres; a printer that is further off is not set right by moving the page."""
_PAGE = re.compile(
    rb"<</Type/Page/Parent (?P<parent>\d+) 0 R(?P<more>.*?)"
    rb"/MediaBox\[0 0 (?P<size>[\d.]+ [\d.]+)\](?P<rest>.*?)/Contents (?P<content>\d+) 0 R(?P<end>.*?)>>\Z",
    re.DOTALL,
)
_TREE = re.compile(rb"<</Type/Pages/Count \d+/Kids\[(?P<kids>[^\]]*)\]>>\Z")
_TRAILER = re.compile(
    rb"trailer\n<</Size (?P<size>\d+)(?P<rest>.*)>>\nstartxref\n(?P<start>\d+)\n%%EOF\n\Z", re.DOTALL
)


def imposed(pdf: bytes, *, right: float = 0.0, down: float = 0.0, fronts: Collection[int] = ()) -> bytes:
    """The file with what stands on its pages moved by so many millimetres.

    Each of `fronts`, pages counted from 0, begins on the front of a sheet printed on both sides: where it
    would stand on a back, an empty page goes before it. A file with nothing to do comes back as it is.
    Errors: ValueError for a file that this program did not write, or a way further than `FURTHEST`.
    """
    if max(abs(right), abs(down)) > FURTHEST:
        raise ValueError(f"{right} and {down} mm")
    file = _File(pdf)
    blanks = _blanks(len(file.pages), fronts)
    if not (right or down or blanks):
        return pdf
    if right or down:
        first = file.add(_stream(b"1 0 0 1 %.4f %.4f cm" % (right * MM, -down * MM)))
        for number in file.pages:
            file.put(number, _prefixed(file.body(number), first))
    if blanks:
        file.put_pages(blanks)
    return file.written()


def _blanks(pages: int, fronts: Collection[int]) -> list[int]:
    """The pages before which an empty one goes."""
    blanks: list[int] = []
    for page in sorted(fronts):
        if 0 < page < pages and (page + len(blanks)) % 2:
            blanks.append(page)
    return blanks


def _prefixed(page: bytes, first: int) -> bytes:
    found = _PAGE.match(page)
    assert found is not None
    content = found["content"]
    return page.replace(b"/Contents %s 0 R" % content, b"/Contents[%d 0 R %s 0 R]" % (first, content), 1)


def _stream(data: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(data), data)


@dataclass(frozen=True, slots=True)
class _End:
    """What the last lines of the file say: how many objects, what else of them, where their table is."""

    size: int
    rest: bytes
    table: int


class _File:
    """A file of this program, read by its table of objects."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        self._end = self._read_end()
        self._offsets = self._read_table()
        self._changed: dict[int, bytes] = {}
        self.tree, kids = self._find_tree()
        self.pages = [int(number) for number in re.findall(rb"(\d+) 0 R", kids)]
        found = [_PAGE.match(self.body(number)) for number in self.pages]
        self._sizes = [page["size"] for page in found if page]
        if len(self._sizes) != len(self.pages):
            raise ValueError("a page that is written in another way")

    def _read_end(self) -> _End:
        found = _TRAILER.search(self._pdf, max(self._pdf.rfind(b"trailer\n"), 0))
        if found is None:
            raise ValueError("not a file of this program")
        return _End(int(found["size"]), found["rest"], int(found["start"]))

    def _read_table(self) -> list[int]:
        at = self._end.table
        head = b"xref\n0 %d\n" % self._end.size
        if not self._pdf.startswith(head, at):
            raise ValueError("a table in several parts")
        at += len(head)
        return [int(self._pdf[at + 20 * n : at + 20 * n + 10]) for n in range(self._end.size)]

    def _find_tree(self) -> tuple[int, bytes]:
        parent = next(
            (int(found["parent"]) for n in range(1, self._end.size) if (found := _PAGE.match(self.body(n)))),
            0,
        )
        found = _TREE.match(self.body(parent)) if parent else None
        if found is None:
            raise ValueError("no list of pages")
        return parent, found["kids"]

    def body(self, number: int) -> bytes:
        """An object without its number, as it stands now."""
        if number in self._changed:
            return self._changed[number]
        start = self._offsets[number]
        head = b"%d 0 obj\n" % number
        if not start or not self._pdf.startswith(head, start):
            return b""
        # Streams may hold any bytes: only their beginning is looked at, never their end.
        end = self._pdf.find(b"\nendobj\n", start)
        return self._pdf[start + len(head) : end]

    def put(self, number: int, body: bytes) -> None:
        self._changed[number] = body

    def add(self, body: bytes) -> int:
        number = self._end.size + sum(1 for known in self._changed if known >= self._end.size)
        self._changed[number] = body
        return number

    def put_pages(self, blanks: list[int]) -> None:
        """Empty pages, of the size of the page before which they stand."""
        nothing = self.add(_stream(b""))
        kids: list[int] = []
        for place, number in enumerate(self.pages):
            if place in blanks:
                kids.append(
                    self.add(
                        b"<</Type/Page/Parent %d 0 R/Resources<<>>/MediaBox[0 0 %s]/Contents %d 0 R>>"
                        % (self.tree, self._sizes[place], nothing)
                    )
                )
            kids.append(number)
        listed = b" ".join(b"%d 0 R" % number for number in kids)
        self.put(self.tree, b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), listed))

    def written(self) -> bytes:
        parts, at, table = [self._pdf], len(self._pdf), []
        for number, body in sorted(self._changed.items()):
            part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            table.append(b"%d 1\n%010d 00000 n \n" % (number, at))
            parts.append(part)
            at += len(part)
        size = max(self._end.size, max(self._changed) + 1)
        parts.append(
            b"xref\n%strailer\n<</Size %d%s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
            % (b"".join(table), size, self._end.rest, self._end.table, at)
        )
        return b"".join(parts)
