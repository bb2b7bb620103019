"""What a case still owes before it may be closed, archived or merged, and what is late in it today."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date

from counter.cases.casefile import CaseFile, Notice, Paper, ReferralFile
from counter.cases.coming_back import HOLDS_ARCHIVE
from counter.cases.deadlines import add_days
from counter.cases.promises import STANDARD_PROMISES, Promises
from counter.cases.public_notice import PostingKind
from counter.cases.workflow import (
    CASE_RULES,
    OPEN_REFERRAL_STATES,
    CaseMove,
    CaseState,
    Need,
    Outcome,
    ReferralState,
)
from counter.catalogue.model import Calendar
from counter.catalogue.policy import DayKind
from counter.errors import Problem
from counter.text import N_

ABSENT = frozenset({"missing", "gap"})
"""The states of a paper that has not come."""
GAP = "gap"
"""A paper that was accepted as to be brought later (容缺受理)."""
GRANTED, REFUSED, DECLINED, CHANGED = "D19", "D20", "D08", "D24"


def archive_due(closed_on: date, calendar: Calendar, promises: Promises = STANDARD_PROMISES) -> date:
    """The last day on which a case that ended on this day should go into the archive."""
    return add_days(closed_on, promises.archive, DayKind.WORKING, calendar)[0]


# --- letters -------------------------------------------------------------------------------------


def letters_about(file: CaseFile, one: ReferralFile) -> list[Notice]:
    """The letters that tell of the decision that holds; those of a replaced one are void."""
    return [
        notice
        for notice in file.notices
        if notice.referral == one.number and notice.kind in (GRANTED, REFUSED) and not notice.voided
    ]


def reached(file: CaseFile, notice: Notice, today: date) -> bool:
    """Whether the law takes it as delivered by now; a publication only after its days."""
    return any(one.notice == notice.number and one.effective_on <= today for one in file.deliveries)


def letter_needed(file: CaseFile, one: ReferralFile) -> str:
    """Which kind of letter has to reach the household before the case closes; empty for none.

    Every refusal, whole or in part; and what corrects a decision of which a letter told.
    """
    if one.decision is None or one.decision.on_paper:
        return ""
    if one.decision.outcome is Outcome.REFUSE:
        return REFUSED
    told_before = any(
        notice.referral == one.number and notice.kind in (GRANTED, REFUSED) and notice.voided
        for notice in file.notices
    )
    corrected = bool(one.replaced) and told_before
    return GRANTED if one.decision.outcome is Outcome.PARTLY or corrected else ""


# --- what a move needs ---------------------------------------------------------------------------


def lacking(
    move: CaseMove, file: CaseFile, today: date, *, letters: Collection[str] = ()
) -> tuple[Problem, ...]:
    """What the case lacks for a move, by the needs of the table; `letters` are the kinds to be delivered."""
    return tuple(
        problem
        for need in CASE_RULES[move].needs
        if need in _CHECKS
        for problem in _CHECKS[need](file, today, letters)
    )


def _all_ended(file: CaseFile, _today: date, _letters: Collection[str]) -> Iterator[Problem]:
    if waiting := [one.title for one in file.referrals if one.state in OPEN_REFERRAL_STATES]:
        yield Problem("Still open: {titles}.", params={"titles": waiting})


def _all_told(file: CaseFile, today: date, _letters: Collection[str]) -> Iterator[Problem]:
    for one in file.referrals:
        kind = letter_needed(file, one)
        if not kind or one.decision is None:
            continue
        title = {"title": one.title}
        if one.decision.outcome is not Outcome.GRANT:
            if one.decision.outcome is Outcome.REFUSE and not one.decision.facts:
                yield Problem("{title}: the refusal tells no facts.", one.number, title)
            if not one.decision.clause:
                yield Problem("{title}: the refusal names no clause.", one.number, title)
        letters = [letter for letter in letters_about(file, one) if letter.kind == kind]
        if not letters:
            text = N_("{title}: the letter of refusal is not issued yet.")
            if one.decision.outcome is Outcome.GRANT:
                text = N_("{title}: the letter of the corrected decision is not issued yet.")
            yield Problem(text, one.number, title)
        elif not any(reached(file, letter, today) for letter in letters):
            yield Problem(
                "{title}: nobody has noted that {letter} was delivered.",
                one.number,
                title | {"letter": letters[-1].number},
            )


def _all_settled(file: CaseFile, _today: date, _letters: Collection[str]) -> Iterator[Problem]:
    for one in file.referrals:
        if one.state is ReferralState.WITHDRAWN:
            continue
        title = {"title": one.title}
        if any(each.settled_on is None for posting in one.postings for each in posting.objections):
            yield Problem("{title}: an objection is not settled yet.", one.number, title)
        if one.fast_aid is not None and one.fast_aid.completed_on is None:
            yield Problem(
                "{title}: the papers of the aid given at once are not completed yet.", one.number, title
            )


def _nothing_owed(file: CaseFile, today: date, letters: Collection[str]) -> Iterator[Problem]:
    if owed := open_gaps(file):
        yield Problem("Still to be brought: {papers}.", "papers", {"papers": [paper.title for paper in owed]})
    live = [notice for notice in file.notices if not notice.voided]
    if file.state is CaseState.DECLINED and not any(notice.kind == DECLINED for notice in live):
        yield Problem("The notice that the application is not accepted is not issued yet.", "notices")
    for notice in live:
        if notice.kind in letters and not reached(file, notice, today):
            yield Problem(
                "{title}: nobody has noted that {letter} was delivered.",
                notice.number,
                {"title": notice.title, "letter": notice.number},
            )
    if away := [notice.number for notice in live if notice.kind in HOLDS_ARCHIVE and notice.back_on is None]:
        yield Problem("Not come back signed: {papers}.", "notices", {"papers": away})
    for one in file.referrals:
        hanging = [
            posting.board
            for posting in one.postings
            if posting.kind is PostingKind.NOTICE and posting.taken_down_on is None
        ]
        if hanging:
            yield Problem(
                "{title}: the public notice still hangs at {boards}.",
                one.number,
                {"title": one.title, "boards": hanging},
            )


def _nothing_decided(file: CaseFile, _today: date, _letters: Collection[str]) -> Iterator[Problem]:
    if decided := [one.title for one in file.referrals if one.decision is not None or one.fast_aid]:
        yield Problem(
            "Decided already in this case: {titles}. It can no longer be merged into another.",
            "number",
            {"titles": decided},
        )


_CHECKS: Mapping[Need, Callable[[CaseFile, date, Collection[str]], Iterator[Problem]]] = {
    Need.ALL_ENDED: _all_ended,
    Need.ALL_TOLD: _all_told,
    Need.ALL_SETTLED: _all_settled,
    Need.NOTHING_OWED: _nothing_owed,
    Need.NOTHING_DECIDED: _nothing_decided,
}


# --- 容缺 ----------------------------------------------------------------------------------------


def open_gaps(file: CaseFile) -> list[Paper]:
    """The papers that were to be brought later and have not come, for what was granted or is still open."""
    ended = {
        one.policy
        for one in file.referrals
        if one.state is ReferralState.WITHDRAWN
        or (one.decision is not None and one.decision.outcome is Outcome.REFUSE)
    }
    return [paper for paper in file.papers if paper.state == GAP and not _all_in(paper.policies, ended)]


def overdue_gaps(file: CaseFile, today: date, *, policy: str = "") -> list[Paper]:
    """Those of `open_gaps` whose day has passed, of one policy or of all: named, they block nothing."""
    return past_their_day(open_gaps(file), today, policy=policy)


def past_their_day(papers: Iterable[Paper], today: date, *, policy: str = "") -> list[Paper]:
    """Which of these papers were to be brought later by a day that has passed, of one policy or of all."""
    return [
        paper
        for paper in papers
        if paper.state == GAP
        and paper.due is not None
        and paper.due < today
        and (not policy or not paper.policies or policy in paper.policies)
    ]


def _all_in(policies: Collection[str], ended: Collection[str]) -> bool:
    return bool(policies) and all(policy in ended for policy in policies)


# --- what is late today --------------------------------------------------------------------------


def alerts(file: CaseFile, today: date) -> tuple[Problem, ...]:
    """What a screen shows in red: refusals not told in time, papers not brought, a case not archived."""
    return tuple(_alerts(file, today))


def _alerts(file: CaseFile, today: date) -> Iterator[Problem]:
    if file.state is CaseState.AWAITING_PAPERS and file.papers_due is not None and file.papers_due < today:
        yield Problem("The papers were awaited until {day}.", "papers", {"day": file.papers_due})
    for one in file.referrals:
        yield from _told_late(file, one, today)
    for paper in overdue_gaps(file, today):
        yield Problem(
            "{paper} was to be brought by {day}.", "papers", {"paper": paper.title, "day": paper.due}
        )
    if file.archive_due is not None and file.archived_on is None and file.archive_due < today:
        yield Problem("The case should have been archived by {day}.", "archive", {"day": file.archive_due})


def _told_late(file: CaseFile, one: ReferralFile, today: date) -> Iterator[Problem]:
    """A refusal, whole or in part, is told within three working days.

    Legal source: 最低生活保障审核确认办法 art. 21.
    """
    last = one.due.due_notice
    if last is None or letter_needed(file, one) == "" or one.decision is None:
        return
    if one.decision.outcome is Outcome.GRANT:
        return
    numbers = {letter.number for letter in letters_about(file, one)}
    told = [each.effective_on for each in file.deliveries if each.notice in numbers]
    first = min(told) if told else None
    if first is not None and first <= today:
        if first > last:
            yield Problem(
                "{title}: the decision was told on {told}, the last day was {day}.",
                one.number,
                {"title": one.title, "told": first, "day": last},
            )
    elif today > last:
        yield Problem(
            "{title}: the decision should have reached the household by {day}.",
            one.number,
            {"title": one.title, "day": last},
        )
