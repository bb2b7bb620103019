"""Named figures (标准): what holds on a day, and how far it can be relied on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from counter.catalogue.rules import Term


class State(StrEnum):
    """How far a figure can be relied on, worst first."""

    OUTDATED = "outdated"
    PLACEHOLDER = "placeholder"
    ELSEWHERE = "elsewhere"
    UNVERIFIED = "unverified"
    VERIFIED = "verified"


PROVISIONAL = frozenset({State.OUTDATED, State.PLACEHOLDER})
"""States that are told wherever the figure decided something."""


@dataclass(frozen=True, slots=True)
class StandardVersion:
    """A figure as it holds from `valid_from` (None: from the beginning).

    `value` is None where no figure is known or where `formula` gives it: read `Catalogue.figures_on`.
    """

    value: Fraction | date | None
    state: State
    valid_from: date | None
    effective_text: str = ""
    source: str = ""
    marked_placeholder: bool = False
    marked_outdated: bool = False
    marked_elsewhere: bool = False
    formula: Term | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """A named figure with its unit, region and versions, oldest first."""

    key: str
    label: str
    unit: str
    region: str
    versions: tuple[StandardVersion, ...]
    note: str = ""

    def on(self, day: date) -> StandardVersion:
        """The version of that day; before the first version the first one holds."""
        current = self.versions[0]
        for version in self.versions:
            if version.valid_from is None or version.valid_from <= day:
                current = version
        return current
