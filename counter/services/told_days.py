"""Days that were told to somebody, when a calendar comes that counts them otherwise: later, never earlier."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.assisting import ANSWER_DAYS
from counter.cases.chasing import REPLY_DAYS
from counter.cases.deadlines import add_days, papers_due, still_promised
from counter.cases.hearing import heard_until
from counter.cases.promises import Promises
from counter.cases.workflow import OPEN_REFERRAL_STATES, CaseState
from counter.catalogue.model import Calendar
from counter.catalogue.policy import DayKind
from counter.services.benefit_rows import told_on
from counter.store import life_records, records
from counter.text import local_day

Counted = Callable[[Calendar], date]


def fit(session: Session, before: Calendar, after: Calendar, promises: Promises) -> int:
    """Keep every day that was told and still runs as the two calendars let it stand; how many came later."""
    moved = 0

    def fitted(told: date, counted: Counted) -> date:
        nonlocal moved
        day = still_promised(told, counted(before), counted(after))
        moved += day != told
        return day

    for asked in session.scalars(select(life_records.Consultation).filter_by(answered_at=None)):
        asked.answer_by = fitted(asked.answer_by, _working(local_day(asked.asked_at), ANSWER_DAYS))
    for sent in session.scalars(select(life_records.Reminder).filter_by(replied_at=None)):
        if sent.reply_due is not None:
            sent.reply_due = fitted(sent.reply_due, _working(local_day(sent.sent_at), REPLY_DAYS))
    for case in session.scalars(select(records.Case).filter_by(state=CaseState.AWAITING_PAPERS)):
        if case.papers_due is not None:
            case.papers_due = fitted(case.papers_due, _papers(local_day(case.registered_at), promises))
    for paper, since in _asked_for(session):
        if paper.due is not None:
            paper.due = fitted(paper.due, _papers(since, promises))
    _keep_hearings(session, before, after, promises)
    return moved


def _working(start: date, days: int) -> Counted:
    return lambda calendar: add_days(start, days, DayKind.WORKING, calendar)[0]


def _papers(start: date, promises: Promises) -> Counted:
    return lambda calendar: papers_due(start, calendar, promises)


def _asked_for(session: Session) -> list[tuple[records.Paper, date]]:
    """The papers that are awaited, with the day on which they were asked for."""
    at_first = session.execute(
        select(records.Paper, records.Case.registered_at)
        .join(records.Case, records.Case.id == records.Paper.case_id)
        .where(
            records.Case.state == CaseState.AWAITING_PAPERS,
            records.Paper.state == "missing",
            records.Paper.referral_id.is_(None),
        )
    )
    later = session.execute(
        select(records.Paper, records.Interval.started)
        .join(records.Referral, records.Referral.id == records.Paper.referral_id)
        .join(records.Interval, records.Interval.referral_id == records.Referral.id)
        .where(
            records.Referral.state.in_(OPEN_REFERRAL_STATES),
            records.Paper.state == "missing",
            records.Interval.ended.is_(None),
        )
    )
    return [
        *((paper, local_day(registered)) for paper, registered in at_first),
        *((paper, started) for paper, started in later),
    ]


def _keep_hearings(session: Session, before: Calendar, after: Calendar, promises: Promises) -> None:
    """A household that was told is heard until the day that held so far, if the new count came earlier.

    What comes later needs no note: until when it is heard is counted anew each time.
    """
    change = life_records.Change
    rows = session.scalars(select(change).where(change.decided_on.is_(None), change.dropped_because == ""))
    plans = {row.id: row for row in rows}
    for number, day in told_on(session, plans).items():
        row = plans[number]
        held = heard_until(day, row.hear_until, before, promises.hearing)
        if held > heard_until(day, row.hear_until, after, promises.hearing):
            row.hear_until = held
