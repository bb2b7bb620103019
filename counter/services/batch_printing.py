"""The pages of a batch on their way to paper: into a file or to a printer, and on after a jam or a kill."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.batches import MAY_JAM, Batch, BatchState, restart
from counter.cases.casefile import Verb
from counter.errors import Refused, Stale
from counter.letters.pdffile import About
from counter.progress import Progress, silent
from counter.services.batch_drawing import Drawn, Otherwise, Span, count_again
from counter.services.batch_rows import (
    batch_of,
    batch_row,
    hand_over,
    mark_again,
    mark_printed_elsewhere,
    places_from,
    record_batch,
    settle,
    take_back,
)
from counter.services.office import Office
from counter.services.referral_rows import required
from counter.store import batch_records, records
from counter.text import N_

AT_ONCE = 20
"""Pages that go to a printer together; as many at most are in doubt after a jam."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Some pages on their way to the printer, as a PDF; when they came out, `came_out` is told so."""

    first: int
    last: int
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Written:
    """The file that holds pages `first` to `last` of a batch."""

    file: Path
    first: int
    last: int


def write(office: Office, batch_id: int, folder: Path, progress: Progress = silent) -> Written:
    """Write all pages still to come into one file; it stands under its name only when it is whole.

    Whoever holds the file has the papers, so they count as printed. Stopped or killed, it is written again
    under the same name.
    """
    from counter.letters.batch import write_file

    batch, papers = _next_pages(office, batch_id)
    if not papers:
        raise Refused("Every paper of batch {number} is void by now.", field="number", number=batch.id)
    drawn = Drawn(office, batch, papers, progress)
    again = max(one.reprint for one in papers)
    name = f"batch-{batch.id:04d}-p{batch.sent + 1}-{batch.pages}{f'-again-{again}' if again else ''}.pdf"
    file = folder / name
    try:
        write_file(file, _about(batch), drawn.papers(), skip=drawn.skip, watch=drawn.watch)
    except Otherwise as changed:
        count_again(office, batch_id, changed)
        return write(office, batch_id, folder, progress)
    _handed_over(office, batch, batch.pages, BatchState.PRINTED)
    return Written(file, batch.sent + 1, batch.pages)


def next_portion(office: Office, batch_id: int, most: int = AT_ONCE) -> Portion | None:
    """The next pages for a printer, of one kind of paper; they are on their way from now on.

    None when all are handed over. Raises `Refused` while nobody has said how the pages before came out.
    """
    from counter.letters.batch import write

    batch, papers = _next_pages(office, batch_id, most)
    if not papers:
        return None
    out = BytesIO()
    drawn = Drawn(office, batch, papers, silent)
    try:
        for printed in write(out, _about(batch), drawn.papers(), skip=drawn.skip):
            drawn.watch(printed)
    except Otherwise as changed:
        count_again(office, batch_id, changed)
        return next_portion(office, batch_id, most)
    last = papers[-1].last
    _handed_over(office, batch, last, BatchState.PRINTING)
    return Portion(batch.sent + 1, last, out.getvalue())


def came_out(office: Office, batch_id: int, last: int) -> Batch:
    """The printer took the pages up to this one without a complaint; the next ones may follow."""
    with office.write() as session:
        row = batch_row(office, session, batch_id)
        if row.state is BatchState.PRINTING and row.sent == last:
            settle(office, row)
        return batch_of(row)


def not_taken(office: Office, batch_id: int, portion: Portion) -> Batch:
    """The printer refused these pages: none of them came out, and they are the next ones again."""
    with office.write() as session:
        row = batch_row(office, session, batch_id)
        if row.state is BatchState.PRINTING and row.sent == portion.last:
            take_back(session, row, portion.first)
            record_batch(office, session, row, Verb.BATCH_JAMMED, last_good=portion.first - 1, sent=row.sent)
            row.sent = portion.first - 1
            settle(office, row)
        return batch_of(row)


def take_up(office: Office, batch_id: int, *, last_good: int, reason: str = "") -> Batch:
    """After a jam or a kill: page `last_good` was the last one to come out well; go on with the next one.

    Papers of pages that were told to be good before are printed once more, whole, and bear 补打 with the
    `reason`. All others go on as their first print.
    """
    with office.write() as session:
        row = batch_row(office, session, batch_id)
        if row.state not in MAY_JAM:
            raise Refused("Batch {number} is not being printed.", field="number", number=row.id)
        if not 0 <= last_good <= row.sent:
            raise Refused(
                "Pages 1 to {sent} of this batch went to the printer; give the last one of them that came "
                "out well, or 0 for none.",
                field="last_good",
                sent=row.sent,
            )
        again = restart(last_good, told_good=row.good, first_of_next=_first_at(session, row, last_good + 1))
        if again.marked:
            required(
                reason, "reason", N_("These pages were told to be good. Say why they are printed again.")
            )
            places = places_from(session, row, again.page, again.marked)
            mark_again(office, session, row, places, reason.strip())
        take_back(session, row, again.page)
        record_batch(
            office,
            session,
            row,
            Verb.BATCH_JAMMED,
            last_good=last_good,
            sent=row.sent,
            told_good=row.good,
            **({"reason": reason.strip()} if reason.strip() else {}),
        )
        row.sent = row.good = again.page - 1
        settle(office, row)
        return batch_of(row)


# --- steps ---------------------------------------------------------------------------------------


def _first_at(session: Session, row: batch_records.Batch, page: int) -> int:
    """The first page of the paper that this page belongs to; the page itself behind the last one."""
    paper = batch_records.BatchPaper
    found = session.scalar(
        select(paper.first)
        .where(paper.batch_id == row.id, paper.last >= page, paper.first > 0)
        .order_by(paper.last)
        .limit(1)
    )
    return page if found is None else found


def _next_pages(office: Office, batch_id: int, most: int | None = None) -> tuple[Batch, list[Span]]:
    """What is printed next: everything, or about so many pages of one kind of paper.

    Raises `Refused` where there is nothing to print, or where somebody must first say what came out.
    """
    paper, notice = batch_records.BatchPaper, records.Notice
    with office.write() as session:
        row = batch_row(office, session, batch_id)
        _refuse_unready(row)
        mark_printed_elsewhere(office, session, row)
        session.flush()
        found = session.execute(
            select(
                paper.position, paper.kind, notice.id, paper.copies, paper.first, paper.last, paper.reprint
            )
            .join(notice, notice.id == paper.notice_id)
            .where(paper.batch_id == row.id, paper.last > row.sent, notice.voided == "")
            .order_by(paper.position)
            .limit(most)
        )
        spans = [Span(*one) for one in found]
        if not spans:
            # What is left was declared void in the meantime.
            row.sent = row.pages
            settle(office, row)
        return batch_of(row), spans if most is None else _together(spans, row.sent + most)


def _refuse_unready(row: batch_records.Batch) -> None:
    match row.state:
        case BatchState.READY:
            return
        case BatchState.ISSUING:
            text = N_("The papers of batch {number} have not all got their numbers yet.")
        case BatchState.PRINTING:
            text = N_(
                "Pages of batch {number} up to {sent} were on their way to the printer. Say which one came "
                "out well last; it goes on with the next."
            )
        case BatchState.PRINTED:
            text = N_(
                "All {sent} pages of batch {number} were handed over. Say that they came out well, or which "
                "one was the last to do so."
            )
        case _:
            text = N_("Batch {number} has ended already.")
    raise Refused(text, field="last_good", number=row.id, sent=row.sent)


def _together(spans: list[Span], until: int) -> list[Span]:
    """The first papers, of one kind and so of one size, that end by this page; at least one."""
    kind = spans[0].kind if spans else ""
    count = 1
    while count < len(spans) and spans[count].kind == kind and spans[count].last <= until:
        count += 1
    return spans[:count]


def _about(batch: Batch) -> About:
    return About(f"{batch.title} {batch.id}", created=batch.begun_at)


def _handed_over(office: Office, batch: Batch, last: int, state: BatchState) -> None:
    with office.write() as session:
        row = batch_row(office, session, batch.id)
        if (row.sent, row.state) != (batch.sent, BatchState.READY):
            raise Stale("Another window is printing batch {number} just now.", number=row.id)
        hand_over(office, session, row, last)
        row.state = state
