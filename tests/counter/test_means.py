"""Incomes and spendings row by row, and what was read out: read, added up, kept and printed."""

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.cases.application import (
    Application,
    Consent,
    Income,
    IncomeKind,
    Per,
    Spending,
    SpendingKind,
)
from counter.cases.reading import (
    Reading,
    read_application,
    read_partly,
    restore_application,
    write_application,
)
from counter.catalogue.load import load

TODAY = date(2026, 11, 24)
CATALOGUE = load()


def family(**said: Any) -> dict[str, Any]:
    """A family of two; `incomes` are the applicant's, `spending` the household's."""
    return {
        "on": "2026-11-23",
        "place": "350212105",
        "people": [
            {"name": "张三", "birth_date": "1984-06-15", "incomes": said.get("incomes"), "facts": {}},
            {"name": "李四", "birth_date": "2015-03-02", "relation": "41", "facts": {}},
        ],
        "household": {"facts": said.get("facts", {}), "spending": said.get("spending")},
        "consents": said.get("consents"),
    }


def read(**said: Any) -> Reading:
    return read_application(family(**said), CATALOGUE, today=TODAY)


def refused(**said: Any) -> dict[str, str]:
    _reading, problems = read_partly(family(**said), CATALOGUE, today=TODAY)
    return {problem.field: problem.text for problem in problems}


def test_rows_are_read_and_become_the_figures_that_the_rules_read() -> None:
    application = read(
        incomes=[
            {"kind": "wage", "amount": 1200},
            {"kind": "property", "amount": "600.50", "per": "year"},
        ],
        spending=[
            {"kind": "medical", "amount": 8000},
            {"kind": "education", "amount": 100, "per": "month"},
        ],
        consents=["means", "truth"],
    ).application
    assert application.applicant.incomes == (
        Income(IncomeKind.WAGE, Fraction(1200)),
        Income(IncomeKind.PROPERTY, Fraction("600.5"), Per.YEAR),
    )
    assert application.applicant.facts["income_month"] == Fraction("1250.04")
    assert application.household.spending[1] == Spending(SpendingKind.EDUCATION, Fraction(100), Per.MONTH)
    assert application.household.facts["rigid_expense_12m"] == 9200
    assert application.household.facts["medical_self_pay_12m"] == 8000
    assert application.consents == {Consent.TRUTH, Consent.MEANS}


def test_an_income_that_was_not_told_leaves_the_figure_unknown() -> None:
    application = read(incomes=[{"kind": "wage", "amount": 1200}, {"kind": "transfer"}]).application
    assert application.applicant.incomes[1].amount is None
    assert "income_month" not in application.applicant.facts


def test_no_income_is_a_row_and_a_figure_of_nothing() -> None:
    application = read(incomes=[{"kind": "none"}]).application
    assert application.applicant.facts["income_month"] == 0


def test_a_figure_that_the_rows_do_not_add_up_to_is_told_and_kept() -> None:
    reading = read(facts={"rigid_expense_12m": 5000}, spending=[{"kind": "medical", "amount": 8000}])
    assert reading.application.household.facts["rigid_expense_12m"] == 5000
    assert [note.field for note in reading.notes] == ["household.facts.rigid_expense_12m"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"incomes": [{"kind": "salary", "amount": 1}]}, "people[0].incomes[0].kind"),
        ({"incomes": [{"amount": 1}]}, "people[0].incomes[0].kind"),
        ({"incomes": [{"kind": "wage", "amount": -1}]}, "people[0].incomes[0].amount"),
        ({"incomes": [{"kind": "wage", "amount": "1e3"}]}, "people[0].incomes[0].amount"),
        ({"incomes": [{"kind": "wage", "amount": 1, "per": "week"}]}, "people[0].incomes[0].per"),
        ({"incomes": [{"kind": "wage", "sum": 1}]}, "people[0].incomes[0].sum"),
        ({"incomes": [{"kind": "none", "amount": 1}]}, "people[0].incomes[0].amount"),
        ({"incomes": [{"kind": "none"}, {"kind": "wage", "amount": 1}]}, "people[0].incomes"),
        ({"incomes": {"kind": "wage"}}, "people[0].incomes"),
        ({"incomes": [None]}, "people[0].incomes[0]"),
        ({"incomes": [{"kind": "wage", "amount": 1}] * 61}, "people[0].incomes"),
        ({"spending": [{"kind": "wage", "amount": 1}]}, "household.spending[0].kind"),
        ({"consents": ["truht"]}, "consents"),
        ({"consents": {"truth": True}}, "consents"),
    ],
)
def test_what_is_wrong_in_a_row_is_told_at_its_place(said: dict[str, Any], field: str) -> None:
    assert list(refused(**said)) == [field]


@pytest.mark.parametrize(
    ("wrong", "field", "place"),
    [
        ({"spending": []}, "people[0].spending", "household.spending"),
        ({"consents": []}, "people[0].consents", "consents"),
    ],
)
def test_rows_in_the_wrong_place_are_told_where_they_belong(
    wrong: dict[str, Any], field: str, place: str
) -> None:
    data = family()
    data["people"][0] |= wrong
    _reading, (problem,) = read_partly(data, CATALOGUE, today=TODAY)
    assert (problem.field, problem.params["place"]) == (field, place)


def test_incomes_of_nobody_in_particular_belong_to_a_person() -> None:
    data = family()
    data["household"]["incomes"] = []
    _reading, (problem,) = read_partly(data, CATALOGUE, today=TODAY)
    assert (problem.field, problem.params["place"]) == ("household.incomes", "people[0].incomes")


def test_a_nearly_right_name_is_told_the_nearest() -> None:
    data = family()
    data["consent"] = []
    data["people"][0]["income"] = []
    _reading, problems = read_partly(data, CATALOGUE, today=TODAY)
    assert {problem.field: problem.params["nearest"] for problem in problems} == {
        "consent": "consents",
        "people[0].income": "incomes",
    }


def amounts(kinds: list[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    row = st.fixed_dictionaries(
        {"kind": st.sampled_from(kinds)},
        optional={
            "amount": st.decimals(0, 50_000, places=2).map(str),
            "per": st.sampled_from(["month", "year"]),
        },
    )
    return st.lists(row, max_size=4)


@given(
    amounts(["wage", "business", "property", "transfer"]),
    amounts(["living", "medical", "education", "disability", "other"]),
    st.sets(st.sampled_from(list(Consent))),
)
def test_rows_are_written_so_that_they_read_back_the_same(
    incomes: list[dict[str, Any]], spending: list[dict[str, Any]], consents: set[str]
) -> None:
    application = read(incomes=incomes, spending=spending, consents=sorted(consents)).application
    written = json.loads(json.dumps(write_application(application)))
    again = read_application(written, CATALOGUE, today=TODAY)
    assert (again.application, again.normalised, again.notes) == (application, (), ())
    assert restore_application(written, CATALOGUE) == application


def test_an_application_stored_before_rows_were_kept_is_restored_without_them() -> None:
    stored = write_application(read().application)
    assert not {"consents"} & stored.keys() and "incomes" not in json.dumps(stored)
    restored: Application = restore_application(stored, CATALOGUE)
    assert restored.applicant.incomes == () and restored.consents == frozenset()
