"""A running benefit is reduced or ended: proposed, told (D23), heard (D23b), decided; and what a death ends.

There is no other way to give a household less than it knows it is given (社会救助法 art. 47, 48).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from counter.cases.benefits import Change, ChangeKind
from counter.cases.casefile import Verb
from counter.cases.hearing import (
    effective_from,
    unheard,
    wrong_fading,
    wrong_hearing,
    wrong_plan,
)
from counter.errors import Problem, Refused
from counter.services.benefit_rows import (
    benefit_of,
    benefit_row,
    change_of,
    change_row,
    changes_of,
    end,
    open_change,
    record_benefit,
    settle_deaths,
)
from counter.services.office import Act, Office
from counter.services.reach import reached
from counter.services.referral_rows import required
from counter.store import life_records, records
from counter.text import N_


def propose(
    office: Office,
    benefit_id: int,
    *,
    kind: ChangeKind,
    facts: str,
    clause: str,
    planned_from: date,
    planned_fen: int | None = None,
    hear_until: date | None = None,
) -> Change:
    """Plan to give less, or nothing more, from a day to come; the household is told of it and heard first.

    `planned_fen` is what is to be left, whole fen in the benefit's own unit. Raises `Refused` for all that is
    missing at once.
    """
    today = office.today()
    with office.write() as session:
        row = benefit_row(office, session, benefit_id, Act.PROPOSE)
        benefit = benefit_of(session, row, today)
        if not benefit.runs_on(today):
            raise Refused("{title} has ended; there is nothing left to change.", title=row.title)
        if open_change(session, row.id) is not None:
            raise Refused("A change of {title} is planned already. Decide or drop that one.", title=row.title)
        plan = life_records.Change(
            benefit_id=row.id,
            case_id=session.get_one(records.Referral, row.referral_id).case_id,
            referral_id=row.referral_id,
            township=row.township,
            department=row.department,
            kind=kind,
            facts=facts.strip(),
            clause=clause.strip(),
            planned_fen=planned_fen,
            planned_from=planned_from,
            proposed_on=today,
            proposed_by=office.officer.name,
            hear_until=hear_until,
            heard_by=[],
        )
        session.add(plan)
        change = change_of(office, session, plan)
        if problems := tuple(wrong_plan(change, benefit, today)):
            raise Refused.because(problems)
        record_benefit(
            office,
            session,
            row,
            Verb.CHANGE_PROPOSED,
            change=plan.id,
            kind=kind.value,
            planned_fen=planned_fen,
            planned_from=planned_from.isoformat(),
        )
        return change


def hear(
    office: Office,
    change_id: int,
    *,
    whom: str,
    by: Sequence[str],
    opinion: str,
    adopted: str,
    on: date | None = None,
) -> Change:
    """Record what the household says to the plan, who heard it, and what was taken up of it or why not."""
    heard_on = on or office.today()
    with office.write() as session:
        row = change_row(office, session, change_id, Act.PROPOSE)
        _still_open(row)
        names = [name.strip() for name in by if name.strip()]
        problems = [
            *_unsaid(whom=whom, by="、".join(names), opinion=opinion, adopted=adopted),
            *wrong_hearing(change_of(office, session, row), heard_on, office.today()),
        ]
        if problems:
            raise Refused.because(problems)
        row.heard_on, row.heard_whom, row.heard_by = heard_on, whom.strip(), names
        # Who comes back with more is heard again; what was said first stays.
        row.opinion = "\n".join(filter(None, (row.opinion, opinion.strip())))
        row.adopted = "\n".join(filter(None, (row.adopted, adopted.strip())))
        benefit = session.get_one(life_records.Benefit, row.benefit_id)
        record_benefit(
            office, session, benefit, Verb.HEARD, change=row.id, on=heard_on.isoformat(), by=len(names)
        )
        return change_of(office, session, row)


def decide_change(office: Office, change_id: int, *, fading_until: date | None = None) -> Change:
    """Reduce or end as planned, once the household was told and heard or let the time for it pass.

    It works from the planned day on, never backwards. `fading_until` is the last day of a gradual end after
    someone has found work. A status that the benefit conferred ends with it.
    """
    today = office.today()
    with office.write() as session:
        row = change_row(office, session, change_id, Act.DECIDE)
        _still_open(row)
        change = change_of(office, session, row)
        effective = effective_from(row.planned_from, today)
        problems = [*unheard(change, today)]
        if fading_until is not None:
            problems += wrong_fading(change, effective, fading_until)
        if problems:
            raise Refused.because(problems)
        benefit = session.get_one(life_records.Benefit, row.benefit_id)
        row.decided_on, row.decided_by = today, office.officer.name
        row.effective_from, row.fading_until = effective, fading_until
        if row.kind is ChangeKind.END:
            benefit.fading_until = fading_until
            last = effective if fading_until is None else fading_until + timedelta(days=1)
            end(session, benefit, last, row.facts)
        record_benefit(
            office,
            session,
            benefit,
            Verb.CHANGE_DECIDED,
            change=row.id,
            kind=row.kind.value,
            amount_fen=row.planned_fen,
            effective_from=effective.isoformat(),
            fading_until=fading_until.isoformat() if fading_until else "",
            heard=row.heard_on is not None,
        )
        settle_deaths(office, session, benefit.household_id)
        return change_of(office, session, row)


def drop(office: Office, change_id: int, *, because: str) -> Change:
    """Give a plan up: the household is given what it was given."""
    required(because, "because", N_("Say why the plan is given up."))
    with office.write() as session:
        row = change_row(office, session, change_id, Act.PROPOSE)
        _still_open(row)
        row.dropped_because = because.strip()
        benefit = session.get_one(life_records.Benefit, row.benefit_id)
        record_benefit(
            office, session, benefit, Verb.CHANGE_DROPPED, change=row.id, because=row.dropped_because
        )
        return change_of(office, session, row)


def change(office: Office, change_id: int) -> Change:
    """One plan. Raises `Refused` when there is none."""
    with office.read() as session:
        return change_of(office, session, change_row(office, session, change_id, Act.READ))


def changes(office: Office, *, benefit_id: int | None = None, open_only: bool = False) -> tuple[Change, ...]:
    """The plans that the officer may see, of one benefit or all; oldest first."""
    row = life_records.Change
    query = select(row).where(reached(office, row.township, row.department)).order_by(row.id)
    if benefit_id is not None:
        query = query.where(row.benefit_id == benefit_id)
    if open_only:
        query = query.where(row.decided_on.is_(None), row.dropped_because == "")
    with office.read() as session:
        return changes_of(office, session, session.scalars(query).all())


# --- steps ---------------------------------------------------------------------------------------


def _still_open(row: life_records.Change) -> None:
    if row.decided_on is not None:
        raise Refused("This was decided on {day}.", day=row.decided_on)
    if row.dropped_because:
        raise Refused("This plan was given up: {because}", because=row.dropped_because)


_NEEDED = {
    "whom": N_("Say who was heard."),
    "by": N_("Say who heard it."),
    "opinion": N_("Write down the opinion; also that there is none."),
    "adopted": N_("Say what was taken up of it, or why not."),
}


def _unsaid(**said: str) -> Iterator[Problem]:
    for field, text in said.items():
        if not text.strip():
            yield Problem(_NEEDED[field], field)
