"""What every paper must say, read from its content without drawing it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import UTC, date, datetime

import pytest

from counter.cases.casefile import Decision, Delivery, Interval, Notice, Paper
from counter.cases.split import Chosen
from counter.cases.workflow import Outcome, ReferralState
from counter.catalogue.model import Catalogue, Liaison, Setting
from counter.errors import Refused
from counter.letters import pdf
from counter.letters.application_form import ApplicationForm
from counter.letters.card import Card
from counter.letters.content import number_of, recall
from counter.letters.decisions import Granted, Refusal
from counter.letters.intake_refusals import Declining, PapersNeeded
from counter.letters.kinds import KINDS
from counter.letters.parts import Content
from counter.letters.plain import Unreadable, digest, to_plain
from counter.letters.receipts import Acceptance, PaperList
from counter.letters.slips import Slip
from counter.letters.summaries import ProofOfDelivery, Summary
from tests.counter.letters.lives import papers_of_life

DIBAO, CARE = "civil-affairs.dibao", "civil-affairs.disability-care"
AID, CHARITY = "education.compulsory-living-aid", "charity.charity-aid"
CHOSEN = (Chosen(DIBAO), Chosen(CARE, 1), Chosen(AID, 2), Chosen(CHARITY, 1))
FULL_ID = "350212198203040022"


@pytest.fixture(scope="module")
def family(family_of: Callable[..., object]):
    return family_of(policies=CHOSEN)


def text_of(content: Content) -> str:
    return json.dumps(asdict(content), ensure_ascii=False)


def printed(content: Content) -> str:
    """Everything but what is told to the clerk alone."""
    said = asdict(content)
    said["head"].pop("gaps")
    return json.dumps(said, ensure_ascii=False)


def every_paper(family, decide) -> dict[str, Content]:
    """One of each kind."""
    granted = family.decided(DIBAO, decide(Outcome.GRANT))
    refused = family.decided(DIBAO, decide(Outcome.REFUSE))
    number = family.referral(DIBAO).number
    declined = replace(
        family,
        case=replace(
            family.case,
            declined_because="申请事项不属于社会救助。",
            clause="《中华人民共和国社会救助法》第十三条……",
            proper_office="同安区人力资源和社会保障局",
        ),
    )
    notice = Notice(
        "(莲花)救不认〔2026〕第0003号",
        "D20",
        "最低生活保障|不予确认决定书",
        datetime(2026, 12, 10, tzinfo=UTC),
        "王小明",
        "0" * 64,
        recipient="高春兰",
    )
    return {
        **{kind: family.paper(kind) for kind in ("D01", "D05", "D06", "D07", "D29", "D31")},
        "D08": declined.paper("D08"),
        "D09": family.paper("D09", department="civil-affairs"),
        "D19": granted.paper("D19", referral=number),
        "D20": refused.paper("D20", referral=number),
        "D25": refused.paper("D25", notice=notice),
        **papers_of_life(family, decide),
    }


# --- what all of them carry ----------------------------------------------------------------------

FOR_OUTSIDERS = ("D28",)
"""Whose reader may not ask for the case."""


def test_there_is_a_paper_of_every_kind(family, decide) -> None:
    assert set(every_paper(family, decide)) == set(KINDS)


def test_every_paper_carries_numbers_hotline_copies_and_its_basis(family, decide) -> None:
    for kind, content in every_paper(family, decide).items():
        head = content.head
        assert head.kind == kind
        assert head.case_number == "350212105-20261123-0007-K"
        assert head.query_code == ("" if kind in FOR_OUTSIDERS else "48210937"), kind
        assert head.number.startswith("(莲花)救")
        assert head.hotline and head.complaint_phone
        assert re.search("一式.份|交申请人", head.copies), kind
        assert head.basis, kind


def test_the_code_holds_the_two_numbers_and_nothing_of_a_person(family, decide) -> None:
    for kind, content in every_paper(family, decide).items():
        query = "" if kind in FOR_OUTSIDERS else " 48210937"
        assert content.head.qr == f"350212105-20261123-0007-K{query}"


def test_the_law_is_cited_first_and_the_old_fines_never(family, decide) -> None:
    for kind, content in every_paper(family, decide).items():
        said = text_of(content)
        assert "一倍以上三倍以下" not in said
        assert "1倍以上3倍以下" not in said
        # The Law says nothing of deliveries and of cards that are kept.
        if kind not in ("D25", "D35"):
            assert content.head.basis.startswith("《中华人民共和国社会救助法》"), kind


def test_the_court_and_the_authority_are_settings(family, family_of, catalogue, decide) -> None:
    assert "同安区人民法院" not in text_of(every_paper(family, decide)["D20"])
    elsewhere = told(catalogue, {"court": "某某铁路运输法院", "appeal_authority": "某某区人民政府"})
    refused = family_of(policies=CHOSEN, catalogue=elsewhere).decided(DIBAO, decide(Outcome.REFUSE))
    paper = refused.paper("D20", referral=family.referral(DIBAO).number)
    assert "某某铁路运输法院" in text_of(paper)
    assert "某某区人民政府" in text_of(paper)
    assert "集美区人民法院" not in text_of(paper)


def told(catalogue: Catalogue, values: Mapping[str, str], *, confirmed: bool = True) -> Catalogue:
    """The list of a district that has said more of itself."""
    settings = dict(catalogue.district)
    for key, value in values.items():
        label = settings[key].label if key in settings else key
        settings[key] = Setting(key, label, value, "", confirmed)
    return replace(catalogue, district=settings)


def test_what_the_district_has_not_said_is_a_blank_and_is_listed(family_of, catalogue) -> None:
    silent = family_of(policies=CHOSEN, catalogue=told(catalogue, {"window_phone": "", "hotline": ""}))
    card = silent.paper("D31")
    assert isinstance(card, Card)
    assert "____" in card.phones[0]
    assert any("窗口电话（未填写）" in gap for gap in card.head.gaps)
    speaking = family_of(policies=CHOSEN, catalogue=told(catalogue, {"window_phone": "0592-7000000"}))
    card = speaking.paper("D31")
    assert "0592-7000000" in card.phones[0]
    assert not any("窗口电话" in gap for gap in card.head.gaps)


def test_what_is_not_confirmed_is_listed(family_of, catalogue) -> None:
    unsure = told(catalogue, {"hotline": "12349"}, confirmed=False)
    gaps = family_of(policies=CHOSEN, catalogue=unsure).paper("D07").head.gaps
    assert any(gap.endswith("（未经本区确认）") and "热线" in gap for gap in gaps)


def test_a_content_is_kept_as_plain_data_and_read_back_the_same(family, decide) -> None:
    for kind, content in every_paper(family, decide).items():
        plain = to_plain(content)
        again = recall(kind, json.loads(json.dumps(plain)))
        assert again == content
        assert digest(to_plain(again)) == digest(plain)


def test_a_changed_word_changes_the_digest(family) -> None:
    content = family.paper("D07")
    assert digest(to_plain(content)) != digest(to_plain(replace(content, text=content.text + "。")))


def test_data_of_another_kind_is_not_taken_for_a_content(family) -> None:
    with pytest.raises(Unreadable):
        recall("D07", to_plain(family.paper("D05")))


def test_the_form_tells_incomes_by_kind_spending_and_what_was_read_out(family_of, said) -> None:
    said["people"][0]["incomes"] = [
        {"kind": "wage", "amount": 1000},
        {"kind": "property", "amount": 2400, "per": "year"},
    ]
    said["people"][1]["incomes"] = [{"kind": "none"}]
    said["household"]["spending"] = [
        {"kind": "medical", "amount": 32000},
        {"kind": "education", "amount": 150, "per": "month"},
    ]
    said["consents"] = ["truth", "means", "delivery"]
    form = family_of(said).paper("D01")
    assert isinstance(form, ApplicationForm)
    assert [member.incomes for member in form.members] == [
        ("1000", "", "200", ""),
        ("0", "0", "0", "0"),
        ("", "", "", ""),
    ]
    assert form.spending == "医疗自付32000；教育1800"
    assert form.read_out == (
        "☑ 如实申报和虚报的后果",
        "☑ 家庭经济状况核对授权",
        "☐ 信息只提供给承办部门",
        "☑ 文书送达方式",
        "☐ 书面决定和救济途径",
    )
    assert "☑ 同意用短信、电子方式送达" in text_of(form)


def test_what_nobody_read_out_is_not_ticked(family) -> None:
    form = family.paper("D01")
    assert isinstance(form, ApplicationForm)
    assert form.read_out == () and form.spending == ""
    assert "☑ 同意用短信" not in text_of(form)


def test_a_content_kept_before_a_field_was_added_has_its_default(family) -> None:
    form = family.paper("D01")
    assert isinstance(form, ApplicationForm)
    kept = to_plain(form)
    for later in ("spending", "read_out"):
        del kept[later]
    for member in kept["members"]:
        del member["incomes"]
    again = recall("D01", kept)
    assert again == replace(
        form, spending="", read_out=(), members=tuple(replace(one, incomes=()) for one in form.members)
    )
    assert pdf.draw(again).startswith(b"%PDF")


@pytest.mark.parametrize("lost", ["head", "pledge"])
def test_a_content_without_a_field_that_always_was_is_not_printed_in_part(family, lost: str) -> None:
    kept = to_plain(family.paper("D01"))
    del kept[lost]
    with pytest.raises(Unreadable) as told:
        recall("D01", kept)
    assert told.value.where == lost


def test_a_content_that_says_more_than_its_kind_can_draw_is_not_printed_in_part(family) -> None:
    with pytest.raises(Unreadable):
        recall("D07", {**to_plain(family.paper("D07")), "postscript": "……"})


def test_numbers_name_the_place_the_kind_and_the_year(catalogue) -> None:
    assert number_of("D07", catalogue, "350212105", 2026, 123) == "(莲花)救受〔2026〕第0123号"
    words = {kind.code: kind.word for kind in KINDS.values()}
    assert [words[code] for code in ("D06", "D07", "D08", "D09", "D19", "D20", "D25")] == [
        "补",
        "受",
        "不受",
        "转",
        "认",
        "不认",
        "送",
    ]
    assert len(set(words.values())) == len(words), "two kinds would share their numbers"


# --- masks ---------------------------------------------------------------------------------------


def test_names_and_numbers_are_masked_on_what_leaves_the_counter(family) -> None:
    slip = family.paper("D09", department="civil-affairs")
    said = printed(slip)
    for secret in (FULL_ID, "13800005678", "高春兰", "叶𠮷祥"):
        assert secret not in said
    assert "高*兰" in said
    assert "3502**********0022" in said
    assert "138****5678" in said


@pytest.mark.parametrize("kind", ["D05", "D06", "D07", "D29", "D31"])
def test_a_receipt_holds_no_full_number(family, kind: str) -> None:
    said = printed(family.paper(kind))
    assert FULL_ID not in said
    assert "13800005678" not in said


def test_the_form_to_sign_holds_the_full_number(family) -> None:
    assert FULL_ID in text_of(family.paper("D01"))


# --- the form ------------------------------------------------------------------------------------


def test_the_form_has_all_members_needs_and_the_authorisation(family) -> None:
    form = family.paper("D01")
    assert isinstance(form, ApplicationForm)
    assert [(m.name, m.relation) for m in form.members] == [
        ("高春兰", "户主"),
        ("叶𠮷祥", "夫"),
        ("叶小满", "子"),
    ]
    assert form.members[1].disability == "肢体二级"
    assert [m.signer for m in form.members] == ["本人签字", "本人签字", "监护人代签"]
    assert "☑ 最低生活保障" in form.needs
    assert "☑ 患病" in form.causes and "☐ 其他" in form.causes
    assert form.request.startswith("丈夫患病")
    for register in ("银行存款", "不动产登记", "车辆、船舶", "非银行支付机构"):
        assert any(register in item for item in form.scope)
    assert "第七十三条" in "".join(form.pledge)
    assert "书面同意" in form.obligors
    assert form.income_kinds == ("工资性收入", "经营净收入", "财产净收入", "转移净收入")


def test_what_nobody_said_is_left_for_the_pen(family) -> None:
    form = family.paper("D01")
    assert isinstance(form, ApplicationForm)
    assert {m.ethnic for m in form.members} == {""}
    values = {line.label: line.value for row in form.means for line in row.lines}
    assert values["家庭人均月收入（元）"] == "400"
    assert values["近12个月家庭总收入（元）"] == ""


# --- receipts ------------------------------------------------------------------------------------


def test_the_list_of_papers_tells_what_was_given_spared_and_missing(family) -> None:
    papers = family.paper("D05")
    assert isinstance(papers, PaperList)
    rows = {row.title: row for row in papers.rows}
    assert (rows["户口簿"].state, rows["户口簿"].pages) == ("复印件", "4")
    assert rows["居民身份证"].returned == "当场退还"
    assert rows["财产情况声明"].state == "免提交（数据核验）"
    assert "不动产" in rows["财产情况声明"].note
    assert rows["疾病诊断证明或病历"].note.startswith("2026年12月4日前补交")


def test_what_is_signed_at_the_counter_is_not_asked_for_again(family_of) -> None:
    signed = Paper("sole-home-pledge", "唯一住房承诺书", "signed", policies=(DIBAO,))
    family = family_of(policies=CHOSEN, papers=(signed,))
    papers, form = family.paper("D05"), family.paper("D01")
    assert isinstance(papers, PaperList) and isinstance(form, ApplicationForm)
    (row,) = papers.rows
    assert (row.state, row.note, row.copies) == ("当场签署", "", "1")
    # The form itself holds the statement that is signed with it.
    assert form.statements == ("唯一住房承诺书",)
    assert family.paper("D07").missing == ()
    assert family.paper("D31").bring == ()


def test_the_form_entrusts_an_agent_of_a_grown_applicant(family_of, said) -> None:
    assert family_of(said, policies=CHOSEN).paper("D01").entrusted == ""
    said["agent"] = {"name": "林二", "id_number": "350212197501010011", "phone": "13800005678"}
    form = family_of(said, policies=CHOSEN).paper("D01")
    assert isinstance(form, ApplicationForm)
    assert "林二" in form.entrusted and "350212197501010011" in form.entrusted


def test_the_acceptance_names_each_matter_its_office_limit_and_day(family) -> None:
    accepted = family.paper("D07")
    assert isinstance(accepted, Acceptance)
    assert accepted.accepted == "2026年11月23日 10:30"
    rows = {matter.title: matter for matter in accepted.matters}
    dibao = rows["最低生活保障"]
    assert (dibao.department, dibao.limit, dibao.due) == ("区民政局", "30个工作日", "2027年1月4日（暂定）")
    assert dibao.judged == "符合条件（以审批为准）"
    assert rows["重度残疾人护理补贴"].due.startswith("预计")
    assert accepted.missing == ("疾病诊断证明或病历（2026年12月4日前）",)
    assert any("公示" in part for part in (accepted.public_notice,))
    assert any("第六十二条" in right for right in accepted.rights)
    assert accepted.notes and "暂定" in accepted.notes[0]
    assert accepted.query == "凭编号和查询码到窗口或电话查询"


def test_what_is_asked_alike_for_several_members_is_told_once_with_their_names(family_of, said) -> None:
    said["people"].append({**said["people"][2], "name": "叶小圆", "birth_date": "2013-08-09"})
    family = family_of(said, policies=(Chosen(DIBAO), Chosen(AID, 2), Chosen(AID, 3)))
    accepted, card = family.paper("D07"), family.paper("D31")
    assert isinstance(accepted, Acceptance) and isinstance(card, Card)
    assert [(one.number, one.subject) for one in accepted.matters] == [
        ("01", "全户"),
        ("02—03", "叶小满、叶小圆"),
    ]
    assert [one.whom for one in card.asked] == ["", "叶小满、叶小圆"]
    assert card.asked_title == "我们替你问了 2 个单位，共 2 件事"


def card_spared(family_of, *titles: str) -> str:
    papers = tuple(Paper(title, title, "shared", shared_by="库") for title in titles)
    card = family_of(policies=CHOSEN, papers=papers).paper("D31")
    assert isinstance(card, Card)
    return card.spared


def test_what_can_only_come_later_is_not_asked_for_at_once(family_of) -> None:
    contract = Paper("building-contract", "施工合同与竣工照片", "missing", note="验收阶段")
    card = family_of(policies=CHOSEN, papers=(contract,)).paper("D31")
    assert isinstance(card, Card)
    assert [one.by for one in card.bring] == ["到验收阶段再交"]


def test_the_card_names_two_papers_that_need_not_be_brought_and_counts_the_rest(family_of) -> None:
    def spared(count: int) -> str:
        return card_spared(family_of, *(f"材料{n}（有则）" for n in range(count)))

    assert spared(0) == ""
    assert spared(2) == "材料0、材料1不用你跑，我们自己查。"
    # Names that everybody knows go before lists of several.
    assert card_spared(family_of, "事故认定、诊断等", "居民身份证", "户口簿") == (
        "居民身份证、户口簿等 3 样不用你跑，我们自己查。"
    )
    assert spared(9) == "材料0、材料1等 9 样不用你跑，我们自己查。"


def test_the_machine_never_says_that_something_is_approved(family) -> None:
    for kind in ("D07", "D31"):
        assert not re.search("已批准|已审批|予以批准", printed(family.paper(kind)))


def test_the_card_says_who_was_asked_what_to_bring_and_whom_to_phone(family) -> None:
    card = family.paper("D31")
    assert isinstance(card, Card)
    assert card.asked_title == "我们替你问了 3 个单位，共 4 件事"
    assert {one.department for one in card.asked} == {"区民政局", "区教育局", "区慈善会"}
    assert [(one.title, one.by, one.where) for one in card.bring] == [
        ("疾病诊断证明或病历", "12月4日前", "就诊医院病案室")
    ]
    assert {one.answer_by for one in card.asked} >= {"约明年1月4日", "约12月16日"}
    assert "12345" in card.phones[0]
    assert card.next_steps == ("会有人到你家看看，来前先打电话。结果我们一次告诉你。",)
    assert "不是批准" in card.approval
    assert (card.code, card.query_code) == ("350212105-20261123-0007-K", "48210937")
    assert not re.search("第.+条|《", card.greeting + card.promise + card.approval), "everyday words"


# --- before and instead of acceptance ------------------------------------------------------------


def test_missing_papers_are_told_at_once_with_reason_place_and_day(family) -> None:
    needed = family.paper("D06")
    assert isinstance(needed, PapersNeeded)
    (row,) = needed.rows
    assert (row.title, row.where) == ("疾病诊断证明或病历", "就诊医院病案室")
    assert row.why == "责任清单第1项“最低生活保障”申请材料"
    assert "2026年12月4日前" in needed.until
    assert "逾期" in needed.otherwise
    assert "全部材料" in needed.once


def test_nothing_missing_makes_no_notice(family_of) -> None:
    with pytest.raises(Refused):
        family_of(policies=CHOSEN, papers=()).paper("D06")


def test_a_department_may_ask_for_papers_of_its_own(family, decide) -> None:
    asked = family.case.papers[3]
    referrals = tuple(
        replace(one, papers_asked=(asked,)) if one.policy == CARE else one for one in family.case.referrals
    )
    waiting = replace(family, case=replace(family.case, referrals=referrals))
    needed = waiting.paper("D06", referral=family.referral(CARE).number)
    assert isinstance(needed, PapersNeeded)
    assert "区民政局" in needed.text and "重度残疾人护理补贴" in needed.text


def test_declining_tells_reason_clause_proper_office_and_remedies(family, decide) -> None:
    declined = every_paper(family, decide)["D08"]
    assert isinstance(declined, Declining)
    assert declined.reason and declined.clause
    assert "同安区人力资源和社会保障局" in declined.proper_office
    assert "六十日" in declined.remedies.paragraphs[0]


def test_declining_without_reason_or_clause_is_refused(family) -> None:
    with pytest.raises(Refused) as refused:
        family.paper("D08")
    assert [problem.field for problem in refused.value.problems] == ["reason", "clause"]


# --- slips ---------------------------------------------------------------------------------------


def test_the_slip_bundles_a_departments_matters_with_their_days_and_replies(family) -> None:
    slip = family.paper("D09", department="civil-affairs")
    assert isinstance(slip, Slip)
    assert [item.title for item in slip.items] == ["最低生活保障", "重度残疾人护理补贴"]
    first = slip.items[0]
    assert (first.due_sign, first.due, first.due_feedback) == (
        "2026年11月24日",
        "2027年1月4日（暂定）",
        "2027年1月6日",
    )
    assert first.list_number == "1"
    assert first.role == "主办"
    assert first.question.startswith("请审批")
    assert "户口簿" in first.spared and "户口簿" not in first.papers
    assert [reply.number for reply in slip.replies] == [item.number for item in slip.items]
    assert "金额（大写）" in slip.replies[0].fields
    assert slip.return_reasons == ("☐ 非本部门职责", "☐ 材料不全", "☐ 不在辖区", "☐ 重复")
    assert "____" in slip.liaison


def test_the_slip_holds_what_its_rules_read_and_no_more(family) -> None:
    slip = family.paper("D09", department="civil-affairs")
    assert isinstance(slip, Slip)
    dibao, care = ("\n".join(item.known) for item in slip.items)
    assert "家庭人均月收入400元" in dibao and "无超出规定的住房" in dibao
    assert "叶*祥：" in dibao and "残疾等级2级" in dibao and "就业状态：无业" in dibao
    # 护理补贴 does not look at money, nor at the other members.
    assert "收入" not in care and "高*兰" not in care
    assert "残疾等级2级" in care


def test_members_of_whom_the_same_is_asked_share_a_question_and_a_reply(family_of, said) -> None:
    said["people"].append({**said["people"][2], "name": "叶小圆", "birth_date": "2013-08-09"})
    slip = family_of(said, policies=(Chosen(AID, 2), Chosen(AID, 3))).paper("D09", department="education")
    assert isinstance(slip, Slip)
    (item,), (reply,) = slip.items, slip.replies
    assert item.number == "350212105-20261123-0007-K-01—02"
    assert item.subject == "01 叶*满、02 叶*圆"
    assert item.question.startswith("请核实：下列成员是否符合")
    assert reply.members == ("01 叶*满", "02 叶*圆")
    assert any(line.startswith("叶*满、叶*圆：") for line in item.known)


def test_the_slip_names_the_liaison_of_the_department(family_of, catalogue) -> None:
    liaison = Liaison("civil-affairs", "陈大文", "7000001", "林二", "7000002")
    named = replace(catalogue, liaisons={**catalogue.liaisons, "civil-affairs": liaison})
    slip = family_of(policies=CHOSEN, catalogue=named).paper("D09", department="civil-affairs")
    assert isinstance(slip, Slip)
    assert (slip.liaison, slip.liaison_phone, slip.substitute) == ("陈大文", "7000001", "林二 7000002")


def test_a_confirmed_status_travels_with_the_slip(family_of, said) -> None:
    said["household"]["facts"]["categories"] = ["低保"]
    said["people"][1]["facts"]["categories"] = ["归侨"]
    slip = family_of(said, policies=(Chosen(AID, 2),)).paper("D09", department="education")
    assert isinstance(slip, Slip)
    assert [(one.title, one.holder) for one in slip.identities] == [("低保", "全户")]
    assert "第四十二条" in slip.recognition
    assert "十二个月" in slip.recognition


def test_a_department_that_was_asked_nothing_gets_no_slip(family) -> None:
    with pytest.raises(Refused):
        family.paper("D09", department="court")


# --- decisions -----------------------------------------------------------------------------------


def test_the_notice_of_a_grant_says_amount_start_duty_review_and_remedies(family, decide) -> None:
    granted = every_paper(family, decide)["D19"]
    assert isinstance(granted, Granted)
    assert granted.authority == "厦门市同安区民政局"
    assert granted.head.title == "最低生活保障|确认通知书"
    assert granted.amount == "每月¥1,200.00（人民币壹仟贰佰元整）"
    assert granted.starts == "2026年12月"
    assert granted.members == ("高春兰", "叶𠮷祥", "叶小满")
    assert "第四十六条" in granted.duties[0]
    assert granted.review
    assert "低保" in granted.decision
    assert "六十日" in granted.remedies.paragraphs[0]


def test_a_grant_opens_the_doors_that_waited_for_it(family, decide) -> None:
    granted = every_paper(family, decide)["D19"]
    assert isinstance(granted, Granted)
    opened = {door.title: door.judged for door in granted.doors}
    assert opened["城乡低保户、特困户免费用电"] == "符合条件（以审批为准）"


def test_no_door_leads_to_what_is_received_asked_for_or_ruled_out_by_that(family_of, decide, said) -> None:
    """特困 and 低保 exclude each other, 低保边缘 is what 低保 is not; who has a benefit need not ask."""
    said["people"][0]["facts"]["received"] = ["red-cross.red-cross-aid"]
    family = family_of(said, policies=(Chosen(DIBAO), Chosen(CARE, 1)))
    paper = family.decided(DIBAO, decide(Outcome.GRANT)).paper("D19", referral=family.referral(DIBAO).number)
    assert isinstance(paper, Granted)
    told = " ".join(door.title for door in paper.doors)
    for title in ("特困人员供养", "低保边缘", "刚性支出", "重度残疾人护理补贴", "红十字"):
        assert title not in told
    assert 0 < len(paper.doors) <= 6
    assert {door.judged for door in paper.doors} == {"符合条件（以审批为准）"}
    assert not paper.more or len(paper.doors) == 6


def test_a_childs_letter_tells_what_is_open_to_the_child_and_who_receives_it(family, decide) -> None:
    paper = family.decided(AID, decide(Outcome.GRANT)).paper("D19", referral=family.referral(AID).number)
    assert isinstance(paper, Granted)
    assert paper.recipient == "叶小满" and paper.address.endswith("由监护人代收")
    assert all("叶小满" in door.title for door in paper.doors)


def test_the_money_is_paid_somewhere_only_where_money_is_granted(family, decide) -> None:
    number = family.referral(DIBAO).number
    without = decide(Outcome.GRANT, amount_fen=None, amount_unit="")
    assert family.decided(DIBAO, without).paper("D19", referral=number).payment == ""
    assert family.decided(DIBAO, decide(Outcome.GRANT)).paper("D19", referral=number).payment


def test_a_partly_granted_decision_says_why_not_all(family, decide) -> None:
    number = family.referral(DIBAO).number
    partly = family.decided(DIBAO, decide(Outcome.PARTLY)).paper("D19", referral=number)
    assert isinstance(partly, Granted)
    assert "部分同意" in partly.decision
    assert "家庭人均月收入高于" in partly.partly
    with pytest.raises(Refused):
        family.decided(DIBAO, decide(Outcome.PARTLY, clause="")).paper("D19", referral=number)


def test_a_refusal_states_facts_evidence_reason_clause_and_what_is_open(family, decide) -> None:
    refused = every_paper(family, decide)["D20"]
    assert isinstance(refused, Refusal)
    decision = decide(Outcome.REFUSE)
    assert (refused.facts, refused.evidence, refused.reason, refused.clause) == (
        decision.facts,
        decision.evidence,
        decision.reason,
        decision.clause,
    )
    assert refused.head.title == "最低生活保障|不予确认决定书"
    assert "不予确认" in refused.decision
    assert refused.id_number == FULL_ID
    assert "随时重新申请" in refused.again
    assert any(door.judged == "符合条件（以审批为准）" for door in refused.doors)
    assert "可以申请" in refused.other_help


@pytest.mark.parametrize("part", ["facts", "evidence", "reason", "clause"])
def test_a_refusal_goes_without_none_of_them(family, decide, part: str) -> None:
    incomplete = family.decided(DIBAO, decide(Outcome.REFUSE, **{part: " "}))
    with pytest.raises(Refused) as refused:
        incomplete.paper("D20", referral=family.referral(DIBAO).number)
    assert [problem.field for problem in refused.value.problems] == [part]


def test_what_a_refusal_shuts_is_not_held_out(family, decide) -> None:
    """Where 低保 is refused, nobody is told to come back for what 低保 would open."""
    refused = every_paper(family, decide)["D20"]
    assert isinstance(refused, Refusal)
    assert not any("低保身份后" in door.what for door in refused.doors)


def test_no_letter_asks_a_living_family_about_a_death(family, decide) -> None:
    papers = every_paper(family, decide)
    for kind in ("D19", "D20"):
        assert "殡葬" not in text_of(papers[kind])


def test_only_administrative_bodies_are_taken_to_review_and_court(family, decide) -> None:
    number = family.referral(CHARITY).number
    refused = family.decided(CHARITY, decide(Outcome.REFUSE)).paper("D20", referral=number)
    assert isinstance(refused, Refusal)
    said = "".join(refused.remedies.paragraphs)
    assert "行政复议" not in said
    assert "法院" not in said
    assert refused.remedies.title != "权利救济"


@pytest.mark.parametrize(
    ("first", "begins"), [("否", "如不服本决定，可以"), ("是", "如不服本决定，应当先"), ("", "☐ ")]
)
def test_the_district_chooses_the_wording_of_the_remedies(
    family_of, catalogue, decide, first: str, begins: str
) -> None:
    chosen = family_of(policies=CHOSEN, catalogue=told(catalogue, {"appeal_first": first}))
    refused = chosen.decided(DIBAO, decide(Outcome.REFUSE))
    paper = refused.paper("D20", referral=chosen.referral(DIBAO).number)
    assert isinstance(paper, Refusal)
    assert paper.remedies.paragraphs[0].startswith(begins)
    if first == "是":
        assert "十五日内" in paper.remedies.paragraphs[0]


def test_the_authority_of_a_policy_goes_before_the_general_one(catalogue, family_of, decide) -> None:
    own = {f"appeal_authority.{DIBAO}": "厦门市某某局"}
    family = family_of(policies=CHOSEN, catalogue=told(catalogue, own))
    paper = family.decided(DIBAO, decide(Outcome.REFUSE)).paper("D20", referral=family.referral(DIBAO).number)
    assert isinstance(paper, Refusal)
    assert "向厦门市某某局申请行政复议" in paper.remedies.paragraphs[0]


def test_there_is_no_decision_paper_before_the_decision(family) -> None:
    for kind in ("D19", "D20"):
        with pytest.raises(Refused):
            family.paper(kind, referral=family.referral(DIBAO).number)


@pytest.mark.parametrize(
    ("fen", "unit", "words"),
    [
        (120_000, "元/月", "每月¥1,200.00（人民币壹仟贰佰元整）"),
        (50_050, "元", "一次性¥500.50（人民币伍佰元伍角）"),
        (500_000, "元/学年", "每学年¥5,000.00（人民币伍仟元整）"),
        (62_500, "学期", "每学期¥625.00（人民币陆佰贰拾伍元整）"),
        (80_000, "次", "一次性¥800.00（人民币捌佰元整）"),
        (10_000, "月", "每月¥100.00（人民币壹佰元整）"),
        (None, "", ""),
    ],
)
def test_amounts_stand_in_figures_and_in_words(
    family, decide, fen: int | None, unit: str, words: str
) -> None:
    number = family.referral(DIBAO).number
    decision = decide(Outcome.GRANT, amount_fen=fen, amount_unit=unit)
    paper = family.decided(DIBAO, decision).paper("D19", referral=number)
    assert isinstance(paper, Granted)
    assert paper.amount == words


# --- summaries and deliveries --------------------------------------------------------------------


def test_the_summary_tells_every_result_and_the_clock(family, decide) -> None:
    decision = decide(Outcome.GRANT)
    waited = Interval("papers", date(2026, 11, 25), date(2026, 11, 30), "补件")
    referrals = tuple(
        replace(one, state=ReferralState.DECIDED, decision=decision, intervals=(waited,))
        if one.policy == DIBAO
        else one
        for one in family.case.referrals
    )
    summary = replace(family, case=replace(family.case, referrals=referrals)).paper("D29")
    assert isinstance(summary, Summary)
    first = summary.results[0]
    assert (first.result, first.amount, first.starts) == (
        "同意",
        "每月¥1,200.00（人民币壹仟贰佰元整）",
        "2026年12月",
    )
    # 24 November to 10 December are 13 working days; 26, 27 and 30 November were waited.
    assert first.clock == "应办 30 个工作日，停表 3，实用 10"
    assert summary.results[1].result == "已转办，待签收"
    assert "已办结 1 件" in summary.opening


def test_results_alike_share_a_line_and_count_as_one_thing(family_of, said, decide) -> None:
    said["people"].append({**said["people"][2], "name": "叶小圆", "birth_date": "2013-08-09"})
    family = family_of(said, policies=(Chosen(DIBAO), Chosen(AID, 2), Chosen(AID, 3)))
    granted = family.decided(AID, decide(Outcome.GRANT, amount_fen=62_500, amount_unit="元/学期"))
    summary = granted.paper("D29")
    assert isinstance(summary, Summary)
    assert [(one.number, one.subject) for one in summary.results] == [
        ("01", "全户"),
        ("02—03", "叶小满、叶小圆"),
    ]
    assert summary.results[1].amount.startswith("每人每学期¥625.00")
    assert "共 2 件事，已办结 1 件" in summary.opening
    assert summary.standing == "还有 1 件正在办，办结后再告知你。"


def test_a_members_sheet_holds_what_is_theirs_and_the_households(family) -> None:
    sheet = family.paper("D29", member=1)
    assert isinstance(sheet, Summary)
    assert sheet.sheet == "成员：叶𠮷祥"
    assert {result.subject for result in sheet.results} == {"全户", "叶𠮷祥"}


def test_the_proof_of_delivery_names_the_paper_and_leaves_the_rest_to_the_pen(family, decide) -> None:
    proof = every_paper(family, decide)["D25"]
    assert isinstance(proof, ProofOfDelivery)
    assert (proof.document, proof.document_number) == (
        "最低生活保障不予确认决定书",
        "(莲花)救不认〔2026〕第0003号",
    )
    assert len(proof.ways) == 6 and all(way.startswith("☐") for way in proof.ways)
    assert proof.witnesses == ("", "")
    assert "年__月__日" in proof.delivered


def test_a_delivery_that_was_recorded_stands_on_its_proof(family, decide) -> None:
    notice = Notice(
        "(莲花)救认〔2026〕第0001号", "D19", "x", datetime(2026, 12, 10, tzinfo=UTC), "王小明", "0" * 64
    )
    delivery = Delivery(
        notice.number, "left", date(2026, 12, 11), "高春兰", refused_because="拒收", witnesses=("甲", "乙")
    )
    served = replace(family, case=replace(family.case, deliveries=(delivery,)))
    proof = served.paper("D25", notice=notice)
    assert isinstance(proof, ProofOfDelivery)
    assert "☑ 留置送达" in proof.ways
    assert proof.delivered == "2026年12月11日"
    assert proof.witnesses == ("甲", "乙")
    with pytest.raises(Refused):
        family.paper("D25")


def test_a_correction_is_what_the_paper_tells(family, decide) -> None:
    first: Decision = decide(Outcome.GRANT)
    corrected = replace(first, number="J-2", amount_fen=90_000, replaces="J-1")
    paper = family.decided(DIBAO, corrected).paper("D19", referral=family.referral(DIBAO).number)
    assert isinstance(paper, Granted)
    assert "¥900.00" in paper.amount
