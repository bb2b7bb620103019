"""The consent that what is known goes to a charity: given after the application, or taken back."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from counter.cases import match as matching
from counter.cases.casefile import CaseFile, Verb
from counter.cases.split import Asks, Chosen, split
from counter.cases.workflow import OPEN_REFERRAL_STATES
from counter.errors import Refused
from counter.services import identity_rows
from counter.services.casefiles import application_of, case_row, casefile_of
from counter.services.office import Act, Office
from counter.store import records


def agree(office: Office, case_number: str, *, on: date | None = None) -> CaseFile:
    """The applicant agrees; a charity that is asked already may then see what it needs.

    Raises `Refused` for a day before the acceptance or still to come, and where it was agreed already.
    """
    with office.write() as session:
        case, day = _case(office, session, case_number, on)
        if case.outward_on is not None:
            raise Refused("This was agreed on {day} already.", field="on", day=case.outward_on)
        case.outward_on = day
        return _told(office, session, case, day)


def take_back(office: Office, case_number: str, *, on: date | None = None) -> CaseFile:
    """The applicant takes the consent back, at any time; nothing is passed on from now on.

    Raises `Refused` for a day as `agree`, and where there is no consent.
    """
    with office.write() as session:
        case, day = _case(office, session, case_number, on)
        if case.outward_on is None:
            raise Refused("Nothing of this case may be passed on; there is no consent to take back.")
        case.outward_on = None
        return _told(office, session, case, day)


def _case(office: Office, session: Session, case_number: str, on: date | None) -> tuple[records.Case, date]:
    case, day = case_row(office, session, case_number, Act.INTAKE), on or office.today()
    if not case.accepted_on <= day <= office.today():
        raise Refused("Say a day between the acceptance and today.", field="on")
    return case, day


def _told(office: Office, session: Session, case: records.Case, day: date) -> CaseFile:
    _show_or_hide(office, session, case)
    detail = {"agreed": case.outward_on is not None, "on": day.isoformat()}
    office.record(session, Verb.OUTWARD, township=case.township, case=case.number, detail=detail)
    return casefile_of(office, session, case)


def _show_or_hide(office: Office, session: Session, case: records.Case) -> None:
    """What a charity that is still at work sees of the case is what the consent allows now."""
    rows = [row for row in case.referrals if row.asks == Asks.REFER and row.state in OPEN_REFERRAL_STATES]
    if not rows:
        return
    catalogue = office.catalogue_of(session, case.catalogue_digest)
    application = application_of(office, session, case)
    answer = matching.match(application, catalogue)
    record = identity_rows.record_of(session, application)
    for row in rows:
        one = Chosen(row.policy, None if row.subject == "household" else int(row.subject), row.because)
        (planned,) = split(application, catalogue, answer, [one], number=case.number, record=record)
        row.snapshot = planned.snapshot.plain()
