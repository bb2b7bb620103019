"""What lies in the file of a case: its papers in every version, what was scanned, how it was delivered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from counter.cases.benefits import Benefit
from counter.cases.casefile import CaseFile, Notice, Paper
from counter.cases.retention import ENDED, ROUTINE, Ended, Retention, retention, terms_of
from counter.cases.scanned import watermark
from counter.letters.board_check import Guard
from counter.letters.case_covers import (
    COVER,
    SECTIONS,
    CaseCover,
    Filed,
    cover_of,
    issued_line,
    lying_in,
    received_line,
)
from counter.letters.district import Desk
from counter.letters.letter import Said
from counter.letters.parts import Source
from counter.services import letter_rows
from counter.services.benefit_rows import benefits_of
from counter.services.boards import guard
from counter.services.casefiles import casefile_of
from counter.services.notice_rows import coded, issued_as
from counter.services.office import Office
from counter.services.scan_rows import is_identity
from counter.store import life_records, records, scan_records
from counter.text import chinese_date, local_day

AT_ONCE = 500
"""As many ids in one question as every database takes."""
DELIVERIES = "送达情况表"
VERSION = "第{n}稿（Word改稿）"
ON_PAPER = "纸质，未扫描"
SCAN = "扫描件"
BACK = "签收后交回（扫描件）"


@dataclass(frozen=True, slots=True)
class Scanned:
    """The pages of a scan by kind and digest; `across` lies over them, empty for nothing."""

    id: int
    pages: tuple[tuple[str, str], ...]
    across: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing in the file: a paper as it was issued, pages that were scanned, or what lies only on paper.

    `line` is how the list tells of it, `name` what its file is called; `lists_deliveries` makes the sheet.
    """

    section: str
    line: Filed
    name: str
    said: Said | None = None
    void: bool = False
    notice: Notice | None = None
    guarded: Guard | None = None
    scan: Scanned | None = None
    lists_deliveries: bool = False

    @property
    def is_bound(self) -> bool:
        """Whether it has pages in the file."""
        return self.said is not None or self.scan is not None or self.lists_deliveries


@dataclass(frozen=True, slots=True)
class Volume:
    """A case and all that lies in its file, in its order."""

    case: CaseFile
    cover: CaseCover
    parts: tuple[Part, ...]
    kept: Retention
    """By all cases and benefits of the household, whoever has them: its term hangs on the last of them."""


def volume_of(office: Office, session: Session, row: records.Case, *, alone: bool = True) -> Volume:
    """Read all of a case that is filed; pictures are read when they are bound.

    `alone`: with what was scanned for the cases that were merged into it, which have no file of their own.
    """
    case = casefile_of(office, session, row)
    reader = _Reader(office, session, row, case, _scans(session, row, alone=alone))
    parts = [part for section in SECTIONS for part in reader.section(section.title, lying_in(case, section))]
    kept = retentions(office, session, [row.household_id])[row.household_id]
    return Volume(case, _cover(office, session, row, case), tuple(parts), kept)


def retentions(office: Office, session: Session, households: Collection[int]) -> dict[int, Retention]:
    """How long the files of these households are kept."""
    terms, today = terms_of(office.catalogue.district), office.today()
    cases: dict[int, list[Ended]] = {household: [] for household in households}
    given: dict[int, list[Benefit]] = {household: [] for household in households}
    asked = sorted(households)
    for at in range(0, len(asked), AT_ONCE):
        some = asked[at : at + AT_ONCE]
        for household, one in _endings(session, some):
            cases[household].append(one)
        benefit = life_records.Benefit
        rows = session.scalars(select(benefit).where(benefit.household_id.in_(some))).all()
        for held in benefits_of(session, rows, today):
            given[held.household_id].append(held)
    return {household: retention(cases[household], given[household], today, terms) for household in asked}


def _endings(session: Session, households: Sequence[int]) -> Iterator[tuple[int, Ended]]:
    """When each case of these households ended, and its last paper of daily management."""
    case, notice = records.Case, records.Notice
    routine: dict[int, date] = {}
    of_them = select(case.id).where(case.household_id.in_(households))
    issued = select(notice.case_id, notice.issued_at).where(
        notice.case_id.in_(of_them), notice.kind.in_(ROUTINE)
    )
    for at, moment in session.execute(issued):
        routine[at] = max(local_day(moment), routine.get(at, date.min))
    told = select(case.id, case.household_id, case.state, case.closed_at).where(
        case.household_id.in_(households), case.merged_into == ""
    )
    for row in session.execute(told):
        closed = local_day(row.closed_at) if row.closed_at and row.state in ENDED else None
        yield row.household_id, Ended(closed, routine.get(row.id))


def _cover(office: Office, session: Session, row: records.Case, case: CaseFile) -> CaseCover:
    """As it was issued if it was, but with today's list."""
    own = session.scalars(
        select(records.Notice)
        .filter_by(case_id=row.id, kind=COVER, voided="")
        .order_by(records.Notice.id.desc())
        .limit(1)
    ).one_or_none()
    catalogue = office.catalogue_of(session, row.catalogue_digest)
    number = own.number if own is not None else ""
    source = Source(case=case, catalogue=catalogue, number=number, issued_on=office.today())
    cover = cover_of(source)
    if own is None:
        return cover
    said = coded(session, cover, own.code)
    assert isinstance(said, CaseCover)
    return said


class _Reader:
    """Goes through the parts of one case; each scan comes once, where it belongs first."""

    def __init__(
        self,
        office: Office,
        session: Session,
        row: records.Case,
        case: CaseFile,
        scans: list[scan_records.Scan],
    ) -> None:
        self._office, self._session, self._case = office, session, case
        self._rows = {
            one.number: one for one in session.scalars(select(records.Notice).filter_by(case_id=row.id))
        }
        self._scans = scans
        place = office.catalogue.places.get(row.township)
        self._across = watermark(office.today(), Desk(office.catalogue).office(place))

    def section(self, title: str, lying: Sequence[Paper | Notice]) -> Iterator[Part]:
        for one in lying:
            if isinstance(one, Notice):
                yield from self._issued(title, one)
            else:
                yield from self._received(title, one)
        if title == _OF_RECEIVED:
            # What shows nothing that was asked for, and no paper that was issued in this case.
            issued = {row.id for row in self._rows.values() if row.kind != COVER}
            yield from self._all_of(title, [one for one in self._scans if one.notice_id not in issued])
        if title == _OF_DELIVERIES and self._case.deliveries:
            yield Part(title, Filed("", DELIVERIES, "", "", "", ""), DELIVERIES, lists_deliveries=True)

    def _issued(self, section: str, notice: Notice) -> Iterator[Part]:
        row = self._rows[notice.number]
        said = issued_as(self._session, row)
        guarded = guard(self._office, self._case, said) if not notice.voided else None
        line = issued_line(notice)
        for version, worded in letter_rows.wordings(self._session, row, said):
            note = "，".join(filter(None, (VERSION.format(n=version) if version > 1 else "", line.note)))
            yield Part(
                section,
                replace(line, note=note),
                f"{notice.kind}-{line.title}",
                worded,
                bool(notice.voided),
                notice,
                guarded,
            )
        yield from self._all_of(section, [one for one in self._scans if one.notice_id == row.id])

    def _received(self, section: str, paper: Paper) -> Iterator[Part]:
        line = received_line(paper)
        shown = [
            one for one in self._scans if one.notice_id is None and one.material == paper.material != "other"
        ]
        if not shown:
            note = "，".join(filter(None, (line.note, ON_PAPER)))
            yield Part(section, replace(line, pages="", note=note), line.title)
        for one in shown:
            yield self._scan(section, one, replace(line, pages="", note=f"{line.note}，{SCAN}"))

    def _all_of(self, section: str, scans: Iterable[scan_records.Scan]) -> Iterator[Part]:
        numbers = {row.id: number for number, row in self._rows.items()}
        for one in list(scans):
            number = numbers.get(one.notice_id or 0, "")
            day = chinese_date(local_day(one.added_at))
            yield self._scan(section, one, Filed("", one.title, number, day, "", BACK if number else SCAN))

    def _scan(self, section: str, row: scan_records.Scan, line: Filed) -> Part:
        self._scans.remove(row)
        pages = tuple((page.kind, page.digest) for page in row.pages)
        across = self._across if is_identity(self._office, row.material) else ""
        line = replace(line, title=line.title.replace("|", ""))
        return Part(section, line, line.title, scan=Scanned(row.id, pages, across))


_OF_RECEIVED = next(one.title for one in SECTIONS if not one.kinds)
_OF_DELIVERIES = next(one.title for one in SECTIONS if "D25" in one.kinds)


def _scans(session: Session, row: records.Case, *, alone: bool) -> list[scan_records.Scan]:
    """What was scanned of a case and of the intake that it came from, and was not withdrawn."""
    case, scan = records.Case, scan_records.Scan
    whose = or_(case.id == row.id, case.merged_into == row.number) if alone else case.id == row.id
    drafts = select(case.draft_id).where(whose, case.draft_id.is_not(None))
    own = or_(scan.case_id.in_(select(case.id).where(whose)), scan.draft_id.in_(drafts))
    found = select(scan).where(own, scan.withdrawn == "")
    return list(session.scalars(found.options(selectinload(scan.pages)).order_by(scan.id)))
