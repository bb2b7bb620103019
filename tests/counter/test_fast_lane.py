"""Aid at once: within three days, without verification and notice, never held up by a missing paper."""

from dataclasses import replace
from datetime import date

import pytest

from counter.cases.application import Application
from counter.cases.casefile import CaseFile, Paper, Verb
from counter.cases.deadlines import Urgency
from counter.cases.fast_lane import cap, moves_to_decision
from counter.cases.public_notice import PostingKind
from counter.cases.split import Chosen
from counter.cases.steps import StepKind
from counter.cases.workflow import Outcome, ReferralMove, ReferralState, ReturnReason
from counter.catalogue.model import Catalogue
from counter.errors import Refused
from counter.services import audit, cases, dispatch, district, fast_lane, intake, postings, referrals, steps
from counter.services.fast_lane import Gift
from counter.services.office import Office, Officer, Role
from tests.clock import Clock

FIRE = Chosen("civil-affairs.temp-emergency", because="昨夜火灾，房屋烧毁，当日无处安身")
GIFT = Gift(
    receiver="陈水木",
    cause="房屋火灾，生活无着",
    amount_fen=50_000,
    goods="棉被2床",
    proof="本人签收",
    staff=("郑一", "黄二"),
)


@pytest.fixture
def burnt(office: Office, family: Application) -> CaseFile:
    """An urgent case just accepted, a paper missing, nothing sent yet."""
    proof = Paper("event-proof", "火灾证明", "missing", policies=(FIRE.policy,))
    return intake.accept(office, replace(family, urgent=True), (FIRE,), papers=(proof,))


@pytest.fixture
def number(burnt: CaseFile) -> str:
    return burnt.referrals[0].number


def fields(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.field for problem in refused.value.problems]


def test_aid_is_given_on_a_draft_whatever_papers_are_missing(
    office: Office, burnt: CaseFile, number: str
) -> None:
    assert any(paper.state == "missing" for paper in burnt.papers)
    file = fast_lane.give(office, number, GIFT)
    assert file.state is ReferralState.DECIDED
    assert file.sent_at == file.signed_at == office.now()
    assert file.decision is not None and file.decision.outcome is Outcome.GRANT
    assert (file.decision.amount_fen, file.decision.decided_by) == (50_000, "郑一、黄二")
    aid = file.fast_aid
    assert aid is not None and (aid.receiver, aid.staff, aid.given_on) == (
        "陈水木",
        ("郑一", "黄二"),
        date(2026, 11, 24),
    )
    # Ten working days for the papers.
    assert aid.papers_due == date(2026, 12, 8)


def test_giving_is_one_act_and_one_event(office: Office, burnt: CaseFile, number: str) -> None:
    fast_lane.give(office, number, GIFT)
    after = cases.case(office, burnt.number).events
    assert [event.verb for event in after[len(burnt.events) :]] == [Verb.FAST_AID_GIVEN]
    assert after[-1].detail["decision"] == f"{number}-1"
    assert audit.verify(office).ok


@pytest.mark.parametrize("state", ["sent", "signed", "waiting", "returned"])
def test_aid_is_given_from_every_open_state(office: Office, burnt: CaseFile, number: str, state: str) -> None:
    dispatch.send(office, burnt.number)
    if state == "returned":
        referrals.return_to_dispatcher(office, number, reason=ReturnReason.PAPERS_MISSING, text="缺事发证明")
    if state in ("signed", "waiting"):
        referrals.sign(office, number)
    if state == "waiting":
        referrals.suspend(office, number, reason="等待消防证明")
    assert referrals.referral(office, number).state == state
    file = fast_lane.give(office, number, GIFT)
    assert file.state is ReferralState.DECIDED
    assert all(interval.ended for interval in file.intervals)


def test_the_way_to_the_decision_is_made_of_moves_of_the_table() -> None:
    assert moves_to_decision(ReferralState.DRAFT) == (
        ReferralMove.SEND,
        ReferralMove.SIGN,
        ReferralMove.DECIDE,
    )
    assert moves_to_decision(ReferralState.SIGNED) == (ReferralMove.DECIDE,)


def test_the_cap_is_the_lower_of_the_townships_limit_and_a_months_standard(catalogue: Catalogue) -> None:
    limit = cap(catalogue, date(2026, 11, 24))
    figures = catalogue.figures_on(date(2026, 11, 24))
    assert figures["temp_small_amount"] == figures["dibao_month"] == 800
    assert (limit.fen, limit.provisional) == (80_000, True)


def test_over_the_cap_it_takes_the_ordinary_way(office: Office, number: str) -> None:
    with pytest.raises(Refused) as refused:
        fast_lane.give(office, number, replace(GIFT, amount_fen=80_001))
    (problem,) = refused.value.problems
    assert problem.field == "amount_fen"
    assert problem.params["cap"] == "¥800.00" and problem.params["ordinary"] == "支出型临时救助"
    assert fast_lane.give(office, number, replace(GIFT, amount_fen=80_000)).fast_aid is not None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(GIFT, receiver=" "), "receiver"),
        (replace(GIFT, cause=""), "cause"),
        (replace(GIFT, amount_fen=None, goods=""), "amount_fen"),
        (replace(GIFT, amount_fen=0), "amount_fen"),
        (replace(GIFT, staff=("郑一",)), "staff"),
        (replace(GIFT, staff=("郑一", "郑一 ")), "staff"),
    ],
)
def test_the_register_says_who_received_what_why_and_from_which_two(
    office: Office, number: str, wrong: Gift, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        fast_lane.give(office, number, wrong)
    assert fields(refused) == [field]
    assert referrals.referral(office, number).state is ReferralState.DRAFT


def test_goods_alone_can_be_given(office: Office, number: str) -> None:
    file = fast_lane.give(office, number, replace(GIFT, amount_fen=None, goods="米10公斤、棉被2床"))
    assert file.decision is not None and file.decision.amount_fen is None
    assert "棉被" in file.decision.facts


def test_aid_is_given_once_by_one_referral(office: Office, number: str) -> None:
    fast_lane.give(office, number, GIFT)
    with pytest.raises(Refused, match="already"):
        fast_lane.give(office, number, GIFT)


def test_only_a_policy_of_the_fast_lane_is_given_first(office: Office, accepted: CaseFile) -> None:
    with pytest.raises(Refused, match="ordinary way") as refused:
        fast_lane.give(office, accepted.referrals[0].number, replace(GIFT, amount_fen=900_000))
    assert fields(refused) == ["number"]


def test_there_is_neither_check_nor_notice_in_the_fast_lane(office: Office, number: str) -> None:
    keeping = district.set_district(office, {"steps_recorded": "全部"}, confirmed=True)
    with pytest.raises(Refused, match="no such step"):
        steps.begin(keeping, number, StepKind.CHECK)
    with pytest.raises(Refused, match="not put on public notice"):
        postings.post(keeping, number, kind=PostingKind.NOTICE, board="公告栏")
    file = fast_lane.give(keeping, number, GIFT)
    assert file.steps == () and file.fast_aid is not None


def test_three_days_are_three_days_over_a_holiday(office: Office, family: Application, clock: Clock) -> None:
    """Accepted on the eve of the National Day: due on 3 October, in the middle of it."""
    clock.go_to(date(2026, 9, 30))
    day = replace(family, on=date(2026, 9, 30), urgent=True)
    assert intake.accept(office, day, (FIRE,)).referrals[0].due.due == date(2026, 10, 3)


def test_the_papers_still_to_come_are_a_queue_of_their_own(
    office: Office, burnt: CaseFile, number: str, clock: Clock
) -> None:
    assert fast_lane.back_fills(office) == ()
    fast_lane.give(office, number, GIFT)
    (row,) = fast_lane.back_fills(office)
    assert row.aid.referral == number and row.urgency is Urgency.CALM
    assert row.missing == ("火灾证明",)
    clock.go_to(date(2026, 12, 9))
    assert fast_lane.back_fills(office)[0].urgency is Urgency.OVERDUE
    assert fast_lane.back_fills(office, township="350212107") == ()
    assert fast_lane.back_fills(office, township=burnt.place) != ()


def test_the_back_fill_is_closed_by_the_papers_or_by_saying_why_not(
    office: Office, burnt: CaseFile, number: str
) -> None:
    fast_lane.give(office, number, GIFT)
    missing = [paper for paper in burnt.papers if paper.state == "missing"]
    with pytest.raises(Refused) as refused:
        fast_lane.complete(office, number)
    assert fields(refused) == ["note"]
    came = [Paper(paper.material, paper.title, "original") for paper in missing]
    file = fast_lane.complete(office, number, papers=came)
    assert file.fast_aid is not None and file.fast_aid.completed_on == office.today()
    assert not any(paper.state == "missing" for paper in cases.case(office, burnt.number).papers)
    assert fast_lane.back_fills(office) == ()
    with pytest.raises(Refused, match="complete on"):
        fast_lane.complete(office, number, note="再次")


def test_what_cannot_be_brought_is_said_and_closes_it_too(office: Office, number: str) -> None:
    fast_lane.give(office, number, GIFT)
    file = fast_lane.complete(office, number, note="消防部门不出具证明，村委会已核实")
    assert file.fast_aid is not None and file.fast_aid.completed_note.startswith("消防部门")


def test_a_department_elsewhere_gives_nothing(office: Office, number: str) -> None:
    other = office.with_officer(Officer(7, "edu", "教育局联络人", (Role.LIAISON,), department="education"))
    with pytest.raises(Refused, match="may not do this"):
        fast_lane.give(other, number, GIFT)
