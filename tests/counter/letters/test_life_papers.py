"""What the papers of a case's life must say, and what a sheet on a board must not."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from counter.cases.benefits import ChangeKind
from counter.cases.chasing import Level
from counter.cases.split import Chosen
from counter.cases.workflow import Outcome
from counter.catalogue.model import Setting
from counter.errors import Refused
from counter.letters import pdf
from counter.letters.between_offices import Chase, Question
from counter.letters.changes import ChangeDecided
from counter.letters.content import content, recall
from counter.letters.district import SHORT_BLANK
from counter.letters.extensions import Extension
from counter.letters.hearings import Hearing, PlannedChange
from counter.letters.kinds import KINDS
from counter.letters.notice_results import NoticeResult
from counter.letters.parts import Content
from counter.letters.plain import to_plain
from counter.letters.public_sheets import PublicSheet
from counter.letters.surveys import Survey
from counter.letters.urgent_aid import AidAtOnce
from tests.counter.letters.lives import (
    CHANGE,
    DECIDED,
    DIBAO,
    ENDED,
    ESCALATED,
    EXAMINED,
    HEARD,
    PUBLISHED,
    TOLD,
    closed,
    handled,
    papers_of_life,
    plan,
)

CARE, AID = "civil-affairs.disability-care", "education.compulsory-living-aid"
SUPPORT = "civil-affairs.tekun"
NAMES = ("欧阳龘𬭎", "司马㛃", "阿卜杜拉·买买提·吾买尔江·阿不力米提", "叶䶮䶮", "王𠮷")


@pytest.fixture(scope="module")
def family(family_of: Callable[..., object]):
    return family_of(policies=(Chosen(DIBAO), Chosen(CARE, 1), Chosen(AID, 2), Chosen(SUPPORT)))


@pytest.fixture
def granted(family, decide):
    return handled(family.decided(DIBAO, decide(Outcome.GRANT)))


def text_of(content: Content) -> str:
    return json.dumps(asdict(content), ensure_ascii=False)


def drawn(content: Content, folder: Path) -> str:
    """What can be copied out of the file, cell after cell."""
    file = folder / "paper.pdf"
    file.write_bytes(pdf.draw(content))
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def pages_of(content: Content) -> int:
    with pikepdf.open(BytesIO(pdf.draw(content))) as file:
        return len(file.pages)


def test_every_paper_of_life_is_kept_and_read_back(family, decide) -> None:
    for kind, paper in papers_of_life(family, decide).items():
        assert recall(kind, to_plain(paper)) == paper


# --- longer ---------------------------------------------------------------------------------------


def test_an_extension_tells_both_days_the_cap_and_the_ground(family) -> None:
    letter = handled(family).paper("D22", referral=family.referral(DIBAO).number)
    assert isinstance(letter, Extension)
    assert (letter.before, letter.after) == ("2027年1月4日（暂定）", "2027年1月26日")
    assert letter.ground == "人户分离" and letter.details == "户籍在外区，须发函协查"
    assert letter.cap == "自受理之日起45个工作日"
    assert letter.head.basis.startswith("《中华人民共和国社会救助法》") and "20—22条" in letter.head.basis


def test_who_prints_an_extension_too_late_is_told_so(family) -> None:
    late = handled(family)
    early = late.paper("D22", referral=family.referral(DIBAO).number)
    assert not any("届满" in gap for gap in early.head.gaps)
    again = content(
        "D22",
        late.case,
        late.catalogue,
        number="1",
        issued_on=date(2027, 3, 1),
        referral=family.referral(DIBAO).number,
    )
    assert any("届满" in gap for gap in again.head.gaps)


# --- less -----------------------------------------------------------------------------------------


def test_a_plan_tells_facts_clause_both_amounts_and_how_to_be_heard(family, granted) -> None:
    letter = granted.paper("D23", plan=plan(family, CHANGE))
    assert isinstance(letter, PlannedChange)
    for words in ("2027年3月", "¥1,200.00（人民币壹仟贰佰元整）", "¥800.00（人民币捌佰元整）"):
        assert words in letter.plan
    assert letter.facts == CHANGE.facts and letter.clause == CHANGE.clause
    assert "五个工作日" in letter.ways[0] and any("口头" in way for way in letter.ways)
    assert "照常给付" in letter.meanwhile
    assert letter.head.basis == "《中华人民共和国社会救助法》第四十八条"
    assert letter.head.title == "拟调减最低生活保障|告知书"


def test_a_longer_hearing_is_promised_and_a_shorter_one_is_not(family_of, catalogue, decide) -> None:
    until = replace(CHANGE, hear_until=date(2027, 2, 20))
    promised = Setting("promises.hearing", "听取意见", "8", confirmed=True)
    elsewhere = replace(catalogue, district={**catalogue.district, "promises.hearing": promised})
    family = family_of(policies=(Chosen(DIBAO),), catalogue=elsewhere).decided(DIBAO, decide(Outcome.GRANT))
    letter = family.paper("D23", plan=plan(family, until))
    assert "2027年2月20日以前" in letter.ways[0] and "不满八个工作日的，以满八个工作日为准" in letter.ways[0]


def test_nothing_is_told_of_a_plan_without_facts_and_clause(family, granted) -> None:
    with pytest.raises(Refused) as refused:
        granted.paper("D23", plan=plan(family, replace(CHANGE, facts=" ", clause="")))
    assert [problem.field for problem in refused.value.problems] == ["facts", "clause"]


def test_a_plan_that_was_dropped_is_not_told(family, granted) -> None:
    with pytest.raises(Refused, match="nothing to tell"):
        granted.paper("D23", plan=plan(family, replace(CHANGE, dropped_because="核对有误")))


def test_the_record_of_a_hearing_is_blank_until_somebody_was_heard(family, granted) -> None:
    blank = granted.paper("D23b", plan=plan(family, TOLD))
    assert isinstance(blank, Hearing)
    assert (blank.opinion, blank.adopted, blank.by) == ("", "", ("", ""))
    heard = granted.paper("D23b", plan=plan(family, HEARD))
    assert heard.by == ("王小明", "林美华") and heard.opinion == HEARD.opinion
    with pytest.raises(Refused, match="not been told"):
        granted.paper("D23b", plan=plan(family, CHANGE))


def test_a_decision_tells_what_was_heard_and_what_it_came_to(family, granted) -> None:
    letter = granted.paper("D24", plan=plan(family, DECIDED))
    assert isinstance(letter, ChangeDecided)
    assert "试用期" in letter.heard and HEARD.adopted in letter.heard
    assert (letter.before, letter.after) == (
        "每月¥1,200.00（人民币壹仟贰佰元整）",
        "每月¥800.00（人民币捌佰元整）",
    )
    assert letter.starts == "2027年3月起" and letter.fading == ""
    assert letter.doors and any("行政复议" in line for line in letter.remedies.paragraphs)
    with pytest.raises(Refused, match="not decided"):
        granted.paper("D24", plan=plan(family, HEARD))


def test_an_end_tells_the_gradual_way_out_and_who_said_nothing(family, granted) -> None:
    silent = replace(ENDED, heard_on=None, opinion="", adopted="", heard_whom="", heard_by=())
    letter = granted.paper("D24", plan=plan(family, silent))
    assert letter.after == "停止给付"
    assert "2027年8月31日" in letter.fading and "渐退" in letter.decision
    assert "没有提出意见" in letter.heard
    assert letter.head.title == "终止最低生活保障|通知书"


def test_the_end_of_support_is_told_to_the_village_too(family, decide) -> None:
    supported = family.decided(SUPPORT, decide(Outcome.GRANT))
    letter = supported.paper("D24", plan=plan(family, ENDED, SUPPORT))
    assert "村（居）民委员会" in letter.head.copies
    assert letter.head.basis.endswith("《特困人员认定办法》第二十六条")


# --- on a board ------------------------------------------------------------------------------------


def boards(family, granted) -> tuple[PublicSheet, PublicSheet]:
    return handled(family).paper("D16", about="posting:5"), granted.paper("D21", about="posting:6")


def test_a_sheet_tells_name_number_amount_days_and_telephone_only(family, granted) -> None:
    notice, publication = boards(family, granted)
    assert isinstance(notice, PublicSheet) and isinstance(publication, PublicSheet)
    (row,) = notice.rows
    assert (row.name, row.members) == ("高春兰", "3人")
    assert "2026年12月1日至2026年12月10日" in notice.period and "7个工作日" in notice.period
    (row,) = publication.rows
    assert (row.amount, row.starts) == ("¥1,200.00/月", "2026年12月")


def test_nothing_private_can_be_read_on_a_board(family, granted, tmp_path: Path) -> None:
    person = family.case.application.applicant
    for sheet in boards(family, granted):
        text = drawn(sheet, tmp_path)
        for private in (
            person.id_number,
            person.id_number[:6],
            person.phone,
            family.case.number,
            family.case.query_code,
            "12 号",
            "叶小满",
            "𠮷",
            "患病",
            "残疾",
        ):
            assert private not in text, private
        with pikepdf.open(BytesIO(pdf.draw(sheet))) as file:
            assert person.name not in str(file.docinfo)


def test_no_minor_stands_on_a_board(family, decide) -> None:
    sheet = handled(family, AID).paper("D16", about="posting:5")
    assert sheet.rows[0].name == "高春兰" and sheet.rows[0].members == "1人"
    assert "叶小满" not in text_of(sheet)


def test_the_days_are_left_open_before_it_hangs(family) -> None:
    sheet = family.paper("D16", referral=family.referral(DIBAO).number)
    assert "____年__月__日至____年__月__日" in sheet.period and sheet.board == ""


def test_the_proposed_amount_is_that_of_the_opinion_or_left_open(family) -> None:
    known, open_ = (
        handled(family, steps=steps).paper("D16", about="posting:5").rows[0].amount
        for steps in (EXAMINED, EXAMINED[:2])
    )
    assert (known, open_) == ("¥1,200.00/月", SHORT_BLANK)


def test_a_sheet_is_large_and_one_page(family_of, said, decide, tmp_path: Path) -> None:
    for name in NAMES:
        said["people"][0]["name"] = name
        family = family_of(said, policies=(Chosen(DIBAO),))
        for sheet in boards(family, handled(family.decided(DIBAO, decide(Outcome.GRANT)))):
            assert pages_of(sheet) == 1
            assert name in drawn(sheet, tmp_path).replace("\n", ""), name
    file = tmp_path / "paper.pdf"
    done = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, check=True)
    heights = {
        word: float(bottom) - float(top)
        for top, bottom, word in re.findall(
            r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]+)<', done.stdout.decode()
        )
    }
    assert max(heights[word] for word in heights if "公布单" in word) >= 36
    assert min(heights[word] for word in heights if NAMES[-1] in word) >= 16


def test_what_was_refused_is_not_published(family, decide) -> None:
    refused = handled(family.decided(DIBAO, decide(Outcome.REFUSE)), postings=(PUBLISHED,))
    with pytest.raises(Refused, match="granted"):
        refused.paper("D21", about="posting:6")
    with pytest.raises(Refused, match="other kind"):
        refused.paper("D16", about="posting:6")


def test_the_result_of_a_notice_tells_each_objection(family) -> None:
    result = handled(family).paper("D17", about="posting:5")
    assert isinstance(result, NoticeResult)
    (objected,) = result.objections
    assert (objected.handling, objected.result) == ("重新调查（2026年12月8日）", "车辆属邻村同名人。")
    assert result.conclusions[1].startswith("☑")


# --- between desks ---------------------------------------------------------------------------------


def test_a_question_names_lead_and_assisting_office_and_masks_the_family(family) -> None:
    slip = handled(family).paper("D10", about="consultation:4")
    assert isinstance(slip, Question)
    assert (slip.lead, slip.recipient) == ("厦门市同安区民政局", "厦门市同安区医疗保障局")
    assert slip.answer_by == "2026年12月4日"
    assert "高春兰" not in text_of(slip) and family.case.application.applicant.id_number not in text_of(slip)


def test_a_chase_tells_days_late_the_day_to_answer_and_who_has_a_copy(family) -> None:
    slip = handled(family).paper("D12", about="reminder:2")
    assert isinstance(slip, Chase)
    assert slip.head.title == "社会救助督办单" and slip.days_late.startswith("3天")
    assert "2027年1月6日" in slip.reply_due and slip.copied == "承办部门分管领导"
    assert slip.earlier == ("2026年12月30日催办（未答复）",)
    first = handled(family).paper("D12", about="reminder:1")
    assert first.head.title == "社会救助催办通知" and first.copied == ""
    leader = handled(family, reminders=(replace(ESCALATED, level=Level.LEADER),))
    assert "主要负责人" in leader.paper("D12", about="reminder:2").copied


def test_the_register_of_aid_names_receiver_two_of_the_staff_and_the_day_for_papers(family) -> None:
    register = handled(family).paper("D26", about="fast-aid:7")
    assert isinstance(register, AidAtOnce)
    assert register.amount == "一次性¥800.00（人民币捌佰元整）"
    assert register.staff == ("王小明", "林美华") and register.receiver == "高春兰"
    assert register.papers_due == "2026年12月7日前补齐" and register.missing == "疾病诊断证明或病历"


def test_a_survey_prints_what_is_known_and_leaves_the_rest_to_the_pen(family) -> None:
    number = family.referral(DIBAO).number
    sheet = handled(family).paper("D13", referral=number)
    assert isinstance(sheet, Survey)
    assert [one.name for one in sheet.members] == ["高春兰", "叶𠮷祥", "叶小满"]
    assert sheet.investigators == ("", "") and sheet.due == "2026年11月26日前开始"
    assert not sheet.abilities
    supported = family.paper("D13", referral=family.referral(SUPPORT).number)
    assert len(supported.abilities) == 6
    with pytest.raises(Refused, match="home survey"):
        family.paper("D13", referral=family.referral(CARE).number)


def test_a_file_lists_what_lies_in_it_in_its_order(family) -> None:
    cover = closed(family).paper("D33")
    assert [(one.order, one.title, one.note) for one in cover.contents] == [
        ("1", "户口簿", "复印件"),
        ("2", "居民身份证", "原件"),
        ("3", "受理通知书", "作废"),
        ("4", "送达回证", "2027年1月5日交回"),
    ]
    with pytest.raises(Refused, match="end"):
        family.paper("D33")


# --- drawn -----------------------------------------------------------------------------------------


def test_rare_names_stand_whole_on_every_paper(family_of, said, decide, tmp_path: Path) -> None:
    said["people"][0]["name"] = name = NAMES[0]
    family = family_of(said, policies=(Chosen(DIBAO),))
    for kind, paper in papers_of_life(family, decide).items():
        if kind in ("D10", "D11", "D12", "D26", "D32"):
            continue  # the name is masked, or the receiver's
        assert name in drawn(paper, tmp_path).replace("\n", ""), kind


def test_slips_and_forms_are_one_sheet(family, granted, decide) -> None:
    papers = papers_of_life(family, decide)
    for kind in ("D10", "D11", "D12", "D14", "D17", "D18", "D22", "D23b", "D26", "D27", "D28", "D32"):
        assert pages_of(papers[kind]) == 1, kind
    assert pages_of(granted.paper("D23b", plan=plan(family, TOLD))) == 1
    for kind in ("D13", "D23", "D24"):
        assert pages_of(papers[kind]) <= 2, kind
    assert pages_of(granted.paper("D24", plan=plan(family, ENDED))) <= 2


def test_what_a_household_is_told_of_less_is_delivered() -> None:
    assert {kind.code for kind in KINDS.values() if kind.delivered} == {"D08", "D19", "D20", "D23", "D24"}
    assert ENDED.kind is ChangeKind.END
