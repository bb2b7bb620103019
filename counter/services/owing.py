"""The desk at which duties are looked for: whose they are to see, and how one is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, defer

from counter.cases.casefile import Due
from counter.cases.deadlines import add_days, urgency, working_days_between
from counter.cases.duties import Duty, DutyKind, Owes
from counter.catalogue.policy import DayKind
from counter.services.office import Act, Office
from counter.store import access, household_records
from counter.store.access import Scope
from counter.store.records import STANDING, Case, Referral

MOST = 2_000
"""So many of one kind are listed, the oldest; nobody works through more at a time."""


class Desk:
    """What every finder needs: who asks, the day, and how a duty is made."""

    def __init__(self, office: Office, session: Session) -> None:
        self.office = office
        self.session = session
        self.today = office.today()
        self.calendar = office.catalogue.calendar
        self.promises = office.promises
        self._late: dict[date, int] = {}

    def working(self, start: date, days: int) -> tuple[date, bool]:
        """So many working days after a day, and whether that is provisional."""
        return add_days(start, days, DayKind.WORKING, self.calendar)

    def cases(self, *conditions: ColumnElement[bool]) -> Iterator[tuple[Case, str]]:
        """Cases not in the archive yet that the officer may see, with the applicant's name."""
        query = (
            select(Case, household_records.Person.name)
            .join(household_records.Person, household_records.Person.id == Case.applicant_id)
            .where(STANDING, reached_case(self.office), *conditions)
            .options(defer(Case.application))
            .order_by(Case.registered_at)
            .limit(MOST)
        )
        yield from self.session.execute(query)

    def of_case(
        self,
        kind: DutyKind,
        of: tuple[Case, str],
        what: str,
        due: tuple[date | None, bool],
        owes: Owes,
        *,
        reference: str = "",
    ) -> Duty:
        row, applicant = of
        return self._duty(
            kind,
            what,
            Due(due[0], provisional=due[1], verified=True),
            owes,
            case=row.number,
            household_id=row.household_id,
            applicant=applicant,
            township=row.township,
            officer=row.owner,
            reference=reference,
        )

    def of_referral(
        self, kind: DutyKind, row: Referral, what: str, due: Due, owes: Owes, *, reference: str = ""
    ) -> Duty:
        return self._duty(
            kind,
            what,
            due,
            owes,
            case=row.case_number,
            referral=row.number,
            household_id=row.household_id,
            applicant=row.applicant,
            department=row.department,
            township=row.township,
            officer="" if owes is Owes.DISPATCHER else row.liaison,
            reference=reference,
        )

    def _duty(
        self,
        kind: DutyKind,
        what: str,
        due: Due,
        owes: Owes,
        *,
        case: str,
        household_id: int,
        applicant: str,
        township: str,
        officer: str,
        referral: str = "",
        department: str = "",
        reference: str = "",
    ) -> Duty:
        return Duty(
            kind=kind,
            what=what,
            due=due.due,
            urgency=urgency(due, self.today, self.calendar, self.promises),
            owes=owes,
            late=self._days_late(due.due),
            case=case,
            referral=referral,
            household_id=household_id,
            applicant=applicant,
            department=department,
            township=township,
            officer=officer,
            reference=reference,
            provisional=due.provisional,
            verified=due.verified,
        )

    def _days_late(self, due: date | None) -> int:
        """Working days since a last day; counted once for all that was due on it."""
        if due is None or due >= self.today:
            return 0
        if due not in self._late:
            self._late[due] = working_days_between(due, self.today, self.calendar)
        return self._late[due]


def reached_case(office: Office) -> ColumnElement[bool]:
    """A case belongs to its township; departments see referrals alone."""
    reach = access.scopes(office.officer.roles, Act.READ) if office.officer.active else frozenset()
    if Scope.OFFICE in reach or (Scope.TOWNSHIP in reach and not office.officer.township):
        return Case.id == Case.id
    return Case.township == (office.officer.township if Scope.TOWNSHIP in reach else "")


Finder = Callable[[Desk], Iterator[Duty]]
