"""Id numbers, relations, names, telephone numbers and accounts, each by itself."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.cases.application import IdType
from counter.cases.contacts import read_account, read_phone
from counter.cases.names import read_name
from counter.cases.people import check_digit, masked, read_id_number
from counter.cases.relations import RELATIONS, SEX_OF_RELATION, read_relation
from counter.errors import Refused

DAY = date(2026, 11, 24)


@pytest.mark.parametrize("number", ["350212195203040010", "350221194508153026", "350212201001011236"])
def test_the_check_digit_is_that_of_the_standard(number: str) -> None:
    assert check_digit(number[:17]) == number[17]


def test_a_number_tells_birth_sex_and_area() -> None:
    number = read_id_number("350221194508153026", IdType.RESIDENT, day=DAY)
    assert (number.birth_date, number.sex, number.area) == (date(1945, 8, 15), "女", "350221")


def test_the_kind_that_a_number_shows_wins() -> None:
    assert read_id_number("820000199001011232", IdType.RESIDENT, day=DAY).id_type is IdType.HMT_RESIDENCE
    assert read_id_number("911124198108030024", IdType.RESIDENT, day=DAY).id_type is IdType.FOREIGN_PERMANENT


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(at: int, by: int) -> None:
    right = "350221194508153026"
    wrong = right[:at] + str((int(right[at]) + by) % 10) + right[at + 1 :]
    with pytest.raises(Refused):
        read_id_number(wrong, IdType.RESIDENT, day=DAY)


@given(st.integers(0, 15))
def test_two_exchanged_digits_are_always_noticed(at: int) -> None:
    right = "350221194508153026"
    wrong = right[:at] + right[at + 1] + right[at] + right[at + 2 :]
    if wrong == right:
        assert read_id_number(wrong, IdType.RESIDENT, day=DAY).number == right
    else:
        with pytest.raises(Refused):
            read_id_number(wrong, IdType.RESIDENT, day=DAY)


def test_a_person_can_be_born_on_the_day_but_not_after_it() -> None:
    newborn = "35021220261124281"
    number = newborn + check_digit(newborn)
    assert read_id_number(number, IdType.RESIDENT, day=DAY).birth_date == DAY
    with pytest.raises(Refused, match="future"):
        read_id_number(number, IdType.RESIDENT, day=date(2026, 11, 23))


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("350212195203040010", "3502**********0010"),
        ("350212 19520304 0010", "3502** ******** 0010"),
        ("13900000001", "139****0001"),
        ("H12345678", "H*******8"),
        ("abc", "***"),
    ],
)
def test_a_mask_leaves_the_ends_and_the_spaces(text: str, hidden: str) -> None:
    assert masked(text) == hidden


def test_every_relation_can_be_said_by_code_and_by_word() -> None:
    for code, word in RELATIONS.items():
        assert read_relation(code) == code
        assert read_relation(word) == code
    assert SEX_OF_RELATION["12"] == "女"
    assert "10" not in SEX_OF_RELATION


@pytest.mark.parametrize(("said", "nearest"), [("98", "97"), ("19", "20"), ("孙女儿", "孙女")])
def test_an_unknown_relation_is_refused_with_the_nearest(said: str, nearest: str) -> None:
    with pytest.raises(Refused) as refused:
        read_relation(said)
    assert nearest in (refused.value.params["code"], refused.value.params["word"])


@given(st.text(alphabet="张王李𠮷𬎆䶮·", min_size=1, max_size=12))
def test_chinese_characters_are_kept_exactly(text: str) -> None:
    if text.strip("·") != text or "··" in text:
        with pytest.raises(Refused):
            read_name(text, longest=80, id_type=IdType.RESIDENT)
    else:
        parsed = read_name(text, longest=80, id_type=IdType.RESIDENT)
        assert (parsed.value, parsed.mended) == (text, False)


def test_a_very_long_name_is_refused_at_once() -> None:
    with pytest.raises(Refused, match="at most"):
        read_name("张 " * 1_000_000, longest=80)


@pytest.mark.parametrize("number", ["00000000000", "99999999999", "12900000000"])
def test_a_number_of_the_right_length_is_not_called_too_short(number: str) -> None:
    with pytest.raises(Refused, match="begins with"):
        read_phone(number)


@given(st.text())
def test_reading_contacts_fails_only_by_refusing(text: str) -> None:
    for read in (read_phone, read_account, read_relation):
        try:
            kept = read(text)
        except Refused:
            continue
        assert read(kept) == kept
