"""Numbered papers: issued with all they say, drawn as often as needed, delivered, never lost."""

from __future__ import annotations

from counter.cases import casefile as files
from counter.cases.casefile import Verb
from counter.cases.owed import CHANGED, DECLINED, GRANTED, REFUSED
from counter.cases.workflow import CaseState
from counter.errors import Refused
from counter.letters.kinds import KINDS
from counter.services.casefiles import case_row, casefile_of, notice_of
from counter.services.notice_issue import AGAIN, called_for, case_of_paper, issue_row
from counter.services.notice_rows import notice_row, record_notice, referral_number
from counter.services.office import Act, Office
from counter.services.paper_set import Wanted
from counter.services.referral_rows import required
from counter.store import records
from counter.text import N_

__all__ = ["AGAIN", "Wanted", "issue", "reprint", "void", "wanted"]

_ENDS_REST_ON = frozenset({GRANTED, REFUSED, DECLINED, CHANGED})
"""No case stays closed after the letter that its household was sent has been taken back."""


def wanted(office: Office, case_number: str) -> tuple[Wanted, ...]:
    """The set of papers of a case as it stands, in the order in which they are handed out."""
    with office.read() as session:
        row = case_row(office, session, case_number)
        return called_for(office, session, row, casefile_of(office, session, row))


def issue(
    office: Office,
    case_number: str,
    kind: str,
    *,
    referral: str | None = None,
    department: str = "",
    member: int | None = None,
    notice: str | None = None,
    about: str = "",
) -> files.Notice:
    """Give a paper its number and keep all it says; what was issued already is printed again instead.

    `referral`, `department` and `notice` are numbers and a code of this case, as its kind needs them;
    `about` names what was done in it: `change:3`, `posting:5`, `reminder:2`, `consultation:4`, `fast-aid:1`.
    """
    if kind not in KINDS:
        raise Refused("There is no paper {kind}.", field="kind", kind=kind)
    with office.write() as session:
        row = case_of_paper(office, session, case_number, kind, referral)
        file = casefile_of(office, session, row)
        one = Wanted(kind, KINDS[kind].title, referral, department, member, notice, about=about)
        issued = issue_row(office, session, row, file, one)
        return notice_of(issued, referral_number(session, issued))


def reprint(office: Office, number: str, *, reason: str) -> files.Notice:
    """Print an issued paper once more; the count stands on it, the reason on the record.

    What has a number and was never printed has its first print so, and needs no reason.
    """
    with office.write() as session:
        row = notice_row(office, session, number, Act.ISSUE)
        if row.prints:
            required(reason, "reason", N_("Say why it is printed again."))
        row.prints += 1
        if row.prints == 1:
            record_notice(office, session, row, Verb.PRINTED, prints=1)
        else:
            record_notice(office, session, row, Verb.REPRINTED, prints=row.prints, reason=reason.strip())
        return notice_of(row, referral_number(session, row))


def void(office: Office, number: str, *, reason: str) -> files.Notice:
    """Declare an issued paper void; its number is never used again."""
    required(reason, "reason", N_("Say why it is void."))
    with office.write() as session:
        row = notice_row(office, session, number, Act.ISSUE)
        if row.voided:
            raise Refused("{number} is void already.", number=row.number)
        case = session.get_one(records.Case, row.case_id)
        if row.kind in _ENDS_REST_ON and case.state in (CaseState.CLOSED, CaseState.ARCHIVED):
            raise Refused(
                "Case {case} has ended and rests on {number}; take it up again before it is void.",
                case=case.number,
                number=row.number,
            )
        row.voided = reason.strip()
        record_notice(office, session, row, Verb.VOIDED, reason=row.voided)
        return notice_of(row, referral_number(session, row))
