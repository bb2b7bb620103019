"""防寒送温暖: a last day beyond the known calendar says so, and moves when that year is read in.

国务院办公厅 publishes each year's days off in November; what runs into a year without them is provisional.
"""

from datetime import date

from counter.services import calendars, queue
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

WINTER = "civil-affairs.winter-relief"
YEAR_2027 = """
year = 2027
[[holidays]]
title = "元旦"
first = 2027-01-01
last = 2027-01-04
[[holidays]]
title = "春节"
first = 2027-02-05
last = 2027-02-12
"""
"""Made up: only that its first days of work are the 5th and the 6th matters here."""


def test_a_last_day_in_an_unknown_year_moves_when_the_calendar_comes(office: Office, clock: Clock) -> None:
    # Wednesday 30 December: three working days into a year of which nobody knows the days off yet.
    clock.go_to(date(2026, 12, 30))
    bai = life.resident("白阿婆", date(1940, 1, 1), life.SHE)
    winter = life.apply(office, life.family_of(bai, request="独居，无棉被。"), WINTER, 0)
    # 31 December, then Friday and Monday as if no holiday were.
    assert (winter.due.due, winter.due.provisional) == (date(2027, 1, 4), True)
    life.sign(office, winter)

    # On 4 January the notice is read in: that day is off as well, work begins on the 5th.
    clock.go_to(date(2027, 1, 4))
    coming = calendars.preview(office, YEAR_2027)
    assert (coming.year, coming.problems) == (2027, ())
    office = calendars.load(office, YEAR_2027, source="国务院办公厅通知").office
    moved = life.again(office, winter)
    assert (moved.due.due, moved.due.provisional) == (date(2027, 1, 6), False)
    # The department's list has it under the new day as well, and nobody had to open it for that.
    there = life.desk(office, "civil-affairs")
    (listed,) = queue.referral_rows(there, queue.referral_ids(there))
    assert (listed.due.due, listed.days_left) == (date(2027, 1, 6), 2)

    # So that on the 6th it is decided in time: one day of 2026 and two of 2027 were charged.
    clock.go_to(date(2027, 1, 6))
    decided = life.decide(office, winter, life.goods("棉被一床、米十公斤"))
    assert decided.charged_days == 3
    life.letter(office, winter)
    life.file_away(office, winter)
