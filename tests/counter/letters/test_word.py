"""The papers an office may edit: the templates name every field, and values are never read as a template."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2.exceptions import SecurityError, UndefinedError

from counter.cases.split import Chosen
from counter.cases.workflow import Outcome
from counter.errors import Refused
from counter.letters import word
from counter.letters.content import KINDS, Content
from counter.letters.decisions import Refusal

DIBAO = "civil-affairs.dibao"
EDITABLE = [kind.code for kind in KINDS.values() if kind.word_file]


@pytest.fixture(scope="module")
def family(family_of: Callable[..., object]):
    return family_of(policies=(Chosen(DIBAO), Chosen("civil-affairs.disability-care", 1)))


@pytest.fixture
def papers(family, decide) -> dict[str, Content]:
    number = family.referral(DIBAO).number
    return {
        "D06": family.paper("D06"),
        "D19": family.decided(DIBAO, decide(Outcome.PARTLY)).paper("D19", referral=number),
        "D20": family.decided(DIBAO, decide(Outcome.REFUSE)).paper("D20", referral=number),
    }


def text_of(data: bytes) -> str:
    document = Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_three_papers_can_be_edited() -> None:
    assert EDITABLE == ["D06", "D19", "D20"]


@pytest.mark.parametrize("kind", EDITABLE)
def test_a_template_names_exactly_the_fields_of_its_content(kind: str) -> None:
    template = DocxTemplate(BytesIO(word.template(kind)))
    named = template.get_undeclared_template_variables(word.environment())
    assert named == {field.name for field in fields(KINDS[kind].content)}


@pytest.mark.parametrize("kind", EDITABLE)
def test_chinese_type_is_set_for_every_style_that_is_used(kind: str) -> None:
    document = Document(BytesIO(word.template(kind)))
    for style in {paragraph.style.name for paragraph in document.paragraphs}:
        fonts = document.styles[style].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) in ("仿宋", "宋体", "黑体", "楷体"), style


def test_the_filled_papers_say_what_the_content_says(papers) -> None:
    for content in papers.values():
        text = text_of(word.draw(content))
        assert content.head.number in text
        assert content.head.unit in text
        assert "{" not in text
    refusal = papers["D20"]
    assert isinstance(refusal, Refusal)
    text = text_of(word.draw(refusal))
    for said in (refusal.facts, refusal.evidence, refusal.reason, refusal.clause, refusal.decision):
        assert said in text
    for paragraph in refusal.remedies.paragraphs:
        assert paragraph in text
    for door in refusal.doors:
        assert door.title in text


@pytest.mark.parametrize(
    "hostile",
    [
        "张三<A&B>：您提出的",
        "{{ 7 * 7 }}",
        "{% for x in y %}",
        "{{ head.__class__ }}",
        "</w:t></w:r></w:p>",
        "\"quoted\" & 'single'",
        "𠮷龘",
    ],
)
def test_what_was_typed_is_printed_as_it_is(papers, hostile: str) -> None:
    refusal = papers["D20"]
    assert isinstance(refusal, Refusal)
    text = text_of(word.draw(replace(refusal, recipient=hostile, facts=f"事实{hostile}之后")))
    assert f"事实{hostile}之后" in text
    assert hostile in text.split("\n")[3]


def test_a_template_may_not_reach_into_python(papers) -> None:
    with pytest.raises(SecurityError):
        word.environment().from_string("{{ x.__class__.__mro__ }}").render(x=1)
    with pytest.raises(SecurityError):
        word.environment().from_string("{{ x.append(1) }}").render(x=[])


def test_an_unknown_name_in_a_template_is_refused() -> None:
    with pytest.raises(UndefinedError):
        word.environment().from_string("{{ nobody }}").render()


def test_a_paper_without_a_template_has_no_word_form(family) -> None:
    with pytest.raises(Refused):
        word.draw(family.paper("D07"))
