"""Bad and odd inputs, one a line of `bad_inputs.csv`: accepted, mended and told, refused, or incomplete.

To add one: write a line. `field` is the path that is set in an ordinary application, `value` its JSON,
`also_set` what else is set, `told_at` the field that the problem names when it is another one.
"""

import copy
import csv
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counter.cases.reading import incomplete, read_json, read_partly, write_application
from counter.catalogue.load import load
from counter.catalogue.model import Catalogue
from counter.text import language, set_language, translate

TODAY = date(2026, 11, 24)
ORDINARY: dict[str, Any] = {
    "on": "2026-11-23",
    "place": "350212105",
    "people": [
        {"name": "张三", "id_number": "350212198406152817", "relation": "02", "facts": {}},
        {"name": "李四", "birth_date": "2015-03-02", "relation": "41", "facts": {}},
    ],
    "household": {"facts": {"hukou_in_district": True}},
    "context": {"facts": {}},
}


def lines() -> list[dict[str, str]]:
    with (Path(__file__).parent / "bad_inputs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def path_of(field: str) -> list[str | int]:
    """`people[0].facts.age` is `people`, 0, `facts`, `age`; what follows `facts` is one name."""
    head, facts, name = field.partition(".facts.")
    steps = re.findall(r"[^.\[\]]+", f"{head}.facts" if facts else head) + ([name] if facts else [])
    return [int(step) if re.fullmatch("[0-9]", step) else step for step in steps]


def put(data: Any, field: str, value: Any) -> Any:
    if not field:
        return value
    *way, last = path_of(field)
    target = data
    for step in way:
        target = target.setdefault(step, {}) if isinstance(target, dict) else target[step]
    target[last] = value
    return data


def look(data: Any, field: str) -> Any:
    for step in path_of(field):
        try:
            data = data[step]
        except (KeyError, IndexError):
            return None
    return data


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


@pytest.mark.parametrize("line", lines(), ids=lambda line: f"{line['field']}: {line['reason']}")
def test_an_input_gets_what_it_deserves(line: dict[str, str], catalogue: Catalogue) -> None:
    data: Any = copy.deepcopy(ORDINARY)
    for field, value in json.loads(line["also_set"] or "{}").items():
        data = put(data, field, value)
    data = put(data, line["field"], read_json(line["value"].encode("utf-8")))

    reading, problems = read_partly(data, catalogue, today=TODAY)
    missing = () if problems else incomplete(reading.application, catalogue, place_known=False)
    expected, told_at = line["expected"], line["told_at"] or line["field"]
    written = None if problems else look(write_application(reading.application), line["field"])

    if expected == "refuse":
        assert {problem.field for problem in problems} == {told_at}
    elif expected == "incomplete":
        assert not problems
        assert [problem.field for problem in missing] == [told_at]
    else:
        assert not problems
        assert not missing
        told = [mended.field for mended in reading.normalised]
        if expected == "accept":
            assert told == []
            assert same(written, json.loads(line["value"]), line["field"])
        else:
            assert told_at in told
            assert same(written, json.loads(expected.removeprefix("mend ")), line["field"])


def same(written: Any, value: Any, field: str) -> bool:
    """Figures are written as decimal strings, and an agreeing age or a blank is not kept."""
    if isinstance(value, dict):
        return True
    if written is None:
        return value in (None, "", False) or field.endswith(".age")
    if isinstance(value, list):
        return sorted(written) == sorted(value)
    return str(written).removesuffix(".0") == str(value).removesuffix(".0") or float(written) == float(value)


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_every_sentence_can_be_said_and_shows_no_whole_number(catalogue: Catalogue, code: str) -> None:
    before = language()
    set_language(code)
    try:
        for line in lines():
            data = copy.deepcopy(ORDINARY)
            for field, value in json.loads(line["also_set"] or "{}").items():
                data = put(data, field, value)
            reading, problems = read_partly(
                put(data, line["field"], read_json(line["value"].encode("utf-8"))), catalogue, today=TODAY
            )
            said = [translate(problem) for problem in (*problems, *reading.notes)]
            said += [f"{mended.before} {mended.after}" for mended in reading.normalised]
            for sentence in said:
                sentence.encode("utf-8")
                assert not re.search(r"\{[a-z_]+\}", sentence), sentence
                if "." in line["field"] and line["field"].endswith(("id_number", "phone", "bank_account")):
                    assert not re.search(r"[0-9]{11}", sentence), sentence
    finally:
        set_language(before)
