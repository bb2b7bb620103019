"""The fast lane: 小额快救 within three days, 急难 aid first and papers later. 社会救助法 art. 50."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

STAFF = 2
"""Two of the staff give it and sign the register (D26)."""


@dataclass(frozen=True, slots=True)
class FastAid:
    """Aid that was given at once. `amount_fen` is whole fen; `goods` where something else was given."""

    id: int
    referral: str
    case: str
    receiver: str
    cause: str
    amount_fen: int | None
    goods: str
    proof: str
    staff: tuple[str, ...]
    given_on: date
    papers_due: date
    provisional: bool = False
    completed_on: date | None = None
    completed_note: str = ""
