"""农村危房改造: the wait for the appraisal, over the National Day, is not the department's time.

停表账: what waits for an outside check is never charged to the department; the statutory limit goes on,
because this policy lists no ground to stop it.
"""

from datetime import date

import pytest

from counter.errors import Refused
from counter.services import ledgers, referrals
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

HOUSE = "construction.rural-dangerous-house"


def test_the_wait_for_the_appraisal_is_not_charged(office: Office, clock: Clock) -> None:
    # Friday 18 September; thirty-two working days.
    clock.go_to(date(2026, 9, 18))
    lu = life.resident("卢山火", date(1958, 8, 18), life.HEAD)
    house = life.apply(office, life.family_of(lu, request="房屋开裂。", income=600), HOUSE)
    assert house.due.due == date(2026, 11, 9)

    # Signed on the working Sunday; on the 21st the appraisal of the house is asked for.
    clock.go_to(date(2026, 9, 20))
    life.sign(office, house)
    clock.go_to(date(2026, 9, 21))
    there = life.desk(office, "construction")
    with pytest.raises(Refused, match="no ground"):
        referrals.suspend(there, house.number, reason="等鉴定", ground="房屋鉴定", evidence="鉴定委托书3号")
    referrals.suspend(there, house.number, reason="等房屋安全鉴定", evidence="鉴定委托书3号")

    # The report comes on 10 October, a Saturday that is worked: nine working days stood still.
    clock.go_to(date(2026, 10, 10))
    going_on = referrals.resume(there, house.number)
    assert going_on.charged_days == 2 and going_on.due.due == date(2026, 11, 9)
    clock.go_to(date(2026, 10, 15))
    decided = life.decide(office, house, life.once(30_000))
    (account,) = (one for one in ledgers.of_referral(office, house.number).clocks if one.limit == 32)
    assert (decided.charged_days, account.used, account.stopped) == (6, 6, 9)
    life.letter(office, house)
    life.file_away(office, house)
