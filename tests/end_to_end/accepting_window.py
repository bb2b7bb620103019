"""A window that accepts without end and tells each number once it has it; to be killed at any moment."""

import itertools
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

# Read before the first case, so that a window killed early dies in the store and not while it loads a table.
import pypinyin  # noqa: F401  # loaded for what it costs

from counter.cases.application import Application, Household, IdType, Person
from counter.cases.split import Chosen
from counter.services import dispatch, intake
from counter.services.office import open_office
from counter.settings import Settings

WINDOWS = ["tests.end_to_end.accepting_window", "tests.end_to_end.warm_window"]
"""What every window that is killed in a test is forked from; there is one such process."""
MATTERS = (Chosen("civil-affairs.dibao", None, "演练"), Chosen("civil-affairs.temp-expense", None, "演练"))


def accept_for_ever(folder: Path, told: Connection) -> None:
    office = open_office(Settings(folder))
    for count in itertools.count():
        person = Person(
            name=f"受理{count}",
            id_type=IdType.NONE,
            birth_date=date(1980, 1, 1),
            no_id_reason="遗失",
            phone="13859990001",
        )
        application = Application(
            on=office.today(), place="350212105", people=(person,), household=Household("某村")
        )
        case = intake.accept(office, application, MATTERS)
        told.send(("accepted", case.number))
        dispatch.send(office, case.number)
        told.send(("sent", case.number))
