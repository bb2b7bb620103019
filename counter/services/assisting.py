"""Lead and assist (牵头, 协办): the lead asks, another department answers, the lead decides; conferences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.assisting import ANSWER_DAYS, CONSULTATION, Consultation
from counter.cases.casefile import CaseFile, Due, ReferralFile, Verb
from counter.cases.deadlines import Urgency, WhoseTime, add_days, urgency
from counter.cases.workflow import OPEN_REFERRAL_STATES, CaseState, ReferralState
from counter.catalogue.policy import DayKind
from counter.errors import Problem, Refused
from counter.services.casefiles import case_row, casefile_of
from counter.services.handled import consultation_of
from counter.services.office import Act, Office
from counter.services.reach import reached
from counter.services.referral_rows import done, referral_row, refresh_due, required, touched
from counter.store import life_records, records
from counter.text import N_

_ASKING = frozenset({ReferralState.SIGNED, ReferralState.WAITING})
PRESENT = 2
"""A conference of one is none."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in the assisting department's own queue, with the least it needs to answer.

    Of the household it sees who applied and the members' names, nothing of their means or illnesses.
    """

    consultation: Consultation
    title: str
    lead: str
    case: str
    applicant: str
    members: tuple[str, ...]
    township: str
    urgency: Urgency


def ask(
    office: Office, referral: str, *, department: str, question: str, answer_by: date | None = None
) -> ReferralFile:
    """Ask another department; until it answers, nothing is charged to the one that asks."""
    today = office.today()
    with office.write() as session:
        row = referral_row(office, session, referral, Act.WORK)
        due = answer_by or add_days(today, ANSWER_DAYS, DayKind.WORKING, office.catalogue.calendar)[0]
        if problems := _not_asked(office, session, row, department=department, question=question, due=due):
            raise Refused.because(problems)
        asked = life_records.Consultation(
            referral_id=row.id,
            township=row.township,
            department=department,
            question=question.strip(),
            answer_by=due,
            asked_at=office.now(),
            asked_by=office.officer.name,
        )
        session.add(asked)
        row.intervals.append(
            records.Interval(
                kind=CONSULTATION,
                started=today,
                ended=None,
                reason=_reason(office, asked),
                ground="",
                waits_for=WhoseTime.DEPARTMENT.value,
            )
        )
        touched(office, row)
        refresh_due(office, session, row)
        return done(
            office,
            session,
            row,
            Verb.CONSULTATION_ASKED,
            asked=department,
            consultation=asked.id,
            answer_by=due.isoformat(),
        )


def answer(office: Office, consultation_id: int, *, text: str, agrees: bool) -> Consultation:
    """The assisting department answers; the lead's clock goes on, and the lead decides."""
    required(text, "text", N_("Write the answer."))
    with office.write() as session:
        asked = session.get(life_records.Consultation, consultation_id)
        if asked is None:
            raise Refused(
                "There is no question {number} to a department.", field="number", number=consultation_id
            )
        office.allow(Act.ANSWER, township=asked.township, department=asked.department)
        if asked.answered_at is not None:
            raise Refused("It was answered by {officer} already.", field="number", officer=asked.answered_by)
        row = session.get_one(records.Referral, asked.referral_id)
        asked.answer, asked.agrees = text.strip(), agrees
        asked.answered_at, asked.answered_by = office.now(), office.officer.name
        _go_on(office, row, asked)
        touched(office, row)
        if row.state in OPEN_REFERRAL_STATES:
            refresh_due(office, session, row)
        office.record(
            session,
            Verb.CONSULTATION_ANSWERED,
            township=row.township,
            case=row.case_number,
            referral=row.number,
            detail={"department": asked.department, "consultation": asked.id, "agrees": agrees},
        )
        return consultation_of(asked, row, office.catalogue)


def asked_of(office: Office, *, department: str | None = None) -> tuple[Asked, ...]:
    """The questions that a department still has to answer, due first: its own queue."""
    table = life_records.Consultation
    query = (
        select(table, records.Referral)
        .join(records.Referral, records.Referral.id == table.referral_id)
        .where(table.answered_at.is_(None), records.Referral.state.in_(OPEN_REFERRAL_STATES))
        .where(reached(office, table.township, table.department))
        .order_by(table.answer_by, table.id)
    )
    if department is not None:
        query = query.where(table.department == department)
    with office.read() as session:
        return tuple(_asked(office, one, row) for one, row in session.execute(query))


def confer(
    office: Office,
    case: str,
    *,
    held_on: date,
    present: Sequence[str],
    question: str,
    conclusion: str,
) -> CaseFile:
    """Record a case conference (一事一议) on what no rule settles; who decides then decides by it."""
    there = tuple(dict.fromkeys(name.strip() for name in present if name.strip()))
    with office.write() as session:
        row = case_row(office, session, case, Act.WORK)
        if problems := _no_conference(
            office, row, held_on=held_on, present=there, question=question, conclusion=conclusion
        ):
            raise Refused.because(problems)
        held = life_records.Conference(
            case_id=row.id,
            township=row.township,
            held_on=held_on,
            present=list(there),
            question=question.strip(),
            conclusion=conclusion.strip(),
            recorded_at=office.now(),
            recorded_by=office.officer.name,
        )
        session.add(held)
        session.flush()
        office.record(
            session,
            Verb.CONFERENCE_HELD,
            township=row.township,
            case=row.number,
            detail={"conference": held.id, "on": held_on.isoformat(), "present": len(there)},
        )
        return casefile_of(office, session, row)


# --- steps ---------------------------------------------------------------------------------------


def _not_asked(
    office: Office, session: Session, row: records.Referral, *, department: str, question: str, due: date
) -> list[Problem]:
    found = []
    if not row.is_lead:
        found.append(Problem("This referral assists; only the lead asks other departments.", "number"))
    if row.state not in _ASKING:
        found.append(
            Problem(
                "Sign for the referral before asking others; it is: {state}.", "number", {"state": row.state}
            )
        )
    if department not in office.catalogue.departments:
        found.append(Problem("There is no department {code}.", "department", {"code": department}))
    elif department == row.department:
        found.append(Problem("A department does not ask itself.", "department"))
    if not question.strip():
        found.append(Problem("Write what is asked.", "question"))
    if due < office.today():
        found.append(Problem("The answer must be awaited until today or later.", "answer_by"))
    again = session.scalar(
        select(life_records.Consultation.id)
        .filter_by(referral_id=row.id, department=department, question=question.strip(), answered_at=None)
        .limit(1)
    )
    if again is not None:
        found.append(Problem("This department has the same question already.", "question"))
    return found


def _no_conference(
    office: Office,
    row: records.Case,
    *,
    held_on: date,
    present: Sequence[str],
    question: str,
    conclusion: str,
) -> list[Problem]:
    found = []
    if row.state is not CaseState.ACCEPTED:
        found.append(
            Problem(
                "Only an accepted case is conferred about; it is: {state}.", "number", {"state": row.state}
            )
        )
    if held_on > office.today():
        found.append(Problem("This day has not come yet.", "held_on"))
    if len(present) < PRESENT:
        found.append(Problem("Name everyone who was present, two at least.", "present"))
    if not question.strip():
        found.append(Problem("Write what was discussed.", "question"))
    if not conclusion.strip():
        found.append(Problem("Write what was concluded.", "conclusion"))
    return found


def _reason(office: Office, asked: life_records.Consultation) -> str:
    """What the ledger says of the waiting; it also tells the waiting of one question from another's."""
    department = office.catalogue.departments.get(asked.department)
    return f"征询{department.title if department else asked.department}：{asked.question}"


def _go_on(office: Office, row: records.Referral, asked: life_records.Consultation) -> None:
    for interval in row.intervals:
        if (
            interval.kind == CONSULTATION
            and interval.ended is None
            and interval.reason == _reason(office, asked)
        ):
            interval.ended = office.today()


def _asked(office: Office, row: life_records.Consultation, referral: records.Referral) -> Asked:
    department = office.catalogue.departments.get(referral.department)
    people = referral.snapshot.get("people")
    members = [str(one["name"]) for one in people if "name" in one] if isinstance(people, list) else []
    return Asked(
        consultation=consultation_of(row, referral, office.catalogue),
        title=referral.title,
        lead=department.title if department else referral.department,
        case=referral.case_number,
        applicant=referral.applicant,
        members=tuple(members),
        township=referral.township,
        urgency=urgency(
            Due(row.answer_by, verified=True), office.today(), office.catalogue.calendar, office.promises
        ),
    )
