"""Why a policy fits or does not: each condition of the way that decided, with figure, line and distance."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from counter.cases.compiled import MET, UNMET, Branches, Line, Route, State
from counter.cases.facts import Range, Value
from counter.cases.judge import Judge, Reading, state_at
from counter.catalogue.rules import ORDERING, Compare, Op


class Finding(NamedTuple):
    """One condition as things are held today; `group` numbers the any-of it stands in, "" when alone.

    `distance` is how far an unmet figure is from its line, in the fact's unit, at least 0.
    """

    text: str
    group: str
    state: State
    value: Value
    line: Line
    distance: Fraction | None
    basis: str
    path: str
    unit: str


def findings(judge: Judge, basis: str, route: Route, member: int | None) -> tuple[Finding, ...]:
    """The conditions of a way, in the order written."""
    known, lane = judge.known, judge.lane(member)
    found = []
    for node, group in route.reasons:
        leaf = judge.rules.leaf(node)
        state = state_at(judge.held(node), lane)
        found.append(
            Finding(
                leaf.text,
                group,
                state,
                known.value(leaf.fact, member),
                leaf.line,
                distance(judge, node, member) if state is UNMET else None,
                basis,
                known.path(leaf.fact, member),
                leaf.unit,
            )
        )
    return tuple(found)


def distance(judge: Judge, node: int, member: int | None) -> Fraction | None:
    """How far the figure of an unmet condition is from its line; None for what is no figure."""
    leaf = judge.rules.leaf(node)
    condition, line = leaf.condition, leaf.line
    if not isinstance(condition, Compare) or isinstance(line, bool):
        return None
    if condition.op not in ORDERING and condition.op not in (Op.EQ, Op.NE):
        return None
    value = judge.known.value(condition.fact, member)
    if isinstance(value, Range):
        value = value.low if condition.op in (Op.LT, Op.LE, Op.EQ) else value.high
    if not isinstance(value, int | Fraction) or not isinstance(line, int | Fraction):
        return None
    return abs(Fraction(value) - line)


def provisional_standards(reading: Reading, route: Route, member: int | None, bit: int) -> tuple[str, ...]:
    """The placeholder or outdated figures without which the way would not have come out as it did."""
    if not reading.judge.rules.nodes[route.whole].provisional:
        return ()
    states = {need: state_at(reading.truth(need, member), bit) for need in route.needs}
    wanted = UNMET if UNMET in states.values() else MET
    used: dict[str, None] = {}
    for need, state in states.items():
        if state is wanted:
            used.update(dict.fromkeys(_deciding(reading, need, member, bit)))
    return tuple(used)


def _deciding(reading: Reading, node: int, member: int | None, bit: int) -> list[str]:
    """The provisional figures of a decided need; where several branches each suffice, those of the surest."""
    at = reading.judge.rules.nodes[node]
    if not at.provisional:
        return []
    if not isinstance(at, Branches):
        return [at.provisional]
    state = state_at(reading.truth(node, member), bit)
    same = [below for below in at.nodes if state_at(reading.truth(below, member), bit) is state]
    used = [_deciding(reading, below, member, bit) for below in same]
    if at.any_of is (state is MET):
        return min(used, key=len)
    return [key for keys in used for key in keys]
