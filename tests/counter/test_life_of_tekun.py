"""特困人员: the days on the board are not taken out of the days to examine; the limit is later by as many.

特困人员认定办法 art. 13, 15, 16: fifteen working days for the town, a notice of seven days, fifteen for the
county; the notice stands beside the thirty.
"""

from datetime import date

import pytest

from counter.cases.public_notice import PostingKind
from counter.errors import Refused
from counter.services import identities, ledgers, postings
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

TEKUN = "civil-affairs.tekun"


def test_the_days_of_the_notice_lengthen_the_limit(office: Office, clock: Clock) -> None:
    # Friday 18 September: a man of 71 without means or anybody who has to keep him.
    clock.go_to(date(2026, 9, 18))
    lin = life.resident(
        "林火旺", date(1955, 4, 5), life.HEAD, legal_supporter_status="无", self_care="部分丧失"
    )
    tekun = life.apply(office, life.family_of(lin, request="无人赡养。", income=0), TEKUN, 0)
    assert tekun.due.due == date(2026, 11, 5)

    # The sheet hangs from the 22nd: seven working days, the last one after the National Day.
    clock.go_to(date(2026, 9, 22))
    life.sign(office, tekun)
    town = life.window(office)
    posted = postings.post(town, tekun.number, kind=PostingKind.NOTICE, board=life.VILLAGE_BOARD)
    assert posted.postings[0].until == date(2026, 10, 9)
    # The limit is later by those seven working days, not by the seventeen of the calendar.
    assert posted.due.due == date(2026, 11, 16)

    clock.go_to(date(2026, 10, 9))
    with pytest.raises(Refused, match="runs until"):
        life.decide(office, tekun, life.money(1200, date(2026, 11, 1)))
    clock.go_to(date(2026, 11, 16))
    postings.take_down(town, posted.postings[0].id)
    decided = life.decide(office, tekun, life.money(1200, date(2026, 12, 1)))
    # Thirty-seven working days since it was sent, seven of them the law's.
    (account,) = (one for one in ledgers.of_referral(office, tekun.number).clocks if one.limit == 30)
    assert (decided.due.due, account.used, account.stopped) == (date(2026, 11, 16), 30, 7)
    life.letter(office, tekun)
    filed = life.file_away(office, tekun)
    (status,) = identities.of_household(office, filed.household_id, date(2026, 11, 16))
    assert (status.category, status.holder) == ("特困", "林火旺")
