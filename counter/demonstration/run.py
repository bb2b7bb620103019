"""All stories lived through in one new office, day by day, with a clock that is set."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from counter import settings as computer
from counter.demonstration.deeds import do
from counter.demonstration.endings import Ending, ending, write_summary
from counter.demonstration.stories import Stories, day_of, stories
from counter.errors import Refused
from counter.progress import Progress, silent
from counter.services import district
from counter.services.office import Office, open_office
from counter.text import BEIJING

OPENS = time(8, 30)
"""When the first deed of a day is done; the clock stands still but for what the stories tell."""
PACE = timedelta(minutes=4)
MARK = ".demonstration"
"""Tells a folder that an earlier demonstration left, which may be cleared, from an office in use."""


@dataclass(slots=True)
class Clock:
    """A clock that is set, for an office that lives through some weeks at once."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment

    def turn_to(self, day: date) -> None:
        """To the opening of that day, or a little on if it is there already."""
        self.moment = max(_opening(day), self.moment + PACE)


def _opening(day: date) -> datetime:
    return datetime.combine(day, OPENS, BEIJING).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The office as it stands on the last day, its clock stopped there, and how each family fared."""

    office: Office
    families: tuple[Ending, ...]
    summary: Path


def run(out: Path, progress: Progress = silent) -> Demonstration:
    """Live through every story in a new office under `out`; the papers and a summary lie beside it.

    The caller closes the office. Raises `Refused` where `out` holds an office that is not a demonstration.
    """
    told = stories()
    steps = [(day_of(step), family, step) for family in told.families for step in family.steps]
    steps.sort(key=lambda item: item[0])
    clock = Clock(_opening(steps[0][0]))
    office = _new_office(out, clock, told)
    try:
        for done, (day, family, step) in enumerate(steps):
            progress(done, len(steps))
            clock.turn_to(day)
            do(office, family, step, out / "papers" / Path(family.file).stem)
        progress(len(steps), len(steps))
        clock.turn_to(told.last_day)
        endings = tuple(ending(office, family) for family in told.families)
        return Demonstration(office, endings, write_summary(out, endings))
    except BaseException:
        office.close()
        raise


def _new_office(out: Path, clock: Clock, told: Stories) -> Office:
    folder = out / "office"
    if folder.exists():
        if not (folder / MARK).exists():
            raise Refused("{folder} holds an office that is in use. Name another folder.", folder=str(folder))
        shutil.rmtree(folder)
        shutil.rmtree(out / "papers", ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARK).touch()
    office = open_office(computer.load(folder), clock=clock)
    return district.set_district(office, told.district, confirmed=False)
