"""更多办理: the acts of a case's life, from the page of the case and from the queue, by keys alone."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from counter.cases.application import Application
from counter.cases.assisting import Consultation
from counter.cases.benefits import Benefit, ChangeKind
from counter.cases.casefile import CaseFile, Paper, ReferralFile
from counter.cases.chasing import Level
from counter.cases.public_notice import PostingKind
from counter.cases.split import Chosen
from counter.cases.steps import StepKind
from counter.cases.workflow import CaseState, Outcome, ReferralState
from counter.services import (
    benefits,
    cases,
    changes,
    chasing,
    decisions,
    drafts,
    identities,
    intake,
    notices,
    postings,
    referrals,
)
from counter.services.decisions import Answer
from counter.services.office import Office, Officer, Role
from forms.acts_menu import ActsMenu
from forms.asking import AskDialog
from forms.case_page import BENEFITS, HANDLING, PAPERS, CasePage
from forms.intake.page import IntakePage
from forms.main_window import MainWindow
from forms.queue_page import QueuePage
from tests.clock import Clock
from tests.counter.grants import granted, tell
from tests.forms.conftest import Opening
from tests.forms.hands import PATIENCE, dialog_of, focused, framed, press, settled, shown, write

BOARD = "云埔村公告栏"
FIRE = Chosen("civil-affairs.temp-emergency", because="昨夜火灾，房屋烧毁，当日无处安身")


@pytest.fixture
def handled(office: Office, sent: CaseFile) -> ReferralFile:
    """A referral of the household, signed for."""
    return referrals.sign(office, sent.referrals[0].number)


@pytest.fixture
def page(sent: CaseFile, handled: ReferralFile, open_page: Opening) -> CasePage:
    return open_page(sent.number)


def menu(of: QWidget, qtbot: QtBot) -> ActsMenu:
    """M, and the menu that comes up."""
    if not of.isActiveWindow():
        # Without a window manager nobody brings it to the front again after a dialog.
        of.activateWindow()
        qtbot.waitUntil(of.isActiveWindow, timeout=PATIENCE)
    press(Qt.Key.Key_M)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in of.findChildren(ActsMenu)), timeout=PATIENCE)
    return dialog_of(of, ActsMenu)


def choose(of: QWidget, key: Qt.Key, qtbot: QtBot) -> AskDialog:
    """M and a letter: the dialog of that act."""
    menu(of, qtbot)
    press(key)
    return asked(of, qtbot)


def asked(of: QWidget, qtbot: QtBot) -> AskDialog:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in of.findChildren(AskDialog)), timeout=PATIENCE)
    return dialog_of(of, AskDialog)


def fill(dialog: AskDialog, **said: str) -> None:
    """Type into the fields; a choice takes its value."""
    for key, text in said.items():
        dialog.rows[key].field.set_value(text)


def finish(dialog: AskDialog, qtbot: QtBot) -> None:
    """Ctrl+Enter, and the dialog closes."""
    with qtbot.waitSignal(dialog.succeeded, timeout=PATIENCE):
        press(Qt.Key.Key_Return, ctrl=True)
    settled(qtbot)


def refused_at(dialog: AskDialog, key: str, qtbot: QtBot) -> str:
    """Ctrl+Enter, and what is said at a field."""
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: dialog.rows[key].told.text() != "", timeout=PATIENCE)
    assert dialog.isVisible() and dialog.done_button.isEnabled()
    return dialog.rows[key].told.text()


def letters(opened: ActsMenu) -> str:
    return "".join(opened.buttons)


# --- handling ------------------------------------------------------------------------------------


def test_a_survey_is_typed_with_two_names_and_who_was_present(
    page: CasePage, office: Office, handled: ReferralFile, qtbot: QtBot
) -> None:
    dialog = choose(page, Qt.Key.Key_2, qtbot)
    assert dialog.rows["present"].isVisible(), "a survey is the first step"
    fill(dialog, by="郑一", result="与申报一致")
    assert "两" in refused_at(dialog, "by", qtbot) and dialog.rows["present"].told.text()
    dialog.rows["by"].field.widget().setFocus()
    press(Qt.Key.Key_End)
    write("、黄二")
    dialog.rows["present"].field.widget().setFocus()
    write("陈水木")
    finish(dialog, qtbot)
    step = next(one for one in referrals.referral(office, handled.number).steps if one.done_on)
    assert (step.kind, step.by, step.present) == (StepKind.SURVEY, ("郑一", "黄二"), "陈水木")
    assert "入户调查" in page.told.toPlainText() and "陈水木" not in page.told.toPlainText()


def test_who_was_present_is_asked_for_a_survey_alone(page: CasePage, qtbot: QtBot) -> None:
    dialog = choose(page, Qt.Key.Key_2, qtbot)
    fill(dialog, kind="check")
    dialog.rows["kind"].field.edited.emit()
    assert not dialog.rows["present"].isVisible()
    press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_check_that_is_begun_stands_on_the_page_with_its_phase(
    page: CasePage, office: Office, handled: ReferralFile, qtbot: QtBot
) -> None:
    dialog = choose(page, Qt.Key.Key_1, qtbot)
    fill(dialog, kind="check", by="郑一")
    finish(dialog, qtbot)
    steps = referrals.referral(office, handled.number).steps
    assert any(one.kind is StepKind.CHECK and one.started_on and not one.done_on for one in steps)
    assert "信息核对" in page.told.toPlainText()


def test_a_sheet_is_posted_objected_to_settled_and_taken_down(
    page: CasePage, office: Office, handled: ReferralFile, qtbot: QtBot
) -> None:
    dialog = choose(page, Qt.Key.Key_3, qtbot)
    assert dialog.rows["board"].field.widget() is focused()
    write(BOARD)
    finish(dialog, qtbot)
    assert BOARD in page.told.toPlainText() and "12-03" in page.told.toPlainText()
    dialog = choose(page, Qt.Key.Key_6, qtbot)
    assert "12" in refused_at(dialog, "on", qtbot), "it hangs until its last day"
    press(Qt.Key.Key_Escape)
    dialog = choose(page, Qt.Key.Key_4, qtbot)
    fill(dialog, by="匿名")
    assert refused_at(dialog, "text", qtbot)
    fill(dialog, text="该户有车")
    finish(dialog, qtbot)
    opened = menu(page, qtbot)
    assert "3" not in letters(opened), "nothing is posted while an objection is open"
    press(Qt.Key.Key_5)
    dialog = asked(page, qtbot)
    fill(dialog, handling="investigation", result="车为邻居所有")
    finish(dialog, qtbot)
    dialog = choose(page, Qt.Key.Key_6, qtbot)
    finish(dialog, qtbot)
    (posting,) = referrals.referral(office, handled.number).postings
    assert posting.taken_down_on == office.today() and posting.objections[0].result == "车为邻居所有"


def test_a_complaint_is_taken_down_and_answered_by_keys(
    page: CasePage, office: Office, handled: ReferralFile, qtbot: QtBot
) -> None:
    assert "W" not in letters(menu(page, qtbot)), "nobody has complained"
    press(Qt.Key.Key_K)
    dialog = asked(page, qtbot)
    fill(dialog, by="李某")
    assert refused_at(dialog, "text", qtbot)
    fill(dialog, text="该户有车")
    finish(dialog, qtbot)
    assert "该户有车" in page.told.toPlainText()
    dialog = choose(page, Qt.Key.Key_W, qtbot)
    fill(dialog, result="车为邻居所有")
    finish(dialog, qtbot)
    (complaint,) = referrals.referral(office, handled.number).complaints
    assert (complaint.by, complaint.result) == ("李某", "车为邻居所有")
    assert complaint.answered_on == office.today()


def test_what_runs_over_is_told_in_red(
    page: CasePage, office: Office, handled: ReferralFile, clock: Clock, qtbot: QtBot
) -> None:
    postings.post(office, handled.number, kind=PostingKind.NOTICE, board=BOARD)
    clock.go_to(date(2026, 12, 8))
    page.refresh()
    settled(qtbot)
    assert "应撤下" in page.told.toPlainText() and "b3241c" in page.told.toHtml()


def test_what_was_granted_is_published(
    page: CasePage, office: Office, handled: ReferralFile, qtbot: QtBot
) -> None:
    decisions.decide(office, handled.number, Answer(Outcome.GRANT, amount_fen=100, starts=office.today()))
    page.refresh()
    settled(qtbot)
    dialog = choose(page, Qt.Key.Key_3, qtbot)
    fill(dialog, board=BOARD)
    finish(dialog, qtbot)
    (posting,) = referrals.referral(office, handled.number).postings
    assert posting.kind is PostingKind.PUBLICATION


def question_of(office: Office, number: str) -> Consultation:
    return referrals.referral(office, number).consultations[0]


def test_another_department_is_asked_and_answers_from_its_own_queue(
    page: CasePage, office: Office, sent: CaseFile, handled: ReferralFile, qtbot: QtBot
) -> None:
    dialog = choose(page, Qt.Key.Key_7, qtbot)
    fill(dialog, question="病种是否属于特殊门诊？")
    assert refused_at(dialog, "department", qtbot)
    fill(dialog, department="health")
    finish(dialog, qtbot)
    assert question_of(office, handled.number).department == "health"
    assert "病种是否属于特殊门诊" in page.told.toPlainText()
    health = office.with_officer(Officer(7, "wei", "卫东", (Role.LIAISON,), "health"))
    queue = QueuePage(health)
    window = framed(queue)
    qtbot.addWidget(window)
    shown(window)
    queue.came()
    settled(qtbot)
    assert queue.current() is None, "nothing was sent to it"
    assert letters(menu(queue, qtbot)) == "8"
    press(Qt.Key.Key_8)
    dialog = asked(queue, qtbot)
    fill(dialog, agrees="yes")
    assert refused_at(dialog, "text", qtbot)
    fill(dialog, text="属于")
    finish(dialog, qtbot)
    answered = question_of(office, handled.number)
    assert answered.agrees is True and answered.answered_by == "卫东"


def test_a_reminder_proposes_its_text_and_is_answered(
    page: CasePage, office: Office, handled: ReferralFile, qtbot: QtBot
) -> None:
    dialog = choose(page, Qt.Key.Key_9, qtbot)
    proposed = chasing.proposed(office, handled.number, level=Level.REMIND)
    assert dialog.rows.text("text") == proposed, "the text is written already"
    finish(dialog, qtbot)
    assert "催办" in page.told.toPlainText()
    dialog = choose(page, Qt.Key.Key_0, qtbot)
    assert refused_at(dialog, "text", qtbot)
    fill(dialog, text="等核对结果，下周办结")
    finish(dialog, qtbot)
    (sent,) = referrals.referral(office, handled.number).reminders
    assert sent.text == proposed and sent.reply == "等核对结果，下周办结"


def test_nobody_is_escalated_who_is_not_late(page: CasePage, qtbot: QtBot) -> None:
    dialog = choose(page, Qt.Key.Key_9, qtbot)
    levels = dialog.rows["level"].field.widget()
    assert levels.property("count") == 1, "only a reminder goes"


# --- aid at once ---------------------------------------------------------------------------------


@pytest.fixture
def burnt(office: Office, family: Application) -> CaseFile:
    proof = Paper("event-proof", "火灾证明", "missing", policies=(FIRE.policy,))
    return intake.accept(office, replace(family, urgent=True), (FIRE,), papers=(proof,))


def test_aid_is_given_at_once_within_the_cap_by_two_and_its_papers_come_later(
    burnt: CaseFile, office: Office, open_page: Opening, qtbot: QtBot
) -> None:
    page = open_page(burnt.number)
    dialog = choose(page, Qt.Key.Key_A, qtbot)
    fill(dialog, amount_fen="5000", receiver="陈水木", cause="房屋火灾", staff="郑一")
    assert "800" in refused_at(dialog, "amount_fen", qtbot)
    assert dialog.rows["staff"].told.text(), "one member of staff is not enough"
    fill(dialog, amount_fen="500", staff="郑一、黄二")
    finish(dialog, qtbot)
    (row,) = cases.case(office, burnt.number).referrals
    assert row.state is ReferralState.DECIDED and row.fast_aid is not None
    assert row.fast_aid.amount_fen == 50_000 and row.fast_aid.staff == ("郑一", "黄二")
    dialog = choose(page, Qt.Key.Key_B, qtbot)
    assert "火灾证明" in refused_at(dialog, "note", qtbot)
    dialog.papers.setFocus()
    press(Qt.Key.Key_1)
    finish(dialog, qtbot)
    (row,) = cases.case(office, burnt.number).referrals
    assert row.fast_aid is not None and row.fast_aid.completed_on == office.today()


def test_aid_of_the_ordinary_way_is_not_offered_at_once(page: CasePage, qtbot: QtBot) -> None:
    assert "A" not in letters(menu(page, qtbot))


# --- the case ------------------------------------------------------------------------------------


def test_a_conference_is_entered_with_everyone_who_was_there(
    page: CasePage, office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    dialog = choose(page, Qt.Key.Key_C, qtbot)
    fill(dialog, present="王镇长", question="祖母是否计入", conclusion="计入")
    assert refused_at(dialog, "present", qtbot)
    fill(dialog, present="王镇长、郑一")
    finish(dialog, qtbot)
    assert cases.case(office, sent.number).conferences[0].present == ("王镇长", "郑一")
    assert "祖母是否计入" in page.about.life.text()


def test_papers_that_were_to_come_later_are_late_in_red_until_they_are_brought(
    office: Office,
    family: Application,
    clock: Clock,
    open_page: Opening,
    qtbot: QtBot,
) -> None:
    gap = Paper("income-proof", "收入证明", "gap", due=date(2026, 11, 30))
    number = intake.accept(office, family, (Chosen("civil-affairs.dibao"),), papers=(gap,)).number
    clock.go_to(date(2026, 12, 2))
    page = open_page(number)
    assert "收入证明" in page.about.alerts.text() and page.about.alerts.isVisible()
    dialog = choose(page, Qt.Key.Key_P, qtbot)
    titles = [paper.title for paper in dialog.papers.rows.values]
    assert "收入证明" in titles
    dialog.papers.selectRow(titles.index("收入证明"))
    press(Qt.Key.Key_2)
    finish(dialog, qtbot)
    brought = next(one for one in cases.case(office, number).papers if one.material == "income-proof")
    assert brought.state == "copy" and not page.about.alerts.isVisible()


def test_nothing_brought_is_said_at_its_field(page: CasePage, qtbot: QtBot) -> None:
    dialog = choose(page, Qt.Key.Key_P, qtbot)
    assert refused_at(dialog, "other", qtbot)


def test_a_slip_comes_back_signed_by_one_key_on_its_row(
    page: CasePage, office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    letter = notices.wanted(office, sent.number)[0]
    issued = notices.issue(
        office, sent.number, letter.kind, referral=letter.referral, department=letter.department
    )
    page.refresh()
    settled(qtbot)
    press(Qt.Key.Key_2, alt=True)
    press(Qt.Key.Key_B)
    dialog = asked(page, qtbot)
    fill(dialog, on="2026-11-01")
    assert refused_at(dialog, "on", qtbot), "it was not issued before"
    fill(dialog, on="2026-11-24")
    finish(dialog, qtbot)
    kept = next(one for one in cases.case(office, sent.number).notices if one.number == issued.number)
    assert kept.back_on == date(2026, 11, 24)


def test_a_double_case_goes_on_in_the_other_one(
    page: CasePage, office: Office, sent: CaseFile, family: Application, qtbot: QtBot
) -> None:
    double = intake.accept(office, family, (Chosen("civil-affairs.aged-allowance", 1),))
    page.show_case(double.number)
    settled(qtbot)
    page.table.setFocus()
    dialog = choose(page, Qt.Key.Key_M, qtbot)
    assert refused_at(dialog, "because", qtbot)
    fill(dialog, because="同一家庭重复申请")
    finish(dialog, qtbot)
    merged = cases.case(office, double.number)
    assert merged.state is CaseState.MERGED and merged.merged_into == sent.number
    assert sent.number in page.about.life.text()


def test_a_case_without_a_double_says_so(page: CasePage, qtbot: QtBot) -> None:
    told: list[str] = []
    page.said.connect(told.append)
    menu(page, qtbot)
    press(Qt.Key.Key_M)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    assert "没有其他未办结的办件" in told[-1]


def test_a_closed_case_is_archived_and_taken_up_again(
    page: CasePage, office: Office, sent: CaseFile, handled: ReferralFile, qtbot: QtBot
) -> None:
    referrals.sign(office, sent.referrals[1].number)
    for one in sent.referrals:
        decisions.decide(office, one.number, Answer(Outcome.GRANT, amount_fen=100, starts=office.today()))
    cases.close(office, sent.number)
    page.refresh()
    settled(qtbot)
    assert set("OF") <= set(letters(menu(page, qtbot)))
    press(Qt.Key.Key_F)
    qtbot.waitUntil(lambda: cases.case(office, sent.number).state is CaseState.ARCHIVED, timeout=PATIENCE)
    settled(qtbot)
    dialog = choose(page, Qt.Key.Key_O, qtbot)
    assert refused_at(dialog, "because", qtbot)
    fill(dialog, because="更正决定")
    finish(dialog, qtbot)
    assert cases.case(office, sent.number).state is CaseState.ACCEPTED


def test_a_question_is_noted_from_the_intake_and_can_be_accepted_later(
    office: Office, family: Application, open_page: Opening, qtbot: QtBot
) -> None:
    desk = IntakePage(office)
    window = framed(desk)
    qtbot.addWidget(window)
    shown(window)
    desk.came()
    desk.sheet.load({"people": [{"name": "陈水木"}], "place": "350212105"})
    settled(qtbot)
    press(Qt.Key.Key_Q, ctrl=True, shift=True)
    dialog = asked(desk, qtbot)
    assert refused_at(dialog, "note", qtbot)
    dialog.rows["note"].field.widget().setFocus()
    write("问低保条件，已告知所需材料")
    numbers: list[str] = []
    desk.case_wanted.connect(numbers.append)
    finish(dialog, qtbot)
    assert desk.sheet.is_blank and not drafts.drafts(office)
    file = cases.case(office, numbers[0])
    assert file.state is CaseState.CONSULTED and not file.referrals
    page = open_page(file.number)
    assert "问低保条件" in page.about.life.text() and page.accept_button.isVisible()


def test_a_question_without_a_name_is_refused_in_its_dialog(office: Office, qtbot: QtBot) -> None:
    desk = IntakePage(office)
    window = framed(desk)
    qtbot.addWidget(window)
    shown(window)
    desk.came()
    settled(qtbot)
    desk.consult()
    dialog = asked(desk, qtbot)
    fill(dialog, note="问路")
    assert refused_at(dialog, "note", qtbot)


# --- what the household has ----------------------------------------------------------------------


@pytest.fixture
def given(office: Office, family: Application) -> Benefit:
    return granted(office, family)


@pytest.fixture
def holder(given: Benefit, open_page: Opening) -> CasePage:
    """The case of a running benefit, the cursor on what its household has."""
    page = open_page(given.case)
    press(Qt.Key.Key_4, alt=True)
    assert page.below.currentIndex() == BENEFITS
    return page


def cells(page: CasePage) -> list[str]:
    rows = page.benefits.rows
    return [
        str(rows.data(rows.index(row, column)))
        for row in range(rows.rowCount())
        for column in range(rows.columnCount())
    ]


def test_benefits_and_statuses_stand_with_review_number_and_validity(
    holder: CasePage, office: Office, given: Benefit, qtbot: QtBot
) -> None:
    identities.enter(
        office,
        given.household_id,
        category="刚性支出困难",
        number="刚认〔2026〕12号",
        conferred_by="湖里区民政局",
        starts=date(2026, 5, 1),
        evidence="认定书原件",
    )
    holder.refresh()
    settled(qtbot)
    told = cells(holder)
    assert given.review_due is not None
    assert "最低生活保障" in told and "¥620.00/月" in told
    assert "刚认〔2026〕12号" in told and "2027-4-30" in told
    assert f"{given.review_due.year}-{given.review_due.month}-{given.review_due.day:02}" in told


def test_less_is_planned_told_heard_and_then_decided(
    holder: CasePage, office: Office, given: Benefit, clock: Clock, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_T)
    dialog = asked(holder, qtbot)
    fill(
        dialog,
        kind="reduce",
        planned_fen="900",
        planned_from="2027-01-01",
        facts="收入增加",
        clause="第四十七条",
    )
    assert refused_at(dialog, "planned_fen", qtbot), "that would be more"
    fill(dialog, planned_fen="300")
    finish(dialog, qtbot)
    (plan,) = changes.changes(office, benefit_id=given.id)
    assert plan.kind is ChangeKind.REDUCE and plan.planned_fen == 30_000
    assert letters(menu(holder, qtbot)).startswith("X"), "neither heard nor decided before it was told"
    press(Qt.Key.Key_Escape)
    tell(office, plan.id)
    holder.refresh()
    settled(qtbot)
    holder.benefits.table.setFocus()
    dialog = choose(holder, Qt.Key.Key_H, qtbot)
    fill(dialog, whom="陈水木", by="郑一", opinion="没有意见")
    assert refused_at(dialog, "adopted", qtbot)
    fill(dialog, adopted="无")
    finish(dialog, qtbot)
    holder.benefits.table.setFocus()
    dialog = choose(holder, Qt.Key.Key_D, qtbot)
    finish(dialog, qtbot)
    (plan,) = changes.changes(office, benefit_id=given.id)
    assert plan.decided_on == office.today() and plan.heard_whom == "陈水木"


def test_a_plan_is_given_up_with_a_reason(
    holder: CasePage, office: Office, given: Benefit, qtbot: QtBot
) -> None:
    changes.propose(
        office,
        given.id,
        kind=ChangeKind.END,
        facts="户籍迁出",
        clause="第四十七条",
        planned_from=date(2027, 1, 1),
    )
    holder.refresh()
    settled(qtbot)
    press(Qt.Key.Key_X)
    dialog = asked(holder, qtbot)
    assert refused_at(dialog, "because", qtbot)
    fill(dialog, because="未迁出")
    finish(dialog, qtbot)
    assert changes.changes(office, benefit_id=given.id)[0].dropped_because == "未迁出"


def test_what_does_not_go_now_is_said(holder: CasePage, qtbot: QtBot) -> None:
    told: list[str] = []
    holder.said.connect(told.append)
    press(Qt.Key.Key_D)
    assert told and "M" in told[-1]


def test_a_review_is_noted_and_asks_what_has_changed(
    holder: CasePage, office: Office, given: Benefit, clock: Clock, qtbot: QtBot
) -> None:
    clock.go_to(date(2026, 12, 1))
    press(Qt.Key.Key_E)
    dialog = asked(holder, qtbot)
    fill(dialog, unchanged="no")
    assert refused_at(dialog, "note", qtbot)
    fill(dialog, unchanged="yes")
    finish(dialog, qtbot)
    assert benefits.benefit(office, given.id).reviewed_on == date(2026, 12, 1)


def test_a_review_opens_a_prepared_intake(given: Benefit, office: Office, qtbot: QtBot) -> None:
    window = MainWindow(office.settings)
    qtbot.addWidget(window)
    window.let_in(office)
    shown(window)
    window.open_case(given.case)
    settled(qtbot)
    press(Qt.Key.Key_4, alt=True)
    press(Qt.Key.Key_R)
    desk = window.page("intake")
    assert isinstance(desk, IntakePage)
    qtbot.waitUntil(lambda: not desk.sheet.is_blank, timeout=PATIENCE)
    settled(qtbot)
    assert window.stack.currentWidget() is desk and "复核" in str(desk.sheet.get("request"))
    window.close()


def test_a_death_is_reported_and_ends_what_was_the_persons_own(
    office: Office, family: Application, open_page: Opening, qtbot: QtBot
) -> None:
    aid = Answer(Outcome.GRANT, amount_fen=10_000, amount_unit="元/月", starts=date(2026, 12, 1))
    own = granted(office, family, "civil-affairs.aged-allowance", aid, member=1)
    page = open_page(own.case)
    press(Qt.Key.Key_4, alt=True)
    press(Qt.Key.Key_Z)
    dialog = asked(page, qtbot)
    fill(dialog, died_on="2026-11-30")
    assert refused_at(dialog, "person", qtbot)
    people = identities.people_of_case(office, own.case)
    fill(dialog, person=f"{people[1].person_id}")
    assert refused_at(dialog, "died_on", qtbot), "that day is still to come"
    fill(dialog, died_on="2026-11-20")
    finish(dialog, qtbot)
    assert benefits.benefit(office, own.id).ended_on == date(2026, 12, 1)


def test_a_status_of_another_office_is_entered_and_revoked(
    holder: CasePage, office: Office, given: Benefit, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_I)
    dialog = asked(holder, qtbot)
    fill(dialog, category="刚性支出困难", starts="2026-05-01", conferred_by="湖里区民政局", evidence="认定书")
    assert refused_at(dialog, "number", qtbot)
    fill(dialog, number="12号")
    finish(dialog, qtbot)
    numbers = [held.identity.number if held.identity else "" for held in holder.benefits.rows.values]
    at = numbers.index("12号")
    holder.benefits.table.selectRow(at)
    holder.benefits.table.setFocus()
    dialog = choose(holder, Qt.Key.Key_J, qtbot)
    assert refused_at(dialog, "because", qtbot)
    fill(dialog, because="期满未续")
    finish(dialog, qtbot)
    known = identities.of_household(office, given.household_id)
    assert next(one for one in known if one.number == "12号").revoked_on == office.today()


# --- who may what --------------------------------------------------------------------------------


def test_a_liaison_sees_the_card_of_the_referral_and_the_acts_of_the_department_alone(
    office: Office, sent: CaseFile, handled: ReferralFile, qtbot: QtBot
) -> None:
    liaison = office.with_officer(Officer(8, "min", "民兵", (Role.LIAISON,), "civil-affairs"))
    queue = QueuePage(liaison)
    window = framed(queue)
    qtbot.addWidget(window)
    shown(window)
    queue.came()
    press(Qt.Key.Key_2, ctrl=True)
    settled(qtbot)
    assert queue.current() is not None and handled.title in queue.card.text.toPlainText()
    found = letters(menu(queue, qtbot))
    assert set("127") <= set(found), "steps and questions"
    assert not set(found) & set("PCHMOFA9"), "nothing of the window, and nobody chases himself"
    press(Qt.Key.Key_1)
    dialog = asked(queue, qtbot)
    fill(dialog, by="民兵")
    finish(dialog, qtbot)
    assert queue.current() is not None and "入户调查" in queue.card.text.toPlainText()


def test_whoever_opens_a_case_from_the_queue_has_opened_it_for_the_department(
    office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    queue = QueuePage(office)
    window = framed(queue)
    qtbot.addWidget(window)
    shown(window)
    queue.came()
    settled(qtbot)
    row = queue.current()
    assert row is not None
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: referrals.referral(office, row.number).opened_at is not None, timeout=PATIENCE)
    settled(qtbot)


def test_the_three_parts_of_the_page_are_reached_by_their_keys(page: CasePage) -> None:
    for key, part in ((Qt.Key.Key_2, PAPERS), (Qt.Key.Key_4, BENEFITS), (Qt.Key.Key_5, HANDLING)):
        press(key, alt=True)
        assert page.below.currentIndex() == part and page.parts.current() == part
