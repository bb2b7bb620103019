"""慈善助医助困助学: whom a case is passed on to reads his own referral, and nobody else's.

个人信息保护法, 社会救助法 art. 61: minimal disclosure; a charity gets what its question needs, not the file.
"""

from datetime import date

import pytest

from counter.errors import Refused
from counter.services import cases, dispatch, intake, queue, referrals
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

CHARITY = "charity.charity-aid"
DIBAO = "civil-affairs.dibao"


def test_a_charity_reads_what_was_passed_on_to_it_and_no_more(office: Office, clock: Clock) -> None:
    # One application, two matters: 低保 to the bureau, a question to the charity.
    clock.go_to(date(2026, 11, 2))
    shi = life.resident("施阿娥", date(1967, 3, 3), life.SHE, major_illness=True)
    household = life.family_of(shi, request="重病，积蓄用尽。", income=500, hukou_in_district=True)
    town = life.window(office)
    accepted = intake.accept(
        town, life.on_today(office, household), [life.wished(DIBAO), life.wished(CHARITY, 0)]
    )
    dibao, charity = dispatch.send(town, accepted.number).referrals
    assert (charity.asks, charity.department, charity.due.due) == ("refer", "charity", date(2026, 12, 2))
    assert charity.question.startswith("转介：")

    # The charity finds one thing in its tray; the other referral, and the case, it does not find.
    there = life.desk(office, "charity")
    found = queue.referral_rows(there, queue.referral_ids(there))
    assert [row.number for row in found] == [charity.number]
    assert referrals.referral(there, charity.number).number == charity.number
    for attempt in (
        lambda: referrals.referral(there, dibao.number),
        lambda: cases.case(there, accepted.number),
        lambda: referrals.sign(there, dibao.number),
    ):
        with pytest.raises(Refused, match="may not do this"):
            attempt()
    # What it reads of the household is what its own rule reads.
    assert referrals.referral(there, charity.number).snapshot["household"] == {}

    # Each answers for itself; the window tells both results together.
    life.sign(office, charity)
    life.decide(office, charity, life.money(3_000, date(2026, 11, 1), "元/年"))
    life.sign(office, dibao)
    life.decide(office, dibao, life.money(300, date(2026, 12, 1)))
    for referral in (dibao, charity):
        life.letter(office, referral)
    life.file_away(office, dibao)
