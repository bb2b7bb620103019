"""The sample families: every file is a good application, and they show every answer."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from counter.cases.match import Verdict, match
from counter.cases.people import check_digit
from counter.cases.reading import incomplete, read_application, read_json
from counter.catalogue.load import load
from counter.catalogue.model import Catalogue
from counter.demonstration.run import MARK, run
from counter.demonstration.stories import stories
from counter.errors import Refused

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


def test_an_office_in_use_is_never_cleared(tmp_path: Path) -> None:
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "counter.db").write_bytes(b"somebody's work")
    with pytest.raises(Refused):
        run(tmp_path)
    assert (tmp_path / "office" / "counter.db").exists()
    assert not (tmp_path / "office" / MARK).exists()
