"""Applications from their files: accepted and referred, declined, or sent back for papers."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from counter.cases.casefile import Paper
from counter.cases.match import Answer
from counter.cases.split import Chosen
from counter.cli import filed, given, shapes
from counter.cli.done import Command, Done
from counter.errors import Refused
from counter.services import cases, dispatch, identities, intake, referrals
from counter.services.notices import Wanted
from counter.services.office import Office
from counter.settings import Settings


def accept(arguments: argparse.Namespace, settings: Settings) -> Done:
    """Accept and send in one act; without a choice, everything that the household is eligible for."""
    with given.opened(settings, arguments.out) as office:
        if isinstance(arguments.file, str):
            return _accept_noted(office, arguments)
        reading, codes = given.application(office, arguments.file, arguments.policies or ())
        known = identities.on_record(office, reading.application)
        answer = intake.match(office, reading.application)
        chosen = _chosen(answer, codes, arguments.because) if codes else _eligible(answer)
        file = intake.accept_and_send(office, reading.application, chosen, papers=_later(office, arguments))
        told = {"normalised": shapes.mended(reading.normalised), "notes": shapes.told(reading.notes)}
        data = filed.case(file) | told | {"known": shapes.known(known)}
        data |= {"lessons": given.lessons(office, [one.policy for one in file.referrals])}
        return Done(given.with_papers(office, data, file.number, arguments.out))


def _accept_noted(office: Office, arguments: argparse.Namespace) -> Done:
    """A case that was noted or awaited papers, by what is known of it, or by the file if one is named."""
    number = arguments.file
    names = arguments.policies or ()
    if arguments.now is None:
        application = None
        told = replace(cases.case(office, number).application, on=office.today())
        codes = tuple(given.policies_named(office, names))
    else:
        reading, codes = given.application(office, arguments.now, names)
        application = told = replace(reading.application, on=office.today())
    answer = intake.match(office, told)
    chosen = _chosen(answer, codes, arguments.because) if codes else _eligible(answer)
    intake.accept_registered(
        office, number, chosen, papers=_later(office, arguments), application=application
    )
    file = dispatch.send(office, number)
    lessons = {"lessons": given.lessons(office, [one.policy for one in file.referrals])}
    return Done(given.with_papers(office, filed.case(file) | lessons, file.number, arguments.out))


def _later(office: Office, arguments: argparse.Namespace) -> tuple[Paper, ...]:
    """Papers that are accepted as to be brought later (容缺受理); the day is asked for by the act."""
    until = given.day(arguments.until, "until")
    papers = given.papers(arguments.later, office.catalogue, state="gap")
    return tuple(replace(paper, due=until) for paper in papers)


def _eligible(answer: Answer) -> Sequence[Chosen]:
    """Everything certainly met. Raises `Refused` where that is nothing: then somebody has to choose."""
    chosen = intake.eligible(answer)
    if not chosen:
        raise Refused(
            "No policy is met for certain, so nothing was accepted. Name with --policies what is applied "
            "for, and say with --because why.",
            field="policies",
        )
    return chosen


def _chosen(answer: Answer, codes: Sequence[str], because: str) -> list[Chosen]:
    return [one for code in codes for one in intake.chosen_for(answer, code, because)]


def decline(arguments: argparse.Namespace, settings: Settings) -> Done:
    reasons = {
        "reason": arguments.reason,
        "clause": arguments.clause,
        "proper_office": arguments.proper_office,
    }
    with given.opened(settings, arguments.out) as office:
        if (file := Path(arguments.what)).is_file():
            reading, _codes = given.application(office, file)
            declined = intake.decline(office, reading.application, **reasons)
        else:
            declined = intake.decline_registered(office, arguments.what.strip(), **reasons)
        return Done(given.with_papers(office, filed.case(declined), declined.number, arguments.out))


def request_papers(arguments: argparse.Namespace, settings: Settings) -> Done:
    """Of an application: registered, not accepted, no clock runs. Of a referral: its clock waits."""
    with given.opened(settings, arguments.out) as office:
        answer_by = given.day(arguments.answer_by, "answer_by")
        missing = given.papers(arguments.papers, office.catalogue, state="missing")
        if (file := Path(arguments.what)).is_file():
            reading, _codes = given.application(office, file)
            case = intake.register(office, reading.application, missing, answer_by=answer_by)
            return Done(given.with_papers(office, filed.case(case), case.number, arguments.out))
        number = arguments.what.strip()
        if number == given.case_of(number):
            case = intake.ask_papers(office, number, missing, answer_by=answer_by, because=arguments.because)
            letter = Wanted("D06", "")
            return Done(
                given.with_papers(office, filed.case(case), case.number, arguments.out, also=[letter])
            )
        asked = referrals.request_papers(
            office, number, papers=missing, answer_by=answer_by, because=arguments.because
        )
        letter = Wanted("D06", "", asked.number)
        number = cases.number_of_case(office, asked.number)
        return Done(given.with_papers(office, filed.referral(asked), number, arguments.out, also=[letter]))


COMMANDS: Mapping[str, Command] = {"accept": accept, "decline": decline, "request-papers": request_papers}
