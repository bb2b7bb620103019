"""The sample families: every file is a good application, every story is told to its end."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from counter.cases.match import Verdict, match
from counter.cases.people import check_digit
from counter.cases.reading import incomplete, read_application, read_json
from counter.catalogue.load import load
from counter.catalogue.model import Catalogue
from counter.demonstration.run import MARK, Demonstration, run
from counter.demonstration.stories import stories
from counter.errors import Refused
from counter.services import audit, queue

TOLD = stories()
FAMILIES = {family.file: family for family in TOLD.families}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


@pytest.mark.parametrize("file", FAMILIES)
def test_a_family_is_an_application_without_a_fault(file: str, catalogue: Catalogue) -> None:
    reading = read_application(read_json(FAMILIES[file].application), catalogue, today=TOLD.last_day)
    assert reading.normalised == ()
    assert reading.notes == ()
    assert incomplete(reading.application, catalogue, place_known=False) == ()
    assert all(
        person.id_number[17] == check_digit(person.id_number[:17]) for person in reading.application.people
    )


def test_every_family_has_a_story_and_every_story_a_family() -> None:
    shipped = {
        file.name for file in (files("resources") / "families").iterdir() if file.name.endswith(".json")
    }
    assert shipped == set(FAMILIES)
    assert len(shipped) >= 12
    numbers = [
        person["id_number"] for family in TOLD.families for person in json.loads(family.application)["people"]
    ]
    assert len(set(numbers)) == len(numbers)


def test_the_families_show_every_answer(catalogue: Catalogue) -> None:
    def verdicts(file: str) -> set[Verdict]:
        reading = read_application(read_json(FAMILIES[file].application), catalogue, today=TOLD.last_day)
        return {row.verdict for row in match(reading.application, catalogue).policies}

    assert Verdict.ELIGIBLE in verdicts("grandmother.json")
    assert Verdict.ELIGIBLE not in verdicts("nothing.json")
    assert Verdict.NEAR in verdicts("just-over.json")
    assert Verdict.ELIGIBLE not in verdicts("just-over.json")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    shown = run(tmp_path_factory.mktemp("shown"))
    yield shown
    shown.office.close()


def test_the_stories_hold_a_return_a_suspension_an_overdue_one_and_a_refusal(shown: Demonstration) -> None:
    rows = [row for family in shown.families for row in family.policies]
    assert any(row["outcome"] == "refuse" for row in rows)
    assert any(row["outcome"] == "partly" for row in rows)
    assert any(row["state"] == "waiting" for row in rows)
    assert any(row["overdue"] for row in rows)
    verbs = {event.verb.value for event in audit.events(shown.office, limit=10_000)}
    assert {
        "returned",
        "reassigned",
        "suspended",
        "resumed",
        "extended",
        "declined",
        "papers-requested",
    } <= verbs
    assert {"paper-reply", "referral-withdrawn", "delivered", "closed"} <= verbs
    assert queue.counts(shown.office).overdue >= 1
    assert audit.verify(shown.office).ok


def test_every_family_holds_its_papers(shown: Demonstration) -> None:
    for family in shown.families:
        assert family.number
        assert family.files
        assert all(file.stat().st_size > 1000 for file in family.files)
    kinds = {file.stem.split("-")[4] for family in shown.families for file in family.files}
    assert {"D01", "D05", "D06", "D07", "D08", "D09", "D19", "D20", "D25", "D29", "D31"} <= kinds
    assert {file.suffix for family in shown.families for file in family.files} == {".pdf", ".docx"}


def test_the_summary_names_every_family(shown: Demonstration) -> None:
    text = shown.summary.read_text(encoding="utf-8")
    data = json.loads(shown.summary.with_suffix(".json").read_text(encoding="utf-8"))
    assert [family["number"] for family in data["families"]] == [family.number for family in shown.families]
    for family in shown.families:
        assert family.name in text
        assert family.outcome in text


def test_an_office_in_use_is_never_cleared(tmp_path: Path) -> None:
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "counter.db").write_bytes(b"somebody's work")
    with pytest.raises(Refused):
        run(tmp_path)
    assert (tmp_path / "office" / "counter.db").exists()
    assert not (tmp_path / "office" / MARK).exists()
