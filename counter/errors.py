"""The ways in which an act can fail that are not bugs; every other exception is one."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


class Verbatim(str):
    """What somebody typed, or a name in a file: in a sentence it stands as it is, in every language."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that stands in the way: where, and a sentence (a msgid) with its parameters.

    `field` is a path into what was handed in, such as `people[0].id_number`; empty when the
    whole act is meant.
    """

    text: str
    field: str = ""
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)


class CounterError(Exception):
    """An expected failure, told in a sentence that a form or the command line translates."""

    def __init__(self, text: str, *, field: str = "", **params: object) -> None:
        super().__init__(text)
        self.problems: tuple[Problem, ...] = (Problem(text, field, params),)

    @property
    def text(self) -> str:
        return self.problems[0].text

    @property
    def params(self) -> Mapping[str, object]:
        return self.problems[0].params

    def __str__(self) -> str:
        return "; ".join(f"{p.field}: {p.text}" if p.field else p.text for p in self.problems)


class Refused(CounterError):
    """The act was refused, nothing was stored, and the user can mend what the problems name."""

    @classmethod
    def because(cls, problems: Iterable[Problem]) -> Refused:
        """Refuse for several problems at once; at least one."""
        found = tuple(problems)
        refused = cls(found[0].text)
        refused.problems = found
        return refused


class Stale(CounterError):
    """Someone else was faster: the thing changed since it was read."""


class BadCatalogue(CounterError):
    """The responsibility list cannot be used; `problems` names every file and key."""

    @classmethod
    def because(cls, problems: Iterable[Problem]) -> BadCatalogue:
        found = tuple(problems)
        bad = cls(found[0].text)
        bad.problems = found
        return bad


class Cancelled(Exception):
    """The user stopped a long act; its transaction rolls back."""
