"""What was changed in a letter: by paragraph and by word, and a warning for each change that weighs."""

from __future__ import annotations

import pytest

from counter.demonstration import sample_case, sample_set
from counter.letters import word
from counter.letters.content import Content
from counter.letters.differences import Mark, difference, warnings
from counter.letters.letter import paragraphs
from counter.text import translate


@pytest.fixture(scope="module")
def granted() -> tuple[Content, tuple[str, ...]]:
    """A letter that grants, and its paragraphs as Word has them."""
    said = sample_set.samples().content("D19")
    return said, paragraphs(word.filled(said, word.template("D19")))


def marked(before: list[str], after: list[str]) -> list[list[tuple[str, str]]]:
    return [[(one.mark.value, one.text) for one in found.pieces] for found in difference(before, after)]


def test_a_changed_word_is_shown_inside_its_paragraph() -> None:
    assert marked(["家庭人均月收入 1,020 元。"], ["家庭人均月收入 1,320 元。"]) == [
        [("kept", "家庭人均月收入 "), ("removed", "1,020"), ("added", "1,320"), ("kept", " 元。")]
    ]


def test_paragraphs_that_came_and_went_are_shown_whole() -> None:
    before = ["一、事实", "收入高于标准。", "二、决定"]
    after = ["一、事实", "二、决定", "三、其他可以申请的救助"]
    assert marked(before, after) == [
        [("kept", "一、事实")],
        [("removed", "收入高于标准。")],
        [("kept", "二、决定")],
        [("added", "三、其他可以申请的救助")],
    ]


def test_every_paragraph_of_both_can_be_put_together_again(granted: tuple[Content, tuple[str, ...]]) -> None:
    _said, before = granted
    after = [*before[3:], "补充一段。", before[0].replace("区", "市")]
    found = difference(before, after)
    for side, out in ((before, Mark.ADDED), (after, Mark.REMOVED)):
        texts = ["".join(one.text for one in p.pieces if one.mark is not out) for p in found]
        assert [one for one in texts if one] == [*side]


CHANGES = {
    "the amount": ("¥1,200.00", "¥1,300.00", "1,300.00"),
    "the amount in words": ("壹仟贰佰元整", "壹仟叁佰元整", "壹仟叁佰元整"),
    "a name": (sample_case.NAMES[1], "叶大明", sample_case.NAMES[1]),
    "the number of the case": (sample_case.NUMBER, "350212105-20261123-0008-K", sample_case.NUMBER),
    "the remedies": ("六十日内", "三十日内", "六十日内"),
    "where to object": ("集美区人民法院", "同安区人民法院", "集美区人民法院"),
    "the day of the decision": ("2026年12月10日", "2026年12月11日", "2026年12月10日"),
    "the month in which it begins": ("2026年12月", "2027年1月", "2026年12月"),
    "what is decided": ("决定同意", "决定不同意", "决定同意"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_that_weighs_is_warned_about(what: str, granted: tuple[Content, tuple[str, ...]]) -> None:
    said, before = granted
    old, new, told = CHANGES[what]
    assert any(old in one for one in before)
    after = [one.replace(old, new) for one in before]
    found = [translate(one) for one in warnings(said, before, after)]
    assert any(told in one for one in found), found


def test_a_kinder_sentence_is_not_warned_about(granted: tuple[Content, tuple[str, ...]]) -> None:
    said, before = granted
    assert warnings(said, before, [*before[:-3], "有不明白的，欢迎来问。", *before[-3:]]) == ()
    assert warnings(said, before, [one.replace("（户）", "（ 户 ）") for one in before]) == ()
