"""Running benefits come up again in time: by class, at an end, an age, a death; a case lies ready."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from counter.cases.application import Application, Person
from counter.cases.benefits import ReviewReason
from counter.cases.casefile import Verb
from counter.cases.reading import read_partly
from counter.cases.reviewing import birthday, reached, turning_ages
from counter.catalogue.model import Catalogue
from counter.errors import Refused
from counter.services import benefits, cases, deaths, drafts, identities, reviews
from counter.services.office import Office, Officer, Role
from tests.clock import Clock
from tests.counter.grants import AGED, DIBAO, EDGE, GRANT, RIGID, STATUS, grant, granted

ORPHAN = "civil-affairs.orphan"


def due(office: Office, until: date | None = None) -> list[tuple[str, date, str]]:
    return [(one.reason.value, one.due, one.who) for one in reviews.due(office, until=until)]


# --- what is due -----------------------------------------------------------------------------------


def test_nothing_is_due_long_before(office: Office, family: Application) -> None:
    granted(office, family)
    assert reviews.due(office) == ()


def test_the_yearly_review_comes_up_thirty_days_before_and_stays_until_it_is_done(
    office: Office, family: Application, clock: Clock
) -> None:
    benefit = granted(office, family)
    clock.go_to(date(2027, 10, 24))
    assert due(office) == []
    for day in (date(2027, 10, 25), date(2027, 12, 20)):
        clock.go_to(day)
        assert due(office) == [("period", date(2027, 11, 24), "陈水木")]
    reviews.reviewed(office, benefit.id, unchanged=True)
    assert due(office) == []
    assert due(office, date(2028, 12, 20)) == [("period", date(2028, 12, 20), "陈水木")]


def test_the_end_of_a_validity_comes_up_thirty_days_before(
    office: Office, family: Application, clock: Clock
) -> None:
    grant(office, family, RIGID, STATUS)
    clock.go_to(date(2027, 10, 23))
    assert due(office) == []
    clock.go_to(date(2027, 10, 24))
    assert due(office) == [("validity", date(2027, 11, 23), "陈水木")]
    clock.go_to(date(2027, 11, 24))
    assert due(office) == []


def test_a_status_of_another_office_comes_up_before_it_ends(office: Office, family: Application) -> None:
    household = granted(office, family).household_id
    identities.enter(
        office,
        household,
        category="低保边缘",
        number="集民边0012",
        conferred_by="集美区民政局",
        starts=date(2026, 1, 1),
        ends=date(2026, 12, 15),
        evidence="证件原件",
    )
    (one,) = reviews.due(office)
    assert (one.reason, one.due, one.benefit) == (ReviewReason.VALIDITY, date(2026, 12, 15), None)
    assert one.identity is not None and one.identity.number == "集民边0012"


def orphan(born: date) -> Application:
    facts = {
        "hukou_district": "同安区",
        "father_status": "死亡",
        "mother_status": "死亡",
        "care_mode": "散居",
        "adopted": False,
        "deceased": False,
    }
    child = Person(
        name="叶小满", id_number="", no_id_reason="补办中", birth_date=born, relation="02", facts=facts
    )
    keeper = Person(name="叶大山", id_number="350212195203040010", birth_date=date(1952, 3, 4), relation="51")
    return Application(date(2026, 11, 24), (keeper, child), place="350212105", request="孩子无人抚养。")


def test_an_orphan_comes_up_before_turning_eighteen(office: Office, clock: Clock) -> None:
    granted(office, orphan(date(2009, 3, 10)), ORPHAN, replace(GRANT, amount_fen=200_000), member=1)
    clock.go_to(date(2027, 2, 7))
    assert due(office) == []
    clock.go_to(date(2027, 2, 8))
    (one,) = reviews.due(office)
    assert (one.reason, one.due, one.who, one.age) == (ReviewReason.AGE, date(2027, 3, 10), "叶小满", 18)


def test_an_age_that_was_reached_stays_until_it_was_looked_at(office: Office, clock: Clock) -> None:
    child = granted(office, orphan(date(2009, 3, 10)), ORPHAN, replace(GRANT, amount_fen=200_000), member=1)
    clock.go_to(date(2027, 4, 1))
    assert due(office) == [("age", date(2027, 3, 10), "叶小满")]
    reviews.reviewed(office, child.id, unchanged=True, note="仍在全日制高中就读")
    assert due(office) == []


def test_the_allowance_of_the_old_comes_up_at_ninety(
    office: Office, family: Application, clock: Clock
) -> None:
    granny = replace(family.people[1], id_number="", no_id_reason="补办中", birth_date=date(1937, 6, 1))
    old = replace(family, people=(family.people[0], granny))
    granted(office, old, AGED, replace(GRANT, amount_fen=10_000), member=1)
    clock.go_to(date(2027, 5, 20))
    assert [(one.reason, one.age) for one in reviews.due(office)] == [(ReviewReason.AGE, 90)]


def test_any_member_of_a_household_counts_where_the_policy_speaks_of_members(
    office: Office, family: Application, clock: Clock
) -> None:
    granted(office, family)
    clock.go_to(date(2030, 12, 20))
    found = [(one.who, one.age) for one in reviews.due(office) if one.reason is ReviewReason.AGE]
    assert found == [("陈小宝", 16)]


def test_the_ages_come_from_the_policies_own_conditions(catalogue: Catalogue) -> None:
    day = date(2026, 11, 24)
    figures = catalogue.figures_on(day)
    ages = {code: turning_ages(catalogue.policy(code, day), figures) for code in (AGED, ORPHAN, DIBAO, EDGE)}
    assert ages == {AGED: (80, 90, 100), ORPHAN: (18,), DIBAO: (16, 18, 60), EDGE: ()}
    lived_on = {one.code for one in catalogue.policies if 18 in turning_ages(one, figures)}
    assert {"civil-affairs.no-caregiver-child", "civil-affairs.child-in-difficulty"} <= lived_on


def test_a_condition_up_to_an_age_turns_on_the_birthday_after(catalogue: Catalogue) -> None:
    rehab = catalogue.policy("disabled-federation.disabled-child-rehab")
    figures: Mapping[str, Any] = {
        "rehab_age_hukou": Fraction(17),
        "rehab_age_permit": Fraction(6),
        "rehab_age_permit_poor": Fraction(17),
    }
    assert turning_ages(rehab, figures) == (7, 18)


def test_a_birthday_on_the_leap_day_is_kept_on_the_first_of_march() -> None:
    assert birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert reached(date(2008, 2, 29), (16, 18), date(2024, 2, 29), date(2026, 3, 1)) == (
        (18, date(2026, 3, 1)),
    )


def test_a_death_comes_up_with_its_three_months(office: Office, family: Application, clock: Clock) -> None:
    benefit = granted(office, family)
    clock.go_to(date(2027, 1, 4))
    granny = identities.people_of_case(office, benefit.case)[1].person_id
    deaths.report_death(office, granny, died_on=date(2027, 1, 2))
    assert due(office) == [("death", date(2027, 4, 2), "林秀珠")]


def test_everyone_sees_what_is_due_at_his_own_place_only(
    office: Office, family: Application, clock: Clock
) -> None:
    granted(office, family)
    clock.go_to(date(2027, 11, 1))
    here = Officer(3, "lin", "林晓", (Role.CLERK,), township="350212105")
    there = Officer(4, "wu", "吴", (Role.CLERK,), township="350212107")
    assert len(reviews.due(office.with_officer(here))) == 1
    assert reviews.due(office.with_officer(there)) == ()


# --- the prepared case -----------------------------------------------------------------------------


def test_a_case_is_prepared_from_what_was_said_last(office: Office, family: Application) -> None:
    told = replace(family, people=(replace(family.applicant, bank_account=""), *family.people[1:]))
    benefit = granted(office, told)
    content = dict(drafts.load_draft(office, reviews.open_case(office, benefit.id)))
    form = content.pop("form")
    assert form == {"review": {"benefit": benefit.id, "policy": DIBAO, "case": benefit.case}}
    reading, problems = read_partly(content, office.catalogue, today=office.today())
    assert problems == () and reading.application.people == told.people
    assert reading.application.household == family.household
    assert "复核" in reading.application.request and benefit.case in reading.application.request


def test_it_lies_parked_and_is_the_same_one_when_asked_for_twice(office: Office, family: Application) -> None:
    benefit = granted(office, family)
    first = reviews.open_case(office, benefit.id)
    assert reviews.open_case(office, benefit.id) == first
    (draft,) = drafts.drafts(office)
    assert draft.id == first and draft.parked_at is not None and draft.title == "陈*木"


def test_the_dead_are_not_on_it_nor_a_status_that_has_ended(
    office: Office, family: Application, clock: Clock
) -> None:
    facts = {**family.household.facts, "categories": frozenset({"刚性支出困难"})}
    grant(office, family, RIGID, STATUS)
    benefit = granted(office, replace(family, household=replace(family.household, facts=facts)))
    granny = identities.people_of_case(office, benefit.case)[1].person_id
    deaths.report_death(office, granny, died_on=office.today())
    clock.go_to(date(2027, 11, 24))
    content = drafts.load_draft(office, reviews.open_case(office, benefit.id))
    reading, _ = read_partly(
        {key: value for key, value in content.items() if key != "form"},
        office.catalogue,
        today=office.today(),
    )
    assert [person.name for person in reading.application.people] == ["陈水木", "陈小宝"]
    assert reading.application.household.facts["categories"] == frozenset()


def test_what_has_ended_is_neither_prepared_nor_reviewed(
    office: Office, family: Application, clock: Clock
) -> None:
    benefit = granted(office, family, DIBAO, replace(GRANT, ends=date(2026, 12, 31)))
    clock.go_to(date(2027, 1, 4))
    with pytest.raises(Refused, match="has ended"):
        reviews.open_case(office, benefit.id)
    with pytest.raises(Refused, match="has ended"):
        reviews.reviewed(office, benefit.id, unchanged=True)


# --- what came of it -------------------------------------------------------------------------------


def test_a_review_moves_the_next_one_and_is_one_event(
    office: Office, family: Application, clock: Clock
) -> None:
    benefit = granted(office, family)
    clock.go_to(date(2027, 11, 10))
    after = reviews.reviewed(office, benefit.id, unchanged=True)
    assert (after.reviewed_on, after.review_due) == (date(2027, 11, 10), date(2028, 11, 10))
    events = cases.case(office, benefit.case).events
    assert [event.verb for event in events].count(Verb.REVIEWED) == 1 and events[-1].verb is Verb.REVIEWED


def test_what_has_changed_has_to_be_said(office: Office, family: Application) -> None:
    benefit = granted(office, family)
    with pytest.raises(Refused, match="what has changed"):
        reviews.reviewed(office, benefit.id, unchanged=False)
    assert benefits.benefit(office, benefit.id).reviewed_on is None


def test_a_household_of_another_class_is_reviewed_more_often(office: Office, family: Application) -> None:
    benefit = granted(office, family)
    unsteady = next(
        name for name, months in office.catalogue.policy(DIBAO).renewal.classes.items() if months == 6
    )
    with pytest.raises(Refused, match="There is no class"):
        reviews.reviewed(office, benefit.id, unchanged=False, note="长子打零工", of_class="Z")
    after = reviews.reviewed(office, benefit.id, unchanged=False, note="长子打零工", of_class=unsteady)
    assert (after.review_class, after.review_due) == (unsteady, date(2027, 5, 24))


def test_a_department_reviews_its_own_alone(office: Office, family: Application) -> None:
    benefit = granted(office, family)
    other = office.with_officer(Officer(4, "wu", "吴", (Role.LIAISON,), department="education"))
    with pytest.raises(Refused, match="may not"):
        reviews.reviewed(other, benefit.id, unchanged=True)
