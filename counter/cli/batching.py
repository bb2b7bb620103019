"""Batches from a terminal: what waits, all of it into one file, and on after a jam, a kill or Ctrl+C."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from counter.cases.batches import USUAL_DAYS, Batch, BatchPaper, BatchState, Choice, Waiting
from counter.cases.reading import township
from counter.cases.values import read_figure
from counter.cli import given
from counter.cli.done import Command, Done
from counter.cli.places import made
from counter.cli.shapes import plain
from counter.errors import Refused
from counter.letters.kinds import KINDS
from counter.services import batch_printing, batches, waiting_papers
from counter.services.office import Office
from counter.settings import Settings
from counter.text import _, mask_name

STOPPED = 1


def batch(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        try:
            return _ACTS[arguments.act](office, arguments)
        except KeyboardInterrupt:
            return Done({"stopped": _("Stopped; nothing was begun.")}, STOPPED)


def _waiting(office: Office, arguments: argparse.Namespace) -> Done:
    choice = _choice(office, arguments)
    found = waiting_papers.waiting(office, choice, _show)
    return Done(_chosen(choice) | _counted(found) | {"waiting": [_of_waiting(one) for one in found]})


def _run(office: Office, arguments: argparse.Namespace) -> Done:
    """Without a kind only what has a number already: so that nobody numbers a month's papers by mistake."""
    if not arguments.kind and not arguments.issued:
        raise Refused("Say which kind of paper (--kind), or --issued for what has a number.", field="kind")
    made(arguments.out)
    choice = _choice(office, arguments)
    found = waiting_papers.waiting(office, choice, _show)
    begun = batches.begin(office, found, chosen=choice, copies=arguments.copies)
    return _go_on(office, arguments, begun.id, _counted(found))


def _resume(office: Office, arguments: argparse.Namespace) -> Done:
    made(arguments.out)
    number = arguments.number
    if arguments.last_good is not None:
        last_good = _page(arguments.last_good)
        found = batch_printing.take_up(office, number, last_good=last_good, reason=arguments.reason)
        if found.state is BatchState.DONE:
            return Done({"batch": _of_batch(found), "files": []})
    return _go_on(office, arguments, number, {})


def _go_on(office: Office, arguments: argparse.Namespace, number: int, answer: Mapping[str, object]) -> Done:
    files: list[str] = []
    try:
        found = batches.issue(office, number, _show)
        if found.pages or found.state is not BatchState.DONE:
            files.append(str(batch_printing.write(office, number, arguments.out, _show).file))
    except KeyboardInterrupt:
        stopped = _("Stopped. `batch resume {number}` goes on with the next page.", number=number)
        found = batches.batch(office, number)
        return Done({**answer, "batch": _of_batch(found), "files": [], "stopped": stopped}, STOPPED)
    return Done({**answer, **_with_papers(office, number), "files": files})


def _list(office: Office, _arguments: argparse.Namespace) -> Done:
    return Done({"batches": [_of_batch(one) for one in batches.batches(office)]})


def _show_one(office: Office, arguments: argparse.Namespace) -> Done:
    return Done(_with_papers(office, arguments.number))


def _done(office: Office, arguments: argparse.Namespace) -> Done:
    return Done({"batch": _of_batch(batches.finish(office, arguments.number))})


def _cancel(office: Office, arguments: argparse.Namespace) -> Done:
    cancelled = batches.cancel(office, arguments.number, reason=arguments.reason)
    return Done({"batch": _of_batch(cancelled)})


# --- as typed, and as told ---------------------------------------------------------------------------


def _choice(office: Office, arguments: argparse.Namespace) -> Choice:
    since, until = given.day(arguments.since, "from"), given.day(arguments.until, "to")
    if since is None and not arguments.issued:
        since = (until or office.today()) - timedelta(days=USUAL_DAYS)
    if arguments.department and arguments.department not in office.catalogue.departments:
        raise Refused(
            "There is no department {code}; there are: {codes}.",
            field="department",
            code=arguments.department,
            codes=list(office.catalogue.departments),
        )
    place = ""
    if arguments.township:
        with given.called(**{"": "township", "place": "township"}):
            place = township(arguments.township, office.catalogue, office.today())
    return Choice(
        kind=arguments.kind.strip(),
        department=arguments.department,
        township=place,
        since=since,
        until=until,
        issued=arguments.issued,
    )


def _page(text: str) -> int:
    with given.called(**{"": "last_good"}):
        return int(read_figure(text, decimals=0).value)


def _chosen(choice: Choice) -> dict[str, object]:
    return {"from": plain(choice.since), "to": plain(choice.until)}


def _counted(found: Iterable[Waiting]) -> dict[str, object]:
    counts = waiting_papers.counts(found)
    kinds = [{"kind": kind, "title": KINDS[kind].title, "count": count} for kind, count in counts.items()]
    return {"kinds": kinds}


def _of_waiting(one: Waiting) -> dict[str, object]:
    return {
        "kind": one.kind,
        "title": one.title,
        "case": one.case,
        "referral": one.referral,
        "department": one.department,
        "about": one.about or one.notice,
        "applicant": mask_name(one.applicant),
        "on": one.day.isoformat(),
        "issued": one.number,
    }


def _with_papers(office: Office, number: int) -> dict[str, object]:
    found = batches.batch(office, number)
    papers = batches.papers(office, number)
    return {"batch": _of_batch(found), "papers": [_of_paper(one) for one in papers]}


def _of_batch(one: Batch) -> dict[str, object]:
    return {
        "number": one.id,
        "title": one.title,
        "state": one.state.value,
        "papers": one.papers,
        "handled": one.handled,
        "refused": one.refused,
        "pages": one.pages,
        "sent": one.sent,
        "good": one.good,
        "begun_at": one.begun_at.isoformat(),
        "begun_by": one.begun_by,
        "chosen": plain(one.chosen),
    }


def _of_paper(one: BatchPaper) -> dict[str, object]:
    return {
        "kind": one.kind,
        "title": one.title,
        "case": one.case,
        "number": one.number,
        "copies": one.copies,
        "first": one.first,
        "last": one.last,
        "reprint": one.reprint,
        "problem": one.problem,
        "void": one.voided,
    }


def _show(done: int, total: int, /) -> None:
    """On a terminal only; a file of messages needs no moving line."""
    if sys.stderr.isatty():
        print(f"\r{done}/{total}", end="\n" if done == total else "", file=sys.stderr)


_ACTS: Mapping[str, Callable[[Office, argparse.Namespace], Done]] = {
    "waiting": _waiting,
    "run": _run,
    "list": _list,
    "show": _show_one,
    "resume": _resume,
    "done": _done,
    "cancel": _cancel,
}

COMMANDS: Mapping[str, Command] = {"batch": batch}
