"""The accounts of the clocks of a case, as a liaison, a supervisor or a court reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases import case_ledgers
from counter.cases.casefile import CaseFile
from counter.cases.ledger import ClockLedger, Known
from counter.cases.split import is_delegated
from counter.cases.workflow import ReferralState
from counter.services.casefiles import case_row, casefile_of
from counter.services.office import Act, Office
from counter.services.referral_rows import referral_row
from counter.store import records
from counter.text import local_day


@dataclass(frozen=True, slots=True)
class Ledgers:
    """The clocks of a case, those of the case itself first; `today` is the day of the account."""

    case: str
    today: date
    clocks: tuple[ClockLedger, ...]


def of_case(office: Office, number: str) -> Ledgers:
    """Every clock of a case and of its referrals."""
    with office.read() as session:
        row = case_row(office, session, number)
        file = casefile_of(office, session, row)
        known = _known(office)
        found = [*case_ledgers.of_case(file, known)]
        for one in file.referrals:
            found += _of_referral(office, session, file, one.number, known)
        return Ledgers(file.number, known.today, tuple(found))


def of_referral(office: Office, number: str) -> Ledgers:
    """Every clock of one referral; its department needs no more of the case."""
    with office.read() as session:
        row = referral_row(office, session, number, Act.READ)
        file = casefile_of(office, session, row.case)
        known = _known(office)
        return Ledgers(file.number, known.today, _of_referral(office, session, file, row.number, known))


def _known(office: Office) -> Known:
    return Known(office.catalogue.calendar, office.promises, office.today())


def _of_referral(
    office: Office, session: Session, file: CaseFile, number: str, known: Known
) -> tuple[ClockLedger, ...]:
    row = session.scalars(select(records.Referral).filter_by(number=number)).one()
    one = next(one for one in file.referrals if one.number == number)
    catalogue = office.catalogue_of(session, file.catalogue_digest)
    policy = catalogue.policy(row.policy, row.accepted_on)
    return case_ledgers.of_referral(
        file,
        one,
        policy,
        Known(catalogue.calendar, known.promises, known.today),
        accepted_on=row.accepted_on,
        delegated=is_delegated(catalogue, policy),
        ended_on=local_day(row.changed_at) if row.state is ReferralState.WITHDRAWN else None,
    )
