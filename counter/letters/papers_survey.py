"""How the home survey is drawn: D13, on the two sides of a sheet, with room to write."""

from __future__ import annotations

from dataclasses import replace

from counter.letters.grids import Band, Column, Field
from counter.letters.looks import FORM
from counter.letters.paper import Paper
from counter.letters.papers_intake import named
from counter.letters.sheets import SIDES, Print, close, fewest, signer
from counter.letters.surveys import Survey
from counter.letters.typeset import Align

SHEET = replace(FORM, top=15.0, bottom=17.0, row=8.0)
CLOSE = replace(SHEET, body=replace(FORM.body, leading=15.5), row=6.6)
ROOM = "\n\n\n"
OBLIGORS = 3
"""Rows for those who must support the family and live elsewhere."""


def survey(content: Survey, mark: Print) -> Paper:
    names = (content.householder, content.subject, *(one.name for one in content.members))
    return fewest(
        (SHEET, CLOSE),
        lambda paper: _survey(paper, content),
        content.head,
        mark,
        names=names,
        enough=SIDES,
    )


def _survey(paper: Paper, content: Survey) -> None:
    paper.title(content.head.unit, content.head.title)
    paper.number(content.head.number)
    paper.form(
        [
            [Field("受理编号", content.head.case_number), Field("申请事项", content.matter)],
            [Field("户主", content.householder), Field("家庭人口", content.size)],
            [Field("镇街、村居", content.village), Field("对象", content.subject)],
            [Field("住址", content.address)],
            [
                Field("调查日期", content.surveyed),
                Field("次数和期限", "，".join(filter(None, (content.turn, content.due)))),
            ],
            [Field("调查方式", "  ".join(content.ways))],
            [Field("申请时所述", content.request)],
            *([[Field("申请时填写", "；".join(content.known))]] if content.known else []),
        ],
        columns=2,
        label=24,
    )
    _members(paper, content)
    paper.form(
        [
            Band("财产"),
            [Field("住房（产权人、面积、地址）", "")],
            [Field("住房类别", "  ".join(content.housing))],
            [Field("装修", "  ".join(content.decoration))],
            *[
                [Field(label, "") for label in content.property[at : at + 2]]
                for at in range(0, len(content.property), 2)
            ],
        ],
        columns=2,
        label=46,
    )
    with paper.together():
        paper.form(
            [
                Band("支出"),
                *[
                    [Field(label, "") for label in content.spending[at : at + 2]]
                    for at in range(0, len(content.spending), 2)
                ],
            ],
            columns=2,
            label=46,
        )
    with paper.together():
        paper.table(
            [
                Column("义务人姓名", share=3),
                Column("关系", share=2),
                Column("年龄", share=1.4),
                Column("健康", share=2),
                Column("职业", share=3),
                Column("年收入（元）", share=2.6),
                Column("家庭人口", share=2),
            ],
            [],
            least_rows=OBLIGORS,
        )
        paper.small("不共同生活的法定赡养、抚养、扶养义务人；对其核对须经其本人书面同意。")
    rows = [
        *([[Field("自理能力", "  ".join(content.abilities))]] if content.abilities else []),
        [Field("标记", "  ".join(content.marks))],
        [Field("致贫原因", "  ".join(content.causes))],
        [Field("看到的情况和意见", content.found or ROOM)],
        [Field("在场家庭成员", content.present)],
    ]
    with paper.together():
        paper.form(rows, columns=1, label=30)
        for rule in filter(None, (content.scale, *content.rules)):
            paper.small(rule)
        paper.signatures(
            *(signer("调查人", name) for name in content.investigators),
            "在场家庭成员（签名或者捺印）",
            "村（居）代表（签名）",
            dated=True,
        )
    close(paper, content.head)


def _members(paper: Paper, content: Survey) -> None:
    paper.table(
        [
            Column("姓名", share=4),
            Column("关系", share=2.6),
            Column("出生日期", share=4.4),
            Column("健康", share=3.4),
            Column("残疾类别\n等级", share=3),
            Column("文化程度", share=3),
            Column("婚姻", share=2),
            Column("就业、单位", share=4.4),
        ],
        [
            [m.name, m.relation, m.birth, m.health, m.disability, m.education, m.marriage, m.work]
            for m in content.members
        ],
    )
    with paper.together():
        paper.table(
            [
                named(content.members),
                *(Column(f"{kind}\n（元/月）", share=1, align=Align.RIGHT) for kind in content.income_kinds),
            ],
            [[m.name, *_incomes(m.incomes, len(content.income_kinds))] for m in content.members],
        )


def _incomes(said: tuple[str, ...], kinds: int) -> list[str]:
    """What was said at the counter; the other kinds are asked about there."""
    return [*said, *[""] * (kinds - len(said))][:kinds]
