"""The papers that the life of a case calls for: wanted in their time, about one thing, never twice."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from counter.cases.application import Application
from counter.cases.benefits import Benefit, Change, ChangeKind
from counter.cases.casefile import ReferralFile, Verb
from counter.cases.chasing import Level
from counter.cases.fast_lane import Gift
from counter.cases.handover import Handover, HandoverKind, Item, ItemKind
from counter.cases.public_notice import PostingKind
from counter.cases.split import Chosen
from counter.errors import Refused
from counter.papers import print_papers
from counter.services import (
    assisting,
    cases,
    changes,
    chasing,
    delivery,
    editions,
    fast_lane,
    handovers,
    intake,
    notices,
    postings,
    printing,
    referrals,
)
from counter.services.delivery import Handing
from counter.services.notices import Wanted
from counter.services.office import Office
from counter.store import life_records, records
from tests.clock import Clock
from tests.counter.grants import DIBAO, grant, granted, hand_over_letter

EMERGENCY = "civil-affairs.temp-emergency"
FACTS = "户主就业，月工资1,900元，家庭人均月收入增加到633元。"
CLAUSE = "《最低生活保障审核确认办法》第三十一条：……应当及时调整最低生活保障金……"


def wanted(office: Office, number: str) -> dict[str, Wanted]:
    """By kind; the plain ones of acceptance are left out."""
    plain = ("D01", "D05", "D07", "D09", "D31")
    return {one.kind: one for one in notices.wanted(office, case_of(number)) if one.kind not in plain}


def case_of(number: str) -> str:
    return "-".join(number.split("-")[:4])


@pytest.fixture
def at_work(office: Office, family: Application) -> ReferralFile:
    """低保, signed for by the department."""
    case = intake.accept_and_send(office, replace(family, on=office.today()), [Chosen(DIBAO, None, "经核实")])
    return referrals.sign(office, case.referrals[0].number)


@pytest.fixture
def benefit(office: Office, family: Application) -> Benefit:
    given = granted(office, family)
    hand_over_letter(office, next(iter(cases.case(office, given.case).referrals)))
    return given


def plan(office: Office, benefit: Benefit, kind: ChangeKind = ChangeKind.REDUCE) -> Change:
    return changes.propose(
        office,
        benefit.id,
        kind=kind,
        facts=FACTS,
        clause=CLAUSE,
        planned_fen=40_000 if kind is ChangeKind.REDUCE else None,
        planned_from=date(2027, 2, 1),
    )


def test_an_extension_calls_for_its_letter_once(office: Office, at_work: ReferralFile) -> None:
    assert "D22" not in wanted(office, at_work.number)
    with pytest.raises(Refused, match="not extended"):
        notices.issue(office, case_of(at_work.number), "D22", referral=at_work.number)
    longer = referrals.extend(office, at_work.number, ground="人户分离")
    assert wanted(office, at_work.number)["D22"].issued == ""
    letter = notices.issue(office, case_of(at_work.number), "D22", referral=at_work.number)
    assert letter.number == "(莲花)救延〔2026〕第0001号"
    assert wanted(office, at_work.number)["D22"].issued == letter.number
    text = str(said(office, letter.number))
    assert longer.due.due is not None and at_work.due.due is not None
    assert longer.due.due > at_work.due.due
    for day in (longer.due.due, at_work.due.due):
        assert f"{day.year}年{day.month}月{day.day}日" in text
    with pytest.raises(Refused, match="issued already"):
        notices.issue(office, case_of(at_work.number), "D22", referral=at_work.number)


def said(office: Office, number: str) -> dict[str, object]:
    with office.read() as session:
        return session.scalars(select(records.Notice).filter_by(number=number)).one().content


def test_a_plan_is_told_heard_and_decided_by_its_papers(
    office: Office, clock: Clock, benefit: Benefit
) -> None:
    planned = plan(office, benefit)
    about = f"change:{planned.id}"
    assert wanted(office, benefit.case)["D23"].about == about
    assert "D23b" not in wanted(office, benefit.case)
    with pytest.raises(Refused, match="not been told"):
        notices.issue(office, benefit.case, "D23b", about=about)
    with pytest.raises(Refused, match="not decided"):
        notices.issue(office, benefit.case, "D24", about=about)
    with pytest.raises(Refused, match="not been told"):
        changes.decide_change(office, planned.id)
    letter = notices.issue(office, benefit.case, "D23", about=about)
    assert letter.number == "(莲花)救拟停〔2026〕第0001号"
    assert (letter.about, letter.referral, letter.recipient) == (about, benefit.referral, "陈水木")
    assert letter.number in {one.notice for one in notices.wanted(office, benefit.case) if one.kind == "D25"}
    delivery.deliver(office, letter.number, Handing("direct"))
    assert changes.change(office, planned.id).told_on == office.today()
    blank = notices.issue(office, benefit.case, "D23b", about=about)
    assert wanted(office, benefit.case)["D23b"].issued == blank.number
    clock.go_to(date(2026, 11, 26))
    changes.hear(
        office, planned.id, whom="陈水木", by=["林晓", "黄慧"], opinion="试用期", adopted="不采纳，因……"
    )
    assert wanted(office, benefit.case)["D23b"].issued == ""
    record = notices.issue(office, benefit.case, "D23b", about=about)
    assert "试用期" in str(said(office, record.number))
    changes.decide_change(office, planned.id)
    decided = notices.issue(office, benefit.case, "D24", about=about)
    told = str(said(office, decided.number))
    assert decided.number == "(莲花)救停〔2026〕第0001号"
    for words in (
        "¥620.00（人民币陆佰贰拾元整）",
        "¥400.00（人民币肆佰元整）",
        FACTS,
        CLAUSE,
        "试用期",
        "复议",
    ):
        assert words in told, words


def test_what_was_given_before_is_told_right_after_the_plan_works_too(
    office: Office, clock: Clock, benefit: Benefit
) -> None:
    planned = plan(office, benefit)
    letter = notices.issue(office, benefit.case, "D23", about=f"change:{planned.id}")
    delivery.deliver(office, letter.number, Handing("direct"))
    changes.hear(office, planned.id, whom="陈水木", by=["林晓"], opinion="没有意见", adopted="无")
    changes.decide_change(office, planned.id)
    clock.go_to(date(2027, 2, 3))
    decided = notices.issue(office, benefit.case, "D24", about=f"change:{planned.id}")
    told = said(office, decided.number)
    assert "¥620.00" in str(told["before"]) and "¥400.00" in str(told["after"])


def test_a_paper_about_something_else_than_the_case_is_refused(
    office: Office, family: Application, benefit: Benefit
) -> None:
    planned = plan(office, benefit)
    other = grant(office, family, "civil-affairs.aged-allowance", member=1)
    case = case_of(other.number)
    for about in (f"change:{planned.id}", "posting:9", "nothing"):
        with pytest.raises(Refused):
            notices.issue(office, case, "D23", about=about)
    for about in ("change:77", "change:x"):
        with pytest.raises(Refused, match="no plan"):
            notices.issue(office, benefit.case, "D23", about=about)
    with pytest.raises(Refused, match="about"):
        notices.issue(office, benefit.case, "D16", referral=None)


def test_each_board_has_its_sheet_and_afterwards_its_result(
    office: Office, clock: Clock, at_work: ReferralFile
) -> None:
    for board in ("小坪村公开栏", "莲花镇公开栏"):
        posted = postings.post(office, at_work.number, kind=PostingKind.NOTICE, board=board)
    sheets = [one for one in notices.wanted(office, case_of(at_work.number)) if one.kind == "D16"]
    assert [one.about for one in sheets] == [f"posting:{one.id}" for one in posted.postings]
    first = notices.issue(office, case_of(at_work.number), "D16", about=sheets[0].about)
    second = notices.issue(office, case_of(at_work.number), "D16", about=sheets[1].about)
    assert first.number != second.number
    with pytest.raises(Refused, match="issued already"):
        notices.issue(office, case_of(at_work.number), "D16", about=sheets[0].about)
    assert "D17" not in wanted(office, at_work.number)
    until = posted.postings[0].until
    assert until is not None
    clock.go_to(until + timedelta(days=1))
    assert wanted(office, at_work.number)["D17"].about in {one.about for one in sheets}
    calm = notices.issue(office, case_of(at_work.number), "D17", about=sheets[0].about)
    assert "☑ 公示期满，没有异议" in str(said(office, calm.number))


def test_a_sheet_can_be_printed_before_it_hangs(office: Office, at_work: ReferralFile) -> None:
    proof = printing.preview(office, case_of(at_work.number), "D16", referral=at_work.number)
    assert proof.pdf.startswith(b"%PDF")


def test_a_sheet_that_tells_anything_private_is_neither_shown_nor_numbered(
    office: Office, at_work: ReferralFile, tmp_path: Path
) -> None:
    """The finished file is read: also one whose words were written down before boards were looked through."""
    case, private = case_of(at_work.number), "小坪村公开栏 陈家 13859990001"
    for board in ("小坪村公开栏", "莲花镇公开栏"):
        posted = postings.post(office, at_work.number, kind=PostingKind.NOTICE, board=board)
    first, second = (f"posting:{one.id}" for one in posted.postings)
    notices.issue(office, case, "D16", about=first)

    def hang(board: str) -> None:
        with office.write() as session:
            session.get_one(life_records.Posting, posted.postings[1].id).board = board

    hang(private)
    with pytest.raises(Refused, match="mobile number"):
        printing.preview(office, case, "D16", about=second)
    with pytest.raises(Refused, match="mobile number"):
        notices.issue(office, case, "D16", about=second)
    printed = print_papers(office, case, tmp_path, only=("D09", "D16"))
    assert [file.name.split("-")[4] for file in printed.files] == ["D09"]
    assert "mobile number" in printed.problems[0].text
    hang("莲花镇公开栏")
    assert notices.issue(office, case, "D16", about=second).number.endswith("第0002号")


def test_large_type_is_remembered_for_the_household(
    office: Office, family: Application, at_work: ReferralFile
) -> None:
    case = case_of(at_work.number)
    normal = printing.preview(office, case, "D07").pdf
    editions.print_in_large_type(office, case, on=True)
    assert editions.has_large_type(office, case)
    large = printing.preview(office, case, "D07").pdf
    assert large != normal
    assert cases.case(office, case).events[-1].verb is Verb.LARGE_TYPE
    more = [Chosen("civil-affairs.temp-expense", None, "另有困难")]
    later = intake.accept_and_send(office, replace(family, on=office.today()), more)
    assert editions.has_large_type(office, later.number)
    editions.print_in_large_type(office, case, on=False)
    assert printing.preview(office, case, "D07").pdf == normal
    assert not editions.has_large_type(office, later.number)


def test_what_tells_of_an_illness_is_not_made_public(office: Office, family: Application) -> None:
    aged = grant(office, family, "civil-affairs.aged-allowance", member=1)
    hung = postings.post(office, aged.number, kind=PostingKind.PUBLICATION, board="小坪村公开栏")
    assert "D21" not in wanted(office, aged.number)
    with pytest.raises(Refused, match="not made public"):
        notices.issue(office, case_of(aged.number), "D21", about=f"posting:{hung.postings[0].id}")


def test_what_was_granted_is_published_by_a_sheet(office: Office, benefit: Benefit) -> None:
    hung = postings.post(office, benefit.referral, kind=PostingKind.PUBLICATION, board="小坪村公开栏")
    sheet = wanted(office, benefit.case)["D21"]
    assert sheet.about == f"posting:{hung.postings[0].id}"
    issued = notices.issue(office, benefit.case, "D21", about=sheet.about)
    assert "¥620.00/月" in str(said(office, issued.number))


def test_aid_at_once_calls_for_its_register(office: Office, family: Application) -> None:
    case = intake.accept_and_send(
        office, replace(family, on=office.today(), urgent=True), [Chosen(EMERGENCY, None, "急难")]
    )
    number = case.referrals[0].number
    gift = Gift("陈水木", "房屋失火", 80_000, "棉被2床", "收条", ("林晓", "黄慧"))
    fast_lane.give(office, number, gift)
    register = wanted(office, number)["D26"]
    assert register.about.startswith("fast-aid:")
    issued = notices.issue(office, case.number, "D26", about=register.about)
    told = str(said(office, issued.number))
    for words in ("¥800.00（人民币捌佰元整）", "棉被2床", "林晓", "黄慧", "补齐"):
        assert words in told


def test_a_question_and_an_escalation_have_their_slips_while_unanswered(
    office: Office, clock: Clock, at_work: ReferralFile
) -> None:
    asked = assisting.ask(office, at_work.number, department="healthcare-security", question="自付多少？")
    question = asked.consultations[0]
    assert wanted(office, at_work.number)["D10"].about == f"consultation:{question.id}"
    assisting.answer(office, question.id, text="三千元", agrees=True)
    assert "D10" not in wanted(office, at_work.number)
    clock.go_to(date(2027, 3, 1))
    chasing.chase(office, at_work.number, level=Level.REMIND)
    assert "D12" not in wanted(office, at_work.number)
    chased = chasing.chase(office, at_work.number, level=Level.ESCALATE)
    slip = wanted(office, at_work.number)["D12"]
    assert slip.about == f"reminder:{chased.reminders[-1].id}"
    chasing.reply(office, chased.reminders[-1].id, text="核对未回")
    assert "D12" not in wanted(office, at_work.number)
    chased = chasing.chase(office, at_work.number, level=Level.LEADER)
    slip = wanted(office, at_work.number)["D12"]
    assert slip.about == f"reminder:{chased.reminders[-1].id}"
    issued = notices.issue(office, case_of(at_work.number), "D12", about=slip.about)
    assert issued.number.startswith("(莲花)救督〔2027〕")
    assert issued.recipient == "厦门市同安区民政局"


def test_all_that_is_wanted_is_printed_into_a_folder(
    office: Office, benefit: Benefit, tmp_path: Path
) -> None:
    planned = plan(office, benefit, ChangeKind.END)
    printed = print_papers(office, benefit.case, tmp_path, only=("D23", "D25"))
    assert not printed.problems
    assert {file.name.split("-")[4] for file in printed.files} == {"D23", "D25"}
    assert {file.suffix for file in printed.files} == {".pdf", ".docx"}
    assert changes.change(office, planned.id).told_on is None


def test_the_chain_tells_what_the_household_is_given(office: Office, benefit: Benefit) -> None:
    assert "D30" in wanted(office, benefit.case)
    issued = notices.issue(office, benefit.case, "D30")
    with office.read() as session:
        kept = session.scalars(select(records.Notice.content).filter_by(number=issued.number)).one()
    assert [one["title"] for one in kept["links"]] == [benefit.title]
    assert notices.issue(office, benefit.case, "D30").number != issued.number


def test_a_hand_over_has_its_sheet(office: Office, at_work: ReferralFile) -> None:
    handover = Handover(
        1,
        HandoverKind.DAY,
        "林晓",
        "黄慧",
        (Item(ItemKind.UNSENT, at_work.number, "最低生活保障 陈*木"), Item(ItemKind.GOODS, "", "存折1本")),
        "明早有人来送户口簿",
        office.now(),
    )
    assert printing.handover_sheet(office, handover).startswith(b"%PDF")
    assert handovers.pending(office) == ()


def test_what_was_never_accepted_calls_for_no_receipt(office: Office, family: Application) -> None:
    noted = cases.consult(office, family, note="问低保")
    assert notices.wanted(office, noted.number) == ()


def test_an_archived_case_calls_for_its_cover(office: Office, benefit: Benefit) -> None:
    assert "D33" not in wanted(office, benefit.case)
    proof = next(one for one in cases.case(office, benefit.case).notices if one.kind == "D19")
    back = notices.issue(office, benefit.case, "D25", notice=proof.number)
    delivery.came_back(office, back.number)
    cases.close(office, benefit.case)
    cases.archive(office, benefit.case)
    assert wanted(office, benefit.case)["D33"].issued == ""
    notices.issue(office, benefit.case, "D33")
    assert wanted(office, benefit.case)["D33"].issued == "(莲花)救档〔2026〕第0001号"
