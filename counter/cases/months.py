"""Months as the law counts them: the same day of another month, or its last one where that is shorter."""

from __future__ import annotations

import calendar
from datetime import date, timedelta


def months_after(day: date, months: int) -> date:
    """The day so many months later, earlier for a negative number: 31 August and six are 28 February."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def last_day(starts: date, months: int) -> date:
    """The last day of so many months that begin on a day: twelve from 1 March end on 28 February."""
    return months_after(starts, months) - timedelta(days=1)


def first_of_next_month(day: date) -> date:
    """The first day of the month after."""
    return months_after(day.replace(day=1), 1)
