"""Batches: many papers numbered and printed one after another, going on after any end where it stopped.

Each paper gets its number in a transaction of its own, with its event and its place in the batch. Pages are
counted through all papers; which of them were handed over, and which came out well, is kept as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from counter.cases.batches import OPEN, Batch, BatchPaper, BatchState, Choice, Waiting
from counter.cases.casefile import Verb
from counter.errors import Refused
from counter.letters.kinds import KINDS
from counter.progress import Progress, silent
from counter.services.batch_rows import (
    batch_of,
    batch_row,
    paper_of,
    print_of,
    proven,
    record_batch,
    settle,
    title_of,
)
from counter.services.casefiles import casefile_of
from counter.services.notice_issue import called_for, case_of_paper, issue_row
from counter.services.notice_rows import said_of
from counter.services.office import Act, Office
from counter.services.paper_set import Wanted
from counter.services.reach import reached
from counter.store import batch_records, records
from counter.text import translate

MOST_COPIES = 20


def begin(
    office: Office, papers: Sequence[Waiting], *, chosen: Choice | None = None, copies: int | None = None
) -> Batch:
    """Make a batch of these papers, in their order; nothing is numbered yet.

    `copies` of each paper are printed, as many as its kind says where it is None.
    """
    if not papers:
        raise Refused("Nothing of what you chose waits to be printed.", field="papers")
    if copies is not None and not 1 <= copies <= MOST_COPIES:
        raise Refused("From 1 to {n} copies can be printed.", field="copies", n=MOST_COPIES)
    townships, departments = {one.township for one in papers}, {one.department for one in papers}
    kinds = [kind for kind in KINDS if any(one.kind == kind for one in papers)]
    with office.write() as session:
        row = batch_records.Batch(
            title=title_of(kinds),
            state=BatchState.ISSUING,
            township=townships.pop() if len(townships) == 1 else office.officer.township,
            department=departments.pop() if len(departments) == 1 else office.officer.department,
            chosen={key: _kept(value) for key, value in asdict(chosen or Choice()).items()},
            papers=len(papers),
            begun_at=office.now(),
            begun_by_id=office.officer.id,
            begun_by=office.officer.name,
        )
        office.allow(Act.ISSUE, township=row.township, department=row.department)
        session.add(row)
        session.flush()
        session.add_all(
            batch_records.BatchPaper(
                batch_id=row.id,
                position=place,
                case_number=one.case,
                kind=one.kind,
                referral=one.referral,
                department=one.department,
                member=one.member,
                notice=one.notice,
                about=one.about,
                copies=copies or one.copies,
                notice_id=_issued(session, one.number) if one.number else None,
            )
            for place, one in enumerate(papers, 1)
        )
        record_batch(office, session, row, Verb.BATCH_BEGUN, kinds=kinds, papers=len(papers))
        return batch_of(row)


def issue(office: Office, batch_id: int, progress: Progress = silent) -> Batch:
    """Number the papers that have no number yet, one by one; those that cannot be issued say why.

    May be stopped and called again at any time: it goes on with the next paper.
    """
    while True:
        batch = _issue_next(office, batch_id)
        if batch.state is not BatchState.ISSUING:
            return batch
        progress(batch.handled, batch.papers)


def finish(office: Office, batch_id: int) -> Batch:
    """All pages came out well."""
    with office.write() as session:
        row = batch_row(office, session, batch_id)
        if row.state is not BatchState.PRINTED:
            raise Refused(
                "Batch {number} has pages that were not printed yet, or has ended.",
                field="number",
                number=row.id,
            )
        row.good = row.pages
        settle(office, row)
        record_batch(office, session, row, Verb.BATCH_DONE, pages=row.pages)
        return batch_of(row)


def cancel(office: Office, batch_id: int, *, reason: str = "") -> Batch:
    """Leave the rest as it is: what has a number waits as issued and not printed, the others as before."""
    with office.write() as session:
        row = batch_row(office, session, batch_id)
        if row.state not in OPEN:
            raise Refused("Batch {number} has ended already.", field="number", number=row.id)
        row.state, row.ended_at = BatchState.CANCELLED, office.now()
        record_batch(
            office,
            session,
            row,
            Verb.BATCH_CANCELLED,
            handled=row.handled,
            sent=row.sent,
            **({"reason": reason.strip()} if reason.strip() else {}),
        )
        return batch_of(row)


# --- to look at ----------------------------------------------------------------------------------


def batches(office: Office, most: int = 200) -> tuple[Batch, ...]:
    """The batches that the officer may print, the newest first."""
    row = batch_records.Batch
    with office.read() as session:
        found = session.scalars(
            select(row)
            .where(reached(office, row.township, row.department, Act.ISSUE))
            .order_by(row.id.desc())
            .limit(most)
        )
        return tuple(batch_of(one) for one in found)


def batch(office: Office, batch_id: int) -> Batch:
    """One batch as it stands."""
    with office.read() as session:
        return batch_of(batch_row(office, session, batch_id))


def papers(office: Office, batch_id: int) -> tuple[BatchPaper, ...]:
    """The papers of a batch in their order."""
    with office.read() as session:
        row = batch_row(office, session, batch_id)
        return tuple(_papers(session, row))


# --- steps ---------------------------------------------------------------------------------------


def _kept(value: object) -> object:
    """Days and lists as JSON keeps them."""
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, str | bool) else str(value)


def _issued(session: Session, number: str) -> int:
    found = session.scalar(select(records.Notice.id).filter_by(number=number))
    if found is None:
        raise Refused("There is no paper {number} in this office.", field="number", number=number)
    return found


def _issue_next(office: Office, batch_id: int) -> Batch:
    with office.write() as session:
        row = batch_row(office, session, batch_id)
        if row.state is not BatchState.ISSUING:
            return batch_of(row)
        paper = session.get_one(batch_records.BatchPaper, (row.id, row.handled + 1))
        try:
            with session.begin_nested():
                notice = _numbered(office, session, paper)
                pages = paper.copies * _count(office, session, notice)
        except Refused as refused:
            paper.problem = " ".join(map(translate, refused.problems))
            row.refused += 1
            record_batch(
                office, session, row, Verb.BATCH_LEFT_OUT, kind=paper.kind, left_out=paper.case_number
            )
        else:
            paper.notice_id = notice.id
            paper.first, paper.last = row.pages + 1, row.pages + pages
            row.pages += pages
        row.handled += 1
        if row.handled == row.papers:
            settle(office, row)
        return batch_of(row)


def _numbered(office: Office, session: Session, paper: batch_records.BatchPaper) -> records.Notice:
    """The paper with its number, which it may have had. Raises `Refused` where it is not called for now."""
    if paper.notice_id is not None:
        notice = session.get_one(records.Notice, paper.notice_id)
        office.allow(Act.ISSUE, township=notice.township, department=notice.department)
        if notice.voided:
            raise Refused("{number} is void and is not printed again.", number=notice.number)
        return notice
    case = case_of_paper(office, session, paper.case_number, paper.kind, paper.referral or None)
    file = casefile_of(office, session, case)
    wanted = next((one for one in called_for(office, session, case, file) if _is(one, paper)), None)
    if wanted is None:
        raise Refused("The case does not call for this paper any more.")
    if wanted.issued:
        raise Refused("It was issued in the meantime as {number}.", number=wanted.issued)
    if paper.notice and paper.notice in proven(session, case):
        raise Refused("The proof of delivery of {number} was issued in the meantime.", number=paper.notice)
    return issue_row(office, session, case, file, wanted, prints=0)


def _is(one: Wanted, paper: batch_records.BatchPaper) -> bool:
    return (one.kind, one.referral or "", one.member, one.notice or "", one.about) == (
        paper.kind,
        paper.referral,
        paper.member,
        paper.notice,
        paper.about,
    ) and (not one.department or one.department == paper.department)


def _count(office: Office, session: Session, notice: records.Notice) -> int:
    """The pages of one copy. Raises `Refused`, so that no number is spent on what cannot be drawn."""
    from counter.letters.batch import pages_of

    return pages_of(said_of(session, notice), print_of(office, session, notice))


def _papers(session: Session, row: batch_records.Batch) -> Iterator[BatchPaper]:
    paper, notice = batch_records.BatchPaper, records.Notice
    rows = session.execute(
        select(paper, notice)
        .outerjoin(notice, notice.id == paper.notice_id)
        .where(paper.batch_id == row.id)
        .order_by(paper.position)
        .options(defer(notice.content))
    )
    for one, numbered in rows:
        yield paper_of(one, numbered)
