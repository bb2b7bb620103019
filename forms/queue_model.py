"""A queue of any length: the ids at once, the rows as they are looked at; `data` never waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont

from counter.cases.deadlines import Urgency
from counter.cases.workflow import OPEN_REFERRAL_STATES, ReferralState
from counter.services import queue
from counter.services.office import Office
from counter.services.queue import QueueRow
from counter.text import BEIJING, _, local_day, mask_name
from forms import jobs, look
from forms.words import due_text, state_text, state_tone, urgency_tone

Index = QModelIndex | QPersistentModelIndex
CHUNK = 100
WAITING = "…"


class QueueModel(QAbstractTableModel):
    """Selection is by id, order does not jump: a row that was acted on stays, grey, until one reads again."""

    counted = Signal(int)

    def __init__(self, office: Office, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.ids: list[int] = []
        self._rows: dict[int, QueueRow] = {}
        self._asked: set[int] = set()
        self._finished: set[int] = set()
        self._generation = 0
        self._asking: jobs.Latest[list[int]] = jobs.Latest(self, succeeded=self._listed)

    # --- reading -----------------------------------------------------------------------------------

    def ask(self, wanted: queue.Filter) -> None:
        """Show the list of this filter."""
        self._asking.ask(partial(queue.referral_ids, self.office, wanted))

    def _listed(self, ids: list[int]) -> None:
        self.beginResetModel()
        self._generation += 1
        self.ids = ids
        self._rows.clear()
        self._asked.clear()
        self._finished.clear()
        self.endResetModel()
        self.counted.emit(len(ids))

    def _fetch(self, place: int) -> None:
        start = place - place % CHUNK
        ids = [at for at in self.ids[start : start + CHUNK] if at not in self._asked]
        if ids:
            self._asked.update(ids)
            jobs.start(
                self,
                partial(queue.referral_rows, self.office, ids),
                succeeded=partial(self._arrived, self._generation),
            )

    def _arrived(self, generation: int, rows: Sequence[QueueRow]) -> None:
        if generation != self._generation:
            return
        for row in rows:
            self._rows[row.id] = row if row.state in OPEN_REFERRAL_STATES else _ended(row)
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.ids) - 1, self.columnCount() - 1))

    def acted_on(self, number: str) -> None:
        """The row of this referral was dealt with: show it as it is now, grey, where it stands."""
        for at, row in self._rows.items():
            if row.number == number:
                self._finished.add(at)
                jobs.start(
                    self,
                    partial(queue.referral_rows, self.office, [at]),
                    succeeded=partial(self._arrived, self._generation),
                )
                return

    def refresh_rows(self) -> None:
        """Others did something: read again what is on the screen, without moving anything."""
        self._asked.clear()
        known = list(self._rows)
        if known:
            jobs.start(
                self,
                partial(queue.referral_rows, self.office, known[:CHUNK]),
                succeeded=partial(self._arrived, self._generation),
            )

    def row(self, place: int) -> QueueRow | None:
        return self._rows.get(self.ids[place]) if 0 <= place < len(self.ids) else None

    def place_of(self, referral_id: int) -> int:
        return self.ids.index(referral_id) if referral_id in self.ids else -1

    # --- what Qt asks ------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(titles())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return titles()[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows.get(self.ids[index.row()])
        if row is None:
            self._fetch(index.row())
            return WAITING if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._cells(row)[index.column()]
            case Qt.ItemDataRole.AccessibleTextRole:
                return " ".join(filter(None, self._cells(row)))
            case Qt.ItemDataRole.ToolTipRole:
                if titles()[index.column()] == _("State"):
                    return state_text(row.state)
                return self._cells(row)[index.column()]
            case Qt.ItemDataRole.ForegroundRole:
                return self._colour(row, index.column())
            case Qt.ItemDataRole.FontRole:
                if index.column() == 0 and row.urgency is Urgency.OVERDUE:
                    font = QFont()
                    font.setBold(True)
                    return font
        return None

    def _cells(self, row: QueueRow) -> tuple[str, ...]:
        return (
            due_text(row.due, row.days_left) if row.days_left is not None else _day_of(row),
            " ".join(self.badges(row)),
            mask_name(row.applicant),
            row.title,
            str(row.missing) if row.missing else "",
            _("leads") if row.is_lead else _("assists"),
            row.township_title,
            # What stands in brackets explains the word; the tip and the card say it.
            state_text(row.state).partition("（")[0],
            f"{self._moment(row.changed_at)} {row.changed_by}",
        )

    def _moment(self, at: datetime) -> str:
        """The time of an act of today, else its day."""
        local = at.astimezone(BEIJING)
        return f"{local:%H:%M}" if local.date() == self.office.today() else f"{local:%m-%d}"

    def badges(self, row: QueueRow) -> list[str]:
        """Words that say why a row wants to be seen."""
        found = []
        today = self.office.today()
        if row.urgent:
            found.append(_("urgent"))
        if row.urgency is Urgency.OVERDUE:
            found.append(_("overdue"))
        elif row.days_left == 0:
            found.append(_("due today"))
        elif row.days_left == 1:
            found.append(_("due tomorrow"))
        if row.state is ReferralState.SENT and row.sent_at is not None:
            is_new = local_day(row.sent_at) >= today - timedelta(days=1)
            found.append(_("new") if is_new else _("not signed for"))
        if row.state is ReferralState.RETURNED:
            found.append(_("came back"))
        if row.travels == "paper":
            found.append(_("on paper"))
        return found

    def _colour(self, row: QueueRow, column: int) -> QColor | None:
        tokens = look.colours()
        if row.id in self._finished:
            return QColor(tokens.muted)
        if column in (0, 1):
            return QColor(getattr(tokens, urgency_tone(row.urgency)))
        if column == 7:
            return QColor(getattr(tokens, state_tone(row.state)))
        return QColor(tokens.muted) if column in (5, 8) else None


def _ended(row: QueueRow) -> QueueRow:
    """Nothing runs any more: neither what is left nor what is over is counted from today."""
    return replace(row, days_left=None, urgency=Urgency.CALM)


def _day_of(row: QueueRow) -> str:
    return row.due.due.isoformat() if row.due.due is not None else due_text(row.due, None)


def titles() -> tuple[str, ...]:
    return (
        _("Working days left"),
        _("Marks"),
        _("Applicant"),
        _("Policy"),
        _("Missing"),
        _("Leads or assists"),
        _("From the township"),
        _("State"),
        _("Last act"),
    )
