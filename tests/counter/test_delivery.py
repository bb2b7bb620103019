"""送达: each legal way with what it needs, when it counts, and which papers have not come back."""

from dataclasses import replace
from datetime import date

import pytest

from counter.cases.application import Application
from counter.cases.casefile import CaseFile, Verb
from counter.cases.split import Chosen
from counter.errors import Refused
from counter.services import audit, cases, decisions, delivery, dispatch, intake, notices, referrals
from counter.services.delivery import Handing
from counter.services.dispatch import DraftEdit
from counter.services.office import Office, Officer, Role
from tests.clock import Clock
from tests.counter.test_deciding import REFUSE

LEFT = Handing("left", witnesses=("村干部甲", "邻居乙"), refused_because="拒绝签收")
MAIL = Handing("mail", tracking="EMS1234567890CN")
ENTRUSTED = Handing("entrusted", through="集美区民政局")
ELECTRONIC = Handing("electronic", consent="2026年11月24日在申请表上同意短信送达")
PUBLISHED = Handing("publication")


@pytest.fixture
def refused(office: Office, family: Application) -> CaseFile:
    """The grandmother's allowance was refused; the letter is written."""
    case = intake.accept_and_send(office, family, [Chosen("civil-affairs.aged-allowance", 1)])
    number = case.referrals[0].number
    referrals.sign(office, number)
    decisions.decide(office, number, REFUSE)
    notices.issue(office, case.number, "D20", referral=number)
    return cases.case(office, case.number)


@pytest.fixture
def letter(refused: CaseFile) -> str:
    return next(one.number for one in refused.notices if one.kind == "D20")


@pytest.mark.parametrize("handing", [Handing("direct"), LEFT, MAIL, ENTRUSTED, ELECTRONIC])
def test_each_way_delivers_with_what_it_needs(
    office: Office, refused: CaseFile, letter: str, handing: Handing
) -> None:
    delivery.deliver(office, letter, handing)
    (done,) = cases.case(office, refused.number).deliveries
    assert done.way == handing.way and done.effective_on == office.today()
    assert (done.tracking, done.through, done.consent) == (
        handing.tracking,
        handing.through,
        handing.consent,
    )
    assert cases.close(office, refused.number).closed_at is not None


@pytest.mark.parametrize(
    ("handing", "fields"),
    [
        (replace(LEFT, witnesses=("村干部甲",)), ["witnesses"]),
        (replace(LEFT, witnesses=("村干部甲", "村干部甲 ")), ["witnesses"]),
        (replace(LEFT, refused_because=" "), ["refused_because"]),
        (replace(MAIL, tracking=" "), ["tracking"]),
        (replace(ENTRUSTED, through=""), ["through"]),
        (replace(ELECTRONIC, consent=""), ["consent"]),
        (replace(PUBLISHED, days=7), ["days"]),
    ],
)
def test_a_way_without_what_it_needs_is_refused(
    office: Office, letter: str, handing: Handing, fields: list[str]
) -> None:
    events = audit.last_event(office)
    with pytest.raises(Refused) as problem:
        delivery.deliver(office, letter, handing)
    assert [one.field for one in problem.value.problems] == fields
    assert audit.last_event(office) == events


def test_a_publication_counts_only_when_its_days_have_passed(
    office: Office, refused: CaseFile, letter: str, clock: Clock
) -> None:
    delivery.deliver(office, letter, PUBLISHED)
    (done,) = cases.case(office, refused.number).deliveries
    assert done.effective_on == date(2026, 12, 24)
    clock.go_to(date(2026, 12, 23))
    with pytest.raises(Refused, match="was delivered"):
        cases.close(office, refused.number)
    clock.go_to(date(2026, 12, 24))
    assert cases.close(office, refused.number).closed_at is not None


def test_abroad_a_publication_counts_after_sixty_days(office: Office, refused: CaseFile, letter: str) -> None:
    delivery.deliver(office, letter, replace(PUBLISHED, days=60))
    assert cases.case(office, refused.number).deliveries[0].effective_on == date(2027, 1, 23)


def test_a_proof_of_delivery_is_awaited_until_it_comes_back(
    office: Office, refused: CaseFile, letter: str, clock: Clock
) -> None:
    proof = notices.issue(office, refused.number, "D25", notice=letter)
    assert [(one.notice.number, one.case) for one in delivery.not_back(office)] == [
        (proof.number, refused.number)
    ]
    clock.go_to(date(2026, 11, 30))
    back = delivery.came_back(office, proof.number, on=date(2026, 11, 27))
    assert back.back_on == date(2026, 11, 27)
    assert delivery.not_back(office) == ()
    assert cases.case(office, refused.number).events[-1].verb is Verb.PAPER_BACK
    with pytest.raises(Refused, match="came back on"):
        delivery.came_back(office, proof.number)


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 25)])
def test_nothing_comes_back_before_it_went_out_nor_tomorrow(office: Office, letter: str, day: date) -> None:
    with pytest.raises(Refused) as problem:
        delivery.came_back(office, letter, on=day)
    assert problem.value.problems[0].field == "on"


def test_a_slip_on_paper_is_awaited_until_the_department_has_answered(
    office: Office, family: Application
) -> None:
    case = intake.accept(office, family, [Chosen("civil-affairs.aged-allowance", 1)])
    number = case.referrals[0].number
    dispatch.edit_drafts(office, case.number, {number: DraftEdit(travels="paper")})
    dispatch.send(office, case.number)
    slip = notices.issue(office, case.number, "D09", department=case.referrals[0].department)
    assert [one.notice.number for one in delivery.not_back(office)] == [slip.number]
    answer = replace(REFUSE, decided_by="王科长", document_number="8号", decided_on=office.today())
    decisions.record_paper_reply(office, number, answer)
    assert delivery.not_back(office) == ()


def test_each_township_sees_its_own_papers(office: Office, refused: CaseFile, letter: str) -> None:
    notices.issue(office, refused.number, "D25", notice=letter)
    there = office.with_officer(Officer(4, "there", "外镇", (Role.CLERK,), township="350212107"))
    assert len(delivery.not_back(office)) == 1
    assert delivery.not_back(there) == ()
