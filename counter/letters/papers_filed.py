"""How the file of a case is drawn: D33 with its cover, its list of contents and the sheet for remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from counter.cases.casefile import CaseFile, Delivery
from counter.letters.atoms import Type
from counter.letters.case_covers import CaseCover, Filed
from counter.letters.fonts import Face
from counter.letters.grids import Band, Column, Field
from counter.letters.looks import FORM, Size
from counter.letters.paper import Paper
from counter.letters.parts import Head
from counter.letters.sheets import Print, begin, close
from counter.letters.summaries import WAYS
from counter.letters.typeset import Align
from counter.text import chinese_date

FOLDER = replace(
    FORM,
    top=27.0,
    left=28.0,
    title=Type(Face.TITLE, 30, 44),
    body=Type(Face.FANG, 14, 24),
    table=Type(Face.SONG, 12, 18),
    row=10.0,
)
LISTED = replace(FOLDER, title=Type(Face.TITLE, 22, 33), table=Type(Face.SONG, 10.5, 14.5), row=8.0)
"""Of the list and of what else has many lines."""
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


def cover(content: CaseCover, mark: Print) -> Paper:
    """The cover of a bound file."""
    paper = begin(FOLDER, Size.A4, content.head, mark, names=(content.applicant,))
    paper.number(content.head.number)
    paper.space(18)
    _cover(paper, content)
    close(paper, content.head)
    return paper


def contents(content: CaseCover, mark: Print) -> Paper:
    """The list of a file whose pages are numbered: it says on which of them each paper stands."""
    paper = begin(LISTED, Size.A4, content.head, mark, names=(content.applicant,))
    _contents(paper, content.contents, "页号")
    return paper


def deliveries(head: Head, case: CaseFile, mark: Print) -> Paper:
    """How each paper reached its addressee, as far as it was recorded."""
    paper = begin(LISTED, Size.A4, head, mark)
    paper.title("送达情况表")
    titles = {one.number: one.title.replace("|", "") for one in case.notices}
    paper.table(
        [
            Column("文书", share=5),
            Column("文号", share=5),
            Column("方式", share=2.4),
            Column("送达日期", share=3.4),
            Column("收件人", share=3),
            Column("送达人和说明", share=4.4),
        ],
        [
            [
                titles.get(one.notice, ""),
                one.notice,
                WAYS[one.way],
                chinese_date(one.delivered_on),
                f"{one.recipient}（{one.relation}）" if one.relation else one.recipient,
                "；".join(_told(one)),
            ]
            for one in case.deliveries
        ],
    )
    return paper


def _told(one: Delivery) -> Iterator[str]:
    # Nobody is named where a command did the work.
    if one.deliverer and not one.deliverer.startswith("console"):
        yield one.deliverer
    if one.refused_because:
        yield f"拒收：{one.refused_because}"
    if one.witnesses:
        yield f"见证人：{'、'.join(one.witnesses)}"
    if one.tracking:
        yield f"邮件号 {one.tracking}"
    if one.through:
        yield f"由{one.through}转交"
    if one.days:
        yield f"公告{one.days}日，{chinese_date(one.effective_on)}视为送达"


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
            Column("序号", share=1.5, align=Align.CENTRE),
            Column("题名", share=5.4),
            Column("文号", share=5.4),
            Column("日期", share=3.9),
            Column(pages, share=1.7, align=Align.CENTRE),
            Column("备注", share=3.4),
        ],
        rows,
        least_rows=LEAST_LINES,
    )


def _remarks(paper: Paper, remarks: Sequence[str]) -> None:
    paper.title("备考表")
    for remark in remarks:
        paper.paragraph(remark, indent=0)
        paper.space(22 if len(remarks) <= FEW or remark == remarks[-1] else 2)
    paper.signatures("立卷人（签名）", "检查人（签名）", dated=True)
