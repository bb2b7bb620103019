"""Lines are broken as Chinese is broken, nothing is lost, and no line is too wide."""

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.catalogue.load import load
from counter.letters.atoms import CLOSING, NOT_FIRST, NOT_LAST, Kind, Type, atoms_of
from counter.letters.fonts import Face
from counter.letters.looks import LETTER
from counter.letters.parts import short_title
from counter.letters.titles import break_title
from counter.letters.typeset import Align, Line, least_width, natural_width, set_lines

SONG = Type(Face.SONG, 10, 15)
CHARACTERS = "中国同安区民政局一二三，。、；：？！（）《》“”…—·0123456789¥.,-ABCabc 𬍛𠮷☑☐_\n"


def shown(line: Line) -> str:
    return "".join(piece.text for piece in line.pieces)


def written(text: str, width: float, whole: tuple[str, ...] = ()) -> list[str]:
    return [shown(line) for line in set_lines(text, SONG, width, whole=whole)]


@given(st.text(CHARACTERS, max_size=120), st.floats(30, 300), st.sampled_from(Align))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: float, align: Align) -> None:
    lines = set_lines(text, SONG, width, align=align)
    assert "".join(map(shown, lines)).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    for line in lines:
        assert line.width <= width + 0.01
        for piece in line.pieces:
            # The empty half of the mark that ends a line may hang over.
            over = SONG.size / 2 if piece.text[-1] in CLOSING else 0.0
            assert -SONG.size / 2 - 0.01 <= piece.x
            assert piece.x + piece.width <= width + over + 0.1 * SONG.size


@given(st.text(re.sub("[\n☑☐]", "", CHARACTERS), max_size=120), st.floats(100, 300))
def test_no_line_begins_or_ends_with_the_wrong_mark(text: str, width: float) -> None:
    lines = written(text, width)
    runs_of_marks = any(
        all(c in NOT_FIRST | NOT_LAST for c in text[i : i + 6]) for i in range(max(len(text) - 5, 0))
    )
    for before, after in pairwise(lines):
        # Where marks alone fill a line there is no right place.
        assert runs_of_marks or not (after[0] in NOT_FIRST or before[-1] in NOT_LAST), (before, after)


def test_lines_are_filled_and_the_last_is_not_stretched() -> None:
    first, second, last = set_lines("中" * 25, SONG, 104)
    assert (shown(first), shown(second), shown(last)) == ("中" * 10, "中" * 10, "中" * 5)
    assert first.width == pytest.approx(104)
    assert last.width == pytest.approx(50)


def test_a_mark_hangs_over_rather_than_pulling_a_character_down() -> None:
    assert written("中" * 10 + "。" + "国" * 3, 105) == ["中" * 10 + "。", "国国国"]


def test_a_mark_that_does_not_fit_takes_its_character_along() -> None:
    assert written("中" * 10 + "。" + "国" * 3, 101) == ["中" * 9, "中。国国国"]


def test_neighbouring_marks_close_up() -> None:
    assert natural_width("（《中》）。", SONG) == pytest.approx(45)


def test_dashes_and_dots_stay_in_pairs_and_figures_with_their_unit() -> None:
    assert written("中中中——国国", 35) == ["中中中", "——国", "国"]
    assert written("中中于2026年11月", 50)[0] == "中中于"
    assert written("中中中中收入¥1,280.50元整", 110) == ["中中中中收入", "¥1,280.50元整"]


def test_a_name_is_whole_unless_it_is_longer_than_a_line() -> None:
    assert written("申请人阿卜杜拉·买买提", 80, whole=("阿卜杜拉·买买提",)) == ["申请人", "阿卜杜拉·买买提"]
    assert written("阿卜杜拉·买买提", 50, whole=("阿卜杜拉·买买提",)) == ["阿卜杜拉·", "买买提"]


def test_a_name_with_a_rare_character_is_of_one_kind() -> None:
    fang = Type(Face.FANG, 10, 15)
    faces = {atom.text: atom.face for atom in atoms_of("王喆申请", fang, 500, ("王喆",))}
    assert faces == {"王喆": Face.SONG, "申": Face.FANG, "请": Face.FANG}


def test_the_word_behind_a_box_stays_with_it() -> None:
    assert written("☑最低生活保障 ☐临时救助", 90) == ["☑最低生活保障", "☐临时救助"]


def test_a_long_number_is_broken_rather_than_cut_off() -> None:
    assert "".join(written("3502" * 30, 60)) == "3502" * 30
    assert least_width("公民身份号码350212195203040010", SONG, (), 150) > 80


def test_underscores_are_a_blank() -> None:
    (line,) = set_lines("于____年__月", SONG, 200)
    assert [piece.width for piece in line.pieces if piece.kind is Kind.BLANK] == [20, 10]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("不予最低生活保障决定书", ["不予最低生活保障决定书"]),
        (
            "厦门市同安区莲花镇人民政府社会救助受理通知书",
            ["厦门市同安区莲花镇人民政府", "社会救助受理通知书"],
        ),
        (
            "关于对高某户|停发|最低生活保障金|的告知书告知书",
            ["关于对高某户停发", "最低生活保障金的告知书告知书"],
        ),
        ("厦门市同安区民政局\n通知", ["厦门市同安区民政局", "通知"]),
    ],
)
def test_a_title_is_broken_by_meaning(title: str, lines: list[str]) -> None:
    assert list(break_title(title, SONG, 150)) == lines


@given(st.text("厦门市同安区的关于〔2026〕《》，。ABC |", min_size=1, max_size=60), st.floats(40, 300))
def test_a_title_is_never_too_wide_and_never_lost(title: str, room: float) -> None:
    lines = break_title(title, SONG, room)
    assert "".join(lines) == title.replace("|", "")
    assert all(natural_width(line, SONG) <= room + 0.01 for line in lines)


def test_the_title_of_a_letter_is_a_trapezium_or_a_rhombus_for_every_matter() -> None:
    """GB/T 9704-2012, 7.3.1: its lines grow, shrink, or do one after the other; no line is pinched in."""
    catalogue, room = load(), 156 * 72 / 25.4
    for policy in catalogue.policies_on(date(2026, 11, 23)):
        unit = catalogue.departments[policy.department].official_title
        short = short_title(policy).removesuffix("认定")
        for title in (f"{short}|不予确认决定书", f"{short}|确认通知书", f"拟终止{short}|告知书"):
            lines = [*break_title(unit, LETTER.title, room), *break_title(title, LETTER.title, room)]
            lengths = [len(line) for line in lines]
            assert len(lines) <= 3, lines
            assert lengths[1] >= min(lengths[0], lengths[-1]) - 2, lines
