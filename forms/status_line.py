"""The line at the foot of the window: what was done last, when it was saved, who sits here."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from counter.text import _
from forms import look
from forms.rows import label


class StatusLine(QFrame):
    """Messages stay until the next one; only their emphasis fades."""

    FRESH = 4000

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "foot")
        self.message = label("", "small")
        self.message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.keys = label(_("Shift+F1 keys"), "small")
        self.saved = label("", "small")
        self.who = label("", "small")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 3, 16, 3)
        layout.setSpacing(18)
        layout.addWidget(self.message, 1)
        for part in (self.keys, self.saved, self.who):
            layout.addWidget(part)
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.timeout.connect(self._faded)

    def say(self, text: str) -> None:
        self.message.setText(text)
        self.message.setToolTip(text)
        self._tone("accent")
        self._fade.start(self.FRESH)

    def _faded(self) -> None:
        self._tone("")

    def _tone(self, tone: str) -> None:
        if self.message.property("tone") != tone:
            look.mark(self.message, tone=tone)

    def show_saved(self, clock: str) -> None:
        self.saved.setText(_("saved {clock}", clock=clock))

    def show_officer(self, name: str) -> None:
        self.who.setText(name)
