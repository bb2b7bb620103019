"""Forms and tables: labels and values in a grid, columns with a head, wide rows that give a title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from counter.letters.atoms import Text, Type
from counter.letters.blocks import Cell, Grid, Row
from counter.letters.fonts import Face
from counter.letters.machine_fonts import by_these_fonts
from counter.letters.pen import MM
from counter.letters.typeset import Align, Line, least_width, natural_width, set_lines

# Space left and right of the text of a cell, and above and below it, in points.
SIDE, PADDING = 3.5, 2.5
# A value of more lines than this gets a row of its own.
_LINES_BESIDE_OTHERS = 3
# The width in characters beyond which a long text does not claim more room than another long text.
_LONGEST = 24
# Figures and names up to so many characters stand on one line.
_UNBROKEN = 16


@dataclass(frozen=True, slots=True)
class Field:
    """A label and what is filled in behind it; empty is a place to write. It is `columns` pairs wide."""

    label: str
    value: Text = ""
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; without a share of the width it takes what its text needs."""

    title: str
    share: float = 0.0
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Band:
    """A row over the whole width of a form or a table: the title of what follows."""

    title: str


@dataclass(frozen=True, slots=True)
class GridStyle:
    """How grids are set on a paper: type, whole width and least row height in points, unbroken names."""

    type: Type
    width: float
    least: float
    whole: tuple[str, ...] = field(default=())

    def row(self, cells: Sequence[Cell], *, leads: bool = False) -> Row:
        return _kept_row(tuple(cells), self.least, leads)

    def band(self, band: Band) -> Row:
        bold = Type(Face.HEI_BOLD, self.type.size, self.type.leading)
        # Nobody writes in it: it is no higher than its words.
        return _kept_row((_cell(band.title, bold, self.width, Align.LEFT, shaded=True),), 0.0, True)


def form(rows: Sequence[Sequence[Field] | Band], style: GridStyle, *, columns: int, label: float) -> Grid:
    """Pairs of label and value, `columns` to a row; the last of a row takes all that is left.

    `label` is the width of the labels in millimetres; 0 lets the longest decide, within reason.
    """
    pairs = [row for row in rows if not isinstance(row, Band)]
    widest = max((natural_width(pair.label, style.type) for row in pairs for pair in row), default=0.0)
    named = label * MM or min(
        widest + 2 * SIDE + 1, 6.3 * style.type.size + 2 * SIDE, style.width / columns / 2
    )
    widths = _pair_widths(pairs, style, columns, named)
    made: list[Row] = []
    for row in rows:
        if isinstance(row, Band):
            made.append(style.band(row))
            continue
        cells = _pairs(row, style, widths, named)
        tall = [len(value.lines) > _LINES_BESIDE_OTHERS for value in cells[1::2]]
        alone = [pair for pair, is_tall in zip(row, tall, strict=True) if is_tall and len(row) > 1]
        made += [style.row(_pairs([pair], style, widths, named)) for pair in alone]
        if beside := [pair for pair in row if pair not in alone]:
            made.append(style.row(_pairs(beside, style, widths, named)))
    return Grid(tuple(made), before=0.3 * style.type.leading)


def _pair_widths(
    rows: Sequence[Sequence[Field]], style: GridStyle, columns: int, named: float
) -> list[float]:
    """Equal widths, unless a figure or a name that is not broken needs more."""
    if columns == 1:
        return [style.width]
    leasts = [named + 4 * style.type.size] * columns
    for row in rows:
        at = 0
        for pair in row[:columns]:
            if (pair.columns == 1 and pair is not row[-1]) or at == columns - 1:
                leasts[at] = max(leasts[at], named + _least([pair.value], style))
            at = min(at + pair.columns, columns - 1)
    return _fitted([style.width / columns] * columns, leasts)


def _pairs(row: Sequence[Field], style: GridStyle, widths: Sequence[float], named: float) -> list[Cell]:
    cells: list[Cell] = []
    at = 0
    for i, pair in enumerate(row):
        after = len(row) - 1 - i
        end = len(widths) if not after else min(at + pair.columns, len(widths) - after)
        cells.append(_cell(pair.label, style.type, named, Align.CENTRE, shaded=True))
        cells.append(
            _cell(pair.value, style.type, sum(widths[at:end]) - named, Align.LEFT, whole=style.whole)
        )
        at = end
    return cells


# Many papers hold the same table, which tells what may be asked for besides.
@by_these_fonts
@lru_cache(maxsize=64)
def table(
    columns: tuple[Column, ...],
    rows: tuple[tuple[Text, ...] | Band, ...],
    style: GridStyle,
    *,
    least_rows: int,
) -> Grid:
    """A head and rows; empty rows to fill in by hand are added until there are `least_rows`."""
    widths = _widths(columns, [row for row in rows if not isinstance(row, Band)], style)
    head = [
        _cell(c.title, style.type, w, Align.CENTRE, shaded=True) for c, w in zip(columns, widths, strict=True)
    ]
    made = [style.row(head)]
    blank: tuple[Text, ...] = ("",) * len(columns)
    for row in (*rows, *[blank] * (least_rows - len(rows))):
        if isinstance(row, Band):
            made.append(style.band(row))
            continue
        made.append(
            style.row(
                [
                    _cell(text, style.type, w, c.align, whole=style.whole)
                    for text, c, w in zip(row, columns, widths, strict=True)
                ]
            )
        )
    return Grid(tuple(made), head=1, before=0.3 * style.type.leading)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[Text]], style: GridStyle) -> list[float]:
    """The widths of columns: as given or by need, but never so narrow that a figure or a name is broken."""
    texts = [[row[i] for row in rows] for i in range(len(columns))]
    heads = [column.title if len(column.title) <= 4 else "" for column in columns]
    leasts = [
        max(_least(below, style), natural_width(head, style.type) + 2 * SIDE + 1)
        for below, head in zip(texts, heads, strict=True)
    ]
    if all(column.share for column in columns):
        total = sum(column.share for column in columns)
        return _fitted([style.width * column.share / total for column in columns], leasts)
    needs = [
        max(natural_width(text, style.type, style.whole) for text in (column.title, *below)) + 2 * SIDE + 1
        for column, below in zip(columns, texts, strict=True)
    ]
    most = [min(need, _LONGEST * style.type.size) for need in needs]
    # Beside a long text, four characters are enough to be read.
    leasts = [max(least, min(need, 4 * style.type.size)) for least, need in zip(leasts, most, strict=True)]
    return _fitted([need * style.width / sum(most) for need in most], leasts)


def _least(texts: Sequence[Text], style: GridStyle) -> float:
    """The width of a cell in which no figure and no name is broken, unless it is very long."""
    longest = _UNBROKEN * style.type.size
    widths = (least_width(text, style.type, style.whole, longest) for text in texts if text)
    return max(widths, default=0.0) + 2 * SIDE + 1


def _fitted(widths: Sequence[float], leasts: Sequence[float]) -> list[float]:
    """The same sum of widths, each at least so wide, as far as that is possible."""
    total = sum(widths)
    if sum(leasts) >= total:
        return [least * total / sum(leasts) for least in leasts]
    missing = sum(max(least - width, 0.0) for width, least in zip(widths, leasts, strict=True))
    spare = [max(width - least, 0.0) for width, least in zip(widths, leasts, strict=True)]
    kept = 1 - missing / sum(spare)
    return [least + kept * more for least, more in zip(leasts, spare, strict=True)]


def _cell(
    text: Text,
    style: Type,
    width: float,
    align: Align,
    *,
    shaded: bool = False,
    whole: tuple[str, ...] = (),
) -> Cell:
    return _kept_cell(set_lines(text, style, width - 2 * SIDE, align=align, whole=whole), width, shaded)


# A cell that says the same on every paper is one object, and so is a row of such cells.
@lru_cache(maxsize=1024)
def _kept_cell(lines: tuple[Line, ...], width: float, shaded: bool) -> Cell:
    return Cell(tuple(_moved(line) for line in lines), width, shaded)


@lru_cache(maxsize=512)
def _kept_row(cells: tuple[Cell, ...], least: float, leads: bool) -> Row:
    return Row(cells, least, PADDING, leads)


def _moved(line: Line) -> Line:
    pieces = tuple(piece._replace(x=piece.x + SIDE) for piece in line.pieces)
    return Line(pieces, line.width, line.size, line.leading)
