"""Papers of a batch as they are printed now, drawn from the store one at a time, their pages counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import update

from counter.cases.batches import Batch
from counter.letters.letter import Said
from counter.letters.sheets import Print
from counter.progress import Progress
from counter.services.batch_rows import at_place, batch_row, mark_again, print_of
from counter.services.notice_rows import said_of
from counter.services.office import Act, Office
from counter.store import batch_records, records
from counter.text import _

if TYPE_CHECKING:
    from counter.letters.batch import Printed


@dataclass(frozen=True, slots=True)
class Span:
    """A paper that is printed now, and on which pages of the batch."""

    place: int
    kind: str
    notice: int
    copies: int
    first: int
    last: int
    reprint: int


class Drawn:
    """The contents of some papers as they are printed now, drawn from the store one at a time.

    Of the first one the copies and the `skip` pages that came out before are left out.
    """

    def __init__(self, office: Office, batch: Batch, spans: list[Span], progress: Progress) -> None:
        self._office = office
        self._sent = batch.sent
        self._spans = spans
        self._progress = progress
        begun = max(batch.sent - spans[0].first + 1, 0) if spans else 0
        self._awaited: list[Span] = []
        self._copies, self.skip = divmod(begun, _pages(spans[0])) if spans else (0, 0)

    def papers(self) -> Iterator[tuple[Said, Print]]:
        last, out = self._spans[-1].last, self._copies
        for span in self._spans:
            self._progress(max(span.first - self._sent - 1, 0), last - self._sent)
            with self._office.read() as session:
                row = session.get_one(records.Notice, span.notice)
                self._office.allow(Act.ISSUE, township=row.township, department=row.department)
                said = said_of(session, row)
                mark = print_of(self._office, session, row, span.reprint)
            for _copy in range(span.copies - out):
                self._awaited.append(span)
                yield said, mark
            out = 0

    def watch(self, printed: Printed) -> None:
        """Each copy has the pages that were counted. Errors: Otherwise where it has not."""
        span, skipped = self._awaited.pop(0), self.skip if printed.paper == 1 else 0
        pages = printed.last - printed.first + 1 + skipped
        if pages != _pages(span):
            raise Otherwise(span, pages)


class Otherwise(Exception):
    """A paper has other pages than when it got its number: changed in Word, or in large type now."""

    def __init__(self, span: Span, pages: int) -> None:
        super().__init__(span.place, pages)
        self.place, self.pages = span.place, pages


def count_again(office: Office, batch_id: int, changed: Otherwise) -> None:
    """Give the paper the pages it has now, and move those behind it.

    What had been printed of it lies beside it with other words, so its print is a further one, whole.
    """
    paper = batch_records.BatchPaper
    with office.write() as session:
        row = batch_row(office, session, batch_id)
        one, _notice = at_place(session, row, changed.place)
        if one.first <= row.sent:
            reason = _("It was changed after a part of it had been printed.")
            mark_again(office, session, row, [changed.place], reason)
            row.sent = row.good = one.first - 1
        more = one.copies * changed.pages - (one.last - one.first + 1)
        one.last += more
        row.pages += more
        session.flush()
        session.execute(
            update(paper)
            .where(paper.batch_id == row.id, paper.position > changed.place, paper.last > 0)
            .values(first=paper.first + more, last=paper.last + more)
            .execution_options(synchronize_session=False)
        )


def _pages(span: Span) -> int:
    return (span.last - span.first + 1) // span.copies
