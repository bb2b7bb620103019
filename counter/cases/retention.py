"""保管期限: how long the file of a household is kept, counted from the day it left, never from a guess."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from counter.cases.benefits import Benefit
from counter.cases.workflow import CaseState
from counter.catalogue.model import Setting

APPROVAL_YEARS, ROUTINE_YEARS = "archive.approval_years", "archive.routine_years"
"""The district's settings; a locality may ask for more than the rule, never for less."""
ENDED = frozenset({CaseState.CLOSED, CaseState.DECLINED, CaseState.WITHDRAWN, CaseState.ARCHIVED})
ROUTINE = frozenset({"D23", "D23b", "D24"})
"""The papers of daily management (日常管理类): what was changed, reduced and ended; all others are 审批类."""
MOST = 100


class FileClass(StrEnum):
    """What a file holds; one that holds both is kept by the longer term."""

    APPROVAL = "审批类"
    ROUTINE = "日常管理类"


@dataclass(frozen=True, slots=True)
class Terms:
    """The least years of each class: 审批类 after the household left, 日常管理类 after the paper was made."""

    approval: int = 3
    routine: int = 5


LEAST = Terms()


@dataclass(frozen=True, slots=True)
class Ended:
    """One case of a household: the day on which it came to its end, None while it has not."""

    closed_on: date | None
    last_routine: date | None = None


@dataclass(frozen=True, slots=True)
class Retention:
    """`left_on` is None while the household is given something or asks for it; then nothing runs yet.

    `until` is the last day of keeping. What is over is proposed to the keeper; the program removes nothing.
    """

    classes: tuple[FileClass, ...]
    left_on: date | None
    until: date | None
    terms: Terms

    def is_over(self, today: date) -> bool:
        return self.until is not None and self.until < today


def terms_of(district: Mapping[str, Setting]) -> Terms:
    """The terms as the district has said them, never shorter than the rule."""
    said = {key: years_of(one.value) for key, one in district.items() if key.startswith("archive.")}
    return Terms(
        max(said.get(APPROVAL_YEARS) or 0, LEAST.approval), max(said.get(ROUTINE_YEARS) or 0, LEAST.routine)
    )


def years_of(text: str) -> int | None:
    """A whole number of years as typed; None for anything else."""
    text = text.strip()
    return int(text) if text.isdecimal() and int(text) <= MOST else None


def retention(
    cases: Iterable[Ended], benefits: Iterable[Benefit], today: date, terms: Terms = LEAST
) -> Retention:
    """How long the file of these cases of a household is kept; `benefits` is all that it was ever given."""
    ended, given = list(cases), list(benefits)
    routine = max((one.last_routine for one in ended if one.last_routine is not None), default=None)
    classes = (FileClass.APPROVAL, FileClass.ROUTINE) if routine else (FileClass.APPROVAL,)
    closed = [one.closed_on for one in ended if one.closed_on is not None]
    if len(closed) < len(ended) or not closed or any(one.runs_on(today) for one in given):
        return Retention(classes, None, None, terms)
    left = max([*closed, *(day for one in given if (day := _last_day(one)) is not None)])
    until = years_after(left, terms.approval)
    if routine is not None:
        until = max(until, years_after(routine, terms.routine))
    return Retention(classes, left, until, terms)


def archive_year(accepted_on: date, closed_on: date | None) -> int:
    """The year a file belongs to: that of its end; of an open one, that of its beginning."""
    return (closed_on or accepted_on).year


def years_after(day: date, years: int) -> date:
    """So many years later; the 29th of February becomes the 1st of March, which is never too early."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _last_day(benefit: Benefit) -> date | None:
    """The last day on which it was given."""
    days = [day for day in (_before(benefit.ended_on), benefit.ends) if day is not None]
    return min(days, default=None)


def _before(day: date | None) -> date | None:
    return day - timedelta(days=1) if day is not None else None
