"""The letters' templates in the office's hands: looked through, put in, taken out, and back to ours."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.casefile import Verb
from counter.errors import Problem, Refused
from counter.letters.kinds import KINDS
from counter.letters.parts import Content
from counter.services import letter_rows
from counter.services.office import Act, Office
from counter.services.referral_rows import required
from counter.store import files
from counter.store.letter_records import LetterTemplate
from counter.text import N_


@dataclass(frozen=True, slots=True)
class Template:
    """The template of a kind as it is or was in force; version 0 is what ships with the program.

    `is_own`: the office's. One that is not its own has the version with which the office went back to ours.
    """

    kind: str
    title: str
    version: int
    is_own: bool
    since: datetime | None = None
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in a file: it can be put in when there are no problems."""

    problems: tuple[Problem, ...]
    pdf: bytes = b""
    paragraphs: tuple[str, ...] = ()


def templates(office: Office) -> tuple[Template, ...]:
    """Every kind that has a template, in the order of the papers, as it is in force."""
    with office.read() as session:
        rows = session.scalars(select(LetterTemplate).order_by(LetterTemplate.version))
        newest = {row.kind: _template(row) for row in rows}
    return tuple(
        newest.get(kind.code, Template(kind.code, kind.title, 0, is_own=False))
        for kind in KINDS.values()
        if kind.word_file
    )


def history(office: Office, kind: str) -> tuple[Template, ...]:
    """What was in force before, the latest first; the last one is what ships with the program."""
    title = _known(kind)
    with office.read() as session:
        rows = session.scalars(
            select(LetterTemplate).filter_by(kind=kind).order_by(LetterTemplate.version.desc())
        )
        return (*map(_template, rows), Template(kind, title, 0, is_own=False))


def file_of(office: Office, kind: str, version: int | None = None) -> bytes:
    """The .docx that is in force, or that of a version; the program's own where the office has none."""
    _known(kind)
    with office.read() as session:
        if version is None:
            own = letter_rows.in_force(session, kind)
        else:
            own = session.scalars(select(LetterTemplate).filter_by(kind=kind, version=version)).one_or_none()
            if own is None and version:
                raise Refused("There is no version {version} of this template.", version=version)
        if own is not None and own.file:
            return own.file
    from counter.letters import word

    return word.template(kind)


def read(file: Path) -> bytes:
    """What stands in a file, to be looked through."""
    from counter.letters.docx_file import MOST_BYTES

    return files.read_bytes(file, most=MOST_BYTES)


def look(office: Office, kind: str, data: bytes, sample: Content | None = None) -> Looked:
    """Look a file through; nothing is stored. `sample` is what a paper of the kind says on a sample case."""
    _known(kind)
    problems = _problems(kind, data)
    if problems or sample is None:
        return Looked(problems)
    from counter.letters import pdf, word
    from counter.letters.sheets import Print

    try:
        letter = word.letter_of(sample, data)
        drawn = pdf.draw(letter, Print(training=True, created=office.now()))
    except Refused as refused:
        return Looked(refused.problems)
    return Looked((), drawn, letter.paragraphs)


def put_in(office: Office, kind: str, data: bytes, *, reason: str) -> Template:
    """Let the office's own template be in force from now on; issued papers keep theirs.

    Raises `Refused` with every problem of the file.
    """
    office.allow(Act.SET_TEMPLATES)
    _known(kind)
    required(reason, "reason", N_("Say why the template is changed."))
    if problems := _problems(kind, data):
        raise Refused.because(problems)
    with office.write() as session:
        now = letter_rows.in_force(session, kind)
        if now is not None and now.digest == _digest(data):
            raise Refused("This file is in force already.")
        return _keep(office, session, kind, data, reason=reason)


def back_to_ours(office: Office, kind: str, *, reason: str) -> Template:
    """Let the template that ships with the program be in force again."""
    office.allow(Act.SET_TEMPLATES)
    _known(kind)
    required(reason, "reason", N_("Say why the template is changed."))
    with office.write() as session:
        if letter_rows.in_force(session, kind) is None:
            raise Refused("The template that ships with the program is in force already.")
        return _keep(office, session, kind, None, reason=reason)


def names_in(kind: str) -> Mapping[str, str]:
    """Every name that a template of the kind may print, and what it prints, in Chinese as the letters are.

    `rows[].title` is one of each row of a list.
    """
    from counter.letters import template_names

    _known(kind)
    return {one.name: one.means for one in template_names.names(kind)}


# --- steps ---------------------------------------------------------------------------------------


def _known(kind: str) -> str:
    """The title of a kind. Raises `Refused` for one that has no template."""
    if kind not in KINDS:
        raise Refused("There is no paper {kind}.", field="kind", kind=kind)
    if not KINDS[kind].word_file:
        raise Refused("{title} is not made for editing; print it instead.", title=KINDS[kind].title)
    return KINDS[kind].title


def _problems(kind: str, data: bytes) -> tuple[Problem, ...]:
    from counter.letters import template_check

    try:
        return template_check.problems(kind, data)
    except Refused as refused:
        return refused.problems


def _keep(office: Office, session: Session, kind: str, data: bytes | None, *, reason: str) -> Template:
    before = session.scalars(select(LetterTemplate.version).filter_by(kind=kind)).all()
    row = LetterTemplate(
        kind=kind,
        version=max(before, default=0) + 1,
        file=data,
        digest=_digest(data) if data else "",
        reason=reason.strip(),
        put_in_at=office.now(),
        put_in_by=office.officer.name,
    )
    session.add(row)
    office.record(
        session,
        Verb.TEMPLATE_PUT_IN if data else Verb.TEMPLATE_OURS,
        detail={"kind": kind, "version": row.version, "digest": row.digest, "reason": row.reason},
    )
    return _template(row)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _template(row: LetterTemplate) -> Template:
    return Template(
        kind=row.kind,
        title=KINDS[row.kind].title,
        version=row.version,
        is_own=bool(row.digest),
        since=row.put_in_at,
        by=row.put_in_by,
        reason=row.reason,
    )
