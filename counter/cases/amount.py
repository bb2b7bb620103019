"""What a policy would come to for a household, worked out step by step; a person decides the real amount."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from counter.cases.compiled import Leaf, State, compare
from counter.cases.facts import Value
from counter.cases.judge import Reading, state_at
from counter.catalogue.benefit import (
    AtMost,
    FactRef,
    Gap,
    Goods,
    Least,
    NotComputable,
    Operand,
    Percentage,
    Product,
    Segments,
    Tier,
    Total,
)
from counter.catalogue.policy import Policy
from counter.catalogue.rules import Compare, StandardRef
from counter.catalogue.standard import PROVISIONAL
from counter.text import plain_number

FEN = 100

ALONE = {
    "household.income_per_capita_month": "person.income_month",
    "household.financial_assets_per_capita": "person.financial_assets",
}
"""What stands for the household's figure where one member counts as a household (单人户)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """`fen` is whole fen, rounded down, for one `period`; None when it cannot be worked out.

    `missing` says in words why not; `at_most` marks a ceiling that a person decides under; `quantity`
    is for goods; `provisional` names the figures that are not confirmed; `steps` are the sums in words.
    """

    fen: int | None = None
    period: str = ""
    at_most: bool = False
    quantity: str = ""
    months: int | None = None
    steps: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    provisional: tuple[str, ...] = ()


class _Missing(Exception):
    """An operand that nobody has said, or that the list does not give."""


def estimate(policy: Policy, reading: Reading, member: int | None, bit: int, *, alone: bool) -> Estimate:
    """The amount in one scenario, for the household or, `alone`, for a member who counts as one (单人户)."""
    benefit = policy.benefit
    if benefit.amount is None:
        return Estimate(period=benefit.period)
    sums = _Sums(reading, member, bit, alone)
    try:
        amount = benefit.amount
        if isinstance(amount, Goods):
            quantity = f"{plain_number(sums.work_out(amount.amount))}{amount.unit}"
            return Estimate(period=benefit.period, quantity=quantity, provisional=sums.provisional())
        figure = sums.work_out(amount)
    except _Missing as missing:
        return Estimate(period=benefit.period, missing=(str(missing),), provisional=sums.provisional())
    return Estimate(
        fen=floor(figure * FEN),
        period=benefit.period,
        at_most=sums.at_most,
        months=sums.months(benefit.months),
        steps=tuple(sums.steps),
        provisional=sums.provisional(),
    )


class _Sums:
    def __init__(self, reading: Reading, member: int | None, bit: int, alone: bool) -> None:
        self.reading = reading
        self.judge = judge = reading.judge
        self.member = member
        self.bit = bit
        self.alone = alone
        self.steps: list[str] = []
        self.at_most = False
        self._figures = judge.rules.figures
        self._used: dict[str, None] = {}

    def provisional(self) -> tuple[str, ...]:
        standards, day = self.judge.rules.catalogue.standards, self.judge.rules.day
        return tuple(key for key in self._used if standards[key].on(day).state in PROVISIONAL)

    def work_out(self, operand: Operand) -> Fraction:
        if isinstance(operand, Fraction):
            return operand
        if isinstance(operand, StandardRef):
            return self._standard(operand.key)
        if isinstance(operand, FactRef):
            return self._fact(operand.name)
        if isinstance(operand, NotComputable):
            raise _Missing(operand.why)
        if isinstance(operand, AtMost):
            self.at_most = True
            return self.work_out(operand.ceiling)
        if isinstance(operand, Goods):
            return self.work_out(operand.amount)
        return _SUMS[type(operand)](self, operand)

    def months(self, operand: Operand | None) -> int | None:
        """For how long; not to know it does not take the amount away."""
        try:
            return None if operand is None else int(self.work_out(operand))
        except _Missing:
            return None

    def _name(self, operand: Operand, figure: Fraction) -> str:
        """An operand in a step: its figure, and its label where it has one."""
        if isinstance(operand, StandardRef):
            return f"{plain_number(figure)}（{self.judge.rules.catalogue.standards[operand.key].label}）"
        if isinstance(operand, FactRef):
            return f"{plain_number(figure)}（{self.judge.rules.catalogue.facts[operand.name].label}）"
        return plain_number(figure)

    def _standard(self, key: str) -> Fraction:
        self._used.setdefault(key)
        figure = self._figures.get(key)
        if not isinstance(figure, Fraction):
            raise _Missing(self.judge.rules.catalogue.standards[key].label)
        return figure

    def _fact(self, name: str) -> Fraction:
        value = self._value(name)
        if isinstance(value, bool) or not isinstance(value, int | Fraction):
            raise _Missing(self.judge.rules.catalogue.facts[name].label)
        return Fraction(value)

    def _value(self, name: str) -> Value:
        """A fact; the figures of the household of a member who counts as one are his own."""
        if self.alone and name == "household.size":
            return 1
        return self.judge.known.value(ALONE.get(name, name) if self.alone else name, self.member)

    def _tier(self, tier: Tier) -> Fraction:
        for case in tier.cases:
            node = self.judge.rules.amounts[case.when]
            state = self._when(node)
            if state is State.MET:
                return self.work_out(case.amount)
            if state is State.UNKNOWN:
                raise _Missing(self._open_label(node))
        return Fraction(0)

    def _when(self, node: int) -> State:
        leaf = self._own_figure(node)
        if leaf is None:
            return state_at(self.reading.truth(node, self.member), self.bit)
        assert isinstance(leaf.condition, Compare)
        return compare(leaf.condition, leaf.line, self._value(leaf.fact))

    def _open_label(self, node: int) -> str:
        leaf = self._own_figure(node)
        if leaf is None:
            return self.judge.missing_label(node, self.member)
        return self.judge.rules.catalogue.facts[ALONE[leaf.fact]].label

    def _own_figure(self, node: int) -> Leaf | None:
        """The condition at a node when it reads a household's figure that is here the member's own."""
        leaf = self.judge.rules.nodes[node]
        return leaf if self.alone and isinstance(leaf, Leaf) and leaf.fact in ALONE else None

    def _gap(self, gap: Gap) -> Fraction:
        base = self.work_out(gap.base)
        minus = [self.work_out(operand) for operand in gap.minus]
        left = max(Fraction(0), base - sum(minus, Fraction(0)))
        words = self._name(gap.base, base)
        for operand, figure in zip(gap.minus, minus, strict=True):
            words += f" − {self._name(operand, figure)}"
        if gap.times is None:
            self.steps.append(f"{words} = {plain_number(left)}")
            return left
        times = self.work_out(gap.times)
        self.steps.append(f"({words}) × {self._name(gap.times, times)} = {plain_number(left * times)}")
        return left * times

    def _percentage(self, share: Percentage) -> Fraction:
        of, deductible = self.work_out(share.of), self.work_out(share.deductible)
        ratio = self.work_out(share.ratio)
        above = max(Fraction(0), of - deductible)
        result = above * ratio
        words = self._name(share.of, of)
        if deductible:
            words = f"({words} − {self._name(share.deductible, deductible)})"
        self.steps.append(f"{words} × {self._name(share.ratio, ratio)} = {plain_number(result)}")
        return self._capped(result, share.cap)

    def _segments(self, slices: Segments) -> Fraction:
        of, deductible = self.work_out(slices.of), self.work_out(slices.deductible)
        added = Fraction(0) if slices.ratio_add is None else self.work_out(slices.ratio_add)
        result, start = Fraction(0), deductible
        for segment in slices.segments:
            end = of if segment.upto is None else min(of, segment.upto)
            ratio = self.work_out(segment.ratio) + added
            if end > start:
                part = (end - start) * ratio
                result += part
                slice_of = f"({plain_number(end)} − {plain_number(start)})"
                self.steps.append(f"{slice_of} × {plain_number(ratio)} = {plain_number(part)}")
                start = end
        return self._capped(result, slices.cap)

    def _capped(self, result: Fraction, cap: Operand | None) -> Fraction:
        if cap is None:
            return result
        ceiling = self.work_out(cap)
        if result > ceiling:
            self.steps.append(f"≤ {self._name(cap, ceiling)}")
        return min(result, ceiling)

    def _product(self, product: Product) -> Fraction:
        figures = [self.work_out(factor) for factor in product.factors]
        result = Fraction(1)
        for figure in figures:
            result *= figure
        words = " × ".join(map(self._name, product.factors, figures))
        self.steps.append(f"{words} = {plain_number(result)}")
        return result

    def _total(self, total: Total) -> Fraction:
        figures = [self.work_out(part) for part in total.parts]
        result = sum(figures, Fraction(0))
        self.steps.append(f"{' + '.join(map(self._name, total.parts, figures))} = {plain_number(result)}")
        return result

    def _least(self, least: Least) -> Fraction:
        figures = [self.work_out(operand) for operand in least.of]
        result = min(figures)
        self.steps.append(f"min({', '.join(map(self._name, least.of, figures))}) = {plain_number(result)}")
        return result


_SUMS: Mapping[type, Callable[..., Fraction]] = {
    Tier: _Sums._tier,
    Gap: _Sums._gap,
    Percentage: _Sums._percentage,
    Segments: _Sums._segments,
    Product: _Sums._product,
    Total: _Sums._total,
    Least: _Sums._least,
}
