"""办理: one list of a department, due first, with one key for each act; single letters work under any IME."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from counter.cases.casefile import ReferralFile
from counter.cases.workflow import ReferralState
from counter.errors import CounterError, Stale
from counter.services import queue, referrals, reports
from counter.services.office import Act, Office
from counter.services.queue import Counts, QueueRow
from counter.text import _, ngettext
from forms import jobs, keys, ledger_dialog, messages, referral_keys
from forms.choice_fields import ChoiceField
from forms.export import Export
from forms.fields import TextField
from forms.more_acts import MoreActs
from forms.next_papers import NextPapers
from forms.page import Page
from forms.queue_model import QueueModel
from forms.referral_acts import ReferralActs, Target
from forms.referral_card import ReferralCard
from forms.rows import button, label
from forms.tables import Table

PAUSE = 200


@dataclass(frozen=True, slots=True)
class View:
    """A switch above the list: its name, its states, and where its number comes from."""

    name: str
    states: frozenset[ReferralState]
    count: str


def views() -> tuple[View, ...]:
    return (
        View(_("To sign for"), frozenset({ReferralState.SENT}), "unsigned"),
        View(_("In progress"), frozenset({ReferralState.SIGNED}), "in_progress"),
        View(_("Waiting for others"), frozenset({ReferralState.WAITING}), "waiting"),
        View(_("Came back"), frozenset({ReferralState.RETURNED}), "returned"),
        View(_("Decided"), frozenset({ReferralState.DECIDED}), ""),
    )


class QueuePage(Page):
    """Q sign for, T return, B papers, Z reassign, Y decide, G on paper, C correct, K R X the clock."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(office, parent)
        self.model = QueueModel(office, self)
        self.acts = ReferralActs(office, self)
        self.more = MoreActs(office, self)
        self.next = NextPapers(office, self)
        self._step = ("", "")
        self.table = Table()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Referrals, due first"))
        widths = {0: 144, 1: 80, 2: 62, 4: 44, 5: 46, 6: 84, 7: 92, 8: 112}
        self.table.set_widths(widths, stretch=3, spare=(8, 5, 6, 4))
        self.department = ChoiceField(
            [(code, one.title) for code, one in office.catalogue.departments.items()],
            empty=_("All departments"),
        )
        if office.officer.department:
            self.department.set_value(office.officer.department)
            self.department.setEnabled(False)
        self.filter = TextField()
        self.filter.enter_goes_on = False
        self.filter.setPlaceholderText(_("Filter (/): name, initials, number, policy"))
        self.filter.setAccessibleName(_("Filter"))
        self.switches = QButtonGroup(self)
        self.total = label("", "small")
        self.card = ReferralCard(office)
        self.empty = label(_("Nothing here. What the dispatcher sends appears in “To sign for”."), "muted")
        # A department to which nothing was sent may still be asked something.
        self.nothing = QWidget()
        self.nothing.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.export = Export(office, self, reports.export, _("Lists"))
        self.export_button = button(_("Export (Ctrl+E)"))
        self.more_button = button(_("More acts (M)"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.refresh)
        self._counting: jobs.Latest[Counts] = jobs.Latest(self, succeeded=self._counted)
        self._lay_out()
        self._connect()
        self._bind_keys()

    def title(self) -> str:
        return _("Queue")

    def head(self) -> QWidget:
        return self.bar

    def _lay_out(self) -> None:
        self.bar = QWidget()
        bar = QHBoxLayout(self.bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(8)
        for number, view in enumerate(views()):
            switch = QToolButton()
            switch.setProperty("kind", "chip")
            switch.setText(view.name)
            switch.setCheckable(True)
            self.switches.addButton(switch, number)
            bar.addWidget(switch)
        self.switches.button(0).setChecked(True)
        bar.addStretch(1)
        bar.addWidget(self.more_button)
        bar.addWidget(self.export_button)
        narrow = QHBoxLayout()
        narrow.setSpacing(10)
        narrow.addWidget(self.department, 1)
        narrow.addWidget(self.filter, 2)
        narrow.addWidget(self.total)
        lists = QFrame()
        lists.setProperty("role", "sheet")
        left = QVBoxLayout(lists)
        left.setContentsMargins(16, 10, 16, 12)
        left.setSpacing(8)
        left.addLayout(narrow)
        self.stack = QStackedWidget()
        QVBoxLayout(self.nothing).addWidget(self.empty)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        left.addWidget(self.stack, 1)
        self.splitter = QSplitter()
        self.splitter.addWidget(lists)
        self.splitter.addWidget(self.card)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

    def _connect(self) -> None:
        self.switches.idClicked.connect(self._switched)
        self.department.edited.connect(self.refresh)
        self.filter.textChanged.connect(self._typed)
        self.filter.returnPressed.connect(self.to_list)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.table.doubleClicked.connect(self._open)
        self.model.counted.connect(self._listed)
        self.model.dataChanged.connect(self._rows_came)
        self.export.said.connect(self.said)
        self.export_button.clicked.connect(self.export.ask)
        self.card.correct_wanted.connect(self._correct)
        self.acts.changed.connect(self._acted)
        self.acts.refused.connect(self._refused)
        self.acts.said.connect(self.said)
        self.acts.prints.connect(self.next.after)
        self.more.prints.connect(self.next.after)
        self.next.wanted.connect(self._offer_papers)
        self.more.changed.connect(self._done_more)
        self.more.refused.connect(self._refused)
        self.more.said.connect(self.said)
        self.more.draft_wanted.connect(self.draft_wanted)
        self.more_button.clicked.connect(self.open_more)

    def _bind_keys(self) -> None:
        referral_keys.bind(self.table, self.acts, self.target)
        keys.bind_row(self.table, "L", _("Account of the clocks"), self._show_ledger)
        keys.bind_row(self.table, "M", _("More acts"), self.open_more)
        keys.bind(self.nothing, "M", _("More acts"), self.open_more, within=Qt.ShortcutContext.WidgetShortcut)
        keys.bind_row(self.table, "P", _("Papers of the case"), self._print)
        keys.bind_row(
            self.table, "Shift+P", _("Print many: what the cases of this list call for"), self._print_many
        )
        keys.bind_row(self.table, "Return", _("Open the case"), self._open)
        keys.bind_row(self.table, "/", _("Filter"), self.filter.setFocus)
        keys.bind(self, "Ctrl+F", _("Filter"), self.filter.setFocus)
        keys.bind(self, "Ctrl+E", _("Queue, cases and decisions as a spreadsheet"), self.export.ask)
        keys.bind(self, "Esc", _("To the list, without a filter"), self._clear_filter)
        keys.bind(self, "Ctrl+D", _("Choose the department"), self.department.setFocus)
        for number, view in enumerate(views()):
            keys.bind(self, f"Ctrl+{number + 1}", view.name, partial(self.switch_to, number))

    # --- the list ----------------------------------------------------------------------------------

    def came(self) -> None:
        self.refresh()
        self._focus_list()

    def refresh(self) -> None:
        self.model.ask(self._wanted())
        self._count()

    def _wanted(self) -> queue.Filter:
        code = self.department.value()
        return queue.Filter(
            department=str(code) if code else None,
            states=views()[self.switches.checkedId()].states,
            text=self.filter.text(),
        )

    def heard_of_changes(self) -> None:
        self.model.refresh_rows()
        self._count()

    def _count(self) -> None:
        code = self.department.value()
        self._counting.ask(partial(queue.counts, self.office, department=str(code) if code else None))

    def _counted(self, counts: Counts) -> None:
        for number, view in enumerate(views()):
            found = getattr(counts, view.count) if view.count else 0
            self.switches.button(number).setText(f"{view.name} {found}" if found else view.name)

    def switch_to(self, number: int) -> None:
        self.switches.button(number).setChecked(True)
        self._switched(number)

    def show_referral(self, number: str) -> None:
        """The row of one referral, whatever its state; Esc shows all others again."""
        jobs.start(self, partial(referrals.referral, self.office, number), succeeded=self._show_referral)

    def _show_referral(self, row: ReferralFile) -> None:
        self.filter.setText(row.number)
        self._timer.stop()
        found = [place for place, view in enumerate(views()) if row.state in view.states]
        self.switch_to(found[0] if found else max(self.switches.checkedId(), 0))

    def _switched(self, _number: int) -> None:
        self.refresh()
        self._focus_list()

    def _focus_list(self) -> None:
        (self.table if self.stack.currentIndex() == 0 else self.nothing).setFocus()

    def _typed(self, _text: str) -> None:
        self._timer.start()

    def to_list(self) -> None:
        self._timer.stop()
        self.refresh()
        self._focus_list()

    def _clear_filter(self) -> None:
        self.filter.clear()
        self._focus_list()

    def _listed(self, count: int) -> None:
        self.total.setText(ngettext("{n} referral", "{n} referrals", count))
        at_list = self.table.hasFocus() or self.nothing.hasFocus()
        self.stack.setCurrentIndex(0 if count else 1)
        if count:
            self.table.selectRow(0)
        if at_list:
            self._focus_list()
        self._show_card()

    def _rows_came(self) -> None:
        self._show_card()

    def current(self) -> QueueRow | None:
        return self.model.row(self.table.currentIndex().row())

    def _row_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_card()

    def _show_card(self) -> None:
        self.card.show_row(self.current())

    # --- the acts ----------------------------------------------------------------------------------

    def target(self) -> Target | None:
        """The referral of the row, as the acts need it."""
        row = self.current()
        if row is None:
            return None
        return Target(row.number, row.case, row.policy, row.title, row.department, row.state, row.version)

    def _correct(self) -> None:
        self.acts.ask_correct(self.target())

    def _acted(self, row: ReferralFile) -> None:
        """The cursor goes on; the row that was dealt with stays where it is until F5."""
        self.model.acted_on(row.number)
        self._count()
        at = self.table.currentIndex().row()
        if at + 1 < self.model.rowCount():
            self.table.selectRow(at + 1)
        self._focus_list()

    def _show_ledger(self) -> None:
        if target := self.target():
            ledger_dialog.show_referral(self.office, self, target.number, refused=self._refused)

    def open_more(self) -> None:
        """M 更多办理."""
        self.more.of_queue(self.current())

    def _done_more(self, _result: object) -> None:
        """The row stays under the cursor: handling goes on with it."""
        self.model.refresh_rows()
        self._count()
        self._focus_list()

    def _refused(self, refused: CounterError) -> None:
        self.said.emit(messages.text_of(refused))
        if isinstance(refused, Stale):
            self.model.refresh_rows()
        else:
            messages.show_refusal(self, refused)

    def neighbour(self, number: str, by: int) -> str:
        place = self.table.currentIndex().row()
        while 0 <= (place := place + by) < self.model.rowCount():
            row = self.model.row(place)
            if row is not None and row.case != number:
                self.table.selectRow(place)
                return row.case
        return ""

    def _open(self) -> None:
        if (row := self.current()) is not None:
            # The department has seen what it was sent; whoever only may read it has not opened it.
            jobs.start(self, partial(referrals.opened, self.office, row.number))
            if self._may_see_case(row):
                self.case_wanted.emit(row.case)

    def _may_see_case(self, row: QueueRow) -> bool:
        """A department sees its referral, not the case: there is no page to lead it to."""
        if self.office.may(Act.READ, township=row.township):
            return True
        self.said.emit(_("The whole case and its papers are with the window."))
        return False

    def _offer_papers(self, case: str, step: str, titles: Sequence[str]) -> None:
        """One goes on with the list; P on a row of that case prints what the last act calls for."""
        self._step = (case, step)
        self.said.emit(_("To print for {case} (P): {papers}", case=case, papers=list(titles)))

    def _print(self) -> None:
        """P: the papers; a department prints its own letters."""
        if (row := self.current()) is not None:
            case, step = self._step
            self.papers_wanted.emit(row.case, step if row.case == case else "")

    def _print_many(self) -> None:
        jobs.start(
            self, partial(queue.cases_of, self.office, self._wanted()), succeeded=self.batches_wanted.emit
        )
