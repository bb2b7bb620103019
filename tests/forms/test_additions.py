"""What comes to a case later, by keys: another policy, papers asked for again, and the papers of each act."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from counter.cases.application import Application
from counter.cases.casefile import CaseFile, Paper
from counter.cases.split import Chosen
from counter.cases.workflow import CaseState, ReferralState
from counter.services import cases, dispatch, intake, notices, referrals
from counter.services.office import Office
from forms.add_dialog import AddDialog
from forms.decide_dialog import DecideDialog
from forms.next_papers import NextPapers
from forms.request_papers_dialog import RequestPapersDialog
from tests.clock import Clock
from tests.forms.conftest import Opening
from tests.forms.hands import PATIENCE, dialog_of, press, settled, write
from tests.forms.test_life_acts import asked, fill, finish, letters, menu

AGED = "civil-affairs.aged-allowance"


def test_n_asks_for_something_more_with_a_reason_and_says_what_is_there_already(
    open_page: Opening, office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    page = open_page(sent.number)
    menu(page, qtbot)
    press(Qt.Key.Key_N)
    dialog = dialog_of(page, AddDialog)
    settled(qtbot)
    assert dialog.answer is not None and not dialog.chosen
    there = dialog.answer.row(AGED)
    dialog.list.tick_wanted.emit(there)
    assert "已提出" in dialog.problem.text() and not dialog.chosen
    more = next(
        one.policy
        for one in intake.eligible(dialog.answer)
        if one.policy not in {row.policy for row in sent.referrals}
    )
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: dialog.because.told.text() != "", timeout=PATIENCE)
    dialog.list.tick_wanted.emit(dialog.answer.row(more))
    dialog.because.field.widget().setFocus()
    write("孩子新近确诊")
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: len(cases.case(office, sent.number).referrals) > 2, timeout=PATIENCE)
    settled(qtbot)
    added = cases.case(office, sent.number).referrals[2:]
    assert {one.policy for one in added} == {more} and {one.state for one in added} == {ReferralState.DRAFT}
    assert page.dispatch_button.isVisible()


def test_papers_are_asked_for_again_only_for_a_new_cause_and_the_notice_is_offered(
    open_page: Opening, office: Office, family: Application, qtbot: QtBot
) -> None:
    waiting = intake.register(office, family, (Paper("photo", "近期照片", "missing"),))
    page = open_page(waiting.number)
    assert "N" not in letters(menu(page, qtbot)), "nothing is added to what is not accepted"
    press(Qt.Key.Key_Q)
    qtbot.waitUntil(lambda: bool(page.findChildren(RequestPapersDialog)), timeout=PATIENCE)
    dialog = dialog_of(page, RequestPapersDialog)
    assert dialog.list.item(0).text() == "近期照片", "what is lacking stands first"
    dialog.rows["papers"].field.set_value("租房合同")
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: any(row.told.text() for row in dialog.rows.values()), timeout=PATIENCE)
    assert len(cases.case(office, waiting.number).papers) == 1
    dialog.rows["because"].field.set_value("家庭改为租房居住")
    with qtbot.waitSignal(page.papers_wanted, timeout=PATIENCE) as papers:
        press(Qt.Key.Key_Return, ctrl=True)
    assert papers.args == [waiting.number, "register"]
    file = cases.case(office, waiting.number)
    assert file.state is CaseState.AWAITING_PAPERS and "租房合同" in [one.title for one in file.papers]


def test_papers_past_their_day_are_named_before_one_decides(
    open_page: Opening, office: Office, family: Application, clock: Clock, qtbot: QtBot
) -> None:
    gap = Paper("income-proof", "收入证明", "gap", due=date(2026, 11, 30))
    other = replace(gap, material="lease", title="租赁合同", policies=(AGED,))
    number = intake.accept(office, family, (Chosen("civil-affairs.dibao"),), papers=(gap, other)).number
    dispatch.send(office, number)
    referrals.sign(office, cases.case(office, number).referrals[0].number)
    clock.go_to(date(2026, 12, 2))
    page = open_page(number)
    press(Qt.Key.Key_Y)
    dialog = dialog_of(page, DecideDialog)
    settled(qtbot)
    assert "收入证明" in dialog.overdue.text() and dialog.overdue.isVisible()
    assert "租赁合同" not in dialog.overdue.text(), "another policy's"
    press(Qt.Key.Key_Escape)


def test_the_sheet_of_a_survey_is_offered_when_it_is_begun_and_nothing_for_a_check(
    open_page: Opening, office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    referrals.sign(office, sent.referrals[0].number)
    page = open_page(sent.number)
    told: list[str] = []
    page.papers_wanted.connect(lambda _number, step: told.append(step))
    for kind, steps in (("check", []), ("survey", ["survey"])):
        page.table.setFocus()
        menu(page, qtbot)
        press(Qt.Key.Key_1)
        dialog = asked(page, qtbot)
        fill(dialog, kind=kind, by="郑一、黄二")
        finish(dialog, qtbot)
        assert told == steps


def test_what_a_check_found_is_told_on_paper_once_it_is_done(
    open_page: Opening, office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    referrals.sign(office, sent.referrals[0].number)
    page = open_page(sent.number)
    told: list[tuple[str, ...]] = []
    page.next.wanted.connect(lambda _case, step, titles: told.append((step, *titles)))
    menu(page, qtbot)
    press(Qt.Key.Key_2)
    dialog = asked(page, qtbot)
    fill(dialog, kind="check", by="郑一", result="存款与申报一致")
    finish(dialog, qtbot)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    assert told == [("check", "家庭经济状况调查（核对）结果告知书")]


def test_papers_that_have_their_number_are_not_offered_again(
    office: Office, sent: CaseFile, qtbot: QtBot, open_page: Opening
) -> None:
    page = open_page(sent.number)
    following = NextPapers(office, page)
    found: list[tuple[str, ...]] = []
    following.wanted.connect(lambda case, step, titles: found.append((case, step, *titles)))
    following.after(sent.number, "register")
    settled(qtbot)
    assert [one[:2] for one in found] == [(sent.number, "register")]
    notices.issue(office, sent.number, "D05")
    following.after(sent.number, "register")
    settled(qtbot)
    assert len(found) == 1
