"""What a run of the tests does once, where the program would do it once each time it is opened.

A test opens an office of its own, and often one for every command. What is kept here between them depends on
its arguments alone: the same text of a file, the same statement, the same language.
"""

from __future__ import annotations

import pickle
import sqlite3
import tomllib
from functools import cache, lru_cache
from types import ModuleType, SimpleNamespace
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import ConnectionPoolEntry

from counter import text
from counter.cases import match as matching
from counter.cases.application import Application
from counter.cases.match import Answer
from counter.catalogue import load
from counter.catalogue.model import Catalogue
from counter.cli import arguments, line
from counter.errors import Problem
from counter.letters import decisions as content
from counter.services import acceptance, dispatch, intake, notice_rows
from counter.store import engine, passwords

OWN_HASHER, OWN_TUNE = passwords._HASHER, engine._tune
"""What the program itself hashes with, and how it opens its file."""


def share() -> None:
    """To be called before the first office is opened."""
    _statements()
    _lists()
    _answers()
    _commands()
    _passwords()


def _statements() -> None:
    """Every engine knows the statements that another one has put into SQL, and does not wait for the disk."""
    first = create_engine("sqlite://", query_cache_size=5_000)
    # Its dialect learns at the first connection which SQLite this is.
    first.connect().close()
    first.dispose()

    def opened(*about: Any, **more: Any) -> Engine:
        made = create_engine(*about, **more)
        made.dialect, made._compiled_cache = first.dialect, first._compiled_cache
        return made

    def hurry(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
        OWN_TUNE(connection, entry)
        connection.execute("PRAGMA synchronous=OFF")

    engine._tune = hurry
    engine.create_engine = opened  # type: ignore[assignment]  # overloaded in the library


def _lists() -> None:
    """A file is parsed once and copied; a list of the same files is read once and shared, being frozen."""
    parsed: dict[tuple[str, object], bytes] = {}
    read_on = load._read_on

    def loads(toml: str, *, parse_float: Any) -> Any:
        if (toml, parse_float) not in parsed:
            parsed[toml, parse_float] = pickle.dumps(tomllib.loads(toml, parse_float=parse_float))
        return pickle.loads(parsed[toml, parse_float])

    @lru_cache(maxsize=8)
    def read(*sources: tuple[str, bytes]) -> tuple[Catalogue, tuple[Problem, ...]]:
        return read_on(dict(sources))

    load.tomllib = SimpleNamespace(loads=loads, TOMLDecodeError=tomllib.TOMLDecodeError)  # type: ignore[assignment]  # what it uses
    load._read_on = lambda sources: read(*sources.items())


_ANSWERS: dict[tuple[str, int], tuple[Answer, Catalogue]] = {}
"""With each answer its list, so that no other one comes to stand in its place."""
MOST_ANSWERS = 200


def match(application: Application, catalogue: Catalogue) -> Answer:
    """What a family was answered by this very list; most tests begin with the same one."""
    key = repr(application), id(catalogue)
    known = _ANSWERS.get(key)
    if known is None:
        if len(_ANSWERS) >= MOST_ANSWERS:
            _ANSWERS.clear()
        known = _ANSWERS[key] = matching.match(application, catalogue), catalogue
    return known[0]


def _answers() -> None:
    """For the acts alone: who tests or times the match itself asks it."""
    remembering = ModuleType(matching.__name__)
    vars(remembering).update(vars(matching), match=match)
    for act in (acceptance, dispatch, intake, notice_rows):
        act.matching = remembering
    content.match = match


def _commands() -> None:
    """The translations of a language, and the arguments of all commands in it."""
    text._load = cache(text._load)

    @cache
    def parser_in(_language: str) -> Any:
        return arguments.parser()

    line.parser = lambda: parser_in(text.language())


def _passwords() -> None:
    """A hash that is right and easy: the program's own takes its time on purpose."""
    passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._NOBODY = passwords._HASHER.hash("nobody")
