"""The households of an invented office: sample families judged in full, then lived in by many others."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import lru_cache

from sqlalchemy import select

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
NAMES = 100_000
"""So many invented names keep their reading: nearly all there are."""
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
    """Judges the pool of families, and makes households that are like them.

    Of each household only its family is remembered: who lives there is read from the store again when they
    come to the counter, because a million people would not stay in memory.
    """

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
        self._like = array("H")

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

    def make(self, at: int, since: date) -> None:
        """One more household; their keys are 1, 2, 3 …"""
        like = self.random.randrange(len(self.families))
        family = self.families[like]
        place = self.random.choice(self.places)
        members = self.inventor.members(family.application)
        members = (replace(members[0], phone=self.inventor.phone(at)), *members[1:])
        made = instant(since, MORNING)
        home_id = self.rows.add(
            household_records.Household,
            version=1,
            township=place.code,
            address=self.inventor.address(place.short or place.title),
            created_at=made,
            changed_at=made,
        )
        self._like.append(like)
        for one in members:
            self.rows.add(
                household_records.Membership,
                household_id=home_id,
                person_id=self._person(place.code, one, made),
                relation=one.relation,
                since=since,
                until=None,
            )

    def met(self, keys: Collection[int]) -> dict[int, Home]:
        """The households of these keys, which were written."""
        home, person, member = (
            household_records.Household,
            household_records.Person,
            household_records.Membership,
        )
        with self.office.read() as session:
            homes = session.execute(
                select(home.id, home.township, home.address).where(home.id.in_(set(keys)))
            ).all()
            lived = session.execute(
                select(member.household_id, person.id, person.name, person.id_number)
                .add_columns(person.birth_date, person.sex, person.phone)
                .join(person, person.id == member.person_id)
                .where(member.household_id.in_(set(keys)))
                .order_by(person.id)
            ).all()
        people: dict[int, list[tuple[int, str, str, date | None, str, str]]] = {}
        for key, *one in lived:
            people.setdefault(key, []).append(tuple(one))
        return {key: self._met(key, place, address, people[key]) for key, place, address in homes}

    def _met(
        self,
        key: int,
        place: str,
        address: str,
        people: Sequence[tuple[int, str, str, date | None, str, str]],
    ) -> Home:
        family = self.families[self._like[key - 1]]
        members = tuple(
            replace(like, name=name, id_number=number, birth_date=born, sex=sex, phone=phone)
            for like, (_, name, number, born, sex, phone) in zip(
                family.application.people, people, strict=True
            )
        )
        return Home(key, tuple(one[0] for one in people), family, members, place, address)

    def _person(self, township: str, one: Person, made: datetime) -> int:
        return self.rows.add(
            household_records.Person,
            version=1,
            township=township,
            name=one.name,
            name_initials=reading(one.name)[0],
            name_pinyin=reading(one.name)[1],
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


@lru_cache(maxsize=NAMES)
def reading(name: str) -> tuple[str, str]:
    """The initials of a name, and its pinyin."""
    return initials(name), pinyin(name)


def instant(day: date, at: time) -> datetime:
    return datetime.combine(day, at, BEIJING).astimezone(UTC)
