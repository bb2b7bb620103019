"""What was typed, read as text, figures, days, yes and no; what is certain is mended, the rest refused."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

from counter.errors import Refused, Verbatim
from counter.text import plain_number

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """A value, and whether what was typed had to be mended to get it."""

    value: T
    mended: bool = False


class Exponent(Decimal):
    """A figure that stood in the file as `1e3`; whoever wrote it so may mean something else."""


# --- characters ----------------------------------------------------------------------------------

BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
RIGHT_TO_LEFT = frozenset("\u061c\u200f\u202b\u202e\u2067")
"""Of the direction marks those that can make a number look like another one."""

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_SHOWN_LENGTH = 40
_LONGEST_FIGURE = 40


def half_width(text: str) -> str:
    """ASCII for full-width letters, digits, signs and the full-width space; everything else stays."""
    return text.translate(_HALF_WIDTH)


def is_han(character: str) -> bool:
    """A Chinese character, of whatever age: planes 2 and 3 are all Chinese, known to Python or not."""
    code = ord(character)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x3FFFD
        or 0xF900 <= code <= 0xFAFF
        or code == 0x3007
    )


def is_invisible(character: str) -> bool:
    """A character that leaves no mark where it stands: format, direction and variation marks."""
    code = ord(character)
    return unicodedata.category(character) in ("Cf", "Zl", "Zp") or (
        0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF or code in (0x034F, 0x115F, 0x1160, 0x3164)
    )


def is_unprintable(character: str) -> bool:
    """Control characters, halves of characters, private and unassigned ones: no font can draw them."""
    return unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn") and not is_han(character)


def without_invisible(text: str) -> str:
    """The text of a number or a day without the marks that copying brings along.

    Raises `Refused` for marks that turn the direction: with them nobody knows what was seen on the screen.
    """
    if turning := [c for c in text if c in RIGHT_TO_LEFT]:
        raise Refused(
            "Characters that turn the writing direction stand here ({characters}). Type it again by hand.",
            characters=code_points(turning),
        )
    return "".join(c for c in text if not is_invisible(c))


def shown(value: object) -> Verbatim:
    """What was typed, fit for a sentence: short, on one line, what cannot be seen as `U+202E`."""
    if isinstance(value, int) and value.bit_length() > _LONGEST_FIGURE * 4:
        return Verbatim("…")  # Python itself refuses to write such a number out
    text = value if isinstance(value, str) else _as_in_file(value)
    if len(text) > _SHOWN_LENGTH:
        text = text[: _SHOWN_LENGTH - 1] + "…"
    return Verbatim("".join(f"U+{ord(c):04X}" if is_unprintable(c) or is_invisible(c) else c for c in text))


def _as_in_file(value: object) -> str:
    if isinstance(value, bool | None):
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return "[…]" if isinstance(value, list | tuple) else "{…}"


def code_points(characters: Iterable[str]) -> str:
    """`U+202E、U+200B`: each once, in the order found."""
    return "、".join(dict.fromkeys(f"U+{ord(c):04X}" for c in characters))


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.0) -> str:
    """The known word most like this one; empty when none is as like as `cutoff` (0 to 1)."""
    best, best_ratio = "", cutoff
    matcher = difflib.SequenceMatcher(b=half_width(word).casefold()[:100])
    for candidate in known:
        matcher.set_seq1(candidate.casefold())
        if matcher.real_quick_ratio() > best_ratio and matcher.ratio() > best_ratio:
            best, best_ratio = candidate, matcher.ratio()
    return best


def read_text(raw: object, *, longest: int) -> Parsed[str]:
    """Free text as typed, trimmed; line breaks and tabs stay. `longest` counts characters."""
    if not isinstance(raw, str):
        raise Refused("Text is expected here, in quotes; {value} is not text.", value=shown(raw))
    if wrong := [c for c in raw if c in BIDI or (is_unprintable(c) and c not in "\n\r\t")]:
        raise Refused(
            "The text contains characters that cannot be printed ({characters}). Delete them.",
            characters=code_points(wrong),
        )
    text = raw.strip()
    if len(text) > longest:
        raise Refused(
            "The text has {length} characters; at most {longest} fit. Shorten it.",
            length=len(text),
            longest=longest,
        )
    return Parsed(text, text != raw)


# --- figures -------------------------------------------------------------------------------------

_WRITTEN_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_FIGURE = re.compile(r"(?P<sign>[-+]?)(?P<whole>[0-9]*)(?:\.(?P<decimals>[0-9]*))?")
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(?:([, ])[0-9]{3})(?:\1[0-9]{3})*(?:\.[0-9]*)?")
_EXPONENT = re.compile(r"[-+]?[0-9.]+[eE][-+]?[0-9]+")
_MINUS = re.compile("^[−–—‐‑﹣]")


def read_figure(
    raw: object, *, decimals: int, units: Iterable[str] = (), percent: bool = False
) -> Parsed[Fraction]:
    """A figure from a number or a text, with at most so many decimals; one of `units` may follow it.

    `percent` lets `60%` stand for 0.6. Commas and spaces between thousands, a sign of yuan, full-width
    digits and a minus before nothing are mended. No range is checked here.
    """
    if isinstance(raw, str):
        return _figure_from_text(raw, decimals=decimals, units=units, percent=percent)
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise Refused("A figure is expected here; {value} is not a figure.", value=shown(raw))
    if isinstance(raw, Exponent):
        raise Refused("Write the figure out in digits instead of {value}.", value=shown(raw))
    if isinstance(raw, int) and raw.bit_length() <= _LONGEST_FIGURE * 3:
        return Parsed(Fraction(raw))
    exact = Decimal(raw if isinstance(raw, int) else str(raw))
    if not exact.is_finite():
        raise Refused("A figure is expected here; {value} is not a figure.", value=shown(raw))
    if exact.adjusted() > _LONGEST_FIGURE:
        raise Refused("No household has such a figure. Check it.")
    exponent = exact.as_tuple().exponent
    if isinstance(exponent, int) and exponent > 0:
        raise Refused("Write the figure out in digits instead of {value}.", value=shown(raw))
    _refuse_decimals(raw, -exponent if isinstance(exponent, int) else 0, decimals)
    return Parsed(Fraction(exact), mended=not exact and exact.is_signed())


def _refuse_decimals(raw: object, written: int, allowed: int) -> None:
    if written > allowed:
        raise Refused(
            "At most {allowed} decimals are possible; {value} has {written}.",
            allowed=allowed,
            written=written,
            value=shown(raw),
        )


def _figure_from_text(raw: str, *, decimals: int, units: Iterable[str], percent: bool) -> Parsed[Fraction]:
    text = _MINUS.sub("-", half_width(without_invisible(raw)).strip())
    if not text:
        raise Refused(
            "The field is empty, and empty is not zero. Write a figure, or leave it out if it is not known."
        )
    if _EXPONENT.fullmatch(text):
        raise Refused("Write the figure out in digits instead of {value}.", value=shown(raw))
    number = " ".join(text.split()).lstrip("¥￥ ")
    hundredth = percent and number.endswith("%")
    for unit in ("%",) if hundredth else sorted(units, key=len, reverse=True):
        if unit and number.endswith(unit):
            number = number.removesuffix(unit).rstrip()
            break
    if _GROUPED.fullmatch(number):
        number = number.replace(",", "").replace(" ", "")
    parts = _FIGURE.fullmatch(number)
    if parts is None or not (parts["whole"] or parts["decimals"]) or len(number) > _LONGEST_FIGURE:
        raise Refused(
            "A figure in digits is expected here, such as 1200 or 1200.50; {value} is not one.",
            value=shown(raw),
        )
    _refuse_decimals(raw, len(parts["decimals"] or ""), decimals)
    value = Fraction(number if not hundredth else Decimal(number) / 100)
    return Parsed(value, mended=not _WRITTEN_PLAIN.fullmatch(raw) or written_figure(value) != _unpadded(raw))


def _unpadded(number: str) -> str:
    """`620` for `620.00`, which is as good; `0620` stays different from `620`."""
    return number.rstrip("0").rstrip(".") if "." in number else number


def written_figure(value: Fraction | int) -> str:
    """A figure in digits, `620` or `620.5`; exact, because what is read never has more than four decimals."""
    return plain_number(value)


def read_whole(raw: object, *, units: Iterable[str] = ()) -> Parsed[int]:
    """A whole number; `2.0` is mended to 2."""
    parsed = read_figure(raw, decimals=2, units=units)
    if parsed.value.denominator != 1:
        raise Refused("A whole number is expected here; {value} is not whole.", value=shown(raw))
    return Parsed(
        int(parsed.value), parsed.mended or not (isinstance(raw, int) or raw == str(int(parsed.value)))
    )


# --- days ----------------------------------------------------------------------------------------

_ISO = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})")
_SEPARATED = re.compile(
    r"(?P<y>[0-9]{4})(?:(?P<s>[-/.])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})"
    r"|年(?P<m2>[0-9]{1,2})月(?P<d2>[0-9]{1,2})[日号]?)(?:[T ]00:00(?::00(?:\.0+)?)?)?"
)
_COMPACT = re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
_IN_CHARACTERS = re.compile(
    r"(?P<y>[〇零○一二三四五六七八九]{4})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十廿卅]{1,3})[日号]?"
)
_CHARACTER_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_TENS = re.compile(r"(?P<tens>[二三]?十|廿|卅)?(?P<ones>[一二三四五六七八九])?")
FIRST_YEAR = 1900


def read_date(raw: object) -> Parsed[date]:
    """A day that exists. The order year, month, day is certain in any writing; any other order is refused."""
    if isinstance(raw, int) and not isinstance(raw, bool) and 10_000_000 <= raw <= 99_999_999:
        return Parsed(read_date(str(raw)).value, mended=True)
    if not isinstance(raw, str):
        raise Refused("A day is expected here, as in 2026-11-23; {value} is not one.", value=shown(raw))
    text = half_width(without_invisible(raw)).strip()
    if not text:
        raise Refused("The day is empty. Write it as in 2026-11-23, or leave it out if it is not known.")
    numbers = _year_month_day(text)
    if numbers is None:
        raise Refused(
            "It is not certain which day {value} is. Write year, month and day, as in 2026-11-23.",
            value=shown(raw),
        )
    year, month, day = numbers
    if (year, month, day) == (9999, 12, 31):
        raise Refused("9999-12-31 marks an open end and is no day. Write the day, or leave it out.")
    try:
        value = date(year, month, day)
    except ValueError:
        raise Refused("There is no such day as {value}. Check it.", value=shown(raw)) from None
    return Parsed(value, mended=value.isoformat() != raw)


def _year_month_day(text: str) -> tuple[int, int, int] | None:
    if parts := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return int(parts["y"]), int(parts["m"]), int(parts["d"])
    tight = re.sub(r"\s*([-/.年月日号])\s*", r"\1", text)
    if parts := _SEPARATED.fullmatch(tight):
        return int(parts["y"]), int(parts["m"] or parts["m2"]), int(parts["d"] or parts["d2"])
    if parts := _IN_CHARACTERS.fullmatch(tight):
        year = int("".join(_CHARACTER_DIGITS[c] for c in parts["y"]))
        month, day = _up_to_39(parts["m"]), _up_to_39(parts["d"])
        return None if month is None or day is None else (year, month, day)
    return None


def _up_to_39(word: str) -> int | None:
    """`二十八` is 28, `廿八` too."""
    parts = _TENS.fullmatch(word)
    if parts is None or not word:
        return None
    tens = {None: 0, "十": 10, "二十": 20, "廿": 20, "三十": 30, "卅": 30}[parts["tens"]]
    return tens + (int(_CHARACTER_DIGITS[parts["ones"]]) if parts["ones"] else 0)


# --- yes or no, one of a list, several of a list ---------------------------------------------------

_YES = frozenset({"true", "yes", "是", "有", "对"})
_NO = frozenset({"false", "no", "否", "无", "没有", "不是"})
_NOT_KNOWN = frozenset(
    {"unknown", "未知", "不详", "不清楚", "不知道", "未询问", "待定", "?", "n/a", "null", "none"}
)


def read_yes_no(raw: object) -> Parsed[bool]:
    """`true` or `false`; the words for them are mended, and `unknown` is said by leaving the fact out."""
    if isinstance(raw, bool):
        return Parsed(raw)
    word = half_width(without_invisible(raw)).strip().casefold() if isinstance(raw, str) else ""
    if word in _YES or word in _NO:
        return Parsed(word in _YES, mended=True)
    if word in _NOT_KNOWN:
        raise Refused("Leave out what is not known instead of writing {value}.", value=shown(raw))
    raise Refused("Yes or no (true or false) is expected here; {value} is neither.", value=shown(raw))


def read_choice(raw: object, values: tuple[str, ...]) -> Parsed[str]:
    """One of the list, exactly, but for spaces, width and case; otherwise the nearest one is suggested."""
    if not isinstance(raw, str):
        raise Refused(
            "One of these is expected here: {values}. {value} is not.", values=values, value=shown(raw)
        )
    if raw in values:
        return Parsed(raw)
    word = "".join(half_width(without_invisible(raw)).split())
    if not word:
        raise Refused("The field is empty. Leave it out if it is not known.")
    if fitting := [value for value in values if value.casefold() == word.casefold()]:
        return Parsed(fitting[0], mended=True)
    if word.casefold() in _NOT_KNOWN:
        raise Refused("Leave out what is not known instead of writing {value}.", value=shown(raw))
    raise Refused(
        "{value} is not on the list; the nearest is {nearest}. Possible are: {values}.",
        value=shown(raw),
        nearest=nearest(word, values) or values[0],
        values=values,
    )


def read_items(raw: object) -> Parsed[tuple[str, ...]]:
    """The words of a list, each once; a single word is a list of one."""
    if isinstance(raw, str) and raw.strip():
        return Parsed((raw.strip(),), mended=True)
    if not isinstance(raw, list | tuple):
        raise Refused(
            'A list is expected here, such as [] or ["…"]; {value} is not a list.', value=shown(raw)
        )
    for item in raw:
        if not isinstance(item, str):
            raise Refused("The list may hold words only; {value} is not a word.", value=shown(item))
        if not item.strip():
            raise Refused("The list holds an empty word. Delete it.")
    items = tuple(dict.fromkeys(item.strip() for item in raw))
    return Parsed(items, mended=items != tuple(raw))
