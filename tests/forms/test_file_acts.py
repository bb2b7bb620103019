"""装订案卷: by keys from the case, into the folder of this computer; never over another file unasked."""

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QThread
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from counter.cases.casefile import CaseFile
from counter.progress import Progress
from counter.services import notices
from counter.services.office import Office
from forms.case_page import CasePage
from forms.working import Working
from tests.counter.letters.test_word import copied
from tests.forms.conftest import Opening
from tests.forms.hands import PATIENCE, dialog_of
from tests.forms.test_life_acts import choose, fill, finish, refused_at


@pytest.fixture
def page(office: Office, sent: CaseFile, open_page: Opening) -> CasePage:
    notices.issue(office, sent.number, "D07")
    return open_page(sent.number)


def bind(page: CasePage, qtbot: QtBot) -> None:
    dialog = choose(page, Qt.Key.Key_G, qtbot)
    fill(dialog, reason="移交区档案室")
    finish(dialog, qtbot)


def test_g_binds_the_file_and_asks_before_it_writes_over_one(
    page: CasePage, office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    said: list[str] = []
    page.more.said.connect(said.append)
    file = office.settings.office_dir / "files" / f"案卷-{sent.number}.pdf"
    bind(page, qtbot)
    qtbot.waitUntil(lambda: bool(said), timeout=PATIENCE)
    assert str(file) in said[0] and PdfReader(file).page_labels[:2] == ["封面", "卷内目录"]
    first = file.read_bytes()
    file.write_bytes(b"somebody else's")
    bind(page, qtbot)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(QMessageBox)), timeout=PATIENCE)
    box = dialog_of(page, QMessageBox)
    assert file.name in box.text() and file.read_bytes() == b"somebody else's"
    box.buttons()[0].click()
    qtbot.waitUntil(lambda: len(said) == 2, timeout=PATIENCE)
    assert len(file.read_bytes()) == pytest.approx(len(first), rel=0.1)


def test_without_a_reason_nothing_is_bound_and_esc_stops_what_is_under_way(
    page: CasePage, office: Office, qtbot: QtBot
) -> None:
    dialog = choose(page, Qt.Key.Key_G, qtbot)
    assert refused_at(dialog, "reason", qtbot)
    dialog.reject()
    steps: list[int] = []

    def slow(progress: Progress) -> None:
        for step in range(10_000):
            steps.append(step)
            progress(step, 10_000)
            QThread.msleep(1)

    working = Working(page, "装订案卷", slow)
    working.open()
    with qtbot.waitSignal(working.stopped, timeout=PATIENCE):
        qtbot.waitUntil(lambda: working.bar.value() > 0, timeout=PATIENCE)
        working.reject()
    assert len(steps) < 10_000 and not (office.settings.office_dir / "files").exists()


def test_y_lists_the_files_of_a_year_on_paper(page: CasePage, office: Office, qtbot: QtBot) -> None:
    said: list[str] = []
    page.more.said.connect(said.append)
    finish(choose(page, Qt.Key.Key_Y, qtbot), qtbot)
    qtbot.waitUntil(lambda: bool(said), timeout=PATIENCE)
    (sheet,) = office.settings.office_dir.glob("*-2026.pdf")
    assert sheet.name in said[0] and "2026年度归档目录" in copied(sheet.read_bytes())
