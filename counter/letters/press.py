"""From blocks to a PDF: pages, copies, page numbers, marks; the same content gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from counter.letters.atoms import Type
from counter.letters.blocks import Block, Solid, Together
from counter.letters.closings import tear_along
from counter.letters.fonts import DRAWING, Face, font_name
from counter.letters.looks import Look, Size
from counter.letters.pages import Placed, lay_out
from counter.letters.pen import BLACK, GREY, MM, Pen
from counter.letters.typeset import Align, set_lines

Page = list[Placed]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the pages besides the text itself."""

    look: Look
    size: Size
    title: str
    author: str
    created: datetime | None
    running: str
    copies: tuple[str, ...]
    training: bool
    draft: bool
    void: bool
    reprint: int
    foot: Solid | None = None

    @property
    def stamp(self) -> tuple[str, str]:
        """What lies across the page, and what its upper margin says: that it is void, invented, a draft."""
        if self.void:
            return "作废", "作废"
        if self.training:
            return "演练", "演练用件，不具效力"
        return ("草稿", "草稿，未出具") if self.draft else ("", "")

    @property
    def width(self) -> float:
        return self.size.points[0] - (self.look.left + self.look.right) * MM


def print_pages(blocks: Sequence[Block], sheet: Sheet) -> bytes:
    """Deal the blocks out to pages and draw them."""
    with DRAWING:
        return _Press(sheet).run(blocks)


def count(blocks: Sequence[Block], sheet: Sheet) -> int:
    """On how many pages of the sheet's size the blocks stand."""
    with DRAWING:
        return len(_Press(sheet).dealt(blocks, sheet.size.points[1]))


@dataclass(frozen=True, slots=True)
class Place:
    """Where and as what a page is printed: on a strip of paper, as a copy, as one of so many pages."""

    bottom: float
    height: float
    copy: str
    number: int = 1
    total: int = 1


class _Press:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.look = sheet.look
        self.left = sheet.look.left * MM
        self.out = BytesIO()
        self.canvas = _canvas(self.out, sheet)
        self.pen = Pen(self.canvas)

    def run(self, blocks: Sequence[Block]) -> bytes:
        height = self.sheet.size.points[1]
        pages = self.dealt(blocks, height)
        halves = self.sheet.size is Size.A4_IN_TWO
        if halves and len(pages) == 1:
            self._halves(pages[0], height)
        else:
            if halves:
                height = Size.A4.points[1]
                self.canvas.setPageSize(Size.A4.points)
                pages = self.dealt(blocks, height)
            for copy in self._copies:
                for number, page in enumerate(pages, 1):
                    self._page(page, Place(0.0, height, copy, number, len(pages)))
                    self.canvas.showPage()
        self.canvas.save()
        return self.out.getvalue()

    @property
    def _copies(self) -> tuple[str, ...]:
        if self.sheet.copies:
            return self.sheet.copies
        return ("存根", "交申请人") if self.sheet.size is Size.A4_IN_TWO else ("",)

    def dealt(self, blocks: Sequence[Block], height: float) -> list[Page]:
        """The foot needs its room at the end of the last page, together with what closes the paper."""
        room = height - (self.look.top + self.look.bottom) * MM
        if not (foot := self.sheet.foot):
            return lay_out(blocks, room)
        before = 0.4 * self.look.body.leading
        space = Solid(foot.height, lambda pen, x, top: None, before=before, takes_along=True)
        if blocks and blocks[-1].takes_along:
            last = blocks[-1]
            return lay_out([*blocks[:-1], Together((last, space), last.before, takes_along=True)], room)
        return lay_out([*blocks, space], room)

    def _halves(self, page: Page, height: float) -> None:
        """Both copies on one sheet, the line to tear along between them."""
        first, second = self._copies
        self.canvas.setPageSize(Size.A4.points)
        self._page(page, Place(height, height, first))
        self._page(page, Place(0.0, height, second))
        right = self.left + self.sheet.width
        tear_along(
            self.pen, "（骑缝盖章）", self.look.small, left=self.left, right=right, y=height, bleed=10 * MM
        )
        self.canvas.showPage()

    def _page(self, page: Page, place: Place) -> None:
        width = self.sheet.size.points[0]
        if word := self.sheet.stamp[0]:
            middle = place.bottom + place.height / 2
            self.pen.watermark(word, width / 2, middle, min(width, place.height) / 4)
        top = place.bottom + place.height - self.look.top * MM
        for block, below in page:
            block.draw(self.pen, self.left, top - below)
        if self.sheet.foot and place.number == place.total:
            self.sheet.foot.draw(
                self.pen, self.left, place.bottom + self.look.bottom * MM + self.sheet.foot.height
            )
        self._footing(place)
        self._marks(place)

    def _footing(self, place: Place) -> None:
        """The page number, and what identifies a page that got loose."""
        style = Type(self.look.small.face, min(self.look.small.size, 9.5), 12)
        at = place.bottom + (self.look.bottom - self.look.footing) * MM
        count = f"第 {place.number} 页，共 {place.total} 页"
        (number, *_) = set_lines(count, style, self.sheet.width, align=Align.RIGHT)
        self.pen.line(number, self.left, at)
        if self.sheet.running:
            room = self.sheet.width - number.width - 12
            for n, line in enumerate(set_lines(self.sheet.running, style, room, align=Align.LEFT)[:2]):
                self.pen.line(line, self.left, at - n * style.leading)

    def _marks(self, place: Place) -> None:
        """In the upper margin: which copy it is, that it is a draft, that it was printed again."""
        style = Type(Face.HEI, 9, 12)
        above = place.bottom + place.height - min(self.look.top * 0.6, 12.0) * MM + style.leading / 2
        marks = (
            (f"（{place.copy}）" if place.copy else "", Align.LEFT, GREY),
            (self.sheet.stamp[1], Align.CENTRE, BLACK),
            (f"补打第 {self.sheet.reprint} 次" if self.sheet.reprint else "", Align.RIGHT, BLACK),
        )
        for text, align, grey in marks:
            if text:
                (line, *_) = set_lines(text, style, self.sheet.width, align=align)
                self.pen.line(line, self.left, above, grey)


def _canvas(out: BytesIO, sheet: Sheet) -> Canvas:
    width, height = sheet.size.points
    options: dict[str, Any] = {
        "pagesize": (width, height),
        "pageCompression": 1,
        # Nothing of the machine, of chance or of the clock gets into the file.
        "invariant": 1,
        "initialFontName": font_name(Face.SONG),
        "lang": "zh-CN",
    }
    canvas = Canvas(out, **options)
    canvas.setTitle(sheet.title)
    canvas.setAuthor(sheet.author)
    canvas.setCreator("One-Window Counter")
    canvas.setProducer("ReportLab")
    if sheet.created:
        stamp = f"{sheet.created.astimezone(UTC):D:%Y%m%d%H%M%S}Z"
        canvas.setDateFormatter(lambda *_: stamp)
    return canvas
