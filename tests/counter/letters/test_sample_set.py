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
from counter.letters.content import KINDS
from counter.letters.looks import LETTER
from counter.letters.paper import Paper
from counter.letters.sheets import LEADINGS

MM = 72 / 25.4
WITHIN = 0.5 * MM
LETTERS = ("D19", "D20", "D22", "D23", "D24")
A4 = (210 * MM, 297 * MM)


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
    assert {file.name for file in folder.iterdir()} == wanted


def test_every_file_is_sound_and_its_pages_are_paper(folder: Path) -> None:
    for file in folder.glob("*.pdf"):
        done = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        with pikepdf.open(file) as opened:
            for page in opened.pages:
                assert tuple(map(float, page.mediabox[2:])) == pytest.approx(A4, abs=0.1), file.name


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
    at = (0.0, 0.0)
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
                at = (0.0, 0.0)
            case "Td":
                at = (at[0] + float(operands[0]), at[1] + float(operands[1]))
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


def lines_of(pieces: list[Drawn]) -> list[tuple[float, float, float, int]]:
    """Baseline, left, right and number of characters of each line of 16 points, from the top."""
    rows: dict[float, list[Drawn]] = {}
    for one in pieces:
        if one.size == pytest.approx(16):
            rows.setdefault(round(one.y, 1), []).append(one)
    return [
        (y, min(p.x for p in row), max(p.right for p in row), sum(len(p.text) for p in row))
        for y, row in sorted(rows.items(), reverse=True)
    ]


def test_a_full_page_of_a_letter_is_set_by_the_standard() -> None:
    """GB/T 9704-2012, 5.2: 156 × 225 mm, 37 mm from the top, 28 from the left; 22 lines of 28, 16 points."""
    paper = Paper(LETTER, title="满页")
    paper.paragraph("经核对查明该家庭人均收入高于标准" * 60)
    with pikepdf.open(BytesIO(paper.pdf())) as opened:
        full = lines_of(drawn(opened.pages[0]))
    assert len(full) == 22
    for n, (_y, left, right, count) in enumerate(full):
        indent = 0 if n else 2
        assert left == pytest.approx(28 * MM + 15.8 * indent, abs=WITHIN)
        assert right == pytest.approx(A4[0] - 26 * MM, abs=WITHIN)
        assert count == 28 - indent
    for above, below in pairwise(full):
        assert above[0] - below[0] == pytest.approx(28.99, abs=0.1)
    # A line is 28.99 points high; its characters of 16 points stand in the middle of it.
    half = (28.99 - 16) / 2
    assert full[0][0] + 0.86 * 16 + half == pytest.approx(A4[1] - 37 * MM, abs=2 * MM)
    assert full[-1][0] - 0.14 * 16 - half == pytest.approx(35 * MM, abs=2 * MM)


def test_the_lines_of_a_letter_are_as_far_apart_as_the_letters_know(folder: Path) -> None:
    """The standard's distance, or one of those to which a letter closes up rather than part from its seal."""
    for code in LETTERS:
        with pikepdf.open(folder / f"{sample_set.stem(code)}.pdf") as opened:
            heights = [line[0] for page in opened.pages[:1] for line in lines_of(drawn(page))]
        steps = Counter(round(above - below, 1) for above, below in pairwise(heights))
        assert min(abs(steps.most_common(1)[0][0] - one) for one in LEADINGS) <= 0.1, (code, steps)


def test_the_day_of_a_letter_ends_four_characters_from_the_right_under_its_unit(folder: Path) -> None:
    """GB/T 9704-2012, 7.3.5.1: with a seal, 右空四字; the unit is centred over the day."""
    for code in LETTERS:
        with pikepdf.open(folder / f"{sample_set.stem(code)}.pdf") as opened:
            pieces = drawn(opened.pages[-1])
        rows: dict[float, list[Drawn]] = {}
        for one in pieces:
            if one.size == pytest.approx(16):
                rows.setdefault(round(one.y, 1), []).append(one)
        heights = sorted(rows, reverse=True)
        days = [y for y in heights if re.fullmatch(r"\d+年\d+月\d+日", "".join(p.text for p in rows[y]))]
        day = rows[days[-1]]
        unit = rows[heights[heights.index(days[-1]) - 1]]
        right = max(p.right for p in day)
        assert right == pytest.approx(A4[0] - 26 * MM - 4 * 16, abs=WITHIN), code
        middles = [(min(p.x for p in row) + max(p.right for p in row)) / 2 for row in (unit, day)]
        assert middles[0] == pytest.approx(middles[1], abs=WITHIN), code
