"""The clocks of a referral as rows: last days computed from its intervals, kept for the order of queues."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.casefile import Due, Interval
from counter.cases.deadlines import charged_days, due_of
from counter.cases.split import is_delegated
from counter.cases.workflow import OPEN_REFERRAL_STATES
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
    policy = catalogue.policy(referral.policy, referral.accepted_on)
    return due_of(
        policy.limits,
        accepted_on=referral.accepted_on,
        calendar=catalogue.calendar,
        sent_on=local_day(referral.sent_at) if referral.sent_at else None,
        decided_on=decision.decided_on if decision else None,
        outcome=decision.outcome if decision else None,
        intervals=intervals_of(referral),
        delegated=is_delegated(catalogue, policy),
        today=today,
    )


def used_days(
    referral: records.Referral,
    catalogue: Catalogue,
    decision: records.Decision | None,
    *,
    today: date,
) -> int:
    """How long the department really took so far; nothing that waits for others is charged to it."""
    if referral.sent_at is None:
        return 0
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


def recompute(office: Office, session: Session) -> int:
    """Compute the open referrals anew, after a year's calendar was loaded; returns how many moved."""
    moved = 0
    open_ones = session.execute(
        select(records.Referral, records.Case.catalogue_digest)
        .join(records.Case)
        .where(records.Referral.state.in_(OPEN_REFERRAL_STATES))
    )
    for referral, digest in open_ones:
        before = referral.due
        keep_due(referral, due(referral, office.catalogue_of(session, digest), None, today=office.today()))
        moved += referral.due != before
    return moved
