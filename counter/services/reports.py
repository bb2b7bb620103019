"""Lists on their way out of the office: as a spreadsheet, masked as the officer may see them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.casefile import Verb
from counter.services import queue
from counter.services.office import Act, Office
from counter.services.spreadsheet import Exported, Sheet, written
from counter.store import household_records, records
from counter.text import _, display, local_day, mask_id, mask_name, mask_phone


def export(office: Office, out: Path) -> Exported:
    """Write the open queue, the cases and the decisions as XLSX; no id number or phone leaves in full."""
    office.allow(Act.EXPORT, township=office.officer.township, department=office.officer.department)
    sheets = (_queue(office), *_cases_and_decisions(office))
    exported = written(office, out, sheets)
    with office.write() as session:
        office.record(session, Verb.EXPORTED, detail={"file": out.name, "rows": exported.rows})
    return exported


def _queue(office: Office) -> Sheet:
    rows = queue.referral_rows(office, queue.referral_ids(office))
    name = _names(office)
    return Sheet(
        _("Open referrals"),
        (
            _("Referral"),
            _("Department"),
            _("Matter"),
            _("Applicant"),
            _("Township"),
            _("State"),
            _("Last day"),
            _("Working days left"),
            _("Missing papers"),
            _("Liaison"),
        ),
        tuple(
            (
                row.number,
                row.department_title,
                row.title,
                name(row.applicant, row.township),
                row.township_title,
                display(row.state),
                row.due.due,
                row.days_left,
                row.missing,
                row.liaison,
            )
            for row in rows
        ),
    )


def _cases_and_decisions(office: Office) -> tuple[Sheet, Sheet]:
    with office.read() as session:
        return _cases(office, session), _decisions(office, session)


def _cases(office: Office, session: Session) -> Sheet:
    name = _names(office)
    found = session.execute(
        select(records.Case, household_records.Person)
        .join(household_records.Person, household_records.Person.id == records.Case.applicant_id)
        .order_by(records.Case.id)
    )
    return Sheet(
        _("Cases"),
        (
            _("Case"),
            _("Applicant"),
            _("Id number"),
            _("Phone"),
            _("Township"),
            _("State"),
            _("Accepted on"),
            _("Closed on"),
            _("Officer"),
        ),
        tuple(
            (
                case.number,
                name(person.name, case.township),
                mask_id(person.id_number),
                mask_phone(person.phone),
                _place(office, case.township),
                display(case.state),
                case.accepted_on,
                local_day(case.closed_at) if case.closed_at else None,
                case.officer,
            )
            for case, person in found
            if office.may(Act.EXPORT, township=case.township)
        ),
    )


def _decisions(office: Office, session: Session) -> Sheet:
    name = _names(office)
    found = session.execute(
        select(records.Decision, records.Referral)
        .join(records.Referral, records.Referral.id == records.Decision.referral_id)
        .order_by(records.Decision.id)
    )
    return Sheet(
        _("Decisions"),
        (
            _("Decision"),
            _("Department"),
            _("Matter"),
            _("Applicant"),
            _("Outcome"),
            _("Amount in yuan"),
            _("Unit"),
            _("From"),
            _("Decided on"),
            _("Document"),
            _("Replaces"),
        ),
        tuple(
            (
                decision.number,
                _department(office, decision.department),
                referral.title,
                name(referral.applicant, decision.township),
                display(decision.outcome),
                Decimal(decision.amount_fen) / 100 if decision.amount_fen is not None else None,
                decision.amount_unit,
                decision.starts,
                decision.decided_on,
                decision.document_number,
                decision.replaces,
            )
            for decision, referral in found
            if office.may(Act.EXPORT, township=decision.township, department=decision.department)
        ),
    )


def _names(office: Office) -> Callable[[str, str], str]:
    """Names in full for those who may also look up an id number there, masked for everyone else."""
    return lambda name, township: name if office.may(Act.REVEAL, township=township) else mask_name(name)


def _place(office: Office, code: str) -> str:
    place = office.catalogue.places.get(code)
    return place.title if place else code


def _department(office: Office, code: str) -> str:
    department = office.catalogue.departments.get(code)
    return department.title if department else code
