"""The work of handling by commands alone: steps, sheets, aid at once, questions, chasing."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import main
from tests.counter.test_cli_acts import APPLICATION

DIBAO = "civil-affairs.dibao"


class Terminal:
    """One office and the commands given to it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys

    def __call__(self, *words: object, status: int = 0) -> Any:
        self.capsys.readouterr()
        command = [str(word) for word in (*words, "--office", self.folder / "office")]
        answered = main.main([*command, "--json"])
        data = json.loads(self.capsys.readouterr().out)
        assert answered == status, data
        return data

    def refused(self, *words: object) -> list[str]:
        return [problem["field"] for problem in self(*words, status=1)["refused"]]

    def spoken(self, *words: object) -> str:
        self.capsys.readouterr()
        assert main.main([str(word) for word in (*words, "--office", self.folder / "office")]) == 0
        return self.capsys.readouterr().out

    def accepted(self, policy: str, **changes: Any) -> str:
        """The number of the one referral of a case that was just accepted and sent."""
        path = self.folder / "application.json"
        today = {"on": date.today().isoformat()}
        path.write_text(json.dumps({**APPLICATION, **today, **changes}), encoding="utf-8")
        case = self("accept", path, "--policies", policy, "--because", "现场核实确有困难")
        return str(case["referrals"][0]["number"])


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path, capsys)


def test_a_referral_is_surveyed_posted_objected_to_and_settled_by_commands(terminal: Terminal) -> None:
    number = terminal.accepted(DIBAO)
    terminal("sign", number)
    terminal("step", number, "--kind", "survey", "--begin", "--by", "郑一,黄二")
    assert terminal.refused("step", number, "--kind", "survey") == ["present", "result"]
    done = terminal("step", number, "--kind", "survey", "--present", "张三", "--result", "属实")
    assert [step["by"] for step in done["steps"]] == [["郑一", "黄二"]]
    sheet = terminal("post", number, "--board", "云埔村公告栏")["postings"][0]
    assert terminal.refused(
        "decide", number, "--outcome", "grant", "--amount", "620", "--from", "2027-01-01"
    ) == ["notice"]
    objected = terminal("object", sheet["id"], "--by", "村民", "--text", "家有小车")
    objection = objected["postings"][0]["objections"][0]["id"]
    settled = terminal("settle", objection, "--handling", "investigation", "--result", "不属实")
    assert settled["postings"][0]["objections"][0]["result"] == "不属实"
    down = terminal("take-down", sheet["id"])
    assert down["postings"][0]["taken_down_on"]
    told = terminal.spoken("step", number, "--kind", "check", "--begin", "--by", "郑一")
    assert "入户调查" in told and "云埔村公告栏" in told


def test_aid_is_given_at_once_and_its_papers_are_a_queue(terminal: Terminal) -> None:
    number = terminal.accepted("civil-affairs.temp-emergency", urgent=True)
    told = ("--receiver", "张三", "--cause", "房屋火灾", "--staff", "郑一,黄二")
    assert terminal.refused("give", number, *told, "--amount", "9000") == ["amount"]
    given = terminal("give", number, *told, "--amount", "500")
    assert given["state"] == "decided" and given["fast_aid"]["amount"] == 500
    (waiting,) = terminal("complete")["back_fills"]
    assert waiting["aid"]["referral"] == number
    assert number in terminal.spoken("complete")
    assert terminal("complete", number, "--note", "已核实")["fast_aid"]["completed_on"]
    assert terminal("complete")["back_fills"] == []


def test_a_question_goes_to_another_department_and_comes_back(terminal: Terminal) -> None:
    number = terminal.accepted(DIBAO)
    terminal("sign", number)
    asked = terminal("ask", number, "--department", "disabled-federation", "--question", "残疾等级？")
    question = asked["consultations"][0]["id"]
    assert [one["consultation"]["id"] for one in terminal("answer")["questions"]] == [question]
    assert "残疾等级？" in terminal.spoken("answer", "--department", "disabled-federation")
    answered = terminal("answer", question, "--text", "二级", "--agrees", "yes")
    assert answered["consultation"]["agrees"] is True
    held = terminal(
        *("confer", number[:-3], "--present", "镇长,主任", "--question", "是否提高档次"),
        *("--conclusion", "按二档发放"),
    )
    assert held["conferences"][0]["conclusion"] == "按二档发放"


def test_a_department_is_reminded_and_answers(terminal: Terminal) -> None:
    number = terminal.accepted(DIBAO)
    reminded = terminal("remind", number, "--to", "王科长")
    reminder = reminded["reminders"][0]
    assert reminder["to"] == "王科长" and "最低生活保障" in reminder["text"]
    assert terminal.refused("escalate", number, "--leader") == ["level", "level"]
    assert terminal("reply", reminder["id"], "--text", "本周办结")["reminder"]["reply"] == "本周办结"
    assert terminal("late")["late"] == []
    assert terminal.spoken("late").strip()


def test_numbers_that_nothing_bears_are_refused(terminal: Terminal) -> None:
    terminal.accepted(DIBAO)
    assert terminal.refused("take-down", 7) == ["number"]
    assert terminal.refused("settle", 7, "--handling", "investigation", "--result", "x") == ["number"]
    assert terminal.refused("answer", 7, "--text", "x") == ["number"]
    assert terminal.refused("reply", 7, "--text", "x") == ["number"]
