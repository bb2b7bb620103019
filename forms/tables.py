"""Tables with tight rows that grow with the text, and the manners that all of them share."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from forms import look

ROW_HEIGHT = 28
LEAST_STRETCH = 150
"""What the column that takes the rest keeps at least (at 100 %)."""


class Table(QTableView):
    """A table read by rows; the input method is off, so that single keys act."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setProperty("reads", "rows")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self._widths: dict[int, int] = {}
        self._bounds: tuple[int, int] | None = None
        self._least = LEAST_STRETCH
        self._spare: tuple[int, ...] = ()
        self._fit()

    def set_widths(
        self,
        widths: dict[int, int],
        *,
        stretch: int,
        spare: Sequence[int] = (),
        least: int = LEAST_STRETCH,
    ) -> None:
        """Column widths at 100 %; the column `stretch` takes what is left.

        Where the window is too narrow, the columns of `spare` give way, the first one first.
        """
        self._widths = dict(widths)
        self._spare, self._least = tuple(spare), least
        header = self.horizontalHeader()
        header.setMinimumSectionSize(look.px(28))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
        self._fit()

    def _fit(self) -> None:
        vertical = self.verticalHeader()
        vertical.setMinimumSectionSize(look.px(ROW_HEIGHT))
        vertical.setDefaultSectionSize(look.px(ROW_HEIGHT))
        for place, width in self._widths.items():
            self.setColumnWidth(place, look.px(width))
        self._give_way()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()

    def _give_way(self) -> None:
        if not self._spare:
            return
        head = self.verticalHeader().width() if self.verticalHeader().isVisible() else 0
        room = self.width() - head - 2 * self.frameWidth() - look.px(self._least)
        needed = sum(look.px(width) for width in self._widths.values())
        for place in self._spare:
            hide = needed > room
            if self.isColumnHidden(place) != hide:
                self.setColumnHidden(place, hide)
            if hide:
                needed -= look.px(self._widths.get(place, 0))

    def fit_rows(self, at_least: int, at_most: int) -> None:
        """Be as high as the rows need, within these bounds."""
        self._bounds = (at_least, at_most)
        rows = max(at_least, min(at_most, self.model().rowCount()))
        self.setFixedHeight(
            look.px(ROW_HEIGHT) * rows
            + self.horizontalHeader().sizeHint().height()
            + 2 * self.frameWidth()
            + 2
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes here by keyboard sees which row the keys act on."""
        super().focusInEvent(event)
        by_rows = self.selectionBehavior() == QAbstractItemView.SelectionBehavior.SelectRows
        model: QAbstractItemModel | None = self.model()
        if by_rows and model is not None and model.rowCount() and not self.selectionModel().hasSelection():
            self.selectRow(max(self.currentIndex().row(), 0))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_widths"):
            self._fit()
            if self._bounds is not None:
                self.fit_rows(*self._bounds)
