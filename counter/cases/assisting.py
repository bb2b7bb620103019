"""Lead and assist (牵头, 协办): questions to another department, and the case conference (一事一议)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

CONSULTATION = "consultation"
"""The kind of waiting while another department has the question; it is not charged to the one that asks."""
ANSWER_DAYS = 3
"""Working days to answer, where the question names no day."""


@dataclass(frozen=True, slots=True)
class Consultation:
    """A question of the lead to a department that assists (D10); only the lead decides."""

    id: int
    referral: str
    department: str
    department_title: str
    question: str
    answer_by: date
    asked_at: datetime
    asked_by: str
    answer: str = ""
    agrees: bool | None = None
    answered_at: datetime | None = None
    answered_by: str = ""


@dataclass(frozen=True, slots=True)
class Conference:
    """A case conference on what no rule settles, with its record."""

    id: int
    case: str
    held_on: date
    present: tuple[str, ...]
    question: str
    conclusion: str
    recorded_by: str
