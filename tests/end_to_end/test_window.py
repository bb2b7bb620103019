"""A family of five from an empty window to the printed receipt and the sent dispatch, by keyboard only."""

import json
import os
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from counter.cases.casefile import CaseFile
from counter.cases.match import Verdict
from counter.cases.workflow import CaseState, ReferralState
from counter.demonstration.stories import stories
from counter.services import cases, finding, queue
from counter.settings import Settings
from forms import look, pinyin
from forms.choice_fields import ChoiceField, TriStateField
from forms.dispatch_page import DispatchPage
from forms.doors import Doors
from forms.intake.conflicts import ConflictDialog
from forms.intake.page import IntakePage
from forms.main_window import MainWindow
from forms.messages import active_dialog
from forms.office_page import OfficePage
from forms.papers_page import PapersPage
from forms.queue_page import QueuePage
from forms.recovery import RecoveryPage
from forms.rows import holds_focus
from forms.set_field import SetField
from forms.sign_in import FirstOfficerPage
from tests.forms.hands import PATIENCE, focused, press, settled, shown, write

P = TypeVar("P", bound=QWidget)
PASSWORD = "an-office-of-2026"
STORY = next(story for story in stories().families if story.file == "grandmother.json")
FAMILY = json.loads((resources.files("resources") / "families" / STORY.file).read_text("utf-8"))
PEOPLE = FAMILY["people"]
SPENDINGS = (("yl", "2100"), ("jy", "6900"))
"""Kind by its initials, and yuan a year: medical treatment, schooling."""

AT_THE_DOOR = 50
FAMILY_AT_MOST = 440
"""Keys for all that is told of five people: their numbers, names and address, the request, the answers."""
AFTERWARDS = 8


class Keyboard:
    """Counts what the clerk presses."""

    def __init__(self) -> None:
        self.keys = 0

    def press(self, key: Qt.Key, *, ctrl: bool = False, shift: bool = False, alt: bool = False) -> None:
        press(key, ctrl=ctrl, shift=shift, alt=alt)
        self.keys += 1

    def write(self, text: str) -> None:
        self.keys += write(text)

    def enter(self, *texts: str) -> None:
        for text in texts:
            self.write(text)
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


def test_a_new_office_takes_in_a_family_prints_its_receipt_and_sends_its_referrals(
    window: MainWindow, qtbot: QtBot
) -> None:
    clerk = Keyboard()
    found_an_office(clerk, window, qtbot)
    assert clerk.keys <= AT_THE_DOOR

    clerk.press(Qt.Key.Key_F2)
    intake = page(window, IntakePage, qtbot)
    before = clerk.keys
    the_applicant(clerk, intake, qtbot)
    the_members(clerk, intake, qtbot)
    incomes_and_spendings(clerk, intake, qtbot)
    the_request(clerk, intake, qtbot)
    the_questions(clerk, intake, qtbot)
    papers_and_consents(clerk, intake, qtbot)
    clerk.press(Qt.Key.Key_S, ctrl=True)
    accepted(clerk, window, qtbot)
    assert clerk.keys - before <= FAMILY_AT_MOST
    file = the_case(window)
    assert file.state is CaseState.ACCEPTED and file.application.place == FAMILY["place"]
    assert [one.name for one in file.application.people] == [one["name"] for one in PEOPLE]
    assert set(STORY.policies) <= {one.policy.partition(".")[2] for one in file.referrals}

    before = clerk.keys
    the_receipt(clerk, window, qtbot)
    the_dispatch(clerk, window, qtbot)
    the_queue(clerk, window, qtbot)
    assert clerk.keys - before <= AFTERWARDS
    nobody_is_told_of(window)


# --- what the clerk does ---------------------------------------------------------------------------


def found_an_office(clerk: Keyboard, window: MainWindow, qtbot: QtBot) -> None:
    door(window, FirstOfficerPage, qtbot)
    clerk.enter("李秀兰", "lixl", PASSWORD, PASSWORD)
    door(window, RecoveryPage, qtbot)
    recovery = window.doors.currentWidget()
    assert isinstance(recovery, RecoveryPage)
    while focused() is not recovery.go:
        clerk.press(Qt.Key.Key_Tab)
    clerk.press(Qt.Key.Key_Return)
    page(window, OfficePage, qtbot)


def the_applicant(clerk: Keyboard, intake: IntakePage, qtbot: QtBot) -> None:
    """Her number first; then whatever field Enter leads to."""
    first = PEOPLE[0]
    said = {
        "people[0].id_number": first["id_number"],
        "people[0].name": first["name"],
        "people[0].phone": first["phone"],
        "people[0].relation": first["relation"],
        "household.address": FAMILY["household"]["address"],
        "place": pinyin.initials(intake.office.catalogue.places[FAMILY["place"]].title),
        "people[0].bank_account": first["bank_account"],
    }
    while said:
        clerk.write(said.pop(field_in_hand(intake), ""))
        clerk.press(Qt.Key.Key_Return)
    read(intake, qtbot)


def the_members(clerk: Keyboard, intake: IntakePage, qtbot: QtBot) -> None:
    clerk.press(Qt.Key.Key_2, alt=True)
    for person in PEOPLE[1:]:
        clerk.enter(person["name"], person["id_number"])
        read(intake, qtbot)  # the number tells the birth date, so that Enter passes over it
        clerk.enter(person["relation"], pinyin.initials(person["facts"]["school_stage"]), "")
    read(intake, qtbot)
    assert [one.get("name") for one in intake.sheet.people] == [one["name"] for one in PEOPLE]


def incomes_and_spendings(clerk: Keyboard, intake: IntakePage, qtbot: QtBot) -> None:
    """Who earns something and who does not; Enter on an empty last row goes on. The sums become facts."""
    clerk.press(Qt.Key.Key_3, alt=True)
    clerk.enter("1", "zy", str(PEOPLE[0]["facts"]["income_month"]), "")
    for number in range(2, len(PEOPLE) + 1):
        clerk.enter(str(number), "w", "", "")
    clerk.press(Qt.Key.Key_Return)
    for kind, amount in SPENDINGS:
        clerk.enter(kind, amount, "")
    read(intake, qtbot)
    assert intake.sheet.get("household.facts.medical_self_pay_12m") == SPENDINGS[0][1]
    assert [intake.sheet.get(f"people[{at}].facts.income_month") for at in range(len(PEOPLE))] == [
        str(person["facts"]["income_month"]) for person in PEOPLE
    ]


def the_request(clerk: Keyboard, intake: IntakePage, qtbot: QtBot) -> None:
    clerk.press(Qt.Key.Key_4, alt=True)
    clerk.write(FAMILY["request"])
    read(intake, qtbot)


def the_questions(clerk: Keyboard, intake: IntakePage, qtbot: QtBot) -> None:
    """What settles several policies first; then what the policies they came for still need."""
    box, policies = intake.desk.match.box, intake.desk.match.list
    clerk.press(Qt.Key.Key_F6)
    while box.question is not None and box.question.settles > 2:
        answer(clerk, intake, qtbot)
    clerk.press(Qt.Key.Key_F6)
    for code in sorted(wished(intake)):
        while code not in eligible(intake):
            if focused() is policies:
                find(clerk, intake, code)
                clerk.press(Qt.Key.Key_Return)
            answer(clerk, intake, qtbot)
    clerk.press(Qt.Key.Key_Escape)


def find(clerk: Keyboard, intake: IntakePage, code: str) -> None:
    """Type the initials of a policy's name until its row is reached."""
    policies = intake.desk.match.list
    for letter in pinyin.initials(intake.office.catalogue.policy(code).title):
        row = policies.current_row()
        if row is not None and row.policy == code:
            return
        clerk.write(letter)


def answer(clerk: Keyboard, intake: IntakePage, qtbot: QtBot) -> None:
    """The question that has the cursor: as the family says, or the next one where it does not know."""
    box = intake.desk.match.box
    question, field = box.question, box.field
    assert question is not None and field is not None and holds_focus(box)
    told = answers_to(question.fact.scope, question.fact.key)
    mine = told[question.member or 0]
    if mine is None:
        clerk.press(Qt.Key.Key_Right, alt=True)
        return
    if isinstance(field, TriStateField):
        clerk.press(Qt.Key.Key_1 if mine else Qt.Key.Key_2)
    elif isinstance(field, SetField):
        assert mine == []
        clerk.press(Qt.Key.Key_0)
    elif isinstance(field, ChoiceField):
        clerk.enter(pinyin.initials(str(mine)))
    else:
        clerk.enter(str(mine))
    read(intake, qtbot)
    assert intake.sheet.get(question.path) in (mine, str(mine))
    same = box.question is not None and box.question.fact.name == question.fact.name and holds_focus(box)
    if same and len({str(one) for one in told if one is not None}) == 1:
        clerk.press(Qt.Key.Key_D, ctrl=True, shift=True)
        read(intake, qtbot)


def papers_and_consents(clerk: Keyboard, intake: IntakePage, qtbot: QtBot) -> None:
    """Every paper that is asked for lies on the desk; all is read out."""
    clerk.press(Qt.Key.Key_5, alt=True)
    for paper in intake.desk.papers.wanted:
        if not paper.usual:
            clerk.press(Qt.Key.Key_1)
    clerk.press(Qt.Key.Key_6, alt=True)
    clerk.press(Qt.Key.Key_A, alt=True)
    clerk.press(Qt.Key.Key_F9)
    clerk.press(Qt.Key.Key_A, alt=True)
    read(intake, qtbot)
    assert {stop.progress.value for stop in intake.desk.rail.stops} == {"complete"}


def accepted(clerk: Keyboard, window: MainWindow, qtbot: QtBot) -> None:
    """Of two policies that exclude each other the proposed one goes on."""

    def is_asked_or_done() -> bool:
        dialog = active_dialog()
        return isinstance(dialog, ConflictDialog) or isinstance(window.stack.currentWidget(), PapersPage)

    qtbot.waitUntil(is_asked_or_done, timeout=PATIENCE)
    while isinstance(dialog := active_dialog(), ConflictDialog):
        in_front(dialog)
        clerk.press(Qt.Key.Key_Return)
        settled(qtbot)
    page(window, PapersPage, qtbot)


def the_receipt(clerk: Keyboard, window: MainWindow, qtbot: QtBot) -> None:
    """Without a printer the papers are issued as files in the office's folder."""
    papers = page(window, PapersPage, qtbot)
    wanted = {sheet.wanted.title for sheet in papers.list.sheets.ticked()}
    clerk.press(Qt.Key.Key_P, ctrl=True)
    assert window.office is not None
    folder = window.office.settings.office_dir / "papers"
    qtbot.waitUntil(lambda: len(list(folder.rglob("*.pdf"))) >= len(wanted), timeout=60_000)
    settled(qtbot)
    assert any("受理" in title for title in wanted)
    assert wanted <= {notice.title for notice in the_case(window).notices}


def the_dispatch(clerk: Keyboard, window: MainWindow, qtbot: QtBot) -> None:
    """Look over the drafts, then send them all."""
    clerk.press(Qt.Key.Key_F10)
    dispatch = page(window, DispatchPage, qtbot)
    drafts = dispatch.rows.values
    assert drafts and all(one.state is ReferralState.DRAFT for one in drafts)
    clerk.press(Qt.Key.Key_S, ctrl=True)
    qtbot.waitUntil(lambda: active_dialog() is not None, timeout=PATIENCE)
    dialog = active_dialog()
    assert dialog is not None
    in_front(dialog)
    assert button_in_hand() == "暂不发出", "the safe answer has the cursor"
    clerk.press(Qt.Key.Key_Tab)
    assert button_in_hand() == "发出"
    clerk.press(Qt.Key.Key_Return)
    page(window, PapersPage, qtbot)
    in_front(window)
    file = the_case(window)
    assert file.referrals and all(one.state is ReferralState.SENT for one in file.referrals)


def the_queue(clerk: Keyboard, window: MainWindow, qtbot: QtBot) -> None:
    """The first one is signed for."""
    clerk.press(Qt.Key.Key_Q, alt=True)
    page(window, QueuePage, qtbot)
    clerk.press(Qt.Key.Key_Q)
    settled(qtbot)
    assert window.office is not None
    signed = queue.Filter(states=frozenset({ReferralState.SIGNED}))
    assert len(queue.referral_ids(window.office, signed)) == 1


# --- what the clerk sees and the family says -------------------------------------------------------


def door(window: MainWindow, kind: type[QWidget], qtbot: QtBot) -> None:
    doors: Doors = window.doors
    qtbot.waitUntil(lambda: isinstance(doors.currentWidget(), kind), timeout=PATIENCE)


def page(window: MainWindow, kind: type[P], qtbot: QtBot) -> P:
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), kind), timeout=PATIENCE)
    settled(qtbot)
    shown_now = window.stack.currentWidget()
    assert isinstance(shown_now, kind)
    return shown_now


def read(intake: IntakePage, qtbot: QtBot) -> None:
    """Until what was typed is read and matched."""
    qtbot.waitUntil(lambda: intake.sheet.is_up_to_date, timeout=PATIENCE)


def in_front(dialog: QWidget) -> None:
    # Without a window manager nobody brings it to the front.
    dialog.activateWindow()
    QTest.qWait(20)


def button_in_hand() -> str:
    widget = focused()
    assert isinstance(widget, QPushButton)
    return widget.text()


def field_in_hand(intake: IntakePage) -> str:
    """The path of the field that has the cursor."""
    return intake.desk.binder.path_of(focused())


def answers_to(scope: str, key: str) -> list[object]:
    """What each member says to a question; of the household or the situation all say the same."""
    if scope == "person":
        return [person["facts"].get(key) for person in PEOPLE]
    return [FAMILY[scope]["facts"].get(key)] * len(PEOPLE)


def wished(intake: IntakePage) -> set[str]:
    return {
        one.code for one in intake.office.catalogue.policies if one.code.partition(".")[2] in STORY.policies
    }


def eligible(intake: IntakePage) -> set[str]:
    assessment = intake.sheet.assessment
    assert assessment is not None and assessment.answer is not None
    return {one.policy for one in assessment.answer.policies if one.verdict is Verdict.ELIGIBLE}


def the_case(window: MainWindow) -> CaseFile:
    assert window.office is not None
    (hit,) = finding.find(window.office, PEOPLE[0]["name"])
    return cases.case(window.office, hit.number)


def nobody_is_told_of(window: MainWindow) -> None:
    """Neither the title of the window nor a log names anybody."""
    assert window.office is not None
    assert PEOPLE[0]["name"] not in window.windowTitle()
    for root, _dirs, names in os.walk(window.office.settings.office_dir):
        for name in names:
            if name.endswith(".log"):
                told = (Path(root) / name).read_text("utf-8")
                assert not any(person["id_number"] in told for person in PEOPLE)
