"""受理 as a tired clerk types it: where the cursor goes, what a slip costs, and what one answer settles."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from counter.cases.match import Verdict
from counter.cases.people import check_digit
from counter.services.office import Office
from forms.choice_fields import ChoiceField, TriStateField
from forms.fields import TextField
from forms.grid import Grid
from forms.intake.arrangement import Section
from forms.intake.household_panel import HouseholdPanel
from forms.intake.means_panel import MeansPanel
from forms.intake.need_panel import NeedPanel
from forms.intake.page import IntakePage
from forms.intake.panel import Panel
from forms.intake.rail import Progress
from forms.rows import holds_focus
from tests.forms.hands import PATIENCE, focused, framed, press, settled, shown, write

NUMBER = "35022119490305202" + check_digit("35022119490305202")
CHILD = "35021220140621906" + check_digit("35021220140621906")


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
    qtbot.waitUntil(lambda: page.sheet.is_up_to_date, timeout=PATIENCE)
    settled(qtbot)


def panel(page: IntakePage, section: Section) -> Panel:
    page.desk.show_section(section)
    return page.desk.panels[section]


def household(page: IntakePage) -> HouseholdPanel:
    made = panel(page, Section.HOUSEHOLD)
    assert isinstance(made, HouseholdPanel)
    return made


def two_people(page: IntakePage, qtbot: QtBot) -> None:
    page.sheet.load(
        {
            "people": [
                {"name": "高秀英", "id_number": NUMBER, "relation": "02", "facts": {"deceased": False}},
                {"name": "陈小满", "id_number": CHILD, "relation": "42", "facts": {"deceased": False}},
            ]
        }
    )
    read(page, qtbot)


def is_seen(widget: QWidget, within: Panel) -> bool:
    """Whether a widget stands in the part of the panel that one sees."""
    top = widget.mapTo(within.viewport(), widget.rect().topLeft()).y()
    return 0 <= top <= within.viewport().height() - widget.height()


def test_the_policies_wait_until_somebody_is_entered(page: IntakePage, qtbot: QtBot) -> None:
    match = page.desk.match
    assert not match.list.isVisible() and not match.box.isVisible() and "录入来人" in match.summary.text()
    press(Qt.Key.Key_F6)
    assert focused() is page.desk.person.number
    write(NUMBER)
    read(page, qtbot)
    assert match.list.isVisible() and match.box.isVisible()


def test_another_application_is_not_reproached_for_what_the_last_one_lacked(
    page: IntakePage, qtbot: QtBot
) -> None:
    write(NUMBER)
    press(Qt.Key.Key_S, ctrl=True)
    read(page, qtbot)
    assert page.desk.dock.isVisible()
    press(Qt.Key.Key_F11)
    settled(qtbot)
    write(NUMBER)
    read(page, qtbot)
    assert not page.desk.dock.isVisible()


def test_full_width_figures_are_mended_and_the_mending_is_told_beside_what_the_number_tells(
    page: IntakePage, qtbot: QtBot
) -> None:
    write(NUMBER.translate({ord("0") + n: 0xFF10 + n for n in range(10)}))
    read(page, qtbot)
    told = page.desk.person.rows["people[0].id_number"].told.text()
    assert page.desk.person.number.text() == NUMBER
    assert "已更正" in told and "女" in told and "77" in told


def test_the_questions_follow_the_member_that_is_being_added(page: IntakePage, qtbot: QtBot) -> None:
    page.sheet.put("people[0].name", "高秀英")
    questions = household(page).of_member
    write("陈小满")
    press(Qt.Key.Key_Return)
    assert "陈小满" in questions.heading.text()
    assert questions.path("person.school_stage").startswith("people[1]")


def test_a_birth_date_that_the_number_tells_is_shown_and_not_asked(page: IntakePage, qtbot: QtBot) -> None:
    two_people(page, qtbot)
    grid = household(page).grid
    cells = grid.cells
    told = cells.index(1, cells.column_of("birth_date"))
    assert told.data() == "2014-06-21" and not told.flags() & Qt.ItemFlag.ItemIsEditable
    grid.go_to(1, "relation")
    press(Qt.Key.Key_Return)
    assert cells.columns[grid.currentIndex().column()].key == "school_stage"


def test_a_wrong_birth_date_stays_open_to_be_mended_and_is_brought_into_view(
    page: IntakePage, qtbot: QtBot
) -> None:
    two_people(page, qtbot)
    page.sheet.put("people[1].birth_date", "20140230")
    read(page, qtbot)
    people = household(page)
    people.verticalScrollBar().setValue(people.verticalScrollBar().maximum())
    people.of_household.search.setFocus()
    read(page, qtbot)
    press(Qt.Key.Key_F8)
    settled(qtbot)
    assert isinstance(focused(), TextField) and people.grid.isAncestorOf(focused())
    assert is_seen(focused(), people)
    write("20140621")
    press(Qt.Key.Key_Return)
    read(page, qtbot)
    assert not page.desk.dock.isVisible()


def test_f8_chooses_what_is_wrong_so_that_typing_replaces_it(page: IntakePage, qtbot: QtBot) -> None:
    page.sheet.put("household.facts.income_per_capita_month", "-390")
    read(page, qtbot)
    press(Qt.Key.Key_F8)
    write("390")
    read(page, qtbot)
    assert page.sheet.get("household.facts.income_per_capita_month") == "390"


def test_ctrl_f_finds_a_question_from_wherever_one_is_and_then_of_the_household(
    page: IntakePage, qtbot: QtBot
) -> None:
    two_people(page, qtbot)
    people = household(page)
    name = page.sheet.name_of(0)
    press(Qt.Key.Key_F, ctrl=True)
    assert focused() is people.of_member.search
    write("yflb")
    press(Qt.Key.Key_Return)
    assert page.desk.binder.path_of(focused()).endswith("veteran_category")
    press(Qt.Key.Key_F, ctrl=True)
    assert focused() is people.of_member.search and people.of_member.search.selectedText() == "yflb"
    press(Qt.Key.Key_F, ctrl=True)
    assert focused() is people.of_household.search
    assert page.sheet.name_of(0) == name, "nothing was typed into the name"


def test_a_search_that_finds_nothing_says_so_and_is_gone_when_one_comes_back(
    page: IntakePage, qtbot: QtBot
) -> None:
    questions = household(page).of_member
    press(Qt.Key.Key_F, ctrl=True)
    write("zzzz")
    assert questions.none.isVisible() and "没有" in questions.none.text()
    household(page)
    assert not questions.search.text() and not questions.none.isVisible()


def test_enter_goes_from_the_request_to_its_first_question(page: IntakePage, qtbot: QtBot) -> None:
    need = panel(page, Section.NEED)
    assert isinstance(need, NeedPanel) and focused() is need.request
    write("请求帮助。")
    read(page, qtbot)
    asked: list[str] = []
    for _step in range(3):
        press(Qt.Key.Key_Return)
        asked.append(page.desk.binder.path_of(focused()))
    fields = [need.questions.path(name) for name in need.questions._order[:3]]
    assert asked == fields


def test_enter_answers_the_best_question_and_the_next_one_has_the_cursor(
    page: IntakePage, qtbot: QtBot
) -> None:
    two_people(page, qtbot)
    box = page.desk.match.box
    press(Qt.Key.Key_F6)
    answered: list[str] = []
    for _step in range(6):
        assert box.question is not None and holds_focus(box)
        path = box.question.path
        if isinstance(box.field, TriStateField):
            press(Qt.Key.Key_2)
        elif isinstance(box.field, ChoiceField):
            press(Qt.Key.Key_Down)
            press(Qt.Key.Key_Return)
        elif isinstance(box.field, TextField):
            write("1")
            press(Qt.Key.Key_Return)
        else:
            press(Qt.Key.Key_0)
        read(page, qtbot)
        assert page.sheet.get(path) is not None
        answered.append(path)
    assert len(set(answered)) == len(answered)


def test_one_answer_holds_for_every_member_that_is_still_to_be_asked(page: IntakePage, qtbot: QtBot) -> None:
    two_people(page, qtbot)
    box = page.desk.match.box
    while box.question is None or box.question.fact.key != "hukou_district":
        box.skip()
    box.take_focus()
    write("1")
    press(Qt.Key.Key_D, ctrl=True, shift=True)
    read(page, qtbot)
    assert [page.sheet.get(f"people[{n}].facts.hukou_district") for n in (0, 1)] == ["同安区", "同安区"]


def test_letters_find_a_policy_and_enter_asks_what_it_needs_until_it_is_settled(
    page: IntakePage, qtbot: QtBot
) -> None:
    two_people(page, qtbot)
    page.sheet.put("household.facts.income_per_capita_month", "100")
    page.sheet.put("household.facts.hukou_in_district", True)
    page.sheet.put("people[0].facts.has_fixed_income", False)
    read(page, qtbot)
    box, policies = page.desk.match.box, page.desk.match.list
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_F6)
    assert focused() is policies
    write("zdsh")
    row = policies.current_row()
    assert row is not None and row.policy == "civil-affairs.dibao" and len(row.ask) > 1
    press(Qt.Key.Key_Return)
    asked: list[str] = []
    while holds_focus(box):
        assert box.question is not None and box.title.text() == row.title
        asked.append(box.question.path)
        write("0")
        press(Qt.Key.Key_Return)
        read(page, qtbot)
    assert asked == list(row.ask)
    row = policies.current_row()
    assert focused() is policies and row is not None
    assert (row.policy, row.verdict) == ("civil-affairs.dibao", Verdict.ELIGIBLE)


def test_a_slip_in_the_list_of_policies_is_forgotten_with_the_next_letter(
    page: IntakePage, qtbot: QtBot
) -> None:
    two_people(page, qtbot)
    page.desk.match.to_list()
    write("xxxzdsh")
    row = page.desk.match.list.current_row()
    assert row is not None and row.policy == "civil-affairs.dibao"


def test_papers_that_are_signed_at_the_window_need_no_key_to_be_complete(
    page: IntakePage, qtbot: QtBot
) -> None:
    two_people(page, qtbot)
    for key in ("financial_assets_per_capita", "extra_houses", "vehicles_nonexempt"):
        page.sheet.put(f"household.facts.{key}", "0")
    page.sheet.put("household.facts.income_per_capita_month", "100")
    page.sheet.put("household.facts.hukou_in_district", True)
    read(page, qtbot)
    assert any(paper.usual == "signed" for paper in page.desk.papers.wanted)
    panel(page, Section.PAPERS)
    for paper in page.desk.papers.wanted:
        if not paper.usual:
            press(Qt.Key.Key_1)
    read(page, qtbot)
    assert page.desk.rail.stops[Section.PAPERS].progress is Progress.COMPLETE


def test_an_income_below_nothing_is_told_once_at_its_cell_and_not_added_up(
    page: IntakePage, qtbot: QtBot
) -> None:
    page.sheet.put("people[0].name", "高秀英")
    means = panel(page, Section.MEANS)
    assert isinstance(means, MeansPanel)
    for typed in ("g", "gz", "-390"):
        write(typed)
        press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Escape)
    read(page, qtbot)
    cells = means.incomes.cells
    amount = cells.index(0, cells.column_of("amount"))
    assert "-390" in str(amount.data(Qt.ItemDataRole.ToolTipRole))
    assert page.sheet.get("people[0].facts.income_month") is None
    assert len(page.desk.dock.troubles) == 1


def test_a_panel_begins_at_its_top_however_far_it_was_scrolled(page: IntakePage, qtbot: QtBot) -> None:
    two_people(page, qtbot)
    people = household(page)
    settled(qtbot)
    assert people.verticalScrollBar().maximum() > 0
    people.verticalScrollBar().setValue(people.verticalScrollBar().maximum())
    press(Qt.Key.Key_1, alt=True)
    press(Qt.Key.Key_2, alt=True)
    assert is_seen(focused(), people) and isinstance(people.grid, Grid)
    assert people.verticalScrollBar().value() == 0
