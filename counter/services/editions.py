"""In which type a household takes its papers home: as usual, or in large type with the same words."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.casefile import Verb
from counter.services.casefiles import case_row
from counter.services.office import Act, Office
from counter.store import records


def in_large_type(session: Session, case_id: int) -> bool:
    """Whether what a case sends home is printed in large type."""
    return session.get_one(records.Case, case_id).large_type


def has_large_type(office: Office, case_number: str) -> bool:
    """The same, for whoever looks at the papers of a case."""
    with office.read() as session:
        return case_row(office, session, case_number).large_type


def print_in_large_type(office: Office, case_number: str, *, on: bool) -> None:
    """Remember it for all cases of the household: what it takes home from now on, and is printed again."""
    with office.write() as session:
        case = case_row(office, session, case_number, Act.ISSUE)
        if case.large_type == on:
            return
        for one in session.scalars(select(records.Case).filter_by(household_id=case.household_id)):
            one.large_type = on
        office.record(session, Verb.LARGE_TYPE, township=case.township, case=case.number, detail={"on": on})
