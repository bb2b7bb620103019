"""Words for people: translation, states in words, masks, Chinese dates, money in figures and in capitals.

Source texts are English sentences in `_()` or handed to `Refused` and its kin. To add one: write it, then
`python tests/test_translations.py` adds it to `resources/locale/…/counter.po`; translate it there and run
the command again, which writes the compiled `counter.mo` beside it.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from importlib.resources import files

from counter import words
from counter.errors import CounterError, Problem, Verbatim

DEFAULT_LANGUAGE = "zh_CN"
N_ = words.N_
BEIJING = timezone(timedelta(hours=8))
"""The only zone of the country, without summer time since 1992; needs no zone table on Windows."""


class _Spoken:
    """The language of the moment; read on first use, so that importing this module touches no file."""

    language = DEFAULT_LANGUAGE
    catalogue: gettext.NullTranslations | None = None


def set_language(code: str) -> None:
    """Speak this language from now on: `zh_CN`, or `en` for the sentences as written in the source."""
    _Spoken.catalogue = _load(code)
    _Spoken.language = code


def language() -> str:
    return _Spoken.language


def _load(code: str) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    compiled = files("resources") / "locale" / code / "LC_MESSAGES" / "counter.mo"
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file)


def _spoken() -> gettext.NullTranslations:
    if _Spoken.catalogue is None:
        _Spoken.catalogue = _load(_Spoken.language)
    return _Spoken.catalogue


class _Params(dict[str, str]):
    """A placeholder that nobody filled stays visible: telling of an error never fails."""

    def __missing__(self, name: str) -> str:
        return "{" + name + "}"


def _fill(text: str, params: Iterable[tuple[str, object]]) -> str:
    return text.format_map(_Params((name, _shown(value)) for name, value in params))


def _(text: str, /, **params: object) -> str:
    """The text in the language of the moment, its `{named}` placeholders filled when `params` are given."""
    translated = _spoken().gettext(text) if text else ""
    return _fill(translated, params.items()) if params else translated


def ngettext(one: str, many: str, n: int, /, **params: object) -> str:
    """One of two texts by number; the number itself fills `{n}`."""
    return _fill(_spoken().ngettext(one, many, n), {"n": n, **params}.items())


def _shown(value: object) -> str:
    if isinstance(value, Problem):
        return translate(value)
    if isinstance(value, Enum):
        known = words.WORDS.get(type(value).__name__, {}).get(str(value.value))
        return _(known) if known else str(value.value)
    if isinstance(value, datetime):
        return chinese_moment(value) if _Spoken.language == DEFAULT_LANGUAGE else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return chinese_date(value) if _Spoken.language == DEFAULT_LANGUAGE else value.isoformat()
    if isinstance(value, Fraction | Decimal):
        return plain_number(value)
    if isinstance(value, str):
        return str(value) if isinstance(value, Verbatim) else _(value)
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return ("、" if _Spoken.language == DEFAULT_LANGUAGE else ", ").join(map(_shown, items))
    return str(value)


def translate(problem: Problem) -> str:
    """The problem's sentence; parameters that are states, days, figures or source texts are put in words."""
    return _fill(_spoken().gettext(problem.text) if problem.text else "", problem.params.items())


def say(refused: CounterError) -> list[tuple[str, str]]:
    """Field and sentence of each problem, in the order found."""
    return [(problem.field, translate(problem)) for problem in refused.problems]


# --- states in words -----------------------------------------------------------------------------


def word(group: str, value: str) -> str:
    """A value of `words.WORDS` in words. Raises `KeyError` for one that has none."""
    return _(words.WORDS[group][value])


def display(state: Enum) -> str:
    """A state, verdict or kind in words. Raises `KeyError` for one that has none."""
    return word(type(state).__name__, str(state.value))


# --- masks, for whatever leaves the counter ------------------------------------------------------


def _masked(text: str, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    return text[:head] + "*" * hidden + text[len(text) - tail :]


def mask_id(number: str) -> str:
    """First and last four of an id number, `3502**********0010`; fewer where the number is short."""
    if len(number) >= 15:
        return _masked(number, 4, 4)
    return _masked(number, 2, 2) if len(number) >= 8 else "*" * len(number)


def mask_phone(number: str) -> str:
    """`138****5678`; of a short number the last four or fewer."""
    if len(number) >= 11:
        return _masked(number, 3, 4)
    return _masked(number, 0, min(4, len(number) // 2))


def mask_account(number: str) -> str:
    """Only the last four of a bank account."""
    return _masked(number, 0, min(4, len(number) // 2))


def mask_name(name: str) -> str:
    """`张*三`, `张*`; the dot of a long name stays, and a variation selector goes with its character."""
    letters: list[str] = []
    for character in name:
        if letters and (0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF):
            letters[-1] += character
        else:
            letters.append(character)
    if len(letters) <= 1:
        return "*" * len(letters)
    last = len(letters) - 1
    return "".join(
        letter if at == 0 or (at == last and last > 1) or letter in "·•. " else "*"
        for at, letter in enumerate(letters)
    )


# --- days ----------------------------------------------------------------------------------------


def chinese_date(day: date) -> str:
    """`2026年11月5日`: arabic, the year in full, no leading zero (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_month(day: date) -> str:
    return f"{day.year}年{day.month}月"


def chinese_weekday(day: date) -> str:
    return "星期" + "一二三四五六日"[day.weekday()]


def chinese_moment(instant: datetime) -> str:
    """`2026年11月5日 9:05` of an aware instant, by the clock at the counter."""
    local = instant.astimezone(BEIJING)
    return f"{chinese_date(local)} {local.hour}:{local.minute:02}"


def local_day(instant: datetime) -> date:
    """The calendar day at the counter of an aware instant."""
    return instant.astimezone(BEIJING).date()


def noon(day: date) -> datetime:
    """An instant that is certainly on this day at the counter."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=BEIJING).astimezone(UTC)


# --- money ---------------------------------------------------------------------------------------


def to_fen(amount: int | Decimal | Fraction) -> int:
    """Whole fen; an `int` is fen already, another figure is yuan and half a fen is rounded up."""
    if isinstance(amount, int):
        return amount
    fen = Fraction(amount) * 100
    whole = (abs(fen) + Fraction(1, 2)) // 1
    return whole if fen >= 0 else -whole


def yuan(amount: int | Decimal | Fraction) -> str:
    """`¥1,234.50`; an `int` is fen, a `Decimal` or `Fraction` is yuan."""
    fen = to_fen(amount)
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}¥{whole:,}.{rest:02}"


def plain_number(figure: Fraction | Decimal | int) -> str:
    """A figure without padding, `620` or `0.65`; one that does not end is cut after four decimals."""
    exact = Fraction(figure)
    ten_thousandths = round(exact * 10_000)
    whole, rest = divmod(abs(ten_thousandths), 10_000)
    decimals = f".{rest:04}".rstrip("0").rstrip(".")
    return f"{'-' if ten_thousandths < 0 else ''}{whole}{decimals}"


YUAN_TYPED = ("元整", "元", "块")
"""What people write behind an amount in yuan."""
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_LIMIT = 10**16


def amount_in_words(amount: Decimal) -> str:
    """Yuan in capitals, `壹仟贰佰叁拾肆元伍角`, without the 人民币 that stands before it.

    An amount that ends at 元 ends with 整. Where a zero may be left out (元位是零、角位不是零), it is.
    Raises `ValueError` for parts of a fen and from 10^16 yuan on. Source: 支付结算办法, 附一.
    """
    scaled = amount * 100
    if not amount.is_finite() or scaled != scaled.to_integral_value():
        raise ValueError("an amount in words has whole fen")
    whole, cents = divmod(abs(int(scaled)), 100)
    if whole >= _LIMIT:
        raise ValueError("an amount in words is under 10^16 yuan")
    jiao, fen = divmod(cents, 10)
    text = "负" if scaled < 0 else ""
    if whole or not cents:
        text += (_whole(whole) or "零") + "元"
    if not cents:
        return text + "整"
    if jiao:
        text += _DIGITS[jiao] + "角"
    elif whole:
        text += "零"
    return text + (_DIGITS[fen] + "分" if fen else "")


def _whole(number: int) -> str:
    for unit, size in (("亿", 10**8), ("万", 10**4), ("仟", 1000), ("佰", 100), ("拾", 10)):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if 0 < low < size // 10 else ""
            return _whole(high) + unit + gap + _whole(low)
    return _DIGITS[number] if number else ""
