"""待办: all that is owed, due first; what is late, and by whose fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter.cases.duties import DutyKind, Owes
from counter.services import duties, duty_list
from counter.services.duties import Owed
from counter.services.office import Act, Office
from counter.services.spreadsheet import Exported
from counter.text import _, display, ngettext
from forms import jobs, keys, look, messages
from forms.choice_fields import Choice, ChoiceField
from forms.duty_acts import DutyActs
from forms.duty_kinds import DutyKinds
from forms.duty_lists import DutyLists
from forms.duty_rows import (
    APPLICANT,
    CHASED,
    DEPARTMENT,
    DUE,
    FAULT,
    KIND,
    TOWNSHIP,
    WHAT,
    WHO,
    Blame,
    Narrow,
    Narrowed,
    columns,
    key_of,
    narrow,
    row_name,
)
from forms.export import Export
from forms.fault_strip import FaultStrip
from forms.fields import TextField
from forms.month_report import MonthReport
from forms.next_papers import NextPapers
from forms.page import Page
from forms.rows import button, label
from forms.rows_model import RowsModel
from forms.tables import Table

PAUSE = 200
KINDS_WIDTH = 208
_LIST, _NOTHING = range(2)


class DutiesPage(Page):
    """L late only, A the obvious act, C chase, Enter the case; what is typed filters."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(office, parent)
        self.all: tuple[Owed, ...] | None = None
        self.wanted = Narrow()
        self._reading: jobs.Latest[tuple[Owed, ...]] = jobs.Latest(self, succeeded=self._read)
        self._narrowing: jobs.Latest[Narrowed] = jobs.Latest(self, succeeded=self._show)
        self.acts = DutyActs(office, self)
        self.next = NextPapers(office, self)
        self.model: RowsModel[Owed] = RowsModel(columns(office), name=row_name)
        self.kinds = DutyKinds()
        self.strip = FaultStrip(with_faults=office.may(Act.CHASE, township=office.officer.township))
        self.table = Table()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("What is owed, due first"))
        widths = {DUE: 214, KIND: 92, APPLICANT: 60, WHO: 110, FAULT: 92, DEPARTMENT: 104}
        widths |= {TOWNSHIP: 76, CHASED: 60}
        spare = (TOWNSHIP, DEPARTMENT, CHASED, KIND, FAULT, WHO)
        self.table.set_widths(widths, stretch=WHAT, spare=spare)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(DUE, Qt.SortOrder.AscendingOrder)
        self.department = ChoiceField([], empty=_("All departments"))
        self.township = ChoiceField([], empty=_("All townships"))
        self.owes = ChoiceField([(one.value, display(one)) for one in Owes], empty=_("Owed by anyone"))
        for field, name in (
            (self.department, _("Department")),
            (self.township, _("Township")),
            (self.owes, _("Owed by")),
        ):
            field.setAccessibleName(name)
        self.filter = TextField()
        self.filter.enter_goes_on = False
        self.filter.setPlaceholderText(_("Filter (/): name, initials, number, matter"))
        self.filter.setAccessibleName(_("Filter"))
        self.total = label("", "small")
        self.told = label("", wrap=True)
        self.chase_button = button(_("Chase (C)"))
        self.act_button = button("", "primary")
        self.export = Export(office, self, self._write, _("Duties"))
        self.export_button = button(_("Export (Ctrl+E)"))
        self.lists = DutyLists(office, self)
        self.print_button = button(_("Print the list (Ctrl+P)"))
        self.month = MonthReport(office, self)
        self.month_button = button(_("Month report (Ctrl+M)"))
        self.empty = label("", "muted", wrap=True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._filter)
        self._lay_out()
        self._connect()
        self._bind_keys()

    def title(self) -> str:
        return _("Duties")

    def head(self) -> QWidget:
        return self.bar

    def _lay_out(self) -> None:
        self.bar = QWidget()
        bar = QHBoxLayout(self.bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(8)
        bar.addWidget(self.total)
        bar.addStretch(1)
        bar.addWidget(self.month_button)
        self.month_button.setVisible(self.month.may())
        bar.addWidget(self.print_button)
        bar.addWidget(self.export_button)
        narrowing = QHBoxLayout()
        narrowing.setSpacing(10)
        for field, share in ((self.department, 2), (self.township, 2), (self.owes, 2), (self.filter, 3)):
            narrowing.addWidget(field, share)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.told, 1)
        foot.addWidget(self.chase_button, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.act_button, 0, Qt.AlignmentFlag.AlignTop)
        nothing = QWidget()
        middle = QVBoxLayout(nothing)
        middle.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(nothing)
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        work = QVBoxLayout(sheet)
        work.setContentsMargins(16, 10, 16, 10)
        work.setSpacing(8)
        work.addWidget(self.strip)
        work.addLayout(narrowing)
        work.addWidget(self.stack, 1)
        work.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(self.kinds)
        layout.addWidget(sheet, 1)
        self._fit()
        self._tell_row()

    def _fit(self) -> None:
        self.kinds.setFixedWidth(look.px(KINDS_WIDTH))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "kinds"):
            self._fit()

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._kind_chosen)
        self.kinds.entered.connect(self.table.setFocus)
        self.kinds.typed.connect(self._begin_filter)
        self.strip.late_wanted.connect(self.late_only)
        self.strip.blame_wanted.connect(self.blame)
        for field in (self.department, self.township, self.owes):
            field.edited.connect(self._filter)
        self.filter.textChanged.connect(self._typed)
        self.filter.returnPressed.connect(self._to_list)
        self.table.horizontalHeader().sectionClicked.connect(self.sort_by)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.table.doubleClicked.connect(self._open)
        self.export.said.connect(self.said)
        self.export_button.clicked.connect(self.export.ask)
        self.print_button.clicked.connect(self.print_lists)
        self.lists.said.connect(self.said)
        self.lists.refused.connect(partial(messages.show_refusal, self))
        self.month.said.connect(self.said)
        self.month.refused.connect(partial(messages.show_refusal, self))
        self.month_button.clicked.connect(self.month.ask_month)
        self.chase_button.clicked.connect(self._chase)
        self.act_button.clicked.connect(self._act)
        self.acts.changed.connect(self.refresh)
        self.acts.refused.connect(partial(messages.show_refusal, self))
        self.acts.said.connect(self.said)
        self.acts.contacts.prints.connect(self.next.after)
        self.next.wanted.connect(self._offer_papers)
        self.acts.case_wanted.connect(self.case_wanted)
        self.acts.referral_wanted.connect(self.referral_wanted)
        self.acts.dispatch_wanted.connect(self.dispatch_wanted)
        self.acts.papers_wanted.connect(self.papers_wanted)
        self.acts.paper_wanted.connect(self.paper_wanted)

    def _bind_keys(self) -> None:
        for key, text, act in (
            ("Return", _("Open the case"), self._open),
            ("A", _("Do what this duty asks for"), self._act),
            ("C", _("Chase the department"), self._chase),
            ("P", _("Papers of the case"), self._print),
            ("Shift+P", _("Print many: what the cases of this list call for"), self._print_many),
            ("L", _("Late ones only, or all"), self.late_only),
            ("O", _("In the order of the next column"), self._next_order),
            ("Shift+O", _("In the opposite order"), self._turn_order),
            ("/", _("Filter"), self.filter.setFocus),
        ):
            keys.bind_row(self.table, key, text, act)
        keys.bind(self, "Ctrl+F", _("Filter"), self.filter.setFocus)
        keys.bind(self, "Ctrl+L", _("Late ones only, or all"), self.late_only)
        keys.bind(self, "Ctrl+D", _("Choose the department"), self.department.setFocus)
        keys.bind(self, "Ctrl+E", _("This list as a spreadsheet"), self.export.ask)
        keys.bind(self, "Ctrl+P", _("Print this list, one for each department"), self.print_lists)
        if self.month.may():
            keys.bind(self, "Ctrl+M", _("Month report"), self.month.ask_month)
        keys.bind(self, "Esc", _("To the list, without a filter"), self.clear)
        keys.bind(self, "Alt+1", _("To the kinds"), self.kinds.take_focus)
        keys.bind(self, "Alt+2", _("To the list"), self.table.setFocus)
        if self.strip.with_faults:
            for place, blame in enumerate(Blame, start=1):
                text = _("Late by the fault of: {who}", who=blame.value)
                keys.bind(self, f"Ctrl+{place}", text, partial(self.blame, blame))

    # --- reading -----------------------------------------------------------------------------------

    def came(self) -> None:
        self.refresh()
        self.table.setFocus()

    def refresh(self) -> None:
        if self.all is None:
            self.empty.setText(_("Looking for what is owed…"))
            self.stack.setCurrentIndex(_NOTHING)
        self._reading.ask(partial(duties.owed, self.office))

    def heard_of_changes(self) -> None:
        self.refresh()

    def _read(self, rows: tuple[Owed, ...]) -> None:
        self.all = rows
        departments, places = self.office.catalogue.departments, self.office.catalogue.places
        of_rows = {one.duty.department for one in rows}
        self._offer(
            self.department,
            [(code, one.title) for code, one in departments.items() if code in of_rows],
            _("All departments"),
        )
        of_rows = {one.duty.township for one in rows}
        self._offer(
            self.township,
            [(code, one.title) for code, one in places.items() if code in of_rows],
            _("All townships"),
        )
        self._narrow()

    def _offer(self, field: ChoiceField, choices: list[Choice], empty: str) -> None:
        """Only what has something to do is offered; one choice alone is none."""
        offered = [(field.itemData(index), field.itemText(index)) for index in range(1, field.count())]
        if choices != offered:
            field.set_choices(choices, empty=empty)
        field.setEnabled(len(choices) > 1 or bool(field.value()))

    # --- what is wanted of it ----------------------------------------------------------------------

    def _narrow(self) -> None:
        if self.all is not None:
            self._narrowing.ask(partial(narrow, self.all, self.wanted))

    def _ask(self, **changes: object) -> None:
        self.wanted = replace(self.wanted, **changes)  # type: ignore[arg-type]  # fields of Narrow by name
        self._narrow()

    def _filter(self) -> None:
        self._timer.stop()
        owes = self.owes.value()
        self._ask(
            department=str(self.department.value() or ""),
            township=str(self.township.value() or ""),
            owes=Owes(str(owes)) if owes else None,
            text=self.filter.text().strip(),
        )

    def _typed(self, _text: str) -> None:
        self._timer.start()

    def _begin_filter(self, text: str) -> None:
        """A letter typed among the kinds begins a filter."""
        self.filter.setFocus()
        self.filter.insert(text)

    def _to_list(self) -> None:
        self._filter()
        self.table.setFocus()

    def clear(self) -> None:
        """Esc: all of it again."""
        for field in (self.department, self.township, self.owes):
            field.set_value(None)
        self.filter.clear()
        self._timer.stop()
        self.wanted = Narrow(column=self.wanted.column, descending=self.wanted.descending)
        self._narrow()
        self.table.setFocus()

    def late_only(self) -> None:
        """L: what is late and nothing else; once more, all of it."""
        self._ask(late_only=not self.wanted.late_only, blame=None)

    def blame(self, blame: Blame) -> None:
        """What is late by this fault; once more, by any."""
        again = self.wanted.blame is blame
        self._ask(blame=None if again else blame, late_only=not again)

    def _kind_chosen(self, kind: DutyKind | None) -> None:
        self._ask(kind=kind)

    def sort_by(self, column: int) -> None:
        """By this column; once more, the other way round."""
        again = self.wanted.column == column
        self._ask(column=column, descending=again and not self.wanted.descending)

    def _next_order(self) -> None:
        shown = [place for place in range(len(self.model.columns)) if not self.table.isColumnHidden(place)]
        at = shown.index(self.wanted.column) if self.wanted.column in shown else -1
        self._ask(column=shown[(at + 1) % len(shown)], descending=False)

    def _turn_order(self) -> None:
        self._ask(descending=not self.wanted.descending)

    # --- the list ----------------------------------------------------------------------------------

    def _show(self, found: Narrowed) -> None:
        kept, at = self.current(), max(self.table.currentIndex().row(), 0)
        self.kinds.show_counts(found.kinds, self.wanted.kind)
        self.strip.show_counts(found, late_only=self.wanted.late_only, blame=self.wanted.blame)
        order = Qt.SortOrder.DescendingOrder if self.wanted.descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(self.wanted.column, order)
        self.model.show(found.rows)
        count = len(found.rows)
        self.total.setText(ngettext("{n} duty", "{n} duties", count))
        self.empty.setText(
            _("Nothing of what you chose is owed. Esc shows all.")
            if self.all
            else _("Nothing is owed. What has to be done appears here by itself.")
        )
        self.stack.setCurrentIndex(_LIST if count else _NOTHING)
        if count:
            self.table.selectRow(self._place_of(kept, found.rows, otherwise=min(at, count - 1)))
            self.table.scrollTo(self.table.currentIndex())
        self._tell_row()

    @staticmethod
    def _place_of(kept: Owed | None, rows: tuple[Owed, ...], *, otherwise: int) -> int:
        """Where the row of the cursor stands now; what was dealt with leaves its place to the next one."""
        if kept is not None:
            wanted = key_of(kept)
            for place, one in enumerate(rows):
                if key_of(one) == wanted:
                    return place
        return otherwise

    def current(self) -> Owed | None:
        return self.model.at(self.table.currentIndex().row())

    def _row_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._tell_row()

    def _tell_row(self) -> None:
        """Under the list: the whole sentence of the row, and what can be done with it."""
        one = self.current() if self.model.values else None
        self.told.setText("" if one is None else " · ".join(filter(None, (one.duty.what, one.duty.case))))
        self.chase_button.setVisible(self.acts.may_chase(one))
        found = self.acts.obvious(one)
        self.act_button.setVisible(one is not None)
        opens = _("Open the case") if one is None or self.acts.may_see_case(one) else _("To the queue")
        act = found[0] if found else opens
        self.act_button.setText(_("{act} (A)", act=act))

    # --- acts --------------------------------------------------------------------------------------

    def _open(self) -> None:
        self.acts.open(self.current())

    def _act(self) -> None:
        self.acts.act(self.current())

    def _chase(self) -> None:
        self.acts.chase(self.current())

    def _print(self) -> None:
        if (one := self.current()) is None:
            return
        if not self.acts.may_print(one):
            self.said.emit(_("The whole case and its papers are with the window."))
        else:
            self.papers_wanted.emit(one.duty.case, "")

    def _print_many(self) -> None:
        self.batches_wanted.emit(tuple(dict.fromkeys(one.duty.case for one in self.model.values)))

    def print_lists(self) -> None:
        """Ctrl+P: 待办清单, or 逾期清单 while the list shows what is late."""
        self.lists.put_out(self.model.values, late_only=self.wanted.late_only)

    def _offer_papers(self, case: str, _step: str, titles: Sequence[str]) -> None:
        """One goes on with the list; P prints."""
        self.said.emit(_("To print for {case} (P): {papers}", case=case, papers=list(titles)))

    def _write(self, office: Office, path: Path) -> Exported:
        """What the list shows now, in its order."""
        return duty_list.export(office, path, tuple(self.model.values))

    def neighbour(self, number: str, by: int) -> str:
        place = self.table.currentIndex().row()
        while (one := self.model.at(place := place + by)) is not None:
            if one.duty.case != number:
                self.table.selectRow(place)
                return one.duty.case
        return ""
