"""The commands of the calendar and of the accounts of clocks."""

import json
from pathlib import Path
from typing import Any

import pytest

import main
from counter.text import language, set_language
from tests.counter.test_calendars_loaded import OF_2027
from tests.counter.test_holidays import NOTICE

FAMILY = Path(__file__).parents[2] / "resources" / "families" / "dialysis.json"


@pytest.fixture(autouse=True)
def the_language_is_put_back() -> Any:
    before = language()
    yield
    set_language(before)


def run(*words: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any]:
    """How a command ends, and its JSON."""
    capsys.readouterr()
    status = main.main([str(word) for word in (*words, "--json")])
    return status, json.loads(capsys.readouterr().out)


def test_a_dry_run_tells_what_moves_and_a_run_moves_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office, file = tmp_path / "office", tmp_path / "2027.csv"
    file.write_text(OF_2027, encoding="utf-8")
    status, before = run("calendar", "--office", office, capsys=capsys)
    assert (status, before["years"][0]["year"]) == (0, 2026)
    status, found = run("calendar", "--office", office, "--file", file, "--dry-run", capsys=capsys)
    assert (status, found["loaded"], found["year"], found["problems"]) == (0, False, 2027, [])
    assert found["holidays"][0]["days"] == ["2027-01-01", "2027-01-02", "2027-01-03"]
    _, still = run("calendar", "--office", office, capsys=capsys)
    assert still == before
    status, found = run("calendar", "--office", office, "--file", file, "--source", "通知", capsys=capsys)
    assert (status, found["loaded"]) == (0, True)
    _, after = run("calendar", "--office", office, capsys=capsys)
    assert (after["years"][0]["year"], after["years"][0]["source"]) == (2027, "通知")
    assert run("verify", "--office", office, capsys=capsys)[0] == 0


def test_a_notice_with_problems_is_refused_and_named_line_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office, file = tmp_path / "office", tmp_path / "notice.txt"
    file.write_text(NOTICE.replace("共9天", "共8天").replace("至3日", "至2日"), encoding="utf-8")
    status, found = run("calendar", "--office", office, "--file", file, "--dry-run", capsys=capsys)
    assert status == 1
    assert ["8" in found["problems"][0]["text"], "10" in found["problems"][-1]["text"]] == [True, True]
    status, refused = run("calendar", "--office", office, "--file", file, capsys=capsys)
    assert (status, refused["refused"]) == (1, found["problems"])


def test_the_ledger_of_a_case_and_of_a_referral(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = tmp_path / "office"
    _, case = run("accept", FAMILY, "--office", office, capsys=capsys)
    status, found = run("ledger", case["number"], "--office", office, capsys=capsys)
    assert status == 0
    assert found["clocks"][0]["name"] == "dispatch"
    for clock in found["clocks"]:
        assert clock["elapsed"] == sum(clock["by"].values())
    number = case["referrals"][0]["number"]
    _, one = run("ledger", number, "--office", office, capsys=capsys)
    assert {clock["of"] for clock in one["clocks"]} == {number}
    assert main.main(["ledger", number, "--office", str(office)]) == 0
    assert capsys.readouterr().out
