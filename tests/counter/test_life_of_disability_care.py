"""重度残疾人护理补贴: what could have been asked for with the first notice is not asked for a second time.

一次性告知 (最低生活保障审核确认办法 art. 10, by analogy): a second request for a paper that was missing
at the first is stopped with its reason, and the stop is kept.
"""

from datetime import date

import pytest

from counter.cases.casefile import Paper, Verb
from counter.cases.workflow import CaseState
from counter.errors import Refused
from counter.services import dispatch, intake, papers_given, referrals
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

CARE = "civil-affairs.disability-care"
CERTIFICATE = Paper("disability-certificate", "残疾人证", "original")


def test_a_second_request_is_stopped_and_stays_on_the_record(office: Office, clock: Clock) -> None:
    # 28 September: the certificate was left at home. One notice, ten working days, and no clock runs.
    clock.go_to(date(2026, 9, 28))
    town = life.window(office)
    he = life.resident("何秀兰", date(1949, 2, 2), life.SHE, disability_grade=1)
    asked = life.on_today(office, life.family_of(he, request="一级残疾，需长期照护。"))
    missing = [Paper(CERTIFICATE.material, CERTIFICATE.title, "missing")]
    registered = intake.register(town, asked, missing)
    assert (registered.state, registered.papers_due) == (CaseState.AWAITING_PAPERS, date(2026, 10, 16))

    # She brings it after the holiday; the day of acceptance is today, and so is the beginning of the clock.
    clock.go_to(date(2026, 10, 12))
    papers_given.bring(town, registered.number, [CERTIFICATE])
    intake.accept_registered(town, registered.number, [life.wished(CARE, 0)])
    care = dispatch.send(town, registered.number).referrals[0]
    assert care.due.due == date(2026, 11, 9)
    life.sign(office, care)

    # The department misses another paper of the same list: that could have been said on 28 September.
    clock.go_to(date(2026, 10, 13))
    bureau = life.desk(office, "civil-affairs")
    listed = office.catalogue.policy(CARE, date(2026, 10, 13)).requirements
    other = next(one for one in listed if one.material != CERTIFICATE.material)
    second = Paper(other.material, other.title, "missing")
    with pytest.raises(Refused, match="should have been") as refused:
        referrals.request_papers(bureau, care.number, papers=[second])
    assert refused.value.params["day"] == date(2026, 9, 28)
    assert life.story(life.case_of(office, care))[-1] is Verb.SECOND_REQUEST_STOPPED

    # What has happened since may be asked for; the waiting is hers, and is charged to nobody.
    referrals.request_papers(bureau, care.number, papers=[second], because="申请人日前住院，照护等级有变")
    clock.go_to(date(2026, 10, 20))
    papers_given.bring(town, registered.number, [Paper(other.material, other.title, "original")])
    referrals.resume(bureau, care.number)
    clock.go_to(date(2026, 10, 21))
    decided = life.decide(office, care, life.money(130, date(2026, 11, 1)))
    assert decided.charged_days == 2
    life.letter(office, care)
    life.file_away(office, care)
