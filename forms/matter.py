"""The referral that acts are about, and what they share: whose right it is, and the words of a choice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from counter.cases.casefile import Paper, ReferralFile
from counter.cases.workflow import ReferralState
from counter.catalogue.policy import Policy
from counter.services.office import Act
from counter.text import display
from forms.asking import Asking
from forms.choice_fields import Choice

HANDLED = frozenset({ReferralState.SIGNED, ReferralState.WAITING})
"""The states in which a department works on a referral."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A referral with where it stands: the case it belongs to now, the township, the papers of the case."""

    row: ReferralFile
    case: str
    township: str
    papers: tuple[Paper, ...] = ()


class MatterActs(Asking):
    """Acts on one referral; each is offered only while the tables of moves and rights let it go."""

    def may(self, matter: Matter, act: Act) -> bool:
        return self.office.may(act, township=matter.township, department=matter.row.department)

    def policy(self, row: ReferralFile) -> Policy:
        return self.office.catalogue.policy(row.policy)

    @property
    def own_name(self) -> Sequence[str]:
        return [self.office.officer.name]


def choices_of(kinds: Iterable[Enum]) -> list[Choice]:
    """Values with their words."""
    return [(kind.value, display(kind)) for kind in kinds]
