"""The parked intakes, with how long each has waited; one press takes one back."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from counter.services.drafts import Draft
from counter.services.office import Office
from counter.text import _

SHOWN = 4
MINUTE = 60_000


class ParkedRibbon(QWidget):
    """A chip for each parked intake: the masked name, minutes waited."""

    wanted = Signal(int)

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._parked: list[Draft] = []
        self._chips: list[QToolButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addStretch(1)
        self._clock = QTimer(self)
        self._clock.setInterval(MINUTE)
        self._clock.timeout.connect(self._tell)

    def show_parked(self, parked: list[Draft]) -> None:
        if [draft.id for draft in parked] == [draft.id for draft in self._parked]:
            return
        self._parked = parked
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for place, draft in enumerate(parked[:SHOWN]):
            chip = QToolButton()
            chip.setProperty("kind", "chip")
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chip.clicked.connect(partial(self._take, draft.id))
            self._row.insertWidget(place, chip)
            self._chips.append(chip)
        self._tell()
        self._clock.start() if parked else self._clock.stop()

    def _tell(self) -> None:
        now = self._office.now()
        for chip, draft in zip(self._chips, self._parked, strict=False):
            who = draft.title or _("no name yet")
            chip.setText(f"{who} · {_minutes(draft.parked_at, now)}")
            chip.setToolTip(_("Take back (F11)"))
            chip.setAccessibleName(_("Parked: {who}", who=chip.text()))

    def _take(self, draft_id: int, _checked: bool = False) -> None:
        self.wanted.emit(draft_id)

    def take_back_last(self) -> bool:
        """Take back the one parked last; False when none is."""
        if not self._parked:
            return False
        self.wanted.emit(self._parked[0].id)
        return True


def _minutes(since: datetime | None, now: datetime) -> str:
    waited = int((now - since).total_seconds() // 60) if since else 0
    return _("{n} min", n=max(waited, 0))
