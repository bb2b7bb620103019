"""The kinds of papers, and what each one says: frozen values, decided before anything is drawn.

To add a kind: write its content and the function that fills it, and put both in `KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from counter.cases.casefile import CaseFile, Notice
from counter.cases.match import Answer
from counter.catalogue.model import Catalogue
from counter.letters.application_form import ApplicationForm, application_form
from counter.letters.card import Card, card
from counter.letters.decisions import Granted, Refusal, granted, refusal
from counter.letters.district import Desk, paper_number, short_name
from counter.letters.intake_refusals import Declining, PapersNeeded, declining, papers_needed
from counter.letters.parts import Source
from counter.letters.plain import from_plain
from counter.letters.receipts import Acceptance, PaperList, acceptance, paper_list
from counter.letters.slips import Slip, slip
from counter.letters.summaries import ProofOfDelivery, Summary, proof_of_delivery, summary

Content: TypeAlias = (
    ApplicationForm
    | PaperList
    | PapersNeeded
    | Acceptance
    | Declining
    | Slip
    | Granted
    | Refusal
    | ProofOfDelivery
    | Summary
    | Card
)


class About(StrEnum):
    """What one paper of a kind is about."""

    CASE = "case"
    DEPARTMENT = "department"
    REFERRAL = "referral"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Kind:
    """`word` stands in the number (救受); `word_file` is its .docx template.

    `copies` says how often the file is printed: what holds 存根 and 交申请人 in one file, once.
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
        ),
        Kind("D05", "申请材料接收清单", "收", About.CASE, 1, PaperList, paper_list, "1"),
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
        ),
        Kind("D07", "受理通知书", "受", About.CASE, 1, Acceptance, acceptance, "1"),
        Kind("D08", "不予受理通知书", "不受", About.CASE, 2, Declining, declining, "1", delivered=True),
        Kind("D09", "社会救助转办单", "转", About.DEPARTMENT, 3, Slip, slip, "1", to_applicant=False),
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
        ),
        Kind("D29", "办理结果汇总告知单", "结", About.CASE, 2, Summary, summary, "1"),
        Kind("D31", "救助明白卡", "明", About.CASE, 1, Card, card, "1"),
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
) -> Content:
    """What a paper of this kind says about a case.

    `referral` is a number of the case's referrals; `answer` is how the list answers today, for what else is
    open. Raises `KeyError` for an unknown kind or referral, `Refused` for what the paper may not go without.
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
