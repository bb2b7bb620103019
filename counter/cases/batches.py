"""A batch (批次): many papers issued, numbered and printed one after another, its pages counted through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class BatchState(StrEnum):
    """How far a batch is; what it has done is kept at each step, so it goes on after any end."""

    ISSUING = "issuing"  # numbers are being given
    READY = "ready"  # the pages after the last one handed over wait for the printer
    PRINTING = "printing"  # pages are on their way: only who stands there knows which came out
    PRINTED = "printed"  # all are handed over, and nobody has said yet how they came out
    DONE = "done"
    CANCELLED = "cancelled"


USUAL_DAYS = 31
"""How far back what waits is looked for when nobody says from when."""
OPEN = frozenset({BatchState.ISSUING, BatchState.READY, BatchState.PRINTING, BatchState.PRINTED})
MAY_JAM = frozenset({BatchState.READY, BatchState.PRINTING, BatchState.PRINTED, BatchState.DONE})


@dataclass(frozen=True, slots=True)
class Choice:
    """Which papers are looked for; what is empty or None narrows nothing.

    `since` and `until` are the days of the act that calls for the paper, or of the issue where `issued`:
    then it is what has a number and has not been printed yet. `cases` are numbers, as a list shows them.
    """

    kind: str = ""
    department: str = ""
    township: str = ""
    since: date | None = None
    until: date | None = None
    issued: bool = False
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper that waits to be printed; `number` once it has one, `day` is that of its act or its issue.

    `about` and `notice` say what it is about, as with every paper of a case.
    """

    kind: str
    title: str
    case: str
    applicant: str
    township: str
    day: date
    referral: str = ""
    department: str = ""
    member: int | None = None
    notice: str = ""
    about: str = ""
    copies: int = 1
    number: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as it stands: of `papers` so many are `handled`, of those so many could not be issued.

    `chosen` tells how its papers were looked for.

    Pages are counted from one through all papers and copies: up to `sent` they were handed over, up to
    `good` somebody has said that they came out well.
    """

    id: int
    title: str
    state: BatchState
    township: str
    department: str
    papers: int
    handled: int
    refused: int
    pages: int
    sent: int
    good: int
    begun_at: datetime
    begun_by: str
    ended_at: datetime | None = None
    chosen: Mapping[str, object] | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def must_be_told(self) -> bool:
        """Whether it goes on only when somebody has said which page came out last."""
        return self.state is BatchState.PRINTING


@dataclass(frozen=True, slots=True)
class BatchPaper:
    """One paper of a batch, its pages `first` to `last` with all copies; none while it has no number.

    `reprint` is what its print bears: 0 for the first one (正本). `problem` says why it was not issued.
    """

    position: int
    kind: str
    title: str
    case: str
    number: str
    copies: int
    first: int
    last: int
    reprint: int
    problem: str = ""
    voided: bool = False


@dataclass(frozen=True, slots=True)
class Restart:
    """Where printing goes on after a jam: `page`, and the last page whose papers are printed once more.

    Up to `marked` pages were told to be good before; the papers on them bear 补打. 0 for none.
    """

    page: int
    marked: int = 0


def restart(last_good: int, *, told_good: int, first_of_next: int) -> Restart:
    """After `last_good` comes the page behind it, so none is missing and none comes twice.

    Where more had been told to be good, the paper of that page begins anew at its `first_of_next` page: its
    print is a further one, whole and marked as such.
    """
    if last_good >= told_good:
        return Restart(last_good + 1)
    return Restart(first_of_next, told_good)
