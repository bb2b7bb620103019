"""What a household takes home besides its letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from counter.cases.split import Chosen
from counter.errors import Refused
from counter.letters.chain_sheet import ChainSheet
from tests.counter.letters.lives import BENEFIT, DIBAO, ENDED_BENEFIT


@pytest.fixture(scope="module")
def family(family_of: Callable[..., object]):
    return family_of(policies=(Chosen(DIBAO),))


def test_the_chain_tells_every_benefit_of_the_year_of_every_department(family) -> None:
    before = replace(BENEFIT, id=3, starts=date(2025, 1, 1), ends=date(2025, 12, 31))
    stopped = replace(BENEFIT, id=4, starts=date(2025, 3, 1), ended_on=date(2026, 6, 1))
    sheet = replace(family, benefits=(BENEFIT, ENDED_BENEFIT, before, stopped)).paper("D30")
    assert isinstance(sheet, ChainSheet)
    assert [(one.standing, one.given) for one in sheet.links] == [
        ("2026年6月1日起停止", "2025年3月1日起"),
        ("已经给完", "2026年2月1日至2026年7月31日"),
        ("即将开始", "2026年12月1日起"),
    ]
    assert {one.department for one in sheet.links} == {"区民政局", "区教育局"}
    assert sheet.links[1].holder == "叶小满" and sheet.links[0].holder == "全户"
    assert "¥1,200.00" in sheet.links[2].amount and "壹仟贰佰元整" in sheet.links[2].amount
    assert "3项" in sheet.opening and "2个部门" in sheet.opening
    assert all(one.phone for one in sheet.links)


def test_the_same_for_several_members_is_told_once_with_their_names(family) -> None:
    other = replace(ENDED_BENEFIT, id=5, subject="3", holder="叶小圆")
    sheet = replace(family, benefits=(ENDED_BENEFIT, other)).paper("D30")
    (link,) = sheet.links
    assert link.holder == "叶小满、叶小圆" and link.amount.startswith("每人每学期¥625.00")
    assert "2项" in sheet.opening


def test_a_household_that_was_given_nothing_gets_no_chain(family) -> None:
    with pytest.raises(Refused, match="Nothing was given"):
        family.paper("D30")
