"""The window from the first start to the printed receipt, by keyboard only."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter.cases.people import check_digit
from counter.cases.workflow import CaseState
from counter.services import cases, finding
from counter.settings import Settings
from forms import look
from forms.doors import Doors
from forms.intake.conflicts import ConflictDialog
from forms.intake.page import IntakePage
from forms.main_window import MainWindow
from forms.office_page import OfficePage
from forms.papers_page import PapersPage
from forms.recovery import RecoveryPage
from forms.sign_in import FirstOfficerPage
from tests.forms.hands import PATIENCE, focused, press, settled, shown, write

NUMBER = "35022119490305202" + check_digit("35022119490305202")
PASSWORD = "an-office-of-2026"


class Keyboard:
    """Counts what the clerk presses."""

    def __init__(self) -> None:
        self.keys = 0

    def press(self, key: Qt.Key, *, ctrl: bool = False, alt: bool = False) -> None:
        press(key, ctrl=ctrl, alt=alt)
        self.keys += 1

    def enter(self, *texts: str) -> None:
        for text in texts:
            self.keys += write(text)
            self.press(Qt.Key.Key_Return)


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    look.load_fonts()
    look.apply(qapp, at=1.0, dark=False)
    made = MainWindow(Settings(tmp_path / "office"))
    qtbot.addWidget(made)
    made.resize(1366, 740)
    shown(made)
    made.open_office()
    yield made
    settled(qtbot)
    if made.office is not None:
        made.office.close()


def door(window: MainWindow, kind: type, qtbot: QtBot) -> None:
    doors: Doors = window.doors
    qtbot.waitUntil(lambda: isinstance(doors.currentWidget(), kind), timeout=PATIENCE)


def page(window: MainWindow, kind: type, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), kind), timeout=PATIENCE)
    settled(qtbot)


def test_a_new_office_takes_in_its_first_applicant_from_the_keyboard_alone(
    window: MainWindow, qtbot: QtBot
) -> None:
    clerk = Keyboard()
    door(window, FirstOfficerPage, qtbot)
    clerk.enter("李秀兰", "lixl", PASSWORD)
    clerk.keys += write(PASSWORD)
    clerk.press(Qt.Key.Key_Tab)
    clerk.press(Qt.Key.Key_Return)
    door(window, RecoveryPage, qtbot)
    recovery = window.doors.currentWidget()
    assert isinstance(recovery, RecoveryPage)
    while focused() is not recovery.go:
        clerk.press(Qt.Key.Key_Tab)
    clerk.press(Qt.Key.Key_Return)
    page(window, OfficePage, qtbot)

    clerk.press(Qt.Key.Key_F2)
    page(window, IntakePage, qtbot)
    intake = window.stack.currentWidget()
    assert isinstance(intake, IntakePage) and window.office is not None
    started = clerk.keys
    clerk.enter(NUMBER)
    qtbot.waitUntil(lambda: intake.sheet.is_up_to_date, timeout=PATIENCE)
    for field, text in (("name", "高秀英"), ("phone", "13859990001")):
        while intake.desk.person.rows[f"people[0].{field}"].field.widget() is not focused():
            clerk.press(Qt.Key.Key_Return)
        clerk.keys += write(text)
    while "place" not in window_path(intake):
        clerk.press(Qt.Key.Key_Return)
    clerk.keys += write("lh")
    clerk.press(Qt.Key.Key_4, alt=True)
    clerk.keys += write("儿子住院，家里没有收入，请求帮助。")
    settled(qtbot)
    clerk.press(Qt.Key.Key_S, ctrl=True)

    def accepted() -> bool:
        for dialog in window.findChildren(ConflictDialog):
            if dialog.isVisible():
                dialog.finish()
        return isinstance(window.stack.currentWidget(), PapersPage)

    qtbot.waitUntil(accepted, timeout=PATIENCE)
    settled(qtbot)
    hits = finding.find(window.office, "高秀英")
    file = cases.case(window.office, hits[0].number)
    assert file.state is CaseState.ACCEPTED and file.application.place == "350212105"
    assert clerk.keys - started < 120, "number, name, telephone, place, request, and hardly a key more"

    clerk.press(Qt.Key.Key_P, ctrl=True)
    papers = window.office.settings.office_dir / "papers"
    qtbot.waitUntil(lambda: papers.is_dir() and any(papers.rglob("*.pdf")), timeout=60_000)
    settled(qtbot)
    assert any("受理" in notice.title for notice in cases.case(window.office, file.number).notices)

    assert "高" not in window.windowTitle() and NUMBER not in window.windowTitle()
    for root, _dirs, names in os.walk(window.office.settings.office_dir):
        for name in names:
            if name.endswith(".log"):
                assert NUMBER not in (Path(root) / name).read_text("utf-8")


def window_path(intake: IntakePage) -> str:
    """The path of the field that has the cursor."""
    widget = focused()
    return next(
        (path for path, row in intake.desk.person.rows.items() if row.field.widget() is widget),
        "",
    )
