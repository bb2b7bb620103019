"""A list of frozen values as a table: each column says how a value reads, and in which tone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from forms import look

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Shown(Generic[T]):
    """How one column shows a value; `tone` names a colour of `look`, `bold` emphasises."""

    title: str
    text: Callable[[T], str]
    tone: Callable[[T], str] | None = None
    right: bool = False
    bold: Callable[[T], bool] | None = None


class RowsModel(QAbstractTableModel, Generic[T]):
    """The values in their order."""

    def __init__(self, columns: Sequence[Shown[T]], *, name: Callable[[T], str] | None = None) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.values: list[T] = []
        self._name = name

    def show(self, values: Sequence[T]) -> None:
        if len(values) == len(self.values) and values:
            self.values = list(values)
            self.dataChanged.emit(self.index(0, 0), self.index(len(values) - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self.values = list(values)
        self.endResetModel()

    def at(self, row: int) -> T | None:
        return self.values[row] if 0 <= row < len(self.values) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.values)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _side(self.columns[section].right)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        value, column = self.values[index.row()], self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return column.text(value)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._name(value) if self._name else f"{column.title} {column.text(value)}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return _side(column.right)
            case Qt.ItemDataRole.ForegroundRole:
                tone = column.tone(value) if column.tone else ""
                return QColor(getattr(look.colours(), tone)) if tone else None
            case Qt.ItemDataRole.FontRole:
                if column.bold is not None and column.bold(value):
                    font = QFont()
                    font.setBold(True)
                    return font
        return None


def _side(right: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
