"""The two clocks of a referral: the statutory one that is promised, and the charged one that is measured.

Dates are computed from stored intervals each time, never counted down. The day of an event is not counted:
what stops on a day and goes on at another stands still from the day after the first to the other one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from counter.cases.casefile import Due, Interval
from counter.cases.promises import STANDARD_PROMISES, Promises
from counter.cases.workflow import Outcome
from counter.catalogue.model import Calendar
from counter.catalogue.policy import DayKind, Limits
from counter.errors import Problem
from counter.text import N_

EXTENSION = "extension"
PUBLICITY = "publicity"
VERIFICATION = "verification"
RETURNED = "returned"
"""From the day on which a department gave a referral back until the dispatcher has found another one."""

_DAY = timedelta(days=1)


class WhoseTime(StrEnum):
    """Whose time a waiting is; none of it is charged to the department that waits."""

    APPLICANT = "applicant"
    OUTSIDE = "outside"
    DEPARTMENT = "department"
    DISPATCHER = "dispatcher"
    LAW = "law"


class Urgency(StrEnum):
    """How a due day looks today; an unverified limit reminds but is never `overdue`."""

    CALM = "calm"
    SOON = "soon"
    OVERDUE = "overdue"


# --- days ----------------------------------------------------------------------------------------


def add_days(
    start: date,
    days: int,
    kind: DayKind,
    calendar: Calendar,
    *,
    moves_over_holidays: bool = True,
    stopped: Callable[[date], bool] | None = None,
) -> tuple[date, bool]:
    """The last of so many days after `start`, and whether it is provisional.

    `start` itself is not counted; days that `stopped` names are not counted either. A period of calendar
    days that ends on a day off moves to the next working day, unless no holiday lengthens it. Provisional:
    the answer rests on a day of a year whose calendar is not known.
    """
    if days == 0:
        return start, False
    day, counted = start, 0
    provisional = False
    while counted < days:
        day += _DAY
        if kind is DayKind.WORKING:
            provisional |= not calendar.knows(day)
            if not calendar.is_working_day(day):
                continue
        if stopped is None or not stopped(day):
            counted += 1
    if kind is DayKind.CALENDAR and moves_over_holidays:
        provisional |= not calendar.knows(day)
        while not calendar.is_working_day(day):
            day += _DAY
            provisional |= not calendar.knows(day)
    return day, provisional


def days_between(
    start: date,
    end: date,
    kind: DayKind,
    calendar: Calendar,
    *,
    only: Callable[[date], bool] | None = None,
) -> int:
    """Days after `start` up to and with `end`, or `only` those; negative when `end` is the earlier one."""
    if end < start:
        return -days_between(end, start, kind, calendar, only=only)
    if kind is DayKind.CALENDAR and only is None:
        return (end - start).days
    return sum(
        (kind is DayKind.CALENDAR or calendar.is_working_day(day)) and (only is None or only(day))
        for day in _days_after(start, end)
    )


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """Working days after `start` up to and with `end`; negative when `end` is the earlier one."""
    return days_between(start, end, DayKind.WORKING, calendar)


def _days_after(start: date, end: date) -> Iterable[date]:
    for step in range(1, (end - start).days + 1):
        yield start + step * _DAY


def standing_still(intervals: Iterable[Interval], today: date | None) -> Callable[[date], bool]:
    """Whether a day lies in one of the intervals; one that lasts is taken up to `today`."""
    spans = [
        (interval.started, interval.ended or today or interval.started)
        for interval in intervals
        if interval.kind != EXTENSION
    ]
    return lambda day: any(started < day <= ended for started, ended in spans)


# --- the statutory clock -------------------------------------------------------------------------


def stops_statutory(interval: Interval, limits: Limits) -> bool:
    """True when the law lets this waiting lengthen the limit: its ground is one that the policy lists."""
    if interval.kind == EXTENSION:
        return False
    if interval.kind == PUBLICITY and limits.exclude_publicity:
        return True
    if interval.kind == VERIFICATION and limits.exclude_verification:
        return True
    return interval.ground != "" and interval.ground in limits.suspension_grounds


NO_GROUND = N_(
    "This policy lists no ground that stops the limit of the law: it goes on, only the charged days stand "
    "still. A ground that the law knows can be added, with its source, to the policy's file."
)


def not_a_ground(grounds: Collection[str], ground: str, evidence: str) -> Iterator[Problem]:
    """Why the limit does not stop on this ground; without a ground it goes on, and only the charge stops."""
    if not ground:
        return
    if not grounds:
        yield Problem(NO_GROUND, "ground")
    elif ground not in grounds:
        yield Problem(
            "{ground} is no ground to stop the limit. The list knows: {grounds}.",
            "ground",
            {"ground": ground, "grounds": list(grounds)},
        )
    if not evidence.strip():
        yield Problem("The limit stops only with evidence. Name the paper that shows the ground.", "evidence")


def extension_of(limits: Limits, intervals: Iterable[Interval]) -> Interval | None:
    """The extension that lengthens the limit: on a ground that the policy lists, and capped by it."""
    if limits.extended_total is None:
        return None
    return next(
        (one for one in intervals if one.kind == EXTENSION and one.ground in limits.extension_grounds), None
    )


def may_extend(limits: Limits, intervals: Iterable[Interval], ground: str) -> bool:
    """An extension is had once, up to the policy's cap, on a ground that the policy lists."""
    return (
        limits.extended_total is not None
        and ground in limits.extension_grounds
        and not any(interval.kind == EXTENSION for interval in intervals)
    )


def total_days(limits: Limits, intervals: Iterable[Interval], *, delegated: bool) -> int | None:
    """The days of the whole procedure: shorter where the township decides, the cap once it was extended."""
    if extension_of(limits, intervals) is not None:
        return limits.extended_total
    if delegated and limits.delegated_total is not None:
        return limits.delegated_total
    return limits.total


def due_of(
    limits: Limits,
    *,
    accepted_on: date,
    calendar: Calendar,
    sent_on: date | None = None,
    decided_on: date | None = None,
    outcome: Outcome | None = None,
    intervals: tuple[Interval, ...] = (),
    delegated: bool = False,
    today: date | None = None,
    promises: Promises = STANDARD_PROMISES,
) -> Due:
    """The last days of a referral. `delegated`: the decision is the township's.

    A waiting that lasts is counted up to `today`. Without a limit in the list there is no `due`. Before the
    result, `due_feedback` is what is planned: after the last day of the limit.
    """
    total = total_days(limits, intervals, delegated=delegated)
    due, provisional = None, False
    if total is not None:
        due, provisional = add_days(
            accepted_on,
            total,
            limits.day_kind,
            calendar,
            moves_over_holidays=limits.moves_over_holidays,
            stopped=standing_still((i for i in intervals if stops_statutory(i, limits)), today),
        )
    result_on = decided_on or due
    feedback, feedback_provisional = (
        add_days(result_on, promises.feedback, DayKind.WORKING, calendar) if result_on else (None, False)
    )
    notice = limits.refusal_notice if outcome in (Outcome.REFUSE, Outcome.PARTLY) else promises.notice
    return Due(
        due=due,
        due_sign=_due_sign(limits, sent_on, due, calendar, promises),
        due_feedback=feedback,
        due_notice=_working(decided_on, notice, calendar),
        provisional=provisional,
        feedback_provisional=feedback_provisional or (provisional and decided_on is None),
        verified=limits.verified,
    )


def _due_sign(
    limits: Limits, sent_on: date | None, due: date | None, calendar: Calendar, promises: Promises
) -> date | None:
    """Until when a department signs; where no holiday lengthens the limit, none lengthens the signing.

    小额快救 sent before a holiday would else be signed for on its last day, or after it. Nobody has longer to
    sign than to decide, unless it was sent when all was late already.
    """
    if sent_on is None:
        return None
    if limits.moves_over_holidays:
        signed = _working(sent_on, promises.sign, calendar)
    else:
        signed, _provisional = add_days(
            sent_on, promises.sign, limits.day_kind, calendar, moves_over_holidays=False
        )
    return min(signed, due) if signed and due and sent_on <= due else signed


def _working(start: date | None, days: int, calendar: Calendar) -> date | None:
    return add_days(start, days, DayKind.WORKING, calendar)[0] if start else None


def papers_due(asked_on: date, calendar: Calendar, promises: Promises = STANDARD_PROMISES) -> date:
    """Until when missing papers are awaited where no day is agreed; no clock runs before acceptance."""
    return add_days(asked_on, promises.papers, DayKind.WORKING, calendar)[0]


def still_promised(told: date, before: date, after: date) -> date:
    """A day that was told to somebody, where a calendar that came late counts `after` instead of `before`.

    It may come later, never earlier: what stands on paper is kept. A day that was named, not counted, stays.
    """
    return max(told, after) if told == before else told


def urgency(
    due: Due,
    today: date,
    calendar: Calendar,
    promises: Promises = STANDARD_PROMISES,
) -> Urgency:
    """Amber from two working days before the last day on, red once it has passed."""
    if due.due is None:
        return Urgency.CALM
    if today > due.due and due.verified:
        return Urgency.OVERDUE
    return Urgency.SOON if working_days_between(today, due.due, calendar) <= promises.amber else Urgency.CALM


# --- the charged clock ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stop:
    """One waiting on the ledger; `days` are those that no earlier waiting has taken already."""

    interval: Interval
    days: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of a referral's time (停表账): `elapsed` = `stopped` + `used`, in days of the limit's kind.

    `limit` is what the law gives, None where it gives no number; `by` says whose time the stops were.
    """

    limit: int | None
    kind: DayKind
    elapsed: int
    stopped: int
    used: int
    stops: tuple[Stop, ...]
    by: Mapping[str, int]


def charged_days(
    sent_on: date,
    until: date,
    intervals: Iterable[Interval],
    calendar: Calendar,
    kind: DayKind = DayKind.WORKING,
) -> int:
    """How long the department really took: every kind of waiting is left out."""
    return _account(sent_on, until, tuple(intervals), calendar, kind)[1]


def ledger(
    limits: Limits,
    *,
    sent_on: date,
    until: date,
    intervals: tuple[Interval, ...],
    calendar: Calendar,
    delegated: bool = False,
) -> Ledger:
    """The account from sending to `until`, the day of the result or today."""
    stops, used = _account(sent_on, until, intervals, calendar, limits.day_kind)
    by: dict[str, int] = {}
    for stop in stops:
        by[stop.interval.waits_for] = by.get(stop.interval.waits_for, 0) + stop.days
    stopped = sum(stop.days for stop in stops)
    return Ledger(
        limit=total_days(limits, intervals, delegated=delegated),
        kind=limits.day_kind,
        elapsed=used + stopped,
        stopped=stopped,
        used=used,
        stops=stops,
        by=by,
    )


def _account(
    sent_on: date, until: date, intervals: tuple[Interval, ...], calendar: Calendar, kind: DayKind
) -> tuple[tuple[Stop, ...], int]:
    """Each counted day after sending goes to the first waiting that covers it, else to the department."""
    waits = sorted((i for i in intervals if i.kind != EXTENSION), key=lambda i: i.started)
    days = [0] * len(waits)
    used = 0
    for day in _days_after(sent_on, until):
        if kind is DayKind.WORKING and not calendar.is_working_day(day):
            continue
        for at, wait in enumerate(waits):
            if wait.started < day <= (wait.ended or until):
                days[at] += 1
                break
        else:
            used += 1
    return tuple(Stop(wait, taken) for wait, taken in zip(waits, days, strict=True)), used
