"""事实无人抚养儿童: what came back three times is told at the next intake of that policy.

首问负责: a reason for which departments return is counted, and the clerk sees it before the fourth goes out.
"""

from datetime import date

from counter.cases.application import Application
from counter.cases.casefile import Verb
from counter.cases.workflow import ReferralState, ReturnReason
from counter.services import dispatch, lessons, referrals
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

CHILD = "civil-affairs.no-caregiver-child"
ORPHAN = "civil-affairs.orphan"


def test_what_came_back_three_times_is_told_at_the_fourth_intake(office: Office, clock: Clock) -> None:
    # Three children in three weeks, each time the bureau misses how long the father has been in prison.
    clock.go_to(date(2026, 10, 12))
    town, bureau = life.window(office), life.desk(office, "civil-affairs")
    for serial, day in ((1, date(2026, 10, 12)), (2, date(2026, 10, 19)), (3, date(2026, 10, 26))):
        clock.go_to(day)
        child = life.apply(office, _child(serial), CHILD, 1)
        text = "缺父亲服刑期限的证明" if serial > 1 else "缺法院判决书"
        back = referrals.return_to_dispatcher(
            bureau, child.number, reason=ReturnReason.PAPERS_MISSING, text=text
        )
        # It comes back to the dispatcher, never to the family, and goes out again once the paper is there.
        assert back.state is ReferralState.RETURNED
        dispatch.reassign(town, child.number, department="civil-affairs", because="已补服刑证明")

    # The fourth: before anything is sent the clerk reads what to look at.
    (lesson,) = lessons.lessons(town, [CHILD, ORPHAN])
    assert (lesson.policy, lesson.reason, lesson.count) == (CHILD, ReturnReason.PAPERS_MISSING, 3)
    assert lesson.texts == ("缺父亲服刑期限的证明", "缺法院判决书")
    clock.go_to(date(2026, 11, 2))
    fourth = life.apply(office, _child(4), CHILD, 1)
    assert fourth.due.due == date(2026, 12, 14)
    life.sign(office, fourth)
    life.decide(office, fourth, life.money(1800, date(2026, 12, 1)))
    life.letter(office, fourth)
    filed = life.file_away(office, fourth)
    assert Verb.RETURNED not in life.story(filed)


def _child(serial: int) -> Application:
    keeper = life.resident(f"杨阿婆{'一二三四'[serial - 1]}", date(1955, 1, serial), life.SHE)
    child = life.resident(
        "杨小妹",
        date(2016, 5, serial),
        life.GRANDDAUGHTER,
        father_status="服刑在押",
        mother_status="失联",
    )
    return life.family_of(keeper, child, request="父服刑母失联，孩子由祖母带。")
