"""低保, 委托镇街审核确认: where the town decides, the household has its answer in twenty working days.

最低生活保障审核确认办法 art. 22, 厦府办规〔2020〕10号: the whole procedure takes twenty working days then.
"""

from datetime import date

from counter.cases.chasing import Level
from counter.services import chasing, district
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

DIBAO = "civil-affairs.dibao"


def test_where_the_town_decides_it_takes_twenty_working_days(office: Office, clock: Clock) -> None:
    # Monday 23 November: the same application under a district that decides itself, and one that entrusts.
    clock.go_to(date(2026, 11, 23))
    hong = life.resident("洪金枝", date(1975, 9, 9), life.SHE)
    alone = life.family_of(hong, request="失去工作，申请低保。", income=300, hukou_in_district=True)
    entrusting = district.set_district(office, {"delegated_to_townships": "是"}, confirmed=True)
    dibao = life.apply(entrusting, alone, DIBAO)
    assert (dibao.due.due, dibao.due.provisional) == (date(2026, 12, 21), False)

    # Nobody is late on the twentieth working day; on the day after it the supervisor sees by how much.
    clock.go_to(date(2026, 11, 24))
    life.sign(entrusting, dibao)
    overseer = life.supervisor(entrusting)
    clock.go_to(date(2026, 12, 21))
    assert chasing.late(overseer) == ()
    clock.go_to(date(2026, 12, 22))
    (row,) = chasing.late(overseer)
    assert (row.due, row.days, row.days_at_fault) == (date(2026, 12, 21), 1, 1)
    chasing.chase(overseer, dibao.number, level=Level.REMIND)

    # It is granted on the same day; the first money comes with the month after.
    life.decide(entrusting, dibao, life.money(500, date(2027, 1, 1)))
    life.letter(entrusting, dibao)
    assert life.file_away(entrusting, dibao).referrals[0].due.due == date(2026, 12, 21)
