"""How the papers are drawn that a household takes home besides its letters: D30 its chain of help."""

from __future__ import annotations

from dataclasses import replace

from counter.letters.atoms import Type
from counter.letters.chain_sheet import ChainSheet, Link
from counter.letters.fonts import Face
from counter.letters.grids import Band, Field
from counter.letters.looks import LARGE
from counter.letters.paper import Paper
from counter.letters.sheets import Print, close, fewest, offices, signer

CHAIN = replace(
    LARGE,
    body=Type(Face.HEI, 15, 23),
    title=Type(Face.HEI_BOLD, 20, 29),
    table=Type(Face.HEI, 15, 20),
    small=Type(Face.HEI, 10.5, 15),
    row=7.5,
)
"""Read at home by old eyes, and still several benefits to a page."""


def chain_sheet(content: ChainSheet, mark: Print) -> Paper:
    names = (content.applicant, *(one.holder for one in content.links))
    return fewest((LARGE, CHAIN), lambda paper: _chain(paper, content), content.head, mark, names=names)


def _chain(paper: Paper, content: ChainSheet) -> None:
    paper.title(content.head.unit, content.head.title)
    paper.number(content.head.number)
    paper.recipient(f"{content.applicant}：")
    paper.paragraph(content.opening)
    for number, one in enumerate(content.links, 1):
        with paper.together():
            _link(paper, number, one)
    paper.paragraph(content.duty)
    paper.signed_and_sealed(
        [signer("经办人", content.officer)],
        content.head.unit,
        content.head.issued,
        content.head.seal.strip("（）"),
    )
    close(paper, content.head, f"{offices(content.head)}。")


def _link(paper: Paper, number: int, one: Link) -> None:
    paper.form(
        [
            Band(f"{number}. {one.title}"),
            [Field("给谁", one.holder)],
            [Field("给多少", one.amount)],
            [Field("什么时候", one.given), Field("现在", one.standing)],
            [Field("谁办的", f"{one.department} {one.liaison.strip('_')}"), Field("电话", one.phone)],
        ],
        columns=2,
        label=30,
    )
