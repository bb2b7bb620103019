"""What the seven panels have in common: a column of fields, tied to the sheet, and a way to go to one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from forms import look
from forms.intake.arrangement import Section
from forms.intake.binding import Binder
from forms.intake.sheet import Assessment, IntakeSheet
from forms.page import Scrolled

ROOM_FOR_COLUMNS = 560
"""From this width on (at 100 %) fields stand side by side."""


class Panel(Scrolled):
    """One section of the intake."""

    section: Section

    def __init__(self, binder: Binder, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=18, spacing=14)
        self.binder = binder
        self.sheet: IntakeSheet = binder.sheet
        self.catalogue = self.sheet.office.catalogue

    def came(self) -> None:
        """The panel is in front now: put the cursor where one begins."""

    def assessed(self, assessment: Assessment) -> None:
        """What was typed has been read and matched again."""

    def go_to(self, path: str) -> bool:
        """Put the cursor where the value of this path is typed; False when it is not here."""
        if self.binder.focus(path):
            row = self.binder.row(path)
            if row is not None and self.inner.isAncestorOf(row):
                self.ensureWidgetVisible(row)
            return True
        return False


class Fields(QWidget):
    """Fields side by side where there is room, one under the other where there is not."""

    def __init__(self, columns: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = columns
        self._now = 0
        self._cells: list[tuple[QWidget, int]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(12)

    def add(self, cell: QWidget, *, span: int = 1) -> None:
        self._cells.append((cell, span))
        self._place(self._now or self._most)

    def add_all(self, cells: Sequence[QWidget]) -> None:
        for cell in cells:
            self.add(cell)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() / max(look.px(100), 1) * 100
        fitting = self._most if room >= ROOM_FOR_COLUMNS else max(1, int(room // 200))
        self._place(min(fitting, self._most))

    def _place(self, columns: int) -> None:
        if columns == self._now and self._grid.count() == len(self._cells):
            return
        self._now = columns
        for cell, _span in self._cells:
            self._grid.removeWidget(cell)
        for column in range(self._most):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        row = column = 0
        for cell, span in self._cells:
            wide = min(span, columns)
            if column + wide > columns:
                row, column = row + 1, 0
            self._grid.addWidget(cell, row, column, 1, wide, Qt.AlignmentFlag.AlignTop)
            column += wide
