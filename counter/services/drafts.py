"""Drafts: what is typed is kept at every field, parked when the person must fetch a paper, and taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from counter.errors import Refused
from counter.services import scan_rows
from counter.services.office import Act, Office
from counter.store import office_records, scan_files
from counter.text import mask_name

FORM = "form"
"""Under this name a draft keeps what is no part of the application."""
REVIEW = "review"
"""Under this name a draft that was prepared for a review keeps which benefit it is about."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One unfinished intake; `title` is the masked name, empty until one is typed."""

    id: int
    title: str
    saved_at: datetime
    parked_at: datetime | None = None


def save_draft(office: Office, draft_id: int | None, content: Mapping[str, object]) -> int:
    """Keep what is typed; the first time under a new id, which is given back."""
    office.allow(Act.INTAKE, township=office.officer.township)
    with office.write() as session:
        return keep(office, session, draft_id, content)


def drafts(office: Office) -> tuple[Draft, ...]:
    """The officer's own unfinished intakes, the one touched last first."""
    with office.read() as session:
        rows = session.scalars(
            select(office_records.Draft)
            .filter_by(officer_id=office.officer.id)
            .order_by(office_records.Draft.saved_at.desc(), office_records.Draft.id.desc())
        )
        return tuple(Draft(row.id, row.title, row.saved_at, row.parked_at) for row in rows)


def load_draft(office: Office, draft_id: int) -> Mapping[str, object]:
    """What was typed. Raises `Refused` for a draft that was accepted or discarded."""
    with office.read() as session:
        return _there(_own(office, session, draft_id)).content


def park_draft(office: Office, draft_id: int) -> None:
    """Lay an intake aside; it waits until it is taken back."""
    with office.write() as session:
        _there(_own(office, session, draft_id)).parked_at = office.now()


def discard_draft(office: Office, draft_id: int) -> None:
    """Throw an intake away for good."""
    with office.write() as session:
        drop(session, _there(_own(office, session, draft_id)).id)
        unneeded = scan_rows.throw_away(office, session, draft_id)
    scan_files.remove(office.settings.scans, unneeded)


def keep(
    office: Office,
    session: Session,
    draft_id: int | None,
    content: Mapping[str, object],
    *,
    parked_at: datetime | None = None,
) -> int:
    """Write a draft of the officer's own, new without an id; its id. On the desk unless it is parked."""
    row = _own(office, session, draft_id) if draft_id is not None else None
    if row is None:
        row = office_records.Draft(officer_id=office.officer.id, township=office.officer.township)
        session.add(row)
    row.content = dict(content)
    row.title = mask_name(_applicant(content))
    row.saved_at = office.now()
    row.parked_at = parked_at
    session.flush()
    return row.id


def own(office: Office, session: Session) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The officer's unfinished intakes with all that is typed in them."""
    for row in session.scalars(select(office_records.Draft).filter_by(officer_id=office.officer.id)):
        yield row.id, row.content


def benefit_of(content: Mapping[str, object]) -> int | None:
    """The benefit for whose review an intake was prepared; None for any other."""
    form = content.get(FORM)
    about = form.get(REVIEW) if isinstance(form, Mapping) else None
    benefit = about.get("benefit") if isinstance(about, Mapping) else None
    return benefit if isinstance(benefit, int) else None


def prepared(session: Session, benefits: Collection[int], *, since: datetime) -> tuple[int, ...]:
    """The intakes of all officers that were kept since then for reviews of these benefits."""
    rows = session.scalars(select(office_records.Draft).where(office_records.Draft.saved_at >= since))
    return tuple(row.id for row in rows if benefit_of(row.content) in benefits)


def drop(session: Session, draft_id: int) -> None:
    """Remove a draft that became a case, or that nobody wants."""
    session.execute(delete(office_records.Draft).where(office_records.Draft.id == draft_id))


def waiting(office: Office, session: Session) -> int:
    """How many of the officer's intakes are parked."""
    parked = select(func.count()).select_from(office_records.Draft).filter_by(officer_id=office.officer.id)
    return session.scalar(parked.where(office_records.Draft.parked_at.is_not(None))) or 0


def _own(office: Office, session: Session, draft_id: int) -> office_records.Draft | None:
    return session.scalars(
        select(office_records.Draft).filter_by(id=draft_id, officer_id=office.officer.id)
    ).one_or_none()


def _there(row: office_records.Draft | None) -> office_records.Draft:
    if row is None:
        raise Refused("This intake is no longer here: it was accepted or thrown away.")
    return row


def _applicant(content: Mapping[str, object]) -> str:
    people = content.get("people")
    first = people[0] if isinstance(people, list) and people else {}
    name = first.get("name") if isinstance(first, Mapping) else None
    return name if isinstance(name, str) else ""
