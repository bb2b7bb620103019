"""How the card in plain words is drawn: D31, large type, nothing of the household under 14 points."""

from __future__ import annotations

from dataclasses import replace

from counter.letters.atoms import Span, Type
from counter.letters.fonts import Face
from counter.letters.grids import Column
from counter.letters.looks import LARGE, Size
from counter.letters.paper import Paper
from counter.letters.receipts import Card
from counter.letters.sheets import Print, begin, close

CARD = replace(
    LARGE,
    top=15.0,
    body=Type(Face.HEI, 18, 26),
    title=Type(Face.HEI_BOLD, 26, 34),
    heading=Type(Face.HEI_BOLD, 20, 27),
    table=Type(Face.HEI, 18, 24),
    row=9.0,
)
"""Large type, set closely enough that what most families ask for stands on one page."""


def card(content: Card, mark: Print) -> Paper:
    paper = begin(CARD, Size.A4, content.head, mark, names=tuple(one.whom for one in content.asked))
    paper.title(content.head.title)
    paper.paragraph(content.greeting, indent=0)
    paper.paragraph(
        ["编号：", Span(content.code, Face.HEI_BOLD), "　查询码：", Span(content.query_code, Face.HEI_BOLD)],
        indent=0,
    )
    paper.heading(content.asked_title)
    if content.asked:
        paper.table(
            [Column("什么事", share=6.2), Column("哪个单位", share=3.2), Column("哪天前答复", share=4.4)],
            [
                [f"{one.title}（{one.whom}）" if one.whom else one.title, one.department, one.answer_by]
                for one in content.asked
            ],
        )
    paper.heading(content.bring_title)
    bring = [f"{one.title}，{one.by}" + (f"（到{one.where}）" if one.where else "") for one in content.bring]
    if len(bring) == 1:
        paper.paragraph(bring[0], indent=0)
    elif bring:
        paper.items(bring)
    if content.spared:
        paper.paragraph(content.spared, indent=0)
    with paper.together():
        paper.heading(content.phone_title)
        for line in (*content.phones, content.come, content.query):
            paper.paragraph(line, indent=0)
    for line in (content.promise, content.approval, *content.notes):
        paper.paragraph(line, indent=0)
    close(paper, content.head)
    return paper
