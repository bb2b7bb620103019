"""One command: what was typed in, one answer out, and a number that says how it ended."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TextIO

from counter import settings as computer
from counter.cli import plain
from counter.cli.arguments import parser
from counter.cli.done import Command, Done
from counter.errors import CounterError, by_the_system
from counter.text import say, set_language

WORK = {
    *("step", "post", "object", "settle", "take-down", "give", "complete"),
    *("complain", "answer-complaint"),
    *("ask", "answer", "confer", "remind", "escalate", "reply", "late"),
}
GIVING = ("benefits", "propose", "hear", "change", "drop", "identity", "death", "reviews", "review")
PAPERS = ("papers", "paper", "papers-out", "paper-back", "scan", "scans")
LETTERS = ("templates", "letter")
FILES = ("file", "files")
BESIDE = {*PAPERS, *LETTERS, *FILES, "calendar", "ledger", "batch", "report", "invent"}
DONE, REFUSED = 0, 1
"""A wrong call ends with 2; argparse says so."""


def run(words: Sequence[str]) -> int:
    """Carry out one command; what it answers goes to standard output alone.

    Raises `SystemExit` with 2 for a wrong call, with 0 after `--help`.
    """
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    set_language(computer.load().language)
    arguments = parser().parse_args(words)
    settings = computer.load(getattr(arguments, "office", None))
    set_language(settings.language)
    try:
        done = _command(arguments.command)(arguments, settings)
    except CounterError as refused:
        done = _refused(refused)
    except OSError as error:
        refused_by_system = by_the_system(error)
        if refused_by_system is None:
            raise
        done = _refused(refused_by_system)
    if arguments.json:
        print(json.dumps(done.data, ensure_ascii=False, indent=1))
    else:
        shown = plain.lines(arguments.command, done.data)
        print("\n".join(shown), file=sys.stderr if "refused" in done.data else sys.stdout)
    return done.status


def _refused(refused: CounterError) -> Done:
    return Done({"refused": [{"field": field, "text": text} for field, text in say(refused)]}, REFUSED)


def _command(name: str) -> Command:
    """The function behind a command; only what it needs is loaded."""
    if name in ("check", "match"):
        from counter.cli import listed

        return listed.COMMANDS[name]
    if name in ("accept", "decline", "request-papers"):
        from counter.cli import intake

        return intake.COMMANDS[name]
    if name in ("queue", "duties", "case", "verify", "backup", "restore", "export", "place"):
        from counter.cli import keeping

        return keeping.COMMANDS[name]
    if name in ("consult", "merge", "reopen", "archive", "bring", "came-back", "hand-over"):
        from counter.cli import life

        return life.COMMANDS[name]
    if name in WORK:
        from counter.cli import working

        return working.COMMANDS[name]
    if name in GIVING:
        from counter.cli import giving

        return giving.COMMANDS[name]
    if name in BESIDE:
        return _beside_a_case(name)
    from counter.cli import moves

    return moves.COMMANDS[name]


def _beside_a_case(name: str) -> Command:
    """The command that moves no case: papers, clocks, reports."""
    if name in ("calendar", "ledger"):
        from counter.cli import clock_commands

        return clock_commands.COMMANDS[name]
    if name in PAPERS:
        from counter.cli import papers

        return papers.COMMANDS[name]
    if name == "batch":
        from counter.cli import batching

        return batching.COMMANDS[name]
    if name in LETTERS:
        from counter.cli import letter_commands

        return letter_commands.COMMANDS[name]
    if name in FILES:
        from counter.cli import file_commands

        return file_commands.COMMANDS[name]
    if name == "report":
        from counter.cli import reporting

        return reporting.COMMANDS[name]
    from counter.cli import inventing

    return inventing.COMMANDS[name]


def _speak_utf8(stream: TextIO) -> None:
    """A terminal of another encoding shows a mark for what it lacks, and nothing breaks."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")
