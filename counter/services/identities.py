"""Confirmed statuses (身份): what a household holds, what another office conferred, what is held no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from counter.cases.application import Application
from counter.cases.casefile import Verb
from counter.cases.identities import Identity, OnRecord, longest
from counter.cases.months import last_day
from counter.cases.values import nearest
from counter.errors import Problem, Refused
from counter.services import identity_rows, people
from counter.services.benefit_rows import benefit_of, last_case
from counter.services.casefiles import case_row
from counter.services.office import Act, Office
from counter.services.referral_rows import required
from counter.store import household_records, life_records, records
from counter.text import N_

LONGEST_NUMBER = 60
LONGEST_NAME = 120


def of_household(office: Office, household_id: int, on: date | None = None) -> tuple[Identity, ...]:
    """Every status of a household and of its members, oldest first; with `on` those in force on that day."""
    with office.read() as session:
        household = _household(office, session.get(household_records.Household, household_id), Act.READ)
        found = identity_rows.of_household(session, household.id)
    return tuple(one for one in found if on is None or one.holds_on(on))


@dataclass(frozen=True, slots=True)
class Resident:
    """Someone on an application as the register knows him; `died_on` once a death was reported."""

    person_id: int
    name: str
    relation: str
    birth_date: date | None
    died_on: date | None = None


def people_of_case(office: Office, number: str) -> tuple[Resident, ...]:
    """Who stands on a case, in the order of its application."""
    with office.read() as session:
        case = case_row(office, session, number)
        person, applicant = household_records.Person, records.Applicant
        rows = session.execute(
            select(person, applicant.relation, life_records.Death.died_on)
            .join(applicant, applicant.person_id == person.id)
            .outerjoin(
                life_records.Death,
                and_(life_records.Death.person_id == person.id, life_records.Death.withdrawn_on.is_(None)),
            )
            .where(applicant.case_id == case.id)
            .order_by(applicant.position)
        )
        return tuple(
            Resident(row.id, row.name, relation, row.birth_date, died_on) for row, relation, died_on in rows
        )


def on_record(office: Office, application: Application) -> OnRecord:
    """What the office knows of the people of an application on its day, for the clerk to take over or not."""
    office.allow(Act.INTAKE, township=application.place or office.place)
    with office.read() as session:
        return identity_rows.record_of(session, application)


def enter(
    office: Office,
    household_id: int,
    *,
    category: str,
    number: str,
    conferred_by: str,
    starts: date,
    evidence: str,
    ends: date | None = None,
    person_id: int | None = None,
) -> Identity:
    """Enter a status that another office conferred: its number, by whom, how long, and by what it is known.

    Where nobody said how long, the law's longest validity holds. Raises `Refused` with all that is wrong.
    """
    with office.write() as session:
        household = _household(
            office, session.get(household_records.Household, household_id), Act.RECORD_PAPER
        )
        members = {one.id for one, _relation in people.members(session, household.id)}
        problems = [
            *_wrong_words(number=number, conferred_by=conferred_by, evidence=evidence),
            *_wrong_category(office, category, person_id),
            *_wrong_validity(category, starts, ends),
        ]
        if person_id is not None and person_id not in members:
            problems.append(Problem("This person is not a member of the household.", "person"))
        if problems:
            raise Refused.because(problems)
        months = longest([category])
        row = life_records.Identity(
            household_id=household.id,
            person_id=person_id,
            township=household.township,
            category=category,
            number=number.strip(),
            conferred_by=conferred_by.strip(),
            starts=starts,
            ends=ends if ends is not None or months is None else last_day(starts, months),
            evidence=evidence.strip(),
            recorded_at=office.now(),
            recorded_by=office.officer.name,
        )
        session.add(row)
        session.flush()
        _record(office, session, row, Verb.IDENTITY_ENTERED, number=row.number, by=row.conferred_by)
        return identity_rows.identity_of(session, row)


def revoke(office: Office, identity_id: int, *, because: str, on: date | None = None) -> Identity:
    """A status is held no more from a day on.

    One that rests on a running benefit ends with that benefit alone, after the household was heard.
    """
    required(because, "because", N_("Say why the status is held no more."))
    day = on or office.today()
    with office.write() as session:
        row = session.get(life_records.Identity, identity_id)
        if row is None:
            raise Refused("There is no status {id} in this office.", field="identity", id=identity_id)
        office.allow(Act.RECORD_PAPER, township=row.township)
        if row.revoked_on is not None:
            raise Refused("This status has ended on {day}.", day=row.revoked_on)
        if day > office.today():
            raise Refused("This day has not come yet.", field="on")
        if title := _rests_on(office, session, row):
            raise Refused(
                "{category} rests on {title}, which is still given. It ends with that one: propose a change.",
                category=row.category,
                title=title,
            )
        row.revoked_on = max(day, row.starts)
        _record(office, session, row, Verb.IDENTITY_REVOKED, because=because.strip(), on=day.isoformat())
        return identity_rows.identity_of(session, row)


# --- steps ---------------------------------------------------------------------------------------


def _household(
    office: Office, row: household_records.Household | None, act: Act
) -> household_records.Household:
    if row is None:
        raise Refused("There is no such household in this office.", field="household")
    office.allow(act, township=row.township)
    return row


def _wrong_words(**said: str) -> Iterator[Problem]:
    asked = {
        "number": (N_("Say which number the status bears."), LONGEST_NUMBER),
        "conferred_by": (N_("Say which office conferred it."), LONGEST_NAME),
        "evidence": (N_("Say by what paper or register it is known."), LONGEST_NAME),
    }
    for field, text in said.items():
        missing, longest_text = asked[field]
        if not text.strip():
            yield Problem(missing, field)
        elif len(text.strip()) > longest_text:
            yield Problem("This is longer than {n} characters.", field, {"n": longest_text})


def _wrong_category(office: Office, category: str, person_id: int | None) -> Iterator[Problem]:
    categories = office.catalogue.categories
    kind = categories.get(category)
    if kind is None:
        yield Problem(
            "There is no status {category}; the nearest is {nearest}.",
            "category",
            {"category": category, "nearest": nearest(category, categories)},
        )
    elif person_id is None and not kind.of_household:
        yield Problem("{category} is the status of one person: say whose.", "person", {"category": category})
    elif person_id is not None and not kind.of_person:
        yield Problem(
            "{category} is the status of a whole household, not of one person.",
            "person",
            {"category": category},
        )


def _wrong_validity(category: str, starts: date, ends: date | None) -> Iterator[Problem]:
    if ends is None:
        return
    if ends < starts:
        yield Problem("It cannot end before it begins.", "ends")
    elif (months := longest([category])) is not None and ends > last_day(starts, months):
        yield Problem(
            "{title} holds for {n} months at most, until {day}; then it is applied for anew.",
            "ends",
            {"title": category, "n": months, "day": last_day(starts, months)},
        )


def _rests_on(office: Office, session: Session, row: life_records.Identity) -> str:
    """The title of the running benefit by whose decision a status was conferred; else empty."""
    benefit = session.scalars(
        select(life_records.Benefit)
        .join(records.Decision, records.Decision.id == life_records.Benefit.decision_id)
        .where(records.Decision.number == row.decision)
    ).one_or_none()
    if benefit is None or not benefit_of(session, benefit, office.today()).runs_on(office.today()):
        return ""
    return benefit.title


def _record(
    office: Office, session: Session, row: life_records.Identity, verb: Verb, /, **detail: object
) -> None:
    office.record(
        session,
        verb,
        township=row.township,
        case=last_case(session, row.household_id),
        detail={
            "identity": row.id,
            "household": row.household_id,
            "person": row.person_id,
            "category": row.category,
            **detail,
        },
    )
