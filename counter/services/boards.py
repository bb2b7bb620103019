"""What hangs on a board is read on the finished file before it is numbered, looked at, printed or kept."""

from __future__ import annotations

from sqlalchemy.orm import Session

from counter.cases.casefile import CaseFile
from counter.letters.board_check import BOARDS, Guard, check_docx, check_pdf, guard_of
from counter.letters.letter import Said
from counter.services.casefiles import casefile_of
from counter.services.office import Office
from counter.store import records


def guard(office: Office, file: CaseFile, said: Said) -> Guard | None:
    """What may not be read on a paper about a case; None for a paper that hangs on no board."""
    if said.head.kind not in BOARDS:
        return None
    return guard_of(said.head, file, office.catalogue, office.today())


def guard_of_issued(office: Office, session: Session, row: records.Notice, said: Said) -> Guard | None:
    """The same for an issued paper, whose case is read for a sheet on a board only."""
    if said.head.kind not in BOARDS:
        return None
    case = session.get_one(records.Case, row.case_id)
    return guard(office, casefile_of(office, session, case), said)


def safe_pdf(said: Said, data: bytes, guarded: Guard | None) -> bytes:
    """The finished file. Errors: Refused for a sheet on a board that tells anything private."""
    if guarded is not None:
        check_pdf(data, said.head, guarded)
    return data


def safe_docx(data: bytes, guarded: Guard | None) -> bytes:
    """The same for a document, made here or changed in Word."""
    if guarded is not None:
        check_docx(data, guarded)
    return data


def refuse_unsafe(office: Office, file: CaseFile, said: Said) -> None:
    """Before a paper gets its number. Errors: Refused as `safe_pdf`."""
    if (guarded := guard(office, file, said)) is not None:
        # Drawing needs its fonts read; whoever issues nothing for a board does not wait for that.
        from counter.letters import pdf
        from counter.letters.sheets import Print

        safe_pdf(said, pdf.draw(said, Print(training=office.invented)), guarded)
