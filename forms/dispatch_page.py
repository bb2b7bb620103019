"""分办: the draft referrals of a case, looked over, edited for several at once, and sent all or none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QItemSelection, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter.cases.casefile import CaseFile, ReferralFile
from counter.cases.split import HOUSEHOLD, Check
from counter.cases.workflow import ReferralMove, ReferralState, moves_from
from counter.errors import CounterError, Stale
from counter.services import cases, dispatch
from counter.services.dispatch import DraftEdit
from counter.services.office import Office
from counter.text import _, mask_name, ngettext, translate, word
from forms import jobs, keys, messages
from forms.dispatch_list import CasesToDispatch
from forms.draft_editor import DraftEditor
from forms.error_dock import ErrorDock, Trouble
from forms.page import Page
from forms.referral_acts import ReferralActs, Target, target_of
from forms.rows import button, label
from forms.rows_model import RowsModel, Shown
from forms.tables import Table
from forms.words import day_text, state_text, state_tone


@dataclass(frozen=True, slots=True)
class Opened:
    """A case on the dispatcher's desk, with what speaks before sending."""

    file: CaseFile
    checks: tuple[Check, ...]


def _open(office: Office, number: str) -> Opened:
    return Opened(cases.case(office, number), dispatch.checks(office, number))


class DispatchPage(Page):
    """Rows are marked with the arrows and Shift; what is edited goes to all marked drafts."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(office, parent)
        self._number = ""
        self._opened: Opened | None = None
        self._opening: jobs.Latest[Opened] = jobs.Latest(self, succeeded=self._show, refused=self._not_opened)
        self.cases = CasesToDispatch(office)
        self.rows: RowsModel[ReferralFile] = RowsModel(self._columns(), name=_name_of)
        self.table = Table()
        self.table.setModel(self.rows)
        self.table.setAccessibleName(_("Referrals of the case"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.set_widths({0: 118, 2: 66, 3: 62, 4: 84, 5: 62, 6: 108}, stretch=1, spare=(4, 3, 2))
        self.case_title = label("", "heading")
        self.progress = label("", "muted")
        self.editor = DraftEditor()
        self.acts = ReferralActs(office, self)
        self.marked = label("", "small")
        self.dock = ErrorDock()
        self.send_button = button(_("Send all (Ctrl+S)"), "primary")
        self.withdraw_button = button(_("Withdraw (W)"), "danger")
        self.reassign_button = button(_("Reassign (Z)"))
        self.case_button = button(_("To the case (Enter)"), "quiet")
        self.empty = label(
            _("Nothing waits to be sent. What is accepted at intake appears here as drafts."), "muted"
        )
        self._lay_out()
        self._connect()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.cases.fit(self.width())

    def title(self) -> str:
        return _("Dispatch")

    def _columns(self) -> list[Shown[ReferralFile]]:
        return [
            Shown(_("Department"), lambda r: r.department_title),
            Shown(_("Policy"), lambda r: r.title, bold=_is_lead),
            Shown(_("For whom"), self._subject),
            Shown(_("Asked"), lambda r: word("Asks", r.asks) if r.asks else ""),
            Shown(_("Liaison"), lambda r: r.liaison or _("none"), tone=_liaison_tone),
            Shown(_("Due"), _due_of, right=True),
            Shown(_("State"), lambda r: state_text(r.state), tone=lambda r: state_tone(r.state)),
        ]

    def _subject(self, row: ReferralFile) -> str:
        if row.subject == HOUSEHOLD or self._opened is None:
            return _("household")
        return mask_name(self._opened.file.application.people[int(row.subject)].name)

    def head(self) -> QWidget:
        return self.bar

    def _lay_out(self) -> None:
        self.bar = QWidget()
        bar = QHBoxLayout(self.bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(10)
        bar.addStretch(1)
        for act in (self.withdraw_button, self.reassign_button, self.send_button):
            bar.addWidget(act)
        work = QFrame()
        work.setProperty("role", "sheet")
        head = QHBoxLayout()
        head.addWidget(self.case_title)
        head.addSpacing(10)
        head.addWidget(self.progress)
        head.addStretch(1)
        head.addWidget(self.case_button)
        right = QVBoxLayout(work)
        right.setContentsMargins(18, 14, 18, 12)
        right.setSpacing(10)
        right.addLayout(head)
        right.addWidget(self.table, 1)
        right.addWidget(self.marked)
        right.addWidget(self.editor)
        right.addWidget(self.dock)
        nothing = QWidget()
        QVBoxLayout(nothing).addWidget(self.empty, 0, Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(nothing)
        self.stack.addWidget(work)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.cases)
        layout.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.acts.changed.connect(self._changed)
        self.acts.refused.connect(self._refused)
        self.acts.said.connect(self.said)
        self.cases.chosen.connect(self._case_chosen)
        self.cases.listed.connect(self._listed)
        self.table.selectionModel().selectionChanged.connect(self._marked)
        self.editor.edited.connect(self._edit)
        self.send_button.clicked.connect(self.ask_to_send)
        self.withdraw_button.clicked.connect(self.ask_to_withdraw)
        self.reassign_button.clicked.connect(self.ask_to_reassign)
        self.case_button.clicked.connect(self._to_case)
        keys.bind(self, ("Ctrl+S", "Ctrl+Return"), _("Send all drafts"), self.ask_to_send)
        keys.bind_row(self.table, "W", _("Withdraw the referral"), self.ask_to_withdraw)
        keys.bind_row(self.table, "Z", _("Give it to another department"), self.ask_to_reassign)
        keys.bind_row(self.table, "E", _("Edit what is asked"), self.editor.question.setFocus)
        keys.bind_row(self.table, "Return", _("To the case"), self._to_case)
        keys.bind_row(self.cases.table, "Return", _("To the referrals"), self.table.setFocus)
        keys.bind(self, "Alt+Down", _("Next case"), partial(self.cases.step, 1))
        keys.bind(self, "Alt+Up", _("Previous case"), partial(self.cases.step, -1))
        keys.bind(self, "Esc", _("To the list of cases"), self.cases.table.setFocus)

    # --- which case --------------------------------------------------------------------------------

    def came(self) -> None:
        self.refresh()
        (self.table if self._number else self.cases.table).setFocus()

    def refresh(self) -> None:
        self.cases.refresh()
        if self._number:
            self._opening.ask(partial(_open, self.office, self._number))

    def heard_of_changes(self) -> None:
        self.refresh()

    def show_case(self, number: str) -> None:
        self._number = number

    def _listed(self) -> None:
        if not self._number and (first := self.cases.first()):
            self._case_chosen(first)
        self.cases.mark(self._number)
        if not self._number:
            self._nothing_open()

    def _case_chosen(self, number: str) -> None:
        if number != self._number:
            self._number = number
            self._opening.ask(partial(_open, self.office, number))

    def _nothing_open(self) -> None:
        self._opened = None
        self.stack.setCurrentIndex(0)
        for act in (self.send_button, self.withdraw_button, self.reassign_button):
            act.setEnabled(False)

    def _not_opened(self, refused: CounterError) -> None:
        self._number = ""
        self._nothing_open()
        self.said.emit(messages.text_of(refused))

    def _show(self, opened: Opened) -> None:
        self._opened = opened
        file = opened.file
        self.stack.setCurrentIndex(1)
        self.case_title.setText(f"{mask_name(file.application.applicant.name)}  {file.number}")
        self.progress.setText(progress_text(file))
        row = max(self.table.currentIndex().row(), 0)
        self.rows.show(file.referrals)
        if file.referrals and not self.table.selectionModel().hasSelection():
            self.table.selectRow(min(row, len(file.referrals) - 1))
        told = {translate(check.problem): check for check in reversed(opened.checks)}
        self.dock.show_troubles(
            [Trouble(check.referral, text, blocks=check.blocks) for text, check in reversed(told.items())]
        )
        drafts = sum(one.state is ReferralState.DRAFT for one in file.referrals)
        self.send_button.setEnabled(drafts > 0)
        self._show_marked()

    # --- marked rows -------------------------------------------------------------------------------

    def marked_rows(self) -> list[ReferralFile]:
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        return [one for row in rows if (one := self.rows.at(row)) is not None]

    def _marked(self, _chosen: QItemSelection, _left: QItemSelection) -> None:
        self._show_marked()

    def _show_marked(self) -> None:
        marked = self.marked_rows()
        first = marked[0] if marked else None
        self.editor.show_rows(marked)
        self.withdraw_button.setEnabled(first is not None and _may(first, ReferralMove.WITHDRAW))
        self.reassign_button.setEnabled(first is not None and _may(first, ReferralMove.REASSIGN))
        parts = [ngettext("{n} row marked", "{n} rows marked", len(marked))]
        if first is not None and len(marked) == 1:
            if first.waits_for:
                titles = [self.office.catalogue.policy(code).title for code in first.waits_for]
                parts.append(_("waits for: {policies}", policies=titles))
            if first.returned_because:
                parts.append(_("returned: {reason}", reason=first.returned_because))
        self.marked.setText(" · ".join(parts))

    def _edit(self, edit: DraftEdit, drafts: list[ReferralFile]) -> None:
        jobs.start(
            self,
            partial(dispatch.edit_drafts, self.office, self._number, {one.number: edit for one in drafts}),
            succeeded=self._edited,
            refused=self._refused,
        )

    def _edited(self, _file: CaseFile) -> None:
        self.saved.emit()
        self.refresh()

    # --- the acts ----------------------------------------------------------------------------------

    def ask_to_send(self) -> None:
        """Say how many go, and how; then all go or none."""
        if self._opened is None:
            return
        drafts = [one for one in self._opened.file.referrals if one.state is ReferralState.DRAFT]
        if not drafts:
            self.said.emit(_("There is nothing left to send in this case."))
            return
        on_paper = sum(one.travels == "paper" for one in drafts)
        question = ngettext("Send {n} referral?", "Send {n} referrals?", len(drafts))
        if on_paper:
            question += " " + ngettext("{n} travels on paper.", "{n} travel on paper.", on_paper)
        advice = list(dict.fromkeys(translate(check.problem) for check in self._opened.checks))
        if advice:
            question += "\n\n" + "\n".join(f"○ {text}" for text in advice[:6])
        messages.confirm(self, question, yes=_("Send"), no=_("Do not send yet"), then=self.send)

    def send(self) -> None:
        self.send_button.setEnabled(False)
        jobs.start(
            self,
            partial(dispatch.send, self.office, self._number),
            succeeded=self._sent,
            refused=self._refused,
        )

    def _sent(self, file: CaseFile) -> None:
        self.said.emit(_("Sent. The slips can be printed now (F12)."))
        self.papers_wanted.emit(file.number, "send")
        self._number = ""

    def ask_to_withdraw(self) -> None:
        self.acts.ask_withdraw(self._target())

    def ask_to_reassign(self) -> None:
        self.acts.ask_reassign(self._target())

    def _target(self) -> Target | None:
        marked = self.marked_rows()
        return target_of(marked[0], self._number) if marked else None

    def _changed(self, _row: ReferralFile) -> None:
        self.refresh()

    def _refused(self, refused: CounterError) -> None:
        self.said.emit(messages.text_of(refused))
        if isinstance(refused, Stale):
            self.refresh()
        else:
            self.dock.show_troubles([Trouble(p.field, translate(p)) for p in refused.problems])
            self.send_button.setEnabled(True)

    def _to_case(self) -> None:
        if self._number:
            self.case_wanted.emit(self._number)


def progress_text(file: CaseFile) -> str:
    """4/5 signed · 2/5 decided."""
    alive = [one for one in file.referrals if one.state is not ReferralState.WITHDRAWN]
    signed = sum(one.signed_at is not None or one.decision is not None for one in alive)
    decided = sum(one.decision is not None for one in alive)
    return _(
        "{signed}/{all} signed for · {decided}/{all} decided", signed=signed, decided=decided, all=len(alive)
    )


def _may(row: ReferralFile, move: ReferralMove) -> bool:
    return move in moves_from(row.state)


def _is_lead(row: ReferralFile) -> bool:
    return row.is_lead


def _name_of(row: ReferralFile) -> str:
    return f"{row.title} {row.department_title} {state_text(row.state)}"


def _liaison_tone(row: ReferralFile) -> str:
    return "" if row.liaison else "wait"


def _due_of(row: ReferralFile) -> str:
    return day_text(row.due.due) + ("?" if row.due.provisional else "")
