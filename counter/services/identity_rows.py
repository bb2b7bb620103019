"""The steps that every reader of confirmed statuses shares: find them, tell what holds on a day."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from counter.cases.application import Application
from counter.cases.identities import Identity, OnRecord, on_record
from counter.services import people
from counter.store import household_records, life_records


def identity_of(session: Session, row: life_records.Identity) -> Identity:
    """A status as everyone sees it."""
    return identities_of(session, [row])[0]


def identities_of(session: Session, rows: Sequence[life_records.Identity]) -> tuple[Identity, ...]:
    """Statuses with the names of the persons who hold them."""
    session.flush()
    ids = [row.person_id for row in rows if row.person_id is not None]
    person = household_records.Person
    names = {
        id_: name for id_, name in session.execute(select(person.id, person.name).where(person.id.in_(ids)))
    }
    return tuple(
        Identity(
            id=row.id,
            household_id=row.household_id,
            person_id=row.person_id,
            category=row.category,
            number=row.number,
            conferred_by=row.conferred_by,
            starts=row.starts,
            ends=row.ends,
            revoked_on=row.revoked_on,
            decision=row.decision,
            holder=names.get(row.person_id, "") if row.person_id is not None else "",
            evidence=row.evidence,
        )
        for row in rows
    )


def conferred(
    session: Session, household_id: int | None, person_ids: Collection[int]
) -> tuple[Identity, ...]:
    """Every status of a household as a whole and of these persons, in force or not; oldest first.

    A person keeps his own in another household; what the whole household holds stays with it.
    """
    row = life_records.Identity
    rows = session.scalars(
        select(row)
        .where(
            or_(
                and_(row.household_id == household_id, row.person_id.is_(None)),
                row.person_id.in_(list(person_ids)),
            )
        )
        .order_by(row.starts, row.id)
    ).all()
    return identities_of(session, rows)


def of_household(session: Session, household_id: int) -> tuple[Identity, ...]:
    """Every status of a household and of those who belong to it now."""
    return conferred(
        session, household_id, [one.id for one, _relation in people.members(session, household_id)]
    )


def record_of(session: Session, application: Application) -> OnRecord:
    """What the office's record says of the people of an application, on its day."""
    found = people.known_among(session, application)
    indexes = {row.id: at for at, row in enumerate(found) if row is not None}
    household_id = people.household_of(session, found[0].id) if found and found[0] is not None else None
    if not indexes:
        return OnRecord()
    identities = conferred(session, household_id, indexes)
    return on_record(identities, indexes, household_id, application.on)
