"""The register of people and households: whom an application is about, found again or entered anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from counter.cases.application import Application, Person
from counter.services.office import Office
from counter.store import household_records, life_records
from counter.store.names import initials, pinyin

TAIL = 4


@dataclass(frozen=True, slots=True)
class Entered:
    """Where an application's people stand in the register, in its own order."""

    household_id: int
    person_ids: tuple[int, ...]


def enter(office: Office, session: Session, application: Application) -> Entered:
    """Enter everyone of an application: known people keep their row, the household is the applicant's.

    Who stands in another household moves; that one keeps its history.
    """
    known = known_among(session, application)
    household_id = _household(office, session, application, known[0])
    people = [
        _entered(office, session, application, person, row)
        for person, row in zip(application.people, known, strict=True)
    ]
    session.flush()
    _join(session, application, household_id, people)
    return Entered(household_id, tuple(row.id for row in people))


def name(session: Session, rows: Sequence[household_records.Person], application: Application) -> None:
    """Give people who were noted without an id number the one they show now, so that they are found again.

    By name alone, and only a number that nobody bears yet.
    """
    without = [row for row in rows if not row.id_number]
    for person in application.people:
        row = next((one for one in without if one.name == person.name), None)
        if row is None or not person.id_number or find(session, person) is not None:
            continue
        without.remove(row)
        row.id_number, row.id_type = person.id_number, person.id_type.value
        row.id_tail = row.id_number[-TAIL:]
    session.flush()


def find(session: Session, person: Person) -> household_records.Person | None:
    """The person of this id number; None without a number."""
    if not person.id_number:
        return None
    return session.scalars(
        select(household_records.Person).filter_by(id_number=person.id_number, id_type=person.id_type.value)
    ).one_or_none()


def household_of(session: Session, person_id: int) -> int | None:
    """The household to which someone belongs now."""
    return session.scalar(
        select(household_records.Membership.household_id).filter_by(person_id=person_id, until=None)
    )


def members(session: Session, household_id: int) -> list[tuple[household_records.Person, str]]:
    """Who belongs to a household now, with the relation to the householder."""
    return [
        (person, relation)
        for person, relation in session.execute(
            select(household_records.Person, household_records.Membership.relation)
            .join(
                household_records.Membership,
                household_records.Membership.person_id == household_records.Person.id,
            )
            .where(
                household_records.Membership.household_id == household_id,
                household_records.Membership.until.is_(None),
            )
            .order_by(household_records.Membership.id)
        )
    ]


def known_among(session: Session, application: Application) -> list[household_records.Person | None]:
    """Who of an application stands in the register, in its order; None for someone new.

    By id number; who was entered without one is looked for by name and birth among the relatives.
    """
    numbers = [person.id_number for person in application.people if person.id_number]
    by_number = {
        (row.id_number, row.id_type): row
        for row in session.scalars(
            select(household_records.Person).where(household_records.Person.id_number.in_(numbers))
        )
    }
    found = [by_number.get((person.id_number, person.id_type.value)) for person in application.people]
    new = [at for at, row in enumerate(found) if row is None]
    if new and (relatives := [row.id for row in found if row is not None]):
        candidates = list(_without_number(session, relatives))
        for at in new:
            found[at] = next((row for row in candidates if _same(row, application.people[at])), None)
    return found


def deaths_among(session: Session, application: Application) -> dict[int, date]:
    """Whose death is on record, by the place on the application, with the day."""
    known = {row.id: at for at, row in enumerate(known_among(session, application)) if row is not None}
    return {known[person_id]: died_on for person_id, died_on in _deaths(session, known).items()}


def _deaths(session: Session, person_ids: Collection[int]) -> dict[int, date]:
    """The days of the deaths on record; a report that was taken back is none."""
    death = life_records.Death
    rows = session.execute(
        select(death.person_id, death.died_on).where(
            death.person_id.in_(person_ids), death.withdrawn_on.is_(None)
        )
    )
    return {person_id: died_on for person_id, died_on in rows}


def _without_number(session: Session, relatives: list[int]) -> Iterator[household_records.Person]:
    households = select(household_records.Membership.household_id).where(
        household_records.Membership.person_id.in_(relatives), household_records.Membership.until.is_(None)
    )
    yield from session.scalars(
        select(household_records.Person)
        .join(
            household_records.Membership,
            household_records.Membership.person_id == household_records.Person.id,
        )
        .where(
            household_records.Membership.household_id.in_(households),
            household_records.Membership.until.is_(None),
            household_records.Person.id_number == "",
        )
    )


def _same(row: household_records.Person, person: Person) -> bool:
    if row.name != person.name:
        return False
    if row.birth_date and person.birth_date:
        return row.birth_date == person.birth_date
    year = row.birth_date.year if row.birth_date else row.birth_year
    return year == (person.birth_date.year if person.birth_date else person.birth_year)


def _household(
    office: Office, session: Session, application: Application, applicant: household_records.Person | None
) -> int:
    current = household_of(session, applicant.id) if applicant is not None else None
    address = application.household.address
    if current is not None:
        household = session.get_one(household_records.Household, current)
        if address and household.address != address:
            household.address = address
            household.changed_at = office.now()
        return household.id
    household = household_records.Household(
        township=application.place, address=address, created_at=office.now(), changed_at=office.now()
    )
    session.add(household)
    session.flush()
    return household.id


def _entered(
    office: Office,
    session: Session,
    application: Application,
    person: Person,
    row: household_records.Person | None,
) -> household_records.Person:
    if row is None:
        row = household_records.Person(
            township=application.place, created_at=office.now(), id_type=person.id_type.value
        )
        row.phone = row.bank_account = row.no_id_reason = row.sex = row.id_number = ""
        session.add(row)
    said = {
        "name": person.name,
        "id_number": person.id_number,
        "no_id_reason": person.no_id_reason,
        "birth_date": person.birth_date,
        "birth_year": person.birth_year,
        "sex": person.sex or "",
        "phone": person.phone,
        "bank_account": person.bank_account,
    }
    # What was not said today does not wipe out what was said before.
    news = {key: value for key, value in said.items() if value and getattr(row, key, None) != value}
    if not news:
        return row
    for key, value in news.items():
        setattr(row, key, value)
    row.name_initials, row.name_pinyin = initials(row.name), pinyin(row.name)
    row.id_tail, row.phone_tail = row.id_number[-TAIL:], row.phone[-TAIL:]
    row.changed_at = office.now()
    return row


def _join(
    session: Session, application: Application, household_id: int, people: list[household_records.Person]
) -> None:
    current = {
        row.person_id: row
        for row in session.scalars(
            select(household_records.Membership).where(
                household_records.Membership.person_id.in_([person.id for person in people]),
                household_records.Membership.until.is_(None),
            )
        )
    }
    # Who has died is on an application for the funeral alone, and in no household any more.
    dead = _deaths(session, [person.id for person in people])
    joining = []
    for person, said in zip(people, application.people, strict=True):
        membership = current.get(person.id)
        if person.id in dead:
            continue
        if membership is not None and membership.household_id == household_id:
            membership.relation = said.relation or membership.relation
            continue
        if membership is not None:
            membership.until = application.on
        joining.append(
            {
                "household_id": household_id,
                "person_id": person.id,
                "relation": said.relation,
                "since": application.on,
            }
        )
    session.flush()
    if joining:
        session.connection().execute(insert(household_records.Membership), joining)
