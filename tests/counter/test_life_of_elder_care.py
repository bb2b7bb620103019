"""经济困难失能老年人养老服务补贴: what the lead waits for an assisting office is charged to that one.

主办、协办: the final deciding department leads; what it waits for others is charged to them, never to it.
"""

from datetime import date

import pytest

from counter.cases.lateness import Fault
from counter.errors import Refused
from counter.services import assisting, chasing, decisions, delivery
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

SUBSIDY = "civil-affairs.elder-care-subsidy"


def test_what_the_lead_waits_for_another_office_is_not_charged_to_it(office: Office, clock: Clock) -> None:
    # Monday 12 October; thirty working days.
    clock.go_to(date(2026, 10, 12))
    ke = life.resident("柯金水", date(1944, 9, 1), life.HEAD, elder_disability_level="重度失能")
    subsidy = life.apply(office, life.family_of(ke, request="失能，生活困难。", income=700), SUBSIDY, 0)
    assert subsidy.due.due == date(2026, 11, 23)
    life.sign(office, subsidy)

    # The bureau asks the federation of the disabled, which has three working days.
    clock.go_to(date(2026, 10, 14))
    lead, assists = life.desk(office, "civil-affairs"), life.desk(office, "disabled-federation")
    question = "柯金水是否已领取重度残疾人护理补贴？"
    asked = assisting.ask(lead, subsidy.number, department="disabled-federation", question=question)
    assert asked.consultations[0].answer_by == date(2026, 10, 19)
    printed = life.paper(office, subsidy, "D10", about=f"consultation:{asked.consultations[0].id}")
    (waiting,) = assisting.asked_of(assists)
    assert (waiting.applicant, waiting.consultation.question) == ("柯金水", question)

    # It answers ten days too late: the late one is the federation, by its own days.
    clock.go_to(date(2026, 11, 2))
    (row,) = chasing.late(life.supervisor(office))
    assert (row.fault, row.who, row.days) == (Fault.ASSISTING, "区残联", 10)
    with pytest.raises(Refused, match="may not do this"):
        assisting.answer(life.desk(office, "education"), waiting.consultation.id, text="无", agrees=True)
    assisting.answer(assists, waiting.consultation.id, text="未领取。", agrees=True)

    # The lead decides, and alone; fifteen working days went by, thirteen of them waiting.
    with pytest.raises(Refused, match="may not do this"):
        decisions.decide(assists, subsidy.number, life.money(200, date(2026, 12, 1)))
    decided = life.decide(office, subsidy, life.money(200, date(2026, 12, 1)))
    assert decided.charged_days == 2
    life.letter(office, subsidy)
    # The question went out on paper as well, and lies in the file signed.
    delivery.came_back(life.window(office), printed.number)
    life.file_away(office, subsidy)
