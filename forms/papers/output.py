"""From the ticked papers to the printer or into a folder: issued first, then put out, and it is told how."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from counter.errors import Verbatim
from counter.text import _, ngettext
from forms import jobs, messages
from forms.page import Page
from forms.papers import files, issuing, sending
from forms.papers.issue_run import IssueRun, PutOut, ask_why, jam
from forms.papers.print_jobs import PrintJob
from forms.papers.print_queue import PrintQueue
from forms.papers.printer_choice import PrinterChoice
from forms.papers.printer_dialog import PrinterDialog
from forms.papers.sending import Out
from forms.papers.set_list import SetList
from forms.papers.sheets import Sheet

FOLDER = "papers"
"""Below the office's folder: where papers go when there is no printer."""


class Output(IssueRun):
    """What the keys of the page ask for: print, print again after a jam, save as PDF or Word."""

    def __init__(self, page: Page, papers: SetList, choice: PrinterChoice) -> None:
        super().__init__(page, choice.memory)
        self._papers = papers
        self._choice = choice
        self._last: tuple[str, ...] = ()
        choice.dialog_wanted.connect(self.print_by_dialog)

    # --- what is asked for -------------------------------------------------------------------------

    def print_set(self) -> None:
        """Issue what is ticked and print it on the printers that are remembered, without a question."""
        if self._choice.names is None:
            self.said.emit(_("The computer is asked for its printers …"))
        self._choice.when_known(self._print_ticked)

    def _print_ticked(self) -> None:
        if self._nothing_ticked():
            return
        if self._choice.has_printers:
            self._issue(self._papers.sheets.ticked(), self._printing(), self._printed)
        else:
            self.save_into(self._page.office.settings.office_dir / FOLDER / self.number)

    def _printing(self) -> PutOut:
        return partial(sending.send_all, plan=self._choice.plan())

    def print_by_dialog(self) -> None:
        """The printers and trays; from there what is ticked is printed as the dialog says."""
        self._choice.when_known(self._open_dialog)

    def _open_dialog(self) -> None:
        if not self._choice.has_printers:
            self.troubled.emit(_("This computer has no printer. Save the papers as PDF with Ctrl+E."))
            return
        dialog = PrinterDialog(self._page, self._choice, prints=_("Issue and print"))
        dialog.printing_wanted.connect(self.print_set)
        dialog.open()

    def print_again_at_once(self) -> None:
        """The printer jammed: the paper of the row once more, without a question; the reason is on record."""
        sheet = self._papers.current()
        if sheet is None or sheet.notice is None or not sheet.may_be_printed:
            self.troubled.emit(_("Only a paper that was issued and is not void can be printed again."))
            return
        self._again((sheet,))

    def print_last_again(self) -> None:
        """The printer jammed: everything of the last printing once more."""
        sheets = [one for one in self._papers.sheets.sheets if one.number and one.number in self._last]
        if sheets:
            self._again(tuple(one for one in sheets if one.may_be_printed))
        else:
            self.troubled.emit(_("Nothing of this case was printed a moment ago."))

    def _again(self, sheets: tuple[Sheet, ...]) -> None:
        if self._choice.names is None:
            self._choice.when_known(partial(self._again, sheets))
        elif self._choice.has_printers:
            self._issue(sheets, self._printing(), self._printed, why=jam())
        else:
            folder = self._page.office.settings.office_dir / FOLDER / self.number
            work = partial(sending.save_all, folder=folder)
            self._issue(sheets, work, partial(self._saved, folder), why=jam())

    def show_queue(self) -> None:
        """Ctrl+J: what became of what was printed."""
        queue = PrintQueue(self._page.window(), self.jobs)
        queue.again_wanted.connect(self._ask_again)
        queue.open()

    def _ask_again(self, job: PrintJob) -> None:
        """A paper of any case once more, from the list of jobs."""
        dialog = ask_why(self._page.window(), 1)
        dialog.given.connect(partial(self._job_again, job))
        dialog.open()

    def _job_again(self, job: PrintJob, why: str) -> None:
        if self.busy or not self._choice.has_printers:
            return
        self._begin()
        never_out = self.jobs.not_out()
        work = partial(issuing.again, self._page.office, job, why=why, never_out=never_out)
        jobs.start(
            self,
            work,
            succeeded=partial(self._put_out, self._printing(), self._printed),
            refused=self._failed,
        )

    def save_set(self) -> None:
        """Issue what is ticked and save the very PDFs into a folder that one chooses."""
        self._ask_folder(self.save_into)

    def save_one(self) -> None:
        """The paper of the row as PDF under a name that one chooses; it is issued, or counted as a print."""
        sheet = self._papers.current()
        if sheet is None or not sheet.may_be_printed:
            self.troubled.emit(_("A void paper is neither printed nor saved."))
            return
        dialog = QFileDialog(self._page, _("Save as PDF"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("PDF documents (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(files.file_name(sheet.number or sheet.wanted.title, ".pdf"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(partial(_to_path, partial(self.save_one_as, sheet)))
        dialog.open()

    def save_one_as(self, sheet: Sheet, path: Path) -> None:
        self._issue((sheet,), partial(sending.save_at, path=path), partial(self._saved, path.parent))

    def save_words(self) -> None:
        """Issue what is ticked and save as Word what comes as Word."""
        if any(sheet.has_word for sheet in self._papers.sheets.ticked()):
            self._ask_folder(self.save_words_into)
        elif not self._nothing_ticked():
            self.troubled.emit(_("None of what is ticked comes as Word."))

    def _ask_folder(self, then: Callable[[Path], None]) -> None:
        if self._nothing_ticked():
            return
        dialog = QFileDialog(self._page, _("Folder for the papers"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(partial(_to_path, then))
        dialog.open()

    def save_into(self, folder: Path) -> None:
        if not self._nothing_ticked():
            work = partial(sending.save_all, folder=folder)
            self._issue(self._papers.sheets.ticked(), work, partial(self._saved, folder))

    def save_words_into(self, folder: Path) -> None:
        """What is changed in Word is no print: nothing is counted."""
        sheets = tuple(sheet for sheet in self._papers.sheets.ticked() if sheet.has_word)
        work = partial(issuing.save_words, office=self._page.office, folder=folder)
        done = partial(self._saved_words, folder)
        as_they_are = {sheet.number: sheet.prints for sheet in sheets if sheet.number}
        self._issue_now(sheets, work, done, as_they_are, "", out_already=frozenset(as_they_are))

    def _nothing_ticked(self) -> bool:
        if self._papers.sheets.ticked():
            return False
        self.troubled.emit(_("Tick what is to be printed with the space bar."))
        self._papers.setFocus()
        return True

    # --- how it went --------------------------------------------------------------------------------

    def _printed(self, out: Out) -> None:
        self._is_out(out)
        self._last = out.numbers or self._last
        self.jobs.add(out.sent, self._page.office.now())
        if out.sent:
            printers = [Verbatim(name) for name in dict.fromkeys(one.printer for one in out.sent)]
            self.said.emit(
                ngettext(
                    "{n} paper handed to {printers} (Ctrl+J: what became of it)",
                    "{n} papers handed to {printers} (Ctrl+J: what became of them)",
                    len(out.sent),
                    printers=printers,
                )
            )

    def _saved(self, folder: Path, out: Out) -> None:
        self._is_out(out)
        self._tell_folder(folder, len(out.sent))

    def _saved_words(self, folder: Path, out: Out) -> None:
        self._tell_refusal(out)
        self._tell_folder(folder, len(out.sent))

    def _is_out(self, out: Out) -> None:
        self.jobs.keep_not_out({}, came_out=out.numbers)
        self._tell_refusal(out)

    def _tell_refusal(self, out: Out) -> None:
        if out.refused is not None:
            self.troubled.emit(messages.text_of(out.refused))

    def _tell_folder(self, folder: Path, count: int) -> None:
        if count:
            papers = ngettext("{n} paper", "{n} papers", count)
            self.said.emit(_("{papers} saved in {folder}", papers=papers, folder=str(folder)))
            self._choice.offer_folder(folder)


def _to_path(then: Callable[[Path], None], folder: str) -> None:
    then(Path(folder))
