"""The rows of a grid: members, incomes, spendings; a last empty row waits to be typed into."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from forms import look
from forms.choice_fields import Choice

Row = dict[str, object]
Index = QModelIndex | QPersistentModelIndex

EMPTY: tuple[object, ...] = (None, "", [])


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what is typed, or one of `choices`; `told` cells are worked out and cannot be typed in.

    Where the window is too narrow, columns with a `spare` rank give way, the highest first.
    """

    key: str
    title: str
    choices: tuple[Choice, ...] = ()
    right: bool = False
    width: int = 90
    stretch: bool = False
    told: bool = False
    spare: int = 0
    show: Callable[[object], str] | None = None

    def word(self, value: object) -> str:
        if value in EMPTY:
            return ""
        if self.show is not None:
            return self.show(value)
        return next((word for code, word in self.choices if code == value), str(value))


class GridModel(QAbstractTableModel):
    """Rows by column key. `edited` tells which row and key were changed by hand."""

    edited = Signal(int, str)
    rows_changed = Signal()

    def __init__(self, columns: Sequence[Column], *, at_most: int, at_least: int = 0) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._rows: list[Row] = []
        self._waits = at_most > 0
        """Whether an empty row stands at the end."""
        self._at_most = at_most
        self._at_least = at_least
        self._wrong: dict[tuple[int, str], str] = {}
        self._given: dict[tuple[int, str], str] = {}

    # --- what the page reads and sets --------------------------------------------------------------

    def rows(self) -> list[Row]:
        return [dict(row) for row in self._rows]

    def set_rows(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Show these rows; the place of the cursor is kept where only cells differ."""
        fresh = [dict(row) for row in rows]
        if fresh == self._rows:
            return
        if len(fresh) == len(self._rows):
            self._rows = fresh
            self._all_changed()
            return
        self.beginResetModel()
        self._rows = fresh
        self._waits = len(fresh) < self._at_most
        self.endResetModel()

    def set_at_most(self, rows: int) -> None:
        """How many rows there can be; with as many as there are, no empty one waits at the end."""
        if rows != self._at_most:
            self.beginResetModel()
            self._at_most = rows
            self._waits = len(self._rows) < rows
            self.endResetModel()

    def set_wrong(self, wrong: Mapping[tuple[int, str], str]) -> None:
        """Mark cells, by row and key, with what is wrong with them."""
        if self._wrong != dict(wrong):
            self._wrong = dict(wrong)
            self._all_changed()

    def set_given(self, given: Mapping[tuple[int, str], str]) -> None:
        """Empty cells, by row and key, whose value another one tells: shown, and not to be typed in."""
        if self._given != dict(given):
            self._given = dict(given)
            self._all_changed()

    def is_told(self, index: Index) -> bool:
        """Whether a cell is worked out from others, so that nobody types there."""
        return self.columns[index.column()].told or self._given_at(index) != ""

    def _given_at(self, index: Index) -> str:
        row, key = index.row(), self.columns[index.column()].key
        typed = self._rows[row].get(key) if row < len(self._rows) else None
        return self._given.get((row, key), "") if typed in EMPTY else ""

    def _all_changed(self) -> None:
        if last := self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(last - 1, len(self.columns) - 1))

    def column_of(self, key: str) -> int:
        return next(place for place, column in enumerate(self.columns) if column.key == key)

    # --- what Qt asks ------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        if parent.isValid():
            return 0
        return len(self._rows) + (1 if self._waits else 0)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _side(self.columns[section])
        elif role == Qt.ItemDataRole.DisplayRole:
            return str(section + 1) if section < len(self._rows) else "+"
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        column = self.columns[index.column()]
        is_new = index.row() >= len(self._rows)
        value = None if is_new else self._rows[index.row()].get(column.key)
        wrong = self._wrong.get((index.row(), column.key), "")
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.word(value) or self._given_at(index)
            case Qt.ItemDataRole.EditRole:
                return value
            case Qt.ItemDataRole.ToolTipRole:
                return wrong or None
            case Qt.ItemDataRole.AccessibleTextRole:
                word = column.word(value) or self._given_at(index)
                words = f"{column.title} {word}" if word else column.title
                return f"{words}: {wrong}" if wrong else words
            case Qt.ItemDataRole.TextAlignmentRole:
                return _side(column)
            case Qt.ItemDataRole.BackgroundRole:
                return QColor(look.colours().bad_soft) if wrong else None
            case Qt.ItemDataRole.ForegroundRole:
                if wrong:
                    return QColor(look.colours().bad)
                return QColor(look.colours().muted) if self.is_told(index) else None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not self.is_told(index):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column = self.columns[index.column()]
        if role != Qt.ItemDataRole.EditRole or column.told:
            return False
        value = value.strip() if isinstance(value, str) else value
        row = index.row()
        if row >= len(self._rows):
            if value in EMPTY:
                return False
            self._append({column.key: value})
        elif self._rows[row].get(column.key) == value:
            return False
        else:
            self._rows[row][column.key] = value
            self.dataChanged.emit(index, index)
        self.edited.emit(row, column.key)
        return True

    # --- whole rows --------------------------------------------------------------------------------

    def _append(self, row: Row) -> None:
        """The empty row becomes this one, and a new empty one follows where there is room."""
        at = len(self._rows)
        self._waits = False
        self._rows.append(row)
        self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.columns) - 1))
        if at + 1 < self._at_most:
            self.beginInsertRows(QModelIndex(), at + 1, at + 1)
            self._waits = True
            self.endInsertRows()
        self.headerDataChanged.emit(Qt.Orientation.Vertical, at, at)
        self.rows_changed.emit()

    def insert_row(self, at: int) -> None:
        if len(self._rows) >= self._at_most:
            return
        at = min(at, len(self._rows))
        self.beginResetModel()
        self._rows.insert(at, {})
        self._waits = len(self._rows) < self._at_most
        self.endResetModel()
        self.rows_changed.emit()
        self.edited.emit(at, "")

    def remove_row(self, at: int) -> None:
        if at >= len(self._rows) or len(self._rows) <= self._at_least:
            return
        self.beginResetModel()
        del self._rows[at]
        self._waits = True
        self.endResetModel()
        self.rows_changed.emit()
        self.edited.emit(at, "")

    def copy_down(self, row: int, place: int) -> None:
        """Take over the value of the cell above."""
        if 0 < row <= len(self._rows):
            self.setData(self.index(row, place), self._rows[row - 1].get(self.columns[place].key))

    def paste(self, row: int, place: int, table: Sequence[Sequence[str]]) -> int:
        """Fill cells from a spreadsheet's rows, new rows as needed. Returns how many rows were taken."""
        taken = 0
        for down, cells in enumerate(table):
            if row + down > len(self._rows) or row + down >= self._at_most:
                break
            for right, cell in enumerate(cells):
                if place + right < len(self.columns):
                    column = self.columns[place + right]
                    self.setData(self.index(row + down, place + right), _code(column, cell.strip()))
            taken += 1
        return taken


def _code(column: Column, cell: str) -> object:
    """A pasted word as the code it stands for; what is no known word stays and is told as wrong."""
    return next((code for code, word in column.choices if cell in (code, word)), cell)


def _side(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
