"""What the papers of results say: the answer, the means, the opinions, what was handed over or passed on."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict, replace
from datetime import date
from fractions import Fraction

import pytest

from counter.cases.compiled import State
from counter.cases.match import PolicyMatch
from counter.cases.split import Chosen
from counter.cases.workflow import Outcome, ReferralState
from counter.errors import Refused
from counter.letters import pdf
from counter.letters.aid_receipts import AidReceipt, is_signed_for
from counter.letters.approvals import Approval
from counter.letters.means_results import AS_STATED, MeansResult
from counter.letters.objection_answers import ANSWERED, RECEIVED, ObjectionAnswer
from counter.letters.outward import Outward, can_be_passed_on
from counter.letters.replies import ReplySheet
from counter.services.paper_set import papers_of
from tests.counter.letters.lives import DIBAO, EXAMINED, OBJECTION, POSTED, agreed, handled, papers_of_life

CHARITY, CARE = "charity.charity-aid", "civil-affairs.disability-care"


@pytest.fixture(scope="module")
def family(family_of):
    return family_of(policies=(Chosen(DIBAO), Chosen(CARE, 1), Chosen(CHARITY)))


@pytest.fixture
def papers(family, decide):
    return papers_of_life(family, decide)


def answer(family, decision) -> ReplySheet:
    told = family.decided(DIBAO, decision)
    sheet = told.paper("D11", referral=family.referral(DIBAO).number)
    assert isinstance(sheet, ReplySheet)
    return sheet


# --- D11 ------------------------------------------------------------------------------------------


def test_the_answer_ticks_the_result_and_tells_the_amount_small_and_in_words(family, decide) -> None:
    sheet = answer(family, decide(Outcome.GRANT, ends=date(2027, 11, 30)))
    assert [one for one in sheet.reply.results if one.startswith("☑")] == ["☑ 批准"]
    kind, payment, small, words, starts, document, reasons = sheet.reply.values
    assert kind == "最低生活保障、低保" and payment
    assert (small, words) == ("每月¥1,200.00", "人民币壹仟贰佰元整")
    assert starts == "2026年12月起，至2027年11月30日"
    assert (document, reasons) == ("同民救〔2026〕15号", "")


def test_an_answer_that_refuses_says_the_facts_and_the_clause_and_no_money(family, decide) -> None:
    sheet = answer(family, decide(Outcome.REFUSE))
    assert "☑ 不予批准" in sheet.reply.results
    assert sheet.reply.values[:5] == ("",) * 5
    assert "1,020 元" in sheet.reply.values[-1] and "第四条" in sheet.reply.values[-1]


def test_an_answer_is_blank_while_nothing_is_decided_and_says_that_the_applicant_withdrew(family) -> None:
    number = family.referral(DIBAO).number
    blank = family.paper("D11", referral=number)
    assert isinstance(blank, ReplySheet)
    assert not blank.reply.values and not any("☑" in one for one in blank.reply.results)
    gone = handled(family, state=ReferralState.WITHDRAWN, ended_because="申请人不再申请")
    sheet = gone.paper("D11", referral=number)
    assert isinstance(sheet, ReplySheet)
    assert "☑ 申请人撤回" in sheet.reply.results and sheet.reply.values[-1] == "申请人不再申请"


# --- D14, D18 -------------------------------------------------------------------------------------


def test_the_means_are_told_with_what_was_found_their_lines_and_how_to_object(family, papers) -> None:
    letter = papers["D14"]
    assert isinstance(letter, MeansResult)
    assert letter.recipient == "高春兰" and letter.id_number == "350212198203040022"
    assert letter.checked == (
        "入户调查（2026年11月26日）：情况属实。",
        "信息核对（2026年11月30日）：名下存款1,800元，无车辆。",
    )
    assert [one.said for one in letter.rows] == ["400元/人·月", "700元/人", "0套", "0辆"]
    assert {(one.found, one.over) for one in letter.rows} == {(AS_STATED, "否")}
    assert "异议" in letter.objection[0] and "年__月__日前" in letter.objection[0]
    with pytest.raises(Refused, match="check of the household's data"):
        handled(family).paper("D14", referral=family.referral(DIBAO).number)


@pytest.mark.parametrize("as_stated", [False, None])
def test_what_a_check_found_otherwise_or_did_not_say_is_for_the_pen(family, as_stated: bool | None) -> None:
    steps = tuple(replace(one, as_stated=as_stated) for one in EXAMINED)
    letter = handled(family, steps=steps).paper("D14", referral=family.referral(DIBAO).number)
    assert isinstance(letter, MeansResult)
    assert {(one.found, one.over) for one in letter.rows} == {("", "")}


def test_what_is_over_the_line_is_ticked(family, papers) -> None:
    (row,) = (one for one in family.answer.policies if one.policy == DIBAO)
    over = tuple(
        one._replace(value=Fraction(900), state=State.UNMET) if "income" in one.path else one
        for one in row.conditions
    )

    def letter(changed: PolicyMatch) -> MeansResult:
        told = replace(family, answer=replace(family.answer, policies=(changed,)))
        said = handled(told, steps=EXAMINED).paper("D14", referral=family.referral(DIBAO).number)
        assert isinstance(said, MeansResult)
        return said

    first = letter(replace(row, conditions=over)).rows[0]
    assert (first.said, first.over) == ("900元/人·月", "是")
    assert letter(replace(row, for_member=1)).rows == (), "of another's way nothing is told"


def test_the_opinions_stand_one_below_the_other_and_what_is_not_known_is_left_open(family, papers) -> None:
    sheet = papers["D18"]
    assert isinstance(sheet, Approval)
    assert [one.covered for one in sheet.members] == ["保障"] * 3
    assert (sheet.income, sheet.standard, sheet.amount) == ("400元/人·月", "800元/人·月", "")
    clerk, town, district = sheet.opinions
    assert (clerk.by, clerk.day) == ("王小明", "2026年12月1日")
    assert clerk.text == "人均月收入400元，拟同意。\n拟救助金额：每月¥1,200.00（人民币壹仟贰佰元整）。"
    assert (town.text, district.text) == ("", "")
    assert sheet.notice.endswith("有异议1件")


def test_the_decision_is_the_last_opinion(family, decide) -> None:
    decided = handled(family.decided(DIBAO, decide(Outcome.GRANT)), steps=EXAMINED)
    sheet = decided.paper("D18", referral=family.referral(DIBAO).number)
    assert isinstance(sheet, Approval)
    assert sheet.opinions[2].text.startswith("同意。") and sheet.opinions[2].day == "2026年12月10日"
    assert sheet.amount == "每月¥1,200.00（人民币壹仟贰佰元整）" and sheet.document == "同民救〔2026〕15号"


def test_no_sheet_of_opinions_before_the_first_one_or_where_none_is_asked(family) -> None:
    for policy, words in ((DIBAO, "first opinion"), (CHARITY, "without a sheet")):
        with pytest.raises(Refused, match=words):
            family.paper("D18", referral=family.referral(policy).number)


# --- D27, D28, D32 --------------------------------------------------------------------------------


def test_what_was_given_at_once_is_signed_for(papers) -> None:
    receipt = papers["D27"]
    assert isinstance(receipt, AidReceipt)
    assert (receipt.amount, receipt.capitals) == ("¥800.00", "人民币捌佰元整")
    assert receipt.goods == "大米2袋、食用油1桶" and receipt.staff == ("王小明", "林美华")
    assert (receipt.receiver, receipt.relation, receipt.given) == ("高春兰", "本人", "2026年11月23日")


def test_monthly_money_is_not_signed_for_and_a_sum_paid_once_is(family, decide) -> None:
    policy = family.catalogue.policy(DIBAO, family.case.accepted_on)
    paid = [
        family.decided(DIBAO, decide(Outcome.GRANT, amount_unit=unit)).referral(DIBAO)
        for unit in ("元/月", "元/次")
    ]
    assert [is_signed_for(one, policy) for one in paid] == [False, True]
    with pytest.raises(Refused, match="signed for"):
        family.paper("D27", referral=family.referral(DIBAO).number)


def test_nothing_is_passed_on_without_consent_and_with_it_no_number_of_an_id(family) -> None:
    number = family.referral(CHARITY).number
    with pytest.raises(Refused, match="has not agreed"):
        family.paper("D28", referral=number)
    sheet = agreed(family).paper("D28", referral=number)
    assert isinstance(sheet, Outward)
    assert sheet.recipient.endswith("慈善会") and sheet.kinds[0] == "☑ 慈善组织"
    assert (sheet.contact, sheet.phone) == ("高春兰", "13800005678")
    assert "350212198203040022" not in json.dumps(asdict(sheet), ensure_ascii=False)


def test_only_what_a_charity_is_asked_or_what_was_refused_is_passed_on(family) -> None:
    said = agreed(family).case.application
    charity, dibao = family.referral(CHARITY), family.referral(DIBAO)
    assert can_be_passed_on(said, charity, refused=False)
    assert not can_be_passed_on(said, dibao, refused=False)
    assert can_be_passed_on(said, dibao, refused=True)
    assert not can_be_passed_on(family.case.application, charity, refused=True)


def test_who_objected_in_a_name_has_a_receipt_and_then_an_answer(family, papers) -> None:
    told = papers["D32"]
    assert isinstance(told, ObjectionAnswer)
    assert (told.head.title, told.recipient, told.result) == (ANSWERED, "小坪村村民", "车辆属邻村同名人。")
    assert told.about == "高*兰"
    opened = replace(OBJECTION, settled_on=None, handling=None, result="")
    early = handled(family, postings=(replace(POSTED, objections=(opened,)),)).paper(
        "D32", about="objection:1"
    )
    assert isinstance(early, ObjectionAnswer)
    assert early.head.title == RECEIVED and not early.result
    nameless = handled(family, postings=(replace(POSTED, objections=(replace(opened, by="匿名"),)),))
    with pytest.raises(Refused, match="bears no name"):
        nameless.paper("D32", about="objection:1")


def test_the_answer_to_an_objection_does_not_open_the_case_to_its_reader(papers, tmp_path) -> None:
    """Neither the number nor the query code of the case is drawn, nor a code that holds them."""
    file = tmp_path / "D32.pdf"
    file.write_bytes(pdf.draw(papers["D32"]))
    text = subprocess.run(
        ["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True
    ).stdout.decode()
    assert "小坪村村民" in text and "高*兰" in text
    assert "48210937" not in text and "350212105" not in text and "查询码" not in text


# --- when each is called for ----------------------------------------------------------------------


def wanted(family) -> list[tuple[str, bool]]:
    found = papers_of(family.case, family.catalogue, plans=(), departments={}, today=date(2026, 12, 12))
    return [
        (one.kind, one.optional) for one in found if one.kind in ("D11", "D14", "D18", "D27", "D28", "D32")
    ]


def test_each_is_called_for_when_its_time_has_come(family, decide) -> None:
    assert wanted(family) == []
    assert wanted(agreed(family)) == [("D28", False)]
    plain = {"postings": (), "fast_aid": None}
    assert wanted(handled(family, steps=EXAMINED[:2], **plain)) == [("D14", False)]
    assert wanted(handled(family, steps=EXAMINED, **plain)) == [("D14", False), ("D18", False)]
    assert wanted(handled(family)) == [("D32", False), ("D27", False)]
    once = family.decided(DIBAO, decide(Outcome.GRANT, amount_unit="元/次"))
    assert ("D27", True) in wanted(once), "a sum usually goes to the bank"
    decided = handled(family.decided(DIBAO, decide(Outcome.REFUSE)), state=ReferralState.DECIDED, **plain)
    assert wanted(decided) == [("D18", False), ("D11", True)]
    assert wanted(agreed(decided)) == [("D18", False), ("D11", True), ("D28", True), ("D28", False)]
