"""The parts of a page that flow: each knows its height, where it may be divided, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Protocol

from counter.letters.pen import MM, Pen
from counter.letters.typeset import Line

# A row higher than this is divided between pages.
TALL = 45 * MM


class Block(Protocol):
    """Something that takes the whole width of the text and some height, in points."""

    @property
    def before(self) -> float:
        """Space above, dropped at the top of a page."""

    @property
    def keeps_with_next(self) -> bool:
        """Whether it must not be the last thing on a page."""

    @property
    def takes_along(self) -> bool:
        """Whether it must not begin a page without some of what stands before it."""

    @property
    def height(self) -> float: ...

    @property
    def beginning(self) -> float:
        """The height of the least part that may stand at the foot of a page."""

    def divided(self, room: float) -> tuple[Block, Block] | None:
        """The part that fits into `room` and the rest; None when nothing sensible fits."""

    def tail(self) -> tuple[Block, Block] | None:
        """Cut off the last lines, so that they go along with what follows."""

    def draw(self, pen: Pen, x: float, top: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Solid:
    """What is never divided: drawn by a function that is handed the upper left corner."""

    height: float
    paint: Callable[[Pen, float, float], None]
    before: float = 0.0
    keeps_with_next: bool = False
    takes_along: bool = False

    @property
    def beginning(self) -> float:
        return self.height

    def divided(self, room: float) -> None:
        return None

    def tail(self) -> None:
        return None

    def draw(self, pen: Pen, x: float, top: float) -> None:
        pen.again(self, x, top, self.paint)


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins a page, unless nothing stands on this one yet."""

    height: ClassVar[float] = 0.0
    before: ClassVar[float] = 0.0
    beginning: ClassVar[float] = 0.0
    keeps_with_next: ClassVar[bool] = False
    takes_along: ClassVar[bool] = False

    def divided(self, room: float) -> None:
        return None

    def tail(self) -> None:
        return None

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Nothing."""


@dataclass(frozen=True)
class Lines:
    """Lines of text one below the other."""

    lines: tuple[Line, ...]
    before: float = 0.0
    keeps_with_next: bool = False
    # Neither end of a divided paragraph is left alone.
    fewest: int = 2
    takes_along: ClassVar[bool] = False

    @property
    def height(self) -> float:
        return sum([line.leading for line in self.lines])

    @property
    def beginning(self) -> float:
        # Fewer than two pairs of lines are not divided.
        shown = self.lines if len(self.lines) < 2 * self.fewest else self.lines[: self.fewest]
        return sum(line.leading for line in shown)

    def divided(self, room: float) -> tuple[Lines, Lines] | None:
        fits, used = 0, 0.0
        for line in self.lines:
            used += line.leading
            if used > room + 0.01:
                break
            fits += 1
        fits = min(fits, len(self.lines) - self.fewest)
        return self._cut(fits) if fits >= self.fewest else None

    def tail(self) -> tuple[Lines, Lines] | None:
        at = len(self.lines) - self.fewest
        return self._cut(at) if at >= self.fewest else None

    def _cut(self, at: int) -> tuple[Lines, Lines]:
        return (
            Lines(self.lines[:at], self.before, True, self.fewest),
            Lines(self.lines[at:], 0.0, self.keeps_with_next, self.fewest),
        )

    def draw(self, pen: Pen, x: float, top: float) -> None:
        pen.lines(self.lines, x, top)


@dataclass(frozen=True, eq=False)
class Cell:
    """A cell of a grid with its lines set for its width."""

    lines: tuple[Line, ...]
    width: float
    shaded: bool = False
    middle: bool = True

    @property
    def height(self) -> float:
        return sum([line.leading for line in self.lines])


@dataclass(frozen=True, eq=False)
class Row:
    """A row of cells; it grows with its fullest cell. A row that `leads` is the title of the next one."""

    cells: tuple[Cell, ...]
    least: float
    padding: float
    leads: bool = False

    @cached_property
    def height(self) -> float:
        return max(self.least, max(cell.height for cell in self.cells) + 2 * self.padding)

    def divided(self, room: float) -> tuple[Row, Row] | None:
        """The lines that fit, and the same cells again with what is left."""
        first, rest = [], []
        for cell in self.cells:
            fits, used = 0, 2 * self.padding
            for line in cell.lines:
                used += line.leading
                if used > room + 0.01:
                    break
                fits += 1
            first.append(Cell(cell.lines[:fits], cell.width, cell.shaded, False))
            rest.append(Cell(cell.lines[fits:], cell.width, cell.shaded, False))
        if sum(len(cell.lines) for cell in first) < 2 or not any(cell.lines for cell in rest):
            return None
        return Row(tuple(first), 0.0, self.padding), Row(tuple(rest), 0.0, self.padding)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        pen.again(self, x, top, self._drawn)

    def _drawn(self, pen: Pen, x: float, top: float) -> None:
        height = self.height
        for cell in self.cells:
            if cell.shaded:
                pen.shade(x, top - height, cell.width, height)
            pen.frame(x, top - height, cell.width, height)
            y = top - (max((height - cell.height) / 2, self.padding) if cell.middle else self.padding)
            for line in cell.lines:
                pen.line(line, x, y)
                y -= line.leading
            x += cell.width


@dataclass(frozen=True)
class Grid:
    """Rows with rules around every cell; the first `head` rows stand again on every further page."""

    rows: tuple[Row, ...]
    head: int = 0
    before: float = 0.0
    keeps_with_next: bool = False
    takes_along: ClassVar[bool] = False

    @cached_property
    def height(self) -> float:
        return sum(row.height for row in self.rows)

    @property
    def beginning(self) -> float:
        total = 0.0
        for n, row in enumerate(self.rows):
            if n >= self.head and not row.leads:
                return total + min(row.height, TALL)
            total += row.height
        return total

    def divided(self, room: float) -> tuple[Grid, Grid] | None:
        used, fits = 0.0, 0
        for row in self.rows:
            if used + row.height > room + 0.01:
                break
            used += row.height
            fits += 1
        if fits == len(self.rows):
            return None
        whole, rest = self.rows[:fits], self.rows[fits:]
        # A tall row is divided rather than leaving a third of the page empty; a short one goes on as a whole.
        if rest and rest[0].height > TALL and fits >= self.head and (cut := rest[0].divided(room - used)):
            whole, rest = (*whole, cut[0]), (cut[1], *rest[1:])
        while whole and whole[-1].leads:
            whole, rest = whole[:-1], (whole[-1], *rest)
        if len(whole) <= self.head:
            return None
        return self._part(whole, self.before), self._part((*self.rows[: self.head], *rest), 0.0)

    def tail(self) -> tuple[Grid, Grid] | None:
        at = len(self.rows) - 1
        while at > 0 and self.rows[at - 1].leads:
            at -= 1
        if at <= self.head:
            return None
        return (
            self._part(self.rows[:at], self.before),
            self._part((*self.rows[: self.head], *self.rows[at:]), 0.0),
        )

    def _part(self, rows: tuple[Row, ...], before: float) -> Grid:
        return Grid(rows, self.head, before, self.keeps_with_next)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        for row in self.rows:
            row.draw(pen, x, top)
            top -= row.height


@dataclass(frozen=True)
class Together:
    """Blocks that stand on one page as long as a page can hold them."""

    blocks: tuple[Block, ...]
    before: float = 0.0
    keeps_with_next: bool = False
    takes_along: bool = False

    @cached_property
    def height(self) -> float:
        return sum(b.height + (b.before if i else 0.0) for i, b in enumerate(self.blocks))

    @property
    def beginning(self) -> float:
        return self.height

    def divided(self, room: float) -> None:
        return None

    def tail(self) -> None:
        return None

    def draw(self, pen: Pen, x: float, top: float) -> None:
        for i, block in enumerate(self.blocks):
            top -= block.before if i else 0.0
            block.draw(pen, x, top)
            top -= block.height
