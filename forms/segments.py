"""The parts of a page, side by side in the bar above it; Alt and a figure go to one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget


class Segments(QWidget):
    """One of a few is in front; each may tell how many things wait in it."""

    wanted = Signal(int)

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._titles = list(titles)
        self._group = QButtonGroup(self)
        self.buttons: list[QRadioButton] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for place, title in enumerate(titles):
            made = QRadioButton(title, self)
            made.setProperty("kind", "segment")
            made.setProperty(
                "place", "first" if not place else "last" if place + 1 == len(titles) else "middle"
            )
            made.setToolTip(f"Alt+{place + 1}")
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
            self._group.addButton(made, place)
            self.buttons.append(made)
            layout.addWidget(made)
        self.buttons[0].setChecked(True)
        self._group.idClicked.connect(self.wanted)

    def current(self) -> int:
        return self._group.checkedId()

    def choose(self, place: int) -> None:
        self.buttons[place].setChecked(True)

    def tell(self, place: int, count: int | None) -> None:
        """Write a count beside the title."""
        told = "" if count is None else f" {count}"
        self.buttons[place].setText(f"{self._titles[place]}{told}")
