"""Tables with tight rows that grow with the text, and the manners that all of them share."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from forms import look

ROW_HEIGHT = 28


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
        self._fit()

    def set_widths(self, widths: dict[int, int], *, stretch: int) -> None:
        """Column widths at 100 %; the column `stretch` takes what is left."""
        self._widths = dict(widths)
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

    def fit_rows(self, at_least: int, at_most: int) -> None:
        """Be as high as the rows need, within these bounds."""
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
