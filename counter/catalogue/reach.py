"""What no answer can ever meet: a value beyond what its fact can be, conditions that shut each other out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction

from counter.catalogue.model import Fact
from counter.catalogue.rules import Compare, Has, Literal, Need, Op, Received, StandardRef

_EXACT = frozenset({Op.EQ, Op.IN})
_EXCEPT = frozenset({Op.NE, Op.NOT_IN})


def each(value: Literal | StandardRef) -> tuple[object, ...]:
    """The values of a condition; a list of one where it names one alone."""
    return value if isinstance(value, tuple) else (value,)


def beyond(condition: Compare, fact: Fact) -> bool:
    """Whether a number stands outside what the fact can be, so that the condition is always or never met."""
    return any(
        (fact.floor is not None and value < fact.floor) or (fact.ceiling is not None and value > fact.ceiling)
        for value in each(condition.value)
        if isinstance(value, int | Fraction) and not isinstance(value, bool)
    )


def contradictions(needs: Iterable[Need]) -> Iterator[str]:
    """What conditions that must all be met say of one thing, where they cannot be met together.

    Only literal values of the list itself are held against each other, no standards and no nested lists.
    """
    compared: dict[str, list[Compare]] = defaultdict(list)
    said: set[tuple[type, str, str, bool]] = set()
    for need in needs:
        if isinstance(need, Compare) and not isinstance(need.value, StandardRef):
            compared[need.fact].append(need)
        elif isinstance(need, Has | Received):
            what = need.category if isinstance(need, Has) else need.policy
            if (type(need), need.scope, what, not need.negated) in said:
                yield what
            said.add((type(need), need.scope, what, need.negated))
    for fact, conditions in compared.items():
        if not _together(conditions):
            yield fact


def _together(conditions: list[Compare]) -> bool:
    exact = [set(each(one.value)) for one in conditions if one.op in _EXACT]
    if exact:
        return any(all(_meets(value, one) for one in conditions) for value in set.union(*exact))
    held = {
        value for one in conditions if one.op is Op.CONTAINS and not one.negated for value in each(one.value)
    }
    if any(one.negated and held & set(each(one.value)) for one in conditions):
        return False
    bounds = [(one.op, one.value) for one in conditions if isinstance(one.value, int | Fraction)]
    least = max(((line, op is Op.GT) for op, line in bounds if op in (Op.GT, Op.GE)), default=None)
    most = min(((line, op is Op.LE) for op, line in bounds if op in (Op.LT, Op.LE)), default=None)
    if least is None or most is None:
        return True
    (low, above), (high, included) = least, most
    return low < high or (low == high and included and not above)


def _meets(value: object, condition: Compare) -> bool:
    line = condition.value
    if condition.op in _EXACT:
        return value in each(line)
    if condition.op in _EXCEPT:
        return value not in each(line)
    if not isinstance(value, int | Fraction) or not isinstance(line, int | Fraction):
        return True
    return {Op.LT: value < line, Op.LE: value <= line, Op.GT: value > line, Op.GE: value >= line}[
        condition.op
    ]
