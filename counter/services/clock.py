"""The one reading of the computer's clock: acts ask their office, a command without one asks here."""

from __future__ import annotations

from datetime import UTC, date, datetime

from counter.text import local_day


def instant() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day at the counter."""
    return local_day(instant())
