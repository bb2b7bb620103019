"""困难退役军人帮扶援助: a department is reminded, then escalated, then its leader is told, in this order.

催办、督办: who is late by his own fault is chased in this order, with a text and a day to answer by.
"""

from datetime import date

import pytest

from counter.cases.chasing import Level
from counter.cases.lateness import Fault
from counter.errors import Refused
from counter.services import chasing
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

VETERAN = "veterans.veteran-hardship"


def test_a_department_is_chased_step_by_step(office: Office, clock: Clock) -> None:
    # Sent on 28 September; the tray should be opened on the 29th. Nobody opens it before the holiday.
    clock.go_to(date(2026, 9, 28))
    luo = life.resident("罗援朝", date(1953, 10, 1), life.HEAD)
    veteran = life.apply(office, life.family_of(luo, request="住院致贫。", income=1000), VETERAN, 0)
    assert (veteran.due.due_sign, veteran.due.due) == (date(2026, 9, 29), date(2026, 10, 27))
    overseer = life.supervisor(office)
    clock.go_to(date(2026, 9, 29))
    assert chasing.late(overseer) == ()

    # 30 September: a day late, by the department's fault. The leader is not called first.
    clock.go_to(date(2026, 9, 30))
    (row,) = chasing.late(overseer)
    assert (row.fault, row.who, row.days, row.chased) == (Fault.DEPARTMENT, "区退役军人事务局", 1, None)
    for too_soon in (Level.LEADER, Level.ESCALATE):
        with pytest.raises(Refused, match="Before this comes"):
            chasing.chase(overseer, veteran.number, level=too_soon)
    chasing.chase(overseer, veteran.number, level=Level.REMIND)

    # After the holiday it is still unopened: 督办 with two working days to answer, then its leader.
    clock.go_to(date(2026, 10, 8))
    with pytest.raises(Refused, match="Before this comes"):
        chasing.chase(overseer, veteran.number, level=Level.LEADER)
    slip = chasing.chase(overseer, veteran.number, level=Level.ESCALATE).reminders[-1]
    assert (slip.days_late, slip.reply_due) == (2, date(2026, 10, 10))
    assert "应于2026年9月29日前签收" in slip.text
    life.paper(office, veteran, "D12", about=f"reminder:{slip.id}")
    clock.go_to(date(2026, 10, 12))
    last = chasing.chase(overseer, veteran.number, level=Level.LEADER).reminders[-1]
    assert last.to == "区退役军人事务局分管领导" and "特报请分管领导督促" in last.text

    # It answers, takes it on, and decides within the limit.
    there = life.desk(office, "veterans")
    chasing.reply(there, slip.id, text="联络人休假，已换人")
    chasing.reply(there, last.id, text="今日签收，本月办结")
    life.sign(office, veteran)
    clock.go_to(date(2026, 10, 26))
    life.decide(office, veteran, life.once(4_000))
    life.letter(office, veteran)
    life.file_away(office, veteran)
