"""An invented office: plausible, the same for the same seed, sealed, marked, never mixed with a real one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from counter.cases.application import Application
from counter.cases.casefile import CaseFile
from counter.cases.deadlines import Urgency
from counter.cases.people import read_id_number
from counter.cases.reading import read_application, read_json
from counter.cases.workflow import CaseState, ReferralState
from counter.catalogue.model import Catalogue
from counter.cli import line
from counter.demonstration.stories import stories
from counter.errors import Cancelled, Refused
from counter.services import audit, backup, cases, inventing, notices, printing, queue
from counter.services.office import Office, open_office
from counter.settings import Settings
from counter.store import household_records, office_records, records
from counter.store.numbers import is_case_number


@pytest.fixture(scope="module")
def samples(catalogue: Catalogue) -> list[Application]:
    return [
        read_application(read_json(one.application), catalogue, today=date(2026, 11, 24)).application
        for one in stories().families
    ]


@pytest.fixture
def invented(office: Office, samples: list[Application], monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr("counter.services.invented_homes.POOL", 24)
    inventing.invent(office, samples, households=60, cases=220)
    office.close()
    return open_office(office.settings, clock=office.now)


def test_every_state_is_there_and_some_are_late(invented: Office) -> None:
    rows = queue.referral_rows(
        invented, queue.referral_ids(invented, queue.Filter(states=frozenset(ReferralState)))
    )
    states = Counter(row.state for row in rows)
    assert set(states) >= {ReferralState.SIGNED, ReferralState.DECIDED, ReferralState.SENT}
    assert any(row.urgency is Urgency.OVERDUE or (row.days_left or 0) < 0 for row in rows)
    with invented.read() as session:
        years = {day.year for day in session.scalars(select(records.Case.accepted_on))}
        closed = session.scalar(
            select(func.count()).select_from(records.Case).where(records.Case.state == CaseState.ARCHIVED)
        )
    assert years >= {2024, 2025, 2026} and closed


def test_numbers_are_whole_and_the_next_real_act_goes_on_from_them(
    invented: Office, family: Application
) -> None:
    with invented.read() as session:
        numbers = list(session.scalars(select(records.Case.number)))
        ids = list(session.scalars(select(household_records.Person.id_number)))
        counters = {one.name: one.value for one in session.scalars(select(office_records.Counter))}
    assert all(is_case_number(number) for number in numbers)
    serials = Counter(number.rsplit("-", 2)[0] for number in numbers)
    assert all(counters["case " + at.replace("-", " ")] == count for at, count in serials.items())
    for number in ids:
        read = read_id_number(number, family.people[0].id_type, day=date(2026, 11, 24))
        assert read.area == "350299"


def test_the_chain_of_events_is_whole_and_goes_on(invented: Office) -> None:
    assert audit.verify(invented).ok
    backup.back_up(invented)
    assert audit.verify(invented).ok


def test_a_case_opens_like_any_other_and_its_papers_say_that_it_is_invented(invented: Office) -> None:
    with invented.read() as session:
        number = session.scalars(
            select(records.Case.number).where(records.Case.state == CaseState.ACCEPTED).limit(1)
        ).one()
    file: CaseFile = cases.case(invented, number)
    assert file.application.people and file.referrals and file.events
    issued = notices.issue(invented, number, "D07")
    marked = printing.draw(invented, issued.number)
    assert invented.invented
    unmarked = printing.draw(replace(invented, invented=False), issued.number)
    assert marked != unmarked


def test_the_same_seed_gives_the_same_office(
    office: Office, samples: list[Application], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counter.services.invented_homes.POOL", 6)
    other = open_office(Settings(tmp_path / "other"), clock=office.now)
    told = []
    for one in (office, other):
        inventing.invent(one, samples, households=8, cases=20, seed=7)
        with one.read() as session:
            told.append(
                (
                    [(one.number, one.state) for one in session.scalars(select(records.Referral))],
                    list(session.scalars(select(household_records.Person.name))),
                )
            )
    other.close()
    assert told[0] == told[1]


def test_an_office_with_real_cases_is_never_invented_into(
    office: Office, accepted: CaseFile, samples: list[Application]
) -> None:
    with pytest.raises(Refused, match="holds cases already"):
        inventing.invent(office, samples, households=1, cases=1)
    with office.read() as session:
        assert session.scalars(select(office_records.Store.invented)).one() is False


def test_what_was_stopped_half_way_is_marked_all_the_same(
    office: Office, samples: list[Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counter.services.invented_homes.POOL", 4)
    monkeypatch.setattr(inventing, "CHUNK", 5)

    def stop(done: int, _total: int, /) -> None:
        if done >= 10:
            raise Cancelled

    with pytest.raises(Cancelled):
        inventing.invent(office, samples, households=8, cases=20, progress=stop)
    office.close()
    opened = open_office(office.settings, clock=office.now)
    assert opened.invented and audit.verify(opened).ok
    opened.close()


def test_the_command_says_how_much_it_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counter.services.invented_homes.POOL", 4)
    words = ["invent", "--households", "3", "--cases", "4", "--office", str(tmp_path / "new"), "--json"]
    assert line.run(words) == 0
    assert '"cases": 4' in capsys.readouterr().out
    assert line.run(words) == 1
