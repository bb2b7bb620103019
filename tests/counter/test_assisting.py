"""The lead asks, the other department answers from its own queue, and the lead decides."""

from datetime import date

import pytest

from counter.cases.casefile import CaseFile, Verb
from counter.cases.deadlines import Urgency
from counter.cases.duties import DutyKind
from counter.cases.lateness import LateRow
from counter.cases.workflow import Outcome, ReferralState
from counter.errors import Refused
from counter.services import assisting, cases, chasing, decisions, dispatch, referrals
from counter.services.decisions import Answer
from counter.services.dispatch import DraftEdit
from counter.services.office import Office, Officer, Role
from tests.clock import Clock

FEDERATION = "disabled-federation"
QUESTION = "申请人残疾等级是否为二级？"
GRANT = Answer(Outcome.GRANT, amount_fen=62_000, amount_unit="元/月", starts=date(2027, 1, 1))


@pytest.fixture
def dibao(office: Office, sent: CaseFile) -> str:
    referrals.sign(office, sent.referrals[0].number)
    return sent.referrals[0].number


@pytest.fixture
def federation(office: Office) -> Office:
    """The same office as the liaison of the disabled persons' federation sees it."""
    return _liaison(office, FEDERATION)


def _liaison(office: Office, department: str) -> Office:
    return office.with_officer(Officer(8, department, "联络人", (Role.LIAISON,), department=department))


def _late_with_answers(office: Office) -> list[LateRow]:
    return [row for row in chasing.late(office) if row.kind is DutyKind.CONSULTATION]


@pytest.fixture
def asked(office: Office, dibao: str) -> int:
    file = assisting.ask(office, dibao, department=FEDERATION, question=QUESTION)
    return file.consultations[0].id


def test_the_asked_department_has_the_question_in_its_own_queue_with_no_more_than_it_needs(
    office: Office, federation: Office, dibao: str, asked: int
) -> None:
    (row,) = assisting.asked_of(federation)
    assert (row.consultation.id, row.consultation.question) == (asked, QUESTION)
    assert row.consultation.answer_by == date(2026, 11, 27) and row.urgency is Urgency.CALM
    assert (row.title, row.applicant) == ("最低生活保障", "陈水木")
    told = repr(row)
    assert "35021219720304001X" not in told and "620" not in told and "major_illness" not in told
    # It reads its question, not the lead's referral.
    with pytest.raises(Refused, match="may not do this"):
        referrals.referral(federation, dibao)
    assert assisting.asked_of(_liaison(office, "education")) == ()


def test_an_answer_comes_back_to_the_lead_who_decides(
    office: Office, federation: Office, dibao: str, asked: int
) -> None:
    answer = assisting.answer(federation, asked, text="残疾人证二级，有效", agrees=True)
    assert answer.agrees is True and answer.answered_by == "联络人"
    (kept,) = referrals.referral(office, dibao).consultations
    assert kept == answer and assisting.asked_of(federation) == ()
    assert decisions.decide(office, dibao, GRANT).state is ReferralState.DECIDED
    verbs = [event.verb for event in cases.case(office, dibao[:-3]).events]
    assert verbs[-3:] == [Verb.CONSULTATION_ASKED, Verb.CONSULTATION_ANSWERED, Verb.DECIDED]


def test_while_it_waits_nothing_is_charged_to_the_lead(
    office: Office, federation: Office, dibao: str, asked: int, clock: Clock
) -> None:
    clock.go_to(date(2026, 12, 1))
    waiting = referrals.referral(office, dibao)
    assert waiting.charged_days == 0 and waiting.intervals[0].waits_for == "department"
    assert waiting.due.due == date(2027, 1, 5)
    assisting.answer(federation, asked, text="属实", agrees=True)
    clock.go_to(date(2026, 12, 3))
    assert referrals.referral(office, dibao).charged_days == 2


def test_two_questions_end_each_by_its_own_answer(
    office: Office, federation: Office, dibao: str, asked: int, clock: Clock
) -> None:
    assisting.ask(office, dibao, department="healthcare-security", question="近一年自付费用？")
    clock.go_to(date(2026, 11, 26))
    assisting.answer(federation, asked, text="属实", agrees=True)
    first, second = referrals.referral(office, dibao).intervals
    assert first.ended == date(2026, 11, 26) and second.ended is None


def test_an_overdue_answer_is_told_and_charged_to_the_asked_but_does_not_block_the_lead(
    office: Office, dibao: str, asked: int, clock: Clock
) -> None:
    clock.go_to(date(2026, 12, 1))
    (row,) = _late_with_answers(office)
    assert (row.kind, row.fault, row.days, row.reference) == (
        "consultation",
        "assisting",
        2,
        str(asked),
    )
    assert "残疾人联合会" in row.who or "残联" in row.who
    assert decisions.decide(office, dibao, GRANT).state is ReferralState.DECIDED
    assert _late_with_answers(office) == []


def test_the_asked_department_may_answer_and_no_other(office: Office, asked: int) -> None:
    with pytest.raises(Refused, match="may not do this"):
        assisting.answer(_liaison(office, "education"), asked, text="属实", agrees=True)


def test_an_answer_is_given_once_and_says_something(federation: Office, asked: int) -> None:
    with pytest.raises(Refused, match="Write the answer"):
        assisting.answer(federation, asked, text=" ", agrees=True)
    assisting.answer(federation, asked, text="属实", agrees=True)
    with pytest.raises(Refused, match="already"):
        assisting.answer(federation, asked, text="不属实", agrees=False)


def test_only_the_leads_department_asks(office: Office, federation: Office, dibao: str) -> None:
    with pytest.raises(Refused, match="may not do this"):
        assisting.ask(federation, dibao, department="education", question="学籍？")


def test_a_referral_that_assists_asks_nobody(office: Office, accepted: CaseFile) -> None:
    number = accepted.referrals[0].number
    dispatch.edit_drafts(office, accepted.number, {number: DraftEdit(is_lead=False)})
    dispatch.send(office, accepted.number)
    referrals.sign(office, number)
    with pytest.raises(Refused, match="only the lead asks"):
        assisting.ask(office, number, department=FEDERATION, question=QUESTION)


def test_everything_wrong_with_a_question_is_told_at_once(office: Office, sent: CaseFile) -> None:
    with pytest.raises(Refused) as refused:
        assisting.ask(
            office,
            sent.referrals[0].number,
            department="nobody",
            question="",
            answer_by=date(2026, 11, 20),
        )
    assert [problem.field for problem in refused.value.problems] == [
        "number",
        "department",
        "question",
        "answer_by",
    ]


def test_a_question_is_asked_once_and_not_of_oneself(office: Office, dibao: str, asked: int) -> None:
    assert asked
    with pytest.raises(Refused, match="same question"):
        assisting.ask(office, dibao, department=FEDERATION, question=QUESTION)
    with pytest.raises(Refused, match="does not ask itself"):
        assisting.ask(office, dibao, department="civil-affairs", question=QUESTION)


def test_a_case_conference_leaves_its_record(office: Office, accepted: CaseFile) -> None:
    file = assisting.confer(
        office,
        accepted.number,
        held_on=date(2026, 11, 24),
        present=("镇长", "民政办主任", "村主任"),
        question="超出限额的临时救助",
        conclusion="给予3000元，分两次发放",
    )
    (held,) = file.conferences
    assert held.present == ("镇长", "民政办主任", "村主任") and held.conclusion.startswith("给予3000元")
    assert file.events[-1].verb is Verb.CONFERENCE_HELD
    with pytest.raises(Refused) as refused:
        assisting.confer(
            office,
            accepted.number,
            held_on=date(2026, 11, 25),
            present=("镇长",),
            question="",
            conclusion="",
        )
    assert [problem.field for problem in refused.value.problems] == [
        "held_on",
        "present",
        "question",
        "conclusion",
    ]
