"""Id numbers: which ones there are, how they are mended, and what they tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from counter.cases.application import IdType
from counter.cases.facts import age_on
from counter.cases.values import FIRST_YEAR, Parsed, half_width, read_choice, shown, without_invisible
from counter.errors import Refused

ADULT_AGE = 18
"""民法典 art. 17; a younger applicant acts through a guardian (art. 19, 20, 27)."""
OLDEST = 130

MALE, FEMALE = "男", "女"

PROVINCES = frozenset(
    str(code)
    for codes in (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66))
    for code in codes
) | {"71", "81", "82", "83"}
"""First two digits that GB/T 2260 has ever given; what follows is not judged, because areas are renamed."""

HMT_AREAS = frozenset({"810000", "820000", "830000"})
"""Hong Kong, Macao, Taiwan: 港澳台居民居住证申领发放办法 art. 6."""

_KINDS = {
    **{"居民身份证": IdType.RESIDENT, "身份证": IdType.RESIDENT, "港澳台居民居住证": IdType.HMT_RESIDENCE},
    **{"外国人永久居留身份证": IdType.FOREIGN_PERMANENT, "永久居留证": IdType.FOREIGN_PERMANENT},
    **{"港澳居民来往内地通行证": IdType.HM_PASS, "港澳通行证": IdType.HM_PASS, "回乡证": IdType.HM_PASS},
    **{"台湾居民来往大陆通行证": IdType.TAIWAN_PASS, "台胞证": IdType.TAIWAN_PASS, "护照": IdType.PASSPORT},
    **{"无证件": IdType.NONE, "无": IdType.NONE},
}

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number as it is kept, and what it tells. `id_type` is the kind that the number itself shows."""

    number: str
    id_type: IdType
    birth_date: date | None = None
    sex: str | None = None
    area: str = ""


def check_digit(first_17: str) -> str:
    """The 18th character of an id number (GB 11643-1999, ISO 7064 MOD 11-2)."""
    return _CHECK_DIGITS[sum(int(c) * w for c, w in zip(first_17, _WEIGHTS, strict=True)) % 11]


def masked(text: str) -> str:
    """What was typed with all but the first and last letters and digits hidden; spaces and hyphens stay."""
    places = [at for at, c in enumerate(text) if c.isalnum()]
    head, tail = (4, 4) if len(places) >= 15 else (3, 4) if len(places) >= 11 else (1, 1)
    hidden = set(places[head : len(places) - tail] if len(places) > 4 else places)
    return "".join("*" if at in hidden else c for at, c in enumerate(text))


def read_id_type(raw: object) -> Parsed[IdType]:
    """The kind of an id number, by its name here or its Chinese one. Raises `Refused`."""
    if isinstance(raw, str) and (kind := _KINDS.get("".join(raw.split()))):
        return Parsed(kind, mended=True)
    parsed = read_choice(raw, tuple(IdType))
    return Parsed(IdType(parsed.value), parsed.mended)


def read_id_number(raw: object, id_type: IdType, *, day: date) -> IdNumber:
    """An id number of that kind, mended where only the writing was loose. Raises `Refused`.

    `day` is the last day on which the person can have been born.
    """
    text = read_code(raw)
    if id_type is IdType.NONE:
        raise Refused(
            "An id number is given, but the person is said to have none. Say which kind of number it is.",
        )
    if id_type in (IdType.RESIDENT, IdType.HMT_RESIDENCE):
        return _resident(text, id_type, day)
    if id_type is IdType.FOREIGN_PERMANENT:
        return _foreign_permanent(text, day)
    if id_type is IdType.HM_PASS:
        return _hm_pass(text)
    if id_type is IdType.TAIWAN_PASS:
        return _taiwan_pass(text)
    return _passport(text)


_DASHES = "-‐‑‒–—―−﹣"
_QUOTES = "'’‘`´\"“”="
_SEPARATORS = "\x1c\x1d\x1e\x1f"
"""Control characters that Python counts among the spaces."""


def read_code(raw: object) -> str:
    """Digits and letters without the spaces, hyphens and quotation marks of whoever wrote them down.

    A spreadsheet marks text with a leading apostrophe; full-width becomes ASCII, letters capitals.
    """
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw < 10**19:
        raw = str(raw)  # check digits tell whether a spreadsheet has rounded it
    if not isinstance(raw, str):
        raise Refused("A number in quotes is expected here; {value} is not one.", value=masked(shown(raw)))
    text = half_width(without_invisible(raw)).strip(" ").strip(_QUOTES)
    return "".join(c for c in text if (not c.isspace() or c in _SEPARATORS) and c not in _DASHES).upper()


def _resident(text: str, id_type: IdType, day: date) -> IdNumber:
    _refuse_strangers(text, id_type)
    if len(text) == 15:
        raise Refused(
            "The id number has 15 digits; cards of the first generation are no longer valid. "
            "The person has to exchange the card; write the number of 18 characters."
        )
    if len(text) != 18:
        raise Refused(
            "An id number has 18 characters; this one has {length}. Compare it with the card.",
            length=len(text),
        )
    if "X" in text[:17]:
        raise Refused("X can only be the last character of an id number. Compare it with the card.")
    if len(set(text)) == 1:
        raise Refused("An id number cannot be the same digit 18 times. Compare it with the card.")
    if text[0] == "9":
        return _foreign_permanent(text, day)
    if text[:2] not in PROVINCES:
        raise Refused(
            "No province has the code {code}, with which the id number begins. Compare it with the card.",
            code=text[:2],
        )
    of_hmt = text[:2] in ("81", "82", "83")
    if of_hmt and text[:6] not in HMT_AREAS:
        raise Refused(
            "A residence permit begins with 810000, 820000 or 830000, not with {code}. "
            "Compare it with the card.",
            code=text[:6],
        )
    if id_type is IdType.HMT_RESIDENCE and not of_hmt:
        raise Refused(
            "The number of a residence permit begins with 810000, 820000 or 830000. "
            "This one belongs to a resident identity card: change the kind of number."
        )
    birth = _birth_in(text[6:14], day)
    _refuse_check_digit(text)
    sex = MALE if int(text[16]) % 2 else FEMALE
    return IdNumber(text, IdType.HMT_RESIDENCE if of_hmt else IdType.RESIDENT, birth, sex, text[:6])


def _refuse_strangers(text: str, id_type: IdType) -> None:
    if not text:
        raise Refused("The id number is empty. Write it, or leave it out if it is not known.")
    strangers = [c for c in text if c not in "0123456789X"]
    if strangers and (other := kind_by_look(text)) and other is not id_type:
        raise Refused(
            "This is no number of the kind “{kind}”; it looks like one of the kind “{other}”. "
            "Change the kind of number.",
            kind=id_type,
            other=other,
        )
    if strangers:
        raise Refused(
            "An id number has digits only, and perhaps X at the end; this one contains {characters}. "
            "Compare it with the card.",
            characters=shown("".join(dict.fromkeys(strangers))),
        )


def kind_by_look(text: str) -> IdType | None:
    """The kind of a number that cannot be a resident's; None where the look does not tell."""
    if _HM_PASS.fullmatch(text):
        return IdType.HM_PASS
    if _OLD_PERMANENT.fullmatch(text):
        return IdType.FOREIGN_PERMANENT
    return IdType.PASSPORT if _PRC_PASSPORT.fullmatch(text) else None


def _birth_in(digits: str, day: date) -> date:
    written = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    try:
        birth = date.fromisoformat(written)
    except ValueError:
        raise Refused(
            "The birth date in the id number does not exist: {written}. Compare it with the card.",
            written=written,
        ) from None
    refuse_birth(birth, day)
    return birth


def refuse_birth(birth: date, day: date) -> None:
    """Raises `Refused` for a birth after `day`, before 1900, or further back than anyone lives."""
    if birth > day:
        raise Refused("The birth date {birth} lies in the future. Check it.", birth=birth.isoformat())
    if birth.year < FIRST_YEAR or age_on(birth, day) > OLDEST:
        raise Refused(
            "Nobody who was born on {birth} can still be living. Check it.", birth=birth.isoformat()
        )


def _refuse_check_digit(text: str) -> None:
    if text[17] != check_digit(text[:17]):
        raise Refused(
            "The last character of the id number {number} does not fit the others: one of them is wrong. "
            "Compare it with the card.",
            number=masked(text),
        )


_OLD_PERMANENT = re.compile(r"[A-Z]{3}[0-9]{12}")
_HM_PASS = re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?")
_TAIWAN_PASS = re.compile(r"(?P<number>[0-9]{8})(?:[0-9]{2}(?:\([A-Z]\))?)?")
_PRC_PASSPORT = re.compile(r"[EG][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|[DSP]E?[0-9]{7}")
_PRC_PASSPORT_BEGUN = re.compile(r"[EG][0-9]+")
_PASSPORT = re.compile(r"(?=.*[0-9])[A-Z0-9]{5,17}")


def _foreign_permanent(text: str, day: date) -> IdNumber:
    """New card: 9, province, nationality, birth, serial, check digit. Old card: nationality and 12 digits."""
    if _OLD_PERMANENT.fullmatch(text):
        return IdNumber(text, IdType.FOREIGN_PERMANENT)
    if not re.fullmatch(r"9[0-9]{16}[0-9X]", text):
        raise Refused(
            "The number of a permanent residence card has 18 digits and begins with 9, or on an older card "
            "three letters and 12 digits; this one has {length} characters. Compare it with the card.",
            length=len(text),
        )
    if text[1:3] not in PROVINCES:
        raise Refused(
            "No province has the code {code}, which stands after the 9 of a permanent residence card. "
            "Compare it with the card.",
            code=text[1:3],
        )
    birth = _birth_in(text[6:14], day)
    _refuse_check_digit(text)
    return IdNumber(text, IdType.FOREIGN_PERMANENT, birth, MALE if int(text[16]) % 2 else FEMALE)


def _hm_pass(text: str) -> IdNumber:
    """H (Hong Kong) or M (Macao) and 8 digits; two more on older cards only count the issues."""
    if not _HM_PASS.fullmatch(text):
        raise Refused(
            "A travel permit for Hong Kong and Macao residents has H or M and 8 digits; this number does not "
            "({length} characters). Compare it with the card.",
            length=len(text),
        )
    return IdNumber(text[:9], IdType.HM_PASS)


def _taiwan_pass(text: str) -> IdNumber:
    """8 digits; two more, and a letter in brackets, only count the issues of older permits."""
    parts = _TAIWAN_PASS.fullmatch(text)
    if parts is None or len(set(parts["number"])) == 1:
        raise Refused(
            "A travel permit for Taiwan residents has 8 digits; this number does not ({length} characters). "
            "Compare it with the permit.",
            length=len(text),
        )
    return IdNumber(parts["number"], IdType.TAIWAN_PASS)


def _passport(text: str) -> IdNumber:
    if _PRC_PASSPORT_BEGUN.fullmatch(text) and not _PRC_PASSPORT.fullmatch(text):
        raise Refused(
            "A Chinese passport has 8 digits after E or G; this one has {digits}. "
            "Compare it with the passport.",
            digits=len(text) - 1,
        )
    if not _PASSPORT.fullmatch(text) or len(set(text)) == 1:
        raise Refused(
            "A passport number has 5 to 17 letters and digits, among them a digit; this one is different. "
            "Compare it with the passport."
        )
    return IdNumber(text, IdType.PASSPORT)
