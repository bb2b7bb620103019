"""流散人员救助: a question at the counter starts no clock; the days run from the day of the application on.

咨询登记: what was asked is kept, so that nothing is typed twice; the law counts from acceptance (受理).
"""

from datetime import date

from counter.cases.casefile import Verb
from counter.cases.workflow import CaseState, Outcome
from counter.services import cases, chasing, dispatch, intake
from counter.services.decisions import Answer
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

STRANDED = "civil-affairs.stranded-aid"


def test_a_question_starts_no_clock(office: Office, clock: Clock) -> None:
    # Thursday 24 September, before the mid-autumn holiday: a man without papers asks how to get home.
    clock.go_to(date(2026, 9, 24))
    town = life.window(office)
    stranger = life.without_papers("无名氏乙", because="证件遗失", born=date(1985, 1, 1))
    asks = life.on_today(office, life.family_of(stranger, request="钱包被偷，要回贵州。"))
    noted = cases.consult(town, asks, note="询问能否买票返乡；告知可申请流散人员救助，本人先找老乡")
    assert (noted.state, noted.referrals, noted.papers_due) == (CaseState.CONSULTED, (), None)

    # He comes back on the 29th: no help was found. One working day, counted from today.
    clock.go_to(date(2026, 9, 29))
    assert chasing.late(life.supervisor(office)) == ()
    accepted = intake.accept_registered(town, noted.number, [life.wished(STRANDED, 0)])
    assert (accepted.number, accepted.accepted_on) == (noted.number, date(2026, 9, 29))
    assert accepted.application.people == noted.application.people
    stranded = dispatch.send(town, noted.number).referrals[0]
    assert stranded.due.due == date(2026, 9, 30)

    # A ticket and a meal on the eve of the National Day.
    clock.go_to(date(2026, 9, 30))
    life.sign(office, stranded)
    life.decide(office, stranded, Answer(Outcome.GRANT, facts="提供返乡车票一张、餐食一份"))
    life.letter(office, stranded)
    filed = life.file_away(office, stranded)
    assert life.story(filed)[:2] == [Verb.CONSULTED, Verb.ACCEPTED]
