"""The life of a case: asked about, applied for, brought later, merged, closed, archived, taken up again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from counter.cases.application import Application, IdType, Person
from counter.cases.casefile import CaseFile, Paper, Verb
from counter.cases.phase import Phase, Stage, referral_stage, stage_of
from counter.cases.split import Chosen
from counter.cases.steps import Step as StepDone
from counter.cases.steps import StepKind
from counter.cases.workflow import (
    CASE_RULES,
    REFERRAL_RULES,
    CaseMove,
    CaseRule,
    CaseState,
    Need,
    Outcome,
    ReferralMove,
    ReferralRule,
    ReferralState,
    ReturnReason,
)
from counter.errors import Refused
from counter.letters.kinds import KINDS
from counter.services import (
    audit,
    cases,
    decisions,
    delivery,
    dispatch,
    intake,
    known,
    notices,
    papers_given,
    referrals,
)
from counter.services.decisions import Answer
from counter.services.delivery import Handing
from counter.services.office import Act, Office, Officer, Role
from counter.store.access import RIGHTS
from tests.clock import Clock

DIBAO, AGED = "civil-affairs.dibao", "civil-affairs.aged-allowance"
GRANT = Answer(Outcome.GRANT, amount_fen=62_000, amount_unit="元/月", starts=date(2026, 12, 1))
REFUSE = Answer(
    Outcome.REFUSE,
    reason="未满80周岁。",
    facts="申请人现年79岁。",
    evidence="户籍信息",
    clause="《老年人权益保障法》第三十三条",
)
BOOK = Paper("hukou-book", "户口簿", "original", pages=4)
LATER = Paper("hukou-book", "户口簿", "gap", policies=(DIBAO,), due=date(2026, 12, 4))


def answered(office: Office, number: str, answer: Answer) -> None:
    """Signed for and answered on paper, so that no step of handling is owed."""
    on_paper = replace(answer, decided_by="区民政局", document_number="7号", decided_on=office.today())
    decisions.record_paper_reply(office, number, on_paper)


def of_the_aged(file: CaseFile) -> str:
    return next(one.number for one in file.referrals if one.policy == AGED)


def told(office: Office, file: CaseFile, answer: Answer) -> str:
    """Decide the allowance of the grandmother in the program and hand over the letter; its number."""
    number = of_the_aged(file)
    referrals.sign(office, number)
    decisions.decide(office, number, answer)
    kind = "D20" if answer.outcome is Outcome.REFUSE else "D19"
    letter = notices.issue(office, file.number, kind, referral=number)
    delivery.deliver(office, letter.number, Handing("direct"))
    return letter.number


@pytest.fixture
def aged(office: Office, family: Application) -> CaseFile:
    """A case of the grandmother's allowance alone, sent."""
    return dispatch.send(office, intake.accept(office, family, [Chosen(AGED, 1)]).number)


# --- the table -----------------------------------------------------------------------------------


def test_the_table_names_rights_papers_and_needs_that_exist() -> None:
    rights = {act.value for act in Act}
    later = {"D22", "D33"}  # drawn by their own modules
    rules: list[CaseRule | ReferralRule] = [*CASE_RULES.values(), *REFERRAL_RULES.values()]
    for rule in rules:
        assert rule.right in rights
        assert set(rule.prints) <= {*KINDS, *later}
    assert {rule.right_on_paper for rule in REFERRAL_RULES.values()} == {"", "record-paper"}


def act_of(office: Office, move: CaseMove, number: str, other: str) -> object:
    acts: dict[CaseMove, Callable[[], object]] = {
        CaseMove.ASK_PAPERS: lambda: intake.ask_papers(office, number, [BOOK]),
        CaseMove.ACCEPT: lambda: intake.accept_registered(office, number, [Chosen(DIBAO)]),
        CaseMove.DECLINE: lambda: intake.decline_registered(office, number, reason="非本镇", clause="第四条"),
        CaseMove.WITHDRAW: lambda: cases.withdraw_case(office, number, because="申请人撤回"),
        CaseMove.MERGE: lambda: cases.merge(office, number, into=other, because="同一户"),
        CaseMove.CLOSE: lambda: cases.close(office, number),
        CaseMove.REOPEN: lambda: cases.reopen(office, number, because="补发"),
        CaseMove.ARCHIVE: lambda: cases.archive(office, number),
    }
    return acts[move]()


def act_on(office: Office, move: ReferralMove, number: str) -> object:
    acts: dict[ReferralMove, Callable[[], object]] = {
        ReferralMove.SEND: lambda: dispatch.send(office, number.rpartition("-")[0], [number]),
        ReferralMove.SIGN: lambda: referrals.sign(office, number),
        ReferralMove.RETURN: lambda: referrals.return_to_dispatcher(
            office, number, reason=ReturnReason.NOT_OURS, text="非职责"
        ),
        ReferralMove.REASSIGN: lambda: dispatch.reassign(
            office, number, department="education", because="改派"
        ),
        ReferralMove.WITHDRAW: lambda: dispatch.withdraw(office, number, because="撤回"),
        ReferralMove.REQUEST_PAPERS: lambda: referrals.request_papers(office, number, papers=[BOOK]),
        ReferralMove.SUSPEND: lambda: referrals.suspend(office, number, reason="等核查"),
        ReferralMove.RESUME: lambda: referrals.resume(office, number),
        ReferralMove.EXTEND: lambda: referrals.extend(office, number, ground="人户分离"),
        ReferralMove.DECIDE: lambda: decisions.decide(office, number, GRANT),
    }
    return acts[move]()


def may_not(attempt: Callable[[], object]) -> bool:
    """Whether an attempt fails for want of the right, not for anything else."""
    try:
        attempt()
    except Refused as refused:
        return "may not do this" in refused.text
    return False


@pytest.mark.parametrize("move", list(CaseMove))
def test_a_move_of_a_case_asks_for_the_right_of_the_table(
    office: Office, family: Application, aged: CaseFile, move: CaseMove
) -> None:
    noted = cases.consult(office, family, note="问低保")
    for role in Role:
        other = office.with_officer(Officer(9, "other", "他人", (role,)))
        granted = Act(CASE_RULES[move].right) in RIGHTS[role]
        assert may_not(partial(act_of, other, move, noted.number, aged.number)) is not granted, role


@pytest.mark.parametrize("move", list(ReferralMove))
def test_a_move_of_a_referral_asks_for_the_right_of_the_table(
    office: Office, aged: CaseFile, move: ReferralMove
) -> None:
    for role in Role:
        other = office.with_officer(Officer(9, "other", "他人", (role,)))
        granted = Act(REFERRAL_RULES[move].right) in RIGHTS[role]
        assert may_not(partial(act_on, other, move, of_the_aged(aged))) is not granted, role


def test_what_needs_a_reason_is_not_done_without_one(office: Office, aged: CaseFile) -> None:
    wordless: dict[CaseMove, Callable[[], object]] = {
        CaseMove.WITHDRAW: lambda: cases.withdraw_case(office, aged.number, because=" "),
        CaseMove.MERGE: lambda: cases.merge(office, aged.number, into="x", because=" "),
        CaseMove.REOPEN: lambda: cases.reopen(office, aged.number, because=" "),
        CaseMove.DECLINE: lambda: intake.decline_registered(office, aged.number, reason=" ", clause="第四条"),
    }
    assert set(wordless) == {move for move, rule in CASE_RULES.items() if Need.REASON in rule.needs}
    for attempt in wordless.values():
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.problems[0].field in ("because", "reason")
    assert cases.case(office, aged.number).state is CaseState.ACCEPTED


@pytest.mark.parametrize("move", [CaseMove.ASK_PAPERS, CaseMove.ACCEPT, CaseMove.DECLINE])
def test_a_move_calls_for_the_papers_of_the_table(
    office: Office, family: Application, move: CaseMove
) -> None:
    noted = cases.consult(office, family, note="问低保")
    act_of(office, move, noted.number, "")
    wanted = {paper.kind for paper in notices.wanted(office, noted.number)}
    assert set(CASE_RULES[move].prints) <= wanted


# --- 咨询 ----------------------------------------------------------------------------------------


def test_a_question_is_noted_without_a_clock_and_accepted_later_without_retyping(
    office: Office, family: Application, clock: Clock
) -> None:
    noted = cases.consult(office, family, note="询问母亲能否领高龄津贴")
    assert noted.state is CaseState.CONSULTED and noted.referrals == ()
    assert noted.notes == ("询问母亲能否领高龄津贴",)
    assert stage_of(noted, office.today()) == Stage(Phase.CONSULTED)
    clock.go_to(date(2026, 12, 1))
    accepted = intake.accept_registered(office, noted.number, [Chosen(AGED, 1)])
    assert accepted.number == noted.number and accepted.accepted_on == date(2026, 12, 1)
    assert accepted.application.people == noted.application.people
    assert [event.verb for event in accepted.events] == [Verb.CONSULTED, Verb.ACCEPTED]


def test_who_asked_without_a_card_is_the_same_person_when_the_card_is_shown(
    office: Office, family: Application
) -> None:
    asked = replace(family, people=(Person(name="陈水木", id_type=IdType.NONE),))
    noted = cases.consult(office, asked, note="问低保怎么办")
    accepted = intake.accept_registered(office, noted.number, [Chosen(DIBAO)], application=family)
    assert accepted.household_id == noted.household_id
    assert known.known_person(office, family.applicant.id_number) is not None
    # Everyone stands in the register now, so that a decision finds its member.
    dispatch.send(office, accepted.number)
    answered(office, accepted.referrals[0].number, GRANT)


def test_a_question_needs_at_least_somebody_and_a_note(office: Office, family: Application) -> None:
    with pytest.raises(Refused) as refused:
        cases.consult(office, replace(family, people=()), note="问")
    assert refused.value.problems[0].field == "people[0].name"
    with pytest.raises(Refused) as refused:
        cases.consult(office, family, note=" ")
    assert refused.value.problems[0].field == "note"


def test_a_question_that_led_to_nothing_is_closed_and_not_taken_up_as_a_case(
    office: Office, family: Application
) -> None:
    noted = cases.consult(office, family, note="问政策")
    assert cases.close(office, noted.number).state is CaseState.CLOSED
    with pytest.raises(Refused, match="Nothing was accepted"):
        cases.reopen(office, noted.number, because="又来问")


# --- 容缺受理 ------------------------------------------------------------------------------------


def test_a_paper_brought_later_needs_its_day(office: Office, family: Application) -> None:
    for paper in (replace(LATER, due=None), replace(LATER, due=date(2026, 11, 23))):
        with pytest.raises(Refused) as refused:
            intake.accept(office, family, [Chosen(DIBAO)], papers=[paper])
        assert refused.value.problems[0].field == "papers"
    accepted = intake.accept(office, family, [Chosen(DIBAO)], papers=[LATER])
    assert [(one.title, one.due) for one in accepted.papers if one.state == "gap"] == [("户口簿", LATER.due)]


def test_papers_brought_later_fill_the_gap(office: Office, family: Application) -> None:
    accepted = intake.accept(office, family, [Chosen(DIBAO)], papers=[LATER])
    brought = papers_given.bring(office, accepted.number, [BOOK])
    (paper,) = [one for one in brought.papers if one.material == "hukou-book"]
    assert (paper.state, paper.pages, paper.policies) == ("original", 4, (DIBAO,))
    assert brought.events[-1].verb is Verb.PAPERS_RECEIVED


def test_papers_that_were_missing_come_before_acceptance(office: Office, family: Application) -> None:
    registered = intake.register(office, family, [replace(BOOK, state="missing")])
    assert stage_of(registered, office.today()).phase is Phase.AWAITING_PAPERS
    brought = papers_given.bring(office, registered.number, [BOOK])
    assert stage_of(brought, office.today()).phase is Phase.REGISTERED
    accepted = intake.accept_registered(office, registered.number, [Chosen(DIBAO)])
    assert [one.state for one in accepted.papers if one.material == "hukou-book"] == ["original"]


def test_a_paper_that_a_department_awaits_is_seen_to_have_come(office: Office, sent: CaseFile) -> None:
    number = sent.referrals[0].number
    referrals.sign(office, number)
    referrals.request_papers(office, number, papers=[BOOK])
    brought = papers_given.bring(office, sent.number, [BOOK])
    assert [paper.state for paper in brought.referrals[0].papers_asked] == ["original"]
    assert brought.events[-1].detail["awaited_by"] == [number]
    # Its clock is the department's to start again.
    assert brought.referrals[0].state is ReferralState.WAITING


def test_a_paper_that_is_late_blocks_no_decision_and_is_named(
    office: Office, family: Application, clock: Clock
) -> None:
    accepted = intake.accept_and_send(office, family, [Chosen(DIBAO)], papers=[LATER])
    assert accepted.alerts == ()
    clock.go_to(date(2026, 12, 7))
    late = cases.case(office, accepted.number)
    assert [alert.params.get("paper") for alert in late.alerts] == ["户口簿"]
    answered(office, accepted.referrals[0].number, GRANT)
    assert cases.case(office, accepted.number).events[-1].detail["gaps"] == ["户口簿"]
    closed = cases.close(office, accepted.number)
    assert closed.events[-1].detail["gaps"] == ["户口簿"]
    with pytest.raises(Refused, match="Still to be brought"):
        cases.archive(office, accepted.number)


def test_papers_come_only_to_an_open_case_and_in_some_form(office: Office, aged: CaseFile) -> None:
    with pytest.raises(Refused) as refused:
        papers_given.bring(office, aged.number, [LATER])
    assert refused.value.problems[0].field == "papers"
    cases.withdraw_case(office, aged.number, because="撤回")
    with pytest.raises(Refused, match="takes no papers"):
        papers_given.bring(office, aged.number, [BOOK])


# --- 并案 ----------------------------------------------------------------------------------------


def test_a_double_case_goes_on_in_the_other_one(office: Office, family: Application, aged: CaseFile) -> None:
    """The mother came first for her allowance; the son applies for both, and for 低保."""
    double = intake.accept(office, family, [Chosen(DIBAO), Chosen(AGED, 1)], papers=[BOOK])
    double = dispatch.send(office, double.number)
    dibao = next(one for one in double.referrals if one.policy == DIBAO)
    referrals.sign(office, dibao.number)
    referrals.request_papers(office, dibao.number, papers=[Paper("income-proof", "收入证明", "missing")])
    merged = cases.merge(office, double.number, into=aged.number, because="同一户重复受理")
    assert (merged.state, merged.merged_into) == (CaseState.MERGED, aged.number)
    assert [(one.policy, one.state) for one in merged.referrals] == [(AGED, ReferralState.WITHDRAWN)]
    assert [one.state for one in merged.papers if one.material == "hukou-book"] == ["original"]
    goes_on = cases.case(office, aged.number)
    assert [one.policy for one in goes_on.referrals] == [AGED, DIBAO]
    moved = goes_on.referrals[1]
    # It keeps its number, which stands on the slip, its state, its clock and the papers it waits for.
    assert (moved.number, moved.state) == (dibao.number, ReferralState.WAITING)
    assert moved.due.due == dibao.due.due
    assert [paper.title for paper in moved.papers_asked] == ["收入证明"]
    assert [one.state for one in goes_on.papers if one.material == "hukou-book"] == ["original"]
    for file in (merged, goes_on):
        assert file.events[-1].verb is Verb.MERGED
        assert file.events[-1].detail["moved"] == [dibao.number]
    assert audit.verify(office).ok
    assert cases.number_of_case(office, dibao.number) == aged.number


def test_members_of_the_double_case_are_carried_over_with_what_is_for_them(
    office: Office, family: Application
) -> None:
    alone = replace(family, people=family.people[:1])
    first = intake.accept(office, alone, [Chosen(DIBAO)])
    second = intake.accept(office, family, [Chosen(AGED, 1)])
    cases.merge(office, second.number, into=first.number, because="同一户")
    goes_on = cases.case(office, first.number)
    assert [person.name for person in goes_on.application.people] == ["陈水木", "林秀珠", "陈小宝"]
    assert [(one.policy, one.subject) for one in goes_on.referrals] == [(DIBAO, "household"), (AGED, "1")]
    dispatch.send(office, first.number)
    answered(office, of_the_aged(goes_on), replace(GRANT, amount_fen=10_000))
    told = known.double_aid(office, family, [Chosen(AGED, 1)])
    assert [(one.policy, one.person) for one in told] == [(AGED, "林秀珠")]


def test_nothing_is_merged_after_a_decision_nor_into_a_strange_case(
    office: Office, family: Application, aged: CaseFile
) -> None:
    other = replace(
        family,
        people=(replace(family.people[0], name="王大山", id_number="350212197203040028"),),
    )
    strange = intake.accept(office, other, [Chosen(DIBAO)])
    with pytest.raises(Refused, match="same household"):
        cases.merge(office, aged.number, into=strange.number, because="同一户")
    with pytest.raises(Refused, match="into itself"):
        cases.merge(office, aged.number, into=aged.number, because="同一户")
    double = intake.accept(office, family, [Chosen(DIBAO)])
    answered(office, of_the_aged(aged), replace(GRANT, amount_fen=10_000))
    with pytest.raises(Refused, match="Decided already"):
        cases.merge(office, aged.number, into=double.number, because="同一户")
    before = cases.case(office, aged.number)
    assert before.state is CaseState.ACCEPTED and before.events[-1].verb is not Verb.MERGED


# --- closing, archiving, taking up again ---------------------------------------------------------


def test_a_case_is_archived_within_ten_working_days_when_nothing_is_owed(
    office: Office, aged: CaseFile, clock: Clock
) -> None:
    letter = told(office, aged, REFUSE)
    proof = notices.issue(office, aged.number, "D25", notice=letter)
    closed = cases.close(office, aged.number)
    assert closed.archive_due == date(2026, 12, 8)
    with pytest.raises(Refused, match="Not come back signed"):
        cases.archive(office, aged.number)
    clock.go_to(date(2026, 12, 9))
    late = cases.case(office, aged.number)
    assert [alert.field for alert in late.alerts] == ["archive"]
    delivery.came_back(office, proof.number)
    filed = cases.archive(office, aged.number)
    assert (filed.state, filed.archived_on) == (CaseState.ARCHIVED, date(2026, 12, 9))
    assert filed.alerts == ()
    assert stage_of(filed, office.today()).phase is Phase.ARCHIVED


def test_what_is_granted_for_good_is_followed_up_from_the_archive_on(
    office: Office, family: Application
) -> None:
    case = intake.accept_and_send(office, family, [Chosen(DIBAO)])
    answered(office, case.referrals[0].number, GRANT)
    cases.close(office, case.number)
    filed = cases.archive(office, case.number)
    assert stage_of(filed, office.today()).phase is Phase.RUNNING


def test_a_closed_case_is_taken_up_again_to_correct_it_and_needs_its_new_letter(
    office: Office, aged: CaseFile
) -> None:
    number = of_the_aged(aged)
    first = told(office, aged, REFUSE)
    cases.close(office, aged.number)
    right = replace(GRANT, amount_fen=10_000)
    with pytest.raises(Refused, match="Take it up again"):
        decisions.correct(office, number, right, because="年龄算错")
    again = cases.reopen(office, aged.number, because="复核发现年龄算错")
    assert (again.state, again.closed_at) == (CaseState.ACCEPTED, None)
    corrected = decisions.correct(office, number, right, because="年龄算错")
    assert corrected.decision is not None
    file = cases.case(office, aged.number)
    (old,) = [one for one in file.notices if one.number == first]
    assert corrected.decision.number in old.voided
    with pytest.raises(Refused, match="corrected decision is not issued"):
        cases.close(office, aged.number)
    letter = notices.issue(office, aged.number, "D19", referral=number)
    with pytest.raises(Refused, match="was delivered"):
        cases.close(office, aged.number)
    delivery.deliver(office, letter.number, Handing("direct"))
    assert cases.close(office, aged.number).state is CaseState.CLOSED


def test_a_case_taken_up_again_can_ask_for_more(office: Office, aged: CaseFile, clock: Clock) -> None:
    told(office, aged, REFUSE)
    cases.close(office, aged.number)
    cases.reopen(office, aged.number, because="家庭又发生困难")
    clock.go_to(date(2026, 12, 1))
    with pytest.raises(Refused, match="correct that decision instead"):
        intake.add(office, aged.number, [Chosen(AGED, 1)], because="再试一次")
    more = intake.add(office, aged.number, [Chosen(DIBAO)], because="家庭又发生困难")
    added = more.referrals[-1]
    assert (added.policy, added.state, added.position) == (DIBAO, ReferralState.DRAFT, 2)
    sent = dispatch.send(office, aged.number)
    assert sent.referrals[-1].due.due == date(2027, 1, 12)
    with pytest.raises(Refused, match="already open"):
        intake.add(office, aged.number, [Chosen(DIBAO)], because="又一次")


def test_a_refusal_that_is_not_told_within_three_working_days_is_red(
    office: Office, aged: CaseFile, clock: Clock
) -> None:
    number = of_the_aged(aged)
    referrals.sign(office, number)
    decisions.decide(office, number, REFUSE)
    clock.go_to(date(2026, 11, 27))
    assert cases.case(office, aged.number).alerts == ()
    clock.go_to(date(2026, 11, 30))
    (alert,) = cases.case(office, aged.number).alerts
    assert (alert.field, alert.params["day"]) == (number, date(2026, 11, 27))
    letter = notices.issue(office, aged.number, "D20", referral=number)
    delivery.deliver(office, letter.number, Handing("direct"))
    (alert,) = cases.case(office, aged.number).alerts
    assert alert.params["told"] == date(2026, 11, 30)


# --- phases --------------------------------------------------------------------------------------


def test_a_case_stands_where_its_slowest_matter_stands(office: Office, accepted: CaseFile) -> None:
    today = office.today()

    def phase() -> Phase:
        return stage_of(cases.case(office, accepted.number), today).phase

    assert phase() is Phase.ACCEPTED
    notices.issue(office, accepted.number, "D07")
    assert phase() is Phase.DISPATCHING
    dispatch.send(office, accepted.number)
    assert phase() is Phase.SENT
    dibao, grandmother = (one.number for one in accepted.referrals)
    referrals.sign(office, grandmother)
    assert phase() is Phase.SENT
    referrals.sign(office, dibao)
    assert phase() is Phase.SIGNED
    referrals.return_to_dispatcher(office, dibao, reason=ReturnReason.NOT_OURS, text="非职责")
    assert phase() is Phase.DISPATCHING
    dispatch.withdraw(office, dibao, because="撤回")
    assert phase() is Phase.SIGNED
    decisions.decide(office, grandmother, REFUSE)
    assert phase() is Phase.FED_BACK
    letter = notices.issue(office, accepted.number, "D20", referral=grandmother)
    assert phase() is Phase.TOLD
    delivery.deliver(office, letter.number, Handing("direct"))
    assert phase() is Phase.DELIVERED
    cases.close(office, accepted.number)
    assert phase() is Phase.DELIVERED


def test_a_matter_that_is_handled_names_its_step(office: Office, aged: CaseFile) -> None:
    number = of_the_aged(aged)
    referrals.sign(office, number)
    referrals.suspend(office, number, reason="等外部核查")
    file = cases.case(office, aged.number)
    (one,) = file.referrals
    assert referral_stage(one, file, office.today()) == Stage(Phase.HANDLING, None, stopped=True)
    begun = (
        StepDone(StepKind.SURVEY, due=None, started_on=office.today(), done_on=office.today()),
        StepDone(StepKind.CHECK, due=None, started_on=office.today()),
        StepDone(StepKind.OPINION, due=None),
    )
    surveyed = replace(one, steps=begun, state=ReferralState.SIGNED)
    assert referral_stage(surveyed, file, office.today()) == Stage(Phase.HANDLING, StepKind.CHECK)
