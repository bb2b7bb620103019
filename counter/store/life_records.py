"""What a case lives through after acceptance: steps, notices, chasing, running benefits, reviews.

The guarded columns `township` and `department` stand on each row, as with cases and referrals.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from counter.cases.benefits import ChangeKind
from counter.cases.chasing import Level
from counter.cases.handover import HandoverKind
from counter.cases.public_notice import Handling, PostingKind
from counter.cases.steps import StepKind
from counter.cases.workflow import ReturnReason
from counter.catalogue.policy import DayKind
from counter.store.columns import Fen, Word
from counter.store.household_records import Household, Person
from counter.store.record import Key, Record, Versioned
from counter.store.records import Case, Decision, Referral


class CalendarYear(Record):
    """The days off and working weekends of a year, read in by an officer from the State Council's notice."""

    __tablename__ = "calendar_years"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    holidays: Mapped[list[str]]
    working_weekends: Mapped[list[str]]
    source: Mapped[str] = mapped_column(Text)
    loaded_at: Mapped[datetime]
    loaded_by: Mapped[str] = mapped_column(String(80))


class Step(Record):
    __tablename__ = "steps"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey(Referral.id), index=True)
    township: Mapped[str] = mapped_column(String(12))
    department: Mapped[str] = mapped_column(String(64))
    kind: Mapped[StepKind] = mapped_column(Word(StepKind))
    turn: Mapped[int] = mapped_column(default=1)
    started_on: Mapped[date | None]
    done_on: Mapped[date | None]
    by: Mapped[list[str]]
    present: Mapped[str] = mapped_column(String(120), default="")
    result: Mapped[str] = mapped_column(Text, default="")
    as_stated: Mapped[bool | None]
    amount_fen: Mapped[int | None] = mapped_column(Fen)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))


class Posting(Record):
    """A sheet on a board: public notice before a decision, or publication after it."""

    __tablename__ = "postings"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey(Referral.id), index=True)
    township: Mapped[str] = mapped_column(String(12), index=True)
    department: Mapped[str] = mapped_column(String(64))
    kind: Mapped[PostingKind] = mapped_column(Word(PostingKind))
    turn: Mapped[int] = mapped_column(default=1)
    board: Mapped[str] = mapped_column(String(200))
    posted_on: Mapped[date]
    days: Mapped[int | None]
    day_kind: Mapped[DayKind] = mapped_column(Word(DayKind), default=DayKind.WORKING)
    posted_by: Mapped[str] = mapped_column(String(80))
    photo: Mapped[str] = mapped_column(String(200), default="")
    taken_down_on: Mapped[date | None]
    recorded_at: Mapped[datetime]


class Objection(Record):
    __tablename__ = "objections"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey(Posting.id), index=True)
    received_on: Mapped[date]
    by: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    handling: Mapped[Handling | None] = mapped_column(Word(Handling))
    result: Mapped[str] = mapped_column(Text, default="")
    settled_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))


class Complaint(Record):
    """A complaint or report about a matter, and what was found."""

    __tablename__ = "complaints"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey(Referral.id), index=True)
    township: Mapped[str] = mapped_column(String(12))
    department: Mapped[str] = mapped_column(String(64))
    received_on: Mapped[date]
    by: Mapped[str] = mapped_column(String(120))
    contact: Mapped[str] = mapped_column(String(120), default="")
    text: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))


class Return(Record):
    """A referral that came back: counted by policy, so that the next intake asks for what was missing."""

    __tablename__ = "returns"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey(Referral.id), index=True)
    township: Mapped[str] = mapped_column(String(12))
    department: Mapped[str] = mapped_column(String(64))
    policy: Mapped[str] = mapped_column(String(120), index=True)
    reason: Mapped[ReturnReason]
    text: Mapped[str] = mapped_column(Text)
    returned_on: Mapped[date]
    returned_by: Mapped[str] = mapped_column(String(80))


class Reminder(Record):
    """A chase (催办) or an escalation (督办)."""

    __tablename__ = "reminders"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey(Referral.id), index=True)
    township: Mapped[str] = mapped_column(String(12))
    department: Mapped[str] = mapped_column(String(64), index=True)
    level: Mapped[Level] = mapped_column(Word(Level))
    to: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    days_late: Mapped[int]
    reply_due: Mapped[date | None]
    sent_at: Mapped[datetime]
    sent_by: Mapped[str] = mapped_column(String(80))
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_at: Mapped[datetime | None]
    replied_by: Mapped[str] = mapped_column(String(80), default="")


class Consultation(Record):
    """A question of the lead to a department that assists."""

    __tablename__ = "consultations"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey(Referral.id), index=True)
    township: Mapped[str] = mapped_column(String(12))
    department: Mapped[str] = mapped_column(String(64), index=True)
    question: Mapped[str] = mapped_column(Text)
    answer_by: Mapped[date]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str] = mapped_column(String(80))
    answer: Mapped[str] = mapped_column(Text, default="")
    agrees: Mapped[bool | None] = mapped_column(Boolean)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(String(80), default="")


class Conference(Record):
    __tablename__ = "conferences"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    township: Mapped[str] = mapped_column(String(12))
    held_on: Mapped[date]
    present: Mapped[list[str]]
    question: Mapped[str] = mapped_column(Text)
    conclusion: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))


class FastAid(Record):
    """The register of aid that was given at once (小额快救登记)."""

    __tablename__ = "fast_aids"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey(Referral.id), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    township: Mapped[str] = mapped_column(String(12), index=True)
    department: Mapped[str] = mapped_column(String(64))
    receiver: Mapped[str] = mapped_column(String(120))
    cause: Mapped[str] = mapped_column(Text)
    amount_fen: Mapped[int | None] = mapped_column(Fen)
    goods: Mapped[str] = mapped_column(Text, default="")
    proof: Mapped[str] = mapped_column(Text, default="")
    staff: Mapped[list[str]]
    given_on: Mapped[date]
    completed_on: Mapped[date | None]
    completed_note: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))


class Benefit(Versioned, Record):
    """What a household is given by one decision, for as long as it runs."""

    __tablename__ = "benefits"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey(Decision.id), unique=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey(Referral.id), index=True)
    household_id: Mapped[int] = mapped_column(ForeignKey(Household.id), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    township: Mapped[str] = mapped_column(String(12))
    department: Mapped[str] = mapped_column(String(64))
    policy: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(200))
    holder: Mapped[str] = mapped_column(String(120))
    amount_fen: Mapped[int | None] = mapped_column(Fen)
    amount_unit: Mapped[str] = mapped_column(String(40), default="")
    starts: Mapped[date]
    ends: Mapped[date | None]
    review_class: Mapped[str] = mapped_column(String(64), default="")
    reviewed_on: Mapped[date | None]
    review_due: Mapped[date | None]
    fading_until: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_because: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        Index(
            "ix_benefits_running",
            "review_due",
            "township",
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
    )


class Change(Versioned, Record):
    """A planned reduction or end of a benefit: told, heard, decided."""

    __tablename__ = "changes"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    benefit_id: Mapped[int] = mapped_column(ForeignKey(Benefit.id), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey(Referral.id), index=True)
    township: Mapped[str] = mapped_column(String(12))
    department: Mapped[str] = mapped_column(String(64))
    kind: Mapped[ChangeKind] = mapped_column(Word(ChangeKind))
    facts: Mapped[str] = mapped_column(Text)
    clause: Mapped[str] = mapped_column(Text)
    planned_fen: Mapped[int | None] = mapped_column(Fen)
    planned_from: Mapped[date]
    proposed_on: Mapped[date]
    proposed_by: Mapped[str] = mapped_column(String(80))
    hear_until: Mapped[date | None]
    heard_on: Mapped[date | None]
    heard_whom: Mapped[str] = mapped_column(String(120), default="")
    heard_by: Mapped[list[str]]
    opinion: Mapped[str] = mapped_column(Text, default="")
    adopted: Mapped[str] = mapped_column(Text, default="")
    decided_on: Mapped[date | None]
    decided_by: Mapped[str] = mapped_column(String(80), default="")
    fading_until: Mapped[date | None]
    effective_from: Mapped[date | None]
    dropped_because: Mapped[str] = mapped_column(Text, default="")


class Identity(Record):
    """A status as it was conferred; it ends or is revoked, it is never changed."""

    __tablename__ = "identities"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey(Household.id), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    township: Mapped[str] = mapped_column(String(12))
    category: Mapped[str] = mapped_column(String(64))
    number: Mapped[str] = mapped_column(String(80))
    conferred_by: Mapped[str] = mapped_column(String(120))
    starts: Mapped[date]
    ends: Mapped[date | None]
    revoked_on: Mapped[date | None]
    decision: Mapped[str] = mapped_column(String(40), default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))


class Death(Record):
    """A member has died: what the household is given is put right within three months.

    `undo` is what the report ended, with what stood before; a wrong report is taken back by it.
    """

    __tablename__ = "deaths"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    household_id: Mapped[int] = mapped_column(ForeignKey(Household.id), index=True)
    township: Mapped[str] = mapped_column(String(12))
    died_on: Mapped[date]
    source: Mapped[str] = mapped_column(String(200), default="")
    settled_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(80))
    withdrawn_on: Mapped[date | None]
    withdrawn_because: Mapped[str] = mapped_column(Text, default="")
    undo: Mapped[dict[str, object]]

    __table_args__ = (
        Index(
            "uq_deaths_standing",
            "person_id",
            unique=True,
            sqlite_where=text("withdrawn_on IS NULL"),
            postgresql_where=text("withdrawn_on IS NULL"),
        ),
    )


class Handover(Record):
    __tablename__ = "handovers"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[HandoverKind] = mapped_column(Word(HandoverKind))
    township: Mapped[str] = mapped_column(String(12))
    by_id: Mapped[int]
    by: Mapped[str] = mapped_column(String(80))
    to_id: Mapped[int] = mapped_column(index=True)
    to: Mapped[str] = mapped_column(String(80))
    items: Mapped[dict[str, object]]
    note: Mapped[str] = mapped_column(Text, default="")
    offered_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
