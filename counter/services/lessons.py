"""What came back before: returns counted by policy and reason, told at the next intake of that policy."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from counter.cases.workflow import ReturnReason
from counter.services.office import Act, Office
from counter.store.life_records import Return

TEXTS = 3
"""How many of the departments' own words are told; more would not be read."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """How often referrals of a policy came back for one reason, and what was said, the newest first."""

    policy: str
    reason: ReturnReason
    count: int
    texts: tuple[str, ...]


def lessons(office: Office, policies: Collection[str]) -> tuple[Lesson, ...]:
    """What to look at before these policies are referred again, the most frequent first.

    An officer of one township learns from its own returns.
    """
    own = office.officer.township
    office.allow(Act.READ, township=own, department=office.officer.department)
    here = Return.township == own if own else true()
    count = func.count()
    with office.read() as session:
        rows = session.execute(
            select(Return.policy, Return.reason, count)
            .where(Return.policy.in_(sorted(policies)), here)
            .group_by(Return.policy, Return.reason)
            .order_by(count.desc(), Return.policy, Return.reason)
        ).all()
        return tuple(
            Lesson(policy, reason, n, _texts(session, policy, reason, here)) for policy, reason, n in rows
        )


def _texts(session: Session, policy: str, reason: ReturnReason, here: ColumnElement[bool]) -> tuple[str, ...]:
    """The last words to each reason, each once."""
    return tuple(
        session.scalars(
            select(Return.text)
            .where(Return.policy == policy, Return.reason == reason, here)
            .group_by(Return.text)
            .order_by(func.max(Return.id).desc())
            .limit(TEXTS)
        )
    )
