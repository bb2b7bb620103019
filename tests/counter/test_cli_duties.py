"""What is owed by commands alone: filtered, counted, and by whose fault it is late."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from counter.cases.application import Application
from counter.cases.split import Chosen
from counter.services import dispatch, intake
from counter.services.office import open_office
from counter.settings import Settings
from tests.clock import Clock
from tests.conftest import TOWN
from tests.counter.test_cli_work import Terminal


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str], family: Application) -> Terminal:
    """Two months ago one referral was sent and never signed for, the other one never sent."""
    clock = Clock()
    clock.go_to(date.today() - timedelta(days=60))
    office = open_office(Settings(tmp_path / "office"), clock=clock)
    chosen = [Chosen("civil-affairs.dibao"), Chosen("civil-affairs.aged-allowance", 1)]
    case = intake.accept(office, replace(family, on=office.today()), chosen)
    dispatch.send(office, case.number, [case.referrals[0].number])
    office.close()
    return Terminal(tmp_path, capsys)


def test_all_that_is_owed_is_listed_with_its_fault(terminal: Terminal) -> None:
    told = terminal("duties")
    rows = {row["kind"]: row for row in told["duties"]}
    assert rows["sign"]["owes"] == "department" and rows["dispatch"]["owes"] == "window"
    assert rows["sign"]["department_title"] and rows["sign"]["township_title"]
    assert rows["dispatch"]["fault"] == "window" and rows["sign"]["fault"] == "department"
    assert told["kinds"]["sign"] == {"count": 1, "late": 1}
    assert sum(told["late_by_fault"].values()) == len([row for row in told["duties"] if row["late"]])


def test_each_filter_narrows_the_list(terminal: Terminal) -> None:
    everything = terminal("duties")["duties"]
    owed = terminal("duties", "--owes", "window")["duties"]
    assert owed and {row["owes"] for row in owed} == {"window"}
    of_department = terminal("duties", "--department", "civil-affairs", "--late")["duties"]
    assert of_department and {row["department"] for row in of_department} == {"civil-affairs"}
    assert terminal("duties", "--department", "education")["duties"] == []
    assert terminal("duties", "--township", TOWN)["duties"] == everything
    assert terminal("duties", "--township", "莲花镇")["duties"] == everything


def test_what_there_is_not_is_refused_at_its_name(terminal: Terminal) -> None:
    assert terminal.refused("duties", "--department", "magic") == ["department"]
    assert terminal.refused("duties", "--township", "月宫镇") == ["township"]


def test_people_read_the_days_and_the_fault_in_words(terminal: Terminal) -> None:
    told = terminal.spoken("duties", "--owes", "window")
    assert "待分办" in told and "个工作日" in told and "窗口" in told
