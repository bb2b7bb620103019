"""批量打印: many papers at once, chosen and seen before, printed page for page on after a pause or a jam."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter.cases.batches import Batch, Choice, Waiting
from counter.errors import CounterError
from counter.services import batches
from counter.services.office import Office
from counter.text import _, ngettext
from forms import jobs, keys
from forms.answer_dialog import AnswerDialog
from forms.answer_fields import Rows
from forms.fields import FigureField
from forms.page import Page
from forms.papers.batch_work import BatchWork
from forms.papers.batches_panel import BatchesPanel
from forms.papers.printer_choice import PrinterChoice
from forms.papers.printer_dialog import PrinterDialog
from forms.papers.printers import PrinterMemory
from forms.papers.waiting_panel import WaitingPanel
from forms.rows import FieldRow, label
from forms.segments import Segments

FOLDER = "papers"
"""Below the office's folder: where a batch goes when there is no printer."""
_WAITING, _BATCHES = range(2)


class BatchesPage(Page):
    """Alt+1 what waits, Alt+2 the batches; Ctrl+P numbers and prints what is listed."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(office, parent)
        self.choice = PrinterChoice(PrinterMemory(office.settings.office_dir))
        self.work = BatchWork(office, self.choice, self)
        self.waiting = WaitingPanel(office)
        self.batches = BatchesPanel(office, self.work)
        self.segments = Segments([_("What waits"), _("Batches")])
        self.problem = label("", "error", wrap=True)
        self._lay_out()
        self._connect()
        self._bind_keys()

    def title(self) -> str:
        return _("Print many")

    def head(self) -> QWidget:
        return self.bar

    def _lay_out(self) -> None:
        self.bar = QWidget()
        bar = QHBoxLayout(self.bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(10)
        bar.addWidget(self.segments)
        bar.addStretch(1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.waiting)
        self.stack.addWidget(self.batches)
        foot = QFrame()
        foot.setProperty("role", "sheet")
        below = QVBoxLayout(foot)
        below.setContentsMargins(16, 4, 16, 8)
        below.addWidget(self.problem)
        below.addWidget(self.choice)
        if (around := self.choice.layout()) is not None:
            for one in (self.choice.change_button, self.choice.folder_button):
                around.setAlignment(one, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(self.stack, 1)
        layout.addWidget(foot)
        self.problem.hide()

    def _connect(self) -> None:
        self.segments.wanted.connect(self.show_part)
        self.choice.dialog_wanted.connect(self.show_printers)
        self.waiting.case_wanted.connect(self.case_wanted)
        self.waiting.begun.connect(self.ask_begin)
        self.waiting.counted.connect(partial(self.segments.tell, _WAITING))
        self.batches.case_wanted.connect(self.case_wanted)
        self.batches.go_wanted.connect(self.go_on)
        self.batches.save_wanted.connect(self.ask_folder)
        self.batches.said.connect(self.said)
        self.work.said.connect(self.said)
        self.work.saved.connect(self._saved)
        self.work.changed.connect(self._work_changed)

    def _bind_keys(self) -> None:
        keys.bind(self, "Alt+1", _("What waits"), partial(self.show_part, _WAITING))
        keys.bind(self, "Alt+2", _("Batches"), partial(self.show_part, _BATCHES))
        keys.bind(self, "Ctrl+P", _("Number what is listed and print it"), partial(self._key, False))
        keys.bind(self, "Ctrl+E", _("The same into one PDF"), partial(self._key, True))
        keys.bind(self, "Ctrl+Shift+P", _("Printers and trays"), self.show_printers)
        keys.bind(self, "Esc", _("To the list, of all cases"), self._escape)

    # --- what is shown -----------------------------------------------------------------------------

    def show_part(self, place: int) -> None:
        self.segments.choose(place)
        self.stack.setCurrentIndex(place)
        if place == _WAITING:
            self.waiting.focus()
        else:
            self.batches.table.setFocus()

    def show_cases(self, cases: Sequence[str]) -> None:
        """What these cases of another list call for."""
        self.show_part(_WAITING)
        self.waiting.show_cases(cases)

    def came(self) -> None:
        self.refresh()
        self.show_part(self.stack.currentIndex())

    def refresh(self) -> None:
        self.choice.look_for_printers()
        self.waiting.read()
        self.batches.read()

    def heard_of_changes(self) -> None:
        if self.work.running is None:
            self.batches.read()

    def may_leave(self) -> bool:
        """What is under way stops behind its page, and goes on from there another day."""
        self.work.pause()
        return True

    def show_printers(self) -> None:
        self.choice.when_known(self._open_printers)

    def _open_printers(self) -> None:
        if self.choice.has_printers:
            PrinterDialog(self, self.choice, prints=_("Keep it")).open()

    def _escape(self) -> None:
        if self.stack.currentIndex() == _WAITING:
            self.waiting.show_cases(())
        self.show_part(self.stack.currentIndex())

    # --- beginning ---------------------------------------------------------------------------------

    def _key(self, save: bool) -> None:
        if self.stack.currentIndex() == _WAITING:
            self.ask_begin(save)
        elif save:
            self.batches.save()
        else:
            self.batches.go_on()

    def ask_begin(self, save: bool) -> None:
        """Numbers cannot be taken back, so what will happen is said before."""
        listed = self.waiting.listed()
        if not listed:
            return
        if self.work.running is not None:
            self._say(_("Another batch is being printed here. Wait for it, or pause it first."))
            return
        self.choice.when_known(partial(self._ask_begin, listed, save))

    def _ask_begin(self, listed: tuple[Waiting, ...], save: bool) -> None:
        dialog = BeginDialog(self, listed, save=save or not self.choice.has_printers)
        dialog.given.connect(partial(self._begin, dialog, listed, save))
        dialog.open()

    def _begin(
        self, dialog: BeginDialog, listed: tuple[Waiting, ...], save: bool, copies: int | None
    ) -> None:
        jobs.start(
            dialog,
            partial(_begin, self.office, listed, self.waiting.chosen(), copies),
            succeeded=partial(self._begun, dialog, save),
            refused=dialog.show_refusal,
        )

    def _begun(self, dialog: BeginDialog, save: bool, batch: Batch) -> None:
        dialog.accept()
        self.show_part(_BATCHES)
        if save:
            self.batches.read(batch.id)
            self.ask_folder(batch.id)
        else:
            self.go_on(batch.id)

    def go_on(self, batch_id: int) -> None:
        """On the printers that are remembered; without one into the folder where papers go then."""
        self.choice.when_known(partial(self._go_on, batch_id))

    def _go_on(self, batch_id: int) -> None:
        folder = None if self.choice.has_printers else self.office.settings.office_dir / FOLDER
        self.work.go_on(batch_id, folder)

    def ask_folder(self, batch_id: int) -> None:
        """Where the file of all pages goes."""
        dialog = QFileDialog(self, _("Folder for the papers"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(partial(self._save_into, batch_id))
        dialog.open()

    def _save_into(self, batch_id: int, folder: str) -> None:
        self.work.go_on(batch_id, Path(folder))

    def _saved(self, file: Path) -> None:
        self.choice.offer_folder(file.parent)

    def _work_changed(self) -> None:
        self._say("")
        if self.work.running is None:
            self.waiting.read()

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))


class BeginDialog(AnswerDialog):
    """How many papers of which kinds, and how many copies of each."""

    given = Signal(object)
    """The copies of each paper; None is what its kind says."""

    def __init__(self, parent: QWidget, listed: Sequence[Waiting], *, save: bool) -> None:
        papers = ngettext("{n} paper", "{n} papers", len(listed))
        super().__init__(
            parent,
            _("Print many"),
            _("Number and save") if save else _("Number and print"),
            heading=_("Number and save {papers}?", papers=papers)
            if save
            else _("Number and print {papers}?", papers=papers),
            text=_(
                "Each paper gets its number, which stays. It can be paused at any time, and goes on where it "
                "stopped."
            ),
        )
        titles = dict.fromkeys(one.title for one in listed)
        self.body.addWidget(label("、".join(titles), wrap=True))
        copies = FigureField()
        copies.edit.enter_goes_on = False
        self.done_button.setDefault(True)
        self.rows = Rows(copies=FieldRow(_("Copies of each; empty as usual"), copies))
        self.body.addWidget(self.rows["copies"])
        self.done_button.setFocus()

    def finish(self) -> None:
        self.rows.clear_problems()
        text = self.rows.text("copies")
        if text and not text.isdecimal():
            self.rows["copies"].show_problem(_("From 1 to {n} copies can be printed.", n=batches.MOST_COPIES))
            return
        self.given.emit(int(text) if text else None)

    def show_refusal(self, refused: CounterError) -> None:
        self.rows.show(refused, otherwise="copies")


def _begin(office: Office, listed: tuple[Waiting, ...], chosen: Choice, copies: int | None) -> Batch:
    return batches.begin(office, listed, chosen=chosen, copies=copies)
