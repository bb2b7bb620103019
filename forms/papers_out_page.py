"""未收回纸件: papers handed out to be signed; a code that is typed or scanned opens what is done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter.cases.casefile import Notice
from counter.cases.coming_back import Holder, Out
from counter.errors import CounterError
from counter.services import delivery, paper_at_hand, papers_out, printing
from counter.services.office import Act, Office
from counter.services.spreadsheet import Exported
from counter.text import _, display, mask_name, ngettext
from forms import jobs, keys, messages
from forms.choice_fields import ChoiceField
from forms.export import Export
from forms.fields import TextField
from forms.one_sheet import OneSheet
from forms.page import Page
from forms.papers_out_rows import (
    APPLICANT,
    CASE,
    CODE,
    DAYS,
    HOLDER,
    PAPER,
    SINCE,
    Narrow,
    columns,
    narrow,
    paper_text,
    row_name,
)
from forms.reason_dialog import ReasonDialog
from forms.rows import button, label
from forms.rows_model import RowsModel
from forms.tables import Table

PAUSE = 200
_LIST, _NOTHING = range(2)
_ONE_AGAIN = "{code}.pdf"


class PapersOutPage(Page):
    """Enter opens the step, B notes it back, Shift+B all of its case, L lost, Z takes the last one back."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(office, parent)
        self.all: tuple[Out, ...] | None = None
        self.wanted = Narrow()
        self._last: tuple[str, ...] = ()
        self._reading: jobs.Latest[tuple[Out, ...]] = jobs.Latest(self, succeeded=self._read)
        self.model: RowsModel[Out] = RowsModel(columns(), name=row_name)
        self.code = TextField()
        self.code.enter_goes_on = False
        self.code.setPlaceholderText(_("Type or scan the code of a paper, Enter"))
        self.code.setAccessibleName(_("Code of a paper"))
        self.code.setClearButtonEnabled(True)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        self.filter = TextField()
        self.filter.enter_goes_on = False
        self.filter.setPlaceholderText(_("Filter (/): name, paper, number"))
        self.filter.setAccessibleName(_("Filter"))
        self.holder = ChoiceField([(one.value, display(one)) for one in Holder], empty=_("Whoever has it"))
        self.holder.setAccessibleName(_("Who has it"))
        self.table = Table()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Papers not come back, the longest out first"))
        widths = {DAYS: 96, APPLICANT: 84, HOLDER: 168, SINCE: 66, CODE: 106, CASE: 208}
        self.table.set_widths(widths, stretch=PAPER, spare=(SINCE, CASE, APPLICANT))
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        self.total = label("", "small")
        self.told = label("", wrap=True)
        self.back_button = button(_("It is back (B)"), "primary")
        self.lost_button = button(_("Lost (L)"))
        self.open_button = button(_("Open (Enter)"))
        self.undo_button = button(_("Take back (Z)"))
        self.export = Export(office, self, self._write, _("Papers not come back"))
        self.export_button = button(_("Export (Ctrl+E)"))
        self.empty = label("", "muted", wrap=True)
        self.sheet = OneSheet(office, self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._filter)
        self._lay_out()
        self._connect()
        self._bind_keys()

    def title(self) -> str:
        return _("Papers not come back")

    def head(self) -> QWidget:
        return self.bar

    def _lay_out(self) -> None:
        self.bar = QWidget()
        bar = QHBoxLayout(self.bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(8)
        bar.addWidget(self.total)
        bar.addStretch(1)
        bar.addWidget(self.export_button)
        narrowing = QHBoxLayout()
        narrowing.setSpacing(10)
        for field, share in ((self.code, 4), (self.holder, 2), (self.filter, 3)):
            narrowing.addWidget(field, share)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.told, 1)
        for act in (self.undo_button, self.lost_button, self.open_button, self.back_button):
            foot.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)
        nothing = QWidget()
        QVBoxLayout(nothing).addWidget(self.empty, 0, Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(nothing)
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        work = QVBoxLayout(sheet)
        work.setContentsMargins(16, 10, 16, 10)
        work.setSpacing(8)
        work.addLayout(narrowing)
        work.addWidget(self.problem)
        work.addWidget(self.stack, 1)
        work.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(sheet)
        self._tell_row()

    def _connect(self) -> None:
        self.code.returnPressed.connect(self.open_code)
        self.code.textChanged.connect(self.problem.hide)
        self.filter.textChanged.connect(self._timer.start)
        self.filter.returnPressed.connect(self._to_list)
        self.holder.edited.connect(self._filter)
        self.table.horizontalHeader().sectionClicked.connect(self.sort_by)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.table.doubleClicked.connect(self.open_row)
        for made, act in (
            (self.open_button, self.open_row),
            (self.back_button, self.note_back),
            (self.lost_button, self.ask_lost),
            (self.undo_button, self.undo),
            (self.export_button, self.export.ask),
        ):
            made.clicked.connect(act)
        self.export.said.connect(self.said)
        self.sheet.said.connect(self.said)

    def _bind_keys(self) -> None:
        for key, text, act in (
            ("Return", _("Open what is done with it"), self.open_row),
            ("B", _("It is back"), self.note_back),
            ("Shift+B", _("All of its case is back"), self.note_all_back),
            ("L", _("It is lost: print it again"), self.ask_lost),
            ("Z", _("Take the last one back"), self.undo),
            ("F", _("Those that are out for long, or all"), self.long_only),
            ("O", _("In the order of the next column"), self._next_order),
            ("Shift+O", _("In the opposite order"), self._turn_order),
            ("/", _("Filter"), self.filter.setFocus),
        ):
            keys.bind_row(self.table, key, text, act)
        keys.bind(self, "Ctrl+F", _("Filter"), self.filter.setFocus)
        keys.bind(self, "Ctrl+Z", _("Take the last one back"), self.undo)
        keys.bind(self, "Ctrl+E", _("This list as a spreadsheet"), self.export.ask)
        keys.bind(self, "Alt+1", _("To the code of a paper"), self.code.setFocus)
        keys.bind(self, "Alt+2", _("To the list"), self.table.setFocus)
        keys.bind(self, "Esc", _("To the list, without a filter"), self.clear)

    # --- reading -----------------------------------------------------------------------------------

    def came(self) -> None:
        self.refresh()
        self.code.setFocus()

    def refresh(self) -> None:
        self._reading.ask(partial(papers_out.papers_out, self.office))

    def heard_of_changes(self) -> None:
        self.refresh()

    def _read(self, rows: tuple[Out, ...]) -> None:
        self.all = rows
        self._show()

    def _show(self) -> None:
        at = max(self.table.currentIndex().row(), 0)
        found = narrow(self.all or (), self.wanted)
        order = Qt.SortOrder.DescendingOrder if self.wanted.descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(self.wanted.column, order)
        self.model.show(found)
        long = sum(one.is_long for one in found)
        count = ngettext("{n} paper out", "{n} papers out", len(found))
        self.total.setText(_("{papers}, {long} of them for long", papers=count, long=long))
        self.empty.setText(
            _("Nothing of what you chose is out. Esc shows all.")
            if self.all
            else _("No paper is waited for. What is printed to be signed outside appears here by itself.")
        )
        self.stack.setCurrentIndex(_LIST if found else _NOTHING)
        if found:
            self.table.selectRow(min(at, len(found) - 1))
        self._tell_row()

    # --- what is wanted of it ----------------------------------------------------------------------

    def _filter(self) -> None:
        self._timer.stop()
        holder = self.holder.value()
        self._narrow(holder=Holder(str(holder)) if holder else None, text=self.filter.text().strip())

    def _narrow(self, **changes: object) -> None:
        self.wanted = replace(self.wanted, **changes)  # type: ignore[arg-type]  # fields of Narrow by name
        self._show()

    def _to_list(self) -> None:
        self._filter()
        self.table.setFocus()

    def clear(self) -> None:
        """Esc: all of it again."""
        for field in (self.code, self.filter):
            field.clear()
        self.holder.set_value(None)
        self._timer.stop()
        self._narrow(holder=None, text="", long_only=False)
        self.table.setFocus()

    def long_only(self) -> None:
        """F: those that are out longer than usual; once more, all."""
        self._narrow(long_only=not self.wanted.long_only)

    def sort_by(self, column: int) -> None:
        again = self.wanted.column == column
        self._narrow(column=column, descending=again and not self.wanted.descending)

    def _next_order(self) -> None:
        shown = [at for at in range(len(self.model.columns)) if not self.table.isColumnHidden(at)]
        at = shown.index(self.wanted.column) if self.wanted.column in shown else -1
        self._narrow(column=shown[(at + 1) % len(shown)], descending=False)

    def _turn_order(self) -> None:
        self._narrow(descending=not self.wanted.descending)

    # --- the row -----------------------------------------------------------------------------------

    def current(self) -> Out | None:
        return self.model.at(self.table.currentIndex().row()) if self.model.values else None

    def _row_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._tell_row()

    def _tell_row(self) -> None:
        one = self.current()
        said = (paper_text(one), one.notice.number, mask_name(one.applicant)) if one else ()
        self.told.setText(" · ".join(said))
        may = one is not None and self.office.may(Act.ISSUE, township=one.township, department=one.department)
        self.open_button.setVisible(one is not None)
        self.back_button.setVisible(may)
        self.lost_button.setVisible(may)
        self.undo_button.setVisible(bool(self._last))

    def open_code(self) -> None:
        """Enter in the field: the paper with this code, wherever it stands."""
        if typed := self.code.text().strip():
            self._open(typed)

    def open_row(self) -> None:
        """Enter on a row: what is done with this paper."""
        if (one := self.current()) is not None:
            self._open(one.notice.code)

    def _open(self, typed: str) -> None:
        jobs.start(
            self,
            partial(paper_at_hand.at_hand, self.office, typed),
            succeeded=self._opened,
            refused=self._not_opened,
        )

    def _opened(self, found: object) -> None:
        self.code.clear()
        self.paper_wanted.emit(found)

    def _not_opened(self, refused: CounterError) -> None:
        self.problem.setText(messages.text_of(refused))
        self.problem.show()
        self.code.setFocus()
        self.code.selectAll()

    # --- acts --------------------------------------------------------------------------------------

    def note_back(self) -> None:
        """B: it lies here, signed; today, or on the day that its case says."""
        if (one := self.current()) is not None:
            self._do(partial(_back, self.office, one.notice.number))

    def note_all_back(self) -> None:
        """Shift+B: everything that is out of the case of this row."""
        if (one := self.current()) is not None:
            self._do(partial(papers_out.all_back, self.office, one.case))

    def _do(self, work: Callable[[], tuple[Notice, ...]]) -> None:
        jobs.start(self, work, succeeded=self._noted, refused=partial(messages.show_refusal, self))

    def _noted(self, back: tuple[Notice, ...]) -> None:
        self._last = tuple(one.number for one in back)
        self.problem.hide()
        count = ngettext("{n} paper is back", "{n} papers are back", len(back))
        self.said.emit(_("{papers}; Z takes it back: {titles}", papers=count, titles=_titles(back)))
        self.refresh()

    def undo(self) -> None:
        """Z: what was noted last is out again."""
        if self._last:
            jobs.start(
                self,
                partial(_undo, self.office, self._last),
                succeeded=self._undone,
                refused=partial(messages.show_refusal, self),
            )

    def _undone(self, again: tuple[Notice, ...]) -> None:
        self._last = ()
        self.said.emit(_("Out again: {titles}", titles=_titles(again)))
        self.refresh()

    def ask_lost(self) -> None:
        """L: lost outside; it is printed again, marked 补打, and waited for anew."""
        if (one := self.current()) is None:
            return
        dialog = ReasonDialog(
            self,
            title=_("{paper} is lost", paper=one.notice.title),
            text=_("It is printed once more, bears how often it was printed, and is waited for from today."),
            reasons=[
                _("The applicant has lost it."),
                _("It was lost on its way."),
                _("It is spoilt and cannot be signed."),
            ],
            act=_("Print it again (Ctrl+Enter)"),
        )
        dialog.given.connect(partial(self._lost, one.notice.number))
        dialog.open()

    def _lost(self, number: str, reason: str) -> None:
        jobs.start(
            self,
            partial(papers_out.lost, self.office, number, reason=reason),
            succeeded=self._print_again,
            refused=partial(messages.show_refusal, self),
        )

    def _print_again(self, notice: Notice) -> None:
        self.refresh()
        name = _ONE_AGAIN.format(code=notice.code)
        self.sheet.send(partial(printing.draw, self.office, notice.number), name)

    def _write(self, office: Office, path: Path) -> Exported:
        """What the list shows now, in its order."""
        return papers_out.export(office, path, tuple(self.model.values))

    def neighbour(self, number: str, by: int) -> str:
        place = self.table.currentIndex().row()
        while (one := self.model.at(place := place + by)) is not None:
            if one.case != number:
                self.table.selectRow(place)
                return one.case
        return ""


def _back(office: Office, number: str) -> tuple[Notice, ...]:
    return (delivery.came_back(office, number),)


def _undo(office: Office, numbers: Sequence[str]) -> tuple[Notice, ...]:
    return tuple(papers_out.undo_back(office, number) for number in numbers)


def _titles(papers: Sequence[Notice]) -> list[str]:
    return [one.title for one in papers]
