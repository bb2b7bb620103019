"""The work between signing and deciding: in its order, by two, and owed where the office keeps it."""

from datetime import date, timedelta

import pytest

from counter.cases.casefile import CaseFile, Verb
from counter.cases.public_notice import PostingKind
from counter.cases.steps import StepKind, owed, recorded, steps_of, unknown_words
from counter.cases.workflow import Outcome, ReferralState
from counter.catalogue.model import Catalogue
from counter.errors import Refused
from counter.services import cases, decisions, district, postings, referrals, steps
from counter.services.decisions import Answer
from counter.services.office import Office, Officer, Role
from tests.clock import Clock

TWO = ("郑一", "黄二")
GRANT = Answer(Outcome.GRANT, amount_fen=62_000, amount_unit="元/月", starts=date(2027, 1, 1))
REFUSE = Answer(Outcome.REFUSE, reason="超过标准", clause="《最低生活保障审核确认办法》第十八条")


@pytest.fixture
def keeping(office: Office) -> Office:
    """The same office once the district records every step in the program."""
    return district.set_district(office, {"steps_recorded": "全部"}, confirmed=True)


@pytest.fixture
def dibao(office: Office, sent: CaseFile) -> str:
    """The number of a 低保 referral that the department has signed for."""
    referrals.sign(office, sent.referrals[0].number)
    return sent.referrals[0].number


def survey(office: Office, number: str) -> None:
    steps.finish(office, number, StepKind.SURVEY, by=TWO, present="林秀珠", result="属实")


def fields(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.field for problem in refused.value.problems]


def test_a_policy_without_a_means_test_has_no_survey_and_no_check(catalogue: Catalogue) -> None:
    assert steps_of(catalogue.policy("civil-affairs.aged-allowance")) == ()
    assert steps_of(catalogue.policy("civil-affairs.dibao")) == (
        StepKind.SURVEY,
        StepKind.CHECK,
        StepKind.OPINION,
        StepKind.NOTICE,
        StepKind.CONFIRM,
    )
    assert steps_of(catalogue.policy("civil-affairs.temp-emergency")) == ()


def test_a_check_says_whether_it_found_what_was_stated_and_an_opinion_how_much(
    office: Office, dibao: str
) -> None:
    """Each is kept with its own step alone: a survey proposes nothing."""
    said = {"as_stated": True, "amount_fen": 62_000}
    steps.finish(office, dibao, StepKind.SURVEY, by=TWO, present="林秀珠", result="属实", **said)
    for kind in (StepKind.CHECK, StepKind.OPINION):
        file = steps.finish(office, dibao, kind, by=TWO, result="符合", **said)
    told = {one.kind: (one.as_stated, one.amount_fen) for one in file.steps if one.done_on}
    assert told == {
        StepKind.SURVEY: (None, None),
        StepKind.CHECK: (True, None),
        StepKind.OPINION: (None, 62_000),
    }


def test_nobody_surveys_a_household_for_an_allowance_that_asks_nothing_of_its_means(
    office: Office, sent: CaseFile
) -> None:
    with pytest.raises(Refused, match="Ask for no more than the policy does"):
        steps.begin(office, sent.referrals[1].number, StepKind.SURVEY)


@pytest.mark.parametrize(
    ("by", "present", "result", "wrong"),
    [
        (("郑一",), "林秀珠", "属实", ["by"]),
        (("郑一", " 郑一 "), "林秀珠", "属实", ["by"]),
        (TWO, "", "属实", ["present"]),
        (TWO, "林秀珠", " ", ["result"]),
        ((), "", "", ["by", "present", "result"]),
    ],
)
def test_a_survey_needs_two_investigators_somebody_present_and_a_result(
    office: Office, dibao: str, *, by: tuple[str, ...], present: str, result: str, wrong: list[str]
) -> None:
    with pytest.raises(Refused) as refused:
        steps.finish(office, dibao, StepKind.SURVEY, by=by, present=present, result=result)
    assert fields(refused) == wrong
    assert cases.case(office, dibao[:-3]).referrals[0].steps == ()


def test_a_survey_is_begun_one_day_and_done_another_by_those_who_began_it(
    office: Office, dibao: str, clock: Clock
) -> None:
    steps.begin(office, dibao, StepKind.SURVEY, by=TWO)
    clock.pass_by(days=1)
    file = steps.finish(office, dibao, StepKind.SURVEY, present="林秀珠", result="住房两间，无车")
    (step,) = file.steps
    assert (step.started_on, step.done_on) == (date(2026, 11, 24), date(2026, 11, 25))
    assert (step.by, step.present, step.result, step.turn) == (TWO, "林秀珠", "住房两间，无车", 1)
    # 最低生活保障审核确认办法 art. 15: begun within three working days of acceptance.
    assert step.due == date(2026, 11, 27)
    verbs = [event.verb for event in cases.case(office, dibao[:-3]).events]
    assert verbs[-2:] == [Verb.STEP_STARTED, Verb.STEP_DONE]


def test_a_step_is_begun_once_and_done_once(office: Office, dibao: str) -> None:
    steps.begin(office, dibao, StepKind.SURVEY)
    with pytest.raises(Refused, match="begun already"):
        steps.begin(office, dibao, StepKind.SURVEY)
    survey(office, dibao)
    with pytest.raises(Refused, match="only after an objection"):
        survey(office, dibao)


@pytest.mark.parametrize(
    ("on", "sentence"),
    [(date(2026, 11, 25), "has not come yet"), (date(2026, 11, 23), "accepted on")],
)
def test_a_step_is_of_a_day_between_acceptance_and_today(
    office: Office, dibao: str, on: date, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        steps.begin(office, dibao, StepKind.SURVEY, on=on)


def test_a_step_is_not_done_before_it_was_begun(office: Office, dibao: str, clock: Clock) -> None:
    clock.pass_by(days=2)
    steps.begin(office, dibao, StepKind.OPINION, by=TWO)
    with pytest.raises(Refused, match="begun on"):
        steps.finish(office, dibao, StepKind.OPINION, on=date(2026, 11, 25), result="符合")


def test_a_check_of_data_is_not_charged_and_a_resume_does_not_end_it(
    office: Office, dibao: str, clock: Clock
) -> None:
    """Papers are asked for while the check is under way; when they come, the check still lasts."""
    clock.go_to(date(2026, 11, 25))
    steps.begin(office, dibao, StepKind.CHECK)
    referrals.suspend(office, dibao, reason="等待残联回函")
    clock.go_to(date(2026, 11, 27))
    referrals.resume(office, dibao)
    clock.go_to(date(2026, 12, 1))
    file = steps.finish(office, dibao, StepKind.CHECK, by=("郑一",), result="相符")
    check, suspension = file.intervals
    assert (check.kind, check.waits_for) == ("verification", "outside")
    assert (check.started, check.ended) == (date(2026, 11, 25), date(2026, 12, 1))
    assert suspension.ended == date(2026, 11, 27)
    clock.go_to(date(2026, 12, 2))
    # 24 → 25 November and 1 → 2 December are the department's; the four working days between are not.
    assert referrals.referral(office, dibao).charged_days == 2


def test_the_statutory_clock_goes_on_during_a_check_that_the_policy_counts(
    office: Office, dibao: str, clock: Clock
) -> None:
    before = referrals.referral(office, dibao).due.due
    steps.begin(office, dibao, StepKind.CHECK)
    clock.pass_by(days=7)
    file = steps.finish(office, dibao, StepKind.CHECK, by=("郑一",), result="相符")
    assert file.due.due == before


def test_neighbours_deliberate_only_where_something_is_disputed(office: Office, dibao: str) -> None:
    with pytest.raises(Refused, match="disputed"):
        steps.begin(office, dibao, StepKind.DELIBERATION)


def test_an_office_that_works_on_paper_owes_no_step_to_the_program(office: Office, dibao: str) -> None:
    assert decisions.decide(office, dibao, GRANT).state is ReferralState.DECIDED


def test_where_the_steps_are_kept_a_grant_is_refused_with_all_that_is_owed(
    keeping: Office, dibao: str
) -> None:
    with pytest.raises(Refused) as refused:
        decisions.decide(keeping, dibao, GRANT)
    assert fields(refused) == ["survey", "check", "opinion", "notice"]
    assert referrals.referral(keeping, dibao).state is ReferralState.SIGNED


def test_where_the_steps_are_kept_an_opinion_comes_after_survey_and_check_and_the_notice_after_it(
    keeping: Office, dibao: str
) -> None:
    survey(keeping, dibao)
    with pytest.raises(Refused) as refused:
        steps.finish(keeping, dibao, StepKind.OPINION, by=TWO, result="符合")
    assert fields(refused) == ["check"]
    with pytest.raises(Refused) as refused:
        postings.post(keeping, dibao, kind=PostingKind.NOTICE, board="云埔村公告栏")
    assert fields(refused) == ["opinion", "check"]


def test_the_whole_way_of_the_steps_ends_in_a_decision(keeping: Office, dibao: str, clock: Clock) -> None:
    survey(keeping, dibao)
    steps.finish(keeping, dibao, StepKind.CHECK, by=("郑一",), result="相符")
    steps.finish(keeping, dibao, StepKind.OPINION, by=TWO, result="拟同意")
    file = postings.post(keeping, dibao, kind=PostingKind.NOTICE, board="云埔村公告栏")
    until = file.postings[0].until
    assert until is not None
    clock.go_to(until + timedelta(days=1))
    assert [step.kind for step in referrals.referral(keeping, dibao).steps] == [
        StepKind.SURVEY,
        StepKind.CHECK,
        StepKind.OPINION,
        StepKind.NOTICE,
        StepKind.CONFIRM,
    ]
    assert decisions.decide(keeping, dibao, GRANT).state is ReferralState.DECIDED


def test_a_refusal_rests_on_an_investigation_but_needs_no_notice(keeping: Office, dibao: str) -> None:
    with pytest.raises(Refused) as refused:
        decisions.decide(keeping, dibao, REFUSE)
    assert fields(refused) == ["survey"]
    steps.finish(keeping, dibao, StepKind.CHECK, by=("郑一",), result="名下另有住房")
    assert decisions.decide(keeping, dibao, REFUSE).state is ReferralState.DECIDED


def test_an_answer_on_paper_owes_no_step_that_was_done_on_paper(keeping: Office, dibao: str) -> None:
    answer = Answer(
        Outcome.GRANT,
        amount_fen=62_000,
        starts=date(2027, 1, 1),
        decided_by="区民政局 王某",
        document_number="同民救〔2026〕7号",
        decided_on=date(2026, 11, 24),
    )
    assert decisions.record_paper_reply(keeping, dibao, answer).state is ReferralState.DECIDED


def test_a_district_names_the_steps_it_records_and_no_others(office: Office) -> None:
    assert recorded("入户调查、公示") == {StepKind.SURVEY, StepKind.NOTICE}
    assert recorded("无") == recorded("") == frozenset()
    assert recorded("全部") == frozenset(StepKind)
    assert unknown_words("入户调查，走访") == ("走访",)
    with pytest.raises(Refused) as refused:
        district.set_district(office, {"steps_recorded": "走访"}, confirmed=True)
    assert fields(refused) == ["steps_recorded"]


def test_only_the_recorded_steps_are_owed(catalogue: Catalogue) -> None:
    policy = catalogue.policy("civil-affairs.dibao")
    kept = recorded("初审")
    assert [one.field for one in owed(policy, (), (), kept=kept)] == ["opinion"]
    assert owed(policy, (), (), True) == ()


def test_the_steps_still_to_do_are_told_with_their_last_days(keeping: Office, dibao: str) -> None:
    planned = referrals.referral(keeping, dibao).steps
    assert [step.kind for step in planned] == [*steps_of(keeping.catalogue.policy("civil-affairs.dibao"))]
    assert all(step.started_on is None for step in planned)
    assert [step.due for step in planned[:2]] == [date(2026, 11, 27), date(2026, 11, 27)]


def test_a_liaison_of_another_department_does_not_work_on_it(office: Office, dibao: str) -> None:
    other = office.with_officer(Officer(7, "edu", "教育局联络人", (Role.LIAISON,), department="education"))
    with pytest.raises(Refused, match="may not do this"):
        steps.begin(other, dibao, StepKind.SURVEY)


def test_nothing_is_done_on_a_referral_that_has_ended(office: Office, dibao: str) -> None:
    decisions.decide(office, dibao, GRANT)
    with pytest.raises(Refused, match="has ended"):
        steps.begin(office, dibao, StepKind.SURVEY)
