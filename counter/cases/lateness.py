"""Who is late, by how much and by whose fault: from the charged clock, never from the calendar alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter.cases.casefile import Due, Interval
from counter.cases.chasing import Level
from counter.cases.deadlines import (
    Ledger,
    Urgency,
    WhoseTime,
    days_between,
    ledger,
    urgency,
    working_days_between,
)
from counter.cases.duties import DutyKind
from counter.cases.promises import STANDARD_PROMISES, Promises
from counter.cases.workflow import ReferralState
from counter.catalogue.model import Calendar
from counter.catalogue.policy import Limits


class Fault(StrEnum):
    """Whose fault it is that something is late."""

    WINDOW = "window"  # 窗口
    DISPATCHER = "dispatcher"  # 调度
    DEPARTMENT = "department"  # 承办部门
    ASSISTING = "assisting"  # 协办部门
    APPLICANT = "applicant"  # 申请人
    OUTSIDE = "outside"  # 外部核查
    LAW = "law"  # 法定不计时间


class Light(StrEnum):
    """What lights up on a referral."""

    UNOPENED = "unopened"  # 一个工作日未查看
    UNSIGNED = "unsigned"  # 一个工作日未签收
    AMBER = "amber"  # 临期
    RED = "red"  # 逾期


FAULT_OF = {
    WhoseTime.APPLICANT: Fault.APPLICANT,
    WhoseTime.OUTSIDE: Fault.OUTSIDE,
    WhoseTime.DEPARTMENT: Fault.ASSISTING,
    WhoseTime.DISPATCHER: Fault.DISPATCHER,
    WhoseTime.LAW: Fault.LAW,
}


@dataclass(frozen=True, slots=True)
class Blame:
    """How many days something is late, and by whose fault; 0 days are nobody's.

    `used` are the days charged to the department, `stopped` those that it waited for others.
    """

    days: int
    fault: Fault
    used: int = 0
    stopped: int = 0


@dataclass(frozen=True, slots=True)
class LateRow:
    """One thing that is late; `days` are those past `due`, `charged` what its doer really took.

    `who` names the department, window or person whose fault it is; `stopped` are days that waited for
    others. An unverified limit is told, it is nobody's fault yet.
    """

    kind: DutyKind
    case: str
    referral: str
    title: str
    applicant: str
    department: str
    department_title: str
    township: str
    due: date
    days: int
    fault: Fault
    who: str
    days_at_fault: int
    charged: int = 0
    stopped: int = 0
    verified: bool = True
    provisional: bool = False
    chased: Level | None = None
    reference: str = ""


def lights(
    state: ReferralState,
    due: Due,
    today: date,
    calendar: Calendar,
    *,
    opened: bool,
    promises: Promises = STANDARD_PROMISES,
) -> tuple[Light, ...]:
    """What lights up: unopened and unsigned after one working day, amber before the last day, red after."""
    found = []
    if state is ReferralState.SENT and due.due_sign is not None and today > due.due_sign:
        found += [Light.UNSIGNED] if opened else [Light.UNOPENED, Light.UNSIGNED]
    if state in (ReferralState.DECIDED, ReferralState.WITHDRAWN):
        return ()
    shown = urgency(due, today, calendar, promises)
    if shown is not Urgency.CALM:
        found.append(Light.RED if shown is Urgency.OVERDUE else Light.AMBER)
    return tuple(found)


def late_by_department(account: Ledger) -> int:
    """The days by which the department itself exceeded the limit: no waiting for others is among them.

    In days of the limit's kind; 0 where the law gives no number.
    """
    return 0 if account.limit is None else max(0, account.used - account.limit)


def blame(
    limits: Limits,
    *,
    accepted_on: date,
    sent_on: date | None,
    due: date,
    until: date,
    intervals: tuple[Interval, ...],
    calendar: Calendar,
    delegated: bool = False,
) -> Blame:
    """By whose fault a referral is past its last day on `until`, and by how many of its days.

    In days of the limit's kind. The department's, as far as it took longer itself than the limit; else
    whoever let the most days go by: one that was waited for, or the window that sent it late.
    """
    past = days_between(due, until, limits.day_kind, calendar)
    if past <= 0:
        return Blame(0, Fault.DEPARTMENT)
    if sent_on is None:
        return Blame(past, Fault.WINDOW)
    account = ledger(
        limits, sent_on=sent_on, until=until, intervals=intervals, calendar=calendar, delegated=delegated
    )
    if own := late_by_department(account):
        return Blame(own, Fault.DEPARTMENT, account.used, account.stopped)
    taken = _taken(account.by)
    taken[Fault.WINDOW] = working_days_between(accepted_on, sent_on, calendar)
    most = max(taken, key=lambda fault: taken[fault])
    fault = most if taken[most] > 0 else Fault.DEPARTMENT
    return Blame(past, fault, account.used, account.stopped)


def _taken(by: Mapping[str, int]) -> dict[Fault, int]:
    found: dict[Fault, int] = {}
    for whose, days in by.items():
        fault = FAULT_OF.get(WhoseTime(whose), Fault.OUTSIDE)
        found[fault] = found.get(fault, 0) + days
    return found
