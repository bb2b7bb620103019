"""A member has died: what that ends at once, what is put right in three months; a wrong report undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import String, cast, or_, select
from sqlalchemy.orm import Session, aliased

from counter.cases.benefits import Death
from counter.cases.casefile import Verb
from counter.cases.hearing import ends_after_death
from counter.cases.reviewing import rests_on_a_death
from counter.cases.workflow import Outcome
from counter.errors import Problem, Refused
from counter.services import drafts, people
from counter.services.benefit_rows import benefit_of, death_of, end, last_case, open_change
from counter.services.office import Act, Office
from counter.services.referral_rows import required
from counter.store import household_records, life_records, records
from counter.text import N_, local_day

_DROPPED = "享受人死亡，依规停发"
_ENDED = "享受人死亡"


def report_death(office: Office, person_id: int, *, died_on: date, source: str = "") -> Death:
    """A member has died: what was that person's own ends the month after, nobody being left to be heard.

    What the household is given is put right within three months, by a review or a change of which those who
    remain are told and heard. Where nobody remains it ends as well.
    """
    with office.write() as session:
        person = session.get(household_records.Person, person_id)
        if person is None:
            raise Refused("There is no person {id} in this office.", field="person", id=person_id)
        office.allow(Act.PROPOSE, township=person.township)
        if problems := tuple(_wrong_death(office, session, person, died_on)):
            raise Refused.because(problems)
        household_id, left = _left(session, person.id, died_on)
        before = _standing(session, household_id, person.id)
        row = life_records.Death(
            person_id=person.id,
            household_id=household_id,
            township=person.township,
            died_on=died_on,
            source=source.strip(),
            recorded_at=office.now(),
            recorded_by=office.officer.name,
            undo={},
        )
        session.add(row)
        ended = _end_own(office, session, row, nobody_left=not people.members(session, household_id))
        death = death_of(office, session, row)
        if not death.open:
            row.settled_on = office.today()
        opened = [one.id for one in death.open]
        row.undo = {
            "left": left,
            "opened": opened,
            **_what_changed(before, _standing(session, household_id, person.id)),
        }
        office.record(
            session,
            Verb.DEATH_REPORTED,
            township=row.township,
            case=last_case(session, household_id),
            detail={
                "person": person.id,
                "household": household_id,
                "died_on": died_on.isoformat(),
                "ended": ended,
                "open": opened,
                "due": death.due.isoformat(),
            },
        )
        return replace(death, settled_on=row.settled_on)


def withdraw_death(office: Office, person_id: int, *, because: str) -> Death:
    """Take a death back that was reported by mistake: all that the report ended goes on as if it never had.

    The three months are over, and intakes that were prepared without the person are thrown away. Raises
    `Refused` with every decision that was made on the death; those are put right first.
    """
    required(because, "because", N_("Say by what it is known that the person lives."))
    with office.write() as session:
        row = standing(session, person_id)
        if row is None:
            raise Refused("No death of this person is on record.", field="person")
        office.allow(Act.PROPOSE, township=row.township)
        if problems := (*_changed_since(office, session, row), *_granted_since(office, session, row)):
            raise Refused.because(problems)
        row.withdrawn_on, row.withdrawn_because = office.today(), because.strip()
        row.settled_on = row.settled_on or office.today()
        resumed = _restore(office, session, row)
        office.record(
            session,
            Verb.DEATH_WITHDRAWN,
            township=row.township,
            case=last_case(session, row.household_id),
            detail={
                "person": row.person_id,
                "household": row.household_id,
                "resumed": resumed,
                "died_on": row.died_on.isoformat(),
                "because": row.withdrawn_because,
                "intakes": _throw_away(session, row),
            },
        )
        return death_of(office, session, row)


def deaths(office: Office, *, open_only: bool = True) -> tuple[Death, ...]:
    """The deaths that the officer may see; without `open_only` also those settled, and those taken back."""
    query = select(life_records.Death).order_by(life_records.Death.died_on, life_records.Death.person_id)
    if open_only:
        query = query.filter_by(settled_on=None)
    with office.read() as session:
        return tuple(
            death_of(office, session, row)
            for row in session.scalars(query)
            if office.may(Act.READ, township=row.township)
        )


# --- steps ---------------------------------------------------------------------------------------


def standing(session: Session, person_id: int) -> life_records.Death | None:
    """The death of a person as it is on record; one that was taken back is none."""
    return session.scalars(
        select(life_records.Death).filter_by(person_id=person_id, withdrawn_on=None)
    ).one_or_none()


def _wrong_death(
    office: Office, session: Session, person: household_records.Person, died_on: date
) -> Iterator[Problem]:
    if died_on > office.today():
        yield Problem("The day of the death has not come yet.", "died_on")
    if person.birth_date is not None and died_on < person.birth_date:
        yield Problem("Nobody dies before being born. Compare the day with the certificate.", "died_on")
    if standing(session, person.id) is not None:
        yield Problem("This death was reported already.", "person")


def _left(session: Session, person_id: int, died_on: date) -> tuple[int, int | None]:
    """The household that someone belonged to last, and the membership that ends with the death."""
    membership = session.scalars(
        select(household_records.Membership)
        .filter_by(person_id=person_id)
        .order_by(household_records.Membership.until.is_not(None), household_records.Membership.id.desc())
        .limit(1)
    ).one()
    left = None
    if membership.until is None:
        membership.until, left = max(died_on, membership.since), membership.id
    session.flush()
    return membership.household_id, left


def _end_own(office: Office, session: Session, death: life_records.Death, *, nobody_left: bool) -> list[int]:
    """End what only the dead were given, and the statuses that only they held; the benefits by their ids."""
    until = ends_after_death(death.died_on)
    benefit = life_records.Benefit
    own = benefit.person_id == death.person_id
    if nobody_left:
        own |= (benefit.household_id == death.household_id) & benefit.person_id.is_(None)
    ended = []
    for row in session.scalars(select(benefit).where(own)):
        if not benefit_of(session, row, office.today()).runs_on(until):
            continue
        if (plan := open_change(session, row.id)) is not None:
            plan.dropped_because = _DROPPED
        end(session, row, until, _ENDED)
        ended.append(row.id)
    day_after = death.died_on + timedelta(days=1)
    for identity in session.scalars(select(life_records.Identity).filter_by(person_id=death.person_id)):
        if identity.revoked_on is None or identity.revoked_on > day_after:
            identity.revoked_on = max(day_after, identity.starts)
    return ended


# --- a report that was wrong -----------------------------------------------------------------------

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "benefits": ("ended_on", "ended_because", "review_due"),
    "changes": ("dropped_because",),
    "identities": ("revoked_on",),
}
"""What a report of a death can write over, by table."""

_Rows = Mapping[str, Mapping[str, Mapping[str, str]]]


def _rows(
    session: Session, household_id: int, person_id: int
) -> Iterator[tuple[str, life_records.Benefit | life_records.Change | life_records.Identity]]:
    benefit, identity, change = life_records.Benefit, life_records.Identity, life_records.Change
    mine = or_(benefit.household_id == household_id, benefit.person_id == person_id)
    for given in session.scalars(select(benefit).where(mine)):
        yield "benefits", given
    for plan in session.scalars(select(change).join(benefit, benefit.id == change.benefit_id).where(mine)):
        yield "changes", plan
    held = or_(identity.household_id == household_id, identity.person_id == person_id)
    for status in session.scalars(select(identity).where(held)):
        yield "identities", status


def _standing(session: Session, household_id: int, person_id: int) -> _Rows:
    """All that a death can end, as it stands now."""
    session.flush()
    found: dict[str, dict[str, dict[str, str]]] = {table: {} for table in _FIELDS}
    for table, row in _rows(session, household_id, person_id):
        found[table][str(row.id)] = {name: _text(getattr(row, name)) for name in _FIELDS[table]}
    return found


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _what_changed(before: _Rows, after: _Rows) -> dict[str, object]:
    """Each row that reads otherwise by now: what stood there, and what the report put in its place."""
    return {
        table: {
            key: {"before": before[table][key], "after": now}
            for key, now in after[table].items()
            if before[table][key] != now
        }
        for table in _FIELDS
    }


def _restore(office: Office, session: Session, death: life_records.Death) -> list[int]:
    """Put back what the report ended and nobody has written over since; the benefits by their ids."""
    _join_again(session, death)
    resumed = []
    for table, row in _rows(session, death.household_id, death.person_id):
        kept = death.undo.get(table)
        was = kept.get(str(row.id)) if isinstance(kept, Mapping) else None
        if was is None or {name: _text(getattr(row, name)) for name in _FIELDS[table]} != was["after"]:
            continue
        if isinstance(row, life_records.Change):
            if open_change(session, row.benefit_id) is None:
                row.dropped_because = was["before"]["dropped_because"]
            continue
        for name in _FIELDS[table]:
            text = was["before"][name]
            setattr(row, name, text if name == "ended_because" else _day(text))
        if table == "benefits":
            resumed.append(row.id)
    session.flush()
    return resumed


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _join_again(session: Session, death: life_records.Death) -> None:
    """Who lives belongs to the household again, unless to another one by now."""
    left = death.undo.get("left")
    if isinstance(left, int) and people.household_of(session, death.person_id) is None:
        session.get_one(household_records.Membership, left).until = None
        session.flush()


def _opened(death: life_records.Death) -> Sequence[int]:
    opened = death.undo.get("opened")
    return [one for one in opened if isinstance(one, int)] if isinstance(opened, list) else []


def _changed_since(office: Office, session: Session, death: life_records.Death) -> Iterator[Problem]:
    """What was reduced or ended on the death and has not been granted anew since."""
    change, benefit = life_records.Change, life_records.Benefit
    rows = session.execute(
        select(change, benefit)
        .join(benefit, benefit.id == change.benefit_id)
        .where(
            change.benefit_id.in_(_opened(death)),
            change.decided_on >= local_day(death.recorded_at),
        )
        .order_by(change.id)
    ).all()
    for decided, given in rows:
        later = session.scalars(
            select(benefit)
            .join(records.Decision, records.Decision.id == benefit.decision_id)
            .where(
                benefit.household_id == given.household_id,
                benefit.policy == given.policy,
                benefit.id > given.id,
                records.Decision.decided_on >= decided.decided_on,
            )
        ).all()
        if any(benefit_of(session, one, office.today()).runs_on(office.today()) for one in later):
            continue
        yield Problem(
            "{title} was changed on {day}, after this death was reported: {change}. Grant it anew first; "
            "then the report can be taken back.",
            "person",
            {"title": given.title, "day": decided.decided_on, "change": decided.kind},
        )


def _granted_since(office: Office, session: Session, death: life_records.Death) -> Iterator[Problem]:
    """What was granted because someone has died, and has not been corrected."""
    decision, correction = records.Decision, aliased(records.Decision)
    referral, applicant = records.Referral, records.Applicant
    rows = session.execute(
        select(decision, referral)
        .join(referral, referral.id == decision.referral_id)
        .join(applicant, applicant.case_id == decision.case_id)
        .outerjoin(correction, correction.replaces == decision.number)
        .where(
            applicant.person_id == death.person_id,
            cast(applicant.position, String) == decision.subject,
            decision.outcome != Outcome.REFUSE,
            correction.id.is_(None),
        )
        .order_by(decision.id)
    ).all()
    for one, row in rows:
        catalogue = office.catalogue_of(session, row.case.catalogue_digest)
        if rests_on_a_death(catalogue.policy(one.policy, row.accepted_on)):
            yield Problem(
                "{title} was granted on {day} under {number}, because of a death. Correct that decision "
                "first.",
                "person",
                {"title": row.title, "day": one.decided_on, "number": row.number},
            )


def _throw_away(session: Session, death: life_records.Death) -> int:
    """Intakes that were prepared for reviews while the person counted as dead lack that person; how many."""
    given = select(life_records.Benefit.id).where(
        or_(
            life_records.Benefit.household_id == death.household_id,
            life_records.Benefit.person_id == death.person_id,
        )
    )
    found = drafts.prepared(session, set(session.scalars(given)), since=death.recorded_at)
    for draft_id in found:
        drafts.drop(session, draft_id)
    return len(found)
