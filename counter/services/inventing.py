"""An invented office for training and measuring: many households and cases in all states, years of history.

It is marked for ever: every screen and every paper of it says so, and an office that holds real cases is
never invented into.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select, update

from counter.cases.application import Application
from counter.cases.casefile import Verb
from counter.cases.invented import Inventor, spread
from counter.errors import Refused
from counter.progress import Progress, silent
from counter.services.invented_cases import Cases
from counter.services.invented_homes import Homes
from counter.services.invented_rows import Rows
from counter.services.office import Act, Office
from counter.store import household_records, office_records, records

CHUNK = 500
"""Cases in one transaction, and in memory: a million rows in one would fill the disk twice."""
YOUNG = 0
"""The generation of what was made since the last time."""


@contextmanager
def _uncollected() -> Iterator[None]:
    """Rows make no circles, and to go on looking for some among so many costs a tenth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@dataclass(frozen=True, slots=True)
class Invented:
    """What the office holds now."""

    households: int
    people: int
    cases: int
    referrals: int
    events: int


@_uncollected()
def invent(
    office: Office,
    samples: Sequence[Application],
    *,
    households: int,
    cases: int,
    seed: int = 1,
    years: int = 3,
    progress: Progress = silent,
) -> Invented:
    """Fill an empty office from sample families.

    Raises `Refused` where the office holds anything, `Cancelled` when it is stopped: what was invented by
    then stays, marked.
    """
    office.allow(Act.BACK_UP)
    if households < 1 or cases < 0:
        raise Refused("An office needs at least one household.", field="households")
    with office.write() as session:
        if session.scalar(select(records.Case.id).limit(1)) or session.scalar(
            select(household_records.Household.id).limit(1)
        ):
            raise Refused("This office holds cases already. Invent in a new, empty folder.", field="office")
        session.execute(update(office_records.Store).values(invented=True))
        office.record(session, Verb.INVENTED, detail={"households": households, "cases": cases, "seed": seed})
    rows, inventor = Rows(office), Inventor(seed)
    homes = Homes(office, rows, samples, inventor)
    days = _working_days(office, years)
    files = Cases(office, rows, inventor.random, households)
    total = households + cases

    def written(so_far: int) -> None:
        rows.write()
        gc.collect(YOUNG)
        progress(so_far, total)

    try:
        for at in range(1, households + 1):
            homes.make(at, days[0])
            if at % CHUNK == 0:
                written(at)
        written(households)
        taken = spread(inventor.random, days, cases)
        for first in range(0, cases, CHUNK):
            some = taken[first : first + CHUNK]
            keys = inventor.random.choices(range(1, households + 1), k=len(some))
            met = homes.met(keys)
            for at, (key, day) in enumerate(zip(keys, some, strict=True), start=first + 1):
                files.make(at, met[key], day)
            written(households + first + len(some))
    finally:
        # Also when it is stopped: no number that was given out may be given again.
        for name, value in files.serials.items():
            rows.add(office_records.Counter, name=name, value=value)
        rows.write()
    progress(total, total)
    return Invented(
        rows.written[household_records.Household],
        rows.written[household_records.Person],
        rows.written[records.Case],
        rows.written[records.Referral],
        rows.written[records.Event],
    )


def _working_days(office: Office, years: int) -> list[date]:
    """The days on which the counter was open, up to today."""
    today = office.today()
    every = (today - timedelta(days=n) for n in range(365 * years, -1, -1))
    return [day for day in every if office.catalogue.calendar.is_working_day(day)]
