"""Numbered papers: issued with all they say, drawn as often as needed, delivered, never lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases import casefile as files
from counter.cases.casefile import CaseFile, Verb
from counter.cases.workflow import CaseState, Outcome, ReferralState
from counter.errors import Refused
from counter.letters import plain
from counter.letters.content import KINDS, Content, number_of
from counter.letters.content import About as Subject
from counter.letters.decisions import Granted, Refusal
from counter.services.casefiles import case_row, casefile_of, notice_of
from counter.services.notice_rows import About, content_of, notice_row, record_notice, referral_number
from counter.services.office import Act, Office
from counter.services.referral_rows import required
from counter.store import numbers, records
from counter.text import N_

AGAIN = frozenset({"D06", "D25", "D29"})
"""What can be issued more than once for the same thing: papers asked for again, each delivery, each state."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper that a case calls for now, and what it is about; `issued` is its number once it has one."""

    kind: str
    title: str
    referral: str | None = None
    department: str = ""
    member: int | None = None
    notice: str | None = None
    copies: int = 1
    issued: str = ""


_ENDED = frozenset({ReferralState.DECIDED, ReferralState.WITHDRAWN})


def wanted(office: Office, case_number: str) -> tuple[Wanted, ...]:
    """The set of papers of a case as it stands, in the order in which they are handed out."""
    with office.read() as session:
        file = casefile_of(office, session, case_row(office, session, case_number))
        departments = {
            row.number: row.department
            for row in session.scalars(
                select(records.Notice).where(records.Notice.number.in_([one.number for one in file.notices]))
            )
        }
    return tuple(_wanted(file, departments))


def issue(
    office: Office,
    case_number: str,
    kind: str,
    *,
    referral: str | None = None,
    department: str = "",
    member: int | None = None,
    notice: str | None = None,
) -> files.Notice:
    """Give a paper its number and keep all it says; what was issued already is printed again instead.

    `referral`, `department` and `notice` are numbers and a code of this case, as its kind needs them.
    """
    if kind not in KINDS:
        raise Refused("There is no paper {kind}.", field="kind", kind=kind)
    with office.write() as session:
        row = case_row(office, session, case_number)
        file = casefile_of(office, session, row)
        referral_row = _referral(session, row, referral)
        office.allow(
            Act.ISSUE,
            township=row.township,
            department=referral_row.department if referral_row else department,
        )
        about = About(referral, department, member, notice)
        _refuse_twice(session, row, kind, referral_row, about)
        year = office.today().year
        serial = numbers.next_of(session, numbers.notice_counter(row.township, kind, year))
        number = number_of(kind, office.catalogue, row.township, year, serial)
        said = content_of(office, file, kind, number, about)
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
        )
        session.add(issued)
        office.record(
            session,
            Verb.ISSUED,
            township=row.township,
            case=row.number,
            referral=referral or "",
            detail={"notice": number, "kind": kind, "title": issued.title, "digest": issued.digest},
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
        row.voided = reason.strip()
        record_notice(office, session, row, Verb.VOIDED, reason=row.voided)
        return notice_of(row, referral_number(session, row))


# --- what a case calls for -----------------------------------------------------------------------


def _wanted(file: CaseFile, departments: Mapping[str, str]) -> Iterator[Wanted]:
    issued = {
        (one.kind, one.referral, departments.get(one.number, "")): one.number
        for one in file.notices
        if not one.voided
    }

    def paper(kind: str, referral: str = "", department: str = "") -> Wanted:
        entry = KINDS[kind]
        about = department if entry.about is Subject.DEPARTMENT else departments_of.get(referral, "")
        return Wanted(
            kind,
            entry.title,
            referral or None,
            department,
            copies=entry.copies,
            issued=issued.get((kind, referral, about), ""),
        )

    departments_of = {one.number: one.department for one in file.referrals}
    if file.state is CaseState.AWAITING_PAPERS:
        yield from (paper("D05"), paper("D06"))
    elif file.state is CaseState.DECLINED:
        yield paper("D08")
    else:
        yield from (paper("D01"), paper("D05"), paper("D07"), paper("D31"))
        sent = [one for one in file.referrals if one.sent_at is not None]
        for department in dict.fromkeys(one.department for one in sent):
            yield paper("D09", department=department)
        for one in file.referrals:
            if one.decision is not None and not one.decision.on_paper:
                yield paper("D20" if one.decision.outcome is Outcome.REFUSE else "D19", one.number)
        if file.referrals and all(one.state in _ENDED for one in file.referrals):
            yield paper("D29")
    delivered = {one.notice for one in file.deliveries}
    for notice in file.notices:
        if KINDS[notice.kind].delivered and not notice.voided and notice.number not in delivered:
            entry = KINDS["D25"]
            yield Wanted(entry.code, entry.title, notice.referral or None, notice=notice.number)


# --- steps ---------------------------------------------------------------------------------------


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
            case_id=case.id, kind=kind, referral_id=referral.id if referral else None, member=about.member
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
    if isinstance(said, Granted | Refusal):
        return said.recipient
    if KINDS[said.head.kind].to_applicant or not department:
        return file.application.applicant.name
    return office.catalogue.departments[department].official_title
