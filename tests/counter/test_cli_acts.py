"""A case from hand to letter by commands alone."""

import errno
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

import main
from counter import papers
from counter.services import reports
from counter.text import language, set_language

APPLICATION: dict[str, Any] = {
    "on": "2026-11-23",
    "place": "350212105",
    "request": "家里困难",
    "people": [
        {
            "name": "张三",
            "id_number": "350212195203040010",
            "relation": "02",
            "phone": "139-0000-0001",
            "facts": {"disability_grade": 2, "hukou_district": "同安区", "categories": []},
        }
    ],
    "household": {
        "address": "莲花镇",
        "facts": {
            "hukou_in_district": True,
            "income_per_capita_month": 620,
            "financial_assets_per_capita": 3000,
            "extra_houses": 0,
            "vehicles_nonexempt": 0,
            "categories": [],
        },
    },
}
DIBAO = "civil-affairs.dibao"


class Terminal:
    """One office and the commands given to it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.office = folder / "office"
        self.capsys = capsys

    def __call__(self, *words: object) -> tuple[int, Any]:
        self.capsys.readouterr()
        status = main.main([str(word) for word in (*words, "--office", self.office, "--json")])
        return status, json.loads(self.capsys.readouterr().out)

    def done(self, *words: object) -> Any:
        status, data = self(*words)
        assert status == 0, data
        return data

    def refused(self, *words: object) -> set[str]:
        """The fields of a refusal."""
        status, data = self(*words)
        assert status == 1, data
        return {problem["field"] for problem in data["refused"]}

    def file(self, **changes: Any) -> Path:
        path = self.folder / "application.json"
        path.write_text(json.dumps({**APPLICATION, **changes}), encoding="utf-8")
        return path

    def accepted(self) -> Any:
        return self.done("accept", self.file(), "--policies", DIBAO)


@pytest.fixture(scope="module")
def empty_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that a command has just made, to be copied: making one takes longer than most tests."""
    folder = tmp_path_factory.mktemp("made") / "not" / "yet" / "there"
    assert main.main(["queue", "--office", str(folder), "--json"]) == 0
    return folder


@pytest.fixture
def terminal(tmp_path: Path, empty_office: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    before = language()
    shutil.copytree(empty_office, tmp_path / "office")
    yield Terminal(tmp_path, capsys)
    set_language(before)


def test_accept_takes_everything_eligible_and_writes_the_papers(terminal: Terminal, tmp_path: Path) -> None:
    data = terminal.done("accept", terminal.file(), "--out", tmp_path / "papers" / "today")
    assert data["number"].startswith("350212105-20261123-0001-")
    assert len(data["query_code"]) == 8
    assert DIBAO in {referral["policy"] for referral in data["referrals"]}
    assert {referral["verdict"] for referral in data["referrals"]} == {"eligible"}
    assert {referral["state"] for referral in data["referrals"]} == {"sent"}
    dibao = next(referral for referral in data["referrals"] if referral["policy"] == DIBAO)
    assert dibao["due_sign"] and dibao["due_feedback"] and dibao["provisional"] is True
    assert [one["field"] for one in data["normalised"]] == ["people[0].phone"]
    files = [Path(file) for file in data["files"]]
    assert {"D01", "D05", "D07", "D09", "D31"} <= {file.stem.split("-")[4] for file in files}
    assert all(file.read_bytes().startswith(b"%PDF") for file in files if file.suffix == ".pdf")


def test_no_file_name_or_answer_holds_a_whole_number(terminal: Terminal, tmp_path: Path) -> None:
    data = terminal.done("accept", terminal.file(), "--out", tmp_path / "papers")
    said = json.dumps(data) + json.dumps(terminal.done("case", data["number"]))
    assert "350212195203040010" not in said
    assert "13900000001" not in said


def test_accept_refuses_everything_at_once_and_stores_nothing(terminal: Terminal) -> None:
    people = [{**APPLICATION["people"][0], "id_number": "350212195203040011"}, {"name": "李四"}]
    file = terminal.file(people=people, place="350212106")
    assert terminal.refused("accept", file, "--policies", "civil-affairs.dibaoo") == {
        "people[0].id_number",
        "people[1].id_number",
        "place",
        "policies",
    }
    assert terminal.done("queue")["referrals"] == []
    assert terminal.done("verify")["ok"] is True


def test_what_cannot_be_read_is_not_also_called_missing(terminal: Terminal) -> None:
    people = [{**APPLICATION["people"][0], "id_type": "driving-licence"}, None]
    assert terminal.refused("accept", terminal.file(people=people)) == {"people[0].id_type", "people[1]"}


def test_where_nothing_is_met_for_certain_somebody_has_to_choose(terminal: Terminal) -> None:
    people = [{"name": "张三", "id_number": "350212198406152817"}]
    file = terminal.file(people=people, household={})
    assert terminal.refused("accept", file) == {"policies"}
    assert terminal.done("queue")["referrals"] == []
    assert terminal.done("accept", file, "--policies", "dibao", "--because", "待核对")["referrals"]


def test_a_policy_that_does_not_fit_needs_a_reason(terminal: Terminal) -> None:
    words = ("accept", terminal.file(), "--policies", "orphan")
    assert terminal.refused(*words) == {"policies"}
    assert terminal.done(*words, "--because", "材料待核")["referrals"][0]["because"] == "材料待核"


def test_bare_ids_name_policies_too(terminal: Terminal) -> None:
    data = terminal.done("accept", terminal.file(), "--policies", "dibao，transit_concession")
    assert {one["policy"] for one in data["referrals"]} == {DIBAO, "transport.transit-concession"}


def test_a_case_goes_from_hand_to_letter(terminal: Terminal, tmp_path: Path) -> None:
    case = terminal.accepted()
    referral = case["referrals"][0]["number"]
    queue = terminal.done("queue", "--department", "civil-affairs")["referrals"]
    assert [row["number"] for row in queue] == [referral]
    assert terminal.done("queue", "--department", "education")["referrals"] == []

    assert terminal.done("sign", referral)["state"] == "signed"
    assert terminal.done("request-papers", referral, "--papers", "id-card", "--out", tmp_path)["files"]
    assert terminal.done("resume", referral, "--papers", "id-card")["state"] == "signed"
    stopped = terminal.done("suspend", referral, "--reason", "等银行核对")
    assert stopped["state"] == "waiting" and "没有列出" in stopped["limit_goes_on"]
    assert terminal.done("resume", referral)["state"] == "signed"
    assert terminal.refused("close", case["number"])
    decided = terminal.done(
        *("decide", referral, "--outcome", "grant", "--amount", "1,280元", "--unit", "月"),
        *("--from", "2026/12/1", "--out", tmp_path),
    )
    assert decided["state"] == "decided"
    assert decided["decision"]["amount"] == 1280
    assert decided["decision"]["starts"] == "2026-12-01"
    assert any("-D19-" in file for file in decided["files"])

    (letter,) = [n["number"] for n in terminal.done("case", referral)["notices"] if n["kind"] == "D19"]
    assert terminal.done("deliver", letter, "--way", "direct")["notices"][0]["number"] == letter
    assert terminal.refused("deliver", referral) == {"number"}
    closed = terminal.done("close", case["number"])
    assert closed["state"] == "closed"
    history = terminal.done("case", case["number"])
    assert {"accepted", "sent", "signed", "decided", "closed"} <= {
        event["verb"] for event in history["events"]
    }
    assert history["chain"]
    assert terminal.done("verify")["ok"] is True


def test_a_letter_is_delivered_by_the_number_of_its_referral(terminal: Terminal) -> None:
    case = terminal.accepted()
    referral = case["referrals"][0]["number"]
    terminal.done("sign", referral)
    terminal.done("decide", referral, "--outcome", "grant", "--amount", "500", "--from", "2026-12-01")
    assert terminal.refused("deliver", referral, "--way", "left") == {"witnesses", "refused_because"}
    (delivered,) = terminal.done("deliver", referral)["notices"]
    assert (delivered["kind"], delivered["referral"]) == ("D19", referral)
    assert terminal.refused("deliver", case["number"]) == {"number"}


def test_a_decision_that_was_wrong_is_replaced_and_so_is_its_letter(terminal: Terminal) -> None:
    referral = terminal.accepted()["referrals"][0]["number"]
    more = ("--outcome", "grant", "--amount", "900", "--from", "2026-12-01")
    terminal.done("sign", referral)
    assert terminal.refused("correct", referral, *more, "--because", "漏算") == {""}
    terminal.done("decide", referral, "--outcome", "grant", "--amount", "500", "--from", "2026-12-01")
    assert terminal.refused("correct", referral, *more) == {"because"}
    corrected = terminal.done("correct", referral, *more, "--because", "漏算一人")
    assert (corrected["decision"]["amount"], corrected["decision"]["replaces"]) == (900, f"{referral}-1")
    letters = [one for one in terminal.done("case", referral[:-3])["notices"] if one["kind"] == "D19"]
    assert [bool(one["voided"]) for one in letters] == [True, False]


def test_a_returned_referral_goes_to_another_department(terminal: Terminal) -> None:
    referral = terminal.accepted()["referrals"][0]["number"]
    assert terminal.refused("return", referral, "--reason", "too-hard") == {"reason"}
    returned = terminal.done("return", referral, "--reason", "not-ours", "--text", "不归我们管")
    assert (returned["state"], returned["return_reason"]) == ("returned", "not-ours")
    moved = terminal.done("reassign", referral, "--department", "education", "--because", "归教育局")
    assert (moved["state"], moved["department"]) == ("sent", "education")


def test_a_referral_or_a_whole_case_is_withdrawn_with_a_reason(terminal: Terminal) -> None:
    case = terminal.done("accept", terminal.file(), "--policies", "dibao,transit-concession")
    first = case["referrals"][0]["number"]
    assert terminal.refused("withdraw", first)
    assert terminal.done("withdraw", first, "--reason", "重复")["state"] == "withdrawn"
    assert terminal.done("withdraw", case["number"], "--reason", "申请人撤回")["state"] == "withdrawn"


def test_an_application_can_wait_for_papers_or_be_declined(terminal: Terminal, tmp_path: Path) -> None:
    waiting = terminal.done("request-papers", terminal.file(), "--papers", "id-card", "--out", tmp_path)
    assert waiting["state"] == "awaiting_papers"
    assert any("-D06" in file for file in waiting["files"])
    assert terminal.refused("request-papers", terminal.file(), "--papers", "no-such-paper") == {"papers"}
    reasons = ("--reason", "不属本区", "--clause", "《社会救助法》第三十七条", "--proper-office", "集美区")
    assert terminal.done("decline", waiting["number"], *reasons)["state"] == "declined"
    declined = terminal.done("decline", terminal.file(), *reasons, "--out", tmp_path)
    assert declined["state"] == "declined"
    assert any("-D08" in file for file in declined["files"])


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("--outcome", "grant", "--amount", "-5"), "amount"),
        (("--outcome", "grant", "--amount", "一千"), "amount"),
        (("--outcome", "grant", "--amount", "1000", "--from", "2026-02-30"), "from"),
    ],
)
def test_a_decision_with_a_wrong_figure_is_refused(
    terminal: Terminal, words: tuple[str, ...], field: str
) -> None:
    referral = terminal.accepted()["referrals"][0]["number"]
    terminal.done("sign", referral)
    assert terminal.refused("decide", referral, *words) == {field}


def test_every_wrong_figure_of_a_decision_is_told_at_once(terminal: Terminal) -> None:
    referral = terminal.accepted()["referrals"][0]["number"]
    terminal.done("sign", referral)
    words = ("--outcome", "grant", "--amount", "一千", "--from", "2026-02-30", "--to", "昨天")
    assert terminal.refused("decide", referral, *words) == {"amount", "from", "to"}


def test_a_grant_of_money_without_amount_or_beginning_is_refused_by_the_names_of_the_options(
    terminal: Terminal,
) -> None:
    referral = terminal.accepted()["referrals"][0]["number"]
    terminal.done("sign", referral)
    assert terminal.refused("decide", referral, "--outcome", "grant") == {"amount", "from"}
    partly = ("--outcome", "partly", "--reason", "仅一人", "--clause", "第四条")
    assert terminal.refused("decide", referral, *partly) == {"amount", "from"}


def test_a_refusal_needs_its_reason_and_clause(terminal: Terminal) -> None:
    referral = terminal.accepted()["referrals"][0]["number"]
    terminal.done("sign", referral)
    assert {"reason", "clause"} <= terminal.refused("decide", referral, "--outcome", "refuse")


def test_what_does_not_exist_is_refused(terminal: Terminal) -> None:
    assert terminal.refused("case", "350212105-20261123-0009-X")
    assert terminal.refused("sign", "350212105-20261123-0009-X-01")
    assert terminal.refused("queue", "--department", "magic") == {"department"}


def test_a_copy_is_made_and_brought_back(terminal: Terminal) -> None:
    terminal.accepted()
    copy = terminal.done("backup")["backup"]
    terminal.done("accept", terminal.file(), "--policies", "transit-concession")
    assert len(terminal.done("queue")["referrals"]) == 2
    terminal.done("restore", copy["file"])
    assert len(terminal.done("queue")["referrals"]) == 1
    damaged = terminal.folder / "damaged.db"
    damaged.write_bytes(Path(copy["file"]).read_bytes()[:5000])
    assert terminal.refused("restore", damaged)
    assert len(terminal.done("queue")["referrals"]) == 1


def test_going_back_tells_which_numbers_are_not_given_again(terminal: Terminal) -> None:
    copy = terminal.done("backup")["backup"]
    assert terminal.accepted()["number"].startswith("350212105-20261123-0001-")
    restored = terminal.done("restore", copy["file"])
    assert restored["skipped"] == {"case 350212105 20261123": [0, 1]}
    assert restored["restored"]["file"] == copy["file"] and len(restored["notes"]) == 1
    assert terminal.accepted()["number"].startswith("350212105-20261123-0002-")
    assert terminal.done("verify")["ok"] is True


def test_an_office_is_told_where_it_stands(terminal: Terminal) -> None:
    homeless = terminal.file(place="")
    assert terminal.done("place") == {"place": "", "place_title": ""}
    assert terminal.refused("accept", homeless, "--policies", DIBAO) == {"place"}
    assert terminal.refused("place", "莲花山镇") == {"township"}
    assert terminal.done("place", "莲花镇") == {"place": "350212105", "place_title": "莲花镇"}
    assert terminal.done("place")["place"] == "350212105"
    accepted = terminal.done("accept", homeless, "--policies", DIBAO)
    assert accepted["number"].startswith("350212105-")
    assert terminal.done("place", "")["place"] == ""


@pytest.mark.skipif(os.name != "posix", reason="only there a file has such rights")
def test_only_its_owner_reads_a_paper(terminal: Terminal, tmp_path: Path) -> None:
    files = terminal.done("accept", terminal.file(), "--out", tmp_path / "papers")["files"]
    assert files
    assert {Path(file).stat().st_mode & 0o777 for file in files} == {0o600}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "已满"),
        (errno.EDQUOT, "已满"),
        (errno.EACCES, "不能使用"),
        (errno.EROFS, "只读"),
        (errno.ENOENT, "找不到"),
    ],
)
def test_what_the_system_refuses_is_told_in_words_with_what_to_do(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), "/somewhere/queue.xlsx")

    monkeypatch.setattr(reports, "written", refuse)
    status, data = terminal("export", "--out", terminal.folder / "queue.xlsx")
    (problem,) = data["refused"]
    assert status == 1
    assert words in problem["text"] and "/somewhere/queue.xlsx" in problem["text"]
    assert os.strerror(number) not in problem["text"]


def test_a_paper_that_cannot_be_written_is_told_and_what_was_done_stays_done(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(papers, "put", full)
    data = terminal.done("accept", terminal.file(), "--out", terminal.folder / "papers")
    assert "已满" in data["not_printed"][0]["text"] and data["files"] == []
    assert len(terminal.done("queue")["referrals"]) == len(data["referrals"])


def test_a_folder_that_cannot_be_made_is_refused_before_anything_is_done(terminal: Terminal) -> None:
    file = terminal.file()
    assert terminal.refused("accept", file, "--policies", DIBAO, "--out", file) == {""}
    assert terminal.done("queue")["referrals"] == []
    assert main.main(["queue", "--office", str(file), "--json"]) == 1


def test_lists_are_exported(terminal: Terminal, tmp_path: Path) -> None:
    terminal.accepted()
    out = tmp_path / "lists" / "queue.xlsx"
    terminal.done("export", "--out", out)
    assert out.read_bytes().startswith(b"PK")


def test_people_can_read_every_answer(terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    number = terminal.accepted()["number"]
    for words in (["queue"], ["case", number], ["sign", f"{number}-01"], ["verify"], ["backup"]):
        capsys.readouterr()
        assert main.main([*words, "--office", str(terminal.office)]) == 0
        assert capsys.readouterr().out.strip()


def test_people_read_what_happened_and_what_to_ask_in_words(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    number = terminal.accepted()["number"]
    assert main.main(["case", number, "--office", str(terminal.office)]) == 0
    history = capsys.readouterr().out
    assert "受理" in history
    assert "accepted" not in history
    assert main.main(["match", str(terminal.file())]) == 0
    before_the_questions = capsys.readouterr().out.partition("接着问")[0]
    assert "还要问" in before_the_questions
    assert ".facts." not in before_the_questions
