"""打印: the set of papers of a case, each as it will come out of the printer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter.errors import CounterError
from counter.progress import Progress
from counter.services import delivery, notices, printing
from counter.services.delivery import Handing
from counter.services.office import Office
from counter.services.printing import Proof
from counter.text import _, display, mask_name, ngettext
from forms import jobs, keys, look, messages
from forms.page import Page
from forms.papers import issuing, printers
from forms.papers.delivery_dialog import DeliveryDialog
from forms.papers.gap_list import GapList
from forms.papers.issuing import Found
from forms.papers.printer_choice import PrinterChoice
from forms.papers.printers import Ready
from forms.papers.set_list import SetList
from forms.papers.sheets import TONES, Sheet, Standing, sheets_of, standing_text
from forms.papers.viewer import Viewer
from forms.reason_dialog import ReasonDialog
from forms.rows import button, label

FOLDER = "papers"
"""Below the office's folder: where papers go when there is no printer."""
LIST_WIDTH = 372


class PapersPage(Page):
    """Ctrl+P issues and prints what is ticked; a paper printed before bears 补打 and a reason."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(office, parent)
        self._number = ""
        self._step = ""
        self._not_out: set[str] = set()
        self._busy = False
        self._finding: jobs.Latest[Found] = jobs.Latest(self, succeeded=self._found, refused=self._not_found)
        self._looking: jobs.Latest[tuple[Sheet, Proof]] = jobs.Latest(
            self, succeeded=self._looked, refused=self._not_drawn
        )
        self.list = SetList()
        self.gaps = GapList()
        self.choice = PrinterChoice(printers.PrinterMemory(office.settings.office_dir))
        self.viewer = Viewer()
        self.case_label = label("")
        self.count = label("", "small")
        self.problem = label("", "error", wrap=True)
        self.print_button = button("", "primary")
        self.case_button = button(_("To the case (Enter)"), "quiet")
        self.save_button = button(_("Save as PDF (Ctrl+E)"))
        self.word_button = button(_("Save as Word (W)"))
        self.deliver_button = button(_("Delivered (D)"))
        self.void_button = button(_("Void (V)"), "danger")
        self.empty = label(
            _("Nothing to print yet. Accept an application, or open a case and press F12."), "muted"
        )
        self._lay_out()
        self._connect()
        self._bind_keys()

    def title(self) -> str:
        return _("Print")

    def head(self) -> QWidget:
        return self.bar

    def _lay_out(self) -> None:
        self.bar = QWidget()
        bar = QHBoxLayout(self.bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(10)
        bar.addWidget(self.case_label)
        bar.addStretch(1)
        bar.addWidget(self.case_button)
        bar.addWidget(self.print_button)
        self.side = QFrame()
        self.side.setProperty("role", "sheet")
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 8, 14, 12)
        foot.setSpacing(8)
        foot.addWidget(self.problem)
        foot.addWidget(self.gaps)
        foot.addWidget(self.choice)
        for pair in ((self.save_button, self.word_button), (self.deliver_button, self.void_button)):
            row = QHBoxLayout()
            row.setSpacing(8)
            for one in pair:
                row.addWidget(one, 1)
            foot.addLayout(row)
        top = QHBoxLayout()
        top.setContentsMargins(14, 10, 14, 6)
        top.addWidget(self.count)
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        work = QWidget()
        columns = QHBoxLayout(work)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(1)
        columns.addWidget(self.side)
        columns.addWidget(self.viewer, 1)
        nothing = QWidget()
        middle = QVBoxLayout(nothing)
        middle.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(nothing)
        self.stack.addWidget(work)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)
        self.problem.hide()
        self._show_acts()

    def _connect(self) -> None:
        self.list.row_changed.connect(self._row_changed)
        self.list.sheets.changed.connect(self._show_acts)
        self.gaps.setting_wanted.connect(self.setting_wanted)
        self.print_button.clicked.connect(self.print_set)
        self.case_button.clicked.connect(self.open_case)
        self.save_button.clicked.connect(self.save_set)
        self.word_button.clicked.connect(self.save_word)
        self.deliver_button.clicked.connect(self.ask_delivery)
        self.void_button.clicked.connect(self.ask_void)

    def _bind_keys(self) -> None:
        keys.bind(self, "Ctrl+P", _("Issue and print what is ticked"), self.print_set)
        keys.bind(self, "Ctrl+Shift+P", _("The same, with the printer's dialog"), self.print_by_dialog)
        keys.bind(self, "Ctrl+E", _("Issue and save as PDF what is ticked"), self.save_set)
        keys.bind_row(self.list, "W", _("Save the paper as Word"), self.save_word)
        keys.bind_row(self.list, "D", _("Note how the paper was delivered"), self.ask_delivery)
        keys.bind_row(self.list, "V", _("Declare the paper void"), self.ask_void)
        keys.bind_row(self.list, "G", _("To what is still open in the paper"), self.gaps.take_focus)
        keys.bind_row(self.list, "Z", _("True size, or as wide as there is room"), self.viewer.toggle_zoom)
        keys.bind_row(self.list, "PgDown", _("Down the page"), partial(self.viewer.leaf, 1))
        keys.bind_row(self.list, "PgUp", _("Up the page"), partial(self.viewer.leaf, -1))
        keys.bind(self, "Ctrl+PgDown", _("Next page"), partial(self.viewer.turn, 1))
        keys.bind(self, "Ctrl+PgUp", _("Previous page"), partial(self.viewer.turn, -1))
        keys.bind_row(self.list, "Return", _("To the case"), self.open_case)
        keys.bind(self.gaps, "Esc", _("Back to the papers"), self.list.setFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.setFixedWidth(min(look.px(LIST_WIDTH), self.width() * 45 // 100))
        self.gaps.fit_to(self.height())

    # --- which papers ------------------------------------------------------------------------------

    def show_set(self, number: str, step: str) -> None:
        if (number, step) != (self._number, self._step):
            self.list.sheets.show(())
        self._number, self._step = number, step
        self.refresh()

    def show_case(self, number: str) -> None:
        if number != self._number:
            self.show_set(number, "")

    def refresh(self) -> None:
        self.choice.look_for_printers()
        if self._number:
            self._finding.ask(partial(issuing.find, self.office, self._number))

    def heard_of_changes(self) -> None:
        if not self._busy:
            self.refresh()

    def came(self) -> None:
        self.refresh()
        self.list.setFocus()

    def _found(self, found: Found) -> None:
        self.stack.setCurrentIndex(1)
        file = found.file
        applicant = file.application.applicant.name if file.application.people else ""
        self.case_label.setText(
            " · ".join(filter(None, (file.number, mask_name(applicant), display(file.state))))
        )
        before = {sheet.key: sheet for sheet in self.list.sheets.sheets}
        fresh = sheets_of(file, found.wanted, self._step, self.office.catalogue)
        self.list.sheets.show([_as_ticked_before(sheet, before.get(sheet.key)) for sheet in fresh])
        if not fresh:
            self.viewer.show_message(_("This case calls for no paper now."))
        self.row_changed_by_others(before)

    def row_changed_by_others(self, before: dict[tuple[str, ...], Sheet]) -> None:
        """Draw the paper again where it is another one than before, or was issued in between."""
        sheet = self.list.current()
        if (
            sheet is not None
            and before.get(sheet.key) is not None
            and sheet.notice != before[sheet.key].notice
        ):
            self._row_changed()

    def _not_found(self, refused: CounterError) -> None:
        self.said.emit(messages.text_of(refused))

    def open_case(self) -> None:
        if self._number:
            self.case_wanted.emit(self._number)

    # --- how they look -----------------------------------------------------------------------------

    def _row_changed(self) -> None:
        sheet = self.list.current()
        self._show_acts()
        self._say("")
        if sheet is None:
            self._looking.forget()
            return
        self._looking.ask(partial(_look, self.office, self._number, sheet))

    def _looked(self, result: tuple[Sheet, Proof]) -> None:
        sheet, proof = result
        self.gaps.show_gaps(proof.gaps, may_be_filled=sheet.notice is None)
        self.viewer.show_pdf(
            proof.pdf,
            title=sheet.wanted.title,
            badge=_badge(sheet),
            tone=TONES[sheet.standing],
        )

    def _not_drawn(self, refused: CounterError) -> None:
        sheet = self.list.current()
        self.gaps.show_gaps((), may_be_filled=False)
        self.viewer.show_message(
            messages.text_of(refused), title=sheet.wanted.title if sheet else "", tone="bad"
        )

    def _show_acts(self) -> None:
        """What can be done now: with the ticked ones, and with the one of the row."""
        ticked = self.list.sheets.ticked()
        copies = sum(sheet.copies for sheet in ticked)
        papers = ngettext("{n} paper ticked", "{n} papers ticked", len(ticked))
        printed = ngettext("{n} copy", "{n} copies", copies)
        self.count.setText(_("{papers}, {copies} in all · the space bar ticks", papers=papers, copies=printed))
        act = _("Issue and print (Ctrl+P)") if self.choice.has_printers else _("Issue and save (Ctrl+P)")
        self.print_button.setText(act)
        self.print_button.setEnabled(bool(ticked) and not self._busy)
        self.save_button.setEnabled(bool(ticked) and not self._busy)
        sheet = self.list.current()
        self.word_button.setEnabled(sheet is not None and sheet.has_word and sheet.notice is not None)
        self.deliver_button.setEnabled(sheet is not None and sheet.standing is Standing.TO_DELIVER)
        self.void_button.setEnabled(
            sheet is not None and sheet.notice is not None and sheet.standing is not Standing.VOID
        )

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    # --- issuing and printing ----------------------------------------------------------------------

    def print_set(self) -> None:
        """Issue what is ticked and print it on the printers that are remembered, without a question."""
        if self.choice.has_printers:
            self.choice.remember()
            self._issue(partial(printers.print_all, names=self.choice.names()), self._printed)
        else:
            self.save_into(self.office.settings.office_dir / FOLDER / self._number)

    def print_by_dialog(self) -> None:
        """Issue what is ticked and print it as one says in the printer's own dialog."""
        if not self.choice.has_printers:
            self._say(_("This computer has no printer. Save the papers as PDF with Ctrl+E."))
            return
        if self._nothing_ticked():
            return
        printer = printers.open_printer(self.choice.names()["A4"])
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(partial(self._print_on, printer))
        QDialog.open(dialog)

    def _print_on(self, printer: QPrinter) -> None:
        self._issue(partial(printers.print_on, printer=printer), self._printed)

    def save_set(self) -> None:
        """Issue what is ticked and save the very PDFs into a folder that one chooses."""
        if self._nothing_ticked():
            return
        dialog = QFileDialog(self, _("Folder for the papers"))
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
        if self.list.sheets.ticked():
            return False
        self._say(_("Tick what is to be printed with the space bar."))
        self.list.setFocus()
        return True

    def _issue(
        self, put_out: Callable[..., tuple[str, ...]], done: Callable[[tuple[str, ...]], None]
    ) -> None:
        """Issue the ticked papers, asking why for those that are out already, then put them out."""
        if self._busy or self._nothing_ticked():
            return
        sheets = self.list.sheets.ticked()
        again = [sheet for sheet in sheets if sheet.number and sheet.number not in self._not_out]
        if not again:
            self._issue_now(sheets, put_out, done, "")
            return
        dialog = ReasonDialog(
            self,
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

    def _issue_now(
        self,
        sheets: tuple[Sheet, ...],
        put_out: Callable[..., tuple[str, ...]],
        done: Callable[[tuple[str, ...]], None],
        why: str,
    ) -> None:
        self._set_busy(_("Being issued …"))
        jobs.start_long(
            self,
            partial(
                _issue_in_job, self.office, self._number, sheets, why=why, not_out=frozenset(self._not_out)
            ),
            progressed=self._show_progress,
            succeeded=partial(self._put_out, put_out, done),
            refused=self._not_issued,
        )

    def _put_out(
        self,
        put_out: Callable[..., tuple[str, ...]],
        done: Callable[[tuple[str, ...]], None],
        ready: tuple[Ready, ...],
    ) -> None:
        # Until the printer has taken them they are numbered, but not out.
        self._not_out.update(one.number for one in ready)
        jobs.start_long(
            self,
            partial(_in_job, put_out, ready),
            progressed=self._show_progress,
            succeeded=partial(self._is_out, done),
            refused=self._not_issued,
            ended=self._set_free,
        )

    def _is_out(self, done: Callable[[tuple[str, ...]], None], numbers: tuple[str, ...]) -> None:
        self._not_out.difference_update(numbers)
        done(numbers)

    def _printed(self, numbers: tuple[str, ...]) -> None:
        self.said.emit(_("Printed: {numbers}", numbers=list(numbers)))

    def _saved(self, folder: Path, numbers: tuple[str, ...]) -> None:
        papers = ngettext("{n} paper", "{n} papers", len(numbers))
        self.said.emit(_("{papers} saved in {folder}", papers=papers, folder=str(folder)))
        self.choice.offer_folder(folder)

    def _not_issued(self, refused: CounterError) -> None:
        self._set_free()
        self._say(messages.text_of(refused))

    def _set_busy(self, text: str) -> None:
        self._busy = True
        self._say("")
        self.said.emit(text)
        self._show_acts()

    def _show_progress(self, done: int, total: int) -> None:
        self.said.emit(_("Being printed: {done} of {total}", done=done, total=total))

    def _set_free(self) -> None:
        self._busy = False
        self.refresh()
        self._show_acts()

    # --- one paper ---------------------------------------------------------------------------------

    def save_word(self) -> None:
        """The paper of the row as a document in which the office may change a sentence."""
        sheet = self.list.current()
        if sheet is None or not sheet.has_word:
            self._say(_("Only letters of decision and requests for papers come as Word."))
        elif sheet.notice is None:
            self._say(_("Issue the paper first; then it has a number to be saved under."))
        else:
            dialog = QFileDialog(self, _("Save as Word"))
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setNameFilter(_("Word documents (*.docx)"))
            dialog.setDefaultSuffix("docx")
            dialog.selectFile(printers.file_name(sheet.number, ".docx"))
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.fileSelected.connect(partial(self.save_word_as, sheet.number))
            dialog.open()

    def save_word_as(self, number: str, path: str) -> None:
        jobs.start(
            self,
            partial(_write_word, self.office, number, Path(path)),
            succeeded=self._word_written,
            refused=self._not_issued,
        )

    def _word_written(self, path: Path) -> None:
        self.said.emit(_("Saved: {path}", path=str(path)))

    def ask_delivery(self) -> None:
        """Note how the paper of the row reached its addressee."""
        sheet = self.list.current()
        if sheet is None or sheet.notice is None or sheet.standing is not Standing.TO_DELIVER:
            self._say(_("Only a letter that was issued and not yet delivered can be noted as delivered."))
            return
        dialog = DeliveryDialog(self, self.office, sheet.notice)
        dialog.given.connect(partial(self._deliver, dialog, sheet.number))
        dialog.open()

    def _deliver(self, dialog: DeliveryDialog, number: str, handing: Handing) -> None:
        jobs.start(
            dialog,
            partial(delivery.deliver, self.office, number, handing),
            succeeded=partial(self._delivered, dialog, number),
            refused=dialog.show_refusal,
        )

    def _delivered(self, dialog: DeliveryDialog, number: str, _notice: object) -> None:
        dialog.accept()
        self.said.emit(_("{number} is noted as delivered.", number=number))
        self.refresh()

    def ask_void(self) -> None:
        """Declare the paper of the row void; its number is never used again."""
        sheet = self.list.current()
        if sheet is None or sheet.notice is None or sheet.standing is Standing.VOID:
            self._say(_("Only a paper that was issued can be declared void."))
            return
        dialog = ReasonDialog(
            self,
            title=_("Declare {number} void", number=sheet.number),
            text=_("The number is never used again. A new paper can be issued in its place."),
            reasons=[
                _("Something in it is wrong."),
                _("It was issued twice."),
                _("The print was spoilt."),
            ],
            act=_("Declare void (Ctrl+Enter)"),
            kind="danger",
        )
        dialog.given.connect(partial(self._void, sheet.number))
        dialog.open()

    def _void(self, number: str, why: str) -> None:
        jobs.start(
            self,
            partial(notices.void, self.office, number, reason=why),
            succeeded=partial(self._voided, number),
            refused=self._not_issued,
        )

    def _voided(self, number: str, _notice: object) -> None:
        self.said.emit(_("{number} is void.", number=number))
        self.refresh()


def _as_ticked_before(fresh: Sheet, before: Sheet | None) -> Sheet:
    """What one has ticked stays so, as long as nothing happened to the paper."""
    if before is None or before.notice != fresh.notice or not fresh.may_be_printed:
        return fresh
    return replace(fresh, ticked=before.ticked, copies=before.copies)


def _badge(sheet: Sheet) -> str:
    if sheet.notice is None:
        return standing_text(sheet)
    prints = sheet.notice.prints
    return _("first print") if prints == 1 else ngettext("reprint {n}", "reprint {n}", prints - 1)


def _look(office: Office, number: str, sheet: Sheet) -> tuple[Sheet, Proof]:
    return sheet, issuing.look_at(office, number, sheet)


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


def _in_job(
    put_out: Callable[..., tuple[str, ...]], ready: tuple[Ready, ...], progress: Progress
) -> tuple[str, ...]:
    return put_out(ready, progress=progress)


def _write_word(office: Office, number: str, path: Path) -> Path:
    return printers.save(printing.draw_word(office, number), path)
