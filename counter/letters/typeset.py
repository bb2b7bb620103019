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
    plain,
)
from counter.letters.fonts import Face
from counter.letters.machine_fonts import by_these_fonts

# A wider gap would be read as a space when text is copied from the paper.
WIDEST_GAP = 0.085
# A difference that nobody sees, in points.
_UNSEEN = 0.005


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


@dataclass(frozen=True, slots=True, eq=False)
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
) -> tuple[Line, ...]:
    """Break a text into lines no wider than `width` points; the first one is indented.

    `whole` are names that are not broken as long as they fit a line.
    Errors: Refused, naming every character that no font has.
    """
    kept = text if isinstance(text, str) else tuple(text)
    return _led(kept, style, width, (align, indent), _in(kept, whole))


def _in(text: str | tuple[str | Span, ...], whole: tuple[str, ...]) -> tuple[str, ...]:
    """The names that stand in a text: what names nobody is set once for everybody's paper."""
    if not whole:
        return whole
    said = plain(text)
    return tuple([name for name in whole if name in said])


# What every paper of a kind says is set once for all of them, and stays one object that is drawn once a file.
@by_these_fonts
@lru_cache(maxsize=1024)
def _led(
    text: str | tuple[str | Span, ...],
    style: Type,
    width: float,
    set_as: tuple[Align, float],
    whole: tuple[str, ...],
) -> tuple[Line, ...]:
    # The distance of lines breaks none: a letter that is tried with several is broken once.
    solid = Type(style.face, style.size, 0.0, style.tracking)
    return tuple(
        Line(line.pieces, line.width, line.size, style.leading)
        for line in _broken(text, solid, width, set_as, whole)
    )


@by_these_fonts
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


@by_these_fonts
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
    widths = [atom.width for atom in _parts(kept, style, 1e6, _in(kept, whole))]
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
    natural = sum([atom.width for atom in kept]) - (style.tracking if kept and kept[-1].wide else 0.0)
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
    shares = {Align.CENTRE: 0.5, Align.RIGHT: 1.0}
    x = indent + shares.get(align, 0.0) * (room - natural)
    return Line(_pieces(kept, style, x, gap, squeeze), natural, style.size, style.leading)


def _pieces(atoms: Sequence[Atom], style: Type, x: float, gap: float, squeeze: float) -> tuple[Piece, ...]:
    """Neighbours with the same face and spacing are drawn together; whatever closes up begins a new piece."""
    pieces: list[Piece] = []
    texts: list[str] = []
    begins, face, spacing, joined = x, style.face, 0.0, False

    def end() -> None:
        if texts:
            pieces.append(Piece("".join(texts), face, Kind.TEXT, begins, x - begins, spacing))
            texts.clear()

    # Every character of what is printed comes by here: it is taken apart rather than asked for its parts.
    for atom in atoms:
        text, its_face, kind, wide, is_wide, shift = atom
        if kind is Kind.TEXT:
            mark = squeeze if squeeze and text in MARKS and is_square(atom, style.size) else 0.0
            left = mark if mark and text in OPENING else 0.0
            apart = style.tracking + gap if is_wide else 0.0
            if not joined or left or shift or its_face is not face or apart != spacing:
                end()
                begins, face, spacing = x - shift - left, its_face, apart
            texts.append(text)
            x += wide + gap - mark
            joined = not (mark or shift) and (gap < _UNSEEN if not is_wide else _is_whole(atom, style))
            continue
        end()
        joined = False
        if kind is Kind.SPACE:
            # A space is drawn, so that it is copied; it is never stretched by its own spacing.
            pieces.append(Piece(" ", its_face, kind, x, wide, 0.0))
        elif kind is not Kind.BREAK:
            pieces.append(Piece(text, its_face, kind, x, wide, 0.0))
        x += wide + gap
    end()
    return tuple(pieces)


def _is_whole(atom: Atom, style: Type) -> bool:
    """Whether a full-width character is as wide as it is drawn: a mark may have been closed up."""
    if atom.text not in MARKS:
        return True
    drawn = advance_of(atom.text, atom.face) * style.size + style.tracking
    return abs(atom.width - drawn) < _UNSEEN
