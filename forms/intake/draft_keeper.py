"""Keeps what is typed: saved beside the window at every field, parked and taken back with F11."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from counter.errors import CounterError, Refused
from counter.services import drafts
from counter.services.drafts import Draft
from counter.services.office import Office
from forms import jobs
from forms.intake.sheet import IntakeSheet
from forms.messages import text_of

T = TypeVar("T")
PAUSE = 350
"""Milliseconds after the last change before it is written."""


class Slot:
    """The draft that one intake is kept under. Its id is known once it was written for the first time."""

    def __init__(self, office: Office, draft_id: int | None = None) -> None:
        self._office = office
        self._lock = threading.Lock()
        self._closed = False
        self.id = draft_id

    def save(self, content: Mapping[str, object]) -> bool:
        """Write the draft; False when it became a case or was laid aside in the meantime."""
        with self._lock:
            if self._closed:
                return False
            self.id = drafts.save_draft(self._office, self.id, content)
            return True

    def written(self, content: Mapping[str, object]) -> int:
        """Write the draft; its id. Raises `Refused` when it became a case or was laid aside."""
        self.save(content)
        if self._closed or self.id is None:
            raise Refused("This intake is no longer here: it was accepted or thrown away.")
        return self.id

    def park(self, content: Mapping[str, object]) -> None:
        with self._lock:
            if not self._closed:
                self.id = drafts.save_draft(self._office, self.id, content)
                drafts.park_draft(self._office, self.id)
                self._closed = True

    def discard(self) -> None:
        with self._lock:
            if not self._closed and self.id is not None:
                drafts.discard_draft(self._office, self.id)
            self._closed = True

    def become(self, act: Callable[[int | None], T]) -> T:
        """Let the draft become a case; nothing is written to it afterwards."""
        with self._lock:
            result = act(self.id)
            self._closed = True
            return result


class DraftKeeper(QObject):
    """Saves the sheet after each change, one write at a time."""

    saved = Signal()
    failed = Signal(str)
    parked_changed = Signal(object)
    """The parked intakes, the one touched last first."""

    def __init__(self, sheet: IntakeSheet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self._office = sheet.office
        self.slot = Slot(self._office)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.save_now)
        self._saves: jobs.Latest[bool] = jobs.Latest(self, succeeded=self._saved, refused=self._failed)
        self._looks: jobs.Latest[tuple[Draft, ...]] = jobs.Latest(self, succeeded=self._found)
        self._came_back = False
        """Taken back, but not written yet without the mark of being parked."""
        sheet.changed.connect(self._changed)

    def _changed(self, path: str) -> None:
        if path:
            self._timer.start()

    def save_now(self) -> None:
        self._timer.stop()
        if not self._sheet.is_blank:
            self._saves.ask(partial(self.slot.save, self._sheet.content()))

    def _saved(self, written: bool) -> None:
        if self._came_back:
            self._came_back = False
            self.look_for_parked()
        if written:
            self.saved.emit()

    def _failed(self, refused: CounterError) -> None:
        self.failed.emit(text_of(refused))

    def draft_id(self) -> int | None:
        """The draft of what lies on the desk; None as long as nothing was written."""
        return self.slot.id

    def writing(self) -> Callable[[], int]:
        """What writes the intake as it is now, so that something else can lie with it."""
        return partial(self.slot.written, self._sheet.content())

    def park(self, *, then: Callable[[], object]) -> None:
        """Lay the intake aside, with all that is typed, and begin a new one."""
        self._timer.stop()
        slot, content = self.slot, self._sheet.content()
        jobs.start(self, partial(slot.park, content), succeeded=partial(self._parked, then))

    def _parked(self, then: Callable[[], object], _nothing: None) -> None:
        self.begin()
        then()
        self.look_for_parked()

    def begin(self, draft_id: int | None = None) -> None:
        """What comes now is another intake: a new one, or the one of a draft that was loaded."""
        self._timer.stop()
        self._saves.forget()
        self.slot = Slot(self._office, draft_id)
        if draft_id is None:
            self._sheet.clear()

    def take_back(self, draft_id: int, *, then: Callable[[], object]) -> None:
        """Load a parked intake; the one on the desk must be parked before."""
        jobs.start(
            self,
            partial(drafts.load_draft, self._office, draft_id),
            succeeded=partial(self._taken_back, draft_id, then),
        )

    def _taken_back(self, draft_id: int, then: Callable[[], object], content: Mapping[str, object]) -> None:
        self.begin(draft_id)
        self._sheet.load(content)
        # It lies on the desk again, so it is written once without the mark of being parked.
        self._came_back = True
        self.save_now()
        then()

    def discard(self, *, then: Callable[[], object]) -> None:
        """Throw the intake away for good."""
        self._timer.stop()
        jobs.start(self, self.slot.discard, succeeded=partial(self._parked, then))

    def look_for_parked(self) -> None:
        self._looks.ask(partial(drafts.drafts, self._office))

    def _found(self, found: tuple[Draft, ...]) -> None:
        self.parked_changed.emit([draft for draft in found if draft.parked_at is not None])

    def recover(self, *, then: Callable[[], object]) -> None:
        """Take back what was on the desk when the program ended without parking it."""
        jobs.start(self, partial(drafts.drafts, self._office), succeeded=partial(self._recover, then))

    def _recover(self, then: Callable[[], object], found: tuple[Draft, ...]) -> None:
        self._found(found)
        left = next((draft for draft in found if draft.parked_at is None), None)
        if left is not None and self._sheet.is_blank:
            self.take_back(left.id, then=then)
