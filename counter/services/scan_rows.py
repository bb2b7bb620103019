"""The steps that acts on scans share: the row, what everyone may know of it, what goes with a draft."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from counter.cases.scanned import Scan, Source
from counter.errors import Refused
from counter.services.office import Act, Office
from counter.store import records
from counter.store import scan_records as rows

THROWN_AWAY = "登记已放弃"
"""Why the scans of an intake that nobody wants are shown no more."""


def scan_row(office: Office, session: Session, scan_id: int, act: Act) -> rows.Scan:
    """The row of a scan that the officer may do this to. Raises `Refused` when there is none."""
    row = session.get(rows.Scan, scan_id)
    if row is None:
        raise Refused("There is no scan {id} in this office.", field="scan", id=scan_id)
    office.allow(act, township=row.township)
    return row


def scans_of(office: Office, session: Session, case: records.Case) -> tuple[Scan, ...]:
    """The scans of a case, of the intake that it came from, and of those that were merged into it."""
    merged = select(records.Case.id).where(records.Case.merged_into == case.number)
    drafts = select(records.Case.draft_id).where(
        or_(records.Case.id == case.id, records.Case.merged_into == case.number),
        records.Case.draft_id.is_not(None),
    )
    own = or_(rows.Scan.case_id == case.id, rows.Scan.case_id.in_(merged), rows.Scan.draft_id.in_(drafts))
    found = session.scalars(
        select(rows.Scan).where(own).options(selectinload(rows.Scan.pages)).order_by(rows.Scan.id)
    ).all()
    return tuple(told(office, session, found, case.number))


def told(office: Office, session: Session, found: Sequence[rows.Scan], case: str = "") -> list[Scan]:
    """What everyone may know of these scans."""
    ids = {row.notice_id for row in found if row.notice_id is not None}
    numbers: dict[int, str] = {}
    if ids:
        named = select(records.Notice.id, records.Notice.number).where(records.Notice.id.in_(ids))
        numbers = {at: number for at, number in session.execute(named)}
    return [
        Scan(
            id=row.id,
            title=row.title,
            material=row.material,
            pages=len(row.pages),
            size=sum(page.size for page in row.pages),
            added_at=row.added_at,
            added_by=row.added_by,
            source=Source(row.source),
            digest=row.digest,
            notice=numbers.get(row.notice_id or 0, ""),
            withdrawn=row.withdrawn,
            identity=is_identity(office, row.material),
            case=case,
        )
        for row in found
    ]


def is_identity(office: Office, material: str) -> bool:
    """Whether others could misuse what this paper shows of a person."""
    known = office.catalogue.materials.get(material)
    return known is not None and known.shows_identity


def throw_away(office: Office, session: Session, draft_id: int) -> list[str]:
    """Withdraw what was scanned for an intake that is thrown away; the digests that no other scan needs.

    Their files are removed when the act is done: nothing of a person stays without a case.
    """
    found = session.scalars(
        select(rows.Scan).filter_by(draft_id=draft_id, withdrawn="").options(selectinload(rows.Scan.pages))
    ).all()
    digests = set[str]()
    for row in found:
        row.withdrawn, row.withdrawn_at, row.withdrawn_by = THROWN_AWAY, office.now(), office.officer.name
        digests.update(page.digest for page in row.pages)
    ids = [row.id for row in found]
    needed = select(rows.ScanPage.digest).where(
        rows.ScanPage.digest.in_(digests), rows.ScanPage.scan_id.not_in(ids)
    )
    return sorted(digests - set(session.scalars(needed)))


def digests(session: Session) -> list[str]:
    """Every picture that must lie beside the store."""
    kept = (
        select(rows.ScanPage.digest)
        .join(rows.Scan, rows.Scan.id == rows.ScanPage.scan_id)
        .where(rows.Scan.withdrawn != THROWN_AWAY)
    )
    return sorted(set(session.scalars(kept)))
