"""Copies of the store that were checked when made, how long they are kept, and the way back from one."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from counter.errors import Refused
from counter.store import chain, engine, migrate, scan_files
from counter.store.chain import Broken, Head
from counter.store.files import private_file, private_folder, put, to_disk
from counter.text import local_day

HOURS, DAYS, MONTHS = 24, 30, 12
"""The last copy of each hour is kept for a day, of each day for a month, of each month for a year."""

PAGES = 200
"""Copied at a time, so that nobody who writes waits noticeably."""

SCANS = "scans"
"""Beside the store, and once beside all its copies: pictures are never changed, so each is copied once."""

_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """One checked copy. `digest` is of the file; `heads` are the last lines of its chains."""

    file: Path
    made_at: datetime
    digest: str
    events: int
    heads: tuple[Head, ...]
    version: str


def make(database: Path, folder: Path, *, at: datetime, version: str) -> Backup:
    """Copy the store while others use it, check the copy from end to end, and only then give it its name."""
    private_folder(folder)
    file = folder / f"office-{at.astimezone(UTC):{_STAMP}}.db"
    unfinished = file.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    private_file(unfinished)
    try:
        with closing(sqlite3.connect(database)) as store, closing(sqlite3.connect(unfinished)) as copy:
            store.backup(copy, pages=PAGES)
            copy.execute("PRAGMA journal_mode=DELETE")
        events, heads = check(unfinished, called=file.name)
        # Before the copy has its name: one that names a picture brings it along.
        scan_files.copy_missing(scanned(unfinished), database.with_name(SCANS), folder / SCANS)
        made = Backup(file, at.astimezone(UTC), _digest(unfinished), events, heads, version)
        to_disk(unfinished)
        unfinished.rename(file)
        put(_manifest(file), _written(made))
        return made
    finally:
        unfinished.unlink(missing_ok=True)


def check(file: Path, *, called: str) -> tuple[int, tuple[Head, ...]]:
    """Walk through a copy: pages, references, chains. Raises `Refused`, naming it, when anything is wrong.

    Returns the number of events and the heads of the chains.
    """
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
            pages = copy.execute("PRAGMA integrity_check(1)").fetchone()
            loose = copy.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError:
        pages, loose = None, None
    if pages != ("ok",) or loose is not None:
        raise Refused("The copy {file} is damaged and cannot be used. Take an older one.", file=called)
    opened = engine.open_copy(file)
    try:
        with engine.reading(opened) as session:
            count = 0
            for step in chain.walk(session):
                if isinstance(step, Broken):
                    raise Refused(
                        "In the copy {file} the record was changed at entry {entry}; it cannot be used.",
                        file=called,
                        entry=step.event_id,
                    )
                count += 1
            return count, chain.heads(session)
    finally:
        opened.dispose()


def known(folder: Path) -> tuple[Backup, ...]:
    """The copies of a folder that have their account beside them, the newest first."""
    return tuple(sorted(_accounts(folder), key=lambda backup: backup.made_at, reverse=True))


def remembered_heads(folder: Path) -> Iterator[Head]:
    """Lines that a chain once ended with: it must still hold each of them."""
    for backup in _accounts(folder):
        yield from backup.heads


def prune(folder: Path, *, now: datetime) -> tuple[Path, ...]:
    """Remove the copies that are kept no longer; the newest one always stays."""
    backups = known(folder)
    kept = {backups[0].file} if backups else set()
    seen: set[str] = set()
    for backup in backups:
        day = local_day(backup.made_at)
        age = now - backup.made_at
        for span, label in (
            (timedelta(hours=HOURS), f"hour {backup.made_at:%Y%m%d%H}"),
            (timedelta(days=DAYS), f"day {day}"),
            (timedelta(days=31 * MONTHS), f"month {day:%Y%m}"),
        ):
            if age <= span and label not in seen:
                seen.add(label)
                kept.add(backup.file)
    gone = tuple(backup.file for backup in backups if backup.file not in kept)
    for file in gone:
        file.unlink()
        _manifest(file).unlink()
    return gone


def restore(file: Path, database: Path, folder: Path, *, at: datetime) -> tuple[Backup, Path]:
    """Put a copy in the store's place; what stood there, even if broken, is laid aside in `folder`.

    Returns the copy and the folder of what was laid aside. Raises `Refused` for a copy that is damaged or of
    a newer program; then nothing has changed.
    """
    if not file.is_file():
        raise Refused("There is no copy {file}.", file=file.name)
    account = next((backup for backup in known(file.parent) if backup.file == file), None)
    digest = _digest(file)
    if account is not None and account.digest != digest:
        raise Refused("The copy {file} is damaged and cannot be used. Take an older one.", file=file.name)
    stamp = migrate.read_stamp(file)
    migrate.refuse_newer(stamp)
    events, heads = check(file, called=file.name)
    private_folder(database.parent)
    fresh = database.with_name(f"{database.name}.restored")
    fresh.unlink(missing_ok=True)
    private_file(fresh)
    try:
        shutil.copyfile(file, fresh)
        to_disk(fresh)
        aside = _lay_aside(database, folder, at, newer_than=account.made_at if account else None)
        scan_files.copy_missing(scanned(fresh), file.parent / SCANS, database.with_name(SCANS))
        fresh.rename(database)
        to_disk(database.parent)
    finally:
        fresh.unlink(missing_ok=True)
    return account or Backup(file, at, digest, events, heads, stamp.written_by), aside


def given_numbers(file: Path) -> Mapping[str, int] | None:
    """The last number of each counter of a store that was laid aside; None where it cannot be read."""
    if not file.is_file():
        return None
    try:
        with closing(sqlite3.connect(file)) as store:
            return dict(store.execute("SELECT name, value FROM counters").fetchall())
    except sqlite3.DatabaseError:
        return None


def scanned(store: Path) -> tuple[str, ...]:
    """The pictures of papers that a store names; none of one that was made before there were any."""
    try:
        with closing(sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            return tuple(row[0] for row in opened.execute("SELECT DISTINCT digest FROM scan_pages"))
    except sqlite3.OperationalError:
        return ()


def _lay_aside(database: Path, folder: Path, at: datetime, *, newer_than: datetime | None) -> Path:
    """Move the store that is replaced, and the copies of what it held beyond this one, out of the way."""
    aside = folder / f"replaced-{at.astimezone(UTC):{_STAMP}}"
    private_folder(folder)
    private_folder(aside)
    if database.exists():
        _refuse_in_use(database)
    for name in (database.name, f"{database.name}-wal", f"{database.name}-shm"):
        part = database.with_name(name)
        if part.exists():
            part.rename(aside / name)
    for backup in known(folder):
        if newer_than is not None and backup.made_at > newer_than:
            backup.file.rename(aside / backup.file.name)
            _manifest(backup.file).rename(aside / _manifest(backup.file).name)
    return aside


def _refuse_in_use(database: Path) -> None:
    """Nobody may write into a file that is about to be replaced; a broken one cannot tell."""
    try:
        with closing(sqlite3.connect(database, timeout=1)) as store:
            store.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise Refused("Another window still has the office open. Close it and try again.") from None
    except sqlite3.DatabaseError:
        return


def _accounts(folder: Path) -> Iterator[Backup]:
    for manifest in folder.glob("office-*.db.json"):
        try:
            said = json.loads(manifest.read_text(encoding="utf-8"))
            yield Backup(
                file=manifest.with_suffix(""),
                made_at=datetime.fromisoformat(said["made_at"]),
                digest=said["digest"],
                events=said["events"],
                heads=tuple(Head(**head) for head in said["heads"]),
                version=said["version"],
            )
        except (ValueError, KeyError, TypeError):
            # An account that cannot be read vouches for nothing.
            continue


def _manifest(file: Path) -> Path:
    return file.with_name(f"{file.name}.json")


def _written(backup: Backup) -> bytes:
    said = {
        "made_at": backup.made_at.isoformat(),
        "digest": backup.digest,
        "events": backup.events,
        "heads": [asdict(head) for head in backup.heads],
        "version": backup.version,
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
