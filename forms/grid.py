"""A grid one types into: Enter goes cell by cell, Ctrl+D copies down, a spreadsheet's cells are pasted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from counter.text import _
from forms import keys, look
from forms.choice_fields import ChoiceField
from forms.fields import TextField
from forms.grid_model import Column, GridModel
from forms.tables import ROW_HEIGHT, Table

Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _CellDelegate(QStyledItemDelegate):
    """A line or a choice in the cell; Enter commits it and goes on."""

    done = Signal()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = _column_of(index)
        if column.choices:
            choice = ChoiceField(column.choices, parent, empty=_("Not asked"))
            choice.setAccessibleName(column.title)
            return choice
        line = TextField(parent)
        line.enter_goes_on = False
        line.setAccessibleName(column.title)
        if column.right:
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, ChoiceField | TextField):
            editor.set_value(value)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, ChoiceField | TextField):
            model.setData(index, editor.value())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _ENTER
            and isinstance(editor, QWidget)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
            self.done.emit()
            return True
        return super().eventFilter(editor, event)


def _column_of(index: Index) -> Column:
    model = index.model()
    assert isinstance(model, GridModel)
    return model.columns[index.column()]


class Grid(Table):
    """A table of cells to type into. Its keys: Enter, Insert, Ctrl+Delete, Ctrl+D, Ctrl+C, Ctrl+V, space."""

    row_chosen = Signal(int)

    def __init__(
        self,
        title: str,
        columns: Sequence[Column],
        parent: QWidget | None = None,
        *,
        at_most: int = 200,
        at_least: int = 0,
    ) -> None:
        super().__init__(parent)
        self.cells = GridModel(columns, at_most=at_most, at_least=at_least)
        self.setModel(self.cells)
        self.setAccessibleName(title)
        # Here names are typed, so the input method stays on.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setShowGrid(True)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().show()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._delegate = _CellDelegate(self)
        self._delegate.done.connect(self.go_on)
        self.setItemDelegate(self._delegate)
        stretch = next((place for place, column in enumerate(columns) if column.stretch), len(columns) - 1)
        self.set_widths(
            {place: column.width for place, column in enumerate(columns) if place != stretch}, stretch=stretch
        )
        self.selectionModel().currentRowChanged.connect(self._tell_row)
        self._bind()

    def _bind(self) -> None:
        here = Qt.ShortcutContext.WidgetShortcut
        keys.bind(self, "Ins", _("Insert a row"), self.insert_row, within=here)
        keys.bind(self, "Ctrl+Del", _("Remove the row"), self.remove_row, within=here)
        keys.bind(self, "Ctrl+D", _("Copy the cell above"), self.copy_down, within=here)
        keys.bind(self, "Ctrl+C", _("Copy the cells"), self.copy, within=here)
        keys.bind(self, "Ctrl+V", _("Paste from a spreadsheet"), self.paste, within=here)

    def _tell_row(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.row_chosen.emit(current.row())

    def fit_rows(self, at_least: int, at_most: int) -> None:
        """Be as high as the rows need, within these bounds."""
        rows = max(at_least, min(at_most, self.cells.rowCount()))
        self.setFixedHeight(
            look.px(ROW_HEIGHT) * rows
            + self.horizontalHeader().sizeHint().height()
            + 2 * self.frameWidth()
            + 2
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.go_on()
        elif event.key() == Qt.Key.Key_Space and not event.modifiers() and index.isValid():
            self.edit(index)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers():
            for chosen in self.selectedIndexes():
                self.cells.setData(chosen, None)
        else:
            super().keyPressEvent(event)

    def go_to(self, row: int, key: str) -> None:
        self.setCurrentIndex(self.cells.index(row, self.cells.column_of(key)))
        self.setFocus()

    def go_on(self) -> None:
        """To the next cell that can be typed in; from an empty last row, to the next field of the page."""
        index = self.currentIndex()
        row, place = index.row(), index.column()
        if not index.isValid():
            self.setCurrentIndex(self.cells.index(0, 0))
            return
        if row >= len(self.cells.rows()):
            self.focusNextChild()
            return
        while True:
            place += 1
            if place >= len(self.cells.columns):
                row, place = row + 1, 0
            if row >= self.cells.rowCount():
                self.focusNextChild()
                return
            if not self.cells.columns[place].told:
                self.setCurrentIndex(self.cells.index(row, place))
                return

    def insert_row(self) -> None:
        at = max(self.currentIndex().row(), 0)
        self.cells.insert_row(at)
        self.setCurrentIndex(self.cells.index(at, 0))

    def remove_row(self) -> None:
        at, place = self.currentIndex().row(), max(self.currentIndex().column(), 0)
        if at >= 0:
            self.cells.remove_row(at)
            self.setCurrentIndex(self.cells.index(min(at, self.cells.rowCount() - 1), place))

    def copy_down(self) -> None:
        chosen = self.selectedIndexes() or [self.currentIndex()]
        for index in sorted(chosen, key=_by_row):
            self.cells.copy_down(index.row(), index.column())

    def copy(self) -> None:
        rows: dict[int, list[str]] = {}
        for index in sorted(self.selectedIndexes(), key=_by_row):
            rows.setdefault(index.row(), []).append(str(index.data() or ""))
        QGuiApplication.clipboard().setText("\n".join("\t".join(cells) for cells in rows.values()))

    def paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        index = self.currentIndex()
        if text and index.isValid():
            lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
            self.cells.paste(index.row(), index.column(), [cells.split("\t") for cells in lines])


def _by_row(index: QModelIndex) -> tuple[int, int]:
    return index.row(), index.column()
