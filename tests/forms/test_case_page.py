"""办件: what is read and done where everything of one case stands together."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from counter.cases.application import (
    Application,
    Consent,
    Income,
    IncomeKind,
    Spending,
    SpendingKind,
)
from counter.cases.casefile import CaseFile, Paper
from counter.cases.split import Chosen
from counter.cases.workflow import CaseState, Outcome, ReferralState
from counter.services import audit, cases, decisions, intake, notices, referrals
from counter.services.decisions import Answer
from counter.services.office import Office
from forms.accept_dialog import AcceptDialog
from forms.case_page import CasePage
from forms.decide_dialog import DecideDialog
from forms.intake.decline_dialog import DeclineDialog
from forms.intake.double_aid import DoubleAidDialog
from forms.papers.delivery_dialog import DeliveryDialog
from forms.reason_dialog import ReasonDialog
from forms.timeline import LANES
from tests.forms.hands import PATIENCE, dialog_of, framed, press, settled, shown


@pytest.fixture
def page(office: Office, sent: CaseFile, qtbot: QtBot) -> Iterator[CasePage]:
    made = CasePage(office)
    window = framed(made)
    qtbot.addWidget(window)
    shown(window)
    opened(made, sent.number, qtbot)
    yield made  # the window lives as long as its name does


def opened(page: CasePage, number: str, qtbot: QtBot) -> None:
    page.show_case(number)
    page.came()
    qtbot.waitUntil(lambda: page.file is not None and page.file.number == number, timeout=PATIENCE)
    settled(qtbot)


def issue_first(office: Office, number: str) -> None:
    """The first paper of the set has been handed out."""
    first = notices.wanted(office, number)[0]
    notices.issue(office, number, first.kind, referral=first.referral, department=first.department)


def texts(page: CasePage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel))


def test_a_case_shows_no_whole_name_and_no_whole_id_number(page: CasePage) -> None:
    assert "陈*木" in page.about.who.text()
    assert "35021219720304001X" not in texts(page) and "陈水木" not in texts(page)


def test_a_case_shows_incomes_spending_and_what_was_read_out(
    page: CasePage, office: Office, family: Application, chosen: tuple[Chosen, ...], qtbot: QtBot
) -> None:
    assert not page.about.means.isVisible()
    wage = Income(IncomeKind.WAGE, Fraction(900))
    told = replace(
        family,
        people=(replace(family.people[0], incomes=(wage,)), *family.people[1:]),
        household=replace(family.household, spending=(Spending(SpendingKind.MEDICAL, Fraction(8000)),)),
        consents=frozenset({Consent.MEANS}),
    )
    opened(page, intake.accept(office, told, chosen).number, qtbot)
    assert page.about.means.isVisible()
    for words in ("陈*木 工资性收入 ¥900.00/月", "医疗自付 ¥8,000.00/年", "家庭经济状况核对"):
        assert words in page.about.means.text()
    assert "陈水木" not in page.about.means.text()


def test_f7_shows_the_number_while_it_is_held_and_who_looked_is_on_the_record(
    page: CasePage, office: Office, qtbot: QtBot
) -> None:
    before = audit.last_event(office)
    page.reveal()
    qtbot.waitUntil(lambda: "35021219720304001X" in page.about.who.text(), timeout=PATIENCE)
    assert audit.last_event(office) > before
    QTest.keyRelease(page, Qt.Key.Key_F7)
    assert "35021219720304001X" not in page.about.who.text()


def test_q_signs_from_the_case_as_from_the_queue(page: CasePage, office: Office, qtbot: QtBot) -> None:
    row = page.table.current()
    assert row is not None
    press(Qt.Key.Key_Q)
    qtbot.waitUntil(
        lambda: referrals.referral(office, row.number).state is ReferralState.SIGNED, timeout=PATIENCE
    )
    settled(qtbot)


def test_a_case_with_open_referrals_is_not_closed_and_it_is_said_why(
    page: CasePage, office: Office, sent: CaseFile, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("forms.messages.show_refusal", lambda _window, refused: told.append(str(refused)))
    page.close_case()
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    assert cases.case(office, sent.number).state is CaseState.ACCEPTED


def test_a_case_is_closed_when_everything_is_decided(
    page: CasePage, office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    for one in sent.referrals:
        referrals.sign(office, one.number)
        decisions.decide(office, one.number, Answer(Outcome.GRANT, amount_fen=100, starts=office.today()))
    opened(page, sent.number, qtbot)
    press(Qt.Key.Key_C, ctrl=True, shift=True)
    qtbot.waitUntil(lambda: cases.case(office, sent.number).state is CaseState.CLOSED, timeout=PATIENCE)
    settled(qtbot)
    assert not page.close_button.isVisible() and not page.withdraw_button.isVisible()


def test_the_applicant_takes_it_back_with_a_reason(
    page: CasePage, office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    page.ask_to_withdraw()
    dialog_of(page, ReasonDialog)
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: cases.case(office, sent.number).state is CaseState.WITHDRAWN, timeout=PATIENCE)
    settled(qtbot)


def test_a_case_that_waited_for_papers_is_accepted_when_they_came(
    page: CasePage, office: Office, family: Application, qtbot: QtBot
) -> None:
    missing = Paper(material="photo", title="近期照片", state="missing")
    waiting = intake.register(office, family, (missing,))
    opened(page, waiting.number, qtbot)
    assert page.accept_button.isVisible()
    press(Qt.Key.Key_S, ctrl=True)
    dialog = dialog_of(page, AcceptDialog)
    settled(qtbot)
    dialog.papers.setFocus()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(DoubleAidDialog)), timeout=PATIENCE)
    dialog_of(page, DoubleAidDialog)
    press(Qt.Key.Key_Return, ctrl=True)  # what the household has asked for already is left out
    qtbot.waitUntil(lambda: cases.case(office, waiting.number).state is CaseState.ACCEPTED, timeout=PATIENCE)
    settled(qtbot)
    file = cases.case(office, waiting.number)
    assert next(one for one in file.papers if one.material == "photo").state == "original"
    assert file.referrals and all(row.policy != "civil-affairs.dibao" for row in file.referrals)


def test_a_case_that_waits_for_papers_is_declined_only_with_a_reason_and_leads_to_the_notice(
    page: CasePage, office: Office, family: Application, qtbot: QtBot
) -> None:
    missing = Paper(material="photo", title="近期照片", state="missing")
    waiting = intake.register(office, family, (missing,))
    opened(page, waiting.number, qtbot)
    assert page.decline_button.isVisible()
    assert "受理" not in page.about.household.text(), "it is asked for, not accepted"
    press(Qt.Key.Key_N, ctrl=True, shift=True)
    dialog = dialog_of(page, DeclineDialog)
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: dialog.rows["reason"].told.text() != "", timeout=PATIENCE)
    assert cases.case(office, waiting.number).state is CaseState.AWAITING_PAPERS
    dialog.rows["reason"].field.set_value("逾期未补正。")
    dialog.rows["clause"].field.set_value("第十条　逾期未补正的，不予受理。")
    with qtbot.waitSignal(page.papers_wanted, timeout=PATIENCE) as papers:
        press(Qt.Key.Key_Return, ctrl=True)
    assert papers.args == [waiting.number, "decline"]
    assert cases.case(office, waiting.number).state is CaseState.DECLINED
    settled(qtbot)
    assert not page.decline_button.isVisible()


def test_s_notes_how_a_paper_was_delivered(
    page: CasePage, office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    issue_first(office, sent.number)
    opened(page, sent.number, qtbot)
    press(Qt.Key.Key_2, alt=True)
    press(Qt.Key.Key_S)
    dialog_of(page, DeliveryDialog)
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: len(cases.case(office, sent.number).deliveries) == 1, timeout=PATIENCE)
    settled(qtbot)


def test_v_declares_a_paper_void_and_its_number_stays_taken(
    page: CasePage, office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    issue_first(office, sent.number)
    opened(page, sent.number, qtbot)
    numbers = [one.number for one in cases.case(office, sent.number).notices]
    press(Qt.Key.Key_2, alt=True)
    press(Qt.Key.Key_V)
    dialog_of(page, ReasonDialog)
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: any(n.voided for n in cases.case(office, sent.number).notices), timeout=PATIENCE)
    settled(qtbot)
    assert [one.number for one in cases.case(office, sent.number).notices] == numbers


def test_c_replaces_a_wrong_decision_beginning_from_the_old_one_which_stays_visible(
    page: CasePage, office: Office, sent: CaseFile, qtbot: QtBot
) -> None:
    number = sent.referrals[0].number
    referrals.sign(office, number)
    decisions.decide(
        office, number, Answer(Outcome.GRANT, amount_fen=62_000, amount_unit="月", starts=office.today())
    )
    opened(page, sent.number, qtbot)
    assert page.correct_button.isVisible()
    press(Qt.Key.Key_C)
    settled(qtbot)
    dialog = dialog_of(page, DecideDialog)
    assert dialog.rows.text("amount_fen") == "620" and dialog.outcome() is Outcome.GRANT
    dialog.rows["amount_fen"].field.set_value("520")
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: dialog.rows["because"].told.text() != "", timeout=PATIENCE)
    assert dialog.isVisible(), "without saying what was wrong nothing is replaced"
    dialog.rows["because"].field.set_value("保障标准算错。")
    press(Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: bool(referrals.referral(office, number).replaced), timeout=PATIENCE)
    settled(qtbot)
    row = referrals.referral(office, number)
    assert row.decision is not None and row.decision.amount_fen == 52_000
    assert "¥520" in page.table.rows.columns[5].text(page.table.rows.values[0])
    told = page.told.toPlainText()
    assert "¥620" in told and "保障标准算错" in told


def test_the_chain_tells_everything_newest_first_and_a_figure_hides_a_lane(page: CasePage) -> None:
    links = page.timeline.chain.links
    assert [link.at for link in links] == sorted((link.at for link in links), reverse=True)
    press(Qt.Key.Key_3, alt=True)
    press(Qt.Key.Key_1)
    assert all(link.lane is not LANES[0] for link in page.timeline.chain.links)
    press(Qt.Key.Key_1)
    assert len(page.timeline.chain.links) == len(links)
