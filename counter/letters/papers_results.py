"""How what was found and confirmed is drawn: D14 for the applicant, D18 for the file."""

from __future__ import annotations

from dataclasses import replace

from counter.letters.approvals import Approval, Opinion
from counter.letters.atoms import Type
from counter.letters.fonts import Face
from counter.letters.grids import Band, Column, Field
from counter.letters.looks import FORM
from counter.letters.means_results import MeansResult
from counter.letters.paper import Paper
from counter.letters.parts import box
from counter.letters.sheets import CLOSE_RECEIPT, HOME, RECEIPT, Print, close, fewest, offices
from counter.letters.typeset import Align

CLOSEST = replace(CLOSE_RECEIPT, top=13.0, bottom=16.0, table=Type(Face.SONG, 9.5, 12.5))
ROOM = "\n\n"
"""Room for an opinion written by hand."""
HEADS = (
    Column("项目和标准", share=6.4),
    Column("申请时填写", share=3),
    Column("调查、核对结果", share=3.4),
    Column("是否超过", share=2.8, align=Align.CENTRE),
    Column("信息来源", share=2.8),
)


def means_result(content: MeansResult, mark: Print) -> Paper:
    names = (content.recipient,)
    return fewest(
        HOME,
        lambda paper: _means_result(paper, content),
        content.head,
        mark,
        names=names,
    )


def _means_result(paper: Paper, content: MeansResult) -> None:
    head = content.head
    paper.title(head.unit, head.title)
    paper.number(head.number)
    paper.recipient(f"{content.recipient}（{content.id_number}，{content.address}）：")
    paper.paragraph(content.opening)
    for line in content.checked:
        paper.paragraph(line)
    paper.table(
        HEADS,
        [
            [
                one.item,
                one.said,
                one.found,
                "  ".join(f"{box(one.over == word)}{word}" for word in "是否"),
                "",
            ]
            for one in content.rows
        ],
        least_rows=3,
    )
    paper.small(content.private)
    for line in content.objection:
        paper.paragraph(line)
    for note in content.notes:
        paper.small(note)
    paper.paragraph(f"咨询和提出异议：{offices(head)}。")
    paper.signed_and_sealed(["收件人（签名或者捺印）"], head.unit, head.issued, head.seal.strip("（）"))
    close(paper, head)


def _ticked(over: str) -> str:
    return "  ".join(f"{box(over == word)}{word}" for word in ("是", "否"))


def approval(content: Approval, mark: Print) -> Paper:
    """On one page if any look allows it: the opinions are read one below the other."""
    names = (content.applicant, *(one.name for one in content.members))
    looks = (RECEIPT, FORM, CLOSE_RECEIPT, CLOSEST)
    return fewest(looks, lambda paper: _approval(paper, content), content.head, mark, names=names)


def _approval(paper: Paper, content: Approval) -> None:
    head = content.head
    paper.title(head.unit, head.title)
    paper.number(head.number)
    paper.form(
        [
            [Field("受理编号", head.case_number), Field("救助种类", content.matter)],
            [Field("申请人", content.applicant), Field("家庭人口", content.size)],
            [Field("住址", content.address)],
        ],
        columns=2,
        label=30,
    )
    paper.table(
        [
            Column("家庭成员", share=9),
            Column("关系", share=2.4),
            Column("性别", share=1.4, align=Align.CENTRE),
            Column("出生日期", share=3.4),
            Column("是否保障", share=2, align=Align.CENTRE),
        ],
        [[one.name, one.relation, one.sex, one.birth, one.covered] for one in content.members],
    )
    paper.form(
        [
            [Field("人均月收入", content.income), Field("对照标准", content.standard)],
            [Field("调查、核对", "\n".join(content.checked))],
            [Field("公示", content.notice)],
            [Field("救助金额（小写、大写）", content.amount)],
            [Field("起始时间", content.starts), Field("决定文书编号", content.document)],
        ],
        columns=2,
        label=30,
    )
    paper.small(content.rule)
    # What does not fit on the first page goes over together: nobody is to sign a page that says one thing.
    with paper.together():
        for opinion in content.opinions:
            _opinion(paper, opinion)
    close(paper, head)


def _opinion(paper: Paper, opinion: Opinion) -> None:
    paper.form(
        [
            Band(f"{opinion.level}（签名、盖章）"),
            [Field("意见", opinion.text or ROOM)],
            [Field("签署人", opinion.by), Field("日期", opinion.day or "____年__月__日")],
        ],
        columns=2,
        label=20,
    )
