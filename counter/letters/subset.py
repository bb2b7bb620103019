"""What a file uses of a font: glyphs in the order of their first use, and the font made of them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from struct import pack, unpack_from
from typing import Any

_WORDS, _SCALE, _MORE, _TWO_SCALES, _FOUR_SCALES = 0x1, 0x8, 0x20, 0x40, 0x80
_CJK = 1000
"""The width that is not listed: that of nearly every glyph, in thousandths of the size."""


@dataclass(frozen=True, slots=True)
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
        begins = self.face.glyphPos
        return bytes(self.glyphs[begins[number] : begins[number + 1]])


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
        runs: list[tuple[int, list[str]]] = []
        for code, character in enumerate(self._characters):
            width = self.outlines.face.charWidths[ord(character)] if character else _CJK
            if width == _CJK:
                continue
            if not runs or runs[-1][0] + len(runs[-1][1]) != code:
                runs.append((code, []))
            runs[-1][1].append(f"{width:.6g}")
        return " ".join(f"{first}[{' '.join(widths)}]" for first, widths in runs).encode()

    def to_unicode(self) -> bytes:
        """The map from codes back to text; one block of it holds at most 100."""
        pairs = [
            f"<{code:04X}><{character.encode('utf-16-be').hex().upper()}>"
            for code, character in enumerate(self._characters)
            if character
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

    def data(self) -> bytes:
        """The cut font."""
        face = self.outlines.face
        numbers = dict(zip(reversed(self._glyphs), range(len(self._glyphs) - 1, -1, -1), strict=True))
        order, drawn = list(self._glyphs), list[bytes]()
        for number in order:
            glyph = self.outlines.glyph(number)
            if glyph[:1] >= b"\x80":
                glyph = _renumbered(glyph, numbers, order)
            drawn.append(glyph + bytes(-len(glyph) % 4))
        begins = [0]
        for glyph in drawn:
            begins.append(begins[-1] + len(glyph))
        metrics = [face.hmetrics[number] for number in order]
        count = len(order)
        return _font(
            {
                "glyf": b"".join(drawn),
                # Long positions of glyphs; the sum over the file is not used by those who read a PDF.
                "head": face.get_table("head")[:50] + b"\0\1" + face.get_table("head")[52:],
                "hhea": face.get_table("hhea")[:34] + pack(">H", count),
                "hmtx": b"".join(pack(">HH", int(wide), int(left)) for wide, left in metrics),
                "loca": pack(f">{count + 1}L", *begins),
                "maxp": face.get_table("maxp")[:4] + pack(">H", count) + face.get_table("maxp")[6:],
            }
        )


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


def _font(tables: dict[str, bytes]) -> bytes:
    """A TrueType file of these tables, which stand in the order of their tags."""
    search = 1 << (len(tables).bit_length() - 1)
    head = pack(
        ">LHHHH",
        0x00010000,
        len(tables),
        16 * search,
        search.bit_length() - 1,
        16 * (len(tables) - search),
    )
    at = 12 + 16 * len(tables)
    entries, bodies = list[bytes](), list[bytes]()
    for tag, table in sorted(tables.items()):
        padded = table + bytes(-len(table) % 4)
        entries.append(tag.encode() + pack(">LLL", _sum(padded), at, len(table)))
        bodies.append(padded)
        at += len(padded)
    return b"".join((head, *entries, *bodies))


def _sum(padded: bytes) -> int:
    words: tuple[int, ...] = unpack_from(f">{len(padded) // 4}L", padded)
    return sum(words) & 0xFFFFFFFF
