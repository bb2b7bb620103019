"""The account of a clock (时限账): due ten, stopped three, used six, and whose time each day was.

Every counted day from the beginning to the end, or to today, is somebody's: they add up, whatever happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from counter.cases.casefile import Interval, Notice, ReferralFile
from counter.cases.deadlines import (
    EXTENSION,
    Ledger,
    WhoseTime,
    days_between,
    due_of,
    extension_of,
    ledger,
    standing_still,
    stops_statutory,
)
from counter.cases.lateness import FAULT_OF, Fault
from counter.cases.promises import Promises
from counter.catalogue.model import Calendar
from counter.catalogue.policy import DayKind, Limits
from counter.errors import Problem
from counter.text import local_day

TOLD_OF_EXTENSION = "D22"
LETTERS = frozenset({"D19", "D20"})


class ClockName(StrEnum):
    """Which clock: of the whole referral, of one of its steps, or of the case around it."""

    PAPERS = "papers"  # 补正
    DISPATCH = "dispatch"  # 转办
    LIMIT = "limit"  # 办理期限
    SIGN = "sign"  # 签收
    SURVEY = "survey"  # 入户调查
    CHECK = "check"  # 信息核对
    OPINION = "opinion"  # 初审
    DELIBERATION = "deliberation"  # 民主评议
    NOTICE = "notice"  # 公示
    CONFIRM = "confirm"  # 审核确认
    TELLING = "telling"  # 告知
    ARCHIVE = "archive"  # 归档


@dataclass(frozen=True, slots=True)
class Stop:
    """One waiting: `days` are those that no earlier one has taken; `left_out`: the limit grows by them."""

    interval: Interval
    days: int
    left_out: bool


@dataclass(frozen=True, slots=True)
class ClockLedger:
    """The account of one clock, in days of `kind`.

    `elapsed` days went by from `started` to `until`; `used` were its doer's, `stopped` were waited for
    others, `window` went by before it was sent; they add up. `left_out` are those of the stopped days that
    the law does not count, so that `counted` of the `limit` are gone. `by` says whose every day was. With
    `statutory` the law sets the limit, else it is promised.
    """

    name: ClockName
    of: str
    title: str
    started: date
    until: date
    running: bool
    limit: int | None
    kind: DayKind
    due: date | None
    doer: Fault
    window: int = 0
    used: int = 0
    stopped: int = 0
    left_out: int = 0
    late: int = 0
    by: Mapping[Fault, int] = field(default_factory=dict)
    stops: tuple[Stop, ...] = ()
    provisional: bool = False
    verified: bool = True
    statutory: bool = True
    problems: tuple[Problem, ...] = ()

    @property
    def elapsed(self) -> int:
        return self.window + self.used + self.stopped

    @property
    def counted(self) -> int:
        return self.elapsed - self.left_out

    @property
    def left(self) -> int | None:
        """Days of the limit that are left; below zero once it has passed."""
        return None if self.limit is None else self.limit - self.counted


@dataclass(frozen=True, slots=True)
class Known:
    """What every account is reckoned with: the days that are known, what is promised, and the day."""

    calendar: Calendar
    promises: Promises
    today: date


# --- reckoning -------------------------------------------------------------------------------------


def whole(
    limits: Limits,
    *,
    accepted_on: date,
    sent_on: date | None,
    until: date,
    intervals: tuple[Interval, ...],
    calendar: Calendar,
    delegated: bool = False,
) -> ClockLedger:
    """The account of the whole procedure, from acceptance to `until`; what is not sent is the window's."""
    kind = limits.day_kind
    turned = min(max(sent_on or until, accepted_on), until)
    account = ledger(
        limits, sent_on=turned, until=until, intervals=intervals, calendar=calendar, delegated=delegated
    )
    window = days_between(accepted_on, turned, kind, calendar)
    by = {Fault.WINDOW: window, **shares(account, Fault.DEPARTMENT)}
    statutory = [one for one in intervals if stops_statutory(one, limits)]
    still = standing_still(statutory, until)
    return ClockLedger(
        name=ClockName.LIMIT,
        of="",
        title="",
        started=accepted_on,
        until=until,
        running=True,
        limit=account.limit,
        kind=kind,
        due=None,
        doer=Fault.DEPARTMENT,
        window=window,
        used=account.used,
        stopped=account.stopped,
        left_out=days_between(accepted_on, until, kind, calendar, only=still),
        by={fault: days for fault, days in by.items() if days},
        stops=tuple(
            Stop(stop.interval, stop.days, stops_statutory(stop.interval, limits)) for stop in account.stops
        ),
        verified=limits.verified,
        statutory=limits.verified,
    )


def shares(account: Ledger, doer: Fault) -> dict[Fault, int]:
    """Whose the days were: those of whoever had to act, and those of everybody who was waited for."""
    found = {doer: account.used}
    for whose, days in account.by.items():
        fault = FAULT_OF.get(WhoseTime(whose), Fault.OUTSIDE)
        found[fault] = found.get(fault, 0) + days
    return found


def untold_extension(
    one: ReferralFile,
    limits: Limits,
    notices: Sequence[Notice],
    known: Known,
    *,
    accepted_on: date,
    delegated: bool = False,
) -> Iterator[Problem]:
    """An extension holds against the applicant who was told of it before the limit passed, and no other."""
    extension = extension_of(limits, one.intervals)
    if extension is None:
        return
    before = tuple(interval for interval in one.intervals if interval.kind != EXTENSION)
    old = due_of(
        limits,
        accepted_on=accepted_on,
        calendar=known.calendar,
        intervals=before,
        delegated=delegated,
        today=known.today,
    ).due
    if old is None:
        return
    printed = [
        local_day(notice.issued_at)
        for notice in notices
        if notice.kind == TOLD_OF_EXTENSION and notice.referral == one.number and not notice.voided
    ]
    if any(day <= old for day in printed):
        return
    if not printed and known.today <= old:
        yield Problem(
            "The notice of the extension is not printed yet. Print it by {day}, before the limit passes.",
            "D22",
            {"day": old},
        )
    else:
        yield Problem(
            "The notice of the extension was not printed before the limit passed on {day}.",
            "D22",
            {"day": old},
        )


def past(due: date | None, until: date, kind: DayKind, calendar: Calendar) -> int:
    """Days past the last one; 0 until then."""
    return max(0, days_between(due, until, kind, calendar)) if due is not None else 0


def charged(accounts: Iterable[ClockLedger]) -> Mapping[Fault, int]:
    """Whose the days of several clocks were, together."""
    found: dict[Fault, int] = {}
    for account in accounts:
        for fault, days in account.by.items():
            found[fault] = found.get(fault, 0) + days
    return found
