"""The grammar of conditions and formulas: what it reads, and what it refuses."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from counter.catalogue.rules import (
    AllOf,
    AnyOf,
    Compare,
    Has,
    Op,
    Received,
    RuleError,
    StandardRef,
    conditions,
    evaluate,
    names_member,
    parse_condition,
    parse_formula,
    parse_need,
    standards_in,
)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("household.hukou_in_district", Compare("household.hukou_in_district", Op.EQ, True)),
        ("not person.adopted", Compare("person.adopted", Op.EQ, False)),
        ("person.age >= 18", Compare("person.age", Op.GE, 18)),
        ("person.income_month<300.5", Compare("person.income_month", Op.LT, Fraction("300.5"))),
        ("person.age < child_age", Compare("person.age", Op.LT, StandardRef("child_age"))),
        ("person.sex == '女'", Compare("person.sex", Op.EQ, "女")),
        ("person.birth_date >= 1933-01-01", Compare("person.birth_date", Op.GE, date(1933, 1, 1))),
        ("person.disability_grade in [1, 2]", Compare("person.disability_grade", Op.IN, (1, 2))),
        (
            "person.school_stage not in ['小学', '初中']",
            Compare("person.school_stage", Op.NOT_IN, ("小学", "初中")),
        ),
        ("person.diseases contains '白血病'", Compare("person.diseases", Op.CONTAINS, "白血病")),
        (
            "not household.categories contains '低保'",
            Compare("household.categories", Op.CONTAINS, "低保", negated=True),
        ),
        ("has(household, '低保')", Has("household", "低保")),
        ("not has(person, '特困')", Has("person", "特困", negated=True)),
        ("received(person, 'water.water-relief')", Received("person", "water.water-relief")),
    ],
)
def test_a_condition_is_read(text: str, condition: object) -> None:
    assert parse_condition(text) == condition


@pytest.mark.parametrize(
    "source",
    [
        "",
        "person",
        "person.",
        "animal.age > 3",
        "person.age > ",
        "person.age = 3",
        "person.age > 3 or person.age < 1",
        "person.age > x()",
        "person.age > __import__",
        "person.birth_date > 2026-02-30",
        "person.age in [1.5]",
        "has(context, '低保')",
        "has(person, 低保)",
        "not not person.adopted",
        5,
        [],
        ["person.adopted", []],
    ],
)
def test_what_is_no_condition_is_refused(source: object) -> None:
    with pytest.raises(RuleError):
        parse_need(source)


def test_lists_alternate_between_any_and_all() -> None:
    need = parse_need(["person.adopted", ["person.is_veteran", ["person.deceased", "person.bedridden"]]])
    adopted, veteran = parse_condition("person.adopted"), parse_condition("person.is_veteran")
    deceased, bedridden = parse_condition("person.deceased"), parse_condition("person.bedridden")
    assert need == AnyOf((adopted, AllOf((veteran, AnyOf((deceased, bedridden))))))
    assert list(conditions(need)) == [adopted, veteran, deceased, bedridden]


def test_a_list_of_one_is_its_item() -> None:
    assert parse_need([["person.adopted"]]) == parse_condition("person.adopted")


def test_a_need_names_a_member_where_a_person_is_spoken_of() -> None:
    assert names_member(parse_need(["household.cable_tv_user", "has(person, '低保')"]))
    assert not names_member(parse_need(["household.cable_tv_user", "has(household, '低保')"]))


def test_formulas_keep_the_order_of_arithmetic() -> None:
    figures = {"a": Fraction(10), "b": Fraction("0.5")}
    assert evaluate(parse_formula("2 + 3 * a"), figures) == 32
    assert evaluate(parse_formula("(2 + 3) * a"), figures) == 50
    assert evaluate(parse_formula("a * (1 - b)"), figures) == 5
    assert evaluate(parse_formula("a / 3"), figures) == Fraction(10, 3)
    assert evaluate(parse_formula("a - 2 - 3"), figures) == 5
    assert sorted(standards_in(parse_formula("a * b - a"))) == ["a", "a", "b"]


@pytest.mark.parametrize("source", ["", "24 *", "(a", "a)", "a b", "a ** 2", "person.age * 2", "-a", "a;b"])
def test_what_is_no_formula_is_refused(source: str) -> None:
    with pytest.raises(RuleError):
        parse_formula(source)
