"""A content filled into a .docx: into our template, or into the one that the office put in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import segno
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from counter.errors import Refused, Verbatim
from counter.letters.docx_file import W, parsed, parts_of
from counter.letters.fonts import printable, problems_of
from counter.letters.kinds import KINDS
from counter.letters.letter import Block, Letter
from counter.letters.letter_file import filled_head, margins_of, pictures_of, read
from counter.letters.parts import Content
from counter.letters.pdf import compose

MOST_FILLED = 30_000_000
"""Characters of a filled part; a reason of ten thousand lines makes a tenth of that."""
TRAINING = "演练用件，不具效力"
CODE = "qr"
"""The name by which a template asks for the QR code."""
PICTURE = 20 * 36_000
"""The width of the QR code: 20 mm in the unit of Word's pictures."""
LINE_OF_A_LETTER = "579"
"""Twentieths of a point: 22 lines on a page, GB/T 9704-2012."""
ONE_SHEET = 5_000
"""Characters; the lines of a longer letter are not brought closer to save a page."""


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """The one environment: a template reads what it is handed, changes nothing, and names no unknown field.

    Nothing of Jinja's own is at hand, neither `range` nor `cycler`. Without escaping, a `<` in a name would
    silently end its paragraph.
    """
    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    made.globals.clear()
    return made


def template(kind: str) -> bytes:
    """Our .docx of a kind. Raises `Refused` for a kind that is drawn as PDF only."""
    name = KINDS[kind].word_file
    if not name:
        raise Refused("This paper has no Word form; print it as it is.")
    return (files("resources") / "letters" / name).read_bytes()


def draw(content: Content, *, own: bytes | None = None, training: bool = False) -> bytes:
    """The filled .docx, its values printed as they are, never read as a template.

    `own` is the office's template instead of ours. `training` is told on top of every page: it belongs to an
    invented office. Raises `Refused`, naming every character that no font of the program has.
    """
    source = own or template(content.head.kind)
    if own is not None:
        parts_of(own)
    if problems := problems_of("\n".join(_texts(content))):
        raise Refused.because(problems)
    said = {field.name: _clean(getattr(content, field.name)) for field in fields(content)}
    said["head"] = filled_head(said["head"])
    document = _Filled(BytesIO(source))
    document.init_docx()
    if training:
        _mark(document.docx)
    if own is None and sum(map(len, _texts(content))) < ONE_SHEET:
        _close_up(document.docx, compose(content).look.body.leading)
    said[CODE] = InlineImage(document, BytesIO(_code(content.head.qr)), width=PICTURE)
    try:
        document.render(said, environment())
    except (TemplateError, RecursionError, ValueError, TypeError):
        # Ours are tested, and the office's are looked through before they come in.
        raise Refused(
            "The template of {title} cannot be filled. Look through it on the page of templates.",
            title=KINDS[content.head.kind].title,
        ) from None
    filled = BytesIO()
    document.save(filled)
    return filled.getvalue()


def letter_of(content: Content, own: bytes) -> Letter:
    """The paper as the office's template words it, for our own print."""
    return Letter(content.head, filled(content, own), names_of(content))


def names_of(content: Content) -> tuple[str, ...]:
    """The names in a paper, which are not broken between lines."""
    said = (getattr(content, name, "") for name in ("recipient", "applicant"))
    rows = (getattr(row, "name", "") for row in getattr(content, "rows", ()))
    return tuple(name for name in (*said, *getattr(content, "members", ()), *rows) if name)


def filled(content: Content, own: bytes) -> tuple[Block, ...]:
    """What the paper says when the office's template is filled, for our own print."""
    said = draw(content, own=own)
    return read(said, pictures=pictures_of(said), margins=margins_of(said))


class _Filled(DocxTemplate):  # type: ignore[misc]  # the library has no types
    """Fills a part no further than its ceiling, and loses no word without saying so."""

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        self.current_rendering_part = part
        source = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml)
        pieces, length = [], 0
        for piece in jinja_env.from_string(source).generate(context):
            length += len(piece)
            if length > MOST_FILLED:
                raise Refused("The template prints more than a letter can hold. Take out its loops.")
            pieces.append(piece)
        said: str = self.resolve_listing(re.sub(r"\n<w:p([ >])", r"<w:p\1", "".join(pieces)))
        self._refuse_lost(said)
        return said

    @staticmethod
    def _refuse_lost(said: str) -> None:
        """The library mends what is no XML by leaving words out, and Word shows no word outside of a run."""
        for element in parsed(said.encode()).iter():
            inside = element.tag in (f"{W}t", f"{W}instrText", f"{W}delText")
            for text in (None if inside else element.text, element.tail):
                if text and text.strip() and str(element.tag).startswith(W):
                    raise Refused(
                        "The template prints “{said}” outside of every paragraph, where it would be lost. "
                        "Write the name as {{{{ name }}}}, without a letter after the braces.",
                        said=Verbatim(text.strip()[:24]),
                    )


def _mark(document: Any) -> None:
    """On top of every page, so that the text keeps its place."""
    for section in document.sections:
        heads = [section.header]
        if document.settings.odd_and_even_pages_header_footer:
            heads.append(section.even_page_header)
        if section.different_first_page_header_footer:
            heads.append(section.first_page_header)
        for head in heads:
            head.is_linked_to_previous = False
            paragraph = head.paragraphs[0] if head.paragraphs else head.add_paragraph()
            paragraph.text = TRAINING


def _close_up(document: Any, leading: float) -> None:
    """Set the lines of a letter as far apart as our print does, so that no seal stands alone on a page."""
    for spacing in document.styles.element.iter(f"{W}spacing"):
        if spacing.get(f"{W}line") == LINE_OF_A_LETTER:
            spacing.set(f"{W}line", str(int(20 * leading)))


def _code(data: str) -> bytes:
    made = BytesIO()
    segno.make(data, error="m", micro=False).save(made, kind="png", scale=6, border=2)
    return made.getvalue()


def _clean(value: Any) -> Any:
    """Texts as they are printed; a line break begins a paragraph."""
    if isinstance(value, str):
        return printable(value).replace("\n", "\a")
    if isinstance(value, tuple):
        return tuple(map(_clean, value))
    if is_dataclass(value) and not isinstance(value, type):
        own = [field.name for field in fields(value) if field.init]
        return replace(value, **{name: _clean(getattr(value, name)) for name in own})
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
