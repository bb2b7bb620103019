"""Referrals between window and department: sent together, signed for, returned, waiting, extended."""

from datetime import date

import pytest

from counter.cases.application import Application
from counter.cases.casefile import CaseFile, Paper, ReferralFile, Verb
from counter.cases.deadlines import WhoseTime
from counter.cases.split import Chosen
from counter.cases.workflow import (
    REFERRAL_MOVES,
    Outcome,
    ReferralMove,
    ReferralState,
    ReturnReason,
    moves_from,
)
from counter.errors import Refused, Stale
from counter.services import audit, cases, decisions, dispatch, intake, referrals
from counter.services.decisions import Answer
from counter.services.dispatch import DraftEdit
from counter.services.office import Office
from tests.clock import Clock

HUKOU = Paper("hukou-book", "户口簿", "missing")
GRANT = Answer(Outcome.GRANT, amount_fen=62_000, amount_unit="元/月", starts=date(2026, 12, 1))


def now(office: Office, number: str) -> ReferralFile:
    case = cases.case(office, number.rpartition("-")[0])
    return next(one for one in case.referrals if one.number == number)


# --- sending -------------------------------------------------------------------------------------


def test_sending_is_all_or_nothing(office: Office, accepted: CaseFile) -> None:
    first, second = (one.number for one in accepted.referrals)
    dispatch.edit_drafts(office, accepted.number, {second: DraftEdit(question=" ")})
    with pytest.raises(Refused):
        dispatch.send(office, accepted.number)
    assert now(office, first).state is ReferralState.DRAFT
    dispatch.edit_drafts(office, accepted.number, {second: DraftEdit(question="请核实年龄。")})
    case = dispatch.send(office, accepted.number)
    assert {one.state for one in case.referrals} == {ReferralState.SENT}
    assert case.events[-1].detail["referrals"] == [first, second]


def test_sending_sets_the_day_to_sign_for(office: Office, accepted: CaseFile) -> None:
    case = dispatch.send(office, accepted.number)
    assert case.referrals[0].due.due_sign == date(2026, 11, 25)
    assert case.referrals[0].sent_at == office.now()


def test_only_the_marked_drafts_are_sent(office: Office, accepted: CaseFile) -> None:
    first, second = (one.number for one in accepted.referrals)
    dispatch.send(office, accepted.number, [second])
    assert now(office, first).state is ReferralState.DRAFT
    assert now(office, second).state is ReferralState.SENT


def test_what_was_sent_is_neither_sent_again_nor_edited(office: Office, sent: CaseFile) -> None:
    first = sent.referrals[0].number
    with pytest.raises(Refused, match="nothing left to send"):
        dispatch.send(office, sent.number)
    with pytest.raises(Refused, match="cannot be changed"):
        dispatch.send(office, sent.number, [first])
    with pytest.raises(Refused, match="Already sent"):
        dispatch.edit_drafts(office, sent.number, {first: DraftEdit(question="?")})


def test_the_dispatcher_sees_the_same_task_open_elsewhere(
    office: Office, family: Application, sent: CaseFile
) -> None:
    again = intake.accept(office, family, [Chosen("civil-affairs.dibao")])
    told = [check.problem for check in dispatch.checks(office, again.number)]
    assert sent.referrals[0].number in [problem.params.get("number") for problem in told]
    assert not any(check.blocks for check in dispatch.checks(office, again.number))


def test_a_referral_of_another_case_cannot_be_sent_with_this_one(
    office: Office, family: Application, accepted: CaseFile
) -> None:
    other = intake.accept(office, family, [Chosen("civil-affairs.dibao")])
    with pytest.raises(Refused, match="Not a referral of case"):
        dispatch.send(office, accepted.number, [other.referrals[0].number])


# --- in the department ---------------------------------------------------------------------------


def test_signing_names_who_and_when(office: Office, sent: CaseFile) -> None:
    referral = referrals.sign(office, sent.referrals[0].number)
    assert referral.state is ReferralState.SIGNED
    assert referral.signed_at == office.now() and referral.signed_by == office.officer.name


def test_a_return_goes_to_the_dispatcher_with_its_reason(office: Office, sent: CaseFile) -> None:
    number = sent.referrals[0].number
    with pytest.raises(Refused) as refused:
        referrals.return_to_dispatcher(office, number, reason=ReturnReason.NOT_OURS, text=" ")
    assert refused.value.problems[0].field == "text"
    back = referrals.return_to_dispatcher(
        office, number, reason=ReturnReason.NOT_OURS, text="应由教育部门办理"
    )
    assert back.state is ReferralState.RETURNED
    assert (back.return_reason, back.returned_because) == (ReturnReason.NOT_OURS, "应由教育部门办理")
    again = dispatch.reassign(office, number, department="education", because="按责任清单")
    assert again.state is ReferralState.SENT and again.department == "education"
    assert [event.verb for event in cases.case(office, sent.number).events][-2:] == [
        Verb.RETURNED,
        Verb.REASSIGNED,
    ]


def test_waiting_for_papers_is_not_charged_to_the_department(
    office: Office, sent: CaseFile, clock: Clock
) -> None:
    number = sent.referrals[0].number
    referrals.sign(office, number)
    clock.go_to(date(2026, 11, 26))
    waiting = referrals.request_papers(office, number, papers=[HUKOU], answer_by=date(2026, 12, 4))
    assert waiting.state is ReferralState.WAITING
    assert [(one.kind, one.waits_for) for one in waiting.intervals] == [("papers", WhoseTime.APPLICANT)]
    assert [(paper.title, paper.due) for paper in waiting.papers_asked] == [("户口簿", date(2026, 12, 4))]
    clock.go_to(date(2026, 12, 3))
    came = Paper("hukou-book", "户口簿", "copy", pages=4)
    going_on = referrals.resume(office, number, papers=[came])
    assert going_on.intervals[0].ended == date(2026, 12, 3)
    assert [paper.state for paper in going_on.papers_asked] == ["copy"]
    clock.go_to(date(2026, 12, 4))
    # 25 and 26 November, then 4 December; the five working days between waited for the applicant.
    assert now(office, number).charged_days == 3
    # The law knows no such ground for this policy, so the promised day stays.
    assert now(office, number).due.due == sent.referrals[0].due.due


def test_an_extension_is_had_once_on_a_ground_of_the_list_and_before_the_last_day(
    office: Office, sent: CaseFile, clock: Clock
) -> None:
    number = sent.referrals[0].number
    referrals.sign(office, number)
    with pytest.raises(Refused, match="no ground to extend") as refused:
        referrals.extend(office, number, ground="工作忙")
    assert "人户分离" in refused.value.params["grounds"]
    extended = referrals.extend(office, number, ground="人户分离", reason="户口在集美区")
    assert extended.due.due > sent.referrals[0].due.due
    with pytest.raises(Refused, match="extended once already"):
        referrals.extend(office, number, ground="人户分离")


def test_a_limit_that_has_passed_is_not_extended(office: Office, sent: CaseFile, clock: Clock) -> None:
    number = sent.referrals[0].number
    referrals.sign(office, number)
    clock.go_to(date(2027, 1, 6))
    with pytest.raises(Refused, match="can only be extended before"):
        referrals.extend(office, number, ground="人户分离")


def test_a_policy_without_an_extension_has_none(office: Office, sent: CaseFile) -> None:
    number = sent.referrals[1].number
    referrals.sign(office, number)
    with pytest.raises(Refused, match="cannot be extended"):
        referrals.extend(office, number, ground="人户分离")


def test_withdrawing_ends_what_waits(office: Office, sent: CaseFile) -> None:
    number = sent.referrals[0].number
    referrals.sign(office, number)
    referrals.suspend(office, number, reason="等外部核查")
    gone = dispatch.withdraw(office, number, because="申请人改办他项")
    assert gone.state is ReferralState.WITHDRAWN
    assert gone.intervals[0].ended == office.today() and gone.ended_because == "申请人改办他项"


# --- every move that is not in the table ---------------------------------------------------------


def bring_to(office: Office, number: str, state: ReferralState) -> None:
    case = number.rpartition("-")[0]
    if state is ReferralState.DRAFT:
        return
    if state is ReferralState.WITHDRAWN:
        dispatch.withdraw(office, number, because="撤回")
        return
    dispatch.send(office, case, [number])
    if state is ReferralState.RETURNED:
        referrals.return_to_dispatcher(office, number, reason=ReturnReason.DUPLICATE, text="重复")
    if state in (ReferralState.SIGNED, ReferralState.WAITING, ReferralState.DECIDED):
        referrals.sign(office, number)
    if state is ReferralState.WAITING:
        referrals.suspend(office, number, reason="等核查")
    if state is ReferralState.DECIDED:
        decisions.decide(office, number, GRANT)


def attempt(office: Office, number: str, move: ReferralMove) -> object:
    acts = {
        ReferralMove.SEND: lambda: dispatch.send(office, number.rpartition("-")[0], [number]),
        ReferralMove.SIGN: lambda: referrals.sign(office, number),
        ReferralMove.RETURN: lambda: referrals.return_to_dispatcher(
            office, number, reason=ReturnReason.NOT_OURS, text="非职责"
        ),
        ReferralMove.REASSIGN: lambda: dispatch.reassign(
            office, number, department="education", because="改派"
        ),
        ReferralMove.WITHDRAW: lambda: dispatch.withdraw(office, number, because="撤回"),
        ReferralMove.REQUEST_PAPERS: lambda: referrals.request_papers(office, number, papers=[HUKOU]),
        ReferralMove.SUSPEND: lambda: referrals.suspend(office, number, reason="等核查"),
        ReferralMove.RESUME: lambda: referrals.resume(office, number),
        ReferralMove.EXTEND: lambda: referrals.extend(office, number, ground="人户分离"),
        ReferralMove.DECIDE: lambda: decisions.decide(office, number, GRANT),
    }
    return acts[move]()


@pytest.mark.parametrize("state", list(ReferralState))
def test_a_move_outside_the_table_is_refused_and_changes_nothing(
    office: Office, accepted: CaseFile, state: ReferralState
) -> None:
    number = accepted.referrals[0].number
    bring_to(office, number, state)
    before, events = now(office, number), audit.last_event(office)
    assert before.state is state
    for move in set(ReferralMove) - moves_from(state):
        with pytest.raises(Refused):
            attempt(office, number, move)
        assert now(office, number) == before, move
    assert audit.last_event(office) == events


@pytest.mark.parametrize(
    ("state", "move"), REFERRAL_MOVES, ids=[f"{state}-{move}" for state, move in REFERRAL_MOVES]
)
def test_a_move_of_the_table_is_one_event(
    office: Office, accepted: CaseFile, state: ReferralState, move: ReferralMove
) -> None:
    number = accepted.referrals[0].number
    bring_to(office, number, state)
    events = audit.last_event(office)
    attempt(office, number, move)
    assert now(office, number).state is REFERRAL_MOVES[state, move]
    assert audit.last_event(office) == events + 1
    assert audit.verify(office).ok


def test_the_slower_of_two_is_told_who_changed_what(office: Office, sent: CaseFile) -> None:
    read = sent.referrals[0]
    referrals.sign(office, read.number, expected_version=read.version)
    with pytest.raises(Stale) as stale:
        referrals.sign(office, read.number, expected_version=read.version)
    assert stale.value.params["officer"] == office.officer.name
    assert stale.value.params["state"] is ReferralState.SIGNED
