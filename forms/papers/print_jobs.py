"""The print jobs of this program: handed to which printer, what became of each, what never came out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from counter.errors import CounterError, Verbatim
from counter.text import BEIJING, _
from forms import jobs
from forms.papers import cups
from forms.papers.cups import State, Told
from forms.papers.printers import PrinterMemory
from forms.papers.sending import Sent

_KEPT, _NOT_OUT = "prints/jobs", "prints/not_out"
MOST = 80
"""How many jobs are remembered; they are a day's or two."""
EVERY = 5000
"""Milliseconds between two looks, while something is still to come out."""
_OPEN = frozenset({State.WAITING, State.PRINTING, State.STOPPED})


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A job as it was handed over; `job` is its number in the queue, empty where none can be asked.

    `ended` is what it came to, once that is known.
    """

    job: str
    printer: str
    number: str
    title: str
    case: str
    copies: int
    sent_at: str
    prints: int = 1
    ended: str = ""

    @property
    def told(self) -> Told | None:
        return Told(State[self.ended]) if self.ended else None


class PrintJobs(QObject):
    """Kept beside the office, so that a jam noticed after the break is dealt with after the break."""

    changed = Signal()
    stands_still = Signal(str)
    """The first job that does not go on, in a sentence; empty once all go on."""
    refused = Signal(object)

    def __init__(self, memory: PrinterMemory, parent: QObject) -> None:
        super().__init__(parent)
        self._memory = memory
        self._told: dict[str, Told] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.look)
        self._looking: jobs.Latest[dict[str, Told]] = jobs.Latest(
            self, succeeded=self._looked, refused=self._stop
        )

    # --- what is kept ------------------------------------------------------------------------------

    def all(self) -> list[PrintJob]:
        """The latest first."""
        kept = [job_of(one) for one in _read(self._memory, _KEPT)]
        return [one for one in kept if one is not None]

    def _keep(self, kept: Sequence[PrintJob]) -> None:
        self._memory.keep(_KEPT, json.dumps([asdict(one) for one in kept[:MOST]], ensure_ascii=False))

    def add(self, sent: Sequence[Sent], at: datetime) -> None:
        """Printers have taken these; what becomes of them is watched."""
        self.note(sent, at)
        self.look()

    def note(self, sent: Iterable[Sent], at: datetime) -> None:
        """Printers have taken these."""
        sent_at = f"{at.astimezone(BEIJING):%m-%d %H:%M}"
        fresh = [
            PrintJob(
                one.job,
                one.printer,
                one.paper.number,
                one.paper.title,
                one.paper.case,
                one.paper.copies,
                sent_at,
                one.paper.prints,
            )
            for one in sent
        ]
        # A number of a queue that was set up anew is given a second time.
        again = {one.job for one in fresh}
        self._keep([*reversed(fresh), *(one for one in self.all() if not one.job or one.job not in again)])
        self.changed.emit()

    def not_out(self) -> dict[str, int]:
        """Numbers whose latest print never came out of a printer, each with which print that was."""
        kept = _read(self._memory, _NOT_OUT)
        pairs = [one for one in kept if isinstance(one, list) and len(one) == 2]
        return {str(number): prints for number, prints in pairs if isinstance(prints, int)}

    def keep_not_out(self, numbers: Mapping[str, int], *, came_out: Iterable[str] = ()) -> None:
        """A print that never came out is made again uncounted, as long as nobody printed since."""
        out = set(came_out)
        kept = {**self.not_out(), **numbers}
        pairs = [[number, prints] for number, prints in kept.items() if number and number not in out]
        self._memory.keep(_NOT_OUT, json.dumps(pairs[-MOST:], ensure_ascii=False))

    # --- what became of them -----------------------------------------------------------------------

    def told(self, one: PrintJob) -> Told | None:
        """What is known of a job; None where its printer's queue cannot be asked, or was not yet."""
        return one.told or self._told.get(one.job)

    def look(self) -> None:
        """Ask the queue."""
        if any(one.job and not one.ended for one in self.all()):
            self._timer.start()
            self._looking.ask(cups.states)
        else:
            self._timer.stop()
            self.stands_still.emit("")

    def _looked(self, told: dict[str, Told]) -> None:
        self._told = told
        before = self.all()
        kept = [self._as_told(one) for one in before]
        if kept != before:
            self._keep(kept)
        stopped = [one for one in kept if not one.ended and one.job and _stands(told.get(one.job))]
        self.stands_still.emit(_sentence(stopped[-1]) if stopped else "")
        if not any(one.job and not one.ended for one in kept):
            self._timer.stop()
        self.changed.emit()

    def _as_told(self, one: PrintJob) -> PrintJob:
        if not one.job or one.ended:
            return one
        found = self._told.get(one.job, Told(State.GONE))
        if found.state not in _OPEN:
            return replace(one, ended=found.state.name)
        return one

    def _stop(self, _refused: CounterError) -> None:
        self._timer.stop()

    def stop(self) -> None:
        """Nobody looks any more."""
        self._timer.stop()
        self._looking.forget()

    # --- what is done with them --------------------------------------------------------------------

    def withdraw(self, one: PrintJob) -> None:
        """Take a job back from the queue; where it had not begun, its paper never came out."""
        jobs.start(
            self,
            partial(cups.withdraw, one.job),
            succeeded=partial(self._withdrawn, one),
            refused=self._refuse,
        )

    def _withdrawn(self, one: PrintJob, _result: object) -> None:
        known = self._told.get(one.job)
        if one.number and known is not None and known.state is State.WAITING:
            self.keep_not_out({one.number: one.prints})
        self._keep(
            [
                replace(kept, ended=State.CANCELLED.name) if kept.job == one.job else kept
                for kept in self.all()
            ]
        )
        self.changed.emit()
        self.look()

    def let_go_on(self, printer: str) -> None:
        """Let a printer that stands still go on."""
        jobs.start(self, partial(cups.go_on, printer), succeeded=self._goes_on, refused=self._refuse)

    def _goes_on(self, _result: object) -> None:
        self.look()

    def _refuse(self, refused: CounterError) -> None:
        self.refused.emit(refused)
        self.look()


def _stands(told: Told | None) -> bool:
    return told is not None and told.state is State.STOPPED


def _sentence(one: PrintJob) -> str:
    return _(
        "{paper} does not come out of {printer}. Ctrl+J shows why, and what to do.",
        paper=Verbatim(one.number or one.title),
        printer=Verbatim(one.printer),
    )


def job_of(kept: object) -> PrintJob | None:
    """A job as it was kept; None where another edition of the program kept it otherwise."""
    try:
        return PrintJob(**kept) if isinstance(kept, dict) else None
    except TypeError:
        return None


def _read(memory: PrinterMemory, key: str) -> list[object]:
    """A list that was kept; what cannot be read is as if nothing had been."""
    try:
        found = json.loads(memory.text(key) or "[]")
    except ValueError:
        return []
    return found if isinstance(found, list) else []
