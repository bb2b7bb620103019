"""The way into the database: how SQLite is opened, how a transaction begins, what its failures say."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import ConnectionPoolEntry

from counter.errors import Refused, Stale

BUSY_MS = 10_000
"""How long a window waits for another one's write before it says so."""

_IMMEDIATE = "counter_immediate"


def open_engine(file: Path) -> Engine:
    """An engine on an existing SQLite file; `migrate.prepare` makes the file."""
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        json_serializer=to_json,
        pool_size=8,
        max_overflow=16,
    )
    event.listen(engine, "connect", _tune)
    event.listen(engine, "begin", _begin)
    return engine


def to_json(value: object) -> str:
    """JSON as it is stored: Chinese readable, nothing wasted."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def private_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)


def private_file(file: Path) -> None:
    """Make an empty file that only its owner can read, before anything is written into it."""
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _tune(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # The driver would begin transactions by its own rules, and too late; see `_begin`.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA secure_delete=ON")


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later fails as busy at once, without waiting.
    immediate = connection.get_execution_options().get(_IMMEDIATE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A transaction that sees one moment of the store and changes nothing."""
    with _said_plainly(), Session(engine, autoflush=False) as session, session.begin():
        yield session
        session.rollback()


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A transaction that holds the one right to write; all of it is kept, or nothing."""
    immediate = engine.execution_options(**{_IMMEDIATE: True})
    with _said_plainly(), Session(immediate) as session, session.begin():
        yield session


@contextmanager
def _said_plainly() -> Iterator[None]:
    try:
        yield
    except StaleDataError:
        raise Stale("Someone else has just changed this. Look at it as it is now and try again.") from None
    except OperationalError as error:
        raise _refusal(error) from error


def _refusal(error: OperationalError) -> Exception:
    """The sentence for what the user can mend on the computer; anything else stays the bug it is."""
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return Refused("The disk is full, so nothing was stored. Free some space and try again.")
    if code == sqlite3.SQLITE_BUSY:
        return Refused("Another window is writing to the office just now. Try again in a moment.")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return Refused("The office's file cannot be written. Check the folder's permissions and the disk.")
    if code in (sqlite3.SQLITE_IOERR,):
        return Refused("The disk failed while the office's file was used. Make a backup and check the disk.")
    return error
