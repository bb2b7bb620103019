"""Copies of the office: by hand, once a day by themselves, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from counter.cases.casefile import Verb
from counter.services.clock import instant
from counter.services.office import Act, Office, open_office
from counter.settings import VERSION, Settings
from counter.store import backup
from counter.store.backup import Backup
from counter.text import local_day

__all__ = ["Backup", "back_up", "back_up_if_due", "backups", "restore"]


def back_up(office: Office) -> Backup:
    """Make a copy, check it, and let go of those that are kept no longer."""
    office.allow(Act.BACK_UP)
    return _make(office)


def back_up_if_due(office: Office) -> Backup | None:
    """The copy of the day, unless there is one; the window asks when it opens and every hour."""
    made = backups(office)
    if made and local_day(made[0].made_at) >= office.today():
        return None
    return _make(office)


def backups(office: Office) -> tuple[Backup, ...]:
    """The copies at hand, the newest first."""
    return backup.known(office.settings.backups)


def restore(settings: Settings, file: Path, *, clock: Callable[[], datetime] | None = None) -> Backup:
    """Go back to a copy, also when the office itself can no longer be opened.

    What stood in its place is laid aside, never removed. Raises `Refused`, naming the copy, when it is
    damaged; then nothing has changed.
    """
    restored = backup.restore(file.absolute(), settings.database, settings.backups, at=(clock or instant)())
    office = open_office(settings, clock=clock)
    try:
        with office.write() as session:
            office.record(
                session, Verb.RESTORED, detail={"file": file.name, "made_at": restored.made_at.isoformat()}
            )
    finally:
        office.close()
    return restored


def _make(office: Office) -> Backup:
    made = backup.make(office.settings.database, office.settings.backups, at=office.now(), version=VERSION)
    backup.prune(office.settings.backups, now=office.now())
    with office.write() as session:
        office.record(session, Verb.BACKED_UP, detail={"file": made.file.name, "digest": made.digest})
    return made
