"""撤销: the last change of an intake is taken back by Ctrl+Z and made again by Ctrl+Y, where one sees it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from counter.cases.application import Application
from counter.cases.match import Verdict
from counter.cases.reading import write_application
from counter.services import drafts
from counter.services.office import Office
from forms import keys
from forms.intake import history
from forms.intake.arrangement import Section
from forms.intake.household_panel import HouseholdPanel
from forms.intake.means_panel import MeansPanel
from forms.intake.page import IntakePage
from tests.forms.hands import PATIENCE, focused, framed, press, settled, shown, write

NAME = "people[0].name"
PHONE = "people[0].phone"


@pytest.fixture
def page(office: Office, family: Application, qtbot: QtBot) -> Iterator[IntakePage]:
    """The intake of a family, as it was taken back from where it was parked."""
    made = IntakePage(office)
    window = framed(made)
    qtbot.addWidget(window)
    shown(window)
    made.came()
    data = write_application(family)
    data.pop("on", None)
    made.sheet.load(data)
    read(made, qtbot)
    yield made  # the window lives as long as its name does


def read(page: IntakePage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.sheet.is_up_to_date, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not page.keeper._timer.isActive(), timeout=PATIENCE)
    settled(qtbot)


def undo() -> None:
    press(Qt.Key.Key_Z, ctrl=True)


def redo() -> None:
    press(Qt.Key.Key_Y, ctrl=True)


def panel_of(page: IntakePage, section: Section) -> HouseholdPanel | MeansPanel:
    panel = page.desk.panels[section]
    assert isinstance(panel, HouseholdPanel | MeansPanel)
    return panel


def typed_over(page: IntakePage, path: str, text: str, qtbot: QtBot) -> None:
    page.desk.go_to(path)
    focused().selectAll()  # type: ignore[attr-defined]  # a line
    write(text)
    read(page, qtbot)


def test_a_field_goes_back_and_forth_and_what_it_was_is_said(page: IntakePage, qtbot: QtBot) -> None:
    typed_over(page, PHONE, "13859990099", qtbot)
    with qtbot.waitSignal(page.said, timeout=PATIENCE) as told:
        undo()
    assert page.sheet.get(PHONE) == "13859990001"
    assert focused().text() == "13859990001"  # type: ignore[attr-defined]  # a line
    assert "陈水木" in told.args[0] and "电话" in told.args[0]
    redo()
    read(page, qtbot)
    assert page.sheet.get(PHONE) == "13859990099"
    assert focused().text() == "13859990099"  # type: ignore[attr-defined]  # a line


def test_each_field_is_a_step_and_ctrl_shift_z_goes_forth_as_well(page: IntakePage, qtbot: QtBot) -> None:
    typed_over(page, PHONE, "13859990099", qtbot)
    typed_over(page, "household.address", "莲花镇云埔村2号", qtbot)
    undo()
    assert (page.sheet.get("household.address"), page.sheet.get(PHONE)) == ("莲花镇云埔村1号", "13859990099")
    undo()
    assert page.sheet.get(PHONE) == "13859990001"
    press(Qt.Key.Key_Z, ctrl=True, shift=True)
    assert page.sheet.get(PHONE) == "13859990099"
    read(page, qtbot)


def test_after_a_pause_going_on_in_the_same_field_is_a_step_of_its_own(
    page: IntakePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed_over(page, "request", "房屋失火", qtbot)
    monkeypatch.setattr(history, "PAUSE", 0)
    write("，请求帮助")
    read(page, qtbot)
    undo()
    assert page.sheet.get("request") == "房屋失火"
    read(page, qtbot)


def test_a_member_that_was_removed_comes_back_with_all_that_was_said_of_him(
    page: IntakePage, qtbot: QtBot
) -> None:
    before = [dict(person) for person in page.sheet.people]
    page.desk.show_section(Section.HOUSEHOLD)
    panel_of(page, Section.HOUSEHOLD).grid.go_to(2, "name")  # type: ignore[union-attr]  # the household's
    settled(qtbot)
    press(Qt.Key.Key_Delete, ctrl=True)
    read(page, qtbot)
    assert len(page.sheet.people) == 2
    undo()
    read(page, qtbot)
    assert page.sheet.people == before
    rows = panel_of(page, Section.HOUSEHOLD).grid.cells.rows()  # type: ignore[union-attr]  # the household's
    assert [row.get("name") for row in rows] == ["陈水木", "林秀珠", "陈小宝"]


def test_a_cell_of_a_grid_goes_back_with_the_sum_that_it_made(page: IntakePage, qtbot: QtBot) -> None:
    page.desk.show_section(Section.MEANS)
    read(page, qtbot)
    incomes = panel_of(page, Section.MEANS).incomes  # type: ignore[union-attr]  # the means'
    cells = incomes.cells
    cells.setData(cells.index(0, cells.column_of("kind")), "wage")
    settled(qtbot)
    cells.setData(cells.index(0, cells.column_of("amount")), "1200")
    read(page, qtbot)
    assert page.sheet.get("people[0].facts.income_month") == "1200"
    undo()
    read(page, qtbot)
    assert page.sheet.get("people[0].facts.income_month") is None
    assert cells.rows()[0].get("amount") is None and cells.rows()[0].get("kind") == "wage"


def test_what_is_typed_in_an_open_cell_is_taken_back_before_the_page_takes_back_more(
    page: IntakePage, qtbot: QtBot
) -> None:
    typed_over(page, PHONE, "13859990099", qtbot)
    page.desk.show_section(Section.HOUSEHOLD)
    panel_of(page, Section.HOUSEHOLD).grid.go_to(1, "name")  # type: ignore[union-attr]  # the household's
    settled(qtbot)
    write("x")
    undo()
    assert page.sheet.get(PHONE) == "13859990099", "only the letter in the cell went back"
    settled(qtbot)
    undo()
    assert page.sheet.get(PHONE) == "13859990001"
    read(page, qtbot)


def test_a_policy_that_was_left_out_is_chosen_again(page: IntakePage, qtbot: QtBot) -> None:
    answer = page.sheet.assessment.answer if page.sheet.assessment else None
    assert answer is not None
    row = next(row for row in answer.policies if row.verdict is Verdict.ELIGIBLE)
    page.desk.choices.drop(row.policy, "不需要。")
    settled(qtbot)
    page.desk.match.to_list()
    undo()
    assert page.desk.choices.is_chosen(row.policy, row.verdict)
    read(page, qtbot)


def test_what_the_reading_mends_is_no_step_of_its_own(page: IntakePage, qtbot: QtBot) -> None:
    typed_over(page, NAME, "陈  水木", qtbot)
    press(Qt.Key.Key_Return)
    read(page, qtbot)
    undo()
    read(page, qtbot)
    assert page.sheet.get(NAME) == "陈水木"
    with qtbot.waitSignal(page.said, timeout=PATIENCE):
        undo()
    assert page.sheet.undo() is None


def test_what_was_undone_is_what_the_draft_keeps(page: IntakePage, office: Office, qtbot: QtBot) -> None:
    typed_over(page, PHONE, "13859990099", qtbot)
    undo()
    read(page, qtbot)
    (draft,) = drafts.drafts(office)
    assert drafts.load_draft(office, draft.id)["people"][0]["phone"] == "13859990001"  # type: ignore[index]  # JSON


def test_another_intake_has_nothing_of_this_one_to_undo(page: IntakePage, qtbot: QtBot) -> None:
    typed_over(page, PHONE, "13859990099", qtbot)
    page.start()
    qtbot.waitUntil(lambda: page.sheet.is_blank, timeout=PATIENCE)
    undo()
    assert page.sheet.is_blank
    read(page, qtbot)


def test_the_steps_that_are_kept_are_bounded(page: IntakePage) -> None:
    for n in range(history.AT_MOST + 20):
        page.sheet.history._moment.stop()
        page.sheet.put(PHONE if n % 2 else "household.address", f"莲花镇云埔村{n}号")
    taken = 0
    while page.sheet.undo() is not None:
        taken += 1
    assert taken == history.AT_MOST


def test_the_list_of_keys_names_undo_and_redo(page: IntakePage) -> None:
    told = {keys.shown(action): action.text() for action in keys.actions_of(page)}
    assert "Ctrl+Z" in told and any(key.startswith("Ctrl+Y") for key in told)
