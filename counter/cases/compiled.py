"""The responsibility list as it reads on one day, compiled once for everyone who is judged by it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

from counter.cases.facts import Range, Value
from counter.catalogue.benefit import AtMost, Least, Product, Tier, Total
from counter.catalogue.model import Catalogue, Fact, FactType
from counter.catalogue.policy import Policy, Way
from counter.catalogue.rules import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Has,
    Need,
    Op,
    Received,
    StandardRef,
    conditions,
    scope_of,
)
from counter.catalogue.standard import PROVISIONAL
from counter.catalogue.wording import condition_text

Figure: TypeAlias = Fraction | date
Line: TypeAlias = bool | int | Fraction | date | str | tuple[int | str, ...] | None
"""What a fact is held against; None when the standard has no figure, so that nothing can be decided."""

Truth: TypeAlias = tuple[int, int]

STATUS_FACTS = ("household.categories", "person.categories")


class State(StrEnum):
    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


MET, UNMET, UNKNOWN = State
"""By themselves, for before Python 3.12 the attribute of an enum is slow to look up."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A condition with its line, and what a reason needs: the fact it reads, in words, with its unit.

    `answers` are the telling answers to its fact that meet it, and those that do not; `of_status` says
    that a status can be granted, so that scenarios differ; `provisional` is a figure not to be relied on.
    """

    condition: Condition
    fact: str
    line: Line
    text: str
    unit: str
    personal: bool
    of_status: bool
    provisional: str = ""
    answers: Truth = (0, 0)


@dataclass(frozen=True, slots=True)
class Branches:
    """Any of, or all of, other nodes; the marks are those of a leaf, of any below."""

    any_of: bool
    nodes: tuple[int, ...]
    personal: bool
    of_status: bool
    provisional: bool


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """A way, compiled: its needs as nodes, whether it must be tried on each member, and its reasons.

    `whole` is the node of all needs together; `reasons` are its conditions in the order written, each with
    the number of the any-of it stands in.
    """

    way: Way
    whole: int
    needs: tuple[int, ...]
    by_member: bool
    reasons: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class CompiledPolicy:
    """`opened_by` are the statuses that help it when granted, `closed_by` those whose absence it needs."""

    policy: Policy
    routes: tuple[Route, ...]
    opened_by: frozenset[str]
    closed_by: frozenset[str]
    basis: str


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """All policies of a day over one table of nodes, shared wherever two policies ask the same.

    `telling` are the telling answers to each fact: one on each side of every line it is held against.
    """

    catalogue: Catalogue
    day: date
    policies: tuple[CompiledPolicy, ...]
    nodes: tuple[Leaf | Branches, ...]
    amounts: Mapping[Need, int]
    figures: Mapping[str, Figure]
    telling: Mapping[str, tuple[Value, ...]]

    def leaf(self, node: int) -> Leaf:
        """The condition at a node that is no branching."""
        found = self.nodes[node]
        assert isinstance(found, Leaf)
        return found

    def leaves(self, node: int) -> Iterator[int]:
        """The conditions below a node, or the node itself."""
        at = self.nodes[node]
        if isinstance(at, Leaf):
            yield node
        else:
            for below in at.nodes:
                yield from self.leaves(below)


@lru_cache(maxsize=16)
def rules_on(catalogue: Catalogue, day: date) -> Rules:
    """Compile the list as it reads on a day; kept for the days that are in use."""
    figures = catalogue.figures_on(day)
    policies = catalogue.policies_on(day)
    nodes: list[Leaf | Branches] = []
    planted: dict[Need, int] = {}

    def plant(need: Need) -> int:
        if need not in planted:
            node = branches(need) if isinstance(need, AnyOf | AllOf) else _leaf(need, catalogue, figures, day)
            planted[need] = len(nodes)
            nodes.append(node)
        return planted[need]

    def branches(need: AnyOf | AllOf) -> Branches:
        below = tuple(plant(inner) for inner in need.needs)
        return Branches(
            isinstance(need, AnyOf),
            below,
            personal=any(nodes[inner].personal for inner in below),
            of_status=any(nodes[inner].of_status for inner in below),
            provisional=any(nodes[inner].provisional for inner in below),
        )

    def route(way: Way) -> Route:
        whole, needs = plant(AllOf(way.needs)), tuple(map(plant, way.needs))
        reasons = (
            reason
            for number, need in enumerate(needs, 1)
            for reason in _reasons(nodes, need, "", str(number))
        )
        return Route(way, whole, needs, nodes[whole].personal, tuple(reasons))

    compiled = tuple(
        CompiledPolicy(policy, tuple(map(route, policy.ways)), *_statuses(policy), policy.basis)
        for policy in policies
    )
    benefits = (policy.benefit for policy in policies)
    amounts = {
        case: plant(case)
        for benefit in benefits
        for case in (*_cases(benefit.amount), *_cases(benefit.months))
    }
    telling = _telling_answers(catalogue, nodes)
    ready = tuple(_with_answers(node, telling) for node in nodes)
    return Rules(catalogue, day, compiled, ready, amounts, figures, telling)


def _leaf(condition: Condition, catalogue: Catalogue, figures: Mapping[str, Figure], day: date) -> Leaf:
    provisional = ""
    if isinstance(condition, Compare):
        fact = condition.fact
        if isinstance(condition.value, StandardRef):
            version = catalogue.standards[condition.value.key].on(day)
            provisional = condition.value.key if version.state in PROVISIONAL else ""
    else:
        fact = f"{condition.scope}.{'categories' if isinstance(condition, Has) else 'received'}"
    return Leaf(
        condition,
        fact,
        _line(condition, figures),
        condition_text(catalogue, condition, on=day),
        catalogue.facts[fact].unit,
        personal=scope_of(condition) == "person",
        of_status=fact in STATUS_FACTS,
        provisional=provisional,
    )


def _reasons(nodes: list[Leaf | Branches], node: int, group: str, number: str) -> Iterator[tuple[int, str]]:
    """The conditions below a node; `2` is the second need's any-of, `2.3` its third branch's all-of."""
    at = nodes[node]
    if isinstance(at, Leaf):
        yield node, group
    else:
        for place, below in enumerate(at.nodes, start=1):
            yield from _reasons(nodes, below, number, f"{number}.{place}")


def _statuses(policy: Policy) -> tuple[frozenset[str], frozenset[str]]:
    """The statuses that a policy asks for, and those that it must not find."""
    opened: set[str] = set()
    closed: set[str] = set()
    for way in policy.ways:
        for condition in (found for need in way.needs for found in conditions(need)):
            if isinstance(condition, Has):
                (closed if condition.negated else opened).add(condition.category)
            elif isinstance(condition, Compare) and condition.fact in STATUS_FACTS and condition.negated:
                closed.add(str(condition.value))
    return frozenset(opened), frozenset(closed)


def _line(condition: Condition, figures: Mapping[str, Figure]) -> Line:
    if not isinstance(condition, Compare):
        return True
    if isinstance(condition.value, StandardRef):
        return figures.get(condition.value.key)
    return condition.value


def _telling_answers(catalogue: Catalogue, nodes: list[Leaf | Branches]) -> dict[str, tuple[Value, ...]]:
    """For each fact that a rule reads: answers that between them turn each of its conditions either way."""
    held_against: dict[str, list[Line]] = {}
    for node in nodes:
        if isinstance(node, Leaf):
            condition = node.condition
            # Both facts of status are asked with one list, so that a leaf needs one mask.
            for name in STATUS_FACTS if node.of_status else (node.fact,):
                line = node.line if isinstance(condition, Compare) else _word(condition)
                held_against.setdefault(name, []).append(line)
    return {name: _answers(catalogue.facts[name], against) for name, against in held_against.items()}


def _word(condition: Has | Received) -> str:
    return condition.category if isinstance(condition, Has) else condition.policy


def _answers(fact: Fact, against: list[Line]) -> tuple[Value, ...]:
    if fact.type is FactType.BOOLEAN:
        return (True, False)
    if fact.type is FactType.ENUM:
        return fact.values
    if fact.type in (FactType.SET, FactType.RECEIVED):
        words = dict.fromkeys(line for line in against if isinstance(line, str))
        return (frozenset(), *(frozenset({word}) for word in words))
    if fact.type is FactType.STRING:
        return (*dict.fromkeys(line for line in against if isinstance(line, str)), "")
    flat = {item for line in against for item in (line if isinstance(line, tuple) else (line,))}
    if fact.type is FactType.DATE:
        days = sorted(item for item in flat if isinstance(item, date))
        return tuple(
            day for edge in days for day in (date.fromordinal(edge.toordinal() - 1), edge) if edge > date.min
        )
    step = Fraction(1) if fact.type is FactType.INTEGER else Fraction(1, 100)
    points = {
        point
        for item in flat
        if isinstance(item, int | Fraction) and not isinstance(item, bool)
        for point in (Fraction(item) - step, Fraction(item), Fraction(item) + step)
        if point >= 0
    }
    return tuple(sorted(points)) or (Fraction(0),)


def _with_answers(node: Leaf | Branches, telling: Mapping[str, tuple[Value, ...]]) -> Leaf | Branches:
    if isinstance(node, Branches):
        return node
    return replace(node, answers=_masks(node.condition, node.line, telling[node.fact]))


def _masks(condition: Condition, line: Line, answers: tuple[Value, ...]) -> Truth:
    met = unmet = 0
    for bit, answer in enumerate(answers):
        if isinstance(condition, Has):
            # One list of several, of which only a yes is certain: what is negated is turned where it is read.
            state = MET if isinstance(answer, frozenset) and condition.category in answer else UNMET
        else:
            state = judged(condition, line, answer)
        met |= (state is MET) << bit
        unmet |= (state is UNMET) << bit
    return met, unmet


def _cases(amount: object) -> Iterator[Need]:
    """The conditions of an amount's tiers, however deep."""
    if isinstance(amount, Tier):
        for case in amount.cases:
            yield case.when
            yield from _cases(case.amount)
    elif isinstance(amount, Total):
        for part in amount.parts:
            yield from _cases(part)
    elif isinstance(amount, Least):
        for part in amount.of:
            yield from _cases(part)
    elif isinstance(amount, Product):
        for part in amount.factors:
            yield from _cases(part)
    elif isinstance(amount, AtMost):
        yield from _cases(amount.ceiling)


def judged(condition: Compare | Received, line: Line, value: Value) -> State:
    """A condition that reads one fact, held against what was said of it."""
    if isinstance(condition, Compare):
        return compare(condition, line, value)
    if not isinstance(value, frozenset):
        return UNKNOWN
    return MET if (condition.policy in value) is not condition.negated else UNMET


def compare(condition: Compare, line: Line, value: Value) -> State:
    """One fact against its line; unknown when the value, its range or the line does not settle it."""
    if value is None or line is None:
        return UNKNOWN
    held = (
        _within(condition.op, line, value) if isinstance(value, Range) else _HOLDS[condition.op](value, line)
    )
    if held is None:
        return UNKNOWN
    return MET if held is not condition.negated else UNMET


_HOLDS: Mapping[Op, Callable[[Any, Any], bool]] = {
    # The catalogue's check pairs figures with figures, words with words, and sets with a word.
    Op.CONTAINS: operator.contains,
    Op.EQ: operator.eq,
    Op.NE: operator.ne,
    Op.IN: lambda value, line: value in line,
    Op.NOT_IN: lambda value, line: value not in line,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}


def _within(op: Op, line: Line, span: Range) -> bool | None:
    """The same for a figure known within bounds: certain only when both ends agree."""
    if op in (Op.IN, Op.NOT_IN) and isinstance(line, tuple):
        possible = [item for item in line if isinstance(item, int) and _inside(item, span)]
        return None if possible else op is Op.NOT_IN
    if op in (Op.EQ, Op.NE):
        if not _inside(line, span):
            return op is Op.NE
        return op is Op.EQ if span.low == span.high else None
    holds = _HOLDS[op]
    at_low = holds(span.low, line)
    if span.high is None:
        # Without an upper end only "more than" can be certain, and only "less than" certainly wrong.
        return at_low if at_low is (op in (Op.GT, Op.GE)) else None
    return at_low if at_low is holds(span.high, line) else None


def _inside(item: Line, span: Range) -> bool:
    return bool(span.low <= item and (span.high is None or item <= span.high))  # type: ignore[operator]  # as above
