"""法律援助: a period of calendar days that would end on a day off ends on the next day of work.

民事诉讼法 art. 85, by analogy: the day of the event is not counted; the last day moves over a holiday.
"""

from datetime import date

from counter.cases.workflow import Outcome
from counter.services import chasing
from counter.services.decisions import Answer
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

LEGAL = "justice.legal-aid"


def test_calendar_days_that_end_on_a_day_off_end_on_the_next_day_of_work(
    office: Office, clock: Clock
) -> None:
    # Thursday 24 September and ten days of the calendar are Sunday 4 October: in the National Day.
    clock.go_to(date(2026, 9, 24))
    tian = life.resident("田大力", date(1972, 12, 12), life.HEAD)
    legal = life.apply(office, life.family_of(tian, request="被欠工资，请求援助。", income=900), LEGAL, 0)
    assert legal.due.due == date(2026, 10, 8)

    # A week earlier, no holiday at its end: Thursday 10 September and ten days are the working Sunday.
    life.sign(office, legal)
    overseer = life.supervisor(office)
    clock.go_to(date(2026, 10, 8))
    assert chasing.late(overseer) == ()
    life.decide(office, legal, Answer(Outcome.GRANT, facts="指派律师一名"))
    life.letter(office, legal)
    life.file_away(office, legal)


def test_a_working_sunday_is_a_day_of_work(office: Office, clock: Clock) -> None:
    clock.go_to(date(2026, 9, 10))
    tian = life.resident("田大力", date(1972, 12, 12), life.HEAD)
    legal = life.apply(office, life.family_of(tian, request="被欠工资，请求援助。", income=900), LEGAL, 0)
    assert legal.due.due == date(2026, 9, 20)
