"""未收回纸件: papers handed out to be signed that have not come back; back, back after all, or lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session, aliased, defer

from counter.cases import casefile as files
from counter.cases.casefile import Verb
from counter.cases.coming_back import ON_PAPER, RETURNS, Holder, Out
from counter.cases.deadlines import working_days_between
from counter.cases.workflow import OPEN_REFERRAL_STATES, CaseState
from counter.errors import Refused
from counter.services.casefiles import case_row, notice_of
from counter.services.notice_rows import notice_row, record_notice, referral_number
from counter.services.office import Act, Office
from counter.services.reach import reached
from counter.services.referral_rows import required
from counter.services.spreadsheet import Exported, Sheet, written
from counter.store import household_records, records
from counter.text import N_, _, display, local_day, mask_name

MOST = 5_000
"""What a list shows at most; the oldest come first."""
_ENDED = (CaseState.ARCHIVED, CaseState.WITHDRAWN, CaseState.MERGED)
"""What is still out of these is asked for no more."""

Found = Row[records.Notice, str, str, str]


def papers_out(office: Office, *, case: str = "", kinds: Collection[str] = ()) -> tuple[Out, ...]:
    """The papers that are out, of all that the officer may see, the longest first; or of a case, of kinds."""
    query = _out().where(reached(office, records.Notice.township, records.Notice.department))
    if case:
        query = query.where(records.Case.number == case.strip().upper())
    if kinds:
        query = query.where(records.Notice.kind.in_(kinds))
    with office.read() as session:
        return tuple(_told(office, session.execute(query.limit(MOST))))


def undo_back(office: Office, number: str) -> files.Notice:
    """It has not come back after all: it is waited for again."""
    with office.write() as session:
        row = notice_row(office, session, number, Act.ISSUE)
        if row.back_on is None:
            raise Refused("{number} is not noted as come back.", number=row.number)
        if session.get_one(records.Case, row.case_id).state is CaseState.ARCHIVED:
            raise Refused(
                "The case of {number} lies in the archive; take it up again first.", number=row.number
            )
        row.back_on = None
        record_notice(office, session, row, Verb.PAPER_NOT_BACK)
        return notice_of(row, referral_number(session, row))


def lost(office: Office, number: str, *, reason: str) -> files.Notice:
    """It was lost outside: it is printed once more to be signed, and is out from now on."""
    required(reason, "reason", N_("Say how it was lost, or what has become of it."))
    with office.write() as session:
        row = notice_row(office, session, number, Act.ISSUE)
        if row.voided:
            raise Refused("{number} is void.", number=row.number)
        if row.back_on is not None:
            raise Refused("{number} came back on {day}.", number=row.number, day=row.back_on)
        row.prints += 1
        row.lost, row.out_since = reason.strip(), office.now()
        record_notice(office, session, row, Verb.PAPER_LOST, prints=row.prints, reason=row.lost)
        return notice_of(row, referral_number(session, row))


def all_back(office: Office, case: str, *, on: date | None = None) -> tuple[files.Notice, ...]:
    """Everything of a case that is out has come back, as after a signing at the window."""
    day = on or office.today()
    with office.write() as session:
        row = case_row(office, session, case, Act.ISSUE)
        if day > office.today():
            raise Refused("The day on which it came back has not come yet.", field="on")
        back = []
        for notice, _case, _name, referral in session.execute(_out().where(records.Case.id == row.id)):
            if local_day(notice.issued_at) > day:
                raise Refused("It cannot come back before it was issued.", field="on")
            notice.back_on = day
            record_notice(office, session, notice, Verb.PAPER_BACK, back_on=day.isoformat())
            back.append(notice_of(notice, referral or ""))
        if not back:
            raise Refused("No paper of case {case} is out to be signed.", case=row.number)
        return tuple(back)


def export(office: Office, out: Path, rows: Iterable[Out]) -> Exported:
    """Write these papers as XLSX, names masked for who may not see them. Raises `Refused` as every list."""
    office.allow(Act.EXPORT, township=office.officer.township, department=office.officer.department)
    exported = written(office, out, [_sheet(office, tuple(rows))])
    with office.write() as session:
        office.record(session, Verb.EXPORTED, detail={"file": out.name, "rows": exported.rows})
    return exported


# --- steps ---------------------------------------------------------------------------------------


def is_out(session: Session, notice: records.Notice) -> bool:
    """Whether a paper is waited for now."""
    return (
        session.scalar(_out().with_only_columns(records.Notice.id).where(records.Notice.id == notice.id))
        is not None
    )


def _out() -> Select[records.Notice, str, str, str]:
    slip = aliased(records.Referral)
    on_paper = (
        select(slip.id)
        .where(
            slip.case_id == records.Notice.case_id,
            slip.department == records.Notice.department,
            slip.travels == "paper",
            slip.state.in_(OPEN_REFERRAL_STATES),
        )
        .exists()
    )
    return (
        select(
            records.Notice,
            records.Case.number,
            household_records.Person.name,
            records.Referral.number,
        )
        .join(records.Case, records.Case.id == records.Notice.case_id)
        .join(household_records.Person, household_records.Person.id == records.Case.applicant_id)
        .outerjoin(records.Referral, records.Referral.id == records.Notice.referral_id)
        .where(
            records.Notice.kind.in_(sorted(RETURNS)),
            records.Notice.back_on.is_(None),
            records.Notice.voided == "",
            records.Notice.prints > 0,
            records.Case.state.not_in(_ENDED),
            or_(records.Notice.kind.not_in(sorted(ON_PAPER)), on_paper),
        )
        .order_by(records.Notice.issued_at, records.Notice.id)
        # What a paper says is large, and a list does not say it.
        .options(defer(records.Notice.content))
    )


def _told(office: Office, rows: Iterable[Found]) -> Iterator[Out]:
    calendar, today = office.catalogue.calendar, office.today()
    for notice, case, applicant, referral in rows:
        since = local_day(notice.out_since or notice.issued_at)
        yield Out(
            notice=notice_of(notice, referral or ""),
            case=case,
            applicant=applicant,
            township=notice.township,
            department=notice.department,
            holder=RETURNS[notice.kind].holder,
            who=_who(office, notice, applicant),
            since=since,
            days=working_days_between(since, today, calendar),
        )


def _who(office: Office, notice: records.Notice, applicant: str) -> str:
    """Who has it, by name where the record knows one."""
    holder = RETURNS[notice.kind].holder
    if holder is Holder.APPLICANT:
        return applicant
    if holder is Holder.DEPARTMENT and notice.department in office.catalogue.departments:
        return office.catalogue.departments[notice.department].title
    return notice.issued_by


def _sheet(office: Office, rows: tuple[Out, ...]) -> Sheet:
    places = office.catalogue.places
    return Sheet(
        _("Papers not come back"),
        (
            _("Code of a paper"),
            _("Title"),
            _("Number"),
            _("Case"),
            _("Applicant"),
            _("Who has it"),
            _("Out since"),
            _("Working days out"),
            _("Lost once"),
            _("Township"),
        ),
        tuple(
            (
                one.notice.code,
                one.notice.title,
                one.notice.number,
                one.case,
                _name(office, one, one.applicant),
                f"{display(one.holder)} {_name(office, one, one.who)}",
                one.since,
                one.days,
                one.notice.lost,
                places[one.township].title if one.township in places else one.township,
            )
            for one in rows
        ),
    )


def _name(office: Office, one: Out, name: str) -> str:
    """A name as the officer may see it; only the applicant's is anybody's secret."""
    if name != one.applicant or office.may(Act.REVEAL, township=one.township, department=one.department):
        return name
    return mask_name(name)
