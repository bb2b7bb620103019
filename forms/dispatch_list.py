"""The cases that wait to be dispatched: with drafts, or with something that came back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from counter.cases.workflow import ReferralState
from counter.services import queue
from counter.services.office import Office
from counter.text import _, mask_name
from forms import jobs, look
from forms.rows import label
from forms.rows_model import RowsModel, Shown
from forms.tables import Table

WIDTH = 250
SLIM_WIDTH = 176
MOST = 2000


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that has drafts or returned referrals to send."""

    number: str
    applicant: str
    drafts: int
    returned: int


def waiting_cases(office: Office) -> list[Waiting]:
    """The cases with something to send or to reassign, oldest first."""
    wanted = queue.Filter(states=frozenset({ReferralState.DRAFT, ReferralState.RETURNED}))
    found: dict[str, Waiting] = {}
    for row in queue.referral_rows(office, queue.referral_ids(office, wanted)[:MOST]):
        before = found.get(row.case, Waiting(row.case, mask_name(row.applicant), 0, 0))
        is_draft = row.state is ReferralState.DRAFT
        found[row.case] = Waiting(
            row.case, before.applicant, before.drafts + is_draft, before.returned + (not is_draft)
        )
    return sorted(found.values(), key=_number_of)


def _number_of(waiting: Waiting) -> str:
    return waiting.number


def _applicant(waiting: Waiting) -> str:
    return waiting.applicant


def _drafts(waiting: Waiting) -> str:
    return str(waiting.drafts or "")


def _returned(waiting: Waiting) -> str:
    return str(waiting.returned or "")


def _returned_tone(waiting: Waiting) -> str:
    return "bad" if waiting.returned else ""


class CasesToDispatch(QFrame):
    """One line a case; the arrows open the next one at once."""

    chosen = Signal(str)
    listed = Signal()

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self.office = office
        self.rows: RowsModel[Waiting] = RowsModel(
            [
                Shown(_("Applicant"), _applicant),
                Shown(_("Drafts"), _drafts, right=True),
                Shown(_("Came back"), _returned, tone=_returned_tone, right=True),
            ]
        )
        self.table = Table()
        self.table.setModel(self.rows)
        self.table.setAccessibleName(_("Cases to dispatch"))
        self.table.set_widths({1: 50, 2: 62}, stretch=0)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self._listing: jobs.Latest[list[Waiting]] = jobs.Latest(self, succeeded=self._listed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 14, 12, 12)
        layout.addWidget(label(_("To dispatch"), "heading"))
        layout.addWidget(self.table, 1)

    def fit(self, room: int) -> None:
        """As wide as the page has room for."""
        self.setFixedWidth(look.px(WIDTH if room >= look.px(1000) else SLIM_WIDTH))

    def refresh(self) -> None:
        self._listing.ask(partial(waiting_cases, self.office))

    def _listed(self, found: list[Waiting]) -> None:
        self.rows.show(found)
        self.listed.emit()

    def first(self) -> str:
        """The number of the case that waits longest; empty when none does."""
        return self.rows.values[0].number if self.rows.values else ""

    def mark(self, number: str) -> None:
        """Show which case is open, without opening it again."""
        for row, waiting in enumerate(self.rows.values):
            if waiting.number == number:
                blocked = self.table.selectionModel().blockSignals(True)
                self.table.selectRow(row)
                self.table.selectionModel().blockSignals(blocked)

    def step(self, by: int) -> None:
        row = self.table.currentIndex().row() + by
        if 0 <= row < self.rows.rowCount():
            self.table.selectRow(row)

    def _row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if (waiting := self.rows.at(current.row())) is not None:
            self.chosen.emit(waiting.number)
