"""Chasing (催办, 督办): reminded, escalated, brought before the leader; answered; and all that is late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.casefile import ReferralFile, Verb
from counter.cases.chasing import REPLY_DAYS, Level, Reminder, Standing, not_chased, proposed_text
from counter.cases.deadlines import add_days, ledger, working_days_between
from counter.cases.lateness import LateRow, late_by_department
from counter.cases.split import is_delegated
from counter.cases.workflow import ReferralState
from counter.catalogue.policy import DayKind
from counter.errors import Refused
from counter.services import clocks
from counter.services.handled import reminder_of
from counter.services.late_rows import late_rows
from counter.services.office import Act, Office
from counter.services.referral_rows import done, referral_row, required, touched
from counter.store import life_records, records
from counter.text import N_, local_day

_VERBS = {Level.REMIND: Verb.REMINDED, Level.ESCALATE: Verb.ESCALATED, Level.LEADER: Verb.ESCALATED}
LEADER = "分管领导"


def chase(office: Office, referral: str, *, level: Level, text: str = "", to: str = "") -> ReferralFile:
    """Chase a department, in the order 催办 → 督办 → 分管领导; without a text the proposed one is sent."""
    with office.write() as session:
        row = referral_row(office, session, referral, Act.CHASE)
        standing = _standing(office, session, row)
        if problems := [*not_chased(level, standing, _sent(session, row))]:
            raise Refused.because(problems)
        reply_due = _reply_due(office, level)
        sent = life_records.Reminder(
            referral_id=row.id,
            township=row.township,
            department=row.department,
            level=level,
            to=to.strip() or _addressee(row, level, standing),
            text=text.strip() or proposed_text(level, standing, reply_due=reply_due),
            days_late=standing.days_late,
            reply_due=reply_due,
            sent_at=office.now(),
            sent_by=office.officer.name,
        )
        session.add(sent)
        touched(office, row)
        session.flush()
        return done(
            office,
            session,
            row,
            _VERBS[level],
            level=level.value,
            to=sent.to,
            days_late=sent.days_late,
            reminder=sent.id,
        )


def proposed(office: Office, referral: str, *, level: Level) -> str:
    """The text that `chase` would send. Raises `Refused` where the department is not chased so."""
    with office.read() as session:
        row = referral_row(office, session, referral, Act.CHASE)
        standing = _standing(office, session, row)
        if problems := [*not_chased(level, standing, _sent(session, row))]:
            raise Refused.because(problems)
        return proposed_text(level, standing, reply_due=_reply_due(office, level))


def reply(office: Office, reminder_id: int, *, text: str) -> Reminder:
    """The department says why, and until when."""
    required(text, "text", N_("Write the answer."))
    with office.write() as session:
        sent = session.get(life_records.Reminder, reminder_id)
        if sent is None:
            raise Refused("There is no reminder {number}.", field="number", number=reminder_id)
        office.allow(Act.ANSWER, township=sent.township, department=sent.department)
        if sent.replied_at is not None:
            raise Refused("It was answered by {officer} already.", field="number", officer=sent.replied_by)
        row = session.get_one(records.Referral, sent.referral_id)
        sent.reply, sent.replied_at, sent.replied_by = text.strip(), office.now(), office.officer.name
        touched(office, row)
        office.record(
            session,
            Verb.REPLIED,
            township=row.township,
            case=row.case_number,
            referral=row.number,
            detail={"department": sent.department, "reminder": sent.id, "level": sent.level.value},
        )
        return reminder_of(sent, row.number)


def late(office: Office) -> tuple[LateRow, ...]:
    """All that is late and by whose fault, among what the officer may see; the most days first."""
    with office.read() as session:
        return late_rows(office, session)


# --- steps ---------------------------------------------------------------------------------------


def _sent(session: Session, row: records.Referral) -> Sequence[Reminder]:
    """The chases of this referral since the department that has it now was sent it."""
    query = select(life_records.Reminder).filter_by(referral_id=row.id, department=row.department)
    if row.sent_at is not None:
        query = query.where(life_records.Reminder.sent_at >= row.sent_at)
    rows = session.scalars(query.order_by(life_records.Reminder.id))
    return [reminder_of(one, row.number) for one in rows]


def _standing(office: Office, session: Session, row: records.Referral) -> Standing:
    catalogue = office.catalogue_of(session, row.case.catalogue_digest)
    policy = catalogue.policy(row.policy, row.accepted_on)
    today = office.today()
    due = clocks.due(row, catalogue, None, today=today)
    used, late = 0, 0
    waits: tuple[str, ...] = ()
    if row.sent_at is not None:
        account = ledger(
            policy.limits,
            sent_on=local_day(row.sent_at),
            until=today,
            intervals=clocks.intervals_of(row),
            calendar=catalogue.calendar,
            delegated=is_delegated(catalogue, policy),
        )
        used = account.used
        late = late_by_department(account) if due.verified else 0
        waits = tuple(whose for whose, days in account.by.items() if days)
    unsigned = row.state is ReferralState.SENT and due.due_sign is not None and today > due.due_sign
    if unsigned and due.due_sign is not None:
        late = max(late, working_days_between(due.due_sign, today, catalogue.calendar))
    department = catalogue.departments.get(row.department)
    return Standing(
        state=row.state,
        case=row.case_number,
        title=row.title,
        department=department.title if department else row.department,
        due=due.due,
        due_sign=due.due_sign,
        days_late=late,
        days_left=working_days_between(today, due.due, catalogue.calendar) if due.due else None,
        unsigned=unsigned,
        used=used,
        verified=due.verified,
        waits=waits,
    )


def _reply_due(office: Office, level: Level) -> date | None:
    if level is Level.REMIND:
        return None
    return add_days(office.today(), REPLY_DAYS, DayKind.WORKING, office.catalogue.calendar)[0]


def _addressee(row: records.Referral, level: Level, standing: Standing) -> str:
    if level is Level.LEADER:
        return f"{standing.department}{LEADER}"
    return row.liaison or standing.department
