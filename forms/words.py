"""Short words of lists: due days in working days, states with their sign, amounts of decisions."""

from __future__ import annotations

from datetime import date

from counter.cases.casefile import Decision, Due
from counter.cases.deadlines import Urgency
from counter.cases.workflow import Outcome, ReferralState
from counter.text import _, display, ngettext, yuan

SIGNS = {
    ReferralState.DRAFT: "○",
    ReferralState.SENT: "◔",
    ReferralState.SIGNED: "◑",
    ReferralState.WAITING: "‖",
    ReferralState.RETURNED: "↩",
    ReferralState.DECIDED: "●",
    ReferralState.WITHDRAWN: "×",
}
_TONES = {
    ReferralState.SENT: "wait",
    ReferralState.SIGNED: "accent",
    ReferralState.WAITING: "wait",
    ReferralState.RETURNED: "bad",
    ReferralState.DECIDED: "good",
}


def state_text(state: ReferralState) -> str:
    """Sign and word of a referral's state."""
    return f"{SIGNS[state]} {display(state)}"


def state_tone(state: ReferralState) -> str:
    return _TONES.get(state, "muted")


HALF_A_YEAR = 120
"""In working days: from here on a day without its year would be taken for another."""


def day_text(day: date | None, *, away: int = 0) -> str:
    """`11-09`; with its year where it is half a year `away` or more, in working days."""
    if day is None:
        return ""
    year = f"{day.year}-" if abs(away) >= HALF_A_YEAR else ""
    return f"{year}{day.month}-{day.day:02}"


def due_text(due: Due, days_left: int | None) -> str:
    """What is left in working days, with the date in brackets; a day beyond the calendar is marked."""
    if due.due is None:
        return _("no limit set")
    mark = "?" if due.provisional else ""
    day = f"{day_text(due.due, away=days_left or 0)}{mark}"
    if days_left is None:
        return day
    if days_left < 0:
        late = ngettext("{n} day late", "{n} days late", -days_left)
        return f"{late} ({day})"
    if days_left == 0:
        return _("today ({day})", day=day)
    left = ngettext("{n} day", "{n} days", days_left)
    return f"{left} ({day})"


def urgency_tone(urgency: Urgency) -> str:
    """What is overdue in red, what is due soon in amber."""
    return {Urgency.OVERDUE: "bad", Urgency.SOON: "wait", Urgency.CALM: "text"}[urgency]


def amount_of(decision: Decision) -> str:
    """`¥520.00/月`; empty where nothing was granted in money."""
    if decision.amount_fen is None:
        return ""
    unit = f"/{decision.amount_unit}" if decision.amount_unit else ""
    return f"{yuan(decision.amount_fen)}{unit}"


def decision_text(decision: Decision) -> str:
    """Outcome, amount and day of a decision, with its document's number where it has one."""
    parts = (
        display(decision.outcome),
        amount_of(decision),
        day_text(decision.decided_on),
        decision.document_number,
    )
    return " ".join(filter(None, parts))


def outcome_tone(outcome: Outcome) -> str:
    return {Outcome.GRANT: "good", Outcome.PARTLY: "wait", Outcome.REFUSE: "bad"}[outcome]
