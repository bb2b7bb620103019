"""From the rows of a batch to frozen values, and the steps that all its acts share."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from counter.cases.batches import Batch, BatchPaper, BatchState
from counter.cases.casefile import Verb
from counter.errors import Refused
from counter.letters.kinds import KINDS
from counter.letters.sheets import Print
from counter.services.editions import in_large_type
from counter.services.notice_rows import record_notice
from counter.services.office import Act, Office
from counter.store import batch_records, records
from counter.text import _


def batch_row(office: Office, session: Session, batch_id: int) -> batch_records.Batch:
    """The row of a batch whose papers the officer may issue. Raises `Refused` when there is none."""
    row = session.get(batch_records.Batch, batch_id)
    if row is None:
        raise Refused("There is no batch {number} in this office.", field="number", number=batch_id)
    office.allow(Act.ISSUE, township=row.township, department=row.department)
    return row


def batch_of(row: batch_records.Batch) -> Batch:
    """A batch as everyone sees it."""
    return Batch(
        id=row.id,
        title=row.title,
        state=row.state,
        township=row.township,
        department=row.department,
        papers=row.papers,
        handled=row.handled,
        refused=row.refused,
        pages=row.pages,
        sent=row.sent,
        good=row.good,
        begun_at=row.begun_at,
        begun_by=row.begun_by,
        ended_at=row.ended_at,
        chosen=row.chosen,
    )


def paper_of(row: batch_records.BatchPaper, notice: records.Notice | None) -> BatchPaper:
    """A paper of a batch without its content."""
    return BatchPaper(
        position=row.position,
        kind=row.kind,
        title=notice.title if notice else KINDS[row.kind].title,
        case=row.case_number,
        number=notice.number if notice else "",
        copies=row.copies,
        first=row.first,
        last=row.last,
        reprint=row.reprint,
        problem=row.problem,
        voided=bool(notice and notice.voided),
    )


def places_from(session: Session, row: batch_records.Batch, page: int, until: int | None = None) -> list[int]:
    """The places of the papers that have a number, from this page on; of those that begin by `until`."""
    paper = batch_records.BatchPaper
    query = select(paper.position).where(paper.batch_id == row.id, paper.last >= page)
    if until is not None:
        query = query.where(paper.first <= until)
    return list(session.scalars(query.where(paper.notice_id.is_not(None)).order_by(paper.position)))


def at_place(
    session: Session, row: batch_records.Batch, place: int
) -> tuple[batch_records.BatchPaper, records.Notice]:
    """A paper of a batch that has a number."""
    paper = session.get_one(batch_records.BatchPaper, (row.id, place))
    return paper, session.get_one(records.Notice, paper.notice_id)


def record_batch(
    office: Office, session: Session, row: batch_records.Batch, verb: Verb, /, **detail: object
) -> None:
    """Write the event of an act on a batch."""
    office.record(session, verb, township=row.township, detail={"batch": row.id, **detail})


def mark_again(
    office: Office, session: Session, row: batch_records.Batch, places: Iterable[int], reason: str
) -> None:
    """The next print of these papers is a further one: it bears 补打, and the reason stands on the record."""
    for place in places:
        paper, notice = at_place(session, row, place)
        paper.reprint = notice.prints = max(notice.prints, 1)
        record_notice(
            office, session, notice, Verb.REPRINTED, prints=notice.prints + 1, reason=reason, batch=row.id
        )
        session.expire(notice)


def mark_printed_elsewhere(office: Office, session: Session, row: batch_records.Batch) -> None:
    """What somebody has printed from its case in the meantime is no first print any more."""
    paper, notice = batch_records.BatchPaper, records.Notice
    found = session.scalars(
        select(paper.position)
        .join(notice, notice.id == paper.notice_id)
        .where(paper.batch_id == row.id, paper.first > row.sent)
        .where(notice.prints > paper.reprint, notice.voided == "")
        .order_by(paper.position)
    ).all()
    mark_again(office, session, row, found, _("It was printed from its case while the batch waited."))


def hand_over(office: Office, session: Session, row: batch_records.Batch, last: int) -> None:
    """The pages up to this one are on their way: their papers count as printed from now on."""
    paper, notice = batch_records.BatchPaper, records.Notice
    first = row.sent + 1
    among = (paper.batch_id == row.id, paper.last >= first, paper.first <= last)
    prints = select(paper.reprint + 1).where(*among, paper.notice_id == notice.id).scalar_subquery()
    session.execute(
        update(notice)
        .where(notice.id.in_(select(paper.notice_id).where(*among)), notice.prints < prints)
        .values(prints=prints)
        .execution_options(synchronize_session=False)
    )
    row.sent = last
    record_batch(office, session, row, Verb.BATCH_PRINTED, first=first, last=last)


def take_back(session: Session, row: batch_records.Batch, page: int) -> None:
    """What was handed over from this page on, and begins there, has not come out after all."""
    paper, notice = batch_records.BatchPaper, records.Notice
    among = (paper.batch_id == row.id, paper.first >= page, paper.first <= row.sent)
    before = select(paper.reprint).where(*among, paper.notice_id == notice.id).scalar_subquery()
    session.execute(
        update(notice)
        .where(notice.id.in_(select(paper.notice_id).where(*among)), notice.prints == before + 1)
        .values(prints=before)
        .execution_options(synchronize_session=False)
    )


def settle(office: Office, row: batch_records.Batch) -> None:
    """What state the pages leave the batch in, once nothing is on its way."""
    row.ended_at = None
    if row.handled < row.papers:
        row.state = BatchState.ISSUING
    elif row.good >= row.pages:
        row.state, row.ended_at = BatchState.DONE, office.now()
    elif row.sent >= row.pages:
        row.state = BatchState.PRINTED
    else:
        row.state = BatchState.READY


def print_of(office: Office, session: Session, notice: records.Notice, reprint: int = 0) -> Print:
    """How a numbered paper is printed now."""
    return Print(
        training=office.invented,
        reprint=reprint,
        created=notice.issued_at,
        large=in_large_type(session, notice.case_id),
    )


def proven(session: Session, case: records.Case) -> frozenset[str]:
    """The letters of a case for whose delivery a proof has a number already: one is enough in a batch."""
    row = records.Notice
    kept = session.scalars(
        select(row.content).where(row.case_id == case.id, row.kind == "D25", row.voided == "")
    )
    return frozenset(str(content.get("document_number", "")) for content in kept)


def title_of(kinds: list[str]) -> str:
    """How a batch is called: by its kind of paper, or by the first of several."""
    first = KINDS[kinds[0]].title
    if len(kinds) == 1:
        return first
    return _("{title} and {n} more kinds", title=first, n=len(kinds) - 1)
