"""Papers on their way to the printer: as issued, as a draft to look at, as a document to edit."""

from __future__ import annotations

from counter.errors import Refused
from counter.letters.content import KINDS, recall
from counter.services.casefiles import case_row, casefile_of
from counter.services.notice_rows import About, content_of, notice_row
from counter.services.office import Act, Office


def draw(office: Office, number: str) -> bytes:
    """The PDF of an issued paper; one printed before bears 补打 and how often.

    Raises `Refused`, naming every character that no font has.
    """
    # Drawing needs its fonts read; whoever prints nothing does not wait for that.
    from counter.letters import pdf
    from counter.letters.sheets import Print

    with office.read() as session:
        row = notice_row(office, session, number, Act.ISSUE)
        if row.voided:
            raise Refused("{number} is void and is not printed again.", number=row.number)
        said = recall(row.kind, row.content)
        mark = Print(reprint=row.prints - 1, created=row.issued_at)
    return pdf.draw(said, mark)


def draw_word(office: Office, number: str) -> bytes:
    """The same paper as a document that the office can edit. Raises `Refused` for a kind that has none."""
    from counter.letters import word

    with office.read() as session:
        row = notice_row(office, session, number, Act.ISSUE)
        if not KINDS[row.kind].word_file:
            raise Refused("{title} is not made for editing; print it instead.", title=row.title)
        said = recall(row.kind, row.content)
    return word.draw(said)


def preview(
    office: Office,
    case_number: str,
    kind: str,
    *,
    referral: str | None = None,
    department: str = "",
    member: int | None = None,
    notice: str | None = None,
) -> bytes:
    """The PDF as it would be issued now, without a number and marked 草稿."""
    from counter.letters import pdf
    from counter.letters.sheets import Print

    with office.read() as session:
        file = casefile_of(office, session, case_row(office, session, case_number))
    about = About(referral, department, member, notice)
    return pdf.draw(content_of(office, file, kind, "", about), Print(draft=True, created=office.now()))
