"""What was changed in a letter: paragraph by paragraph, letter by letter, and what of it weighs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from counter.errors import Problem, Verbatim
from counter.letters.parts import Content
from counter.words import N_

ALIKE = 0.4
"""From this likeness on two paragraphs are one that was changed."""
LONGEST = 4_000
"""Characters; what is longer is told as taken out and put in whole."""
_FIGURE = re.compile(r"¥?\d[\d,]*(?:\.\d+)?\s?(?:元|%|％|年|月|日|天|人|个工作日)?")
_TOKEN = re.compile(r"[0-9A-Za-z.,%]+|.", re.DOTALL)
"""A figure or a Latin word is changed as a whole, Chinese character by character."""
_IN_WORDS = re.compile(r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+元[零壹贰叁肆伍陆柒捌玖角分整]*")


class Mark(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph in its pieces; one that was kept has a single piece."""

    pieces: tuple[Piece, ...]

    @property
    def mark(self) -> Mark | None:
        """The mark of all of it; None where only some of it was changed."""
        marks = {piece.mark for piece in self.pieces}
        return marks.pop() if len(marks) == 1 else None


@dataclass(frozen=True, slots=True)
class Difference:
    """Every paragraph of both letters in order, and a sentence for each change that weighs."""

    paragraphs: tuple[Paragraph, ...]
    warnings: tuple[Problem, ...] = ()

    @property
    def changed(self) -> tuple[Paragraph, ...]:
        return tuple(one for one in self.paragraphs if one.mark is not Mark.KEPT)


def difference(before: Sequence[str], after: Sequence[str]) -> tuple[Paragraph, ...]:
    """The paragraphs of two letters laid side by side."""
    return tuple(_compared(before, after))


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[Paragraph]:
    for kind, i, j, m, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (_whole(Mark.KEPT, text) for text in before[i:j])
            continue
        old, new = list(before[i:j]), list(after[m:n])
        while old or new:
            if old and new and (pieces := _pieces(old[0], new[0])):
                yield Paragraph(tuple(pieces))
                old, new = old[1:], new[1:]
            elif old and (not new or len(old) >= len(new)):
                yield _whole(Mark.REMOVED, old.pop(0))
            else:
                yield _whole(Mark.ADDED, new.pop(0))


def _whole(mark: Mark, text: str) -> Paragraph:
    return Paragraph((Piece(mark, text),))


def _pieces(old: str, new: str) -> list[Piece]:
    """What was changed inside of a paragraph; nothing where the two are two."""
    if max(len(old), len(new)) > LONGEST:
        return []
    was, now = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    if matcher.ratio() < ALIKE:
        return []
    pieces = []
    for kind, i, j, m, n in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece(Mark.KEPT, "".join(was[i:j])))
            continue
        if j > i:
            pieces.append(Piece(Mark.REMOVED, "".join(was[i:j])))
        if n > m:
            pieces.append(Piece(Mark.ADDED, "".join(now[m:n])))
    return pieces


# --- what weighs ---------------------------------------------------------------------------------

_NAMED: tuple[tuple[str, str], ...] = (
    ("recipient", N_("the name of the addressee")),
    ("applicant", N_("the name of the addressee")),
    ("members", N_("the name of a member")),
    ("id_number", N_("the id number")),
    ("address", N_("the address")),
    ("amount", N_("the amount")),
    ("before", N_("the amount or day so far")),
    ("after", N_("the amount or day from now on")),
    ("starts", N_("the month in which it begins")),
    ("ends", N_("the day on which it ends")),
    ("decision", N_("the decision")),
    ("partly", N_("what is not granted")),
    ("plan", N_("what is planned")),
    ("clause", N_("the text of the clause")),
    ("until", N_("the day until when")),
    ("period", N_("the days of the notice")),
    ("authority", N_("who decides")),
    ("decided", N_("the day of the decision")),
)
_OF_THE_HEAD: tuple[tuple[str, str], ...] = (
    ("case_number", N_("the number of the case")),
    ("unit", N_("the office")),
    ("issued", N_("the day of issue")),
)
_REMEDY = N_("how one can object")
_BLANK = "____"


def warnings(said: Content, before: Sequence[str], after: Sequence[str]) -> tuple[Problem, ...]:
    """A sentence for each number, name, amount and remedy that does not stand as it was issued."""
    return (*_lost(said, before, after), *_new_figures(before, after))


def _lost(said: Content, before: Sequence[str], after: Sequence[str]) -> Iterator[Problem]:
    old, new = _tight(before), _tight(after)
    for what, value in dict.fromkeys(_weighing(said)):
        text = _tight([value])
        if text and _BLANK not in text and new.count(text) < old.count(text):
            yield Problem(
                N_("Changed or taken out: {what}, “{value}”."),
                params={"what": what, "value": Verbatim(value)},
            )


def _weighing(said: Content) -> Iterator[tuple[str, str]]:
    for name, what in _NAMED:
        value = getattr(said, name, "")
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, str):
                yield what, one
    for name, what in _OF_THE_HEAD:
        yield what, getattr(said.head, name)
    remedies = getattr(said, "remedies", None)
    for paragraph in remedies.paragraphs if remedies else ():
        yield _REMEDY, paragraph


def _tight(texts: Sequence[str]) -> str:
    """Without spaces, which Word sets as it likes, and without the ends of paragraphs."""
    return "".join("".join(text.split()) for text in texts)


def _new_figures(before: Sequence[str], after: Sequence[str]) -> Iterator[Problem]:
    old = _figures(before)
    for figure in _figures(after):
        if figure not in old:
            yield Problem(
                N_("A figure that the letter did not have when it was issued: “{figure}”."),
                params={"figure": Verbatim(figure)},
            )


def _figures(texts: Sequence[str]) -> dict[str, None]:
    text = "\n".join(texts)
    found = [one[0].strip() for pattern in (_FIGURE, _IN_WORDS) for one in pattern.finditer(text)]
    return dict.fromkeys(found)
