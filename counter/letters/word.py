"""A content filled into a .docx that an office may edit, for the kinds with a template in resources."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from importlib.resources import files
from io import BytesIO

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from counter.errors import Refused
from counter.letters.content import KINDS, Content


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """The one environment: a template reads what it is handed, changes nothing, and names no unknown field.

    Without escaping, a `<` in a name would silently end its paragraph.
    """
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def template(kind: str) -> bytes:
    """The .docx of a kind. Raises `Refused` for a kind that is drawn as PDF only."""
    name = KINDS[kind].word_file
    if not name:
        raise Refused("This paper has no Word form; print it as it is.")
    return (files("resources") / "letters" / name).read_bytes()


TRAINING = "演练用件，不具效力"


def draw(content: Content, *, training: bool = False) -> bytes:
    """The filled .docx, its values printed as they are, never read as a template.

    `training` is told on top: it belongs to an invented office.
    """
    document = DocxTemplate(BytesIO(template(content.head.kind)))
    values = {field.name: getattr(content, field.name) for field in fields(content)}
    document.render(values, environment())
    if training:
        first = document.docx.paragraphs[0]
        first.insert_paragraph_before(TRAINING, first.style)
    filled = BytesIO()
    document.save(filled)
    return filled.getvalue()
