"""Many papers in one file, written to disk paper by paper: ten thousand need no more memory than a few."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from counter.letters.content import Content
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


def write(out: IO[bytes], about: About, papers: Iterable[tuple[Content, Print]]) -> Iterator[Printed]:
    """Write the papers one after another, telling of each where it stands; the file is whole at the end.

    Fonts are cut once for all. Each paper has a bookmark, and its pages are labelled by its place and their
    number. Errors: Refused for a paper that cannot be drawn, before anything of it is written.
    """
    file = PdfFile(out, about)
    for place, (content, mark) in enumerate(papers, 1):
        before = file.pages
        compose(content, mark).into(file)
        yield Printed(place, content.head.number, before + 1, file.pages)
    file.close()


def write_file(path: Path, about: About, papers: Iterable[tuple[Content, Print]]) -> tuple[Printed, ...]:
    """Write a batch to a file, which appears under its name only when it is whole."""
    growing = path.with_name(f"{path.name}.part")
    try:
        with growing.open("wb") as out:
            told = tuple(write(out, about, papers))
        growing.replace(path)
    finally:
        growing.unlink(missing_ok=True)
    return told


@dataclass(frozen=True, slots=True)
class Rest:
    """What a jam left to print: from which page on, and of which paper pages came out before."""

    first: int
    paper: Printed
    again: bool


def rest_after(told: Iterable[Printed], last_good: int) -> Rest | None:
    """Where printing goes on when `last_good` pages came out well; None when that were all.

    The next page is the one after the last good one, so none is missing and none comes twice; `again` says
    that its paper began before the jam, so that both parts are put together.
    Errors: ValueError for a page that the batch does not have.
    """
    end = 0
    for one in told:
        if last_good < one.last and last_good >= 0:
            return Rest(last_good + 1, one, last_good >= one.first)
        end = one.last
    if last_good != end:
        raise ValueError(f"page {last_good} of a batch of {end} pages")
    return None
