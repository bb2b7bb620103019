"""The steps that every act on a running benefit shares: read it as it stands today, end it, follow a plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.benefits import Benefit, Change, ChangeKind, Death
from counter.cases.casefile import Verb
from counter.cases.hearing import DEATH_MONTHS, TOLD_BY, heard_until
from counter.cases.months import months_after
from counter.errors import Refused
from counter.services.office import Act, Office
from counter.store import household_records, life_records, records
from counter.text import local_day

ABOUT = "change"
"""Papers about a plan to give less bear `change:` and its number in `notices.about`."""


# --- benefits --------------------------------------------------------------------------------------


def benefit_row(office: Office, session: Session, benefit_id: int, act: Act) -> life_records.Benefit:
    """The row of a benefit that the officer may do this to. Raises `Refused` when there is none."""
    row = session.get(life_records.Benefit, benefit_id)
    if row is None:
        raise Refused("There is no benefit {id} in this office.", field="benefit", id=benefit_id)
    office.allow(act, township=row.township, department=row.department)
    return row


def benefit_of(session: Session, row: life_records.Benefit, today: date) -> Benefit:
    """A benefit as everyone sees it, with the amount that is given today."""
    return benefits_of(session, [row], today)[0]


def benefits_of(session: Session, rows: Sequence[life_records.Benefit], today: date) -> tuple[Benefit, ...]:
    """Benefits as everyone sees them, in their order."""
    if not rows:
        return ()
    session.flush()
    decisions = {
        row.id: row
        for row in session.scalars(
            select(records.Decision).where(records.Decision.id.in_([one.decision_id for one in rows]))
        )
    }
    referrals = {
        row.id: row
        for row in session.scalars(
            select(records.Referral).where(records.Referral.id.in_([one.referral_id for one in rows]))
        )
    }
    reduced = _reduced(session, [row.id for row in rows], today)
    return tuple(
        _benefit(
            row,
            decisions[row.decision_id],
            referrals[row.referral_id],
            reduced.get(row.id, row.amount_fen),
        )
        for row in rows
    )


def _reduced(session: Session, ids: Collection[int], today: date) -> dict[int, int | None]:
    """What was left by the latest reduction that works by now."""
    changes = session.scalars(
        select(life_records.Change)
        .where(
            life_records.Change.benefit_id.in_(ids),
            life_records.Change.kind == ChangeKind.REDUCE,
            life_records.Change.decided_on.is_not(None),
            life_records.Change.effective_from <= today,
        )
        .order_by(life_records.Change.effective_from, life_records.Change.id)
    )
    return {change.benefit_id: change.planned_fen for change in changes}


def _benefit(
    row: life_records.Benefit,
    decision: records.Decision,
    referral: records.Referral,
    amount_fen: int | None,
) -> Benefit:
    return Benefit(
        id=row.id,
        household_id=row.household_id,
        policy=row.policy,
        title=row.title,
        department=row.department,
        township=row.township,
        subject=decision.subject,
        case=referral.case_number,
        referral=referral.number,
        decision=decision.number,
        holder=row.holder,
        amount_fen=amount_fen,
        amount_unit=row.amount_unit,
        starts=row.starts,
        ends=row.ends,
        review_class=row.review_class,
        reviewed_on=row.reviewed_on,
        review_due=row.review_due,
        fading_until=row.fading_until,
        ended_on=row.ended_on,
        ended_because=row.ended_because,
        person_id=row.person_id,
        decided_on=decision.decided_on,
    )


def end(
    session: Session, row: life_records.Benefit, on: date, because: str, *, statuses: bool = True
) -> None:
    """Let a benefit be given no more from a day on, and the statuses that it conferred be held no more."""
    row.ended_on = on if row.ended_on is None else min(row.ended_on, on)
    row.ended_because = because
    row.review_due = None
    if statuses:
        decision = session.get_one(records.Decision, row.decision_id)
        revoke_conferred(session, decision.number, row.ended_on)


def revoke_conferred(session: Session, decision: str, on: date) -> None:
    """The statuses of a decision are held no more from a day on; one that ended before stays so."""
    for identity in session.scalars(select(life_records.Identity).filter_by(decision=decision)):
        if identity.revoked_on is None or identity.revoked_on > on:
            identity.revoked_on = max(on, identity.starts)


def record_benefit(
    office: Office, session: Session, row: life_records.Benefit, verb: Verb, /, **detail: object
) -> None:
    """Write the event of an act on a benefit; it stands in the history of the case that granted it."""
    referral = session.get_one(records.Referral, row.referral_id)
    office.record(
        session,
        verb,
        township=row.township,
        case=referral.case_number,
        referral=referral.number,
        detail={
            "benefit": row.id,
            "policy": row.policy,
            "department": row.department,
            "title": row.title,
            **detail,
        },
    )


def last_case(session: Session, household_id: int) -> str:
    """The household's latest case, in whose history stands what is of the whole household; else empty."""
    number = session.scalar(
        select(records.Case.number)
        .filter_by(household_id=household_id)
        .order_by(records.Case.id.desc())
        .limit(1)
    )
    return number or ""


# --- plans to give less ----------------------------------------------------------------------------


def change_row(office: Office, session: Session, change_id: int, act: Act) -> life_records.Change:
    """The row of a plan that the officer may do this to. Raises `Refused` when there is none."""
    row = session.get(life_records.Change, change_id)
    if row is None:
        raise Refused("There is no plan {id} in this office.", field="change", id=change_id)
    office.allow(act, township=row.township, department=row.department)
    return row


def change_of(office: Office, session: Session, row: life_records.Change) -> Change:
    """A plan as everyone sees it."""
    return changes_of(office, session, [row])[0]


def changes_of(office: Office, session: Session, rows: Sequence[life_records.Change]) -> tuple[Change, ...]:
    """Plans with the day on which the household was told, and until when it is heard at least."""
    session.flush()
    told = told_on(session, [row.id for row in rows])
    return tuple(_change(office, row, told.get(row.id)) for row in rows)


def told_on(session: Session, ids: Iterable[int]) -> dict[int, date]:
    """When the notice about each plan reached the household; void ones tell nothing."""
    about = {f"{ABOUT}:{one}": one for one in ids}
    found: dict[int, date] = {}
    for text, delivered_on, days in session.execute(
        select(records.Notice.about, records.Delivery.delivered_on, records.Delivery.days)
        .join(records.Delivery, records.Delivery.notice_id == records.Notice.id)
        .where(records.Notice.about.in_(about), records.Notice.kind == TOLD_BY, records.Notice.voided == "")
    ):
        reached = delivered_on + timedelta(days=days)
        found[about[text]] = min(found.get(about[text], reached), reached)
    return found


def _change(office: Office, row: life_records.Change, told_on: date | None) -> Change:
    until = row.hear_until
    if told_on is not None:
        until = heard_until(told_on, until, office.catalogue.calendar, office.promises.hearing)
    return Change(
        id=row.id,
        benefit_id=row.benefit_id,
        kind=row.kind,
        facts=row.facts,
        clause=row.clause,
        planned_fen=row.planned_fen,
        planned_from=row.planned_from,
        proposed_on=row.proposed_on,
        proposed_by=row.proposed_by,
        told_on=told_on,
        hear_until=until,
        heard_on=row.heard_on,
        heard_whom=row.heard_whom,
        heard_by=tuple(row.heard_by),
        opinion=row.opinion,
        adopted=row.adopted,
        decided_on=row.decided_on,
        decided_by=row.decided_by,
        fading_until=row.fading_until,
        dropped_because=row.dropped_because,
        effective_from=row.effective_from,
    )


def open_change(session: Session, benefit_id: int) -> life_records.Change | None:
    """The plan about a benefit that still waits for its decision."""
    return session.scalars(
        select(life_records.Change)
        .filter_by(benefit_id=benefit_id, decided_on=None, dropped_because="")
        .limit(1)
    ).one_or_none()


# --- deaths ----------------------------------------------------------------------------------------


def death_of(office: Office, session: Session, row: life_records.Death) -> Death:
    """A death as everyone sees it, with what is still to be put right."""
    person = session.get_one(household_records.Person, row.person_id)
    death = Death(
        person_id=row.person_id,
        name=person.name,
        household_id=row.household_id,
        township=row.township,
        died_on=row.died_on,
        reported_on=local_day(row.recorded_at),
        due=months_after(row.died_on, DEATH_MONTHS),
        source=row.source,
        settled_on=row.settled_on,
        withdrawn_on=row.withdrawn_on,
        withdrawn_because=row.withdrawn_because,
    )
    if row.settled_on is not None:
        return death
    return replace(death, open=_still_open(session, death, office.today()))


def _still_open(session: Session, death: Death, today: date) -> tuple[Benefit, ...]:
    """The household's benefits that nobody has reviewed, reduced or ended since the death was known."""
    session.flush()
    rows = session.scalars(
        select(life_records.Benefit)
        .filter_by(household_id=death.household_id, person_id=None, ended_on=None)
        .order_by(life_records.Benefit.id)
    ).all()
    decided = set(
        session.scalars(
            select(life_records.Change.benefit_id).where(
                life_records.Change.benefit_id.in_([row.id for row in rows]),
                life_records.Change.decided_on >= death.reported_on,
            )
        )
    )
    benefits = benefits_of(session, [row for row in rows if row.id not in decided], today)
    return tuple(
        one
        for one in benefits
        if one.runs_on(today)
        and (one.decided_on is None or one.decided_on <= death.reported_on)
        and (one.reviewed_on is None or one.reviewed_on < death.reported_on)
    )


def settle_deaths(office: Office, session: Session, household_id: int) -> None:
    """Close the three months of a death once nothing of the household is left to put right."""
    session.flush()
    for row in session.scalars(
        select(life_records.Death).filter_by(household_id=household_id, settled_on=None)
    ).all():
        death = death_of(office, session, row)
        if not death.open:
            row.settled_on = office.today()
            office.record(
                session,
                Verb.DEATH_SETTLED,
                township=row.township,
                case=last_case(session, household_id),
                detail={"person": row.person_id},
            )
