"""A letter changed in Word, taken back: what was changed is shown first, then it is the letter."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.casefile import Verb
from counter.errors import Problem, Refused, Verbatim
from counter.letters import plain
from counter.letters.differences import Difference, Mark, Paragraph, Piece, difference, warnings
from counter.letters.kinds import KINDS
from counter.letters.letter import Block, Letter, Wording
from counter.letters.parts import Content
from counter.services import letter_rows
from counter.services.boards import guard_of_issued, safe_docx, safe_pdf
from counter.services.notice_rows import issued_as, notice_row, record_notice
from counter.services.office import Act, Office
from counter.services.referral_rows import required
from counter.store import records
from counter.store.letter_records import LetterVersion
from counter.text import N_


@dataclass(frozen=True, slots=True)
class Version:
    """A letter that came back: which one, when, by whom, why, and what differs from the issued one."""

    number: str
    version: int
    taken_back_at: datetime
    taken_back_by: str
    reason: str
    digest: str
    digest_before: str
    difference: Difference


@dataclass(frozen=True, slots=True)
class _Compared:
    said: Content
    letter: Letter
    difference: Difference
    digest_before: str


def compare(office: Office, number: str, data: bytes) -> Difference:
    """What a file changes in an issued letter; nothing is stored.

    Raises `Refused` for a file that is not this letter, changes nothing, or holds what is not printed.
    """
    with office.read() as session:
        row = _changeable(office, session, number)
        return _compare(office, session, row, data).difference


def take_back(office: Office, number: str, data: bytes, *, reason: str) -> Version:
    """Let the file be the letter; the one before stays on record. Raises `Refused` as `compare`."""
    required(reason, "reason", N_("Say why the letter was changed."))
    with office.write() as session:
        row = _changeable(office, session, number)
        found = _compare(office, session, row, data)
        before = letter_rows.latest(session, row)
        wording = plain.to_plain(Wording(found.letter.blocks))
        version = LetterVersion(
            notice_id=row.id,
            version=before.version + 1 if before else 2,
            township=row.township,
            department=row.department,
            content=wording,
            difference=_to_plain(found.difference),
            digest=plain.digest(wording),
            digest_before=found.digest_before,
            file=data,
            file_digest=hashlib.sha256(data).hexdigest(),
            reason=reason.strip(),
            taken_back_at=office.now(),
            taken_back_by=office.officer.name,
        )
        if before is not None and before.digest == version.digest:
            raise Refused("The letter says what it says already; there is nothing to take back.")
        session.add(version)
        record_notice(
            office,
            session,
            row,
            Verb.LETTER_CHANGED,
            version=version.version,
            digest=version.digest,
            digest_before=version.digest_before,
            file=version.file_digest,
            changed=len(found.difference.changed),
            warnings=len(found.difference.warnings),
            reason=version.reason,
        )
        return _version(row.number, version)


def versions(office: Office, number: str) -> tuple[Version, ...]:
    """How often a letter came back from Word, the latest first."""
    with office.read() as session:
        row = notice_row(office, session, number, Act.ISSUE)
        found = session.scalars(
            select(LetterVersion).filter_by(notice_id=row.id).order_by(LetterVersion.version.desc())
        )
        return tuple(_version(row.number, one) for one in found)


# --- steps ---------------------------------------------------------------------------------------


def _changeable(office: Office, session: Session, number: str) -> records.Notice:
    row = notice_row(office, session, number, Act.ISSUE)
    if not KINDS[row.kind].word_file:
        raise Refused("{title} is not made for editing; print it instead.", title=row.title)
    if row.voided:
        raise Refused("{number} is void; a void letter is not changed.", number=row.number)
    delivered = session.scalars(select(records.Delivery.id).filter_by(notice_id=row.id).limit(1)).first()
    if delivered is not None:
        raise Refused(
            "{number} was delivered, and what was handed out is not changed. "
            "Correct what is wrong by a new decision, or declare it void and issue a new letter.",
            number=row.number,
        )
    return row


def _compare(office: Office, session: Session, row: records.Notice, data: bytes) -> _Compared:
    from counter.letters import letter_file, pdf, word
    from counter.letters.sheets import Print

    said = issued_as(session, row)
    own = letter_rows.file_of(session, row.template)
    issued = word.draw(said, own=own, training=office.invented)
    pictures = letter_file.pictures_of(issued)
    before = letter_file.read(issued, pictures=pictures)
    after = letter_file.read(data, pictures=pictures, margins=letter_file.margins_of(issued))
    old, new = Letter(said.head, before), Letter(said.head, after, word.names_of(said))
    if _tight(row.number) not in _tight("".join(new.paragraphs)):
        raise Refused(
            "The file is not the letter {number}: this number does not stand in it. "
            "Save the letter as Word from here, change that, and take it back.",
            number=row.number,
        )
    if _bare(before) == _bare(after):
        raise Refused("The letter says what it says already; there is nothing to take back.")
    guarded = guard_of_issued(office, session, row, said)
    safe_docx(data, guarded)
    # What no font draws, or may not hang on a board, is found before it is kept.
    safe_pdf(new, pdf.draw(new, Print(training=office.invented, created=row.issued_at)), guarded)
    return _Compared(
        said=said,
        letter=new,
        difference=Difference(
            difference(old.paragraphs, new.paragraphs), warnings(said, old.paragraphs, new.paragraphs)
        ),
        digest_before=plain.digest(plain.to_plain(Wording(before))),
    )


def _bare(blocks: tuple[Block, ...]) -> list[Block]:
    """Without the widths of columns, which every program measures in its own way."""
    return [replace(block, widths=()) for block in blocks]


def _tight(text: str) -> str:
    return "".join(text.split())


def _version(number: str, row: LetterVersion) -> Version:
    return Version(
        number=number,
        version=row.version,
        taken_back_at=row.taken_back_at,
        taken_back_by=row.taken_back_by,
        reason=row.reason,
        digest=row.digest,
        digest_before=row.digest_before,
        difference=_from_plain(row.difference),
    )


def _to_plain(found: Difference) -> dict[str, object]:
    return {
        "paragraphs": [[[piece.mark.value, piece.text] for piece in one.pieces] for one in found.paragraphs],
        "warnings": [{"text": one.text, "params": dict(one.params)} for one in found.warnings],
    }


def _from_plain(kept: Mapping[str, Any]) -> Difference:
    return Difference(
        tuple(Paragraph(tuple(Piece(Mark(mark), text) for mark, text in one)) for one in kept["paragraphs"]),
        tuple(Problem(one["text"], params=_verbatim(one["params"])) for one in kept["warnings"]),
    )


def _verbatim(params: Mapping[str, str]) -> dict[str, object]:
    """What was in a letter stands as it was; only what it was is put in words."""
    return {name: value if name == "what" else Verbatim(value) for name, value in params.items()}
