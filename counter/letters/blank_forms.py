"""Blank forms: the papers themselves with nothing known, to be filled by hand where no computer helps."""

from __future__ import annotations

from datetime import UTC, date, datetime

from counter.cases.application import Application, Person
from counter.cases.casefile import CaseFile
from counter.cases.workflow import CaseState
from counter.catalogue.model import Catalogue
from counter.letters.kinds import KINDS
from counter.letters.parts import Content, Source

FORMS = tuple(code for code, kind in KINDS.items() if kind.by_hand)
"""The kinds that are handed out blank."""
MEMBERS = 6
"""Of a household, for whom a blank form has lines; a larger one takes a second sheet."""


def blank(kind: str, catalogue: Catalogue, place: str) -> Content:
    """What the form of a kind says where nothing is known but the office that hands it out.

    `place` is empty where no office is named. Raises `KeyError` for an unknown kind.
    """
    return KINDS[kind].fill(Source(_nothing_known(place), catalogue, number="", issued_on=date.min))


def _nothing_known(place: str) -> CaseFile:
    return CaseFile(
        number="",
        query_code="",
        state=CaseState.AWAITING_PAPERS,
        place=place,
        place_title="",
        accepted_on=date.min,
        registered_at=datetime.min.replace(tzinfo=UTC),
        urgent=False,
        officer="",
        application=Application(date.min, (Person(),) * MEMBERS, place=place),
        catalogue_digest="",
        household_id=0,
        version=0,
    )
