"""The rules of time: the vectors of the official process, and the same answers by counting day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from counter.cases.casefile import Interval
from counter.cases.deadlines import (
    Promises,
    Urgency,
    add_days,
    charged_days,
    days_between,
    due_of,
    ledger,
    may_extend,
    papers_due,
    urgency,
    working_days_between,
)
from counter.cases.workflow import Outcome
from counter.catalogue.model import Calendar
from counter.catalogue.policy import DayKind, Limits

DAY = timedelta(days=1)


def span(first: str, last: str) -> set[date]:
    start, end = date.fromisoformat(f"2026-{first}"), date.fromisoformat(f"2026-{last}")
    return {start + step * DAY for step in range((end - start).days + 1)}


OFF = (
    span("01-01", "01-03")
    | span("02-15", "02-23")
    | span("04-04", "04-06")
    | span("05-01", "05-05")
    | span("06-19", "06-21")
    | span("09-25", "09-27")
    | span("10-01", "10-07")
)
WORKING_WEEKENDS = {
    date.fromisoformat(f"2026-{day}") for day in ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")
}
CALENDAR = Calendar(frozenset({2026}), frozenset(OFF), frozenset(WORKING_WEEKENDS))

GROUND = "公示有异议"
DIBAO = Limits(
    total=30,
    delegated_total=20,
    extended_total=45,
    extension_grounds=(GROUND, "人户分离"),
    verified=True,
)
EMERGENCY = Limits(total=3, day_kind=DayKind.CALENDAR, moves_over_holidays=False)


def on(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def wait(start: date, end: date | None, *, kind: str = "papers", ground: str = "", whose: str = "applicant"):
    return Interval(kind, start, end, "补件", ground, whose)


# --- the vectors of the process ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "days", "last"),
    [
        ("09-18", 3, "09-22"),
        ("09-18", 10, "10-09"),
        ("09-18", 11, "10-10"),
        ("02-10", 3, "02-13"),
        ("02-10", 10, "03-02"),
        ("02-10", 30, "03-30"),
        ("04-29", 3, "05-07"),
        ("04-29", 5, "05-09"),
        ("07-01", 30, "08-12"),
        ("07-01", 45, "09-02"),
        ("11-23", 3, "11-26"),
        ("11-23", 20, "12-21"),
    ],
)
def test_working_days_follow_the_calendar_of_2026(accepted: str, days: int, last: str) -> None:
    assert add_days(on(accepted), days, DayKind.WORKING, CALENDAR) == (on(last), False)
    assert working_days_between(on(accepted), on(last), CALENDAR) == days


def test_the_year_has_248_working_days() -> None:
    assert working_days_between(date(2025, 12, 31), on("12-31"), CALENDAR) == 248


def test_a_deadline_beyond_the_known_calendar_is_counted_monday_to_friday_and_marked() -> None:
    due = due_of(DIBAO, accepted_on=on("11-23"), calendar=CALENDAR)
    assert (due.due, due.provisional) == (date(2027, 1, 4), True)
    loaded = Calendar(
        frozenset({2026, 2027}), CALENDAR.holidays | {date(2027, 1, 1)}, CALENDAR.working_weekends
    )
    due = due_of(DIBAO, accepted_on=on("11-23"), calendar=loaded)
    assert (due.due, due.provisional) == (date(2027, 1, 5), False)


def test_a_feedback_in_the_unknown_year_is_marked_by_itself() -> None:
    due = due_of(Limits(total=28), accepted_on=on("11-23"), calendar=CALENDAR)
    assert (due.due, due.provisional) == (on("12-31"), False)
    assert (due.due_feedback, due.feedback_provisional) == (date(2027, 1, 4), True)


def test_no_holiday_lengthens_the_emergency_aid_of_three_days() -> None:
    due = due_of(EMERGENCY, accepted_on=on("09-30"), calendar=CALENDAR)
    assert (due.due, due.provisional) == (on("10-03"), False)
    due = due_of(EMERGENCY, accepted_on=on("12-30"), calendar=CALENDAR)
    assert (due.due, due.provisional) == (date(2027, 1, 2), False)


def test_another_period_of_calendar_days_that_ends_on_a_day_off_moves_to_the_next_working_day() -> None:
    sixty = Limits(total=60, day_kind=DayKind.CALENDAR)
    due = due_of(sixty, accepted_on=on("08-04"), calendar=CALENDAR)
    assert due.due == on("10-08")
    due = due_of(sixty, accepted_on=on("08-11"), calendar=CALENDAR)
    assert due.due == on("10-10"), "a working Saturday is no day off"


def test_what_is_done_at_once_is_due_on_the_day_itself() -> None:
    assert due_of(Limits(total=0), accepted_on=on("11-21"), calendar=CALENDAR).due == on("11-21")


def test_without_a_limit_in_the_list_there_is_no_due_day() -> None:
    due = due_of(Limits(total=None), accepted_on=on("11-23"), sent_on=on("11-23"), calendar=CALENDAR)
    assert (due.due, due.due_feedback, due.due_sign) == (None, None, on("11-24"))


def test_the_decision_of_the_township_is_due_earlier() -> None:
    due = due_of(DIBAO, accepted_on=on("11-23"), calendar=CALENDAR, delegated=True)
    assert due.due == on("12-21")


def test_signing_feedback_and_notice_have_their_own_days() -> None:
    due = due_of(
        DIBAO,
        accepted_on=on("09-18"),
        sent_on=on("09-18"),
        decided_on=on("09-24"),
        outcome=Outcome.REFUSE,
        calendar=CALENDAR,
    )
    assert due.due_sign == on("09-20"), "the working Sunday"
    assert due.due_feedback == on("09-29")
    assert due.due_notice == on("09-30")


@pytest.mark.parametrize(
    ("sent", "sign", "due"),
    [
        ("11-23", "11-24", "11-26"),  # a Monday
        ("11-20", "11-21", "11-23"),  # a Friday: by the next working day it would be signed on the last day
        ("09-30", "10-01", "10-03"),  # before the holidays: by the next working day only after the last one
    ],
)
def test_small_quick_aid_is_signed_for_a_day_later_whatever_holiday_there_is(
    sent: str, sign: str, due: str
) -> None:
    found = due_of(EMERGENCY, accepted_on=on(sent), sent_on=on(sent), calendar=CALENDAR)
    assert (found.due_sign, found.due) == (on(sign), on(due))


def test_nobody_has_longer_to_sign_than_to_decide() -> None:
    same_day = Limits(total=0)
    assert due_of(same_day, accepted_on=on("11-23"), sent_on=on("11-23"), calendar=CALENDAR).due_sign == on(
        "11-23"
    )
    late = due_of(EMERGENCY, accepted_on=on("11-02"), sent_on=on("11-23"), calendar=CALENDAR)
    assert (late.due, late.due_sign) == (on("11-05"), on("11-24"))


@given(st.integers(0, 364), st.integers(0, 30), st.sampled_from([DIBAO, EMERGENCY, Limits(total=1)]))
def test_signing_ends_between_sending_and_the_last_day(start: int, wait: int, limits: Limits) -> None:
    accepted_on = date(2026, 1, 1) + start * DAY
    sent_on = accepted_on + wait * DAY
    found = due_of(limits, accepted_on=accepted_on, sent_on=sent_on, calendar=CALENDAR)
    assert found.due is not None and found.due_sign is not None
    assert sent_on <= found.due_sign
    assert found.due_sign <= found.due or sent_on > found.due


def test_before_the_result_the_feedback_is_planned_after_the_last_day() -> None:
    due = due_of(DIBAO, accepted_on=on("07-01"), calendar=CALENDAR)
    assert (due.due, due.due_feedback, due.due_notice) == (on("08-12"), on("08-14"), None)


def test_the_law_sets_the_notice_of_a_refusal_and_the_promise_that_of_a_grant() -> None:
    limits = Limits(total=10, refusal_notice=3)
    promises = Promises(notice=1)
    for outcome, day in ((Outcome.REFUSE, "11-26"), (Outcome.PARTLY, "11-26"), (Outcome.GRANT, "11-24")):
        due = due_of(
            limits,
            accepted_on=on("11-16"),
            decided_on=on("11-23"),
            outcome=outcome,
            calendar=CALENDAR,
            promises=promises,
        )
        assert due.due_notice == on(day)


def test_papers_are_awaited_ten_working_days() -> None:
    assert papers_due(on("09-18"), CALENDAR) == on("10-09")


# --- the statutory clock moves only on a listed ground -------------------------------------------


def test_waiting_for_papers_does_not_move_the_statutory_clock() -> None:
    waited = (wait(on("07-02"), on("07-22")),)
    assert due_of(DIBAO, accepted_on=on("07-01"), calendar=CALENDAR, intervals=waited).due == on("08-12")


def test_a_suspension_on_a_listed_ground_moves_it_by_its_working_days() -> None:
    limits = Limits(total=10, suspension_grounds=("等待鉴定",))
    listed = (wait(on("07-02"), on("07-06"), kind="suspension", ground="等待鉴定"),)
    other = (wait(on("07-02"), on("07-06"), kind="suspension", ground="领导出差"),)
    plain = due_of(limits, accepted_on=on("07-01"), calendar=CALENDAR).due
    assert plain == on("07-15")
    assert due_of(limits, accepted_on=on("07-01"), calendar=CALENDAR, intervals=other).due == plain
    assert due_of(limits, accepted_on=on("07-01"), calendar=CALENDAR, intervals=listed).due == on("07-17")


def test_a_suspension_that_lasts_moves_the_last_day_day_by_day() -> None:
    limits = Limits(total=10, suspension_grounds=("等待鉴定",))
    lasting = (wait(on("07-02"), None, kind="suspension", ground="等待鉴定"),)
    dues = [
        due_of(limits, accepted_on=on("07-01"), calendar=CALENDAR, intervals=lasting, today=on(day)).due
        for day in ("07-02", "07-03", "07-04", "07-06")
    ]
    assert dues == [on("07-15"), on("07-16"), on("07-16"), on("07-17")]


def test_public_notice_counts_unless_the_policy_says_otherwise() -> None:
    shown = (wait(on("07-06"), on("07-13"), kind="publicity", whose="law"),)
    counted = due_of(Limits(total=30), accepted_on=on("07-01"), calendar=CALENDAR, intervals=shown).due
    left_out = due_of(
        Limits(total=30, exclude_publicity=True), accepted_on=on("07-01"), calendar=CALENDAR, intervals=shown
    ).due
    assert (counted, left_out) == (on("08-12"), on("08-19"))


def test_an_extension_is_had_once_to_the_cap_and_only_on_a_listed_ground() -> None:
    assert may_extend(DIBAO, (), GROUND)
    assert not may_extend(DIBAO, (), "工作忙")
    extended = (wait(on("08-10"), None, kind="extension", ground=GROUND, whose="law"),)
    assert not may_extend(DIBAO, extended, GROUND)
    assert not may_extend(Limits(total=30), (), GROUND)
    assert due_of(DIBAO, accepted_on=on("07-01"), calendar=CALENDAR, intervals=extended).due == on("09-02")
    unfounded = (wait(on("08-10"), None, kind="extension", ground="工作忙", whose="law"),)
    assert due_of(DIBAO, accepted_on=on("07-01"), calendar=CALENDAR, intervals=unfounded).due == on("08-12")


def test_a_limit_that_is_not_verified_reminds_and_does_not_escalate() -> None:
    checked = due_of(DIBAO, accepted_on=on("07-01"), calendar=CALENDAR)
    days = ("08-07", "08-10", "08-12", "08-13")
    assert [urgency(checked, on(day), CALENDAR) for day in days] == [
        Urgency.CALM,
        Urgency.SOON,
        Urgency.SOON,
        Urgency.OVERDUE,
    ]
    promised = due_of(Limits(total=30), accepted_on=on("07-01"), calendar=CALENDAR)
    assert urgency(promised, on("08-13"), CALENDAR) is Urgency.SOON
    assert urgency(
        due_of(Limits(total=None), accepted_on=on("07-01"), calendar=CALENDAR), on("12-31"), CALENDAR
    ) is (Urgency.CALM)


# --- the charged clock ---------------------------------------------------------------------------


def test_the_ledger_says_due_ten_stopped_three_used_six_and_whose_time_it_was() -> None:
    account = ledger(
        Limits(total=10),
        sent_on=on("07-06"),
        until=on("07-17"),
        intervals=(wait(on("07-08"), on("07-13")),),
        calendar=CALENDAR,
    )
    assert (account.limit, account.stopped, account.used, account.elapsed) == (10, 3, 6, 9)
    assert account.by == {"applicant": 3}


def test_overlapping_waits_are_counted_once_and_go_to_the_earlier_one() -> None:
    waits = (
        wait(on("07-09"), on("07-15"), whose="outside"),
        wait(on("07-08"), on("07-13"), whose="applicant"),
    )
    account = ledger(
        Limits(total=10), sent_on=on("07-06"), until=on("07-17"), intervals=waits, calendar=CALENDAR
    )
    assert (account.by, account.stopped, account.used) == ({"applicant": 3, "outside": 2}, 5, 4)


def test_a_wait_over_a_holiday_that_ends_on_a_working_saturday() -> None:
    """Stopped on Wednesday before the holiday, resumed on Saturday 10 October: 8, 9 and 10 were waited."""
    waits = (wait(on("09-30"), on("10-10")),)
    assert charged_days(on("09-29"), on("10-12"), waits, CALENDAR) == 2
    account = ledger(
        Limits(total=10), sent_on=on("09-29"), until=on("10-12"), intervals=waits, calendar=CALENDAR
    )
    assert (account.stopped, account.used) == (3, 2)


def test_what_stops_and_goes_on_within_a_day_costs_nobody_a_day() -> None:
    waits = (wait(on("07-08"), on("07-08")),)
    assert charged_days(on("07-06"), on("07-10"), waits, CALENDAR) == 4


def test_an_extension_stops_no_charged_clock() -> None:
    waits = (wait(on("07-08"), None, kind="extension", ground=GROUND, whose="law"),)
    assert charged_days(on("07-06"), on("07-10"), waits, CALENDAR) == 4


# --- the same by counting day by day -------------------------------------------------------------

days_of_2026 = st.dates(date(2026, 1, 1), date(2026, 12, 31))
kinds = st.sampled_from(DayKind)


def by_hand(start: date, days: int, kind: DayKind) -> date:
    """Another way to the same day: list every day, strike those that do not count, take the last."""
    all_days = [start + DAY * step for step in range(1, 3 * days + 40)]
    counted = [day for day in all_days if kind is DayKind.CALENDAR or is_working(day)]
    end = counted[days - 1] if days else start
    if kind is DayKind.CALENDAR and days:
        end = next(day for day in all_days if day >= end and is_working(day))
    return end


def is_working(day: date) -> bool:
    if day in WORKING_WEEKENDS:
        return True
    return day.isoweekday() <= 5 and day not in OFF


@given(days_of_2026, st.integers(0, 90), kinds)
def test_the_last_day_is_that_of_a_recount(start: date, days: int, kind: DayKind) -> None:
    last, provisional = add_days(start, days, kind, CALENDAR)
    assert last == by_hand(start, days, kind)
    if last.year == 2026:
        assert not provisional
    elif kind is DayKind.WORKING or last != start:
        assert provisional


@given(days_of_2026, st.integers(0, 60), kinds)
def test_a_day_more_is_never_earlier(start: date, days: int, kind: DayKind) -> None:
    shorter, longer = (add_days(start, n, kind, CALENDAR)[0] for n in (days, days + 1))
    assert shorter <= longer
    assert kind is DayKind.CALENDAR or days == 0 or shorter < longer
    assert add_days(start, days, kind, CALENDAR)[0] <= add_days(start + DAY, days, kind, CALENDAR)[0]


@given(days_of_2026, st.integers(1, 60))
def test_counting_back_gives_the_days_that_were_added(start: date, days: int) -> None:
    last, _ = add_days(start, days, DayKind.WORKING, CALENDAR)
    assert working_days_between(start, last, CALENDAR) == days
    assert days_between(last, start, DayKind.WORKING, CALENDAR) == -days


@st.composite
def waits_in_2026(draw: st.DrawFn) -> tuple[Interval, ...]:
    made = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(days_of_2026)
        length = draw(st.integers(0, 30))
        made.append(
            wait(
                start,
                start + DAY * length,
                kind="suspension",
                ground="等待鉴定",
                whose=draw(st.sampled_from(("applicant", "outside", "law"))),
            )
        )
    return tuple(made)


@given(days_of_2026, st.integers(0, 120), waits_in_2026(), kinds)
def test_the_ledger_adds_up_to_a_recount(
    start: date, length: int, waits: tuple[Interval, ...], kind: DayKind
):
    until = start + DAY * length
    account = ledger(
        Limits(total=10, day_kind=kind), sent_on=start, until=until, intervals=waits, calendar=CALENDAR
    )
    covered = set()
    for one in waits:
        assert one.ended is not None
        covered |= {one.started + DAY * step for step in range(1, (one.ended - one.started).days + 1)}
    counted = {
        day
        for day in (start + DAY * step for step in range(1, length + 1))
        if kind is DayKind.CALENDAR or is_working(day)
    }
    assert account.used == len(counted - covered)
    assert account.stopped == len(counted & covered)
    assert account.elapsed == len(counted)
    assert sum(account.by.values()) == account.stopped
    assert charged_days(start, until, waits, CALENDAR, kind) == account.used


@given(days_of_2026, st.integers(1, 40), waits_in_2026())
def test_the_statutory_day_leaves_out_exactly_the_days_that_stood_still(
    start: date, days: int, waits: tuple[Interval, ...]
) -> None:
    limits = Limits(total=days, suspension_grounds=("等待鉴定",))
    due = due_of(limits, accepted_on=start, calendar=CALENDAR, intervals=waits).due
    assert due is not None
    assume(due.year == 2026)
    still = {
        one.started + DAY * step
        for one in waits
        if one.ended
        for step in range(1, (one.ended - one.started).days + 1)
    }
    counted = [
        day
        for day in (start + DAY * step for step in range(1, (due - start).days + 1))
        if is_working(day) and day not in still
    ]
    assert len(counted) == days
    assert counted[-1] == due
