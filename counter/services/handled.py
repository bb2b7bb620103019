"""What was done with referrals, from rows to frozen values: one query per table, however many referrals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases import assisting, chasing, complaints, fast_lane, public_notice, steps
from counter.cases.deadlines import add_days
from counter.cases.fast_lane import BACK_FILL
from counter.cases.step_days import with_days
from counter.catalogue.model import Catalogue
from counter.catalogue.policy import DayKind
from counter.services.office import Office
from counter.store import life_records, records
from counter.text import local_day

R = TypeVar(
    "R",
    life_records.Step,
    life_records.Posting,
    life_records.Consultation,
    life_records.Reminder,
    life_records.Complaint,
)

STEPS_RECORDED = "steps_recorded"
"""The setting in which a district names the steps that it records in the program."""


@dataclass(frozen=True, slots=True)
class Handled:
    """What was done with one referral besides its moves."""

    steps: tuple[steps.Step, ...] = ()
    postings: tuple[public_notice.Posting, ...] = ()
    consultations: tuple[assisting.Consultation, ...] = ()
    reminders: tuple[chasing.Reminder, ...] = ()
    fast_aid: fast_lane.FastAid | None = None
    complaints: tuple[complaints.Complaint, ...] = ()


NOTHING = Handled()


def handled(
    office: Office, session: Session, rows: Sequence[records.Referral], catalogue: Catalogue
) -> Mapping[int, Handled]:
    """What was done with each of these referrals, by the id of its row."""
    ids = [row.id for row in rows]
    if not ids:
        return {}
    done = _by_referral(session, life_records.Step, ids)
    sheets = posted(session, rows, catalogue)
    asked = _by_referral(session, life_records.Consultation, ids)
    chased = _by_referral(session, life_records.Reminder, ids)
    reported = _by_referral(session, life_records.Complaint, ids)
    aids = {
        aid.referral_id: aid
        for aid in session.scalars(
            select(life_records.FastAid).where(life_records.FastAid.referral_id.in_(ids))
        )
    }
    found = {}
    for row in rows:
        hanging = sheets.get(row.id, ())
        aid = aids.get(row.id)
        found[row.id] = Handled(
            steps=_steps(office, row, catalogue, done.get(row.id, ()), hanging),
            postings=hanging,
            consultations=tuple(consultation_of(one, row, catalogue) for one in asked.get(row.id, ())),
            reminders=tuple(reminder_of(one, row.number) for one in chased.get(row.id, ())),
            fast_aid=fast_aid_of(aid, row, catalogue) if aid else None,
            complaints=tuple(complaint_of(one) for one in reported.get(row.id, ())),
        )
    return found


def posted(
    session: Session, rows: Sequence[records.Referral], catalogue: Catalogue
) -> dict[int, tuple[public_notice.Posting, ...]]:
    """The sheets of these referrals with their objections, by the id of the referral's row."""
    sheets = _by_referral(session, life_records.Posting, [row.id for row in rows])
    objected = _objections(session, [one.id for of_one in sheets.values() for one in of_one])
    numbers = {row.id: row.number for row in rows}
    return {
        at: tuple(posting_of(one, numbers[at], catalogue, objected.get(one.id, ())) for one in of_one)
        for at, of_one in sheets.items()
    }


def _by_referral(session: Session, table: type[R], ids: Sequence[int]) -> dict[int, list[R]]:
    found: dict[int, list[R]] = {}
    for row in session.scalars(select(table).where(table.referral_id.in_(ids)).order_by(table.id)):
        found.setdefault(row.referral_id, []).append(row)
    return found


def _objections(session: Session, postings: Sequence[int]) -> dict[int, tuple[public_notice.Objection, ...]]:
    found: dict[int, tuple[public_notice.Objection, ...]] = {}
    if not postings:
        return found
    query = (
        select(life_records.Objection)
        .where(life_records.Objection.posting_id.in_(postings))
        .order_by(life_records.Objection.id)
    )
    for row in session.scalars(query):
        value = public_notice.Objection(
            row.id, row.received_on, row.by, row.text, row.handling, row.result, row.settled_on
        )
        found[row.posting_id] = (*found.get(row.posting_id, ()), value)
    return found


def _steps(
    office: Office,
    row: records.Referral,
    catalogue: Catalogue,
    done: Sequence[life_records.Step],
    sheets: Sequence[public_notice.Posting],
) -> tuple[steps.Step, ...]:
    """The steps as recorded, with those still to do; none is planned where aid was given at once."""
    return with_days(
        catalogue.policy(row.policy, row.accepted_on),
        [step_of(one) for one in done],
        sheets,
        kept=kept_steps(office) if row.decided_at is None and row.ended_because == "" else frozenset(),
        accepted_on=row.accepted_on,
        sent_on=local_day(row.sent_at) if row.sent_at else None,
        calendar=catalogue.calendar,
    )


def kept_steps(office: Office) -> frozenset[steps.StepKind]:
    """The steps that the district records in the program; none until it says so."""
    return steps.recorded(office.district.get(STEPS_RECORDED, ""))


def step_of(row: life_records.Step) -> steps.Step:
    """A step as it was recorded, without its last day."""
    return steps.Step(
        kind=row.kind,
        due=None,
        started_on=row.started_on,
        done_on=row.done_on,
        by=tuple(row.by),
        present=row.present,
        result=row.result,
        turn=row.turn,
        as_stated=row.as_stated,
        amount_fen=row.amount_fen,
    )


def steps_done(session: Session, row: records.Referral) -> list[steps.Step]:
    """The steps of one referral as they were recorded, oldest first."""
    rows = session.scalars(
        select(life_records.Step).filter_by(referral_id=row.id).order_by(life_records.Step.id)
    )
    return [step_of(one) for one in rows]


def posting_of(
    row: life_records.Posting,
    number: str,
    catalogue: Catalogue,
    objections: tuple[public_notice.Objection, ...] = (),
) -> public_notice.Posting:
    """A sheet with its last day, counted in the calendars known by now."""
    until, provisional = None, False
    if row.days is not None:
        until, provisional = add_days(row.posted_on, row.days, row.day_kind, catalogue.calendar)
    return public_notice.Posting(
        id=row.id,
        referral=number,
        kind=row.kind,
        board=row.board,
        posted_on=row.posted_on,
        until=until,
        posted_by=row.posted_by,
        photo=row.photo,
        taken_down_on=row.taken_down_on,
        turn=row.turn,
        objections=objections,
        provisional=provisional,
    )


def complaint_of(row: life_records.Complaint) -> complaints.Complaint:
    return complaints.Complaint(
        row.id, row.received_on, row.by, row.contact, row.text, row.result, row.answered_on
    )


def consultation_of(
    row: life_records.Consultation, referral: records.Referral, catalogue: Catalogue
) -> assisting.Consultation:
    """A question to another department, with the answer if it has come."""
    department = catalogue.departments.get(row.department)
    return assisting.Consultation(
        id=row.id,
        referral=referral.number,
        department=row.department,
        department_title=department.title if department else row.department,
        question=row.question,
        answer_by=row.answer_by,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        answer=row.answer,
        agrees=row.agrees,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
    )


def reminder_of(row: life_records.Reminder, number: str) -> chasing.Reminder:
    """A chase as it was sent, with the answer if it has come."""
    return chasing.Reminder(
        id=row.id,
        referral=number,
        level=row.level,
        to=row.to,
        text=row.text,
        days_late=row.days_late,
        sent_at=row.sent_at,
        sent_by=row.sent_by,
        reply_due=row.reply_due,
        reply=row.reply,
        replied_at=row.replied_at,
        replied_by=row.replied_by,
    )


def fast_aid_of(
    row: life_records.FastAid, referral: records.Referral, catalogue: Catalogue
) -> fast_lane.FastAid:
    """Aid given at once, with the day until which its papers are brought."""
    limits = catalogue.policy(referral.policy, referral.accepted_on).limits
    papers_due, provisional = add_days(
        row.given_on, limits.back_fill or BACK_FILL, DayKind.WORKING, catalogue.calendar
    )
    return fast_lane.FastAid(
        id=row.id,
        referral=referral.number,
        case=referral.case_number,
        receiver=row.receiver,
        cause=row.cause,
        amount_fen=row.amount_fen,
        goods=row.goods,
        proof=row.proof,
        staff=tuple(row.staff),
        given_on=row.given_on,
        papers_due=papers_due,
        provisional=provisional,
        completed_on=row.completed_on,
        completed_note=row.completed_note,
    )


def conferences_of(session: Session, case_id: int, number: str) -> tuple[assisting.Conference, ...]:
    """The case conferences of a case, oldest first."""
    rows = session.scalars(
        select(life_records.Conference).filter_by(case_id=case_id).order_by(life_records.Conference.id)
    )
    return tuple(
        assisting.Conference(
            id=row.id,
            case=number,
            held_on=row.held_on,
            present=tuple(row.present),
            question=row.question,
            conclusion=row.conclusion,
            recorded_by=row.recorded_by,
        )
        for row in rows
    )
