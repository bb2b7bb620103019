"""The chain of help beside a case: everything its household asked, received, was told, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from counter.services.chains import ChainLink
from counter.text import _, display
from forms import look
from forms.rows import label
from forms.timeline import LANES, Timeline

WIDTH = 340


class CaseChain(QFrame):
    """A figure hides a lane; the line above says which are hidden."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self.timeline = Timeline()
        self.lanes = label("", "small", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 6, 10)
        layout.setSpacing(6)
        layout.addWidget(label(_("Chain of help"), "heading"))
        layout.addWidget(self.lanes)
        layout.addWidget(self.timeline, 1)
        self.timeline.lanes_changed.connect(self._tell_lanes)
        self.setFixedWidth(look.px(WIDTH))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.setFixedWidth(look.px(WIDTH))

    def show_chain(self, links: Sequence[ChainLink]) -> None:
        self.timeline.chain.show(links)
        self._tell_lanes()

    def _tell_lanes(self) -> None:
        hidden = self.timeline.chain.hidden
        parts = []
        for number, lane in enumerate(LANES, start=1):
            text = f"{number} {display(lane)}"
            parts.append(_("{lane} (hidden)", lane=text) if lane in hidden else text)
        self.lanes.setText("  ".join(parts))
