"""节假日 and 时限账: a year is read in after one has seen what moves; whose every day was is one key away."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from counter.cases.casefile import CaseFile
from counter.services import calendars, cases, referrals
from counter.services.office import Office, Officer, Role
from forms.case_page import CasePage
from forms.ledger_dialog import LedgerDialog
from forms.office_page import CALENDAR, OfficePage
from tests.clock import Clock
from tests.counter.test_calendars_loaded import OF_2027
from tests.counter.test_holidays import NOTICE

PATIENCE = 30_000


@pytest.fixture
def page(office: Office, sent: CaseFile, qtbot: QtBot) -> Iterator[OfficePage]:
    made = OfficePage(office)
    qtbot.addWidget(made)
    qtbot.addWidget(made.bar)
    made.resize(1290, 690)
    made.show()
    made.came()
    made.show_part(CALENDAR)
    qtbot.waitUntil(lambda: bool(made.calendar.years.values))
    yield made
    assert QThreadPool.globalInstance().waitForDone(PATIENCE)


def pasted(page: OfficePage, qtbot: QtBot, text: str) -> None:
    """Paste a text and look what it would move."""
    page.calendar.text.setPlainText(text)
    qtbot.keyClick(page.calendar.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.calendar.preview is not None)


def test_the_panel_is_ready_for_the_paste_and_tells_the_known_years(page: OfficePage) -> None:
    assert page.calendar.text.hasFocus()
    assert [one.year for one in page.calendar.years.values][:2] == [2026, 2025]
    assert not page.calendar.load_button.isEnabled()


def test_what_moves_is_seen_first_then_loaded_when_confirmed(
    page: OfficePage, qtbot: QtBot, sent: CaseFile
) -> None:
    pasted(page, qtbot, OF_2027)
    assert [move.after.due for move in page.calendar.moves.values] == [date(2027, 1, 6)]
    told: list[Office] = []
    page.office_changed.connect(told.append)
    page.calendar.ask_to_load()
    box = page.findChild(QMessageBox)
    assert box is not None and "2027" in box.text()
    with qtbot.waitSignal(page.office_changed, timeout=PATIENCE):
        box.buttons()[0].click()
    now = cases.case(told[0], sent.number).referrals[0].due
    assert (now.due, now.provisional) == (date(2027, 1, 6), False)
    qtbot.waitUntil(lambda: page.calendar.years.values[0].year == 2027)
    assert page.office is told[0] and page.calendar.text.toPlainText() == ""


def test_a_notice_with_a_problem_cannot_be_loaded(page: OfficePage, qtbot: QtBot) -> None:
    pasted(page, qtbot, NOTICE.replace("共9天", "共8天"))
    assert not page.calendar.load_button.isEnabled()
    assert "10" in page.calendar.told.toPlainText()


def test_what_was_typed_after_the_look_is_looked_at_again(page: OfficePage, qtbot: QtBot) -> None:
    pasted(page, qtbot, OF_2027)
    assert page.calendar.load_button.isEnabled()
    qtbot.keyClicks(page.calendar.text, "x")
    assert not page.calendar.load_button.isEnabled() and page.calendar.moves.values == []
    page.calendar.ask_to_load()
    assert page.findChild(QMessageBox) is None


def test_a_file_is_opened_and_looked_at(page: OfficePage, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "2026.txt"
    file.write_bytes(NOTICE.encode("gb18030"))
    page.calendar.open_file(str(file))
    qtbot.waitUntil(lambda: page.calendar.preview is not None)
    assert page.calendar.preview is not None and page.calendar.preview.year == 2026


def test_a_clerk_reads_the_years_and_loads_none(office: Office, page: OfficePage, qtbot: QtBot) -> None:
    page.calendar.know(office.with_officer(Officer(1, "chen", "陈", (Role.CLERK,), township="350212105")))
    assert not page.calendar.look_button.isEnabled() and page.calendar.text.isReadOnly()


def test_the_account_of_the_clocks_is_one_key_away(
    office: Office, sent: CaseFile, clock: Clock, qtbot: QtBot
) -> None:
    number = sent.referrals[0].number
    referrals.sign(office, number)
    referrals.suspend(office, number, reason="等银行回函")
    clock.go_to(date(2026, 11, 27))
    fresh = calendars.load(office, OF_2027).office
    case = CasePage(fresh)
    qtbot.addWidget(case)
    qtbot.addWidget(case.bar)
    case.resize(1290, 690)
    case.show()
    case.show_case(sent.number)
    qtbot.waitUntil(lambda: case.file is not None)
    case.table.setFocus()
    qtbot.keyClick(case.table, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: case.findChild(LedgerDialog) is not None)
    dialog = case.findChild(LedgerDialog)
    assert dialog is not None
    said = dialog.page.toPlainText()
    assert "等银行回函" in said and number in said and sent.referrals[1].number in said
    dialog.reject()
