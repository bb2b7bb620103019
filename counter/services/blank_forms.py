"""Blank forms of the office, for the days on which people write by hand."""

from __future__ import annotations

import re

from counter.errors import Refused
from counter.letters.blank_forms import FORMS, blank
from counter.letters.kinds import KINDS
from counter.services.office import Office

__all__ = ["FORMS", "draw", "file_stem", "title_of"]


def title_of(kind: str) -> str:
    return KINDS[kind].title


def file_stem(kind: str) -> str:
    """`D24-调整、停发通知书-空白`: the kind and its title, without what stands in brackets."""
    title = re.sub("（[^）]*）", "", KINDS[kind].title).replace("/", "、")
    return f"{kind}-{title}-空白"


def draw(office: Office, kind: str) -> bytes:
    """The PDF of a blank form; it has no number, so nothing is recorded.

    Raises `Refused` for a paper that is not filled by hand.
    """
    from counter.letters import pdf
    from counter.letters.sheets import Print

    if kind not in FORMS:
        raise Refused("{kind} is not handed out blank.", field="kind", kind=kind)
    return pdf.draw(blank(kind, office.catalogue, office.place), Print(training=office.invented))
