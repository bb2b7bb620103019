"""Conditions as a policy file writes them, checked against the facts, categories, standards and policies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from counter.catalogue.model import Category, Fact, FactType
from counter.catalogue.reach import beyond, contradictions, each
from counter.catalogue.rules import (
    ORDERING,
    Compare,
    Condition,
    Has,
    Need,
    Op,
    Received,
    RuleError,
    StandardRef,
    conditions,
    parse_need,
)
from counter.catalogue.standard import Standard
from counter.catalogue.tables import Table, nearest

NUMERIC = frozenset({FactType.INTEGER, FactType.NUMBER})

_EQUALITY = frozenset({Op.EQ, Op.NE})
_OPERATORS: Mapping[FactType, frozenset[Op]] = {
    FactType.BOOLEAN: _EQUALITY,
    FactType.INTEGER: ORDERING | _EQUALITY | {Op.IN, Op.NOT_IN},
    FactType.NUMBER: ORDERING | _EQUALITY,
    FactType.DATE: ORDERING | _EQUALITY,
    FactType.ENUM: _EQUALITY | {Op.IN, Op.NOT_IN},
    FactType.STRING: _EQUALITY | {Op.IN, Op.NOT_IN},
    FactType.SET: frozenset({Op.CONTAINS}),
    FactType.RECEIVED: frozenset(),
}
_UNIT_FAMILIES = {
    "周岁": "age",
    "年": "years",
    "个月": "months",
    "天": "days",
    "比例": "ratio",
    "倍低保标准": "ratio",
    "级": "grade",
    "人": "people",
    "次": "times",
    "套": "houses",
    "辆": "vehicles",
    "床": "beds",
    "日期": "day",
    "平方米/人": "area",
}


def unit_family(unit: str) -> str:
    """What may be compared with what: money of a month is not money of a year, months are not an age."""
    if not unit.startswith("元"):
        return _UNIT_FAMILIES.get(unit, unit)
    if "月" in unit:
        return "money a month"
    return "money a year" if "年" in unit else "money"


def comparable(left: str, right: str) -> bool:
    a, b = unit_family(left), unit_family(right)
    return a == b or {a, b} in ({"money", "money a month"}, {"money", "money a year"})


class ConditionReader:
    """Reads needs; a list that could not be read itself is None and is not checked against."""

    def __init__(
        self,
        facts: Mapping[str, Fact] | None,
        categories: Mapping[str, Category] | None,
        standards: Mapping[str, Standard] | None,
        policies: frozenset[str] | None,
    ) -> None:
        self.facts = facts
        self.categories = categories
        self.standards = standards
        self.policies = policies

    def needs(self, table: Table, key: str) -> tuple[Need, ...]:
        """A list of which everything is needed; a single text stands for a list of one."""
        source = table.raw(key, required=True)
        items = [source] if isinstance(source, str) else source
        if source is None:
            return ()
        if not isinstance(items, list) or not items:
            table.report("This must be a list of conditions with at least one.", key)
            return ()
        found = []
        for index, item in enumerate(items):
            at = f"{key}[{index}]"
            try:
                need = parse_need(item)
            except RuleError as error:
                table.report(error.text, at, **error.params)
                continue
            for condition in conditions(need):
                self._check(table, at, condition)
            found.append(need)
        for name in contradictions(found):
            table.report("The conditions on {name} can never be met together.", key, name=name)
        return tuple(found)

    def _check(self, table: Table, at: str, condition: Condition) -> None:
        if isinstance(condition, Has):
            self._check_category(table, at, condition)
        elif isinstance(condition, Received):
            if self.policies is not None and condition.policy not in self.policies:
                like = nearest(condition.policy, self.policies)
                table.report(
                    "There is no policy {name}; is {like} meant?", at, name=condition.policy, like=like
                )
        elif (fact := self.fact(table, at, condition.fact)) is not None:
            self._check_compare(table, at, condition, fact)

    def _check_category(self, table: Table, at: str, condition: Has) -> None:
        if self.categories is None or condition.category in self.categories:
            return
        like = nearest(condition.category, self.categories)
        table.report("There is no category {name}; is {like} meant?", at, name=condition.category, like=like)

    def fact(self, table: Table, at: str, name: str) -> Fact | None:
        if self.facts is None:
            return None
        if name not in self.facts:
            like = nearest(name, self.facts)
            table.report("There is no fact {name}; is {like} meant?", at, name=name, like=like)
            return None
        return self.facts[name]

    def standard(self, table: Table, at: str, key: str) -> Standard | None:
        if self.standards is None:
            return None
        if key not in self.standards:
            like = nearest(key, self.standards)
            table.report("There is no standard {name}; is {like} meant?", at, name=key, like=like)
            return None
        return self.standards[key]

    def _check_compare(self, table: Table, at: str, condition: Compare, fact: Fact) -> None:
        if condition.op not in _OPERATORS[fact.type]:
            table.report("{op} does not suit {name}.", at, op=condition.op.value, name=fact.name)
        elif isinstance(condition.value, StandardRef):
            self._check_line(table, at, condition.value, fact)
        elif not all(self._suits(value, fact) for value in each(condition.value)):
            table.report(
                "{name} has no such value; it may be: {values}.",
                at,
                name=fact.name,
                values="、".join(fact.values) or fact.type.value,
            )
        elif fact.type in NUMERIC and beyond(condition, fact):
            table.report(
                "{name} lies between {floor} and {ceiling}; this condition is always or never met.",
                at,
                name=fact.name,
                floor=fact.floor,
                ceiling=fact.ceiling,
            )

    def _check_line(self, table: Table, at: str, ref: StandardRef, fact: Fact) -> None:
        standard = self.standard(table, at, ref.key)
        if standard is None:
            return
        is_day = any(isinstance(version.value, date) for version in standard.versions)
        if fact.type not in NUMERIC and fact.type is not FactType.DATE:
            table.report("{name} is no figure and has no line; put the word in quotes.", at, name=fact.name)
        elif is_day != (fact.type is FactType.DATE) or (
            fact.type in NUMERIC and not comparable(fact.unit, standard.unit)
        ):
            table.report(
                "{name} ({unit}) cannot be held against {standard} ({other}).",
                at,
                name=fact.name,
                unit=fact.unit or fact.type.value,
                standard=standard.key,
                other=standard.unit,
            )

    def _suits(self, value: object, fact: Fact) -> bool:
        if fact.type is FactType.BOOLEAN:
            return isinstance(value, bool)
        if fact.type in NUMERIC:
            return isinstance(value, int | Fraction) and not isinstance(value, bool)
        if fact.type is FactType.DATE:
            return isinstance(value, date)
        if not isinstance(value, str):
            return False
        if fact.key == "categories":
            return self.categories is None or value in self.categories
        return not fact.values or value in fact.values
