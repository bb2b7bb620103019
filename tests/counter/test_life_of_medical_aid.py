"""依申请医疗救助: a refusal reaches the household within three working days, or it is shown in red.

最低生活保障审核确认办法 art. 21, 特困人员认定办法 art. 18: three working days from the decision, in writing.
"""

from datetime import date

from counter.services.delivery import Handing, deliver
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

MEDICAL = "healthcare-security.medical-aid-apply"
REFUSAL = life.refuse(
    "近12个月自付未达到起付线。", "《社会救助法》第二十六条", "近12个月合规自付3120元，起付线8000元。"
)


def test_a_refusal_is_told_within_three_working_days_or_shown_red(office: Office, clock: Clock) -> None:
    # Two patients ask on 21 September; both are refused on the eve of the mid-autumn holiday.
    clock.go_to(date(2026, 9, 21))
    first = life.resident("江一帆", date(1969, 6, 6), life.HEAD, major_illness=True)
    second = life.resident("江二春", date(1971, 7, 7), life.HEAD, major_illness=True)
    told = life.apply(office, life.family_of(first, request="住院自付大。"), MEDICAL, 0)
    forgotten = life.apply(office, life.family_of(second, request="门诊自付大。"), MEDICAL, 0)
    clock.go_to(date(2026, 9, 24))
    for referral in (told, forgotten):
        life.sign(office, referral)
        refused = life.decide(office, referral, REFUSAL)
        # Three working days: 28, 29 and 30 September.
        assert refused.due.due_notice == date(2026, 9, 30)

    # One letter goes out on the last day; of the other only the print lies on the desk.
    clock.go_to(date(2026, 9, 30))
    life.letter(office, told)
    late = life.letter(office, forgotten, None)
    assert life.case_of(office, told).alerts == life.case_of(office, forgotten).alerts == ()

    # On the next day, a holiday like any other day, it is red; and stays so after it was handed over.
    clock.go_to(date(2026, 10, 1))
    assert life.case_of(office, told).alerts == ()
    (alert,) = life.case_of(office, forgotten).alerts
    assert (alert.field, alert.params["day"]) == (forgotten.number, date(2026, 9, 30))
    clock.go_to(date(2026, 10, 9))
    deliver(life.window(office), late.number, Handing("mail", tracking="1033000000001"))
    (alert,) = life.case_of(office, forgotten).alerts
    assert alert.params["told"] == date(2026, 10, 9)
    life.file_away(office, told)
    life.file_away(office, forgotten)
