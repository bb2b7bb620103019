"""A grid one types into: Enter goes cell by cell, Ctrl+D copies down, a spreadsheet's cells are pasted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from counter.text import _
from forms import keys
from forms.choice_fields import ChoiceField
from forms.fields import TextField, is_claimed
from forms.grid_model import Column, GridModel
from forms.tables import Table

Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ONWARD = (*_ENTER, Qt.Key.Key_Tab)
_WITH_MODIFIER = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier


class _CellDelegate(QStyledItemDelegate):
    """A line or a choice in the cell; Enter and Tab commit it and go on, the arrows change the row."""

    done = Signal()
    row_wanted = Signal(int)
    paste_wanted = Signal()

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
        if isinstance(editor, TextField) and editor.isModified():
            return  # what others find out meanwhile must not wipe out what is being typed
        if isinstance(editor, ChoiceField | TextField):
            editor.set_value(index.data(Qt.ItemDataRole.EditRole))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, ChoiceField | TextField):
            model.setData(index, editor.value())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(editor, TextField) and editor.isUndoAvailable() and is_claimed(editor, event):
            # What is typed in an open cell is taken back first; then the page takes back whole changes.
            event.accept()
            return True
        if not (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(editor, QWidget)
        ):
            return super().eventFilter(editor, event)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        with_control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in _ONWARD and not with_control:
            self._close(editor)
            self.done.emit()
        elif step is not None and not event.modifiers() & _WITH_MODIFIER:
            self._close(editor)
            self.row_wanted.emit(step)
        elif event.matches(QKeySequence.StandardKey.Paste) and _is_table(QGuiApplication.clipboard().text()):
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
            self.paste_wanted.emit()
        else:
            return super().eventFilter(editor, event)
        return True

    def _close(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)


def _is_table(text: str) -> bool:
    return "\t" in text or "\n" in text.strip("\r\n")


def _column_of(index: Index) -> Column:
    model = index.model()
    assert isinstance(model, GridModel)
    return model.columns[index.column()]


class Grid(Table):
    """A table of cells to type into. Its keys: Enter, Insert, Ctrl+Delete, Ctrl+D, Ctrl+C, Ctrl+V.

    A cell that has the cursor is open at once (unless `opens_cells` is false), because an input method
    types into a field only, not into a table.
    """

    row_chosen = Signal(int)

    def __init__(
        self,
        title: str,
        columns: Sequence[Column],
        parent: QWidget | None = None,
        *,
        at_most: int = 200,
        at_least: int = 0,
        opens_cells: bool = True,
    ) -> None:
        super().__init__(parent)
        self._opens_cells = opens_cells
        self._was_left = False
        self.cells = GridModel(columns, at_most=at_most, at_least=at_least)
        self.setModel(self.cells)
        self.setAccessibleName(title)
        # Here names are typed, so the input method stays on.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, True)
        self.setProperty("reads", "cells")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        triggers = QAbstractItemView.EditTrigger.AnyKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        if opens_cells:
            triggers |= QAbstractItemView.EditTrigger.CurrentChanged
        self.setEditTriggers(triggers)
        self.setShowGrid(True)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().show()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._delegate = _CellDelegate(self)
        self._delegate.done.connect(self.go_on)
        self._delegate.row_wanted.connect(self._change_row)
        self._delegate.paste_wanted.connect(self.paste)
        self.setItemDelegate(self._delegate)
        stretch = next((place for place, column in enumerate(columns) if column.stretch), len(columns) - 1)
        self.set_widths(
            {place: column.width for place, column in enumerate(columns) if place != stretch},
            stretch=stretch,
            least=columns[stretch].width,
            spare=[
                place for place in sorted(range(len(columns)), key=_rank(columns)) if columns[place].spare
            ],
        )
        self.selectionModel().currentRowChanged.connect(self._tell_row)
        self._bind()

    def _bind(self) -> None:
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        keys.bind(self, "Ins", _("Insert a row"), self.insert_row, within=here)
        keys.bind(self, "Ctrl+Del", _("Remove the row"), self.remove_row, within=here)
        keys.bind(self, "Ctrl+D", _("Copy the cell above"), self.copy_down, within=here)
        keys.bind(self, "Ctrl+C", _("Copy the cells"), self.copy, within=Qt.ShortcutContext.WidgetShortcut)
        keys.bind(
            self,
            "Ctrl+V",
            _("Paste from a spreadsheet"),
            self.paste,
            within=Qt.ShortcutContext.WidgetShortcut,
        )

    def _tell_row(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.row_chosen.emit(current.row())

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

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._opens_cells and event.reason() != Qt.FocusReason.PopupFocusReason:
            QTimer.singleShot(0, self, self._open_cell)

    def _open_cell(self) -> None:
        if self.hasFocus() and self.state() != QAbstractItemView.State.EditingState:
            if not self.currentIndex().isValid():
                self.setCurrentIndex(self.cells.index(0, 0))
            elif not self._was_left:
                self.edit(self.currentIndex())

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        # After Esc the cell stays closed, so that a second Esc leaves the grid.
        self._was_left = hint == QAbstractItemDelegate.EndEditHint.RevertModelCache
        super().closeEditor(editor, hint)

    def _change_row(self, by: int) -> None:
        row = self.currentIndex().row() + by
        if 0 <= row < self.cells.rowCount():
            self.setCurrentIndex(self.cells.index(row, self.currentIndex().column()))

    def go_to(self, row: int, key: str) -> None:
        self._was_left = False
        self.setFocus()
        self.setCurrentIndex(self.cells.index(row, self.cells.column_of(key)))
        if self._opens_cells:
            self._open_cell()

    def go_on(self) -> None:
        """To the next cell that can be typed in; from an empty last row, to the next field of the page."""
        index = self.currentIndex()
        row, place = index.row(), index.column()
        self._was_left = False
        if not index.isValid():
            self.setCurrentIndex(self.cells.index(0, 0))
            return
        if row >= len(self.cells.rows()):
            self._was_left = True
            self.focusNextChild()
            return
        while True:
            place += 1
            if place >= len(self.cells.columns):
                row, place = row + 1, 0
            if row >= self.cells.rowCount():
                self._was_left = True
                self.focusNextChild()
                return
            cell = self.cells.index(row, place)
            if not self.cells.is_told(cell) and not self.isColumnHidden(place):
                self.setCurrentIndex(cell)
                return

    def insert_row(self) -> None:
        self.setFocus()
        at = max(self.currentIndex().row(), 0)
        self.cells.insert_row(at)
        self.setCurrentIndex(self.cells.index(at, 0))

    def remove_row(self) -> None:
        at, place = self.currentIndex().row(), max(self.currentIndex().column(), 0)
        self.setFocus()
        if at >= 0:
            self.cells.remove_row(at)
            self.setCurrentIndex(self.cells.index(min(at, self.cells.rowCount() - 1), place))

    def copy_down(self) -> None:
        chosen = self.selectedIndexes() or [self.currentIndex()]
        self.setFocus()
        for index in sorted(chosen, key=_by_row):
            self.cells.copy_down(index.row(), index.column())
        self._open_cell()

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


def _rank(columns: Sequence[Column]) -> Callable[[int], int]:
    return [-column.spare for column in columns].__getitem__


def _by_row(index: QModelIndex) -> tuple[int, int]:
    return index.row(), index.column()
