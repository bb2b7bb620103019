"""What somebody still owes a household: every open duty that the officer may see, due first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from counter.cases.duties import Duty, DutyKind, Owes
from counter.services import owed_life, owed_work
from counter.services.office import Office
from counter.services.owing import Desk


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which duties a list shows; None or empty means all of them."""

    kinds: frozenset[DutyKind] = frozenset()
    department: str = ""
    township: str = ""
    owes: Owes | None = None
    text: str = ""
    late_only: bool = False


def duties(office: Office, wanted: Wanted | None = None) -> tuple[Duty, ...]:
    """The duties in the order of their last days; those without one stand last."""
    wanted = wanted or Wanted()
    with office.read() as session:
        desk = Desk(office, session)
        found = [
            duty
            for kinds, finder in (*owed_work.FINDERS, *owed_life.FINDERS)
            if not wanted.kinds or wanted.kinds & kinds
            for duty in finder(desk)
            if _fits(duty, wanted)
        ]
    return tuple(sorted(found, key=lambda duty: (duty.due is None, duty.due or date.max, duty.case)))


def counts(office: Office, wanted: Wanted | None = None) -> Mapping[DutyKind, tuple[int, int]]:
    """How many there are of each kind, and how many of them are late."""
    found: dict[DutyKind, tuple[int, int]] = dict.fromkeys(DutyKind, (0, 0))
    for duty in duties(office, wanted):
        many, late = found[duty.kind]
        found[duty.kind] = many + 1, late + (duty.late > 0)
    return found


def _fits(duty: Duty, wanted: Wanted) -> bool:
    return (
        (not wanted.kinds or duty.kind in wanted.kinds)
        and wanted.department in ("", duty.department)
        and wanted.township in ("", duty.township)
        and (wanted.owes is None or duty.owes is wanted.owes)
        and (not wanted.late_only or duty.late > 0)
        and (not wanted.text or any(wanted.text in said for said in (duty.applicant, duty.case, duty.what)))
    )
