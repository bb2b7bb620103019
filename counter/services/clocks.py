"""The clocks of a referral as rows: last days computed from its intervals, kept for the order of queues."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, load_only, selectinload

from counter.cases.casefile import Due, Interval
from counter.cases.deadlines import EXTENSION, charged_days, due_of
from counter.cases.promises import promises_of
from counter.cases.split import is_delegated
from counter.cases.workflow import OPEN_REFERRAL_STATES, ReferralState
from counter.catalogue.model import Catalogue
from counter.services.office import Office
from counter.store import records
from counter.text import local_day


def intervals_of(referral: records.Referral) -> tuple[Interval, ...]:
    """The waitings and extensions of a referral, oldest first."""
    return tuple(
        Interval(row.kind, row.started, row.ended, row.reason, row.ground, row.waits_for, row.evidence)
        for row in referral.intervals
    )


def due(
    referral: records.Referral,
    catalogue: Catalogue,
    decision: records.Decision | None,
    *,
    today: date,
) -> Due:
    """The last days by the law of the day of acceptance."""
    return _due(referral, catalogue, decision, intervals_of(referral), today=today)


def due_before_extension(referral: records.Referral, catalogue: Catalogue, *, today: date) -> Due:
    """The last days as they were without the extension: until then the household is told of it (D22)."""
    intervals = tuple(one for one in intervals_of(referral) if one.kind != EXTENSION)
    return _due(referral, catalogue, None, intervals, today=today)


def _due(
    referral: records.Referral,
    catalogue: Catalogue,
    decision: records.Decision | None,
    intervals: tuple[Interval, ...],
    *,
    today: date,
) -> Due:
    policy = catalogue.policy(referral.policy, referral.accepted_on)
    return due_of(
        policy.limits,
        accepted_on=referral.accepted_on,
        calendar=catalogue.calendar,
        sent_on=local_day(referral.sent_at) if referral.sent_at else None,
        decided_on=decision.decided_on if decision else None,
        outcome=decision.outcome if decision else None,
        intervals=intervals,
        delegated=is_delegated(catalogue, policy),
        today=today,
        promises=promises_of(catalogue.district),
    )


def used_days(
    referral: records.Referral,
    catalogue: Catalogue,
    decision: records.Decision | None,
    *,
    today: date,
) -> int:
    """How long the department really took; nothing that waits for others is charged to it.

    `decision` is the first one: what a correction takes months later is no handling. What is withdrawn is
    charged until that day.
    """
    if referral.sent_at is None:
        return 0
    if decision is None and referral.state is ReferralState.WITHDRAWN:
        today = local_day(referral.changed_at)
    until = decision.decided_on if decision else today
    kind = catalogue.policy(referral.policy, referral.accepted_on).limits.day_kind
    return charged_days(local_day(referral.sent_at), until, intervals_of(referral), catalogue.calendar, kind)


def keep_due(referral: records.Referral, computed: Due) -> None:
    """Note the last days on the row, by which queues are sorted."""
    referral.due = computed.due
    referral.due_sign = computed.due_sign
    referral.due_feedback = computed.due_feedback
    referral.due_notice = computed.due_notice
    referral.provisional = computed.provisional
    referral.feedback_provisional = computed.feedback_provisional
    referral.verified = computed.verified


# --- all of them at once -------------------------------------------------------------------------

CHUNK = 500
IS_OPEN = records.Referral.state.in_(OPEN_REFERRAL_STATES)

CatalogueOf = Callable[[str], Catalogue]
"""The list that a case was judged by, from its digest."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A referral with the decision that holds, and its last days as they come out now."""

    row: records.Referral
    decision: records.Decision | None
    after: Due


def kept_due(referral: records.Referral) -> Due:
    """The last days as they stand on the row."""
    return Due(
        due=referral.due,
        due_sign=referral.due_sign,
        due_feedback=referral.due_feedback,
        due_notice=referral.due_notice,
        provisional=referral.provisional,
        feedback_provisional=referral.feedback_provisional,
        verified=referral.verified,
    )


def reaching(first: date, last: date) -> ColumnElement[bool]:
    """Referrals whose days can depend on one between `first` and `last`, also decided ones.

    Those still open all belong to them; what waits moves on day by day.
    """
    row = records.Referral
    touched = or_(row.due >= first, row.due_sign >= first, row.due_feedback >= first, row.due_notice >= first)
    decided = and_(row.state == ReferralState.DECIDED, row.accepted_on <= last, touched)
    return or_(IS_OPEN, decided)


def shifts(
    session: Session, catalogue_of: CatalogueOf, which: ColumnElement[bool], *, today: date
) -> Iterator[Shift]:
    """The last days of many referrals computed anew, some hundred at a time; nothing is changed."""
    ids = session.scalars(select(records.Referral.id).where(which).order_by(records.Referral.id)).all()
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        rows = session.scalars(
            select(records.Referral)
            .where(records.Referral.id.in_(part))
            .order_by(records.Referral.id)
            .options(
                selectinload(records.Referral.intervals),
                selectinload(records.Referral.case).load_only(records.Case.catalogue_digest),
            )
        ).all()
        last = _last_decisions(session, [row.id for row in rows if row.state is ReferralState.DECIDED])
        for row in rows:
            catalogue, decision = catalogue_of(row.case.catalogue_digest), last.get(row.id)
            yield Shift(row, decision, due(row, catalogue, decision, today=today))


def _last_decisions(session: Session, referrals: Sequence[int]) -> dict[int, records.Decision]:
    """The decision that holds, by the id of its referral; a correction is the later one."""
    if not referrals:
        return {}
    rows = session.scalars(
        select(records.Decision)
        .where(records.Decision.referral_id.in_(referrals))
        .order_by(records.Decision.id)
        .options(
            load_only(records.Decision.referral_id, records.Decision.decided_on, records.Decision.outcome)
        )
    )
    return {row.referral_id: row for row in rows}


def recompute(office: Office, session: Session, which: ColumnElement[bool] = IS_OPEN) -> int:
    """Keep the last days as they come out now; returns how many limits moved."""
    moved = 0

    def catalogue_of(digest: str) -> Catalogue:
        return office.catalogue_of(session, digest)

    for shift in shifts(session, catalogue_of, which, today=office.today()):
        before = kept_due(shift.row)
        if before != shift.after:
            keep_due(shift.row, shift.after)
            moved += before.due != shift.after.due
    return moved
