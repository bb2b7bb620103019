"""一次性告知: what is missing is told once and whole; what came back before is told at the next intake."""

from datetime import date

import pytest

from counter.cases.application import Application
from counter.cases.casefile import CaseFile, Paper, Verb
from counter.cases.one_time_notice import Asked, second_requests
from counter.cases.split import Chosen
from counter.cases.workflow import CaseState, ReferralState, ReturnReason
from counter.errors import Refused
from counter.services import audit, cases, dispatch, intake, lessons, referrals
from counter.services.office import Office, Officer, Role
from tests.clock import Clock

CERTIFICATE = "disabled-federation.disability-cert"
PHOTO = Paper("photograph", "照片", "missing")
DIAGNOSIS = Paper("diagnosis", "诊断证明", "missing")
POLICE_REPORT = Paper("accident-report", "事故认定书", "missing")
FIRST = Asked(date(2026, 11, 24), frozenset({"photograph"}))


def materials(office: Office) -> set[str]:
    return {one.material for one in office.catalogue.policy(CERTIFICATE).requirements}


@pytest.fixture
def signed(office: Office, family: Application) -> CaseFile:
    """An application for a disability card, signed for by its department."""
    case = intake.accept_and_send(office, family, [Chosen(CERTIFICATE, 0, "申请人要求")])
    referrals.sign(office, case.referrals[0].number)
    return cases.case(office, case.number)


@pytest.fixture
def asked(office: Office, signed: CaseFile, clock: Clock) -> str:
    """The department asked for the photograph, which came two days later; its referral."""
    number = signed.referrals[0].number
    referrals.request_papers(office, number, papers=[PHOTO])
    clock.go_to(date(2026, 11, 26))
    referrals.resume(office, number, papers=[Paper("photograph", "照片", "original")])
    return number


def test_the_papers_of_the_test_are_on_the_list(office: Office) -> None:
    assert {"photograph", "diagnosis"} <= materials(office)
    assert "accident-report" not in materials(office)


# --- the rule ------------------------------------------------------------------------------------


def test_the_first_notice_is_never_a_second_one() -> None:
    assert second_requests([("photograph", "照片")], [], needed={"photograph"}) == ()


def test_what_was_named_and_what_should_have_been_named_is_a_second_request() -> None:
    wanted = [("photograph", "照片"), ("diagnosis", "诊断证明"), ("accident-report", "事故认定书")]
    found = second_requests(wanted, [FIRST], needed={"photograph", "diagnosis"})
    assert [(one.material, one.was) for one in found] == [("photograph", True), ("diagnosis", False)]
    assert {one.on for one in found} == {date(2026, 11, 24)}


def test_the_day_told_is_that_of_the_notice_that_named_it() -> None:
    later = Asked(date(2026, 12, 1), frozenset({"accident-report"}))
    found = second_requests([("accident-report", "事故认定书")], [later, FIRST], needed=set())
    assert [(one.on, one.was) for one in found] == [(date(2026, 12, 1), True)]


# --- in a department -----------------------------------------------------------------------------


@pytest.mark.parametrize(("paper", "said"), [(PHOTO, "already"), (DIAGNOSIS, "should have been")])
def test_a_second_request_is_stopped_and_the_stop_is_recorded(
    office: Office, asked: str, paper: Paper, said: str
) -> None:
    before = referrals.referral(office, asked)
    events = audit.last_event(office)
    with pytest.raises(Refused, match=said) as refused:
        referrals.request_papers(office, asked, papers=[paper])
    (problem,) = refused.value.problems
    assert problem.params == {"paper": paper.title, "day": date(2026, 11, 24)}
    assert referrals.referral(office, asked) == before
    assert audit.last_event(office) == events + 1
    event = cases.case(office, asked.rpartition("-")[0]).events[-1]
    assert (event.verb, event.referral) == (Verb.SECOND_REQUEST_STOPPED, asked)
    assert event.detail["materials"] == [paper.material] and event.detail["first"] == "2026-11-24"
    assert audit.verify(office).ok


def test_a_new_fact_allows_it_and_stands_on_the_record(office: Office, asked: str) -> None:
    waiting = referrals.request_papers(office, asked, papers=[DIAGNOSIS], because="申请人新患病")
    assert waiting.state is ReferralState.WAITING
    detail = cases.case(office, asked.rpartition("-")[0]).events[-1].detail
    assert detail["because"] == "申请人新患病" and detail["again"] == ["diagnosis"]


def test_what_no_list_names_can_be_asked_for_once(office: Office, asked: str) -> None:
    assert referrals.request_papers(office, asked, papers=[POLICE_REPORT]).state is ReferralState.WAITING
    referrals.resume(office, asked)
    with pytest.raises(Refused, match="already"):
        referrals.request_papers(office, asked, papers=[POLICE_REPORT])


def test_a_request_that_cannot_be_made_at_all_records_no_stop(office: Office, signed: CaseFile) -> None:
    number = signed.referrals[0].number
    referrals.request_papers(office, number, papers=[PHOTO])
    events = audit.last_event(office)
    with pytest.raises(Refused, match="cannot be changed"):
        referrals.request_papers(office, number, papers=[PHOTO])
    assert audit.last_event(office) == events


# --- at the window -------------------------------------------------------------------------------


def test_the_window_binds_the_departments(office: Office, family: Application, clock: Clock) -> None:
    """Told at the window that the photograph was missing; the department may not add the diagnosis."""
    registered = intake.register(office, family, [PHOTO])
    clock.go_to(date(2026, 11, 30))
    chosen = [Chosen(CERTIFICATE, 0, "申请人要求")]
    intake.accept_registered(
        office, registered.number, chosen, papers=[Paper("photograph", "照片", "original")]
    )
    sent = dispatch.send(office, registered.number)
    number = sent.referrals[0].number
    referrals.sign(office, number)
    with pytest.raises(Refused, match="should have been") as refused:
        referrals.request_papers(office, number, papers=[DIAGNOSIS])
    assert refused.value.params["day"] == date(2026, 11, 24)


def test_the_window_asks_once_as_well(office: Office, family: Application, clock: Clock) -> None:
    registered = intake.register(office, family, [PHOTO])
    clock.go_to(date(2026, 11, 30))
    with pytest.raises(Refused, match="should have been"):
        intake.ask_papers(office, registered.number, [DIAGNOSIS])
    stopped = cases.case(office, registered.number)
    assert stopped.events[-1].verb is Verb.SECOND_REQUEST_STOPPED
    assert [paper.material for paper in stopped.papers] == ["photograph"]
    again = intake.ask_papers(office, registered.number, [DIAGNOSIS], because="改申请残疾证")
    assert [paper.material for paper in again.papers] == ["photograph", "diagnosis"]
    assert again.papers_due == date(2026, 12, 14)


def test_a_question_becomes_a_registration_with_its_first_notice(office: Office, family: Application) -> None:
    noted = cases.consult(office, family, note="问残疾证")
    registered = intake.ask_papers(office, noted.number, [PHOTO, DIAGNOSIS])
    assert registered.state is CaseState.AWAITING_PAPERS
    assert registered.events[-1].verb is Verb.REGISTERED
    assert [paper.state for paper in registered.papers] == ["missing", "missing"]


# --- lessons -------------------------------------------------------------------------------------


def came_back(office: Office, family: Application, reason: ReturnReason, text: str) -> None:
    case = intake.accept_and_send(office, family, [Chosen(CERTIFICATE, 0, "申请人要求")])
    referrals.return_to_dispatcher(office, case.referrals[0].number, reason=reason, text=text)


def test_returns_are_counted_and_told_at_the_next_intake(office: Office, family: Application) -> None:
    came_back(office, family, ReturnReason.PAPERS_MISSING, "缺照片")
    came_back(office, family, ReturnReason.PAPERS_MISSING, "照片过旧")
    came_back(office, family, ReturnReason.PAPERS_MISSING, "缺照片")
    came_back(office, family, ReturnReason.OUTSIDE_DISTRICT, "户籍在集美区")
    first, second = lessons.lessons(office, [CERTIFICATE, "civil-affairs.dibao"])
    assert (first.policy, first.reason, first.count) == (CERTIFICATE, ReturnReason.PAPERS_MISSING, 3)
    assert first.texts == ("缺照片", "照片过旧")
    assert (second.reason, second.count) == (ReturnReason.OUTSIDE_DISTRICT, 1)
    assert lessons.lessons(office, ["civil-affairs.dibao"]) == ()


def test_a_township_learns_from_its_own_returns(office: Office, family: Application) -> None:
    came_back(office, family, ReturnReason.PAPERS_MISSING, "缺照片")
    here = office.with_officer(Officer(3, "here", "本镇", (Role.CLERK,), township=family.place))
    there = office.with_officer(Officer(4, "there", "外镇", (Role.CLERK,), township="350212107"))
    assert [one.count for one in lessons.lessons(here, [CERTIFICATE])] == [1]
    assert lessons.lessons(there, [CERTIFICATE]) == ()
