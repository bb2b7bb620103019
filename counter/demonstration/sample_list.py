"""The list that lies with the sample papers: what each is, for whom, how many, and on what law it rests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from counter.demonstration import sample_case
from counter.letters.atoms import Type
from counter.letters.fonts import Face
from counter.letters.grids import Column
from counter.letters.looks import FORM, Size
from counter.letters.paper import Paper
from counter.letters.typeset import Align

STEM = "00-文书目录"
LOOK = replace(FORM, left=15.0, right=15.0, table=Type(Face.SONG, 9, 12.5), row=6.0)
RECIPIENTS: Mapping[str, str] = {
    "D01": "窗口、一户一档",
    "D02": "一户一档",
    "D03": "核对机构",
    "D03b": "核对机构",
    "D04": "一户一档",
    "D05": "申请人",
    "D06": "申请人",
    "D07": "申请人",
    "D08": "申请人",
    "D09": "承办部门",
    "D10": "协办部门",
    "D11": "窗口、区调度人员",
    "D12": "承办部门",
    "D13": "一户一档",
    "D14": "申请人",
    "D15": "区级民政部门",
    "D16": "村（居）公开栏",
    "D17": "一户一档",
    "D18": "一户一档",
    "D19": "申请人",
    "D20": "申请人",
    "D21": "村（居）公开栏",
    "D22": "申请人、区调度人员",
    "D23": "受助家庭",
    "D23b": "一户一档",
    "D24": "受助家庭；特困人员另送村（居）委会",
    "D25": "一户一档",
    "D26": "一户一档",
    "D27": "一户一档、领取人",
    "D28": "慈善组织、社会组织、学校",
    "D29": "申请人",
    "D30": "受助家庭",
    "D31": "申请人",
    "D32": "投诉举报人",
    "D33": "档案",
    "D35": "受助家庭、代管人、区级民政部门",
}
"""To whom each paper of a case goes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the set and the names of its files."""

    code: str
    title: str
    recipient: str
    copies: str
    basis: str
    files: tuple[str, ...]


def draw(entries: Sequence[Entry]) -> bytes:
    """The list as a paper of its own."""
    paper = Paper(
        LOOK,
        Size.A4,
        title="社会救助文书目录",
        created=sample_case.MOMENT,
        running="社会救助文书目录",
        training=True,
    )
    paper.title("社会救助文书目录")
    paper.table(
        [
            Column("编号", share=1.4, align=Align.CENTRE),
            Column("名称", share=4),
            Column("送交", share=3),
            Column("份数和去向", share=6),
            Column("依据", share=9),
        ],
        [[one.code, one.title, one.recipient, one.copies, one.basis] for one in entries],
    )
    return paper.pdf()
