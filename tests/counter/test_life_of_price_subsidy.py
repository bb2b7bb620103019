"""价格临时补贴: what runs comes up for its review before the period is over, and again after it.

The subsidy runs while the price mechanism is on, looked at each month; a review that is forgotten stays due.
"""

from datetime import date

import pytest

from counter.cases.benefits import ReviewReason
from counter.errors import Refused
from counter.services import benefits, reviews
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

SUBSIDY = "civil-affairs.price-subsidy"


def test_a_benefit_comes_up_for_its_review_until_it_was_reviewed(office: Office, clock: Clock) -> None:
    # The prices of October are high: twenty yuan a month for a household on the list, from November on.
    clock.go_to(date(2026, 11, 2))
    dai = life.resident("戴小红", date(1983, 3, 13), life.SHE)
    listed = life.family_of(dai, request="在册低保户。", income=500, categories=frozenset({"低保"}))
    subsidy = life.apply(office, listed, SUBSIDY)
    assert subsidy.due.due == date(2026, 11, 30)
    life.sign(office, subsidy)
    life.decide(office, subsidy, life.money(20, date(2026, 11, 1), "元/月"))
    life.letter(office, subsidy)
    life.file_away(office, subsidy)

    # A month on it is due, and stays so over the days on which nobody looked.
    town = life.window(office)
    (benefit,) = benefits.running(town)
    assert benefit.review_due == date(2026, 12, 2)
    for day in (date(2026, 12, 2), date(2026, 12, 9)):
        clock.go_to(day)
        (one,) = reviews.due(town, until=day)
        assert (one.reason, one.due) == (ReviewReason.PERIOD, date(2026, 12, 2))

    # Prices are high still: it goes on, and comes up again a month after that look. A change says what.
    with pytest.raises(Refused, match="what has changed"):
        reviews.reviewed(town, benefit.id, unchanged=False)
    again = reviews.reviewed(town, benefit.id, unchanged=True, note="联动机制未终止")
    assert again.review_due == date(2027, 1, 9)
    assert reviews.due(town, until=date(2027, 1, 8)) == ()
    assert [one.due for one in reviews.due(town, until=date(2027, 1, 9))] == [date(2027, 1, 9)]
