"""The way into the database: how SQLite is opened, how a transaction begins, what its failures say."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from counter.errors import Refused, Stale

BUSY_MS = 10_000
"""How long a window waits for another one's write before it says so."""

_IMMEDIATE = "counter_immediate"
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def open_engine(file: Path) -> Engine:
    """An engine on the office's file, which `migrate.prepare` has made."""
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        json_serializer=to_json,
        pool_size=8,
        max_overflow=16,
    )
    event.listen(engine, "connect", _tune)
    event.listen(engine, "begin", _begin)
    return engine


def open_copy(file: Path) -> Engine:
    """An engine on a copy that nobody else has open, and of which not a byte may change."""
    address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool)


def to_json(value: object) -> str:
    """JSON as it is stored: Chinese readable, nothing wasted."""
    return _JSON.encode(value)


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
    with _said_plainly(), Session(engine, autoflush=False) as session:
        yield session


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
