"""The lines that are read out before an application is accepted: as entered, and as known before."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent

from counter.text import _
from forms import look
from forms.tables import Table

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Line:
    """One value: whose it is, what it is, as entered, as known before."""

    path: str
    whose: str
    name: str
    entered: str
    before: str = ""

    @property
    def differs(self) -> bool:
        return bool(self.before) and self.before != self.entered


class ReviewModel(QAbstractTableModel):
    """Lines with a tick for what was read out to the applicant."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.read: set[str] = set()

    def show(self, lines: list[Line]) -> None:
        if lines != self.lines:
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.titles())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.titles()[section]
        return None

    @staticmethod
    def titles() -> tuple[str, ...]:
        return _("Read"), _("About whom"), _("Item"), _("Entered"), _("Known before")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        read = line.path in self.read
        if role == Qt.ItemDataRole.DisplayRole:
            differs = f"≠ {line.before}" if line.differs else line.before
            first = index.row() == 0 or self.lines[index.row() - 1].whose != line.whose
            whose = line.whose if first else ""
            return ("✓" if read else "", whose, line.name, line.entered, differs)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{line.whose} {line.name}: {line.entered}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = _("read out") if read else _("not read out")
            return f"{line.whose} {line.name} {line.entered} {told}"
        if role == Qt.ItemDataRole.ForegroundRole:
            tokens = look.colours()
            if line.differs and index.column() >= 3:
                return QColor(tokens.wait)
            if index.column() == 0:
                return QColor(tokens.good)
            return QColor(tokens.muted) if index.column() in (2, 4) else None
        if role == Qt.ItemDataRole.FontRole and (line.differs or index.column() == 1):
            font = QFont()
            font.setBold(True)
            return font
        return None


class ReviewTable(Table):
    """Space ticks a line as read out, Shift+Space all of one person; Enter goes to the field."""

    ticked = Signal(int)
    group_ticked = Signal(int)
    opened = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if row >= 0 and event.key() == Qt.Key.Key_Space:
            with_shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            (self.group_ticked if with_shift else self.ticked).emit(row)
        elif row >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit(row)
        else:
            super().keyPressEvent(event)
