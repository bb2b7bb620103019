"""The kinds of papers: what each is called, what it is about, how often it is printed, what fills it.

To add a kind: write its content, a frozen dataclass with a `head`, and the function that fills it, and enter
that function here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import get_type_hints

from counter.letters.aid_receipts import aid_receipt
from counter.letters.application_form import application_form
from counter.letters.approvals import approval
from counter.letters.between_offices import chase, question
from counter.letters.card import card
from counter.letters.case_covers import case_cover
from counter.letters.chain_sheet import chain_sheet
from counter.letters.changes import change_decided
from counter.letters.decisions import granted, refusal
from counter.letters.extensions import extension
from counter.letters.hearings import hearing, planned_change
from counter.letters.intake_refusals import declining, papers_needed
from counter.letters.kinship import kinship
from counter.letters.mandates import card_keeping, mandate
from counter.letters.means_results import means_result
from counter.letters.notice_results import notice_result
from counter.letters.objection_answers import objection_answer
from counter.letters.obligors import obligor_consent
from counter.letters.outward import outward
from counter.letters.parts import Content, Source
from counter.letters.pledges import authorisation, pledge
from counter.letters.public_sheets import notice_sheet, publication_sheet
from counter.letters.receipts import acceptance, paper_list
from counter.letters.replies import reply_sheet
from counter.letters.slips import slip
from counter.letters.summaries import proof_of_delivery, summary
from counter.letters.surveys import survey
from counter.letters.urgent_aid import aid_at_once


class About(StrEnum):
    """What one paper of a kind is about."""

    CASE = "case"
    DEPARTMENT = "department"
    REFERRAL = "referral"
    NOTICE = "notice"
    POSTING = "posting"
    CONSULTATION = "consultation"
    REMINDER = "reminder"
    FAST_AID = "fast-aid"
    CHANGE = "change"
    OBJECTION = "objection"


@dataclass(frozen=True, slots=True)
class Kind:
    """`word` stands in the number (救受); `word_file` is its .docx template.

    `copies` says how often the file is printed: what holds 存根 and 交申请人 in one file, once. `delivered`:
    a proof of delivery (D25) goes with it. `open_doors`: it tells what else is open to the household, or how
    it stands to a line; `benefits`: all that it is given. `by_hand`: it is also handed out blank, filled from
    a source in which nothing is known.
    """

    code: str
    title: str
    word: str
    about: About
    copies: int
    fill: Callable[[Source], Content]
    word_file: str = ""
    delivered: bool = False
    open_doors: bool = False
    benefits: bool = False
    by_hand: bool = False

    @property
    def content(self) -> type[Content]:
        """What `fill` says that it gives."""
        filled: type[Content] = get_type_hints(self.fill)["return"]
        return filled


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("D01", "社会救助申请表（含承诺书、核对授权书）", "申",
             About.CASE, 1, application_form, by_hand=True),
        Kind("D02", "承诺书（诚信声明）", "诺", About.CASE, 1, pledge, by_hand=True),
        Kind("D03", "家庭经济状况核对授权书", "核", About.CASE, 1, authorisation, by_hand=True),
        Kind("D03b", "法定义务人家庭经济状况核对同意书", "义核",
             About.CASE, 1, obligor_consent, by_hand=True),
        Kind("D04", "授权委托书（代办）", "委", About.CASE, 1, mandate, by_hand=True),
        Kind("D05", "申请材料接收清单", "收", About.CASE, 1, paper_list, by_hand=True),
        Kind("D06", "一次性补正材料告知书", "补",
             About.CASE, 1, papers_needed, "papers-needed.docx", by_hand=True),
        Kind("D07", "受理通知书", "受", About.CASE, 1, acceptance),
        Kind("D08", "不予受理通知书", "不受", About.CASE, 2, declining, "declined.docx", delivered=True),
        Kind("D09", "社会救助转办单", "转", About.DEPARTMENT, 3, slip),
        Kind("D10", "社会救助协办（会办）单", "协", About.CONSULTATION, 3, question),
        Kind("D11", "部门办理结果反馈单", "馈", About.REFERRAL, 2, reply_sheet),
        Kind("D12", "社会救助督办单", "督", About.REMINDER, 2, chase),
        Kind("D13", "入户调查表", "查", About.REFERRAL, 1, survey, by_hand=True),
        Kind("D14", "家庭经济状况调查（核对）结果告知书", "核告",
             About.REFERRAL, 2, means_result, open_doors=True),
        Kind("D15", "近亲属备案登记表", "备", About.CASE, 1, kinship, by_hand=True),
        Kind("D16", "初审意见公示", "示", About.POSTING, 2, notice_sheet, "notice-sheet.docx"),
        Kind("D17", "公示结果情况表", "示果", About.POSTING, 1, notice_result, by_hand=True),
        Kind("D18", "审核确认表（审批表）", "审", About.REFERRAL, 1, approval, open_doors=True),
        Kind("D19", "确认通知书", "认",
             About.REFERRAL, 4, granted, "granted.docx", delivered=True, open_doors=True),
        Kind("D20", "不予决定书", "不认",
             About.REFERRAL, 3, refusal, "refusal.docx", delivered=True, open_doors=True),
        Kind("D21", "公布单", "公布", About.POSTING, 2, publication_sheet, "publication-sheet.docx"),
        Kind("D22", "延期告知书", "延", About.REFERRAL, 2, extension, "extension.docx"),
        Kind("D23", "拟调减/终止救助告知书", "拟停",
             About.CHANGE, 3, planned_change, "planned-change.docx", delivered=True),
        Kind("D23b", "听取意见记录", "听", About.CHANGE, 1, hearing, by_hand=True),
        Kind("D24", "调整/停发（终止）通知书", "停",
             About.CHANGE, 3, change_decided, "change.docx", delivered=True, open_doors=True),
        Kind("D25", "送达回证", "送", About.NOTICE, 1, proof_of_delivery, by_hand=True),
        Kind("D26", "小额快救登记表", "急", About.FAST_AID, 2, aid_at_once, by_hand=True),
        Kind("D27", "救助金（物资）签收单", "领", About.REFERRAL, 1, aid_receipt, by_hand=True),
        Kind("D28", "社会救助转介单", "介", About.REFERRAL, 3, outward),
        Kind("D29", "办理结果汇总告知单", "结", About.CASE, 2, summary),
        Kind("D30", "救助链（幸福清单）", "链", About.CASE, 1, chain_sheet, benefits=True),
        Kind("D31", "救助明白卡", "明", About.CASE, 1, card),
        Kind("D32", "投诉举报受理回执、处理反馈", "举", About.OBJECTION, 2, objection_answer),
        Kind("D33", "一户一档封面、目录、备考表", "档", About.CASE, 1, case_cover),
        Kind("D35", "代管存折（银行卡）协议", "代管", About.CASE, 3, card_keeping, by_hand=True),
    )
}  # fmt: skip
