"""The steps that acts of handling share: the sheets of a referral, and what a decision still owes."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from counter.cases.public_notice import Posting, standing_in_the_way
from counter.cases.steps import owed
from counter.cases.workflow import Outcome
from counter.catalogue.model import Catalogue
from counter.errors import Problem
from counter.services.handled import kept_steps, posted, steps_done
from counter.services.office import Office
from counter.store import records


def sheets_of(session: Session, row: records.Referral, catalogue: Catalogue) -> tuple[Posting, ...]:
    """The sheets of one referral, with their objections."""
    return posted(session, [row], catalogue).get(row.id, ())


def owed_by_decision(
    office: Office,
    session: Session,
    row: records.Referral,
    *,
    on: date,
    outcome: Outcome,
    on_paper: bool = False,
) -> tuple[Problem, ...]:
    """What has to be done before this decision of that day.

    Of an answer on paper only a notice that still ran and an open objection are known here; its steps
    were done on paper too.
    """
    catalogue = office.catalogue_of(session, row.case.catalogue_digest)
    sheets = sheets_of(session, row, catalogue)
    if on_paper:
        return tuple(standing_in_the_way(sheets, on, grants=outcome is not Outcome.REFUSE))
    return owed(
        catalogue.policy(row.policy, row.accepted_on),
        steps_done(session, row),
        sheets,
        kept=kept_steps(office),
        on=on,
        outcome=outcome,
    )
