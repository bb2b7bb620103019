"""Running benefits (动态管理): reviewed, reduced or ended only after the household was heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from counter.cases.workflow import Outcome
from counter.catalogue.benefit import Gives
from counter.catalogue.policy import Policy


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

    `amount_fen` is what is given today, `ends` the last day of what was granted. `ended_on` is the first day
    on which it is given no more; it may lie ahead. `review_due` is computed from the policy's renewal and the
    class of the household; `fading_until` is the last day of a gradual end (渐退期).
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
    person_id: int | None = None
    decided_on: date | None = None

    def runs_on(self, day: date) -> bool:
        """Whether it is still given, or will be, on a day."""
        return (self.ended_on is None or day < self.ended_on) and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class Change:
    """A planned reduction or end: told (D23), heard (D23b), then decided (D24). 社会救助法 art. 47, 48.

    `told_on` is the day on which the notice reached the household; `hear_until` until when it is heard.
    `effective_from` is the first day of what was decided, never before the decision.
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
    effective_from: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for its decision."""
        return self.decided_on is None and not self.dropped_because


@dataclass(frozen=True, slots=True)
class Death:
    """A member who died; `due` is the last day to put right what the household is given.

    `open` are the benefits of the household that have not been looked at since. A report that was wrong is
    `withdrawn`. Legal source: 民发〔2022〕83号 一（三）, three months.
    """

    person_id: int
    name: str
    household_id: int
    township: str
    died_on: date
    reported_on: date
    due: date
    source: str = ""
    settled_on: date | None = None
    open: tuple[Benefit, ...] = ()
    withdrawn_on: date | None = None
    withdrawn_because: str = ""


# --- rules -----------------------------------------------------------------------------------------

_ONCE = "次"
"""In the period of every benefit that is given once: 次, 一次, 冬季一次, 次（年度限额内）."""


def runs(policy: Policy) -> bool:
    """Whether a grant of this policy goes on, so that it is reviewed and ended; else it ends at once."""
    benefit = policy.benefit
    if benefit.period:
        return _ONCE not in benefit.period
    return benefit.gives is Gives.STATUS or policy.renewal.months is not None or bool(policy.grants)


class Given(Protocol):
    """How much is given, and until when."""

    @property
    def amount_fen(self) -> int | None: ...
    @property
    def amount_unit(self) -> str: ...
    @property
    def ends(self) -> date | None: ...


class Granted(Given, Protocol):
    """What a decision gives, as a row or as a value."""

    @property
    def outcome(self) -> Outcome: ...
    @property
    def starts(self) -> date | None: ...
    @property
    def decided_on(self) -> date: ...


def gives_less(before: Given, after: Given) -> bool:
    """Whether what is given afterwards is less, or ends sooner.

    What cannot be compared, an amount in another unit or none at all, may be less.
    """
    if before.amount_fen is not None:
        if after.amount_fen is None or after.amount_unit != before.amount_unit:
            return True
        if after.amount_fen < before.amount_fen:
            return True
    return after.ends is not None and (before.ends is None or after.ends < before.ends)


def takes_away(before: Granted, after: Granted) -> bool:
    """Whether a new decision would leave the household with less than the one that it corrects."""
    if before.outcome is Outcome.REFUSE:
        return False
    if after.outcome is Outcome.REFUSE or gives_less(before, after):
        return True
    # What names no day, such as a status, began with its decision.
    return after.starts is not None and after.starts > (before.starts or before.decided_on)
