"""Until when the steps of a referral are to be begun or ended, as the policy's limits say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from counter.cases.deadlines import add_days
from counter.cases.public_notice import Posting, notices_of, round_of
from counter.cases.steps import Step, StepKind, is_done, steps_of
from counter.catalogue.model import Calendar
from counter.catalogue.policy import DayKind, Policy

_BEGUN_WITHIN = {StepKind.SURVEY: "survey_start", StepKind.CHECK: "information_check_start"}
"""Limits to begin, in working days. Legal source: 最低生活保障审核确认办法 art. 15, 17."""
OF_THE_TOWN = frozenset({StepKind.SURVEY, StepKind.OPINION})
"""The township surveys and writes the first opinion. Legal source: 社会救助法 art. 43."""
_OPINION = "township"
"""The limit of the township's part, in working days from acceptance (特困人员认定办法 art. 13)."""


def with_days(
    policy: Policy,
    done: Sequence[Step],
    postings: Sequence[Posting],
    *,
    kept: Collection[StepKind],
    accepted_on: date,
    sent_on: date | None,
    calendar: Calendar,
) -> tuple[Step, ...]:
    """The steps that were done, with their last days, and those still to do that the district records.

    The public notice stands among them as the latest round of sheets; a step that is only planned has no
    beginning.
    """
    current = round_of(postings)
    found = [*done, *_notice(postings, current)]
    for kind in steps_of(policy):
        turn = current if kind in (StepKind.OPINION, StepKind.NOTICE) else 1
        if kind in kept and not any(one.kind is kind and one.turn >= turn for one in found):
            found.append(Step(kind, None, turn=turn))
    starts = _starts(done, postings, current, accepted_on=accepted_on, sent_on=sent_on)
    order = list(StepKind)
    found.sort(key=lambda one: (one.turn, order.index(one.kind)))
    return tuple(_due(one, policy, starts, calendar) for one in found)


def _notice(postings: Sequence[Posting], current: int) -> list[Step]:
    """The sheets of each round as one step; done once every sheet has run its days or was taken down."""
    rounds = []
    for turn in range(1, current + 1):
        sheets = [one for one in notices_of(postings) if one.turn == turn]
        if not sheets:
            continue
        last = max((one.until for one in sheets if one.until), default=None)
        down = [one.taken_down_on for one in sheets if one.taken_down_on]
        rounds.append(
            Step(
                StepKind.NOTICE,
                last,
                started_on=min(one.posted_on for one in sheets),
                done_on=max(down) if len(down) == len(sheets) else None,
                by=tuple(dict.fromkeys(one.posted_by for one in sheets)),
                result="、".join(one.board for one in sheets),
                turn=turn,
                provisional=any(one.provisional for one in sheets),
            )
        )
    return rounds


def _starts(
    done: Sequence[Step],
    postings: Sequence[Posting],
    current: int,
    *,
    accepted_on: date,
    sent_on: date | None,
) -> dict[StepKind, date | None]:
    """From which day each step's limit is counted."""
    sheets = [one for one in notices_of(postings) if one.turn == current and one.until is not None]
    opinions = [one.done_on for one in done if one.kind is StepKind.OPINION and one.done_on]
    handed_on = max((one.until for one in sheets if one.until), default=None) or max(opinions, default=None)
    return {
        StepKind.SURVEY: accepted_on,
        StepKind.CHECK: sent_on or accepted_on,
        StepKind.OPINION: accepted_on,
        StepKind.CONFIRM: handed_on,
    }


def limits_of(
    policy: Policy,
    done: Sequence[Step],
    postings: Sequence[Posting],
    *,
    accepted_on: date,
    sent_on: date | None,
) -> dict[StepKind, tuple[date, int, bool]]:
    """From which day, for how many working days, and whether only to begin: the steps that have a limit."""
    starts = _starts(done, postings, round_of(postings), accepted_on=accepted_on, sent_on=sent_on)
    found = {}
    for kind, start in starts.items():
        days = _limit(kind, policy)
        if start is not None and days is not None:
            found[kind] = (start, days, kind in _BEGUN_WITHIN)
    return found


def _due(step: Step, policy: Policy, starts: dict[StepKind, date | None], calendar: Calendar) -> Step:
    start, days = starts.get(step.kind), _limit(step.kind, policy)
    if start is None or days is None or step.turn > 1:
        return step
    due, provisional = add_days(start, days, DayKind.WORKING, calendar)
    return replace(step, due=due, provisional=provisional)


def has_days(policy: Policy) -> bool:
    """Whether the policy limits any of its steps."""
    return any(_limit(kind, policy) is not None for kind in steps_of(policy))


def _limit(kind: StepKind, policy: Policy) -> int | None:
    if kind is StepKind.CONFIRM:
        return policy.limits.review
    if kind is StepKind.OPINION:
        return policy.limits.more.get(_OPINION)
    return policy.limits.more.get(_BEGUN_WITHIN.get(kind, ""))


def overdue(steps: Sequence[Step], today: date) -> tuple[Step, ...]:
    """The steps whose last day has passed: not begun where the limit is to begin, else not done."""
    return tuple(
        one
        for one in steps
        if one.due is not None
        and today > one.due
        and one.done_on is None
        and one.kind is not StepKind.NOTICE
        and not (one.kind in _BEGUN_WITHIN and one.started_on)
        and not is_done(one.kind, steps, turn=one.turn)
    )
