"""The list of the files of a year: household by household, with true pages, and what is due for review."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

import main
from counter.cases.application import Application
from counter.cases.casefile import Verb
from counter.cases.split import Chosen
from counter.errors import Refused
from counter.services import audit, cases, district, household_file, intake, notices, year_lists
from counter.services.household_file import Wish
from counter.services.office import Office, Officer, Role
from tests.clock import Clock
from tests.conftest import TOWN
from tests.counter.grants import DIBAO
from tests.counter.letters.test_word import copied

AGED = Chosen("civil-affairs.aged-allowance", 1)
OTHER = "350212103"
OVER = date(2030, 1, 4)


@pytest.fixture
def filed(office: Office, family: Application, clock: Clock) -> tuple[str, str]:
    """Two cases of a household, one taken back in December and one in January."""
    office = district.set_district(
        office, {"archive.fonds": "0123", "archive.keeper": "黄档"}, confirmed=True
    )
    first, second = (intake.accept(office, family, [one]).number for one in (Chosen(DIBAO), AGED))
    notices.issue(office, first, "D07")
    clock.go_to(date(2026, 12, 30))
    cases.withdraw_case(office, first, because="不再申请")
    clock.go_to(date(2027, 1, 4))
    cases.withdraw_case(office, second, because="不再申请")
    return first, second


def told(office: Office) -> Office:
    with office.read() as session:
        return office.read_again(session)


def test_a_year_lists_what_ended_in_it_with_the_pages_of_the_bound_file(
    office: Office, filed: tuple[str, str], tmp_path: Path
) -> None:
    office = told(office)
    (row,) = year_lists.year_list(office, 2026).rows
    assert (row.archive_number, row.applicant, row.village) == ("0123-2026-审批-000001", "陈水木", "云埔村")
    assert (row.cases, row.keeper, row.archived_on) == ((filed[0],), "黄档", None)
    assert row.pages == household_file.bind(office, Wish(filed[0], "归档"), tmp_path).pages > 0
    assert (row.kept.left_on, row.review_on) == (date(2027, 1, 4), date(2030, 1, 4)), (
        "by the last case of all"
    )
    (later,) = year_lists.year_list(office, 2027).rows
    assert (later.archive_number, later.cases) == ("0123-2027-审批-000001", (filed[1],))
    assert year_lists.year_list(office, 2025).rows == ()
    assert year_lists.year_list(office, 2026, township=OTHER).rows == ()


def test_what_is_over_is_proposed_and_nothing_is_removed(
    office: Office, filed: tuple[str, str], clock: Clock
) -> None:
    office = told(office)
    clock.go_to(OVER)
    assert year_lists.ended(office).rows == () == year_lists.year_list(office, 2026).over
    clock.go_to(date(2030, 1, 5))
    listed = year_lists.ended(office)
    assert [row.cases for row in listed.rows] == [(filed[0],), (filed[1],)]
    paper = copied(year_lists.printed(office, year_lists.year_list(office, 2026)))
    assert "2026年度归档目录" in paper and "建议鉴定的案卷" in paper and "不删除任何案卷" in paper
    assert "保管期限已满案卷目录" in copied(year_lists.printed(office, listed))
    assert {cases.case(office, number).state.value for number in filed} == {"withdrawn"}


def test_a_household_that_still_asks_for_something_is_not_counted_yet(
    office: Office, filed: tuple[str, str], family: Application
) -> None:
    office = told(office)
    intake.accept(office, replace(family, on=office.today()), [Chosen(DIBAO)])
    (row,) = year_lists.year_list(office, 2026).rows
    assert row.review_on is None
    assert "尚未起算" in copied(year_lists.printed(office, year_lists.year_list(office, 2026)))


def test_the_list_goes_out_as_a_spreadsheet_and_stands_on_the_record(
    office: Office, filed: tuple[str, str], tmp_path: Path
) -> None:
    office = told(office)
    out = tmp_path / "2026.xlsx"
    exported = year_lists.export(office, year_lists.year_list(office, 2026), out)
    assert list(exported.rows.values()) == [1, 0]
    with ZipFile(out) as book:
        strings, sheet = (
            book.read(f"xl/{name}.xml").decode() for name in ("sharedStrings", "worksheets/sheet1")
        )
    assert (
        "0123-2026-审批-000001" in strings
        and f"<v>{(date(2030, 1, 4) - date(1899, 12, 30)).days}</v>" in sheet
    )
    (event,) = [one for one in audit.events(office, limit=5) if one.verb is Verb.EXPORTED]
    assert event.detail["report"] == "files 2026" and "陈" not in str(event.detail)


def test_only_ones_own_township_is_listed_and_no_year_to_come(office: Office, filed: tuple[str, str]) -> None:
    clerk = told(office).with_officer(Officer(3, "clerk", "王小明", (Role.CLERK,), township=OTHER))
    assert year_lists.year_list(clerk, 2026).rows == ()
    for wrong in (
        lambda: year_lists.year_list(clerk, 2026, township=TOWN),
        lambda: year_lists.year_list(office, 2028),
    ):
        with pytest.raises(Refused):
            wrong()


def test_the_commands_bind_a_file_and_list_a_year(
    office: Office, filed: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--office", str(office.settings.office_dir), "--out", str(tmp_path)]
    command = ["file", filed[0], "--reason", "归档", *where]
    assert main.main([*command, "--folder", "--household", "--json"]) == 0
    bound = json.loads(capsys.readouterr().out)
    assert bound["cases"] == [*filed] and Path(bound["file"], "00-封面和卷内目录.pdf").is_file()
    assert main.main(command) == 0 == main.main([*command, "--replace"]) and main.main(command) == 1
    assert "已装订" in capsys.readouterr().out
    assert main.main(["files", "--year", "2026", *where, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (line,) = told["households"]
    assert (line["householder"], line["cases"]) == ("陈*木", [filed[0]]) and line["pages"] > 0
    assert [Path(file).name for file in told["files"]] == ["files-2026.pdf", "files-2026.xlsx"]
    assert main.main(["files", "--ended", *where[:2]]) == 0
    assert "没有" in capsys.readouterr().out
