"""未收回纸件 by keys, and a code that is typed or scanned anywhere."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from counter.cases import paper_codes
from counter.cases.casefile import CaseFile, Notice
from counter.services import cases, notices, paper_at_hand
from counter.services.office import Office
from forms.asking import AskDialog
from forms.case_page import PAPERS
from forms.decide_dialog import DecideDialog
from forms.find_dialog import FindDialog
from forms.papers.delivery_dialog import DeliveryDialog
from forms.papers_out_page import PapersOutPage
from forms.reason_dialog import ReasonDialog
from tests.forms.conftest import Opening
from tests.forms.hands import PATIENCE, D, dialog_of, framed, press, settled, shown, write


@pytest.fixture
def form(office: Office, accepted: CaseFile) -> Notice:
    """An application form that was handed out to be signed."""
    return notices.issue(office, accepted.number, "D01")


@pytest.fixture
def page(office: Office, form: Notice, qtbot: QtBot) -> Iterator[PapersOutPage]:
    made = PapersOutPage(office)
    window = framed(made)
    qtbot.addWidget(window)
    shown(window)
    made.came()
    qtbot.waitUntil(lambda: bool(made.model.values), timeout=PATIENCE)
    yield made


def test_a_paper_is_noted_back_taken_back_and_lost_by_keys(
    page: PapersOutPage, office: Office, accepted: CaseFile, form: Notice, qtbot: QtBot
) -> None:
    assert page.table.isColumnHidden(0) is False and "陈*木" in page.told.text()
    page.table.setFocus()
    press(Qt.Key.Key_B)
    qtbot.waitUntil(lambda: not page.model.values, timeout=PATIENCE)
    assert cases.case(office, accepted.number).notices[0].back_on == office.today()
    press(Qt.Key.Key_Z, ctrl=True)
    qtbot.waitUntil(lambda: bool(page.model.values), timeout=PATIENCE)
    page.table.setFocus()
    press(Qt.Key.Key_L)
    dialog_of(page, ReasonDialog)
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: page.model.values[0].notice.lost != "", timeout=PATIENCE)
    settled(qtbot)
    assert cases.case(office, accepted.number).notices[0].prints == 2
    assert list(office.settings.office_dir.glob(f"{form.code}*.pdf")), "no printer here: it is saved"


def test_a_code_opens_its_paper_and_a_wrong_one_is_told(
    page: PapersOutPage, form: Notice, qtbot: QtBot
) -> None:
    wrong = form.code[:-1] + ("A" if form.code[-1] != "A" else "C")
    write(wrong.lower())
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: paper_codes.shown(wrong) in page.problem.text(), timeout=PATIENCE)
    with qtbot.waitSignal(page.paper_wanted, timeout=PATIENCE) as opened:
        write(form.code)
        press(Qt.Key.Key_Return)
    assert opened.args is not None and opened.args[0].notice.number == form.number


def test_a_scanner_that_types_into_the_box_opens_the_paper_at_once(
    office: Office, form: Notice, page: PapersOutPage, qtbot: QtBot
) -> None:
    box = FindDialog(office, page)
    box.open()
    dialog_of(page, FindDialog)
    with qtbot.waitSignal(box.paper_wanted, timeout=PATIENCE):
        write(form.code.lower())
        press(Qt.Key.Key_Return)
    assert not box.isVisible()


def opened(page: QWidget, kind: type[D], qtbot: QtBot) -> D:
    """The dialog, once what it shows was read."""
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(kind)), timeout=PATIENCE)
    return dialog_of(page, kind)


def test_what_came_back_leads_to_what_it_says(
    office: Office, sent: CaseFile, open_page: Opening, qtbot: QtBot
) -> None:
    receipt = notices.issue(office, sent.number, "D07")
    proof = notices.issue(office, sent.number, "D25", notice=receipt.number)
    slip = notices.issue(office, sent.number, "D09", department="civil-affairs")
    case = open_page(sent.number)
    case.take_paper(paper_at_hand.at_hand(office, proof.code))
    opened(case, AskDialog, qtbot)
    assert case.below.currentIndex() == PAPERS
    press(Qt.Key.Key_Return, ctrl=True)
    opened(case, DeliveryDialog, qtbot).reject()
    assert cases.case(office, sent.number).notices[1].back_on == office.today()
    case.take_paper(paper_at_hand.at_hand(office, slip.code))
    opened(case, DecideDialog, qtbot).reject()
    settled(qtbot)
