"""How the card in plain words is drawn: D31, large type, on one page as long as that is possible."""

from __future__ import annotations

from dataclasses import replace

from counter.letters.atoms import Span, Type
from counter.letters.card import Card
from counter.letters.closings import Code
from counter.letters.fonts import Face
from counter.letters.grids import Column
from counter.letters.looks import LARGE
from counter.letters.paper import Paper
from counter.letters.sheets import Print, copies_and_basis, fewest

CARD = replace(
    LARGE,
    top=14.0,
    bottom=17.0,
    right=17.0,
    left=17.0,
    body=Type(Face.HEI, 18, 26),
    title=Type(Face.HEI_BOLD, 26, 34),
    heading=Type(Face.HEI_BOLD, 20, 27),
    table=Type(Face.HEI, 18, 24),
    small=Type(Face.HEI, 10.5, 14),
    row=9.0,
)
CLOSE = replace(
    CARD,
    top=11.0,
    bottom=15.0,
    body=Type(Face.HEI, 18, 23),
    title=Type(Face.HEI_BOLD, 24, 28),
    heading=Type(Face.HEI_BOLD, 19, 24),
    table=Type(Face.HEI, 18, 21.5),
    row=8.0,
)
"""The lines closer, the type never smaller than 18 points."""


def card(content: Card, mark: Print) -> Paper:
    return fewest(
        (CARD, CLOSE), lambda paper: _card(paper, content), content.head, mark, names=_names(content)
    )


def _names(content: Card) -> tuple[str, ...]:
    return tuple(name for one in content.asked for name in one.whom.split("、"))


def _card(paper: Paper, content: Card) -> None:
    paper.title(content.head.title)
    bold = Face.HEI_BOLD
    paper.beside_code(
        [
            content.greeting,
            ["编号 ", Span(content.code, bold)],
            ["查询码 ", Span(content.query_code, bold)],
        ],
        Code(content.head.qr, "编号和查询码"),
    )
    paper.heading(content.asked_title)
    if content.asked:
        paper.table(
            [Column("什么事", share=14.4), Column("哪个单位", share=5.2), Column("哪天前答复", share=7)],
            [
                [f"{one.title}（{one.whom}）" if one.whom else one.title, one.department, one.answer_by]
                for one in content.asked
            ],
        )
    for line in (*content.notes, *content.next_steps):
        paper.paragraph(line, indent=0)
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
        for line in content.phones:
            paper.paragraph([Span(line, Face.HEI_BOLD)], indent=0)
        for line in (content.come, content.query):
            paper.paragraph(line, indent=0)
        for line in (content.promise, content.approval):
            paper.paragraph(line, indent=0)
    paper.foot(copies_and_basis(content.head))
