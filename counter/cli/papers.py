"""The papers that a case calls for, issued and written into a folder where one is named."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from counter.cli import given
from counter.cli.done import Command, Done
from counter.errors import Problem, Refused
from counter.letters.content import KINDS
from counter.services import cases, notices
from counter.services.notices import Wanted
from counter.settings import Settings


def papers(arguments: argparse.Namespace, settings: Settings) -> Done:
    """Without a folder nothing is issued; with one, whatever has no number yet, or the named kinds of it."""
    if unknown := [kind for kind in arguments.only if kind not in KINDS]:
        raise Refused.because(
            [Problem("There is no paper {kind}.", "only", {"kind": kind}) for kind in unknown]
        )
    with given.opened(settings, arguments.out) as office:
        case = cases.number_of_case(office, given.named(arguments))
        answer = given.with_papers(office, {"number": case}, case, arguments.out, only=arguments.only)
        return Done({**answer, "papers": [_wanted(one) for one in notices.wanted(office, case)]})


def _wanted(one: Wanted) -> dict[str, object]:
    return {
        "kind": one.kind,
        "title": one.title,
        "referral": one.referral or "",
        "department": one.department,
        "about": one.about or one.notice or "",
        "issued": one.issued,
    }


COMMANDS: Mapping[str, Command] = {"papers": papers}
