"""What would have to change for a refused policy, and when to apply again."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from counter.cases.application import Application, Person
from counter.cases.compiled import State
from counter.cases.facts import Range
from counter.cases.match import PolicyMatch, Verdict
from counter.cases.reasons import Finding
from counter.letters.open_doors import earliest_again, figures_missed, near_words, value_words


def finding(text: str, state: State = State.UNMET, group: str = "", **more: object) -> Finding:
    plain = {"value": None, "line": None, "distance": None, "basis": "", "path": "", "unit": ""}
    return Finding(text, group, state, **{**plain, **more})  # type: ignore[arg-type]  # named above


def row(*conditions: Finding, member: int | None = None) -> PolicyMatch:
    """A refused policy with these conditions."""
    known = {
        "policy": "a.b",
        "title": "某项",
        "department": "civil-affairs",
        "verdict": Verdict.NOT,
        "for_member": member,
        "way": "",
        "if_granted": (),
        "conditions": conditions,
        "ask": (),
        "lost_if": (),
        "subjects": (),
        "amount": None,
        "provisional": (),
    }
    return PolicyMatch(**known)  # type: ignore[arg-type]  # no amount is looked at here


def test_a_figure_that_missed_its_line_is_told_with_the_distance() -> None:
    over = finding(
        "家庭人均月收入低于低保标准（800元）",
        value=Fraction(860),
        line=Fraction(800),
        distance=Fraction(60),
        unit="元",
    )
    missed = row(over, finding("本区户籍", State.MET), finding("财产", State.UNKNOWN))
    assert figures_missed(missed) == ("家庭人均月收入低于低保标准（800元），现为860元，相差60元",)
    assert near_words(missed) == "家庭人均月收入低于低保标准（800元），相差60元"


def test_of_alternatives_and_of_what_is_no_figure_a_refusal_tells_nothing() -> None:
    """Which of them mattered, the reasons of the decision say; a list of the others would contradict them."""
    grouped = finding("年满80周岁", value=77, line=80, distance=Fraction(3), unit="周岁", group="1")
    assert figures_missed(row(finding("视力", group="1"), grouped, finding("本区户籍"))) == ()
    assert near_words(row(finding("视力", group="1"), grouped)) == "年满80周岁，相差3周岁"
    assert near_words(row(finding("本区户籍"))) == ""


@pytest.mark.parametrize(
    ("born", "line", "words"),
    [
        (date(1966, 12, 24), 60, "年龄达到要求之日（2026年12月24日）起可以重新申请"),
        (date(1968, 2, 29), 59, "年龄达到要求之日（2027年3月1日）起可以重新申请"),
    ],
)
def test_who_is_only_too_young_may_apply_on_the_birthday(born: date, line: int, words: str) -> None:
    application = Application(date(2026, 11, 23), (Person("甲", birth_date=born),))
    young = finding(
        f"年满{line}周岁",
        value=line - 1,
        line=Fraction(line),
        distance=Fraction(1),
        path="people[0].birth_date",
        unit="周岁",
    )
    assert earliest_again(row(young, member=0), application).startswith(words)


def test_everyone_else_may_apply_again_at_any_time() -> None:
    application = Application(date(2026, 11, 23), (Person("甲", birth_date=date(1980, 1, 1)),))
    for refused in (None, row(finding("本区户籍"), member=0)):
        assert earliest_again(refused, application).startswith("情况发生变化")


def test_values_read_as_figures() -> None:
    assert value_words(Fraction(13, 20), "") == "0.65"
    assert value_words(Range(Fraction(300)), "元") == "至少300元"
    assert value_words(True, "") == value_words(None, "元") == ""
