"""扫描件: pictures of papers, taken into the file of a case or of an intake; who looks is on the record."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from counter.cases.casefile import Verb
from counter.cases.scanned import Scan, Source, Use, watermark
from counter.errors import Refused
from counter.letters.district import Desk
from counter.services.casefiles import case_row
from counter.services.notice_rows import notice_row
from counter.services.office import Act, Office
from counter.services.referral_rows import required
from counter.services.scan_rows import scan_row, scans_of, told
from counter.store import office_records, records, scan_files
from counter.store import scan_records as rows
from counter.text import N_

if TYPE_CHECKING:
    from counter.services.scan_pdf import Page


@dataclass(frozen=True, slots=True)
class Paper:
    """What a picture shows: a paper of the catalogue, a numbered paper that came back signed, or another.

    `notice` is its number or code. What is named by nothing else needs a `title`.
    """

    material: str = ""
    notice: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A scan to look at: a PDF of its pages, each under its watermark where one is due."""

    scan: Scan
    pdf: bytes


def add(office: Office, case: str, paper: Paper, files: Sequence[bytes], *, source: Source) -> Scan:
    """Take pictures of one paper into the file of a case. Raises `Refused` for what is no picture."""
    with office.read() as session:
        _named(office, session, paper, case_row(office, session, case, Act.INTAKE))
    taken = _taken_in(office, files)
    with office.write() as session:
        row = case_row(office, session, case, Act.INTAKE)
        scan = _added(office, session, paper, taken, source=source, case=row)
        return told(office, session, [scan], row.number)[0]


def add_to_draft(
    office: Office, draft_id: int, paper: Paper, files: Sequence[bytes], *, source: Source
) -> Scan:
    """Take pictures in while the person still sits at the counter; they follow the intake into its case."""
    with office.read() as session:
        _draft(office, session, draft_id)
        _named(office, session, paper, None)
    taken = _taken_in(office, files)
    with office.write() as session:
        draft = _draft(office, session, draft_id)
        scan = _added(office, session, paper, taken, source=source, draft=draft)
        return told(office, session, [scan])[0]


def of_case(office: Office, number: str) -> tuple[Scan, ...]:
    """What was scanned of a case, the first first; also what was withdrawn."""
    with office.read() as session:
        return scans_of(office, session, case_row(office, session, number))


def of_draft(office: Office, draft_id: int) -> tuple[Scan, ...]:
    """What was scanned for an intake of the officer's own."""
    with office.read() as session:
        found = session.scalars(
            select(rows.Scan)
            .filter_by(draft_id=draft_id, withdrawn="")
            .options(selectinload(rows.Scan.pages))
            .order_by(rows.Scan.id)
        ).all()
        return tuple(told(office, session, [row for row in found if _may_read(office, row)]))


def look_at(office: Office, scan_id: int, *, use: Use = Use.SHOWN) -> Opened:
    """The pages of a scan; who looked, printed or saved goes on the record, as with any personal data.

    Raises `Refused` for one that was withdrawn, and where a page is gone or damaged.
    """
    # Drawing, and reading pictures, need libraries that whoever never scans does not wait for.
    from counter.letters import scan_sheets

    with office.write() as session:
        row = scan_row(office, session, scan_id, Act.REVEAL)
        if row.withdrawn:
            raise Refused(
                "The scan of {title} was withdrawn: {reason}.", title=row.title, reason=row.withdrawn
            )
        place = office.catalogue.places.get(row.township)
        case = _case_of(session, row)
        office.record(
            session,
            Verb.SCAN_READ,
            township=row.township,
            case=case.number if case else "",
            detail={"scan": row.id, "title": row.title, "use": use.value},
        )
        scan = told(office, session, [row], case.number if case else "")[0]
        pages = [
            scan_sheets.Picture(page.kind, scan_files.read(office.settings.scans, page.digest))
            for page in row.pages
        ]
    across = watermark(office.today(), Desk(office.catalogue).office(place)) if scan.identity else ""
    return Opened(scan, scan_sheets.sheets(pages, title=scan.title, across=across))


def withdraw(office: Office, scan_id: int, *, reason: str) -> Scan:
    """Show a scan no more, because it is of somebody else or cannot be read; nothing is removed."""
    required(reason, "reason", N_("Say why it is withdrawn."))
    with office.write() as session:
        row = scan_row(office, session, scan_id, Act.INTAKE)
        if row.withdrawn:
            raise Refused("This scan was withdrawn already.", field="scan")
        row.withdrawn, row.withdrawn_at = reason.strip(), office.now()
        row.withdrawn_by = office.officer.name
        case = _case_of(session, row)
        office.record(
            session,
            Verb.SCAN_WITHDRAWN,
            township=row.township,
            case=case.number if case else "",
            detail={"scan": row.id, "title": row.title, "reason": row.withdrawn},
        )
        return told(office, session, [row], case.number if case else "")[0]


# --- steps ---------------------------------------------------------------------------------------


Taken = Sequence[tuple["Page", str]]
"""Pages with the digests under which they lie."""


def _taken_in(office: Office, files: Sequence[bytes]) -> Taken:
    """The pages, already on the disk: a row never names what is not there, whatever happens next."""
    from counter.services.scan_pictures import pages_of

    pages = pages_of(files, office.settings.limits)
    return [(page, scan_files.keep(office.settings.scans, page.content)) for page in pages]


def _added(
    office: Office,
    session: Session,
    paper: Paper,
    taken: Taken,
    *,
    source: Source,
    case: records.Case | None = None,
    draft: office_records.Draft | None = None,
) -> rows.Scan:
    notice, title = _named(office, session, paper, case)
    township = case.township if case else _place_of(office, draft) if draft else office.place
    row = rows.Scan(
        case_id=case.id if case else None,
        draft_id=draft.id if draft else None,
        notice_id=notice.id if notice else None,
        township=township,
        material=paper.material,
        title=title,
        source=source.value,
        digest=hashlib.sha256("".join(digest for _page, digest in taken).encode()).hexdigest(),
        added_at=office.now(),
        added_by=office.officer.name,
        pages=[
            rows.ScanPage(
                position=at,
                digest=digest,
                kind=page.kind,
                width=page.width,
                height=page.height,
                size=len(page.content),
            )
            for at, (page, digest) in enumerate(taken)
        ],
    )
    session.add(row)
    session.flush()
    office.record(
        session,
        Verb.SCAN_ADDED,
        township=township,
        case=case.number if case else "",
        detail={
            "scan": row.id,
            "title": title,
            "pages": len(taken),
            "digest": row.digest,
            **({"notice": notice.number} if notice else {}),
            **({"draft": draft.id} if draft else {}),
        },
    )
    return row


def _place_of(office: Office, draft: office_records.Draft) -> str:
    """Where the intake will be accepted, as far as that is known."""
    said = draft.content.get("place")
    known = said if isinstance(said, str) and said in office.catalogue.places else ""
    return draft.township or known or office.place


def _draft(office: Office, session: Session, draft_id: int) -> office_records.Draft:
    """The intake of the officer's own that something may be taken into."""
    draft = session.scalars(
        select(office_records.Draft).filter_by(id=draft_id, officer_id=office.officer.id)
    ).one_or_none()
    if draft is None:
        raise Refused("This intake is no longer here: it was accepted or thrown away.")
    office.allow(Act.INTAKE, township=_place_of(office, draft))
    return draft


def _named(
    office: Office, session: Session, paper: Paper, case: records.Case | None
) -> tuple[records.Notice | None, str]:
    """The numbered paper, if it is one, and what stands in the list.

    Asked before a picture is kept, so that none is left behind. Raises `Refused` where nobody said what it
    shows.
    """
    notice = notice_row(office, session, paper.notice, Act.READ) if paper.notice else None
    if notice is not None and (case is None or notice.case_id != case.id):
        raise Refused("{number} is no paper of this case.", field="notice", number=notice.number)
    known = office.catalogue.materials.get(paper.material)
    if paper.material and known is None:
        raise Refused("The list knows no paper called {material}.", field="material", material=paper.material)
    title = notice.title if notice else known.title if known else paper.title.strip()
    if not title:
        raise Refused("Say which paper this is.", field="material")
    return notice, title[:200]


def _case_of(session: Session, row: rows.Scan) -> records.Case | None:
    if row.case_id is not None:
        return session.get_one(records.Case, row.case_id)
    return session.scalars(select(records.Case).filter_by(draft_id=row.draft_id)).one_or_none()


def _may_read(office: Office, row: rows.Scan) -> bool:
    return office.may(Act.READ, township=row.township)
