"""The life of a case by commands alone: asked about, accepted later, merged, archived, handed over."""

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from counter.services.clock import today
from tests.counter import test_cli_acts as acts
from tests.counter.test_cli_acts import APPLICATION, DIBAO, Terminal

CERTIFICATE = "disabled-federation.disability-cert"

empty_office = acts.empty_office
terminal = acts.terminal


def certificate(terminal: Terminal) -> Any:
    return terminal.done("accept", terminal.file(), "--policies", CERTIFICATE, "--because", "申请人要求")


def test_a_question_is_noted_and_accepted_later_without_retyping(terminal: Terminal) -> None:
    noted = terminal.done("consult", terminal.file(), "--note", "问低保")
    assert (noted["state"], noted["asked_about"]) == ("consulted", ["问低保"])
    accepted = terminal.done("accept", noted["number"], "--policies", DIBAO)
    assert accepted["number"] == noted["number"]
    assert [one["state"] for one in accepted["referrals"]] == ["sent"]
    shown = terminal.done("case", noted["number"])
    assert shown["phase"]["phase"] == "sent" and shown["owner"].startswith("console")


def test_a_question_may_be_half_told_but_not_wrongly(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "half.json"
    file.write_text(json.dumps({"place": "350212105", "people": [{"name": "张三"}]}), encoding="utf-8")
    assert terminal.done("consult", file, "--note", "问政策")["state"] == "consulted"
    assert terminal.refused("consult", file) == {"note"}
    wrong = {**APPLICATION, "people": [{"name": "张三", "id_number": "123"}]}
    file.write_text(json.dumps(wrong), encoding="utf-8")
    assert "people[0].id_number" in terminal.refused("consult", file, "--note", "问政策")


def test_a_paper_brought_later_has_its_day_and_comes(terminal: Terminal) -> None:
    late = (
        "accept",
        terminal.file(),
        "--policies",
        CERTIFICATE,
        "--because",
        "申请人要求",
        "--later",
        "近期照片",
    )
    assert terminal.refused(*late) == {"papers"}
    accepted = terminal.done(*late, "--until", today().isoformat())
    assert [one["due"] for one in accepted["papers"] if one["state"] == "gap"] == [today().isoformat()]
    brought = terminal.done("bring", accepted["number"], "--papers", "近期照片", "--form", "copy")
    assert [one["state"] for one in brought["papers"] if one["material"] == "photograph"] == ["copy"]


def test_a_second_request_is_refused_unless_something_is_new(terminal: Terminal) -> None:
    number = certificate(terminal)["referrals"][0]["number"]
    terminal.done("sign", number)
    terminal.done("request-papers", number, "--papers", "近期照片")
    terminal.done("resume", number, "--papers", "近期照片")
    assert terminal.refused("request-papers", number, "--papers", "diagnosis") == {"papers"}
    again = terminal.done("request-papers", number, "--papers", "diagnosis", "--because", "申请人新患病")
    assert again["state"] == "waiting"
    events = terminal.done("case", number)["events"]
    assert [one["verb"] for one in events][-2:] == ["second-request-stopped", "papers-requested"]


def test_what_came_back_is_told_at_the_next_intake(terminal: Terminal) -> None:
    number = certificate(terminal)["referrals"][0]["number"]
    terminal.done("return", number, "--reason", "papers-missing", "--text", "缺照片")
    lesson = {"policy": CERTIFICATE, "reason": "papers-missing", "count": 1, "texts": ["缺照片"]}
    assert certificate(terminal)["lessons"] == [lesson]
    matched = terminal.done("match", terminal.file())
    fitting = {row["policy"] for row in matched["policies"] if row["verdict"] in ("eligible", "possible")}
    assert matched["lessons"] == ([lesson] if CERTIFICATE in fitting else [])


def test_a_double_case_is_merged_and_its_referral_still_answers_to_its_number(terminal: Terminal) -> None:
    first, double = certificate(terminal), terminal.accepted()
    number = double["referrals"][0]["number"]
    assert terminal.refused("merge", double["number"], "--into", first["number"]) == {"because"}
    merged = terminal.done("merge", double["number"], "--into", first["number"], "--reason", "同一户")
    assert (merged["state"], merged["merged_into"]) == ("merged", first["number"])
    terminal.done("sign", number)
    shown = terminal.done("case", number)
    assert shown["number"] == first["number"]
    assert {one["number"]: one["state"] for one in shown["referrals"]}[number] == "signed"


def test_a_case_goes_into_the_archive_and_back(terminal: Terminal) -> None:
    case = terminal.accepted()
    number = case["referrals"][0]["number"]
    terminal.done("withdraw", number, "--reason", "申请人改办")
    terminal.done("close", case["number"])
    filed = terminal.done("archive", case["number"])
    assert (filed["state"], filed["archived_on"]) == ("archived", today().isoformat())
    assert terminal.refused("reopen", case["number"]) == {"because"}
    assert terminal.done("reopen", case["number"], "--reason", "补充事项")["state"] == "accepted"
    assert terminal.done("verify")["ok"]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("--to", "console"), "to"),
        (("--to", "nobody"), "to"),
        (("--to", "nobody", "--of", "gone"), "of"),
        (("--confirm", "7"), "number"),
    ],
)
def test_a_desk_is_handed_only_to_somebody(terminal: Terminal, words: tuple[str, ...], field: str) -> None:
    assert terminal.refused("hand-over", *words) == {field}


def test_what_there_is_to_hand_over_is_listed(terminal: Terminal) -> None:
    case = terminal.accepted()
    proposed = terminal.done("hand-over", "--kind", "leaving")["proposed"]
    assert [(one["kind"], one["reference"]) for one in proposed] == [("case", case["number"])]
    assert terminal.done("came-back") == {"not_back": []}


def test_a_paper_is_found_by_its_code_and_noted_as_back(terminal: Terminal, tmp_path: Path) -> None:
    case = terminal.accepted()["number"]
    terminal.done("papers", case, "--out", tmp_path / "out", "--only", "D01")
    (out,) = terminal.done("papers-out")["papers_out"]
    code = out["notice"]["code"]
    assert terminal.done("paper", code)["case"] == case
    assert terminal.refused("paper", code[:-1] + ("A" if code[-1] != "A" else "C")) == {"number"}
    assert terminal.refused("paper-back", code, "--lost", " ") == {"lost"}
    assert terminal.done("paper-back", case)["notices"][0]["back_on"]
    assert terminal.done("papers-out") == {"papers_out": []}
    assert terminal.done("paper-back", code, "--undo")["notices"][0]["back_on"] is None
    assert terminal.done("paper-back", code, "--lost", "遗失")["notices"][0]["prints"] == 2


def test_files_are_taken_in_as_scans_and_written_under_a_watermark(
    terminal: Terminal, tmp_path: Path
) -> None:
    case = terminal.accepted()["number"]
    photo, program = tmp_path / "photo.jpg", tmp_path / "virus.jpg"
    Image.new("RGB", (60, 40), "grey").save(photo)
    program.write_bytes(b"MZ a program")
    (scan,) = terminal.done("scan", case, photo, photo, "--paper", "身份证")["scans"]
    assert (scan["pages"], scan["identity"]) == (2, False), "no paper of the list is called so"
    (scan,) = terminal.done("scan", case, photo, "--paper", "居民身份证")["scans"]
    assert scan["identity"] is True
    assert terminal.refused("scan", case, program, "--paper", "户口簿") == {"files"}
    assert terminal.refused("scan", case, photo) == {"paper"}
    assert terminal.refused("scan", case, photo, "--notice", "7K2M9XQ4") == {"notice"}
    terminal.done("scans", case, "--withdraw", scan["id"], "--reason", "重复")
    assert len(terminal.done("scans", case, "--out", tmp_path / "out")["files"]) == 1
