"""The window of the print jobs: what came out, what did not and why, and what to do now."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from counter.errors import CounterError
from counter.text import _
from forms import keys, look, messages
from forms.papers.cups import State, Told
from forms.papers.print_jobs import PrintJob, PrintJobs
from forms.rows import button, label
from forms.rows_model import RowsModel, Shown
from forms.tables import Table

WIDE, HIGH = 780, 420
_TONES = {
    State.WAITING: "muted",
    State.PRINTING: "accent",
    State.STOPPED: "bad",
    State.PRINTED: "good",
    State.FAILED: "bad",
    State.CANCELLED: "muted",
    State.ENDED: "wait",
    State.GONE: "muted",
}
_SIGNS = {
    State.WAITING: "○",
    State.PRINTING: "◔",
    State.STOPPED: "‖",
    State.PRINTED: "✓",
    State.FAILED: "×",
    State.CANCELLED: "–",
    State.ENDED: "◐",
    State.GONE: "·",
}


class PrintQueue(QDialog):
    """C takes a job back, P prints its paper again, R lets a printer go on."""

    again_wanted = Signal(object)
    """The job whose paper is to be printed again."""
    said = Signal(str)

    def __init__(self, parent: QWidget, jobs: PrintJobs) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Print jobs"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._jobs = jobs
        self.rows: RowsModel[PrintJob] = RowsModel(
            [
                Shown(_("Paper printed"), paper_of),
                Shown(_("Copies"), _copies_of, right=True),
                Shown(_("Printer"), _printer_of),
                Shown(_("Sent at"), _sent_at),
                Shown(_("State"), self._state_of, tone=self._tone_of),
            ]
        )
        self.table = Table()
        self.table.setModel(self.rows)
        self.table.setAccessibleName(_("Print jobs, the latest first"))
        self.table.set_widths({1: 46, 2: 130, 3: 104, 4: 104}, stretch=0, spare=(1, 3), least=280)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.told = label("", wrap=True)
        self.told.setMinimumHeight(look.px(44))
        self.empty = label(_("Nothing was printed from here yet."), "muted")
        self.again_button = button(_("Print again (P)"), "primary")
        self.cancel_button = button(_("Take it back (C)"), "danger")
        self.on_button = button(_("Let the printer go on (R)"))
        self.close_button = button(_("Back"))
        self._lay_out()
        self.again_button.clicked.connect(self.print_again)
        self.cancel_button.clicked.connect(self.withdraw)
        self.on_button.clicked.connect(self.let_go_on)
        self.close_button.clicked.connect(self.reject)
        keys.bind_row(self.table, "C", _("Take the job back"), self.withdraw)
        keys.bind_row(self.table, "P", _("Print the paper again"), self.print_again)
        keys.bind_row(self.table, "R", _("Let the printer go on"), self.let_go_on)
        keys.bind(self, "F5", _("Read again"), jobs.look)
        jobs.changed.connect(self.show_jobs)
        jobs.refused.connect(self._refused)
        self.show_jobs()
        jobs.look()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for one in (self.again_button, self.cancel_button, self.on_button):
            foot.addWidget(one)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(label(_("Print jobs"), "heading"))
        layout.addWidget(self.table, 1)
        layout.addWidget(self.empty)
        layout.addWidget(self.told)
        layout.addLayout(foot)
        self.resize(look.px(WIDE), look.px(HIGH))

    def show_jobs(self) -> None:
        """The jobs as they are now; the cursor stays on its job."""
        current = self.current()
        kept = self._jobs.all()
        self.rows.show(kept)
        self.table.setVisible(bool(kept))
        self.empty.setVisible(not kept)
        if kept:
            at = next((n for n, one in enumerate(kept) if current and one.job == current.job), 0)
            self.table.selectRow(at)
            self.table.setFocus()
        self._tell_row()

    def current(self) -> PrintJob | None:
        return self.rows.at(self.table.currentIndex().row())

    def _row_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._tell_row()

    def _tell_row(self) -> None:
        one = self.current() if self.rows.values else None
        told = self._jobs.told(one) if one else None
        open_still = told is not None and told.state in (State.WAITING, State.PRINTING, State.STOPPED)
        self.again_button.setEnabled(one is not None and bool(one.number))
        self.cancel_button.setEnabled(open_still)
        self.on_button.setEnabled(told is not None and told.state is State.STOPPED)
        self.told.setText("\n".join(filter(None, (one.case, what_to_do(one, told)))) if one else "")

    def _state_of(self, one: PrintJob) -> str:
        told = self._jobs.told(one)
        if told is None:
            return _("asked …") if one.job else _("with the system")
        return f"{_SIGNS[told.state]} {state_word(told.state)}"

    def _tone_of(self, one: PrintJob) -> str:
        told = self._jobs.told(one)
        return _TONES[told.state] if told else "muted"

    # --- acts --------------------------------------------------------------------------------------

    def withdraw(self) -> None:
        """C: take the job back."""
        if (one := self.current()) is not None and self.cancel_button.isEnabled():
            self._jobs.withdraw(one)

    def print_again(self) -> None:
        """P: the paper once more, with its reason."""
        if (one := self.current()) is not None and self.again_button.isEnabled():
            self.again_wanted.emit(one)

    def let_go_on(self) -> None:
        """R: after the paper was put in or taken out."""
        if (one := self.current()) is not None and self.on_button.isEnabled():
            self._jobs.let_go_on(one.printer)

    def _refused(self, refused: CounterError) -> None:
        self.told.setText(messages.text_of(refused))


def paper_of(one: PrintJob) -> str:
    """The paper as one calls it."""
    return " ".join(filter(None, (one.title, one.number)))


def _copies_of(one: PrintJob) -> str:
    return str(one.copies)


def _printer_of(one: PrintJob) -> str:
    return one.printer


def _sent_at(one: PrintJob) -> str:
    return one.sent_at


def state_word(state: State) -> str:
    """A state in a word."""
    match state:
        case State.WAITING:
            return _("waits")
        case State.PRINTING:
            return _("is being printed")
        case State.STOPPED:
            return _("stands still")
        case State.PRINTED:
            return _("printed")
        case State.CANCELLED:
            return _("taken back")
        case State.FAILED:
            return _("failed")
        case State.ENDED:
            return _("left the queue")
    return _("not known any more")


def what_to_do(one: PrintJob, told: Told | None) -> str:
    """What happened to a job, and what to do now."""
    if told is None:
        if one.job:
            return ""
        return _(
            "It is in the system's own queue of {printer}; look there whether it came out.",
            printer=one.printer,
        )
    match told.state:
        case State.WAITING:
            return _("It waits its turn at {printer}.", printer=one.printer)
        case State.STOPPED:
            return _why_it_stands(one, told)
        case State.CANCELLED:
            return _("It was taken back. P prints it when it is wanted after all.")
        case State.FAILED | State.ENDED:
            said = _("the printer says nothing of why") if not told.said else told.said
            return _(
                "It left the queue ({said}). Look at the paper; where it is not right, P prints it again.",
                said=said,
            )
        case State.GONE:
            return _(
                "The queue has forgotten it. Look at the paper; where it is not there, P prints it again."
            )
    return ""


def _why_it_stands(one: PrintJob, told: Told) -> str:
    """By what the printer reports, the first thing that a person can do something about."""
    printer, reported = one.printer, " ".join(told.reasons)
    if "media-jam" in reported:
        return _("Paper is jammed in {printer}. Take it out, then R lets it go on.", printer=printer)
    if "media-empty" in reported or "media-needed" in reported:
        return _("{printer} has no paper. Put some in, then R lets it go on.", printer=printer)
    if "cover-open" in reported or "door-open" in reported:
        return _("A cover of {printer} is open. Close it, then R lets it go on.", printer=printer)
    if "toner-empty" in reported or "marker-supply-empty" in reported:
        return _("{printer} has no toner or ink. Change it, then R lets it go on.", printer=printer)
    if "offline" in reported or "connecting" in reported or "shutdown" in reported:
        return _("{printer} is off or not connected. Switch it on, look at its cable.", printer=printer)
    return _(
        "{printer} stands still{said}. Look at the printer, then R lets it go on; C takes the job back.",
        printer=printer,
        said=f"（{told.said}）" if told.said else "",
    )
