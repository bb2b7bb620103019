"""The file of a household bound from a terminal, and the list of the files of a year."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from counter.cases.reading import township
from counter.cases.year_list import FileRow
from counter.cli import given
from counter.cli.done import Command, Done
from counter.cli.places import made
from counter.cli.shapes import plain
from counter.services import household_file, year_lists
from counter.services.household_file import Wish
from counter.settings import Settings
from counter.store.files import put
from counter.text import _, mask_name

Data = Mapping[str, Any]


def _file(arguments: argparse.Namespace, settings: Settings) -> Done:
    wish = Wish(
        arguments.number,
        arguments.reason,
        whole_household=arguments.household,
        as_folder=arguments.folder,
        replace=arguments.replace,
    )
    with given.opened(settings, arguments.out) as office:
        bound = household_file.bind(office, wish, arguments.out, _show)
    return Done(
        {
            "file": str(bound.path),
            "cases": list(bound.cases),
            "papers": bound.papers,
            "pages": bound.pages,
            "on_paper": bound.on_paper,
            "not_printed": list(bound.problems),
        }
    )


def _files(arguments: argparse.Namespace, settings: Settings) -> Done:
    """Without a folder the lines alone; with one `files-2026.pdf` and `.xlsx` beside them."""
    files: list[str] = []
    with given.opened(settings) as office:
        code = township(arguments.township, office.catalogue, office.today()) if arguments.township else ""
        if arguments.ended:
            listed = year_lists.ended(office, township=code, progress=_show)
        else:
            listed = year_lists.year_list(office, arguments.year, township=code, progress=_show)
        if arguments.out is not None:
            made(arguments.out)
            stem = f"files-{listed.year or 'ended'}{f'-{code}' if code else ''}"
            paper, sheet = arguments.out / f"{stem}.pdf", arguments.out / f"{stem}.xlsx"
            put(paper, year_lists.printed(office, listed))
            year_lists.export(office, listed, sheet)
            files = [str(paper), str(sheet)]
    return Done(
        {
            "year": listed.year,
            "households": [_told(row) for row in listed.rows],
            "proposed_for_review": [row.archive_number for row in listed.over],
            "files": files,
        }
    )


def _told(row: FileRow) -> dict[str, object]:
    return {
        "archive_number": row.archive_number,
        "household": row.household,
        "householder": mask_name(row.applicant),
        "township": row.town,
        "village": row.village,
        "cases": list(row.cases),
        "pages": row.pages,
        "classes": [one.value for one in row.kept.classes],
        "left_on": plain(row.kept.left_on),
        "kept_until": plain(row.kept.until),
        "archived_on": plain(row.archived_on),
        "keeper": row.keeper,
    }


def _show(done: int, total: int, /) -> None:
    """On a terminal only; a file of messages needs no moving line."""
    if sys.stderr.isatty():
        print(f"\r{done}/{total}", end="\n" if done == total else "", file=sys.stderr)


# --- line by line for people -----------------------------------------------------------------------


def _file_lines(data: Data) -> Iterator[str]:
    yield _("Bound: {path}", path=data["file"])
    yield _(
        "{papers} papers on {pages} pages; {n} more are on paper only.",
        papers=data["papers"],
        pages=data["pages"],
        n=data["on_paper"],
    )
    yield from ("  " + _("Not printed: {reason}", reason=one) for one in data["not_printed"])


def _files_lines(data: Data) -> Iterator[str]:
    for one in data["households"]:
        until = one["kept_until"] or _("not counted yet")
        pages = _("{n} pages", n=one["pages"])
        place = f"{one['township']}{one['village']}"
        yield f"{one['archive_number']}  {one['householder']}  {place}  {pages}  {until}"
    if not data["households"]:
        yield _("No file belongs into this list.")
    if data["proposed_for_review"]:
        numbers = "、".join(data["proposed_for_review"])
        yield _("Their term is over; the keeper is proposed to look through them: {numbers}", numbers=numbers)
    yield from (f"  {file}" for file in data["files"])


COMMANDS: Mapping[str, Command] = {"file": _file, "files": _files}
SPOKEN: Mapping[str, Callable[[Data], Iterator[str]]] = {"file": _file_lines, "files": _files_lines}
