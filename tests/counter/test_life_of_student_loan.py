"""生源地信用助学贷款: who came to the wrong counter takes home in writing why, and where to go.

首问负责, 社会救助法 art. 38: nobody is sent away by word of mouth; 不予受理 tells why, by what, and where.
"""

from datetime import date

import pytest

from counter.cases.casefile import Verb
from counter.cases.workflow import CaseState
from counter.errors import Refused
from counter.services import cases, delivery, intake, notices
from counter.services.delivery import Handing
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life


def test_who_is_sent_elsewhere_takes_it_home_in_writing(office: Office, clock: Clock) -> None:
    # A student from another district asks for a loan here on 1 September.
    clock.go_to(date(2026, 9, 1))
    town = life.window(office)
    qiu = life.resident("邱志远", date(2007, 9, 9), life.HEAD, school_stage="本科")
    asked = life.on_today(office, life.family_of(qiu, request="申请助学贷款。"))
    with pytest.raises(Refused) as refused:
        intake.decline(town, asked, reason=" ", clause="")
    assert [one.field for one in refused.value.problems] == ["reason", "clause"]
    declined = intake.decline(
        town,
        asked,
        reason="申请人户籍在翔安区，生源地助学贷款由户籍地学生资助管理中心办理。",
        clause="《生源地信用助学贷款管理办法》第五条",
        proper_office="翔安区学生资助管理中心",
    )
    assert (declined.state, declined.proper_office) == (CaseState.DECLINED, "翔安区学生资助管理中心")

    # D08 is what he takes home; until it was handed over the case is not filed.
    assert "D08" in {one.kind for one in notices.wanted(town, declined.number)}
    letter = notices.issue(town, declined.number, "D08")
    with pytest.raises(Refused, match="nobody has noted that"):
        cases.archive(town, declined.number)
    delivery.deliver(town, letter.number, Handing("direct"))
    filed = cases.archive(town, declined.number)
    assert life.story(filed) == [Verb.DECLINED, Verb.ARCHIVED]
