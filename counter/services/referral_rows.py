"""The steps that every act on a referral shares: find it, check who asks, move it, note who changed it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.assisting import CONSULTATION
from counter.cases.casefile import ReferralFile, Verb
from counter.cases.deadlines import RETURNED, VERIFICATION
from counter.cases.steps import CHECKING, StepKind
from counter.cases.workflow import (
    OPEN_REFERRAL_STATES,
    REFERRAL_RULES,
    ReferralMove,
    ReferralState,
    move_referral,
)
from counter.errors import Problem, Refused, Stale
from counter.services import casefiles, clocks
from counter.services.handled import handled
from counter.services.office import Act, Office
from counter.store import life_records, records
from counter.store.chain import masked


def referral_row(
    office: Office, session: Session, number: str, act: Act, expected_version: int | None = None
) -> records.Referral:
    """The row that the officer may do this to, as it was when it was read.

    Raises `Refused` when there is none, `Stale` when someone has changed it since.
    """
    row = session.scalars(select(records.Referral).filter_by(number=number.strip().upper())).one_or_none()
    if row is None:
        raise Refused("There is no referral {number} in this office.", field="number", number=masked(number))
    office.allow(act, township=row.township, department=row.department)
    if expected_version is not None and row.version != expected_version:
        raise Stale(
            "{officer} has just changed {title} ({number}); it is now: {state}. Look again before you go on.",
            officer=row.changed_by,
            title=row.title,
            number=row.number,
            state=row.state,
        )
    return row


def moving_row(
    office: Office,
    session: Session,
    number: str,
    move: ReferralMove,
    expected_version: int | None = None,
    *,
    on_paper: bool = False,
) -> records.Referral:
    """The row that the officer may move so, by the right that the table of moves names.

    `on_paper`: the window enters what the department did on paper.
    """
    rule = REFERRAL_RULES[move]
    right = rule.right_on_paper if on_paper else rule.right
    return referral_row(office, session, number, Act(right), expected_version)


def moved(office: Office, row: records.Referral, move: ReferralMove) -> None:
    """Make a move of the table, and note by whom."""
    row.state = move_referral(row.state, move)
    _noted(office, row)


def touched(office: Office, row: records.Referral) -> None:
    """Note who changed it last, so that the slower of two can be told; a withdrawn one keeps its last day."""
    if row.state is not ReferralState.WITHDRAWN:
        _noted(office, row)


def _noted(office: Office, row: records.Referral) -> None:
    row.changed_at = office.now()
    row.changed_by = office.officer.name


def end_waiting(
    row: records.Referral, on: date, *, besides: Callable[[records.Interval], bool] = lambda _one: False
) -> None:
    """Let the clocks go on; nothing happens where they were not stopped. `besides` tells what lasts."""
    for interval in row.intervals:
        if interval.ended is None and not besides(interval):
            # A clock that was set back a day must not end a waiting before it began.
            interval.ended = max(on, interval.started)


def given_anew(row: records.Referral, on: date) -> None:
    """What had come back to the dispatcher is with a department again."""
    for interval in row.intervals:
        if interval.kind == RETURNED and interval.ended is None:
            interval.ended = max(on, interval.started)


def lasting(session: Session, row: records.Referral) -> Callable[[records.Interval], bool]:
    """What ends with what is waited for: an answer, and the check of data that is under way."""
    checking = session.scalar(
        select(life_records.Step.id).filter_by(referral_id=row.id, kind=StepKind.CHECK, done_on=None).limit(1)
    )

    def lasts(one: records.Interval) -> bool:
        if one.kind == VERIFICATION:
            return checking is not None and one.reason == CHECKING
        return one.kind == CONSULTATION

    return lasts


def open_row(office: Office, session: Session, number: str, act: Act) -> records.Referral:
    """The row of a referral that something can still be done for. Raises `Refused` once it has ended."""
    row = referral_row(office, session, number, act)
    if row.state not in OPEN_REFERRAL_STATES:
        raise Refused("This referral has ended; it is: {state}.", field="number", state=row.state)
    return row


def within_case(office: Office, row: records.Referral, on: date | None) -> date:
    """The day of an act, today unless said. Raises `Refused` for one before acceptance or still to come."""
    day = on or office.today()
    if day > office.today():
        raise Refused("This day has not come yet.", field="on")
    if day < row.accepted_on:
        raise Refused(
            "The case was accepted on {accepted}; this cannot be older.", field="on", accepted=row.accepted_on
        )
    return day


def withdraw_row(office: Office, row: records.Referral, because: str) -> None:
    """Withdraw one referral of a case."""
    moved(office, row, ReferralMove.WITHDRAW)
    row.ended_because = because.strip()
    end_waiting(row, office.today())


def refresh_due(
    office: Office, session: Session, row: records.Referral, decision: records.Decision | None = None
) -> None:
    """Compute the last days anew from what is now known."""
    session.flush()
    session.refresh(row, ["intervals"])
    catalogue = office.catalogue_of(session, row.case.catalogue_digest)
    clocks.keep_due(row, clocks.due(row, catalogue, decision, today=office.today()))


def file_of(office: Office, session: Session, row: records.Referral) -> ReferralFile:
    """The referral as everyone sees it."""
    session.flush()
    decisions = session.scalars(
        select(records.Decision).filter_by(referral_id=row.id).order_by(records.Decision.id)
    ).all()
    papers = session.scalars(
        select(records.Paper).filter_by(referral_id=row.id).order_by(records.Paper.id)
    ).all()
    catalogue = office.catalogue_of(session, row.case.catalogue_digest)
    lived = handled(office, session, [row], catalogue)[row.id]
    return casefiles.referral_file(office, row, catalogue, decisions, papers, lived=lived)


def done(
    office: Office, session: Session, row: records.Referral, verb: Verb, /, **detail: object
) -> ReferralFile:
    """Write the event of an act on a referral, and give the referral as it is now."""
    office.record(
        session,
        verb,
        township=row.township,
        case=row.case_number,
        referral=row.number,
        detail={"policy": row.policy, "department": row.department, **detail},
    )
    return file_of(office, session, row)


def required(text: str, field: str, problem: str) -> None:
    """Refuse an act whose reason was left empty; `problem` is the sentence for it."""
    if not text.strip():
        raise Refused.because([Problem(problem, field)])
