"""Who the office knows already: the person of an id number, and aid that this household has or asked for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.application import Application, IdType, Person
from counter.cases.identities import Identity, without_lapsed
from counter.cases.split import Chosen
from counter.cases.workflow import OPEN_REFERRAL_STATES, CaseState, Outcome, ReferralState
from counter.services import chains, identity_rows, people
from counter.services.casefiles import application_of
from counter.services.chains import ChainLink
from counter.services.office import Act, Office
from counter.store import household_records, records
from counter.text import mask_id, mask_phone

PERIOD_MONTHS = 12
"""How long aid counts as given where the policy does not say when it is renewed."""


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    relation: str
    birth_date: date | None
    id_number: str


@dataclass(frozen=True, slots=True)
class OpenCase:
    number: str
    state: CaseState
    accepted_on: date
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Someone the office knows; numbers are masked. `statuses` are those in force today, of anyone at home.

    `last` is the application in which the person stood last, for what is new and what is as before; a status
    that is held no more is left out of it. `identities` are the statuses in force with number and validity.
    """

    person_id: int
    name: str
    id_number: str
    phone: str
    birth_date: date | None
    household_id: int | None
    address: str
    members: tuple[Member, ...]
    open_cases: tuple[OpenCase, ...]
    statuses: tuple[str, ...]
    chain: tuple[ChainLink, ...]
    last: Application | None
    identities: tuple[Identity, ...] = ()


def known_person(office: Office, id_number: str, id_type: IdType = IdType.RESIDENT) -> KnownPerson | None:
    """The person of this number with household, open cases and chain; None for someone new."""
    office.allow(Act.INTAKE, township=office.place)
    with office.read() as session:
        row = people.find(session, Person(id_number=id_number, id_type=id_type))
        if row is None:
            return None
        household_id = people.household_of(session, row.id)
        household = session.get(household_records.Household, household_id) if household_id else None
        last = _last_case(session, row.id)
        held = _identities(session, row.id, household_id, office.today())
        return KnownPerson(
            person_id=row.id,
            name=row.name,
            id_number=mask_id(row.id_number),
            phone=mask_phone(row.phone),
            birth_date=row.birth_date,
            household_id=household_id,
            address=household.address if household else "",
            members=tuple(
                Member(one.name, relation, one.birth_date, mask_id(one.id_number))
                for one, relation in (people.members(session, household_id) if household_id else ())
            ),
            open_cases=_open_cases(session, row.id),
            statuses=tuple(sorted({one.category for one in held})),
            chain=chains.links(office, session, household_id) if household_id else (),
            last=_last_application(office, session, last) if last else None,
            identities=held,
        )


def _last_case(session: Session, person_id: int) -> records.Case | None:
    return session.scalars(
        select(records.Case)
        .join(records.Applicant)
        .where(records.Applicant.person_id == person_id)
        .order_by(records.Case.id.desc())
        .limit(1)
    ).one_or_none()


def _open_cases(session: Session, person_id: int) -> tuple[OpenCase, ...]:
    rows = session.scalars(
        select(records.Case)
        .join(records.Applicant)
        .where(records.Applicant.person_id == person_id, records.Case.closed_at.is_(None))
        .order_by(records.Case.id.desc())
    )
    return tuple(
        OpenCase(row.number, row.state, row.accepted_on, tuple(one.title for one in row.referrals))
        for row in rows
    )


def _last_application(office: Office, session: Session, row: records.Case) -> Application:
    """What was said last time, without the statuses that have ended since: they would be taken over."""
    said = application_of(office, session, row)
    return without_lapsed(said, identity_rows.record_of(session, replace(said, on=office.today())))


def _identities(
    session: Session, person_id: int, household_id: int | None, today: date
) -> tuple[Identity, ...]:
    if household_id is None:
        found = identity_rows.conferred(session, None, [person_id])
    else:
        found = identity_rows.of_household(session, household_id)
    return tuple(one for one in found if one.holds_on(today))


# --- aid that is asked for twice -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DoubleAid:
    """The same policy of the same household: still open, or granted within its period.

    `person` is the member it is for, empty for the household; `decided_on` is None while it is open.
    """

    policy: str
    title: str
    referral: str
    state: ReferralState
    accepted_on: date
    amount_fen: int | None = None
    amount_unit: str = ""
    person: str = ""
    decided_on: date | None = None


def double_aid(office: Office, application: Application, chosen: Collection[Chosen]) -> tuple[DoubleAid, ...]:
    """What of this is open or given already to the applicant's household; it is told, never refused.

    What another member has is not the same aid: a grandmother's allowance is not her husband's.
    """
    with office.read() as session:
        found = [people.find(session, person) for person in application.people]
        households = {
            household
            for row in found
            if row is not None and (household := people.household_of(session, row.id)) is not None
        }
        rows = session.execute(
            select(records.Referral, records.Decision)
            .outerjoin(records.Decision, records.Decision.referral_id == records.Referral.id)
            .where(
                records.Referral.household_id.in_(households),
                records.Referral.policy.in_([one.policy for one in chosen]),
                records.Referral.state.in_([*OPEN_REFERRAL_STATES, ReferralState.DECIDED]),
            )
            .order_by(records.Referral.id, records.Decision.id)
        )
        told: dict[int, tuple[records.Referral, records.Decision | None]] = {
            row.id: (row, decision) for row, decision in rows
        }
        members = {row.id: _member(session, row) for row, _decision in told.values()}
    asked: dict[str, set[int | None]] = {}
    for one in chosen:
        member = found[one.member] if one.member is not None else None
        if one.member is None or member is not None:
            asked.setdefault(one.policy, set()).add(member.id if member else None)
    return tuple(
        DoubleAid(
            row.policy,
            row.title,
            row.number,
            row.state,
            row.accepted_on,
            decision.amount_fen if decision else None,
            decision.amount_unit if decision else "",
            person.name if (person := members[row.id]) else "",
            decision.decided_on if decision else None,
        )
        for row, decision in told.values()
        if (decision is None or _still_counts(office, row, decision))
        and _is_same(members[row.id], asked.get(row.policy, set()))
    )


def _member(session: Session, row: records.Referral) -> household_records.Person | None:
    """The member that a referral is for; None when it is the household's."""
    if not row.subject.isdigit():
        return None
    who = session.get_one(records.Applicant, (row.case_id, int(row.subject)))
    return session.get_one(household_records.Person, who.person_id)


def _is_same(member: household_records.Person | None, asked: Collection[int | None]) -> bool:
    """Whether one of those for whom it is asked had it; the household's is everybody's."""
    return bool(asked) and (member is None or None in asked or member.id in asked)


def _still_counts(office: Office, row: records.Referral, decision: records.Decision) -> bool:
    if decision.outcome is Outcome.REFUSE:
        return False
    if decision.ends is not None:
        return decision.ends >= office.today()
    months = office.catalogue.policy(row.policy).renewal.months or PERIOD_MONTHS
    return decision.decided_on + timedelta(days=31 * months) >= office.today()
