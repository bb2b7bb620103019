"""The batches: how far each one is, its papers, and what is done with it after a jam."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from counter.cases.batches import Batch, BatchPaper, BatchState
from counter.errors import CounterError
from counter.services import batches
from counter.services.office import Office
from counter.text import _, display
from forms import jobs, keys, look, messages
from forms.papers import batch_columns
from forms.papers.batch_work import BatchWork
from forms.papers.jam_dialog import JamDialog
from forms.reason_dialog import ReasonDialog
from forms.rows import button, label
from forms.rows_model import RowsModel
from forms.tables import Table

_LIST, _NOTHING = range(2)
_GO_ON = frozenset({BatchState.ISSUING, BatchState.READY})
_LEAVES_REST = frozenset({BatchState.ISSUING, BatchState.READY, BatchState.PRINTING})
_JAMS = frozenset({BatchState.READY, BatchState.PRINTING, BatchState.PRINTED, BatchState.DONE})


class BatchesPanel(QFrame):
    """G goes on, P pauses, J a jam, D all is well, X cancels; Enter leads to the papers, and to the case."""

    case_wanted = Signal(str)
    go_wanted = Signal(int)
    """A batch goes on, on the printer or where papers go without one."""
    save_wanted = Signal(int)
    said = Signal(str)

    def __init__(self, office: Office, work: BatchWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "sheet")
        self._office, self._work = office, work
        self._wanted: int | None = None
        self._reading: jobs.Latest[tuple[Batch, ...]] = jobs.Latest(self, succeeded=self._read)
        self._looking: jobs.Latest[tuple[BatchPaper, ...]] = jobs.Latest(
            self, succeeded=self._looked, refused=self._refused
        )
        self.model: RowsModel[Batch] = RowsModel(batch_columns.of_batches(), name=batch_columns.name_of_batch)
        self.table = Table()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Batches, the newest first"))
        widths = {batch_columns.NUMBER: 44, batch_columns.STATE: 118, batch_columns.PAPERS: 48}
        widths |= {batch_columns.PAGES: 78}
        self.table.set_widths(widths, stretch=batch_columns.WHAT, spare=(batch_columns.PAPERS,), least=110)
        self.paper_model: RowsModel[BatchPaper] = RowsModel(
            batch_columns.of_papers(), name=batch_columns.name_of_paper
        )
        self.papers = Table()
        self.papers.setModel(self.paper_model)
        self.papers.setAccessibleName(_("Papers of the batch"))
        widths = {batch_columns.WHERE: 74, batch_columns.CASE: 214, batch_columns.NOTE: 150}
        self.papers.set_widths(widths, stretch=batch_columns.NOTICE, spare=(batch_columns.CASE,))
        self.title = label("", "heading", wrap=True)
        self.told = label("", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.problem = label("", "error", wrap=True)
        self.go_button = button(_("Go on (G)"), "primary")
        self.pause_button = button(_("Pause (P)"), "primary")
        self.jam_button = button(_("It jammed (J)"))
        self.done_button = button(_("All came out well (D)"), "primary")
        self.save_button = button(_("The rest as PDF (Ctrl+E)"))
        self.cancel_button = button(_("Cancel the rest (X)"), "danger")
        self.empty = label(
            _("No batch was printed yet. Choose under “What waits” (Alt+1) what is to be printed."), "muted"
        )
        self._lay_out()
        self._connect()
        self._show_row()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for one in (
            self.go_button,
            self.pause_button,
            self.done_button,
            self.jam_button,
            self.save_button,
            self.cancel_button,
        ):
            buttons.addWidget(one)
        buttons.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.title)
        right.addWidget(self.told)
        right.addWidget(self.bar)
        right.addWidget(self.problem)
        right.addLayout(buttons)
        right.addWidget(self.papers, 1)
        lists = QWidget()
        columns = QHBoxLayout(lists)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(16)
        columns.addWidget(self.table, 2)
        columns.addLayout(right, 3)
        nothing = QWidget()
        middle = QHBoxLayout(nothing)
        middle.addStretch(1)
        middle.addWidget(self.empty)
        middle.addStretch(1)
        self.stack = QStackedWidget()
        self.stack.addWidget(lists)
        self.stack.addWidget(nothing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.addWidget(self.stack)
        self.bar.hide()
        self.problem.hide()

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.papers.doubleClicked.connect(self._open)
        self._work.progressed.connect(self._progressed)
        self._work.changed.connect(self._work_changed)
        self._work.troubled.connect(self.say)
        for made, act in (
            (self.go_button, self.go_on),
            (self.pause_button, self._work.pause),
            (self.jam_button, self.ask_jam),
            (self.done_button, self.finish),
            (self.save_button, self._save),
            (self.cancel_button, self.ask_cancel),
        ):
            made.clicked.connect(act)
        for key, text, act in (
            ("Return", _("To the papers of the batch"), self.papers.setFocus),
            ("G", _("Go on with the batch"), self.go_on),
            ("P", _("Pause"), self._work.pause),
            ("J", _("It jammed: name the last good page"), self.ask_jam),
            ("D", _("All pages came out well"), self.finish),
            ("X", _("Cancel the rest of the batch"), self.ask_cancel),
        ):
            keys.bind_row(self.table, key, text, act)
        keys.bind_row(self.papers, "Return", _("Open the case"), self._open)

    # --- which batch -------------------------------------------------------------------------------

    def read(self, batch_id: int | None = None) -> None:
        """Read the batches again; the cursor goes to this one."""
        self._wanted = batch_id or self._wanted
        self._reading.ask(partial(batches.batches, self._office))

    def _read(self, found: tuple[Batch, ...]) -> None:
        before = self.current()
        kept = self._wanted or (before.id if before else None)
        self._wanted = None
        self.model.show(found)
        self.stack.setCurrentIndex(_LIST if found else _NOTHING)
        if found:
            place = next((at for at, one in enumerate(found) if one.id == kept), 0)
            self.table.selectRow(place)
        self._show_row()

    def current(self) -> Batch | None:
        return self.model.at(self.table.currentIndex().row())

    def _row_changed(self) -> None:
        self.say("")
        self._show_row()

    def _show_row(self) -> None:
        """What is known of the batch, and what can be done with it now."""
        one = self.current()
        runs = one is not None and self._work.running == one.id
        busy = self._work.running is not None
        if one is None:
            self.paper_model.show(())
        else:
            self.title.setText(_("Batch {number}: {title}", number=one.id, title=one.title))
            self._tell(one, runs=runs)
            self._looking.ask(partial(batches.papers, self._office, one.id))
        state = one.state if one else None
        self.bar.setVisible(runs)
        self.pause_button.setVisible(runs)
        self.go_button.setVisible(state in _GO_ON and not runs)
        self.go_button.setEnabled(not busy)
        self.save_button.setVisible(state in _GO_ON and not runs)
        self.save_button.setEnabled(not busy)
        self.jam_button.setVisible(state in _JAMS and one is not None and one.sent > 0 and not runs)
        look.mark(self.jam_button, kind="primary" if one is not None and one.must_be_told else "")
        self.done_button.setVisible(state is BatchState.PRINTED)
        self.cancel_button.setVisible(state in _LEAVES_REST and not runs)

    def _tell(self, one: Batch, *, runs: bool) -> None:
        parts = display(one.state), batch_columns.told(one), batch_columns.begun(one)
        lines = [" · ".join(parts)]
        doubtful = one.must_be_told and not runs
        if doubtful:
            lines.append(
                _(
                    "Pages up to {sent} were on their way to the printer. Where no other window prints them "
                    "just now, look at what came out; then J names the last good page.",
                    sent=one.sent,
                )
            )
        self.told.setText("\n".join(lines))
        look.mark(self.told, tone="bad" if doubtful else "")

    def _looked(self, papers: tuple[BatchPaper, ...]) -> None:
        self.paper_model.show(papers)

    # --- what is done with it ----------------------------------------------------------------------

    def go_on(self) -> None:
        if (one := self.current()) is not None and one.state in _GO_ON:
            self.go_wanted.emit(one.id)

    def _save(self) -> None:
        if (one := self.current()) is not None and one.state in _GO_ON:
            self.save_wanted.emit(one.id)

    def save(self) -> None:
        """Ctrl+E: the rest of the batch as one file."""
        self._save()

    def ask_jam(self) -> None:
        """Which page was the last good one?"""
        one = self.current()
        if one is None or one.state not in _JAMS or not one.sent or self._work.running == one.id:
            self.say(_("No page of this batch went to the printer yet, or it is being printed just now."))
            return
        dialog = JamDialog(self, self._office, one, self.paper_model.values)
        dialog.taken.connect(self._taken_up)
        dialog.open()

    def _taken_up(self, batch: Batch) -> None:
        self.say("")
        self.read(batch.id)
        if batch.state in _GO_ON:
            self.go_wanted.emit(batch.id)

    def finish(self) -> None:
        """All pages came out well."""
        if (one := self.current()) is not None and one.state is BatchState.PRINTED:
            self._do(partial(batches.finish, self._office, one.id))

    def ask_cancel(self) -> None:
        one = self.current()
        if one is None or one.state not in _LEAVES_REST or self._work.running == one.id:
            return
        dialog = ReasonDialog(
            self,
            title=_("Cancel the rest of batch {number}", number=one.id),
            text=_(
                "What has a number and was not printed is listed under “Numbered, never printed”; the others "
                "wait as before."
            ),
            reasons=[_("Something in it is wrong."), _("It is printed elsewhere.")],
            act=_("Cancel the rest (Ctrl+Enter)"),
            kind="danger",
        )
        dialog.given.connect(partial(self._cancel, one.id))
        dialog.open()

    def _cancel(self, batch_id: int, why: str) -> None:
        self._do(partial(batches.cancel, self._office, batch_id, reason=why))

    def _do(self, work: partial[Batch]) -> None:
        jobs.start(self, work, succeeded=self._was_done, refused=self._refused)

    def _was_done(self, batch: Batch) -> None:
        self.said.emit(_("Batch {number}: {state}", number=batch.id, state=batch.state))
        self.read(batch.id)

    def _refused(self, refused: CounterError) -> None:
        self.say(messages.text_of(refused))

    def say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _progressed(self, done: int, total: int) -> None:
        self.bar.setMaximum(max(total, 1))
        self.bar.setValue(done)
        one = self.current()
        if one is None or self._work.running != one.id:
            return
        text = (
            _("Being numbered: {done} of {total}", done=done, total=total)
            if self._work.issuing
            else _("Page {done} of {total} handed over", done=done, total=total)
        )
        self.told.setText(text)

    def _work_changed(self) -> None:
        self.read(self._work.running)

    def _open(self) -> None:
        if (one := self.paper_model.at(self.papers.currentIndex().row())) is not None:
            self.case_wanted.emit(one.case)
