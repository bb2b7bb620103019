"""Hand-over (交接班): at the end of the day, when someone leaves, or of single cases (首问负责)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class HandoverKind(StrEnum):
    DAY = "day"  # 日终交接
    LEAVING = "leaving"  # 离岗交接
    CASES = "cases"  # 首问责任移交


class ItemKind(StrEnum):
    PARKED = "parked"  # 挂起的登记
    UNSENT = "unsent"  # 未发出的转办
    UNSIGNED_PAPER = "unsigned-paper"  # 打印未签回的文书
    GOODS = "goods"  # 代管物品
    CASE = "case"  # 首问负责的办件


@dataclass(frozen=True, slots=True)
class Item:
    """One thing handed over; `reference` is a draft's, a case's, a referral's or a notice's number."""

    kind: ItemKind
    reference: str
    text: str


@dataclass(frozen=True, slots=True)
class Handover:
    """Offered by one officer, confirmed by the next; only then does the responsibility pass."""

    id: int
    kind: HandoverKind
    by: str
    to: str
    items: tuple[Item, ...]
    note: str
    offered_at: datetime
    confirmed_at: datetime | None = None
