"""The real office beside the model: its list, officers and families, and how its file is read past it."""

from __future__ import annotations

import atexit
import shutil
import sqlite3
import tempfile
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from sqlalchemy import event

from counter.cases.application import Application, Household, Person
from counter.catalogue.model import Catalogue
from counter.services.office import Office, Officer, open_office
from counter.settings import Settings
from counter.store import engine, office_records
from tests.clock import Clock
from tests.counter.model.rights import DESKS, OTHER_TOWN, STOPPED, TOWN, Sitter

DIBAO, TEKUN, EMERGENCY = "civil-affairs.dibao", "civil-affairs.tekun", "civil-affairs.temp-emergency"
RIGID, AGED = "civil-affairs.rigid-expense", "civil-affairs.aged-allowance"
LEGAL, MEDICAL, FEE = (
    "justice.legal-aid",
    "healthcare-security.medical-aid-apply",
    "public-security.id-fee-waiver",
)
POLICIES = (DIBAO, TEKUN, EMERGENCY, RIGID, AGED, LEGAL, MEDICAL, FEE)
ORDINARY = "civil-affairs.temp-expense"
"""Never asked for here; aid at once names it where more is wanted."""
GROUND = "等候司法鉴定"
"""Invented: no policy that ships knows a ground to stop the limit, and the rule wants its test."""


# --- families ----------------------------------------------------------------------------------------


def id_number(body: str) -> str:
    """Seventeen digits and their check character."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return (
        body
        + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]
    )


def person(name: str, body: str, relation: str, sex: str) -> Person:
    born = date(int(body[6:10]), int(body[10:12]), int(body[12:14]))
    return Person(name=name, id_number=id_number(body), birth_date=born, sex=sex, relation=relation)


FAMILIES: dict[str, tuple[str, tuple[Person, ...]]] = {
    "three": (
        TOWN,
        (
            person("陈水木", "35021219720304001", "02", "男"),
            person("林秀珠", "35021219400815302", "52", "女"),
            person("陈小宝", "35021220150101001", "20", "男"),
        ),
    ),
    "alone": (TOWN, (person("叶阿土", "35021219380201003", "02", "男"),)),
    "elsewhere": (
        OTHER_TOWN,
        (
            person("洪金枝", "35021219680909004", "02", "女"),
            person("洪老伯", "35021219411111005", "51", "男"),
        ),
    ),
}


def old_one(family: str) -> str:
    """The member for whom the allowance of the aged is asked."""
    people = FAMILIES[family][1]
    return people[min(1, len(people) - 1)].name


def application(family: str, on: date, gone: set[str]) -> Application:
    """What the family says at the counter on a day; who has died is no longer on it."""
    town, people = FAMILIES[family]
    return Application(
        on=on,
        place=town,
        request="家中困难，请求帮助。",
        people=tuple(one for one in people if one.name not in gone),
        household=Household(
            address="云埔村1号",
            facts={"hukou_in_district": True, "income_per_capita_month": Fraction(620)},
        ),
    )


# --- the office --------------------------------------------------------------------------------------


@cache
def empty_office() -> Office:
    """An office with its officers, made once; every run works on a copy of its file."""
    folder = Path(tempfile.mkdtemp(prefix="counter-model-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    office = open_office(Settings(folder / "office"), clock=Clock())
    with office.write() as session:
        for login, sitter in {**DESKS, STOPPED: Sitter(DESKS["clerk"].role, TOWN)}.items():
            session.add(
                office_records.Officer(
                    login=login,
                    name=login,
                    roles=[sitter.role],
                    department=sitter.department,
                    township=sitter.town,
                    password_hash="",
                    recovery_hash="",
                    created_at=office.now(),
                    active=login != STOPPED,
                )
            )
    office.close()
    return replace(office, catalogue=short_list(office.catalogue))


def short_list(catalogue: Catalogue) -> Catalogue:
    """A few policies that are counted in every way there is: the list is as it ships, but for three flags."""
    listed = []
    for code in (*POLICIES, ORDINARY):
        policy = catalogue.policy(code)
        if code in (DIBAO, LEGAL):
            policy = replace(policy, limits=replace(policy.limits, suspension_grounds=(GROUND,)))
        if code == MEDICAL:
            policy = replace(policy, limits=replace(policy.limits, exclude_verification=True))
        listed.append(policy)
    return replace(catalogue, policies=tuple(listed))


def with_settings(catalogue: Catalogue, **said: str) -> Catalogue:
    """The list in a district that says so."""
    own = {key: replace(catalogue.district[key], value=value) for key, value in said.items()}
    return replace(catalogue, district={**catalogue.district, **own})


def copy_of(folder: Path, clock: Clock, **said: str) -> Office:
    """A copy of the empty office, in a district that says so; it is written without waiting for the disk."""
    template = empty_office()
    settings = Settings(folder / "office")
    settings.office_dir.mkdir(mode=0o700)
    shutil.copyfile(template.settings.database, settings.database)
    opened = engine.open_engine(settings.database)
    event.listen(opened, "connect", _hurry)
    return replace(
        template,
        settings=settings,
        engine=opened,
        catalogue=with_settings(template.catalogue, **said),
        _clock=clock,
        _catalogues={},
    )


def _hurry(connection: sqlite3.Connection, _entry: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def officers_of(office: Office) -> dict[str, Officer]:
    """Everyone as signed in, also who was stopped since."""
    sitters = {**DESKS, STOPPED: Sitter(DESKS["clerk"].role, TOWN)}
    with office.read() as session:
        rows = {row.login: row.id for row in session.query(office_records.Officer)}
    return {
        login: Officer(rows[login], login, login, (sitter.role,), sitter.department, sitter.town)
        for login, sitter in sitters.items()
    }


# --- its file, read past the program -------------------------------------------------------------------


class Store:
    """The file of an office as it lies on the disk; it sees what was kept and nothing else."""

    def __init__(self, file: Path) -> None:
        self.file = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)

    def close(self) -> None:
        self.file.close()

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        return self.file.execute(query, values).fetchall()

    def version(self) -> int:
        """Another number after anything whatever was kept."""
        return int(self.file.execute("PRAGMA data_version").fetchone()[0])

    def last_event(self) -> int:
        return int(self.file.execute("SELECT coalesce(max(id), 0) FROM events").fetchone()[0])

    def events_after(self, last: int) -> list[tuple[str, ...]]:
        query = "SELECT chain, verb, case_number, referral_number FROM events WHERE id > ? ORDER BY id"
        return [tuple(map(str, row)) for row in self.rows(query, last)]

    def last_id(self, table: str) -> int:
        return int(self.file.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])

    def everything_but_events(self) -> dict[str, list[tuple[object, ...]]]:
        """All tables, for acts that may leave an event and nothing else."""
        names = self.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        return {
            str(name): self.rows(f"SELECT * FROM {name}")
            for (name,) in names
            if name not in ("events", "catalogue_versions")
        }
