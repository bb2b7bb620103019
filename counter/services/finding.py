"""One box that finds a case by whatever the person at the counter can say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from counter.cases.workflow import CaseState
from counter.services import people
from counter.services.office import Act, Office
from counter.store import household_records, records
from counter.store.household_records import Person
from counter.store.records import Applicant, Case, Notice, Referral
from counter.text import mask_id, mask_phone

HITS = 50
_AFTER = "\U0010ffff"
_Namesake = aliased(Person)


class Found(StrEnum):
    """By what a case was found."""

    NUMBER = "number"
    NOTICE = "notice"
    QUERY_CODE = "query-code"
    ID_NUMBER = "id-number"
    NAME = "name"
    INITIALS = "initials"
    ID_TAIL = "id-tail"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Hit:
    """One case that a search found; `matched` is the person who was meant, numbers are masked."""

    number: str
    applicant: str
    matched: str
    id_number: str
    phone: str
    state: CaseState
    accepted_on: date
    place: str
    found_by: Found


def find(office: Office, text: str) -> tuple[Hit, ...]:
    """Cases by a name, its initials, an id number or its last four, a phone or its tail, any number on paper.

    The open ones come first, then the newest; at most fifty.
    """
    hits: dict[str, Hit] = {}
    with office.read() as session:
        for found_by, condition in _meanings(text.strip()):
            if len(hits) >= HITS:
                break
            rows = session.execute(
                select(Case, Person)
                .join(Applicant, Applicant.case_id == Case.id)
                .join(Person, Person.id == Applicant.person_id)
                .where(condition)
                .order_by(Case.closed_at.is_not(None), Case.registered_at.desc(), Applicant.position)
                .limit(HITS)
            )
            for case, person in rows:
                if case.number not in hits and office.may(Act.READ, township=case.township):
                    hits[case.number] = _hit(office, case, person, found_by)
    return tuple(hits.values())[:HITS]


def _meanings(text: str) -> Iterator[tuple[Found, ColumnElement[bool]]]:
    """What a text can mean, the surest first."""
    code = text.upper()
    first = Applicant.position == 0
    if re.fullmatch(r"[0-9]{9}-[0-9]{8}(-[0-9A-Z]*)*", code):
        of_referral = select(Referral.case_id).where(Referral.number == code)
        yield Found.NUMBER, first & ((Case.number.between(code, code + _AFTER)) | Case.id.in_(of_referral))
    elif "〔" in text:
        of_notice = select(Notice.case_id).where(Notice.number == text)
        yield Found.NOTICE, first & Case.id.in_(of_notice)
    elif re.fullmatch(r"[0-9]{17}[0-9X]|[A-Z][A-Z0-9]{7,17}", code):
        yield Found.ID_NUMBER, Person.id_number == code
    elif re.fullmatch(r"[0-9]{8}", text):
        yield Found.QUERY_CODE, first & (Case.query_code == text)
    elif re.fullmatch(r"[0-9]{11,12}", text):
        yield Found.PHONE, (Person.phone_tail == text[-people.TAIL :]) & (Person.phone == text)
    elif re.fullmatch(r"[0-9]{3}[0-9X]", code):
        yield Found.ID_TAIL, Person.id_tail == code
        yield Found.PHONE, Person.phone_tail == text
    elif re.fullmatch(r"[a-z ]+", text.lower()) and len(text) > 1:
        typed = text.lower().replace(" ", "")
        yield Found.INITIALS, Person.name_initials.between(typed, typed + _AFTER)
        yield Found.NAME, Person.name_pinyin.between(text.lower(), text.lower() + _AFTER)
    elif text:
        yield Found.NAME, Person.name.between(text, text + _AFTER)
        # Asked for apart, so that names alone are looked through and not every application.
        holding = select(_Namesake.id).where(_Namesake.name.contains(text, autoescape=True))
        yield Found.NAME, Person.id.in_(holding)


def _hit(office: Office, case: records.Case, person: household_records.Person, found_by: Found) -> Hit:
    place = office.catalogue.places.get(case.township)
    people = case.application.get("people")
    first = people[0] if isinstance(people, list) and people else {}
    return Hit(
        number=case.number,
        applicant=str(first.get("name", "")),
        matched=person.name,
        id_number=mask_id(person.id_number),
        phone=mask_phone(person.phone),
        state=case.state,
        accepted_on=case.accepted_on,
        place=place.title if place else case.township,
        found_by=found_by,
    )
