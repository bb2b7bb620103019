"""A year's calendar is read in: what would move, then all last days at once, and what was late already."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from counter.cases.application import Application
from counter.cases.benefits import ChangeKind
from counter.cases.casefile import CaseFile, Paper, ReferralFile, Verb
from counter.cases.deadlines import still_promised
from counter.cases.workflow import Outcome
from counter.errors import Refused
from counter.services import (
    assisting,
    audit,
    benefits,
    calendars,
    cases,
    changes,
    decisions,
    intake,
    referrals,
)
from counter.services.decisions import Answer
from counter.services.office import Office, Officer, Role
from tests.clock import Clock
from tests.counter.grants import grant, hand_over_letter, tell
from tests.counter.test_holidays import NOTICE

OF_2027 = """date,kind,title
2027-01-01,放假,元旦
2027-01-02,放假,元旦
2027-01-03,放假,元旦
2027-02-05,放假,春节
2027-02-06,放假,春节
2027-02-07,放假,春节
2027-02-08,放假,春节
2027-02-09,放假,春节
2027-02-10,放假,春节
2027-02-11,放假,春节
2027-04-05,放假,清明节
2027-02-14,上班,春节
2027-02-20,上班,春节
"""
"""Invented; nobody has announced the year yet."""
GRANT = Answer(Outcome.GRANT, amount_fen=62_000, amount_unit="元/月", starts=date(2027, 2, 1))
REFUSAL = Answer(
    Outcome.REFUSE, reason="收入超过标准。", facts="月人均1500元。", evidence="核对报告", clause="第四条"
)


def of(office: Office, file: CaseFile, policy: str) -> ReferralFile:
    case = cases.case(office, file.number)
    return next(one for one in case.referrals if one.policy == policy)


def dibao(office: Office, file: CaseFile) -> ReferralFile:
    return of(office, file, "civil-affairs.dibao")


def test_the_preview_tells_what_moves_and_stores_nothing(office: Office, sent: CaseFile) -> None:
    found = calendars.preview(office, OF_2027)
    assert (found.year, found.problems, found.replaces) == (2027, (), None)
    move = next(move for move in found.moves if move.referral == dibao(office, sent).number)
    assert (move.before.due, move.after.due) == (date(2027, 1, 5), date(2027, 1, 6))
    assert move.became_firm
    assert found.firm == 1
    assert dibao(office, sent).due.provisional
    assert 2027 not in [year.year for year in calendars.known_years(office)]


def test_loading_moves_all_in_one_act_and_makes_it_firm(office: Office, sent: CaseFile) -> None:
    loaded = calendars.load(office, OF_2027, source="区民政局转发的通知")
    now = dibao(loaded.office, sent).due
    assert (now.due, now.provisional) == (date(2027, 1, 6), False)
    event = audit.events(loaded.office)[0]
    assert event.verb is Verb.CALENDAR_LOADED
    assert (event.detail["year"], event.detail["firm"]) == (2027, 1)
    assert audit.verify(loaded.office).ok
    year = calendars.known_years(loaded.office)[0]
    assert (year.year, year.source, year.holidays, year.working_weekends) == (
        2027,
        "区民政局转发的通知",
        11,
        2,
    )


def test_another_window_that_was_open_counts_in_the_new_calendar(
    office: Office, sent: CaseFile, clock: Clock
) -> None:
    calendars.load(office, OF_2027)
    assert dibao(office, sent).due.due == date(2027, 1, 6)
    number = dibao(office, sent).number
    assert referrals.sign(office, number).due.due == date(2027, 1, 6)


def test_loading_again_replaces_the_year_and_says_so(office: Office, sent: CaseFile) -> None:
    first = calendars.load(office, OF_2027, source="第一次").office
    corrected = OF_2027 + "2027-01-04,放假,元旦\n"
    found = calendars.preview(first, corrected)
    assert (found.replaces, found.added, found.gone) == ("第一次", (date(2027, 1, 4),), ())
    assert [move.after.due for move in found.moves] == [date(2027, 1, 7)]
    second = calendars.load(first, corrected).office
    assert dibao(second, sent).due.due == date(2027, 1, 7)
    third = calendars.load(second, OF_2027).office
    assert dibao(third, sent).due.due == date(2027, 1, 6)


def test_the_year_that_ships_can_be_replaced(office: Office, sent: CaseFile) -> None:
    amended = NOTICE.replace("9月20日（周日）、10月10日（周六）上班", "9月20日（周日）上班")
    found = calendars.preview(office, amended)
    assert found.added == (date(2026, 10, 10),)
    assert found.replaces == "国务院办公厅关于2026年部分节假日安排的通知（2025-11-04）"
    assert found.moves == ()


def test_a_text_with_a_problem_is_not_loaded(office: Office, sent: CaseFile) -> None:
    wrong = NOTICE.replace("共9天", "共8天")
    assert calendars.preview(office, wrong).problems
    with pytest.raises(Refused, match="it says"):
        calendars.load(office, wrong)
    with pytest.raises(Refused, match="Paste the notice"):
        calendars.preview(office, "  \n")


def test_only_who_looks_after_the_office_loads_a_calendar(office: Office) -> None:
    clerk = office.with_officer(Officer(1, "chen", "陈", (Role.CLERK,), township="350212105"))
    with pytest.raises(Refused, match="may not do this"):
        calendars.load(clerk, OF_2027)
    with pytest.raises(Refused, match="may not do this"):
        calendars.preview(clerk, OF_2027)


def test_a_calendar_loaded_late_corrects_what_was_late_already(
    office: Office, sent: CaseFile, clock: Clock
) -> None:
    """Nobody had loaded 2027: on 6 January the referral was late. It was not."""
    number = dibao(office, sent).number
    referrals.sign(office, number)
    clock.at = datetime(2027, 1, 6, 2, 0, tzinfo=UTC)
    before = dibao(office, sent)
    assert office.today() > before.due.due
    found = calendars.preview(office, OF_2027)
    move = next(one for one in found.moves if one.referral == number)
    assert (move.was_late, move.is_late) == (True, False)
    fresh = calendars.load(office, OF_2027).office
    after = dibao(fresh, sent)
    assert after.due.due == date(2027, 1, 6)
    assert after.charged_days == before.charged_days - 1, "New Year's Day is not charged"


def test_a_calendar_loaded_late_also_corrects_the_notice_of_what_was_decided(
    office: Office, sent: CaseFile, clock: Clock
) -> None:
    number = dibao(office, sent).number
    referrals.sign(office, number)
    clock.go_to(date(2026, 12, 30))
    decisions.decide(office, number, REFUSAL)
    assert dibao(office, sent).due.due_notice == date(2027, 1, 4)
    fresh = calendars.load(office, OF_2027).office
    assert dibao(fresh, sent).due.due_notice == date(2027, 1, 5)
    with fresh.read() as session:
        from sqlalchemy import select

        from counter.store.records import Referral

        kept = session.scalars(select(Referral.due_notice).filter_by(number=number)).one()
    assert kept == date(2027, 1, 5)


def test_the_year_rolls_over_at_midnight_in_china(office: Office, family, chosen, clock: Clock) -> None:
    """A second before midnight in Shanghai, and at midnight; in UTC it is four in the afternoon."""
    clock.at = datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC)
    last = intake.accept(office, replace(family, on=office.today()), chosen)
    clock.pass_by(seconds=1)
    first = intake.accept(office, replace(family, on=office.today()), chosen[:1])
    assert (last.accepted_on, first.accepted_on) == (date(2026, 12, 31), date(2027, 1, 1))
    fresh = calendars.load(office, OF_2027).office
    assert dibao(fresh, last).due.due == dibao(fresh, first).due.due, "New Year's Day counts for neither"
    assert last.number.split("-")[1][:4] != first.number.split("-")[1][:4]


@pytest.mark.parametrize(
    ("told", "before", "after", "now"),
    [
        ("2027-01-01", "2027-01-01", "2027-01-04", "2027-01-04"),  # counted, and it comes later
        ("2027-02-17", "2027-02-17", "2027-02-16", "2027-02-17"),  # never earlier than what was told
        ("2027-01-02", "2027-01-01", "2027-01-04", "2027-01-02"),  # a day that was named
    ],
)
def test_a_day_that_was_told_may_come_later_never_earlier(
    told: str, before: str, after: str, now: str
) -> None:
    assert still_promised(*map(date.fromisoformat, (told, before, after))) == date.fromisoformat(now)


def test_days_on_paper_are_kept_or_come_later_when_the_calendar_comes_late(
    office: Office, family: Application, sent: CaseFile, clock: Clock
) -> None:
    clock.go_to(date(2026, 12, 29))
    waiting = intake.register(office, family, [Paper("hukou-book", "户口簿", "missing")])
    referral = referrals.sign(office, sent.referrals[0].number).number
    assisting.ask(office, referral, department="disabled-federation", question="等级？")
    named = date(2027, 1, 5)
    assisting.ask(office, referral, department="education", question="在读？", answer_by=named)
    assert waiting.papers_due == waiting.papers[0].due == date(2027, 1, 12)
    loaded = calendars.load(office, OF_2027, source="转发的通知").office
    now = cases.case(loaded, waiting.number)
    assert now.papers_due == now.papers[0].due == date(2027, 1, 13)
    asked = cases.case(loaded, sent.number).referrals[0].consultations
    assert [one.answer_by for one in asked] == [date(2027, 1, 4), named]
    assert audit.events(loaded)[0].detail["told_later"] == 3


def test_a_household_is_heard_no_shorter_than_it_was_told(
    office: Office, family: Application, clock: Clock
) -> None:
    referral = grant(office, family)
    hand_over_letter(office, referral)
    (given,) = benefits.running(office)
    clock.go_to(date(2027, 2, 12))
    said = {"kind": ChangeKind.END, "facts": "就业", "clause": "第四十七条"}
    plan = changes.propose(office, given.id, planned_from=date(2027, 4, 1), **said)
    tell(office, plan.id)
    assert changes.change(office, plan.id).hear_until == date(2027, 2, 19)
    # The Sunday of the Spring Festival's make-up work would end it a day earlier.
    loaded = calendars.load(office, OF_2027, source="转发的通知").office
    assert changes.change(loaded, plan.id).hear_until == date(2027, 2, 19)
