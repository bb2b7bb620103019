"""The steps by which a double case goes on in another one: its members, its papers, its open referrals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from counter.cases.application import HOUSEHOLDER
from counter.cases.owed import ABSENT
from counter.cases.reading import write_application
from counter.cases.split import HOUSEHOLD
from counter.cases.workflow import OPEN_CASE_STATES, OPEN_REFERRAL_STATES, CaseState, ReferralState
from counter.errors import Problem
from counter.services.casefiles import application_of
from counter.services.entering import papers_of
from counter.services.office import Office
from counter.services.referral_rows import refresh_due, touched, withdraw_row
from counter.store import records


@dataclass(frozen=True, slots=True)
class Carried:
    """What went over: referrals with their numbers; duplicates that were withdrawn, each with the other."""

    moved: tuple[str, ...]
    duplicates: Mapping[str, str]
    members: int
    papers: tuple[str, ...]


def why_not(office: Office, session: Session, case: records.Case, into: records.Case) -> Iterator[Problem]:
    """What keeps one case from being merged into the other."""
    if case.id == into.id:
        yield Problem("A case cannot be merged into itself.", "into")
        return
    if case.household_id != into.household_id or case.township != into.township:
        yield Problem("{into} is not a case of the same household here.", "into", {"into": into.number})
    if into.state not in OPEN_CASE_STATES or (
        case.state is CaseState.ACCEPTED and into.state is not CaseState.ACCEPTED
    ):
        yield Problem(
            "{into} cannot take it in; it is now: {state}.",
            "into",
            {"into": into.number, "state": into.state},
        )
    listed = {policy.code for policy in office.catalogue_of(session, into.catalogue_digest).policies}
    for referral in case.referrals:
        if referral.state in OPEN_REFERRAL_STATES and referral.policy not in listed:
            yield Problem(
                "{title} is not on the list by which {into} was accepted.",
                "into",
                {"title": referral.title, "into": into.number},
            )


def carry_over(office: Office, session: Session, case: records.Case, into: records.Case) -> Carried:
    """Take members, papers and open referrals over; the merged case keeps all that it had to show."""
    before = len(_applicants(session, into))
    places = _members(office, session, case, into)
    papers = tuple(_papers(session, case, into))
    moved: list[str] = []
    duplicates: dict[str, str] = {}
    last = max((one.position for one in into.referrals), default=0)
    for row in list(case.referrals):
        if row.state not in OPEN_REFERRAL_STATES:
            continue
        subject = HOUSEHOLD if row.subject == HOUSEHOLD else str(places[int(row.subject)])
        other = next(
            (
                one
                for one in into.referrals
                if (one.policy, one.subject) == (row.policy, subject)
                and one.state is not ReferralState.WITHDRAWN
            ),
            None,
        )
        if other is not None:
            withdraw_row(office, row, f"并入{into.number}，与{other.number}重复")
            duplicates[row.number] = other.number
            continue
        last += 1
        row.case, row.case_number, row.position, row.subject = into, into.number, last, subject
        touched(office, row)
        session.flush()
        session.execute(
            update(records.Paper).where(records.Paper.referral_id == row.id).values(case_id=into.id)
        )
        refresh_due(office, session, row)
        moved.append(row.number)
    return Carried(tuple(moved), duplicates, len(_applicants(session, into)) - before, papers)


def _applicants(session: Session, case: records.Case) -> list[records.Applicant]:
    return list(
        session.scalars(
            select(records.Applicant).filter_by(case_id=case.id).order_by(records.Applicant.position)
        )
    )


def _members(office: Office, session: Session, case: records.Case, into: records.Case) -> dict[int, int]:
    """Where each person of the one case stands in the other; who was not on it is added at its end."""
    there = {row.person_id: row.position for row in _applicants(session, into)}
    told = application_of(office, session, case).people
    target = application_of(office, session, into)
    people = list(target.people)
    places: dict[int, int] = {}
    for row in _applicants(session, case):
        if row.person_id not in there:
            person = told[row.position]
            if person.relation == HOUSEHOLDER and any(one.relation == HOUSEHOLDER for one in people):
                person = replace(person, relation="")
            there[row.person_id] = len(people)
            session.add(
                records.Applicant(
                    case_id=into.id,
                    position=len(people),
                    person_id=row.person_id,
                    relation=person.relation,
                )
            )
            people.append(person)
        places[row.position] = there[row.person_id]
    if len(people) > len(target.people):
        into.application = write_application(replace(target, people=tuple(people)))
    session.flush()
    return places


def _papers(session: Session, case: records.Case, into: records.Case) -> Iterator[str]:
    """Copy what the other case does not have; the titles of what was copied or has come by it."""
    there = {row.material: row for row in papers_of(session, into.id)}
    for row in papers_of(session, case.id):
        has = there.get(row.material)
        if has is None:
            kept = {
                column.key: getattr(row, column.key)
                for column in records.Paper.__table__.columns
                if column.key not in ("id", "case_id")
            }
            session.add(records.Paper(case_id=into.id, **kept))
            yield row.title
        elif has.state in ABSENT and row.state not in ABSENT:
            has.state, has.copies, has.pages, has.shared_by = row.state, row.copies, row.pages, row.shared_by
            yield row.title
    session.flush()
