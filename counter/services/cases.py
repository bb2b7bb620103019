"""A case as a whole: read it, close it, take it back."""

from __future__ import annotations

from counter.cases.casefile import CaseFile, Verb
from counter.cases.workflow import OPEN_REFERRAL_STATES, CaseMove, Outcome, move_case
from counter.errors import Problem, Refused, Stale
from counter.services.casefiles import application_of, case_row, casefile_of
from counter.services.office import Act, Office
from counter.services.referral_rows import required, withdraw_row
from counter.store import records
from counter.text import N_

LETTERS = {Outcome.REFUSE: ("D20",), Outcome.PARTLY: ("D19",)}
"""Which letter must have reached the applicant before a case with such a decision can be closed."""


def case(office: Office, number: str) -> CaseFile:
    """One case with everything in it."""
    with office.read() as session:
        return casefile_of(office, session, case_row(office, session, number))


def close(office: Office, number: str, *, expected_version: int | None = None) -> CaseFile:
    """Close and file a case: every referral has its end, and every refusal has reached the applicant."""
    with office.write() as session:
        row = _current(case_row(office, session, number, Act.CLOSE), expected_version)
        row.state = move_case(row.state, CaseMove.CLOSE)
        if problems := _open_ends(casefile_of(office, session, row)):
            raise Refused.because(problems)
        row.closed_at = office.now()
        office.record(session, Verb.CLOSED, township=row.township, case=row.number)
        return casefile_of(office, session, row)


def withdraw_case(
    office: Office, number: str, *, because: str, expected_version: int | None = None
) -> CaseFile:
    """The applicant takes the application back; what departments have decided stays decided."""
    required(because, "because", N_("Say why the applicant takes it back."))
    with office.write() as session:
        row = _current(case_row(office, session, number, Act.WITHDRAW_CASE), expected_version)
        row.state = move_case(row.state, CaseMove.WITHDRAW)
        row.ended_because = because.strip()
        row.closed_at = office.now()
        open_ones = [one for one in row.referrals if one.state in OPEN_REFERRAL_STATES]
        for referral in open_ones:
            withdraw_row(office, referral, because)
        office.record(
            session,
            Verb.CASE_WITHDRAWN,
            township=row.township,
            case=row.number,
            detail={"because": row.ended_because, "referrals": [one.number for one in open_ones]},
        )
        return casefile_of(office, session, row)


def _current(row: records.Case, expected_version: int | None) -> records.Case:
    if expected_version is not None and row.version != expected_version:
        raise Stale(
            "Case {number} has just changed; it is now: {state}. Look again before you go on.",
            number=row.number,
            state=row.state,
        )
    return row


def _open_ends(file: CaseFile) -> list[Problem]:
    problems = []
    if waiting := [one.title for one in file.referrals if one.state in OPEN_REFERRAL_STATES]:
        problems.append(Problem("Still open: {titles}.", params={"titles": waiting}))
    delivered = {delivery.notice for delivery in file.deliveries}
    for referral in file.referrals:
        decision = referral.decision
        if decision is None or decision.on_paper or decision.outcome not in LETTERS:
            continue
        letters = [
            notice.number
            for notice in file.notices
            if notice.referral == referral.number
            and notice.kind in LETTERS[decision.outcome]
            and not notice.voided
        ]
        if not letters:
            problems.append(
                Problem("{title}: the letter of refusal is not issued yet.", params={"title": referral.title})
            )
        elif not delivered.intersection(letters):
            problems.append(
                Problem(
                    "{title}: nobody has noted that {letter} was delivered.",
                    params={"title": referral.title, "letter": letters[-1]},
                )
            )
    return problems


def reveal(office: Office, number: str, *, member: int, why: str) -> str:
    """The full id number of one person of a case; who looked and why goes on the record."""
    required(why, "why", N_("Say why the whole number is needed."))
    with office.write() as session:
        row = case_row(office, session, number, Act.REVEAL)
        people = application_of(office, session, row).people
        if not 0 <= member < len(people):
            raise Refused("Person number {n} is not on this application.", n=member + 1)
        office.record(
            session,
            Verb.REVEALED,
            township=row.township,
            case=row.number,
            detail={"member": member, "field": "id_number", "why": why.strip()},
        )
        return people[member].id_number
