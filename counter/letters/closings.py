"""How a paper ends: places to sign, room for a seal, the foot with a code, a line to tear along."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from counter.letters.atoms import Type
from counter.letters.blocks import Solid
from counter.letters.machine_fonts import by_these_fonts
from counter.letters.pen import GREY, MM, Pen
from counter.letters.titles import break_title
from counter.letters.typeset import Align, Line, natural_width, set_lines

QR = 20 * MM
# The least length of a line to sign on.
SIGNATURE = 26 * MM


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code and the lines under it. It holds numbers only, nothing about a person."""

    data: str
    caption: str


@by_these_fonts
@lru_cache(maxsize=64)
def signatures(
    labels: tuple[str, ...], style: Type, width: float, *, dated: bool, stacked: bool = False
) -> Solid:
    """Places to sign: a label, a rule, a date to fill in below.

    As many stand beside one another as have room, unless they are `stacked`.
    """
    named = [set_lines(label, style, width - SIGNATURE, align=Align.LEFT) for label in labels]
    widest = max(line.width for lines in named for line in lines)
    most = 1 if stacked else len(labels)
    beside = max(n for n in range(1, most + 1) if n == 1 or widest + SIGNATURE <= width / n)
    share = width / beside
    depth = (max(len(lines) for lines in named) + 0.7) * style.leading
    below = 1.25 * style.leading if dated else 0.2 * style.leading
    rows = -(-len(labels) // beside)

    def paint(pen: Pen, x: float, top: float) -> None:
        for i, lines in enumerate(named):
            row, column = divmod(i, beside)
            left = x + column * share
            right = left + share - (1.2 * style.size if column < beside - 1 else 0.0)
            foot = top - row * (depth + below) - depth
            for n, line in enumerate(lines):
                pen.line(line, left, foot + (len(lines) - n) * style.leading)
            start = left + max(line.width for line in lines) + 2
            pen.rule(start, foot + 0.18 * style.leading, right, width=0.6)
            if dated:
                (line, *_) = set_lines("____年__月__日", style, right - left, align=Align.RIGHT)
                pen.line(line, left, foot - 0.2 * style.leading)

    return Solid(rows * (depth + below), paint, before=0.3 * style.leading, takes_along=True)


@by_these_fonts
@lru_cache(maxsize=64)
def seal(
    unit: str, day: str, stamp: str, *, style: Type, small: Type, width: float, official: bool = False
) -> Solid:
    """The unit centred above the day, which ends four characters from the right, with room for a seal.

    In an `official` letter two lines are left above the unit: then a seal of 42 mm that is centred over unit
    and day has its upper edge within a line under the text (GB/T 9704-2012, 7.3.5.1).
    """
    names = break_title(unit, style, width)
    day_width = natural_width(day, style)
    widest = max(natural_width(name, style) for name in names)
    centre = min(width - 4 * style.size - day_width / 2, width - widest / 2)
    before, above = (0.0, 2 * style.leading) if official else (0.4 * style.leading, 0.9 * style.leading)
    height = above + (len(names) + 1) * style.leading + (0.0 if official else 0.4 * style.leading)

    def paint(pen: Pen, x: float, top: float) -> None:
        # Only the place: the seal itself is never drawn.
        (place, *_) = set_lines(f"（{stamp}）", small, width, align=Align.LEFT)
        pen.line(place, x + centre - place.width / 2, top - above + small.leading, GREY)
        y = top - above
        for text in (*names, day):
            (line, *_) = set_lines(text, style, width, align=Align.LEFT)
            pen.line(line, x + centre - line.width / 2, y)
            y -= style.leading

    return Solid(height, paint, before=before, takes_along=True)


@by_these_fonts
@lru_cache(maxsize=64)
def signed_and_sealed(signed: Solid, sealed: Solid, left: float) -> Solid:
    """Places to sign, and so far from the left the unit with its seal beside them."""
    height = max(signed.height, sealed.height)

    def paint(pen: Pen, x: float, top: float) -> None:
        signed.paint(pen, x, top)
        sealed.paint(pen, x + left, top)

    return Solid(height, paint, before=signed.before, takes_along=True)


def foot(text: str, code: Code | None, small: Type, width: float, *, beside: bool = False) -> Solid:
    """Small lines under a rule, a QR code at the right, its words under it or `beside` it to save room."""
    if code and beside:
        caption = code.caption.replace("\n", "")
        text, code = f"{text}\n{caption}。", Code(code.data, "")
    caption_type = Type(small.face, min(small.size, 8.5), min(small.leading, 10.5))
    captions = set_lines(code.caption, caption_type, width, align=Align.LEFT) if code and code.caption else ()
    side = max([QR + 8, *(line.width for line in captions)]) if code else 0.0
    lines = set_lines(text, small, width - (side + 10 if code else 0.0), align=Align.LEFT)
    text_height = sum(line.leading for line in lines)
    # The code needs an empty border of four modules of at most 29.
    code_height = QR + 6 + sum(line.leading for line in captions) if code else 0.0
    height = 4 + max(text_height, code_height)

    def paint(pen: Pen, x: float, top: float) -> None:
        pen.rule(x, top, x + width)
        pen.lines(lines, x, top - 4)
        if code:
            middle = x + width - side / 2
            pen.qr(code.data, middle - QR / 2, top - 6 - QR, QR)
            y = top - 10 - QR
            for line in captions:
                pen.line(line, middle - line.width / 2, y)
                y -= line.leading

    return Solid(height, paint)


def beside_code(lines: tuple[Line, ...], code: Code, small: Type, width: float) -> Solid:
    """Lines of text with a QR code at the right, its caption under it."""
    (caption, *_) = set_lines(code.caption, small, width, align=Align.LEFT)
    height = max(sum(line.leading for line in lines), QR + small.leading)

    def paint(pen: Pen, x: float, top: float) -> None:
        pen.lines(lines, x, top)
        middle = x + width - max(QR, caption.width) / 2
        pen.qr(code.data, middle - QR / 2, top - QR, QR)
        pen.line(caption, middle - caption.width / 2, top - QR - 1)

    return Solid(height, paint)


def tear(text: str, style: Type, width: float, bleed: float) -> Solid:
    """A dashed line from edge to edge with words in its middle, where the paper is torn and sealed across."""

    def paint(pen: Pen, x: float, top: float) -> None:
        tear_along(pen, text, style, left=x, right=x + width, y=top - style.leading / 2, bleed=bleed)

    return Solid(style.leading, paint, before=0.6 * style.leading, keeps_with_next=True)


def tear_along(
    pen: Pen, text: str, style: Type, *, left: float, right: float, y: float, bleed: float
) -> None:
    """Draw a line to tear along, at a height; it goes on into the margins by `bleed`."""
    (line, *_) = set_lines(text, style, right - left, align=Align.CENTRE)
    half = line.width / 2 + style.size
    middle = (left + right) / 2
    pen.dashes(left - bleed, y, middle - half)
    pen.dashes(middle + half, y, right + bleed)
    pen.line(line, left, y + style.leading / 2, GREY)
