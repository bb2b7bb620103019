"""The arguments of the letters in Word."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from counter.text import _


def add_letters(
    command: Callable[..., argparse.ArgumentParser],
    *,
    file: Callable[[str], Path],
    reason: Callable[..., None],
) -> None:
    kept = command(
        "templates", _("the letters' Word templates: ours, or the office's own put in their place")
    )
    kept.add_argument("kind", nargs="?", metavar="D20", help=_("the paper whose template is meant"))
    kept.add_argument("--take-out", type=Path, metavar="FILE", help=_("save the template that is in force"))
    kept.add_argument("--version", type=int, metavar="N", help=_("an earlier one instead; 0 is ours"))
    kept.add_argument("--check", type=file, metavar="FILE", help=_("look a template through, store nothing"))
    kept.add_argument("--preview", type=Path, metavar="PDF", help=_("with --check: filled with a sample"))
    kept.add_argument("--put-in", type=file, metavar="FILE", help=_("let this template be in force"))
    kept.add_argument("--ours", action="store_true", help=_("let ours be in force again"))
    reason(kept)
    letter = command("letter", _("a letter that was changed in Word: compare it, take it back"))
    letter.add_argument("number", metavar="NOTICE")
    letter.add_argument("--take-out", type=Path, metavar="FILE", help=_("save the letter as Word"))
    letter.add_argument("--changed", type=file, metavar="FILE", help=_("the letter as it was changed"))
    letter.add_argument("--dry-run", action="store_true", help=_("show what was changed, store nothing"))
    reason(letter)
