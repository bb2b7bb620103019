"""The calendar of a year, and the accounts of the clocks."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from counter.cli import given
from counter.cli.done import Command, Done
from counter.cli.shapes import plain, told
from counter.services import calendars, ledgers
from counter.services.calendars import Move, Preview
from counter.settings import Settings


def calendar(arguments: argparse.Namespace, settings: Settings) -> Done:
    """Without a file, the years that are known; a dry run ends with 1 where the file has a problem."""
    with given.opened(settings) as office:
        if arguments.file is None:
            return Done({"years": plain(calendars.known_years(office))})
        text = calendars.text_of(arguments.file)
        if arguments.dry_run:
            found = calendars.preview(office, text)
            return Done(_told(found, loaded=False), status=1 if found.problems else 0)
        return Done(_told(calendars.load(office, text, source=arguments.source).preview, loaded=True))


def ledger(arguments: argparse.Namespace, settings: Settings) -> Done:
    """The clocks of a case, or of one referral."""
    with given.opened(settings) as office:
        number = given.named(arguments)
        whole = number == given.case_of(number)
        found = ledgers.of_case(office, number) if whole else ledgers.of_referral(office, number)
        clocks = []
        for clock in found.clocks:
            shape = plain(clock)
            assert isinstance(shape, dict)
            clocks.append(shape | {"elapsed": clock.elapsed, "counted": clock.counted, "left": clock.left})
        return Done({"case": found.case, "today": plain(found.today), "clocks": clocks})


def _told(found: Preview, *, loaded: bool) -> dict[str, object]:
    return {
        "year": found.year,
        "loaded": loaded,
        "source": found.source,
        "replaces": found.replaces,
        "holidays": plain(found.holidays),
        "working_weekends": plain(found.working_weekends),
        "problems": told(found.problems),
        "remarks": told(found.remarks),
        "added": plain(found.added),
        "gone": plain(found.gone),
        "moves": [_move(move) for move in found.moves],
        "firm": found.firm,
    }


def _move(move: Move) -> dict[str, object]:
    return {
        "case": move.case,
        "referral": move.referral,
        "title": move.title,
        "department": move.department,
        "before": plain(move.before.due),
        "after": plain(move.after.due),
        "was_provisional": move.before.provisional,
        "provisional": move.after.provisional,
        "was_late": move.was_late,
        "is_late": move.is_late,
    }


COMMANDS: Mapping[str, Command] = {"calendar": calendar, "ledger": ledger}
