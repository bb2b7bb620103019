"""交接班: a desk is offered by keys, and whoever signs in next hears of it and takes it over."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter.cases.application import Application
from counter.cases.handover import HandoverKind, ItemKind
from counter.cases.split import Chosen
from counter.services import cases, drafts, handovers, intake, officers
from counter.services.office import Office, Role
from forms.handover_dialog import ConfirmDialog, OfferDialog, SheetDialog
from forms.main_window import MainWindow
from tests.conftest import TOWN
from tests.forms.hands import PATIENCE, dialog_of, focused, press, settled, shown, write

PASSWORD = "Three-Longan-Trees-9"


def seat(office: Office, login: str, name: str) -> Office:
    officers.add_officer(office, login=login, name=name, password=PASSWORD, roles=[Role.CLERK], township=TOWN)
    return office.with_officer(next(one for one in officers.officers(office) if one.login == login))


@pytest.fixture
def li(office: Office) -> Office:
    return seat(office, "li", "李明")


@pytest.fixture
def wang(office: Office, li: Office) -> Office:
    return seat(office, "wang", "王芳")


@pytest.fixture
def window(li: Office, wang: Office, qapp: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(li.settings)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    shown(made)
    made.let_in(li)
    settled(qtbot)
    yield made
    made.close()
    assert QThreadPool.globalInstance().waitForDone(PATIENCE)


def offer(window: MainWindow, qtbot: QtBot) -> OfferDialog:
    press(Qt.Key.Key_H, alt=True)
    qtbot.waitUntil(lambda: bool(window.findChildren(OfferDialog)), timeout=PATIENCE)
    settled(qtbot)
    return dialog_of(window, OfferDialog)


def test_the_desk_is_offered_with_its_unsent_referrals_and_the_goods(
    window: MainWindow, li: Office, wang: Office, family: Application, qtbot: QtBot
) -> None:
    intake.accept(li, family, [Chosen("civil-affairs.aged-allowance", 1)])
    dialog = offer(window, qtbot)
    assert "未发出的转办" in dialog.list.item(0).text()
    assert [dialog.to.itemData(place) for place in range(dialog.to.count())] == ["wang"]
    dialog.rows["goods"].field.widget().setFocus()
    write("钥匙一把")
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: bool(handovers.offered(wang)), timeout=PATIENCE)
    settled(qtbot)
    (waits,) = handovers.offered(wang)
    assert [item.kind for item in waits.items] == [ItemKind.UNSENT, ItemKind.GOODS]
    assert "王芳" in window.status.message.text() and handovers.offered(li) == ()


def test_the_next_officer_hears_of_it_and_takes_it_over(
    window: MainWindow, li: Office, wang: Office, qtbot: QtBot
) -> None:
    drafts.park_draft(li, drafts.save_draft(li, None, {"people": [{"name": "陈水木"}]}))
    handed = handovers.offer(li, to_login="wang", kind=HandoverKind.DAY, note="打印机缺纸")
    window.let_in(wang)
    settled(qtbot)
    assert window.top.handover.isVisible() and "1" in window.top.handover.text()
    window.top.handover.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(ConfirmDialog)), timeout=PATIENCE)
    dialog = dialog_of(window, ConfirmDialog)
    assert focused() is dialog.done_button and dialog.list.count() == 1
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: handovers.offered(wang) == (), timeout=PATIENCE)
    settled(qtbot)
    assert not window.top.handover.isVisible() and "李明" in window.status.message.text()
    assert len(drafts.drafts(wang)) == 1
    dialog_of(window, SheetDialog)
    press(Qt.Key.Key_Return, ctrl=True)
    sheet = wang.settings.office_dir / f"handover-{handed.id}.pdf"
    qtbot.waitUntil(sheet.exists, timeout=PATIENCE)
    settled(qtbot)
    assert sheet.read_bytes().startswith(b"%PDF") and str(sheet) in window.status.message.text()


def test_esc_leaves_it_waiting(window: MainWindow, li: Office, wang: Office, qtbot: QtBot) -> None:
    handovers.offer(li, to_login="wang", kind=HandoverKind.DAY)
    window.let_in(wang)
    settled(qtbot)
    press(Qt.Key.Key_H, alt=True)
    qtbot.waitUntil(lambda: bool(window.findChildren(ConfirmDialog)), timeout=PATIENCE)
    dialog_of(window, ConfirmDialog)
    press(Qt.Key.Key_Escape)
    settled(qtbot)
    assert len(handovers.offered(wang)) == 1 and window.top.handover.isVisible()


def test_single_cases_are_ticked_and_pass_when_confirmed(
    window: MainWindow, li: Office, wang: Office, family: Application, qtbot: QtBot
) -> None:
    number = intake.accept(li, family, [Chosen("civil-affairs.aged-allowance", 1)]).number
    dialog = offer(window, qtbot)
    press(Qt.Key.Key_3, alt=True)
    settled(qtbot)
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: dialog.rows["note"].told.text() != "", timeout=PATIENCE)
    dialog.list.setFocus()
    dialog.list.setCurrentRow(0)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: bool(handovers.offered(wang)), timeout=PATIENCE)
    settled(qtbot)
    handovers.confirm(wang, handovers.offered(wang)[0].id)
    assert cases.case(li, number).owner == "王芳"


def test_nobody_to_take_over_is_said_at_the_field(
    window: MainWindow, li: Office, wang: Office, office: Office, qtbot: QtBot
) -> None:
    officers.add_officer(office, login="xi", name="管理员", password=PASSWORD, roles=[Role.SYSTEM])
    officers.stop_officer(office, wang.officer)
    dialog = offer(window, qtbot)
    assert dialog.rows["to_login"].told.text()
    press(Qt.Key.Key_Return, ctrl=True)
    settled(qtbot)
    assert dialog.isVisible()
    press(Qt.Key.Key_Escape)


def test_the_dialog_fits_on_the_screen_in_large_text(
    window: MainWindow, at_scale: Callable[[int], None], qtbot: QtBot
) -> None:
    at_scale(150)
    dialog = offer(window, qtbot)
    assert dialog.height() <= dialog.screen().availableGeometry().height()
    assert dialog.list.height() >= dialog.list.sizeHintForRow(0) * 2
