"""Numbered papers: issued with all they say, drawn as often as needed, delivered, never lost."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases import casefile as files
from counter.cases.casefile import CaseFile, Verb
from counter.cases.owed import CHANGED, DECLINED, GRANTED, REFUSED
from counter.cases.workflow import CaseState
from counter.errors import Refused
from counter.letters import plain
from counter.letters.between_offices import Chase, Question
from counter.letters.changes import ChangeDecided
from counter.letters.content import KINDS, Content, number_of
from counter.letters.content import About as Subject
from counter.letters.decisions import Granted, Refusal
from counter.letters.hearings import PlannedChange
from counter.letters.occasions import referral_of
from counter.services.benefit_rows import changes_of
from counter.services.casefiles import case_row, casefile_of, notice_of
from counter.services.notice_rows import (
    About,
    benefits_told,
    content_of,
    notice_row,
    plan_of,
    record_notice,
    referral_number,
)
from counter.services.office import Act, Office
from counter.services.paper_set import Planned, Wanted, papers_of
from counter.services.referral_rows import required
from counter.store import life_records, numbers, records
from counter.text import N_

__all__ = ["AGAIN", "Wanted", "issue", "reprint", "void", "wanted"]

_ENDS_REST_ON = frozenset({GRANTED, REFUSED, DECLINED, CHANGED})
"""No case stays closed after the letter that its household was sent has been taken back."""
AGAIN = frozenset({"D06", "D13", "D23b", "D25", "D29", "D30"})
"""What can be issued more than once for the same thing: papers asked for again, each survey, hearing,
delivery and state, and the chain as it grows."""


def wanted(office: Office, case_number: str) -> tuple[Wanted, ...]:
    """The set of papers of a case as it stands, in the order in which they are handed out."""
    with office.read() as session:
        row = case_row(office, session, case_number)
        file = casefile_of(office, session, row)
        departments = {
            one.number: one.department
            for one in session.scalars(
                select(records.Notice).where(records.Notice.number.in_([one.number for one in file.notices]))
            )
        }
        plans = _plans(office, session, row)
        catalogue = office.catalogue_of(session, row.catalogue_digest)
    return tuple(papers_of(file, catalogue, plans=plans, departments=departments, today=office.today()))


def issue(
    office: Office,
    case_number: str,
    kind: str,
    *,
    referral: str | None = None,
    department: str = "",
    member: int | None = None,
    notice: str | None = None,
    about: str = "",
) -> files.Notice:
    """Give a paper its number and keep all it says; what was issued already is printed again instead.

    `referral`, `department` and `notice` are numbers and a code of this case, as its kind needs them;
    `about` names what was done in it: `change:3`, `posting:5`, `reminder:2`, `consultation:4`, `fast-aid:1`.
    """
    if kind not in KINDS:
        raise Refused("There is no paper {kind}.", field="kind", kind=kind)
    with office.write() as session:
        reader = "" if KINDS[kind].about is Subject.CASE else _department_of(session, referral)
        row = case_row(office, session, case_number, department=reader)
        file = casefile_of(office, session, row)
        plan = plan_of(office, session, about)
        referral = referral or referral_of(file, about, plan) or None
        referral_row = _referral(session, row, referral)
        office.allow(
            Act.ISSUE,
            township=row.township,
            department=referral_row.department if referral_row else department,
        )
        told = benefits_told(office, session, kind, file)
        subject = About(referral, department, member, notice, about, plan, told)
        _refuse_twice(session, row, kind, referral_row, subject)
        year = office.today().year
        serial = numbers.next_of(session, numbers.notice_counter(row.township, kind, year))
        number = number_of(kind, office.catalogue, row.township, year, serial)
        said = content_of(office, file, kind, number, subject)
        kept = plain.to_plain(said)
        issued = records.Notice(
            number=number,
            kind=kind,
            title=said.head.title.replace("|", ""),
            unit=row.township,
            year=year,
            serial=serial,
            case_id=row.id,
            referral_id=referral_row.id if referral_row else None,
            member=member,
            township=row.township,
            department=department or (referral_row.department if referral_row else ""),
            recipient=_recipient(office, file, said, department),
            content=kept,
            digest=plain.digest(kept),
            template=f"{kind}/{KINDS[kind].template}",
            issued_at=office.now(),
            issued_by=office.officer.name,
            about=about,
        )
        session.add(issued)
        office.record(
            session,
            Verb.ISSUED,
            township=row.township,
            case=row.number,
            referral=referral or "",
            detail={
                "notice": number,
                "kind": kind,
                "title": issued.title,
                "digest": issued.digest,
                **({"about": about} if about else {}),
            },
        )
        return notice_of(issued, referral or "")


def reprint(office: Office, number: str, *, reason: str) -> files.Notice:
    """Print an issued paper once more; the count stands on it, the reason on the record."""
    required(reason, "reason", N_("Say why it is printed again."))
    with office.write() as session:
        row = notice_row(office, session, number, Act.ISSUE)
        row.prints += 1
        record_notice(office, session, row, Verb.REPRINTED, prints=row.prints, reason=reason.strip())
        return notice_of(row, referral_number(session, row))


def void(office: Office, number: str, *, reason: str) -> files.Notice:
    """Declare an issued paper void; its number is never used again."""
    required(reason, "reason", N_("Say why it is void."))
    with office.write() as session:
        row = notice_row(office, session, number, Act.ISSUE)
        if row.voided:
            raise Refused("{number} is void already.", number=row.number)
        case = session.get_one(records.Case, row.case_id)
        if row.kind in _ENDS_REST_ON and case.state in (CaseState.CLOSED, CaseState.ARCHIVED):
            raise Refused(
                "Case {case} has ended and rests on {number}; take it up again before it is void.",
                case=case.number,
                number=row.number,
            )
        row.voided = reason.strip()
        record_notice(office, session, row, Verb.VOIDED, reason=row.voided)
        return notice_of(row, referral_number(session, row))


# --- steps ---------------------------------------------------------------------------------------


def _plans(office: Office, session: Session, case: records.Case) -> tuple[Planned, ...]:
    """The plans about what this case granted, oldest first."""
    rows = session.execute(
        select(life_records.Change, records.Referral.number)
        .join(records.Referral, records.Referral.id == life_records.Change.referral_id)
        .where(records.Referral.case_id == case.id)
        .order_by(life_records.Change.id)
    ).all()
    changes = changes_of(office, session, [change for change, _number in rows])
    return tuple(Planned(change, row.number) for change, row in zip(changes, rows, strict=True))


def _department_of(session: Session, referral: str | None) -> str:
    """Who works on a referral, and so may read what the papers about it say; empty for none."""
    if referral is None:
        return ""
    return session.scalar(select(records.Referral.department).filter_by(number=referral)) or ""


def _referral(session: Session, case: records.Case, number: str | None) -> records.Referral | None:
    if number is None:
        return None
    row = session.scalars(select(records.Referral).filter_by(number=number, case_id=case.id)).one_or_none()
    if row is None:
        raise Refused("Not a referral of case {case}: {numbers}.", case=case.number, numbers=[number])
    return row


def _refuse_twice(
    session: Session, case: records.Case, kind: str, referral: records.Referral | None, about: About
) -> None:
    if kind in AGAIN:
        return
    earlier = session.scalars(
        select(records.Notice)
        .filter_by(
            case_id=case.id,
            kind=kind,
            referral_id=referral.id if referral else None,
            member=about.member,
            about=about.about,
        )
        .where(records.Notice.voided == "")
        .order_by(records.Notice.id.desc())
    ).all()
    for notice in earlier:
        if referral is None and notice.department != about.department:
            continue
        if referral is not None and _decided_since(session, referral, notice):
            continue
        raise Refused(
            "{title} was issued already as {number}. Print that one again, or declare it void first.",
            title=notice.title,
            number=notice.number,
        )


def _decided_since(session: Session, referral: records.Referral, notice: records.Notice) -> bool:
    """Whether a correction came after the letter, which then needs a letter of its own."""
    return (
        session.scalar(
            select(records.Decision.id)
            .where(
                records.Decision.referral_id == referral.id,
                records.Decision.recorded_at > notice.issued_at,
            )
            .limit(1)
        )
        is not None
    )


def _recipient(office: Office, file: CaseFile, said: Content, department: str) -> str:
    """Who is addressed: the member whom a decision is about, the applicant, or the department."""
    if isinstance(said, Granted | Refusal | PlannedChange | ChangeDecided | Question | Chase):
        return said.recipient
    if KINDS[said.head.kind].to_applicant or not department:
        return file.application.applicant.name
    return office.catalogue.departments[department].official_title
