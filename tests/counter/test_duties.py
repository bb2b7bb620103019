"""Duties: what is owed, by whom, until when; a department sees its own, a township its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from counter.cases.application import Application
from counter.cases.casefile import CaseFile, Paper
from counter.cases.duties import DutyKind, Owes
from counter.cases.split import Chosen
from counter.cases.workflow import Outcome, ReturnReason
from counter.services import cases, decisions, delivery, dispatch, duties, intake, notices, referrals
from counter.services.decisions import Answer
from counter.services.delivery import Handing
from counter.services.duties import Wanted
from counter.services.office import Office, Officer, Role
from tests.clock import Clock

REFUSAL = Answer(
    Outcome.REFUSE, reason="收入高于标准", clause="第四条第一项", facts="月入三千", evidence="核对报告"
)


def kinds(office: Office) -> list[DutyKind]:
    return [duty.kind for duty in duties.duties(office)]


def test_an_accepted_case_is_to_be_dispatched_within_two_working_days(
    office: Office, accepted: CaseFile
) -> None:
    (duty,) = duties.duties(office, Wanted(frozenset({DutyKind.DISPATCH})))
    assert (duty.due, duty.owes, duty.late, duty.case) == (
        date(2026, 11, 26),
        Owes.WINDOW,
        0,
        accepted.number,
    )


def test_what_was_sent_is_to_be_signed_then_decided_then_told_then_delivered_then_filed(
    office: Office, accepted: CaseFile, clock: Clock
) -> None:
    for one in accepted.referrals[1:]:
        dispatch.withdraw(office, one.number, because="申请人不再需要")
    first = accepted.referrals[0].number
    dispatch.send(office, accepted.number)
    assert kinds(office) == [DutyKind.SIGN]
    clock.go_to(date(2026, 11, 26))
    (duty,) = duties.duties(office)
    assert (duty.kind, duty.owes, duty.late) == (DutyKind.SIGN, Owes.DEPARTMENT, 1)
    referrals.sign(office, first)
    assert kinds(office) == [DutyKind.DECIDE]
    decisions.decide(office, first, REFUSAL)
    (duty,) = duties.duties(office)
    assert (duty.kind, duty.owes, duty.due) == (DutyKind.TELL, Owes.WINDOW, date(2026, 12, 1))
    letter = notices.issue(office, accepted.number, "D20", referral=first)
    assert kinds(office) == [DutyKind.DELIVER]
    delivery.deliver(office, letter.number, Handing("direct"))
    assert kinds(office) == []
    cases.close(office, accepted.number)
    assert kinds(office) == [DutyKind.ARCHIVE]
    cases.archive(office, accepted.number)
    assert kinds(office) == []


def test_waiting_for_the_applicant_is_never_the_departments_fault(
    office: Office, sent: CaseFile, clock: Clock
) -> None:
    first = sent.referrals[0]
    referrals.sign(office, first.number)
    referrals.request_papers(office, first.number, papers=[Paper("medical-record", "病历", "missing")])
    clock.go_to(date(2027, 3, 1))
    (duty,) = [one for one in duties.duties(office) if one.referral == first.number]
    assert duty.owes is Owes.APPLICANT and duty.late > 0


def test_what_came_back_waits_for_the_dispatcher(office: Office, sent: CaseFile) -> None:
    first = sent.referrals[0].number
    referrals.return_to_dispatcher(office, first, reason=ReturnReason.NOT_OURS, text="应由教育局办理")
    (duty,) = duties.duties(office, Wanted(frozenset({DutyKind.RETURNED})))
    assert duty.owes is Owes.DISPATCHER and "应由教育局办理" in duty.what


def test_papers_that_are_awaited_stand_with_the_applicant(office: Office, family: Application) -> None:
    intake.register(office, family, [Paper("id-card", "身份证", "missing")])
    (duty,) = duties.duties(office)
    assert (duty.kind, duty.owes, duty.due) == (
        DutyKind.PAPERS_AWAITED,
        Owes.APPLICANT,
        date(2026, 12, 8),
    )


def test_gaps_are_named_with_their_earliest_day(
    office: Office, family: Application, chosen: tuple[Chosen, ...]
) -> None:
    day = date(2026, 11, 30)
    gaps = [
        Paper("medical-record", "病历", "gap", due=day + timedelta(days=3)),
        Paper("id-card", "身份证", "gap", due=day),
    ]
    intake.accept(office, family, chosen, papers=gaps)
    (duty,) = duties.duties(office, Wanted(frozenset({DutyKind.GAPS})))
    assert duty.due == day and "病历" in duty.what and "身份证" in duty.what


def test_everyone_sees_what_is_theirs(office: Office, sent: CaseFile) -> None:
    department = sent.referrals[0].department
    liaison = Officer(7, "l", "联络人", (Role.LIAISON,), department=department)
    seen = duties.duties(office.with_officer(liaison))
    assert {duty.department for duty in seen} == {department}
    elsewhere = Officer(8, "c", "外镇窗口", (Role.CLERK,), township="350212107")
    assert duties.duties(office.with_officer(elsewhere)) == ()
    assert duties.duties(office.with_officer(replace(liaison, active=False))) == ()


def test_a_supervisor_asks_for_what_is_late_and_by_whose_fault(
    office: Office, sent: CaseFile, clock: Clock
) -> None:
    clock.go_to(date(2026, 12, 1))
    supervisor = office.with_officer(Officer(9, "s", "督查", (Role.SUPERVISOR,)))
    late = duties.duties(supervisor, Wanted(owes=Owes.DEPARTMENT, late_only=True))
    assert {duty.referral for duty in late} == {one.number for one in sent.referrals}
    counted = duties.counts(supervisor)
    assert counted[DutyKind.SIGN] == (len(sent.referrals), len(sent.referrals))
