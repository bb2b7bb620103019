"""Dispatch: drafts are looked over and sent together; what comes back goes to another department."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases import match as matching
from counter.cases.casefile import CaseFile, ReferralFile, Verb
from counter.cases.outward import is_agreed
from counter.cases.split import Check, Chosen, check_before_sending, split
from counter.cases.workflow import OPEN_REFERRAL_STATES, REFERRAL_RULES, ReferralMove, ReferralState
from counter.errors import Refused
from counter.services import identity_rows
from counter.services.casefiles import application_of, case_row, casefile_of
from counter.services.office import Act, Office
from counter.services.referral_rows import (
    done,
    given_anew,
    moved,
    moving_row,
    refresh_due,
    required,
    touched,
    withdraw_row,
)
from counter.store import records
from counter.text import N_

TRAVELS = ("system", "paper")


@dataclass(frozen=True, slots=True)
class DraftEdit:
    """What the dispatcher changes on a draft; None leaves it as it is."""

    question: str | None = None
    liaison: str | None = None
    travels: str | None = None
    is_lead: bool | None = None


def edit_drafts(office: Office, case_number: str, edits: Mapping[str, DraftEdit]) -> CaseFile:
    """Change draft referrals before they are sent, several at once; `edits` by referral number."""
    with office.write() as session:
        case = case_row(office, session, case_number, Act.DISPATCH)
        rows = _of_case(session, case, edits)
        if sent := [row.number for row in rows if row.state is not ReferralState.DRAFT]:
            raise Refused("Already sent, so it cannot be edited: {numbers}.", numbers=sent)
        for row in rows:
            edit = edits[row.number]
            if edit.travels is not None and edit.travels not in TRAVELS:
                raise Refused("A referral travels in this program or on paper.", field="travels")
            row.question = row.question if edit.question is None else edit.question.strip()
            row.liaison = row.liaison if edit.liaison is None else edit.liaison.strip()
            row.travels = row.travels if edit.travels is None else edit.travels
            row.is_lead = row.is_lead if edit.is_lead is None else edit.is_lead
            touched(office, row)
        office.record(
            session,
            Verb.DRAFTS_EDITED,
            township=case.township,
            case=case.number,
            detail={"referrals": sorted(edits)},
        )
        return casefile_of(office, session, case)


def checks(office: Office, case_number: str, numbers: Collection[str] | None = None) -> tuple[Check, ...]:
    """What a dispatcher should see before sending these drafts, or all of them."""
    with office.read() as session:
        case = case_row(office, session, case_number)
        return _checks(office, session, case, _drafts(session, case, numbers))


def send(office: Office, case_number: str, numbers: Collection[str] | None = None) -> CaseFile:
    """Send these drafts of a case, or all of them: all or none."""
    with office.write() as session:
        case = case_row(office, session, case_number, Act(REFERRAL_RULES[ReferralMove.SEND].right))
        rows = _drafts(session, case, numbers)
        if not rows:
            raise Refused("There is nothing left to send in case {number}.", number=case.number)
        if held := [check.problem for check in _checks(office, session, case, rows) if check.blocks]:
            raise Refused.because(held)
        for row in rows:
            moved(office, row, ReferralMove.SEND)
            row.sent_at = office.now()
            refresh_due(office, session, row)
        office.record(
            session,
            Verb.SENT,
            township=case.township,
            case=case.number,
            detail={"referrals": [row.number for row in rows]},
        )
        return casefile_of(office, session, case)


def reassign(
    office: Office,
    number: str,
    *,
    department: str,
    because: str,
    expected_version: int | None = None,
) -> ReferralFile:
    """Give a referral to another department, or to the same one again; its charged clock begins anew."""
    required(because, "because", N_("Say why it goes to another department."))
    if department not in office.catalogue.departments:
        raise Refused("There is no department {code}.", field="department", code=department)
    with office.write() as session:
        row = moving_row(office, session, number, ReferralMove.REASSIGN, expected_version)
        before = row.department
        moved(office, row, ReferralMove.REASSIGN)
        given_anew(row, office.today())
        liaison = office.catalogue.liaisons.get(department)
        row.department = department
        row.liaison = liaison.name if liaison else ""
        row.opened_at, row.signed_at, row.signed_by = None, None, ""
        if row.state is ReferralState.SENT:
            row.sent_at = office.now()
        refresh_due(office, session, row)
        return done(
            office,
            session,
            row,
            Verb.REASSIGNED,
            **{"from": before, "to": department},
            because=because.strip(),
        )


def withdraw(
    office: Office, number: str, *, because: str, expected_version: int | None = None
) -> ReferralFile:
    """The window takes a referral back; what was decided cannot be taken back."""
    required(because, "because", N_("Say why it is withdrawn."))
    with office.write() as session:
        row = moving_row(office, session, number, ReferralMove.WITHDRAW, expected_version)
        withdraw_row(office, row, because)
        refresh_due(office, session, row)
        return done(office, session, row, Verb.REFERRAL_WITHDRAWN, because=row.ended_because)


# --- steps ---------------------------------------------------------------------------------------


def _of_case(session: Session, case: records.Case, numbers: Collection[str]) -> list[records.Referral]:
    rows = list(
        session.scalars(
            select(records.Referral)
            .where(records.Referral.case_id == case.id, records.Referral.number.in_(list(numbers)))
            .order_by(records.Referral.position)
        )
    )
    if strange := sorted(set(numbers) - {row.number for row in rows}):
        raise Refused("Not a referral of case {case}: {numbers}.", case=case.number, numbers=strange)
    return rows


def _drafts(session: Session, case: records.Case, numbers: Collection[str] | None) -> list[records.Referral]:
    if numbers is not None:
        return _of_case(session, case, numbers)
    return list(
        session.scalars(
            select(records.Referral)
            .filter_by(case_id=case.id, state=ReferralState.DRAFT)
            .order_by(records.Referral.position)
        )
    )


def _checks(
    office: Office, session: Session, case: records.Case, rows: Sequence[records.Referral]
) -> tuple[Check, ...]:
    """Plan the drafts again, as they were edited, and look at each."""
    catalogue = office.catalogue_of(session, case.catalogue_digest)
    application = application_of(office, session, case)
    answer = matching.match(application, catalogue)
    chosen = [
        Chosen(row.policy, None if row.subject == "household" else int(row.subject), row.because)
        for row in rows
    ]
    record = identity_rows.record_of(session, application)
    planned = split(application, catalogue, answer, chosen, number=case.number, record=record)
    by_subject = {(one.policy, one.subject): one for one in planned}
    papers = casefile_of(office, session, case, application).papers
    found: list[Check] = []
    for row in rows:
        one = replace(
            by_subject[row.policy, row.subject],
            number=row.number,
            question=row.question,
            department=row.department,
        )
        found += check_before_sending(
            one,
            catalogue,
            papers,
            same_task_open=_same_task(session, row),
            agreed=is_agreed(application),
        )
    return tuple(found)


def _same_task(session: Session, row: records.Referral) -> str:
    """The number of another open referral of this household for the same policy and subject."""
    return (
        session.scalar(
            select(records.Referral.number)
            .where(
                records.Referral.household_id == row.household_id,
                records.Referral.policy == row.policy,
                records.Referral.case_id != row.case_id,
                records.Referral.state.in_(OPEN_REFERRAL_STATES),
            )
            .limit(1)
        )
        or ""
    )
