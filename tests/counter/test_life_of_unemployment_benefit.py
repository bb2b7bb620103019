"""失业保险金: a slip is put right by a new decision, which takes nothing away of what the family was told.

社会救助法 art. 48, by analogy: once the household has its letter, less is given only after it was heard.
"""

from datetime import date

import pytest

from counter.errors import Refused
from counter.services import benefits, cases, decisions
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

DOLE = "human-resources.unemployment-benefit"


def test_a_correction_takes_nothing_away_that_was_told(office: Office, clock: Clock) -> None:
    # Two who lost their work in the same factory; both are decided on 10 November with the same slip.
    clock.go_to(date(2026, 11, 2))
    first = life.resident("丁一", date(1988, 1, 1), life.HEAD, employment_status="失业")
    second = life.resident("丁二", date(1989, 2, 2), life.HEAD, employment_status="失业")
    told = life.apply(office, life.family_of(first, request="厂里裁员。"), DOLE, 0)
    untold = life.apply(office, life.family_of(second, request="厂里裁员。"), DOLE, 0)
    assert told.due.due == date(2026, 11, 16)
    clock.go_to(date(2026, 11, 10))
    for referral in (told, untold):
        life.sign(office, referral)
        life.decide(office, referral, life.money(2_108, date(2026, 11, 1), "元/月"))
    life.letter(office, told)
    life.letter(office, untold, None)

    # It should have been 1 708 yuan. The letter on the desk is replaced; the one that was read is not.
    clock.go_to(date(2026, 11, 12))
    labour, less = life.desk(office, "human-resources"), life.money(1_708, date(2026, 11, 1), "元/月")
    decisions.correct(labour, untold.number, less, because="档次录错")
    with pytest.raises(Refused, match="was told of"):
        decisions.correct(labour, told.number, less, because="档次录错")
    amounts = {one.holder: one.amount_fen for one in benefits.running(office)}
    assert amounts == {"丁一": 210_800, "丁二": 170_800}

    # The first letter of the second is void and names what replaces it; the case waits for the new one.
    number = life.case_of(office, untold).number
    (void,) = (one for one in cases.case(office, number).notices if one.voided)
    assert f"{untold.number}-2" in void.voided
    with pytest.raises(Refused, match="corrected decision is not issued"):
        cases.close(life.window(office), number)
    life.letter(office, untold)
    life.file_away(office, untold)
    life.file_away(office, told)
