"""The clocks of a case and of its referrals, each with its account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from counter.cases.casefile import CaseFile, ReferralFile
from counter.cases.deadlines import add_days, ledger
from counter.cases.lateness import Fault
from counter.cases.ledger import ClockLedger, ClockName, Known, Stop, past, shares, untold_extension, whole
from counter.cases.step_days import limits_of
from counter.cases.workflow import CaseState, Outcome, ReferralState
from counter.catalogue.policy import DayKind, Limits, Policy
from counter.text import local_day

LETTERS = frozenset({"D19", "D20"})


# --- a referral ----------------------------------------------------------------------------------


def of_referral(
    file: CaseFile,
    one: ReferralFile,
    policy: Policy,
    known: Known,
    *,
    accepted_on: date,
    delegated: bool = False,
    ended_on: date | None = None,
) -> tuple[ClockLedger, ...]:
    """The clocks of a referral: the whole procedure first, then signing, its steps, and telling the result.

    `ended_on` is the day of a withdrawal; a decision has its own, and a correction begins no clock anew.
    """
    first = one.replaced[0] if one.replaced else one.decision
    ended = first.decided_on if first else ended_on
    found = [
        _limit(one, policy, known, accepted_on=accepted_on, delegated=delegated, ended=ended, file=file),
        *_signing(one, policy, known, ended),
        *_steps(one, policy, known, accepted_on=accepted_on, ended=ended),
        *_telling(file, one, policy, known),
    ]
    return tuple(found)


def _limit(
    one: ReferralFile,
    policy: Policy,
    known: Known,
    *,
    accepted_on: date,
    delegated: bool,
    ended: date | None,
    file: CaseFile,
) -> ClockLedger:
    limits, calendar = policy.limits, known.calendar
    until = max(ended or known.today, accepted_on)
    sent_on = local_day(one.sent_at) if one.sent_at else None
    account = whole(
        limits,
        accepted_on=accepted_on,
        sent_on=sent_on,
        until=until,
        intervals=one.intervals,
        calendar=calendar,
        delegated=delegated,
    )
    return replace(
        account,
        of=one.number,
        title=one.title,
        running=ended is None,
        due=one.due.due,
        late=past(one.due.due, until, limits.day_kind, calendar),
        provisional=one.due.provisional,
        problems=tuple(
            untold_extension(one, limits, file.notices, known, accepted_on=accepted_on, delegated=delegated)
        ),
    )


def _signing(one: ReferralFile, policy: Policy, known: Known, ended: date | None) -> Iterator[ClockLedger]:
    if one.sent_at is None:
        return
    signed = local_day(one.signed_at) if one.signed_at else ended
    kind = DayKind.WORKING if policy.limits.moves_over_holidays else policy.limits.day_kind
    yield _plain(
        ClockName.SIGN,
        one,
        known,
        Span(local_day(one.sent_at), signed, one.due.due_sign, known.promises.sign, kind),
        doer=Fault.DEPARTMENT,
        statutory=False,
    )


def _steps(
    one: ReferralFile, policy: Policy, known: Known, *, accepted_on: date, ended: date | None
) -> Iterator[ClockLedger]:
    """The steps that the law gives days for; a limit to begin ends with the beginning."""
    sent_on = local_day(one.sent_at) if one.sent_at else None
    given = limits_of(policy, one.steps, one.postings, accepted_on=accepted_on, sent_on=sent_on)
    for step in one.steps:
        if step.due is None or step.kind not in given:
            continue
        start, days, to_begin = given[step.kind]
        done = step.started_on if to_begin else step.done_on
        yield replace(
            _plain(
                ClockName(step.kind.value),
                one,
                known,
                Span(start, done or step.done_on or ended, step.due, days, DayKind.WORKING),
                doer=Fault.DEPARTMENT,
                statutory=policy.limits.verified,
            ),
            provisional=step.provisional,
            verified=policy.limits.verified,
        )


def _telling(file: CaseFile, one: ReferralFile, policy: Policy, known: Known) -> Iterator[ClockLedger]:
    """From the decision until its letter has reached the household."""
    if one.decision is None or one.state is not ReferralState.DECIDED:
        return
    letters = {
        notice.number
        for notice in file.notices
        if notice.referral == one.number and notice.kind in LETTERS and not notice.voided
    }
    came = [
        delivery.effective_on
        for delivery in file.deliveries
        if delivery.notice in letters and delivery.effective_on <= known.today
    ]
    refused = one.decision.outcome in (Outcome.REFUSE, Outcome.PARTLY)
    days = policy.limits.refusal_notice if refused else known.promises.notice
    yield _plain(
        ClockName.TELLING,
        one,
        known,
        Span(one.decision.decided_on, min(came, default=None), one.due.due_notice, days),
        doer=Fault.WINDOW,
        statutory=refused,
    )


# --- the case around them ------------------------------------------------------------------------


def of_case(file: CaseFile, known: Known) -> tuple[ClockLedger, ...]:
    """The clocks of the case itself: papers awaited, sent to the departments, filed at the end."""
    found: list[ClockLedger] = []
    if file.state is CaseState.AWAITING_PAPERS and file.papers_due is not None:
        asked_on = local_day(file.registered_at)
        span = Span(asked_on, None, file.papers_due, None)
        found.append(_plain(ClockName.PAPERS, file, known, span, doer=Fault.APPLICANT, statutory=False))
    kept = [one for one in file.referrals if one.sent_at or one.state is ReferralState.DRAFT]
    if kept:
        days = known.promises.dispatch
        due, _provisional = add_days(file.accepted_on, days, DayKind.WORKING, known.calendar)
        sent = [local_day(one.sent_at) for one in kept if one.sent_at]
        all_sent = max(sent) if len(sent) == len(kept) else None
        span = Span(file.accepted_on, all_sent, due, days)
        found.append(_plain(ClockName.DISPATCH, file, known, span, doer=Fault.WINDOW, statutory=False))
    if file.closed_at is not None and file.archive_due is not None:
        closed = local_day(file.closed_at)
        span = Span(closed, file.archived_on, file.archive_due, known.promises.archive)
        found.append(_plain(ClockName.ARCHIVE, file, known, span, doer=Fault.WINDOW, statutory=False))
    return tuple(found)


# --- steps ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """From when a clock runs, when it ended, until when it may, and how many days that gives it."""

    started: date
    ended: date | None
    due: date | None
    limit: int | None
    kind: DayKind = DayKind.WORKING


def _plain(
    name: ClockName,
    of: CaseFile | ReferralFile,
    known: Known,
    span: Span,
    *,
    doer: Fault,
    statutory: bool,
) -> ClockLedger:
    """A clock that no waiting lengthens; what was waited for others is not charged to whoever has to act."""
    until = max(span.ended or known.today, span.started)
    account = ledger(
        Limits(span.limit, day_kind=span.kind),
        sent_on=span.started,
        until=until,
        intervals=of.intervals if isinstance(of, ReferralFile) and doer is Fault.DEPARTMENT else (),
        calendar=known.calendar,
    )
    return ClockLedger(
        name=name,
        of=of.number,
        title=of.title if isinstance(of, ReferralFile) else "",
        started=span.started,
        until=until,
        running=span.ended is None,
        limit=span.limit,
        kind=span.kind,
        due=span.due,
        doer=doer,
        used=account.used,
        stopped=account.stopped,
        stops=tuple(Stop(stop.interval, stop.days, left_out=False) for stop in account.stops if stop.days),
        late=past(span.due, until, span.kind, known.calendar),
        by={fault: days for fault, days in shares(account, doer).items() if days},
        provisional=span.due is not None and not known.calendar.knows(span.due),
        statutory=statutory,
    )
