"""Making a store, and bringing an older one up to date: on a checked copy that takes its place."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.engine import URL

from counter.errors import Refused
from counter.settings import VERSION
from counter.store.files import private_file, private_folder, to_disk

HEAD = "0002"
"""The newest step in `migrations/versions`; raise it with each new one."""

READER = 2
"""Which stores this program can read: those whose `min_reader` is not above it."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a store says of itself before anything is opened."""

    min_reader: int
    revision: str
    written_by: str


def prepare(file: Path, *, keep_old_in: Path) -> None:
    """Make the store if there is none, bring it up to date if it is older.

    The old file goes to `keep_old_in` first. Raises `Refused` for a store of a newer program, which is
    not touched, and for a file that is no store.
    """
    private_folder(file.parent)
    if not file.exists():
        _make(file)
        return
    stamp = read_stamp(file)
    refuse_newer(stamp)
    if stamp.revision < HEAD:
        _upgrade(file, stamp, keep_old_in)


def read_stamp(file: Path) -> Stamp:
    """Read the version of a store without changing a byte. Raises `Refused` for what is no store."""
    try:
        # Only a migration writes these rows, and it ends in a file without a log; so the log can be left out.
        address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as store:
            row = store.execute(
                "SELECT min_reader, version_num, written_by FROM stores, alembic_version"
            ).fetchone()
    except sqlite3.DatabaseError:
        row = None
    if row is None:
        raise Refused(
            "{file} is not an office of this program, or it is damaged. Restore it from a backup.",
            file=file.name,
        )
    return Stamp(*row)


def refuse_newer(stamp: Stamp) -> None:
    """Raises `Refused`, naming both versions, for a store that only a newer program understands."""
    if stamp.min_reader > READER:
        raise Refused(
            "The office was last used with version {theirs}, which is newer than this one ({ours}). "
            "Install the newer program; nothing was changed.",
            theirs=stamp.written_by,
            ours=VERSION,
        )


def run_migrations(file: Path, *, target: str = "head") -> None:
    """Apply every step that the store in `file` lacks, and say who did it."""
    # Loaded only when there is something to do: it costs more than opening the office.
    from alembic import command
    from alembic.config import Config

    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    engine = create_engine(URL.create("sqlite", database=str(file)))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, target)
            connection.exec_driver_sql("UPDATE stores SET written_by = ?", (VERSION,))
    finally:
        engine.dispose()


def _make(file: Path) -> None:
    fresh = file.with_name(f"{file.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    private_file(fresh)
    try:
        run_migrations(fresh)
        to_disk(fresh)
        _put_new(fresh, file)
    finally:
        fresh.unlink(missing_ok=True)


def _put_new(fresh: Path, file: Path) -> None:
    """Give a finished file its name, unless another window made the office at the same moment."""
    try:
        if sys.platform == "win32":
            fresh.rename(file)
        else:
            os.link(fresh, file)
    except FileExistsError:
        return
    to_disk(file.parent)


def _upgrade(file: Path, stamp: Stamp, keep_old_in: Path) -> None:
    copy = file.with_name(f"{file.name}.upgrade")
    copy.unlink(missing_ok=True)
    private_file(copy)
    private_folder(keep_old_in)
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as old:
            try:
                # Refused while any other window has the office open, whose writes would be lost.
                old.execute("PRAGMA journal_mode=DELETE")
                old.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                raise Refused(
                    "The office must be brought up to date, but another window still has it open. "
                    "Close the others and start again."
                ) from None
            # By a second connection: one that holds the right to write cannot be copied from.
            with closing(sqlite3.connect(file)) as seen, closing(sqlite3.connect(copy)) as new:
                seen.backup(new)
            kept = keep_old_in / f"before-upgrade-from-{stamp.revision}.db"
            kept.unlink(missing_ok=True)
            private_file(kept)
            kept.write_bytes(copy.read_bytes())
            to_disk(kept)
            run_migrations(copy)
            with closing(sqlite3.connect(copy)) as new:
                if new.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                    raise Refused("The office could not be brought up to date; it was left as it was.")
            to_disk(copy)
            if sys.platform != "win32":
                copy.replace(file)
        if sys.platform == "win32":
            copy.replace(file)
        to_disk(file.parent)
    finally:
        copy.unlink(missing_ok=True)
