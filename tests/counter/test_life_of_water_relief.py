"""水费优惠: a case in the archive is taken up again, with a reason, before its decision is corrected.

更正: a decision is never changed; a new one replaces it, both stay, and the letter of the first is void.
"""

from datetime import date

import pytest

from counter.cases.casefile import Verb
from counter.cases.workflow import CaseState, Outcome
from counter.errors import Refused
from counter.services import cases, decisions
from counter.services.decisions import Answer
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

WATER = "water.water-relief"


def test_what_lies_in_the_archive_is_taken_up_before_it_is_corrected(office: Office, clock: Clock) -> None:
    # Refused on 12 October because the meter was thought to be another's; told and filed on the 13th.
    clock.go_to(date(2026, 10, 9))
    xue = life.resident("薛水英", date(1956, 6, 6), life.SHE)
    listed = life.family_of(xue, request="低保户，申请水费优惠。", categories=frozenset({"低保"}))
    water = life.apply(office, listed, WATER)
    assert water.due.due == date(2026, 10, 16)
    life.sign(office, water)
    clock.go_to(date(2026, 10, 12))
    life.decide(
        office, water, life.refuse("非直接抄表用户。", "同安区水价优惠办法第三条", "水表户名非本人。")
    )
    first = life.letter(office, water)
    clock.go_to(date(2026, 10, 13))
    filed = life.file_away(office, water)

    # In November it turns out that it is hers: not even the head of the department writes into the archive.
    clock.go_to(date(2026, 11, 3))
    there, right = life.desk(office, "water"), Answer(Outcome.GRANT, facts="水表已过户本人")
    with pytest.raises(Refused, match="Take it up again"):
        decisions.correct(there, water.number, right, because="户名核错")
    with pytest.raises(Refused, match="Say why"):
        cases.reopen(life.window(office), filed.number, because=" ")
    opened = cases.reopen(life.window(office), filed.number, because="复核发现户名核错")
    assert (opened.state, opened.archived_on) == (CaseState.ACCEPTED, None)
    corrected = decisions.correct(there, water.number, right, because="户名核错")

    # Both decisions stay, the old letter is void, and the new one reaches her before it is filed again.
    assert corrected.decision is not None and corrected.decision.replaces == f"{water.number}-1"
    assert [one.outcome for one in corrected.replaced] == [Outcome.REFUSE]
    old = next(one for one in life.case_of(office, water).notices if one.number == first.number)
    assert corrected.decision.number in old.voided
    life.letter(office, water)
    again = life.file_away(office, water)
    assert [verb for verb in life.story(again) if verb in (Verb.ARCHIVED, Verb.REOPENED, Verb.CORRECTED)] == [
        Verb.ARCHIVED,
        Verb.REOPENED,
        Verb.CORRECTED,
        Verb.ARCHIVED,
    ]
