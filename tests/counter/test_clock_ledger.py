"""The account of a clock: other people's bugs, and every day counted again by whoever knows no rule."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.cases.casefile import CaseFile, Interval, Notice, ReferralFile
from counter.cases.deadlines import due_of, urgency
from counter.cases.lateness import Fault
from counter.cases.ledger import ClockLedger, ClockName, Known, untold_extension, whole
from counter.cases.workflow import Outcome
from counter.catalogue.model import Calendar
from counter.catalogue.policy import DayKind, Limits
from counter.errors import Problem, Refused
from counter.services import cases, decisions, ledgers, notices, referrals
from counter.services.decisions import Answer
from counter.services.office import Office
from tests.clock import Clock
from tests.counter.test_deadlines import CALENDAR, DAY, on

GROUND = "等待鉴定"
TEN = Limits(total=10, suspension_grounds=(GROUND,), verified=True)


def stop(start: date, end: date | None, *, ground: str = "", whose: str = "applicant", kind: str = "papers"):
    return Interval(kind, start, end, "补件", ground, whose, "受理回执" if ground else "")


def account(until: date, *waits: Interval, sent: date, limits: Limits = TEN) -> ClockLedger:
    return whole(
        limits, accepted_on=sent, sent_on=sent, until=until, intervals=tuple(waits), calendar=CALENDAR
    )


# --- other people's bugs -------------------------------------------------------------------------


def test_due_ten_stopped_three_used_six_charged_to_whom() -> None:
    found = account(on("07-17"), stop(on("07-08"), on("07-13")), sent=on("07-06"))
    assert (found.limit, found.stopped, found.used, found.left) == (10, 3, 6, 1)
    assert found.by == {Fault.DEPARTMENT: 6, Fault.APPLICANT: 3}


def test_hold_time_is_added_to_the_end_and_not_to_the_beginning() -> None:
    """The limit grows by what was held, behind its last day; days before the hold keep their places."""
    held = stop(on("07-08"), on("07-13"), ground=GROUND)
    due = due_of(TEN, accepted_on=on("07-06"), calendar=CALENDAR, intervals=(held,)).due
    assert due == on("07-23"), "20 July without the hold, three working days later with it"
    assert account(on("07-08"), held, sent=on("07-06")).used == 2, "before the hold nothing was held"
    assert account(on("07-23"), held, sent=on("07-06")).counted == 10


def test_a_hold_that_is_long_over_does_not_grow_with_the_days() -> None:
    held = stop(on("07-08"), on("07-13"), ground=GROUND)
    dues = {
        due_of(TEN, accepted_on=on("07-06"), calendar=CALENDAR, intervals=(held,), today=on(day)).due
        for day in ("07-13", "07-17", "08-31")
    }
    assert dues == {on("07-23")}


def test_a_pause_over_a_holiday_stops_working_days_only() -> None:
    """From the last day before the National Day holidays to the first after them: one day, not eight."""
    held = stop(on("09-30"), on("10-08"), ground=GROUND)
    found = account(on("10-08"), held, sent=on("09-29"))
    assert (found.stopped, found.used, found.left_out) == (1, 1, 1)
    due = due_of(TEN, accepted_on=on("09-29"), calendar=CALENDAR, intervals=(held,)).due
    plain = due_of(TEN, accepted_on=on("09-29"), calendar=CALENDAR).due
    assert (plain, due) == (on("10-19"), on("10-20"))


def test_two_pauses_that_overlap_stop_each_day_once() -> None:
    papers = stop(on("07-08"), on("07-13"), ground=GROUND)
    check = stop(on("07-09"), on("07-15"), ground=GROUND, whose="outside", kind="suspension")
    found = account(on("07-17"), check, papers, sent=on("07-06"))
    assert (found.stopped, found.left_out, found.used) == (5, 5, 4)
    assert found.by == {Fault.DEPARTMENT: 4, Fault.APPLICANT: 3, Fault.OUTSIDE: 2}
    assert [one.days for one in found.stops] == [3, 2]
    due = due_of(TEN, accepted_on=on("07-06"), calendar=CALENDAR, intervals=(papers, check)).due
    assert due == on("07-27")


def test_resumed_on_a_working_saturday_that_day_was_still_waited() -> None:
    """10 October 2026 is a Saturday that is worked (调休); the clock goes on with the Monday."""
    held = stop(on("10-08"), on("10-10"), ground=GROUND)
    found = account(on("10-12"), held, sent=on("10-08"))
    assert (found.stopped, found.used) == (2, 1)
    due = due_of(TEN, accepted_on=on("10-08"), calendar=CALENDAR, intervals=(held,)).due
    assert due == on("10-23")


def test_what_waits_on_an_unlisted_ground_is_not_charged_and_still_counts() -> None:
    found = account(on("07-17"), stop(on("07-08"), on("07-13")), sent=on("07-06"))
    assert (found.used, found.left_out, found.counted) == (6, 0, 9)


def test_a_day_before_it_was_sent_is_the_windows() -> None:
    found = whole(
        TEN,
        accepted_on=on("07-06"),
        sent_on=on("07-08"),
        until=on("07-10"),
        intervals=(),
        calendar=CALENDAR,
    )
    assert found.by == {Fault.WINDOW: 2, Fault.DEPARTMENT: 2}


# --- the same day by day -------------------------------------------------------------------------

WHOSE = {
    "applicant": Fault.APPLICANT,
    "outside": Fault.OUTSIDE,
    "department": Fault.ASSISTING,
    "law": Fault.LAW,
}
KNOWN_YEARS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any calendar: days off anywhere, weekends worked anywhere."""
    off = draw(st.sets(KNOWN_YEARS, max_size=40))
    worked = {day for day in draw(st.sets(KNOWN_YEARS, max_size=12)) if day.weekday() >= 5} - off
    return Calendar(frozenset({2026, 2027}), frozenset(off), frozenset(worked))


@st.composite
def waits(draw: st.DrawFn) -> tuple[Interval, ...]:
    made = []
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.dates(date(2026, 1, 1), date(2026, 8, 1)))
        length = draw(st.integers(-2, 40))
        ended = draw(st.booleans())
        made.append(
            stop(
                start,
                start + DAY * length if ended else None,
                ground=draw(st.sampled_from(("", GROUND, "领导出差"))),
                whose=draw(st.sampled_from(sorted(WHOSE))),
                kind=draw(st.sampled_from(("papers", "suspension", "publicity", "extension"))),
            )
        )
    return tuple(made)


def counts(day: date, kind: DayKind, calendar: Calendar) -> bool:
    if kind is DayKind.CALENDAR:
        return True
    if day in calendar.working_weekends:
        return True
    return day.isoweekday() < 6 and day not in calendar.holidays


def naive(
    *,
    accepted: date,
    sent: date | None,
    until: date,
    held: tuple[Interval, ...],
    limits: Limits,
    days: Calendar,
) -> tuple[dict[Fault, int], int]:
    """Walk from the day after acceptance, and ask of each day whose it was."""
    by: dict[Fault, int] = {}
    left_out = 0
    day = accepted
    while day < until:
        day += timedelta(days=1)
        if not counts(day, limits.day_kind, days):
            continue
        covering = []
        for one in held:
            end = one.ended if one.ended is not None else until
            if one.kind != "extension" and one.started < day <= end:
                covering.append(one)
        if sent is None or day <= sent:
            whose = Fault.WINDOW
        elif covering:
            first = covering[0]
            for one in covering:
                if one.started < first.started:
                    first = one
            whose = WHOSE[first.waits_for]
        else:
            whose = Fault.DEPARTMENT
        by[whose] = by.get(whose, 0) + 1
        if any(
            one.ground == GROUND or (one.kind == "publicity" and limits.exclude_publicity) for one in covering
        ):
            left_out += 1
    return by, left_out


LIMITS = st.builds(
    Limits,
    total=st.integers(1, 30),
    day_kind=st.sampled_from(DayKind),
    suspension_grounds=st.just((GROUND,)),
    exclude_publicity=st.booleans(),
)


@given(
    accepted=st.dates(date(2026, 1, 1), date(2026, 6, 1)),
    sent_after=st.one_of(st.none(), st.integers(0, 20)),
    length=st.integers(0, 150),
    held=waits(),
    limits=LIMITS,
    days=calendars(),
)
def test_the_account_is_that_of_a_recount_by_days(
    *,
    accepted: date,
    sent_after: int | None,
    length: int,
    held: tuple[Interval, ...],
    limits: Limits,
    days: Calendar,
) -> None:
    until = accepted + DAY * length
    sent = None if sent_after is None else min(accepted + DAY * sent_after, until)
    found = whole(limits, accepted_on=accepted, sent_on=sent, until=until, intervals=held, calendar=days)
    by, left_out = naive(accepted=accepted, sent=sent, until=until, held=held, limits=limits, days=days)
    assert (found.by, found.left_out) == (by, left_out)
    assert found.elapsed == sum(by.values())
    assert found.used == by.get(Fault.DEPARTMENT, 0), "what was waited for is never charged"


@given(st.dates(date(2026, 1, 1), date(2026, 6, 1)), waits(), LIMITS, calendars())
def test_on_the_last_day_exactly_the_limit_is_gone(
    accepted: date, held: tuple[Interval, ...], limits: Limits, days: Calendar
) -> None:
    """Where no holiday moves the end, as it moves a period of calendar days."""
    limits = replace(limits, moves_over_holidays=False)
    today = date(2026, 6, 1)
    ended = tuple(replace(one, ended=one.ended or max(today, one.started)) for one in held)
    due = due_of(limits, accepted_on=accepted, calendar=days, intervals=held, today=today).due
    assert due is not None
    by, left_out = naive(accepted=accepted, sent=accepted, until=due, held=ended, limits=limits, days=days)
    assert sum(by.values()) - left_out == limits.total
    if due > accepted:
        before, left_out_before = naive(
            accepted=accepted, sent=accepted, until=due - DAY, held=ended, limits=limits, days=days
        )
        assert sum(before.values()) - left_out_before == limits.total - 1, "no earlier day is the last one"


# --- in an office --------------------------------------------------------------------------------


def dibao(office: Office, file: CaseFile) -> ReferralFile:
    case = cases.case(office, file.number)
    return next(one for one in case.referrals if one.policy == "civil-affairs.dibao")


def clock_of(office: Office, number: str, name: ClockName) -> ClockLedger:
    return next(one for one in ledgers.of_referral(office, number).clocks if one.name is name)


@pytest.fixture
def number(office: Office, sent: CaseFile) -> str:
    found = dibao(office, sent).number
    referrals.sign(office, found)
    return found


def test_the_ledger_of_a_case_tells_every_clock(
    office: Office, number: str, sent: CaseFile, clock: Clock
) -> None:
    clock.go_to(date(2026, 11, 26))
    referrals.suspend(office, number, reason="等银行回函", waits_for=referrals.WhoseTime.OUTSIDE)
    clock.go_to(date(2026, 12, 1))
    referrals.resume(office, number)
    clock.go_to(date(2026, 12, 4))
    found = ledgers.of_case(office, sent.number)
    names = [one.name for one in found.clocks]
    assert names[0] is ClockName.DISPATCH and names.count(ClockName.LIMIT) == len(sent.referrals)
    limit = clock_of(office, number, ClockName.LIMIT)
    assert (limit.limit, limit.stopped, limit.used, limit.counted) == (30, 3, 5, 8)
    assert limit.by == {Fault.DEPARTMENT: 5, Fault.OUTSIDE: 3}
    assert [one.interval.reason for one in limit.stops] == ["等银行回函"]
    assert limit.due == dibao(office, sent).due.due and limit.provisional


def test_a_stop_on_a_ground_that_is_not_listed_is_refused(office: Office, number: str) -> None:
    with pytest.raises(Refused) as refused:
        referrals.suspend(office, number, reason="等鉴定", ground=GROUND)
    assert [problem.field for problem in refused.value.problems] == ["ground", "evidence"]


def test_an_extension_after_expiry_is_refused_however_the_clock_is_set(
    office: Office, number: str, sent: CaseFile, clock: Clock
) -> None:
    due = dibao(office, sent).due.due
    assert due is not None
    clock.at = datetime(due.year, due.month, due.day, 16, 0, tzinfo=UTC)
    assert office.today() == due + DAY, "midnight in China is the next day"
    with pytest.raises(Refused, match="only be extended before"):
        referrals.extend(office, number, ground="人户分离")
    referrals.suspend(office, number, reason="等核查")
    clock.pass_by(days=-1)
    with pytest.raises(Refused, match="Set the clock right"):
        referrals.extend(office, number, ground="人户分离")


def test_on_the_last_second_of_the_last_day_it_can_still_be_extended(
    office: Office, number: str, sent: CaseFile, clock: Clock
) -> None:
    due = dibao(office, sent).due.due
    assert due is not None
    clock.at = datetime(due.year, due.month, due.day, 15, 59, 59, tzinfo=UTC)
    extended = referrals.extend(office, number, ground="人户分离")
    assert extended.due.due is not None and extended.due.due > due
    assert clock_of(office, number, ClockName.LIMIT).limit == 45


def test_a_clock_set_back_a_day_ends_no_waiting_before_it_began(
    office: Office, number: str, sent: CaseFile, clock: Clock
) -> None:
    clock.go_to(date(2026, 12, 2))
    referrals.suspend(office, number, reason="等核查")
    clock.go_to(date(2026, 12, 1))
    referrals.resume(office, number)
    interval = dibao(office, sent).intervals[0]
    assert (interval.started, interval.ended) == (date(2026, 12, 2), date(2026, 12, 2))
    clock.go_to(date(2026, 12, 4))
    limit = clock_of(office, number, ClockName.LIMIT)
    assert (limit.stopped, limit.used) == (0, 8)


def test_an_extension_that_is_not_printed_before_the_limit_passes_is_told(
    office: Office, number: str, sent: CaseFile, clock: Clock
) -> None:
    old = dibao(office, sent).due.due
    assert old is not None
    referrals.extend(office, number, ground="人户分离", reason="户口在集美区")
    assert [problem.text for problem in clock_of(office, number, ClockName.LIMIT).problems] == [
        "The notice of the extension is not printed yet. Print it by {day}, before the limit passes."
    ]
    clock.at = datetime(old.year, old.month, old.day, 16, 0, tzinfo=UTC)
    problem = clock_of(office, number, ClockName.LIMIT).problems[0]
    assert problem.text == "The notice of the extension was not printed before the limit passed on {day}."
    assert problem.params == {"day": old}


def test_printing_the_notice_of_the_extension_puts_the_account_in_order(
    office: Office, number: str, sent: CaseFile
) -> None:
    referrals.extend(office, number, ground="人户分离")
    assert clock_of(office, number, ClockName.LIMIT).problems
    notices.issue(office, sent.number, "D22", referral=number)
    assert clock_of(office, number, ClockName.LIMIT).problems == ()


def test_an_extension_that_was_printed_in_time_is_in_order(
    office: Office, number: str, sent: CaseFile
) -> None:
    extended = referrals.extend(office, number, ground="人户分离")
    policy = office.catalogue.policy("civil-affairs.dibao")
    printed = Notice("同民救〔2026〕1号", "D22", "延期告知书", office.now(), "console", "", referral=number)
    known = Known(office.catalogue.calendar, office.promises, date(2027, 1, 20))

    def told(*notices: Notice) -> list[Problem]:
        return list(untold_extension(extended, policy.limits, notices, known, accepted_on=sent.accepted_on))

    assert told(printed) == []
    assert told(replace(printed, voided="打错")) and told(replace(printed, referral="")) and told()
    assert told(replace(printed, issued_at=datetime(2027, 1, 6, 2, tzinfo=UTC))), "a day too late"


def test_a_refusal_is_told_within_three_working_days_by_the_window(
    office: Office, number: str, sent: CaseFile, clock: Clock
) -> None:
    clock.go_to(date(2026, 12, 1))
    refusal = Answer(
        Outcome.REFUSE, reason="收入超过标准。", facts="月人均1500元。", evidence="核对报告", clause="第四条"
    )
    decisions.decide(office, number, refusal)
    clock.go_to(date(2026, 12, 7))
    telling = clock_of(office, number, ClockName.TELLING)
    assert (telling.limit, telling.used, telling.late, telling.due) == (3, 4, 1, date(2026, 12, 4))
    assert (telling.doer, telling.running, telling.statutory) == (Fault.WINDOW, True, True)
    limit = clock_of(office, number, ClockName.LIMIT)
    assert (limit.until, limit.running) == (date(2026, 12, 1), False)


def test_urgency_follows_the_amber_that_the_district_promises(office: Office) -> None:
    due = due_of(TEN, accepted_on=on("07-06"), calendar=CALENDAR)
    early = replace(office.promises, amber=5)
    assert urgency(due, on("07-14"), CALENDAR, office.promises) is not urgency(
        due, on("07-14"), CALENDAR, early
    )
