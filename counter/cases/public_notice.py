"""Public notice (公示) before a decision and publication (公布) after it: days, objections, taking down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter.catalogue.policy import DayKind
from counter.errors import Problem

CALENDAR_DAYS = "日历日"
"""The word of the setting `public_notice_day_kind`; any other, and none, means the longer working days."""


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

    @property
    def open_objections(self) -> tuple[Objection, ...]:
        return tuple(one for one in self.objections if one.settled_on is None)

    def runs_on(self, day: date) -> bool:
        """Whether the notice has days left on that day; its last day is one of them."""
        return self.kind is PostingKind.NOTICE and self.until is not None and day <= self.until


# --- how long and how often --------------------------------------------------------------------------


def day_kind(said: str) -> DayKind:
    """How the days of a notice are counted where the district says `said`: the longer one by default.

    审核确认办法 says 7 天, the catalogue of matters to be made public says 7 个工作日.
    """
    return DayKind.CALENDAR if said.strip() == CALENDAR_DAYS else DayKind.WORKING


def notices_of(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """The sheets from before the decision."""
    return tuple(one for one in postings if one.kind is PostingKind.NOTICE)


def round_of(postings: Iterable[Posting]) -> int:
    """Which round of survey, opinion and notice this is: each notice that met an objection begins another."""
    return 1 + len({one.turn for one in notices_of(postings) if one.objections})


def standing_in_the_way(postings: Sequence[Posting], on: date, *, grants: bool = True) -> Iterator[Problem]:
    """Why nothing can be decided on that day: a notice that still runs, or an objection that is open.

    What is granted (`grants`) must also have been on notice again after an objection; what is refused
    after it need not. Legal source: 最低生活保障审核确认办法 art. 19, 特困人员认定办法 art. 15.
    """
    notices = notices_of(postings)
    current = round_of(postings)
    for notice in notices:
        for objection in notice.open_objections:
            yield Problem(
                "The objection of {day} against the public notice is not settled yet.",
                "objection",
                {"day": objection.received_on},
            )
    running = [one for one in notices if one.turn == current and one.runs_on(on)]
    if running:
        last = max(one.until for one in running if one.until is not None)
        yield Problem(
            "The public notice runs until {until}; decide after that day.", "notice", {"until": last}
        )
    unsettled = any(one.open_objections for one in notices)
    if grants and current > 1 and not unsettled and all(one.turn < current for one in notices):
        yield Problem("There was an objection: the result has to be posted again before the grant.", "notice")


def to_take_down(postings: Iterable[Posting], on: date, *, ended: bool = False) -> tuple[Posting, ...]:
    """The sheets that should hang no longer: notices past their last day, publications once it `ended`."""
    return tuple(
        one
        for one in postings
        if one.taken_down_on is None
        and (ended if one.kind is PostingKind.PUBLICATION else not one.runs_on(on))
    )
