"""The arguments of the commands for files: bound, and listed by year."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from counter.text import _


def add_files(command: Callable[..., argparse.ArgumentParser], *, folder: Callable[[str], Path]) -> None:
    """Add both commands; `folder` reads where files are written as the other commands do."""
    file = command("file", _("bind the file of a case: cover, list, papers, scans, remarks"))
    file.add_argument("number", metavar="CASE")
    file.add_argument("--out", type=folder, required=True, metavar="DIR", help=_("where the file is written"))
    file.add_argument("--reason", "--because", required=True, metavar="TEXT", help=_("why it is taken out"))
    file.add_argument(
        "--folder", action="store_true", help=_("a folder of numbered files instead of one PDF")
    )
    file.add_argument("--household", action="store_true", help=_("over all cases of the household"))
    file.add_argument("--replace", action="store_true", help=_("write over a PDF of the same name"))
    files = command("files", _("the list of the files of a year, with their terms of keeping"))
    which = files.add_mutually_exclusive_group(required=True)
    which.add_argument("--year", type=int, metavar="YYYY")
    which.add_argument("--ended", action="store_true", help=_("of all years, those whose term is over"))
    files.add_argument("--township", metavar="CODE|NAME", help=_("of one township"))
    files.add_argument("--out", type=folder, metavar="DIR", help=_("where the list is written"))
