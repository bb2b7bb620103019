"""Many papers in one file: the same pages as alone, and after a jam no page lost and none twice."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from counter.demonstration import sample_set
from counter.errors import Refused
from counter.letters import pdf
from counter.letters.batch import pages_of, write_file
from counter.letters.parts import Content
from counter.letters.pdffile import About
from counter.letters.sheets import Print

CODES = ("D07", "D19", "D20", "D31")


@pytest.fixture(scope="module")
def contents() -> list[Content]:
    samples = sample_set.samples()
    return [samples.content(code) for code in CODES]


@pytest.fixture(scope="module")
def batch(contents: list[Content], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("batch") / "batch.pdf"
    write_file(path, About("一批"), ((one, Print()) for one in contents))
    return path


def text_of(path: Path) -> list[str]:
    told = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return told.stdout.decode().split("\f")[:-1]


def test_a_batch_says_page_for_page_what_its_papers_say_alone(
    contents: list[Content], batch: Path, tmp_path: Path
) -> None:
    alone: list[str] = []
    for place, one in enumerate(contents):
        (single := tmp_path / f"{place}.pdf").write_bytes(pdf.draw(one, Print()))
        alone += text_of(single)
    assert text_of(batch) == alone
    subprocess.run(["qpdf", "--check", str(batch)], check=True, capture_output=True)


def test_each_paper_has_its_bookmark_and_embeds_each_font_once(contents: list[Content], batch: Path) -> None:
    with pikepdf.open(batch) as file:
        with file.open_outline() as outline:
            assert len(outline.root) == len(contents)
        fonts = [str(one.BaseFont) for one in file.objects if is_font(one)]
    assert fonts
    assert len(fonts) == len(set(fonts))


def is_font(one: pikepdf.Object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == "/Type0"


def test_a_batch_that_cannot_be_drawn_whole_leaves_no_file(contents: list[Content], tmp_path: Path) -> None:
    def papers() -> Iterator[tuple[Content, Print]]:
        yield contents[0], Print()
        raise Refused("no more")

    with pytest.raises(Refused):
        write_file(tmp_path / "batch.pdf", About("一批"), papers())
    assert list(tmp_path.iterdir()) == []


def test_the_pages_that_came_out_before_are_left_out(
    contents: list[Content], batch: Path, tmp_path: Path
) -> None:
    papers = [(one, Print()) for one in contents]
    first = pages_of(*papers[0])
    whole = text_of(batch)
    for skip in range(first):
        told = write_file(tmp_path / "rest.pdf", About("一批"), papers, skip=skip)
        assert text_of(tmp_path / "rest.pdf") == whole[skip:]
        assert told[-1].last == len(whole) - skip
