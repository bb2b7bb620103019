"""What hangs on a board is read once more when it is finished, and refused if it tells anything private.

The check runs on the file that is printed or sent, not on what it was made from: whatever way a number, an
illness or a child's name took into it, it is found here. Legal source: 个人信息保护法 art. 28,
最低生活保障审核确认办法 art. 24.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files

from counter.cases.casefile import CaseFile
from counter.cases.private_data import Found, Known, Private, known_of, plain, private_in
from counter.catalogue.model import Catalogue
from counter.errors import Problem, Refused
from counter.letters.parts import Head
from counter.letters.read_back import Unknown, text_of_docx, text_of_pdf
from counter.text import N_

BOARDS = frozenset({"D16", "D21"})
"""The kinds of papers that hang on a board."""
_TOLD = {
    Private.ID: N_("An id number stands on the sheet: {shown}, in “{line}”."),
    Private.PART_OF_ID: N_("A part of an id number stands on the sheet: {shown}, in “{line}”."),
    Private.MOBILE: N_("A mobile number stands on the sheet: {shown}, in “{line}”."),
    Private.PHONE: N_(
        "A telephone number other than the office's stands on the sheet: {shown}, in “{line}”."
    ),
    Private.ACCOUNT: N_("The number of an account stands on the sheet: {shown}, in “{line}”."),
    Private.NUMBER: N_("A long number that is not the sheet's stands on it: {shown}, in “{line}”."),
    Private.BIRTH: N_("A birthday stands on the sheet: {shown}, in “{line}”."),
    Private.MINOR: N_("The name of a child stands on the sheet: {shown}, in “{line}”."),
    Private.ADDRESS: N_("The address of a household stands on the sheet: {shown}, in “{line}”."),
}
_WORDS_TOLD = {
    "illness": N_("The sheet tells of an illness: “{shown}”, in “{line}”."),
    "disability": N_("The sheet tells of a disability: “{shown}”, in “{line}”."),
    "cause": N_("The sheet tells why somebody is in need: “{shown}”, in “{line}”."),
    "income": N_("The sheet tells of income or property: “{shown}”, in “{line}”."),
}
_WHAT_TO_DO = N_(
    "It must not be made public. Take it out of the entry that it comes from, then make the sheet again."
)
_UNREAD = N_("The finished sheet cannot be read back, so nobody can check what it tells; it is not used.")
_KINDS_OF_DISABILITY = "kinds_of_disability"
_INCIDENTAL = "incidental"


@dataclass(frozen=True, slots=True)
class Guard:
    """What is known of the household of a sheet, the numbers it may bear, and words of its facts."""

    known: Known = field(default_factory=Known)
    allowed: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def guard_of(head: Head, case: CaseFile, catalogue: Catalogue, day: date) -> Guard:
    """The guard of a sheet that is made on a day about a case."""
    return Guard(known_of(case, day), _own_numbers(head), tuple(_sensitive(case, catalogue)))


def guard_without_case(head: Head) -> Guard:
    """What can be asked of a sheet of which nothing else is known."""
    return Guard(allowed=_own_numbers(head))


def _own_numbers(head: Head) -> tuple[str, ...]:
    """The sheet's number and the office's telephones, which it is there to tell."""
    settings = (head.window_phone, head.hotline, head.complaint_phone)
    return (head.number, *(number for said in settings for number in _telephones(said)))


def check_pdf(data: bytes, head: Head, guard: Guard) -> None:
    """Errors: Refused, naming what kind of private thing stands where on a finished PDF."""
    text = _read_back(text_of_pdf, data)
    if head.title.replace("|", "") not in re.sub(r"\s", "", text):
        # A reader that sees nothing finds nothing.
        raise Refused(_UNREAD)
    _check(text, guard)


def check_docx(data: bytes, guard: Guard) -> None:
    """The same for a document, as it was made here or as it came back from Word."""
    _check(_read_back(text_of_docx, data), guard)


def private_on_a_board(text: str, guard: Guard | None = None) -> tuple[Problem, ...]:
    """What may not be read in a text for a board, a sentence each."""
    guard = guard or Guard()
    lines = plain(text).split("\n")
    close = re.sub(r"\s", "", plain(text))
    found = [
        (_TOLD[one.kind], one.shown, _line_of(one, lines))
        for one in private_in(text, guard.known, allowed=guard.allowed)
    ]
    for kind, word in _words_in(close, guard.words):
        found.append((_WORDS_TOLD[kind], word, _line_with(word, lines)))
    return tuple(Problem(sentence, "text", {"shown": shown, "line": line}) for sentence, shown, line in found)


def _check(text: str, guard: Guard) -> None:
    if problems := private_on_a_board(text, guard):
        raise Refused.because([*problems, Problem(_WHAT_TO_DO, "text")])


def _read_back(reader: Callable[[bytes], str], data: bytes) -> str:
    try:
        return reader(data)
    except Unknown as unknown:
        raise Refused(_UNREAD) from unknown


# --- words ---------------------------------------------------------------------------------------


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    data = tomllib.loads((files("resources") / "board_words.toml").read_text(encoding="utf-8"))
    return {kind: tuple(words) for kind, words in data.items()}


def tells(text: str) -> bool:
    """Whether a title or a law would itself tell of an illness, a disability or a need."""
    return any(True for _ in _words_in(re.sub(r"\s", "", plain(text)), ()))


def _words_in(close: str, known: Iterable[str]) -> Iterator[tuple[str, str]]:
    words = _words()
    for harmless in words[_INCIDENTAL]:
        close = close.replace(plain(harmless), " ")
    for kind in _WORDS_TOLD:
        listed = (*words[kind], *known) if kind == "illness" else words[kind]
        if found := next((word for word in listed if plain(word) in close), ""):
            yield kind, found
    kinds = "|".join(words[_KINDS_OF_DISABILITY])
    if match := re.search(rf"(?:{kinds})(?:[一二三四1-4]级|残|障|损)|残[一二三四1-4]级", close):
        yield "disability", match[0]


def _sensitive(case: CaseFile, catalogue: Catalogue) -> Iterator[str]:
    """Words that the case holds about its people, where a list of the facts calls them sensitive."""
    people = case.application.people
    for prefix, facts in (
        *(("person", person.facts) for person in people),
        ("household", case.application.household.facts),
        ("context", case.application.context),
    ):
        for key, value in facts.items():
            fact = catalogue.facts.get(f"{prefix}.{key}")
            if fact is None or not fact.sensitive:
                continue
            said = value if isinstance(value, frozenset) else (value,) if isinstance(value, str) else ()
            yield from (one for one in said if len(one) > 2)


# --- where it stands -----------------------------------------------------------------------------


def _telephones(setting: str) -> Iterator[str]:
    """The telephones in a setting of the district: its short numbers, with and without a prefix."""
    for run in re.findall(r"\+?[0-9][0-9\-() ]*[0-9]", plain(setting)):
        if len(re.sub(r"[^0-9]", "", run)) <= 13:
            yield run


def _line_of(found: Found, lines: list[str]) -> str:
    for line in lines:
        if found.text in line.replace(" ", ""):
            return _blotted(line, found)
        if found.text in re.sub(r"[^0-9X]", "", line.upper()):
            return _blotted(line, found)
    return "…"


def _line_with(word: str, lines: list[str]) -> str:
    return next((_blotted(line) for line in lines if plain(word) in line.replace(" ", "")), "…")


def _blotted(line: str, found: Found | None = None) -> str:
    """The line as it may be shown and logged: no digit of it, and not what was found."""
    shown = line.replace(found.text, found.shown) if found else line
    return re.sub(r"[0-9]", "*", shown).strip()
