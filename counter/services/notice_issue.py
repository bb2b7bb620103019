"""Giving a paper its number: one step for a single paper and for each one of a batch."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.casefile import CaseFile, Verb
from counter.errors import Refused
from counter.letters import plain
from counter.letters.between_offices import Chase, Question
from counter.letters.changes import ChangeDecided
from counter.letters.content import number_of
from counter.letters.decisions import Granted, Refusal
from counter.letters.hearings import PlannedChange
from counter.letters.kinds import KINDS
from counter.letters.kinds import About as Subject
from counter.letters.means_results import MeansResult
from counter.letters.objection_answers import ObjectionAnswer
from counter.letters.occasions import referral_meant
from counter.letters.outward import Outward
from counter.letters.parts import Content
from counter.services import letter_rows
from counter.services.benefit_rows import changes_of
from counter.services.boards import refuse_unsafe
from counter.services.casefiles import case_row
from counter.services.notice_rows import About, benefits_told, coded, content_of, plan_of
from counter.services.office import Act, Office
from counter.services.paper_set import FOR_EACH, Planned, Wanted, papers_of
from counter.store import life_records, numbers, records

SAYS_TO_WHOM = (
    MeansResult,
    Granted,
    Refusal,
    PlannedChange,
    ChangeDecided,
    Question,
    Chase,
    ObjectionAnswer,
    Outward,
)
"""Contents that name their addressee: not the applicant, or not by the department's title."""
AGAIN = frozenset({"D06", "D13", "D14", "D23b", "D25", "D29", "D30", "D32"}) | FOR_EACH
"""What can be issued more than once for the same thing: papers asked for again, each survey, hearing,
delivery and state, the chain as it grows, and what is signed by each of several people."""


def called_for(office: Office, session: Session, row: records.Case, file: CaseFile) -> tuple[Wanted, ...]:
    """The set of papers of a case as it stands, in the order in which they are handed out."""
    departments = {
        one.number: one.department
        for one in session.scalars(
            select(records.Notice).where(records.Notice.number.in_([one.number for one in file.notices]))
        )
    }
    catalogue = office.catalogue_of(session, row.catalogue_digest)
    plans = _plans(office, session, row)
    return tuple(papers_of(file, catalogue, plans=plans, departments=departments, today=office.today()))


def case_of_paper(
    office: Office, session: Session, case_number: str, kind: str, referral: str | None
) -> records.Case:
    """The case of a paper; a department reads in it what its own papers say."""
    reader = "" if KINDS[kind].about is Subject.CASE else _department_of(session, referral)
    return case_row(office, session, case_number, department=reader)


def issue_row(
    office: Office,
    session: Session,
    row: records.Case,
    file: CaseFile,
    one: Wanted,
    *,
    prints: int = 1,
) -> records.Notice:
    """Give the paper its number and keep all it says, with the event of it.

    `prints` is 0 for one that is printed later. Raises `Refused` where it was issued already,
    and for a sheet that may not hang on a board.
    """
    kind, referral, department = one.kind, one.referral, one.department
    plan = plan_of(office, session, one.about)
    referral = referral_meant(file, referral, one.about, plan)
    referral_row = _referral(session, row, referral)
    office.allow(
        Act.ISSUE,
        township=row.township,
        department=referral_row.department if referral_row else department,
    )
    told = benefits_told(office, session, kind, file)
    subject = About(referral, department, one.member, one.notice, one.about, plan, told)
    _refuse_twice(session, row, kind, referral_row, subject)
    year = office.today().year
    serial = numbers.next_of(session, numbers.notice_counter(row.township, kind, year))
    number = number_of(kind, office.catalogue, row.township, year, serial)
    code = numbers.paper_code(session)
    said = coded(session, content_of(office, file, kind, number, subject), code)
    template = letter_rows.template_name(session, kind)
    refuse_unsafe(office, file, letter_rows.worded_by(session, template, said))
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
        member=one.member,
        township=row.township,
        department=department or (referral_row.department if referral_row else ""),
        recipient=_recipient(office, file, said, department),
        content=kept,
        digest=plain.digest(kept),
        template=template,
        issued_at=office.now(),
        issued_by=office.officer.name,
        prints=prints,
        about=one.about,
        code=code,
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
            **({"about": one.about} if one.about else {}),
        },
    )
    return issued


# --- parts ---------------------------------------------------------------------------------------


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
    if isinstance(said, SAYS_TO_WHOM):
        return said.recipient
    if department:
        return office.catalogue.departments[department].official_title
    return file.application.applicant.name
