"""What the acts are given: the office, an application from its file, days, amounts and papers as typed."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

from counter.cases.casefile import Paper
from counter.cases.reading import Reading, incomplete, read_partly
from counter.cases.said import policy_named
from counter.cases.values import nearest, read_date, read_figure, shown
from counter.catalogue.model import Catalogue
from counter.cli.places import data_in, made
from counter.cli.plain import speak_up
from counter.cli.shapes import plain, told
from counter.errors import Problem, Refused, by_the_system
from counter.papers import Printed, print_papers
from counter.services import lessons as returned
from counter.services.notices import Wanted
from counter.services.office import Office, open_office
from counter.settings import Settings

T = TypeVar("T")

FEN = 100
YUAN = ("元整", "元", "块")


@contextmanager
def opened(settings: Settings, out: Path | None = None) -> Iterator[Office]:
    """The office of the settings, made where there is none, for the length of one command.

    `out` is where papers will be written; it is made first.
    """
    made(settings.office_dir)
    made(out)
    office = open_office(settings)
    speak_up(office.notices, last_good=bool(office.list_problems))
    try:
        yield office
    finally:
        office.close()


def application(office: Office, file: Path, policies: Iterable[str] = ()) -> tuple[Reading, tuple[str, ...]]:
    """The application of a file, whole enough to be acted upon, and the codes of the policies named.

    Raises `Refused` with everything that is wrong or missing.
    """
    reading, problems = read_partly(
        data_in(file), office.catalogue, today=office.today(), limits=office.settings.limits
    )
    found = list(problems)
    wrong = {problem.field for problem in problems}
    found += [
        problem
        for problem in incomplete(reading.application, office.catalogue, place_known=bool(office.place))
        if not _follows(problem.field, wrong)
    ]
    codes: tuple[str, ...] = ()
    try:
        codes = tuple(policies_named(office, policies))
    except Refused as refused:
        found += refused.problems
    if found:
        raise Refused.because(found)
    return reading, codes


def policies_named(office: Office, names: Iterable[str]) -> list[str]:
    """The codes of the policies named. Raises `Refused` for all that are not on the list."""
    codes, problems = [], []
    for name in names:
        try:
            codes.append(policy_named(name, office.catalogue).code)
        except Refused as refused:
            problems += [Problem(one.text, "policies", one.params) for one in refused.problems]
    if problems:
        raise Refused.because(problems)
    return codes


def lessons(office: Office, policies: Iterable[str]) -> list[object]:
    """What came back before of these policies."""
    return [plain(lesson) for lesson in returned.lessons(office, sorted(set(policies)))]


def partly(office: Office, file: Path) -> Reading:
    """What a file says so far; nothing needs to be complete. Raises `Refused` with everything wrong."""
    reading, problems = read_partly(
        data_in(file), office.catalogue, today=office.today(), limits=office.settings.limits
    )
    if problems:
        raise Refused.because(problems)
    return reading


def _follows(missing: str, wrong: Iterable[str]) -> bool:
    """Whether something is missing only because what holds it, or what it depends on, could not be read."""
    depends = missing.replace(".id_number", ".id_type")
    return any(field in ("", missing, depends) or missing.startswith(f"{field}.") for field in wrong)


class Typed:
    """Days and amounts as typed in one call, so that everything wrong with them is told at once."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def day(self, text: str | None, field: str) -> date | None:
        return self._read(day, text, field)

    def fen(self, text: str | None, field: str) -> int | None:
        return self._read(fen, text, field)

    def refuse(self) -> None:
        """Raises `Refused` when anything was wrong."""
        if self._problems:
            raise Refused.because(self._problems)

    def _read(self, read: Callable[[str | None, str], T | None], text: str | None, field: str) -> T | None:
        try:
            return read(text, field)
        except Refused as refused:
            self._problems += refused.problems
            return None


@contextmanager
def called(**options: str) -> Iterator[None]:
    """What a service calls `starts` is told as the option by which the command was given it."""
    try:
        yield
    except Refused as refused:
        raise Refused.because(
            Problem(one.text, options.get(one.field, one.field), one.params) for one in refused.problems
        ) from None


def day(text: str | None, field: str) -> date | None:
    """A day as typed. Raises `Refused` for one that does not exist."""
    if text is None:
        return None
    try:
        return read_date(text).value
    except Refused as refused:
        raise _at(refused, field) from None


def fen(text: str | None, field: str) -> int | None:
    """Whole fen from yuan as typed. Raises `Refused` for what is no amount."""
    if text is None:
        return None
    try:
        amount = read_figure(text, decimals=2, units=YUAN).value
    except Refused as refused:
        raise _at(refused, field) from None
    if amount < 0:
        raise Refused(
            "An amount cannot be less than nothing ({value}). Check it.", field=field, value=shown(text)
        )
    return int(amount * FEN)


def _at(refused: Refused, field: str) -> Refused:
    return Refused.because(Problem(one.text, field, one.params) for one in refused.problems)


def papers(names: Iterable[str], catalogue: Catalogue, *, state: str) -> tuple[Paper, ...]:
    """Papers by code, title or another name they go by. Raises `Refused` with the nearest for the others."""
    known = {
        name: material
        for material in catalogue.materials.values()
        for name in (*material.aliases, material.title, material.code)
    }
    problems = [
        Problem(
            "There is no paper {name}; the nearest is {nearest}.",
            "papers",
            {"name": shown(name), "nearest": nearest(name, known)},
        )
        for name in names
        if name not in known
    ]
    if problems:
        raise Refused.because(problems)
    return tuple(Paper(known[name].code, known[name].title, state) for name in names)


def named(arguments: argparse.Namespace) -> str:
    """The number a command was given, without the spaces around it."""
    return str(arguments.number).strip()


CASE_PARTS = 4
"""Of `350212105-20261122-0007-K`; a referral's number is its case's with two digits behind."""
_OF_A_CASE = re.compile(r"[0-9]{9}-[0-9]{8}-[0-9]+-[0-9A-Z*](?:-[0-9]{2,})?")


def is_of_a_case(number: str) -> bool:
    """Whether this is the number of a case or of a referral, by its look; a notice's looks different."""
    return _OF_A_CASE.fullmatch(number) is not None


def case_of(number: str) -> str:
    """The number of the case of a referral, or of the case itself."""
    return "-".join(number.split("-")[:CASE_PARTS])


def with_papers(
    office: Office,
    data: Mapping[str, object],
    number: str,
    out: Path | None,
    *,
    also: Iterable[Wanted] = (),
    only: Collection[str] = (),
) -> dict[str, object]:
    """The answer with the papers of the case, written where a folder was named; what was done stays done.

    `only` are kinds of papers; none means all that the case calls for.
    """
    if out is None:
        return {**data, "files": []}
    try:
        printed = print_papers(office, number, out, also=also, only=only)
    except OSError as error:
        reason = {"reason": error.strerror or str(error)}
        refused = by_the_system(error, out)
        problem = Problem("The papers could not be written: {reason}.", "", reason)
        printed = Printed((), refused.problems if refused else (problem,))
    return {**data, "files": [str(file) for file in printed.files], "not_printed": told(printed.problems)}
