"""The set of papers of a case as a list: ticks, copies, numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent

from counter.services.notices import Wanted
from counter.text import _
from forms import look
from forms.tables import Table

Index = QModelIndex | QPersistentModelIndex
MOST_COPIES = 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper of the set: what it is, about whom, and whether it will be printed."""

    wanted: Wanted
    about: str
    ticked: bool
    copies: int

    @property
    def key(self) -> tuple[str, str, str, str]:
        one = self.wanted
        return one.kind, one.referral or "", one.department, one.notice or ""


class SetModel(QAbstractTableModel):
    """Tick, paper, copies, number."""

    ticks_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[Sheet] = []

    def show(self, sheets: Sequence[Sheet]) -> None:
        self.beginResetModel()
        self.sheets = list(sheets)
        self.endResetModel()
        self.ticks_changed.emit()

    def change(self, row: int, *, ticked: bool | None = None, copies: int | None = None) -> None:
        if 0 <= row < len(self.sheets):
            sheet = self.sheets[row]
            self.sheets[row] = replace(
                sheet,
                ticked=sheet.ticked if ticked is None else ticked,
                copies=sheet.copies if copies is None else max(1, min(copies, MOST_COPIES)),
            )
            self.dataChanged.emit(self.index(row, 0), self.index(row, 3))
            self.ticks_changed.emit()

    def ticked(self) -> list[Sheet]:
        return [sheet for sheet in self.sheets if sheet.ticked]

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.sheets)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("", _("Paper to print"), _("Copies"), _("Number"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        sheet = self.sheets[index.row()]
        number = sheet.wanted.issued
        if role == Qt.ItemDataRole.DisplayRole:
            title = sheet.wanted.title if not sheet.about else f"{sheet.wanted.title} · {sheet.about}"
            return ("✓" if sheet.ticked else "", title, str(sheet.copies), number or _("draft"))[
                index.column()
            ]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{sheet.wanted.title} {sheet.about} {number}".strip()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = _("to be printed") if sheet.ticked else _("left out")
            return f"{sheet.wanted.title} {sheet.about} {told} {number}"
        if role == Qt.ItemDataRole.ForegroundRole:
            tokens = look.colours()
            if index.column() == 0:
                return QColor(tokens.accent)
            if not sheet.ticked or (index.column() == 3 and not number):
                return QColor(tokens.muted)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 2:
            return Qt.AlignmentFlag.AlignCenter
        return None


class SetList(Table):
    """Space ticks, + and - change the copies."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets = SetModel()
        self.setModel(self.sheets)
        self.setAccessibleName(_("Papers of the case"))
        self.set_widths({0: 30, 2: 48, 3: 62}, stretch=1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if row < 0:
            super().keyPressEvent(event)
            return
        sheet = self.sheets.sheets[row]
        if event.key() == Qt.Key.Key_Space:
            self.sheets.change(row, ticked=not sheet.ticked)
        elif event.text() == "+":
            self.sheets.change(row, copies=sheet.copies + 1)
        elif event.text() == "-":
            self.sheets.change(row, copies=sheet.copies - 1)
        else:
            super().keyPressEvent(event)
