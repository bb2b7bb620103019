"""Complaints and reports about a matter: taken down, looked into, answered."""

from __future__ import annotations

from datetime import date

from counter.cases.casefile import ReferralFile, Verb
from counter.errors import Refused
from counter.services.office import Act, Office
from counter.services.referral_rows import done, referral_row, required, touched, within_case
from counter.store import life_records, records
from counter.text import N_


def receive(
    office: Office, referral: str, *, by: str, text: str, contact: str = "", on: date | None = None
) -> ReferralFile:
    """Take down who reports what about a matter; nothing stands still for it."""
    required(by, "by", N_("Say who complains; anonymous complaints are noted as such."))
    required(text, "text", N_("Say what the complaint is about."))
    with office.write() as session:
        row = referral_row(office, session, referral, Act.WORK)
        complaint = life_records.Complaint(
            referral_id=row.id,
            township=row.township,
            department=row.department,
            received_on=within_case(office, row, on),
            by=by.strip(),
            contact=contact.strip(),
            text=text.strip(),
            recorded_at=office.now(),
            recorded_by=office.officer.name,
        )
        session.add(complaint)
        touched(office, row)
        session.flush()
        return done(office, session, row, Verb.COMPLAINED, complaint=complaint.id)


def answer(office: Office, complaint_id: int, *, result: str) -> ReferralFile:
    """Note what was found; whoever complained in a name is told on paper (D32)."""
    required(result, "result", N_("Say what was found."))
    with office.write() as session:
        complaint = session.get(life_records.Complaint, complaint_id)
        if complaint is None:
            raise Refused("There is no complaint {number}.", field="number", number=complaint_id)
        row = session.get_one(records.Referral, complaint.referral_id)
        office.allow(Act.WORK, township=row.township, department=row.department)
        if complaint.answered_on is not None:
            raise Refused("It was answered on {day} already.", field="number", day=complaint.answered_on)
        complaint.result, complaint.answered_on = result.strip(), office.today()
        touched(office, row)
        return done(office, session, row, Verb.COMPLAINT_ANSWERED, complaint=complaint.id)
