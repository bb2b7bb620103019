"""低保边缘: a confirmed status goes along with its number, and nobody asks for papers on means again.

社会救助法 art. 42, 62: what one office has confirmed the others recognise; what it shows is not asked for.
"""

from datetime import date

from counter.cases.casefile import ReferralFile
from counter.cases.identities import restored
from counter.cases.workflow import Outcome
from counter.services.decisions import Answer
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

EDGE = "civil-affairs.dibao-edge"
RENT = "construction.public-rental-housing"


def test_a_confirmed_status_travels_and_spares_its_papers(office: Office, clock: Clock) -> None:
    # The household is confirmed in September, under a number of the bureau.
    clock.go_to(date(2026, 9, 1))
    zheng = life.resident("郑海生", date(1980, 7, 7), life.HEAD)
    girl = life.resident("郑小燕", date(2014, 3, 3), life.DAUGHTER)
    household = life.family_of(zheng, girl, request="收入略高于低保。", income=1000, hukou_in_district=True)
    before = life.apply(office, household, RENT)
    edge = life.apply(office, household, EDGE)
    life.sign(office, edge)
    clock.go_to(date(2026, 9, 16))
    life.decide(office, edge, Answer(Outcome.GRANT, document_number="同民边〔2026〕31号"))
    life.letter(office, edge)
    life.file_away(office, edge)

    # In October it asks for a flat: another department, the same household.
    clock.go_to(date(2026, 10, 12))
    after = life.apply(office, household, RENT)
    (held,) = restored(after.snapshot).held
    assert (held.category, held.number, held.conferred_by, held.starts) == (
        "低保边缘",
        "同民边〔2026〕31号",
        "区民政局",
        date(2026, 9, 16),
    )
    spared = _spared(office, after) - _spared(office, before)
    assert spared and all("同民边〔2026〕31号" in why for _title, why in spared)

    # The department decides on what the status shows.
    life.sign(office, after)
    life.decide(office, after, Answer(Outcome.GRANT, facts="低保边缘家庭，配租一套"))
    life.letter(office, after)
    life.file_away(office, after)


def _spared(office: Office, referral: ReferralFile) -> set[tuple[str, str]]:
    """The papers on means that nobody has to bring for a referral, and why."""
    papers = life.case_of(office, referral).papers
    return {(paper.title, paper.shared_by) for paper in papers if paper.state == "shared"}
