"""Chasing (催办, 督办): in which order, and what was said to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from counter.cases.workflow import ReferralState
from counter.errors import Problem
from counter.text import chinese_date

REPLY_DAYS = 2
"""Working days to answer an escalation, where the district says nothing else."""


class Level(StrEnum):
    REMIND = "remind"  # 催办, to the liaison
    ESCALATE = "escalate"  # 督办, with a slip (D12) to the liaison
    LEADER = "leader"  # 督办, to the leader in charge (分管领导)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One chase of a referral; `days_late` is what was charged to the department on that day."""

    id: int
    referral: str
    level: Level
    to: str
    text: str
    days_late: int
    sent_at: datetime
    sent_by: str
    reply_due: date | None = None
    reply: str = ""
    replied_at: datetime | None = None
    replied_by: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a referral stands on the day it is chased; days are working days.

    `days_late` is what the department is late by its own fault, at the result or at signing; `unsigned`
    says that it has not been signed for within the promise. `waits` says whose time its stops were.
    """

    state: ReferralState
    case: str
    title: str
    department: str
    due: date | None
    due_sign: date | None
    days_late: int = 0
    days_left: int | None = None
    unsigned: bool = False
    used: int = 0
    verified: bool = False
    waits: tuple[str, ...] = ()


_WAITS = {
    "applicant": "申请人补件",
    "outside": "外部核查",
    "department": "其他部门答复",
    "law": "公示等法定事项",
}
_CHASED = frozenset({ReferralState.SENT, ReferralState.SIGNED})
_BEFORE = {Level.ESCALATE: Level.REMIND, Level.LEADER: Level.ESCALATE}


def not_chased(level: Level, standing: Standing, sent: Sequence[Reminder]) -> Iterator[Problem]:
    """Why a department is not chased so: nobody's fault, or a step of 催办 → 督办 → 分管领导 left out.

    `sent` are the chases of this referral since the department has it. Nobody is escalated over a limit
    that is not verified, nor for a time that it waited for others.
    """
    if standing.state not in _CHASED:
        yield Problem(
            "The department is not chased now; the referral is: {state}.", "number", {"state": standing.state}
        )
        return
    if level is Level.REMIND:
        return
    if standing.days_late <= 0:
        yield Problem(
            "The department is not late by its own fault, so it is not escalated; it can be reminded.",
            "level",
        )
    before = _BEFORE[level]
    if not any(one.level is before for one in sent):
        yield Problem("Before this comes: {level}. Send that first.", "level", {"level": before})


def proposed_text(level: Level, standing: Standing, *, reply_due: date | None) -> str:
    """What the chase may say, in Chinese, from facts alone; whoever sends it may change it."""
    parts = [f"办件{standing.case}转交贵单位办理的“{standing.title}”事项，{_how_it_stands(standing)}。"]
    if standing.waits:
        waited = "、".join(_WAITS.get(whose, whose) for whose in standing.waits)
        parts.append(f"等候{waited}的时间未计入贵单位办理用时。")
    asked = "签收并办理" if standing.state is ReferralState.SENT else "办结并反馈结果"
    if level is Level.REMIND:
        parts.append(f"请及时{asked}。")
    else:
        until = f"于{chinese_date(reply_due)}前" if reply_due else ""
        parts.append(f"现予督办，请尽快{asked}，并{until}书面说明原因和办结时间。")
    if level is Level.LEADER:
        parts.append("此前已催办、督办，仍未办结，特报请分管领导督促。")
    return "".join(parts)


def _how_it_stands(standing: Standing) -> str:
    if standing.unsigned and standing.due_sign:
        late = f"，已逾期{standing.days_late}个工作日" if standing.days_late else ""
        return f"应于{chinese_date(standing.due_sign)}前签收，至今未签收{late}"
    if standing.due is None:
        return f"已用{standing.used}天，尚未办结"
    told = f"应于{chinese_date(standing.due)}前办结"
    if standing.days_late:
        return f"{told}，至今未办结，扣除等候时间后已逾期{standing.days_late}天"
    if standing.days_left is not None and standing.days_left >= 0:
        return f"{told}，还剩{standing.days_left}个工作日"
    return f"{told}，期限已过，尚未办结"
