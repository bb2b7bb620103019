"""What invented decisions give: running benefits, some of them due for review, and statuses."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from counter.cases.benefits import runs
from counter.cases.identities import begins
from counter.cases.identities import ends as validity_ends
from counter.cases.reviewing import next_review, review_class
from counter.cases.split import HOUSEHOLD, PlannedReferral
from counter.catalogue.policy import Policy
from counter.services.invented_homes import Home
from counter.services.invented_rows import Rows
from counter.services.office import Office
from counter.store import life_records

REVIEWED = 0.93
"""How many of the reviews that fell due were made."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A decision that grants something: its row, and what the benefit takes over from it."""

    decision_id: int
    referral_id: int
    number: str
    planned: PlannedReferral
    decided_on: date
    starts: date
    amount_fen: int | None
    amount_unit: str
    recorded_at: datetime
    recorded_by: str


class Benefits:
    """Makes the benefit of each grant; a household has each only once, so a second grant goes on with it."""

    def __init__(self, office: Office, rows: Rows, random: Random, households: int) -> None:
        self.office = office
        self.today = office.today()
        self.rows = rows
        self.random = random
        # One bit for each thing that the household may ask for.
        self._given = array("Q", bytes(8 * (households + 1)))

    def make(self, home: Home, grant: Grant) -> None:
        planned = grant.planned
        asked = [(one.policy, one.subject) for one in home.family.planned]
        bit = 1 << asked.index((planned.policy, planned.subject))
        if self._given[home.id] & bit:
            return
        policy = self.office.catalogue.policy(planned.policy, grant.decided_on)
        person = None if planned.subject == HOUSEHOLD else home.people[int(planned.subject)]
        holder = home.members[0 if person is None else int(planned.subject)].name
        running = runs(policy)
        if running:
            self._given[home.id] |= bit
        grants = policy.grants[0] if policy.grants else ""
        begun = begins(policy, grant.decided_on, grant.starts)
        ends = validity_ends(policy, grants, begun, None) if running and grants else None
        of_class = review_class(policy.renewal, home.family.application) if running else ""
        reviewed, due = self._reviews(policy, of_class, grant.decided_on, ends) if running else (None, None)
        over = ends if ends is not None and ends < self.today else None
        self.rows.add(
            life_records.Benefit,
            version=1,
            decision_id=grant.decision_id,
            referral_id=grant.referral_id,
            household_id=home.id,
            person_id=person,
            township=home.place,
            department=planned.department,
            policy=planned.policy,
            title=planned.title,
            holder=holder,
            amount_fen=grant.amount_fen,
            amount_unit=grant.amount_unit,
            starts=grant.starts,
            ends=ends,
            review_class=of_class,
            reviewed_on=reviewed,
            review_due=due,
            fading_until=None,
            ended_on=over if running else grant.decided_on,
            ended_because="有效期届满" if over and running else "" if running else "一次性给付",
        )
        for category in policy.grants:
            validity = begun, validity_ends(policy, category, begun, None)
            self._confer(home, grant, category, person, validity)

    def _reviews(
        self, policy: Policy, of_class: str, since: date, ends: date | None
    ) -> tuple[date | None, date | None]:
        """The last review that was made, and when the next is due: most were made when they fell due."""
        reviewed = None
        due = next_review(policy.renewal, of_class, since, ends)
        while due is not None and due <= self.today and self.random.random() < REVIEWED:
            reviewed = due
            due = next_review(policy.renewal, of_class, due, ends)
        return reviewed, due

    def _confer(
        self, home: Home, grant: Grant, category: str, person: int | None, holds: tuple[date, date | None]
    ) -> None:
        kind = self.office.catalogue.categories.get(category)
        whom = person
        if kind is not None and not kind.of_person:
            whom = None
        elif kind is not None and not kind.of_household and person is None:
            whom = home.people[0]
        department = self.office.catalogue.departments[grant.planned.department]
        self.rows.add(
            life_records.Identity,
            household_id=home.id,
            person_id=whom,
            township=home.place,
            category=category,
            number=grant.number,
            conferred_by=department.title,
            starts=holds[0],
            ends=holds[1],
            revoked_on=None,
            decision=grant.number,
            recorded_at=grant.recorded_at,
            recorded_by=grant.recorded_by,
        )
