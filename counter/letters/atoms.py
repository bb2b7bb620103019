"""What a line is made of: characters, figures, names and words that are not broken, check boxes, blanks.

In a text, a line break begins a new line, ☑ and ☐ are check boxes, and two or more underscores are a blank
to fill by hand, half an em each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple
from unicodedata import east_asian_width

from counter.letters.fonts import Face, font_name, glyph, printable
from counter.letters.machine_fonts import by_these_fonts

# What may not begin a line, and what may not end one (避头尾).
NOT_FIRST = frozenset("，。、；：？！）》」』】〕〉｝］”’·～％‰℃°々ー!),.:;?]}%")
NOT_LAST = frozenset("（《「『【〔〈｛［“‘([{￥¥$§№")
# Full-width marks with an empty half that can close up: the right half of these, the left half of those.
CLOSING = frozenset("，。、；：？！）》」』】〕〉｝］”’")
OPENING = frozenset("（《「『【〔〈｛［“‘")
MARKS = CLOSING | OPENING
# The width of a check box in parts of the size.
BOX = 1.1
# The first of the private characters of plane 15.
_STANDS_FOR_A_NAME = 0xF0000
# Most of a text, which may be broken anywhere.
_FIRST_HAN, _LAST_HAN = "\u4e00", "\u9fff"
_TOKEN = re.compile(
    rf"[{_FIRST_HAN}-{_LAST_HAN}]+"
    r"|\n|_{2,}|——|……|[ \u3000]"
    # The word behind a check box is not broken.
    r"|[☑☐](?: (?=[^\s☑☐_（，。；、]))?[^\s☑☐_（，。；、]{0,14}"
    # A figure stays with its sign and its unit.
    r"|[¥$]?\d[\d,]*(?:\.\d+)?(?:[年月日时分元号条项款人户天个次页份岁％%])?"
    r"|."
)


class Kind(Enum):
    """What a piece of a line is."""

    TEXT = auto()
    SPACE = auto()
    BLANK = auto()
    BOX = auto()
    BREAK = auto()


@dataclass(frozen=True, slots=True)
class Type:
    """How text is set: face, size, distance of lines, space added after a full-width character; in points."""

    face: Face
    size: float
    leading: float
    tracking: float = 0.0

    def sized(self, size: float) -> Type:
        """The same type in another size, the lines in proportion."""
        return replace(self, size=size, leading=self.leading * size / self.size)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in a face of its own, inside a paragraph."""

    text: str
    face: Face


Text = str | Sequence[str | Span]


class Atom(NamedTuple):
    """What is not broken further; widths in points, `shift` moves the ink left into its empty half."""

    text: str
    face: Face
    kind: Kind
    width: float
    wide: bool = False
    shift: float = 0.0


def plain(text: Text) -> str:
    """The characters of a text without their faces."""
    return text if isinstance(text, str) else "".join(p if isinstance(p, str) else p.text for p in text)


def atoms_of(text: Text, style: Type, width: float, whole: tuple[str, ...]) -> list[Atom]:
    """A text in atoms none of which is wider than a line of that width, marks closed up."""
    spans = (
        ((text, style.face),)
        if isinstance(text, str)
        else tuple((p, style.face) if isinstance(p, str) else (p.text, p.face) for p in text)
    )
    atoms = [atom for t, face in spans for atom in _atoms(printable(t), face, style, width, whole)]
    return _close_up(atoms, style.size)


def _atoms(text: str, face: Face, style: Type, width: float, whole: tuple[str, ...]) -> list[Atom]:
    # While a text is taken apart, a character that is never printed stands for each name.
    names = dict(enumerate(sorted(map(printable, whole), key=len, reverse=True), _STANDS_FOR_A_NAME))
    for sign, name in names.items():
        text = text.replace(name, chr(sign))
    atoms: list[Atom] = []
    word = ""
    for token in _TOKEN.findall(text):
        if _FIRST_HAN <= token[0] <= _LAST_HAN:
            atoms += _unbroken(word, face, style, width) if word else ()
            atoms += [_character(one, face, style.size, style.tracking) for one in token]
            word = ""
            continue
        if len(token) == 1 and ord(token) < _STANDS_FOR_A_NAME and not _is_wide(token):
            if token not in " \n\u3000☑☐":
                word += token
                continue
        elif word and token[0].isascii() and token[0].isalnum() and len(token) > 1:
            # A figure within a word, such as a code: 350212105-2026.
            word += token
            continue
        if word:
            atoms += _unbroken(word, face, style, width)
            word = ""
        if len(token) > 1 and token.isascii() and not token.startswith("_"):
            word = token
        elif name := names.get(ord(token[0]), ""):
            atoms += _unbroken(name, _face_of_a_name(name, face), style, width)
        else:
            atoms += _atom(token.translate(names) if names else token, face, style, width)
    return atoms + (_unbroken(word, face, style, width) if word else [])


def _atom(token: str, face: Face, style: Type, width: float) -> list[Atom]:
    size = style.size
    if len(token) == 1 and token not in "\n \u3000☑☐":
        return [_character(token, face, size, style.tracking)]
    if token == "\n":
        return [Atom("", face, Kind.BREAK, 0.0)]
    if token in " \u3000":
        return [Atom(token, face, Kind.SPACE, size * (1.0 if token == "\u3000" else advance_of(" ", face)))]
    if token[0] in "☑☐":
        box = Atom(token[0], face, Kind.BOX, size * BOX + style.tracking, wide=True)
        return [box, *(_unbroken(token[1:], face, style, width - box.width) if len(token) > 1 else ())]
    if token.startswith("__"):
        return [Atom(token, face, Kind.BLANK, min(size * 0.5 * len(token), width))]
    return _unbroken(token, face, style, width)


@by_these_fonts
@lru_cache(maxsize=8192)
def _character(character: str, face: Face, size: float, tracking: float) -> Atom:
    return Atom(character, face, Kind.TEXT, advance_of(character, face) * size + tracking, wide=True)


@by_these_fonts
@lru_cache(maxsize=4096)
def _word(word: str, face: Face, size: float) -> Atom:
    return Atom(word, face, Kind.TEXT, sum([advance_of(c, face) for c in word]) * size)


def _unbroken(word: str, face: Face, style: Type, width: float) -> list[Atom]:
    """One atom, or one for each character of a word that is longer than a line."""
    atom = _word(word, face, style.size)
    if atom.width <= width:
        return [atom]
    return [Atom(c, face, Kind.TEXT, advance_of(c, face) * style.size, wide=_is_wide(c)) for c in word]


def _face_of_a_name(name: str, face: Face) -> Face:
    """宋 for a name of which the face lacks a character, so that the whole name is of one kind."""
    own = font_name(face)
    lacking = any((found := glyph(c, face)) and found.font != own for c in name)
    bold = face in (Face.HEI_BOLD, Face.SONG_BOLD, Face.TITLE)
    return (Face.SONG_BOLD if bold else Face.SONG) if lacking else face


def advance_of(character: str, face: Face) -> float:
    """The width of a character in parts of its size."""
    found = glyph(character, face)
    # What no font draws is measured as a square here and refused when the paper is finished.
    return found.advance if found else 1.0


@lru_cache(maxsize=4096)
def _is_wide(character: str) -> bool:
    return east_asian_width(character) in "WF" or character in "“”‘’…—"


def _close_up(atoms: list[Atom], size: float) -> list[Atom]:
    """Between two full-width marks one empty half is enough."""
    for i in range(len(atoms) - 1):
        here, after = atoms[i], atoms[i + 1]
        if here.text in CLOSING and after.text in MARKS and is_square(here, size):
            atoms[i] = here._replace(width=here.width - size / 2)
        elif here.text in OPENING and after.text in OPENING and is_square(after, size):
            atoms[i + 1] = after._replace(width=after.width - size / 2, shift=size / 2)
    return atoms


def is_square(atom: Atom, size: float) -> bool:
    """Whether a mark still has its empty half."""
    return atom.width > 0.9 * size and atom.shift == 0
