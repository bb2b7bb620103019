"""Many papers in one file, written to disk paper by paper: ten thousand need no more memory than a few."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from counter.letters.letter import Said
from counter.letters.paper import Paper
from counter.letters.pdf import compose
from counter.letters.pdffile import About, PdfFile
from counter.letters.sheets import Print


@dataclass(frozen=True, slots=True)
class Printed:
    """Where a paper stands in a batch: its place among the papers, its pages, both counted from one."""

    paper: int
    number: str
    first: int
    last: int


class _Rest(PdfFile):
    """A file that leaves out the pages which came out before."""

    def __init__(self, out: IO[bytes], about: About, skip: int) -> None:
        super().__init__(out, about)
        self._skip = skip

    def page(self, marks: bytes, size: tuple[float, float]) -> None:
        if self._skip:
            self._skip -= 1
        else:
            super().page(marks, size)


def pages_of(content: Said, mark: Print) -> int:
    """On how many pages one copy of a paper is printed. Raises `Refused` for one that cannot be drawn."""
    file = PdfFile(BytesIO(), About(""))
    compose(content, mark).into(file)
    return file.pages


def write(
    out: IO[bytes], about: About, papers: Iterable[tuple[Said, Print]], *, skip: int = 0
) -> Iterator[Printed]:
    """Write the papers one after another, telling of each where it stands; the file is whole at the end.

    Fonts are cut once for all. Each paper has a bookmark, and its pages are labelled by its place and their
    number. `skip` pages of the first paper are left out: they came out before a jam. A paper that is given
    several times in a row is laid out once.
    Errors: Refused for a paper that cannot be drawn, before anything of it is written.
    """
    file = _Rest(out, about, skip)
    drawn: tuple[Said, Print, Paper] | None = None
    for place, (content, mark) in enumerate(papers, 1):
        if drawn is None or drawn[0] is not content or drawn[1] is not mark:
            drawn = content, mark, compose(content, mark)
        before = file.pages
        drawn[2].into(file)
        yield Printed(place, content.head.number, before + 1, file.pages)
    file.close()


def write_file(
    path: Path,
    about: About,
    papers: Iterable[tuple[Said, Print]],
    *,
    skip: int = 0,
    watch: Callable[[Printed], None] | None = None,
) -> tuple[Printed, ...]:
    """Write a batch to a file, which appears under its name only when it is whole and on the disk.

    Its papers bear whole id numbers, so nobody but its owner reads it. `watch` hears of each paper, and
    stops the file by an error of its own.
    """
    growing = path.with_name(f".{path.name}.part")
    growing.unlink(missing_ok=True)
    try:
        with open(os.open(growing, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
            told = []
            for one in write(out, about, papers, skip=skip):
                if watch is not None:
                    watch(one)
                told.append(one)
            out.flush()
            os.fsync(out.fileno())
        growing.replace(path)
    finally:
        growing.unlink(missing_ok=True)
    return tuple(told)
