"""Reading one TOML table of the catalogue: what is wrong with it becomes a problem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from counter.errors import Problem

E = TypeVar("E", bound=StrEnum)


def nearest(name: str, known: Iterable[str], *, likeness: float = 0.0) -> str:
    """The known name most like `name`; empty when none is as alike as `likeness` (0 to 1)."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(known), n=1, cutoff=likeness)), "")


class Table:
    """One table of one file; every read notes its key, so that `done` can tell the keys nobody knows."""

    def __init__(self, data: Mapping[str, object], file: str, problems: list[Problem], key: str = "") -> None:
        self.data = data
        self.file = file
        self.problems = problems
        self.key = key
        self._asked: set[str] = set()

    def at(self, key: str = "") -> str:
        """`file: key`, as a problem names the place."""
        path = f"{self.key}.{key}" if self.key and key else self.key or key
        return f"{self.file}: {path}" if path else self.file

    def report(self, text: str, key: str = "", **params: object) -> None:
        self.problems.append(Problem(text, self.at(key), params))

    def _get(self, key: str, *, required: bool) -> object | None:
        self._asked.add(key)
        value = self.data.get(key)
        if value is None and required:
            self.report("{name} is missing.", key, name=key)
        return value

    def text(self, key: str, *, required: bool = False, may_be_empty: bool = False) -> str:
        value = self._get(key, required=required)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.report("This must be a text in quotes.", key)
            return ""
        if not value.strip() and not may_be_empty:
            self.report("This text is empty; write it or take the line out.", key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._get(key, required=False)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.report("This must be a list of texts, none of them empty.", key)
            return ()
        return tuple(value)

    def flag(self, key: str, *, default: bool = False, required: bool = False) -> bool:
        value = self._get(key, required=required)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.report("This must be true or false.", key)
            return default
        return value

    def whole(self, key: str, *, required: bool = False) -> int | None:
        """A whole number of at least 0."""
        value = self._get(key, required=required)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.report("This must be a whole number, not below 0.", key)
            return None
        return value

    def number(self, key: str, *, required: bool = False) -> Fraction | None:
        value = self._get(key, required=required)
        return None if value is None else self.as_number(value, key)

    def as_number(self, value: object, key: str) -> Fraction | None:
        """A number, or a fraction in quotes such as `"2/3"`."""
        if isinstance(value, bool) or not isinstance(value, int | Fraction | str):
            self.report("This must be a number.", key)
            return None
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError):
            self.report("This must be a number.", key)
            return None

    def day(self, key: str, *, required: bool = False, year_will_do: bool = False) -> date | None:
        """A date; with `year_will_do` also a bare year, which begins on 1 January."""
        value = self._get(key, required=required)
        if value is None:
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if year_will_do and isinstance(value, int) and not isinstance(value, bool) and 1900 <= value <= 2200:
            return date(value, 1, 1)
        self.report("This must be a date such as 2026-07-01, without quotes.", key)
        return None

    def choice(self, key: str, kinds: type[E], default: E | None = None) -> E:
        """One of an enumeration; without a default it must be there."""
        fallback = default if default is not None else next(iter(kinds))
        value = self._get(key, required=default is None)
        if value is None:
            return fallback
        if isinstance(value, str) and value in frozenset(kinds):
            return kinds(value)
        self.report("This must be one of: {kinds}.", key, kinds="、".join(kinds))
        return fallback

    def raw(self, key: str, *, required: bool = False) -> object | None:
        return self._get(key, required=required)

    def table(self, key: str, *, required: bool = False) -> Table | None:
        value = self._get(key, required=required)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.report("This must be a table.", key)
            return None
        return self.inner(value, key)

    def tables(self, key: str, *, required: bool = False) -> Iterator[Table]:
        """The tables of a `[[key]]` list."""
        value = self._get(key, required=required)
        if value is None:
            return
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.report("This must be a list of tables.", key)
            return
        if required and not value:
            self.report("{name} is missing.", key, name=key)
        for index, item in enumerate(value):
            yield self.inner(item, f"{key}[{index}]")

    def children(self) -> Iterator[tuple[str, Table]]:
        """Every key that nobody has asked for, as a named table."""
        for name, value in self.data.items():
            if name in self._asked:
                continue
            self._asked.add(name)
            if isinstance(value, dict):
                yield name, self.inner(value, name)
            else:
                self.report("This must be a table.", name)

    def inner(self, data: Mapping[str, object], key: str) -> Table:
        return Table(data, self.file, self.problems, f"{self.key}.{key}" if self.key else key)

    def done(self) -> None:
        """Report every key that was never asked for, with the nearest one that is known."""
        for key in self.data.keys() - self._asked:
            if like := nearest(key, self._asked, likeness=0.6):
                self.report("{name} is not known here; is {like} meant?", key, name=key, like=like)
            else:
                self.report("{name} is not known here.", key, name=key)
