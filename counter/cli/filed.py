"""A case and its referrals as plain values for JSON; numbers of persons are masked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from counter.cases.application import Person
from counter.cases.casefile import CaseFile, Decision, EventRow, Notice, ReferralFile
from counter.cases.fast_lane import FastAid
from counter.cases.phase import referral_stage, stage_of
from counter.catalogue.model import Catalogue
from counter.cli.shapes import plain, told, yuan
from counter.services.chains import ChainLink
from counter.services.duties import Owed
from counter.services.queue import QueueRow
from counter.text import mask_account, mask_id, mask_phone


def case(file: CaseFile) -> dict[str, object]:
    """Everything of one case but its history, which the command `case` adds."""
    return {
        "number": file.number,
        "query_code": file.query_code,
        "state": file.state.value,
        "place": file.place,
        "place_title": file.place_title,
        "on": file.accepted_on.isoformat(),
        "registered_at": file.registered_at.isoformat(),
        "urgent": file.urgent,
        "officer": file.officer,
        "request": file.application.request,
        "people": [person(member) for member in file.application.people],
        "spending": plain(file.application.household.spending),
        "consents": plain(file.application.consents),
        "staff_relative": file.application.staff_relative,
        "referrals": [referral(one) for one in file.referrals],
        "papers": plain(file.papers),
        "notices": plain(file.notices),
        "deliveries": plain(file.deliveries),
        "conferences": plain(file.conferences),
        "declined_because": file.declined_because,
        "clause": file.clause,
        "proper_office": file.proper_office,
        "papers_due": plain(file.papers_due),
        "closed_at": plain(file.closed_at),
        "archive_due": plain(file.archive_due),
        "archived_on": plain(file.archived_on),
        "owner": file.owner,
        "merged_into": file.merged_into,
        "asked_about": list(file.notes),
        "alerts": told(file.alerts),
        "catalogue": file.catalogue_digest,
        "version": file.version,
    }


def standing(file: CaseFile, today: date) -> dict[str, object]:
    """Where the case stands, and each of its referrals, as people call it."""
    stages = {one.number: plain(referral_stage(one, file, today)) for one in file.referrals}
    return {"phase": plain(stage_of(file, today)), "phases": stages}


def person(member: Person) -> dict[str, object]:
    return {
        "name": member.name,
        "id_type": member.id_type.value,
        "id_number": mask_id(member.id_number),
        "relation": member.relation,
        "phone": mask_phone(member.phone),
        "bank_account": mask_account(member.bank_account),
        "incomes": plain(member.incomes),
    }


def referral(one: ReferralFile) -> dict[str, object]:
    """One policy to one department, with its last days, its state and its answer."""
    return {
        "number": one.number,
        "policy": one.policy,
        "title": one.title,
        "department": one.department,
        "department_title": one.department_title,
        "for": one.subject if one.subject == "household" else int(one.subject),
        "is_lead": one.is_lead,
        "asks": one.asks,
        "question": one.question,
        "verdict": one.verdict,
        "because": one.because,
        "waits_for": list(one.waits_for),
        "state": one.state.value,
        "due": plain(one.due.due),
        "due_sign": plain(one.due.due_sign),
        "due_feedback": plain(one.due.due_feedback),
        "due_notice": plain(one.due.due_notice),
        "provisional": one.due.provisional,
        "feedback_provisional": one.due.feedback_provisional,
        "verified": one.due.verified,
        "charged_days": one.charged_days,
        "liaison": one.liaison,
        "travels": one.travels,
        "sent_at": plain(one.sent_at),
        "signed_at": plain(one.signed_at),
        "signed_by": one.signed_by,
        "return_reason": plain(one.return_reason),
        "returned_because": one.returned_because,
        "ended_because": one.ended_because,
        "intervals": plain(one.intervals),
        "papers_asked": plain(one.papers_asked),
        "steps": plain(one.steps),
        "postings": plain(one.postings),
        "complaints": plain(one.complaints),
        "consultations": plain(one.consultations),
        "reminders": plain(one.reminders),
        "fast_aid": fast_aid(one.fast_aid) if one.fast_aid else None,
        "decision": decision(one.decision) if one.decision else None,
        "replaced": [decision(earlier) for earlier in one.replaced],
        "version": one.version,
    }


def fast_aid(given: FastAid) -> dict[str, object]:
    values = plain(given)
    assert isinstance(values, dict)
    return values | {"amount": yuan(given.amount_fen)}


def decision(made: Decision) -> dict[str, object]:
    values = plain(made)
    assert isinstance(values, dict)
    return values | {"amount": yuan(made.amount_fen)}


def notice(issued: Notice) -> object:
    return plain(issued)


def events(rows: Iterable[EventRow]) -> list[object]:
    return [plain(row) for row in rows]


def chain(links: Iterable[ChainLink]) -> list[object]:
    return [plain(link) for link in links]


def owed(one: Owed, catalogue: Catalogue) -> dict[str, object]:
    """One duty, with the names of its department and township, and the fault once it is late."""
    duty = plain(one.duty)
    assert isinstance(duty, dict)
    department = catalogue.departments.get(one.duty.department)
    place = catalogue.places.get(one.duty.township)
    return {
        **duty,
        "department_title": department.title if department else "",
        "township_title": place.title if place else "",
        "fault": plain(one.fault),
        "chased": plain(one.chased),
    }


def queue(row: QueueRow) -> dict[str, object]:
    values = plain(row)
    assert isinstance(values, dict)
    due = values.pop("due")
    assert isinstance(due, dict)
    return {**values, **due}
