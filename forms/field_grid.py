"""Fields side by side where there is room, one under the other where there is not."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from forms import look

COLUMN = 172
"""How narrow a field may become (at 100 %) before it goes to the next line."""
GAP = 16


class Fields(QWidget):
    """A grid that closes its ranks: what is hidden takes no place."""

    def __init__(self, columns: int = 3, parent: QWidget | None = None, *, least: int = COLUMN) -> None:
        super().__init__(parent)
        self._most = columns
        self._least = least
        self._columns = columns
        self._placed: list[tuple[QWidget, int]] = []
        self._cells: list[tuple[QWidget, int]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(12)

    def add(self, cell: QWidget, *, span: int = 1) -> None:
        self._cells.append((cell, span))
        cell.setParent(self)
        cell.installEventFilter(self)
        self._place()

    def add_all(self, cells: Iterable[QWidget]) -> None:
        for cell in cells:
            self.add(cell)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._place()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() / max(look.px(100), 1) * 100
        fitting = max(1, int((room + GAP) // (self._least + GAP)))
        columns = min(fitting, self._most)
        if columns != self._columns:
            self._columns = columns
            self._placed = []
            self._place()

    def _place(self) -> None:
        shown = [(cell, span) for cell, span in self._cells if not cell.isHidden()]
        if shown == self._placed:
            return
        self._placed = shown
        for cell, _span in self._cells:
            self._grid.removeWidget(cell)
        for column in range(self._most):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)
        row = column = 0
        for cell, span in shown:
            wide = min(span, self._columns)
            if column + wide > self._columns:
                row, column = row + 1, 0
            self._grid.addWidget(cell, row, column, 1, wide, Qt.AlignmentFlag.AlignTop)
            column += wide
