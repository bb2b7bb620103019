"""What an applicant takes home, in large type: the same words, nothing to be read under 18 points."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO

import pikepdf
import pytest

from counter.demonstration import sample_set
from counter.letters import pdf
from counter.letters.kinds import KINDS
from counter.letters.read_back import text_of_pdf
from counter.letters.sheets import TAKEN_HOME, Print
from tests.counter.letters.test_sample_set import Drawn, drawn

MM = 72 / 25.4
READ = 18


@pytest.fixture(scope="module")
def made() -> sample_set.Samples:
    return sample_set.samples()


def pages_of(data: bytes) -> list[list[Drawn]]:
    with pikepdf.open(BytesIO(data)) as opened:
        return [drawn(page) for page in opened.pages]


def test_all_that_is_to_be_read_is_large_and_says_the_same(made: sample_set.Samples) -> None:
    for kind in sorted(TAKEN_HOME & set(KINDS)):
        content = made.content(kind)
        large = pdf.draw(content, Print(large=True))
        for pieces in pages_of(large):
            small = [one for one in pieces if one.size < READ - 0.01 and one.text.strip()]
            # Small may be: which copy it is, the foot of the last page with its code, the line with numbers.
            body = [one.text for one in small if 75 * MM < one.y < 283 * MM]
            assert all(re.fullmatch("（.*章）|编号和查询码", text) for text in body), (kind, body)
        assert words(text_of_pdf(large)) >= words(text_of_pdf(pdf.draw(content))), kind


def words(text: str) -> Counter[str]:
    """Its characters; those that count pages, and the copies of a page, aside."""
    left = re.sub(r"第\s*\d+\s*页，共\s*\d+\s*页|—\s*\d+\s*—|骑缝盖章|[\s·（）()，。：]", "", text)
    return Counter(set(left))


def test_of_what_stays_at_the_desk_there_is_no_large_edition(made: sample_set.Samples) -> None:
    for kind in ("D09", "D13", "D18"):
        content = made.content(kind)
        assert pdf.draw(content, Print(large=True)) == pdf.draw(content), kind
