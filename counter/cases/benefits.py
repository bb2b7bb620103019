"""Running benefits (动态管理): reviewed, reduced or ended only after the household was heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ChangeKind(StrEnum):
    REDUCE = "reduce"  # 调减
    END = "end"  # 终止


class ReviewReason(StrEnum):
    """Why a running benefit is looked at again."""

    PERIOD = "period"  # 定期复核
    VALIDITY = "validity"  # 有效期届满
    AGE = "age"  # 年龄到达
    DEATH = "death"  # 成员死亡


@dataclass(frozen=True, slots=True)
class Benefit:
    """What a household is given by one decision; `amount_fen` is whole fen per `amount_unit`.

    `review_due` is computed from the policy's renewal and the class of the household; `fading_until` is the
    last day of a gradual end (渐退期, 民发〔2022〕83号 一（三）).
    """

    id: int
    household_id: int
    policy: str
    title: str
    department: str
    township: str
    subject: str
    case: str
    referral: str
    decision: str
    holder: str
    amount_fen: int | None
    amount_unit: str
    starts: date
    ends: date | None
    review_class: str = ""
    reviewed_on: date | None = None
    review_due: date | None = None
    fading_until: date | None = None
    ended_on: date | None = None
    ended_because: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A planned reduction or end: told (D23), heard (D23b), then decided (D24). 社会救助法 art. 47, 48.

    `told_on` is the day on which the notice reached the household; `hear_until` until when it is heard.
    """

    id: int
    benefit_id: int
    kind: ChangeKind
    facts: str
    clause: str
    planned_fen: int | None
    planned_from: date
    proposed_on: date
    proposed_by: str
    told_on: date | None = None
    hear_until: date | None = None
    heard_on: date | None = None
    heard_whom: str = ""
    heard_by: tuple[str, ...] = ()
    opinion: str = ""
    adopted: str = ""
    decided_on: date | None = None
    decided_by: str = ""
    fading_until: date | None = None
    dropped_because: str = ""
