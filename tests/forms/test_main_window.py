"""The window: its text grows and shrinks by keys, and Shift+F1 lists the keys of the page in front."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from counter.services import calendars, district, officers
from counter.services.office import Office
from forms import keys, look
from forms.find_dialog import FindDialog
from forms.keys import KeyList
from forms.main_window import MainWindow
from forms.page import Scrolled
from tests.counter.test_calendars_loaded import OF_2027
from tests.forms.hands import PATIENCE, dialog_of, press, settled, shown

PASSWORD = "Correct horse 7 battery"


@pytest.fixture
def window(office: Office, qapp: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    officers.make_first_officer(office, login="li", name="李秀兰", password=PASSWORD)
    made = MainWindow(office.settings)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    shown(made)
    made.let_in(officers.sign_in(office, "li", PASSWORD))
    settled(qtbot)
    yield made
    made.close()
    assert QThreadPool.globalInstance().waitForDone(PATIENCE)


def percent() -> int:
    return round(look.scale() * 100)


def test_ctrl_plus_minus_and_0_change_the_size_of_the_text_and_say_so(window: MainWindow) -> None:
    press(Qt.Key.Key_Plus, ctrl=True)
    assert percent() > 100 and "110" in window.status.message.text()
    press(Qt.Key.Key_Equal, ctrl=True)  # the same key without Shift
    assert round(percent(), -1) in (120, 130) and "125" in window.status.message.text()
    press(Qt.Key.Key_Minus, ctrl=True)
    assert "110" in window.status.message.text()
    press(Qt.Key.Key_0, ctrl=True)
    assert percent() == 100 and "100" in window.status.message.text()


def test_what_was_typed_stays_when_the_text_grows(window: MainWindow, qtbot: QtBot) -> None:
    page = window.page("intake")
    page.sheet.put("people[0].name", "陈水木")  # type: ignore[attr-defined]  # the intake
    press(Qt.Key.Key_Plus, ctrl=True)
    settled(qtbot)
    assert page.sheet.get("people[0].name") == "陈水木"  # type: ignore[attr-defined]  # the intake


def test_shift_f1_lists_every_key_of_the_page_and_of_the_window(window: MainWindow, qtbot: QtBot) -> None:
    for name in ("intake", "queue", "duties", "case", "papers", "catalogue", "office"):
        shown(window)
        window.go_to(name)
        settled(qtbot)
        press(Qt.Key.Key_F1, shift=True)
        dialog = dialog_of(window, KeyList)
        told = {label.text() for label in dialog.findChildren(QLabel)}
        wanted = [*keys.actions_of(window.page(name)), *window.actions()]
        missing = [action.text() for action in wanted if action.text() not in told]
        assert missing == [] and {keys.shown(action) for action in wanted} <= told, name
        press(Qt.Key.Key_Escape)
        assert not dialog.isVisible()


def test_the_list_of_keys_fits_on_the_screen_in_large_text(
    window: MainWindow, at_scale: Callable[[int], None], qtbot: QtBot
) -> None:
    at_scale(150)
    for name in ("intake", "case"):
        window.go_to(name)
        settled(qtbot)
        window.show_keys()
        dialog = dialog_of(window, KeyList)
        room = dialog.screen().availableGeometry()
        assert dialog.height() <= room.height() and dialog.width() <= room.width()
        bar = dialog.findChildren(Scrolled)[0].verticalScrollBar()
        press(Qt.Key.Key_PageDown)
        assert bar.value() > 0 or bar.maximum() == 0, "what does not fit is reached by keys"
        press(Qt.Key.Key_Escape)


def test_what_another_window_says_of_the_district_holds_here_and_nothing_typed_is_lost(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert window.watch is not None and window.office is not None
    settled(qtbot)
    window.page("intake").sheet.put("people[0].name", "陈水木")  # type: ignore[attr-defined]  # the intake
    window.go_to("queue")
    before = window.pages["queue"]
    district.set_district(window.office, {"window_phone": "0592-1234567"}, confirmed=True)
    calendars.load(window.office, OF_2027)
    window.find_person()
    dialog = dialog_of(window, FindDialog)
    window.watch.look()
    settled(qtbot)
    assert window.pages["queue"] is before, "a dialog is open: nothing is taken away under it"
    dialog.reject()
    qtbot.waitUntil(lambda: window.pages.get("queue") is not before, timeout=PATIENCE)
    settled(qtbot)
    office = window.office
    assert office.catalogue.calendar.years >= {2027} and office.district["window_phone"] == "0592-1234567"
    assert window.stack.currentWidget() is window.pages["queue"] and window.pages["queue"].office is office
    assert window.page("intake").sheet.get("people[0].name") == "陈水木"  # type: ignore[attr-defined]  # the intake
