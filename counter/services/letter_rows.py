"""In whose words a paper stands: the program's, the office's own template's, or as it came back from Word."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.letters.kinds import KINDS
from counter.letters.letter import Letter, Said, Wording
from counter.letters.parts import Content
from counter.letters.plain import from_plain
from counter.store import records
from counter.store.letter_records import LetterTemplate, LetterVersion

OWN, OURS = "office", "1"
"""Whose words; of ours this is the first wording."""


def in_force(session: Session, kind: str) -> LetterTemplate | None:
    """The office's own template of a kind; None where ours is in force."""
    newest = session.scalars(
        select(LetterTemplate).filter_by(kind=kind).order_by(LetterTemplate.version.desc()).limit(1)
    ).one_or_none()
    return newest if newest is not None and newest.digest else None


def template_name(session: Session, kind: str) -> str:
    """What is noted with a paper that is issued now: `D20/1`, or `D20/office/3` for the office's third."""
    own = in_force(session, kind) if KINDS[kind].word_file else None
    return f"{kind}/{OWN}/{own.version}" if own else f"{kind}/{OURS}"


def file_of(session: Session, name: str) -> bytes | None:
    """The office's template by the name noted with a paper; None for ours."""
    kind, _slash, rest = name.partition("/")
    origin, _slash, version = rest.partition("/")
    if origin != OWN:
        return None
    return session.scalars(select(LetterTemplate).filter_by(kind=kind, version=int(version))).one().file


def latest(session: Session, row: records.Notice) -> LetterVersion | None:
    """The letter as it came back from Word last; None where it stands as it was issued."""
    if not KINDS[row.kind].word_file:
        return None
    return session.scalars(
        select(LetterVersion).filter_by(notice_id=row.id).order_by(LetterVersion.version.desc()).limit(1)
    ).one_or_none()


def worded(session: Session, row: records.Notice, said: Content) -> Said:
    """An issued paper as it is printed."""
    changed = latest(session, row)
    if changed is None:
        return worded_by(session, row.template, said)
    # What comes from Word is seldom, and its library takes its time to be read.
    from counter.letters.word import names_of

    return Letter(said.head, from_plain(Wording, changed.content).blocks, names_of(said))


def wordings(session: Session, row: records.Notice, said: Content) -> list[tuple[int, Said]]:
    """Every version of an issued paper, the issued one first, each with its number."""
    found = [(1, worded_by(session, row.template, said))]
    if not KINDS[row.kind].word_file:
        return found
    changed = session.scalars(
        select(LetterVersion).filter_by(notice_id=row.id).order_by(LetterVersion.version)
    ).all()
    if changed:
        from counter.letters.word import names_of

        names = names_of(said)
        for one in changed:
            found.append((one.version, Letter(said.head, from_plain(Wording, one.content).blocks, names)))
    return found


def worded_by(session: Session, template: str, said: Content) -> Said:
    """A paper as a template words it, by the name of the template."""
    own = file_of(session, template)
    if own is None:
        return said
    from counter.letters.word import letter_of

    return letter_of(said, own)
