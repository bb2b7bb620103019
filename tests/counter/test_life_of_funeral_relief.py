"""惠民殡葬: after a death the household's 低保 is put right within three months, and it is heard.

民发〔2022〕83号 一（三）: what a household is given is looked at within three months of a death.
"""

from datetime import date

import pytest

from counter.cases.benefits import ChangeKind
from counter.cases.workflow import Outcome
from counter.errors import Refused
from counter.services import benefits, changes, deaths, identities, reviews
from counter.services.decisions import Answer
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

DIBAO = "civil-affairs.dibao"
FUNERAL = "civil-affairs.funeral-relief"


def test_a_death_in_the_house_is_followed_up_within_three_months(office: Office, clock: Clock) -> None:
    # 低保 for father and son since August.
    clock.go_to(date(2026, 7, 1))
    son = life.resident("孔祥福", date(1978, 1, 1), life.HEAD)
    father = life.resident("孔令山", date(1950, 2, 2), life.FATHER)
    household = life.family_of(son, father, request="父病子残。", income=300, hukou_in_district=True)
    dibao = life.apply(office, household, DIBAO)
    life.sign(office, dibao)
    clock.go_to(date(2026, 7, 27))
    life.decide(office, dibao, life.money(1000, date(2026, 8, 1)))
    life.letter(office, dibao)
    filed = life.file_away(office, dibao)

    # The father dies on 30 November; the son comes for the costs of the funeral on 2 December.
    clock.go_to(date(2026, 12, 2))
    funeral = life.apply(office, life.family_of(son, father, request="父亲身故。", income=300), FUNERAL, 1)
    life.sign(office, funeral)
    life.decide(office, funeral, Answer(Outcome.GRANT, facts="减免基本殡葬服务费"))
    life.letter(office, funeral)
    life.file_away(office, funeral)
    town, bureau = life.window(office), life.desk(office, "civil-affairs")
    dead = identities.people_of_case(town, filed.number)[1]
    death = deaths.report_death(town, dead.person_id, died_on=date(2026, 11, 30), source="火化证明")
    # Three months: the last day of February, for there is no thirtieth.
    assert (death.due, death.settled_on) == (date(2027, 2, 28), None)
    assert [(one.reason, one.due) for one in reviews.due(town)] == [("death", date(2027, 2, 28))]

    # What the household is given does not end by itself; it is less only after the son was heard.
    (benefit,) = benefits.running(town, household_id=filed.household_id)
    assert benefit.amount_fen == 100_000
    plan = changes.propose(
        town,
        benefit.id,
        kind=ChangeKind.REDUCE,
        facts="成员孔令山死亡，保障人口由二人减为一人。",
        clause="《最低生活保障审核确认办法》第三十一条",
        planned_fen=50_000,
        planned_from=date(2027, 1, 1),
    )
    with pytest.raises(Refused, match="not been told"):
        changes.decide_change(bureau, plan.id)
    assert len(deaths.deaths(town)) == 1
    life.tell_plan(office, plan)
    life.hear(office, plan, "同意。")
    changes.decide_change(bureau, plan.id)
    life.hand_over(office, life.paper_of_plan(office, plan, "D24"))
    assert deaths.deaths(town) == () and reviews.due(town) == ()
    clock.go_to(date(2027, 1, 1))
    assert [one.amount_fen for one in benefits.running(town)] == [50_000]
