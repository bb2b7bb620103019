"""办理: the list of a department, worked through with one key for each act."""

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from counter.cases.casefile import CaseFile, Paper, Verb
from counter.cases.workflow import Outcome, ReferralState
from counter.services import audit, cases, decisions, referrals
from counter.services.decisions import Answer
from counter.services.office import Office
from counter.services.queue import Filter, referral_ids
from forms import look
from forms.clock_dialog import ExtendDialog, SuspendDialog
from forms.decide_dialog import DecideDialog
from forms.queue_model import QueueModel
from forms.queue_page import QueuePage
from forms.reason_dialog import ReasonDialog
from forms.reassign_dialog import ReassignDialog
from forms.referral_acts import target_of
from forms.request_papers_dialog import RequestPapersDialog
from forms.resume_dialog import ResumeDialog
from tests.clock import Clock
from tests.forms.hands import PATIENCE, dialog_of, focused, framed, press, settled, shown, write

TO_SIGN, IN_PROGRESS = 0, 1


@pytest.fixture
def page(office: Office, sent: CaseFile, qtbot: QtBot) -> Iterator[QueuePage]:
    made = QueuePage(office)
    window = framed(made)
    qtbot.addWidget(window)
    shown(window)
    made.came()
    came(made, qtbot)
    yield made  # the window lives as long as its name does


def came(page: QueuePage, qtbot: QtBot) -> None:
    settled(qtbot)
    qtbot.waitUntil(lambda: page.current() is not None, timeout=PATIENCE)


def open_signed(page: QueuePage, office: Office, sent: CaseFile, qtbot: QtBot) -> str:
    """The list of what is in progress, with one referral that was signed for."""
    number = sent.referrals[0].number
    referrals.sign(office, number)
    press(Qt.Key.Key_2, ctrl=True)
    came(page, qtbot)
    return number


def state_of(office: Office, number: str) -> ReferralState:
    return referrals.referral(office, number).state


def test_the_model_of_the_queue_keeps_the_promises_of_qt(
    office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    model = QueueModel(office)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    for wanted in (Filter(), Filter(text="nobody"), Filter()):
        with qtbot.waitSignal(model.counted, timeout=PATIENCE) as counted:
            model.ask(wanted)
        assert counted.args == [len(referral_ids(office, wanted))]
        settled(qtbot)
    assert tester.model() is model


def test_a_row_says_who_what_and_until_when_and_hides_most_of_the_name(page: QueuePage) -> None:
    row = page.current()
    assert row is not None
    told = page.model.data(page.table.currentIndex(), Qt.ItemDataRole.AccessibleTextRole)
    assert row.title in str(told) and "陈*木" in str(told) and "陈水木" not in str(told)


def test_q_signs_and_the_row_stays_where_it_stands(page: QueuePage, office: Office, qtbot: QtBot) -> None:
    row = page.current()
    assert row is not None
    rows = page.model.rowCount()
    press(Qt.Key.Key_Q)
    qtbot.waitUntil(lambda: state_of(office, row.number) is ReferralState.SIGNED, timeout=PATIENCE)
    settled(qtbot)
    assert page.model.rowCount() == rows and page.table.currentIndex().row() == min(1, rows - 1)
    grey = page.model.data(page.model.index(0, 0), Qt.ItemDataRole.ForegroundRole)
    assert grey.name().lower() == look.colours().muted.lower()


def test_q_again_says_that_it_is_signed_for_already(page: QueuePage, office: Office, qtbot: QtBot) -> None:
    press(Qt.Key.Key_Q)
    settled(qtbot)
    page.table.selectRow(0)
    page.table.setFocus()
    with qtbot.waitSignal(page.said, timeout=PATIENCE):
        press(Qt.Key.Key_Q)


def test_t_returns_with_a_reason(page: QueuePage, office: Office, qtbot: QtBot) -> None:
    row = page.current()
    assert row is not None
    press(Qt.Key.Key_T)
    dialog_of(page, ReasonDialog)
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: state_of(office, row.number) is ReferralState.RETURNED, timeout=PATIENCE)
    settled(qtbot)


def test_esc_leaves_everything_as_it_was(page: QueuePage, office: Office, qtbot: QtBot) -> None:
    row = page.current()
    assert row is not None
    press(Qt.Key.Key_T)
    dialog_of(page, ReasonDialog)
    press(Qt.Key.Key_Escape)
    settled(qtbot)
    assert state_of(office, row.number) is ReferralState.SENT


def test_b_asks_for_papers_and_the_clock_waits(
    page: QueuePage, office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    number = open_signed(page, office, sent, qtbot)
    press(Qt.Key.Key_B)
    dialog_of(page, RequestPapersDialog)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return, ctrl=True)
    told: list[str] = []
    page.said.connect(told.append)
    qtbot.waitUntil(lambda: state_of(office, number) is ReferralState.WAITING, timeout=PATIENCE)
    settled(qtbot)
    assert "补正" in told[-1] and "P" in told[-1], "the request is there to be printed"
    shown(page.window())
    with qtbot.waitSignal(page.papers_wanted, timeout=PATIENCE) as papers:
        press(Qt.Key.Key_P)
    assert papers.args == [sent.number, "register"]


def test_what_is_decided_is_late_no_more(
    page: QueuePage, office: Office, sent: CaseFile, clock: Clock, qtbot: QtBot
) -> None:
    number = sent.referrals[0].number
    referrals.sign(office, number)
    decisions.decide(office, number, Answer(Outcome.GRANT, amount_fen=100, starts=office.today()))
    clock.go_to(date(2027, 6, 1))
    press(Qt.Key.Key_5, ctrl=True)
    settled(qtbot)
    told = [str(page.model.data(page.model.index(0, column))) for column in (0, 1)]
    due = referrals.referral(office, number).due.due
    assert due is not None and told == [due.isoformat(), ""]


def test_z_gives_it_to_another_department_only_with_a_reason(
    page: QueuePage, office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    row = page.current()
    assert row is not None
    press(Qt.Key.Key_Z)
    dialog = dialog_of(page, ReassignDialog)
    other = next(code for code in office.catalogue.departments if code != row.department)
    dialog.department.set_value(other)
    press(Qt.Key.Key_Return, ctrl=True)
    assert dialog.row.told.text() != "", "a reason is asked for"
    write("属其他部门职责。")
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: referrals.referral(office, row.number).department == other, timeout=PATIENCE)
    settled(qtbot)


def test_y_grants_with_an_amount(page: QueuePage, office: Office, sent: CaseFile, qtbot: QtBot) -> None:
    number = open_signed(page, office, sent, qtbot)
    press(Qt.Key.Key_Y)
    dialog = dialog_of(page, DecideDialog)
    dialog.rows["amount_fen"].field.set_value("620")
    dialog.rows["starts"].field.set_value("20261201")
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: state_of(office, number) is ReferralState.DECIDED, timeout=PATIENCE)
    settled(qtbot)
    decision = referrals.referral(office, number).decision
    assert decision is not None and decision.outcome is Outcome.GRANT and decision.amount_fen == 62000


def test_a_refusal_without_reason_and_clause_is_told_at_the_fields_and_nothing_is_lost(
    page: QueuePage, office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    number = open_signed(page, office, sent, qtbot)
    press(Qt.Key.Key_Y)
    dialog = dialog_of(page, DecideDialog)
    settled(qtbot)
    press(Qt.Key.Key_3, alt=True)
    assert dialog.rows["facts"].field.value(), "what the record holds is proposed"
    dialog.rows["clause"].field.set_value("第三条　条件")
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: dialog.rows["reason"].told.text() != "", timeout=PATIENCE)
    assert dialog.isVisible() and dialog.rows["clause"].field.value() == "第三条　条件"
    assert state_of(office, number) is ReferralState.SIGNED
    dialog.reject()
    settled(qtbot)


def test_g_enters_an_answer_on_paper_for_a_department_without_the_program(
    page: QueuePage, office: Office, qtbot: QtBot
) -> None:
    row = page.current()
    assert row is not None
    press(Qt.Key.Key_G)
    dialog = dialog_of(page, DecideDialog)
    for key, value in (
        ("decided_by", "王科长"),
        ("document_number", "同民函1号"),
        ("decided_on", "20261124"),
        ("amount_fen", "620"),
        ("starts", "20261201"),
    ):
        dialog.rows[key].field.set_value(value)
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: state_of(office, row.number) is ReferralState.DECIDED, timeout=PATIENCE)
    settled(qtbot)


def test_c_corrects_what_is_decided_and_says_so_of_what_is_not(
    page: QueuePage, office: Office, sent: CaseFile, clock: Clock, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.said, timeout=PATIENCE):
        press(Qt.Key.Key_C)
    number = sent.referrals[0].number
    referrals.sign(office, number)
    paper = Answer(
        Outcome.REFUSE,
        reason="收入超过标准。",
        clause="第三条",
        decided_by="王科长",
        document_number="同民函1号",
        decided_on=office.today(),
    )
    decisions.record_paper_reply(office, number, paper)
    press(Qt.Key.Key_5, ctrl=True)
    came(page, qtbot)
    qtbot.waitUntil(page.card.correct_button.isVisible, timeout=PATIENCE)
    press(Qt.Key.Key_C)
    settled(qtbot)
    dialog = dialog_of(page, DecideDialog)
    assert dialog.rows.text("decided_by") == "王科长" and dialog.rows.text("clause") == "第三条"
    dialog.rows["because"].field.set_value("文号有误。")
    dialog.rows["document_number"].field.set_value("同民函2号")
    clock.pass_by(minutes=5)
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: bool(referrals.referral(office, number).replaced), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "同民函2号" in page.card.text.toPlainText(), timeout=PATIENCE)
    assert "同民函1号" in page.card.text.toPlainText() and "文号有误" in page.card.text.toPlainText()


def test_k_stops_the_clock_and_r_lets_it_go_on(
    page: QueuePage, office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    number = open_signed(page, office, sent, qtbot)
    press(Qt.Key.Key_K)
    settled(qtbot)
    dialog = dialog_of(page, SuspendDialog)
    dialog.rows["reason"].field.set_value("等待信息核对")
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: state_of(office, number) is ReferralState.WAITING, timeout=PATIENCE)
    settled(qtbot)
    shown(page.window())
    press(Qt.Key.Key_3, ctrl=True)
    came(page, qtbot)
    press(Qt.Key.Key_R)
    qtbot.waitUntil(lambda: state_of(office, number) is ReferralState.SIGNED, timeout=PATIENCE)
    settled(qtbot)


def test_r_asks_which_papers_came_and_what_is_not_ticked_stays_missing(
    page: QueuePage, office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    number = open_signed(page, office, sent, qtbot)
    asked = [Paper("photo", "近期照片", "missing"), Paper("income-proof", "收入证明", "missing")]
    referrals.request_papers(office, number, papers=asked)
    press(Qt.Key.Key_3, ctrl=True)
    came(page, qtbot)
    press(Qt.Key.Key_R)
    settled(qtbot)
    dialog = dialog_of(page, ResumeDialog)
    assert [paper.title for paper in dialog.papers.rows.values] == ["近期照片", "收入证明"]
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: state_of(office, number) is ReferralState.SIGNED, timeout=PATIENCE)
    settled(qtbot)
    states = {paper.material: paper.state for paper in referrals.referral(office, number).papers_asked}
    assert states == {"photo": "copy", "income-proof": "missing"}


def test_the_clock_dialog_shows_which_days_are_worked_off_stopped_and_the_last_one(
    page: QueuePage, office: Office, sent: CaseFile, clock: Clock, qtbot: QtBot
) -> None:
    number = open_signed(page, office, sent, qtbot)
    referrals.suspend(office, number, reason="等待信息核对")
    clock.go_to(date(2026, 11, 27))
    referrals.resume(office, number)
    page.refresh()
    came(page, qtbot)
    press(Qt.Key.Key_K)
    settled(qtbot)
    days = dialog_of(page, SuspendDialog).days
    last = referrals.referral(office, number).due.due
    assert last is not None and days.marks(last).last
    stopped = [day for day in range(22, 31) if days.marks(date(2026, 11, day)).stopped]
    assert stopped == [25, 26, 27], "the day of the event is not counted"
    assert days.marks(date(2026, 10, 1)).holiday and not days.marks(date(2026, 10, 1)).works
    assert days.marks(date(2026, 10, 10)).exchanged and days.marks(date(2026, 10, 10)).works
    assert not days.marks(date(2026, 11, 28)).works and days.marks(date(2026, 11, 27)).today
    press(Qt.Key.Key_PageUp)
    press(Qt.Key.Key_PageUp)
    assert days.first == date(2026, 9, 1)
    assert "2026年10月1日" in days.accessibleDescription()
    dialog_of(page, SuspendDialog).reject()
    settled(qtbot)


def test_x_asks_for_the_ground_of_an_extension(
    page: QueuePage, office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    open_signed(page, office, sent, qtbot)
    press(Qt.Key.Key_X)
    settled(qtbot)
    dialog = dialog_of(page, ExtendDialog)
    dialog.reject()
    settled(qtbot)


def test_x_says_why_a_limit_cannot_be_extended(
    page: QueuePage, office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    other = next(one for one in sent.referrals if one.policy == "civil-affairs.aged-allowance")
    signed = referrals.sign(office, other.number)
    told: list[str] = []
    page.said.connect(told.append)
    page.acts.ask_extend(target_of(signed, sent.number))
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    assert "没有列出" in told[-1] and not page.findChildren(ExtendDialog)
    mine = next(one for one in sent.referrals if one.policy == "civil-affairs.dibao")
    referrals.sign(office, mine.number)
    ground = office.catalogue.policy(mine.policy).limits.extension_grounds[0]
    page.acts.ask_extend(target_of(referrals.extend(office, mine.number, ground=ground), sent.number))
    qtbot.waitUntil(lambda: "延期一次" in told[-1], timeout=PATIENCE)
    assert not page.findChildren(ExtendDialog)


def test_two_at_once_the_second_is_told_and_reads_again(
    page: QueuePage, office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    row = page.current()
    assert row is not None
    referrals.sign(office, row.number)
    with qtbot.waitSignal(page.said, timeout=PATIENCE):
        press(Qt.Key.Key_Q)
    settled(qtbot)
    now = page.current()
    assert now is not None and now.state is ReferralState.SIGNED


def test_a_slash_filters_by_initials_and_esc_shows_all_again(page: QueuePage, qtbot: QtBot) -> None:
    rows = page.model.rowCount()
    press(Qt.Key.Key_Slash)
    assert focused() is page.filter
    write("zz")
    press(Qt.Key.Key_Return)
    settled(qtbot)
    assert page.model.rowCount() == 0 and page.empty.isVisible()
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.model.rowCount() == rows, timeout=PATIENCE)
    settled(qtbot)


def test_enter_opens_the_case_and_p_its_papers(page: QueuePage, sent: CaseFile, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.case_wanted) as opened:
        press(Qt.Key.Key_Return)
    with qtbot.waitSignal(page.papers_wanted) as papers:
        press(Qt.Key.Key_P)
    assert opened.args == [sent.number] and papers.args == [sent.number, ""]


def test_ctrl_e_writes_a_spreadsheet_where_one_chooses_and_says_how_many_rows(
    page: QueuePage, office: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_E, ctrl=True)
    dialog = next(one for one in page.findChildren(QFileDialog) if one.isVisible())
    assert dialog.defaultSuffix() == "xlsx"
    out = tmp_path / "lists.xlsx"
    with qtbot.waitSignal(page.said, timeout=PATIENCE) as said:
        dialog.fileSelected.emit(str(out))
    dialog.reject()
    assert zipfile.is_zipfile(out)
    assert "lists.xlsx" in said.args[0] and "2" in said.args[0]
    (event, *_rest) = audit.events(office)
    assert event.verb is Verb.EXPORTED


def test_a_file_that_cannot_be_written_is_told_and_nothing_is_on_the_record(
    page: QueuePage, office: Office, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("forms.messages.show_refusal", lambda _window, refused: told.append(str(refused)))
    before = audit.last_event(office)
    page.export.write(str(tmp_path / "no such folder" / "lists.xlsx"))
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    assert audit.last_event(office) == before


def test_a_case_withdrawn_by_others_shows_without_moving_the_list(
    page: QueuePage, office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    rows = page.model.rowCount()
    cases.withdraw_case(office, sent.number, because="不再需要。")
    page.heard_of_changes()
    settled(qtbot)
    now = page.current()
    assert page.model.rowCount() == rows and now is not None and now.state is ReferralState.WITHDRAWN
