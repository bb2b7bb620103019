"""受理: what a clerk types is read at once, kept at every field, and becomes a case with one key."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from counter.cases.application import Application, Consent, Income, IncomeKind, Per, SpendingKind
from counter.cases.casefile import CaseFile, Verb
from counter.cases.match import Verdict
from counter.cases.people import check_digit
from counter.cases.reading import write_application
from counter.cases.split import Chosen
from counter.cases.workflow import CaseState
from counter.services import cases, drafts, finding, intake
from counter.services.office import Office
from forms.intake.arrangement import Section
from forms.intake.basis import BasisDialog
from forms.intake.conflicts import BOTH, ConflictDialog
from forms.intake.decline_dialog import DeclineDialog, Declining
from forms.intake.double_aid import DoubleAidDialog
from forms.intake.known_cards import DuplicateCard, KnownCard
from forms.intake.means_panel import MeansPanel
from forms.intake.page import IntakePage
from forms.intake.rail import Progress
from forms.intake.sheet import assess
from forms.reason_dialog import ReasonDialog
from tests.counter.grants import DIBAO, GRANT, grant
from tests.forms.hands import PATIENCE, dialog_of, focused, framed, press, settled, shown, write

NUMBER = "35022119490305202" + check_digit("35022119490305202")
ACCOUNT = "6228480000000000018"


@pytest.fixture
def page(office: Office, qtbot: QtBot) -> Iterator[IntakePage]:
    made = IntakePage(office)
    window = framed(made)
    qtbot.addWidget(window)
    shown(window)
    made.came()
    read(made, qtbot)
    yield made  # the window lives as long as its name does


def read(page: IntakePage, qtbot: QtBot) -> None:
    """Until what was typed is read and matched, and the draft is written."""
    qtbot.waitUntil(lambda: page.sheet.is_up_to_date, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not page.keeper._timer.isActive(), timeout=PATIENCE)
    settled(qtbot)


def taken_down(page: IntakePage, qtbot: QtBot, family: Application) -> None:
    """Everything of a family is on the desk."""
    data = write_application(family)
    data.pop("on", None)
    data["people"][0]["bank_account"] = ACCOUNT
    page.sheet.load(data)
    read(page, qtbot)


def texts(page: IntakePage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_the_id_number_comes_first_and_tells_sex_and_age(page: IntakePage, qtbot: QtBot) -> None:
    assert focused() is page.desk.person.number
    write(NUMBER)
    read(page, qtbot)
    told = page.desk.person.rows["people[0].id_number"].told.text()
    assert "女" in told and "77" in told and "350221" in told


def test_a_wrong_check_digit_is_told_at_the_field_and_below_and_nothing_is_lost(
    page: IntakePage, qtbot: QtBot
) -> None:
    wrong = NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")
    write(wrong)
    read(page, qtbot)
    row = page.desk.person.rows["people[0].id_number"]
    assert "3502" in row.told.text() and row.told.property("role") == "error"
    assert NUMBER[4:14] not in row.told.text(), "a number is never shown whole in a problem"
    assert page.desk.dock.isVisible() and len(page.desk.dock.troubles) == 1
    assert page.desk.person.number.text() == wrong


def test_a_number_that_is_not_finished_is_no_reproach_while_it_is_typed(
    page: IntakePage, qtbot: QtBot
) -> None:
    write(NUMBER[:12])
    read(page, qtbot)
    row = page.desk.person.rows["people[0].id_number"]
    assert row.told.text() == "" and not page.desk.dock.isVisible()
    press(Qt.Key.Key_Return)
    read(page, qtbot)
    assert row.told.text() != ""


def test_full_width_digits_are_mended_and_told(page: IntakePage, qtbot: QtBot) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in NUMBER)
    page.desk.person.number.setText(wide)
    page.desk.person.number.textEdited.emit(wide)
    read(page, qtbot)
    press(Qt.Key.Key_Return)
    read(page, qtbot)
    assert page.desk.person.number.text() == NUMBER
    assert page.sheet.get("people[0].id_number") == NUMBER


def test_every_policy_answers_beside_the_form_while_one_types(page: IntakePage, qtbot: QtBot) -> None:
    write(NUMBER)
    read(page, qtbot)
    answer = page.sheet.assessment and page.sheet.assessment.answer
    assert answer is not None and len(answer.policies) == 70
    listed = [entry for entry in page.desk.match.list.entries._entries if entry.row is None]
    assert sum(entry.count for entry in listed) == 70
    assert page.desk.match.box.question is not None


def test_one_key_answers_the_best_question_and_the_next_one_comes(page: IntakePage, qtbot: QtBot) -> None:
    page.sheet.put("household.facts.hukou_in_district", None)
    write(NUMBER)
    read(page, qtbot)
    page.desk.to_match()
    asked = []
    for _ in range(3):
        question = page.desk.match.box.question
        assert question is not None
        asked.append(question.path)
        if question.fact.type.value == "boolean":
            press(Qt.Key.Key_1)
            assert page.sheet.get(question.path) is True
        else:
            page.desk.match.box.skip()
        read(page, qtbot)
    assert len(set(asked)) == 3


def test_a_question_that_is_not_clear_stays_unknown(page: IntakePage, qtbot: QtBot) -> None:
    write(NUMBER)
    read(page, qtbot)
    question = page.desk.match.box.question
    assert question is not None
    page.desk.match.box.skip()
    assert page.sheet.get(question.path) is None
    assert page.desk.match.box.question is not None and page.desk.match.box.question.path != question.path


def test_what_is_typed_is_a_draft_a_moment_later(page: IntakePage, office: Office, qtbot: QtBot) -> None:
    write(NUMBER)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    write("高秀英")
    read(page, qtbot)
    kept = drafts.drafts(office)
    assert [draft.title for draft in kept] == ["高*英"]
    content = drafts.load_draft(office, kept[0].id)
    assert content["people"][0]["name"] == "高秀英"  # type: ignore[index]  # JSON


def test_an_empty_desk_leaves_no_draft(page: IntakePage, office: Office) -> None:
    assert drafts.drafts(office) == ()


def test_f11_lays_an_intake_aside_and_takes_it_back_whole(
    page: IntakePage, office: Office, qtbot: QtBot
) -> None:
    write(NUMBER)
    read(page, qtbot)
    press(Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: page.sheet.is_blank, timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(page.ribbon._chips) == 1, timeout=PATIENCE)
    press(Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: page.sheet.get("people[0].id_number") == NUMBER, timeout=PATIENCE)
    qtbot.waitUntil(lambda: page.ribbon._chips == [], timeout=PATIENCE)
    assert len(drafts.drafts(office)) == 1


def test_esc_never_loses_anything(page: IntakePage, office: Office, qtbot: QtBot) -> None:
    write(NUMBER)
    press(Qt.Key.Key_Escape)
    assert page.sheet.get("people[0].id_number") == NUMBER
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.sheet.is_blank, timeout=PATIENCE)
    read(page, qtbot)
    (parked,) = drafts.drafts(office)
    assert parked.parked_at is not None
    assert drafts.load_draft(office, parked.id)["people"][0]["id_number"] == NUMBER  # type: ignore[index]  # JSON


def test_what_was_typed_before_a_crash_comes_back(page: IntakePage, office: Office, qtbot: QtBot) -> None:
    write(NUMBER)
    read(page, qtbot)
    again = IntakePage(office)
    qtbot.addWidget(again)
    qtbot.addWidget(again.bar)
    again.recover()
    qtbot.waitUntil(lambda: again.sheet.get("people[0].id_number") == NUMBER, timeout=PATIENCE)
    read(again, qtbot)


def test_alt_and_a_figure_go_to_a_section(page: IntakePage) -> None:
    for place in range(7):
        press(Qt.Key(Qt.Key.Key_1 + place), alt=True)
        assert page.desk.stack.currentIndex() == place


def test_ctrl_enter_goes_through_all_sections_and_back(page: IntakePage) -> None:
    for place in range(1, 7):
        press(Qt.Key.Key_Return, ctrl=True)
        assert page.desk.stack.currentIndex() == place
    press(Qt.Key.Key_Return, ctrl=True, shift=True)
    assert page.desk.stack.currentIndex() == 5


def test_accepting_makes_a_case_with_drafts_and_leads_to_its_papers(
    page: IntakePage, office: Office, family: Application, qtbot: QtBot
) -> None:
    taken_down(page, qtbot, family)
    with qtbot.waitSignal(page.papers_wanted, timeout=PATIENCE) as papers:
        press(Qt.Key.Key_S, ctrl=True)
        settle_exclusions(page, qtbot)
    number, step = papers.args
    file = cases.case(office, number)
    assert step == "accept" and file.state is CaseState.ACCEPTED
    assert {row.policy for row in file.referrals} >= {"civil-affairs.dibao"}
    assert drafts.drafts(office) == () and page.sheet.is_blank


def settle_exclusions(page: IntakePage, qtbot: QtBot) -> None:
    """Let both of every excluding pair go on, should there be one."""

    def answered() -> bool:
        for dialog in page.findChildren(ConflictDialog):
            if dialog.isVisible():
                dialog.decided.emit(dict.fromkeys(dialog._pairs, BOTH))
                dialog.accept()
        return page.sheet.is_blank

    qtbot.waitUntil(answered, timeout=PATIENCE)


def double_aid_dialog(page: IntakePage, qtbot: QtBot) -> DoubleAidDialog:
    """The question about double aid, once the pairs that exclude each other are settled."""

    def has_come() -> bool:
        for pairs in page.findChildren(ConflictDialog):
            if pairs.isVisible():
                pairs.decided.emit(dict.fromkeys(pairs._pairs, BOTH))
                pairs.accept()
        return any(dialog.isVisible() for dialog in page.findChildren(DoubleAidDialog))

    qtbot.waitUntil(has_come, timeout=PATIENCE)
    return dialog_of(page, DoubleAidDialog)


def test_what_the_household_has_asked_for_already_is_a_question_of_its_own_before_acceptance(
    page: IntakePage, office: Office, family: Application, sent: CaseFile, qtbot: QtBot
) -> None:
    taken_down(page, qtbot, family)
    press(Qt.Key.Key_S, ctrl=True)
    dialog = double_aid_dialog(page, qtbot)
    assert set(dialog.groups) == {"civil-affairs.dibao", "civil-affairs.aged-allowance"}
    told = "\n".join(one.text() for one in dialog.findChildren(QLabel))
    assert sent.referrals[0].number in told and "最低生活保障" in told and "林*珠" in told
    dialog.groups["civil-affairs.dibao"].checkedButton().setFocus()
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_Return, ctrl=True)
    assert dialog.isVisible(), "a new cause is said, or it does not go on"
    write("房屋失火，情况变化。")
    with qtbot.waitSignal(page.papers_wanted, timeout=PATIENCE) as papers:
        press(Qt.Key.Key_Return, ctrl=True)
    file = cases.case(office, papers.args[0])
    chosen = {row.policy: row for row in file.referrals}
    assert chosen["civil-affairs.dibao"].because == "房屋失火，情况变化。"
    assert "civil-affairs.aged-allowance" not in chosen
    accepted = next(event for event in file.events if event.verb is Verb.ACCEPTED)
    assert "civil-affairs.aged-allowance" in dict(accepted.detail["dropped"])  # type: ignore[call-overload]  # JSON


def test_accepting_too_early_says_what_is_missing_and_goes_there(page: IntakePage, qtbot: QtBot) -> None:
    write(NUMBER)
    read(page, qtbot)
    assert not page.desk.dock.isVisible(), "what is only missing is no reproach before one tries to accept"
    press(Qt.Key.Key_S, ctrl=True)
    qtbot.waitUntil(page.desk.dock.isVisible, timeout=PATIENCE)
    assert any(trouble.field == "people[0].name" for trouble in page.desk.dock.troubles)
    press(Qt.Key.Key_F8)
    assert page.desk.dock.list.currentRow() >= 0


def test_a_policy_that_does_not_fit_is_asked_for_only_with_a_reason(
    page: IntakePage, family: Application, qtbot: QtBot
) -> None:
    taken_down(page, qtbot, family)
    answer = page.sheet.assessment and page.sheet.assessment.answer
    assert answer is not None
    row = next(row for row in answer.policies if row.verdict is Verdict.NOT)
    page.desk.match.tick(row)
    assert not page.desk.choices.is_chosen(row.policy, row.verdict)
    (dialog,) = page.findChildren(ReasonDialog)
    dialog.finish()
    assert page.desk.choices.added[row.policy] != ""
    chosen = page.desk.choices.chosen(answer)
    assert next(one for one in chosen if one.policy == row.policy).because != ""


def test_a_policy_that_fits_is_left_out_only_with_a_reason_and_comes_back_without(
    page: IntakePage, family: Application, qtbot: QtBot
) -> None:
    taken_down(page, qtbot, family)
    answer = page.sheet.assessment and page.sheet.assessment.answer
    assert answer is not None
    row = answer.row("civil-affairs.dibao")
    page.desk.match.tick(row)
    (dialog,) = page.findChildren(ReasonDialog)
    dialog.finish()
    assert "civil-affairs.dibao" in page.desk.choices.dropped
    page.desk.match.tick(row)
    assert page.desk.choices.dropped == {}


def test_a_known_person_is_shown_and_what_was_said_last_time_is_taken_over(
    page: IntakePage, office: Office, family: Application, qtbot: QtBot
) -> None:
    intake.accept(office, family, intake.eligible(intake.match(office, family)))
    write(family.people[0].id_number)
    qtbot.waitUntil(
        lambda: any(card.isVisible() for card in page.desk.person.findChildren(KnownCard)), timeout=PATIENCE
    )
    press(Qt.Key.Key_T, alt=True)
    qtbot.waitUntil(lambda: len(page.sheet.people) == 3, timeout=PATIENCE)
    assert [person.get("name") for person in page.sheet.people] == ["陈水木", "林秀珠", "陈小宝"]
    assert page.sheet.get("request") is None, "what is asked for today is asked today"


def test_a_status_on_record_is_shown_with_its_number_and_entered_by_a_key(
    page: IntakePage, office: Office, family: Application, qtbot: QtBot
) -> None:
    grant(office, family, DIBAO, replace(GRANT, document_number="同民保〔2026〕18号"))
    write(family.people[0].id_number)
    qtbot.waitUntil(
        lambda: any(card.isVisible() for card in page.desk.person.findChildren(KnownCard)), timeout=PATIENCE
    )
    card = next(card for card in page.desk.person.findChildren(KnownCard) if card.isVisible())
    assert any("同民保〔2026〕18号" in label.text() for label in card.findChildren(QLabel))
    # On record it stands; on the application only once the clerk has put it there.
    assert page.sheet.get("household.facts.categories") is None
    # It spares papers already, and says by which number.
    now = assess(office, page.sheet.data, 1)
    wanted = page.desk.papers.wanted_for(now, (Chosen("construction.public-rental-housing"),))
    assert any("同民保〔2026〕18号" in paper.spared_by for paper in wanted)
    press(Qt.Key.Key_S, alt=True)
    qtbot.waitUntil(lambda: page.sheet.get("household.facts.categories") == ["低保"], timeout=PATIENCE)


def test_somebody_who_looks_alike_is_asked_about(
    page: IntakePage, office: Office, family: Application, qtbot: QtBot
) -> None:
    intake.accept(office, family, intake.eligible(intake.match(office, family)))
    other = "35021219720304005"
    page.sheet.put("people[0].name", "陈水木")
    page.sheet.put("people[0].id_number", other + check_digit(other))
    read(page, qtbot)
    qtbot.waitUntil(lambda: bool(page.desk.person.findChildren(DuplicateCard)), timeout=PATIENCE)
    card = page.desk.person.findChildren(DuplicateCard)[0]
    next(button for button in card.findChildren(QPushButton) if "D" in button.text()).click()
    read(page, qtbot)
    assert [c for c in page.desk.person.findChildren(DuplicateCard) if c.isVisible()] == []


def test_declining_needs_a_reason_and_then_makes_a_notice(
    page: IntakePage, office: Office, family: Application, qtbot: QtBot
) -> None:
    taken_down(page, qtbot, family)
    page.decline()
    qtbot.waitUntil(lambda: bool(page.findChildren(DeclineDialog)), timeout=PATIENCE)
    (dialog,) = page.findChildren(DeclineDialog)
    dialog.finish()
    qtbot.waitUntil(lambda: dialog.rows["reason"].told.text() != "", timeout=PATIENCE)
    with qtbot.waitSignal(page.papers_wanted, timeout=PATIENCE) as papers:
        dialog.given.emit(Declining("不属于本办法规定的救助范围。", "第二条", ""))
    assert cases.case(office, papers.args[0]).state is CaseState.DECLINED
    assert papers.args[1] == "decline"


def test_missing_papers_are_marked_and_asked_for_once_and_for_all(
    page: IntakePage, office: Office, family: Application, qtbot: QtBot
) -> None:
    taken_down(page, qtbot, family)
    page.register()
    qtbot.waitUntil(lambda: page.desk.stack.currentIndex() == Section.PAPERS, timeout=PATIENCE)
    read(page, qtbot)
    page.desk.papers.grid.go_to(0, "state")
    press(Qt.Key.Key_5)
    read(page, qtbot)
    assert len(page.desk.papers.missing()) == 1 and page.desk.papers.missing()[0].due is not None
    with qtbot.waitSignal(page.papers_wanted, timeout=PATIENCE) as papers:
        page.register()
    file = cases.case(office, papers.args[0])
    assert file.state is CaseState.AWAITING_PAPERS and papers.args[1] == "register"


def test_incomes_in_the_grid_become_facts_and_a_figure_for_each(
    page: IntakePage, family: Application, qtbot: QtBot
) -> None:
    taken_down(page, qtbot, family)
    page.desk.show_section(Section.MEANS)
    settled(qtbot)
    write("csm")
    press(Qt.Key.Key_Return)
    write("gz")
    press(Qt.Key.Key_Return)
    write("12000")
    press(Qt.Key.Key_Return)
    write("n")
    press(Qt.Key.Key_Return)
    read(page, qtbot)
    assert page.sheet.get("people[0].facts.income_month") == "1000"
    assert page.sheet.assessment is not None
    (income,) = page.sheet.assessment.reading.application.applicant.incomes
    assert (income.kind, income.amount, income.per) == (IncomeKind.WAGE, 12000, Per.YEAR)


def test_a_row_without_a_kind_is_told_and_one_gets_to_its_cell(
    page: IntakePage, family: Application, qtbot: QtBot
) -> None:
    data = write_application(family)
    data["people"][1]["incomes"] = [{"kind": "wage", "amount": "1"}, {"amount": "20"}]
    page.sheet.load(data)
    read(page, qtbot)
    field = "people[1].incomes[1].kind"
    assert field in {trouble.field for trouble in page.desk.dock.troubles if trouble.blocks}
    page.desk.go_to(field)
    assert page.desk.stack.currentIndex() == Section.MEANS
    panel = page.desk.panels[Section.MEANS]
    assert isinstance(panel, MeansPanel)
    at = panel.incomes.currentIndex()
    assert (at.row(), at.column()) == (1, panel.incomes.cells.column_of("kind"))


def test_rows_and_consents_come_with_the_case(
    page: IntakePage, office: Office, family: Application, qtbot: QtBot
) -> None:
    data = write_application(family)
    data.pop("on", None)
    data["people"][0] |= {"incomes": [{"kind": "none"}]}
    data["household"]["spending"] = [{"kind": "medical", "amount": "8000"}]
    page.sheet.load(data)
    page.desk.show_section(Section.CONSENT)
    page.desk.consent.tick_all()
    read(page, qtbot)
    assert page.sheet.assessment is not None
    application = page.sheet.assessment.reading.application
    file = intake.accept(office, application, intake.eligible(intake.match(office, application)))
    kept = cases.case(office, file.number).application
    assert [row.kind for row in kept.applicant.incomes] == [IncomeKind.NONE]
    assert [(row.kind, row.amount) for row in kept.household.spending] == [(SpendingKind.MEDICAL, 8000)]
    assert kept.consents == frozenset(Consent) - {Consent.OUTWARD}


def test_what_was_read_out_last_time_is_read_out_anew_and_rows_are_not_mixed(
    page: IntakePage, family: Application, qtbot: QtBot
) -> None:
    wage = Income(IncomeKind.WAGE, Fraction(900))
    last = replace(
        family,
        people=(replace(family.people[0], incomes=(wage, wage)), *family.people[1:]),
        consents=frozenset(Consent),
    )
    page.sheet.put("people[0].id_number", NUMBER)
    page.sheet.put("people[0].incomes", [{"kind": "transfer", "amount": "50", "per": "month"}])
    page.sheet.take_over(last)
    assert page.sheet.get("people[0].incomes") == [{"kind": "transfer", "amount": "50", "per": "month"}]
    assert page.sheet.get("consents") is None and not page.desk.consent.all_read()


def test_a_member_is_added_from_the_keyboard(page: IntakePage, qtbot: QtBot) -> None:
    write(NUMBER)
    read(page, qtbot)
    press(Qt.Key.Key_2, alt=True)
    settled(qtbot)
    write("高小明")
    press(Qt.Key.Key_Return)
    write("350212201503021012")
    press(Qt.Key.Key_Return)
    write("sz")
    press(Qt.Key.Key_Return)
    read(page, qtbot)
    assert page.sheet.people[1]["name"] == "高小明"
    assert page.sheet.people[1]["relation"] == "41"
    assert page.sheet.people[1]["facts"] == {"deceased": False}


def test_a_member_listed_twice_is_told_in_the_grid(page: IntakePage, qtbot: QtBot) -> None:
    page.sheet.put("people[0].id_number", NUMBER)
    page.sheet.add_person()
    page.sheet.put("people[1].id_number", NUMBER)
    read(page, qtbot)
    assert any(trouble.field == "people[1].id_number" for trouble in page.desk.dock.troubles)
    page.desk.go_to("people[1].id_number")
    assert page.desk.stack.currentIndex() == Section.HOUSEHOLD


def test_the_same_answer_for_everyone_takes_one_key(
    page: IntakePage, family: Application, qtbot: QtBot
) -> None:
    taken_down(page, qtbot, family)
    page.desk.go_to("people[0].facts.hukou_district")
    settled(qtbot)
    page.sheet.put("people[0].facts.hukou_district", "同安区")
    press(Qt.Key.Key_D, ctrl=True, shift=True)
    found = [page.sheet.get(f"people[{at}].facts.hukou_district") for at in range(3)]
    assert found == ["同安区"] * 3


def test_f1_tells_why_a_question_is_asked(page: IntakePage, family: Application, qtbot: QtBot) -> None:
    taken_down(page, qtbot, family)
    page.desk.go_to("household.facts.extra_houses")
    settled(qtbot)
    press(Qt.Key.Key_F1)
    (dialog,) = page.findChildren(BasisDialog)
    assert "最低生活保障" in dialog.page.toPlainText() and "社会救助法" in dialog.page.toPlainText()


def test_the_check_shows_what_matters_by_person_and_enter_leads_to_the_field_and_f9_back(
    page: IntakePage, family: Application, qtbot: QtBot
) -> None:
    taken_down(page, qtbot, family)
    press(Qt.Key.Key_F9)
    settled(qtbot)
    lines = page.desk.review.lines.lines
    assert [line.whose for line in lines[:2]] == ["陈水木", "陈水木"]
    press(Qt.Key.Key_Space, shift=True)
    assert {line.whose for line in lines if line.path in page.desk.review.lines.read} == {"陈水木"}
    press(Qt.Key.Key_Return)
    settled(qtbot)
    assert page.desk.stack.currentIndex() == Section.HOUSEHOLD
    press(Qt.Key.Key_F9)
    assert page.desk.stack.currentIndex() == Section.REVIEW


def test_the_rail_says_how_far_each_section_is(page: IntakePage, family: Application, qtbot: QtBot) -> None:
    assert page.desk.rail.stops[Section.PERSON].progress is Progress.EMPTY
    taken_down(page, qtbot, family)
    assert page.desk.rail.stops[Section.PERSON].progress is Progress.COMPLETE
    page.sheet.put("household.facts.income_per_capita_month", "-5")
    read(page, qtbot)
    assert page.desk.rail.stops[Section.MEANS].progress is Progress.TROUBLE


def test_a_case_that_was_accepted_is_found_by_name(
    page: IntakePage, office: Office, family: Application, qtbot: QtBot
) -> None:
    taken_down(page, qtbot, family)
    page.accept()
    settle_exclusions(page, qtbot)
    assert [hit.applicant for hit in finding.find(office, "陈水木")] == ["陈水木"]


@pytest.mark.parametrize("percent", [100, 150])
def test_nothing_is_cut_in_any_section(
    page: IntakePage, family: Application, qtbot: QtBot, at_scale: Callable[[int], None], percent: int
) -> None:
    at_scale(percent)
    taken_down(page, qtbot, family)
    for section in Section:
        page.desk.show_section(section)
        settled(qtbot)
        cut = [
            widget.text()
            for kind in (QPushButton, QLabel)
            for widget in page.findChildren(kind)
            if widget.isVisible()
            and widget.text()
            and not (isinstance(widget, QLabel) and widget.wordWrap())
            and widget.width() < widget.sizeHint().width() - 1
        ]
        assert cut == [], f"{section.name} at {percent} %"
