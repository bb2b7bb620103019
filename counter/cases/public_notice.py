"""Public notice (公示) before a decision and publication (公布) after it: days, objections, taking down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PostingKind(StrEnum):
    NOTICE = "notice"  # 公示, before the decision
    PUBLICATION = "publication"  # 公布, after it, as long as the benefit runs


class Handling(StrEnum):
    """What follows an objection: 最低生活保障审核确认办法 art. 19."""

    INVESTIGATION = "investigation"  # 重新调查
    DELIBERATION = "deliberation"  # 民主评议


@dataclass(frozen=True, slots=True)
class Objection:
    """Someone objected; `settled_on` is None until the new investigation or deliberation has its result."""

    id: int
    received_on: date
    by: str
    text: str
    handling: Handling | None = None
    result: str = ""
    settled_on: date | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """A sheet on a village board; `until` is its last day, computed from the days that the policy wants."""

    id: int
    referral: str
    kind: PostingKind
    board: str
    posted_on: date
    until: date | None
    posted_by: str
    photo: str = ""
    taken_down_on: date | None = None
    turn: int = 1
    objections: tuple[Objection, ...] = ()
    provisional: bool = False
