"""Conditions in the clerk's words: a sentence made from the fact's label, the operator and the line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from counter.catalogue.conditions import unit_family
from counter.catalogue.model import Catalogue, Fact, FactType
from counter.catalogue.rules import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Has,
    Literal,
    Need,
    Op,
    Received,
    StandardRef,
)

_LEVEL = {Op.LT: "低于", Op.LE: "不高于", Op.GT: "高于", Op.GE: "不低于", Op.EQ: "为", Op.NE: "不为"}
_COUNT = {Op.LT: "少于", Op.LE: "不超过", Op.GT: "超过", Op.GE: "不少于", Op.EQ: "为", Op.NE: "不为"}
_DAY = {Op.LT: "早于", Op.LE: "不晚于", Op.GT: "晚于", Op.GE: "不早于", Op.EQ: "为", Op.NE: "不为"}
_AGE = {Op.LT: "未满", Op.LE: "不超过", Op.GT: "超过", Op.GE: "年满", Op.EQ: "为", Op.NE: "不为"}
_TOLD_PLAINLY = frozenset(
    {"day", "grade", "months", "years", "days", "people", "times", "houses", "vehicles", "beds"}
)
"""What is so clear by its unit that the name of the line would only lengthen the sentence."""
_GRADES = "零一二三四五六七八九"
_NUMERIC = frozenset({FactType.INTEGER, FactType.NUMBER})
_FEW = 3


def need_text(catalogue: Catalogue, need: Need, *, on: date = date.max) -> str:
    """One item of a way: a condition, or several joined by 或 and 且; figures as of `on` (the newest)."""
    return _Words(catalogue, on).need(need)


def condition_text(catalogue: Catalogue, condition: Condition, *, on: date = date.max) -> str:
    """One condition, such as 家庭人均月收入低于最低生活保障标准（800元/人·月）."""
    return _Words(catalogue, on).condition(condition)


def figure_text(value: Fraction | int | date, unit: str = "") -> str:
    """A figure with its unit: 800元/人·月, 50%, 60周岁, 1933年1月1日, 2/3."""
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    number = Fraction(value)
    if unit == "比例":
        return f"{_plain(number * 100)}%" if _ends(number) else str(number)
    if unit == "倍低保标准":
        return f"低保标准的{_plain(number)}倍"
    return f"{_plain(number)}{unit}"


def _ends(number: Fraction) -> bool:
    """True when the decimal form ends."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _plain(number: Fraction) -> str:
    if number.denominator == 1:
        return str(number.numerator)
    if not _ends(number):
        return f"{number.numerator}/{number.denominator}"
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    digits = str(abs((number * 10**places).numerator)).rjust(places + 1, "0")
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _or(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{'、'.join(words[:-1])}或{words[-1]}"


class _Words:
    def __init__(self, catalogue: Catalogue, on: date) -> None:
        self._catalogue = catalogue
        self._on = on

    # --- needs -----------------------------------------------------------------------------------

    def need(self, need: Need) -> str:
        if isinstance(need, AnyOf):
            return self._any(need)
        if isinstance(need, AllOf):
            return "，且".join(self._inside(need.needs, any_of=False))
        return self.condition(need)

    def _any(self, need: AnyOf) -> str:
        parts = self._inside(need.needs, any_of=True)
        if len(parts) <= _FEW:
            return "，或".join(parts)
        return "符合下列之一：" + "；".join(parts)

    def _grouped(self, need: Need, *, any_of: bool) -> str:
        """A part of a group, in brackets where it is a group of the other kind."""
        text = self.need(need)
        if not isinstance(need, AllOf if any_of else AnyOf):
            return text
        single = len(self._inside(need.needs, any_of=not any_of)) == 1
        return text if single else f"（{text}）"

    def _inside(self, needs: Iterable[Need], *, any_of: bool) -> list[str]:
        """The parts of a group; conditions that differ in one word alone are told together."""
        parts: list[str] = []
        told: set[Need] = set()
        needs = tuple(needs)
        for need in needs:
            if need in told:
                continue
            alike = [other for other in needs if _together(need, other, any_of=any_of)]
            told.update(alike)
            parts.append(self._merged(alike) if len(alike) > 1 else self._grouped(need, any_of=any_of))
        return parts

    def _merged(self, alike: Sequence[Need]) -> str:
        first = alike[0]
        if isinstance(first, Has):
            return self._has(first.scope, [n.category for n in alike if isinstance(n, Has)], first.negated)
        values = [str(n.value) for n in alike if isinstance(n, Compare)]
        return f"{self._fact_of(first).label}含{_or(values)}"

    def _fact_of(self, need: Need) -> Fact:
        assert isinstance(need, Compare)
        return self._catalogue.facts[need.fact]

    # --- conditions ------------------------------------------------------------------------------

    def condition(self, condition: Condition) -> str:
        if isinstance(condition, Has):
            return self._has(condition.scope, [condition.category], condition.negated)
        if isinstance(condition, Received):
            title = self._catalogue.policy(condition.policy).title
            return f"未享受过{title}" if condition.negated else f"享受过{title}"
        fact = self._catalogue.facts[condition.fact]
        if fact.type is FactType.BOOLEAN:
            return self._yes_or_no(fact, said=condition.value is (condition.op is Op.EQ))
        if fact.type is FactType.SET:
            return self._set(fact, condition)
        if fact.type in _NUMERIC or fact.type is FactType.DATE:
            return self._figure(fact, condition)
        return self._word(fact, condition)

    def _has(self, scope: str, categories: Sequence[str], negated: bool) -> str:
        whose = "（本人或整户）" if scope == "person" else ""
        subject = "" if scope == "person" else "家庭"
        if negated:
            return f"{subject}没有{_or(categories)}身份{whose}"
        one = "之一" if len(categories) > 1 else ""
        return f"{subject}具有{_or(categories)}身份{one}{whose}"

    def _yes_or_no(self, fact: Fact, *, said: bool) -> str:
        if said:
            return fact.label
        return fact.label_no or f"{fact.label}：否"

    def _set(self, fact: Fact, condition: Compare) -> str:
        if fact.key == "categories":
            whose = "整户" if fact.scope == "household" else "本人"
            return f"{whose}{'没有' if condition.negated else '有'}{condition.value}身份"
        return f"{fact.label}{'不含' if condition.negated else '含'}{condition.value}"

    def _word(self, fact: Fact, condition: Compare) -> str:
        words = condition.value if isinstance(condition.value, tuple) else (condition.value,)
        if words == ("无",) and condition.op in (Op.EQ, Op.NE):
            return f"{'无' if condition.op is Op.EQ else '有'}{fact.label}"
        is_not = condition.op in (Op.NE, Op.NOT_IN)
        texts = [str(word) for word in words]
        if len(texts) > 1 and any(text == "无" or "或" in text for text in texts):
            texts = [f"“{text}”" for text in texts]
        if len(texts) > _FEW:
            return f"{fact.label}{'不属于' if is_not else '属于'}：{_or(texts)}"
        return f"{fact.label}{'不是' if is_not else '为'}{_or(texts)}"

    # --- figures ---------------------------------------------------------------------------------

    def _figure(self, fact: Fact, condition: Compare) -> str:
        if condition.op is Op.EQ and condition.value == 0 and fact.label_no:
            return fact.label_no
        if "残疾等级" in fact.label:
            return self._disability_grade(fact, condition)
        family = unit_family(fact.unit) if fact.type is not FactType.DATE else "day"
        if isinstance(condition.value, tuple):
            figures = [
                figure_text(number, fact.unit) for number in condition.value if isinstance(number, int)
            ]
            return f"{fact.label}{'不为' if condition.op is Op.NOT_IN else '为'}{_or(figures)}"
        if family == "age":
            said = _AGE[condition.op]
            subject = fact.label.removesuffix("年龄") if condition.op in (Op.LT, Op.GE) else fact.label
            return f"{subject}{said}{self._plain_line(condition.value, fact)}"
        if family in _TOLD_PLAINLY:
            words = _DAY if family == "day" else _LEVEL if family == "grade" else _COUNT
            return f"{fact.label}{words[condition.op]}{self._plain_line(condition.value, fact)}"
        return f"{fact.label}{_LEVEL[condition.op]}{self._line(condition.value, fact)}"

    def _line(self, value: Literal | StandardRef, fact: Fact) -> str:
        """A named line with its figure, or the figure alone."""
        if not isinstance(value, StandardRef):
            return self._plain_line(value, fact)
        return f"{self._catalogue.standards[value.key].label}（{self._plain_line(value, fact)}）"

    def _plain_line(self, value: Literal | StandardRef, fact: Fact) -> str:
        if isinstance(value, StandardRef):
            figure = self._catalogue.figures_on(self._on).get(value.key)
            return (
                "尚无数字"
                if figure is None
                else figure_text(figure, self._catalogue.standards[value.key].unit)
            )
        if isinstance(value, Fraction | int | date):
            return figure_text(value, fact.unit)
        return str(value)

    def _disability_grade(self, fact: Fact, condition: Compare) -> str:
        """Grades count down to the heaviest, so that at most 3 reads 三级以上."""
        if isinstance(condition.value, tuple):
            grades = sorted(number for number in condition.value if isinstance(number, int))
            if len(grades) > _FEW and grades[-1] - grades[0] == len(grades) - 1:
                return f"{fact.label}为{_grade(grades[0])}至{_grade(grades[-1])}"
            return f"{fact.label}为{_or([_grade(number) for number in grades])}"
        value: object = condition.value
        if isinstance(value, StandardRef):
            value = self._catalogue.figures_on(self._on).get(value.key)
        number = int(value) if isinstance(value, int | Fraction) else 0
        if condition.op is Op.GE and number == 1:
            return f"已评定{fact.label}"
        grade = _grade(number)
        said = {
            Op.LE: f"{grade}以上（含{grade}）",
            Op.GE: f"{grade}或更轻",
            Op.LT: f"重于{grade}",
            Op.GT: f"轻于{grade}",
        }.get(condition.op, grade)
        return f"{fact.label}{'不为' if condition.op is Op.NE else '为'}{said}"


def _grade(number: int) -> str:
    return f"{_GRADES[number]}级"


def _together(one: Need, other: Need, *, any_of: bool) -> bool:
    if one == other:
        return True
    if isinstance(one, Has) and isinstance(other, Has):
        return one.scope == other.scope and one.negated == other.negated and one.negated is not any_of
    return (
        any_of
        and isinstance(one, Compare)
        and isinstance(other, Compare)
        and (one.fact, one.op, one.negated) == (other.fact, Op.CONTAINS, False)
        and other.op is Op.CONTAINS
        and not other.negated
    )
