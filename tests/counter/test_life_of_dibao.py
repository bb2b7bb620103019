"""低保: what a neighbour objects to is looked into, and hangs on the board again before a grant.

最低生活保障审核确认办法 art. 19: after an objection the town investigates anew or lets the neighbours
deliberate, and puts its new opinion on public notice.
"""

from datetime import date

import pytest

from counter.cases.casefile import Verb
from counter.cases.public_notice import Handling, PostingKind
from counter.cases.steps import StepKind
from counter.errors import Refused
from counter.services import district, postings, steps
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

DIBAO = "civil-affairs.dibao"


def test_what_was_objected_to_hangs_again_before_it_is_granted(office: Office, clock: Clock) -> None:
    # Thursday 17 September. The district keeps surveys and notices in the program, the rest on paper.
    clock.go_to(date(2026, 9, 17))
    office = district.set_district(office, {"steps_recorded": "入户调查、公示"}, confirmed=True)
    chen = life.resident("陈水木", date(1972, 3, 4), life.HEAD, major_illness=True)
    son = life.resident("陈小宝", date(2015, 1, 1), life.SON)
    household = life.family_of(
        chen, son, request="本人患重病，无收入。", income=620, hukou_in_district=True, extra_houses=0
    )
    dibao = life.apply(office, household, DIBAO)
    # Thirty working days: the two Sundays and Saturdays of 调休 count, the two holidays do not.
    assert dibao.due.due == date(2026, 11, 4)
    assert {step.kind: step.due for step in dibao.steps}[StepKind.SURVEY] == date(2026, 9, 21)

    # The sixth day: two investigators in the house, the sheet on the village board.
    clock.go_to(date(2026, 9, 21))
    life.sign(office, dibao)
    town = life.window(office)
    by = ("林晓", "黄慧")
    steps.finish(
        town, dibao.number, StepKind.SURVEY, by=by, present="陈水木", result="三人，无收入，情况属实"
    )
    file = postings.post(town, dibao.number, kind=PostingKind.NOTICE, board=life.VILLAGE_BOARD)
    life.paper(office, dibao, "D16", about=f"posting:{file.postings[0].id}")
    # Seven working days over mid-autumn and the National Day.
    assert file.postings[0].until == date(2026, 10, 8)

    # A neighbour objects on the fourth; the notice has run out, and yet nothing can be given.
    clock.go_to(date(2026, 9, 24))
    first = file.postings[0].id
    file = postings.object_(town, first, by="村民某", text="其家停有一辆小车")
    clock.go_to(date(2026, 10, 9))
    grant = life.money(800, date(2026, 11, 1))
    with pytest.raises(Refused, match="not settled yet"):
        life.decide(office, dibao, grant)
    steps.finish(town, dibao.number, StepKind.SURVEY, by=by, present="陈水木", result="车辆登记在其兄名下")
    objection = file.postings[0].objections[0].id
    postings.settle(town, objection, handling=Handling.INVESTIGATION, result="车辆非其家所有")
    postings.take_down(town, first)
    with pytest.raises(Refused, match="posted again"):
        life.decide(office, dibao, grant)

    # Again seven working days; the day after the last one it is granted, well in time.
    again = postings.post(town, dibao.number, kind=PostingKind.NOTICE, board=life.VILLAGE_BOARD)
    assert again.postings[1].until == date(2026, 10, 19) and again.postings[1].turn == 2
    clock.go_to(date(2026, 10, 20))
    postings.take_down(town, again.postings[1].id)
    life.decide(office, dibao, grant)
    life.letter(office, dibao)
    postings.post(town, dibao.number, kind=PostingKind.PUBLICATION, board=life.VILLAGE_BOARD)
    filed = life.file_away(office, dibao)
    assert [verb for verb in life.story(filed) if verb in (Verb.POSTED, Verb.OBJECTED, Verb.DECIDED)] == [
        Verb.POSTED,
        Verb.OBJECTED,
        Verb.POSTED,
        Verb.DECIDED,
    ]
