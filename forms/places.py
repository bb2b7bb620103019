"""The places of the window: a narrow rail of pages, each with its word and its key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from counter.text import _
from forms import look


@dataclass(frozen=True, slots=True)
class Place:
    """One page: its name in the program, its word, its drawing, its key."""

    name: str
    title: str
    icon: str
    key: str


def all_places() -> tuple[Place, ...]:
    return (
        Place("intake", _("Intake"), "intake", "F2"),
        Place("dispatch", _("Dispatch"), "dispatch", "F10"),
        Place("queue", _("Queue"), "queue", "Alt+Q"),
        Place("duties", _("Duties"), "duties", "Alt+B"),
        Place("case", _("Case"), "case", "Alt+C"),
        Place("papers", _("Print"), "print", "F12"),
        Place("catalogue", _("Policies"), "catalogue", "Alt+L"),
        Place("office", _("Office"), "office", "Alt+O"),
    )


_UNDER = {"papers-out": "papers", "batches": "papers"}
"""The rail is as high as a small screen in large text: what has a key and no room for a place."""


class PlaceRail(QFrame):
    """The pages, one under the other."""

    wanted = Signal(str)

    def __init__(self, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self._places = {place.name: place for place in places}
        self._buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 6)
        layout.setSpacing(2)
        for place in places:
            made = QToolButton(self)
            made.setProperty("kind", "place")
            made.setText(place.title)
            made.setToolTip(f"{place.title} ({place.key})")
            made.setAccessibleName(f"{place.title} {place.key}")
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            group.addButton(made)
            self._buttons[place.name] = made
            layout.addWidget(made)
            if place.name == "papers":
                layout.addSpacing(6)
        layout.addStretch(1)
        group.buttonClicked.connect(self._clicked)
        self._draw()

    def _clicked(self, button: QToolButton) -> None:
        self.wanted.emit(next(name for name, known in self._buttons.items() if known is button))

    def choose(self, name: str) -> None:
        """Mark a page; one without a place of its own stands under that of its neighbour."""
        self._buttons[_UNDER.get(name, name)].setChecked(True)
        self._draw()

    def _draw(self) -> None:
        tokens = look.colours()
        for name, made in self._buttons.items():
            colour = tokens.accent if made.isChecked() else tokens.muted
            made.setIcon(look.icon(self._places[name].icon, colour))
            made.setIconSize(QSize(look.px(20), look.px(20)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange) and hasattr(self, "_buttons"):
            self._draw()
