"""What waits to be printed: chosen by kind, department, township and days, seen with its count before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter.cases.batches import USUAL_DAYS, Choice, Waiting
from counter.errors import CounterError, Refused
from counter.letters.kinds import KINDS
from counter.progress import Progress
from counter.services import waiting_papers
from counter.services.office import Office
from counter.text import _, ngettext
from forms import jobs, keys, messages
from forms.answer_fields import Rows, day
from forms.choice_fields import Choice as Entry
from forms.choice_fields import ChoiceField
from forms.fields import DateField
from forms.papers import batch_columns
from forms.rows import FieldRow, button, label
from forms.rows_model import RowsModel
from forms.tables import Table

PAUSE = 400
_LIST, _NOTHING = range(2)
_NO_NUMBER, _NUMBERED = "no-number", "numbered"


class WaitingPanel(QFrame):
    """Ctrl+P prints what is listed; Enter on a row opens its case."""

    case_wanted = Signal(str)
    begun = Signal(bool)
    """What is listed is to be printed, or (True) saved as one file."""
    counted = Signal(int)

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "sheet")
        self._office = office
        self._job: jobs.Job | None = None
        self._found: tuple[Waiting, ...] = ()
        self._unprinted = 0
        self._cases: tuple[str, ...] = ()
        self.choice = Choice()
        self.kind = ChoiceField([], empty=_("All kinds of paper"))
        self.state = ChoiceField(
            [(_NO_NUMBER, _("Without a number yet")), (_NUMBERED, _("Numbered, never printed"))], empty=""
        )
        self.department = ChoiceField([], empty=_("All departments"))
        self.township = ChoiceField([], empty=_("All townships"))
        self.rows = Rows(
            kind=FieldRow(_("Kind of paper"), self.kind),
            state=FieldRow(_("State"), self.state),
            department=FieldRow(_("Department"), self.department),
            township=FieldRow(_("Township"), self.township),
            since=FieldRow(_("Done from"), DateField()),
            until=FieldRow(_("until"), DateField()),
        )
        self.model: RowsModel[Waiting] = RowsModel(
            batch_columns.of_waiting(office.catalogue.departments), name=batch_columns.name_of_waiting
        )
        self.table = Table()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Papers that wait to be printed"))
        widths = {batch_columns.DAY: 62, batch_columns.KIND: 52, batch_columns.WHO: 84}
        widths |= {batch_columns.OF: 246, batch_columns.DEPARTMENT: 120}
        self.table.set_widths(
            widths,
            stretch=batch_columns.TITLE,
            spare=(batch_columns.DEPARTMENT, batch_columns.KIND, batch_columns.DAY),
        )
        self.empty = label("", "muted", wrap=True)
        self.told = label("", wrap=True)
        self.save_button = button(_("Number and save as one PDF (Ctrl+E)"))
        self.print_button = button(_("Number and print (Ctrl+P)"), "primary")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.read)
        self._lay_out()
        self._connect()
        since = office.today() - timedelta(days=USUAL_DAYS)
        self.rows["since"].field.set_value(since.isoformat())

    def _lay_out(self) -> None:
        narrowing = QHBoxLayout()
        narrowing.setSpacing(10)
        shares = {"kind": 4, "state": 3, "department": 3, "township": 3, "since": 2, "until": 2}
        for name, share in shares.items():
            narrowing.addWidget(self.rows[name], share)
        nothing = QWidget()
        middle = QVBoxLayout(nothing)
        middle.setContentsMargins(40, 20, 40, 20)
        middle.addStretch(1)
        middle.addWidget(self.empty)
        middle.addStretch(1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(nothing)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.told, 1)
        foot.addWidget(self.save_button)
        foot.addWidget(self.print_button)
        work = QVBoxLayout(self)
        work.setContentsMargins(16, 10, 16, 12)
        work.setSpacing(8)
        work.addLayout(narrowing)
        work.addWidget(self.stack, 1)
        work.addLayout(foot)

    def _connect(self) -> None:
        for name in ("state", "department", "township", "since", "until"):
            self.rows[name].field.edited.connect(self._timer.start)
        self.kind.edited.connect(self._show)
        self.save_button.clicked.connect(partial(self.begun.emit, True))
        self.print_button.clicked.connect(partial(self.begun.emit, False))
        self.table.doubleClicked.connect(self._open)
        keys.bind_row(self.table, "Return", _("Open the case"), self._open)

    # --- reading -----------------------------------------------------------------------------------

    def show_cases(self, cases: Sequence[str]) -> None:
        """Only what these cases call for, whenever it was done; nothing means all of them again."""
        self._cases = tuple(cases)
        self.kind.set_value(None)
        if cases:
            self.rows["since"].field.set_value(None)
        self.read()

    def read(self) -> None:
        """Ask again; an older question is given up."""
        self._timer.stop()
        self.rows.clear_problems()
        if self._job is not None:
            self._job.cancel()
        try:
            self.choice = self._asked()
        except Refused as refused:
            self._refused(refused)
            return
        self.empty.setText(_("Looking at what was done in these days …"))
        self.stack.setCurrentIndex(_NOTHING)
        self._enable(())
        self._job = jobs.start_long(
            self,
            partial(_look, self._office, self.choice),
            progressed=self._progressed,
            succeeded=partial(self._read, self.choice),
            refused=self._refused,
        )

    def _asked(self) -> Choice:
        return Choice(
            department=str(self.department.value() or ""),
            township=str(self.township.value() or ""),
            since=day(self.rows, "since"),
            until=day(self.rows, "until"),
            issued=self.state.value() == _NUMBERED,
            cases=self._cases,
        )

    def _progressed(self, done: int, total: int) -> None:
        self.empty.setText(_("Looking at case {done} of {total} …", done=done, total=total))

    def _refused(self, refused: CounterError) -> None:
        self._found = ()
        self.rows.show(refused, otherwise="since")
        self.empty.setText(messages.text_of(refused))
        self.stack.setCurrentIndex(_NOTHING)
        self._enable(())

    def _read(self, choice: Choice, result: tuple[tuple[Waiting, ...], int]) -> None:
        if choice != self.choice:
            return
        found, unprinted = result
        self._found, self._unprinted = found, unprinted
        counts = waiting_papers.counts(found)
        self._offer(
            self.kind,
            [(kind, f"{kind} · {count} · {KINDS[kind].title}") for kind, count in counts.items()],
            _("All kinds of paper"),
        )
        departments, places = self._office.catalogue.departments, self._office.catalogue.places
        in_rows = {one.department for one in found} | {choice.department}
        self._offer(
            self.department,
            [(code, one.title) for code, one in departments.items() if code in in_rows],
            _("All departments"),
        )
        in_rows = {one.township for one in found} | {choice.township}
        self._offer(
            self.township,
            [(code, one.title) for code, one in places.items() if code in in_rows],
            _("All townships"),
        )
        self.counted.emit(len(found))
        self._show()

    @staticmethod
    def _offer(field: ChoiceField, entries: list[Entry], empty: str) -> None:
        """Only what has something to print is offered; what is chosen and gone is all of them again."""
        if field.value() not in (None, *(value for value, _word in entries)):
            field.set_value(None)
        field.set_choices(entries, empty=empty)

    def listed(self) -> tuple[Waiting, ...]:
        """What is on the list now."""
        kind = self.kind.value()
        return tuple(one for one in self._found if kind in (None, one.kind))

    def chosen(self) -> Choice:
        """How it was chosen."""
        return replace(self.choice, kind=str(self.kind.value() or ""))

    def _show(self) -> None:
        listed = self.listed()
        self.model.show(listed)
        self.stack.setCurrentIndex(_LIST if listed else _NOTHING)
        if listed:
            self.table.selectRow(min(max(self.table.currentIndex().row(), 0), len(listed) - 1))
        else:
            self.empty.setText(
                _("Nothing waits that was called for in these days. Set the first day back, or leave it out.")
            )
        self._enable(listed)

    def _enable(self, listed: Sequence[Waiting]) -> None:
        papers = ngettext("{n} paper", "{n} papers", len(listed))
        copies = sum(one.copies for one in listed)
        printed = ngettext("{n} copy", "{n} copies", copies)
        told = [_("{papers}, {copies} in all", papers=papers, copies=printed)] if listed else []
        if self._cases:
            told.append(
                ngettext(
                    "of {n} case of the list (Esc: of all)",
                    "of {n} cases of the list (Esc: of all)",
                    len(self._cases),
                )
            )
        if self._unprinted:
            told.append(
                ngettext(
                    "{n} paper besides is numbered and was never printed",
                    "{n} papers besides are numbered and were never printed",
                    self._unprinted,
                )
            )
        self.told.setText(" · ".join(told))
        for one in (self.save_button, self.print_button):
            one.setEnabled(bool(listed))

    def _open(self) -> None:
        if (one := self.model.at(self.table.currentIndex().row())) is not None:
            self.case_wanted.emit(one.case)

    def focus(self) -> None:
        """Where work begins."""
        (self.table if self.model.values else self.kind).setFocus()


def _look(office: Office, choice: Choice, progress: Progress) -> tuple[tuple[Waiting, ...], int]:
    """What waits, and how much besides has a number that nobody has printed."""
    found = waiting_papers.waiting(office, choice, progress)
    return found, 0 if choice.issued else waiting_papers.unprinted(office)
