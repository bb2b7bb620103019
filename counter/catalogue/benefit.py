"""What a benefit amounts to: the formulas of the list, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from counter.catalogue.rules import Need, StandardRef

Operand: TypeAlias = "Fraction | StandardRef | FactRef | Amount"


@dataclass(frozen=True, slots=True)
class FactRef:
    name: str


@dataclass(frozen=True, slots=True)
class Case:
    """One step of a tier: the first whose `when` is met gives the amount."""

    when: Need
    amount: Operand


@dataclass(frozen=True, slots=True)
class Tier:
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """`(base - minus …) * times`, never under zero."""

    base: Operand
    minus: tuple[Operand, ...]
    times: Operand | None = None


@dataclass(frozen=True, slots=True)
class Percentage:
    """`(of - deductible) * ratio`, at most `cap`."""

    of: Operand
    deductible: Operand
    ratio: Operand
    cap: Operand | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    upto: Fraction | None
    ratio: Operand


@dataclass(frozen=True, slots=True)
class Segments:
    """Ratios by slice of the total `of` above `deductible`; each ratio raised by `ratio_add`."""

    of: Operand
    deductible: Operand
    segments: tuple[Segment, ...]
    ratio_add: Operand | None = None
    cap: Operand | None = None


@dataclass(frozen=True, slots=True)
class Product:
    factors: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class Total:
    parts: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class Least:
    of: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class AtMost:
    """A ceiling, not an entitlement: what is granted is decided by a person, up to this."""

    ceiling: Operand
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Goods:
    """So many of something that is not money."""

    amount: Operand
    unit: str


@dataclass(frozen=True, slots=True)
class NotComputable:
    """What is missing for an amount, in Chinese."""

    why: str


Amount: TypeAlias = (
    Tier | Gap | Percentage | Segments | Product | Total | Least | AtMost | Goods | NotComputable
)


class Gives(StrEnum):
    """What a household gets: `money` is paid to it; a `relief` is paid to somebody else, or not charged."""

    MONEY = "money"
    RELIEF = "relief"
    GOODS = "goods"
    SERVICE = "service"
    STATUS = "status"


_RUNNING = ("月", "年", "学年")


@dataclass(frozen=True, slots=True)
class Benefit:
    """What is given; `period` is how often (月, 年, 一次 …), `months` for how long where the law says."""

    text: str
    period: str = ""
    formula_text: str = ""
    amount: Operand | None = None
    months: Operand | None = None
    notes: tuple[str, ...] = ()
    verified: bool = False
    gives: Gives = Gives.MONEY

    @property
    def is_running(self) -> bool:
        """Whether it is given again and again, so that it has a beginning."""
        return self.period.startswith(_RUNNING)

    @property
    def each(self) -> str:
        """`period` without what stands in brackets: how often an amount is given."""
        return self.period.partition("（")[0]
