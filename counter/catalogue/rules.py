"""Conditions as the policy files write them: a small closed grammar, parsed once into frozen values.

    household.hukou_in_district                         a yes/no fact that must be yes
    not person.adopted                                  … that must be no
    household.income_per_capita_month < dibao_month     a figure against a named standard or a number
    person.school_stage in ['小学', '初中']              one of; also: not in
    person.disability_types contains '智力'              a set that holds
    has(household, '低保')      not has(person, '特困')    a status conferred by a decision
    received(person, 'womens-federation.lianggai-aid')  a benefit had before

A list means any one of its items; a list in that list means all of its items; and so on in turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

Literal: TypeAlias = bool | int | Fraction | date | str | tuple[int | str, ...]


class Op(StrEnum):
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    EQ = "=="
    NE = "!="
    IN = "in"
    NOT_IN = "not in"
    CONTAINS = "contains"


ORDERING = frozenset({Op.LT, Op.LE, Op.GT, Op.GE})
"""The operators of a figure against a line; only these have a distance."""


@dataclass(frozen=True, slots=True)
class StandardRef:
    """A named figure of `standards.toml`, looked up on the day of judgement."""

    key: str


@dataclass(frozen=True, slots=True)
class Compare:
    """`fact op value`; `negated` only with `contains`."""

    fact: str
    op: Op
    value: Literal | StandardRef
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Has:
    """A status: of the household, any member's counts too; of a person, the whole household's counts too."""

    scope: str
    category: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """A benefit that the person had before, by policy code."""

    scope: str
    policy: str
    negated: bool = False


Condition: TypeAlias = Compare | Has | Received


@dataclass(frozen=True, slots=True)
class AnyOf:
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    needs: tuple[Need, ...]


Need: TypeAlias = Compare | Has | Received | AnyOf | AllOf


class RuleError(ValueError):
    """The text is not a condition or not a formula; `text` is a msgid that says why, with `params`."""

    def __init__(self, text: str, **params: object) -> None:
        super().__init__(text.format(**params))
        self.text = text
        self.params = params


_FACT = r"(?P<fact>(?:household|person|context)\.[a-z][a-z0-9_]*)"
_TEST = re.compile(rf"{_FACT}\s*(?P<op><=|>=|==|!=|<|>|not in\b|in\b|contains\b)\s*(?P<value>.+)")
_YES = re.compile(rf"(?P<not>not\s+)?{_FACT}")
_NOT_CONTAINS = re.compile(rf"not\s+{_FACT}\s+contains\s+(?P<value>.+)")
_CALL = re.compile(
    r"(?P<not>not\s+)?(?P<name>has|received)\(\s*(?P<scope>household|person)\s*,\s*'(?P<arg>[^']+)'\s*\)"
)
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_STRING = re.compile(r"'[^']*'")


def parse_need(source: object) -> Need:
    """Read one item of a `needs` list. Raises `RuleError`."""
    if isinstance(source, str):
        return parse_condition(source)
    if isinstance(source, list):
        return _nested(source, any_of=True)
    raise RuleError("A condition is a text in quotes or a list of them.")


def _nested(items: list[object], *, any_of: bool) -> Need:
    if not items:
        raise RuleError("An empty list can never be met.")
    needs = tuple(
        _nested(item, any_of=not any_of) if isinstance(item, list) else parse_need(item) for item in items
    )
    if len(needs) == 1:
        return needs[0]
    return AnyOf(needs) if any_of else AllOf(needs)


def parse_condition(source: str) -> Condition:
    """Read one condition. Raises `RuleError` when it is not of the grammar."""
    text = source.strip()
    if call := _CALL.fullmatch(text):
        negated = call["not"] is not None
        if call["name"] == "has":
            return Has(call["scope"], call["arg"], negated)
        return Received(call["scope"], call["arg"], negated)
    if yes := _YES.fullmatch(text):
        return Compare(yes["fact"], Op.EQ, yes["not"] is None)
    if lacks := _NOT_CONTAINS.fullmatch(text):
        return Compare(lacks["fact"], Op.CONTAINS, _literal(lacks["value"]), negated=True)
    if test := _TEST.fullmatch(text):
        return Compare(test["fact"], Op(test["op"]), _value(test["value"]))
    raise RuleError("This is no condition: {source}", source=text)


def _value(text: str) -> Literal | StandardRef:
    text = text.strip()
    if text not in ("true", "false") and _NAME.fullmatch(text):
        return StandardRef(text)
    if text.startswith("[") and text.endswith("]"):
        items = [_literal(item) for item in text[1:-1].split(",")]
        if any(isinstance(item, bool | Fraction | date | tuple) for item in items):
            raise RuleError("A list holds words in quotes or whole numbers: {source}", source=text)
        return tuple(item for item in items if isinstance(item, int | str))
    return _literal(text)


def _literal(text: str) -> Literal:
    text = text.strip()
    if text in ("true", "false"):
        return text == "true"
    if _STRING.fullmatch(text):
        return text[1:-1]
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise RuleError("There is no such day: {source}", source=text) from error
    if _NUMBER.fullmatch(text):
        return int(text) if "." not in text else Fraction(text)
    raise RuleError("This is neither a number, a date, a word in quotes nor a list: {source}", source=text)


def conditions(need: Need) -> Iterator[Condition]:
    """Every condition in a need, in the order written."""
    if isinstance(need, AnyOf | AllOf):
        for inner in need.needs:
            yield from conditions(inner)
    else:
        yield need


def names_member(need: Need) -> bool:
    """True when the need speaks of a member, so that it must be tried on each one."""
    return any(scope_of(condition) == "person" for condition in conditions(need))


def scope_of(condition: Condition) -> str:
    """`household`, `person` or `context`."""
    if isinstance(condition, Compare):
        return condition.fact.partition(".")[0]
    return condition.scope


# --- amounts -------------------------------------------------------------------------------------

_TOKEN = re.compile(r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>[a-z][a-z0-9_.]*)|(?P<sign>[-+*/()]))")


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Arithmetic of a standard that follows from others, such as `24 * dibao_month`."""

    op: str
    left: Term
    right: Term


Term: TypeAlias = Fraction | StandardRef | Arithmetic


def parse_formula(source: str) -> Term:
    """Read `+ - * / ( )` over numbers and standards. Raises `RuleError`."""
    tokens: list[str] = []
    position = 0
    while position < len(source.rstrip()):
        token = _TOKEN.match(source, position)
        if token is None:
            raise RuleError("This is no formula: {source}", source=source)
        tokens.append(token[0].strip())
        position = token.end()
    term, rest = _sum(tokens)
    if rest:
        raise RuleError("This is no formula: {source}", source=source)
    return term


def _sum(tokens: list[str]) -> tuple[Term, list[str]]:
    left, rest = _product(tokens)
    while rest and rest[0] in "+-":
        right, after = _product(rest[1:])
        left, rest = Arithmetic(rest[0], left, right), after
    return left, rest


def _product(tokens: list[str]) -> tuple[Term, list[str]]:
    left, rest = _factor(tokens)
    while rest and rest[0] in "*/":
        right, after = _factor(rest[1:])
        left, rest = Arithmetic(rest[0], left, right), after
    return left, rest


def _factor(tokens: list[str]) -> tuple[Term, list[str]]:
    if not tokens:
        raise RuleError("The formula ends too soon.")
    head, rest = tokens[0], tokens[1:]
    if head == "(":
        inner, rest = _sum(rest)
        if not rest or rest[0] != ")":
            raise RuleError("A bracket is not closed.")
        return inner, rest[1:]
    if head[0].isdigit():
        return Fraction(head), rest
    if _NAME.fullmatch(head):
        return StandardRef(head), rest
    raise RuleError("This does not belong in a formula: {source}", source=head)


def evaluate(term: Term, figures: Mapping[str, Fraction]) -> Fraction:
    """The figure of a formula. Raises `KeyError` for a standard that is not among `figures`."""
    if isinstance(term, Fraction):
        return term
    if isinstance(term, StandardRef):
        return figures[term.key]
    left, right = evaluate(term.left, figures), evaluate(term.right, figures)
    if term.op == "+":
        return left + right
    if term.op == "-":
        return left - right
    if term.op == "*":
        return left * right
    return left / right


def divisors_in(term: Term) -> Iterator[Term]:
    """What a formula divides by."""
    if isinstance(term, Arithmetic):
        if term.op == "/":
            yield term.right
        yield from divisors_in(term.left)
        yield from divisors_in(term.right)


def standards_in(term: Term) -> Iterator[str]:
    """The keys of the standards that a formula stands on."""
    if isinstance(term, StandardRef):
        yield term.key
    elif isinstance(term, Arithmetic):
        yield from standards_in(term.left)
        yield from standards_in(term.right)
