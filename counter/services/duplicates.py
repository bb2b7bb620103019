"""People in the register who may be the one at the counter, with the reasons in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from counter.cases.application import Person
from counter.errors import Problem
from counter.services import people
from counter.services.office import Act, Office
from counter.store import household_records
from counter.store.names import pinyin
from counter.text import mask_id, mask_phone

DIGITS_OFF = 2
YEARS_OFF = 1


class Grade(StrEnum):
    SAME_NUMBER = "same-number"  # blocks: it is this person
    SAME_PERSON = "same-person"  # asks: name and birth date, or name and phone
    NEAR = "near"  # asks: written nearly alike


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Someone known who may be the person at the counter, and why; numbers are masked."""

    person_id: int
    grade: Grade
    reasons: tuple[Problem, ...]
    name: str
    id_number: str
    birth_date: date | None
    phone: str
    address: str


def possible_duplicates(office: Office, person: Person) -> tuple[Duplicate, ...]:
    """Known people who may be this one, the surest first; only the same number is certain."""
    office.allow(Act.INTAKE, township=office.place)
    with office.read() as session:
        conditions = list(_alike(person))
        if not conditions:
            return ()
        found = []
        for row in session.scalars(select(household_records.Person).where(or_(*conditions)).limit(500)):
            grade, reasons = compare(person, row, place=office.place)
            if grade is not None:
                found.append(_duplicate(session, row, grade, reasons))
    order = list(Grade)
    return tuple(sorted(found, key=lambda one: (order.index(one.grade), -len(one.reasons), one.person_id)))


def compare(
    person: Person, row: household_records.Person, *, place: str
) -> tuple[Grade | None, tuple[Problem, ...]]:
    """How likely the two are one, with the reasons in words."""
    if person.id_number and person.id_number == row.id_number:
        return Grade.SAME_NUMBER, (Problem("The id number is the same."),)
    same_name = bool(person.name) and person.name == row.name
    same_birth = person.birth_date is not None and person.birth_date == row.birth_date
    same_phone = bool(person.phone) and person.phone == row.phone
    reasons = []
    if same_name and same_birth:
        reasons.append(Problem("The name and the birth date are the same."))
    if same_name and same_phone:
        reasons.append(Problem("The name and the phone are the same."))
    if reasons:
        return Grade.SAME_PERSON, tuple(reasons)
    reasons = list(_near(person, row, same_name=same_name, same_birth=same_birth, place=place))
    return (Grade.NEAR, tuple(reasons)) if reasons else (None, ())


def _near(
    person: Person, row: household_records.Person, *, same_name: bool, same_birth: bool, place: str
) -> Iterator[Problem]:
    if difference := _numbers_differ(person.id_number, row.id_number):
        yield difference
    sounds_alike = bool(person.name) and not same_name and pinyin(person.name) == row.name_pinyin
    looks_alike = not same_name and not sounds_alike and _one_character(person.name, row.name)
    near_age = _years_apart(person, row) <= YEARS_OFF
    if sounds_alike and near_age:
        yield Problem("The name sounds the same ({other}) and the age fits.", params={"other": row.name})
    if looks_alike and same_birth:
        yield Problem(
            "One character of the name differs ({other}); the birth date is the same.",
            params={"other": row.name},
        )
    if same_name and not same_birth and near_age and place and place == row.township:
        yield Problem("The name and the place are the same; the age differs by a year at most.")


def _alike(person: Person) -> Iterator[ColumnElement[bool]]:
    """Conditions that an index answers; what they find is then compared one by one."""
    if person.id_number:
        yield household_records.Person.id_number == person.id_number
        yield household_records.Person.id_tail == person.id_number[-people.TAIL :]
    if person.name:
        yield household_records.Person.name == person.name
        yield household_records.Person.name_pinyin == pinyin(person.name)
    if person.birth_date:
        yield household_records.Person.birth_date == person.birth_date


def _numbers_differ(one: str, other: str) -> Problem | None:
    if not one or len(one) != len(other):
        return None
    off = [at for at in range(len(one)) if one[at] != other[at]]
    if (
        len(off) == DIGITS_OFF
        and off[1] == off[0] + 1
        and one[off[0]] == other[off[1]]
        and one[off[1]] == other[off[0]]
    ):
        return Problem("Two digits of the id number are swapped.")
    if 0 < len(off) <= DIGITS_OFF:
        return Problem("{n} digits of the id number differ.", params={"n": len(off)})
    return None


def _one_character(one: str, other: str) -> bool:
    """Whether one character was replaced, added or left out."""
    if not one or not other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1 and len(one) > 1
    short, long = sorted((one, other), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _years_apart(person: Person, row: household_records.Person) -> int:
    one = person.birth_date.year if person.birth_date else person.birth_year
    other = row.birth_date.year if row.birth_date else row.birth_year
    return abs(one - other) if one and other else YEARS_OFF + 1


def _duplicate(
    session: Session, row: household_records.Person, grade: Grade, reasons: tuple[Problem, ...]
) -> Duplicate:
    household_id = people.household_of(session, row.id)
    household = session.get(household_records.Household, household_id) if household_id else None
    return Duplicate(
        person_id=row.id,
        grade=grade,
        reasons=reasons,
        name=row.name,
        id_number=mask_id(row.id_number),
        birth_date=row.birth_date,
        phone=mask_phone(row.phone),
        address=household.address if household else "",
    )
