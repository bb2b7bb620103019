"""年度归档目录 on paper: by township, with the term of each file, and the files proposed for review."""

from __future__ import annotations

from dataclasses import replace

from counter.cases.year_list import FileRow, YearList
from counter.letters.atoms import Type
from counter.letters.fonts import Face
from counter.letters.grids import Band, Column
from counter.letters.looks import FORM, Size
from counter.letters.paper import Paper
from counter.letters.typeset import Align
from counter.text import chinese_date, chinese_moment

LOOK = replace(
    FORM, left=20.0, right=14.0, table=Type(Face.SONG, 9, 12.5), small=Type(Face.SONG, 9.5, 13.5), row=7.0
)
NOTHING = "没有案卷。"
RULE = (
    "年度按办结日期；一户在一个年度一卷，页数为装订后编号的页数。保管期限从该户停止救助之日起算，仍在享受救助或者"
    "有办件未结的尚未起算。"
)
PROPOSAL = (
    "下列案卷保管期限已满，建议提请鉴定；是否继续保存或者销毁，由保管单位按档案管理规定鉴定、报批，"
    "程序不删除任何案卷。"
)


def draw(listed: YearList, *, training: bool = False) -> bytes:
    """The finished pages. Raises `Refused`, naming every character that no font of the program has."""
    title = f"{listed.year}年度归档目录" if listed.year else "保管期限已满案卷目录"
    made = chinese_moment(listed.made_at)
    paper = Paper(
        LOOK,
        Size.A4,
        title=f"{title} {listed.whose}",
        author=listed.whose,
        created=listed.made_at,
        running=f"{listed.whose}社会救助{title} · {made}",
        training=training,
    )
    paper.title(f"{listed.whose}社会救助|{title}" if listed.whose else f"社会救助{title}")
    pages = sum(row.pages for row in listed.rows)
    paper.paragraph(f"共{len(listed.rows)}卷，{pages}页，{made}编制。", indent=0)
    _table(paper, listed.rows)
    paper.small(RULE)
    if listed.year and listed.over:
        paper.heading("建议鉴定的案卷")
        paper.small(PROPOSAL)
        _table(paper, listed.over)
    elif listed.over:
        paper.small(PROPOSAL)
    paper.signatures("编制人（签名）", "保管人（签名）", dated=True)
    return paper.pdf()


def _table(paper: Paper, rows: tuple[FileRow, ...]) -> None:
    if not rows:
        paper.paragraph(NOTHING, indent=0)
        return
    lines: list[Band | list[str]] = []
    town = ""
    for order, row in enumerate(rows, 1):
        if row.town != town:
            town = row.town
            lines.append(Band(town))
        lines.append(_cells(order, row))
    paper.table(
        [
            Column("序号", share=1.3, align=Align.CENTRE),
            Column("档号", share=6.2),
            Column("户主", share=2.5),
            Column("村（居）", share=2.4),
            Column("件", share=1, align=Align.RIGHT),
            Column("页", share=1.3, align=Align.RIGHT),
            Column("类别和期限", share=3.2),
            Column("保管至", share=4.4),
            Column("归档日期", share=4.4),
            Column("保管人", share=2.2),
        ],
        lines,
    )


def _cells(order: int, row: FileRow) -> list[str]:
    years = (row.kept.terms.approval, row.kept.terms.routine)
    terms = "；".join(f"{one}{count}年" for one, count in zip(row.kept.classes, years, strict=False))
    return [
        str(order),
        row.archive_number,
        row.applicant,
        row.village,
        str(len(row.cases)),
        str(row.pages),
        terms,
        chinese_date(row.review_on) if row.review_on else "尚未起算",
        chinese_date(row.archived_on) if row.archived_on else "",
        row.keeper,
    ]
