"""The ways in which an act can fail that are not bugs; every other exception is one."""

from __future__ import annotations

import dataclasses
import errno
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from counter.words import N_


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


_IN_USE = frozenset({32, 33})
"""Windows: another program holds the file, or a part of it."""
_BY_THE_SYSTEM: Mapping[int, str] = {
    errno.ENOENT: N_("{path} is not there. Check the name, and whether its disk is connected."),
    errno.EACCES: N_(
        "{path} may not be used by this user. Choose another place, or ask whoever looks after the computer."
    ),
    errno.EROFS: N_("{path} lies on a disk that cannot be written. Choose another place."),
    errno.ENOSPC: N_("The disk of {path} is full. Free some space and try again."),
    errno.EISDIR: N_("{path} is a folder; a file is needed here. Choose a file."),
    errno.ENOTDIR: N_("{path} is no folder, or lies in something that is none. Choose a folder."),
    errno.EBUSY: N_("{path} is in use by another program. Close it there and try again."),
    errno.ENAMETOOLONG: N_("The name {path} is too long for this computer. Choose a shorter one."),
    errno.EIO: N_("The disk of {path} failed. Save what is on it elsewhere, and have the disk checked."),
}
_THE_SAME = {
    errno.EPERM: errno.EACCES,
    getattr(errno, "EDQUOT", errno.ENOSPC): errno.ENOSPC,
    errno.EEXIST: errno.ENOTDIR,
    getattr(errno, "ETXTBSY", errno.EBUSY): errno.EBUSY,
}


def by_the_system(error: OSError, path: object = None) -> Refused | None:
    """What the operating system refused, told with what to do; None for what no user can mend."""
    code = errno.EBUSY if getattr(error, "winerror", None) in _IN_USE else error.errno or 0
    text = _BY_THE_SYSTEM.get(_THE_SAME.get(code, code))
    place = error.filename if path is None else path
    return Refused(text, path=Verbatim(place)) if text and place is not None else None


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
