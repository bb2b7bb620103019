"""The arguments of the command for batches: what waits, printed, taken up after a jam, ended."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from counter.text import _

Type = Callable[[str], object]


def add_batches(batch: argparse.ArgumentParser, *, day: Type) -> None:
    """Add what can be done with batches; `day` reads days as the other commands do."""
    acts = batch.add_subparsers(dest="act", metavar=_("ACT"), required=True)

    def act(name: str, text: str) -> argparse.ArgumentParser:
        added = acts.add_parser(name, help=text, description=text, allow_abbrev=False)
        # Absent, they leave standing what was said before the act.
        added.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=_("answer in JSON"))
        added.add_argument(
            "--office", type=Path, default=argparse.SUPPRESS, metavar="DIR", help=_("the office's folder")
        )
        return added

    _choice(act("waiting", _("what waits to be printed, with its count")), day)
    run = act("run", _("number what waits and write it into one file"))
    _choice(run, day)
    run.add_argument("--copies", type=int, metavar="N", help=_("of each paper; otherwise what its kind says"))
    _out(run)
    act("list", _("the batches, the newest first"))
    _number(act("show", _("one batch with its papers")))
    resume = act("resume", _("go on with a batch that was stopped, after the last good page"))
    _number(resume)
    resume.add_argument("--last-good", metavar="PAGE", help=_("the last page that came out well; 0 for none"))
    resume.add_argument("--reason", "--because", default="", help=_("why good pages are printed again"))
    _out(resume)
    _number(act("done", _("all pages of a batch came out well")))
    cancel = act("cancel", _("leave the rest of a batch; what has a number waits for its first print"))
    _number(cancel)
    cancel.add_argument("--reason", "--because", default="", help=_("in a line, why"))


def _choice(command: argparse.ArgumentParser, day: Type) -> None:
    command.add_argument("--kind", default="", metavar="D24", help=_("this kind of paper alone"))
    command.add_argument("--department", default="", metavar="CODE", help=_("of one department"))
    command.add_argument("--township", default="", metavar="CODE|NAME", help=_("of one township"))
    command.add_argument(
        "--from",
        dest="since",
        type=day,
        metavar="DAY",
        help=_("what was done from this day on; 31 days back"),
    )
    command.add_argument(
        "--to", dest="until", type=day, metavar="DAY", help=_("what was done until this day")
    )
    command.add_argument("--issued", action="store_true", help=_("what has a number and was never printed"))


def _number(command: argparse.ArgumentParser) -> None:
    command.add_argument("number", type=int, metavar="BATCH")


def _out(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help=_("where the file is written")
    )
