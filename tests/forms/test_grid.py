"""A grid is filled from the keyboard, cell by cell, and takes a spreadsheet's cells as they are."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from forms.fields import TextField
from forms.grid import Grid
from forms.grid_model import Column, GridModel
from tests.forms.hands import focused, press, settled, write

COLUMNS = (
    Column("name", "姓名", width=80),
    Column("school", "就读", choices=(("小学", "小学"), ("初中", "初中")), width=80),
    Column("told", "年龄", told=True, width=60),
    Column("phone", "电话", stretch=True),
)


@pytest.fixture
def grid(qtbot: QtBot) -> Iterator[Grid]:
    page = QWidget()
    layout = QVBoxLayout(page)
    made, after = Grid("成员", COLUMNS, at_most=4), TextField()
    after.setObjectName("after")
    layout.addWidget(made)
    layout.addWidget(after)
    page.resize(600, 300)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    made.go_to(0, "name")
    settled(qtbot)
    yield made


def test_a_row_is_typed_by_enter_alone_and_the_next_one_waits(grid: Grid, qtbot: QtBot) -> None:
    write("高小明")
    press(Qt.Key.Key_Return)
    write("cz")
    press(Qt.Key.Key_Return)
    write("13850000001")
    press(Qt.Key.Key_Return)
    assert grid.cells.rows() == [{"name": "高小明", "school": "初中", "phone": "13850000001"}]
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (1, 0)


def test_enter_in_the_empty_row_leaves_the_grid(grid: Grid) -> None:
    press(Qt.Key.Key_Return)
    assert focused().objectName() == "after"


def test_a_cell_that_is_told_is_passed_over(grid: Grid) -> None:
    write("高小明")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert grid.currentIndex().column() == 3


def test_ctrl_d_takes_over_the_cell_above(grid: Grid, qtbot: QtBot) -> None:
    grid.cells.set_rows([{"name": "高小明", "school": "小学"}, {"name": "高小芳"}])
    grid.go_to(1, "school")
    settled(qtbot)
    press(Qt.Key.Key_D, ctrl=True)
    assert grid.cells.rows()[1]["school"] == "小学"


def test_a_spreadsheets_cells_are_pasted_with_their_words(grid: Grid, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("李四\t小学\t\t138\r\n王五\t初中\t\t139\r\n")
    press(Qt.Key.Key_V, ctrl=True)
    settled(qtbot)
    assert grid.cells.rows() == [
        {"name": "李四", "school": "小学", "phone": "138"},
        {"name": "王五", "school": "初中", "phone": "139"},
    ]


def test_more_rows_than_fit_are_not_pasted(grid: Grid) -> None:
    assert grid.cells.paste(0, 0, [[str(n)] for n in range(9)]) == 4
    assert len(grid.cells.rows()) == 4


def test_rows_are_inserted_and_removed_by_key(grid: Grid, qtbot: QtBot) -> None:
    grid.cells.set_rows([{"name": "a"}, {"name": "b"}])
    grid.go_to(1, "name")
    settled(qtbot)
    press(Qt.Key.Key_Insert)
    assert [row.get("name") for row in grid.cells.rows()] == ["a", None, "b"]
    press(Qt.Key.Key_Delete, ctrl=True)
    assert [row.get("name") for row in grid.cells.rows()] == ["a", "b"]


def test_what_others_find_out_does_not_wipe_out_what_is_being_typed(grid: Grid, qtbot: QtBot) -> None:
    grid.cells.set_rows([{"name": "x"}])
    grid.go_to(0, "name")
    settled(qtbot)
    write("高小")
    grid.cells.set_rows([{"name": "x", "told": "9"}])
    field = focused()
    assert isinstance(field, TextField) and "高小" in field.text()


def test_esc_takes_back_a_cell_and_a_second_one_is_free_for_the_page(grid: Grid, qtbot: QtBot) -> None:
    grid.cells.set_rows([{"name": "高小明"}])
    grid.go_to(0, "name")
    settled(qtbot)
    write("X")
    press(Qt.Key.Key_Escape)
    settled(qtbot)
    assert focused() is grid
    assert grid.cells.rows() == [{"name": "高小明"}]


def test_the_arrows_change_the_row_while_typing(grid: Grid, qtbot: QtBot) -> None:
    grid.cells.set_rows([{"name": "a"}, {"name": "b"}])
    grid.go_to(0, "name")
    settled(qtbot)
    write("x")
    press(Qt.Key.Key_Down)
    assert grid.currentIndex().row() == 1
    assert grid.cells.rows()[0]["name"] == "x"


def test_a_wrong_cell_says_what_is_wrong(grid: Grid) -> None:
    grid.cells.set_rows([{"name": "a"}])
    grid.cells.set_wrong({(0, "name"): "The name is missing."})
    index = grid.cells.index(0, 0)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "The name is missing."
    assert "The name is missing." in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_the_model_keeps_qts_promises(qtbot: QtBot) -> None:
    model = GridModel(COLUMNS, at_most=3)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.setData(model.index(0, 0), "a")
    model.insert_row(0)
    model.setData(model.index(2, 0), "c")
    model.set_rows([{"name": "z"}])
    model.remove_row(0)
    assert tester.model() is model and model.rows() == []


def test_columns_give_way_where_there_is_no_room(qtbot: QtBot) -> None:
    grid = Grid("x", [Column("a", "A", width=100, stretch=True), Column("b", "B", width=100, spare=1)])
    qtbot.addWidget(grid)
    grid.resize(400, 200)
    grid.show()
    assert not grid.isColumnHidden(1)
    grid.resize(160, 200)
    assert grid.isColumnHidden(1)


def test_the_arrows_change_the_row_and_never_what_stands_in_a_choice(grid: Grid) -> None:
    grid.cells.set_rows([{"name": "高秀英", "school": "小学"}, {"name": "陈小满", "school": "初中"}])
    grid.go_to(0, "school")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Up)
    assert grid.currentIndex().row() == 1
    assert [row["school"] for row in grid.cells.rows()] == ["小学", "初中"]


def test_a_cell_that_another_one_tells_is_shown_and_passed_over(grid: Grid) -> None:
    grid.cells.set_rows([{"name": "高秀英"}, {"name": "陈小满", "school": "初中"}])
    grid.cells.set_given({(0, "school"): "小学", (1, "school"): "小学"})
    told, typed = grid.cells.index(0, 1), grid.cells.index(1, 1)
    assert told.data() == "小学" and not told.flags() & Qt.ItemFlag.ItemIsEditable
    assert typed.data() == "初中" and typed.flags() & Qt.ItemFlag.ItemIsEditable
    grid.go_to(0, "name")
    press(Qt.Key.Key_Return)
    assert grid.currentIndex().column() == grid.cells.column_of("phone")
