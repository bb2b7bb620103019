"""待办: a supervisor finds by keys alone what is late and by whose fault, and chases it."""

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from counter.cases.application import Application
from counter.cases.casefile import CaseFile
from counter.cases.chasing import Level
from counter.cases.duties import DutyKind
from counter.cases.split import Chosen
from counter.cases.workflow import CaseState, Outcome, ReferralState, ReturnReason
from counter.services import cases, chasing, decisions, delivery, dispatch, duties, intake, notices, referrals
from counter.services.decisions import Answer
from counter.services.delivery import Handing
from counter.services.office import Office, Officer, Role
from forms import look
from forms.asking import AskDialog
from forms.choice_fields import ChoiceField
from forms.duties_page import DutiesPage
from forms.duty_rows import Blame, blame_of, columns, due_tone
from forms.main_window import MainWindow
from forms.queue_page import QueuePage
from forms.rows_model import RowsModel
from tests.clock import Clock
from tests.forms.hands import PATIENCE, dialog_of, focused, framed, press, settled, shown, write

LATE = date(2026, 12, 1)
REFUSAL = Answer(
    Outcome.REFUSE, reason="收入高于标准", clause="第四条第一项", facts="月入三千", evidence="核对报告"
)


@pytest.fixture
def busy(office: Office, sent: CaseFile, family: Application, clock: Clock) -> CaseFile:
    """A week later: nobody signed for the first, the second came back, another case was never sent."""
    referrals.return_to_dispatcher(
        office, sent.referrals[1].number, reason=ReturnReason.NOT_OURS, text="应由别的部门办理"
    )
    another(office, family)
    clock.go_to(LATE)
    return sent


def another(office: Office, family: Application) -> CaseFile:
    """One more case that was accepted and not sent."""
    return intake.accept(office, family, [Chosen("civil-affairs.temp-expense", because="现场核实确有困难")])


@pytest.fixture
def page(office: Office, busy: CaseFile, qtbot: QtBot) -> Iterator[DutiesPage]:
    made = DutiesPage(office)
    window = framed(made)
    qtbot.addWidget(window)
    shown(window)
    made.came()
    came(made, qtbot)
    yield made  # the window lives as long as its name does


def came(page: DutiesPage, qtbot: QtBot) -> None:
    settled(qtbot)
    qtbot.waitUntil(lambda: page.all is not None, timeout=PATIENCE)
    settled(qtbot)


def kinds_shown(page: DutiesPage) -> list[DutyKind]:
    return [one.duty.kind for one in page.model.values]


def lines(page: DutiesPage) -> dict[str, str]:
    return {line.key: line.mark for line in page.kinds.list.entries.lines}


def chasing_of(page: DutiesPage, qtbot: QtBot) -> AskDialog:
    """C, and the dialog that comes up with its text."""
    press(Qt.Key.Key_C)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(AskDialog)), timeout=PATIENCE)
    settled(qtbot)
    return dialog_of(page, AskDialog)


def go_to(page: DutiesPage, kind: DutyKind) -> None:
    page.table.selectRow(kinds_shown(page).index(kind))
    page.table.setFocus()


def test_the_list_keeps_the_promises_of_qt(office: Office, busy: CaseFile) -> None:
    model = RowsModel(columns(office))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    for rows in (duties.owed(office), (), duties.owed(office)):
        model.show(rows)
    assert tester.model() is model and model.rowCount() == 3


def test_what_is_owed_stands_due_first_in_words_with_the_name_masked(page: DutiesPage) -> None:
    days = [one.duty.due for one in page.model.values]
    assert days == sorted(day for day in days if day) and len(days) == 3
    told = str(page.model.data(page.model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole))
    assert "陈*木" in told and "陈水木" not in told
    assert "个工作日" in str(page.model.data(page.model.index(0, 0)))


def test_the_kinds_tell_how_many_and_how_many_late_and_leave_out_what_nobody_owes(page: DutiesPage) -> None:
    shown_kinds = lines(page)
    assert set(shown_kinds) == {"all", "sign", "returned", "dispatch"}
    assert "3" in shown_kinds["all"]
    press(Qt.Key.Key_1, alt=True)
    assert focused() is page.kinds.list


def test_the_arrows_choose_a_kind_and_enter_goes_to_its_list(page: DutiesPage, qtbot: QtBot) -> None:
    press(Qt.Key.Key_1, alt=True)
    press(Qt.Key.Key_Down)
    settled(qtbot)
    assert page.wanted.kind is not None and set(kinds_shown(page)) == {page.wanted.kind}
    press(Qt.Key.Key_Return)
    assert focused() is page.table
    press(Qt.Key.Key_Escape)
    settled(qtbot)
    assert len(kinds_shown(page)) == 3 and page.kinds.list.current_key() == "all"


def test_l_shows_late_ones_alone_and_then_all_again(
    page: DutiesPage, office: Office, family: Application, qtbot: QtBot
) -> None:
    another(office, family)
    page.refresh()
    settled(qtbot)
    assert len(kinds_shown(page)) == 4
    press(Qt.Key.Key_L)
    settled(qtbot)
    assert page.model.values and all(one.duty.late for one in page.model.values)
    assert page.strip.late.isChecked()
    press(Qt.Key.Key_L)
    settled(qtbot)
    assert len(kinds_shown(page)) == 4 and not page.strip.late.isChecked()


def test_a_supervisor_sees_by_whose_fault_and_one_key_shows_it(page: DutiesPage, qtbot: QtBot) -> None:
    told = {blame: chip.text()[-1] for blame, chip in page.strip.blames.items()}
    assert (told[Blame.WINDOW], told[Blame.DISPATCHER], told[Blame.DEPARTMENT]) == ("1", "1", "1")
    press(Qt.Key.Key_3, ctrl=True)
    settled(qtbot)
    assert kinds_shown(page) == [DutyKind.SIGN]
    press(Qt.Key.Key_1, ctrl=True)
    settled(qtbot)
    assert kinds_shown(page) == [DutyKind.DISPATCH]
    press(Qt.Key.Key_1, ctrl=True)
    settled(qtbot)
    assert len(kinds_shown(page)) == 3
    page.strip.blames[Blame.DISPATCHER].click()
    settled(qtbot)
    assert kinds_shown(page) == [DutyKind.RETURNED]


def test_a_liaison_sees_the_own_duties_and_no_strip_of_faults(
    office: Office, busy: CaseFile, qtbot: QtBot
) -> None:
    own = busy.referrals[0].department
    made = DutiesPage(office.with_officer(Officer(7, "l", "联络人", (Role.LIAISON,), department=own)))
    window = framed(made)
    qtbot.addWidget(window)
    made.refresh()
    came(made, qtbot)
    assert not made.strip.blames and kinds_shown(made) and not made.department.isEnabled()
    assert {one.duty.department for one in made.model.values} == {own}


def test_typing_filters_by_initials_number_or_matter(page: DutiesPage, busy: CaseFile, qtbot: QtBot) -> None:
    for typed, found in (("csm", 3), ("zzzz", 0), (busy.number, 2), ("别的部门", 1)):
        press(Qt.Key.Key_F, ctrl=True)
        page.filter.clear()
        write(typed)
        press(Qt.Key.Key_Return)
        settled(qtbot)
        assert len(kinds_shown(page)) == found, typed
        if not found:
            assert page.empty.isVisible() and "Esc" in page.empty.text()
    press(Qt.Key.Key_Escape)
    settled(qtbot)
    assert page.filter.text() == "" and len(kinds_shown(page)) == 3


def test_o_goes_through_the_columns_and_the_head_turns_the_order(page: DutiesPage, qtbot: QtBot) -> None:
    press(Qt.Key.Key_O)
    settled(qtbot)
    order = [list(DutyKind).index(kind) for kind in kinds_shown(page)]
    assert page.wanted.column == 1 and order == sorted(order)
    page.table.horizontalHeader().sectionClicked.emit(1)
    settled(qtbot)
    again = [list(DutyKind).index(kind) for kind in kinds_shown(page)]
    assert again == sorted(order, reverse=True)
    press(Qt.Key.Key_O, shift=True)
    settled(qtbot)
    assert [list(DutyKind).index(kind) for kind in kinds_shown(page)] == order


def test_enter_opens_the_case(page: DutiesPage, qtbot: QtBot) -> None:
    one = page.current()
    assert one is not None
    with qtbot.waitSignal(page.case_wanted, timeout=PATIENCE) as wanted:
        press(Qt.Key.Key_Return)
    assert wanted.args == [one.duty.case]


def test_a_leads_to_the_dispatch_of_what_was_never_sent(page: DutiesPage, qtbot: QtBot) -> None:
    go_to(page, DutyKind.DISPATCH)
    one = page.current()
    assert one is not None
    with qtbot.waitSignal(page.dispatch_wanted, timeout=PATIENCE) as wanted:
        press(Qt.Key.Key_A)
    assert wanted.args == [one.duty.case]


def test_a_signs_and_the_cursor_stays_where_it_was(page: DutiesPage, office: Office, qtbot: QtBot) -> None:
    go_to(page, DutyKind.SIGN)
    one, at = page.current(), page.table.currentIndex().row()
    assert one is not None
    press(Qt.Key.Key_A)
    qtbot.waitUntil(
        lambda: referrals.referral(office, one.duty.referral).state is ReferralState.SIGNED, timeout=PATIENCE
    )
    settled(qtbot)
    assert DutyKind.SIGN not in kinds_shown(page) and DutyKind.DECIDE in kinds_shown(page)
    assert page.table.currentIndex().row() == at


def test_c_reminds_with_the_text_of_the_record_then_escalates(
    page: DutiesPage, office: Office, qtbot: QtBot
) -> None:
    go_to(page, DutyKind.SIGN)
    one = page.current()
    assert one is not None
    proposed = chasing.proposed(office, one.duty.referral, level=Level.REMIND)
    dialog = chasing_of(page, qtbot)
    assert dialog.rows.text("text") == proposed and "陈水木" not in dialog.windowTitle()
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: bool(referrals.referral(office, one.duty.referral).reminders), timeout=PATIENCE)
    settled(qtbot)
    now = page.current()
    assert now is not None and now.duty.referral == one.duty.referral and now.chased is Level.REMIND
    shown(page.window())
    page.table.setFocus()
    dialog = chasing_of(page, qtbot)
    assert dialog.rows.text("level") == Level.ESCALATE and dialog.rows.text("text")
    dialog.rows["text"].field.widget().setFocus()
    write("请今日签收。")
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(
        lambda: len(referrals.referral(office, one.duty.referral).reminders) == 2, timeout=PATIENCE
    )
    settled(qtbot)
    assert "请今日签收。" in referrals.referral(office, one.duty.referral).reminders[1].text
    assert DutyKind.REPLY in kinds_shown(page)


def test_a_step_that_is_not_due_yet_is_not_offered(page: DutiesPage, qtbot: QtBot) -> None:
    go_to(page, DutyKind.SIGN)
    levels = chasing_of(page, qtbot).rows["level"].field.widget()
    assert isinstance(levels, ChoiceField)
    offered = [levels.itemData(place) for place in range(levels.count())]
    assert Level.REMIND in offered and Level.LEADER not in offered
    press(Qt.Key.Key_Escape)


def test_nobody_is_chased_for_what_the_window_owes(page: DutiesPage, qtbot: QtBot) -> None:
    go_to(page, DutyKind.DISPATCH)
    with qtbot.waitSignal(page.said, timeout=PATIENCE):
        press(Qt.Key.Key_C)
    assert not page.findChildren(AskDialog) and not page.chase_button.isVisible()


def test_a_department_answers_an_escalation(page: DutiesPage, office: Office, qtbot: QtBot) -> None:
    number = next(one for one in page.model.values if one.duty.kind is DutyKind.SIGN).duty.referral
    for level in (Level.REMIND, Level.ESCALATE):
        chasing.chase(office, number, level=level)
    page.refresh()
    settled(qtbot)
    go_to(page, DutyKind.REPLY)
    press(Qt.Key.Key_A)
    dialog = dialog_of(page, AskDialog)
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: dialog.rows["text"].told.text() != "", timeout=PATIENCE)
    dialog.rows["text"].field.widget().setFocus()
    write("已安排，十二月四日前办结。")
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: DutyKind.REPLY not in kinds_shown(page), timeout=PATIENCE)
    settled(qtbot)
    assert referrals.referral(office, number).reminders[1].reply.startswith("已安排")


def test_a_archives_what_is_closed_and_says_why_it_cannot_be(
    office: Office, sent: CaseFile, qtbot: QtBot, page: DutiesPage
) -> None:
    dispatch.withdraw(office, sent.referrals[1].number, because="申请人不再需要")
    referrals.sign(office, sent.referrals[0].number)
    decisions.decide(office, sent.referrals[0].number, REFUSAL)
    letter = notices.issue(office, sent.number, "D20", referral=sent.referrals[0].number)
    delivery.deliver(office, letter.number, Handing("direct"))
    cases.close(office, sent.number)
    page.heard_of_changes()
    settled(qtbot)
    go_to(page, DutyKind.ARCHIVE)
    press(Qt.Key.Key_A)
    qtbot.waitUntil(lambda: cases.case(office, sent.number).state is CaseState.ARCHIVED, timeout=PATIENCE)
    settled(qtbot)
    assert DutyKind.ARCHIVE not in kinds_shown(page)


def test_an_extension_nobody_was_told_of_is_a_duty_and_a_leads_to_its_notice(
    page: DutiesPage, office: Office, busy: CaseFile, qtbot: QtBot
) -> None:
    referrals.sign(office, busy.referrals[0].number)
    referrals.extend(office, busy.referrals[0].number, ground="人户分离")
    page.refresh()
    settled(qtbot)
    go_to(page, DutyKind.TELL)
    assert "延期" in page.told.text()
    with qtbot.waitSignal(page.papers_wanted, timeout=PATIENCE) as papers:
        press(Qt.Key.Key_A)
    assert papers.args == [busy.number, "extend"]


def test_a_liaison_is_led_to_the_row_in_the_queue_not_to_a_case_that_is_not_his_to_see(
    office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    liaison = office.with_officer(Officer(7, "l", "联络人", (Role.LIAISON,), department="civil-affairs"))
    window = MainWindow(office.settings)
    qtbot.addWidget(window)
    window.let_in(liaison)
    shown(window)
    settled(qtbot)
    queue = window.page("queue")
    assert window.stack.currentWidget() is queue and isinstance(queue, QueuePage), "the day begins there"
    press(Qt.Key.Key_Return)
    settled(qtbot)
    assert window.stack.currentWidget() is queue and "受理窗口" in window.status.message.text()
    window.go_to("duties")
    page = window.page("duties")
    assert isinstance(page, DutiesPage)
    came(page, qtbot)
    press(Qt.Key.Key_Return)
    settled(qtbot)
    row = queue.current()
    assert window.stack.currentWidget() is queue and row is not None
    assert queue.filter.text() == row.number in [one.number for one in sent.referrals]
    window.close()


def test_what_another_window_did_comes_in_and_the_cursor_stays_on_its_row(
    page: DutiesPage, office: Office, qtbot: QtBot
) -> None:
    go_to(page, DutyKind.RETURNED)
    other = next(one for one in page.model.values if one.duty.kind is DutyKind.SIGN)
    referrals.sign(office, other.duty.referral)
    page.heard_of_changes()
    settled(qtbot)
    now = page.current()
    assert now is not None and now.duty.kind is DutyKind.RETURNED
    assert DutyKind.SIGN not in kinds_shown(page)


def test_ctrl_e_writes_what_the_list_shows(page: DutiesPage, qtbot: QtBot, tmp_path: Path) -> None:
    press(Qt.Key.Key_3, ctrl=True)
    settled(qtbot)
    press(Qt.Key.Key_E, ctrl=True)
    assert any(dialog.isVisible() for dialog in page.findChildren(QFileDialog))
    with qtbot.waitSignal(page.said, timeout=PATIENCE):
        page.export.write(str(tmp_path / "duties.xlsx"))
    with zipfile.ZipFile(tmp_path / "duties.xlsx") as book:
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "待签收" in texts and "待分办" not in texts


def test_ctrl_m_counts_a_month_and_puts_it_on_paper(page: DutiesPage, office: Office, qtbot: QtBot) -> None:
    press(Qt.Key.Key_M, ctrl=True)
    asked = dialog_of(page, AskDialog)
    assert asked.rows.text("month") == "2026-12-01" and asked.rows.text("as") == "paper"
    asked.rows["month"].field.set_value("2026-11-01")
    with qtbot.waitSignal(page.said, timeout=PATIENCE):
        asked.finish()
    assert (office.settings.office_dir / "D37-2026-11.pdf").read_bytes().startswith(b"%PDF")


def test_late_over_a_verified_limit_is_red_over_an_unverified_one_amber_and_nobodys_fault(
    office: Office, sent: CaseFile, clock: Clock
) -> None:
    for one in sent.referrals:
        referrals.sign(office, one.number)
    clock.go_to(date(2027, 3, 1))
    late = duties.owed(office, duties.Wanted(late_only=True))
    assert late
    for one in late:
        verified = one.duty.verified
        assert due_tone(one) == ("bad" if verified else "wait")
        assert (blame_of(one) is Blame.UNVERIFIED) is not verified


def test_an_office_in_which_nothing_is_owed_says_so(office: Office, qtbot: QtBot) -> None:
    made = DutiesPage(office)
    window = framed(made)
    qtbot.addWidget(window)
    shown(window)
    made.came()
    came(made, qtbot)
    assert made.empty.isVisible() and not made.act_button.isVisible()


@pytest.mark.parametrize("percent", [100, 150])
def test_the_page_fits_on_the_screen_of_an_office(
    page: DutiesPage, percent: int, at_scale, qtbot: QtBot
) -> None:
    at_scale(percent)
    page.window().resize(1366 - round(72 * percent / 100), 768 - round(80 * percent / 100))
    settled(qtbot)
    assert page.minimumSizeHint().width() <= 1366 - 1.05 * percent
    assert page.table.columnWidth(2) >= look.px(120) and not page.table.isColumnHidden(0)
