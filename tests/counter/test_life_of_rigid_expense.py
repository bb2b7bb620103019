"""刚性支出困难家庭: the status holds twelve months; older than that, nobody recognises it any more.

刚性支出困难家庭认定办法 art. 10: at most twelve months, then it is applied for anew.
"""

from datetime import date

from counter.cases.benefits import ReviewReason
from counter.cases.identities import restored
from counter.cases.workflow import Outcome
from counter.services import reviews
from counter.services.decisions import Answer
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

RIGID = "civil-affairs.rigid-expense"
MEDICAL = "healthcare-security.medical-aid-apply"


def test_a_status_older_than_twelve_months_opens_and_spares_nothing(office: Office, clock: Clock) -> None:
    # Confirmed on 24 November 2026; nobody said until when, so the law's twelve months hold.
    clock.go_to(date(2026, 11, 24))
    cai = life.resident("蔡秀英", date(1978, 8, 8), life.SHE, major_illness=True)
    said = frozenset({"刚性支出困难"})
    household = life.family_of(cai, request="医疗支出过大。", income=1500, hukou_in_district=True)
    rigid = life.apply(office, household, RIGID)
    life.sign(office, rigid)
    life.decide(office, rigid, Answer(Outcome.GRANT, document_number="同民刚〔2026〕5号"))
    life.letter(office, rigid)
    life.file_away(office, rigid)

    # It comes up among the reviews thirty days before its end.
    clock.go_to(date(2027, 10, 23))
    assert reviews.due(office) == ()
    clock.go_to(date(2027, 10, 24))
    (coming,) = reviews.due(office)
    assert (coming.reason, coming.due) == (ReviewReason.VALIDITY, date(2027, 11, 23))

    # On its last day it still counts with the medical insurance; on the day after it does not.
    sick = life.family_of(cai, request="住院自付过大。", income=1500, categories=said)
    clock.go_to(date(2027, 11, 23))
    in_time = life.apply(office, sick, MEDICAL, 0)
    clock.go_to(date(2027, 11, 24))
    too_late = life.apply(office, sick, MEDICAL, 0)
    assert [(one.number, one.ends) for one in restored(in_time.snapshot).held] == [
        ("同民刚〔2026〕5号", date(2027, 11, 23))
    ]
    assert restored(too_late.snapshot).held == ()
    assert too_late.snapshot["categories"] == []
    spared = {
        one.number: any("互认" in paper.shared_by for paper in life.case_of(office, one).papers)
        for one in (in_time, too_late)
    }
    assert spared == {in_time.number: True, too_late.number: False}
