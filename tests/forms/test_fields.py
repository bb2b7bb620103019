"""Fields hand over what was typed, and answer to one key each."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from counter.catalogue.model import Catalogue, FactType
from forms.choice_fields import ChoiceField, TriStateField
from forms.fact_fields import field_for, usual_words
from forms.fields import FigureField, IdNumberField, ProseField, SuggestField, TextField
from forms.rows import FieldRow
from forms.set_field import SetField
from tests.forms.hands import focused, press, shown, write

SCHOOLS = [("小学", "小学"), ("初中", "初中"), ("普通高中", "普通高中"), ("不在读", "不在读")]


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    QVBoxLayout(widget)
    qtbot.addWidget(widget)
    return widget


def put(page: QWidget, *fields: QWidget) -> None:
    layout = page.layout()
    assert layout is not None
    for field in fields:
        layout.addWidget(field)
    page.show()
    page.activateWindow()
    assert QTest.qWaitForWindowActive(page)
    fields[0].setFocus()


def test_enter_goes_on_to_the_next_field(page: QWidget) -> None:
    first, second = TextField(), TextField()
    put(page, first, second)
    write("abc")
    press(Qt.Key.Key_Return)
    assert focused() is second
    assert first.value() == "abc"


def test_an_id_number_is_told_at_its_eighteenth_character_in_whatever_width(page: QWidget) -> None:
    field = IdNumberField()
    put(page, field, TextField())
    told: list[str] = []
    field.completed.connect(told.append)
    write("3502211949 0305202")
    assert told == []
    write("x")
    assert told == ["35022119490305202X"]


def test_a_name_comes_through_an_input_method(page: QWidget) -> None:
    field = TextField()
    put(page, field)
    write("张𬍛")
    assert field.value() == "张𬍛"


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        (Qt.Key.Key_1, True),
        (Qt.Key.Key_Y, True),
        (Qt.Key.Key_2, False),
        (Qt.Key.Key_N, False),
        (Qt.Key.Key_3, None),
        (Qt.Key.Key_Space, None),
    ],
)
def test_one_key_says_yes_no_or_not_asked(page: QWidget, key: Qt.Key, answer: bool | None) -> None:
    field = TriStateField()
    put(page, field)
    field.set_value(answer is None)
    press(key)
    assert field.value() is answer


def test_not_asked_is_not_no(page: QWidget) -> None:
    field = TriStateField()
    put(page, field)
    assert field.value() is None


def test_an_answer_set_from_elsewhere_is_no_answer_of_the_clerk(page: QWidget) -> None:
    field = TriStateField()
    put(page, field)
    told: list[bool] = []
    field.edited.connect(lambda: told.append(True))
    field.set_value(True)
    assert field.value() is True and told == []


def test_initials_find_an_entry_of_a_list(page: QWidget) -> None:
    field = ChoiceField(SCHOOLS)
    put(page, field, TextField())
    write("ptgz")
    assert field.value() == "普通高中"
    press(Qt.Key.Key_Delete)
    assert field.value() is None
    write("xx")
    press(Qt.Key.Key_Return)
    assert field.value() == "小学" and focused() is not field


def test_a_value_that_no_list_knows_is_kept_and_shown(page: QWidget) -> None:
    field = ChoiceField(SCHOOLS)
    field.set_value("私塾")
    assert field.value() == "私塾" and field.currentText() == "私塾"


def test_a_set_knows_none_from_not_asked(page: QWidget) -> None:
    field = SetField([("低保", "低保"), ("孤儿", "孤儿")])
    put(page, field)
    assert field.value() is None
    press(Qt.Key.Key_0)
    assert field.value() == []
    press(Qt.Key.Key_Delete)
    assert field.value() is None


def test_a_set_is_ticked_by_keys_in_its_list(page: QWidget, qtbot: QtBot) -> None:
    field = SetField([("低保", "低保"), ("特困", "特困"), ("孤儿", "孤儿")], open_ended=True)
    put(page, field)
    field.open_list()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    assert focused() is not field
    write("ge")
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    assert field.value() == ["孤儿"]


def test_a_figure_carries_its_unit_and_hands_over_what_was_typed(page: QWidget) -> None:
    field = FigureField("元/人·月")
    put(page, field)
    write("１,234.5")
    assert field.value() == "１,234.5"
    assert field.unit.text() == "元/人·月"


def test_usual_words_are_written_by_one_key(page: QWidget, catalogue: Catalogue) -> None:
    fact = catalogue.facts["person.hukou_district"]
    assert usual_words(fact, catalogue) == ["同安区"]
    field = SuggestField(["同安区"])
    put(page, field)
    press(Qt.Key.Key_1)
    assert field.value() == "同安区"
    write("1")
    assert field.value() == "同安区1", "a figure is a figure once something stands there"


def test_enter_leaves_a_long_text_and_shift_enter_begins_a_line(page: QWidget) -> None:
    prose, after = ProseField(), TextField()
    put(page, prose, after)
    write("one")
    press(Qt.Key.Key_Return, shift=True)
    write("two")
    press(Qt.Key.Key_Return)
    assert prose.value() == "one\ntwo" and focused() is after


def test_every_fact_has_a_field_and_takes_its_own_kind_of_value(qapp: object, catalogue: Catalogue) -> None:
    samples = {
        FactType.BOOLEAN: True,
        FactType.INTEGER: "3",
        FactType.NUMBER: "12.5",
        FactType.DATE: "2015-03-02",
        FactType.STRING: "同安区",
        FactType.RECEIVED: ["civil-affairs.dibao"],
    }
    for fact in catalogue.facts.values():
        value = samples.get(fact.type, [fact.values[0]] if fact.type is FactType.SET else fact.values[:1])
        if fact.type is FactType.ENUM:
            value = fact.values[0]
        field = field_for(fact, catalogue)
        field.set_value(value)
        assert field.value() == value, fact.name


def test_what_is_wrong_stands_at_the_field_and_hides_no_room_when_nothing_is(page: QWidget) -> None:
    row = FieldRow("Id number", TextField())
    put(page, row)
    assert not row.told.isVisible()
    row.show_problem("An id number has 18 characters.")
    assert row.told.isVisible() and row.field.widget().property("wrong") == "yes"
    row.show_note("Mended.")
    assert row.told.text() == "An id number has 18 characters.", "a note never hides a problem"
    row.show_problem("")
    assert not row.told.isVisible()


def test_a_screen_reader_hears_the_label_of_the_field(page: QWidget) -> None:
    tri = TriStateField()
    put(page, FieldRow("本区户籍", tri))
    assert tri.buttons[0].accessibleName().startswith("本区户籍")


def test_a_choice_finds_real_answers_before_the_empty_one_by_code_too_and_after_a_slip(qtbot: QtBot) -> None:
    field = ChoiceField([("a", "烈士遗属"), ("b", "无"), ("02", "户主"), ("wage", "工资性收入")])
    qtbot.addWidget(field)
    shown(field)
    field.setFocus()
    write("w")
    assert field.value() == "b", "neither 未问 nor the code of another"
    field.set_value(None)
    write("02")
    assert field.value() == "02"
    field.set_value(None)
    write("xg")
    assert field.value() == "wage", "the slip is forgotten with the next letter"
