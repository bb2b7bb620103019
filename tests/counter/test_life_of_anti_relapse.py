"""防返贫监测帮扶（乡村振兴）: what no rule settles is conferred about by several, and they are named.

一事一议: 刚性支出困难家庭认定办法 art. 8; a conference of one is none, and a day to come has not happened.
"""

from datetime import date

import pytest

from counter.cases.casefile import Verb
from counter.cases.workflow import Outcome
from counter.errors import Refused
from counter.services import assisting, identities
from counter.services.decisions import Answer
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

MONITORED = "agriculture.anti-relapse-monitoring"


def test_a_case_conference_is_held_by_several_and_kept(office: Office, clock: Clock) -> None:
    # A farmer whose harvest a flood took; his income of last year is over the line. Seventeen days.
    clock.go_to(date(2026, 10, 8))
    deng = life.resident("邓有田", date(1969, 9, 19), life.HEAD, is_rural=True)
    farm = life.family_of(deng, request="洪水毁田，今年绝收。", income=1100)
    monitored = life.apply(office, farm, MONITORED)
    assert monitored.due.due == date(2026, 10, 30)
    life.sign(office, monitored)

    # The bureau of agriculture, the town and the village sit together; what is missing is told at once.
    clock.go_to(date(2026, 10, 15))
    town, number = life.window(office), life.case_of(office, monitored).number
    question, conclusion = (
        "上年收入超线、今年绝收，能否纳入监测？",
        "按今年收入测算，同意纳入，三个月后复核。",
    )
    with pytest.raises(Refused) as refused:
        assisting.confer(
            town,
            number,
            held_on=date(2026, 10, 16),
            present=["林晓", "林晓 "],
            question=question,
            conclusion="",
        )
    assert [one.field for one in refused.value.problems] == ["held_on", "present", "conclusion"]
    present = ("林晓", "农业农村局郑一", "村委会洪某")
    file = assisting.confer(
        town, number, held_on=date(2026, 10, 14), present=present, question=question, conclusion=conclusion
    )
    (held,) = file.conferences
    assert (held.held_on, held.present, held.conclusion) == (date(2026, 10, 14), present, conclusion)
    assert file.events[-1].verb is Verb.CONFERENCE_HELD and "洪某" not in str(file.events[-1].detail)

    # The department decides by it.
    life.decide(office, monitored, Answer(Outcome.GRANT, facts=f"一事一议：{conclusion}"))
    life.letter(office, monitored)
    filed = life.file_away(office, monitored)
    now = identities.of_household(office, filed.household_id, date(2026, 10, 15))
    assert [one.category for one in now] == ["防返贫监测对象"]
