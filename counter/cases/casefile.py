"""A case as everyone sees it: the frozen values that services hand to screens, letters and commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from counter.cases.application import Application
from counter.cases.assisting import Conference, Consultation
from counter.cases.chasing import Reminder
from counter.cases.complaints import Complaint
from counter.cases.fast_lane import FastAid
from counter.cases.public_notice import Posting
from counter.cases.steps import Step
from counter.cases.workflow import CaseState, Outcome, ReferralState, ReturnReason
from counter.errors import Problem


@dataclass(frozen=True, slots=True)
class Interval:
    """A time in which a clock stood still, or that an extension added; `ended` is None while it lasts.

    `waits_for` says whose time it is: `applicant`, `outside`, `department`, `law`.
    """

    kind: str
    started: date
    ended: date | None
    reason: str
    ground: str = ""
    waits_for: str = "applicant"
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """The last days of one referral, computed, never counted down.

    `provisional` says so of `due`, beyond the known calendar; the feedback may be so by itself.
    """

    due: date | None
    due_sign: date | None = None
    due_feedback: date | None = None
    due_notice: date | None = None
    provisional: bool = False
    feedback_provisional: bool = False
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What a department decided; a correction is a new one that replaces. `amount_fen` is whole fen."""

    number: str
    outcome: Outcome
    amount_fen: int | None
    amount_unit: str
    starts: date | None
    ends: date | None
    reason: str
    facts: str
    evidence: str
    clause: str
    decided_on: date
    decided_by: str
    document_number: str = ""
    on_paper: bool = False
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it was received: `state` is original, copy, electronic, signed, shared, missing or gap."""

    material: str
    title: str
    state: str
    copies: int = 1
    pages: int = 0
    policies: tuple[str, ...] = ()
    shared_by: str = ""
    due: date | None = None
    note: str = ""
    where_to_get: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A numbered paper that was issued, with its content's digest; `prints` is 0 until a batch prints it.

    `code` is what one types or scans to get to it; `lost` says why it had to be printed for signing again.
    """

    number: str
    kind: str
    title: str
    issued_at: datetime
    issued_by: str
    digest: str
    prints: int = 1
    referral: str = ""
    recipient: str = ""
    voided: str = ""
    about: str = ""
    back_on: date | None = None
    code: str = ""
    lost: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a notice reached its addressee; `way` is direct, left, mail, entrusted, electronic, publication.

    `tracking` is the number of the mail, `through` the body that was entrusted, `consent` how the addressee
    agreed to electronic delivery; a publication counts as delivered after its `days`.
    """

    notice: str
    way: str
    delivered_on: date
    recipient: str
    relation: str = ""
    witnesses: tuple[str, ...] = ()
    refused_because: str = ""
    deliverer: str = ""
    tracking: str = ""
    through: str = ""
    consent: str = ""
    days: int = 0

    @property
    def effective_on(self) -> date:
        """The day on which the law takes the paper as delivered."""
        return self.delivered_on + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class ReferralFile:
    """One policy to one department, with its clock, state and answer."""

    number: str
    policy: str
    title: str
    department: str
    department_title: str
    is_lead: bool
    subject: str  # `household` or the index of the member, as text
    verdict: str
    because: str
    question: str
    state: ReferralState
    due: Due
    version: int
    liaison: str = ""
    sent_at: datetime | None = None
    opened_at: datetime | None = None
    signed_at: datetime | None = None
    signed_by: str = ""
    returned_because: str = ""
    intervals: tuple[Interval, ...] = ()
    charged_days: int = 0
    papers_asked: tuple[Paper, ...] = ()
    decision: Decision | None = None
    replaced: tuple[Decision, ...] = ()
    travels: str = "system"  # system or paper
    position: int = 0
    asks: str = ""  # approve, verify or refer
    waits_for: tuple[str, ...] = ()
    ended_because: str = ""
    return_reason: ReturnReason | None = None
    snapshot: Mapping[str, object] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    postings: tuple[Posting, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    fast_aid: FastAid | None = None
    complaints: tuple[Complaint, ...] = ()


class Verb(StrEnum):
    """What was done, as the history of a case and the office's own record name it."""

    REGISTERED = "registered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CASE_WITHDRAWN = "case-withdrawn"
    CLOSED = "closed"
    DRAFTS_EDITED = "drafts-edited"
    SENT = "sent"
    SIGNED = "signed"
    RETURNED = "returned"
    REASSIGNED = "reassigned"
    REFERRAL_WITHDRAWN = "referral-withdrawn"
    PAPERS_REQUESTED = "papers-requested"
    PAPERS_RECEIVED = "papers-received"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    EXTENDED = "extended"
    DECIDED = "decided"
    PAPER_REPLY = "paper-reply"
    CORRECTED = "corrected"
    ISSUED = "issued"
    PRINTED = "printed"
    REPRINTED = "reprinted"
    VOIDED = "voided"
    OUTWARD = "outward"
    LARGE_TYPE = "large-type"
    DELIVERED = "delivered"
    REVEALED = "revealed"
    EXPORTED = "exported"
    FIRST_OFFICER = "first-officer"
    OFFICER_ADDED = "officer-added"
    OFFICER_CHANGED = "officer-changed"
    OFFICER_STOPPED = "officer-stopped"
    OFFICER_TAKEN_UP = "officer-taken-up"
    SIGNED_IN = "signed-in"
    SIGN_IN_FAILED = "sign-in-failed"
    SIGNED_OUT = "signed-out"
    PASSWORD_RESET = "password-reset"
    DISTRICT_SET = "district-set"
    LIST_CHANGED = "list-changed"
    BACKED_UP = "backed-up"
    RESTORED = "restored"
    CONSULTED = "consulted"
    MERGED = "merged"
    REOPENED = "reopened"
    ARCHIVED = "archived"
    OPENED = "opened"
    STEP_STARTED = "step-started"
    STEP_DONE = "step-done"
    POSTED = "posted"
    OBJECTED = "objected"
    OBJECTION_SETTLED = "objection-settled"
    COMPLAINED = "complained"
    COMPLAINT_ANSWERED = "complaint-answered"
    TAKEN_DOWN = "taken-down"
    PUBLISHED = "published"
    SECOND_REQUEST_STOPPED = "second-request-stopped"
    FAST_AID_GIVEN = "fast-aid-given"
    FAST_AID_COMPLETED = "fast-aid-completed"
    CONSULTATION_ASKED = "consultation-asked"
    CONSULTATION_ANSWERED = "consultation-answered"
    CONFERENCE_HELD = "conference-held"
    REMINDED = "reminded"
    ESCALATED = "escalated"
    REPLIED = "replied"
    CHANGE_PROPOSED = "change-proposed"
    HEARD = "heard"
    CHANGE_DECIDED = "change-decided"
    CHANGE_DROPPED = "change-dropped"
    IDENTITY_ENTERED = "identity-entered"
    IDENTITY_REVOKED = "identity-revoked"
    REVIEWED = "reviewed"
    DEATH_REPORTED = "death-reported"
    DEATH_SETTLED = "death-settled"
    DEATH_WITHDRAWN = "death-withdrawn"
    HANDED_OVER = "handed-over"
    HANDOVER_CONFIRMED = "handover-confirmed"
    OWNER_CHANGED = "owner-changed"
    CALENDAR_LOADED = "calendar-loaded"
    BATCH_BEGUN = "batch-begun"
    BATCH_LEFT_OUT = "batch-left-out"
    BATCH_PRINTED = "batch-printed"
    BATCH_JAMMED = "batch-jammed"
    BATCH_DONE = "batch-done"
    BATCH_CANCELLED = "batch-cancelled"
    PAPER_BACK = "paper-back"
    PAPER_NOT_BACK = "paper-not-back"
    PAPER_LOST = "paper-lost"
    SCAN_ADDED = "scan-added"
    SCAN_READ = "scan-read"
    SCAN_WITHDRAWN = "scan-withdrawn"
    TEMPLATE_PUT_IN = "template-put-in"
    TEMPLATE_OURS = "template-ours"
    LETTER_CHANGED = "letter-changed"
    INVENTED = "invented"


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of the case's history; `detail` holds references and masked values only."""

    id: int
    at: datetime
    verb: Verb
    officer: str
    case: str
    referral: str
    detail: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything of one case; `alerts` are what is late today, `archive_due` the day to file it by.

    `outward_on` is since when what is known may go to a charity; None where nothing may.
    """

    number: str
    query_code: str
    state: CaseState
    place: str
    place_title: str
    accepted_on: date
    registered_at: datetime
    urgent: bool
    officer: str
    application: Application
    catalogue_digest: str
    household_id: int
    version: int
    papers: tuple[Paper, ...] = ()
    referrals: tuple[ReferralFile, ...] = ()
    notices: tuple[Notice, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    events: tuple[EventRow, ...] = ()
    declined_because: str = ""
    clause: str = ""
    proper_office: str = ""
    closed_at: datetime | None = None
    papers_due: date | None = None
    notes: tuple[str, ...] = ()
    owner: str = ""
    merged_into: str = ""
    archived_on: date | None = None
    conferences: tuple[Conference, ...] = ()
    district: Mapping[str, str] = field(default_factory=dict)
    archive_due: date | None = None
    outward_on: date | None = None
    alerts: tuple[Problem, ...] = ()
