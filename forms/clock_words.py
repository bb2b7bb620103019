"""How the clock of a referral reads: its last days, what was used of it, and where it stood still."""

from __future__ import annotations

from counter.cases.casefile import Interval, ReferralFile
from counter.text import _, chinese_date, word
from forms.words import day_text, state_text


def clock_text(file: ReferralFile) -> str:
    """State, last days and days used, in one line."""
    parts = [state_text(file.state)]
    if file.due.due is not None:
        parts.append(_("last day {day}", day=chinese_date(file.due.due)))
    if file.due.due_feedback is not None:
        parts.append(_("answer by {day}", day=day_text(file.due.due_feedback)))
    if file.due.provisional:
        parts.append(_("provisional: that year's calendar is not known yet"))
    if file.charged_days:
        parts.append(_("{n} working days used", n=file.charged_days))
    return " · ".join(parts)


def interval_text(one: Interval) -> str:
    """One line of the ledger: what stopped the clock, from when until when, why."""
    until = day_text(one.ended) if one.ended else _("still")
    return f"{word('Interval', one.kind)} {day_text(one.started)}–{until} {one.reason}"
