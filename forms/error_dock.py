"""What still stands in the way, under the page: F8 goes from one to the next, and each leads to its field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from counter.text import _, ngettext
from forms import look
from forms.rows import label


@dataclass(frozen=True, slots=True)
class Trouble:
    """One problem in words, with the path of its field; what does not block is advice."""

    field: str
    text: str
    blocks: bool = True


class ErrorDock(QFrame):
    """The number of problems first, then each in the words that stand at its field."""

    wanted = Signal(str)
    """The path of the field that one wants to go to."""

    ROWS = 3

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "foot")
        self._troubles: tuple[Trouble, ...] = ()
        self._at = -1
        self.count = label("")
        self.hint = label(_("F8 next, Shift+F8 previous"), "small")
        self.list = QListWidget()
        self.list.setProperty("role", "bare")
        self.list.setAccessibleName(_("What still stands in the way"))
        self.list.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.list.itemClicked.connect(self._go_to)
        self.list.itemActivated.connect(self._go_to)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self.list)

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        return self._troubles

    def show_troubles(self, troubles: Sequence[Trouble]) -> None:
        """Show these; what blocks comes first. Hidden when there is nothing."""
        ordered = tuple(sorted(troubles, key=_rank))
        if ordered == self._troubles:
            return
        kept = self._troubles[self._at] if 0 <= self._at < len(self._troubles) else None
        self._troubles = ordered
        self._at = ordered.index(kept) if kept in ordered else -1
        self.list.clear()
        for trouble in ordered:
            sign = "●" if trouble.blocks else "○"
            item = QListWidgetItem(f"{sign}  {trouble.text}")
            item.setData(Qt.ItemDataRole.UserRole, trouble.field)
            self.list.addItem(item)
        blocking = sum(trouble.blocks for trouble in ordered)
        advice = len(ordered) - blocking
        parts = []
        if blocking:
            parts.append(ngettext("{n} thing to mend", "{n} things to mend", blocking))
        if advice:
            parts.append(ngettext("{n} piece of advice", "{n} pieces of advice", advice))
        self.count.setText(" · ".join(parts))
        look.mark(self.count, tone="bad" if blocking else "wait")
        self._fit()
        self.setVisible(bool(ordered))

    def _fit(self) -> None:
        """As high as its lines, up to three."""
        shown = range(min(self.list.count(), self.ROWS))
        self.list.setFixedHeight(sum(self.list.sizeHintForRow(row) + 2 for row in shown))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "list"):
            self._fit()

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) problem; round and round."""
        if self._troubles:
            start = self._at if self._at >= 0 else (-1 if by > 0 else 0)
            self._at = (start + by) % len(self._troubles)
            self.list.setCurrentRow(self._at)
            self.wanted.emit(self._troubles[self._at].field)

    def next(self) -> None:
        self.step(1)

    def previous(self) -> None:
        self.step(-1)

    def _go_to(self, item: QListWidgetItem) -> None:
        self._at = self.list.row(item)
        self.wanted.emit(item.data(Qt.ItemDataRole.UserRole))


def _rank(trouble: Trouble) -> bool:
    return not trouble.blocks
