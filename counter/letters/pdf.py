"""A content drawn as PDF: what must not change once it was handed out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from counter.letters import (
    papers_between,
    papers_card,
    papers_changed,
    papers_decided,
    papers_filed,
    papers_handed,
    papers_home,
    papers_intake,
    papers_kept,
    papers_public,
    papers_results,
    papers_sent,
    papers_signed,
    papers_survey,
    papers_word,
)
from counter.letters.board_check import BOARDS, check_pdf, guard_without_case
from counter.letters.letter import Letter, Said
from counter.letters.paper import Paper
from counter.letters.sheets import Print

_DRAWN: Mapping[str, Callable[[Any, Print], Paper]] = {
    "D01": papers_intake.application_form,
    "D02": papers_signed.pledge,
    "D03": papers_signed.authorisation,
    "D03b": papers_signed.obligor_consent,
    "D04": papers_signed.mandate,
    "D05": papers_intake.paper_list,
    "D06": papers_intake.papers_needed,
    "D07": papers_intake.acceptance,
    "D08": papers_intake.declining,
    "D09": papers_sent.slip,
    "D10": papers_between.question,
    "D11": papers_sent.reply_sheet,
    "D12": papers_between.chase,
    "D13": papers_survey.survey,
    "D15": papers_kept.kinship,
    "D14": papers_results.means_result,
    "D16": papers_public.sheet,
    "D17": papers_public.notice_result,
    "D18": papers_results.approval,
    "D19": papers_decided.granted,
    "D20": papers_decided.refusal,
    "D21": papers_public.sheet,
    "D22": papers_changed.extension,
    "D23": papers_changed.planned_change,
    "D23b": papers_changed.hearing,
    "D24": papers_changed.change_decided,
    "D25": papers_decided.proof_of_delivery,
    "D26": papers_between.aid_at_once,
    "D27": papers_handed.aid_receipt,
    "D28": papers_handed.outward,
    "D29": papers_decided.summary,
    "D30": papers_home.chain_sheet,
    "D31": papers_card.card,
    "D32": papers_handed.objection_answer,
    "D33": papers_filed.case_cover,
    "D35": papers_kept.card_keeping,
}
"""By the kind that stands in the content's head; each takes its own kind of content."""


def draw(content: Said, mark: Print | None = None) -> bytes:
    """The finished file; the same content and mark give the same bytes.

    Raises `Refused`, naming every character that no font of the program has.
    """
    return compose(content, mark).pdf()


def compose(content: Said, mark: Print | None = None) -> Paper:
    """The paper laid out, ready to be drawn alone or as one of many.

    Raises `Refused` for a sheet on a board that tells anything private, read on the finished sheet.
    """
    marked = mark or Print()
    if isinstance(content, Letter):
        paper = papers_word.letter(content, marked)
    else:
        paper = _DRAWN[content.head.kind](content, marked)
    if content.head.kind in BOARDS:
        check_pdf(paper.pdf(), content.head, guard_without_case(content.head))
    return paper
