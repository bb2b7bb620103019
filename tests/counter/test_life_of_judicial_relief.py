"""国家司法救助: no refusal is closed before it has reached whom it concerns, by a way of the law.

社会救助法 art. 45; 民事诉讼法 art. 89 by analogy: who does not take it has it left before two witnesses.
"""

from datetime import date

import pytest

from counter.cases.casefile import Verb
from counter.cases.workflow import CaseState
from counter.errors import Refused
from counter.services import cases, delivery, notices
from counter.services.delivery import Handing
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

RELIEF = "procuratorate.judicial-relief"


def test_a_refusal_is_not_closed_before_it_has_reached_the_applicant(office: Office, clock: Clock) -> None:
    # A victim asks on 8 October; the procuratorate refuses on the 27th, the last of its fourteen days.
    clock.go_to(date(2026, 10, 8))
    ruan = life.resident("阮文清", date(1990, 5, 5), life.HEAD)
    relief = life.apply(office, life.family_of(ruan, request="被打伤，凶手无力赔偿。"), RELIEF, 0)
    assert relief.due.due == date(2026, 10, 27)
    life.sign(office, relief)
    clock.go_to(date(2026, 10, 27))
    facts = "申请人已由保险赔付，能够通过诉讼获得赔偿。"
    life.decide(office, relief, life.refuse("不符合救助条件。", "《国家司法救助工作细则》第八条", facts))

    # No letter, no end; a letter on the desk is no end either.
    town, number = life.window(office), life.case_of(office, relief).number
    with pytest.raises(Refused, match="is not issued yet"):
        cases.close(town, number)
    letter = life.letter(office, relief, None)
    with pytest.raises(Refused, match="nobody has noted that"):
        cases.close(town, number)

    # He does not take it: one witness is not enough, two are, with what he said.
    clock.go_to(date(2026, 10, 28))
    left = Handing("left", witnesses=("黄慧",), refused_because="称不服")
    with pytest.raises(Refused, match="witnesses"):
        delivery.deliver(town, letter.number, left)
    proof = notices.issue(town, number, "D25", notice=letter.number)
    witnessed = Handing("left", witnesses=("黄慧", "村委会洪某"), refused_because="称不服")
    delivery.deliver(town, letter.number, witnessed)

    # The case closes; into the archive it goes with the signed proof.
    assert cases.close(town, number).state is CaseState.CLOSED
    with pytest.raises(Refused, match="Not come back signed"):
        cases.archive(town, number)
    assert [away.notice.number for away in delivery.not_back(town)] == [proof.number]
    delivery.came_back(town, proof.number)
    filed = cases.archive(town, number)
    assert life.story(filed)[-3:] == [Verb.DECIDED, Verb.CLOSED, Verb.ARCHIVED]
