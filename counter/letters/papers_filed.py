"""How the file of a case is drawn: D33 with its cover, its list of contents and the sheet for remarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from counter.letters.atoms import Type
from counter.letters.case_covers import CaseCover, Filed
from counter.letters.fonts import Face
from counter.letters.grids import Band, Column, Field
from counter.letters.looks import LETTER, Size
from counter.letters.paper import Paper
from counter.letters.sheets import Print, begin, close
from counter.letters.typeset import Align

FOLDER = replace(
    LETTER,
    title=Type(Face.SONG_BOLD, 30, 44),
    body=Type(Face.FANG, 14, 24),
    table=Type(Face.SONG, 12, 18),
    small=Type(Face.SONG, 9, 12.5),
    row=10.0,
)
LEAST_LINES = 12
FEW = 2
"""Remarks to be written on: with more of them the sheet is full of what is known."""


def case_cover(content: CaseCover, mark: Print) -> Paper:
    """All three as they are printed to bind a file by hand: pages are written in where they are counted."""
    paper = begin(FOLDER, Size.A4, content.head, mark, names=(content.applicant,))
    paper.number(content.head.number)
    paper.space(18)
    _cover(paper, content)
    paper.new_page()
    _contents(paper, content.contents, "页数")
    paper.new_page()
    _remarks(paper, content.remarks)
    close(paper, content.head)
    return paper


def front(content: CaseCover, mark: Print) -> Paper:
    """The cover and the list of a file whose pages are numbered: the list says on which each paper stands."""
    paper = begin(FOLDER, Size.A4, content.head, mark, names=(content.applicant,))
    paper.number(content.head.number or content.archive_number)
    paper.space(18)
    _cover(paper, content)
    paper.new_page()
    _contents(paper, content.contents, "页号")
    return paper


def back(content: CaseCover, mark: Print) -> Paper:
    """The sheet for remarks, at the end of the file."""
    paper = begin(FOLDER, Size.A4, content.head, mark, names=(content.applicant,))
    _remarks(paper, content.remarks)
    close(paper, content.head)
    return paper


def _cover(paper: Paper, content: CaseCover) -> None:
    paper.title(content.head.title.replace("|", ""))
    paper.space(10)
    cases = content.cases or (content.head.case_number,)
    paper.form(
        [
            *([[Field("档号", content.archive_number)]] if content.archive_number else []),
            [Field("全宗", content.fonds)],
            [Field("年度", content.year), Field("类别", content.category)],
            [Field("户号", content.household), Field("受理编号", "\n".join(cases))],
            [Field("户主（申请人）", content.applicant), Field("性别", content.sex)],
            [Field("证件号码", content.id_number)],
            [Field("镇（街）", content.town), Field("村（居）", content.village)],
            [Field("住址", content.address)],
            [Field("事项", "\n".join(content.matters))],
            [Field("受理日期", content.opened), Field("办结日期", content.closed)],
            [Field("归档日期", content.archived), Field("保管人", content.keeper)],
            [Field("保管期限", content.retention)],
        ],
        columns=2,
        label=30,
    )


def _contents(paper: Paper, lines: Sequence[Filed], pages: str) -> None:
    paper.title("卷内目录")
    rows: list[Band | list[str]] = []
    for one in lines:
        if one.part:
            rows.append(Band(one.part))
        rows.append([one.order, one.title, one.number, one.day, one.pages, one.note])
    paper.table(
        [
            Column("序号", share=1.4, align=Align.CENTRE),
            Column("题名", share=6),
            Column("文号", share=5.4),
            Column("日期", share=3.4),
            Column(pages, share=1.4, align=Align.CENTRE),
            Column("备注", share=2.6),
        ],
        rows,
        least_rows=LEAST_LINES,
    )


def _remarks(paper: Paper, remarks: Sequence[str]) -> None:
    paper.title("备考表")
    for remark in remarks:
        paper.paragraph(remark, indent=0)
        if remark.endswith(("：", "。")) and len(remarks) <= FEW:
            paper.space(22)
    paper.signatures("立卷人（签名）", "检查人（签名）", dated=True)
