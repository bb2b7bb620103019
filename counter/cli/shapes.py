"""Answers as plain values for JSON, with the names of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction

from counter.cases.amount import Estimate
from counter.cases.facts import Range
from counter.cases.gathering import Normalised
from counter.cases.identities import OnRecord
from counter.cases.match import Answer, PolicyMatch
from counter.cases.questions import Question
from counter.cases.reasons import Finding
from counter.errors import Problem
from counter.text import translate

FEN = 100
_PRECISION = 4


def plain(value: object) -> object:
    """A value of the program as JSON knows it: figures as numbers, days as text, an interval by its ends."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Enum | str):
        return str(value)
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else round(float(value), _PRECISION)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return _compound(value)


def _compound(value: object) -> object:
    if isinstance(value, Range):
        return {"at_least": plain(value.low), "at_most": plain(value.high)}
    if isinstance(value, Problem):
        return {"field": value.field, "text": translate(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(map(str, value))
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    return str(value)


def yuan(fen: int | None) -> object:
    """Yuan as a number, exact to the fen; None where there is no amount."""
    return None if fen is None else plain(Fraction(fen, FEN))


def answer(found: Answer) -> dict[str, object]:
    """What every policy answers, and what is still to be asked."""
    return {
        "on": found.on.isoformat(),
        "catalogue": found.digest,
        "policies": [policy(row) for row in found.policies],
        "questions": [question(asked) for asked in found.questions],
    }


def policy(row: PolicyMatch) -> dict[str, object]:
    return {
        "policy": row.policy,
        "title": row.title,
        "department": row.department,
        "verdict": row.verdict.value,
        "for": "household" if row.for_member is None else row.for_member,
        "way": row.way,
        "if_granted": list(row.if_granted),
        "conditions": [finding(condition) for condition in row.conditions],
        "ask": list(row.ask),
        "lost_if": list(row.lost_if),
        "subjects": [{"member": s.member, "verdict": s.verdict.value} for s in row.subjects],
        "amount": amount(row.amount),
        "provisional": list(row.provisional),
    }


def finding(condition: Finding) -> dict[str, object]:
    return {
        "text": condition.text,
        "group": condition.group or None,
        "state": condition.state.value,
        "value": plain(condition.value),
        "line": plain(condition.line),
        "distance": plain(condition.distance),
        "unit": condition.unit,
        "basis": condition.basis,
        "fact": condition.path,
    }


def amount(estimate: Estimate) -> dict[str, object]:
    return {"yuan": yuan(estimate.fen)} | {
        field.name: plain(getattr(estimate, field.name)) for field in fields(estimate)
    }


def question(asked: Question) -> dict[str, object]:
    return {
        "fact": asked.path,
        "label": asked.fact.label,
        "type": asked.fact.type.value,
        "unit": asked.fact.unit,
        "values": list(asked.fact.values),
        "settles": asked.settles,
        "policies": list(asked.policies),
    }


def known(record: OnRecord) -> dict[str, object]:
    """The statuses on record, in force and ended; told, never put into an application by themselves."""
    return {
        "held": [one.plain() for one in record.held],
        "ended": [
            {"category": category, "member": member}
            for category, member in sorted(record.lapsed, key=lambda one: (one[0], str(one[1])))
        ],
    }


def mended(normalised: Iterable[Normalised]) -> list[dict[str, str]]:
    return [{"field": one.field, "from": one.before, "to": one.after} for one in normalised]


def told(notes: Iterable[Problem]) -> list[dict[str, str]]:
    return [{"field": note.field, "text": translate(note)} for note in notes]
