"""An office that was invented: filled from the sample families, for training, measuring and tests."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import asdict

from counter.cases.reading import read_application, read_json
from counter.cli import given
from counter.cli.done import Command, Done
from counter.demonstration.stories import stories
from counter.services import inventing
from counter.settings import Settings


def invent(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        today = office.today()
        samples = [
            read_application(read_json(family.application), office.catalogue, today=today).application
            for family in stories().families
        ]
        made = inventing.invent(
            office,
            samples,
            households=arguments.households,
            cases=arguments.cases,
            seed=arguments.seed,
            years=arguments.years,
            progress=_show,
        )
    return Done({"invented": asdict(made)})


def _show(done: int, total: int, /) -> None:
    """On a terminal only; a file of messages needs no moving line."""
    if sys.stderr.isatty():
        print(f"\r{done * 100 // max(total, 1):3d} %", end="\n" if done == total else "", file=sys.stderr)


COMMANDS: Mapping[str, Command] = {"invent": invent}
