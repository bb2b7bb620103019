"""The model's own reckoning of time: days laid out one after another and counted with a finger.

Nothing here is taken from the program but the words of its enumerations and its files of calendars.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

CALENDARS = Path(__file__).parents[3] / "resources" / "calendars"
DAY = timedelta(days=1)
FAR = 1500
"""Days ahead within which every period of the model ends."""


@dataclass
class Wait:
    """A time that a department waits for others; `lawful`: the limit of the law stands still with it.

    `what` tells one waiting from another: a question, a sheet on a board, a check of data.
    """

    kind: str
    start: date
    end: date | None
    lawful: bool
    what: object = None

    def covers(self, day: date, today: date) -> bool:
        return self.start < day <= (self.end or max(today, self.start))


class Days:
    """The days off and the worked weekends of the years that are known by now."""

    def __init__(self) -> None:
        self.years: set[int] = set()
        self.off: set[date] = set()
        self.worked: set[date] = set()
        for year in (2025, 2026):
            told = tomllib.loads((CALENDARS / f"{year}.toml").read_text(encoding="utf-8"))
            off: list[date] = []
            worked: list[date] = []
            for holiday in told["holidays"]:
                off += row_of(holiday["first"], holiday["last"])
                worked += holiday.get("working", [])
            self.learn(year, off, worked)

    def learn(self, year: int, off: Iterable[date], worked: Iterable[date]) -> None:
        """A year becomes known, in place of what was known of it."""
        self.years.add(year)
        self.off = {day for day in self.off if day.year != year} | set(off)
        self.worked = {day for day in self.worked if day.year != year} | set(worked)

    def works(self, day: date) -> bool:
        if day in self.worked:
            return True
        return day.isoweekday() <= 5 and day not in self.off

    def after(self, start: date) -> Iterator[date]:
        return (start + step * DAY for step in range(1, FAR))

    def nth(
        self,
        start: date,
        days: int,
        *,
        working: bool = True,
        moves: bool = True,
        waits: Iterable[Wait] = (),
        today: date = date.min,
    ) -> tuple[date, bool]:
        """The last of so many days after `start`, and whether it rests on a year that nobody knows."""
        if days == 0:
            return start, False
        waits = tuple(waits)
        counting = (
            day
            for day in self.after(start)
            if (self.works(day) or not working) and not any(wait.covers(day, today) for wait in waits)
        )
        last = next(islice(counting, days - 1, None))
        walked = row_of(start + DAY, last) if working else []
        if not working and moves:
            walked = row_of(last, next(day for day in (last, *self.after(last)) if self.works(day)))
            last = walked[-1]
        return last, any(day.year not in self.years for day in walked)

    def between(self, start: date, end: date, *, working: bool = True, waits: Iterable[Wait] = ()) -> int:
        """How many days after `start`, up to and with `end`, count and are not waited away."""
        waits = tuple(waits)
        return sum(
            (self.works(day) or not working) and not any(wait.covers(day, end) for wait in waits)
            for day in row_of(start + DAY, end)
        )


def row_of(first: date, last: date) -> list[date]:
    return [first + step * DAY for step in range((last - first).days + 1)]


def next_month(day: date) -> date:
    """The first day of the month after."""
    return next(one for one in row_of(day + DAY, day + 31 * DAY) if one.day == 1)


def a_year_less_a_day(day: date) -> date:
    """The last day of twelve months that begin on a day, which is none of a leap year's end."""
    return day.replace(year=day.year + 1) - DAY
