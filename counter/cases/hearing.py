"""Nothing is reduced or ended unheard: told, heard, then decided, never backwards (社会救助法 art. 48)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from counter.cases.benefits import Benefit, Change, ChangeKind
from counter.cases.deadlines import add_days
from counter.cases.months import first_of_next_month, months_after
from counter.catalogue.model import Calendar
from counter.catalogue.policy import DayKind
from counter.errors import Problem

TOLD_BY = "D23"
"""The paper that tells a household what is planned and until when it is heard (拟调减/终止告知书)."""
HEARING_DAYS = 5
"""Working days after delivery in which a household can be heard at least; a district may promise more."""
FADING_MONTHS = 6
"""民发〔2022〕83号 一（三）: the longest gradual end after someone has found work."""
DEATH_MONTHS = 3
"""民发〔2022〕83号 一（三）: what a household is given is put right within three months of a death."""


def heard_until(told_on: date, asked: date | None, calendar: Calendar, days: int = HEARING_DAYS) -> date:
    """The last day to be heard; a longer time may have been promised, a shorter one is not."""
    earliest, _provisional = add_days(told_on, max(days, HEARING_DAYS), DayKind.WORKING, calendar)
    return max(earliest, asked) if asked is not None else earliest


def wrong_plan(change: Change, benefit: Benefit, today: date) -> Iterator[Problem]:
    """What keeps a plan from being told to anybody."""
    if not change.facts.strip():
        yield Problem("Tell the household which facts have changed.", "facts")
    if not change.clause.strip():
        yield Problem("Name the clause on which less is to be given.", "clause")
    if change.planned_from <= today:
        yield Problem("It can only change from a day that is still to come.", "planned_from")
    if change.hear_until is not None and change.hear_until <= today:
        yield Problem("The household is heard until a day that is still to come.", "hear_until")
    if change.kind is ChangeKind.END and change.planned_fen is not None:
        yield Problem("What ends has no amount.", "planned_fen")
    if change.kind is ChangeKind.REDUCE:
        yield from _wrong_reduction(change, benefit)


def _wrong_reduction(change: Change, benefit: Benefit) -> Iterator[Problem]:
    if benefit.amount_fen is None:
        yield Problem("{title} has no amount that could be less; it can only end.", "kind", _title(benefit))
    elif change.planned_fen is None:
        yield Problem("Say how much is to be given from then on.", "planned_fen")
    elif not 0 < change.planned_fen < benefit.amount_fen:
        yield Problem("A reduction leaves less than now, and more than nothing.", "planned_fen")


def _title(benefit: Benefit) -> dict[str, object]:
    return {"title": benefit.title}


def wrong_hearing(change: Change, heard_on: date, today: date) -> Iterator[Problem]:
    """What keeps an opinion from being recorded."""
    if change.told_on is None:
        yield Problem("The household has not been told yet: issue {paper} and note its delivery.", "", _PAPER)
    elif heard_on < change.told_on:
        yield Problem(
            "It was told on {told}; it cannot have been heard before.", "on", {"told": change.told_on}
        )
    if heard_on > today:
        yield Problem("The day of the hearing has not come yet.", "on")


_PAPER = {"paper": TOLD_BY}


def unheard(change: Change, today: date) -> Iterator[Problem]:
    """What the law still asks for before this can be decided."""
    if change.told_on is None:
        yield Problem("The household has not been told yet: issue {paper} and note its delivery.", "", _PAPER)
    elif change.heard_on is None and change.hear_until is not None and today <= change.hear_until:
        yield Problem(
            "The household can be heard until {day}. Record its opinion, or decide after that day.",
            "",
            {"day": change.hear_until},
        )


def effective_from(planned_from: date, decided_on: date) -> date:
    """From when a decision works: as planned, or from the next month on where that day is past."""
    return planned_from if planned_from > decided_on else first_of_next_month(decided_on)


def wrong_fading(change: Change, effective: date, fading_until: date) -> Iterator[Problem]:
    """A gradual end is for what ends, and has an end itself."""
    latest = months_after(effective, FADING_MONTHS)
    if change.kind is not ChangeKind.END:
        yield Problem("Only what ends can end gradually.", "fading_until")
    elif fading_until < effective:
        yield Problem("A gradual end lasts longer than {day}.", "fading_until", {"day": effective})
    elif fading_until >= latest:
        yield Problem(
            "A gradual end lasts {n} months at most, until before {day}.",
            "fading_until",
            {"n": FADING_MONTHS, "day": latest},
        )


def ends_after_death(died_on: date) -> date:
    """The first day on which a dead person's own benefit is given no more: the month after."""
    return first_of_next_month(died_on)
