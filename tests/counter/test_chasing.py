"""Who is late and by whose fault; and a department is reminded, then escalated, then its leader is told."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.cases.casefile import CaseFile, Due, Interval, Verb
from counter.cases.chasing import Level, Standing, not_chased, proposed_text
from counter.cases.deadlines import WhoseTime, ledger
from counter.cases.duties import DutyKind
from counter.cases.lateness import Fault, LateRow, Light, blame, late_by_department, lights
from counter.cases.split import Chosen
from counter.cases.steps import StepKind
from counter.cases.workflow import ReferralState, ReturnReason
from counter.catalogue.model import Catalogue
from counter.catalogue.policy import Limits
from counter.errors import Refused
from counter.services import (
    assisting,
    cases,
    chasing,
    dispatch,
    district,
    fast_lane,
    intake,
    referrals,
    steps,
)
from counter.services.fast_lane import Gift
from counter.services.office import Office, Officer, Role
from tests.clock import Clock

ACCEPTED = date(2026, 11, 24)
TEN = Limits(total=10, verified=True)


@pytest.fixture
def dibao(sent: CaseFile) -> str:
    """The number of a 低保 referral that was sent, due on 5 January 2027, thirty working days on."""
    return sent.referrals[0].number


def late(office: Office, number: str) -> LateRow:
    (row,) = [one for one in chasing.late(office) if one.referral == number]
    return row


# --- what lights up -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "opened", "shown"),
    [
        (date(2026, 11, 25), False, ()),
        (date(2026, 11, 26), False, (Light.UNOPENED, Light.UNSIGNED)),
        (date(2026, 11, 26), True, (Light.UNSIGNED,)),
        (date(2026, 12, 4), True, (Light.UNSIGNED, Light.AMBER)),
        (date(2026, 12, 9), True, (Light.UNSIGNED, Light.RED)),
    ],
)
def test_what_is_unopened_after_one_working_day_lights_up_then_amber_then_red(
    catalogue: Catalogue, today: date, opened: bool, shown: tuple[Light, ...]
) -> None:
    due = Due(date(2026, 12, 8), due_sign=date(2026, 11, 25), verified=True)
    assert lights(ReferralState.SENT, due, today, catalogue.calendar, opened=opened) == shown


def test_what_is_decided_lights_no_more(catalogue: Catalogue) -> None:
    due = Due(date(2026, 12, 8), verified=True)
    assert lights(ReferralState.DECIDED, due, date(2027, 1, 8), catalogue.calendar, opened=True) == ()


# --- by whose fault -------------------------------------------------------------------------------------


def waiting(started: date, ended: date | None, waits_for: str = "applicant") -> Interval:
    return Interval("papers", started, ended, "补件", waits_for=waits_for)


def test_a_department_is_late_by_what_it_took_itself_beyond_the_limit(catalogue: Catalogue) -> None:
    """Due 8 December; on 10 December it took 12 working days, three of which it waited for papers."""
    account = ledger(
        TEN,
        sent_on=ACCEPTED,
        until=date(2026, 12, 10),
        intervals=(waiting(date(2026, 11, 25), date(2026, 11, 30)),),
        calendar=catalogue.calendar,
    )
    assert (account.elapsed, account.stopped, account.used) == (12, 3, 9)
    assert late_by_department(account) == 0


@pytest.mark.parametrize(
    ("intervals", "sent_on", "days", "fault"),
    [
        ((), ACCEPTED, 2, Fault.DEPARTMENT),
        ((waiting(date(2026, 11, 25), date(2026, 11, 26)),), ACCEPTED, 1, Fault.DEPARTMENT),
        ((waiting(date(2026, 11, 25), date(2026, 11, 30)),), ACCEPTED, 2, Fault.APPLICANT),
        ((waiting(date(2026, 11, 25), None, "outside"),), ACCEPTED, 2, Fault.OUTSIDE),
        ((waiting(date(2026, 11, 25), None, "department"),), ACCEPTED, 2, Fault.ASSISTING),
        ((waiting(date(2026, 11, 25), None, "law"),), ACCEPTED, 2, Fault.LAW),
        ((), date(2026, 12, 1), 2, Fault.WINDOW),
        ((), None, 2, Fault.WINDOW),
    ],
)
def test_what_is_past_its_last_day_is_the_fault_of_whoever_let_the_days_go_by(
    catalogue: Catalogue,
    *,
    intervals: tuple[Interval, ...],
    sent_on: date | None,
    days: int,
    fault: Fault,
) -> None:
    guilty = blame(
        TEN,
        accepted_on=ACCEPTED,
        sent_on=sent_on,
        due=date(2026, 12, 8),
        until=date(2026, 12, 10),
        intervals=intervals,
        calendar=catalogue.calendar,
    )
    assert (guilty.days, guilty.fault) == (days, fault)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 40),
            st.one_of(st.none(), st.integers(0, 40)),
            st.sampled_from(["applicant", "outside", "department", "law"]),
        ),
        max_size=4,
    ),
    st.integers(0, 60),
)
def test_no_waiting_for_others_is_ever_charged(
    catalogue: Catalogue, waits: list[tuple[int, int | None, str]], until: int
) -> None:
    """Whatever waits are laid over each other, a day on which anybody else was waited for is not charged."""

    def day(number: int) -> date:
        return date.fromordinal(ACCEPTED.toordinal() + number)

    intervals = tuple(
        waiting(day(start), None if length is None else day(start + length), whose)
        for start, length, whose in waits
    )
    account = ledger(
        TEN, sent_on=ACCEPTED, until=day(until), intervals=intervals, calendar=catalogue.calendar
    )
    own = [
        at
        for at in range(1, until + 1)
        if catalogue.calendar.is_working_day(day(at))
        and not any(
            one.started < day(at) <= (one.ended if one.ended is not None else day(until)) for one in intervals
        )
    ]
    assert account.used == len(own)
    assert late_by_department(account) == max(0, len(own) - 10)


# --- chasing --------------------------------------------------------------------------------------------


def test_a_department_that_has_not_signed_is_reminded_then_escalated_then_its_leader_is_told(
    office: Office, dibao: str, clock: Clock
) -> None:
    clock.go_to(date(2026, 11, 27))
    for level in (Level.REMIND, Level.ESCALATE, Level.LEADER):
        chasing.chase(office, dibao, level=level)
    remind, escalate, leader = referrals.referral(office, dibao).reminders
    assert (remind.level, remind.days_late, remind.reply_due) == (Level.REMIND, 2, None)
    assert (escalate.reply_due, leader.to) == (date(2026, 12, 1), "区民政局分管领导")
    verbs = [event.verb for event in cases.case(office, dibao[:-3]).events]
    assert verbs[-3:] == [Verb.REMINDED, Verb.ESCALATED, Verb.ESCALATED]


@pytest.mark.parametrize(
    ("level", "before"), [(Level.ESCALATE, Level.REMIND), (Level.LEADER, Level.ESCALATE)]
)
def test_no_step_of_chasing_is_left_out(
    office: Office, dibao: str, clock: Clock, level: Level, before: Level
) -> None:
    clock.go_to(date(2026, 11, 27))
    if level is Level.LEADER:
        chasing.chase(office, dibao, level=Level.REMIND)
    with pytest.raises(Refused) as refused:
        chasing.chase(office, dibao, level=level)
    (problem,) = refused.value.problems
    assert problem.params["level"] is before


def test_a_department_in_time_is_reminded_but_not_escalated(office: Office, dibao: str) -> None:
    chasing.chase(office, dibao, level=Level.REMIND)
    with pytest.raises(Refused, match="not late by its own fault"):
        chasing.chase(office, dibao, level=Level.ESCALATE)


def test_a_department_past_its_last_day_by_the_applicants_papers_is_not_escalated(
    office: Office, dibao: str, clock: Clock
) -> None:
    referrals.sign(office, dibao)
    referrals.suspend(office, dibao, reason="等待申请人补件", waits_for=WhoseTime.APPLICANT)
    clock.go_to(date(2026, 12, 31))
    referrals.resume(office, dibao)
    clock.go_to(date(2027, 1, 8))
    row = late(office, dibao)
    assert (row.kind, row.fault, row.days, row.who) == (DutyKind.DECIDE, Fault.APPLICANT, 3, "陈水木")
    assert row.stopped > row.charged
    chasing.chase(office, dibao, level=Level.REMIND)
    with pytest.raises(Refused, match="not late by its own fault"):
        chasing.chase(office, dibao, level=Level.ESCALATE)
    (sent,) = referrals.referral(office, dibao).reminders
    assert "申请人补件的时间未计入" in sent.text and sent.days_late == 0


def test_while_it_waits_for_others_a_department_is_not_chased_at_all(office: Office, dibao: str) -> None:
    referrals.sign(office, dibao)
    referrals.suspend(office, dibao, reason="等待核对")
    with pytest.raises(Refused, match="not chased now"):
        chasing.chase(office, dibao, level=Level.REMIND)


def test_what_was_never_sent_is_not_the_departments_to_be_chased_for(
    office: Office, accepted: CaseFile, clock: Clock
) -> None:
    number = accepted.referrals[0].number
    with pytest.raises(Refused, match="not chased now"):
        chasing.chase(office, number, level=Level.REMIND)
    clock.go_to(date(2026, 11, 30))
    row = late(office, number)
    assert (row.kind, row.fault, row.days, row.who) == (DutyKind.DISPATCH, Fault.WINDOW, 2, "莲花镇窗口")


def test_a_limit_that_is_not_verified_reminds_and_does_not_escalate() -> None:
    """The service counts no day of an unverified limit as late; so there is nothing to escalate."""
    standing = Standing(ReferralState.SIGNED, "C", "事项", "民政局", ACCEPTED, None, days_late=0)
    assert [problem.field for problem in not_chased(Level.ESCALATE, standing, ())] == ["level", "level"]
    assert [*not_chased(Level.REMIND, standing, ())] == []


def test_a_department_past_an_unverified_limit_is_reminded_and_not_escalated(
    office: Office, sent: CaseFile, clock: Clock
) -> None:
    """The three days of small quick aid are a promise until somebody has checked them."""
    fire = Chosen("civil-affairs.temp-emergency", because="火灾")
    case = intake.accept(office, replace(sent.application, urgent=True), (fire,))
    number = dispatch.send(office, case.number).referrals[0].number
    referrals.sign(office, number)
    clock.go_to(date(2026, 12, 8))
    chasing.chase(office, number, level=Level.REMIND)
    with pytest.raises(Refused, match="not late by its own fault"):
        chasing.chase(office, number, level=Level.ESCALATE)
    assert late(office, number).verified is False


def test_the_proposed_text_is_made_of_facts_and_may_be_changed(
    office: Office, dibao: str, clock: Clock
) -> None:
    clock.go_to(date(2026, 11, 27))
    text = chasing.proposed(office, dibao, level=Level.REMIND)
    assert text == (
        f"办件{dibao[:-3]}转交贵单位办理的“最低生活保障”事项，应于2026年11月25日前签收，至今未签收，"
        "已逾期2个工作日。请及时签收并办理。"
    )
    file = chasing.chase(office, dibao, level=Level.REMIND, text="请今日签收。", to="王科长")
    assert (file.reminders[0].text, file.reminders[0].to) == ("请今日签收。", "王科长")


def test_the_text_of_an_escalation_asks_for_an_answer_by_a_day() -> None:
    standing = Standing(
        ReferralState.SIGNED,
        "350212105-20261124-0001-K",
        "最低生活保障",
        "民政局",
        date(2026, 12, 8),
        None,
        days_late=3,
        waits=("applicant", "law"),
    )
    text = proposed_text(Level.ESCALATE, standing, reply_due=date(2026, 12, 15))
    assert "扣除等候时间后已逾期3天" in text and "于2026年12月15日前书面说明" in text
    assert "等候申请人补件、公示等法定事项的时间未计入" in text
    assert "分管领导" in proposed_text(Level.LEADER, standing, reply_due=None)


def test_the_department_answers_its_escalation_once(office: Office, dibao: str, clock: Clock) -> None:
    clock.go_to(date(2026, 11, 27))
    chasing.chase(office, dibao, level=Level.REMIND)
    reminder = chasing.chase(office, dibao, level=Level.ESCALATE).reminders[1].id
    clock.go_to(date(2026, 12, 3))
    rows = [one for one in chasing.late(office) if one.kind is DutyKind.REPLY]
    assert [(one.reference, one.days, one.chased) for one in rows] == [(str(reminder), 2, Level.ESCALATE)]
    liaison = office.with_officer(
        Officer(8, "mz", "民政局联络人", (Role.LIAISON,), department="civil-affairs")
    )
    answer = chasing.reply(liaison, reminder, text="人手不足，本周内办结")
    assert (answer.reply, answer.replied_by) == ("人手不足，本周内办结", "民政局联络人")
    assert not [one for one in chasing.late(office) if one.kind is DutyKind.REPLY]
    with pytest.raises(Refused, match="already"):
        chasing.reply(liaison, reminder, text="再答")


def test_a_new_department_is_reminded_before_it_is_escalated(
    office: Office, dibao: str, clock: Clock
) -> None:
    clock.go_to(date(2026, 11, 27))
    chasing.chase(office, dibao, level=Level.REMIND)
    dispatch.reassign(office, dibao, department="disabled-federation", because="非民政职责")
    clock.go_to(date(2026, 12, 2))
    with pytest.raises(Refused) as refused:
        chasing.chase(office, dibao, level=Level.ESCALATE)
    assert refused.value.params == {"level": Level.REMIND}
    chasing.chase(office, dibao, level=Level.REMIND)
    clock.pass_by(hours=1)
    # Given back to the same department, it begins anew there as well.
    dispatch.reassign(office, dibao, department="disabled-federation", because="补充材料后再转")
    clock.go_to(date(2026, 12, 8))
    with pytest.raises(Refused) as refused:
        chasing.chase(office, dibao, level=Level.ESCALATE)
    assert refused.value.params == {"level": Level.REMIND}


def test_a_clerk_does_not_escalate(office: Office, dibao: str, clock: Clock) -> None:
    clock.go_to(date(2026, 11, 27))
    clerk = office.with_officer(Officer(9, "clerk", "窗口经办", (Role.CLERK,), township="350212105"))
    with pytest.raises(Refused, match="may not do this"):
        chasing.chase(clerk, dibao, level=Level.REMIND)


# --- all that is late -----------------------------------------------------------------------------------


def test_a_supervisor_finds_all_that_is_late_and_by_whose_fault(
    office: Office, sent: CaseFile, clock: Clock
) -> None:
    """One unsigned, one returned and left lying, one past its last day by its own slowness."""
    unsigned, returned = (one.number for one in sent.referrals)
    referrals.return_to_dispatcher(office, returned, reason=ReturnReason.NOT_OURS, text="非本部门")
    clock.go_to(date(2026, 11, 27))
    supervisor = office.with_officer(Officer(9, "sup", "督查", (Role.SUPERVISOR,)))
    found = {one.referral: one for one in chasing.late(supervisor)}
    assert (found[unsigned].kind, found[unsigned].fault, found[unsigned].days) == (
        DutyKind.SIGN,
        Fault.DEPARTMENT,
        2,
    )
    assert (found[returned].kind, found[returned].fault, found[returned].days) == (
        DutyKind.RETURNED,
        Fault.DISPATCHER,
        2,
    )
    clock.go_to(date(2027, 1, 8))
    row = late(supervisor, unsigned)
    assert (row.kind, row.fault, row.days, row.charged) == (DutyKind.DECIDE, Fault.DEPARTMENT, 3, 33)
    chasing.chase(supervisor, unsigned, level=Level.REMIND)
    assert late(supervisor, unsigned).chased is Level.REMIND


def test_a_survey_that_is_not_begun_within_three_days_is_the_towns_where_steps_are_kept(
    office: Office, dibao: str, clock: Clock
) -> None:
    keeping = district.set_district(office, {"steps_recorded": "入户调查、信息核对"}, confirmed=True)
    referrals.sign(keeping, dibao)
    clock.go_to(date(2026, 11, 27))
    assert not [one for one in chasing.late(keeping) if one.kind is DutyKind.STEP]
    clock.go_to(date(2026, 11, 30))
    steps.begin(keeping, dibao, StepKind.CHECK, on=date(2026, 11, 27))
    (row,) = [one for one in chasing.late(keeping) if one.kind is DutyKind.STEP]
    assert (row.reference, row.fault, row.days) == ("survey", Fault.WINDOW, 1)
    steps.begin(keeping, dibao, StepKind.SURVEY)
    assert not [one for one in chasing.late(keeping) if one.kind is DutyKind.STEP]


def test_the_papers_of_aid_that_the_window_never_brought_are_the_windows(
    office: Office, sent: CaseFile, clock: Clock
) -> None:
    burnt = intake.accept(
        office,
        replace(sent.application, urgent=True),
        (Chosen("civil-affairs.temp-emergency", because="火灾"),),
    )
    number = burnt.referrals[0].number
    fast_lane.give(office, number, Gift("陈水木", "火灾", 50_000, staff=("郑一", "黄二")))
    clock.go_to(date(2026, 12, 10))
    row = late(office, number)
    assert (row.kind, row.fault, row.days) == (DutyKind.BACK_FILL, Fault.WINDOW, 2)


def test_one_sees_what_is_late_within_ones_own_reach(office: Office, sent: CaseFile, clock: Clock) -> None:
    referrals.sign(office, sent.referrals[0].number)
    assisting.ask(office, sent.referrals[0].number, department="education", question="学籍？")
    clock.go_to(date(2026, 12, 2))
    education = office.with_officer(Officer(8, "edu", "联络人", (Role.LIAISON,), department="education"))
    assert [one.kind for one in chasing.late(education)] == [DutyKind.CONSULTATION]
    housing = office.with_officer(Officer(8, "zj", "联络人", (Role.LIAISON,), department="construction"))
    assert chasing.late(housing) == ()
