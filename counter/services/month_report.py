"""The month report (D37): counted from the store, printed, and as a spreadsheet from the same numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from counter.cases.casefile import Verb
from counter.cases.month import ChainHead, Counts, Month, by, counts, last_day
from counter.errors import Refused
from counter.services.month_rows import MonthRows
from counter.services.month_tables import sheets
from counter.services.office import Act, Office
from counter.services.spreadsheet import Exported, written
from counter.store import chain


def month(office: Office, first: date, *, township: str = "") -> Month:
    """The month that begins on this day, of a township or of all that the officer may see, as of now.

    Raises `Refused` for a month that has not begun, and for a township that the officer may not see.
    """
    first = first.replace(day=1)
    today = office.today()
    if first > today:
        raise Refused("The month {month} has not begun yet.", field="month", month=f"{first:%Y-%m}")
    officer = office.officer
    office.allow(Act.EXPORT, township=township or officer.township, department=officer.department)
    last = min(last_day(first), today)
    with office.read() as session:
        count = MonthRows(office, session, first, last, township)
        rows = count.rows()
        returned = count.returned()
        by_department = Counter(department for department, _town, _reason in returned)
        by_township = Counter(town for _department, town, _reason in returned)
        return Month(
            first=first,
            last=last,
            counted_at=office.now(),
            counted_by=officer.name,
            whose=_whose(office, township),
            accepted=count.accepted(),
            declined=count.declined(),
            total=counts(rows, first, last, returned=len(returned)),
            departments=_titled(
                by(lambda one: one.department, rows, first, last, returned=by_department),
                {code: one.title for code, one in office.catalogue.departments.items()},
            ),
            townships=_titled(
                by(lambda one: one.township, rows, first, last, returned=by_township), _places(office)
            ),
            reasons=Counter(reason for _department, _town, reason in returned),
            granted=count.granted(),
            heads=tuple(
                ChainHead(one.chain, one.position, one.digest)
                for one in chain.heads(session)
                if township in ("", one.chain)
            ),
        )


def printed(office: Office, counted: Month) -> bytes:
    """The report on paper, and the event that it was printed."""
    # Drawing needs its fonts read; whoever prints nothing does not wait for that.
    from counter.letters.month_sheet import draw

    drawn = draw(counted, _places(office), training=office.invented)
    with office.write() as session:
        detail = {"file": "D37", "report": f"{counted.first:%Y-%m}", "rows": len(counted.departments)}
        office.record(session, Verb.EXPORTED, detail=detail)
    return drawn


def export(office: Office, counted: Month, out: Path) -> Exported:
    """The same numbers as XLSX, and the event that they left the office."""
    exported = written(office, out, tuple(sheets(counted, _places(office))))
    with office.write() as session:
        detail = {"file": out.name, "report": f"{counted.first:%Y-%m}", "rows": exported.rows}
        office.record(session, Verb.EXPORTED, detail=detail)
    return exported


def _whose(office: Office, township: str) -> str:
    """Whose report it is: a township's, a department's, or the district's."""
    officer = office.officer
    if place := township or officer.township:
        return _places(office).get(place, place)
    if officer.department in office.catalogue.departments:
        return office.catalogue.departments[officer.department].title
    return office.district.get("district_name", "")


def _places(office: Office) -> dict[str, str]:
    return {code: place.title for code, place in office.catalogue.places.items()}


def _titled(found: Mapping[str, Counts], titles: Mapping[str, str]) -> dict[str, Counts]:
    return {titles.get(code, code): one for code, one in found.items()}
