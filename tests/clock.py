"""A clock that stands still until a test moves it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta


@dataclass
class Clock:
    """Ten in the morning at the counter, on 24 November 2026, until it is moved."""

    at: datetime = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def go_to(self, day: date) -> None:
        self.at = self.at.replace(year=day.year, month=day.month, day=day.day)

    def pass_by(self, **time: int) -> None:
        self.at += timedelta(**time)
