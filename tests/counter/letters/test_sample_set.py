"""The whole set of papers as the command writes it: sound, complete to the character, set by the standard."""

from __future__ import annotations

import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest

import main
from counter.demonstration import sample_case, sample_set
from counter.demonstration.sample_list import RECIPIENTS, STEM
from counter.demonstration.sample_sheets import LOOSE
from counter.letters.kinds import KINDS
from counter.letters.looks import LETTER
from counter.letters.paper import Paper
from counter.letters.sheets import LEADINGS

MM = 72 / 25.4
WITHIN = 0.5 * MM
LETTERS = ("D08", "D19", "D20", "D22", "D23", "D24")
A4, ROLL = (210 * MM, 297 * MM), (80 * MM, 100 * MM)


@dataclass(frozen=True)
class Drawn:
    """A piece of text in points from the lower left corner of its page."""

    text: str
    x: float
    right: float
    y: float
    size: float


@pytest.fixture(scope="module")
def made() -> sample_set.Samples:
    return sample_set.samples()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("samples")
    assert main.main(["papers", "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="module")
def texts(folder: Path) -> dict[str, str]:
    """What can be copied out of each file, without spaces and ends of lines."""
    return {code: copied(folder / f"{sample_set.stem(code)}.pdf") for code in KINDS}


def copied(file: Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
    return re.sub(r"\s", "", done.stdout.decode())


def said(value: object) -> Iterator[str]:
    """Every text in a content."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from said(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from said(getattr(value, field.name))


def test_every_kind_has_a_sample_and_its_word_form(folder: Path) -> None:
    wanted = {f"{sample_set.stem(code)}.pdf" for code in KINDS}
    wanted |= {f"{sample_set.stem(code)}.docx" for code, kind in KINDS.items() if kind.word_file}
    wanted |= {f"{one.stem}.pdf" for one in LOOSE} | {f"{STEM}.pdf"}
    assert {file.name for file in folder.iterdir()} == wanted


def test_no_document_from_d01_to_d37_is_left_out_and_the_list_names_each(folder: Path) -> None:
    numbers = {file.name[1:3] for file in folder.glob("D*.pdf")}
    assert numbers == {f"{n:02}" for n in range(1, 38)}
    listed = copied(folder / f"{STEM}.pdf")
    for code in sample_set.CODES:
        assert code in listed, code
    assert set(RECIPIENTS) == set(KINDS)


def test_every_file_is_sound_and_its_pages_are_paper(folder: Path) -> None:
    for file in folder.glob("*.pdf"):
        done = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        with pikepdf.open(file) as opened:
            for page in opened.pages:
                size = ROLL if file.name.startswith("D34") else A4
                assert tuple(map(float, page.mediabox[2:])) == pytest.approx(size, abs=0.1), file.name


def test_every_page_says_that_it_is_an_exercise(folder: Path) -> None:
    for file in folder.glob("*.pdf"):
        with pikepdf.open(file) as opened:
            pages = len(opened.pages)
        assert copied(file).count("演练用件，不具效力") >= pages, file.name
    for file in folder.glob("*.docx"):
        with ZipFile(BytesIO(file.read_bytes())) as parts:
            assert "演练用件，不具效力" in parts.read("word/header1.xml").decode()


def test_every_name_that_a_paper_says_is_copied_out_whole(
    texts: dict[str, str], made: sample_set.Samples
) -> None:
    """Nothing that was said is drawn as something else: a character on paper was asked for."""
    bare = sample_case.NAMES
    met: Counter[str] = Counter()
    for code, text in texts.items():
        asked = "".join(said(made.content(code)))
        for name in bare:
            if name in asked:
                assert name in text, (code, name)
                met[name] += 1
    assert set(met) == set(bare)


def test_the_word_forms_hold_the_names_and_no_field_is_left(folder: Path) -> None:
    for file in folder.glob("*.docx"):
        with ZipFile(BytesIO(file.read_bytes())) as parts:
            text = re.sub("<[^>]*>", "", parts.read("word/document.xml").decode())
        assert sample_case.NAMES[0] in text, file.name
        assert "{{" not in text and "{%" not in text, file.name


# --- fonts ---------------------------------------------------------------------------------------


def fonts_of(page: pikepdf.Page) -> dict[str, pikepdf.Object]:
    return dict(page.resources.get("/Font", {}).items())


def map_to_text(font: pikepdf.Object) -> dict[int, str]:
    """The ToUnicode map of a font, by code."""
    blocks = re.findall("beginbfchar(.*?)endbfchar", font["/ToUnicode"].read_bytes().decode(), re.DOTALL)
    return {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be")
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", "".join(blocks))
    }


def descriptor(font: pikepdf.Object) -> pikepdf.Object:
    return font["/DescendantFonts"][0]["/FontDescriptor"]


def widths_of(font: pikepdf.Object) -> dict[int, float]:
    """The widths of a font in thousandths of its size, by code."""
    inner = font["/DescendantFonts"][0]
    found: defaultdict[int, float] = defaultdict(lambda: float(inner.get("/DW", 1000)))
    told = list(inner.get("/W", []))
    while told:
        first, second, *told = told
        if isinstance(second, pikepdf.Array):
            found |= {int(first) + n: float(width) for n, width in enumerate(second)}
        else:
            width, *told = told
            found |= dict.fromkeys(range(int(first), int(second) + 1), float(width))
    return found


def codes_of(text: bytes) -> list[int]:
    return [int.from_bytes(text[n : n + 2], "big") for n in range(0, len(text), 2)]


def test_every_font_is_embedded_as_a_subset_and_every_glyph_has_its_character(folder: Path) -> None:
    for file in folder.glob("*.pdf"):
        with pikepdf.open(file) as opened:
            for page in opened.pages:
                fonts = fonts_of(page)
                for font in fonts.values():
                    assert re.match(r"/[A-Z0-9]{6}\+", str(font["/BaseFont"])), (file.name, font)
                    assert "/FontFile2" in descriptor(font), file.name
                assert drawn(page), file.name


# --- geometry ------------------------------------------------------------------------------------


def drawn(page: pikepdf.Page) -> list[Drawn]:
    """The upright text of a page, piece by piece; a code without a character fails."""
    fonts = fonts_of(page)
    maps = {name: map_to_text(font) for name, font in fonts.items()}
    all_widths = {name: widths_of(font) for name, font in fonts.items()}
    found: list[Drawn] = []
    turned, stack = False, []
    font, size, spacing = "", 0.0, 0.0
    at = begun = (0.0, 0.0)
    for step in pikepdf.parse_content_stream(page):
        operands = step.operands
        match str(step.operator):
            case "q":
                stack.append(turned)
            case "Q":
                turned = stack.pop()
            case "cm":
                turned = turned or abs(float(operands[1])) > 0.01
            case "BT":
                at = begun = (0.0, 0.0)
            case "Td":
                at = begun = (begun[0] + float(operands[0]), begun[1] + float(operands[1]))
            case "Tf":
                font, size = str(operands[0]), float(operands[1])
            case "Tc":
                spacing = float(operands[0])
            case "Tj":
                codes = codes_of(bytes(operands[0]))
                text = "".join(maps[font][code] for code in codes)
                wide = sum(all_widths[font][code] * size / 1000 + spacing for code in codes)
                if not turned:
                    found.append(Drawn(text, at[0], at[0] + wide - spacing, at[1], size))
                at = (at[0] + wide, at[1])
    return found


def rows_of(pieces: list[Drawn], size: float) -> dict[float, list[Drawn]]:
    """The pieces of one size by their baseline, from the top."""
    rows: dict[float, list[Drawn]] = {}
    for one in pieces:
        if one.size == pytest.approx(size):
            rows.setdefault(round(one.y, 1), []).append(one)
    return dict(sorted(rows.items(), reverse=True))


def text_of(row: list[Drawn]) -> str:
    return "".join(piece.text for piece in row)


def ends_of(row: list[Drawn]) -> tuple[float, float]:
    return min(piece.x for piece in row), max(piece.right for piece in row)


def top_of(baseline: float, leading: float) -> float:
    """The upper edge of a line: its characters, of 16 points, stand in the middle of it."""
    return baseline + 0.88 * 16 + (leading - 16) / 2


def ink_end(piece: Drawn) -> float:
    """Where a piece ends to the eye: the right half of a stop is empty."""
    return piece.right - (piece.size / 2 if piece.text[-1] in "，。、：；）》”" else 0.0)


@pytest.fixture(scope="module")
def letters(folder: Path) -> dict[str, list[list[Drawn]]]:
    """What is drawn on the pages of each letter."""
    found = {}
    for code in LETTERS:
        with pikepdf.open(folder / f"{sample_set.stem(code)}.pdf") as opened:
            found[code] = [drawn(page) for page in opened.pages]
    return found


@pytest.fixture(scope="module")
def pitches(letters: dict[str, list[list[Drawn]]]) -> dict[str, float]:
    """How far apart the lines of each letter are: the commonest distance of neighbours on its first page."""
    return {
        code: Counter(
            round(above - below, 1) for above, below in pairwise(rows_of(pages[0], 16))
        ).most_common(1)[0][0]
        for code, pages in letters.items()
    }


TOP, BOTTOM, LEFT, RIGHT = A4[1] - 37 * MM, 35 * MM, 28 * MM, A4[0] - 26 * MM
"""GB/T 9704-2012, 5.2: 156 by 225 mm, 37 from the top, 28 from the left."""


def test_a_full_page_of_a_letter_is_set_by_the_standard() -> None:
    """GB/T 9704-2012, 5.2: 22 lines of 28 characters of 16 points fill the 156 × 225 mm."""
    paper = Paper(LETTER, title="满页")
    paper.paragraph("经核对查明该家庭人均收入高于标准" * 60)
    with pikepdf.open(BytesIO(paper.pdf())) as opened:
        full = rows_of(drawn(opened.pages[0]), 16)
    assert len(full) == 22
    for n, row in enumerate(full.values()):
        indent = 0 if n else 2
        assert ends_of(row) == pytest.approx((LEFT + 15.8 * indent, RIGHT), abs=WITHIN)
        assert len(text_of(row)) == 28 - indent
    for above, below in pairwise(full):
        assert above - below == pytest.approx(28.99, abs=0.1)
    assert top_of(max(full), 28.99) == pytest.approx(TOP, abs=WITHIN)
    assert top_of(min(full), 28.99) - 28.99 == pytest.approx(BOTTOM, abs=WITHIN)


def test_the_lines_of_a_letter_are_as_far_apart_as_the_letters_know(pitches: dict[str, float]) -> None:
    """The standard's distance, or one of those to which a letter closes up rather than part from its seal."""
    for code, pitch in pitches.items():
        assert min(abs(pitch - one) for one in LEADINGS) <= 0.1, (code, pitch)


def test_every_page_of_a_letter_keeps_its_margins(
    letters: dict[str, list[list[Drawn]]], pitches: dict[str, float]
) -> None:
    """Nothing but marks above and the page number below stands outside the text; it begins at its top."""
    for code, pages in letters.items():
        for number, pieces in enumerate(pages, 1):
            inside = [one for one in pieces if BOTTOM - WITHIN < one.y < A4[1] - 20 * MM]
            assert min(one.x for one in inside) >= LEFT - WITHIN, (code, number)
            assert max(map(ink_end, inside)) <= RIGHT + WITHIN, (code, number)
            assert max(one.y + 0.88 * one.size for one in inside) <= TOP + WITHIN, (code, number)
            if number > 1:
                first = max(rows_of(pieces, 16))
                assert top_of(first, pitches[code]) == pytest.approx(TOP, abs=WITHIN), (code, number)
            outside = [one.y for one in pieces if one.y <= BOTTOM - WITHIN]
            assert min(outside) > 20 * MM and max(outside) < 30 * MM, (code, number)


def test_the_title_of_a_letter_is_of_22_points_in_the_middle_and_its_number_at_the_right(
    letters: dict[str, list[list[Drawn]]],
) -> None:
    for code, pages in letters.items():
        titles = rows_of(pages[0], 22)
        assert 2 <= len(titles) <= 3, code
        for row in titles.values():
            assert sum(ends_of(row)) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=WITHIN), code
        assert max(titles) + 0.88 * 22 + (33 - 22) / 2 == pytest.approx(TOP, abs=WITHIN), code
        below, row = next(iter(rows_of(pages[0], 16).items()))
        assert text_of(row).startswith("(莲花)救") and text_of(row).endswith("号"), code
        assert ends_of(row)[1] == pytest.approx(RIGHT, abs=WITHIN), code
        assert below < min(titles), code


def test_the_pages_of_a_letter_are_numbered_between_dashes_at_the_outer_edge(
    letters: dict[str, list[list[Drawn]]], folder: Path
) -> None:
    """GB/T 9704-2012, 7.5: 14 points, the dashes 7 mm under the text, a character from the edge."""
    for code, pages in letters.items():
        for number, pieces in enumerate(pages, 1):
            (row,) = rows_of([one for one in pieces if one.y < BOTTOM], 14).values()
            assert text_of(row) == f"— {number} —", code
            if number % 2:
                assert ends_of(row)[1] == pytest.approx(RIGHT - 14, abs=WITHIN), code
            else:
                assert ends_of(row)[0] == pytest.approx(LEFT + 14, abs=WITHIN), code
            assert f"第 {number} 页，共 {len(pages)} 页" in "".join(one.text for one in pieces), code
    assert dash_of(folder / f"{sample_set.stem('D19')}.pdf") == pytest.approx(28, abs=0.5)


def dash_of(file: Path) -> float:
    """How many millimetres above the edge of the first page its last dash lies, as it is printed."""
    dots, left, up = 300 / 25.4, 175.5, 35
    where = ["-x", str(int(left * dots)), "-W", str(int(2 * dots)), "-y", str(int((297 - up) * dots))]
    picture = subprocess.run(
        ["pdftoppm", "-gray", "-r", "300", "-l", "1", *where, "-H", str(int(15 * dots)), str(file)],
        capture_output=True,
        check=True,
    ).stdout
    _kind, size, _most, *_ = picture.split(b"\n", 3)
    width, height = map(int, size.split())
    dark = [n // width for n, grey in enumerate(picture[-width * height :]) if grey < 128]
    return up - sum(dark) / len(dark) / dots


def test_the_seal_of_a_letter_has_its_place_over_unit_and_day(
    letters: dict[str, list[list[Drawn]]], pitches: dict[str, float]
) -> None:
    """GB/T 9704-2012, 7.3.5.1: the day 右空四字, the unit centred over it, the seal a line under the text."""
    for code, pages in letters.items():
        rows = rows_of(pages[-1], 16)
        heights = list(rows)
        at = max(n for n, y in enumerate(heights) if re.fullmatch(r"\d+年\d+月\d+日", text_of(rows[y])))
        (day, unit), pitch = (heights[at], heights[at - 1]), pitches[code]
        assert ends_of(rows[day])[1] == pytest.approx(RIGHT - 4 * 16, abs=WITHIN), code
        middle = sum(ends_of(rows[day])) / 2
        assert sum(ends_of(rows[unit])) / 2 == pytest.approx(middle, abs=WITHIN), code
        assert unit - day == pytest.approx(pitch, abs=0.2), code
        # A seal of 42 mm over the middle of unit and day: its upper edge is within a line under the text.
        text = min(one.y for one in pages[-1] if one.y > unit + 1 and "章）" not in one.text)
        above = text - (pitch - 16) / 2 - 0.12 * 16 - (top_of(unit, pitch) - pitch + 21 * MM)
        assert -WITHIN <= above <= pitch, (code, above / MM)
        assert RIGHT - middle >= 21 * MM and middle - LEFT >= 21 * MM, code


# --- other paper ---------------------------------------------------------------------------------


def test_half_sheets_are_alike_on_both_sides_of_the_line_to_tear_along(folder: Path) -> None:
    """存根 above, 交申请人 below, the line for 骑缝章 in the middle of A4; both halves hold the same."""
    with pikepdf.open(folder / f"{sample_set.stem('D05')}.pdf") as opened:
        (page,) = opened.pages
        pieces = drawn(page)
        ruled = [
            float(step.operands[1])
            for step in pikepdf.parse_content_stream(page)
            if str(step.operator) == "m" and float(step.operands[0]) < 10 * MM
        ]
    middle = A4[1] / 2
    assert ruled == pytest.approx([middle], abs=WITHIN)
    (seam,) = [one for one in pieces if "骑缝盖章" in one.text]
    assert seam.y == pytest.approx(middle, abs=seam.size)
    above, below = (
        sorted(
            (round(one.x), round(one.y - foot), one.text) for one in pieces if foot < one.y < foot + middle
        )
        for foot in (middle, 0.0)
    )
    mine = [one for one in above if one[2] not in ("（存根）", seam.text)]
    assert mine == [one for one in below if one[2] not in ("（交申请人）", seam.text)]


def test_a_slip_keeps_within_what_a_roll_printer_reaches(folder: Path) -> None:
    """80 mm of paper, of which 72 are printed on."""
    (file,) = folder.glob("D34-*.pdf")
    with pikepdf.open(file) as opened:
        (page,) = opened.pages
        assert float(page.mediabox[2]) == pytest.approx(80 * MM, abs=0.1)
        pieces = drawn(page)
    assert min(one.x for one in pieces) >= 4 * MM - WITHIN
    assert max(map(ink_end, pieces)) <= 76 * MM + WITHIN
