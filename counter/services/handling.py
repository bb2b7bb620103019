"""The steps that acts of handling share: the sheets of a referral, and what a decision still owes."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.deadlines import PUBLICITY
from counter.cases.public_notice import Posting, PostingKind, standing_in_the_way
from counter.cases.steps import owed
from counter.cases.workflow import OPEN_REFERRAL_STATES, Outcome
from counter.catalogue.model import Catalogue
from counter.errors import Problem
from counter.services.handled import kept_steps, posted, posting_of, steps_done
from counter.services.office import Office
from counter.store import life_records, records


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


def fit_notices(office: Office, session: Session) -> None:
    """Let the clocks stand still until the notices' last days as a calendar that has come now counts them."""
    hanging = (
        select(records.Referral, life_records.Posting)
        .join(life_records.Posting, life_records.Posting.referral_id == records.Referral.id)
        .where(records.Referral.state.in_(OPEN_REFERRAL_STATES))
        .where(life_records.Posting.kind == PostingKind.NOTICE)
        .where(life_records.Posting.taken_down_on.is_(None))
    )
    for row, sheet in session.execute(hanging):
        interval = stop_of(row, sheet.board, sheet.posted_on, sheet.turn)
        posting = posting_of(sheet, row.number, office.catalogue)
        if interval is not None and posting.until is not None:
            interval.ended = posting.until


def stop_of(row: records.Referral, board: str, posted_on: date, turn: int) -> records.Interval | None:
    """The time that a referral waits for a notice on this board."""
    return next(
        (
            one
            for one in row.intervals
            if one.kind == PUBLICITY and one.started == posted_on and one.reason == notice_reason(board, turn)
        ),
        None,
    )


def notice_reason(board: str, turn: int) -> str:
    """What the ledger says of the waiting; it also tells one sheet's from another's on the same day."""
    return f"公示：{board}" if turn == 1 else f"公示：{board}（第{turn}次）"
