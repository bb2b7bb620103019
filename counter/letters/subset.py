"""What a file uses of a font: glyphs in the order of their first use, and the font made of them.

fontTools, which the fonts themselves were made with, takes 150 ms to cut one for a notice; this takes a third
of a millisecond, and a whole notice six.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from struct import pack, unpack_from
from typing import Any, NamedTuple

_WORDS, _SCALE, _MORE, _TWO_SCALES, _FOUR_SCALES = 0x1, 0x8, 0x20, 0x40, 0x80
_CJK = 1000
"""The width that is not listed: that of nearly every glyph, in thousandths of the size."""
# A stretch of glyphs ends with a glyph whose number this divides: the same words give the same stretches.
_STRETCH = 16


@dataclass(frozen=True, slots=True, eq=False)
class Outlines:
    """A font that was read, ready to be cut; figures in thousandths of the size."""

    name: str
    # A TTFontFace of reportlab, which names its tables without types.
    face: Any
    glyphs: memoryview
    bbox: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int

    def glyph(self, number: int) -> bytes:
        """The outline of a glyph, filled up to whole words."""
        begins = self.face.glyphPos
        found = bytes(self.glyphs[begins[number] : begins[number + 1]])
        return found + bytes(-len(found) % 4)

    def length(self, number: int) -> int:
        """How long `glyph` is."""
        begins = self.face.glyphPos
        return int(begins[number + 1] - begins[number] + 3) & ~3

    def is_made_of_others(self, number: int) -> bool:
        begin, end = self.face.glyphPos[number : number + 2]
        return bool(end > begin and self.glyphs[begin] >= 0x80)


class Packed(NamedTuple):
    """Some bytes of a font, their sum as 32-bit words, and the bytes packed as a part of a longer stream."""

    data: bytes
    sum: int
    packed: bytes


class Subset:
    """The characters of one font that one file uses. A code is the number of the glyph in the cut font."""

    def __init__(self, outlines: Outlines) -> None:
        self.outlines = outlines
        self._codes: dict[str, str] = {}
        # Glyph 0 is the one for what is missing; it is never drawn.
        self._glyphs = [0]
        self._characters = [""]

    def shown(self, text: str) -> str:
        """The codes of a text as hexadecimal digits, four a character."""
        codes = self._codes
        try:
            return "".join([codes[character] for character in text])
        except KeyError:
            for character in text:
                if character not in codes:
                    codes[character] = f"{len(self._glyphs):04X}"
                    self._glyphs.append(self.outlines.face.charToGlyph[ord(character)])
                    self._characters.append(character)
        return "".join([codes[character] for character in text])

    @property
    def tag(self) -> str:
        """Six letters that tell this cut from another of the same font."""
        number = zlib.crc32("".join(self._characters).encode("utf-8"))
        return "".join(chr(65 + number // 26**place % 26) for place in range(6))

    def widths(self) -> bytes:
        """The widths that are not 1000, in runs of neighbours."""
        widths = self.outlines.face.charWidths
        listed = bytearray()
        last = 0
        for code, character in enumerate(self._characters[1:], 1):
            if (width := widths[ord(character)]) != _CJK:
                listed += b" %.6g" % width if listed and code == last + 1 else b"]%d[%.6g" % (code, width)
                last = code
        return bytes(listed[1:] + b"]") if listed else b""

    def to_unicode(self) -> bytes:
        """The map from codes back to text; one block of it holds at most 100."""
        pairs = [
            f"<{code:04X}><{character.encode('utf-16-be').hex()}>"
            for code, character in enumerate(self._characters[1:], 1)
        ]
        blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
        lines = (line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar"))
        return "\n".join(
            [
                "/CIDInit /ProcSet findresource begin",
                "12 dict begin",
                "begincmap",
                "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def",
                "/CMapName/Adobe-Identity-UCS def",
                "/CMapType 2 def",
                "1 begincodespacerange",
                "<0000><FFFF>",
                "endcodespacerange",
                *lines,
                "endcmap",
                "CMapName currentdict/CMap defineresource pop",
                "end",
                "end",
            ]
        ).encode()

    def packed(self) -> tuple[int, bytes]:
        """The cut font: how long it is, and the font as a stream packed for a PDF.

        Glyphs are nearly all of it, and are packed in stretches that other files have as well.
        """
        order, stretches = self._stretches()
        face = self.outlines.face
        count, head = len(order), face.get_table("head")
        metrics = [int(figure) for number in order for figure in face.hmetrics[number]]
        tables = {
            # No sum over the file, which those who read a PDF do not use; long positions of glyphs.
            "head": head[:8] + bytes(4) + head[12:50] + b"\0\1" + head[52:],
            "hhea": face.get_table("hhea")[:34] + pack(">H", count),
            "hmtx": pack(f">{2 * count}H", *(figure & 0xFFFF for figure in metrics)),
            "loca": pack(f">{count + 1}L", *self._begins(order)),
            "maxp": face.get_table("maxp")[:4] + pack(">H", count) + face.get_table("maxp")[6:],
        }
        parts = [_packed(_before_glyphs(tables, stretches)), *stretches]
        summed = 1
        for part in parts:
            summed = zlib.adler32(part.data, summed)
        return sum(len(part.data) for part in parts), b"".join(
            (b"\x78\x9c", *(part.packed for part in parts), b"\x03\0", pack(">L", summed))
        )

    def _begins(self, order: list[int]) -> list[int]:
        begins = [0]
        for number in order:
            begins.append(begins[-1] + self.outlines.length(number))
        return begins

    def _stretches(self) -> tuple[list[int], list[Packed]]:
        """The glyphs in their order, with those at the end that others are made of; and their outlines."""
        numbers = dict(zip(reversed(self._glyphs), range(len(self._glyphs) - 1, -1, -1), strict=True))
        order, stretches, stretch = list(self._glyphs), list[Packed](), list[int]()
        for number in order:
            made = self.outlines.is_made_of_others(number)
            if not made:
                stretch.append(number)
            if stretch and (made or number % _STRETCH == 0):
                stretches.append(_stretch(self.outlines, tuple(stretch)))
                stretch.clear()
            if made:
                stretches.append(_packed(_renumbered(self.outlines.glyph(number), numbers, order)))
        if stretch:
            stretches.append(_stretch(self.outlines, tuple(stretch)))
        return order, stretches


@lru_cache(maxsize=1024)
def _stretch(outlines: Outlines, numbers: tuple[int, ...]) -> Packed:
    return _packed(b"".join(map(outlines.glyph, numbers)))


def _packed(data: bytes) -> Packed:
    packer = zlib.compressobj(wbits=-15)
    return Packed(data, _sum(data), packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH))


def _renumbered(glyph: bytes, numbers: dict[int, int], order: list[int]) -> bytes:
    """A glyph made of others, which get their numbers in the cut font and join it at its end."""
    made = bytearray(glyph)
    for at, part in _parts(glyph):
        if part not in numbers:
            numbers[part] = len(order)
            order.append(part)
        made[at : at + 2] = pack(">H", numbers[part])
    return bytes(made)


def _parts(glyph: bytes) -> Iterator[tuple[int, int]]:
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, part = unpack_from(">HH", glyph, at)
        yield at + 2, part
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _FOUR_SCALES else 0


def _before_glyphs(tables: dict[str, bytes], glyphs: list[Packed]) -> bytes:
    """A TrueType file of these tables up to its outlines, which stand last; tags are listed in order."""
    padded = {tag: table + bytes(-len(table) % 4) for tag, table in tables.items()}
    count = len(tables) + 1
    search = 1 << (count.bit_length() - 1)
    head = pack(">LHHHH", 0x00010000, count, 16 * search, search.bit_length() - 1, 16 * (count - search))
    at = 12 + 16 * count
    entries = dict[str, bytes]()
    for tag, table in padded.items():
        entries[tag] = pack(">LLL", _sum(table), at, len(tables[tag]))
        at += len(table)
    outlines = sum(part.sum for part in glyphs) & 0xFFFFFFFF
    entries["glyf"] = pack(">LLL", outlines, at, sum(len(part.data) for part in glyphs))
    listed = (tag.encode() + entry for tag, entry in sorted(entries.items()))
    return b"".join((head, *listed, *padded.values()))


def _sum(padded: bytes) -> int:
    words: tuple[int, ...] = unpack_from(f">{len(padded) // 4}L", padded)
    return sum(words) & 0xFFFFFFFF
