"""扫描件 by keys: taken in from a file, the clipboard, a drop, the scanner's folder; looked at, withdrawn."""

import io
import os
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from counter.cases.casefile import CaseFile, Notice, Verb
from counter.cases.scanned import Source
from counter.services import cases, drafts, notices, scans
from counter.services.office import Office
from counter.services.scans import Paper
from forms.asking import AskDialog
from forms.case_page import SCANS
from forms.intake.draft_keeper import Slot
from forms.reason_dialog import ReasonDialog
from forms.scans.panel import ScansPanel
from forms.scans.shelf import Shelf
from forms.scans.viewer import ScanViewer
from tests.forms.conftest import Opening
from tests.forms.hands import PATIENCE, dialog_of, press, settled


def picture(path: Path, shade: int = 90) -> Path:
    Image.new("RGB", (200, 120), (shade, 120, 140)).save(path)
    return path


def add(panel: ScansPanel, qtbot: QtBot, count: int) -> None:
    """Say yes in the dialog that asks which paper it is."""
    qtbot.waitUntil(lambda: any(one.isVisible() for one in panel.findChildren(AskDialog)), timeout=PATIENCE)
    dialog_of(panel, AskDialog)
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: len(panel.rows.values) == count, timeout=PATIENCE)
    settled(qtbot)


def to_list(panel: ScansPanel, qtbot: QtBot) -> None:
    panel.window().activateWindow()
    qtbot.waitUntil(panel.isActiveWindow, timeout=PATIENCE)
    panel.table.setFocus()


def dropped(panel: ScansPanel, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    no = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(QPoint(20, 20)), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, no)
    panel.dropEvent(event)


@pytest.fixture
def form(office: Office, accepted: CaseFile) -> Notice:
    """An application form that was handed out to be signed."""
    return notices.issue(office, accepted.number, "D01")


@pytest.fixture
def panel(form: Notice, accepted: CaseFile, open_page: Opening) -> ScansPanel:
    page = open_page(accepted.number)
    page.show_part(SCANS)
    return page.scans


def test_a_scan_comes_in_every_way_and_is_looked_at_and_withdrawn(
    panel: ScansPanel, form: Notice, accepted: CaseFile, qtbot: QtBot, tmp_path: Path
) -> None:
    dropped(panel, picture(tmp_path / "one.jpg"))
    add(panel, qtbot, 1)
    assert panel.rows.values[0].notice == form.number, "what was handed out to be signed is offered first"
    QGuiApplication.clipboard().setImage(QImage(str(picture(tmp_path / "two.png", 200))))
    to_list(panel, qtbot)
    press(Qt.Key.Key_V, ctrl=True)
    add(panel, qtbot, 2)
    panel.folder._timer.setInterval(10)
    (tmp_path / "scanner").mkdir()
    panel.folder.choose(tmp_path / "scanner")
    picture(tmp_path / "scanner" / "three.png", 30)
    add(panel, qtbot, 3)
    assert [one.source for one in panel.rows.values] == [Source.DROPPED, Source.PASTED, Source.FOLDER]
    to_list(panel, qtbot)
    press(Qt.Key.Key_Return)
    viewer = dialog_of(panel, ScanViewer)
    qtbot.waitUntil(lambda: viewer.shown is not None, timeout=PATIENCE)
    press(Qt.Key.Key_R)
    press(Qt.Key.Key_Plus)
    press(Qt.Key.Key_N)
    qtbot.waitUntil(lambda: viewer.at == 1 and viewer.shown[0].scan.id == viewer.scan.id, timeout=PATIENCE)  # type: ignore[index]  # it was shown before
    press(Qt.Key.Key_W)
    dialog_of(panel, ReasonDialog)
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: panel.rows.values[1].withdrawn != "", timeout=PATIENCE)
    verbs = [event.verb for event in cases.case(panel._office, accepted.number).events]
    assert verbs[-3:] == [Verb.SCAN_READ, Verb.SCAN_READ, Verb.SCAN_WITHDRAWN]
    settled(qtbot)


def is_told(dialog: AskDialog) -> bool:
    return dialog.rows["what"].told.text() != ""


def test_what_is_no_scan_is_told_in_the_dialog_and_nothing_is_kept(
    panel: ScansPanel, accepted: CaseFile, qtbot: QtBot, tmp_path: Path
) -> None:
    program, empty, film = (tmp_path / name for name in ("photo.jpg", "scan.pdf", "film.png"))
    program.write_bytes(b"MZ this is a program")
    for file in (empty, film):
        file.touch()
    os.truncate(film, 200_000_000)
    for file in (program, empty, film, tmp_path):
        dropped(panel, file)
        dialog = dialog_of(panel, AskDialog)
        press(Qt.Key.Key_Return, ctrl=True)
        qtbot.waitUntil(partial(is_told, dialog), timeout=PATIENCE)
        settled(qtbot)
        assert dialog.isVisible() and scans.of_case(panel._office, accepted.number) == ()
        dialog.reject()


def test_what_is_scanned_at_the_counter_lies_with_the_intake(office: Office, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    shelf, slot = Shelf(office, window), Slot(office)
    typed = {"people": [{"name": "陈水木"}]}
    shelf.lie_with(lambda: slot.id, lambda: lambda: slot.written(typed))
    buffer = io.BytesIO()
    Image.new("L", (50, 50), 90).save(buffer, "PNG")
    QGuiApplication.clipboard().setImage(QImage.fromData(buffer.getvalue()))
    shelf.paste(Paper("id-card"))
    qtbot.waitUntil(lambda: shelf.pages("id-card") == 1, timeout=PATIENCE)
    assert slot.id is not None and [one.id for one in drafts.drafts(office)] == [slot.id]
    shelf.look("id-card")
    qtbot.waitUntil(lambda: dialog_of(window, ScanViewer).shown is not None, timeout=PATIENCE)
    dialog_of(window, ScanViewer).ask_withdraw()
    qtbot.waitUntil(lambda: shelf.pages("id-card") == 0, timeout=PATIENCE)
    settled(qtbot)
