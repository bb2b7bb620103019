"""What somebody still owes a household: every open duty that the officer may see, due first."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.chasing import Level
from counter.cases.duties import Duty, DutyKind, Owes
from counter.cases.lateness import Fault, LateRow
from counter.services import owed_life, owed_work
from counter.services.late_rows import AT_ONCE, late_rows
from counter.services.office import Office
from counter.services.owing import Desk
from counter.store.records import Case


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which duties a list shows; None or empty means all of them."""

    kinds: frozenset[DutyKind] = frozenset()
    department: str = ""
    township: str = ""
    owes: Owes | None = None
    text: str = ""
    late_only: bool = False


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty with what is told once it is late: by whose fault, and how far it was chased.

    `fault` is read from the charged clock where there is one. It is None while nothing is late, and where
    the limit is not verified: that reminds, but is nobody's fault yet.
    """

    duty: Duty
    fault: Fault | None = None
    chased: Level | None = None


def duties(office: Office, wanted: Wanted | None = None) -> tuple[Duty, ...]:
    """The duties in the order of their last days; those without one stand last."""
    with office.read() as session:
        return _found(office, session, wanted or Wanted())


def owed(office: Office, wanted: Wanted | None = None) -> tuple[Owed, ...]:
    """The duties in the same order, each late one with the fault."""
    with office.read() as session:
        found = _found(office, session, wanted or Wanted())
        late = late_rows(office, session)
    rows = {_of_late(row): row for row in late}
    chased = {row.referral: row.chased for row in late if row.chased}
    return tuple(
        Owed(duty, _fault_of(duty, rows.get(_of_duty(duty))), chased.get(duty.referral)) for duty in found
    )


def counts(office: Office, wanted: Wanted | None = None) -> Mapping[DutyKind, tuple[int, int]]:
    """How many there are of each kind, and how many of them are late."""
    found: dict[DutyKind, tuple[int, int]] = dict.fromkeys(DutyKind, (0, 0))
    for duty in duties(office, wanted):
        many, late = found[duty.kind]
        found[duty.kind] = many + 1, late + (duty.late > 0)
    return found


# --- steps ---------------------------------------------------------------------------------------


def _found(office: Office, session: Session, wanted: Wanted) -> tuple[Duty, ...]:
    desk = Desk(office, session)
    found = [
        duty
        for kinds, finder in (*owed_work.FINDERS, *owed_life.FINDERS)
        if not wanted.kinds or wanted.kinds & kinds
        for duty in finder(desk)
        if _fits(duty, wanted)
    ]
    found = _with_owners(session, found)
    return tuple(sorted(found, key=lambda duty: (duty.due is None, duty.due or date.max, duty.case)))


def _with_owners(session: Session, found: Sequence[Duty]) -> list[Duty]:
    """What the window owes is answered for by who owns the case (首问负责), not by a liaison."""
    windows = sorted({duty.case for duty in found if duty.owes is Owes.WINDOW and duty.referral})
    owners: dict[str, str] = {}
    for at in range(0, len(windows), AT_ONCE):
        some = Case.number.in_(windows[at : at + AT_ONCE])
        for number, owner in session.execute(select(Case.number, Case.owner).where(some)):
            owners[number] = owner
    return [
        replace(duty, officer=owners[duty.case]) if duty.owes is Owes.WINDOW and duty.referral else duty
        for duty in found
    ]


def _fits(duty: Duty, wanted: Wanted) -> bool:
    return (
        (not wanted.kinds or duty.kind in wanted.kinds)
        and wanted.department in ("", duty.department)
        and wanted.township in ("", duty.township)
        and (wanted.owes is None or duty.owes is wanted.owes)
        and (not wanted.late_only or duty.late > 0)
        and (not wanted.text or any(wanted.text in said for said in (duty.applicant, duty.case, duty.what)))
    )


def _of_duty(duty: Duty) -> Hashable:
    # Why a decision waits is no thing of its own, and a case is sent as a whole.
    named = "" if duty.kind is DutyKind.DECIDE else duty.reference
    return duty.kind, duty.referral or duty.case, named


def _of_late(row: LateRow) -> Hashable:
    return row.kind, row.case if row.kind is DutyKind.DISPATCH else row.referral, row.reference


_FAULTS = {
    Owes.WINDOW: Fault.WINDOW,
    Owes.DISPATCHER: Fault.DISPATCHER,
    Owes.DEPARTMENT: Fault.DEPARTMENT,
    Owes.APPLICANT: Fault.APPLICANT,
    Owes.OUTSIDE: Fault.OUTSIDE,
}
"""Where no clock was charged, it is whoever has to move."""


def _fault_of(duty: Duty, late: LateRow | None) -> Fault | None:
    if not duty.late or not duty.verified:
        return None
    return late.fault if late else _FAULTS[duty.owes]
