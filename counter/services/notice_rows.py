"""The steps that every act on a paper shares: what it says, find it, note what was done with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases import match as matching
from counter.cases import paper_codes
from counter.cases.benefits import Benefit
from counter.cases.casefile import CaseFile, Verb
from counter.errors import Refused, Verbatim
from counter.letters.content import content, recall
from counter.letters.kinds import KINDS
from counter.letters.letter import Said
from counter.letters.occasions import CHANGE
from counter.letters.parts import Content, Plan
from counter.letters.plain import Unreadable
from counter.services import letter_rows
from counter.services.benefit_rows import benefit_of, benefit_row, benefits_of, change_of, change_row
from counter.services.office import Act, Office
from counter.services.reach import reached
from counter.store import life_records, numbers, records
from counter.store.chain import masked


@dataclass(frozen=True, slots=True)
class About:
    """What one paper is about, as its kind needs it; `about` names what was done: `posting:5`, `change:3`."""

    referral: str | None = None
    department: str = ""
    member: int | None = None
    notice: str | None = None
    about: str = ""
    plan: Plan | None = None
    benefits: tuple[Benefit, ...] = ()


def plan_of(office: Office, session: Session, about: str) -> Plan | None:
    """The plan that `change:3` names, with the benefit as it stands the day before; None for another thing.

    Raises `Refused` when there is no such plan.
    """
    kind, _colon, number = about.partition(":")
    if kind != CHANGE:
        return None
    if not number.isdecimal():
        raise Refused("There is no plan {id} in this office.", field="change", id=number or "—")
    change = change_of(office, session, change_row(office, session, int(number), Act.READ))
    row = benefit_row(office, session, change.benefit_id, Act.READ)
    works = change.effective_from or change.planned_from
    return Plan(change, benefit_of(session, row, works - timedelta(days=1)))


def benefits_told(office: Office, session: Session, kind: str, file: CaseFile) -> tuple[Benefit, ...]:
    """All that the household was ever given, as far as the officer may see it; nothing for other papers."""
    if not KINDS[kind].benefits:
        return ()
    row = life_records.Benefit
    found = session.scalars(
        select(row)
        .where(row.household_id == file.household_id, reached(office, row.township, row.department))
        .order_by(row.id)
    )
    return benefits_of(session, found.all(), office.today())


def content_of(office: Office, file: CaseFile, kind: str, number: str, about: About) -> Content:
    """What the paper says; letters of decision also say what else is open to the household."""
    notice = next((one for one in file.notices if one.number == about.notice), None)
    if about.referral is not None and about.referral not in {one.number for one in file.referrals}:
        raise Refused("Not a referral of case {case}: {numbers}.", case=file.number, numbers=[about.referral])
    answer = None
    if KINDS[kind].open_doors:
        answer = matching.match(file.application, office.catalogue)
    return content(
        kind,
        file,
        office.catalogue,
        number=number,
        issued_on=office.today(),
        answer=answer,
        referral=about.referral,
        department=about.department,
        member=about.member,
        notice=notice,
        about=about.about,
        plan=about.plan,
        benefits=about.benefits,
    )


def coded(session: Session, said: Content, code: str) -> Content:
    """The same with the short code of the paper, and with what shows that this office printed it."""
    head = said.head
    proof = paper_codes.sealed(numbers.paper_key(session), head.case_number, head.query_code, code)
    return replace(said, head=replace(head, code=code, proof=proof))


def said_of(session: Session, row: records.Notice) -> Said:
    """What a numbered paper says when it is printed: as it was issued, or as it came back from Word last.

    Errors: Refused for one of a program not known here.
    """
    return letter_rows.worded(session, row, issued_as(session, row))


def issued_as(session: Session, row: records.Notice) -> Content:
    """What was kept of a paper when it was issued. Errors: Refused as `said_of`."""
    try:
        said = recall(row.kind, row.content)
    except Unreadable as unreadable:
        raise Refused(
            "The paper {number} ({title}) was kept in a form that this program does not know "
            "({where}), so it cannot be printed again. Copy the printed paper in the file.",
            number=row.number,
            title=row.title,
            where=Verbatim(unreadable.where),
        ) from unreadable
    # Papers that were issued before there were codes have one by now.
    return coded(session, said, row.code)


def notice_row(office: Office, session: Session, number: str, act: Act) -> records.Notice:
    """The row of a paper, by its number or its code, that the officer may do this to.

    Raises `Refused` when there is none, and for a code with a wrong character.
    """
    row: records.Notice | None
    if paper_codes.is_meant(number):
        row = _by_code(session, number)
    else:
        row = session.scalars(select(records.Notice).filter_by(number=number.strip())).one_or_none()
    if row is None:
        raise Refused("There is no paper {number} in this office.", field="number", number=masked(number))
    office.allow(act, township=row.township, department=row.department)
    return row


def _by_code(session: Session, typed: str) -> records.Notice:
    code = paper_codes.read(typed)
    if not paper_codes.is_right(code):
        raise Refused(
            "One character of the code {code} is wrong. Compare it with the foot of the page.",
            field="number",
            code=paper_codes.shown(code),
        )
    row = session.scalars(select(records.Notice).filter_by(code=code)).one_or_none()
    if row is None:
        raise Refused(
            "No paper of this office has the code {code}; it comes from another office, or from a copy that "
            "was replaced.",
            field="number",
            code=paper_codes.shown(code),
        )
    return row


def referral_number(session: Session, row: records.Notice) -> str:
    """The number of the referral that a paper is about; empty for one about the whole case."""
    return session.get_one(records.Referral, row.referral_id).number if row.referral_id else ""


def record_notice(
    office: Office, session: Session, row: records.Notice, verb: Verb, /, **detail: object
) -> None:
    """Write the event of an act on a paper."""
    office.record(
        session,
        verb,
        township=row.township,
        case=session.get_one(records.Case, row.case_id).number,
        referral=referral_number(session, row),
        detail={"notice": row.number, "kind": row.kind, "title": row.title, **detail},
    )
