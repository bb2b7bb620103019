"""Where a case and its referrals stand, in the words that people at the counter use (咨询 … 动态管理).

A phase names the last thing that happened. It is read from the case, never stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter.cases.casefile import CaseFile, Decision, ReferralFile
from counter.cases.owed import ABSENT, letters_about, reached
from counter.cases.steps import StepKind
from counter.cases.workflow import CaseState, Outcome, ReferralState


class Phase(StrEnum):
    """In the order in which a case goes through them, and the ends that come before the last."""

    CONSULTED = "consulted"  # 咨询
    REGISTERED = "registered"  # 登记: nothing is missing any more, not accepted yet
    AWAITING_PAPERS = "awaiting-papers"  # 待补正
    ACCEPTED = "accepted"  # 受理: the receipt is still to be given
    DISPATCHING = "dispatching"  # 分办: drafts, or come back from a department
    SENT = "sent"  # 转办
    SIGNED = "signed"  # 签收
    HANDLING = "handling"  # 承办, with its step
    FED_BACK = "fed-back"  # 反馈: the result is there
    TOLD = "told"  # 告知: the letter is written
    DELIVERED = "delivered"  # 送达
    ARCHIVED = "archived"  # 归档
    RUNNING = "running"  # 动态管理: archived, and what was granted goes on
    DECLINED = "declined"  # 不予受理
    WITHDRAWN = "withdrawn"  # 撤回
    MERGED = "merged"  # 并案


@dataclass(frozen=True, slots=True)
class Stage:
    """A phase; while handled, the `step` that was begun last, and whether the clock has `stopped`."""

    phase: Phase
    step: StepKind | None = None
    stopped: bool = False


_ORDER = tuple(Phase)
_BY_CASE = {
    CaseState.CONSULTED: Phase.CONSULTED,
    CaseState.DECLINED: Phase.DECLINED,
    CaseState.WITHDRAWN: Phase.WITHDRAWN,
    CaseState.MERGED: Phase.MERGED,
}
_BY_REFERRAL = {
    ReferralState.DRAFT: Phase.DISPATCHING,
    ReferralState.RETURNED: Phase.DISPATCHING,
    ReferralState.SENT: Phase.SENT,
    ReferralState.WITHDRAWN: Phase.WITHDRAWN,
}
_SUMMARY = "D29"
_RECEIPT = "D07"


def stage_of(file: CaseFile, today: date) -> Stage:
    """Where the case stands: at the referral that has come least far."""
    if file.state in _BY_CASE:
        return Stage(_BY_CASE[file.state])
    if file.state is CaseState.AWAITING_PAPERS:
        missing = any(paper.state in ABSENT for paper in file.papers)
        return Stage(Phase.AWAITING_PAPERS if missing else Phase.REGISTERED)
    if file.state is CaseState.ARCHIVED:
        running = any(is_running(one.decision, today) for one in file.referrals)
        return Stage(Phase.RUNNING if running else Phase.ARCHIVED)
    if file.state is CaseState.CLOSED:
        return Stage(Phase.DELIVERED if file.referrals else Phase.CONSULTED)
    stages = [
        referral_stage(one, file, today) for one in file.referrals if one.state is not ReferralState.WITHDRAWN
    ]
    if not stages:
        return Stage(Phase.ACCEPTED)
    slowest = min(stages, key=lambda stage: _ORDER.index(stage.phase))
    if slowest.phase is Phase.DISPATCHING and not _has(file, _RECEIPT):
        return Stage(Phase.ACCEPTED)
    return slowest


def referral_stage(one: ReferralFile, file: CaseFile, today: date) -> Stage:
    """Where one referral stands."""
    if one.state in _BY_REFERRAL:
        return Stage(_BY_REFERRAL[one.state])
    if one.state is ReferralState.DECIDED:
        return Stage(_after_the_decision(one, file, today))
    begun = [step for step in one.steps if step.started_on is not None or step.done_on is not None]
    stopped = one.state is ReferralState.WAITING
    if not begun and not stopped:
        return Stage(Phase.SIGNED)
    return Stage(Phase.HANDLING, begun[-1].kind if begun else None, stopped)


def _after_the_decision(one: ReferralFile, file: CaseFile, today: date) -> Phase:
    letters = letters_about(file, one)
    if any(reached(file, letter, today) for letter in letters):
        return Phase.DELIVERED
    by_the_department = one.decision is not None and one.decision.on_paper and _has(file, _SUMMARY)
    return Phase.TOLD if letters or by_the_department else Phase.FED_BACK


def is_running(decision: Decision | None, today: date) -> bool:
    """Whether something was granted that has a beginning and has not ended by its own terms."""
    return (
        decision is not None
        and decision.outcome is not Outcome.REFUSE
        and decision.starts is not None
        and (decision.ends is None or decision.ends >= today)
    )


def _has(file: CaseFile, kind: str) -> bool:
    return any(notice.kind == kind and not notice.voided for notice in file.notices)
