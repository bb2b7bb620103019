"""How a case and its referrals read on the page of the case."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from counter.cases.application import Consent, Income, IncomeKind, Spending
from counter.cases.assisting import CONSULTATION
from counter.cases.casefile import CaseFile, ReferralFile, Verb
from counter.cases.deadlines import PUBLICITY
from counter.cases.facts import age_on
from counter.cases.relations import RELATIONS
from counter.cases.workflow import CaseState
from counter.text import _, chinese_date, display, mask_name, mask_phone, ngettext, word, yuan
from forms.words import amount_of, day_text, decision_text, outcome_tone, state_text, state_tone

Why = Mapping[str, str]
NOTHING: Why = MappingProxyType({})
_TOLD_WITH_HANDLING = (PUBLICITY, CONSULTATION)
"""Times of waiting that the sheet on the board, or the question, tells of already."""


def household_text(file: CaseFile) -> str:
    """Members, place, telephone and days of a case, masked."""
    people = file.application.people
    members = []
    for person in people[1:]:
        age = _("{age} years", age=age_on(person.birth_date, file.accepted_on)) if person.birth_date else ""
        known = "，".join(filter(None, (RELATIONS.get(person.relation, ""), age)))
        members.append(mask_name(person.name) + (f"（{known}）" if known else ""))
    parts = [
        ngettext("{n} in the household", "{n} in the household", len(people)),
        "、".join(members),
        mask_phone(people[0].phone),
        file.place_title,
        _began(file),
    ]
    if file.papers_due is not None:
        parts.append(_("papers until {day}", day=chinese_date(file.papers_due)))
    return " · ".join(filter(None, parts))


def _began(file: CaseFile) -> str:
    """A case that waits for papers, or was declined, has been asked for, but never accepted."""
    day = chinese_date(file.accepted_on)
    if file.state in (CaseState.AWAITING_PAPERS, CaseState.DECLINED):
        return _("asked for on {day}", day=day)
    return _("accepted on {day}", day=day)


def why_replaced(file: CaseFile) -> Why:
    """What was wrong with each decision of the case that a later one replaced, by its number."""
    return {
        str(event.detail.get("replaces", "")): str(event.detail.get("because", ""))
        for event in file.events
        if event.verb is Verb.CORRECTED
    }


def replaced_texts(row: ReferralFile, why: Why) -> list[str]:
    """The decisions that no longer hold, the oldest first, each with what was wrong with it."""
    return [
        _("Replaced: {decision}. What was wrong: {reason}", decision=decision_text(one), reason=reason)
        if (reason := why.get(one.number, ""))
        else _("Replaced: {decision}", decision=decision_text(one))
        for one in row.replaced
    ]


def means_text(file: CaseFile) -> str:
    """What comes in, member by member, what goes out and what was read out; names are masked."""
    people = file.application.people
    incomes = [
        f"{mask_name(person.name)} {'、'.join(map(_row_text, person.incomes))}"
        for person in people
        if person.incomes
    ]
    spending = [_row_text(row) for row in file.application.household.spending]
    consents = [display(one) for one in Consent if one in file.application.consents]
    parts = [
        _("Incomes: {rows}", rows="；".join(incomes)) if incomes else "",
        _("Spendings: {rows}", rows="、".join(spending)) if spending else "",
        _("Read out: {notices}", notices=consents) if consents else "",
    ]
    return "\n".join(filter(None, parts))


def _row_text(row: Income | Spending) -> str:
    """`Wages ¥1,200.00/month`; no amount where none was told."""
    if row.kind is IncomeKind.NONE or row.amount is None:
        return display(row.kind)
    return f"{display(row.kind)} {yuan(row.amount)}/{display(row.per)}"


def referral_text(row: ReferralFile, why: Why = NOTHING) -> str:
    """What is asked, how long it took, where it stood still, and why it came back or was decided so."""
    parts = [row.question]
    if row.charged_days:
        parts.append(_("{n} working days used", n=row.charged_days))
    parts += [
        f"{word('Interval', one.kind)} {day_text(one.started)} {one.reason}"
        for one in row.intervals
        if one.kind not in _TOLD_WITH_HANDLING
    ]
    if row.returned_because:
        parts.append(_("returned: {reason}", reason=row.returned_because))
    if row.decision is not None and row.decision.reason:
        parts.append(_("Why: {reason}", reason=row.decision.reason))
    parts += replaced_texts(row, why)
    return "　".join(parts)


def row_name(row: ReferralFile) -> str:
    return f"{row.title} {row.department_title} {state_text(row.state)}"


def department_of(row: ReferralFile) -> str:
    return row.department_title


def title_of(row: ReferralFile) -> str:
    return row.title


def state_of(row: ReferralFile) -> str:
    return state_text(row.state)


def tone_of(row: ReferralFile) -> str:
    return state_tone(row.state)


def due_of(row: ReferralFile) -> str:
    return day_text(row.due.due) + ("?" if row.due.provisional else "")


def answer_of(row: ReferralFile) -> str:
    if row.decision is None:
        return row.ended_because
    return " ".join(filter(None, (display(row.decision.outcome), amount_of(row.decision))))


def answer_tone(row: ReferralFile) -> str:
    return outcome_tone(row.decision.outcome) if row.decision is not None else "muted"
