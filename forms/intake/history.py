"""What an intake was before each change by hand, so that changes are undone and done again."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from forms.intake.paths import Data

AT_MOST = 100
"""Steps that are kept; the oldest give way."""
PAUSE = 1500
"""Milliseconds after which going on typing in the same field is another step."""


@dataclass(frozen=True, slots=True)
class Step:
    """The sheet before (or after) a change, and the path that the change began at."""

    path: str
    data: Data
    extras: dict[str, object]


class History(QObject):
    """One step is one act of a hand: what it entails within the same moment belongs to it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._clock = QElapsedTimer()
        self._moment = QTimer(self)
        self._moment.setSingleShot(True)
        self._moment.setInterval(0)

    def clear(self) -> None:
        self._done.clear()
        self._undone.clear()
        self._moment.stop()

    def note(self, path: str, data: Data, extras: dict[str, object]) -> None:
        """Called before a change by hand; what is typed on in the same field is the same step."""
        goes_on = self._moment.isActive() or (
            bool(self._done)
            and not self._undone
            and self._done[-1].path == path
            and self._clock.isValid()
            and self._clock.elapsed() < PAUSE
        )
        self._clock.start()
        self._moment.start()
        self._undone.clear()
        if not goes_on:
            self._done.append(Step(path, deepcopy(data), deepcopy(extras)))
            del self._done[:-AT_MOST]

    def back(self, data: Data, extras: dict[str, object]) -> Step | None:
        """The sheet before the last change; `data` and `extras` are how it stands now."""
        return self._turn(self._done, self._undone, data, extras)

    def forth(self, data: Data, extras: dict[str, object]) -> Step | None:
        """The sheet as it was before the last change was undone."""
        return self._turn(self._undone, self._done, data, extras)

    def _turn(
        self, taken: list[Step], kept: list[Step], data: Data, extras: dict[str, object]
    ) -> Step | None:
        self._clock.invalidate()
        self._moment.stop()
        if not taken:
            return None
        step = taken.pop()
        kept.append(Step(step.path, deepcopy(data), deepcopy(extras)))
        return step
