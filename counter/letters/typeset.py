"""How a text becomes lines: Chinese line breaking, marks that hang over or close up, justified lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from counter.letters.atoms import (
    CLOSING,
    MARKS,
    NOT_FIRST,
    NOT_LAST,
    OPENING,
    Atom,
    Kind,
    Span,
    Text,
    Type,
    advance_of,
    atoms_of,
    is_square,
)
from counter.letters.fonts import Face

# A wider gap would be read as a space when text is copied from the paper.
WIDEST_GAP = 0.085


class Align(Enum):
    """Where the lines of a text stand."""

    LEFT = auto()
    CENTRE = auto()
    RIGHT = auto()
    JUSTIFY = auto()


class Piece(NamedTuple):
    """A stretch of a line with one face and one spacing, ready to draw at `x`."""

    text: str
    face: Face
    kind: Kind
    x: float
    width: float
    spacing: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is drawn, its pieces from the left edge of the text."""

    pieces: tuple[Piece, ...]
    width: float
    size: float
    leading: float


def set_lines(
    text: Text,
    style: Type,
    width: float,
    *,
    align: Align = Align.JUSTIFY,
    indent: float = 0.0,
    whole: tuple[str, ...] = (),
) -> list[Line]:
    """Break a text into lines no wider than `width` points; the first one is indented.

    `whole` are names that are not broken as long as they fit a line.
    Errors: Refused, naming every character that no font has.
    """
    kept = text if isinstance(text, str) else tuple(text)
    # The distance of lines breaks none: a letter that is tried with several is broken once.
    solid = Type(style.face, style.size, 0.0, style.tracking)
    return [
        Line(line.pieces, line.width, line.size, style.leading)
        for line in _broken(kept, solid, width, (align, indent), whole)
    ]


# What every paper of a kind says is broken once for all of them.
@lru_cache(maxsize=512)
def _broken(
    text: str | tuple[str | Span, ...],
    style: Type,
    width: float,
    set_as: tuple[Align, float],
    whole: tuple[str, ...],
) -> tuple[Line, ...]:
    align, indent = set_as
    atoms = _parts(text, style, width, whole)
    lines: list[Line] = []
    start = 0
    while start < len(atoms):
        room = width - (indent if not lines else 0.0)
        end, following, forced = _end_of_line(atoms, start, room, style)
        lines.append(
            _line(
                atoms[start:end],
                style,
                width,
                indent=0.0 if lines else indent,
                align=align,
                last=forced or following >= len(atoms),
            )
        )
        start = following
    if not atoms or atoms[-1].kind is Kind.BREAK:
        lines.append(Line((), 0.0, style.size, style.leading))
    return tuple(lines)


@lru_cache(maxsize=512)
def _parts(
    text: str | tuple[str | Span, ...], style: Type, width: float, whole: tuple[str, ...]
) -> tuple[Atom, ...]:
    return tuple(atoms_of(text, style, width, whole))


def natural_width(text: Text, style: Type, whole: tuple[str, ...] = ()) -> float:
    """How wide the longest line of a text is when nothing but its own line breaks breaks it."""
    lines = set_lines(text, style, 1e6, align=Align.LEFT, whole=whole)
    return max((line.width for line in lines), default=0.0)


def least_width(text: Text, style: Type, whole: tuple[str, ...], longest: float) -> float:
    """How wide the widest thing in a text is that is not broken; what is wider than `longest` is."""
    kept = text if isinstance(text, str) else tuple(text)
    widths = [atom.width for atom in _parts(kept, style, 1e6, whole)]
    return max((width for width in widths if width <= longest), default=0.0)


def _may_break(atoms: Sequence[Atom], at: int) -> bool:
    before, after = atoms[at - 1], atoms[at]
    if Kind.SPACE in (before.kind, after.kind):
        return after.text[:1] not in NOT_FIRST
    if not before.wide and not after.wide and before.kind is after.kind is Kind.TEXT and len(before.text) > 1:
        return after.text[:1] not in NOT_FIRST and before.text[-1:] not in NOT_LAST
    return (
        after.text[:1] not in NOT_FIRST and before.text[-1:] not in NOT_LAST and before.kind is not Kind.BOX
    )


def _end_of_line(atoms: Sequence[Atom], start: int, room: float, style: Type) -> tuple[int, int, bool]:
    """Where the line that begins at `start` ends, where the next begins, whether the text broke it itself."""
    used = 0.0
    for i in range(start, len(atoms)):
        atom = atoms[i]
        if atom.kind is Kind.BREAK:
            return i, i + 1, True
        used += atom.width
        over = used - style.tracking - room
        if over > 0.01 and atom.kind is not Kind.SPACE:
            follows = atoms[i + 1].text[:1] if i + 1 < len(atoms) else ""
            if (
                atom.text in CLOSING
                and follows not in NOT_FIRST
                and is_square(atom, style.size)
                and over <= _give(atoms[start : i + 1], style.size)
            ):
                return i + 1, _skip_spaces(atoms, i + 1), False
            end = next((j for j in range(i, start, -1) if _may_break(atoms, j)), max(i, start + 1))
            return end, _skip_spaces(atoms, end), False
    return len(atoms), len(atoms), False


def _skip_spaces(atoms: Sequence[Atom], at: int) -> int:
    while at < len(atoms) and atoms[at].kind is Kind.SPACE:
        at += 1
    return at + 1 if at < len(atoms) and atoms[at].kind is Kind.BREAK else at


def _give(atoms: Sequence[Atom], size: float) -> float:
    """By how much a line can be made narrower: half a mark at its end, a fifth of the marks within."""
    within = sum(1 for a in atoms[:-1] if a.text in MARKS and is_square(a, size))
    return size * (0.5 + 0.2 * within)


def _line(
    atoms: Sequence[Atom], style: Type, width: float, *, indent: float, align: Align, last: bool
) -> Line:
    kept = list(atoms)
    while kept and kept[-1].kind is Kind.SPACE:
        kept.pop()
    natural = sum(atom.width for atom in kept) - (style.tracking if kept and kept[-1].wide else 0.0)
    room = width - indent
    gap, squeeze = 0.0, 0.0
    if natural > room + 0.01:
        # The empty half of the mark at the end may hang over; the rest is taken from the other marks.
        natural -= min(style.size / 2, natural - room)
        marks = sum(1 for a in kept[:-1] if a.text in MARKS and is_square(a, style.size))
        squeeze = (natural - room) / marks if marks and natural > room else 0.0
        natural = min(natural, room)
    elif align is Align.JUSTIFY and not last and len(kept) > 1:
        wanted = (room - natural) / (len(kept) - 1)
        gap = wanted if wanted <= WIDEST_GAP * style.size else 0.0
        natural += gap * (len(kept) - 1)
    x = indent + {Align.CENTRE: (room - natural) / 2, Align.RIGHT: room - natural}.get(align, 0.0)
    return Line(_pieces(kept, style, x, gap, squeeze), natural, style.size, style.leading)


def _pieces(atoms: Sequence[Atom], style: Type, x: float, gap: float, squeeze: float) -> tuple[Piece, ...]:
    """Neighbours with the same face and spacing are drawn together; whatever closes up begins a new piece."""
    pieces: list[Piece] = []
    joined = False
    for atom in atoms:
        mark = squeeze if squeeze and atom.text in MARKS and is_square(atom, style.size) else 0.0
        left = mark if atom.text in OPENING else 0.0
        advance = atom.width + gap - mark
        spacing = style.tracking + gap if atom.wide else 0.0
        last = pieces[-1] if pieces else None
        if atom.kind is Kind.TEXT:
            if (
                joined
                and last
                and last.face is atom.face
                and last.spacing == spacing
                and not (left or atom.shift)
            ):
                pieces[-1] = last._replace(text=last.text + atom.text, width=last.width + advance)
            else:
                pieces.append(Piece(atom.text, atom.face, Kind.TEXT, x - atom.shift - left, advance, spacing))
            full = sum(advance_of(c, atom.face) for c in atom.text) * style.size
            joined = abs(advance - full - spacing * len(atom.text)) < 0.005 and not (left or atom.shift)
        elif atom.kind in (Kind.BOX, Kind.BLANK):
            pieces.append(Piece(atom.text, atom.face, atom.kind, x, atom.width, 0.0))
            joined = False
        elif atom.kind is Kind.SPACE:
            # A space is drawn, so that it is copied; it is never stretched by its own spacing.
            pieces.append(Piece(" ", atom.face, Kind.SPACE, x, atom.width, 0.0))
            joined = False
        x += advance
    return tuple(pieces)
