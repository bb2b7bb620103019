"""What every test shares: no screen, the same examples at each run, an office with a stopped clock."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import settings as examples

from counter.cases.application import Application, Household, IdType, Person
from counter.cases.casefile import CaseFile
from counter.cases.split import Chosen
from counter.catalogue.model import Catalogue
from counter.services import dispatch, intake
from counter.services.office import Office, open_office
from counter.settings import Settings
from counter.store import engine
from tests import once
from tests.clock import Clock

# Before anything imports Qt; `QT_QPA_PLATFORM=xcb ./run test ...` shows the windows.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A gate must give the same answer twice, on a slow machine as well.
examples.register_profile("gate", deadline=None, derandomize=True)
examples.load_profile("gate")

once.share()

TODAY = date(2026, 11, 24)
TOWN = "350212105"


@pytest.fixture(scope="session")
def empty_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office as it is made, once for all tests; they work on copies of its file."""
    office = open_office(Settings(tmp_path_factory.mktemp("empty")), clock=Clock())
    office.close()
    yield office
    office.close()


@pytest.fixture(scope="session")
def catalogue(empty_office: Office) -> Catalogue:
    """The list that ships with the program, completed by nobody."""
    return empty_office.catalogue


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(empty_office: Office, tmp_path: Path, clock: Clock) -> Iterator[Office]:
    """A real office with an empty database, at ten in the morning of 24 November 2026."""
    settings = Settings(tmp_path / "office")
    settings.office_dir.mkdir(mode=0o700)
    shutil.copyfile(empty_office.settings.database, settings.database)
    settings.database.chmod(0o600)
    opened = replace(
        empty_office, settings=settings, engine=engine.open_engine(settings.database), _clock=clock
    )
    yield opened
    opened.close()


@pytest.fixture
def family() -> Application:
    """Three people, invented: an ill householder, his mother of 81, a son at school; 低保 is open to them."""
    return Application(
        on=TODAY,
        place=TOWN,
        request="本人患重病，家中没有其他收入，请求帮助。",
        people=(
            Person(
                name="陈水木",
                id_number="35021219720304001X",
                birth_date=date(1972, 3, 4),
                sex="男",
                relation="02",
                phone="13859990001",
                bank_account="6228480000000000012",
                facts={"major_illness": True, "deceased": False},
            ),
            Person(
                name="林秀珠",
                id_number="350221194508153026",
                birth_date=date(1945, 8, 15),
                sex="女",
                relation="52",
                facts={"hukou_district": "同安区", "deceased": False},
            ),
            Person(
                name="陈小宝",
                id_type=IdType.NONE,
                birth_date=date(2015, 1, 1),
                sex="男",
                relation="20",
                no_id_reason="户口簿在老家",
                facts={"school_stage": "小学", "is_full_time_student": True},
            ),
        ),
        household=Household(
            address="莲花镇云埔村1号",
            facts={
                "hukou_in_district": True,
                "income_per_capita_month": Fraction(620),
                "financial_assets_per_capita": Fraction(3000),
                "extra_houses": 0,
                "vehicles_nonexempt": 0,
            },
        ),
    )


@pytest.fixture
def chosen() -> tuple[Chosen, ...]:
    """A matter of the whole household, and one of the grandmother."""
    return (Chosen("civil-affairs.dibao"), Chosen("civil-affairs.aged-allowance", 1))


@pytest.fixture
def accepted(office: Office, family: Application, chosen: tuple[Chosen, ...]) -> CaseFile:
    """A case just accepted, its referrals still drafts."""
    return intake.accept(office, family, chosen)


@pytest.fixture
def sent(office: Office, accepted: CaseFile) -> CaseFile:
    """The same case with its referrals on their way to the departments."""
    return dispatch.send(office, accepted.number)
