"""From blocks to a PDF: pages, copies, page numbers, marks; the same content gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO

from counter.letters.atoms import Type
from counter.letters.blocks import Block, Solid, Together
from counter.letters.closings import tear_along
from counter.letters.fonts import Face, width
from counter.letters.looks import Look, Size
from counter.letters.pages import Placed, lay_out
from counter.letters.pdffile import About, PdfFile
from counter.letters.pen import BLACK, GREY, MM, Pen
from counter.letters.typeset import Align, natural_width, set_lines

Page = list[Placed]
NUMBER = Type(Face.SONG, 14, 14)
"""Half-width figures of 14 points between dashes number the pages of a letter."""
DASH = 0.274
"""How far above the line it stands on a dash lies, in parts of its size."""


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


def print_pages(pages: Sequence[Page], blocks: Sequence[Block], sheet: Sheet) -> bytes:
    """Draw the pages that the blocks were dealt out to into a file of their own."""
    out = BytesIO()
    file = PdfFile(out, About(sheet.title, sheet.author, sheet.created))
    print_into(file, pages, blocks, sheet)
    file.close()
    return out.getvalue()


def print_into(file: PdfFile, pages: Sequence[Page], blocks: Sequence[Block], sheet: Sheet) -> None:
    """Draw the pages that the blocks were dealt out to as the next paper of a file."""
    file.begin_paper(sheet.title)
    _Press(sheet, file).run(pages, blocks)


def dealt(blocks: Sequence[Block], sheet: Sheet, height: float = 0.0) -> list[Page]:
    """The blocks on pages of a height; without one, on pages of the sheet's size.

    The foot needs its room at the end of the last page, together with what closes the paper.
    """
    room = (height or sheet.size.points[1]) - (sheet.look.top + sheet.look.bottom) * MM
    if not (foot := sheet.foot):
        return lay_out(blocks, room)
    before = 0.4 * sheet.look.body.leading
    space = Solid(foot.height, lambda pen, x, top: None, before=before, takes_along=True)
    if blocks and blocks[-1].takes_along:
        last = blocks[-1]
        return lay_out([*blocks[:-1], Together((last, space), last.before, takes_along=True)], room)
    return lay_out([*blocks, space], room)


@dataclass(frozen=True, slots=True)
class Place:
    """Where and as what a page is printed: on a strip of paper, as a copy, as one of so many pages."""

    bottom: float
    height: float
    copy: str
    number: int = 1
    total: int = 1


class _Press:
    def __init__(self, sheet: Sheet, file: PdfFile) -> None:
        self.sheet = sheet
        self.look = sheet.look
        self.left = sheet.look.left * MM
        self.width = sheet.width
        self.file = file
        self.pen = Pen(file)

    def run(self, pages: Sequence[Page], blocks: Sequence[Block]) -> None:
        size = self.sheet.size.points
        if self.sheet.size is Size.A4_IN_TWO:
            if len(pages) == 1:
                self._halves(pages[0], size[1])
                return
            size = Size.A4.points
            pages = dealt(blocks, self.sheet, size[1])
        for copy in self._copies:
            for number, page in enumerate(pages, 1):
                self._page(page, Place(0.0, size[1], copy, number, len(pages)))
                self.file.page(self.pen.taken(), size)

    @property
    def _copies(self) -> tuple[str, ...]:
        if self.sheet.copies:
            return self.sheet.copies
        return ("存根", "交申请人") if self.sheet.size is Size.A4_IN_TWO else ("",)

    def _halves(self, page: Page, height: float) -> None:
        """Both copies on one sheet, the line to tear along between them."""
        first, second = self._copies
        self._page(page, Place(height, height, first))
        self._page(page, Place(0.0, height, second))
        right = self.left + self.width
        tear_along(
            self.pen, "（骑缝盖章）", self.look.small, left=self.left, right=right, y=height, bleed=10 * MM
        )
        self.file.page(self.pen.taken(), Size.A4.points)

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
        if self.look.official:
            self._official_footing(place)
            return
        style = Type(self.look.small.face, min(self.look.small.size, 9.5), 12)
        at = place.bottom + (self.look.bottom - self.look.footing) * MM
        count = f"第 {place.number} 页，共 {place.total} 页"
        number = set_lines(count, style, self.width, align=Align.RIGHT)
        self.pen.lines(number, self.left, at)
        if self.sheet.running:
            room = self.width - number[0].width - 12
            said = _in_whole_parts(self.sheet.running, style, room)
            for n, line in enumerate(set_lines(said, style, room, align=Align.LEFT)[:2]):
                self.pen.line(line, self.left, at - n * style.leading)

    def _official_footing(self, place: Place) -> None:
        """`— 1 —` seven millimetres under the text, a character from the outer edge: GB/T 9704-2012, 7.5."""
        number = f"— {place.number} —"
        wide = natural_width(number, NUMBER)
        outer = self.width - NUMBER.size - wide
        odd = place.number % 2
        middle = place.bottom + (self.look.bottom - self.look.footing) * MM
        baseline = middle - DASH * NUMBER.size
        self.pen.text(number, NUMBER, self.left + (outer if odd else NUMBER.size), baseline)
        style = Type(self.look.small.face, min(self.look.small.size, 9.5), 12)
        room = self.width - wide - 2 * NUMBER.size
        more = " ·" if self.sheet.running else ""
        counted = set_lines(f"第 {place.number} 页，共 {place.total} 页{more}", style, room, align=Align.LEFT)
        # What identifies the paper is set once for all its pages.
        before = counted[0].width + 0.3 * style.size
        said = _in_whole_parts(self.sheet.running, style, room - before)
        running = set_lines(said, style, self.width, align=Align.LEFT)[:2] if more else ()
        took = max((before + line.width for line in running), default=counted[0].width)
        left = self.left + (0.0 if odd else self.width - took)
        self.pen.lines(counted, left, middle + style.leading / 2)
        self.pen.lines(running, left + before, middle + style.leading / 2)

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
                (line, *_) = set_lines(text, style, self.width, align=align)
                self.pen.line(line, self.left, above, grey)


@lru_cache(maxsize=64)
def _in_whole_parts(running: str, style: Type, room: float) -> str:
    """Its lines end between two parts: no number is broken."""
    first, *parts = running.split(" · ")
    lines = [first]
    for part in parts:
        longer = f"{lines[-1]} · {part}"
        if width(longer, style.face, style.size) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return "\n".join(lines)
