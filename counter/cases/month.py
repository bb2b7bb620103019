"""What came in, went out and was late in a month: counted from the rows of its referrals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

from counter.cases.workflow import Outcome, ReturnReason


@dataclass(frozen=True, slots=True)
class Handled:
    """One referral at one department; `used` is how many working days that department really took.

    `due` is None where no day binds; a day that nobody has verified binds nobody either. `left_on` is when
    it was withdrawn, given back, or passed to another department.
    """

    department: str
    township: str
    sent_on: date
    due: date | None
    decided_on: date | None = None
    outcome: Outcome | None = None
    left_on: date | None = None
    used: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """One line of the report; `days` is the average of `used`, None where nothing was decided."""

    sent: int
    granted: int
    partly: int
    refused: int
    returned: int
    decided_late: int
    standing: int
    standing_late: int
    days: Fraction | None

    @property
    def decided(self) -> int:
        return self.granted + self.partly + self.refused

    @property
    def average(self) -> Decimal | None:
        """`days` to one place, half a tenth rounded up."""
        return None if self.days is None else Decimal(floor(self.days * 10 + Fraction(1, 2))) / 10


@dataclass(frozen=True, slots=True)
class Granted:
    """What was granted each `月`, `年` …, empty for once: whole fen together, and in how many decisions."""

    period: str
    fen: int
    decisions: int


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last line of a chain of events when the month was counted."""

    chain: str
    position: int
    digest: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month counted at an instant, up to its last day or that of the count.

    `accepted` and `declined` are cases by township; `departments` and `townships` are titled lines.
    """

    first: date
    last: date
    counted_at: datetime
    counted_by: str
    whose: str
    accepted: Mapping[str, int]
    declined: Mapping[str, int]
    total: Counts
    departments: Mapping[str, Counts]
    townships: Mapping[str, Counts]
    reasons: Mapping[ReturnReason, int]
    granted: tuple[Granted, ...]
    heads: tuple[ChainHead, ...]


def last_day(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def counts(rows: Iterable[Handled], first: date, last: date, *, returned: int = 0) -> Counts:
    """What these referrals come to between two days, both of them counted in."""
    rows = list(rows)
    decided = [one for one in rows if one.decided_on is not None and first <= one.decided_on <= last]
    standing = [
        one
        for one in rows
        if one.sent_on <= last
        and (one.decided_on is None or one.decided_on > last)
        and (one.left_on is None or one.left_on > last)
    ]
    outcomes = Counter(one.outcome for one in decided)
    used = [one.used for one in decided if one.used is not None]
    return Counts(
        sent=sum(first <= one.sent_on <= last for one in rows),
        granted=outcomes[Outcome.GRANT],
        partly=outcomes[Outcome.PARTLY],
        refused=outcomes[Outcome.REFUSE],
        returned=returned,
        decided_late=sum(_late(one, one.decided_on) for one in decided),
        standing=len(standing),
        standing_late=sum(_late(one, last) for one in standing),
        days=Fraction(sum(used), len(used)) if used else None,
    )


def by(
    of: Callable[[Handled], str],
    rows: Sequence[Handled],
    first: date,
    last: date,
    *,
    returned: Mapping[str, int],
) -> dict[str, Counts]:
    """The same for each department or township of them, the busiest first; what did nothing is left out."""
    groups: dict[str, list[Handled]] = {key: [] for key in returned}
    for one in rows:
        groups.setdefault(of(one), []).append(one)
    found = {key: counts(group, first, last, returned=returned.get(key, 0)) for key, group in groups.items()}
    busy = {key: one for key, one in found.items() if one.sent or one.decided or one.standing or one.returned}
    return dict(sorted(busy.items(), key=lambda item: (-item[1].sent, -item[1].decided, item[0])))


def _late(one: Handled, on: date | None) -> bool:
    return one.due is not None and on is not None and on > one.due
