"""Accepting an application: one number, one clock for each referral, one event, or nothing at all."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from counter.cases.application import Application, IdType, Person
from counter.cases.casefile import CaseFile, Paper, Verb
from counter.cases.match import match
from counter.cases.split import Chosen
from counter.cases.workflow import CaseState, ReferralState
from counter.errors import Refused
from counter.services import audit, cases, deaths, district, drafts, identities, intake, known
from counter.services.office import Office
from counter.store import household_records, numbers, record, records
from tests.clock import Clock
from tests.counter.grants import AGED, DIBAO

CARE = "civil-affairs.disability-care"


def rows(office: Office, table: type[record.Record]) -> int:
    with office.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_accepting_gives_a_number_a_code_and_a_draft_for_each_policy(accepted: CaseFile) -> None:
    assert accepted.number == f"350212105-20261124-0001-{accepted.number[-1]}"
    assert numbers.is_case_number(accepted.number)
    assert len(accepted.query_code) == 8 and accepted.query_code.isdigit()
    assert accepted.state is CaseState.ACCEPTED
    assert [one.policy for one in accepted.referrals] == [
        "civil-affairs.dibao",
        "civil-affairs.aged-allowance",
    ]
    assert [one.number for one in accepted.referrals] == [f"{accepted.number}-01", f"{accepted.number}-02"]
    assert {one.state for one in accepted.referrals} == {ReferralState.DRAFT}


def test_the_statutory_clock_runs_from_the_day_of_acceptance(accepted: CaseFile) -> None:
    low_income = accepted.referrals[0]
    # Thirty working days reach into a year whose calendar is not known yet.
    assert low_income.due.due == date(2027, 1, 5)
    assert low_income.due.provisional and low_income.due.verified


def test_what_was_accepted_reads_back_as_it_was_said(
    office: Office, family: Application, accepted: CaseFile
) -> None:
    assert cases.case(office, accepted.number).application == family


def test_accepting_is_one_event_that_names_what_was_left_out(office: Office, accepted: CaseFile) -> None:
    (event,) = accepted.events
    assert event.verb is Verb.ACCEPTED
    assert event.detail["policies"] == ["civil-affairs.dibao", "civil-affairs.aged-allowance"]
    proposed = {one.policy for one in intake.eligible(match(accepted.application, office.catalogue))}
    assert set(event.detail["left_out"]) == proposed - set(event.detail["policies"])


def test_why_a_proposal_was_dropped_is_kept_for_the_supervisor(
    office: Office, family: Application, chosen: tuple[Chosen, ...]
) -> None:
    reasons = {"transport.transit-concession": "已有老年卡", "civil-affairs.dibao": "并未放弃"}
    case = intake.accept(office, family, chosen, dropped=reasons)
    assert case.events[0].detail["dropped"] == {"transport.transit-concession": "已有老年卡"}


def test_a_referral_carries_what_its_rule_reads_and_no_more(accepted: CaseFile) -> None:
    low_income, aged = accepted.referrals
    assert low_income.snapshot["household"]["income_per_capita_month"] == "620"
    (grandmother,) = aged.snapshot["people"]
    assert grandmother["name"] == "林秀珠"
    assert "income_per_capita_month" not in aged.snapshot["household"]


def test_what_nobody_handed_in_is_missing_and_what_data_sharing_shows_is_not_asked(
    office: Office, family: Application
) -> None:
    asked = [Chosen("education.student-loan", 1, "已向学校报名")]
    whole = intake.accept(office, family, asked)
    (some,) = [paper for paper in whole.papers if paper.state == "missing"]
    assert some.material == "student-loan-form"
    brought = Paper(some.material, some.title, "copy", copies=2, pages=3)
    case = intake.accept(office, family, asked, papers=[brought])
    by_material = {paper.material: paper for paper in case.papers}
    assert by_material[some.material].state == "copy" and by_material[some.material].copies == 2
    assert by_material[some.material].policies == some.policies
    shared = [paper for paper in case.papers if paper.state == "shared"]
    assert shared and all(paper.shared_by for paper in shared)


def test_what_the_window_makes_is_signed_there_and_nobody_is_sent_for_it(
    office: Office, family: Application, chosen: tuple[Chosen, ...]
) -> None:
    states = {paper.material: paper.state for paper in intake.accept(office, family, chosen).papers}
    for material in ("application-form", "honesty-pledge", "checking-authorisation"):
        assert states[material] == "signed"
    assert "power-of-attorney" not in states
    refused = Paper("checking-authorisation", "家庭经济状况核对授权书", "missing")
    case = intake.accept(office, family, chosen, papers=[refused])
    assert {paper.state for paper in case.papers if paper.material == refused.material} == {"missing"}


def test_without_a_policy_or_a_person_or_a_place_all_is_told_and_nothing_stored(
    office: Office, family: Application
) -> None:
    nobody = replace(family, people=(Person(),), place="")
    with pytest.raises(Refused) as refused:
        intake.accept(office, nobody, [])
    assert {"policies", "place", "people[0].name"} <= {problem.field for problem in refused.value.problems}
    assert rows(office, records.Case) == rows(office, household_records.Person) == 0


def test_an_application_without_a_place_is_taken_where_the_window_stands(
    office: Office, family: Application, chosen: tuple[Chosen, ...]
) -> None:
    settled = district.set_district(office, {"place": "350212001"}, confirmed=True)
    case = intake.accept(settled, replace(family, place=""), chosen)
    assert (case.place, case.place_title) == ("350212001", "大同街道")


def test_a_policy_that_does_not_fit_needs_a_reason(office: Office, family: Application) -> None:
    asked = Chosen("veterans.veteran-pension", 0)
    with pytest.raises(Refused, match="give a reason"):
        intake.accept(office, family, [asked])
    case = intake.accept(office, family, [replace(asked, because="立功证书在路上")])
    assert case.referrals[0].because == "立功证书在路上"
    assert case.events[0].detail["because"] == {"veterans.veteran-pension": "立功证书在路上"}


def test_an_unknown_policy_is_refused_with_the_nearest(office: Office, family: Application) -> None:
    with pytest.raises(Refused) as refused:
        intake.accept(office, family, [Chosen("civil-affairs.dibaoo")])
    assert refused.value.params["nearest"] == "civil-affairs.dibao"


def test_a_person_who_is_not_on_the_application_is_refused(office: Office, family: Application) -> None:
    with pytest.raises(Refused, match="not on this application"):
        intake.accept(office, family, [Chosen("civil-affairs.aged-allowance", 7)])


def test_an_act_that_fails_takes_no_number(
    office: Office, family: Application, chosen: tuple[Chosen, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall_over(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr("counter.store.chain.append", fall_over)
        with pytest.raises(RuntimeError):
            intake.accept(office, family, chosen)
    assert rows(office, records.Case) == 0
    assert intake.accept(office, family, chosen).number.split("-")[2] == "0001"


def test_the_second_case_of_a_day_has_the_next_number_and_the_same_people(
    office: Office, family: Application, chosen: tuple[Chosen, ...], accepted: CaseFile
) -> None:
    again = intake.accept(office, family, chosen)
    assert again.number.split("-")[2] == "0002"
    assert again.household_id == accepted.household_id
    assert again.events[0].detail["open_already"] == [one.number for one in reversed(accepted.referrals)]
    assert rows(office, household_records.Person) == 3


def test_the_key_pressed_twice_is_one_case(
    office: Office, family: Application, chosen: tuple[Chosen, ...]
) -> None:
    draft = drafts.save_draft(office, None, {"people": [{"name": "陈水木"}]})
    first = intake.accept(office, family, chosen, draft_id=draft)
    second = intake.accept(office, family, chosen, draft_id=draft)
    assert first.number == second.number
    assert rows(office, records.Case) == 1 and drafts.drafts(office) == ()


def test_accepting_and_sending_is_one_moment(
    office: Office, family: Application, chosen: tuple[Chosen, ...]
) -> None:
    case = intake.accept_and_send(office, family, chosen)
    assert {one.state for one in case.referrals} == {ReferralState.SENT}
    assert case.referrals[0].due.due_sign == date(2026, 11, 25)
    assert [event.verb for event in case.events] == [Verb.ACCEPTED, Verb.SENT]
    assert audit.verify(office).ok


def test_a_policy_of_persons_is_chosen_for_each_member_it_fits(office: Office, family: Application) -> None:
    answer = intake.match(office, family)
    assert intake.chosen_for(answer, "civil-affairs.aged-allowance") == (
        Chosen("civil-affairs.aged-allowance", 1),
    )
    assert Chosen("civil-affairs.dibao") in intake.eligible(answer)


def test_a_newborn_entered_without_a_number_is_known_again_with_one(
    office: Office, family: Application, chosen: tuple[Chosen, ...], accepted: CaseFile
) -> None:
    child = replace(
        family.people[2], id_type=IdType.RESIDENT, id_number="350212201501011231", no_id_reason=""
    )
    intake.accept(office, replace(family, people=(*family.people[:2], child)), chosen)
    assert rows(office, household_records.Person) == 3


def test_who_is_listed_in_another_household_moves_there(
    office: Office, family: Application, accepted: CaseFile
) -> None:
    grandmother = replace(family.people[1], relation="02")
    case = intake.accept(
        office,
        replace(
            family,
            people=(replace(family.people[0], id_number="350212198001010015", name="陈水生"), grandmother),
        ),
        [Chosen("civil-affairs.aged-allowance", 1)],
    )
    assert case.household_id != accepted.household_id
    with office.read() as session:
        ended = session.scalars(
            select(household_records.Membership).where(household_records.Membership.until.is_not(None))
        ).all()
    assert [(row.household_id, row.until) for row in ended] == [(accepted.household_id, family.on)]


# --- registered, declined ------------------------------------------------------------------------

HUKOU = Paper("hukou-book", "户口簿", "missing", where_to_get="派出所")


def test_a_case_that_lacks_papers_waits_and_no_clock_runs(office: Office, family: Application) -> None:
    case = intake.register(office, family, [HUKOU])
    assert case.state is CaseState.AWAITING_PAPERS
    assert case.referrals == () and case.papers[0].state == "missing"
    assert case.papers_due == date(2026, 12, 8)
    assert [event.verb for event in case.events] == [Verb.REGISTERED]


def test_a_registered_case_is_accepted_on_the_day_the_papers_come(
    office: Office, family: Application, chosen: tuple[Chosen, ...], clock: Clock
) -> None:
    waiting = intake.register(office, family, [HUKOU])
    clock.pass_by(days=3)
    case = intake.accept_registered(
        office, waiting.number, chosen, papers=[replace(HUKOU, state="copy", where_to_get="")]
    )
    assert case.number == waiting.number
    assert case.accepted_on == case.application.on == date(2026, 11, 27)
    assert case.papers_due is None and len(case.referrals) == 2
    assert {paper.state for paper in case.papers if paper.material == "hukou-book"} == {"copy"}
    assert audit.verify(office).ok


def test_who_died_while_papers_were_awaited_is_not_taken_in_again(
    office: Office, family: Application, chosen: tuple[Chosen, ...], clock: Clock
) -> None:
    waiting = intake.register(office, family, [HUKOU])
    clock.pass_by(days=3)
    granny = identities.people_of_case(office, waiting.number)[1]
    deaths.report_death(office, granny.person_id, died_on=office.today())
    case = intake.accept_registered(
        office, waiting.number, [Chosen(DIBAO), Chosen(CARE, 2, "看护")], dropped={AGED: "不再申请"}
    )
    assert [one.name for one in case.application.people] == [family.people[0].name, family.people[2].name]
    assert {one.subject for one in case.referrals} == {"household", "1"}
    home = known.known_person(office, family.applicant.id_number)
    assert home is not None and granny.name not in [one.name for one in home.members]
    # Said to live, the person is refused; a funeral is asked for one who is said to have died.
    with pytest.raises(Refused) as refused:
        intake.accept(office, replace(family, on=office.today()), [Chosen(DIBAO)])
    assert [one.field for one in refused.value.problems] == ["people[1].facts.deceased"]


def test_the_township_of_before_accepts_nothing_new_and_names_its_successor(
    office: Office, family: Application, chosen: tuple[Chosen, ...]
) -> None:
    old = replace(family, place="350212106")
    for enter in (
        lambda: intake.accept(office, old, chosen),
        lambda: intake.register(office, old, [HUKOU]),
        lambda: intake.decline(office, old, reason="户籍不在本区", clause="第三十七条"),
    ):
        with pytest.raises(Refused) as refused:
            enter()
        (problem,) = refused.value.problems
        assert (problem.field, problem.params["successor"]) == ("place", "350212003 新民街道")


def test_declining_names_the_clause_and_the_right_office(office: Office, family: Application) -> None:
    with pytest.raises(Refused) as refused:
        intake.decline(office, family, reason=" ", clause="")
    assert [problem.field for problem in refused.value.problems] == ["reason", "clause"]
    case = intake.decline(
        office, family, reason="户籍不在本区", clause="第三十七条", proper_office="集美区民政局"
    )
    assert case.state is CaseState.DECLINED and case.proper_office == "集美区民政局"
    assert rows(office, records.Case) == 1


def test_a_declined_case_cannot_be_accepted(
    office: Office, family: Application, chosen: tuple[Chosen, ...]
) -> None:
    waiting = intake.register(office, family, [HUKOU])
    intake.decline_registered(office, waiting.number, reason="逾期未补正", clause="第十条")
    with pytest.raises(Refused, match="cannot be changed by"):
        intake.accept_registered(office, waiting.number, chosen)
