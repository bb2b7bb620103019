"""QR codes as the dark stretches of their rows; for many of them, most of the work is done once.

A module of a code is dark or light by the sum of some bits of its data, always of the same ones while length
and pattern stay. So a code is that of zeros, turned over by what each further bit turns over.
"""

from __future__ import annotations

import re
from functools import lru_cache

import segno

# One of the eight patterns laid over a code, any of which can be read. Looking for the one that is by a
# little the easiest to read takes four times as long as all the rest.
MASK = 4
# Two of these characters are one number of eleven bits, a last one alone is one of six.
_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUE = {character: value for value, character in enumerate(_CHARACTERS)}
_BITS = {2: 11, 1: 6}
_DARK = re.compile("1+")


def squares(data: str, *, many: bool) -> tuple[int, str]:
    """How many modules a side of a code of level M has, and the dark ones as rectangles in units of a module.

    `many` codes as long as this one are wanted: it is worth 200 of them to learn what they have in common.
    """
    is_learned = many and not data.isdecimal() and _VALUE.keys() >= set(data)
    side, dark = _summed(data) if is_learned else _made(data)
    return side, _stretches(side, dark)


def _made(data: str, mode: str | None = None) -> tuple[int, int]:
    """The side of a code, and its modules row by row as the bits of a number."""
    rows = segno.make(data, error="m", boost_error=False, micro=False, mask=MASK, mode=mode).matrix
    return len(rows), int("".join("1" if dark else "0" for row in rows for dark in row), 2)


def _summed(data: str) -> tuple[int, int]:
    side, dark, turned = _learned(len(data))
    for at in range(0, len(data), 2):
        pair = data[at : at + 2]
        value = 0
        for character in pair:
            value = value * len(_CHARACTERS) + _VALUE[character]
        for bit, over in enumerate(turned[at // 2]):
            if value >> bit & 1:
                dark ^= over
    return side, dark


@lru_cache(maxsize=4)
def _learned(length: int) -> tuple[int, int, list[list[int]]]:
    """The code of so many zeros, and what each bit of each pair turns over in it."""
    zeros = "0" * length
    side, dark = _made(zeros, mode="alphanumeric")
    turned = []
    for at in range(0, length, 2):
        pair = zeros[at : at + 2]
        changed = [
            zeros[:at] + _written(1 << bit, len(pair)) + zeros[at + 2 :] for bit in range(_BITS[len(pair)])
        ]
        turned.append([_made(one, mode="alphanumeric")[1] ^ dark for one in changed])
    return side, dark, turned


def _written(value: int, length: int) -> str:
    first, last = divmod(value, len(_CHARACTERS))
    return (_CHARACTERS[first] + _CHARACTERS[last])[-length:]


def _stretches(side: int, dark: int) -> str:
    modules = f"{dark:0{side * side}b}"
    drawn: list[str] = []
    for below in range(side):
        row = modules[side * (side - 1 - below) : side * (side - below)]
        stretches = (found.span() for found in _DARK.finditer(row))
        drawn += [f"{start} {below} {end - start} 1 re" for start, end in stretches]
    return "\n".join([*drawn, "f"])
