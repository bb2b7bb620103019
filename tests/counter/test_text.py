"""Words for people: amounts in capitals, masks, days, money, states and problems."""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import counter.cases
import counter.catalogue
from counter import text
from counter.cases.values import shown
from counter.cases.workflow import CaseState, ReferralState, ReturnReason
from counter.catalogue.model import DepartmentKind
from counter.errors import Problem, Refused
from counter.text import amount_in_words, display, mask_account, mask_id, mask_name, mask_phone, yuan


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    text.set_language("zh_CN")
    yield
    text.set_language("zh_CN")


# --- amounts in words ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("0.05", "伍分"),
        ("10.00", "壹拾元整"),
        ("105.00", "壹佰零伍元整"),
        ("1002.30", "壹仟零贰元叁角"),
        ("10000.05", "壹万元零伍分"),
        ("100010.00", "壹拾万零壹拾元整"),
        ("3280.00", "叁仟贰佰捌拾元整"),
        ("0", "零元整"),
        ("0.30", "叁角"),
        ("1234.50", "壹仟贰佰叁拾肆元伍角"),
        ("100000000", "壹亿元整"),
        ("100000005.06", "壹亿零伍元零陆分"),
        ("1200000340.5", "壹拾贰亿零叁佰肆拾元伍角"),
        ("1000000001000", "壹万亿零壹仟元整"),
        ("-9.90", "负玖元玖角"),
    ],
)
def test_amounts_are_written_in_capitals(figure: str, words: str) -> None:
    assert amount_in_words(Decimal(figure)) == words


DIGIT = {character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")}
SMALL = {"拾": 10, "佰": 100, "仟": 1000}


def read_aloud(words: str) -> int:
    """Read an amount in capitals back to fen, by another road: one pass with a running section."""
    fen = section = digit = total = 0
    for character in words:
        if character in DIGIT:
            digit = DIGIT[character]
        elif character in SMALL:
            section += digit * SMALL[character]
            digit = 0
        elif character == "万":
            total += (section + digit) * 10_000
            section = digit = 0
        elif character == "亿":
            total = (total + section + digit) * 100_000_000
            section = digit = 0
        elif character == "元":
            fen += (total + section + digit) * 100
            total = section = digit = 0
        elif character == "角":
            fen += digit * 10
            digit = 0
        elif character == "分":
            fen += digit
            digit = 0
        else:
            assert character == "整"
    return fen


D = "[壹贰叁肆伍陆柒捌玖]"
SKIPPED = f"仟{D}拾|[仟佰]{D}[元万亿]|万{D}[拾佰元]|亿{D}[拾佰元万]|亿{D}仟[^万]*元"
"""A place left out with no 零 for it."""
ILL_FORMED = re.compile(f"零零|零[拾佰仟万亿角分]|万零.仟|零元[^整]|{SKIPPED}")


def test_a_hundred_thousand_amounts_read_back_as_they_were() -> None:
    chance = random.Random(20261124)
    for size in range(100_000):
        # Every size equally often, and many zeros inside.
        figure = int("".join(chance.choices("000123456789", k=size % 17 + 1)))
        words = amount_in_words(Decimal(figure) / 100)
        assert read_aloud(words) == figure
        assert not ILL_FORMED.search(words), words
        assert words.endswith("整") == (figure % 100 == 0)
        assert figure % 100 == 0 or words[-1] != "零"


@given(st.integers(1, 10**16 - 1), st.integers(1, 10**16 - 1))
def test_different_yuan_read_differently(one: int, other: int) -> None:
    same = amount_in_words(Decimal(one)) == amount_in_words(Decimal(other))
    assert same == (one == other)


@pytest.mark.parametrize("figure", ["0.001", "1E+16", "NaN", "Infinity"])
def test_what_is_no_amount_has_no_words(figure: str) -> None:
    with pytest.raises(ValueError, match="amount in words"):
        amount_in_words(Decimal(figure))


# --- figures, days, masks ------------------------------------------------------------------------


def test_yuan_are_shown_with_two_decimals_and_thousands() -> None:
    assert yuan(123_450) == "¥1,234.50"
    assert yuan(Decimal("1234.5")) == "¥1,234.50"
    assert yuan(Fraction(2, 3)) == "¥0.67"
    assert yuan(-5) == "-¥0.05"
    assert yuan(123_456_789_000) == "¥1,234,567,890.00"


def test_half_a_fen_is_rounded_away_from_zero() -> None:
    assert [text.to_fen(Fraction(n, 1000)) for n in (5, 4, -5, -4)] == [1, 0, -1, 0]


def test_plain_numbers_carry_no_padding() -> None:
    assert [text.plain_number(Fraction(*p)) for p in ((620, 1), (13, 20), (-1, 3), (0, 1))] == [
        "620",
        "0.65",
        "-0.3333",
        "0",
    ]


def test_days_are_written_without_leading_zeros() -> None:
    assert text.chinese_date(date(2026, 11, 5)) == "2026年11月5日"
    assert text.chinese_weekday(date(2026, 11, 5)) == "星期四"
    moment = datetime(2026, 11, 5, 16, 5, tzinfo=UTC)
    assert text.chinese_moment(moment) == "2026年11月6日 0:05"
    assert text.local_day(moment) == date(2026, 11, 6)
    assert text.local_day(text.noon(date(2026, 1, 1))) == date(2026, 1, 1)


def test_masks_keep_what_a_person_needs_to_know_their_own() -> None:
    assert mask_id("350212195203040010") == "3502**********0010"
    assert mask_id("E12345678") == "E1*****78"
    assert mask_id("1234567") == "*******"
    assert mask_phone("13812345678") == "138****5678"
    assert mask_phone("7022222") == "****222"
    assert mask_account("6222020200112233445") == "***************3445"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张小三", "张*三"),
        ("欧阳小三", "欧**三"),
        ("阿卜杜拉·买买提", "阿***·**提"),
        ("𠮷田𬭎", "𠮷*𬭎"),
        ("龘", "*"),
        ("", ""),
        ("葛\U000e0100三郎", "葛\U000e0100*郎"),
    ],
)
def test_names_that_leave_the_counter_are_masked_by_character(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.text(min_size=0, max_size=40))
def test_no_mask_gives_more_than_it_hides(number: str) -> None:
    for mask in (mask_id, mask_phone, mask_account):
        masked = mask(number)
        assert len(masked) == len(number)
        assert len(number) < 3 or sum(a != b or b == "*" for a, b in zip(number, masked, strict=True)) >= 1


# --- translation ---------------------------------------------------------------------------------


def enumerations() -> list[type[Enum]]:
    found = set()
    for room in (counter.cases, counter.catalogue):
        for module in pkgutil.iter_modules(room.__path__):
            loaded = importlib.import_module(f"{room.__name__}.{module.name}")
            found |= {
                value
                for value in vars(loaded).values()
                if isinstance(value, type) and issubclass(value, Enum) and value.__module__ == loaded.__name__
            }
    return sorted(found, key=lambda enumeration: enumeration.__name__)


NOT_SHOWN = {"Op", "FileClass", "Private", "Source", "Use"}
"""Signs of the rule grammar, Chinese by itself, told in sentences of its own, or kept on the record."""


def test_every_state_has_a_word() -> None:
    for enumeration in enumerations():
        if enumeration.__name__ in NOT_SHOWN:
            continue
        for state in enumeration:
            assert re.search("[一-鿿]", display(state)), state


def test_states_read_as_on_the_boards() -> None:
    words = [display(state) for state in (ReferralState.SENT, ReferralState.SIGNED, ReferralState.DECIDED)]
    assert words == ["待签收", "在办", "已办结"]
    assert display(CaseState.AWAITING_PAPERS) == "待补正"
    assert display(ReturnReason.NOT_OURS) == "非本部门职责"


def test_a_state_without_a_word_is_a_bug() -> None:
    class Unheard(Enum):
        OF = "of"

    with pytest.raises(KeyError):
        display(Unheard.OF)


def test_a_problem_is_told_in_chinese_with_its_states_in_words() -> None:
    problem = Problem(
        "A referral that is {state} cannot be changed by: {move}.",
        params={"state": ReferralState.DECIDED, "move": DepartmentKind.CHARITY},
    )
    assert text.translate(problem) == "转办件现在是“已办结”，不能慈善组织。"


def test_parameters_are_put_in_words() -> None:
    problem = Problem(
        "{day} {money} {list} {inner} {gone}",
        params={
            "day": date(2026, 11, 5),
            "money": Fraction(13, 20),
            "list": ("户口簿", "身份证"),
            "inner": Problem("Withdrawn"),
        },
    )
    assert text.translate(problem) == "2026年11月5日 0.65 户口簿、身份证 已撤回 {gone}"
    text.set_language("en")
    assert text.translate(problem) == "2026-11-05 0.65 户口簿, 身份证 Withdrawn {gone}"


def test_what_a_person_typed_is_not_put_in_other_words() -> None:
    """`Granted` is a state, but also a name; what somebody typed, or a name in a file, stays as it is."""
    state = Problem("{value}", params={"value": "Granted"})
    typed = Problem("{value}", params={"value": shown("Granted")})
    assert text.translate(state) == "同意"
    assert text.translate(typed) == "Granted"


def test_what_a_person_typed_is_never_read_as_a_pattern() -> None:
    problem = Problem("{name} and {other}", params={"name": "{other}", "other": "{0.__class__}%s"})
    assert text.translate(problem) == "{other} and {0.__class__}%s"


def test_every_problem_of_a_refusal_is_said_at_its_field() -> None:
    refused = Refused.because([Problem("Withdrawn", "people[0]"), Problem("Duplicate")])
    assert text.say(refused) == [("people[0]", "已撤回"), ("", "重复")]


def test_english_is_the_source_itself() -> None:
    text.set_language("en")
    assert text.language() == "en"
    assert display(ReferralState.SENT) == "Waiting to be signed for"
    assert text.ngettext("{n} case", "{n} cases", 2) == "2 cases"
