"""Duties: what is owed, by whom, until when; a department sees its own, a township its own."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from counter.cases.application import Application
from counter.cases.benefits import ChangeKind
from counter.cases.casefile import CaseFile, Paper
from counter.cases.chasing import Level
from counter.cases.duties import DutyKind, Owes
from counter.cases.lateness import Fault
from counter.cases.split import Chosen
from counter.cases.steps import StepKind
from counter.cases.workflow import Outcome, ReturnReason
from counter.errors import Refused
from counter.services import (
    benefits,
    cases,
    changes,
    chasing,
    decisions,
    delivery,
    dispatch,
    district,
    duties,
    duty_list,
    intake,
    notices,
    referrals,
    steps,
)
from counter.services.decisions import Answer
from counter.services.delivery import Handing
from counter.services.duties import Owed, Wanted
from counter.services.handled import STEPS_RECORDED
from counter.services.office import Office, Officer, Role
from tests.clock import Clock
from tests.counter.grants import grant, hand_over_letter, tell

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


def owed_of(office: Office, kind: DutyKind) -> list[Owed]:
    return [one for one in duties.owed(office) if one.duty.kind is kind]


def test_the_fault_is_the_departments_only_for_its_own_days(
    office: Office, sent: CaseFile, clock: Clock
) -> None:
    for one in sent.referrals:
        referrals.sign(office, one.number)
    clock.go_to(date(2027, 3, 1))
    late = owed_of(office, DutyKind.DECIDE)
    assert {one.duty.verified: one.fault for one in late}[True] is Fault.DEPARTMENT
    assert all(one.fault is None for one in late if not one.duty.verified), "nobody's fault yet"


def test_whoever_sends_late_is_late_by_his_own_fault(
    office: Office, accepted: CaseFile, clock: Clock
) -> None:
    clock.go_to(date(2026, 12, 1))
    (duty,) = owed_of(office, DutyKind.DISPATCH)
    assert (duty.duty.late, duty.fault, duty.duty.officer) == (3, Fault.WINDOW, accepted.owner)


def test_what_nobody_signed_for_is_owed_a_decision_too_once_its_limit_has_passed(
    office: Office, sent: CaseFile, clock: Clock
) -> None:
    clock.go_to(date(2027, 3, 1))
    late = {one.duty.referral for one in owed_of(office, DutyKind.DECIDE)}
    assert late == {one.number for one in sent.referrals if one.due.due}
    assert {one.duty.referral for one in owed_of(office, DutyKind.SIGN)} >= late


def test_all_that_is_late_by_the_clock_is_a_late_duty(office: Office, sent: CaseFile, clock: Clock) -> None:
    first, *others = sent.referrals
    referrals.return_to_dispatcher(office, first.number, reason=ReturnReason.NOT_OURS, text="不属本部门")
    for one in others:
        referrals.sign(office, one.number)
    clock.go_to(date(2027, 3, 1))
    late = {(one.duty.kind, one.duty.referral) for one in duties.owed(office) if one.duty.late}
    told = {(row.kind, row.referral) for row in chasing.late(office)}
    assert told and told <= late


def test_how_far_a_department_was_chased_stands_with_its_duty(
    office: Office, sent: CaseFile, clock: Clock
) -> None:
    number = sent.referrals[0].number
    clock.go_to(date(2026, 12, 1))
    chasing.chase(office, number, level=Level.REMIND)
    chased = {one.duty.referral: one.chased for one in owed_of(office, DutyKind.SIGN)}
    assert chased[number] is Level.REMIND and set(chased.values()) == {Level.REMIND, None}


def test_what_the_window_owes_on_a_referral_is_answered_for_by_who_owns_the_case(
    office: Office, sent: CaseFile
) -> None:
    number = sent.referrals[0].number
    referrals.sign(office, number)
    decisions.decide(office, number, REFUSAL)
    (duty,) = duties.duties(office, Wanted(frozenset({DutyKind.TELL})))
    assert duty.officer == sent.owner


def test_an_extension_is_told_before_the_old_limit_passes(
    office: Office, sent: CaseFile, clock: Clock
) -> None:
    number = sent.referrals[0].number
    before = referrals.sign(office, number).due.due
    referrals.extend(office, number, ground="人户分离", reason="两地居住，待查")
    (duty,) = duties.duties(office, Wanted(frozenset({DutyKind.TELL})))
    assert (duty.due, duty.owes, duty.reference) == (before, Owes.WINDOW, "D22")
    notices.issue(office, sent.number, "D22", referral=number)
    assert DutyKind.TELL not in kinds(office)


def test_the_letter_of_a_change_is_owed_until_it_is_delivered(
    office: Office, family: Application, clock: Clock
) -> None:
    referral = grant(office, family)
    hand_over_letter(office, referral)
    (given,) = benefits.running(office)
    clock.go_to(date(2027, 1, 4))
    plan = changes.propose(
        office,
        given.id,
        kind=ChangeKind.END,
        facts="就业",
        clause="第四十七条",
        planned_from=date(2027, 2, 1),
    )
    tell(office, plan.id)
    changes.hear(office, plan.id, whom="陈水木", by=["林晓"], opinion="无", adopted="无")
    assert not {DutyKind.TELL, DutyKind.DELIVER} & set(kinds(office))
    changes.decide_change(office, plan.id)
    (duty,) = duties.duties(office, Wanted(frozenset({DutyKind.TELL})))
    assert (duty.due, duty.reference) == (date(2027, 1, 7), f"change:{plan.id}")
    clock.go_to(date(2027, 1, 6))
    letter = notices.issue(office, given.case, "D24", about=f"change:{plan.id}")
    (duty,) = duties.duties(office, Wanted(frozenset({DutyKind.DELIVER})))
    assert (duty.due, duty.reference) == (date(2027, 1, 7), letter.number)
    delivery.deliver(office, letter.number, Handing("direct"))
    assert not {DutyKind.TELL, DutyKind.DELIVER} & set(kinds(office))


def test_a_proof_that_is_out_is_a_duty_until_it_is_back(office: Office, sent: CaseFile) -> None:
    number = sent.referrals[0].number
    referrals.sign(office, number)
    decisions.decide(office, number, REFUSAL)
    letter = notices.issue(office, sent.number, "D20", referral=number)
    proof = notices.issue(office, sent.number, "D25", notice=letter.number)
    (duty,) = duties.duties(office, Wanted(frozenset({DutyKind.PAPER_BACK})))
    assert (duty.reference, duty.due, duty.case) == (proof.number, None, sent.number)
    delivery.deliver(office, letter.number, Handing("direct"))
    delivery.came_back(office, proof.number)
    assert DutyKind.PAPER_BACK not in kinds(office)


def test_steps_are_owed_where_the_district_records_them(
    office: Office, family: Application, clock: Clock
) -> None:
    office = district.set_district(office, {STEPS_RECORDED: "入户调查"}, confirmed=True)
    case = dispatch.send(office, intake.accept(office, family, [Chosen("civil-affairs.dibao")]).number)
    (step,) = owed_of(office, DutyKind.STEP)
    assert (step.duty.reference, step.duty.owes, step.duty.late) == ("survey", Owes.WINDOW, 0)
    assert step.duty.due is not None
    clock.go_to(step.duty.due + timedelta(days=7))
    (step,) = owed_of(office, DutyKind.STEP)
    assert step.duty.late > 0 and step.fault is Fault.WINDOW
    referral = case.referrals[0].number
    referrals.sign(office, referral)
    steps.begin(office, referral, StepKind.SURVEY, by=("郑一", "黄二"))
    assert owed_of(office, DutyKind.STEP) == []


def test_the_list_leaves_as_it_stands_with_names_masked_for_a_supervisor(
    office: Office, sent: CaseFile, clock: Clock, tmp_path: Path
) -> None:
    clock.go_to(date(2026, 12, 1))
    supervisor = office.with_officer(Officer(9, "s", "督查", (Role.SUPERVISOR,)))
    late = duties.owed(supervisor, Wanted(late_only=True))
    exported = duty_list.export(supervisor, tmp_path / "late.xlsx", late)
    assert list(exported.rows.values()) == [len(late)]
    with zipfile.ZipFile(exported.file) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "陈*木" in texts and "陈水木" not in texts and late[0].duty.what in texts
    sheets = duty_list.printed(supervisor, late, late_only=True)
    assert set(sheets) == {one.duty.department for one in late if one.duty.department}
    assert all(sheet.startswith(b"%PDF") for sheet in sheets.values())
    keeper = office.with_officer(Officer(8, "k", "档案", (Role.KEEPER,)))
    with pytest.raises(Refused):
        duty_list.export(keeper, tmp_path / "no.xlsx", late)
    with pytest.raises(Refused):
        duty_list.printed(keeper, late)
