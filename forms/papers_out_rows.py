"""The papers that are out: how one reads in each column, what a filter leaves of them, in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from counter.cases.coming_back import Holder, Out
from counter.cases.paper_codes import read, shown
from counter.text import _, display, mask_name, ngettext
from forms import pinyin
from forms.rows_model import Shown
from forms.words import day_text

DAYS, PAPER, APPLICANT, HOLDER, SINCE, CODE, CASE = range(7)


@dataclass(frozen=True, slots=True)
class Narrow:
    """What of the list one wants to see, and by which column in order."""

    holder: Holder | None = None
    text: str = ""
    long_only: bool = False
    column: int = DAYS
    descending: bool = False


_HOLDERS = list(Holder)
_ORDERS: Mapping[int, Callable[[Out], tuple[object, ...]]] = {
    DAYS: lambda one: (-one.days, one.case),
    PAPER: lambda one: (one.notice.kind, -one.days),
    APPLICANT: lambda one: (pinyin.initials(one.applicant),),
    HOLDER: lambda one: (_HOLDERS.index(one.holder), pinyin.initials(one.who)),
    SINCE: lambda one: (one.since,),
    CODE: lambda one: (one.notice.code,),
    CASE: lambda one: (one.case,),
}


def narrow(rows: Sequence[Out], wanted: Narrow) -> tuple[Out, ...]:
    """The papers that one wants to see, in the order in which one wants them."""
    found = [
        one
        for one in rows
        if wanted.holder in (None, one.holder)
        and (not wanted.long_only or one.is_long)
        and (not wanted.text or _fits(one, wanted.text))
    ]
    return tuple(sorted(found, key=_ORDERS[wanted.column], reverse=wanted.descending))


def _fits(one: Out, text: str) -> bool:
    said = (one.applicant, one.who, one.notice.title, one.notice.number, one.case)
    return read(text) in one.notice.code or any(pinyin.matches(word, text) for word in said)


def columns() -> list[Shown[Out]]:
    """The columns; names are masked as in every list."""
    return [
        Shown(_("Out for"), _days, tone=_tone, bold=lambda one: one.is_long),
        Shown(_("Title"), paper_text),
        Shown(_("Applicant"), lambda one: mask_name(one.applicant)),
        Shown(_("Who has it"), _holder),
        Shown(_("Since"), lambda one: day_text(one.since), tone=_quiet),
        Shown(_("Code of a paper"), lambda one: shown(one.notice.code)),
        Shown(_("Case"), lambda one: one.case, tone=_quiet),
    ]


def _holder(one: Out) -> str:
    return display(one.holder) if one.who == one.applicant else f"{display(one.holder)} {one.who}"


def paper_text(one: Out) -> str:
    """The paper; after a loss, that it went out again."""
    return _("{paper} (again, after a loss)", paper=one.notice.title) if one.notice.lost else one.notice.title


def row_name(one: Out) -> str:
    """The whole row, as a screen reader says it."""
    return " ".join((_days(one), one.notice.title, display(one.holder), shown(one.notice.code)))


def _days(one: Out) -> str:
    return ngettext("{n} working day", "{n} working days", one.days) if one.days else _("today")


def _tone(one: Out) -> str:
    return "wait" if one.is_long else "text"


def _quiet(_one: Out) -> str:
    return "muted"
