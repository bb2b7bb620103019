"""The month report: what is counted in which month, for whom, and that it stands whole on paper."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

import main
from counter.cases.application import Application
from counter.cases.casefile import ReferralFile
from counter.cases.month import Handled, by, counts, last_day
from counter.cases.split import Chosen
from counter.cases.workflow import Outcome, ReturnReason
from counter.errors import Refused
from counter.services import audit, decisions, dispatch, intake, month_report, referrals
from counter.services.office import Office, Officer, Role
from counter.store import chain
from tests.clock import Clock
from tests.conftest import TOWN
from tests.counter.grants import DIBAO, GRANT

DISEASE = "health.emergency-disease-aid"
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
SENT = Handled("civil-affairs", TOWN, date(2026, 11, 3), date(2026, 11, 20))


def decided(on: date, outcome: Outcome = Outcome.GRANT, used: int = 5) -> Handled:
    return replace(SENT, decided_on=on, outcome=outcome, used=used)


@pytest.mark.parametrize(("first", "last"), [(date(2026, 2, 1), 28), (date(2028, 2, 1), 29), (FIRST, 30)])
def test_a_month_ends_on_its_last_day(first: date, last: int) -> None:
    assert last_day(first) == first.replace(day=last)


def test_both_ends_of_the_month_are_counted_in_and_their_neighbours_are_not() -> None:
    rows = [decided(day) for day in (FIRST - timedelta(1), FIRST, LAST, LAST + timedelta(1))]
    assert counts(rows, FIRST, LAST).decided == 2
    rows = [replace(SENT, sent_on=day) for day in (FIRST - timedelta(1), FIRST, LAST, LAST + timedelta(1))]
    assert counts(rows, FIRST, LAST).sent == 2


def test_what_is_decided_after_the_month_or_withdrawn_after_it_stood_open_at_its_end() -> None:
    later = LAST + timedelta(1)
    rows = [SENT, decided(later), replace(SENT, left_on=later), replace(SENT, left_on=LAST)]
    assert counts(rows, FIRST, LAST).standing == 3
    assert counts(rows, FIRST, LAST).standing_late == 3


def test_late_is_after_the_last_day_and_without_one_never() -> None:
    on_the_day, after = decided(date(2026, 11, 20)), decided(date(2026, 11, 21))
    assert counts([on_the_day, after, replace(after, due=None)], FIRST, LAST).decided_late == 1
    assert counts([replace(SENT, due=LAST), replace(SENT, due=None)], FIRST, LAST).standing_late == 0


def test_outcomes_and_the_average_are_of_what_was_decided() -> None:
    rows = [decided(LAST, one, used) for one, used in zip(Outcome, (1, 2, 7), strict=True)]
    told = counts([*rows, SENT], FIRST, LAST, returned=4)
    assert (told.granted, told.partly, told.refused, told.returned) == (1, 1, 1, 4)
    assert told.days == Fraction(10, 3) and counts([SENT], FIRST, LAST).days is None
    assert str(told.average) == "3.3"
    halves = [decided(LAST, used=used) for used in (6, 6, 6, 7)]
    assert str(counts(halves, FIRST, LAST).average) == "6.3", "6.25 is rounded up"


def test_lines_stand_by_what_was_sent_and_one_that_did_nothing_is_left_out() -> None:
    done = replace(SENT, department="education", decided_on=FIRST - timedelta(1), outcome=Outcome.GRANT)
    idle = replace(done, sent_on=FIRST - timedelta(9))
    health = replace(SENT, department="health")
    lines = by(lambda one: one.department, [SENT, idle, health, health], FIRST, LAST, returned={"water": 1})
    assert list(lines) == ["health", "civil-affairs", "water"]


# --- from the store --------------------------------------------------------------------------------


@pytest.fixture
def autumn(office: Office, family: Application, clock: Clock) -> Office:
    """One case of October decided in November; of November one given back, one not accepted."""
    clock.go_to(date(2026, 10, 29))
    old = sent(office, family, DIBAO)
    clock.go_to(date(2026, 11, 3))
    referrals.sign(office, old.number)
    decisions.decide(office, old.number, GRANT)
    clock.go_to(date(2026, 11, 10))
    reason, text = ReturnReason.PAPERS_MISSING, "缺诊断证明"
    referrals.return_to_dispatcher(office, sent(office, family, DISEASE).number, reason=reason, text=text)
    told = replace(family, on=office.today())
    intake.decline(office, told, reason="所申请事项不属于社会救助。", clause="《社会救助法》第三十九条……")
    return office


def sent(office: Office, family: Application, policy: str) -> ReferralFile:
    told = replace(family, on=office.today())
    return intake.accept_and_send(office, told, [Chosen(policy, None, "经核实")]).referrals[0]


def test_a_month_is_counted_by_the_days_on_which_things_were_done(autumn: Office) -> None:
    october = month_report.month(autumn, date(2026, 10, 31))
    november = month_report.month(autumn, FIRST)
    assert (october.accepted, october.total.sent, october.total.decided) == ({TOWN: 1}, 1, 0)
    assert (october.total.standing, october.declined) == (1, {})
    assert (november.accepted, november.total.sent, november.declined) == ({TOWN: 1}, 1, {TOWN: 1})
    assert (november.total.decided, november.total.days) == (1, Fraction(3))
    assert november.reasons == {ReturnReason.PAPERS_MISSING: 1}
    assert {title: one.sent for title, one in november.departments.items()} == {"区卫健局": 1, "区民政局": 0}
    assert november.last == date(2026, 11, 10)
    assert [(one.period, one.fen, one.decisions) for one in november.granted] == [("月", 62_000, 1)]
    assert october.granted == ()


def test_each_department_that_had_a_referral_counts_it_while_it_had_it(
    office: Office, family: Application, clock: Clock
) -> None:
    """Given back in October, with the dispatcher over the month's end, then with another department."""
    clock.go_to(date(2026, 10, 28))
    number = sent(office, family, DISEASE).number
    referrals.return_to_dispatcher(office, number, reason=ReturnReason.NOT_OURS, text="应由医保办理")
    october = month_report.month(office, date(2026, 10, 1))
    assert (october.total.sent, october.total.returned, october.total.standing) == (1, 1, 0)
    clock.go_to(date(2026, 11, 3))
    dispatch.reassign(office, number, department="healthcare-security", because="职责在医保")
    assert month_report.month(office, date(2026, 10, 1)).total == october.total
    november = month_report.month(office, FIRST)
    assert {title: (one.sent, one.standing) for title, one in november.departments.items()} == {
        "区医保局": (1, 1)
    }
    dispatch.reassign(office, number, department="civil-affairs", because="先认定身份")
    november = month_report.month(office, FIRST)
    lines = {title: (one.sent, one.standing) for title, one in november.departments.items()}
    assert lines == {"区医保局": (1, 0), "区民政局": (1, 1)}


def test_a_corrected_decision_counts_once_as_it_stands_where_it_was_made(
    office: Office, family: Application, clock: Clock
) -> None:
    clock.go_to(date(2026, 10, 29))
    number = sent(office, family, DIBAO).number
    referrals.sign(office, number)
    decisions.decide(office, number, GRANT)
    clock.go_to(date(2026, 11, 5))
    partly = replace(
        GRANT, outcome=Outcome.PARTLY, amount_fen=30_000, reason="一人另有工资", clause="《办法》第四条……"
    )
    decisions.correct(office, number, partly, because="金额算错")
    october, november = (month_report.month(office, date(2026, at, 1)) for at in (10, 11))
    assert (october.total.granted, october.total.partly, november.total.decided) == (0, 1, 0)
    assert [(one.fen, one.decisions) for one in october.granted] == [(30_000, 1)] and november.granted == ()


def test_a_month_that_has_not_begun_and_a_township_that_is_not_ones_own_are_refused(autumn: Office) -> None:
    with pytest.raises(Refused, match="not begun"):
        month_report.month(autumn, date(2026, 12, 1))
    leader = autumn.with_officer(Officer(13, "lead", "许主任", (Role.LEADER,), township=TOWN))
    with pytest.raises(Refused):
        month_report.month(leader, FIRST, township="350212104")
    elsewhere = replace(leader.officer, township="350212104")
    assert month_report.month(autumn.with_officer(elsewhere), FIRST).total.sent == 0


def test_the_report_is_printed_with_its_time_and_the_heads_of_the_chains(
    autumn: Office, tmp_path: Path
) -> None:
    counted = month_report.month(autumn, FIRST)
    with autumn.read() as session:
        assert [one.digest for one in counted.heads] == [one.digest for one in chain.heads(session)]
    file = tmp_path / "D37.pdf"
    file.write_bytes(month_report.printed(autumn, counted))
    text = subprocess.run(
        ["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True
    ).stdout.decode()
    assert "2026年11月社会救助月报" in text and "统计时间 2026年11月10日 10:00" in text
    assert all(one.digest in text for one in counted.heads)
    sheet = month_report.export(autumn, counted, tmp_path / "D37.xlsx")
    assert sheet.file.exists() and len(sheet.rows) == 6
    assert audit.events(autumn)[0].detail["report"] == "2026-11"


def test_the_command_writes_both_and_tells_the_same_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    month, out = f"{date.today():%Y-%m}", tmp_path / "out"
    words = ["report", "--month", month, "--office", str(tmp_path / "office"), "--json"]
    assert main.main([*words, "--out", str(out)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["together"]["sent"] == told["accepted"] == 0
    assert {file.name for file in out.iterdir()} == {f"D37-{month}.pdf", f"D37-{month}.xlsx"}
    for wrong in ("2026-13", "11月"):
        assert main.main(["report", "--month", wrong, *words[3:]]) == 1
        assert json.loads(capsys.readouterr().out)["refused"][0]["field"] == "month"
