"""The line at the foot of the window: what was done last, when it was saved, who sits here."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from counter.text import _
from forms import look
from forms.rows import label


class StatusLine(QFrame):
    """A message loses its emphasis after a while, and goes when its page does."""

    FRESH = 4000
    OLD = 20_000
    JUST_NOW = 800
    """Milliseconds in which a sentence still belongs to the page that its act leads to."""

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
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.timeout.connect(self.clear)
        self._since = QElapsedTimer()

    def say(self, text: str) -> None:
        self.message.setText(text)
        self.message.setToolTip(text)
        self._tone("accent")
        self._fade.start(self.FRESH)
        self._gone.start(self.OLD)
        self._since.start()

    def clear(self) -> None:
        self.message.setText("")
        self.message.setToolTip("")

    def page_changed(self) -> None:
        """Another page is in front: what was said before its time goes."""
        if self._since.isValid() and self._since.elapsed() > self.JUST_NOW:
            self.clear()

    def _faded(self) -> None:
        self._tone("")

    def _tone(self, tone: str) -> None:
        if self.message.property("tone") != tone:
            look.mark(self.message, tone=tone)

    def show_saved(self, clock: str) -> None:
        self.saved.setText(_("saved {clock}", clock=clock))

    def show_officer(self, name: str) -> None:
        self.who.setText(name)
