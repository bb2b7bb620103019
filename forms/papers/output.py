"""From the ticked papers to the printer or into a folder: issued first, then put out, and it is told how."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog

from counter.errors import CounterError
from counter.progress import Progress
from counter.services.office import Office
from counter.text import _, ngettext
from forms import jobs, messages
from forms.page import Page
from forms.papers import issuing, printers
from forms.papers.printer_choice import PrinterChoice
from forms.papers.printers import Ready
from forms.papers.set_list import SetList
from forms.papers.sheets import Sheet
from forms.reason_dialog import ReasonDialog

FOLDER = "papers"
"""Below the office's folder: where papers go when there is no printer."""

PutOut = Callable[..., tuple[str, ...]]
Done = Callable[[tuple[str, ...]], None]


class Output(QObject):
    """Numbers that were given out but never came out of a printer are printed again as the first print."""

    said = Signal(str)
    troubled = Signal(str)
    """What went wrong, or is missing, in a sentence."""
    changed = Signal()
    """Papers were issued, or the work began or ended."""

    def __init__(self, page: Page, papers: SetList, choice: PrinterChoice) -> None:
        super().__init__(page)
        self._page = page
        self._papers = papers
        self._choice = choice
        self._not_out: set[str] = set()
        self.number = ""
        self.busy = False

    def print_set(self) -> None:
        """Issue what is ticked and print it on the printers that are remembered, without a question."""
        if self._choice.has_printers:
            self._choice.remember()
            self._issue(partial(printers.print_all, names=self._choice.names()), self._printed)
        else:
            self.save_into(self._page.office.settings.office_dir / FOLDER / self.number)

    def print_by_dialog(self) -> None:
        """Issue what is ticked and print it as one says in the printer's own dialog."""
        if not self._choice.has_printers:
            self.troubled.emit(_("This computer has no printer. Save the papers as PDF with Ctrl+E."))
            return
        if self._nothing_ticked():
            return
        printer = printers.open_printer(self._choice.names()["A4"])
        dialog = QPrintDialog(printer, self._page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(partial(self._print_on, printer))
        QDialog.open(dialog)

    def _print_on(self, printer: QPrinter) -> None:
        self._issue(partial(printers.print_on, printer=printer), self._printed)

    def save_set(self) -> None:
        """Issue what is ticked and save the very PDFs into a folder that one chooses."""
        if self._nothing_ticked():
            return
        dialog = QFileDialog(self._page, _("Folder for the papers"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._save_chosen)
        dialog.open()

    def _save_chosen(self, folder: str) -> None:
        self.save_into(Path(folder))

    def save_into(self, folder: Path) -> None:
        self._issue(partial(printers.save_all, folder=folder), partial(self._saved, folder))

    def _nothing_ticked(self) -> bool:
        if self._papers.sheets.ticked():
            return False
        self.troubled.emit(_("Tick what is to be printed with the space bar."))
        self._papers.setFocus()
        return True

    # --- issuing -----------------------------------------------------------------------------------

    def _issue(self, put_out: PutOut, done: Done) -> None:
        """Issue the ticked papers, asking why for those that are out already, then put them out."""
        if self.busy or self._nothing_ticked():
            return
        sheets = self._papers.sheets.ticked()
        again = [sheet for sheet in sheets if sheet.number and sheet.number not in self._not_out]
        if not again:
            self._issue_now(sheets, put_out, done, "")
            return
        dialog = ReasonDialog(
            self._page,
            title=ngettext("{n} paper was printed before", "{n} papers were printed before", len(again)),
            text=_("The print will bear how often it was printed. Why again?"),
            reasons=[
                _("The printer jammed or the print is unreadable."),
                _("The paper was lost."),
                _("A further copy is needed."),
            ],
            act=_("Print again (Ctrl+Enter)"),
        )
        dialog.given.connect(partial(self._issue_now, sheets, put_out, done))
        dialog.open()

    def _issue_now(self, sheets: tuple[Sheet, ...], put_out: PutOut, done: Done, why: str) -> None:
        self.busy = True
        self.troubled.emit("")
        self.said.emit(_("Being issued …"))
        self.changed.emit()
        work = partial(
            _issue_in_job, self._page.office, self.number, sheets, why=why, not_out=frozenset(self._not_out)
        )
        jobs.start_long(
            self,
            work,
            progressed=self._show_progress,
            succeeded=partial(self._put_out, put_out, done),
            refused=self._failed,
        )

    def _put_out(self, put_out: PutOut, done: Done, ready: tuple[Ready, ...]) -> None:
        # Until the printer has taken them they are numbered, but not out.
        self._not_out.update(one.number for one in ready)
        jobs.start_long(
            self,
            partial(_in_job, put_out, ready),
            progressed=self._show_progress,
            succeeded=partial(self._is_out, done),
            refused=self._failed,
            ended=self._set_free,
        )

    def _is_out(self, done: Done, numbers: tuple[str, ...]) -> None:
        self._not_out.difference_update(numbers)
        done(numbers)

    def _printed(self, numbers: tuple[str, ...]) -> None:
        self.said.emit(_("Printed: {numbers}", numbers=list(numbers)))

    def _saved(self, folder: Path, numbers: tuple[str, ...]) -> None:
        papers = ngettext("{n} paper", "{n} papers", len(numbers))
        self.said.emit(_("{papers} saved in {folder}", papers=papers, folder=str(folder)))
        self._choice.offer_folder(folder)

    def _failed(self, refused: CounterError) -> None:
        self._set_free()
        self.troubled.emit(messages.text_of(refused))

    def _show_progress(self, done: int, total: int) -> None:
        self.said.emit(_("Being printed: {done} of {total}", done=done, total=total))

    def _set_free(self) -> None:
        if self.busy:
            self.busy = False
            self.changed.emit()


def _issue_in_job(
    office: Office,
    number: str,
    sheets: tuple[Sheet, ...],
    progress: Progress,
    *,
    why: str,
    not_out: frozenset[str],
) -> tuple[Ready, ...]:
    return issuing.issue_all(office, number, sheets, why=why, not_out=not_out, progress=progress)


def _in_job(put_out: PutOut, ready: tuple[Ready, ...], progress: Progress) -> tuple[str, ...]:
    return put_out(ready, progress=progress)
