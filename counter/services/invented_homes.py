"""The households of an invented office: sample families judged in full, then lived in by many others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from counter.cases import match as matching
from counter.cases.application import Application, Person
from counter.cases.invented import Inventor
from counter.cases.match import PolicyMatch, Verdict
from counter.cases.reading import write_application
from counter.cases.split import Chosen, PlannedReferral, split
from counter.services import entering, people
from counter.services.invented_rows import Rows
from counter.services.office import Office
from counter.store import household_records
from counter.store.names import initials, pinyin
from counter.text import BEIJING

POOL = 240
"""So many different families are judged in full; each household is one of them under other names."""
MORNING, NOON, AFTERNOON = time(9, 5), time(11, 40), time(16, 10)


@dataclass(frozen=True, slots=True)
class Family:
    """A family that was judged, with everything that its cases share."""

    application: Application
    written: Mapping[str, object]
    planned: tuple[PlannedReferral, ...]
    snapshots: tuple[Mapping[str, object], ...]
    amounts: tuple[int | None, ...]
    units: tuple[str, ...]
    papers: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True)
class Home:
    """A household: which family it is like, who lives there, where; `people` are their keys."""

    id: int
    people: tuple[int, ...]
    family: Family
    members: tuple[Person, ...]
    place: str
    address: str


class Homes:
    """Judges the pool of families, and makes households that are like them."""

    def __init__(
        self, office: Office, rows: Rows, samples: Sequence[Application], inventor: Inventor
    ) -> None:
        self.office = office
        self.rows = rows
        self.inventor = inventor
        self.random = inventor.random
        today = office.today()
        self.places = [one for one in office.catalogue.places.values() if one.valid_on(today)]
        self.families = [self._family(self.random.choice(samples)) for _ in range(POOL)]

    def _family(self, sample: Application) -> Family:
        catalogue, today = self.office.catalogue, self.office.today()
        application = self.inventor.varied(sample, today)
        answer = matching.match(application, catalogue)
        fitting = [row for row in answer.policies if row.verdict is Verdict.ELIGIBLE]
        if not fitting:
            fitting = [row for row in answer.policies if row.verdict is Verdict.POSSIBLE][:1]
        wanted = self.random.sample(fitting, min(len(fitting), self.random.choice((1, 2, 2, 3, 3, 4))))
        planned = split(application, catalogue, answer, [_chosen(row) for row in wanted], number="", first=1)
        estimates = {row.policy: row.amount for row in answer.policies}
        return Family(
            application,
            write_application(application),
            planned,
            tuple(one.snapshot.plain() for one in planned),
            tuple(estimates[one.policy].fen or None for one in planned),
            tuple(estimates[one.policy].period or "次" for one in planned),
            tuple(
                {
                    "material": paper.material,
                    "title": paper.title,
                    "state": "copy" if paper.state == "missing" else paper.state,
                    "copies": 1,
                    "pages": 1,
                    "policies": list(paper.policies),
                    "shared_by": paper.shared_by,
                    "note": "",
                    "where_to_get": "",
                }
                for paper in entering.with_needed((), planned)
            ),
        )

    def make(self, at: int, since: date) -> Home:
        family = self.random.choice(self.families)
        place = self.random.choice(self.places)
        members = self.inventor.members(family.application)
        members = (replace(members[0], phone=self.inventor.phone(at)), *members[1:])
        made = instant(since, MORNING)
        address = self.inventor.address(place.short or place.title)
        home_id = self.rows.add(
            household_records.Household,
            version=1,
            township=place.code,
            address=address,
            created_at=made,
            changed_at=made,
        )
        keys = tuple(self._person(place.code, one, made) for one in members)
        for key, one in zip(keys, members, strict=True):
            self.rows.add(
                household_records.Membership,
                household_id=home_id,
                person_id=key,
                relation=one.relation,
                since=since,
                until=None,
            )
        return Home(home_id, keys, family, members, place.code, address)

    def _person(self, township: str, one: Person, made: datetime) -> int:
        return self.rows.add(
            household_records.Person,
            version=1,
            township=township,
            name=one.name,
            name_initials=initials(one.name),
            name_pinyin=pinyin(one.name),
            id_type=one.id_type.value,
            id_number=one.id_number,
            id_tail=one.id_number[-people.TAIL :],
            no_id_reason="",
            birth_date=one.birth_date,
            birth_year=None,
            sex=one.sex or "",
            phone=one.phone,
            phone_tail=one.phone[-people.TAIL :],
            bank_account="",
            created_at=made,
            changed_at=made,
        )


def _chosen(row: PolicyMatch) -> Chosen:
    return Chosen(row.policy, row.for_member, "" if row.verdict is Verdict.ELIGIBLE else "申请人坚持申请")


def instant(day: date, at: time) -> datetime:
    return datetime.combine(day, at, BEIJING).astimezone(UTC)
