"""Papers that the household brings later: missing ones before acceptance, and those of 容缺受理 after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.casefile import CaseFile, Paper, Verb
from counter.cases.owed import ABSENT, GAP
from counter.cases.workflow import OPEN_CASE_STATES, CaseState
from counter.errors import Problem, Refused
from counter.services import entering
from counter.services.casefiles import case_row, casefile_of
from counter.services.office import Act, Office
from counter.store import records

BROUGHT = ("original", "copy", "electronic", "signed", "shared")
"""The states of a paper that has come."""
TAKES_PAPERS = OPEN_CASE_STATES | {CaseState.CLOSED}
"""A closed case takes what it still owes to the archive (容缺受理)."""


def bring(office: Office, case: str, papers: Sequence[Paper]) -> CaseFile:
    """Note papers that came: they fill what was missing, what was to come later, what a department awaits.

    A department that waits for them sees it and lets its clock go on itself.
    """
    if problems := tuple(_wrong(papers)):
        raise Refused.because(problems)
    with office.write() as session:
        row = case_row(office, session, case, Act.INTAKE)
        if row.state not in TAKES_PAPERS:
            raise Refused(
                "Case {number} takes no papers any more; it is now: {state}.",
                number=row.number,
                state=row.state,
            )
        awaiting: set[str] = set()
        for paper in papers:
            awaiting.update(_put(session, row, paper))
        office.record(
            session,
            Verb.PAPERS_RECEIVED,
            township=row.township,
            case=row.number,
            detail={"papers": [paper.material for paper in papers], "awaited_by": sorted(awaiting)},
        )
        return casefile_of(office, session, row)


def undated(office: Office, papers: Sequence[Paper]) -> Iterator[Problem]:
    """Papers to be brought later of which nobody said until when, or a day that has passed."""
    today = office.today()
    for paper in papers:
        if paper.state != GAP:
            continue
        if paper.due is None:
            yield Problem(
                "{paper}: say until which day it will be brought.", "papers", {"paper": paper.title}
            )
        elif paper.due < today:
            yield Problem(
                "{paper}: the day until which it will be brought has passed already.",
                "papers",
                {"paper": paper.title},
            )


def overdue(office: Office, session: Session, row: records.Referral) -> list[str]:
    """Titles of the papers of a matter that were to be brought by now: they block nothing, they are named."""
    rows = session.scalars(
        select(records.Paper)
        .filter_by(case_id=row.case_id, referral_id=None, state=GAP)
        .where(records.Paper.due < office.today())
        .order_by(records.Paper.id)
    )
    return [paper.title for paper in rows if not paper.policies or row.policy in paper.policies]


def _wrong(papers: Sequence[Paper]) -> Iterator[Problem]:
    if not papers:
        yield Problem("Say which papers came.", "papers")
    for paper in papers:
        if paper.state not in BROUGHT:
            yield Problem("{paper}: say in which form it came.", "papers", {"paper": paper.title})


def _put(session: Session, case: records.Case, paper: Paper) -> Iterator[str]:
    """Fill every row that lacks this paper, or add one; the referrals whose department had asked for it."""
    rows = session.scalars(
        select(records.Paper).filter_by(case_id=case.id, material=paper.material).order_by(records.Paper.id)
    ).all()
    numbers = {referral.id: referral.number for referral in case.referrals}
    for row in rows:
        if row.referral_id is None or row.state in ABSENT:
            row.state, row.copies, row.pages = paper.state, paper.copies, paper.pages
            row.note = paper.note or row.note
            if row.referral_id is not None:
                yield numbers.get(row.referral_id, "")
    if not any(row.referral_id is None for row in rows):
        entering.enter_papers(session, case.id, [paper])
