"""困难残疾人生活补贴: nobody is given less before being told of it and heard.

社会救助法 art. 48: before it reduces or ends assistance the authority hears the household, and tells it why.
"""

from datetime import date

import pytest

from counter.cases.benefits import ChangeKind
from counter.cases.casefile import Verb
from counter.errors import Refused
from counter.services import benefits, cases, changes
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

LIVING = "civil-affairs.disability-living"


def test_nobody_is_given_less_unheard(office: Office, clock: Clock) -> None:
    # Granted in September: 130 yuan a month to a man with a certificate of the second grade.
    clock.go_to(date(2026, 9, 1))
    guo = life.resident("郭石头", date(1974, 4, 14), life.HEAD, has_disability_cert=True, disability_grade=2)
    living = life.apply(office, life.family_of(guo, request="残疾，生活困难。", income=700), LIVING, 0)
    assert living.due.due == date(2026, 9, 29)
    life.sign(office, living)
    clock.go_to(date(2026, 9, 15))
    life.decide(office, living, life.money(130, date(2026, 10, 1)))
    life.letter(office, living)
    filed = life.file_away(office, living)

    # In November his certificate is of the third grade: from January on it is to be 65 yuan.
    clock.go_to(date(2026, 11, 24))
    town, bureau = life.window(office), life.desk(office, "civil-affairs")
    (benefit,) = benefits.running(town, household_id=filed.household_id)
    plan = changes.propose(
        town,
        benefit.id,
        kind=ChangeKind.REDUCE,
        facts="残疾等级由二级重新评定为三级。",
        clause="《社会救助法》第四十七条",
        planned_fen=6_500,
        planned_from=date(2027, 1, 1),
    )
    with pytest.raises(Refused, match="not been told"):
        changes.decide_change(bureau, plan.id)

    # Told on the 25th, he has five working days; nothing is decided while he can still be heard.
    clock.go_to(date(2026, 11, 25))
    life.tell_plan(office, plan)
    assert changes.change(town, plan.id).hear_until == date(2026, 12, 2)
    clock.go_to(date(2026, 12, 2))
    with pytest.raises(Refused, match="can be heard until"):
        changes.decide_change(bureau, plan.id)
    life.hear(office, plan, "对等级无异议。")
    life.paper_of_plan(office, plan, "D23b")
    assert changes.decide_change(bureau, plan.id).effective_from == date(2027, 1, 1)
    life.hand_over(office, life.paper_of_plan(office, plan, "D24"))

    # The old amount for December, the new one from January on, and all of it on the record in order.
    clock.go_to(date(2026, 12, 31))
    assert [one.amount_fen for one in benefits.running(town)] == [13_000]
    clock.go_to(date(2027, 1, 1))
    assert [one.amount_fen for one in benefits.running(town)] == [6_500]
    assert life.story(cases.case(office, filed.number))[-3:] == [
        Verb.CHANGE_PROPOSED,
        Verb.HEARD,
        Verb.CHANGE_DECIDED,
    ]
