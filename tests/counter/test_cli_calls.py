"""How a command is called, what it prints, and the number with which it ends."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import main
from counter.text import language, set_language

ROOT = Path(__file__).resolve().parent.parent.parent
PERSON = {"name": "张三", "id_number": "350212198406152817"}


@pytest.fixture(autouse=True)
def the_language_is_put_back() -> Any:
    before = language()
    yield
    set_language(before)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "application.json"
    path.write_text(json.dumps({"place": "350212105", "people": [PERSON]}), encoding="utf-8")
    return path


def run(*words: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any]:
    """How a command ends, and its JSON."""
    capsys.readouterr()
    status = main.main([str(word) for word in (*words, "--json")])
    return status, json.loads(capsys.readouterr().out)


def test_match_answers_for_every_policy(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, data = run("match", file, capsys=capsys)
    assert status == 0
    assert len(data["policies"]) == 70
    row = data["policies"][0]
    assert set(row) >= {"policy", "title", "department", "verdict", "for", "way", "if_granted", "conditions"}
    assert set(row) >= {"ask", "lost_if", "subjects", "amount", "provisional"}
    assert {r["verdict"] for r in data["policies"]} <= {"eligible", "possible", "near", "not"}
    condition = row["conditions"][0]
    assert set(condition) >= {"text", "group", "state", "value", "line", "distance", "basis"}
    assert all(q["settles"] >= 1 and q["fact"] for q in data["questions"])
    assert data["normalised"] == []


def test_a_question_is_a_path_into_the_file(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, data = run("match", file, capsys=capsys)
    content = json.loads(file.read_text(encoding="utf-8"))
    first = next(q for q in data["questions"] if q["fact"].startswith("people[0].facts.") and q["values"])
    content["people"][0]["facts"] = {first["fact"].rpartition(".")[2]: first["values"][0]}
    file.write_text(json.dumps(content), encoding="utf-8")
    _, after = run("match", file, capsys=capsys)
    assert first["fact"] not in {q["fact"] for q in after["questions"]}


def test_several_files_answer_in_their_order(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = file.with_name("broken.json")
    broken.write_text("{", encoding="utf-8")
    status, data = run("match", file, broken, file, capsys=capsys)
    assert status == 1
    assert [result["file"] for result in data["results"]] == [str(file), str(broken), str(file)]
    assert data["results"][1]["refused"][0]["field"] == ""
    assert data["results"][0] == data["results"][2]


def test_a_match_tells_what_acceptance_will_ask_for(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    child = {"name": "张小三", "birth_date": "2015-03-02"}
    file.write_text(json.dumps({"on": "2026-11-23", "people": [child]}), encoding="utf-8")
    status, data = run("match", file, capsys=capsys)
    assert status == 0
    assert {note["field"] for note in data["notes"]} == {"people[0]", "people[0].id_number"}


def test_what_was_mended_is_told(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    person = {**PERSON, "id_number": "350212 19840615 2817"}
    file.write_text(json.dumps({"people": [person]}), encoding="utf-8")
    _, data = run("match", file, capsys=capsys)
    assert data["normalised"] == [
        {"field": "people[0].id_number", "from": "3502** ******** 2817", "to": "3502**********2817"}
    ]


def test_a_refusal_is_json_with_every_field(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(json.dumps({"on": "2099-01-01", "people": [{"name": "张1"}]}), encoding="utf-8")
    status, data = run("match", file, capsys=capsys)
    assert status == 1
    assert {problem["field"] for problem in data["refused"]} == {"on", "people[0].name"}
    assert all(problem["text"] for problem in data["refused"])


def test_a_file_that_is_far_too_large_is_refused_without_being_read(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with file.open("wb") as opened:
        opened.truncate(2_000_000_000)
    status, data = run("match", file, capsys=capsys)
    assert status == 1
    assert "MB" in data["refused"][0]["text"]


def test_people_read_lines_and_refusals_go_to_the_other_stream(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["match", str(file)]) == 0
    assert "civil-affairs.tekun" in capsys.readouterr().out
    file.write_text("[]", encoding="utf-8")
    assert main.main(["match", str(file)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["match"],
        ["match", "no-such-file.json"],
        ["accept"],
        ["decide", "1", "--outcome", "perhaps"],
        ["deliver", "1", "--way", "pigeon"],
        ["queue", "--nonsense"],
        ["match", "--jso"],
    ],
)
def test_a_wrong_call_ends_with_2_and_prints_no_answer(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main.main(words)
    assert end.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main.main(["--help"])
    assert end.value.code == 0
    said = capsys.readouterr().out
    for command in ("check", "match", "accept", "queue", "send", "sign", "return", "reassign", "withdraw"):
        assert command in said
    for command in ("request-papers", "decline", "suspend", "resume", "extend", "decide", "deliver", "close"):
        assert command in said
    for command in ("case", "verify", "backup", "restore", "export"):
        assert command in said


def test_check_counts_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    status, data = run("check", capsys=capsys)
    assert status == 0
    assert (data["departments"], data["policies"], data["facts"]) == (28, 70, 169)
    assert sum(data["standards"].values()) == data["all_standards"] == 218
    assert data["problems"] == []


def test_check_names_file_and_key_of_a_broken_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "places.toml").write_text('[350212105]\ntitle = "莲花镇"\nvalid_from = "soon"\n', "utf-8")
    monkeypatch.setenv("COUNTER_POLICIES_DIR", str(tmp_path))
    status, data = run("check", capsys=capsys)
    assert status == 1
    assert any(p["file"] == "places.toml" and "350212105" in p["key"] for p in data["problems"])
    assert (data["departments"], data["policies"]) == (28, 70), "what can be read is counted"


def test_the_last_good_list_of_an_office_answers_with_a_notice(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office, lists = tmp_path / "office", tmp_path / "lists"
    lists.mkdir()
    monkeypatch.setenv("COUNTER_POLICIES_DIR", str(lists))
    assert run("queue", "--office", office, capsys=capsys)[0] == 0
    (lists / "places.toml").write_text('[350212105]\ntitle = "莲花镇"\nvalid_from = "soon"\n', "utf-8")
    for command in (["match", str(file)], ["queue"]):
        assert main.main([*command, "--office", str(office), "--json"]) == 0
        said = capsys.readouterr()
        assert json.loads(said.out)
        assert "places.toml" in said.err
    assert not (tmp_path / "elsewhere").exists()
    assert run("match", file, "--office", tmp_path / "elsewhere", capsys=capsys)[0] == 1
    assert not (tmp_path / "elsewhere").exists()


def test_json_may_be_asked_for_before_the_command(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["--json", "match", str(file)]) == 0
    assert len(json.loads(capsys.readouterr().out)["policies"]) == 70


def test_a_match_loads_neither_the_store_nor_the_screens(file: Path) -> None:
    script = (
        "import sys, main; main.main(sys.argv[1:]);"
        "sys.exit(bool({'sqlalchemy', 'PySide6', 'reportlab'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "match", str(file), "--json"],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert len(json.loads(done.stdout)["policies"]) == 70


def test_the_language_is_that_of_the_settings(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("[]", encoding="utf-8")
    monkeypatch.setenv("COUNTER_LANGUAGE", "en")
    _, data = run("match", file, capsys=capsys)
    assert data["refused"][0]["text"].startswith("An object")
