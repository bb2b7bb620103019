"""Which fonts a paper is set in, and which of them draws each character: never a box, never nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from threading import RLock
from typing import Any, NamedTuple

from reportlab.pdfbase.ttfonts import TTFError, TTFontFace

from counter.errors import Problem, Refused
from counter.letters.machine_fonts import by_these_fonts, used
from counter.letters.subset import Outlines

# A font takes half a second to read: who needs one that is being read waits for it.
_READING = RLock()


class Face(StrEnum):
    """A style of type: 宋, 黑, 楷, 仿宋, and 小标宋 for titles."""

    TITLE = "title"

    SONG = "song"
    SONG_BOLD = "song-bold"
    HEI = "hei"
    HEI_BOLD = "hei-bold"
    KAI = "kai"
    FANG = "fang"

    # Every text that is set is looked up by its face; the hash of an Enum is four times as slow.
    __hash__ = str.__hash__


@dataclass(frozen=True, slots=True)
class FontFile:
    """A file and the code points it is asked for: the rare ones load only when needed.

    `file` lies in resources/fonts; a font of the computer has a whole path and a place in its collection.
    """

    name: str
    file: str
    first: int = 0x20
    last: int = 0xFFFFF
    index: int = 0


_SONG = FontFile("counter-song", "NotoSerifSC-Regular.ttf")
_SONG_BOLD = FontFile("counter-song-bold", "NotoSerifSC-Bold.ttf")
# Letters, symbols, compatibility characters; extensions B to F; G and H as far as a free font has them; 彝文.
_RARE = (
    FontFile("counter-han-a", "CounterHanA.ttf"),
    FontFile("counter-han-b", "CounterHanB.ttf", 0x20000, 0x2EBEF),
    FontFile("counter-han-c", "CounterHanC.ttf", 0x20000, 0x323AF),
    FontFile("counter-yi", "CounterYi.ttf", 0xA000, 0xA4CF),
    FontFile("counter-kai", "CounterKai.ttf", 0x30000, 0x323AF),
)
_CHAINS = {
    Face.TITLE: (_SONG_BOLD, *_RARE),
    Face.SONG: (_SONG, *_RARE),
    Face.SONG_BOLD: (_SONG_BOLD, *_RARE),
    Face.HEI: (FontFile("counter-hei", "NotoSansSC-Regular.ttf"), _SONG, *_RARE),
    Face.HEI_BOLD: (FontFile("counter-hei-bold", "NotoSansSC-Bold.ttf"), _SONG_BOLD, *_RARE),
    Face.KAI: (FontFile("counter-kai", "CounterKai.ttf"), _SONG, *_RARE),
    Face.FANG: (FontFile("counter-fang", "CounterFang.ttf"), _SONG, *_RARE),
}
_OWN = {font.name: font for chain in _CHAINS.values() for font in chain}
# The rare fonts have no bold: an outline makes one, its width in parts of the size.
_THICKEN = {Face.TITLE: 0.03, Face.SONG_BOLD: 0.03, Face.HEI_BOLD: 0.03}
_BOLD_OF = {Face.HEI_BOLD: Face.HEI}
# What the name of a font of the computer begins with.
_MACHINE = "machine-"


@by_these_fonts
@cache
def _machine(style: str) -> FontFile | None:
    """The font of this computer that is used for a style."""
    font = used().get(style)
    return FontFile(f"{_MACHINE}{style}", str(font.path), index=font.place) if font else None


def _chain(face: Face) -> Iterator[FontFile]:
    if own := _machine(_BOLD_OF.get(face, face)):
        yield own
    yield from _CHAINS[face]
    if last := _machine("rare"):
        yield last


# Characters that are not seen: soft hyphen, joiners, word joiner, byte order mark, variation selectors. The
# plain glyph before a selector is drawn. Marks that turn the direction of text are refused.
_UNSEEN = {
    0x00AD,
    0x180E,
    0x200B,
    0x200C,
    0x200D,
    0x2060,
    0xFEFF,
    *range(0xFE00, 0xFE10),
    *range(0xE0100, 0xE01F0),
}
_PRINTED_AS = {code: None for code in _UNSEEN} | {
    ord("\t"): " ",
    0x00A0: " ",
    0x2028: "\n",
    0x2029: "\n",
    ord("￥"): "¥",
}


class Glyph(NamedTuple):
    """How a character is drawn: by which font; its width and extra outline in parts of its size."""

    font: str
    advance: float
    thicken: float


class Run(NamedTuple):
    """Neighbouring characters that one font draws."""

    font: str
    text: str
    thicken: float


def font_files() -> tuple[Path, ...]:
    """The font files that ship with the program, for the window to register with Qt."""
    folder = files("resources") / "fonts"
    return tuple(
        sorted(Path(str(entry)) for entry in folder.iterdir() if entry.name.endswith(".ttf")),
    )


@cache
def _load(file: str, index: int) -> Outlines:
    path = file if index or Path(file).is_absolute() else str(files("resources") / "fonts" / file)
    with _READING:
        try:
            face: Any = TTFontFace(path, subfontIndex=index)
        except (TTFError, AttributeError) as error:  # the latter where a font has no English name
            raise Refused(
                "The font {file} of this computer cannot be used: {reason}. Take it out of counter.toml.",
                file=path,
                reason=str(error),
            ) from error
        begin, length = face.get_table_pos("glyf")
        left, low, right, high = (round(side) for side in face.bbox)
        return Outlines(
            name=face.name.decode("ascii"),
            face=face,
            glyphs=memoryview(face._ttf_data)[begin : begin + length],
            bbox=(left, low, right, high),
            ascent=round(face.ascent),
            descent=round(face.descent),
            cap_height=round(face.capHeight),
        )


def outlines(name: str) -> Outlines:
    """The font of a glyph, ready to be cut for a file; it is read if it was not yet."""
    font = _OWN.get(name) or _machine(name.removeprefix(_MACHINE))
    assert font, f"a glyph of {name}, which is no longer used"
    return _load(font.file, font.index)


def font_name(face: Face) -> str:
    """The name of the first font of a face."""
    return next(_chain(face)).name


def printable(text: str) -> str:
    """The text as it is printed: ¥ for U+FFE5, spaces for tabs, without the marks that nobody sees."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_PRINTED_AS)


@by_these_fonts
@cache
def glyph(character: str, face: Face) -> Glyph | None:
    """How a face draws a character, or None when no font of the program has it."""
    code = ord(character)
    if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs"):
        return None
    for font in _chain(face):
        if font.first <= code <= font.last:
            drawn_by = _load(font.file, font.index).face
            if drawn_by.charToGlyph.get(code):
                # What a computer lends for bold type is of the usual weight, but for 小标宋.
                is_light = font in _RARE or (font not in _CHAINS[face] and face is not Face.TITLE)
                thicken = _THICKEN.get(face, 0.0) if is_light else 0.0
                return Glyph(font.name, drawn_by.charWidths[code] / 1000, thicken)
    return None


@by_these_fonts
@lru_cache(maxsize=512)
def runs(text: str, face: Face) -> tuple[Run, ...]:
    """A printable text in runs of one font each.

    Errors: Refused, naming every character that no font has.
    """
    drawn = [(glyph(character, face), character) for character in text]
    if any(found is None for found, _ in drawn):
        raise Refused.because(problems_of(text))
    parts = groupby(
        (((found.font, found.thicken), c) for found, c in drawn if found), key=lambda part: part[0]
    )
    return tuple(Run(font, "".join(c for _, c in run), thicken) for (font, thicken), run in parts)


def width(text: str, face: Face, size: float) -> float:
    """How wide a printable text is, in the unit of the size.

    Errors: Refused, naming every character that no font has.
    """
    total = 0.0
    for character in text:
        if not (found := glyph(character, face)):
            raise Refused.because(problems_of(text))
        total += found.advance
    return total * size


@by_these_fonts
@cache
def _drawn() -> set[str]:
    """Every character that was asked about and can be drawn, or is left out without loss."""
    return set()


def problems_of(text: str, field: str = "") -> tuple[Problem, ...]:
    """One problem for each different character that cannot be printed; none when the whole text can.

    `field` is the path of the text in what was handed in.
    """
    drawn = _drawn()
    if drawn.issuperset(text):
        return ()
    shown = printable(text)
    missing = [c for c in dict.fromkeys(shown) if c != "\n" and not glyph(c, Face.SONG)]
    if not missing:
        drawn.update(text)
    return tuple(
        Problem(
            "The character {character} (U+{code}) in “{word}” cannot be printed: "
            "no font of this program has it. Enter it in another form, or write this paper by hand.",
            field,
            {"character": _visible(c), "code": f"{ord(c):04X}", "word": _around(shown, c)},
        )
        for c in missing
    )


def _visible(character: str) -> str:
    return "" if unicodedata.category(character) in ("Cc", "Cf", "Cs") else character


def _around(text: str, character: str) -> str:
    """The word in which a character stands, short and without digits: no number gets into a message."""
    at = text.index(character)
    before = text[max(0, at - 8) : at]
    after = text[at + 1 : at + 9]
    kept_before = before[
        next((i + 1 for i in range(len(before) - 1, -1, -1) if not before[i].isalpha()), 0) :
    ]
    kept_after = after[: next((i for i, c in enumerate(after) if not c.isalpha()), len(after))]
    return f"{kept_before}{_visible(character)}{kept_after}"
