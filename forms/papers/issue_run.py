"""Papers on their way out of the window: numbered first, then put out; until then known as not out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from counter.errors import CounterError
from counter.progress import Progress
from counter.services.office import Office
from counter.text import _, ngettext
from forms import jobs, messages
from forms.page import Page
from forms.papers import issuing
from forms.papers.print_jobs import PrintJobs
from forms.papers.printers import PrinterMemory
from forms.papers.sending import Out, Ready
from forms.papers.sheets import Sheet
from forms.reason_dialog import ReasonDialog

PutOut = Callable[..., Out]
Done = Callable[[Out], None]


class IssueRun(QObject):
    """One at a time. Numbers that never came out of a printer are printed again as the first print."""

    said = Signal(str)
    troubled = Signal(str)
    """What went wrong, or is missing, in a sentence."""
    changed = Signal()
    """Papers were issued, or the work began or ended."""

    def __init__(self, page: Page, memory: PrinterMemory) -> None:
        super().__init__(page)
        self._page = page
        self._memory = memory
        self.jobs = PrintJobs(memory, self)
        self.number = ""
        self.step = ""
        self.busy = False

    def _issue(self, sheets: Sequence[Sheet], put_out: PutOut, done: Done, *, why: str = "") -> None:
        """Issue these papers, asking why for those that are out already, then put them out."""
        if self.busy:
            return
        never_out = self.jobs.not_out()
        again = [one for one in sheets if one.prints and never_out.get(one.number) != one.prints]
        if not again or why:
            self._issue_now(tuple(sheets), put_out, done, never_out, why)
            return
        dialog = ask_why(self._page, len(again))
        dialog.given.connect(partial(self._issue_now, tuple(sheets), put_out, done, never_out))
        dialog.open()

    def _issue_now(
        self,
        sheets: tuple[Sheet, ...],
        put_out: PutOut,
        done: Done,
        never_out: dict[str, int],
        why: str,
        *,
        out_already: frozenset[str] = frozenset(),
    ) -> None:
        """`out_already`: numbers of which nothing is printed now, so that nothing is noted of them."""
        self._begin()
        for sheet in sheets:
            if sheet.notice is None:
                self._memory.remember_copies(
                    self.step, sheet.wanted.kind, sheet.copies, usual=sheet.wanted.copies
                )
        work = partial(_issue_in_job, self._page.office, self.number, sheets, why=why, never_out=never_out)
        jobs.start_long(
            self,
            work,
            progressed=self._show_progress,
            succeeded=partial(self._put_out, put_out, done, out_already=out_already),
            refused=self._failed,
        )

    def _begin(self) -> None:
        self.busy = True
        self.troubled.emit("")
        self.said.emit(_("Being issued …"))
        self.changed.emit()

    def _put_out(
        self,
        put_out: PutOut,
        done: Done,
        ready: tuple[Ready, ...],
        *,
        out_already: frozenset[str] = frozenset(),
    ) -> None:
        # Until the printer has taken them they are numbered, but not out.
        self.jobs.keep_not_out({one.number: one.prints for one in ready if one.number not in out_already})
        jobs.start_long(
            self,
            partial(_in_job, put_out, ready),
            progressed=self._show_progress,
            succeeded=done,
            refused=self._failed,
            ended=self._set_free,
        )

    def _failed(self, refused: CounterError) -> None:
        self._set_free()
        self.troubled.emit(messages.text_of(refused))

    def _show_progress(self, done: int, total: int) -> None:
        self.said.emit(_("Being printed: {done} of {total}", done=done, total=total))

    def _set_free(self) -> None:
        if self.busy:
            self.busy = False
            self.changed.emit()


def jam() -> str:
    """The reason that is noted where a key prints again without asking."""
    return _("The printer jammed or the print is unreadable.")


def ask_why(parent: QWidget, count: int) -> ReasonDialog:
    """The dialog that asks why so many papers are printed once more."""
    return ReasonDialog(
        parent,
        title=ngettext("{n} paper was printed before", "{n} papers were printed before", count),
        text=_("The print will bear how often it was printed. Why again?"),
        reasons=[jam(), _("The paper was lost."), _("A further copy is needed.")],
        act=_("Print again (Ctrl+Enter)"),
    )


def _issue_in_job(
    office: Office,
    number: str,
    sheets: tuple[Sheet, ...],
    progress: Progress,
    *,
    why: str,
    never_out: dict[str, int],
) -> tuple[Ready, ...]:
    return issuing.issue_all(office, number, sheets, why=why, never_out=never_out, progress=progress)


def _in_job(put_out: PutOut, ready: tuple[Ready, ...], progress: Progress) -> Out:
    return put_out(ready, progress=progress)
