"""What needs no office: the check of the responsibility list, and the match of applications."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from counter.cases.application import Application
from counter.cases.match import Verdict
from counter.cases.match import match as match_application
from counter.cases.reading import incomplete, read_application
from counter.catalogue import check as checking
from counter.catalogue.load import load, load_as_far_as_possible, load_or_last_good
from counter.catalogue.model import Catalogue
from counter.cli import shapes
from counter.cli.done import Command, Done
from counter.cli.places import data_in
from counter.cli.plain import speak_up
from counter.errors import BadCatalogue, Problem, Refused
from counter.services import clock
from counter.settings import Settings
from counter.text import say, translate


def check(arguments: argparse.Namespace, settings: Settings) -> Done:
    """Counts of the list, of a broken one as far as it can be read, and its problems by file and key."""
    try:
        catalogue, found = load_as_far_as_possible(settings.policies_dir)
    except BadCatalogue as bad:
        return Done({"problems": _by_file(bad.problems)}, status=1)
    report = checking.check(catalogue)
    counts = shapes.plain(report)
    assert isinstance(counts, dict)
    standards = {state.value: count for state, count in report.standards.items()}
    counts |= {"all_standards": report.all_standards, "standards": standards}
    counts |= {"findings": shapes.told(report.findings), "problems": _by_file(found)}
    return Done(counts, status=1 if found else 0)


def _by_file(problems: Iterable[Problem]) -> list[dict[str, str]]:
    told = []
    for problem in problems:
        file, _, key = problem.field.partition(": ")
        told.append({"file": file, "key": key, "text": translate(problem)})
    return told


def match(arguments: argparse.Namespace, settings: Settings) -> Done:
    """How every policy answers to each file; several files answer in their order."""
    catalogue, notices = _in_force(settings)
    speak_up((*settings.problems, *notices), last_good=bool(notices))
    if len(arguments.files) == 1:
        found, application = _matched(arguments.files[0], catalogue, settings)
        past = _past(arguments.office, settings, [(found, application)])
        return Done(found | past)
    results: list[dict[str, object]] = []
    told: list[tuple[dict[str, object], Application]] = []
    status = 0
    for file in arguments.files:
        try:
            found, application = _matched(file, catalogue, settings)
            results.append({"file": str(file)} | found)
            told.append((results[-1], application))
        except Refused as refused:
            status = 1
            refusals = [{"field": field, "text": text} for field, text in say(refused)]
            results.append({"file": str(file), "refused": refusals})
    return Done({"results": results} | _past(arguments.office, settings, told), status)


def _past(
    office: Path | None, settings: Settings, results: Sequence[tuple[dict[str, Any], Application]]
) -> dict[str, object]:
    """What came back before of what may fit, where an office is named that has a past.

    Each result is also told which statuses are on record; the answer itself is by what its file says alone.
    """
    if office is None or not settings.database.is_file():
        return {}
    fitting = {
        row["policy"]
        for found, _application in results
        for row in found.get("policies", ())
        if row["verdict"] in (Verdict.ELIGIBLE.value, Verdict.POSSIBLE.value)
    }
    # Without an office nothing of the store is loaded.
    from counter.cli import given
    from counter.services import identities
    from counter.services.office import open_office

    opened = open_office(settings)
    try:
        for found, application in results:
            found["known"] = shapes.known(identities.on_record(opened, application))
        return {"lessons": given.lessons(opened, fitting)}
    finally:
        opened.close()


def _in_force(settings: Settings) -> tuple[Catalogue, tuple[Problem, ...]]:
    """The list; where it is broken, the last one that was good in this office, with what is wrong now."""
    try:
        return load(settings.policies_dir), ()
    except BadCatalogue:
        # Good or not, nothing is kept by looking: the folder of an office is made by its acts alone.
        return load_or_last_good(settings.policies_dir, settings.lists)


def _matched(file: Path, catalogue: Catalogue, settings: Settings) -> tuple[dict[str, object], Application]:
    reading = read_application(data_in(file), catalogue, today=clock.today(), limits=settings.limits)
    # Who only asks what there is need not have everything yet; what acceptance will ask for is told.
    missing = incomplete(reading.application, catalogue, place_known=True)
    found = shapes.answer(match_application(reading.application, catalogue)) | {
        "normalised": shapes.mended(reading.normalised),
        "notes": shapes.told((*reading.notes, *missing)),
    }
    return found, reading.application


COMMANDS: Mapping[str, Command] = {"check": check, "match": match}
