"""Papers on their way to the printer: as issued, as a draft to look at, as a document to edit."""

from __future__ import annotations

from dataclasses import dataclass

from counter.cases.handover import Handover
from counter.catalogue.model import Catalogue
from counter.errors import Refused
from counter.letters.district import Desk, setting_of
from counter.letters.kinds import KINDS
from counter.letters.letter import Said
from counter.letters.occasions import referral_meant
from counter.services import letter_rows
from counter.services.boards import guard, guard_of_issued, safe_docx, safe_pdf
from counter.services.casefiles import case_row, casefile_of
from counter.services.editions import in_large_type
from counter.services.notice_issue import case_of_paper
from counter.services.notice_rows import (
    About,
    benefits_told,
    content_of,
    issued_as,
    notice_row,
    plan_of,
    said_of,
)
from counter.services.office import Act, Office
from counter.services.officers import Recovery


@dataclass(frozen=True, slots=True)
class Gap:
    """What a paper could not be sure of; `setting` is where the district can say it, empty if nowhere."""

    text: str
    setting: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """A paper to look at before it is printed: its PDF, and what in it is still open.

    `version` is 2 or more for a letter that was changed in Word and taken back.
    """

    pdf: bytes
    gaps: tuple[Gap, ...]
    version: int = 1


def draw(office: Office, number: str) -> bytes:
    """The PDF of an issued paper; one printed before bears 补打 and how often.

    Raises `Refused`, naming every character that no font has.
    """
    return proof(office, number).pdf


def draw_word(office: Office, number: str) -> bytes:
    """The same paper as a document that the office can edit. Raises `Refused` for a kind that has none."""
    from counter.letters import word

    with office.read() as session:
        row = notice_row(office, session, number, Act.ISSUE)
        if not KINDS[row.kind].word_file:
            raise Refused("{title} is not made for editing; print it instead.", title=row.title)
        said = issued_as(session, row)
        guarded = guard_of_issued(office, session, row, said)
        if (changed := letter_rows.latest(session, row)) is not None:
            return safe_docx(changed.file, guarded)
        own = letter_rows.file_of(session, row.template)
    return safe_docx(word.draw(said, own=own, training=office.invented), guarded)


def proof(office: Office, number: str) -> Proof:
    """An issued paper as it comes out of the printer. Raises `Refused` as `draw` does."""
    # Drawing needs its fonts read; whoever prints nothing does not wait for that.
    from counter.letters import pdf
    from counter.letters.sheets import Print

    with office.read() as session:
        row = notice_row(office, session, number, Act.ISSUE)
        if row.voided:
            raise Refused("{number} is void and is not printed again.", number=row.number)
        said = said_of(session, row)
        mark = Print(
            training=office.invented,
            reprint=max(row.prints - 1, 0),
            created=row.issued_at,
            large=in_large_type(session, row.case_id),
        )
        guarded = guard_of_issued(office, session, row, said)
        changed = letter_rows.latest(session, row)
    return Proof(
        safe_pdf(said, pdf.draw(said, mark), guarded),
        _gaps(said, office.catalogue),
        version=changed.version if changed else 1,
    )


def preview(
    office: Office,
    case_number: str,
    kind: str,
    *,
    referral: str | None = None,
    department: str = "",
    member: int | None = None,
    notice: str | None = None,
    about: str = "",
) -> Proof:
    """A paper as it would be issued now, without a number and marked 草稿."""
    from counter.letters import pdf
    from counter.letters.sheets import Print

    with office.read() as session:
        row = case_of_paper(office, session, case_number, kind, referral)
        file = casefile_of(office, session, row)
        plan = plan_of(office, session, about)
        told = benefits_told(office, session, kind, file)
        number = referral_meant(file, referral, about, plan)
        subject = About(number, department, member, notice, about, plan, told)
        content = content_of(office, file, kind, "", subject)
        said = letter_rows.worded_by(session, letter_rows.template_name(session, kind), content)
        large = row.large_type
    mark = Print(training=office.invented, draft=True, created=office.now(), large=large)
    guarded = guard(office, file, said)
    return Proof(safe_pdf(said, pdf.draw(said, mark), guarded), _gaps(said, office.catalogue))


def recovery_sheet(office: Office, recovery: Recovery) -> bytes:
    """The sheet that lets an officer back in; it is printed once and kept nowhere."""
    from counter.letters.recovery import RecoverySheet, draw

    return draw(RecoverySheet(recovery.name, recovery.login, recovery.code, office.now()))


def handover_sheet(office: Office, handover: Handover) -> bytes:
    """The sheet of a hand-over, for both to sign; it belongs to no case and is kept nowhere."""
    from counter.letters.handover_sheet import HandoverSheet, draw

    place = office.catalogue.places.get(office.place)
    counter = Desk(office.catalogue).window(place)
    return draw(HandoverSheet(handover, counter, office.now(), training=office.invented))


def ticket(office: Office, case_number: str) -> bytes:
    """A slip from the roll (D34), kept nowhere. Raises `Refused` before a receipt was issued."""
    from counter.letters.ticket import draw, ticket

    with office.read() as session:
        file = casefile_of(office, session, case_row(office, session, case_number))
    window = Desk(office.catalogue).window(office.catalogue.places.get(file.place))
    return draw(ticket(file, window), made=office.now(), training=office.invented)


def _gaps(said: Said, catalogue: Catalogue) -> tuple[Gap, ...]:
    return tuple(Gap(text, setting_of(text, catalogue)) for text in said.head.gaps)
