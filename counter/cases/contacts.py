"""Where a person is reached and paid: telephone numbers and bank accounts."""

from __future__ import annotations

import re

from counter.cases.people import masked, read_code
from counter.cases.values import half_width, shown, without_invisible
from counter.errors import Refused

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_MOBILE_LENGTH = 11
_COUNTRY = re.compile(r"(?:\+86|0086|86)(?=1[0-9]{10}$|0?[1-9][0-9]{1,2}[0-9]{7,8}$)")
_LANDLINE = re.compile(r"(?P<area>0(?:10|2[0-57-9]|[3-9][0-9]{2}))(?P<number>[2-8][0-9]{6,7})")
_NEIGHBOUR = re.compile(r"(?:\+|00)(?P<code>852|853|886)(?P<number>[0-9]{8,9})")
_LOCAL = re.compile(r"[2-8][0-9]{6,7}")
_SERVICE = re.compile(r"1[0-9]{2,5}|[48]00[0-9]{7}|9[0-9]{4,7}")


def read_phone(raw: object) -> str:
    """A mobile number of 11 digits or `0592-7012345`; empty for an empty text. Raises `Refused`."""
    text = _digits(raw)
    if not text:
        return ""
    if abroad := _NEIGHBOUR.fullmatch(text):
        return f"+{abroad['code']} {abroad['number']}"
    if "+" in text[1:] or (text.startswith("+") and not _COUNTRY.match(text)):
        raise Refused(
            "Only one telephone number of the country, Hong Kong, Macao or Taiwan can be kept here."
        )
    number = _COUNTRY.sub("", text)
    if number != text and not number.startswith(("0", "1")):
        number = "0" + number
    if strangers := [c for c in number if c not in "0123456789"]:
        raise Refused(
            "A telephone number has digits only; this one contains {characters}. Write one number alone.",
            characters=shown("".join(dict.fromkeys(strangers))),
        )
    if _MOBILE.fullmatch(number):
        return number
    if landline := _LANDLINE.fullmatch(number):
        return f"{landline['area']}-{landline['number']}"
    raise _no_phone(number)


def _digits(raw: object) -> str:
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw < 10**15:
        raw = str(raw)
    if not isinstance(raw, str):
        raise Refused(
            "A telephone number in quotes is expected here; {value} is not one.", value=masked(shown(raw))
        )
    text = re.sub(r"[()]", "", half_width(without_invisible(raw)))
    return ("+" if text.lstrip(" '").startswith("+") else "") + read_code(text).lstrip("+")


def _no_phone(number: str) -> Refused:
    if _LOCAL.fullmatch(number):
        return Refused("The area code is missing. Write the number as in 0592-7012345.")
    if _SERVICE.fullmatch(number):
        return Refused("{number} is a service number, not a person's. Write the person's own.", number=number)
    if len(number) == _MOBILE_LENGTH:
        return Refused(
            "No mobile number begins with {head}. Check the number {number}.",
            head=number[:2],
            number=masked(number),
        )
    return Refused(
        "A mobile number has 11 digits; this one has {length}. A landline is written with its area code, "
        "as in 0592-7012345.",
        length=len(number),
    )


# --- bank accounts -----------------------------------------------------------------------------------

_CARD_LENGTHS = (16, 19)
_UNIONPAY = "62"


def read_account(raw: object) -> str:
    """A bank account of 12 to 19 digits; empty for an empty text. Raises `Refused`.

    Aid is paid through domestic cards: one of 16 or 19 digits begins with 62 and has a check digit.
    """
    number = read_code(raw)
    if not number:
        return ""
    if strangers := [c for c in number if c not in "0123456789"]:
        raise Refused(
            "A bank account has digits only; this one contains {characters}. Compare it with the card.",
            characters=shown("".join(dict.fromkeys(strangers))),
        )
    if not 12 <= len(number) <= 19:
        raise Refused(
            "A bank account has 12 to 19 digits; this one has {length}. Compare it with the card.",
            length=len(number),
        )
    if len(set(number)) == 1:
        raise Refused("A bank account is never one digit alone. Compare it with the card.")
    is_card = number.startswith(_UNIONPAY)
    if len(number) in _CARD_LENGTHS and not is_card:
        raise Refused("Aid is paid to domestic cards, whose number begins with 62. Ask for such a card.")
    if is_card and len(number) >= _CARD_LENGTHS[0] and not _luhn(number):
        raise Refused(
            "The last digit of the account {number} does not fit the others: one of them is wrong. "
            "Compare it with the card.",
            number=masked(number),
        )
    return number


def _luhn(number: str) -> bool:
    """ISO/IEC 7812-1: every second digit from the right is doubled, its digits are added."""
    doubled = (int(c) * (1 + at % 2) for at, c in enumerate(reversed(number)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
