"""Confirmed statuses: conferred with number and validity, recognised while they hold, and no longer."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from counter.cases.application import Application
from counter.cases.casefile import CaseFile, Verb
from counter.cases.identities import Identity, restored
from counter.cases.split import Chosen
from counter.cases.workflow import Outcome
from counter.errors import Refused
from counter.letters.slips import Slip
from counter.services import cases, decisions, identities, intake, known
from counter.services.decisions import Answer
from counter.services.notice_rows import About, content_of
from counter.services.office import Office, Officer, Role
from counter.store import life_records
from counter.store.records import Event
from tests.clock import Clock
from tests.counter.grants import AGED, DIBAO, EDGE, GRANT, RIGID, STATUS, grant

MEDICAL = "healthcare-security.medical-aid-apply"
PENSION_PREMIUM = "human-resources.pension-premium"
REFUSE = Answer(Outcome.REFUSE, reason="不符合条件。", clause="《社会救助法》第四十八条")
PAPER = "居民最低生活保障证原件"


@pytest.fixture
def household(office: Office, family: Application) -> int:
    """The family stands in the register, nothing granted yet."""
    return intake.accept(office, family, [Chosen(AGED, 1)]).household_id


def held(office: Office, household_id: int) -> list[tuple[str, str]]:
    return [
        (one.category, one.holder) for one in identities.of_household(office, household_id, office.today())
    ]


def papers_of(case: CaseFile) -> dict[str, str]:
    """The papers that are not asked for, and why."""
    return {paper.title: paper.shared_by for paper in case.papers if paper.state == "shared"}


# --- what a decision confers -----------------------------------------------------------------------


def test_a_household_s_policy_confers_its_status_on_all_of_it(office: Office, family: Application) -> None:
    referral = grant(office, family, DIBAO, replace(GRANT, document_number="同民保〔2026〕18号"))
    household_id = cases.case(office, referral.number.rpartition("-")[0]).household_id
    (identity,) = identities.of_household(office, household_id)
    assert (identity.category, identity.person_id, identity.number) == ("低保", None, "同民保〔2026〕18号")
    assert (identity.starts, identity.ends) == (office.today(), None)
    assert (identity.conferred_by, identity.decision) == ("区民政局", f"{referral.number}-1")


def test_a_person_s_policy_confers_it_on_the_person(office: Office, family: Application) -> None:
    referral = grant(office, family, AGED, replace(GRANT, amount_fen=10_000), member=1)
    household_id = cases.case(office, referral.number.rpartition("-")[0]).household_id
    (identity,) = identities.of_household(office, household_id)
    assert (identity.category, identity.holder) == ("高龄老人", "林秀珠")
    assert identity.number == f"{referral.number}-1"


def test_a_refusal_confers_nothing(office: Office, family: Application) -> None:
    referral = grant(office, family, DIBAO, REFUSE)
    assert held(office, cases.case(office, referral.number.rpartition("-")[0]).household_id) == []


def test_rigid_spending_holds_twelve_months_when_nobody_said_how_long(
    office: Office, family: Application, clock: Clock
) -> None:
    referral = grant(office, family, RIGID, STATUS)
    household_id = cases.case(office, referral.number.rpartition("-")[0]).household_id
    (identity,) = identities.of_household(office, household_id)
    assert (identity.starts, identity.ends) == (date(2026, 11, 24), date(2027, 11, 23))
    clock.go_to(date(2027, 11, 23))
    assert held(office, household_id) == [("刚性支出困难", "")]
    clock.go_to(date(2027, 11, 24))
    assert held(office, household_id) == []


def test_nobody_can_let_it_hold_longer(office: Office, family: Application) -> None:
    starts = date(2026, 12, 1)
    with pytest.raises(Refused) as refused:
        grant(office, family, RIGID, replace(STATUS, starts=starts, ends=date(2027, 12, 1)))
    assert [problem.field for problem in refused.value.problems] == ["ends"]
    grant(office, family, RIGID, replace(STATUS, starts=starts, ends=date(2027, 11, 30)))


def test_a_correction_that_refuses_takes_the_status_with_it(office: Office, family: Application) -> None:
    referral = grant(office, family)
    household_id = cases.case(office, referral.number.rpartition("-")[0]).household_id
    decisions.correct(office, referral.number, REFUSE, because="录错结果")
    (identity,) = identities.of_household(office, household_id)
    assert identity.revoked_on == office.today() and held(office, household_id) == []


def test_a_corrected_amount_confers_it_under_the_new_number(office: Office, family: Application) -> None:
    referral = grant(office, family)
    household_id = cases.case(office, referral.number.rpartition("-")[0]).household_id
    decisions.correct(office, referral.number, replace(GRANT, amount_fen=63_000), because="金额录错")
    (now,) = identities.of_household(office, household_id, office.today())
    assert now.number == f"{referral.number}-2"


def test_the_status_of_aid_given_once_holds_for_a_year(
    office: Office, family: Application, clock: Clock
) -> None:
    once = Answer(Outcome.GRANT, amount_fen=80_000, amount_unit="元")
    referral = grant(office, family, "civil-affairs.temp-emergency", once)
    household_id = cases.case(office, referral.number.rpartition("-")[0]).household_id
    assert held(office, household_id) == [("急难对象", "")]
    clock.go_to(date(2027, 11, 24))
    assert held(office, household_id) == []


# --- what another office conferred -----------------------------------------------------------------


def enter(office: Office, household_id: int, **changes: Any) -> Identity:
    said: dict[str, Any] = {
        "category": "低保",
        "number": "集民保0077",
        "conferred_by": "集美区民政局",
        "starts": date(2026, 1, 1),
        "ends": date(2026, 12, 31),
        "evidence": PAPER,
    }
    return identities.enter(office, household_id, **(said | changes))


def test_another_office_s_status_is_entered_with_number_validity_and_proof(
    office: Office, household: int
) -> None:
    enter(office, household)
    (identity,) = identities.of_household(office, household)
    assert (identity.number, identity.conferred_by, identity.evidence) == (
        "集民保0077",
        "集美区民政局",
        PAPER,
    )
    assert identity.decision == "" and identity.ends == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"number": " ", "conferred_by": "", "evidence": ""}, ["number", "conferred_by", "evidence"]),
        ({"number": "9" * 61}, ["number"]),
        ({"category": "低宝"}, ["category"]),
        ({"category": "特困"}, ["person"]),
        ({"category": "低保边缘", "person_id": 1}, ["person"]),
        ({"person_id": 999}, ["person"]),
        ({"ends": date(2025, 12, 31)}, ["ends"]),
        ({"category": "刚性支出困难", "ends": date(2027, 1, 1)}, ["ends"]),
    ],
)
def test_what_cannot_be_is_not_entered(
    office: Office, household: int, wrong: dict[str, Any], fields: list[str]
) -> None:
    with pytest.raises(Refused) as refused:
        enter(office, household, **wrong)
    assert [problem.field for problem in refused.value.problems] == fields
    assert identities.of_household(office, household) == ()


def test_it_can_be_ended_with_a_reason_once(office: Office, household: int) -> None:
    enter(office, household)
    (identity,) = identities.of_household(office, household)
    with pytest.raises(Refused, match="Say why"):
        identities.revoke(office, identity.id, because=" ")
    identities.revoke(office, identity.id, because="发证机关已注销")
    assert held(office, household) == []
    with pytest.raises(Refused, match="has ended"):
        identities.revoke(office, identity.id, because="再次")


def test_a_status_that_rests_on_a_running_benefit_ends_with_that_one_alone(
    office: Office, family: Application
) -> None:
    referral = grant(office, family)
    household_id = cases.case(office, referral.number.rpartition("-")[0]).household_id
    (identity,) = identities.of_household(office, household_id)
    with pytest.raises(Refused, match="propose a change"):
        identities.revoke(office, identity.id, because="收入增加")
    assert held(office, household_id) == [("低保", "")]


def test_a_liaison_of_a_department_enters_nothing(office: Office, household: int) -> None:
    other = office.with_officer(Officer(9, "wu", "吴", (Role.LIAISON,), department="education"))
    with pytest.raises(Refused, match="may not"):
        enter(other, household)


def test_the_database_refuses_to_lose_a_status(office: Office, household: int) -> None:
    enter(office, household)
    with pytest.raises(IntegrityError, match="never removed"), office.write() as session:
        session.delete(session.get_one(life_records.Identity, 1))


# --- recognised by everyone, while it holds (社会救助法 art. 42) ------------------------------------


def carried(office: Office, family: Application, policy: str, member: int | None = None) -> CaseFile:
    told = replace(family, on=office.today())
    return intake.accept(office, told, [Chosen(policy, member, "经核实")])


def test_it_travels_on_every_referral_with_number_and_validity(office: Office, family: Application) -> None:
    grant(office, family, EDGE, replace(STATUS, document_number="同民边〔2026〕3号"))
    for policy, member in ((MEDICAL, 0), (PENSION_PREMIUM, 0), (AGED, 1)):
        (referral,) = carried(office, family, policy, member).referrals
        (one,) = restored(referral.snapshot).held
        assert (one.category, one.number, one.starts) == ("低保边缘", "同民边〔2026〕3号", office.today())


def test_a_personal_status_goes_with_its_holder_s_referrals_only(office: Office, household: int) -> None:
    person = identities.people_of_case(office, known_case(office))[1].person_id
    enter(office, household, category="特困", person_id=person, ends=None)
    told = cases.case(office, known_case(office)).application
    (of_mother,) = carried(office, told, AGED, 1).referrals
    (of_son,) = carried(office, told, "education.compulsory-living-aid", 2).referrals
    assert [one.category for one in restored(of_mother.snapshot).held] == ["特困"]
    assert restored(of_son.snapshot).held == ()


def known_case(office: Office) -> str:
    (person,) = [known.known_person(office, "350221194508153026")]
    assert person is not None
    return person.open_cases[0].number


def test_it_spares_the_papers_on_means_by_its_number(office: Office, family: Application) -> None:
    before = papers_of(carried(office, family, MEDICAL, 0))
    grant(office, family, EDGE, replace(STATUS, document_number="同民边〔2026〕3号"))
    after = papers_of(carried(office, family, MEDICAL, 0))
    spared = {title: why for title, why in after.items() if title not in before}
    assert spared and all("同民边〔2026〕3号" in why for why in spared.values())


def test_it_opens_the_policies_that_ask_for_it_once_the_clerk_has_taken_it_over(
    office: Office, family: Application
) -> None:
    grant(office, family)
    person = known.known_person(office, family.applicant.id_number)
    assert person is not None and person.statuses == ("低保",)
    (identity,) = person.identities
    facts = {**family.household.facts, "categories": frozenset({identity.category})}
    taken = replace(family, household=replace(family.household, facts=facts))
    electricity = "power-supply.free-electricity"
    assert intake.match(office, taken).row(electricity).verdict.value == "eligible"
    # On record alone it opens nothing: a person has to take it over.
    assert intake.match(office, family).row(electricity).verdict.value != "eligible"


def test_a_rigid_status_older_than_twelve_months_is_recognised_on_no_slip(
    office: Office, family: Application, clock: Clock
) -> None:
    grant(office, family, RIGID, replace(STATUS, document_number="同民刚〔2026〕5号"))
    facts = {**family.household.facts, "categories": frozenset({"刚性支出困难"})}
    said = replace(family, household=replace(family.household, facts=facts))
    in_time = carried(office, said, MEDICAL, 0)
    clock.go_to(date(2027, 11, 24))
    too_late = carried(office, said, MEDICAL, 0)

    assert [(one.title, one.number, one.until) for one in slip(office, in_time).identities] == [
        ("刚性支出困难", "同民刚〔2026〕5号", "2027年11月23日")
    ]
    assert slip(office, too_late).identities == ()
    assert restored(too_late.referrals[0].snapshot).held == ()
    assert too_late.referrals[0].snapshot["categories"] == []
    assert any("同民刚〔2026〕5号" in why for why in papers_of(in_time).values())
    assert not any("互认" in why for why in papers_of(too_late).values())


def slip(office: Office, case: CaseFile) -> Slip:
    """The slip that takes a case's referrals to their department."""
    said = content_of(office, case, "D09", "1", About(department=case.referrals[0].department))
    assert isinstance(said, Slip)
    return said


def test_what_was_said_last_time_is_not_taken_over_once_it_has_ended(
    office: Office, family: Application, clock: Clock
) -> None:
    grant(office, family, RIGID, STATUS)
    facts = {**family.household.facts, "categories": frozenset({"刚性支出困难", "防返贫监测对象"})}
    carried(office, replace(family, household=replace(family.household, facts=facts)), MEDICAL, 0)
    clock.go_to(date(2027, 12, 1))
    person = known.known_person(office, family.applicant.id_number)
    assert person is not None and person.last is not None and person.statuses == ()
    assert person.last.household.facts["categories"] == frozenset({"防返贫监测对象"})


def test_entering_and_ending_are_one_event_each_without_a_name(office: Office, household: int) -> None:
    enter(office, household)
    identities.revoke(office, 1, because="已注销")
    with office.read() as session:
        events = session.query(Event).order_by(Event.id.desc()).limit(2).all()
    assert [event.verb for event in events] == [Verb.IDENTITY_REVOKED, Verb.IDENTITY_ENTERED]
    assert "陈水木" not in str([event.detail for event in events])
