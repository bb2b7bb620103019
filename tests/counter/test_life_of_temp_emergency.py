"""急难型临时救助（小额快救）: within three days of the calendar, which no holiday lengthens.

民政部、财政部 2026 年意见: as a rule no more than three days, without verification and notice, within a
month's standard; papers and signatures are made good afterwards.
"""

from datetime import date

import pytest

from counter.cases.casefile import Paper
from counter.cases.deadlines import Urgency
from counter.errors import Refused
from counter.services import cases, fast_lane
from counter.services.fast_lane import Gift
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

FAST = "civil-affairs.temp-emergency"


def test_three_days_are_three_days_also_in_the_national_holiday(office: Office, clock: Clock) -> None:
    # The eve of the National Day: a house has burnt down, the certificate of the fire brigade is missing.
    clock.go_to(date(2026, 9, 30))
    ye = life.resident("叶春生", date(1966, 1, 30), life.HEAD)
    burnt = life.family_of(ye, request="昨夜房屋烧毁，无处安身。", urgent=True, urgent_now=True)
    proof = Paper("event-proof", "火灾证明", "missing", policies=(FAST,))
    aid = life.apply(office, burnt, FAST, papers=[proof])
    assert (aid.due.due, aid.due.due_sign) == (date(2026, 10, 3), date(2026, 10, 1))

    # On the third day, a Saturday in the middle of the holiday, two of the town bring money and quilts.
    clock.go_to(date(2026, 10, 3))
    town = life.window(office)
    gift = Gift("叶春生", "房屋火灾，生活无着", 80_000, "棉被2床", "本人签收", ("林晓", "黄慧"))
    with pytest.raises(Refused, match="At most"):
        fast_lane.give(town, aid.number, Gift("叶春生", "火灾", 80_001, staff=("林晓", "黄慧")))
    given = fast_lane.give(town, aid.number, gift)
    assert given.decision is not None and given.decision.decided_on == aid.due.due
    assert given.steps == () and given.postings == ()

    # Ten working days for the papers, from the day of the aid on; until then the case stays open.
    (open_one,) = fast_lane.back_fills(town)
    assert (open_one.aid.papers_due, open_one.missing) == (date(2026, 10, 20), ("火灾证明",))
    assert open_one.urgency is Urgency.CALM
    life.letter(office, aid)
    with pytest.raises(Refused, match="not completed yet"):
        cases.close(town, life.case_of(office, aid).number)
    clock.go_to(date(2026, 10, 20))
    fast_lane.complete(town, aid.number, papers=[Paper("event-proof", "火灾证明", "original")])
    life.file_away(office, aid)
