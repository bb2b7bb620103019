"""The days off of one year, read from the State Council's notice as pasted, or from a small file.

Nothing is guessed: what does not fit is a problem with its line, and a year with a problem is no calendar.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from counter.cases import holiday_notice
from counter.cases.holiday_notice import Entry, Told, backwards, problem, run
from counter.catalogue.model import Calendar
from counter.errors import Problem, Verbatim
from counter.text import N_

FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
"""What every notice of a year tells of. Legal source: 全国年节及纪念日放假办法 art. 2."""
LEAST_DAYS = 11
"""Days off that everybody has in a year. Legal source: 全国年节及纪念日放假办法 art. 2 (13 since 2025)."""
FIRST_YEAR, LAST_YEAR = 2000, 2100
SATURDAY, DECEMBER = 5, 12

_HEADER = re.compile(r"^\ufeff?\s*(date|日期)\s*,\s*(kind|类型)", re.MULTILINE)
_TOML = re.compile(r"^\ufeff?\s*(year\s*=|\[\[holidays\]\])", re.MULTILINE)
_KINDS = {
    "holiday": True,
    "off": True,
    "放假": True,
    "休": True,
    "working": False,
    "上班": False,
    "班": False,
}


@dataclass(frozen=True, slots=True)
class Holiday:
    """One entry of a notice: the days off, and the weekends that are worked for them (调休)."""

    title: str
    days: tuple[date, ...]
    working: tuple[date, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """The days off and working weekends that were announced for a year.

    A notice can also name days at the end of the year before (`元旦：2018年12月30日至2019年1月1日`).
    """

    year: int
    holidays: frozenset[date]
    working_weekends: frozenset[date]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says; without `calendar` its problems stand in the way. `remarks` were read over."""

    calendar: YearCalendar | None
    holidays: tuple[Holiday, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    year: int | None = None
    source: str = ""


@dataclass
class _Found:
    """What was read so far, with the line of each day."""

    year: int | None = None
    source: str = ""
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


def read(text: str) -> Reading:
    """The calendar in a text: a notice as pasted, a file of `resources/calendars`, or `date,kind` lines."""
    if _HEADER.search(text):
        found = _table(text)
    elif _TOML.search(text):
        found = _file(text)
    else:
        found = _notice(text)
    found.problems += _what_does_not_fit(found)
    holidays = tuple(_by_title(found.entries))
    days = {day for entry in found.entries if entry.off for day in entry.days}
    working = {day for entry in found.entries if not entry.off for day in entry.days}
    calendar = None
    if not found.problems and found.year is not None:
        calendar = YearCalendar(found.year, frozenset(days), frozenset(working), found.source)
    return Reading(
        calendar=calendar,
        holidays=holidays,
        problems=tuple(found.problems),
        remarks=tuple(found.remarks),
        year=found.year,
        source=found.source,
    )


def laid_over(known: Calendar, years: Iterable[YearCalendar]) -> Calendar:
    """The calendar with these years read in: each replaces what was known of it."""
    for one in sorted(years, key=lambda year: year.year):
        holidays = {day for day in known.holidays if day.year != one.year} - one.working_weekends
        working = {day for day in known.working_weekends if day.year != one.year} - one.holidays
        known = Calendar(
            known.years | {one.year},
            frozenset(holidays) | one.holidays,
            frozenset(working) | one.working_weekends,
            {**known.sources, one.year: one.source},
        )
    return known


# --- the three forms -----------------------------------------------------------------------------


def _notice(text: str) -> _Found:
    told: Told = holiday_notice.read(text)
    found = _Found(told.year, told.source, list(told.entries), list(told.problems), list(told.remarks))
    if told.year is None and not told.problems:
        found.problems.append(
            Problem(
                "The text does not say of which year it is. Put the title of the notice before it.", "text"
            )
        )
    named = "".join(entry.title for entry in told.entries if entry.off)
    missing = [title for title in FESTIVALS if title not in named]
    if told.entries and missing and not found.problems:
        found.problems.append(
            Problem("The text says nothing of: {titles}. A year is read whole.", "text", {"titles": missing})
        )
    return found


def _file(text: str) -> _Found:
    found = _Found()
    try:
        data = tomllib.loads(text.lstrip("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+)", str(error))
        found.problems.append(
            problem(
                N_("Line {line}: this is no TOML: {what}."),
                int(where[1]) if where else 1,
                what=Verbatim(str(error)),
            )
        )
        return found
    starts = [at for at, line in enumerate(text.splitlines(), 1) if line.strip() == "[[holidays]]"]
    year, source = data.get("year"), data.get("source", "")
    if type(year) is int:
        found.year = year
    else:
        found.problems.append(problem(N_("Line {line}: the year is missing: year = 2027."), 1))
    found.source = source if isinstance(source, str) else ""
    tables = data.get("holidays", [])
    for at, table in enumerate(tables if isinstance(tables, list) else []):
        line = starts[at] if at < len(starts) else 1
        _entry(found, table if isinstance(table, dict) else {}, line)
    return found


def _entry(found: _Found, table: Mapping[str, object], line: int) -> None:
    title, first, last = table.get("title", ""), table.get("first"), table.get("last")
    name = title if isinstance(title, str) else ""
    if type(first) is not date or type(last) is not date:
        found.problems.append(problem(N_("Line {line}: a holiday has a first and a last day."), line))
        return
    if last < first:
        found.problems.append(backwards(line, first, last))
        return
    found.entries.append(Entry(name, True, tuple(run(first, last)), line))
    days = table.get("working", [])
    given = days if isinstance(days, list) else [days]
    if strange := [day for day in given if type(day) is not date]:
        found.problems.append(
            problem(N_("Line {line}: {text} is no day."), line, text=Verbatim(str(strange[0])))
        )
    working = tuple(day for day in given if type(day) is date)
    if working:
        found.entries.append(Entry(name, False, working, line))


def _table(text: str) -> _Found:
    found = _Found()
    lines = text.lstrip("\ufeff").splitlines()
    start = next(at for at, line in enumerate(lines) if _HEADER.search(line))
    for at, row in enumerate(csv.reader(lines[start + 1 :]), start + 2):
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0].startswith("#"):
            continue
        day, kind = _day(cells[0]), _KINDS.get(cells[1].lower()) if len(cells) > 1 else None
        if day is None:
            found.problems.append(problem(N_("Line {line}: {text} is no day."), at, text=Verbatim(cells[0])))
        elif kind is None:
            found.problems.append(
                problem(N_("Line {line}: a day is “holiday” or “working” (放假、上班)."), at)
            )
        else:
            title = cells[2] if len(cells) > 2 else ""
            found.entries.append(Entry(title, kind, (day,), at))
    years = {day.year for entry in found.entries for day in entry.days}
    found.year = max(years, default=None)
    return found


def _day(text: str) -> date | None:
    parts = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text)
    try:
        return date(int(parts[1]), int(parts[2]), int(parts[3])) if parts else None
    except ValueError:
        return None


# --- what does not fit ---------------------------------------------------------------------------


def _what_does_not_fit(found: _Found) -> Iterator[Problem]:
    if found.year is not None and not FIRST_YEAR <= found.year <= LAST_YEAR:
        yield Problem("{year} is not a year that this program counts in.", "text", {"year": found.year})
        return
    off: dict[date, int] = {}
    worked: dict[date, int] = {}
    for entry in found.entries:
        for day in entry.days:
            if not _belongs(day, found.year):
                yield problem(
                    N_("Line {line}: {day} does not belong to {year}."), entry.line, day=day, year=found.year
                )
            seen = off if entry.off else worked
            if day in seen:
                yield problem(
                    N_("Line {line}: {day} is named already in line {other}."),
                    entry.line,
                    day=day,
                    other=seen[day],
                )
            seen.setdefault(day, entry.line)
            if not entry.off and day.weekday() < SATURDAY:
                yield problem(
                    N_("Line {line}: {day} is no Saturday or Sunday, so it cannot be a working weekend."),
                    entry.line,
                    day=day,
                )
    for day in sorted(off.keys() & worked.keys()):
        yield problem(
            N_("Line {line}: {day} is a day off already in line {other}."),
            worked[day],
            day=day,
            other=off[day],
        )
    if found.problems:
        return
    if not off:
        yield Problem("No holiday was found in this text.", "text")
    elif len(off) < LEAST_DAYS:
        yield Problem(
            "The text names {n} days off; a year has at least {least} by law. It is read whole.",
            "text",
            {"n": len(off), "least": LEAST_DAYS},
        )


def _belongs(day: date, year: int | None) -> bool:
    """In the year, or in the December before it, where the first holiday may begin."""
    return year is None or day.year == year or (day.year == year - 1 and day.month == DECEMBER)


def _by_title(entries: Iterable[Entry]) -> Iterator[Holiday]:
    """Each holiday with the weekends that are worked for it, in the order of the text."""
    made: dict[tuple[str, int], tuple[list[date], list[date], int]] = {}
    last = ("", 0)
    for entry in entries:
        key = (entry.title, 0 if entry.title else entry.line)
        if not entry.off and key not in made:
            key = last
        days, working, _line = made.setdefault(key, ([], [], entry.line))
        (days if entry.off else working).extend(entry.days)
        last = key
    for (title, _at), (days, working, line) in made.items():
        yield Holiday(title, tuple(days), tuple(working), line)
