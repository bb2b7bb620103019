"""Complaints and reports (投诉、举报) about a matter: each is looked into, and one in a name is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

NAMELESS = ("", "匿名", "不具名")
"""What is written for who gave no name; such a report is looked into all the same."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """`contact` is how its maker is reached; `answered_on` is None until it was looked into.

    Legal source: 社会救助法 art. 68; 最低生活保障审核确认办法 art. 37.
    """

    id: int
    received_on: date
    by: str
    contact: str
    text: str
    result: str = ""
    answered_on: date | None = None


def is_nameless(by: str) -> bool:
    return by.strip() in NAMELESS
