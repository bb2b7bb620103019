"""大病保险倾斜支付: a department without the program answers on paper; the window enters whose paper it is.

What came on paper bears a name, a number and a day; the day of the decision is the paper's, not the entry's.
"""

from dataclasses import replace
from datetime import date

import pytest

from counter.cases.casefile import Verb
from counter.cases.workflow import Outcome, ReferralState
from counter.errors import Refused
from counter.services import decisions
from counter.services.decisions import Answer
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

CRITICAL = "healthcare-security.critical-insurance"


def test_what_came_on_paper_says_whose_it_is_and_of_which_day(office: Office, clock: Clock) -> None:
    # Sent on 1 September on a slip of paper; twenty working days.
    clock.go_to(date(2026, 9, 1))
    fang = life.resident("方阿勇", date(1963, 11, 11), life.HEAD, major_illness=True)
    critical = life.apply(office, life.family_of(fang, request="大病自付高。", income=700), CRITICAL, 0)
    assert (critical.due.due, critical.state) == (date(2026, 9, 29), ReferralState.SENT)

    # The reply lies in the post of 17 September; it is of the 15th. Without its number it is not entered.
    clock.go_to(date(2026, 9, 17))
    town = life.window(office)
    reply = Answer(
        Outcome.GRANT,
        facts="起付线降低五千元，支付比例提高五个百分点",
        decided_by="区医保局 王某",
        document_number="同医保函〔2026〕88号",
        decided_on=date(2026, 9, 15),
    )
    lacking = {
        "decided_by": replace(reply, decided_by=" "),
        "document_number": replace(reply, document_number=""),
        "decided_on": replace(reply, decided_on=None),
    }
    for field, incomplete in lacking.items():
        with pytest.raises(Refused) as refused:
            decisions.record_paper_reply(town, critical.number, incomplete)
        assert [problem.field for problem in refused.value.problems] == [field]
    assert life.again(office, critical).state is ReferralState.SENT
    with pytest.raises(Refused, match="not come yet"):
        decisions.record_paper_reply(town, critical.number, replace(reply, decided_on=date(2026, 9, 18)))

    # With it the referral is decided, of the paper's own day; the feedback is due two working days after.
    answered = decisions.record_paper_reply(town, critical.number, reply)
    assert answered.decision is not None and answered.decision.on_paper
    assert (answered.decision.decided_on, answered.due.due_feedback) == (
        date(2026, 9, 15),
        date(2026, 9, 17),
    )
    filed = life.file_away(office, critical)
    assert life.story(filed)[-3:] == [Verb.PAPER_REPLY, Verb.CLOSED, Verb.ARCHIVED]
