"""The month report (D37): counted from the store, printed, and as a spreadsheet from the same numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from counter.cases.casefile import Interval, Verb
from counter.cases.deadlines import charged_days
from counter.cases.month import ChainHead, Counts, Granted, Handled, Month, by, counts, last_day
from counter.cases.workflow import CaseState, Outcome, ReferralState, ReturnReason
from counter.errors import Refused
from counter.letters.decisions import paid_once, period_of
from counter.services.month_tables import sheets
from counter.services.office import Act, Office
from counter.services.reach import reached
from counter.services.spreadsheet import Exported, written
from counter.store import chain, life_records, records
from counter.text import local_day, noon

AT_ONCE = 500
"""As many ids in one question as every database takes."""


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
        count = _Count(office, session, first, last, township)
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


# --- what is counted -------------------------------------------------------------------------------


class _Count:
    """The rows of one month, of a township or of all that the officer may see."""

    def __init__(self, office: Office, session: Session, first: date, last: date, township: str) -> None:
        self.office, self.session = office, session
        self.first, self.last, self.township = first, last, township
        self.begins, self.ends = _midnight(first), _midnight(last + timedelta(days=1))

    def mine(
        self, row: type[records.Referral] | type[records.Decision] | type[life_records.Return]
    ) -> ColumnElement[bool]:
        seen = reached(self.office, row.township, row.department)
        return and_(seen, row.township == self.township) if self.township else seen

    def accepted(self) -> dict[str, int]:
        """Cases by the day of acceptance; one that was merged is counted where it went on."""
        row = records.Referral
        found = self.session.execute(
            select(row.township, func.count(row.case_id.distinct()))
            .join(records.Case, records.Case.id == row.case_id)
            .where(
                self.mine(row),
                row.accepted_on.between(self.first, self.last),
                records.Case.state != CaseState.MERGED,
            )
            .group_by(row.township)
        )
        return {township: number for township, number in found}

    def declined(self) -> dict[str, int]:
        """Cases that were not accepted, by the day on which that was said."""
        event = records.Event
        found = self.session.execute(
            select(event.chain, func.count(event.case_number.distinct()))
            .where(event.verb == Verb.DECLINED.value, event.at >= self.begins, event.at < self.ends)
            .group_by(event.chain)
        )
        return {
            township: number
            for township, number in found
            if self.township in ("", township) and self.office.may(Act.READ, township=township)
        }

    def returned(self) -> Sequence[tuple[str, str, ReturnReason]]:
        """Department, township and reason of each referral that came back."""
        row = life_records.Return
        found = self.session.execute(
            select(row.department, row.township, row.reason).where(
                self.mine(row), row.returned_on.between(self.first, self.last)
            )
        )
        return [(one.department, one.township, one.reason) for one in found]

    def granted(self) -> tuple[Granted, ...]:
        """The money of the decisions of the month as they stand now: one that was corrected counts once."""
        row = records.Decision
        later = aliased(row)
        found = self.session.execute(
            select(row.amount_unit, func.sum(row.amount_fen), func.count())
            .outerjoin(later, later.replaces == row.number)
            .where(
                self.mine(row),
                row.decided_on.between(self.first, self.last),
                row.outcome != Outcome.REFUSE,
                row.amount_fen.is_not(None),
                later.id.is_(None),
            )
            .group_by(row.amount_unit)
        )
        together: dict[str, tuple[int, int]] = {}
        for unit, fen, number in found:
            period = "" if paid_once(unit) else period_of(unit)
            before = together.get(period, (0, 0))
            together[period] = before[0] + (fen or 0), before[1] + number
        sums = sorted(together.items(), key=lambda item: -item[1][0])
        return tuple(Granted(period, fen, number) for period, (fen, number) in sums)

    def rows(self) -> list[Handled]:
        """Every referral that was sent, decided or still open in the month, once."""
        row, decision = records.Referral, records.Decision
        found = self.session.execute(
            select(
                row.id,
                row.department,
                row.township,
                row.sent_at,
                row.due,
                row.verified,
                row.state,
                row.changed_at,
                func.min(decision.decided_on).label("decided_on"),
                func.min(decision.outcome).label("outcome"),
            )
            .outerjoin(decision, and_(decision.referral_id == row.id, decision.replaces == ""))
            .where(
                self.mine(row),
                row.sent_at < self.ends,
                or_(
                    row.sent_at >= self.begins,
                    decision.decided_on >= self.first,
                    and_(decision.id.is_(None), row.state != ReferralState.WITHDRAWN),
                    and_(row.state == ReferralState.WITHDRAWN, row.changed_at >= self.begins),
                ),
            )
            .group_by(row.id)
            .order_by(row.id)
        ).all()
        handled = {
            one.id: Handled(
                one.department,
                one.township,
                local_day(one.sent_at),
                one.due if one.verified else None,
                one.decided_on,
                one.outcome,
                local_day(one.changed_at) if one.state is ReferralState.WITHDRAWN else None,
            )
            for one in found
        }
        return [replace(one, used=used) for one, used in self._timed(handled)]

    def _timed(self, handled: Mapping[int, Handled]) -> Iterator[tuple[Handled, int | None]]:
        """With the working days that the department took, all waiting left out, where it has decided."""
        decided = [key for key, one in handled.items() if one.decided_on is not None]
        waits = self._intervals(decided)
        calendar = self.office.catalogue.calendar
        for key, one in handled.items():
            if one.decided_on is None:
                yield one, None
            else:
                yield one, charged_days(one.sent_on, one.decided_on, waits.get(key, ()), calendar)

    def _intervals(self, ids: Sequence[int]) -> dict[int, list[Interval]]:
        found: dict[int, list[Interval]] = {}
        row = records.Interval
        for at in range(0, len(ids), AT_ONCE):
            some = row.referral_id.in_(ids[at : at + AT_ONCE])
            for one in self.session.scalars(select(row).where(some).order_by(row.id)):
                kept = Interval(one.kind, one.started, one.ended, one.reason, waits_for=one.waits_for)
                found.setdefault(one.referral_id, []).append(kept)
        return found


def _midnight(day: date) -> datetime:
    return noon(day) - timedelta(hours=12)
