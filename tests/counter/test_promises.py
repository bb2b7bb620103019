"""What the district promises, shorter than the law and never longer; the law's own limits are locked."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from counter.cases.casefile import CaseFile
from counter.cases.promises import Promises
from counter.catalogue.load import load
from counter.errors import BadCatalogue, Refused
from counter.services import cases, dispatch, district
from counter.services.office import Office

RESOURCES = Path(__file__).parents[2] / "resources"


def test_the_promises_that_ship_are_those_of_the_process(office: Office) -> None:
    assert office.promises == Promises(2, 1, 2, 3, 10, 2, 10)


def test_a_shorter_promise_holds_from_now_on_for_what_is_open(office: Office, sent: CaseFile) -> None:
    assert sent.referrals[0].due.due_feedback == date(2027, 1, 7)
    shorter = district.set_district(office, {"promises.feedback": "1"}, confirmed=True)
    assert shorter.promises.feedback == 1
    now = cases.case(shorter, sent.number).referrals[0]
    assert now.due.due_feedback == date(2027, 1, 6)
    assert now.due.due == sent.referrals[0].due.due, "the law's own limit is not touched"


def test_a_promise_to_sign_is_kept_by_the_next_that_is_sent(office: Office, accepted: CaseFile) -> None:
    shorter = district.set_district(office, {"promises.sign": "0"}, confirmed=True)
    case = dispatch.send(shorter, accepted.number)
    assert case.referrals[0].due.due_sign == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"promises.notice": "4"}, "promises.notice"),
        ({"promises.feedback": "4"}, "promises.feedback"),
        ({"promises.dispatch": "4"}, "promises.dispatch"),
        ({"promises.sign": "2"}, "promises.sign"),
        ({"promises.dispatch": "3"}, "promises.sign"),
    ],
)
def test_a_promise_longer_than_the_law_is_refused(office: Office, said: dict[str, str], field: str) -> None:
    with pytest.raises(Refused, match="never longer") as refused:
        district.set_district(office, said, confirmed=True)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert refused.value.params["law"] == 3
    with office.read() as session:
        assert office.read_again(session).promises == Promises(), "nothing of it was kept"
    with office.read() as session:
        assert office.read_again(session).promises == Promises(), "nothing of it was kept"


@pytest.mark.parametrize("said", ["soon", "-1", "2.5", "9999", "两天"])
def test_a_promise_is_a_number_of_days(office: Office, said: str) -> None:
    with pytest.raises(Refused, match="whole number of working days"):
        district.set_district(office, {"promises.papers": said}, confirmed=True)


def test_where_the_township_decides_the_open_ones_are_due_earlier(office: Office, sent: CaseFile) -> None:
    entrusted = district.set_district(office, {"delegated_to_townships": "是"}, confirmed=True)
    now = cases.case(entrusted, sent.number).referrals[0].due
    assert (sent.referrals[0].due.due, now.due) == (date(2027, 1, 5), date(2026, 12, 22))


# --- the law's own limits ------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path) -> Path:
    shutil.copytree(RESOURCES / "policies", tmp_path / "own" / "policies")
    return tmp_path / "own"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("total = 30", "total = 31", "total"),
        ("delegated_total = 20", "delegated_total = 21", "delegated_total"),
        ("extended_total = 45", "extended_total = 60", "extended_total"),
        ("refusal_notice = 3", "refusal_notice = 5", "refusal_notice"),
        ("survey_start = 3", "survey_start = 4", "more.survey_start"),
        ("review = 10", "review = 12", "review"),
        ("\ntotal = 30\n", "\n", "total"),
        ('"人户分离"', '"人户分离", "工作忙"', "extension_grounds"),
    ],
)
def test_a_list_that_gives_more_than_the_law_is_refused(own: Path, old: str, new: str, key: str) -> None:
    file = own / "policies" / "civil-affairs" / "dibao.toml"
    text = file.read_text(encoding="utf-8")
    head, limits = text.split("[limits]")
    assert old in limits
    file.write_text(f"{head}[limits]{limits.replace(old, new, 1)}", encoding="utf-8")
    with pytest.raises(BadCatalogue) as bad:
        load(own)
    assert [problem.field for problem in bad.value.problems] == [
        f"policies/civil-affairs/dibao.toml: limits.{key}"
    ]


def test_a_list_may_give_less_than_the_law(own: Path) -> None:
    file = own / "policies" / "civil-affairs" / "dibao.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("total = 30", "total = 25", 1), encoding="utf-8")
    assert load(own).policy("civil-affairs.dibao").limits.total == 25


def test_aid_within_three_days_counts_calendar_days(own: Path) -> None:
    file = own / "policies" / "civil-affairs" / "temp-emergency.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('day_kind = "calendar"\n', "", 1), encoding="utf-8")
    with pytest.raises(BadCatalogue, match="counts"):
        load(own)
