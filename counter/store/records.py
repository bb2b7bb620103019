"""Cases and all that was done in them: one model for SQLite and PostgreSQL.

`township` and `department` stand as plain columns on every row that is guarded by them, so that a
right and an index are one comparison. To add a table or a column, write a migration beside the others.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from counter.cases.workflow import (
    OPEN_CASE_STATES,
    OPEN_REFERRAL_STATES,
    CaseState,
    Outcome,
    ReferralState,
    ReturnReason,
)
from counter.store.columns import Fen
from counter.store.household_records import Household, Person
from counter.store.record import Key, Record, Versioned

OPEN = text("state IN ({})".format(", ".join(f"'{state}'" for state in sorted(OPEN_REFERRAL_STATES))))
"""What a queue is made of: an index over it grows with the open work, not with the archive."""
_STANDING = text(
    "state IN ({})".format(", ".join(f"'{state}'" for state in sorted((*OPEN_CASE_STATES, CaseState.CLOSED))))
)
STANDING = text(f"cases.{_STANDING.text}")
"""The cases of which something is still to be done, in the words of their index."""

_OUT = text("back_on IS NULL AND voided = ''")


class Case(Versioned, Record):
    """One application as it was accepted; `application` holds the facts as they stood."""

    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    number: Mapped[str] = mapped_column(String(32), unique=True)
    draft_id: Mapped[int | None] = mapped_column(Key, unique=True)
    query_code: Mapped[str] = mapped_column(String(8), unique=True)
    state: Mapped[CaseState]
    township: Mapped[str] = mapped_column(String(12))
    household_id: Mapped[int] = mapped_column(ForeignKey(Household.id), index=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    accepted_on: Mapped[date]
    registered_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    urgent: Mapped[bool]
    officer_id: Mapped[int]
    officer: Mapped[str] = mapped_column(String(80))
    owner_id: Mapped[int] = mapped_column(default=0, index=True)
    owner: Mapped[str] = mapped_column(String(80), default="")
    application: Mapped[dict[str, object]]
    catalogue_digest: Mapped[str] = mapped_column(String(64))
    papers_due: Mapped[date | None]
    ended_because: Mapped[str] = mapped_column(Text, default="")
    clause: Mapped[str] = mapped_column(Text, default="")
    proper_office: Mapped[str] = mapped_column(Text, default="")
    merged_into: Mapped[str] = mapped_column(String(32), default="")
    archived_on: Mapped[date | None]
    # Since when what is known may go to a charity, a social organisation or a school.
    outward_on: Mapped[date | None]
    # What the household takes home is printed in large type.
    large_type: Mapped[bool] = mapped_column(default=False)

    referrals: Mapped[list[Referral]] = relationship(back_populates="case", order_by="Referral.position")
    __table_args__ = (
        Index(
            "ix_cases_open",
            "township",
            "registered_at",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_cases_standing", "state", "registered_at", sqlite_where=_STANDING, postgresql_where=_STANDING
        ),
    )


class Applicant(Record):
    """Who stands on an application, in its order; the first applies."""

    __tablename__ = "applicants"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    relation: Mapped[str] = mapped_column(String(2), default="")


class Referral(Versioned, Record):
    """One policy to one department, with the snapshot that the department needs and no more."""

    __tablename__ = "referrals"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    number: Mapped[str] = mapped_column(String(36), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    case_number: Mapped[str] = mapped_column(String(32))
    position: Mapped[int]
    township: Mapped[str] = mapped_column(String(12))
    department: Mapped[str] = mapped_column(String(64))
    policy: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(200))
    is_lead: Mapped[bool]
    subject: Mapped[str] = mapped_column(String(12))
    verdict: Mapped[str] = mapped_column(String(16))
    because: Mapped[str] = mapped_column(Text, default="")
    asks: Mapped[str] = mapped_column(String(16))
    question: Mapped[str] = mapped_column(Text, default="")
    waits_for: Mapped[list[str]]
    snapshot: Mapped[dict[str, object]]
    household_id: Mapped[int]
    applicant: Mapped[str] = mapped_column(String(120))
    applicant_initials: Mapped[str] = mapped_column(String(120))
    id_tail: Mapped[str] = mapped_column(String(4), default="")
    phone_tail: Mapped[str] = mapped_column(String(4), default="")
    urgent: Mapped[bool]
    state: Mapped[ReferralState]
    accepted_on: Mapped[date]
    due: Mapped[date | None]
    due_sign: Mapped[date | None]
    due_feedback: Mapped[date | None]
    due_notice: Mapped[date | None]
    provisional: Mapped[bool] = mapped_column(default=False)
    feedback_provisional: Mapped[bool] = mapped_column(default=False)
    verified: Mapped[bool] = mapped_column(default=False)
    liaison: Mapped[str] = mapped_column(String(80), default="")
    travels: Mapped[str] = mapped_column(String(12), default="system")
    sent_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[str] = mapped_column(String(80), default="")
    return_reason: Mapped[ReturnReason | None]
    returned_because: Mapped[str] = mapped_column(Text, default="")
    ended_because: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(80))

    case: Mapped[Case] = relationship(back_populates="referrals")
    intervals: Mapped[list[Interval]] = relationship(order_by="Interval.id")
    __table_args__ = (
        Index("ix_referrals_queue", "department", "due", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_referrals_town_queue", "township", "due", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_referrals_household", "household_id", "policy"),
    )


class Interval(Record):
    """A time in which a referral waited, or that an extension added."""

    __tablename__ = "intervals"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    started: Mapped[date]
    ended: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text)
    ground: Mapped[str] = mapped_column(Text, default="")
    waits_for: Mapped[str] = mapped_column(String(20))
    evidence: Mapped[str] = mapped_column(Text, default="")


class Paper(Record):
    """One paper of an application: as it was received, or as a department asked for it."""

    __tablename__ = "papers"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referrals.id"), index=True)
    material: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16))
    copies: Mapped[int]
    pages: Mapped[int]
    policies: Mapped[list[str]]
    shared_by: Mapped[str] = mapped_column(String(120), default="")
    due: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    where_to_get: Mapped[str] = mapped_column(Text, default="")


class Decision(Record):
    """What a department decided; never changed, a correction is a new one that replaces."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referrals.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    household_id: Mapped[int] = mapped_column(index=True)
    township: Mapped[str] = mapped_column(String(12))
    department: Mapped[str] = mapped_column(String(64))
    policy: Mapped[str] = mapped_column(String(120))
    subject: Mapped[str] = mapped_column(String(12))
    grants: Mapped[list[str]]
    outcome: Mapped[Outcome]
    amount_fen: Mapped[int | None] = mapped_column(Fen)
    amount_unit: Mapped[str] = mapped_column(String(40), default="")
    starts: Mapped[date | None]
    ends: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    clause: Mapped[str] = mapped_column(Text, default="")
    decided_on: Mapped[date]
    decided_by: Mapped[str] = mapped_column(String(80))
    document_number: Mapped[str] = mapped_column(String(80), default="")
    on_paper: Mapped[bool] = mapped_column(default=False)
    replaces: Mapped[str] = mapped_column(String(40), default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))


class Notice(Record):
    """A numbered paper with all it says; only prints, 作废 mark and coming back can still change.

    `prints` is 0 while it has a number and waits in a batch for its first print. `code` is what one types or
    scans; what was `lost` on its way back is printed again, and is out since then.
    """

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    number: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(80))
    year: Mapped[int]
    serial: Mapped[int]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referrals.id"), index=True)
    member: Mapped[int | None]
    township: Mapped[str] = mapped_column(String(12))
    department: Mapped[str] = mapped_column(String(64), default="")
    recipient: Mapped[str] = mapped_column(String(200), default="")
    content: Mapped[dict[str, object]]
    digest: Mapped[str] = mapped_column(String(64))
    template: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime]
    issued_by: Mapped[str] = mapped_column(String(80))
    prints: Mapped[int] = mapped_column(default=1)
    voided: Mapped[str] = mapped_column(Text, default="")
    about: Mapped[str] = mapped_column(String(40), default="")
    code: Mapped[str] = mapped_column(String(8))
    back_on: Mapped[date | None]
    out_since: Mapped[datetime | None]
    lost: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        UniqueConstraint("unit", "kind", "year", "serial"),
        Index("uq_notices_code", "code", unique=True),
        Index("ix_notices_out", "kind", "issued_at", sqlite_where=_OUT, postgresql_where=_OUT),
        Index(
            "ix_notices_not_printed",
            "issued_at",
            sqlite_where=text("prints = 0"),
            postgresql_where=text("prints = 0"),
        ),
    )


class Delivery(Record):
    """How a notice reached its addressee."""

    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), index=True)
    way: Mapped[str] = mapped_column(String(16))
    delivered_on: Mapped[date]
    recipient: Mapped[str] = mapped_column(String(120))
    relation: Mapped[str] = mapped_column(String(40), default="")
    witnesses: Mapped[list[str]]
    refused_because: Mapped[str] = mapped_column(Text, default="")
    deliverer: Mapped[str] = mapped_column(String(80), default="")
    tracking: Mapped[str] = mapped_column(String(60), default="")
    through: Mapped[str] = mapped_column(String(120), default="")
    consent: Mapped[str] = mapped_column(String(200), default="")
    days: Mapped[int] = mapped_column(default=0)
    recorded_at: Mapped[datetime]


class Event(Record):
    """What was done, by whom; append-only, each line holding the digest of the one before it in its chain."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    chain: Mapped[str] = mapped_column(String(12))
    position: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
    verb: Mapped[str] = mapped_column(String(40))
    officer_id: Mapped[int]
    officer: Mapped[str] = mapped_column(String(80))
    case_number: Mapped[str] = mapped_column(String(32), default="", index=True)
    referral_number: Mapped[str] = mapped_column(String(36), default="")
    catalogue_digest: Mapped[str] = mapped_column(String(64))
    detail: Mapped[dict[str, object]]
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))

    __table_args__ = (UniqueConstraint("chain", "position"), {"sqlite_autoincrement": True})


APPEND_ONLY = ("events", "decisions", "deliveries")
"""Tables whose rows are neither changed nor removed; the database itself refuses."""


NEVER_REMOVED = ("notices", "cases", "referrals", "counters")
"""Tables whose rows keep their numbers for ever."""


MENDED = ("prints", "voided", "back_on", "out_since", "lost")
FIXED_OF_NOTICE = tuple(column.key for column in Notice.__table__.columns if column.key not in MENDED)
