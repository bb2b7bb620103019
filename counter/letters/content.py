"""What a paper says: a frozen value, decided before anything is drawn, and read back as it was issued."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from counter.cases.benefits import Benefit
from counter.cases.casefile import CaseFile, Notice
from counter.cases.match import Answer
from counter.catalogue.model import Catalogue
from counter.letters.district import Desk, paper_number, short_name
from counter.letters.kinds import KINDS
from counter.letters.parts import Content, Plan, Source
from counter.letters.plain import from_plain


def content(
    kind: str,
    case: CaseFile,
    catalogue: Catalogue,
    *,
    number: str,
    issued_on: date,
    answer: Answer | None = None,
    referral: str | None = None,
    department: str = "",
    member: int | None = None,
    notice: Notice | None = None,
    about: str = "",
    plan: Plan | None = None,
    benefits: tuple[Benefit, ...] = (),
) -> Content:
    """What a paper of this kind says about a case.

    `referral` is a number of the case's referrals; `answer` is how the list answers today, for what else is
    open; `about` names what was done with a referral (`posting:5`), `plan` is the one of `change:3`;
    `benefits` is all that the household was ever given.
    Raises `KeyError` for an unknown kind or referral, `Refused` for what the paper may not go without.
    """
    chosen = {one.number: one for one in case.referrals}[referral] if referral else None
    return KINDS[kind].fill(
        Source(
            case=case,
            catalogue=catalogue,
            number=number,
            issued_on=issued_on,
            answer=answer,
            referral=chosen,
            department=department,
            member=member,
            notice=notice,
            about=about,
            plan=plan,
            benefits=benefits,
        )
    )


def recall(kind: str, plain: Mapping[str, object]) -> Content:
    """A stored content as it was issued; the way back from `plain.to_plain`.

    Raises `plain.Unreadable` for what is no content of this kind.
    """
    return from_plain(KINDS[kind].content, plain)


def number_of(kind: str, catalogue: Catalogue, place: str, year: int, serial: int) -> str:
    """The number of a paper, `(莲花)救受〔2026〕第0123号`, by the short name of the accepting place."""
    short = short_name(catalogue.places.get(place), Desk(catalogue))
    return paper_number(short, KINDS[kind].word, year, serial)
