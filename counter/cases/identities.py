"""Confirmed statuses (身份) with number and validity, recognised by every department: 社会救助法 art. 42."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Identity:
    """A status of a household (`member` None) or of one person, as conferred; `ends` is its last day."""

    id: int
    household_id: int
    person_id: int | None
    category: str
    number: str
    conferred_by: str
    starts: date
    ends: date | None
    revoked_on: date | None = None
    decision: str = ""

    def holds_on(self, day: date) -> bool:
        return (
            self.starts <= day
            and (self.ends is None or day <= self.ends)
            and (self.revoked_on is None or day < self.revoked_on)
        )
