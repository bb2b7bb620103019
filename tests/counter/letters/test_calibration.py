"""A printer that is off is measured on paper and set right: the page moves by exactly what was entered."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator

import pikepdf
import pytest
from PIL import Image, ImageChops

from counter.letters.calibration import CROSS, Shift, draw
from counter.letters.imposing import FURTHEST, imposed
from counter.letters.looks import Size
from counter.letters.paper import Paper

TEN_A_MILLIMETRE = 254
"""Dots per inch."""


def seen(pdf: bytes) -> Image.Image:
    """The page, ten dots a millimetre, ink white on black."""
    done = subprocess.run(
        ["pdftoppm", "-r", str(TEN_A_MILLIMETRE), "-gray", "-"], input=pdf, capture_output=True, check=True
    )
    assert not done.stderr
    return ImageChops.invert(Image.open(io.BytesIO(done.stdout)).convert("L"))


@pytest.fixture(scope="module")
def page() -> bytes:
    return draw(Size.A5, "窗口打印机")


def test_each_cross_stands_two_centimetres_from_both_edges(page: bytes) -> None:
    picture = seen(page)
    wide, high = (round(10 * side) for side in Size.A5.value)
    assert abs(picture.width - wide) <= 1 and abs(picture.height - high) <= 1
    at = round(10 * CROSS)
    for x in (at, wide - at):
        for y in (at, high - at):
            across = picture.crop((x - 60, y - 3, x + 60, y + 3)).getbbox()
            upright = picture.crop((x - 3, y - 60, x + 3, y + 60)).getbbox()
            assert across is not None and across[2] - across[0] > 115
            assert upright is not None and upright[3] - upright[1] > 115
            assert not picture.crop((x + 10, y + 10, x + 50, y + 50)).getbbox(), "nothing beside the lines"


def test_a_page_moves_by_exactly_what_was_entered(page: bytes) -> None:
    before, after = seen(page), seen(imposed(page, right=3.0, down=-2.0))
    wide, high = before.size
    assert after.size == before.size
    moved = after.crop((30, 0, wide, high - 20))
    assert ImageChops.difference(moved, before.crop((0, 20, wide - 30, high))).getextrema()[1] < 40


def test_the_file_stays_sound_and_says_the_same(page: bytes) -> None:
    moved = imposed(page, right=0.4, down=1.2)
    with pikepdf.open(io.BytesIO(moved)) as pdf:
        assert not pdf.check_pdf_syntax()
        assert [float(side) for side in pdf.pages[0].mediabox] == pytest.approx(
            [0, 0, 419.53, 595.276], abs=0.01
        )
    assert text_of(moved) == text_of(page)
    fonts = subprocess.run(["pdffonts", "-"], input=moved, capture_output=True, check=True).stdout.decode()
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts.splitlines()[2:])


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def test_the_page_says_how_it_was_printed_and_where_to_enter_the_shift(page: bytes) -> None:
    text = text_of(draw(Size.A4, "甲", Shift(1.5, -2.0)))
    assert "向右移1.5毫米、向下移-2毫米" in text and "Ctrl+Shift+P" in text and "应正好长100毫米" in text


def pages_of(pdf: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            yield "text" if "/Contents" in page.obj else "empty"


def test_each_copy_begins_on_a_front_where_both_sides_are_printed() -> None:
    paper = Paper(title="两份", copies=("存根", "交申请人", "村留存"))
    paper.paragraph("一页。")
    dealt = list(pages_of(imposed(paper.pdf(), fronts=(0, 1, 2))))
    assert dealt == ["text", "empty", "text", "empty", "text"]
    assert imposed(paper.pdf(), fronts=(0, 2)) == paper.pdf(), "the third begins on a front already"
    with pikepdf.open(io.BytesIO(imposed(paper.pdf(), right=2.0, fronts=(0, 1)))) as both:
        sizes = {tuple(map(float, page.mediabox)) for page in both.pages}
    assert len(sizes) == 1


def test_a_shift_has_a_bound(page: bytes) -> None:
    with pytest.raises(ValueError, match="mm"):
        imposed(page, right=FURTHEST + 0.1)
