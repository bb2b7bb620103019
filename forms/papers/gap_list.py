"""What a paper leaves open, and where the district can say it once for all papers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from counter.services.printing import Gap
from counter.text import _, ngettext
from forms import keys, look
from forms.rows import label

ROWS = 3
ROOM_FOR_ROWS = 600
"""From this height of the page on (at 100 %) there is room for more than one row."""


class GapList(QWidget):
    """Enter goes to the setting; hidden when the paper leaves nothing open."""

    setting_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = ROWS
        self.told = label("", "small", wrap=True)
        self.list = QListWidget()
        self.list.setAccessibleName(_("What the paper leaves open"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.itemActivated.connect(self._open)
        self.list.itemClicked.connect(self._open)
        keys.bind_row(self.list, "Return", _("To where the district says it"), self._open_current)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.told)
        layout.addWidget(self.list)
        self.hide()

    def show_gaps(self, gaps: tuple[Gap, ...], *, may_be_filled: bool) -> None:
        """List what is open; an issued paper stays as it is, whatever the district says later."""
        self.list.clear()
        for gap in gaps:
            item = QListWidgetItem(f"{'›' if gap.setting else '·'} {gap.text}")
            item.setData(Qt.ItemDataRole.UserRole, gap.setting)
            item.setToolTip(gap.text)
            self.list.addItem(item)
        count = ngettext("{n} thing is open in it", "{n} things are open in it", len(gaps))
        where = _("Enter sets it (G)") if may_be_filled else _("it stays as it was issued")
        self.told.setText(f"{count} · {where}")
        self.setVisible(bool(gaps))
        self._fit()

    def fit_to(self, height: int) -> None:
        """Take as many rows as a page of this height can spare."""
        rows = ROWS if height >= look.px(ROOM_FOR_ROWS) else 1
        if rows != self._rows:
            self._rows = rows
            self._fit()

    def _fit(self) -> None:
        rows = min(self.list.count(), self._rows)
        self.list.setFixedHeight(self.list.sizeHintForRow(0) * rows + 2 * self.list.frameWidth() + 2)

    def take_focus(self) -> None:
        if self.list.count():
            self.list.setCurrentRow(max(self.list.currentRow(), 0))
            self.list.setFocus()

    def _open_current(self) -> None:
        item: QListWidgetItem | None = self.list.currentItem()
        if item is not None:
            self._open(item)

    def _open(self, item: QListWidgetItem) -> None:
        setting = item.data(Qt.ItemDataRole.UserRole)
        if setting:
            self.setting_wanted.emit(setting)
