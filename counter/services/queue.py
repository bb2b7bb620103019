"""The queues of referrals: ids first in their order, then the rows that are looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ColumnExpressionArgument, case, func, or_, select
from sqlalchemy.orm import Session

from counter.cases.casefile import Due
from counter.cases.deadlines import Urgency, urgency, working_days_between
from counter.cases.promises import promises_of
from counter.cases.workflow import OPEN_REFERRAL_STATES, ReferralState
from counter.services import drafts
from counter.services.office import Office
from counter.services.reach import reached
from counter.store.records import OPEN, Paper, Referral

ABSENT = frozenset({"missing", "gap"})
_AFTER = "\U0010ffff"


class Sort(StrEnum):
    DUE = "due"
    NEWEST = "newest"
    APPLICANT = "applicant"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which referrals a list shows; by default all open ones that the officer may see, due first.

    `text` is a name or its initials, the last four of the id, the tail of the phone, or a number.
    """

    department: str | None = None
    township: str | None = None
    states: frozenset[ReferralState] = OPEN_REFERRAL_STATES
    policy: str | None = None
    due_before: date | None = None
    urgent: bool | None = None
    text: str = ""
    sort: Sort = Sort.DUE


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of a queue; `days_left` are working days, negative once the last day has passed."""

    id: int
    number: str
    case: str
    policy: str
    title: str
    department: str
    department_title: str
    township: str
    township_title: str
    applicant: str
    state: ReferralState
    is_lead: bool
    urgent: bool
    due: Due
    days_left: int | None
    urgency: Urgency
    missing: int
    liaison: str
    travels: str
    waits_for: tuple[str, ...]
    accepted_on: date
    sent_at: datetime | None
    returned_because: str
    changed_at: datetime
    changed_by: str
    version: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits where; `overdue` counts only limits that are verified."""

    drafts: int
    unsigned: int
    in_progress: int
    waiting: int
    returned: int
    due_today: int
    overdue: int
    parked: int


def referral_ids(office: Office, wanted: Filter | None = None) -> list[int]:
    """The ids of a list in its order; the whole list, because ids are small."""
    wanted = wanted or Filter()
    query = select(Referral.id).where(*_conditions(office, wanted)).order_by(*_order(wanted.sort))
    with office.read() as session:
        return list(session.scalars(query))


def cases_of(office: Office, wanted: Filter | None = None) -> tuple[str, ...]:
    """The cases of a list, each once, in its order."""
    wanted = wanted or Filter()
    query = select(Referral.case_number).where(*_conditions(office, wanted)).order_by(*_order(wanted.sort))
    with office.read() as session:
        return tuple(dict.fromkeys(session.scalars(query)))


def referral_rows(office: Office, ids: Sequence[int]) -> list[QueueRow]:
    """The rows of these ids, in their order; what has gone in the meantime is left out."""
    with office.read() as session:
        rows = {
            row.id: row
            for row in session.scalars(
                select(Referral).where(
                    Referral.id.in_(ids), reached(office, Referral.township, Referral.department)
                )
            )
        }
        missing = _missing(session, rows.values())
        return [_row(office, rows[at], missing.get(at, 0)) for at in ids if at in rows]


def counts(office: Office, *, department: str | None = None) -> Counts:
    """What waits, over all that the officer may see or in one department."""
    today = office.today()

    def of(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    query = select(
        of(Referral.state == ReferralState.DRAFT),
        of(Referral.state == ReferralState.SENT),
        of(Referral.state == ReferralState.SIGNED),
        of(Referral.state == ReferralState.WAITING),
        of(Referral.state == ReferralState.RETURNED),
        of(Referral.due == today),
        of((Referral.due < today) & Referral.verified),
    ).where(*_conditions(office, Filter(department=department)))
    with office.read() as session:
        return Counts(*session.execute(query).one(), parked=drafts.waiting(office, session))


def _conditions(office: Office, wanted: Filter) -> Iterator[ColumnExpressionArgument[bool]]:
    yield reached(office, Referral.township, Referral.department)
    yield Referral.state.in_(wanted.states)
    if wanted.states <= OPEN_REFERRAL_STATES:
        # Said as the index says it, so that the archive is never walked through.
        yield OPEN
    if wanted.department is not None:
        yield Referral.department == wanted.department
    if wanted.township is not None:
        yield Referral.township == wanted.township
    if wanted.policy is not None:
        yield Referral.policy == wanted.policy
    if wanted.due_before is not None:
        yield Referral.due < wanted.due_before
    if wanted.urgent is not None:
        yield Referral.urgent == wanted.urgent
    if text := wanted.text.strip():
        yield _matching(text)


def _matching(text: str) -> ColumnElement[bool]:
    code = text.upper()
    if text.isascii() and text.isalpha():
        typed = text.lower()
        return Referral.applicant_initials.between(typed, typed + _AFTER)
    if text.isascii():
        return or_(
            Referral.id_tail == code,
            Referral.phone_tail == text,
            Referral.number.between(code, code + _AFTER),
            Referral.number.contains(code, autoescape=True),
        )
    return or_(
        Referral.applicant.contains(text, autoescape=True), Referral.title.contains(text, autoescape=True)
    )


def _order(sort: Sort) -> tuple[ColumnExpressionArgument[Any], ...]:
    if sort is Sort.NEWEST:
        return (Referral.changed_at.desc(), Referral.id.desc())
    if sort is Sort.APPLICANT:
        return (Referral.applicant_initials, Referral.due.is_(None), Referral.due, Referral.id)
    if sort is Sort.POLICY:
        return (Referral.policy, Referral.due.is_(None), Referral.due, Referral.id)
    return (Referral.due.is_(None), Referral.due, Referral.id)


def _missing(session: Session, rows: Collection[Referral]) -> dict[int, int]:
    """How many papers each referral still lacks: those it asked for, and the applicant's for its policy."""
    papers = session.execute(
        select(Paper.case_id, Paper.referral_id, Paper.policies).where(
            Paper.case_id.in_({row.case_id for row in rows}), Paper.state.in_(ABSENT)
        )
    ).all()
    return {
        row.id: sum(
            paper.referral_id == row.id
            or (paper.referral_id is None and paper.case_id == row.case_id and row.policy in paper.policies)
            for paper in papers
        )
        for row in rows
    }


def _row(office: Office, row: Referral, missing: int) -> QueueRow:
    catalogue = office.catalogue
    department = catalogue.departments.get(row.department)
    place = catalogue.places.get(row.township)
    today = office.today()
    due = Due(
        due=row.due,
        due_sign=row.due_sign,
        due_feedback=row.due_feedback,
        due_notice=row.due_notice,
        provisional=row.provisional,
        feedback_provisional=row.feedback_provisional,
        verified=row.verified,
    )
    return QueueRow(
        id=row.id,
        number=row.number,
        case=row.case_number,
        policy=row.policy,
        title=row.title,
        department=row.department,
        department_title=department.title if department else row.department,
        township=row.township,
        township_title=place.title if place else row.township,
        applicant=row.applicant,
        state=row.state,
        is_lead=row.is_lead,
        urgent=row.urgent,
        due=due,
        days_left=working_days_between(today, row.due, catalogue.calendar) if row.due else None,
        urgency=urgency(due, today, catalogue.calendar, promises_of(catalogue.district)),
        missing=missing,
        liaison=row.liaison,
        travels=row.travels,
        waits_for=tuple(row.waits_for),
        accepted_on=row.accepted_on,
        sent_at=row.sent_at,
        returned_because=row.returned_because,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        version=row.version,
    )
