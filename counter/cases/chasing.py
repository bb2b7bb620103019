"""Chasing (催办, 督办): who is late by whose fault, and what was said to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Level(StrEnum):
    REMIND = "remind"  # 催办, to the liaison
    ESCALATE = "escalate"  # 督办, with a slip (D12) to the liaison
    LEADER = "leader"  # 督办, to the leader in charge (分管领导)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One chase of a referral; `days_late` is what was charged to the department on that day."""

    id: int
    referral: str
    level: Level
    to: str
    text: str
    days_late: int
    sent_at: datetime
    sent_by: str
    reply_due: date | None = None
    reply: str = ""
    replied_at: datetime | None = None
    replied_by: str = ""
