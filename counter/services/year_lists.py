"""The list of the files of a year, counted from the store; what is over is proposed to the keeper."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from counter.cases.casefile import Verb
from counter.cases.retention import ENDED, Retention
from counter.cases.year_list import FileRow, YearList
from counter.errors import Refused
from counter.letters.case_covers import archive_number
from counter.progress import Progress, silent
from counter.services.file_parts import retentions, volume_of
from counter.services.office import Act, Office
from counter.services.spreadsheet import Cell, Exported, Sheet, written
from counter.store import records
from counter.text import _, local_day, noon


def year_list(office: Office, year: int, *, township: str = "", progress: Progress = silent) -> YearList:
    """The files of the cases that ended in a year, of a township or of all that the officer may see.

    Raises `Refused` for a year that has not begun, and for a township that the officer may not see.
    """
    if year > office.today().year:
        raise Refused("The year {year} has not begun yet.", field="year", year=year)
    begins, ends = _midnight(date(year, 1, 1)), _midnight(date(year + 1, 1, 1))
    with office.read() as session:
        chosen = (records.Case.closed_at >= begins, records.Case.closed_at < ends)
        found = _households(office, session, township, *chosen)
        kept = _kept(office, session, found)
        rows = tuple(_rows(office, session, found, kept, progress))
    return _listed(office, year, township, rows)


def ended(office: Office, *, township: str = "", progress: Progress = silent) -> YearList:
    """The files of all years whose term of keeping is over, one line for each household and year."""
    with office.read() as session:
        found = _households(office, session, township, records.Case.closed_at.is_not(None))
        kept = _kept(office, session, found)
        over = {key: rows for key, rows in found.items() if kept[key[0]].is_over(office.today())}
        rows = tuple(_rows(office, session, over, kept, progress))
    return _listed(office, None, township, rows)


def printed(office: Office, listed: YearList) -> bytes:
    """The list on paper, and the event that it was printed."""
    # Drawing needs its fonts read; whoever prints nothing does not wait for that.
    from counter.letters.year_sheet import draw

    drawn = draw(listed, training=office.invented)
    _record(office, listed, "pdf", len(listed.rows))
    return drawn


def export(office: Office, listed: YearList, out: Path) -> Exported:
    """The same lines as XLSX, and the event that they left the office."""
    exported = written(office, out, tuple(_sheets(listed)))
    _record(office, listed, out.name, exported.rows)
    return exported


# --- what is counted -------------------------------------------------------------------------------


Key = tuple[int, int]
"""A household, and the year in which some of its cases ended."""


def _households(
    office: Office, session: Session, township: str, *chosen: ColumnElement[bool]
) -> dict[Key, list[records.Case]]:
    officer = office.officer
    office.allow(Act.EXPORT, township=township or officer.township)
    case = records.Case
    found = session.scalars(
        select(case).where(case.state.in_(ENDED), *chosen).order_by(case.township, case.household_id, case.id)
    )
    together: dict[Key, list[records.Case]] = {}
    for row in found:
        if township in ("", row.township) and office.may(Act.EXPORT, township=row.township):
            assert row.closed_at is not None
            together.setdefault((row.household_id, local_day(row.closed_at).year), []).append(row)
    return together


def _kept(office: Office, session: Session, keys: Collection[Key]) -> dict[int, Retention]:
    return retentions(office, session, {household for household, _year in keys})


def _rows(
    office: Office,
    session: Session,
    found: Mapping[Key, Sequence[records.Case]],
    kept: Mapping[int, Retention],
    progress: Progress,
) -> Iterator[FileRow]:
    # Laying papers out needs their fonts; whoever lists nothing does not wait for that.
    from counter.services.bound_parts import count_pages

    done, total = 0, sum(map(len, found.values()))
    fonds = office.district.get("archive.fonds", "")
    for (household, year), cases in found.items():
        pages = 0
        for row in cases:
            progress(done, total)
            volume = volume_of(office, session, row)
            pages += count_pages(office, volume)
            done += 1
        cover, last = volume.cover, cases[-1]
        yield FileRow(
            archive_number=archive_number(fonds, year, kept[household], household),
            household=household,
            applicant=cover.applicant,
            township=last.township,
            town=cover.town,
            village=cover.village,
            cases=tuple(row.number for row in cases),
            pages=pages,
            kept=kept[household],
            archived_on=max((one.archived_on for one in cases if one.archived_on), default=None),
            keeper=cover.keeper,
        )
    progress(total, total)


def _listed(office: Office, year: int | None, township: str, rows: tuple[FileRow, ...]) -> YearList:
    place = office.catalogue.places.get(township or office.officer.township)
    whose = place.title if place else office.district.get("district_name", "")
    return YearList(year, whose, rows, office.now(), office.officer.name, office.today())


def _midnight(day: date) -> datetime:
    return noon(day) - timedelta(hours=12)


# --- what leaves the office ------------------------------------------------------------------------


def _record(office: Office, listed: YearList, file: str, rows: object) -> None:
    with office.write() as session:
        detail = {"file": file, "report": f"files {listed.year or 'over'}", "rows": rows}
        office.record(session, Verb.EXPORTED, detail=detail)


def _sheets(listed: YearList) -> Iterator[Sheet]:
    heads = (
        _("Archive number"),
        _("Household"),
        _("Householder"),
        _("Township"),
        _("Village"),
        _("Cases"),
        _("Pages"),
        _("Retention class"),
        _("Household left on"),
        _("Kept until"),
        _("Archived on"),
        _("Keeper"),
        _("Case numbers"),
    )
    yield Sheet(_("Files"), heads, tuple(_cells(row) for row in listed.rows))
    if listed.year is not None:
        yield Sheet(_("Proposed for review"), heads, tuple(_cells(row) for row in listed.over))


def _cells(row: FileRow) -> tuple[Cell, ...]:
    return (
        row.archive_number,
        f"{row.household:06}",
        row.applicant,
        row.town,
        row.village,
        len(row.cases),
        row.pages,
        "、".join(row.kept.classes),
        row.kept.left_on,
        row.kept.until,
        row.archived_on,
        row.keeper,
        "、".join(row.cases),
    )
