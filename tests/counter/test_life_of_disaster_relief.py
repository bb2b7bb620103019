"""受灾人员救助: one household that was taken in twice goes on as one case; the help is given once.

并案: the double matter is withdrawn and names the one that goes on; what the other lacks goes over with its
number, and nothing is lost.
"""

from datetime import date

from counter.cases.casefile import Verb
from counter.cases.workflow import CaseState, ReferralState
from counter.services import cases, dispatch, intake, known
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

RELIEF = "emergency.disaster-relief"
EXPENSE = "civil-affairs.temp-expense"


def test_the_double_case_of_a_household_goes_on_in_the_other(office: Office, clock: Clock) -> None:
    # The typhoon of 20 September: the husband comes on the working Sunday, the wife on Monday, unaware.
    clock.go_to(date(2026, 9, 20))
    he = life.resident("高建国", date(1980, 8, 1), life.HEAD)
    she = life.resident("马丽", date(1982, 8, 1), life.WIFE)
    household = life.family_of(he, she, request="台风损坏房屋。", house_damage_level="严重损坏")
    his = life.apply(office, household, RELIEF)
    assert his.due.due == date(2026, 10, 13)
    clock.go_to(date(2026, 9, 21))
    first, town = life.case_of(office, his).number, life.window(office)
    monday, asked = life.on_today(office, household), [life.wished(RELIEF), life.wished(EXPENSE)]
    double = intake.accept(town, monday, asked).number
    sent = dispatch.send(town, double).referrals
    hers, more = (next(one for one in sent if one.policy == policy) for policy in (RELIEF, EXPENSE))

    # The program has told it; the clerk sees that they are one household, and lets all go on in the first.
    assert RELIEF in {one.policy for one in known.double_aid(town, monday, asked)}
    merged = cases.merge(town, double, into=first, because="同一户重复受理")
    assert (merged.state, merged.merged_into) == (CaseState.MERGED, first)
    assert life.again(office, hers).state is ReferralState.WITHDRAWN
    assert his.number in life.again(office, hers).ended_because

    # What was asked for besides keeps its number and its last day, and lies in the first case now.
    goes_on = cases.case(office, first)
    assert [one.number for one in goes_on.referrals] == [his.number, more.number]
    assert goes_on.referrals[1].due.due == more.due.due == date(2026, 10, 12)
    assert life.story(goes_on)[-1] is Verb.MERGED

    # The help is decided once.
    for referral, yuan in ((his, 3_000), (more, 2_000)):
        life.sign(office, referral)
        life.decide(office, referral, life.once(yuan))
        life.letter(office, referral)
    filed = life.file_away(office, his)
    assert [one.decision.amount_fen for one in filed.referrals if one.decision] == [300_000, 200_000]
