"""The years that officers have read in, as rows laid over the calendar that ships with the program."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.holidays import YearCalendar, laid_over
from counter.catalogue.model import Calendar
from counter.store.life_records import CalendarYear

_KEPT = "calendar in force"


def years(session: Session) -> tuple[YearCalendar, ...]:
    """The years that were read in here, oldest first."""
    rows = session.scalars(select(CalendarYear).order_by(CalendarYear.year))
    return tuple(year_of(row) for row in rows)


def year_of(row: CalendarYear) -> YearCalendar:
    return YearCalendar(
        year=row.year,
        holidays=frozenset(map(date.fromisoformat, row.holidays)),
        working_weekends=frozenset(map(date.fromisoformat, row.working_weekends)),
        source=row.source,
    )


def in_force(session: Session, shipped: Calendar) -> Calendar:
    """The calendar as it is known by now, also by what another window has read in; once per transaction."""
    kept = session.info.get(_KEPT)
    if not isinstance(kept, Calendar):
        read_in = years(session)
        kept = session.info[_KEPT] = laid_over(shipped, read_in) if read_in else shipped
    return kept


def forget(session: Session) -> None:
    """Look again: this transaction itself has read in a year."""
    session.info.pop(_KEPT, None)
