"""What a department does between signing for a referral and deciding it: survey, check, opinion, notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class StepKind(StrEnum):
    SURVEY = "survey"  # 入户调查
    CHECK = "check"  # 信息核对
    OPINION = "opinion"  # 初审
    DELIBERATION = "deliberation"  # 民主评议
    NOTICE = "notice"  # 公示
    CONFIRM = "confirm"  # 审核确认


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a referral; `due` is the last day to begin or to end it, as the policy's limits say.

    `by` are the officers who did it (a survey needs two, 最低生活保障审核确认办法 art. 16). `turn` counts
    how often the step was done: an objection makes survey and notice begin again.
    """

    kind: StepKind
    due: date | None
    started_on: date | None = None
    done_on: date | None = None
    by: tuple[str, ...] = ()
    present: str = ""
    result: str = ""
    turn: int = 1
    provisional: bool = False
