"""空白表: chosen by keys, put out without a case and without a number."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from counter.services import blank_forms
from counter.services.office import Office
from forms.papers.blank_forms import FOLDER, BlankFormsDialog
from forms.papers_page import PapersPage
from tests.forms.hands import dialog_of, press, shown

PATIENCE = 30_000


@pytest.fixture
def page(office: Office, qtbot: QtBot) -> PapersPage:
    made = PapersPage(office)
    qtbot.addWidget(made)
    qtbot.addWidget(made.bar)
    made.show()
    return made


def test_keys_choose_the_forms_and_how_many(page: PapersPage, qtbot: QtBot) -> None:
    shown(page)
    page.came()
    press(Qt.Key.Key_B, ctrl=True)
    qtbot.waitUntil(lambda: bool(page.findChildren(BlankFormsDialog)))
    dialog = dialog_of(page, BlankFormsDialog)
    assert dialog.chosen() == ("D01",)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Plus):
        press(key)
    dialog.given.disconnect(page.blank_forms.put_out)
    with qtbot.waitSignal(dialog.given) as given:
        press(Qt.Key.Key_Return, ctrl=True)
    assert given.args == [("D02", "D03"), 2]


def test_without_a_printer_a_blank_form_lies_beside_the_office(page: PapersPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.said, timeout=PATIENCE):
        page.blank_forms.put_out(("D25",), 1)
    file = page.office.settings.office_dir / FOLDER / f"{blank_forms.file_stem('D25')}.pdf"
    assert file.read_bytes() == blank_forms.draw(page.office, "D25")
