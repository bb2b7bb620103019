"""How the sheets for a board are drawn, to be read from a distance: D16, D21; and D17 for the file.

No number of the case, no code, no query code: whoever has them learns more than a board may tell.
"""

from __future__ import annotations

from dataclasses import replace

from counter.letters.atoms import Type
from counter.letters.fonts import Face
from counter.letters.grids import Band, Column, Field
from counter.letters.looks import LARGE, Look, Size
from counter.letters.notice_results import NoticeResult
from counter.letters.paper import Paper
from counter.letters.public_sheets import PublicSheet
from counter.letters.sheets import RECEIPT, Print, begin, close, copies_and_basis, signer
from counter.letters.typeset import Align

BOARD = replace(
    LARGE,
    title=Type(Face.TITLE, 36, 50),
    body=Type(Face.HEI, 20, 33),
    table=Type(Face.HEI, 20, 29),
    small=Type(Face.SONG, 11, 16),
    row=14.0,
)
"""Titles of 36 points, rows of 20: read at a metre and a half."""
LOOKS = (
    BOARD,
    replace(BOARD, body=Type(Face.HEI, 18, 28), table=Type(Face.HEI, 20, 28), row=12.0),
    replace(BOARD, body=Type(Face.HEI, 16, 24), table=Type(Face.HEI, 18, 25), row=11.0),
)
"""Nothing below 16 points but the line at the foot."""
PHOTO = "\n" * 11
"""Room to glue a photo on."""


def sheet(content: PublicSheet, mark: Print) -> Paper:
    """On one page, as large as it allows."""
    for look in LOOKS:
        paper = _begun(look, content, mark)
        _sheet(paper, content)
        if paper.fits:
            break
    return paper


def _begun(look: Look, content: PublicSheet, mark: Print) -> Paper:
    return Paper(
        look,
        Size.A4,
        title=content.head.title.replace("|", ""),
        author=content.head.unit.strip("_"),
        created=mark.created,
        whole=tuple(one.name for one in content.rows),
        training=mark.training,
        draft=mark.draft,
        reprint=mark.reprint,
    )


def _sheet(paper: Paper, content: PublicSheet) -> None:
    paper.title(content.head.title)
    paper.paragraph(content.opening)
    columns = [
        Column("申请人", share=4, align=Align.CENTRE),
        Column("家庭人口", share=2.6, align=Align.CENTRE),
        Column(content.amounts, share=4.4, align=Align.CENTRE),
    ]
    if content.begin:
        columns.append(Column(content.begin, share=3.6, align=Align.CENTRE))
    paper.table(
        columns,
        [
            [one.name, one.members, one.amount, *([one.starts] if content.begin else [])]
            for one in content.rows
        ],
    )
    head = content.head
    for line in filter(None, (content.period, content.board)):
        paper.paragraph(line, indent=0)
    paper.paragraph(content.how)
    paper.paragraph(
        f"电话：{head.window_phone}\n地址：{head.window_address}\n"
        f"社会救助热线：{head.hotline}\n投诉监督：{head.complaint_phone}",
        indent=0,
    )
    for note in content.notes:
        paper.small(note)
    paper.seal(content.unit, content.day, head.seal.strip("（）"))
    paper.foot(f"{head.number}　{copies_and_basis(head)}")


def notice_result(content: NoticeResult, mark: Print) -> Paper:
    paper = begin(RECEIPT, Size.A4, content.head, mark, names=(content.applicant,))
    paper.title(content.head.unit, content.head.title)
    paper.number(content.head.number)
    paper.form(
        [
            [Field("受理编号", content.head.case_number), Field("申请人", content.applicant)],
            [Field("事项", content.matter), Field("次数", content.turn)],
            [Field("张贴地点", content.board)],
            [Field("张贴日期", content.posted), Field("期满日期", content.until)],
            [Field("撤下日期", content.taken_down), Field("张贴人", content.posted_by)],
            [Field("照片", content.photo)],
            [Field("照片粘贴处", PHOTO)],
        ],
        columns=2,
        label=26,
    )
    paper.table(
        [
            Column("收到日期", share=3),
            Column("提出人", share=2.4),
            Column("异议内容", share=6),
            Column("处理方式", share=3.4),
            Column("处理结果", share=6),
        ],
        [[one.received, one.by, one.text, one.handling, one.result] for one in content.objections],
        least_rows=2,
    )
    paper.form([Band("结论（勾选）"), [Field("结论", "\n".join(content.conclusions))]], columns=1, label=26)
    paper.small(content.rule)
    paper.signatures(signer("张贴人", content.posted_by), "见证人（村、居代表签名）", dated=True)
    close(paper, content.head)
    return paper
