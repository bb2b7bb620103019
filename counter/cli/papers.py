"""The papers that a case calls for, issued and written where a folder is named; or all of them as samples."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

from counter.cli import given, papers_back, scanned
from counter.cli.done import Command, Done
from counter.cli.places import made
from counter.cli.shapes import plain, told
from counter.demonstration import sample_set
from counter.errors import Problem, Refused
from counter.letters.kinds import KINDS
from counter.services import blank_forms, cases, editions, notices, printing
from counter.services.notices import Wanted
from counter.settings import Settings
from counter.store.files import put


def papers(arguments: argparse.Namespace, settings: Settings) -> Done:
    """Without a folder nothing is issued; with one, whatever has no number yet, or the named kinds of it.

    Without a case no office is opened: every paper once, on an invented case. Blank forms bear the name of
    the office.
    """
    known = KINDS if arguments.number is not None else sample_set.CODES
    if unknown := [kind for kind in arguments.only if kind not in known]:
        raise Refused.because(
            [Problem("There is no paper {kind}.", "only", {"kind": kind}) for kind in unknown]
        )
    if arguments.slip and (arguments.number is None or arguments.out is None):
        raise Refused("A slip is of a case, and is written into a folder: name both (--out).", field="slip")
    if arguments.blank:
        return _blank(settings, arguments)
    if arguments.number is None:
        return _samples(arguments.out, arguments.only, large=bool(arguments.large))
    with given.opened(settings, arguments.out) as office:
        case = cases.number_of_case(office, given.named(arguments))
        if arguments.large is not None:
            editions.print_in_large_type(office, case, on=arguments.large)
        answer = given.with_papers(office, {"number": case}, case, arguments.out, only=arguments.only)
        if arguments.slip:
            slip = arguments.out / f"{case}-D34.pdf"
            put(slip, printing.ticket(office, case))
            answer["slip"] = str(slip)
        return Done({**answer, "papers": [_wanted(one) for one in notices.wanted(office, case)]})


def _blank(settings: Settings, arguments: argparse.Namespace) -> Done:
    if arguments.number is not None or arguments.out is None:
        raise Refused("A blank form is of no case: name a folder alone (--out).", field="blank")
    files: list[str] = []
    with given.opened(settings, arguments.out) as office:
        for kind in arguments.only or blank_forms.FORMS:
            file = arguments.out / f"{blank_forms.file_stem(kind)}.pdf"
            put(file, blank_forms.draw(office, kind))
            files.append(str(file))
    return Done({"files": files, "not_printed": []})


def _samples(out: Path | None, only: Collection[str], *, large: bool) -> Done:
    if out is None:
        raise Refused("Name a case, or a folder (--out) for a sample of every paper.", field="number")
    made(out)
    written = sample_set.write(out, only=only, large=large, progress=_show)
    files = [str(file) for file in written.files]
    return Done(
        {"files": files, "documents": plain(written.documents), "not_printed": told(written.problems)},
        status=1 if written.problems else 0,
    )


def _show(done: int, total: int, /) -> None:
    """On a terminal only; a file of messages needs no moving line."""
    if sys.stderr.isatty():
        print(f"\r{done}/{total}", end="\n" if done == total else "", file=sys.stderr)


def _wanted(one: Wanted) -> dict[str, object]:
    return {
        "kind": one.kind,
        "title": one.title,
        "referral": one.referral or "",
        "department": one.department,
        "about": one.about or one.notice or "",
        "issued": one.issued,
    }


COMMANDS: Mapping[str, Command] = {"papers": papers, **papers_back.COMMANDS, **scanned.COMMANDS}
