"""What is private in a text that everybody may read: numbers of a person, however they are typed.

Legal source: 个人信息保护法 art. 28, 最低生活保障审核确认办法 art. 24 (不得公开无关信息).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from counter.cases.application import Person
from counter.cases.casefile import CaseFile
from counter.cases.facts import age_on
from counter.text import chinese_date, mask_account, mask_id, mask_name, mask_phone


class Private(StrEnum):
    """A kind of thing that no sheet on a board may tell."""

    ID = "id"
    PART_OF_ID = "part-of-id"
    MOBILE = "mobile"
    PHONE = "phone"
    ACCOUNT = "account"
    NUMBER = "number"
    BIRTH = "birth"
    MINOR = "minor"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, as it stands in the text that was searched, and how it may be told."""

    kind: Private
    text: str
    shown: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one household and may not be read of it; empty where no household is known.

    `ids`, `phones`, `accounts` are digits; `minors`, `births`, `addresses` are as they would be printed.
    """

    ids: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    minors: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    # Whoever is of age may stand on it, and may hold the name of a child within theirs.
    adults: tuple[str, ...] = field(default=())


def known_of(case: CaseFile, day: date) -> Known:
    """What a case knows on a day of its household and of who applies for it."""
    people, agent = case.application.people, case.application.agent
    ids = [person.id_number for person in people] + ([agent.id_number] if agent else [])
    phones = [person.phone for person in people] + ([agent.phone] if agent else [])
    return Known(
        ids=_numbers(ids),
        phones=_numbers(phones),
        accounts=_numbers(person.bank_account for person in people),
        minors=_texts(person.name for person in people if may_be_minor(person, day)),
        births=_texts(chinese_date(person.birth_date) for person in people if person.birth_date),
        addresses=_texts([case.application.household.address]),
        adults=_texts(
            [
                *(person.name for person in people if not may_be_minor(person, day)),
                agent.name if agent else "",
            ]
        ),
    )


_IN_SCHOOL = frozenset({"未入学", "学前", "小学", "初中", "普通高中", "中职"})


def may_be_minor(person: Person, day: date) -> bool:
    """Whether somebody is under 18, or may be: of an age that nobody wrote down, the school tells."""
    if person.birth_date is not None:
        return age_on(person.birth_date, day) < 18
    if person.birth_year is not None:
        return day.year - person.birth_year <= 18
    return person.facts.get("school_stage") in _IN_SCHOOL


# --- as it is typed ------------------------------------------------------------------------------

_HAN = {ord(digit): str(value) for value, digit in enumerate("〇一二三四五六七八九")}
_HAN |= {ord(digit): str(value) for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
_BETWEEN = r"[\s.·•_/~+\-\u2010-\u2015\u2212\u30fb]{0,3}"
_RUN = re.compile(rf"(?<![0-9])[0-9](?:{_BETWEEN}[0-9])*(?:{_BETWEEN}[Xx](?![0-9A-Za-z]))?")
_DAY = re.compile(
    r"(?<![0-9])(?:19|20)[0-9]{2}(?:年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?|-[01][0-9]-[0-3][0-9](?![0-9\-]))"
)
_MONEY = re.compile(r"¥[0-9]{1,3}(?:,[0-9]{3}){0,2}(?:\.[0-9]{1,2})?(?![0-9,])")
_HIDDEN_PART = re.compile(r"[0-9]{3,}[*xX×＊●•#]{3,}[0-9]{0,4}[xX]?|[*×＊●•#]{3,}[0-9]{3,}[xX]?")
_TAIL = re.compile(
    r"(?:尾号|[后末][四六]位|(?:身份证|证件?|卡|账|帐)号码?)[^0-9]{0,4}(?P<number>[0-9]{3,}[xX]?)"
)
LONG = 7
"""Digits in a row that are no day and no amount: nothing that a sheet has to say needs so many."""


def plain(text: str) -> str:
    """The text as it is read: of one width, without what cannot be seen, every digit one of 0 to 9."""
    shown = []
    for character in unicodedata.normalize("NFKC", text):
        if unicodedata.category(character) in ("Cf", "Mn", "Me"):
            continue
        digit = unicodedata.decimal(character, None)
        shown.append(character if digit is None else str(digit))
    return "".join(shown)


def private_in(text: str, known: Known | None = None, *, allowed: Collection[str] = ()) -> tuple[Found, ...]:
    """Every private thing in a text, each once.

    `allowed` are the numbers of the office itself: telephones under which anybody may ask it, and the
    number of the paper.
    """
    known = known or Known()
    shown = plain(text)
    found = {one.text: one for one in _told_of(shown, known)}
    left = _without(shown, allowed)
    for written, numbers in (_written(left), _written(left.translate(_HAN))):
        for kind, number in _numbers_in(written, numbers, known):
            found.setdefault(number, Found(kind, number, _masked(kind, number)))
    return tuple(found.values())


def _told_of(text: str, known: Known) -> Iterator[Found]:
    """What only who knows the household can find: a child, a birthday, where they live."""
    close = re.sub(r"\s", "", text)
    for birth in known.births:
        if birth in close:
            yield Found(Private.BIRTH, birth, birth.partition("年")[0] + "年**月**日")
    for address in known.addresses:
        if (tail := _where(address)) and tail in close:
            yield Found(Private.ADDRESS, tail, re.sub("[0-9]", "*", tail))
    for adult in sorted(filter(_is_name, known.adults), key=len, reverse=True):
        close = close.replace(adult, " ")
    for minor in known.minors:
        if minor in close:
            yield Found(Private.MINOR, minor, mask_name(minor))


def _is_name(name: str) -> bool:
    """Whether it is a name and nothing was written behind it."""
    return all(part.isalpha() for part in name.split("·")) and ("·" in name or len(name) <= 4)


def _where(address: str) -> str:
    """The end of an address, by which a door is found: two characters and the number after them."""
    if found := re.search(r"[^0-9]{2}[0-9].*", address):
        return found[0]
    return address if len(address) > 12 else ""


def _without(text: str, allowed: Collection[str]) -> str:
    for number in sorted({plain(one) for one in allowed if one.strip("_ ")}, key=len, reverse=True):
        text = re.sub(rf"(?<![0-9])(?<![0-9][.\-]){re.escape(number)}(?![0-9])(?![.\-][0-9])", " # ", text)
    return text


def _written(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without its days and amounts, and the numbers that are left in it."""
    left = _MONEY.sub(" # ", _DAY.sub(" # ", text))
    return left, tuple(match[0] for match in _RUN.finditer(left))


def _numbers_in(text: str, runs: tuple[str, ...], known: Known) -> Iterator[tuple[Private, str]]:
    for run in runs:
        digits = re.sub(r"[^0-9Xx]", "", run).upper()
        if kind := _kind(digits, known):
            yield kind, digits
    for match in _HIDDEN_PART.finditer(text):
        yield Private.PART_OF_ID, match[0]
    for match in _TAIL.finditer(text):
        yield Private.PART_OF_ID, match["number"]


def _kind(digits: str, known: Known) -> Private | None:
    for kind, numbers in (
        (Private.ID, known.ids),
        (Private.PHONE, known.phones),
        (Private.ACCOUNT, known.accounts),
    ):
        if any(number in digits for number in numbers):
            return kind
    if len(digits) >= 4 and any(digits in number for number in known.ids):
        return Private.PART_OF_ID
    for kind, wanted in _LOOKS:
        if wanted(digits):
            return kind
    return None


_LOOKS: tuple[tuple[Private, Callable[[str], object]], ...] = (
    (Private.ID, re.compile(r"[1-9][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9X]").fullmatch),
    (Private.ID, re.compile(r"[1-9][0-9]{7}[01][0-9][0-3][0-9]{4}").fullmatch),
    (Private.MOBILE, re.compile(r"(?:86)?1[3-9][0-9]{9}").fullmatch),
    (Private.ACCOUNT, re.compile(r"[0-9X]{13,}").fullmatch),
    (Private.PHONE, re.compile(r"(?:86)?0[1-9][0-9]{8,11}|[2-9][0-9]{6,7}").fullmatch),
    (Private.NUMBER, re.compile(rf"[0-9X]{{{LONG},}}").fullmatch),
)


def _masked(kind: Private, number: str) -> str:
    if kind in (Private.MOBILE, Private.PHONE):
        return mask_phone(number)
    if kind is Private.ID:
        return mask_id(number)
    return mask_account(number) if len(number) > 4 else "*" * len(number)


def _numbers(values: Collection[str] | Iterator[str]) -> tuple[str, ...]:
    digits = (re.sub(r"[^0-9X]", "", plain(value).upper()) for value in values)
    return tuple(dict.fromkeys(one for one in digits if len(one) >= LONG))


def _texts(values: Collection[str] | Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for value in values if len(text := re.sub(r"\s", "", plain(value))) > 1))
