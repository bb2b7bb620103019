"""A paper, written from top to bottom and measured before it is drawn, so that nothing is cut off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import overload

from counter.errors import Problem, Refused
from counter.letters import closings, grids
from counter.letters.atoms import Text, Type, plain
from counter.letters.blocks import Block, Grid, Lines, NewPage, Solid, Together
from counter.letters.closings import Code
from counter.letters.fonts import Face, glyph, printable, problems_of
from counter.letters.grids import Band, Column, Field, GridStyle
from counter.letters.looks import FORM, Look, Size
from counter.letters.pdffile import PdfFile
from counter.letters.pen import MM
from counter.letters.press import Page, Sheet, dealt, print_into, print_pages
from counter.letters.titles import break_title
from counter.letters.typeset import Align, Line, natural_width, set_lines

# Stands for a character that no font has while the rest is measured; such a paper is refused in the end.
_GETA = "〓"


class Paper:
    """One paper: its methods add what stands on it, in order, and `pdf` draws it.

    `title` is what the file calls itself; `running` stands at the foot of every page beside the page number;
    names in `whole` are not broken between lines; each of `copies` is printed with its name (存根, 交申请人).
    """

    def __init__(
        self,
        look: Look = FORM,
        size: Size = Size.A4,
        *,
        title: str,
        author: str = "",
        created: datetime | None = None,
        running: str = "",
        copies: Sequence[str] = (),
        whole: Sequence[str] = (),
        training: bool = False,
        draft: bool = False,
        void: bool = False,
        reprint: int = 0,
    ) -> None:
        self.look = look
        self._problems: list[Problem] = []
        self._blocks: list[Block] = []
        self._whole = tuple(whole)
        running = self._checked(running)
        self._sheet = Sheet(
            look,
            size,
            title,
            author,
            created,
            running,
            tuple(copies),
            training=training,
            draft=draft,
            void=void,
            reprint=reprint,
        )
        self.width = self._sheet.width
        """The width of the text in points."""
        self._known: tuple[int, Sheet | None] = (-1, None)
        self._pages: list[Page] = []

    def number(self, text: str) -> None:
        """The number of the paper, at the right."""
        self._lines(text, self.look.body, Align.RIGHT, keeps_with_next=True)

    def title(self, *lines: str) -> None:
        """The title; a line that is too long is broken by meaning, or at `|`."""
        style = self.look.title
        broken = [part for line in lines for part in break_title(self._checked(line), style, self.width)]
        drawn = tuple(set_lines(part, style, self.width, align=Align.CENTRE)[0] for part in broken)
        self._add(Lines(drawn, 0.2 * style.leading, keeps_with_next=True, fewest=len(drawn)))
        self.space(0.25 * style.leading / MM)

    def heading(self, text: Text) -> None:
        """A heading of the first level: 一、……"""
        self._heading(text, self.look.heading)

    def subheading(self, text: Text) -> None:
        """A heading of the second level: （一）……"""
        self._heading(text, self.look.subheading)

    def _heading(self, text: Text, style: Type) -> None:
        # In a letter a heading is a line of the grid like any other.
        grid = self.look.official
        before, indent = (0.0, 2 * (style.size + style.tracking)) if grid else (0.35 * style.leading, 0.0)
        self._lines(text, style, Align.LEFT, indent=indent, before=before, keeps_with_next=True)

    def recipient(self, text: Text) -> None:
        """Whom the paper speaks to, at the left edge."""
        self._lines(text, self.look.body, Align.JUSTIFY, keeps_with_next=True)

    def paragraph(self, text: Text, *, indent: int = 2, align: Align = Align.JUSTIFY) -> None:
        """Text, the first line indented by so many characters; a line break begins a new paragraph."""
        style = self.look.body
        for part in text.split("\n") if isinstance(text, str) else [text]:
            self._lines(part, style, align, indent=indent * (style.size + style.tracking))

    def small(self, text: Text, *, align: Align = Align.JUSTIFY) -> None:
        """A remark in small type."""
        self._lines(text, self.look.small, align)

    def beside_code(self, texts: Sequence[Text], code: Code) -> None:
        """Lines with a QR code at their right."""
        style = self.look.body
        room = self.width - closings.QR - style.size
        lines = tuple(
            line
            for text in texts
            for line in set_lines(self._checked(text), style, room, align=Align.LEFT, whole=self._whole)
        )
        caption = replace(self.look.small, size=8.5, leading=10.5)
        self._add(closings.beside_code(lines, code, caption, self.width))

    def items(self, texts: Sequence[Text], *, marks: Sequence[str] = ()) -> None:
        """A list whose marks hang at the left: 1. 2. 3., unless others are given."""
        style = self.look.body
        shown = [self._checked(mark) for mark in marks] or [f"{n}." for n in range(1, len(texts) + 1)]
        hang = max((natural_width(mark, style) for mark in shown), default=0.0) + 0.4 * style.size
        for mark, text in zip(shown, texts, strict=True):
            lines = set_lines(self._checked(text), style, self.width - hang, whole=self._whole)
            head = set_lines(mark, style, hang, align=Align.LEFT)[0]
            self._add(Lines(tuple(_hung(head, lines, hang))))

    def form(self, rows: Sequence[Sequence[Field] | Band], *, columns: int = 2, label: float = 0.0) -> None:
        """Labels and values in a grid of `columns` pairs; the last pair of a row takes what is left of it.

        `label` is the width of the labels in millimetres; without it the longest label decides.
        """
        self._add(
            grids.form(
                [
                    self._band(row) if isinstance(row, Band) else [self._field(pair) for pair in row]
                    for row in rows
                ],
                replace(self._grid, type=self.look.form or self.look.table),
                columns=columns,
                label=label,
            )
        )

    def table(
        self, columns: Sequence[Column | str], rows: Sequence[Sequence[Text] | Band], *, least_rows: int = 0
    ) -> None:
        """A table whose head stands again on every page; `least_rows` are there even if they stay empty."""
        named = [Column(c) if isinstance(c, str) else c for c in columns]
        heads = tuple(replace(c, title=self._checked(c.title)) for c in named)
        checked = tuple(
            self._band(row) if isinstance(row, Band) else tuple(self._checked(text) for text in row)
            for row in rows
        )
        said = "\n".join(plain(text) for row in checked if not isinstance(row, Band) for text in row)
        style = replace(self._grid, whole=tuple(name for name in self._whole if name in said))
        self._add(grids.table(heads, checked, style, least_rows=least_rows))

    def signatures(self, *labels: str, dated: bool = True) -> None:
        """Places to sign, side by side, each with a date to fill in."""
        checked = tuple(self._checked(label) for label in labels)
        self._add(closings.signatures(checked, self.look.body, self.width, dated=dated))

    def seal(self, unit: str, day: str, stamp: str = "公章") -> None:
        """The unit above the day, with room for its seal; the seal itself is never drawn."""
        style = replace(self.look.body, tracking=0.0)
        self._add(
            closings.seal(
                self._checked(unit),
                self._checked(day),
                stamp,
                style=style,
                small=self.look.small,
                width=self.width,
                official=self.look.official,
            )
        )

    def signed_and_sealed(
        self, labels: Sequence[str], unit: str, day: str, stamp: str = "公章", *, dated: bool = False
    ) -> None:
        """Places to sign one below the other, and at their right the unit above the day with its seal."""
        style = replace(self.look.body, tracking=0.0)
        left, right = 0.57 * self.width, 0.43 * self.width
        checked = tuple(self._checked(label) for label in labels)
        room = left - 2 * style.size
        if any(natural_width(label, style) + closings.SIGNATURE > room for label in checked):
            self._add(closings.signatures(checked, style, self.width, dated=dated, stacked=True))
            self.seal(unit, day, stamp)
            return
        signed = closings.signatures(checked, style, room, dated=dated, stacked=True)
        sealed = closings.seal(
            self._checked(unit), self._checked(day), stamp, style=style, small=self.look.small, width=right
        )
        self._add(closings.signed_and_sealed(signed, sealed, left))

    def foot(self, text: str, code: Code | None = None) -> None:
        """What stands at the foot of the last page: how many copies, who keeps them, and a QR code."""
        style = self.look.foot or self.look.small
        beside = self.look.foot is not None and not self.look.official
        foot = closings.foot(self._checked(text), code, style, self.width, beside=beside)
        self._sheet = replace(self._sheet, foot=foot)

    def tear(self, text: str = "（骑缝盖章）") -> None:
        """A line to tear along; what follows goes back."""
        bleed = min(self.look.left, self.look.right) * MM
        self._add(closings.tear(self._checked(text), self.look.small, self.width, bleed))

    def new_page(self) -> None:
        """What follows stands on the next page: the back of the sheet, after a first page."""
        self._add(NewPage())

    def space(self, millimetres: float) -> None:
        """Empty space; none at the top of a page."""
        nothing = Solid(0.0, lambda pen, x, top: None, before=millimetres * MM, keeps_with_next=True)
        self._add(nothing)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is added inside stands on one page as long as a page can hold it."""
        outer, self._blocks = self._blocks, []
        try:
            yield
        finally:
            inner, self._blocks = self._blocks, outer
        if inner:
            self._add(Together(tuple(inner), inner[0].before))

    def filed(self, *, void: bool = False) -> None:
        """As it lies in the file of its case: the office's copy alone, and across it that it is void."""
        sheet = replace(self._sheet, void=void)
        if sheet.size is not Size.A4_IN_TWO:
            sheet = replace(sheet, copies=sheet.copies[:1] or ("归档",))
        self._sheet = sheet

    @property
    def fits(self) -> bool:
        """Whether everything fits one page of the size, or its half where two copies share a sheet."""
        return self.pages == 1

    @property
    def pages(self) -> int:
        """How many pages of the size it takes."""
        return len(self._dealt())

    def _dealt(self) -> list[Page]:
        """What stands on which page; blocks and sheet are only ever added to and replaced."""
        known = (len(self._blocks), self._sheet)
        if self._known[0] != known[0] or self._known[1] is not known[1]:
            self._known, self._pages = known, dealt(self._blocks, self._sheet)
        return self._pages

    @property
    def room(self) -> float:
        """The height of the text on a page in points."""
        return self._sheet.size.points[1] - (self.look.top + self.look.bottom) * MM

    @property
    def height(self) -> float:
        """How high everything on it is, without the spaces, which may fall away at the top of a page."""
        foot = self._sheet.foot
        return sum(block.height for block in self._blocks) + (foot.height if foot else 0.0)

    def pdf(self) -> bytes:
        """The finished file.

        Errors: Refused, naming every character on the paper that no font of the program has.
        """
        self.check()
        return print_pages(self._dealt(), self._blocks, self._sheet)

    def into(self, file: PdfFile) -> None:
        """Draw it as the next paper of a file. Errors: Refused as `pdf`, before anything is drawn."""
        self.check()
        print_into(file, self._dealt(), self._blocks, self._sheet)

    def check(self) -> None:
        """Errors: Refused as `pdf`."""
        if self._problems:
            raise Refused.because({p.params["code"]: p for p in self._problems}.values())

    @property
    def _grid(self) -> GridStyle:
        return GridStyle(self.look.table, self.width, self.look.row * MM, self._whole)

    def _band(self, band: Band) -> Band:
        return Band(self._checked(band.title))

    def _field(self, pair: Field) -> Field:
        label, value = self._checked(pair.label), self._checked(pair.value)
        same = label is pair.label and value is pair.value
        return pair if same else replace(pair, label=label, value=value)

    def _add(self, block: Block) -> None:
        # Text right under a grid keeps its distance.
        if (
            isinstance(block, Lines)
            and not block.before
            and self._blocks
            and isinstance(self._blocks[-1], Grid)
        ):
            block = replace(block, before=0.3 * self.look.table.leading)
        self._blocks.append(block)

    def _lines(
        self,
        text: Text,
        style: Type,
        align: Align,
        *,
        indent: float = 0.0,
        before: float = 0.0,
        keeps_with_next: bool = False,
    ) -> None:
        lines = set_lines(
            self._checked(text), style, self.width, align=align, indent=indent, whole=self._whole
        )
        self._add(Lines(lines, before, keeps_with_next))

    @overload
    def _checked(self, text: str) -> str: ...

    @overload
    def _checked(self, text: Text) -> Text: ...

    def _checked(self, text: Text) -> Text:
        """The text as it can be measured; what cannot be printed is noted."""
        if not (found := problems_of(plain(text))):
            return text if isinstance(text, str) else tuple(text)
        self._problems += found
        if isinstance(text, str):
            return drawable(text)
        return tuple(drawable(p) if isinstance(p, str) else replace(p, text=drawable(p.text)) for p in text)


def drawable(text: str) -> str:
    """The text with a mark for each character that no font has."""
    return "".join(c if c == "\n" or glyph(c, Face.SONG) else _GETA for c in printable(text))


def _hung(mark: Line, lines: Sequence[Line], by: float) -> Iterator[Line]:
    """Lines moved to the right, the mark before the first of them."""
    for n, line in enumerate(lines):
        moved = tuple(piece._replace(x=piece.x + by) for piece in line.pieces)
        yield replace(line, pieces=(*mark.pieces, *moved) if n == 0 else moved)
