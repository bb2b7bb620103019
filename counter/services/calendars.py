"""The calendar of a year, read in by an officer: first what would move, then all of it at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.casefile import Due, Verb
from counter.cases.holiday_notice import run
from counter.cases.holidays import Holiday, Reading, YearCalendar, laid_over, read
from counter.cases.workflow import ReferralState
from counter.catalogue.model import Calendar, Catalogue
from counter.errors import Problem, Refused
from counter.services import calendar_rows, clocks, handling, told_days
from counter.services.office import Act, Office
from counter.store import files
from counter.store.life_records import CalendarYear

LENGTH = 100_000
"""Characters, or bytes of a file; a notice has about a thousand."""


@dataclass(frozen=True, slots=True)
class Move:
    """A referral whose last days change; `became_firm`: they rested on a year that was not known."""

    case: str
    referral: str
    title: str
    department: str
    department_title: str
    state: ReferralState
    before: Due
    after: Due
    was_late: bool
    is_late: bool

    @property
    def became_firm(self) -> bool:
        return self.before.provisional and not self.after.provisional


@dataclass(frozen=True, slots=True)
class Preview:
    """What a text says of its year, and what it would move; with `problems` it cannot be loaded.

    `replaces` tells from where the year is known already. `added` are off and were worked so far, `gone` the
    other way round; `firm` counts the last days that are provisional no longer.
    """

    year: int | None
    holidays: tuple[Holiday, ...]
    working_weekends: tuple[date, ...]
    problems: tuple[Problem, ...]
    moves: tuple[Move, ...] = ()
    remarks: tuple[Problem, ...] = ()
    source: str = ""
    replaces: str | None = None
    added: tuple[date, ...] = ()
    gone: tuple[date, ...] = ()
    firm: int = 0


@dataclass(frozen=True, slots=True)
class Loaded:
    """The office that counts in the new calendar, and what that moved."""

    office: Office
    preview: Preview


@dataclass(frozen=True, slots=True)
class KnownYear:
    """A year in which days can be counted; `loaded_at` is None where it ships with the program."""

    year: int
    source: str
    holidays: int
    working_weekends: int
    loaded_at: datetime | None = None
    loaded_by: str = ""


def known_years(office: Office) -> tuple[KnownYear, ...]:
    """The years whose calendar is known, the latest first, and from where."""
    with office.read() as session:
        calendar = calendar_rows.in_force(session, _shipped(office))
        rows = {row.year: row for row in session.scalars(select(CalendarYear))}
        return tuple(
            KnownYear(
                year=year,
                source=calendar.sources.get(year, ""),
                holidays=sum(day.year == year for day in calendar.holidays),
                working_weekends=sum(day.year == year for day in calendar.working_weekends),
                loaded_at=rows[year].loaded_at if year in rows else None,
                loaded_by=rows[year].loaded_by if year in rows else "",
            )
            for year in sorted(calendar.years, reverse=True)
        )


def text_of(file: Path) -> str:
    """What stands in a file, to be looked at and read in."""
    return files.read_text(file, most=LENGTH)


def preview(office: Office, text: str) -> Preview:
    """What a text would change; nothing is stored."""
    office.allow(Act.LOAD_CALENDAR)
    reading = _read(text)
    with office.read() as session:
        return _preview(office, session, reading)


def load(office: Office, text: str, *, source: str = "") -> Loaded:
    """Read a year in, and compute every last day anew; a year that is known is replaced.

    Raises `Refused` with every problem of the text.
    """
    office.allow(Act.LOAD_CALENDAR)
    reading = _read(text)
    if reading.calendar is None:
        raise Refused.because(reading.problems)
    told = replace(reading, source=source.strip() or reading.source)
    with office.write() as session:
        found = _preview(office, session, told)
        before = calendar_rows.in_force(session, _shipped(office))
        year = reading.calendar
        row = session.merge(
            CalendarYear(
                year=year.year,
                holidays=_iso(year.holidays),
                working_weekends=_iso(year.working_weekends),
                source=told.source,
                loaded_at=office.now(),
                loaded_by=office.officer.name,
            )
        )
        session.flush()
        fresh = office.read_again(session)
        first, last = _span(year)
        handling.fit_notices(fresh, session)
        clocks.recompute(fresh, session, clocks.reaching(first, last))
        later = told_days.fit(session, before, fresh.catalogue.calendar, fresh.promises)
        office.record(
            session,
            Verb.CALENDAR_LOADED,
            detail={
                "year": row.year,
                "source": row.source,
                "replaces": found.replaces,
                "holidays": row.holidays,
                "working_weekends": row.working_weekends,
                "moved": len(found.moves),
                "firm": found.firm,
                "told_later": later,
            },
        )
        return Loaded(fresh, found)


# --- steps ---------------------------------------------------------------------------------------


def _read(text: str) -> Reading:
    if not text.strip():
        raise Refused("Paste the notice, or open its file.", field="text")
    if len(text) > LENGTH:
        raise Refused("This is longer than {n} characters.", field="text", n=LENGTH)
    return read(text)


def _shipped(office: Office) -> Calendar:
    return office.shipped_calendar or office.catalogue.calendar


def _preview(office: Office, session: Session, reading: Reading) -> Preview:
    working = tuple(sorted(day for one in reading.holidays for day in one.working))
    found = Preview(
        year=reading.year,
        holidays=reading.holidays,
        working_weekends=working,
        problems=reading.problems,
        remarks=reading.remarks,
        source=reading.source,
    )
    if (year := reading.calendar) is None:
        return found
    before = calendar_rows.in_force(session, _shipped(office))
    years = [one for one in calendar_rows.years(session) if one.year != year.year]
    after = laid_over(_shipped(office), [*years, replace(year, source=reading.source)])
    moves = _moves(office, session, before, after, year)
    first, last = _span(year)
    other = [day for day in run(first, last) if before.is_working_day(day) != after.is_working_day(day)]
    return replace(
        found,
        moves=moves,
        replaces=before.sources.get(year.year, "") if year.year in before.years else None,
        added=tuple(day for day in other if before.is_working_day(day)),
        gone=tuple(day for day in other if after.is_working_day(day)),
        firm=sum(move.became_firm for move in moves),
    )


def _moves(
    office: Office, session: Session, before: Calendar, after: Calendar, year: YearCalendar
) -> tuple[Move, ...]:
    """Every referral whose last days are other ones in the new calendar, the earliest first."""
    today = office.today()
    old, new = _counting_in(office, session, before), _counting_in(office, session, after)
    found = []
    for shift in clocks.shifts(session, new, clocks.reaching(*_span(year)), today=today):
        row = shift.row
        then = old(row.case.catalogue_digest)
        was = clocks.due(row, then, shift.decision, today=today)
        if was == shift.after:
            continue
        department = then.departments.get(row.department)
        is_open = shift.decision is None
        found.append(
            Move(
                case=row.case_number,
                referral=row.number,
                title=row.title,
                department=row.department,
                department_title=department.title if department else row.department,
                state=row.state,
                before=was,
                after=shift.after,
                was_late=is_open and _late(was, today),
                is_late=is_open and _late(shift.after, today),
            )
        )
    return tuple(sorted(found, key=lambda move: (move.after.due or date.max, move.referral)))


def _counting_in(office: Office, session: Session, calendar: Calendar) -> Callable[[str], Catalogue]:
    lists: dict[str, Catalogue] = {}

    def catalogue_of(digest: str) -> Catalogue:
        if digest not in lists:
            lists[digest] = replace(office.catalogue_of(session, digest), calendar=calendar)
        return lists[digest]

    return catalogue_of


def _late(due: Due, today: date) -> bool:
    return due.verified and due.due is not None and today > due.due


def _span(year: YearCalendar) -> tuple[date, date]:
    """The first and the last day of which the year's calendar speaks."""
    days = year.holidays | year.working_weekends
    return min(date(year.year, 1, 1), *days), date(year.year, 12, 31)


def _iso(days: frozenset[date]) -> list[str]:
    return [day.isoformat() for day in sorted(days)]
