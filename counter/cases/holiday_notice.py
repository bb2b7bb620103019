"""The State Council's notice of a year's holidays, read sentence by sentence.

`二、春节：2月15日（周日）至23日（周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。`
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from counter.errors import Problem, Verbatim
from counter.text import N_, chinese_weekday

_DAY = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?")
_YEAR = re.compile(r"(\d{4})年(?:部分)?节假日|现将(\d{4})年")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_COUNT = re.compile(r"(?:共|放假)([\d一二三四五六七八九十]+)天")
_ITEM = re.compile(r"^\(?(?:[一二三四五六七八九十]+|\d{1,2})\)?[、.]\s*")
_HEAD = re.compile(r"^([^:\d]{1,30}):")
_RANGE = re.compile(r"^(?:至|到|-|~|—+|–|―)$")
_LIST = re.compile(r"^[、,和及与]*$")
_OFF = re.compile(r"放假|调休|公休|休息|法定节假日")
_WORKED = re.compile(r"上班")
_DENIED = re.compile(r"不放假|不上班|不休息|调至|调到")
_ENDS = "。;.!"
_NUMERALS = {sign: value for value, sign in enumerate("一二三四五六七八九十", 1)}
_WEEKDAYS = {sign: value for value, sign in enumerate("一二三四五六日")} | {"天": 6}

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """Days that one sentence or line tells of: off, or worked though they lie in a weekend."""

    title: str
    off: bool
    days: tuple[date, ...]
    line: int


@dataclass
class Told:
    """What a notice says; `remarks` are sentences that name a day and change nothing."""

    year: int | None = None
    source: str = ""
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    line: int
    title: str


@dataclass(frozen=True, slots=True)
class _Named:
    """A day as it is written, and what stands between it and the next one."""

    day: date
    after: str


def read(text: str) -> Told:
    """Read a notice. Every sentence that names a day is understood or told as a problem."""
    told = Told()
    paragraphs = list(_paragraphs(text))
    told.year = _year(told, paragraphs)
    issued = ""
    for sentence in _sentences(paragraphs):
        if _is_issue_date(sentence.text):
            issued = _DAY.search(sentence.text)[0]  # type: ignore[index]  # it was found there a line ago
        elif _DAY.search(sentence.text):
            _read_sentence(told, sentence)
    told.source = _source(paragraphs, issued)
    return told


# --- lines and sentences -------------------------------------------------------------------------


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """The lines without their spaces; one that breaks off within a sentence goes on in the next."""
    held, began = "", 0
    for at, raw in enumerate(text.splitlines(), 1):
        line = re.sub(r"\s+", "", unicodedata.normalize("NFKC", raw))
        if held and not _ITEM.match(line):
            held += line
        else:
            if held:
                yield began, held
            held, began = line, at
        if not _DAY.search(held) or held.endswith(tuple(_ENDS)):
            if held:
                yield began, held
            held = ""
    if held:
        yield began, held


def _sentences(paragraphs: list[tuple[int, str]]) -> Iterator[_Sentence]:
    """Each sentence with the holiday under which it stands."""
    title = ""
    for line, paragraph in paragraphs:
        numbered = _ITEM.match(paragraph)
        body = paragraph[numbered.end() :] if numbered else paragraph
        head = _HEAD.match(body)
        if head:
            title, body = head[1], body[head.end() :]
        elif numbered:
            title = re.split(r"\d", body, maxsplit=1)[0].strip("。,、")
        for part in re.split(r"[。;!]", body):
            if part:
                yield _Sentence(part, line, title)


def _year(told: Told, paragraphs: list[tuple[int, str]]) -> int | None:
    years: dict[int, int] = {}
    for line, paragraph in paragraphs:
        for found in _YEAR.finditer(paragraph):
            years.setdefault(int(found[1] or found[2]), line)
    if len(years) > 1:
        told.problems.append(
            problem(
                N_("Line {line}: the text speaks of more than one year: {years}."),
                max(years.values()),
                years=[str(year) for year in sorted(years)],
            )
        )
    return next(iter(years)) if len(years) == 1 else None


def _is_issue_date(text: str) -> bool:
    """`2025年11月4日` under the notice, or `成文日期：2025年11月4日` above it."""
    found = _DAY.search(text)
    if found is None or found[1] is None or _OFF.search(text) or _WORKED.search(text):
        return False
    before, after = text[: found.start()], text[found.end() :]
    return not after.strip("()印发布") and (not before or before.endswith(("日期:", "(", "国务院办公厅")))


def _source(paragraphs: list[tuple[int, str]], issued: str) -> str:
    """The title of the notice and its day, as far as they stand in the text."""
    titles = (text for _line, text in paragraphs if re.search(r"关于.*节假日.*通知$", text))
    title = next(titles, "")
    return f"{title}({issued})".replace("(", "（").replace(")", "）") if title and issued else title


# --- days ----------------------------------------------------------------------------------------


def _read_sentence(told: Told, sentence: _Sentence) -> None:
    if "鼓励" in sentence.text or "建议" in sentence.text:
        told.remarks.append(
            problem(
                N_("Line {line} was read over; it changes no day: {text}"),
                sentence.line,
                text=_quoted(sentence),
            )
        )
        return
    named = _named(told, sentence)
    if named is None:
        return
    held: list[date] = []
    first: date | None = None
    for at, one in enumerate(named):
        if first is not None:
            if one.day < first:
                told.problems.append(backwards(sentence.line, first, one.day))
                return
            held += run(first + _ONE_DAY, one.day)
            first = None
        else:
            held.append(one.day)
        if at + 1 < len(named) and _RANGE.match(one.after):
            first = one.day
        elif at + 1 == len(named) or not _LIST.match(one.after):
            _take(told, sentence, held, one.after)
            held = []


def _take(told: Told, sentence: _Sentence, days: list[date], said: str) -> None:
    """Days whose sentence has come to its verb: off, or worked."""
    off, worked = _OFF.search(said), _WORKED.search(said)
    if _DENIED.search(said) or (off is None and worked is None):
        told.problems.append(
            problem(
                N_(
                    "Line {line}: it is not clear whether this is off or worked. Write 放假 or 上班 behind"
                    " the days: {text}"
                ),
                sentence.line,
                text=_quoted(sentence),
            )
        )
        return
    is_off = off is not None and (worked is None or off.start() < worked.start())
    if is_off and "其中" in sentence.text:
        days = [day for day in days if day not in _off_so_far(told, sentence)]
    if is_off and (count := _COUNT.search(said)):
        said_days = _NUMERALS.get(count[1]) or (int(count[1]) if count[1].isdigit() else None)
        if said_days != len(days):
            told.problems.append(
                problem(
                    N_("Line {line}: it says {said} days, and names {n}."),
                    sentence.line,
                    said=Verbatim(count[1]),
                    n=len(days),
                )
            )
    if days:
        told.entries.append(Entry(sentence.title, is_off, tuple(days), sentence.line))


def _off_so_far(told: Told, sentence: _Sentence) -> set[date]:
    """`其中` tells more of days that were named just before."""
    return {
        day
        for entry in told.entries
        if entry.off and entry.title == sentence.title and entry.line == sentence.line
        for day in entry.days
    }


def _named(told: Told, sentence: _Sentence) -> list[_Named] | None:
    """The days of a sentence in their order; None when one of them is no day."""
    tokens = list(_DAY.finditer(sentence.text))
    found: list[_Named] = []
    year, month = told.year, None
    for at, token in enumerate(tokens):
        if token[1]:
            year = int(token[1])
        elif token[2]:
            year = told.year
        month = int(token[2]) if token[2] else month
        day = _day(year, month, int(token[3]))
        if day is None:
            if year is not None or told.year is not None:
                told.problems.append(
                    problem(N_("Line {line}: {text} is no day."), sentence.line, text=Verbatim(token[0]))
                )
            return None
        weekday = _WEEKDAY.search(token[4] or "")
        if weekday and _WEEKDAYS[weekday[1]] != day.weekday():
            told.problems.append(
                problem(
                    N_("Line {line}: {day} is {weekday}, not {said}."),
                    sentence.line,
                    day=day,
                    weekday=Verbatim(chinese_weekday(day)),
                    said=Verbatim(weekday[0]),
                )
            )
        end = tokens[at + 1].start() if at + 1 < len(tokens) else len(sentence.text)
        found.append(_Named(day, sentence.text[token.end() : end]))
    return found


def _day(year: int | None, month: int | None, day: int) -> date | None:
    try:
        return date(year, month, day) if year is not None and month is not None else None
    except ValueError:
        return None


def _quoted(sentence: _Sentence) -> Verbatim:
    return Verbatim(sentence.text)


def run(first: date, last: date) -> list[date]:
    """Every day from the first to the last."""
    return [first + step * _ONE_DAY for step in range((last - first).days + 1)]


def problem(text: str, line: int, /, **params: object) -> Problem:
    """Something in the text that has to be put right first."""
    return Problem(text, "text", {"line": line, **params})


def backwards(line: int, first: date, last: date) -> Problem:
    """A holiday that ends before it begins."""
    return problem(N_("Line {line}: {last} lies before {first}."), line, first=first, last=last)
