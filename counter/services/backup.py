"""Copies of the office: by hand, once a day by themselves, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from counter.cases.casefile import Verb
from counter.errors import Problem
from counter.services import scan_rows
from counter.services.clock import instant
from counter.services.office import Act, Office, open_office
from counter.settings import VERSION, Settings
from counter.store import backup, numbers, scan_files
from counter.store.backup import Backup
from counter.text import local_day

__all__ = ["Backup", "Restored", "back_up", "back_up_if_due", "backups", "restore"]


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


@dataclass(frozen=True, slots=True)
class Restored:
    """The copy that the office went back to, and what is worth knowing of the numbers given since it.

    `skipped` are the counters that go on behind those numbers, each with its last number before and now.
    """

    copy: Backup
    skipped: Mapping[str, tuple[int, int]]
    notes: tuple[Problem, ...]


def restore(settings: Settings, file: Path, *, clock: Callable[[], datetime] | None = None) -> Restored:
    """Go back to a copy, also when the office itself can no longer be opened.

    What stood in its place is laid aside, never removed; the numbers that it had given out since the copy are
    on paper somewhere and are not given again. Raises `Refused`, naming the copy, when it is damaged; then
    nothing has changed.
    """
    at = (clock or instant)()
    copy, aside = backup.restore(file.absolute(), settings.database, settings.backups, at=at)
    given, is_whole = _given_since(aside, settings.database.name)
    office = open_office(settings, clock=clock)
    try:
        with office.write() as session:
            skipped = numbers.raise_to(session, given)
            office.record(
                session,
                Verb.RESTORED,
                detail={"file": file.name, "made_at": copy.made_at.isoformat(), "skipped": skipped},
            )
    finally:
        office.close()
    return Restored(copy, skipped, tuple(_notes(copy, skipped, is_whole=is_whole)))


def _given_since(aside: Path, store: str) -> tuple[dict[str, int], bool]:
    """The last numbers that anything laid aside knows of, and whether the replaced store itself was read."""
    highest: dict[str, int] = {}
    for file in aside.glob("*.db"):
        for name, value in (backup.given_numbers(file) or {}).items():
            highest[name] = max(value, highest.get(name, 0))
    return highest, backup.given_numbers(aside / store) is not None


def _notes(copy: Backup, skipped: Mapping[str, tuple[int, int]], *, is_whole: bool) -> Iterator[Problem]:
    if skipped:
        count = sum(now - before for before, now in skipped.values())
        yield Problem(
            "{n} numbers were given out after the copy; they are not given again.", "", {"n": count}
        )
    if not is_whole:
        yield Problem(
            "What was given out after the copy of {made_at} can no longer be read, so its numbers may be "
            "given a second time. Compare with the papers on file.",
            "",
            {"made_at": copy.made_at},
        )


def _make(office: Office) -> Backup:
    made = backup.make(office.settings.database, office.settings.backups, at=office.now(), version=VERSION)
    backup.prune(office.settings.backups, now=office.now())
    with office.read() as session:
        pictures = set(scan_rows.digests(session))
    # What an act that failed has left behind is of a person, too.
    scan_files.sweep(office.settings.scans, pictures, before=office.now() - timedelta(days=1))
    with office.write() as session:
        office.record(session, Verb.BACKED_UP, detail={"file": made.file.name, "digest": made.digest})
    return made
