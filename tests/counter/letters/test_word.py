"""The papers an office may edit: our templates, and what they say beside our own print."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from counter.demonstration import sample_set
from counter.errors import Refused
from counter.letters import letter_file, pdf, template_check, template_names, word
from counter.letters.decisions import Refusal
from counter.letters.docx_file import W
from counter.letters.kinds import KINDS
from counter.letters.letter import paragraphs
from counter.letters.parts import Content
from counter.letters.sheets import Print

EDITABLE = [kind.code for kind in KINDS.values() if kind.word_file]
LETTERS = ("D08", "D19", "D20", "D22", "D23", "D24")


@pytest.fixture(scope="module")
def said() -> Callable[[str], Content]:
    made = sample_set.samples()
    known: dict[str, Content] = {}

    def content(kind: str) -> Content:
        if kind not in known:
            known[kind] = made.content(kind)
        return known[kind]

    return content


def copied(drawn: bytes) -> str:
    """What can be copied out of a PDF, without spaces and ends of lines."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=drawn, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def test_letters_notices_and_sheets_for_boards_can_be_edited() -> None:
    assert EDITABLE == ["D06", "D08", "D16", "D19", "D20", "D21", "D22", "D23", "D24"]
    assert list(template_names.MUST) == EDITABLE


@pytest.mark.parametrize("kind", EDITABLE)
def test_our_own_template_passes_as_the_office_s_would(kind: str) -> None:
    assert template_check.problems(kind, word.template(kind)) == ()


@pytest.mark.parametrize("kind", EDITABLE)
def test_every_name_that_a_template_may_print_is_explained(kind: str) -> None:
    assert [one.name for one in template_names.names(kind) if not one.means] == []
    assert set(template_names.MUST[kind]) <= {one.name for one in template_names.names(kind)}


@pytest.mark.parametrize("kind", EDITABLE)
def test_word_says_what_our_print_says(kind: str, said: Callable[[str], Content]) -> None:
    """The same words in the same order, to the character: the template filled, read back and drawn."""
    content = said(kind)
    written = word.letter_of(content, word.template(kind))
    assert copied(pdf.draw(written)) == copied(pdf.draw(content))


@pytest.mark.parametrize("kind", EDITABLE)
def test_chinese_type_is_set_for_every_style_and_every_run(kind: str) -> None:
    with ZipFile(BytesIO(word.template(kind))) as packed:
        trees = [
            etree.fromstring(packed.read(f"word/{name}.xml")) for name in ("styles", "document", "footer1")
        ]
    for tree in trees:
        holders = [one for tag in ("style", "r") for one in tree.iter(f"{W}{tag}")]
        for holder in holders:
            if holder.get(f"{W}type") == "table":
                continue
            fonts = holder.find(f"{W}rPr/{W}rFonts")
            assert fonts is not None, etree.tostring(holder)
            assert fonts.get(qn("w:eastAsia")) in ("仿宋", "宋体", "黑体", "楷体")
            assert fonts.get(qn("w:ascii")) == fonts.get(qn("w:eastAsia"))


@pytest.mark.parametrize("kind", LETTERS)
def test_letters_are_set_by_the_standard(kind: str) -> None:
    """GB/T 9704-2012: 37, 28, 26, 35 mm; 仿宋 of 16 points on lines 28.95 points apart; nothing in red."""
    document = Document(BytesIO(word.template(kind)))
    (section,) = document.sections
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(one.mm) for one in margins if one is not None] == [37, 28, 26, 35]
    plain = document.styles["Normal"]
    assert (plain.font.size.pt, plain.paragraph_format.line_spacing.pt) == (16, 28.95)
    assert "color" not in etree.tostring(document.element.body).decode().replace('w:color="auto"', "")


def test_a_training_paper_says_so_on_top_of_every_page(said: Callable[[str], Content]) -> None:
    drawn = word.draw(said("D20"), training=True)
    with ZipFile(BytesIO(drawn)) as packed:
        heads = [packed.read(f"word/header{n}.xml").decode() for n in (1, 2)]
    assert all(word.TRAINING in head for head in heads), "of odd and of even pages"
    without = changed(word.template("D06"), ('<w:headerReference w:type="default" r:id="rId3"/>', ""))
    assert word.TRAINING in "".join(
        letter_file.margins_of(word.draw(said("D06"), own=without, training=True))
    )


def test_sheets_for_a_board_hold_no_picture_and_no_code(said: Callable[[str], Content]) -> None:
    for kind in ("D16", "D21"):
        drawn = word.draw(said(kind))
        assert letter_file.pictures_of(drawn) == frozenset()
        words = "".join(paragraphs(letter_file.read(drawn))) + "".join(letter_file.margins_of(drawn))
        assert said(kind).head.query_code not in words


def test_a_letter_is_as_long_in_word_as_our_print_closes_it_up(said: Callable[[str], Content]) -> None:
    content = said("D24")
    closer = pdf.compose(content, Print()).look.body.leading
    styles = Document(BytesIO(word.draw(content))).styles
    assert styles["Normal"].paragraph_format.line_spacing.pt == pytest.approx(closer, abs=0.05)


def test_a_paper_without_a_template_has_no_word_form(said: Callable[[str], Content]) -> None:
    with pytest.raises(Refused):
        word.draw(said("D07"))


def test_the_office_s_wording_is_printed(said: Callable[[str], Content]) -> None:
    content = said("D20")
    own = changed(word.template("D20"), ("五、其他可以申请的救助", "五、还可以申请什么"))
    assert template_check.problems("D20", own) == ()
    printed = copied(pdf.draw(word.letter_of(content, own)))
    assert "五、还可以申请什么" in printed and "其他可以申请的救助" not in printed
    assert content.head.number in printed


def test_a_long_reason_is_printed_whole_as_paragraphs(said: Callable[[str], Content]) -> None:
    reason = "\n".join(f"第{n}条理由。" for n in range(1, 301))
    refusal = said("D20")
    assert isinstance(refusal, Refusal)
    drawn = word.draw(replace(refusal, reason=reason))
    words = paragraphs(letter_file.read(drawn, pictures=letter_file.pictures_of(drawn)))
    assert [one for one in words if one.endswith("条理由。")] == reason.split("\n")


def changed(data: bytes, *pairs: tuple[str, str], part: str = "word/document.xml") -> bytes:
    """The file with other words in one of its parts, each of them there exactly once."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == part:
                for before, after in pairs:
                    assert content.count(before.encode()) == 1, before
                    content = content.replace(before.encode(), after.encode())
            new.writestr(entry, content)
    return made.getvalue()
