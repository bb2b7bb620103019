"""A batch under way beside the window: numbered, then printed portion by portion or saved as one file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from counter.cases.batches import Batch, BatchState
from counter.errors import CounterError
from counter.progress import Progress
from counter.services import batch_printing, batches
from counter.services.batch_printing import Written
from counter.services.office import Office
from counter.text import _
from forms import jobs, messages
from forms.jobs import Job
from forms.papers import sending
from forms.papers.print_jobs import PrintJobs
from forms.papers.printer_choice import PrinterChoice
from forms.papers.printers import Plan
from forms.papers.sending import Ready, Sent

T = TypeVar("T")


class BatchWork(QObject):
    """One batch at a time; `pause` stops it between two papers, or between two portions of pages."""

    said = Signal(str)
    troubled = Signal(str)
    progressed = Signal(int, int)
    """Papers that have their numbers, or pages handed over, and how many there are."""
    changed = Signal()
    """A batch was begun, went on, or stopped."""
    saved = Signal(object)
    """The file in which all pages stand (`Path`)."""

    def __init__(self, office: Office, choice: PrinterChoice, owner: QObject) -> None:
        super().__init__(owner)
        self._office = office
        self._choice = choice
        self._job: Job | None = None
        self._sent: list[Sent] = []
        self.jobs = PrintJobs(choice.memory, self)
        self.jobs.stands_still.connect(self._stands_still)
        self.running: int | None = None
        """The number of the batch that is under way here."""
        self.issuing = False

    def go_on(self, batch_id: int, folder: Path | None = None) -> None:
        """Number what has no number, then print the pages to come; into one file where a folder is named."""
        if self.running is not None:
            return
        self.running, self.issuing = batch_id, True
        self.troubled.emit("")
        self._job = jobs.start_long(
            self,
            partial(_issue, self._office, batch_id),
            progressed=self.progressed.emit,
            succeeded=partial(self._issued, folder),
            refused=self._failed,
            ended=self._maybe_paused,
        )
        self.changed.emit()

    def _issued(self, folder: Path | None, batch: Batch) -> None:
        self.issuing = False
        if batch.state is not BatchState.READY:
            self._stopped()
            return
        # What one reads before the printer runs: how many pages there are.
        self.progressed.emit(batch.sent, batch.pages)
        self.changed.emit()
        if folder is not None:
            self._start(partial(_write, self._office, batch.id, folder), self._written)
        else:
            plan = self._choice.plan()
            self._start(partial(_print, self._office, batch.id, plan, self._sent), self._printed)

    def _start(self, work: Callable[..., T], done: Callable[[T], object]) -> None:
        self._job = jobs.start_long(
            self,
            work,
            progressed=self.progressed.emit,
            succeeded=done,
            refused=self._failed,
            ended=self._stopped,
        )

    def pause(self) -> None:
        """Stop behind the paper or the pages under way; it goes on from there."""
        if self._job is not None:
            self._job.cancel()
            self.said.emit(_("It stops behind what is under way …"))

    def _stands_still(self, text: str) -> None:
        # That all printers run again takes back no other trouble.
        if text:
            self.troubled.emit(text)

    def _maybe_paused(self) -> None:
        if self.issuing:
            self._stopped()

    def _printed(self, batch: Batch) -> None:
        self.said.emit(
            _(
                "All {pages} pages are handed over. Look at the last one; D says that all are well.",
                pages=batch.pages,
            )
        )

    def _written(self, written: Written) -> None:
        self.said.emit(_("Saved: {path}", path=str(written.file)))
        self.saved.emit(written.file)

    def _failed(self, refused: CounterError) -> None:
        self.troubled.emit(messages.text_of(refused))

    def _stopped(self) -> None:
        if self._sent:
            self.jobs.add(self._sent, self._office.now())
            self._sent = []
        self.running, self.issuing, self._job = None, False, None
        self.changed.emit()


def _issue(office: Office, batch_id: int, progress: Progress) -> Batch:
    return batches.issue(office, batch_id, progress)


def _write(office: Office, batch_id: int, folder: Path, progress: Progress) -> Written:
    folder.mkdir(parents=True, exist_ok=True)
    return batch_printing.write(office, batch_id, folder, progress)


def _print(office: Office, batch_id: int, plan: Plan, sent: list[Sent], progress: Progress) -> Batch:
    """Each portion is told of before the next one: after a jam no more than one is in doubt."""
    found = batches.batch(office, batch_id)
    progress(found.sent, found.pages)
    while (portion := batch_printing.next_portion(office, batch_id)) is not None:
        title = _(
            "Batch {number}, pages {first}–{last}", number=batch_id, first=portion.first, last=portion.last
        )
        try:
            sent.append(sending.send(Ready("", portion.pdf, 1, title=title), plan))
        except CounterError:
            batch_printing.not_taken(office, batch_id, portion)
            raise
        found = batch_printing.came_out(office, batch_id, portion.last)
        progress(found.sent, found.pages)
    return found
