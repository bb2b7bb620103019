"""The papers of a case for whoever prints them: all of them at the window, its own in a department."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import select

from counter.cases.application import Household
from counter.cases.casefile import CaseFile, ReferralFile
from counter.errors import Refused
from counter.letters.kinds import KINDS
from counter.letters.kinds import About as Subject
from counter.services.casefiles import case_row, casefile_of
from counter.services.notice_issue import called_for
from counter.services.office import Act, Office
from counter.services.paper_set import Wanted
from counter.store import records


@dataclass(frozen=True, slots=True)
class CasePapers:
    """A case with the papers that it calls for; not `whole` where a department sees what is its own."""

    file: CaseFile
    wanted: tuple[Wanted, ...]
    whole: bool = True
    large_type: bool = False


def case_papers(office: Office, number: str) -> CasePapers:
    """The set of a case as the officer may print it. Raises `Refused` for whoever has no part in the case."""
    with office.read() as session:
        departments = session.scalars(
            select(records.Referral.department)
            .join(records.Case, records.Case.id == records.Referral.case_id)
            .where(records.Case.number == number.strip().upper())
        ).all()
        own = next((one for one in departments if office.may(Act.READ, department=one)), "")
        row = case_row(office, session, number, department=own)
        file = casefile_of(office, session, row)
        wanted = called_for(office, session, row, file)
    if office.may(Act.READ, township=row.township):
        return CasePapers(file, wanted, large_type=row.large_type)
    mine = [one for one in file.referrals if one.sent_at and office.may(Act.READ, department=one.department)]
    if not mine:
        raise Refused("{officer} may not do this. Ask someone who may.", officer=office.officer.name)
    return replace(_narrowed(file, wanted, mine), large_type=row.large_type)


def _narrowed(file: CaseFile, wanted: Collection[Wanted], mine: Collection[ReferralFile]) -> CasePapers:
    """What is about these referrals alone; of the household only who applies."""
    numbers = {one.number for one in mine}
    notices = tuple(
        one for one in file.notices if one.referral in numbers and KINDS[one.kind].about is not Subject.CASE
    )
    known = {one.number for one in notices}
    seen = replace(
        file,
        referrals=tuple(mine),
        notices=notices,
        deliveries=tuple(one for one in file.deliveries if one.notice in known),
        papers=(),
        events=(),
        alerts=(),
        notes=(),
        conferences=(),
        query_code="",
        application=replace(
            file.application,
            people=file.application.people[:1],
            household=Household(),
            context={},
            request="",
            agent=None,
        ),
    )
    own = tuple(
        one for one in wanted if one.referral in numbers and KINDS[one.kind].about is not Subject.CASE
    )
    return CasePapers(seen, own, whole=False)
