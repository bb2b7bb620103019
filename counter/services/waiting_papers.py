"""What waits to be printed: papers that the acts of some days call for, or that have a number already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from counter.cases.batches import OPEN, Choice, Waiting
from counter.cases.casefile import Verb
from counter.errors import Refused
from counter.letters.kinds import KINDS
from counter.letters.kinds import About as Subject
from counter.progress import Progress, silent
from counter.services.batch_rows import proven
from counter.services.casefiles import casefile_of
from counter.services.notice_issue import called_for
from counter.services.office import Act, Office
from counter.services.paper_set import Wanted
from counter.services.reach import reached
from counter.store import batch_records, household_records, records
from counter.text import BEIJING, local_day

_DECIDED = frozenset({Verb.DECIDED, Verb.CORRECTED, Verb.PAPER_REPLY})
_ACTS: Mapping[str, frozenset[Verb]] = {
    **dict.fromkeys(("D01", "D05", "D07", "D31"), frozenset({Verb.ACCEPTED, Verb.REGISTERED})),
    "D06": frozenset({Verb.PAPERS_REQUESTED, Verb.REGISTERED}),
    "D08": frozenset({Verb.DECLINED}),
    "D09": frozenset({Verb.SENT, Verb.REASSIGNED}),
    "D10": frozenset({Verb.CONSULTATION_ASKED}),
    "D12": frozenset({Verb.ESCALATED}),
    "D16": frozenset({Verb.POSTED}),
    "D17": frozenset({Verb.POSTED, Verb.TAKEN_DOWN}),
    "D19": _DECIDED,
    "D20": _DECIDED,
    "D21": frozenset({Verb.PUBLISHED}),
    "D22": frozenset({Verb.EXTENDED}),
    "D23": frozenset({Verb.CHANGE_PROPOSED}),
    "D23b": frozenset({Verb.CHANGE_PROPOSED, Verb.HEARD}),
    "D24": frozenset({Verb.CHANGE_DECIDED}),
    "D25": frozenset({Verb.ISSUED}),
    "D26": frozenset({Verb.FAST_AID_GIVEN}),
    "D33": frozenset({Verb.ARCHIVED}),
}
"""By what act a kind of paper is called for; of a kind that is not named, any act of the case may be it."""
AT_ONCE = 500
"""Case numbers in one question to the store."""


@dataclass(slots=True)
class _Days:
    """When something was done last in a case, and with each of its referrals."""

    last: date
    of_referrals: dict[str, date] = field(default_factory=dict)

    def of(self, referral: str) -> date:
        return self.of_referrals.get(referral, self.of_referrals.get("", self.last))


def waiting(office: Office, choice: Choice, progress: Progress = silent) -> tuple[Waiting, ...]:
    """The papers that wait and that the officer may issue, by kind, day and case.

    Cases are looked at one by one, so it takes as long as there was work in these days.
    """
    if choice.kind and choice.kind not in KINDS:
        raise Refused("There is no paper {kind}.", field="kind", kind=choice.kind)
    if choice.since and choice.until and choice.since > choice.until:
        raise Refused("The first day lies after the last one. Turn them round.", field="since")
    found = _with_number(office, choice) if choice.issued else _without_number(office, choice, progress)
    order = {kind: place for place, kind in enumerate(KINDS)}
    return tuple(sorted(found, key=lambda one: (order[one.kind], one.day, one.case, one.referral)))


def counts(papers: Iterable[Waiting]) -> Mapping[str, int]:
    """How many wait of each kind, in the order in which papers are handed out."""
    counted = Counter(one.kind for one in papers)
    return {kind: counted[kind] for kind in KINDS if counted[kind]}


def unprinted(office: Office) -> int:
    """How many papers have a number, were never printed, and are in no batch that goes on."""
    return len(_with_number(office, Choice(issued=True)))


# --- steps ---------------------------------------------------------------------------------------


def _with_number(office: Office, choice: Choice) -> list[Waiting]:
    notice = records.Notice
    query = (
        select(notice, records.Case.number, household_records.Person.name, records.Referral.number)
        .join(records.Case, records.Case.id == notice.case_id)
        .join(household_records.Person, household_records.Person.id == records.Case.applicant_id)
        .outerjoin(records.Referral, records.Referral.id == notice.referral_id)
        .where(notice.prints == 0, notice.voided == "", ~_in_open_batch())
        .where(reached(office, notice.township, notice.department, Act.ISSUE))
        .where(*_within(notice.issued_at, choice))
    )
    if choice.kind:
        query = query.where(notice.kind == choice.kind)
    if choice.department:
        query = query.where(notice.department == choice.department)
    if choice.township:
        query = query.where(notice.township == choice.township)
    with office.read() as session:
        return [
            Waiting(
                row.kind,
                row.title,
                case,
                applicant,
                row.township,
                local_day(row.issued_at),
                referral or "",
                row.department,
                row.member,
                about=row.about,
                copies=KINDS[row.kind].copies,
                number=row.number,
            )
            for row, case, applicant, referral in session.execute(query)
            if not choice.cases or case in choice.cases
        ]


def _in_open_batch() -> ColumnElement[bool]:
    """What a batch is going to print by itself."""
    paper, batch = batch_records.BatchPaper, batch_records.Batch
    return (
        select(paper.position)
        .join(batch, batch.id == paper.batch_id)
        .where(paper.notice_id == records.Notice.id, batch.state.in_(OPEN))
        .exists()
    )


def _without_number(office: Office, choice: Choice, progress: Progress) -> list[Waiting]:
    with office.read() as session:
        days = _days(session, choice)
        found: list[Waiting] = []
        for place, row in enumerate(_cases(office, session, list(days), choice)):
            progress(place, len(days))
            found += _of_case(office, session, row, days[row.number], choice)
            # Ten thousand cases are looked at in the memory of one.
            session.expunge_all()
    progress(len(days), len(days))
    return found


def _days(session: Session, choice: Choice) -> dict[str, _Days]:
    """The cases in which one of the acts was done in these days, each with the day."""
    days: dict[str, _Days] = {}
    for some in _some(choice.cases):
        for case, referral, at in session.execute(_acts_of(choice, some)):
            day = local_day(at)
            of_case = days.setdefault(case, _Days(day))
            of_case.last = max(of_case.last, day)
            of_case.of_referrals[referral] = day
    return days


def _some(cases: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """No more cases in one question than the store takes; nothing once where none is named."""
    yield from (cases[at : at + AT_ONCE] for at in range(0, len(cases), AT_ONCE)) if cases else ((),)


def _acts_of(choice: Choice, cases: tuple[str, ...]) -> Select[str, str, datetime]:
    """The last of these acts in each case, and with each of its referrals."""
    event = records.Event
    query = (
        select(event.case_number, event.referral_number, func.max(event.at, type_=event.at.type))
        .where(event.case_number != "")
        .where(*_within(event.at, choice))
        .group_by(event.case_number, event.referral_number)
        .order_by(func.min(event.id))
    )
    acts = _ACTS.get(choice.kind)
    if acts:
        query = query.where(event.verb.in_([verb.value for verb in acts]))
    return query.where(event.case_number.in_(cases)) if cases else query


def _within(at: InstrumentedAttribute[datetime], choice: Choice) -> Iterator[ColumnElement[bool]]:
    if choice.since:
        yield at >= _begin(choice.since)
    if choice.until:
        yield at < _begin(choice.until + timedelta(days=1))


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING).astimezone(UTC)


def _cases(office: Office, session: Session, numbers: list[str], choice: Choice) -> Iterator[records.Case]:
    for at in range(0, len(numbers), AT_ONCE):
        query = select(records.Case).where(records.Case.number.in_(numbers[at : at + AT_ONCE]))
        if choice.township:
            query = query.where(records.Case.township == choice.township)
        ids = session.scalars(query.with_only_columns(records.Case.id).order_by(records.Case.id)).all()
        for case_id in ids:
            yield session.get_one(records.Case, case_id)


def _of_case(
    office: Office, session: Session, row: records.Case, days: _Days, choice: Choice
) -> Iterator[Waiting]:
    file = casefile_of(office, session, row)
    papers = called_for(office, session, row, file)
    departments = {one.number: one.department for one in file.referrals}
    applicant = file.application.applicant.name if file.application.people else ""
    letters = proven(session, row)
    for one in papers:
        department = departments.get(one.referral or "", one.department)
        if (
            one.issued
            or one.notice in letters
            or (choice.kind and one.kind != choice.kind)
            or (choice.department and department != choice.department)
            or (one.optional and not choice.kind)
            or not _may(office, row, one, department)
        ):
            continue
        yield Waiting(
            one.kind,
            one.title,
            row.number,
            applicant,
            row.township,
            days.of(one.referral or ""),
            one.referral or "",
            department,
            one.member,
            one.notice or "",
            one.about,
            one.copies,
        )


def _may(office: Office, row: records.Case, one: Wanted, department: str) -> bool:
    """By the same rights as a single paper: to read what it says, and to issue it."""
    of_department = one.referral and KINDS[one.kind].about is not Subject.CASE
    reads = department if of_department else ""
    return office.may(Act.ISSUE, township=row.township, department=department) and office.may(
        Act.READ, township=row.township, department=reads
    )
