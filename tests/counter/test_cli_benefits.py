"""Running benefits by commands alone: planned, told, heard, decided, reviewed; statuses and deaths."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import main
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
            "facts": {"hukou_district": "同安区", "disability_grade": 2},
        },
        {"name": "李四", "id_number": "350212198406152817", "relation": "20", "facts": {}},
    ],
    "household": {
        "address": "莲花镇",
        "facts": {
            "hukou_in_district": True,
            "income_per_capita_month": 620,
            "financial_assets_per_capita": 3000,
            "extra_houses": 0,
            "vehicles_nonexempt": 0,
        },
    },
}


class Terminal:
    """One office and the commands given to it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys

    def __call__(self, *words: object) -> tuple[int, Any]:
        self.capsys.readouterr()
        status = main.main([str(word) for word in (*words, "--office", self.folder / "office", "--json")])
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

    def file(self) -> Path:
        path = self.folder / "application.json"
        path.write_text(json.dumps(APPLICATION), encoding="utf-8")
        return path


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Terminal]:
    before = language()
    yield Terminal(tmp_path, capsys)
    set_language(before)


@pytest.fixture
def case(terminal: Terminal) -> str:
    """A household that 低保 was granted to, by commands; the case's number."""
    accepted = terminal.done("accept", terminal.file(), "--policies", "dibao", "--because", "经核实")
    referral = accepted["referrals"][0]["number"]
    terminal.done("sign", referral)
    terminal.done(
        *("decide", referral, "--outcome", "grant", "--amount", "620", "--unit", "元/月"),
        *("--on", "2026-11-23", "--from", "2026-12-01", "--document-number", "同民保〔2026〕18号"),
    )
    number: str = accepted["number"]
    return number


def test_what_is_given_is_listed_by_household_and_department(terminal: Terminal, case: str) -> None:
    (benefit,) = terminal.done("benefits", case)["benefits"]
    assert (benefit["amount"], benefit["amount_unit"], benefit["holder"]) == (620, "元/月", "张三")
    assert benefit["review_due"] is not None
    assert len(terminal.done("benefits", "--department", "civil-affairs")["benefits"]) == 1
    assert terminal.done("benefits", "--township", "350212106")["benefits"] == []


def test_a_plan_is_refused_whole_and_nothing_is_decided_untold(terminal: Terminal, case: str) -> None:
    assert terminal.refused("propose", 1, "--kind", "reduce", "--from", "2020-01-01") == {
        *("facts", "clause", "from", "amount"),
    }
    said = ("--facts", "收入增加", "--clause", "《社会救助法》第四十七条", "--from", "2099-02-01")
    plan = terminal.done("propose", 1, "--kind", "reduce", "--amount", "400.50", *said)
    assert (plan["amount"], plan["told_on"]) == (400.5, None)
    assert terminal.refused("change", plan["id"]) == {""}
    heard = ("--whom", "张三", "--by", "林晓，黄慧", "--opinion", "无", "--adopted", "无")
    assert terminal.refused("hear", plan["id"], *heard) == {""}
    assert [one["id"] for one in terminal.done("change")["changes"]] == [plan["id"]]
    assert terminal.refused("drop", plan["id"]) == {"because"}
    assert terminal.done("drop", plan["id"], "--because", "核对有误")["dropped_because"] == "核对有误"
    assert terminal.done("change")["changes"] == []


def test_a_status_of_another_office_is_entered_listed_and_ended(terminal: Terminal, case: str) -> None:
    words = ("identity", case, "--enter", "特困", "--document", "集民特0007", "--by", "集美区民政局")
    assert terminal.refused(*words) == {"member", "evidence"}
    assert terminal.refused(*words, "--member", 7) == {"member"}
    entered = terminal.done(*words, "--member", 1, "--evidence", "证件原件", "--from", "2026-01-01")
    (identity,) = entered["identities"]
    assert (identity["holder"], identity["number"]) == ("李四", "集民特0007")
    listed = terminal.done("identity", case)["identities"]
    assert [(one["category"], one["number"]) for one in listed] == [
        ("特困", "集民特0007"),
        ("低保", "同民保〔2026〕18号"),
    ]
    assert terminal.refused("identity", "--revoke", identity["id"]) == {"because"}
    terminal.done("identity", "--revoke", identity["id"], "--because", "已注销")
    # What a running benefit confers ends with that benefit alone.
    assert terminal.refused("identity", "--revoke", listed[1]["id"], "--because", "无") == {""}


def test_match_and_accept_tell_what_is_on_record_and_add_nothing(terminal: Terminal, case: str) -> None:
    matched = terminal.done("match", terminal.file())
    (held,) = matched["known"]["held"]
    assert (held["category"], held["number"], held["member"]) == ("低保", "同民保〔2026〕18号", None)
    electricity = next(one for one in matched["policies"] if one["policy"] == "power-supply.free-electricity")
    assert electricity["verdict"] != "eligible"
    policies = ("--policies", "disability-care", "--because", "重残")
    accepted = terminal.done("accept", terminal.file(), *policies)
    assert accepted["known"]["held"] == [held]
    assert "categories" not in json.dumps(terminal.done("case", accepted["number"])["people"])


def test_a_death_is_reported_and_waits_to_be_settled(terminal: Terminal, case: str) -> None:
    assert terminal.refused("death", case) == {"on"}
    assert terminal.refused("death", case, "--member", 9, "--on", "2026-11-23") == {"member"}
    assert terminal.refused("death", case, "--on", "2099-01-01") == {"on"}
    dead = terminal.done("death", case, "--member", 1, "--on", "2026-11-23", "--source", "死亡证明")
    assert (dead["name"], dead["due"], len(dead["open"])) == ("李四", "2027-02-23", 1)
    assert [one["name"] for one in terminal.done("death")["deaths"]] == ["李四"]
    assert terminal.done("reviews")["reviews"][0]["reason"] == "death"
    terminal.done("review", 1, "--unchanged", "--note", "不影响")
    assert terminal.done("death")["deaths"] == []
    assert terminal.refused("death", case, "--member", 1, "--withdraw") == {"because"}
    lives = terminal.done("death", case, "--member", 1, "--withdraw", "--because", "同名误报")
    assert (lives["name"], lives["withdrawn_because"]) == ("李四", "同名误报")
    assert terminal.refused("death", case, "--member", 1, "--withdraw", "--because", "再撤") == {"member"}


def test_a_review_is_prepared_and_noted(terminal: Terminal, case: str) -> None:
    assert terminal.done("reviews")["reviews"] == []
    found = terminal.done("reviews", "--until", "2028-12-31")["reviews"]
    (period,) = [one for one in found if one["reason"] == "period"]
    assert (period["title"], period["benefit"]["id"]) == ("最低生活保障", 1)
    prepared = terminal.done("review", 1)
    assert prepared["draft"] == terminal.done("review", 1)["draft"]
    assert terminal.refused("review", 1, "--changed", " ") == {"changed"}
    reviewed = terminal.done("review", 1, "--changed", "长子就业")
    assert reviewed["reviewed_on"] is not None and reviewed["review_due"] is not None


def test_people_can_read_every_answer(terminal: Terminal, case: str) -> None:
    said = ("--facts", "收入增加", "--clause", "第四十七条", "--from", "2099-02-01")
    for words, expected in (
        (("benefits",), "最低生活保障 · 张三"),
        (("propose", 1, "--kind", "end", *said), "终止"),
        (("change",), "收入增加"),
        (("identity", case), "同民保〔2026〕18号"),
        (("reviews", "--until", "2028-12-31"), "最低生活保障"),
        (("review", 1), "复核"),
        (("death", case, "--member", "1", "--on", "2026-11-23"), "李四"),
        (("drop", 1, "--because", "核对有误"), "核对有误"),
    ):
        terminal.capsys.readouterr()
        assert main.main([*map(str, words), "--office", str(terminal.folder / "office")]) == 0
        assert expected in terminal.capsys.readouterr().out, words


def test_a_plan_and_its_decision_have_their_letters_at_once(terminal: Terminal, case: str) -> None:
    said = ("--facts", "收入增加", "--clause", "《社会救助法》第四十七条", "--from", "2099-02-01")
    plan = terminal.done("propose", 1, "--kind", "end", *said)
    told = terminal.done("deliver", plan["notice"], "--way", "direct")["notices"][0]
    assert (told["kind"], told["about"]) == ("D23", f"change:{plan['id']}")
    heard = ("--whom", "张三", "--by", "林晓，黄慧", "--opinion", "无", "--adopted", "无")
    terminal.done("hear", plan["id"], *heard)
    decided = terminal.done("change", plan["id"])
    papers = {one["kind"]: one for one in terminal.done("papers", case)["papers"]}
    assert papers["D24"]["issued"] == decided["notice"]
    assert papers["D23b"]["issued"] == ""


def test_papers_of_a_case_are_listed_or_written(terminal: Terminal, case: str, tmp_path: Path) -> None:
    listed = terminal.done("papers", case)
    assert listed["files"] == [] and {"D01", "D07"} <= {one["kind"] for one in listed["papers"]}
    written = terminal.done("papers", case, "--only", "D07", "--out", tmp_path / "out")
    assert [Path(file).suffix for file in written["files"]] == [".pdf"]
    assert {one["kind"] for one in written["papers"] if one["issued"]} >= {"D07"}
    assert terminal.refused("papers", case, "--only", "D99") == {"only"}
    assert terminal.refused("papers", case, "--slip") == {"slip"}
