"""An invented office for training and measuring: many households and cases in all states, years of history.

It is marked for ever: every screen and every paper of it says so, and an office that holds real cases is
never invented into.
"""

from __future__ import annotations

from collections.abc import Sequence
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

CHUNK = 2_000
"""Cases in one transaction: a million rows in one would fill the disk twice."""


@dataclass(frozen=True, slots=True)
class Invented:
    """What the office holds now."""

    households: int
    people: int
    cases: int
    referrals: int
    events: int


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
    files = Cases(office, rows, inventor.random)
    total = households + cases

    def done(so_far: int) -> None:
        if so_far % CHUNK == 0:
            rows.write()
            progress(so_far, total)

    made = []
    try:
        for at in range(1, households + 1):
            made.append(homes.make(at, days[0]))
            done(at)
        for at, day in enumerate(spread(inventor.random, days, cases), start=1):
            files.make(at, inventor.random.choice(made), day)
            done(households + at)
    finally:
        # Also when it is stopped: no number that was given out may be given again.
        for name, value in files.serials.items():
            rows.add(office_records.Counter, name=name, value=value)
        rows.write()
    progress(total, total)
    written = rows.written
    return Invented(
        written[household_records.Household],
        written[household_records.Person],
        written[records.Case],
        written[records.Referral],
        written[records.Event],
    )


def _working_days(office: Office, years: int) -> list[date]:
    """The days on which the counter was open, up to today."""
    today = office.today()
    every = (today - timedelta(days=n) for n in range(365 * years, -1, -1))
    return [day for day in every if office.catalogue.calendar.is_working_day(day)]
