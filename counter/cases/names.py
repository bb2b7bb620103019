"""Names of people: every Chinese character that exists is kept exactly, what cannot be seen is refused."""

from __future__ import annotations

import re
import unicodedata

from counter.cases.application import IdType
from counter.cases.values import (
    BIDI,
    Parsed,
    code_points,
    half_width,
    is_han,
    is_invisible,
    is_unprintable,
    shown,
)
from counter.errors import Refused

DOT = "·"
"""U+00B7, as GB 18030 and the identity cards write the names of some nationalities."""

_DOTS = "·\u0387‧•∙⋅・･．.。﹒᛫●"
_FAR_TOO_LONG = 1_000
_FIRST_RADICAL, _LAST_RADICAL = 0x2E80, 0x2FDF
_LATIN_SIGNS = " '-.,’"


def read_name(raw: object, *, longest: int, id_type: IdType | None = None) -> Parsed[str]:
    """A name, mended in its spaces and dots. `longest` counts characters, those beyond the BMP as one.

    With an `id_type` the script is judged too: a resident identity card has Chinese characters only.
    """
    if not isinstance(raw, str):
        raise Refused("A name in quotes is expected here; {value} is not one.", value=shown(raw))
    name = raw if len(raw) > _FAR_TOO_LONG else _tidy(_without_hidden(raw))
    if not name:
        raise Refused("The name is empty. Write it, or leave it out if it is not known.")
    if len(name) > longest:
        raise Refused(
            "The name has {length} characters; at most {longest} fit. Check it.",
            length=len(name),
            longest=longest,
        )
    _refuse_what_is_no_name(name)
    if id_type is IdType.RESIDENT and not all(is_han(c) or c == DOT for c in name):
        raise Refused(
            "{name} is not written in Chinese characters, as a resident identity card has it. "
            "Write it as on the card, or change the kind of number.",
            name=shown(name),
        )
    return Parsed(name, name != raw)


def _without_hidden(raw: str) -> str:
    if hidden := [c for c in raw if c in BIDI or is_invisible(c) or is_unprintable(c)]:
        raise Refused(
            "The name contains characters that cannot be seen or printed ({characters}). "
            "Type it again by hand.",
            characters=code_points(hidden),
        )
    return raw


def _tidy(raw: str) -> str:
    """Full-width Latin becomes plain, spaces inside a Chinese name go, its dots become the one dot."""
    name = " ".join("".join(c if is_han(c) or c in _DOTS else half_width(c) for c in raw).split())
    tidied = ""
    for at, character in enumerate(name):
        before, after = name[:at].rstrip(" " + _DOTS)[-1:], name[at + 1 :].lstrip(" " + _DOTS)[:1]
        in_chinese = bool(before and after) and is_han(before) and is_han(after)
        if in_chinese and character == " ":
            continue
        tidied += DOT if in_chinese and character in _DOTS else character
    return tidied


def _refuse_what_is_no_name(name: str) -> None:
    if any(character.isnumeric() and not is_han(character) for character in name):
        raise Refused("A name has no digits; this is not a name: {name}.", name=shown(name))
    if radicals := [c for c in name if _FIRST_RADICAL <= ord(c) <= _LAST_RADICAL]:
        raise Refused(
            "{radical} is the drawing of a part of a character; type the character {character} instead.",
            radical=radicals[0],
            character=unicodedata.normalize("NFKC", radicals[0]),
        )
    letters = [c for c in name if is_han(c) or unicodedata.category(c)[0] in "LM"]
    signs = [c for c in name if c not in letters and c != DOT and c not in _LATIN_SIGNS]
    if signs:
        raise Refused(
            "A name has no such signs: {signs}. Write the name alone.", signs=" ".join(dict.fromkeys(signs))
        )
    if (
        not letters
        or name[0] in DOT + "-.,"
        or name[-1] in DOT + "-',"
        or re.search(r"··|--|\.\.|,,|''", name)
    ):
        raise Refused("The dot or hyphen stands where no name has one: {name}.", name=shown(name))
    if any(is_han(c) for c in name) and (signs := [c for c in name if c in _LATIN_SIGNS.strip()]):
        raise Refused(
            "A name has no such signs: {signs}. Write the name alone.", signs=" ".join(dict.fromkeys(signs))
        )
