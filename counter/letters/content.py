"""The kinds of papers, and what each one says: frozen values, decided before anything is drawn.

To add a kind: write its content and the function that fills it, and put both in `KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from counter.cases.benefits import Benefit
from counter.cases.casefile import CaseFile, Notice
from counter.cases.match import Answer
from counter.catalogue.model import Catalogue
from counter.letters.aid_receipts import AidReceipt, aid_receipt
from counter.letters.application_form import ApplicationForm, application_form
from counter.letters.approvals import Approval, approval
from counter.letters.between_offices import Chase, Question, chase, question
from counter.letters.card import Card, card
from counter.letters.case_covers import CaseCover, case_cover
from counter.letters.chain_sheet import ChainSheet, chain_sheet
from counter.letters.changes import ChangeDecided, change_decided
from counter.letters.decisions import Granted, Refusal, granted, refusal
from counter.letters.district import Desk, paper_number, short_name
from counter.letters.extensions import Extension, extension
from counter.letters.hearings import Hearing, PlannedChange, hearing, planned_change
from counter.letters.intake_refusals import Declining, PapersNeeded, declining, papers_needed
from counter.letters.kinship import Kinship, kinship
from counter.letters.mandates import CardKeeping, Mandate, card_keeping, mandate
from counter.letters.means_results import MeansResult, means_result
from counter.letters.notice_results import NoticeResult, notice_result
from counter.letters.objection_answers import ObjectionAnswer, objection_answer
from counter.letters.obligors import ObligorConsent, obligor_consent
from counter.letters.outward import Outward, outward
from counter.letters.parts import Plan, Source
from counter.letters.plain import from_plain
from counter.letters.pledges import Authorisation, Pledge, authorisation, pledge
from counter.letters.public_sheets import PublicSheet, notice_sheet, publication_sheet
from counter.letters.receipts import Acceptance, PaperList, acceptance, paper_list
from counter.letters.replies import ReplySheet, reply_sheet
from counter.letters.slips import Slip, slip
from counter.letters.summaries import ProofOfDelivery, Summary, proof_of_delivery, summary
from counter.letters.surveys import Survey, survey
from counter.letters.urgent_aid import AidAtOnce, aid_at_once

Content: TypeAlias = (
    ApplicationForm
    | Pledge
    | Authorisation
    | ObligorConsent
    | Mandate
    | Kinship
    | CardKeeping
    | PaperList
    | PapersNeeded
    | Acceptance
    | Declining
    | Slip
    | Question
    | ReplySheet
    | MeansResult
    | Approval
    | AidReceipt
    | Outward
    | ObjectionAnswer
    | Chase
    | Survey
    | PublicSheet
    | NoticeResult
    | Granted
    | Refusal
    | Extension
    | PlannedChange
    | Hearing
    | ChangeDecided
    | ProofOfDelivery
    | AidAtOnce
    | Summary
    | ChainSheet
    | Card
    | CaseCover
)


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

    `copies` says how often the file is printed: what holds 存根 and 交申请人 in one file, once. `open_doors`:
    it tells what else is open to the household, or how it stands to a line; `benefits`: all that it is given.
    `by_hand`: it is also handed out blank, filled from a source in which nothing is known.
    """

    code: str
    title: str
    word: str
    about: About
    copies: int
    content: type[Content]
    fill: Callable[[Source], Content]
    template: str
    to_applicant: bool = True
    word_file: str = ""
    delivered: bool = False
    open_doors: bool = False
    benefits: bool = False
    by_hand: bool = False


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "D01",
            "社会救助申请表（含承诺书、核对授权书）",
            "申",
            About.CASE,
            1,
            ApplicationForm,
            application_form,
            "1",
            by_hand=True,
        ),
        Kind("D02", "承诺书（诚信声明）", "诺", About.CASE, 1, Pledge, pledge, "1", by_hand=True),
        Kind(
            "D03",
            "家庭经济状况核对授权书",
            "核",
            About.CASE,
            1,
            Authorisation,
            authorisation,
            "1",
            to_applicant=False,
            by_hand=True,
        ),
        Kind(
            "D03b",
            "法定义务人家庭经济状况核对同意书",
            "义核",
            About.CASE,
            1,
            ObligorConsent,
            obligor_consent,
            "1",
            to_applicant=False,
            by_hand=True,
        ),
        Kind("D04", "授权委托书（代办）", "委", About.CASE, 1, Mandate, mandate, "1", by_hand=True),
        Kind("D05", "申请材料接收清单", "收", About.CASE, 1, PaperList, paper_list, "1", by_hand=True),
        Kind(
            "D06",
            "一次性补正材料告知书",
            "补",
            About.CASE,
            1,
            PapersNeeded,
            papers_needed,
            "1",
            word_file="papers-needed.docx",
            by_hand=True,
        ),
        Kind("D07", "受理通知书", "受", About.CASE, 1, Acceptance, acceptance, "1"),
        Kind(
            "D08",
            "不予受理通知书",
            "不受",
            About.CASE,
            2,
            Declining,
            declining,
            "1",
            word_file="declined.docx",
            delivered=True,
        ),
        Kind("D09", "社会救助转办单", "转", About.DEPARTMENT, 3, Slip, slip, "1", to_applicant=False),
        Kind(
            "D10",
            "社会救助协办（会办）单",
            "协",
            About.CONSULTATION,
            3,
            Question,
            question,
            "1",
            to_applicant=False,
        ),
        Kind(
            "D11",
            "部门办理结果反馈单",
            "馈",
            About.REFERRAL,
            2,
            ReplySheet,
            reply_sheet,
            "1",
            to_applicant=False,
        ),
        Kind("D12", "社会救助督办单", "督", About.REMINDER, 2, Chase, chase, "1", to_applicant=False),
        Kind(
            "D13",
            "入户调查表",
            "查",
            About.REFERRAL,
            1,
            Survey,
            survey,
            "1",
            to_applicant=False,
            by_hand=True,
        ),
        Kind(
            "D15",
            "近亲属备案登记表",
            "备",
            About.CASE,
            1,
            Kinship,
            kinship,
            "1",
            to_applicant=False,
            by_hand=True,
        ),
        Kind(
            "D14",
            "家庭经济状况调查（核对）结果告知书",
            "核告",
            About.REFERRAL,
            2,
            MeansResult,
            means_result,
            "1",
            open_doors=True,
        ),
        Kind(
            "D16",
            "初审意见公示",
            "示",
            About.POSTING,
            2,
            PublicSheet,
            notice_sheet,
            "1",
            to_applicant=False,
            word_file="notice-sheet.docx",
        ),
        Kind(
            "D17",
            "公示结果情况表",
            "示果",
            About.POSTING,
            1,
            NoticeResult,
            notice_result,
            "1",
            to_applicant=False,
            by_hand=True,
        ),
        Kind(
            "D18",
            "审核确认表（审批表）",
            "审",
            About.REFERRAL,
            1,
            Approval,
            approval,
            "1",
            to_applicant=False,
            open_doors=True,
        ),
        Kind(
            "D19",
            "确认通知书",
            "认",
            About.REFERRAL,
            4,
            Granted,
            granted,
            "1",
            word_file="granted.docx",
            delivered=True,
            open_doors=True,
        ),
        Kind(
            "D20",
            "不予决定书",
            "不认",
            About.REFERRAL,
            3,
            Refusal,
            refusal,
            "1",
            word_file="refusal.docx",
            delivered=True,
            open_doors=True,
        ),
        Kind(
            "D21",
            "公布单",
            "公布",
            About.POSTING,
            2,
            PublicSheet,
            publication_sheet,
            "1",
            to_applicant=False,
            word_file="publication-sheet.docx",
        ),
        Kind(
            "D22",
            "延期告知书",
            "延",
            About.REFERRAL,
            2,
            Extension,
            extension,
            "1",
            word_file="extension.docx",
        ),
        Kind(
            "D23",
            "拟调减/终止救助告知书",
            "拟停",
            About.CHANGE,
            3,
            PlannedChange,
            planned_change,
            "1",
            word_file="planned-change.docx",
            delivered=True,
        ),
        Kind(
            "D23b",
            "听取意见记录",
            "听",
            About.CHANGE,
            1,
            Hearing,
            hearing,
            "1",
            to_applicant=False,
            by_hand=True,
        ),
        Kind(
            "D24",
            "调整/停发（终止）通知书",
            "停",
            About.CHANGE,
            3,
            ChangeDecided,
            change_decided,
            "1",
            word_file="change.docx",
            delivered=True,
            open_doors=True,
        ),
        Kind(
            "D25",
            "送达回证",
            "送",
            About.NOTICE,
            1,
            ProofOfDelivery,
            proof_of_delivery,
            "1",
            to_applicant=False,
            by_hand=True,
        ),
        Kind(
            "D26",
            "小额快救登记表",
            "急",
            About.FAST_AID,
            2,
            AidAtOnce,
            aid_at_once,
            "1",
            to_applicant=False,
            by_hand=True,
        ),
        Kind(
            "D27",
            "救助金（物资）签收单",
            "领",
            About.REFERRAL,
            1,
            AidReceipt,
            aid_receipt,
            "1",
            to_applicant=False,
            by_hand=True,
        ),
        Kind(
            "D28",
            "社会救助转介单",
            "介",
            About.REFERRAL,
            3,
            Outward,
            outward,
            "1",
            to_applicant=False,
        ),
        Kind("D29", "办理结果汇总告知单", "结", About.CASE, 2, Summary, summary, "1"),
        Kind("D30", "救助链（幸福清单）", "链", About.CASE, 1, ChainSheet, chain_sheet, "1", benefits=True),
        Kind("D31", "救助明白卡", "明", About.CASE, 1, Card, card, "1"),
        Kind(
            "D32",
            "投诉举报受理回执、处理反馈",
            "举",
            About.OBJECTION,
            2,
            ObjectionAnswer,
            objection_answer,
            "1",
            to_applicant=False,
        ),
        Kind(
            "D33",
            "一户一档封面、目录、备考表",
            "档",
            About.CASE,
            1,
            CaseCover,
            case_cover,
            "1",
            to_applicant=False,
            benefits=True,
        ),
        Kind(
            "D35",
            "代管存折（银行卡）协议",
            "代管",
            About.CASE,
            3,
            CardKeeping,
            card_keeping,
            "1",
            by_hand=True,
        ),
    )
}


def content(
    kind: str,
    case: CaseFile,
    catalogue: Catalogue,
    *,
    number: str,
    issued_on: date,
    answer: Answer | None = None,
    referral: str | None = None,
    department: str = "",
    member: int | None = None,
    notice: Notice | None = None,
    about: str = "",
    plan: Plan | None = None,
    benefits: tuple[Benefit, ...] = (),
) -> Content:
    """What a paper of this kind says about a case.

    `referral` is a number of the case's referrals; `answer` is how the list answers today, for what else is
    open; `about` names what was done with a referral (`posting:5`), `plan` is the one of `change:3`;
    `benefits` is all that the household was ever given.
    Raises `KeyError` for an unknown kind or referral, `Refused` for what the paper may not go without.
    """
    chosen = {one.number: one for one in case.referrals}[referral] if referral else None
    return KINDS[kind].fill(
        Source(
            case=case,
            catalogue=catalogue,
            number=number,
            issued_on=issued_on,
            answer=answer,
            referral=chosen,
            department=department,
            member=member,
            notice=notice,
            about=about,
            plan=plan,
            benefits=benefits,
        )
    )


def recall(kind: str, plain: Mapping[str, object]) -> Content:
    """A stored content as it was issued; the way back from `plain.to_plain`.

    Raises `plain.Unreadable` for what is no content of this kind.
    """
    return from_plain(KINDS[kind].content, plain)


def number_of(kind: str, catalogue: Catalogue, place: str, year: int, serial: int) -> str:
    """The number of a paper, `(莲花)救受〔2026〕第0123号`, by the short name of the accepting place."""
    short = short_name(catalogue.places.get(place), Desk(catalogue))
    return paper_number(short, KINDS[kind].word, year, serial)
