"""低保, 人户分离: the limit is lengthened once, on a ground of the list, and before it has passed.

最低生活保障审核确认办法 art. 22, 民发〔2022〕83号 四（一）: thirty working days, forty-five where the
household lives apart from where it is registered.
"""

from datetime import date

import pytest

from counter.errors import Refused
from counter.services import referrals
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

DIBAO = "civil-affairs.dibao"


def test_a_limit_is_lengthened_before_it_has_passed_and_never_afterwards(
    office: Office, clock: Clock
) -> None:
    # Two households ask on 1 July, the day the law comes into force; both live in another district.
    clock.go_to(date(2026, 7, 1))
    wu = life.resident("吴阿土", date(1968, 5, 6), life.HEAD)
    xu = life.resident("许水生", date(1970, 2, 8), life.HEAD)
    in_time = life.apply(office, life.family_of(wu, request="租住集美，申请低保。", income=500), DIBAO)
    too_late = life.apply(office, life.family_of(xu, request="租住翔安，申请低保。", income=500), DIBAO)
    assert in_time.due.due == too_late.due.due == date(2026, 8, 12)

    clock.go_to(date(2026, 7, 2))
    there = life.desk(office, "civil-affairs")
    for referral in (in_time, too_late):
        life.sign(office, referral)

    # On the last day a ground that the list does not know helps nobody; 人户分离 does, and once.
    clock.go_to(date(2026, 8, 12))
    with pytest.raises(Refused, match="no ground"):
        referrals.extend(there, in_time.number, ground="经办人休假")
    longer = referrals.extend(there, in_time.number, ground="人户分离", reason="须函请集美区核查")
    assert longer.due.due == date(2026, 9, 2)
    life.paper(office, in_time, "D22")
    with pytest.raises(Refused, match="extended once already"):
        referrals.extend(there, in_time.number, ground="经济状况调查难度大")

    # On the day after, the other household's limit has passed.
    clock.go_to(date(2026, 8, 13))
    with pytest.raises(Refused, match="passed on") as refused:
        referrals.extend(there, too_late.number, ground="人户分离", reason="须函请翔安区核查")
    assert refused.value.params["due"] == date(2026, 8, 12)
    assert life.again(office, too_late).due.due == date(2026, 8, 12)

    # The first is decided within its forty-five days, told, and filed.
    clock.go_to(date(2026, 9, 1))
    life.decide(office, in_time, life.money(300, date(2026, 10, 1)))
    life.letter(office, in_time)
    life.file_away(office, in_time)
