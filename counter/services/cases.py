"""A case as a whole: asked about, read, closed, archived, taken up again, merged, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.application import Application
from counter.cases.casefile import CaseFile, Verb
from counter.cases.owed import CHANGED, lacking, letters_about, open_gaps, reached
from counter.cases.workflow import OPEN_REFERRAL_STATES, CaseMove, CaseState, Outcome, move_case
from counter.errors import Problem, Refused, Stale
from counter.letters.kinds import KINDS
from counter.services import drafts, entering, merging
from counter.services.acceptance import placed
from counter.services.casefiles import application_of, case_row, casefile_of, moving_case
from counter.services.office import Act, Office
from counter.services.referral_rows import required, withdraw_row
from counter.store import life_records, records
from counter.text import N_

DELIVERED = frozenset(code for code, kind in KINDS.items() if kind.delivered)
"""The kinds of papers that have to reach somebody."""


def case(office: Office, number: str) -> CaseFile:
    """One case with everything in it."""
    with office.read() as session:
        return casefile_of(office, session, case_row(office, session, number))


def number_of_case(office: Office, number: str) -> str:
    """The number of a case from its own or from that of a referral, which may have come from another case."""
    wanted = number.strip().upper()
    with office.read() as session:
        found = session.scalar(select(records.Referral.case_number).filter_by(number=wanted))
    return found or wanted


def consult(office: Office, application: Application, *, note: str, draft_id: int | None = None) -> CaseFile:
    """Note a question at the counter (咨询登记): no clock runs; it can become an application later."""
    required(note, "note", N_("Say in a line what was asked and what was answered."))
    application = placed(office, application)
    office.allow(Act.INTAKE, township=application.place)
    if problems := tuple(_cannot_be_noted(office, application)):
        raise Refused.because(problems)
    with office.write() as session:
        row = entering.enter_case(office, session, application, CaseState.CONSULTED, draft_id=draft_id)
        if draft_id is not None:
            drafts.drop(session, draft_id)
        office.record(
            session,
            Verb.CONSULTED,
            township=row.township,
            case=row.number,
            detail={"note": note.strip()},
        )
        return casefile_of(office, session, row, application)


def close(office: Office, number: str, *, expected_version: int | None = None) -> CaseFile:
    """Close and file a case: every referral has its end, and every refusal has reached the applicant.

    Papers that were to be brought later and have not come hold nothing up; the event names them.
    """
    with office.write() as session:
        row = _current(moving_case(office, session, number, CaseMove.CLOSE), expected_version)
        after = move_case(row.state, CaseMove.CLOSE)
        file = casefile_of(office, session, row)
        problems = [
            *lacking(CaseMove.CLOSE, file, office.today()),
            *_without_remedies(session, file),
            *_changes_not_told(session, row, file, office.today()),
        ]
        if problems:
            raise Refused.because(problems)
        row.state, row.closed_at = after, office.now()
        detail = {"gaps": [paper.title for paper in gaps]} if (gaps := open_gaps(file)) else {}
        office.record(session, Verb.CLOSED, township=row.township, case=row.number, detail=detail)
        return casefile_of(office, session, row)


def reopen(office: Office, number: str, *, because: str, expected_version: int | None = None) -> CaseFile:
    """Take a closed or archived case up again, to correct a decision or to ask for something more."""
    required(because, "because", N_("Say why the case is taken up again."))
    with office.write() as session:
        row = _current(moving_case(office, session, number, CaseMove.REOPEN), expected_version)
        after = move_case(row.state, CaseMove.REOPEN)
        if not row.referrals:
            raise Refused(
                "Nothing was accepted in case {number}; take the application in anew.", number=row.number
            )
        row.state, row.closed_at, row.archived_on = after, None, None
        office.record(
            session,
            Verb.REOPENED,
            township=row.township,
            case=row.number,
            detail={"because": because.strip()},
        )
        return casefile_of(office, session, row)


def archive(office: Office, number: str, *, expected_version: int | None = None) -> CaseFile:
    """Put a case that has ended into the archive, once no paper, letter or answer is outstanding."""
    with office.write() as session:
        row = _current(moving_case(office, session, number, CaseMove.ARCHIVE), expected_version)
        after = move_case(row.state, CaseMove.ARCHIVE)
        file = casefile_of(office, session, row)
        problems = [
            *lacking(CaseMove.ARCHIVE, file, office.today(), letters=DELIVERED),
            *_changes_not_told(session, row, file, office.today()),
        ]
        if problems:
            raise Refused.because(problems)
        row.state, row.archived_on = after, office.today()
        office.record(session, Verb.ARCHIVED, township=row.township, case=row.number)
        return casefile_of(office, session, row)


def merge(
    office: Office, number: str, *, into: str, because: str, expected_version: int | None = None
) -> CaseFile:
    """Let a double case go on in another one of the household; it cannot be undone.

    Its open referrals go over with their numbers, or are withdrawn where the other has the same; members and
    papers stay and are taken over. Both cases tell of it. Returns the merged one.
    """
    required(because, "because", N_("Say why the two cases are one; it cannot be undone."))
    with office.write() as session:
        row = _current(moving_case(office, session, number, CaseMove.MERGE), expected_version)
        after = move_case(row.state, CaseMove.MERGE)
        target = moving_case(office, session, into, CaseMove.MERGE)
        problems = [
            *merging.why_not(office, session, row, target),
            *lacking(CaseMove.MERGE, casefile_of(office, session, row), office.today()),
        ]
        if problems:
            raise Refused.because(problems)
        carried = merging.carry_over(office, session, row, target)
        row.state, row.merged_into = after, target.number
        row.ended_because, row.closed_at = because.strip(), office.now()
        told = {
            "because": row.ended_because,
            "moved": list(carried.moved),
            "duplicates": dict(carried.duplicates),
            "members": carried.members,
            "papers": list(carried.papers),
        }
        for one, other in ((row, {"into": target.number}), (target, {"from": row.number})):
            office.record(session, Verb.MERGED, township=one.township, case=one.number, detail=told | other)
        session.refresh(row, ["referrals"])
        return casefile_of(office, session, row)


def withdraw_case(
    office: Office, number: str, *, because: str, expected_version: int | None = None
) -> CaseFile:
    """The applicant takes the application back; what departments have decided stays decided."""
    required(because, "because", N_("Say why the applicant takes it back."))
    with office.write() as session:
        row = _current(moving_case(office, session, number, CaseMove.WITHDRAW), expected_version)
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


# --- steps ---------------------------------------------------------------------------------------


def _current(row: records.Case, expected_version: int | None) -> records.Case:
    if expected_version is not None and row.version != expected_version:
        raise Stale(
            "Case {number} has just changed; it is now: {state}. Look again before you go on.",
            number=row.number,
            state=row.state,
        )
    return row


def _cannot_be_noted(office: Office, application: Application) -> Iterator[Problem]:
    """A question needs a place and somebody who asked; all else can be told later."""
    if application.place not in office.catalogue.places:
        yield Problem(
            "No township of the district has the code {code}. Correct it.",
            "place",
            {"code": application.place},
        )
    if not application.people or not application.people[0].name:
        yield Problem("The name is missing. Write it.", "people[0].name")


def _changes_not_told(session: Session, row: records.Case, file: CaseFile, today: date) -> Iterator[Problem]:
    """What was decided to be less, or nothing more, untold by letter. Legal source: 社会救助法 art. 48."""
    decided = session.execute(
        select(life_records.Change.id, life_records.Benefit.title)
        .join(life_records.Benefit, life_records.Benefit.id == life_records.Change.benefit_id)
        .where(life_records.Change.case_id == row.id, life_records.Change.decided_on.is_not(None))
        .order_by(life_records.Change.id)
    )
    for change_id, title in decided:
        letters = [
            one
            for one in file.notices
            if (one.kind, one.about) == (CHANGED, f"change:{change_id}") and not one.voided
        ]
        if not letters:
            yield Problem("{title}: the letter of the change is not issued yet.", params={"title": title})
        elif not any(reached(file, letter, today) for letter in letters):
            yield Problem(
                "{title}: nobody has noted that {letter} was delivered.",
                letters[-1].number,
                {"title": title, "letter": letters[-1].number},
            )


def _without_remedies(session: Session, file: CaseFile) -> Iterator[Problem]:
    """Letters of refusal that do not say what the household can do against them."""
    wanted = {
        letter.number: one
        for one in file.referrals
        for letter in letters_about(file, one)
        if one.decision is not None and one.decision.outcome is not Outcome.GRANT
    }
    rows = session.execute(
        select(records.Notice.number, records.Notice.content).where(records.Notice.number.in_(wanted))
    )
    for number, content in rows:
        remedies = content.get("remedies")
        paragraphs = remedies.get("paragraphs") if isinstance(remedies, dict) else None
        if not isinstance(paragraphs, list) or not any(str(text).strip() for text in paragraphs):
            yield Problem(
                "{title}: the letter {letter} does not say what can be done against it.",
                wanted[number].number,
                {"title": wanted[number].title, "letter": number},
            )
