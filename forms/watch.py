"""What other windows do: the record is looked at every few seconds, and it is told what is new."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from counter.services import audit
from counter.services.office import Office
from forms import jobs

EVERY = 5000
"""Milliseconds between two looks."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """The last event, and the office where the district has said something new since the one before."""

    last: int
    office: Office | None


class Watch(QObject):
    """Looks until it is stopped; what was there before the first look is no news."""

    acted = Signal()
    """Somebody did something, here or elsewhere."""
    office_anew = Signal(object)
    """A setting or a calendar came in from another window; this is the office that knows it."""

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self._office: Office | None = None
        self._last = 0
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.look)
        self._looking: jobs.Latest[_Seen] = jobs.Latest(self, succeeded=self._saw)

    def begin(self, office: Office) -> None:
        self.know(office)
        self._timer.start()
        self.look()

    def know(self, office: Office) -> None:
        """What this window knows of the district by now: only what differs from it is news."""
        self._office = office

    def stop(self) -> None:
        self._timer.stop()
        self._looking.forget()

    def look(self) -> None:
        if self._office is not None:
            self._looking.ask(partial(_look, self._office, self._last))

    def _saw(self, seen: _Seen) -> None:
        before, self._last = self._last, seen.last
        if seen.office is not None:
            self.office_anew.emit(seen.office)
        elif before and before != seen.last:
            self.acted.emit()


def _look(office: Office, since: int) -> _Seen:
    last = audit.last_event(office)
    anew = audit.anew(office, since) if since and since != last else None
    return _Seen(last, anew)
