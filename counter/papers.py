"""The papers of a case into a folder: each one that the case calls for is issued and drawn."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from counter.errors import Problem, Refused
from counter.letters.kinds import KINDS
from counter.services import notices, printing
from counter.services.notices import Wanted
from counter.services.office import Office
from counter.store.files import put

DELIVERY = "D25"
"""The proof of delivery; made for what was issued in the same moment, because each delivery has its own."""


_SERIAL = re.compile("[0-9]+(?=号)")


@dataclass(frozen=True, slots=True)
class Printed:
    """The files that were written, and what kept other papers from being issued, or drawn once issued."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...] = ()


def print_papers(
    office: Office,
    case_number: str,
    out: Path,
    *,
    also: Iterable[Wanted] = (),
    only: Collection[str] = (),
) -> Printed:
    """Issue and draw everything that the case calls for and that has no number yet; makes the folder.

    `only` are kinds; none means all of them but those that are optional.
    """
    out.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    problems: list[Problem] = []
    issued: set[str] = set()
    called_for = [
        one for one in _not_issued(office, case_number) if one.kind in only or (not only and not one.optional)
    ]
    for paper in (*also, *called_for):
        try:
            number = _issue(office, case_number, paper)
            issued.add(number)
            files += _drawn(office, number, paper, out / _stem(case_number, paper, number))
        except Refused as refused:
            problems += refused.problems
    for paper in notices.wanted(office, case_number):
        if paper.kind == DELIVERY and paper.notice in issued:
            number = _issue(office, case_number, paper)
            files += _drawn(office, number, paper, out / _stem(case_number, paper, number))
    return Printed(tuple(files), tuple(problems))


def _not_issued(office: Office, case_number: str) -> Iterator[Wanted]:
    for paper in notices.wanted(office, case_number):
        if paper.kind != DELIVERY and not paper.issued:
            yield paper


def _issue(office: Office, case_number: str, paper: Wanted) -> str:
    about_department = "" if paper.referral else paper.department
    notice = notices.issue(
        office,
        case_number,
        paper.kind,
        referral=paper.referral,
        department=about_department,
        member=paper.member,
        notice=paper.notice,
        about=paper.about,
    )
    return notice.number


def _drawn(office: Office, number: str, paper: Wanted, stem: Path) -> Iterator[Path]:
    drawings = {".pdf": printing.draw}
    if KINDS[paper.kind].word_file:
        drawings[".docx"] = printing.draw_word
    for ending, draw in drawings.items():
        file = stem.with_name(stem.name + ending)
        # A form bears whole id numbers: nobody else who uses the computer reads it.
        put(file, draw(office, number))
        yield file


def _stem(case_number: str, paper: Wanted, number: str) -> str:
    """`350212105-20261122-0007-K-D09-education`: the case, the kind, and whom or what it is about.

    What can be issued again bears its own serial number at the end, so that no file is written over.
    """
    about = paper.referral[-2:] if paper.referral else paper.department
    again = paper.about or paper.kind in notices.AGAIN
    serial = _SERIAL.search(number) if again else None
    parts = (case_number, paper.kind, about, serial[0] if serial else "")
    return "-".join(part for part in parts if part)
