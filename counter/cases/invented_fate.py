"""What became of an invented referral by today: signed for, stopped, returned, decided, or late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from counter.cases.casefile import Interval
from counter.cases.deadlines import WhoseTime
from counter.cases.workflow import Outcome, ReferralState, ReturnReason

LATE, RETURNED, STOPPED, WITHDRAWN, REFUSED, PARTLY = 0.04, 0.05, 0.15, 0.02, 0.18, 0.04
"""How often, of all referrals."""
NO_LIMIT = 20
"""Days that are taken where the list gives no limit."""


@dataclass(frozen=True, slots=True)
class Fate:
    """The days on which things happened; None for what has not happened by today."""

    state: ReferralState
    sent_on: date | None = None
    signed_on: date | None = None
    intervals: tuple[Interval, ...] = ()
    returned: ReturnReason | None = None
    decided_on: date | None = None
    outcome: Outcome | None = None


def fate(
    random: Random, accepted_on: date, due: date | None, today: date, working: Callable[[date], date]
) -> Fate:
    """One referral's way; `working` gives the next working day at or after a day.

    Most are decided within their limit, a few late, and of the young ones many are still on their way.
    """
    sent = working(accepted_on + timedelta(days=random.choice((0, 0, 1))))
    if sent > today:
        return Fate(ReferralState.DRAFT)
    if random.random() < WITHDRAWN:
        return Fate(ReferralState.WITHDRAWN, sent)
    signed = working(sent + timedelta(days=random.choice((0, 0, 1, 1, 2, 5))))
    if signed > today:
        return Fate(ReferralState.SENT, sent)
    if (today - signed).days < NO_LIMIT and random.random() < RETURNED:
        return Fate(ReferralState.RETURNED, sent, signed, returned=random.choice(list(ReturnReason)))
    waits: tuple[Interval, ...] = ()
    if random.random() < STOPPED:
        started = working(signed + timedelta(days=random.randint(1, 4)))
        ended = working(started + timedelta(days=random.randint(2, 9)))
        if started <= today:
            waits = (_wait(random, started, ended if ended <= today else None),)
        if ended > today >= started:
            return Fate(ReferralState.WAITING, sent, signed, waits)
    room = max(1, ((due or accepted_on + timedelta(days=NO_LIMIT)) - signed).days)
    share = random.uniform(1.05, 1.6) if random.random() < LATE else random.uniform(0.15, 0.95)
    begun = max(signed, *(one.ended or signed for one in waits)) if waits else signed
    decided = max(begun, working(signed + timedelta(days=round(room * share))))
    if decided > today:
        return Fate(ReferralState.SIGNED, sent, signed, waits)
    said = random.random()
    outcome = (
        Outcome.REFUSE if said < REFUSED else Outcome.PARTLY if said < REFUSED + PARTLY else Outcome.GRANT
    )
    return Fate(ReferralState.DECIDED, sent, signed, waits, decided_on=decided, outcome=outcome)


def _wait(random: Random, started: date, ended: date | None) -> Interval:
    if random.random() < 0.7:
        return Interval("papers", started, ended, "病历、费用结算单")
    return Interval("suspension", started, ended, "等外部单位回函", waits_for=WhoseTime.OUTSIDE.value)
