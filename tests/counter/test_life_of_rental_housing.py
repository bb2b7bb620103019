"""公共租赁住房, 容缺受理: a paper that may come later has its day, and the archive waits for it."""

from datetime import date

import pytest

from counter.cases.casefile import Paper
from counter.cases.workflow import CaseState, Outcome
from counter.errors import Refused
from counter.services import cases, papers_given
from counter.services.decisions import Answer
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

RENT = "construction.public-rental-housing"


def test_a_paper_that_may_come_later_is_owed_until_it_has_come(office: Office, clock: Clock) -> None:
    # 12 October: the marriage record lies in another province. Without a day it is not accepted.
    clock.go_to(date(2026, 10, 12))
    town = life.window(office)
    tang = life.resident("汤月娥", date(1979, 2, 2), life.SHE)
    household = life.family_of(tang, request="无房，申请公租房。", income=700, xiamen_homes=0)
    record = Paper("marriage-record", "婚姻登记记录证明", "gap", policies=(RENT,), due=date(2026, 10, 26))
    undated = Paper("marriage-record", "婚姻登记记录证明", "gap", policies=(RENT,))
    with pytest.raises(Refused, match="until which day"):
        life.apply(office, household, RENT, papers=[undated])
    rent = life.apply(office, household, RENT, papers=[record])

    # The day passes: the case shows it, and yet is decided and closed.
    clock.go_to(date(2026, 10, 26))
    life.sign(office, rent)
    assert life.case_of(office, rent).alerts == ()
    clock.go_to(date(2026, 10, 27))
    (alert,) = life.case_of(office, rent).alerts
    assert (alert.params["paper"], alert.params["day"]) == ("婚姻登记记录证明", date(2026, 10, 26))
    life.decide(office, rent, Answer(Outcome.GRANT, facts="配租一室一厅"))
    life.letter(office, rent)
    assert life.case_of(office, rent).events[-3].detail["gaps"] == ["婚姻登记记录证明"]

    # Only into the archive it does not go without; once brought, it does, within ten working days.
    number = life.case_of(office, rent).number
    closed = cases.close(town, number)
    assert closed.archive_due == date(2026, 11, 10)
    with pytest.raises(Refused, match="Still to be brought") as refused:
        cases.archive(town, number)
    assert refused.value.params["papers"] == ["婚姻登记记录证明"]
    papers_given.bring(town, number, [Paper("marriage-record", "婚姻登记记录证明", "copy")])
    assert cases.archive(town, number).state is CaseState.ARCHIVED
