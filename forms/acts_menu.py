"""更多办理: the acts that are not needed every day, each with its letter, only those that go now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from counter.text import _
from forms import keys, look
from forms.page import Scrolled
from forms.rows import button, label


@dataclass(frozen=True, slots=True)
class Deed:
    """One act that goes now: its key, which is always the same, its words, and what opens."""

    key: str
    title: str
    act: Callable[[], object]


Group = tuple[str, Sequence[Deed]]
"""What the acts are about, and the acts."""


class ActsMenu(QDialog):
    """A key does its act; the arrows and Enter do as well, Esc goes back."""

    def __init__(self, parent: QWidget, groups: Sequence[Group]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("More acts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.buttons: dict[str, QPushButton] = {}
        columns = QHBoxLayout()
        columns.setSpacing(28)
        for title, deeds in groups:
            columns.addLayout(self._column(title, deeds))
        scrolled = Scrolled(margin=0)
        scrolled.content.addLayout(columns)
        scrolled.content.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(10)
        layout.addWidget(scrolled, 1)
        layout.addWidget(label(_("Its key does it; Esc goes back. Only what goes now is shown."), "small"))
        wanted, room = scrolled.inner.sizeHint(), self.screen().availableGeometry()
        high = wanted.height() + look.px(76)
        self.resize(min(wanted.width() + look.px(52), room.width() - 40), min(high, room.height() - 60))
        next(iter(self.buttons.values())).setFocus()

    def _column(self, title: str, deeds: Sequence[Deed]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(label(title, "heading"))
        for deed in deeds:
            made = button(f"{deed.key}　{deed.title}", "line")
            made.clicked.connect(partial(self._chosen, deed))
            keys.bind(self, deed.key, deed.title, partial(self._chosen, deed))
            self.buttons[deed.key] = made
            column.addWidget(made)
        column.addStretch(1)
        return column

    def _chosen(self, deed: Deed, _checked: bool = False) -> None:
        self.accept()
        deed.act()
