"""Decisions are entered once and never changed; refusals tell why; a case closes when all is told."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from counter.cases.application import Application
from counter.cases.casefile import CaseFile, Verb
from counter.cases.split import Chosen
from counter.cases.workflow import CaseState, Outcome, ReferralState
from counter.errors import Refused, Stale
from counter.services import cases, chains, decisions, delivery, intake, known, notices, referrals
from counter.services.chains import Lane
from counter.services.decisions import Answer
from counter.services.delivery import Handing
from counter.services.office import Office
from tests.clock import Clock

GRANT = Answer(Outcome.GRANT, amount_fen=62_000, amount_unit="元/月", starts=date(2026, 12, 1))
REFUSE = Answer(
    Outcome.REFUSE,
    reason="未满80周岁。",
    facts="申请人现年79岁。",
    evidence="户籍信息",
    clause="《老年人权益保障法》第三十三条",
)


@pytest.fixture
def signed(office: Office, sent: CaseFile) -> CaseFile:
    for one in sent.referrals:
        referrals.sign(office, one.number)
    return cases.case(office, sent.number)


def test_a_grant_keeps_its_amount_in_fen_and_confers_its_status(office: Office, signed: CaseFile) -> None:
    referral = decisions.decide(office, signed.referrals[0].number, GRANT)
    assert referral.state is ReferralState.DECIDED
    decision = referral.decision
    assert decision is not None
    assert (decision.amount_fen, decision.amount_unit, decision.starts) == (
        62_000,
        "元/月",
        date(2026, 12, 1),
    )
    assert decision.number == f"{referral.number}-1" and decision.decided_on == office.today()
    person = known.known_person(office, signed.application.applicant.id_number)
    assert person is not None and person.statuses == ("低保",)


def test_a_refusal_without_reason_or_clause_is_refused_with_both(office: Office, signed: CaseFile) -> None:
    bare = Answer(Outcome.REFUSE, amount_fen=100)
    with pytest.raises(Refused) as refused:
        decisions.decide(office, signed.referrals[1].number, bare)
    assert [problem.field for problem in refused.value.problems] == ["reason", "clause", "amount_fen"]
    assert cases.case(office, signed.number) == signed


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(GRANT, amount_fen=0), "amount_fen"),
        (replace(GRANT, amount_fen=-5), "amount_fen"),
        (replace(GRANT, amount_fen=10**12), "amount_fen"),
        (replace(GRANT, ends=date(2026, 11, 1)), "ends"),
        (replace(GRANT, decided_on=date(2026, 11, 25)), "decided_on"),
        (replace(GRANT, decided_on=date(2026, 11, 23)), "decided_on"),
        (replace(GRANT, outcome=Outcome.PARTLY, reason="仅一人"), "clause"),
        (replace(GRANT, amount_fen=None), "amount_fen"),
        (replace(GRANT, starts=None), "starts"),
        (
            replace(GRANT, outcome=Outcome.PARTLY, reason="仅一人", clause="第四条", amount_fen=None),
            "amount_fen",
        ),
    ],
)
def test_a_decision_that_cannot_be_is_refused(
    office: Office, signed: CaseFile, wrong: Answer, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        decisions.decide(office, signed.referrals[0].number, wrong)
    assert [problem.field for problem in refused.value.problems] == [field]


@pytest.mark.parametrize(
    ("policy", "answer", "fields"),
    [
        ("civil-affairs.dibao", Answer(Outcome.GRANT), ["amount_fen", "starts"]),
        ("civil-affairs.temp-expense", Answer(Outcome.GRANT), ["amount_fen"]),
        ("civil-affairs.temp-expense", Answer(Outcome.GRANT, amount_fen=480_000), []),
        ("procuratorate.judicial-relief", Answer(Outcome.GRANT), ["amount_fen"]),
        ("civil-affairs.dibao-edge", Answer(Outcome.GRANT), []),
        ("civil-affairs.winter-relief", Answer(Outcome.GRANT), []),
        ("justice.legal-aid", Answer(Outcome.GRANT), []),
        ("healthcare-security.premium-aid", Answer(Outcome.GRANT), []),
    ],
)
def test_only_money_needs_an_amount_and_only_what_is_paid_again_a_beginning(
    office: Office, family: Application, policy: str, answer: Answer, fields: list[str]
) -> None:
    member = 0 if office.catalogue.policy(policy).of_person else None
    chosen = [Chosen(policy, member, "申请人要求")]
    number = intake.accept_and_send(office, family, chosen).referrals[0].number
    referrals.sign(office, number)
    if not fields:
        assert decisions.decide(office, number, answer).decision is not None
        return
    with pytest.raises(Refused) as refused:
        decisions.decide(office, number, answer)
    assert [problem.field for problem in refused.value.problems] == fields


def test_an_amount_of_which_nobody_said_for_how_long_is_for_the_policys_period(
    office: Office, signed: CaseFile
) -> None:
    referral = decisions.decide(office, signed.referrals[0].number, replace(GRANT, amount_unit=""))
    assert referral.decision is not None and referral.decision.amount_unit == "月"


def test_what_a_department_answers_on_paper_tells_its_amount_as_well(
    office: Office, signed: CaseFile
) -> None:
    answer = Answer(Outcome.GRANT, decided_by="王科长", document_number="8号", decided_on=office.today())
    with pytest.raises(Refused) as refused:
        decisions.record_paper_reply(office, signed.referrals[0].number, answer)
    assert [problem.field for problem in refused.value.problems] == ["amount_fen", "starts"]


def test_the_day_to_tell_a_refusal_is_three_working_days_away(office: Office, signed: CaseFile) -> None:
    referral = decisions.decide(office, signed.referrals[1].number, REFUSE)
    assert referral.due.due_notice == date(2026, 11, 27)


def test_a_correction_replaces_and_both_stay(office: Office, signed: CaseFile) -> None:
    number = signed.referrals[0].number
    decisions.decide(office, number, GRANT)
    right = decisions.correct(office, number, replace(GRANT, amount_fen=65_000), because="金额录错")
    assert right.decision is not None and right.decision.amount_fen == 65_000
    assert right.decision.replaces == f"{number}-1"
    assert [decision.amount_fen for decision in right.replaced] == [62_000]


def test_there_is_nothing_to_correct_before_a_decision(office: Office, signed: CaseFile) -> None:
    with pytest.raises(Refused, match="no decision to correct"):
        decisions.correct(office, signed.referrals[0].number, GRANT, because="?")


@pytest.mark.parametrize("change", ["UPDATE decisions SET amount_fen = 1", "DELETE FROM decisions"])
def test_the_database_itself_refuses_to_change_a_decision(
    office: Office, signed: CaseFile, change: str
) -> None:
    decisions.decide(office, signed.referrals[0].number, GRANT)
    with pytest.raises(IntegrityError, match="never"), office.write() as session:
        session.execute(text(change))


def test_an_answer_on_paper_is_recorded_from_sent_on_with_who_number_and_day(
    office: Office, sent: CaseFile, clock: Clock
) -> None:
    number = sent.referrals[0].number
    with pytest.raises(Refused, match="Say who answered"):
        decisions.record_paper_reply(office, number, GRANT)
    clock.pass_by(days=2)
    answer = replace(
        GRANT, decided_by="区教育局 王某", document_number="同教助〔2026〕7号", decided_on=date(2026, 11, 25)
    )
    referral = decisions.record_paper_reply(office, number, answer)
    assert referral.state is ReferralState.DECIDED and referral.travels == "paper"
    assert referral.decision is not None and referral.decision.on_paper
    assert referral.decision.document_number == "同教助〔2026〕7号"
    assert cases.case(office, sent.number).events[-1].verb is Verb.PAPER_REPLY


# --- closing -------------------------------------------------------------------------------------


def test_a_case_closes_when_every_refusal_has_reached_the_applicant(office: Office, signed: CaseFile) -> None:
    granted, refused = (one.number for one in signed.referrals)
    with pytest.raises(Refused, match="Still open"):
        cases.close(office, signed.number)
    decisions.decide(office, granted, GRANT)
    decisions.decide(office, refused, REFUSE)
    with pytest.raises(Refused, match="not issued yet"):
        cases.close(office, signed.number)
    letter = notices.issue(office, signed.number, "D20", referral=refused)
    with pytest.raises(Refused, match="was delivered"):
        cases.close(office, signed.number)
    delivery.deliver(office, letter.number, Handing("direct"))
    closed = cases.close(office, signed.number)
    assert closed.state is CaseState.CLOSED and closed.closed_at == office.now()
    with pytest.raises(Refused, match="cannot be changed"):
        cases.close(office, signed.number)


def test_a_refusal_that_the_department_sent_on_paper_closes_without_our_letter(
    office: Office, sent: CaseFile
) -> None:
    for one in sent.referrals:
        decisions.record_paper_reply(
            office,
            one.number,
            replace(REFUSE, decided_by="区民政局", document_number="12号", decided_on=office.today()),
        )
    assert cases.close(office, sent.number).state is CaseState.CLOSED


def test_withdrawing_a_case_withdraws_what_is_open_and_keeps_what_is_decided(
    office: Office, signed: CaseFile
) -> None:
    decisions.decide(office, signed.referrals[0].number, GRANT)
    case = cases.withdraw_case(office, signed.number, because="家中情况好转")
    assert case.state is CaseState.WITHDRAWN
    assert [one.state for one in case.referrals] == [ReferralState.DECIDED, ReferralState.WITHDRAWN]
    with pytest.raises(Refused, match="cannot be changed"):
        cases.withdraw_case(office, signed.number, because="再次")


def test_closing_what_someone_else_has_just_changed_is_told(office: Office, signed: CaseFile) -> None:
    cases.withdraw_case(office, signed.number, because="不办了")
    with pytest.raises(Stale):
        cases.close(office, signed.number, expected_version=signed.version)


# --- the chain -----------------------------------------------------------------------------------


def test_the_chain_of_a_household_tells_everything_newest_first(office: Office, signed: CaseFile) -> None:
    decisions.decide(office, signed.referrals[0].number, GRANT)
    letter = notices.issue(office, signed.number, "D19", referral=signed.referrals[0].number)
    delivery.deliver(office, letter.number, Handing("direct"))
    chain = chains.chain(office, signed.number)
    assert [link.verb for link in chain] == [
        Verb.DELIVERED,
        Verb.ISSUED,
        Verb.DECIDED,
        Verb.SIGNED,
        Verb.SIGNED,
        Verb.SENT,
        Verb.ACCEPTED,
    ]
    aid = chain[2]
    assert (aid.lane, aid.amount_fen, aid.title, aid.department) == (
        Lane.AID,
        62_000,
        "最低生活保障",
        "区民政局",
    )
    assert chains.chain(office, signed.household_id) == chain


def test_a_refusal_without_facts_of_its_own_rests_on_what_is_on_record(
    office: Office, signed: CaseFile
) -> None:
    number = signed.referrals[0].number
    proposal = decisions.propose(office, number)
    assert "共同生活的家庭成员" in proposal.facts and signed.number in proposal.evidence
    decision = decisions.decide(office, number, replace(REFUSE, facts="", evidence="")).decision
    assert decision is not None
    assert (decision.facts, decision.evidence) == (proposal.facts, proposal.evidence)
