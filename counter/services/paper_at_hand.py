"""What was typed or scanned off a paper, and the paper that it stands on."""

from __future__ import annotations

import hmac
import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases import paper_codes
from counter.cases.coming_back import AtHand, leads_to
from counter.errors import Refused, Verbatim
from counter.services.casefiles import notice_of
from counter.services.notice_rows import notice_row, referral_number
from counter.services.office import Act, Office
from counter.services.papers_out import is_out
from counter.store import household_records, numbers, records

_SQUARE = re.compile(
    r"(?P<case>[0-9]{9}-[0-9]{8}-[0-9]+-[0-9A-Z])(?= )(?: (?P<query>[0-9]{8}))?"
    r"(?: (?P<code>[0-9A-Z]{8}) (?P<proof>[0-9A-Z]{8}))?"
)
"""The case, its query code, the code of the paper and what proves it; outsiders have no query code."""


def is_meant(typed: str) -> bool:
    """Whether a text is the code of a paper, or what its square code holds, and nothing else."""
    found = _square(typed)
    return paper_codes.is_meant(typed) or (found is not None and found["code"] is not None)


def case_in(typed: str) -> str:
    """The case that the square code of an older paper names, and nothing but that; else what was typed."""
    found = _square(typed)
    return found["case"] if found is not None and found["code"] is None else typed


def at_hand(office: Office, typed: str) -> AtHand:
    """The paper with this code, square code or number, and what is done with it next.

    Raises `Refused`, in a sentence, for a slip, a paper that is void, and one that this office never issued.
    """
    with office.read() as session:
        row = _row(office, session, typed.strip())
        case = session.get_one(records.Case, row.case_id)
        if row.voided:
            raise Refused(
                "{title} {number} is void ({reason}). Take it back from whoever has it; case {case} has what "
                "holds instead.",
                title=row.title,
                number=row.number,
                reason=Verbatim(row.voided),
                case=case.number,
            )
        return AtHand(
            notice=notice_of(row, referral_number(session, row)),
            case=case.number,
            applicant=session.get_one(household_records.Person, case.applicant_id).name,
            leads=leads_to(row.kind),
            is_out=is_out(session, row),
            referral=referral_number(session, row),
            department=row.department,
            about=row.about,
            delivers=str(row.content.get("document_number", "")) if row.kind == "D25" else "",
        )


# --- steps ---------------------------------------------------------------------------------------


def _square(typed: str) -> re.Match[str] | None:
    return _SQUARE.fullmatch(" ".join(typed.upper().split()))


def _row(office: Office, session: Session, typed: str) -> records.Notice:
    found = _square(typed)
    if found is None:
        return notice_row(office, session, typed, Act.READ)
    case, query_code, code, proof = found.group("case", "query", "code", "proof")
    if code is None:
        raise Refused(
            "This square code names a case and no paper. Type the code at the foot of the page instead.",
            field="number",
        )
    sealed = paper_codes.sealed(numbers.paper_key(session), case, query_code or "", code)
    if not hmac.compare_digest(sealed, proof):
        raise _not_ours(office, session, case)
    return notice_row(office, session, code, Act.READ)


def _not_ours(office: Office, session: Session, case: str) -> Refused:
    if session.scalar(select(records.Case.id).filter_by(number=case)) is not None:
        return Refused(
            "The square code was misread, or this office did not make it. Type the code at the foot of the "
            "page, and compare the paper with the one on file.",
            field="number",
        )
    town = case.partition("-")[0]
    known = office.catalogue.places.get(town)
    return Refused(
        "This paper was issued by another office ({place}). Tell its holder to take it there, or send it on.",
        field="number",
        place=known.title if known else town,
    )
