"""就业困难人员, 渐退期: who finds work keeps 低保 for a while, and for six months at most.

民发〔2022〕83号 一（三）: a gradual end of as a rule no more than six months after someone has found work.
"""

from datetime import date

import pytest

from counter.cases.benefits import ChangeKind
from counter.cases.workflow import Outcome
from counter.errors import Refused
from counter.services import benefits, changes, identities
from counter.services.decisions import Answer
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

DIBAO = "civil-affairs.dibao"
HARD = "human-resources.hard-employment"


def test_after_finding_work_it_ends_gradually_within_six_months(office: Office, clock: Clock) -> None:
    # 低保 since October for a man out of work; the labour office recognises him as hard to employ.
    clock.go_to(date(2026, 9, 1))
    pan = life.resident("潘志明", date(1976, 6, 16), life.HEAD, employment_status="失业")
    household = life.family_of(pan, request="失业多年。", income=0, hukou_in_district=True)
    for policy, answer in (
        (DIBAO, life.money(800, date(2026, 10, 1))),
        (HARD, Answer(Outcome.GRANT, facts="连续失业一年以上")),
    ):
        referral = life.apply(office, household, policy, 0 if policy == HARD else None)
        life.sign(office, referral)
        life.decide(office, referral, answer)
        life.letter(office, referral)
        filed = life.file_away(office, referral)

    # A public-service post from December on, 2 200 yuan: 低保 is to end with February.
    clock.go_to(date(2026, 12, 1))
    town, bureau = life.window(office), life.desk(office, "civil-affairs")
    dibao = next(one for one in benefits.running(town) if one.policy == DIBAO)
    plan = changes.propose(
        town,
        dibao.id,
        kind=ChangeKind.END,
        facts="2026年12月起在公益性岗位就业，月收入2200元，超过低保标准。",
        clause="《社会救助法》第四十七条",
        planned_from=date(2027, 2, 1),
    )
    life.tell_plan(office, plan)
    life.hear(office, plan, "请求渐退。", "予以渐退期。")

    # Six months from 1 February on: 31 July is the last day that can be, 1 August is one too many.
    with pytest.raises(Refused, match="gradual end lasts") as refused:
        changes.decide_change(bureau, plan.id, fading_until=date(2027, 8, 1))
    assert refused.value.params == {"n": 6, "day": date(2027, 8, 1)}
    decided = changes.decide_change(bureau, plan.id, fading_until=date(2027, 7, 31))
    assert (decided.effective_from, decided.fading_until) == (date(2027, 2, 1), date(2027, 7, 31))
    life.hand_over(office, life.paper_of_plan(office, plan, "D24"))

    # He is given it, and holds the status, up to the last day of July.
    clock.go_to(date(2027, 7, 31))
    assert [one.fading_until for one in benefits.running(town) if one.policy == DIBAO] == [date(2027, 7, 31)]
    clock.go_to(date(2027, 8, 1))
    assert [one.policy for one in benefits.running(town)] == [HARD]
    now = identities.of_household(town, filed.household_id, date(2027, 8, 1))
    assert [one.category for one in now] == ["就业困难人员"]
