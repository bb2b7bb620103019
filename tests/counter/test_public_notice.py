"""A sheet on the village board: how long it hangs, what an objection brings, and what must never be on it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from counter.cases.casefile import CaseFile, Verb
from counter.cases.public_notice import (
    Handling,
    PostingKind,
    day_kind,
    round_of,
    to_take_down,
)
from counter.cases.steps import StepKind
from counter.cases.workflow import Outcome, ReferralState
from counter.catalogue.policy import DayKind
from counter.errors import Refused
from counter.services import calendars, cases, decisions, district, postings, referrals, steps
from counter.services.decisions import Answer
from counter.services.office import Office
from tests.clock import Clock

BOARD = "云埔村公告栏"
YEAR_2027 = """
year = 2027
[[holidays]]
title = "元旦"
first = 2027-01-01
last = 2027-01-04
[[holidays]]
title = "春节"
first = 2027-02-05
last = 2027-02-11
[[holidays]]
title = "国庆节"
first = 2027-10-01
last = 2027-10-07
"""
GRANT = Answer(Outcome.GRANT, amount_fen=62_000, amount_unit="元/月", starts=date(2027, 1, 1))
REFUSE = Answer(Outcome.REFUSE, reason="超过标准", clause="《最低生活保障审核确认办法》第十八条")


@pytest.fixture
def dibao(office: Office, sent: CaseFile) -> str:
    referrals.sign(office, sent.referrals[0].number)
    return sent.referrals[0].number


@pytest.fixture
def notice(office: Office, dibao: str) -> int:
    """The id of a notice posted on Tuesday, 24 November 2026."""
    return postings.post(office, dibao, kind=PostingKind.NOTICE, board=BOARD).postings[0].id


# --- days -----------------------------------------------------------------------------------------------


def test_a_notice_of_seven_days_is_counted_in_working_days_and_not_from_its_first_one(
    office: Office, dibao: str, notice: int
) -> None:
    (posting,) = referrals.referral(office, dibao).postings
    assert (posting.id, posting.until) == (notice, date(2026, 12, 3))


def test_a_district_may_count_the_calendars_days_and_a_day_off_moves_the_end(
    office: Office, dibao: str, clock: Clock
) -> None:
    by_calendar = district.set_district(office, {"public_notice_day_kind": "日历日"}, confirmed=True)
    file = postings.post(by_calendar, dibao, kind=PostingKind.NOTICE, board=BOARD)
    assert file.postings[0].until == date(2026, 12, 1)
    clock.go_to(date(2026, 11, 28))
    second = postings.post(by_calendar, dibao, kind=PostingKind.NOTICE, board="镇政府公告栏")
    # Saturday and seven days is a Saturday: the notice hangs until Monday.
    assert second.postings[1].until == date(2026, 12, 7)


def test_a_sheet_keeps_the_kind_of_days_of_the_day_it_was_posted(
    office: Office, dibao: str, notice: int
) -> None:
    assert notice
    changed = district.set_district(office, {"public_notice_day_kind": "日历日"}, confirmed=True)
    assert referrals.referral(changed, dibao).postings[0].until == date(2026, 12, 3)


def test_what_nobody_has_said_counts_as_the_longer_days() -> None:
    assert day_kind("") is day_kind("工作日") is DayKind.WORKING
    assert day_kind("日历日") is DayKind.CALENDAR


def test_a_notice_beyond_the_known_calendar_is_provisional_and_moves_when_the_year_is_loaded(
    office: Office, dibao: str, clock: Clock
) -> None:
    clock.go_to(date(2026, 12, 28))
    file = postings.post(office, dibao, kind=PostingKind.NOTICE, board=BOARD)
    assert (file.postings[0].until, file.postings[0].provisional) == (date(2027, 1, 6), True)
    later = calendars.load(office, YEAR_2027, source="国务院办公厅通知").office
    moved = referrals.referral(later, dibao)
    assert (moved.postings[0].until, moved.postings[0].provisional) == (date(2027, 1, 8), False)
    assert moved.intervals[0].ended == date(2027, 1, 8)


# --- clocks ---------------------------------------------------------------------------------------------


def test_a_notice_is_not_charged_and_does_not_lengthen_the_limit_unless_the_policy_says_so(
    office: Office, dibao: str, notice: int, clock: Clock
) -> None:
    before = referrals.referral(office, dibao)
    (stop,) = before.intervals
    assert (stop.kind, stop.waits_for, stop.started, stop.ended) == (
        "publicity",
        "law",
        date(2026, 11, 24),
        date(2026, 12, 3),
    )
    clock.go_to(date(2026, 12, 3))
    assert referrals.referral(office, dibao).charged_days == 0
    clock.go_to(date(2026, 12, 8))
    after = referrals.referral(office, dibao)
    assert after.charged_days == 3 and after.due.due == before.due.due == date(2027, 1, 5)


def test_where_the_policy_leaves_the_notice_out_the_limit_is_later_by_its_days(
    office: Office, dibao: str
) -> None:
    policies = tuple(
        replace(one, limits=replace(one.limits, exclude_publicity=True))
        if one.code == "civil-affairs.dibao"
        else one
        for one in office.catalogue.policies
    )
    other = replace(office, catalogue=replace(office.catalogue, policies=policies))
    before = referrals.referral(other, dibao).due.due
    file = postings.post(other, dibao, kind=PostingKind.NOTICE, board=BOARD)
    assert before == date(2027, 1, 5) and file.due.due == date(2027, 1, 14)


# --- objections -----------------------------------------------------------------------------------------


def test_nothing_is_decided_while_a_notice_runs(
    office: Office, dibao: str, notice: int, clock: Clock
) -> None:
    assert notice
    for answer in (GRANT, REFUSE):
        with pytest.raises(Refused, match="decide after that day"):
            decisions.decide(office, dibao, answer)
    clock.go_to(date(2026, 12, 3))
    with pytest.raises(Refused, match="decide after that day"):
        decisions.decide(office, dibao, GRANT)
    clock.go_to(date(2026, 12, 4))
    assert decisions.decide(office, dibao, GRANT).state is ReferralState.DECIDED


def test_a_paper_of_a_day_on_which_the_notice_ran_is_not_taken(
    office: Office, dibao: str, notice: int, clock: Clock
) -> None:
    assert notice
    clock.go_to(date(2026, 12, 10))
    paper = replace(GRANT, decided_by="王某", document_number="7号", decided_on=date(2026, 12, 1))
    with pytest.raises(Refused, match="decide after that day"):
        decisions.record_paper_reply(office, dibao, paper)


def test_an_objection_is_settled_and_the_result_posted_again_before_a_grant(
    office: Office, dibao: str, notice: int, clock: Clock
) -> None:
    clock.go_to(date(2026, 11, 26))
    file = postings.object_(office, notice, by="村民", text="家有小车")
    (objection,) = file.postings[0].objections
    clock.go_to(date(2026, 12, 7))
    with pytest.raises(Refused, match="not settled yet"):
        decisions.decide(office, dibao, GRANT)
    with pytest.raises(Refused, match="Settle the objection first"):
        postings.post(office, dibao, kind=PostingKind.NOTICE, board=BOARD)
    postings.settle(office, objection.id, handling=Handling.INVESTIGATION, result="车系其兄所有")
    with pytest.raises(Refused, match="posted again"):
        decisions.decide(office, dibao, GRANT)
    again = postings.post(office, dibao, kind=PostingKind.NOTICE, board=BOARD)
    assert [one.turn for one in again.postings] == [1, 2] and round_of(again.postings) == 2
    until = again.postings[1].until
    assert until is not None
    clock.go_to(until + timedelta(days=1))
    assert decisions.decide(office, dibao, GRANT).state is ReferralState.DECIDED
    verbs = [event.verb for event in cases.case(office, dibao[:-3]).events]
    assert verbs[-5:] == [
        Verb.POSTED,
        Verb.OBJECTED,
        Verb.OBJECTION_SETTLED,
        Verb.POSTED,
        Verb.DECIDED,
    ]


def test_an_objection_that_was_right_ends_in_a_refusal_without_another_notice(
    office: Office, dibao: str, notice: int
) -> None:
    objection = postings.object_(office, notice, by="村民", text="家有小车").postings[0].objections[0]
    postings.settle(office, objection.id, handling=Handling.INVESTIGATION, result="属实")
    postings.take_down(office, notice)
    assert decisions.decide(office, dibao, REFUSE).state is ReferralState.DECIDED


def test_where_surveys_are_kept_an_objection_needs_a_new_one(office: Office, dibao: str, notice: int) -> None:
    keeping = district.set_district(office, {"steps_recorded": "入户调查、民主评议"}, confirmed=True)
    steps.finish(keeping, dibao, StepKind.SURVEY, by=("郑一", "黄二"), present="林秀珠", result="属实")
    objection = postings.object_(keeping, notice, by="村民", text="家有小车").postings[0].objections[0]
    with pytest.raises(Refused, match="new investigation"):
        postings.settle(keeping, objection.id, handling=Handling.INVESTIGATION, result="车系其兄所有")
    with pytest.raises(Refused, match="have not deliberated"):
        postings.settle(keeping, objection.id, handling=Handling.DELIBERATION, result="众人认可")
    file = steps.finish(keeping, dibao, StepKind.DELIBERATION, by=("村委会",), result="到会12人，11人同意")
    assert [(one.kind, one.turn) for one in file.steps if one.kind is not StepKind.NOTICE] == [
        (StepKind.SURVEY, 1),
        (StepKind.DELIBERATION, 2),
    ]
    postings.settle(keeping, objection.id, handling=Handling.DELIBERATION, result="众人认可")


def test_an_objection_is_settled_once(office: Office, dibao: str, notice: int) -> None:
    objection = postings.object_(office, notice, by="村民", text="家有小车").postings[0].objections[0]
    postings.settle(office, objection.id, handling=Handling.DELIBERATION, result="众人认可")
    with pytest.raises(Refused, match="settled on"):
        postings.settle(office, objection.id, handling=Handling.DELIBERATION, result="众人认可")
    assert referrals.referral(office, dibao).postings[0].objections[0].result == "众人认可"


# --- boards ---------------------------------------------------------------------------------------------


def test_a_notice_hangs_its_days_and_is_then_to_be_taken_down(
    office: Office, dibao: str, notice: int, clock: Clock
) -> None:
    with pytest.raises(Refused, match="hangs until"):
        postings.take_down(office, notice)
    clock.go_to(date(2026, 12, 4))
    sheets = referrals.referral(office, dibao).postings
    assert [one.id for one in to_take_down(sheets, office.today())] == [notice]
    file = postings.take_down(office, notice, photo="photo-17.jpg")
    assert (file.postings[0].taken_down_on, file.postings[0].photo) == (date(2026, 12, 4), "photo-17.jpg")
    assert to_take_down(file.postings, office.today()) == ()
    with pytest.raises(Refused, match="already"):
        postings.take_down(office, notice)


def test_a_notice_that_met_an_objection_comes_down_at_once_and_its_waiting_ends(
    office: Office, dibao: str, notice: int, clock: Clock
) -> None:
    postings.object_(office, notice, by="村民", text="家有小车")
    clock.go_to(date(2026, 11, 26))
    file = postings.take_down(office, notice)
    assert file.intervals[0].ended == date(2026, 11, 26)
    clock.go_to(date(2026, 11, 30))
    assert referrals.referral(office, dibao).charged_days == 2


def test_two_boards_are_one_round_and_one_board_is_not_posted_twice(
    office: Office, dibao: str, notice: int, clock: Clock
) -> None:
    assert notice
    clock.go_to(date(2026, 11, 25))
    file = postings.post(office, dibao, kind=PostingKind.NOTICE, board="镇政府公告栏")
    assert [one.turn for one in file.postings] == [1, 1]
    with pytest.raises(Refused, match="on this board already"):
        postings.post(office, dibao, kind=PostingKind.NOTICE, board=BOARD)
    clock.go_to(date(2026, 12, 4))
    with pytest.raises(Refused, match="decide after that day"):
        decisions.decide(office, dibao, GRANT)


def test_a_matter_without_a_notice_is_not_hung_out(office: Office, sent: CaseFile) -> None:
    with pytest.raises(Refused, match="not put on public notice"):
        postings.post(office, sent.referrals[1].number, kind=PostingKind.NOTICE, board=BOARD)


def test_only_what_was_granted_is_published_and_it_hangs_as_long_as_the_benefit_runs(
    office: Office, dibao: str
) -> None:
    with pytest.raises(Refused, match="Only what was granted"):
        postings.post(office, dibao, kind=PostingKind.PUBLICATION, board=BOARD)
    decisions.decide(office, dibao, GRANT)
    file = postings.post(office, dibao, kind=PostingKind.PUBLICATION, board=BOARD)
    (sheet,) = file.postings
    assert sheet.until is None and to_take_down(file.postings, date(2030, 1, 1)) == ()
    assert to_take_down(file.postings, date(2030, 1, 1), ended=True) == (sheet,)
    assert cases.case(office, dibao[:-3]).events[-1].verb is Verb.PUBLISHED


def test_what_was_refused_is_not_published(office: Office, dibao: str) -> None:
    decisions.decide(office, dibao, REFUSE)
    with pytest.raises(Refused, match="Only what was granted"):
        postings.post(office, dibao, kind=PostingKind.PUBLICATION, board=BOARD)


# --- nothing private ------------------------------------------------------------------------------------


def test_a_board_is_a_place_and_no_number_of_a_person(office: Office, dibao: str) -> None:
    with pytest.raises(Refused) as refused:
        postings.post(office, dibao, kind=PostingKind.NOTICE, board="陈家 13859990001")
    assert [problem.field for problem in refused.value.problems] == ["board"]
