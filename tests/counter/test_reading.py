"""An application is read as a whole: everything wrong at once, and what is read is written back the same."""

import copy
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.cases.application import Application, IdType, Person
from counter.cases.gathering import Normalised
from counter.cases.reading import (
    incomplete,
    person_at,
    read_application,
    read_json,
    read_partly,
    restore_application,
    write_application,
)
from counter.catalogue.load import load
from counter.catalogue.model import FactType
from counter.errors import Refused
from counter.settings import Limits

TODAY = date(2026, 11, 24)
CATALOGUE = load()
FULL: dict[str, Any] = {
    "on": "2026-11-23",
    "place": "350212105",
    "urgent": True,
    "request": "家中失火，无处可住",
    "people": [
        {
            "name": "张三",
            "id_number": "350212198406152817",
            "relation": "02",
            "phone": "13900000001",
            "bank_account": "6217001234567890122",
            "facts": {
                "disability_grade": 2,
                "income_month": 900.5,
                "received": ["dibao"],
                "categories": ["低保"],
            },
        },
        {"name": "李四", "birth_date": "2015-03-02", "relation": "41", "facts": {"school_stage": "小学"}},
        {"name": "小宝", "id_type": "none", "birth_year": 2026, "no_id_reason": "新生儿", "relation": "42"},
    ],
    "household": {"address": "同安区莲花镇", "facts": {"size": 3, "income_per_capita_month": "620.50"}},
    "context": {"facts": {"cold_alert_active": False}},
    "agent": {
        "name": "王五",
        "id_number": "350221194508153026",
        "relation": "村干部",
        "phone": "13900000002",
    },
}


def read(data: object) -> Application:
    return read_application(data, CATALOGUE, today=TODAY).application


def problems_of(data: object) -> list[str]:
    return [problem.field for problem in read_partly(data, CATALOGUE, today=TODAY)[1]]


def test_what_was_said_becomes_an_application() -> None:
    application = read(FULL)
    assert application.on == date(2026, 11, 23)
    assert application.applicant.birth_date == date(1984, 6, 15)
    assert application.applicant.sex == "男"
    assert application.applicant.facts == {
        "disability_grade": 2,
        "income_month": Fraction("900.5"),
        "received": frozenset({"civil-affairs.dibao"}),
        "categories": frozenset({"低保"}),
    }
    assert application.household.facts == {"size": 3, "income_per_capita_month": Fraction("620.5")}
    assert application.people[2].id_type is IdType.NONE
    assert application.context == {"cold_alert_active": False}
    assert application.agent is not None


def test_all_problems_come_at_once_with_their_fields() -> None:
    data = copy.deepcopy(FULL)
    data["on"] = "2099-01-01"
    data["people"][0]["id_number"] = "35021219840615281"
    data["people"][1]["facts"]["school_stage"] = "小学生"
    data["household"]["facts"]["incom"] = 1
    data["agent"]["phone"] = "110"
    with pytest.raises(Refused) as refused:
        read(data)
    assert {problem.field for problem in refused.value.problems} == {
        "on",
        "people[0].id_number",
        "people[1].facts.school_stage",
        "household.facts.incom",
        "agent.phone",
    }


def test_what_is_wrong_is_left_out_while_the_rest_is_read() -> None:
    data = copy.deepcopy(FULL)
    data["people"][0]["id_number"] = "3502"
    reading, problems = read_partly(data, CATALOGUE, today=TODAY)
    assert [problem.field for problem in problems] == ["people[0].id_number"]
    assert reading.application.applicant.name == "张三"
    assert reading.application.applicant.id_number == ""


@pytest.mark.parametrize("data", [None, [], "x", 5, True, 1.5])
def test_something_else_than_an_object_is_one_problem(data: object) -> None:
    assert problems_of(data) == [""]


def test_what_was_mended_is_told_and_numbers_are_masked() -> None:
    data = copy.deepcopy(FULL)
    data["people"][0]["id_number"] = "350212 19840615 2817"
    data["people"][0]["phone"] = "139-0000-0001"
    data["people"][0]["name"] = "买买提‧艾力"
    reading = read_application(data, CATALOGUE, today=TODAY)
    assert reading.normalised == (
        Normalised("people[0].id_number", "3502** ******** 2817", "3502**********2817"),
        Normalised("people[0].name", "买买提‧艾力", "买买提·艾力"),
        Normalised("people[0].phone", "139-****-0001", "139****0001"),
    )


def test_a_status_that_no_policy_reads_is_kept_and_told() -> None:
    data = copy.deepcopy(FULL)
    data["people"][0]["facts"]["categories"] = ["低保户"]
    reading = read_application(data, CATALOGUE, today=TODAY)
    assert reading.application.applicant.facts["categories"] == frozenset({"低保户"})
    assert [(note.field, note.params["nearest"]) for note in reading.notes] == [
        ("people[0].facts.categories", "低保")
    ]


def test_a_relation_that_does_not_fit_the_sex_is_told() -> None:
    data = copy.deepcopy(FULL)
    data["people"][0]["relation"] = "12"
    assert [note.field for note in read_application(data, CATALOGUE, today=TODAY).notes] == [
        "people[0].relation"
    ]


def test_an_unknown_fact_is_refused_with_the_nearest() -> None:
    for name, nearest in (
        ("income_per_capita", "income_per_capita_month"),
        ("家庭人均月收入", "income_per_capita_month"),
        ("extra_house", "extra_houses"),
    ):
        _, problems = read_partly({"people": [{}], "household": {"facts": {name: 1}}}, CATALOGUE, today=TODAY)
        assert [problem.params["nearest"] for problem in problems] == [nearest]


def test_a_fact_in_the_wrong_place_is_sent_to_the_right_one() -> None:
    _, problems = read_partly(
        {"people": [{"facts": {"extra_houses": 0}}], "household": {"facts": {"disability_grade": 1}}},
        CATALOGUE,
        today=TODAY,
    )
    assert {problem.params["place"] for problem in problems} == {
        "household.facts.extra_houses",
        "people[…].facts.disability_grade",
    }


def test_a_household_may_hold_facts_alone() -> None:
    application = read({"people": [{"facts": {"age": 70}}, {"birth_date": "2015-03-02"}, {}]})
    assert application.on == TODAY
    assert application.people[0].facts == {"age": 70}
    assert application.people[2] == Person()


def test_an_agreeing_age_is_not_kept_because_it_will_not_stay_right() -> None:
    application = read({"people": [{"birth_date": "2015-03-02", "facts": {"age": 11}}]})
    assert application.applicant.facts == {}


def test_null_is_unknown_everywhere() -> None:
    application = read(
        {"people": [{"name": None, "facts": {"major_illness": None}}], "household": None, "context": None}
    )
    assert application.applicant == Person()


def test_limits_can_be_set() -> None:
    small = Limits(name=2, request=3, household=1)
    _, problems = read_partly(
        {"request": "四个字的", "people": [{"name": "欧阳娜"}]}, CATALOGUE, today=TODAY, limits=small
    )
    assert {problem.field for problem in problems} == {"request", "people[0].name"}
    _, problems = read_partly({"people": [{}, {}]}, CATALOGUE, today=TODAY, limits=small)
    assert [problem.field for problem in problems] == ["people"]


def test_a_person_is_found_by_index_or_refused() -> None:
    application = read(FULL)
    assert person_at(application, 1).name == "李四"
    with pytest.raises(Refused):
        person_at(application, 3)


# --- what stands in the way of acceptance --------------------------------------------------------


def test_a_whole_application_lacks_nothing() -> None:
    assert incomplete(read(FULL), CATALOGUE, place_known=False) == ()


def test_everything_missing_is_told_at_once() -> None:
    missing = incomplete(read({"people": [{}, {"id_type": "none"}]}), CATALOGUE, place_known=False)
    assert {problem.field for problem in missing} == {
        "place",
        "people[0].name",
        "people[0].id_number",
        "people[1].name",
        "people[1].birth_date",
        "people[1].no_id_reason",
    }


def test_an_office_with_a_township_needs_no_place() -> None:
    data = {key: value for key, value in FULL.items() if key != "place"}
    assert incomplete(read(data), CATALOGUE, place_known=True) == ()


def test_the_dead_do_not_apply() -> None:
    data = copy.deepcopy(FULL)
    data["people"][0]["facts"]["deceased"] = True
    assert [p.field for p in incomplete(read(data), CATALOGUE, place_known=True)] == [
        "people[0].facts.deceased"
    ]


def test_a_minor_needs_a_guardian_who_is_a_relative_and_alive() -> None:
    child = {"name": "小宝", "id_number": "350212201001011236"}
    adult = {"name": "李四", "id_number": "350221194508153026"}
    alone = incomplete(read({"people": [child]}), CATALOGUE, place_known=True)
    assert [problem.field for problem in alone] == ["people[0]"]
    for beside, fits in (
        ({**adult, "relation": "62"}, True),
        ({**adult, "relation": "99"}, False),
        ({**adult, "facts": {"deceased": True}}, False),
    ):
        missing = incomplete(read({"people": [child, beside]}), CATALOGUE, place_known=True)
        assert (missing == ()) is fits


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"{", "no JSON"),
        (b"{'people': []}", "no JSON"),
        (b'{"people": [],}', "no JSON"),
        (b'{"people": []} {}', "no JSON"),
        ("姓名,身份证号".encode(), "no JSON"),
        (b"\x00\x01", "no JSON"),
        ('{"request": "王"}'.encode("gb18030"), "UTF-8"),
        ('{"people": []}'.encode("utf-16"), "UTF-8"),
        (b"PK\x03\x04\xff\xff", "UTF-8"),
        (b"[" * 200_000, "deeply"),
        (b'{"request": "' + b"x" * 6_000_000 + b'"}', "MB"),
    ],
)
def test_what_is_no_application_file_is_named(content: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        read_json(content)


def test_a_byte_order_mark_is_no_matter() -> None:
    assert read_json(b"\xef\xbb\xbf" + b'{"urgent": true}') == {"urgent": True}


def test_figures_are_read_exactly() -> None:
    assert read_json(b"[0.1, 620.10, -0]") == [Decimal("0.1"), Decimal("620.10"), Decimal(0)]


def test_a_name_that_stands_twice_is_refused_where_it_stands() -> None:
    data = read_json(
        b'{"people": [{"facts": {"age": 1, "age": 2}}], "household": {"address": "", "address": "x"},'
        b' "on": "2026-11-23", "on": "2026-11-24"}'
    )
    assert problems_of(data) == ["on", "household.address", "people[0].facts.age"]


# --- properties ----------------------------------------------------------------------------------

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text(st.characters(codec=None, exclude_categories=()))
    | st.sampled_from(["350212198406152817", "2026-02-08", "-0", "1,200", "张三", "低保", "13900000001"])
)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)
NAMES = ("name", "id_type", "id_number", "birth_date", "birth_year", "relation", "phone", "bank_account")


def facts_of(scope: str) -> st.SearchStrategy[object]:
    keys = [fact.key for fact in CATALOGUE.facts.values() if fact.scope == scope]
    return st.dictionaries(st.sampled_from([*keys, "nonsense"]), ANYTHING, max_size=4) | ANYTHING


PERSONS = ANYTHING | st.fixed_dictionaries(
    {}, optional={**dict.fromkeys(NAMES, ANYTHING), "facts": facts_of("person")}
)
APPLICATIONS = ANYTHING | st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("on", "place", "urgent", "request", "agent"), ANYTHING),
        "people": st.lists(PERSONS, max_size=3) | ANYTHING,
        "household": st.fixed_dictionaries(
            {}, optional={"address": ANYTHING, "facts": facts_of("household")}
        ),
        "context": st.fixed_dictionaries({}, optional={"facts": facts_of("context")}) | ANYTHING,
    },
)


@given(APPLICATIONS)
def test_reading_fails_only_by_refusing(data: object) -> None:
    reading, problems = read_partly(data, CATALOGUE, today=TODAY)
    assert problems or reading.application.people
    for problem in (*problems, *reading.notes):
        problem.field.encode("utf-8")


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        data = read_json(content)
    except Refused:
        return
    read_partly(data, CATALOGUE, today=TODAY)


def fact_values() -> dict[str, st.SearchStrategy[object]]:
    """For each fact a value that it may have."""
    by_type = {
        FactType.BOOLEAN: lambda fact: st.booleans(),
        FactType.INTEGER: lambda fact: st.integers(int(fact.floor or 0), int(fact.ceiling or 99)),
        FactType.NUMBER: lambda fact: st.integers(int(fact.floor or 0), 100 * int(fact.ceiling or 1)).map(
            lambda hundredths: str(Decimal(hundredths) / 100)
        ),
        FactType.ENUM: lambda fact: st.sampled_from(fact.values),
        FactType.SET: lambda fact: st.lists(st.sampled_from(fact.values), unique=True),
        FactType.STRING: lambda fact: st.just("同安区"),
        FactType.RECEIVED: lambda fact: st.lists(
            st.sampled_from([policy.code for policy in CATALOGUE.policies]), unique=True
        ),
    }
    others = ("household.size", "person.age", "person.birth_date")
    return {
        fact.name: by_type[fact.type](fact) for fact in CATALOGUE.facts.values() if fact.name not in others
    }


VALUES = fact_values()


def some_facts(scope: str) -> st.SearchStrategy[dict[str, object]]:
    optional = {
        name.partition(".")[2]: values for name, values in VALUES.items() if name.startswith(scope + ".")
    }
    return st.fixed_dictionaries({}, optional=optional)


@given(some_facts("household"), some_facts("person"), some_facts("context"))
def test_what_is_written_reads_back_the_same(household: Any, person: Any, context: Any) -> None:
    data = {
        **FULL,
        "people": [{"name": "张三", "birth_date": "1984-06-15", "facts": person}],
        "household": {"facts": household},
        "context": {"facts": context},
    }
    application = read(data)
    written = json.loads(json.dumps(write_application(application)))
    again = read_application(written, CATALOGUE, today=TODAY)
    assert again.application == application
    assert again.normalised == ()
    assert restore_application(written, CATALOGUE) == application


def test_an_application_can_be_restored_by_another_list() -> None:
    application = read(FULL)
    forgetful = replace(CATALOGUE, facts={})
    restored = restore_application(write_application(application), forgetful)
    assert restored.household.facts["income_per_capita_month"] == Fraction("620.5")
    assert restored.applicant == application.applicant
