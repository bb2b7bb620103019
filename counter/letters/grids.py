"""Forms and tables: labels and values in a grid, columns with a head, wide rows that give a title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from counter.letters.atoms import Text, Type
from counter.letters.blocks import Cell, Grid, Row
from counter.letters.fonts import Face
from counter.letters.pen import MM
from counter.letters.typeset import Align, Line, least_width, natural_width, set_lines

# Space left and right of the text of a cell, and above and below it, in points.
SIDE, PADDING = 3.5, 2.5
# A value of more lines than this gets a row of its own.
_LINES_BESIDE_OTHERS = 3
# The width in characters beyond which a long text does not claim more room than another long text.
_LONGEST = 24


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

    def row(self, cells: Sequence[Cell]) -> Row:
        return Row(tuple(cells), self.least, PADDING)

    def band(self, band: Band) -> Row:
        bold = Type(Face.HEI_BOLD, self.type.size, self.type.leading)
        return self.row([_cell(band.title, bold, self.width, Align.LEFT, shaded=True)])


def form(rows: Sequence[Sequence[Field] | Band], style: GridStyle, *, columns: int, label: float) -> Grid:
    """Pairs of label and value, `columns` to a row; the last of a row takes all that is left.

    `label` is the width of the labels in millimetres; 0 lets the longest decide, within reason.
    """
    share = style.width / columns
    labels = [f.label for row in rows if not isinstance(row, Band) for f in row]
    widest = max((natural_width(text, style.type) for text in labels), default=0.0) + 2 * SIDE + 1
    named = label * MM or min(widest, 6.3 * style.type.size + 2 * SIDE, share / 2)
    made: list[Row] = []
    for row in rows:
        if isinstance(row, Band):
            made.append(style.band(row))
            continue
        cells = _pairs(row, style, columns, share, named)
        tall = [len(value.lines) > _LINES_BESIDE_OTHERS for value in cells[1::2]]
        alone = [pair for pair, is_tall in zip(row, tall, strict=True) if is_tall and len(row) > 1]
        made += [style.row(_pairs([pair], style, columns, share, named)) for pair in alone]
        if beside := [pair for pair in row if pair not in alone]:
            made.append(style.row(_pairs(beside, style, columns, share, named)))
    return Grid(tuple(made), before=0.3 * style.type.leading)


def _pairs(row: Sequence[Field], style: GridStyle, columns: int, share: float, named: float) -> list[Cell]:
    cells: list[Cell] = []
    left = columns
    for i, pair in enumerate(row):
        after = len(row) - 1 - i
        taken = left if not after else min(pair.columns, left - after)
        left -= taken
        cells.append(_cell(pair.label, style.type, named, Align.CENTRE, shaded=True))
        cells.append(_cell(pair.value, style.type, taken * share - named, Align.LEFT, whole=style.whole))
    return cells


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[Text] | Band], style: GridStyle, *, least_rows: int
) -> Grid:
    """A head and rows; empty rows to fill in by hand are added until there are `least_rows`."""
    widths = _widths(columns, [row for row in rows if not isinstance(row, Band)], style)
    head = [
        _cell(c.title, style.type, w, Align.CENTRE, shaded=True) for c, w in zip(columns, widths, strict=True)
    ]
    made = [style.row(head)]
    blank: Sequence[Text] = [""] * len(columns)
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
    """The widths of columns: as given, or by need; a long text takes more lines rather than all the room."""
    if all(column.share for column in columns):
        total = sum(column.share for column in columns)
        return [style.width * column.share / total for column in columns]
    needs, leasts = [], []
    for i, column in enumerate(columns):
        texts = [column.title, *(row[i] for row in rows)]
        need = max(natural_width(text, style.type, style.whole) for text in texts) + 2 * SIDE + 1
        least = max(least_width(text, style.type, style.whole) for text in texts) + 2 * SIDE + 1
        # Four characters can be read beside one another; a figure or a name is not broken if it can be.
        leasts.append(max(least, min(need, 4 * style.type.size + 2 * SIDE + 1)))
        needs.append(min(need, _LONGEST * style.type.size))
    if sum(needs) <= style.width or sum(leasts) > style.width:
        known = needs if sum(needs) <= style.width else leasts
        return [w * style.width / sum(known) for w in known]
    spare = style.width - sum(leasts)
    longing = [max(need - least, 0.0) for need, least in zip(needs, leasts, strict=True)]
    return [least + spare * more / sum(longing) for least, more in zip(leasts, longing, strict=True)]


def _cell(
    text: Text,
    style: Type,
    width: float,
    align: Align,
    *,
    shaded: bool = False,
    whole: tuple[str, ...] = (),
) -> Cell:
    lines = set_lines(text, style, width - 2 * SIDE, align=align, whole=whole)
    return Cell(tuple(_moved(line) for line in lines), width, shaded)


def _moved(line: Line) -> Line:
    pieces = tuple(piece._replace(x=piece.x + SIDE) for piece in line.pieces)
    return Line(pieces, line.width, line.size, line.leading)
