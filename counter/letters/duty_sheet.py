"""D36 部门待办清单、逾期清单: what one department's desk still owes, or is late with; of no case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from counter.cases.duties import Duty, DutyKind
from counter.letters.atoms import Type
from counter.letters.district import SHORT_BLANK
from counter.letters.fonts import Face
from counter.letters.grids import Column, Field
from counter.letters.looks import FORM, Size
from counter.letters.paper import Paper
from counter.letters.typeset import Align
from counter.text import chinese_date, chinese_moment, local_day, mask_name

KINDS = {
    DutyKind.PAPERS_AWAITED: "待补正",
    DutyKind.GAPS: "容缺待补",
    DutyKind.BACK_FILL: "急难补手续",
    DutyKind.DISPATCH: "待分办",
    DutyKind.SIGN: "待签收",
    DutyKind.RETURNED: "退回待调度",
    DutyKind.STEP: "承办步骤",
    DutyKind.DECIDE: "待办结",
    DutyKind.CONSULTATION: "协办待答",
    DutyKind.OBJECTION: "异议、举报待处理",
    DutyKind.TAKE_DOWN: "公示到期待撤",
    DutyKind.PUBLISH: "待公布",
    DutyKind.TELL: "结果待告知",
    DutyKind.DELIVER: "文书待送达",
    DutyKind.PAPER_BACK: "文书未签回",
    DutyKind.REPLY: "督办待答复",
    DutyKind.HEAR: "待听取意见",
    DutyKind.DECIDE_CHANGE: "调减终止待决定",
    DutyKind.REVIEW: "待复核",
    DutyKind.DEATH: "死亡后核减",
    DutyKind.ARCHIVE: "待归档",
}
_BASIS = "依据：《中华人民共和国社会救助法》第六十四条；本区社会救助责任清单。"
_PRIVACY = "姓名已隐去一部分，只供本部门核对办理，不得外传。本清单一式两份，部门联络人、区调度人员各执一份。"
_LATE = "逾期按工作日计算；标“参考”的期限未经核定，只作提醒；标“暂定”的以公布的放假安排为准。"
LOOK = replace(FORM, left=15.0, right=15.0, table=Type(Face.SONG, 10, 14), small=Type(Face.SONG, 9.5, 13.5))


@dataclass(frozen=True, slots=True)
class Line:
    """One duty, the applicant's name masked wherever it stands."""

    due: str
    kind: str
    what: str
    applicant: str
    number: str
    answers: str


@dataclass(frozen=True, slots=True)
class DutySheet:
    """D36; `made` is an aware instant."""

    title: str
    department: str
    liaison: str
    counted: str
    lines: tuple[Line, ...]
    made: datetime
    training: bool = False


def duty_sheet(
    department: str,
    duties: Sequence[Duty],
    *,
    liaison: str,
    made: datetime,
    late_only: bool,
    training: bool = False,
) -> DutySheet:
    """What these duties of a department say, in their order; a list of late ones leaves the others out."""
    shown = [one for one in duties if one.late or not late_only]
    late = sum(1 for one in shown if one.late)
    return DutySheet(
        title="社会救助逾期清单" if late_only else "社会救助待办清单",
        department=department,
        liaison=liaison or SHORT_BLANK,
        counted=f"{len(shown)}件" if late_only else f"{len(shown)}件，其中逾期{late}件",
        lines=tuple(_lines(shown)),
        made=made,
        training=training,
    )


def _lines(duties: Sequence[Duty]) -> Iterator[Line]:
    for one in duties:
        masked = mask_name(one.applicant)
        what = one.what.replace(one.applicant, masked) if one.applicant else one.what
        yield Line(
            due=_due(one),
            kind=KINDS[one.kind],
            what=what,
            applicant=masked,
            number=one.referral or one.case,
            answers=one.officer or "",
        )


def _due(one: Duty) -> str:
    if one.due is None:
        return "尽快"
    day = (
        f"{chinese_date(one.due)}{'' if one.verified else '（参考）'}{'（暂定）' if one.provisional else ''}"
    )
    return f"{day}\n逾期{one.late}天" if one.late else day


def draw(sheet: DutySheet) -> bytes:
    """The finished pages. Raises `Refused`, naming every character that no font of the program has."""
    paper = Paper(
        LOOK,
        Size.A4,
        title=f"{sheet.title} {sheet.department}",
        author=sheet.department,
        created=sheet.made,
        running=f"{sheet.title} · {sheet.department} · {chinese_date(local_day(sheet.made))}",
        training=sheet.training,
    )
    paper.title(sheet.department, sheet.title)
    paper.form(
        [
            [Field("部门联络人", sheet.liaison), Field("打印时间", chinese_moment(sheet.made))],
            [Field("件数", sheet.counted)],
        ],
        columns=2,
        label=26,
    )
    paper.table(
        [
            Column("序号", share=1.2, align=Align.CENTRE),
            Column("期限", share=4),
            Column("要做的事", share=5),
            Column("申请人", share=1.8),
            Column("编号", share=3.6),
            Column("责任人", share=2),
            Column("办理情况", share=2.4),
        ],
        [
            [str(n), one.due, f"{one.kind}：{one.what}", one.applicant, one.number, one.answers, ""]
            for n, one in enumerate(sheet.lines, 1)
        ],
        least_rows=3,
    )
    paper.small("".join((_BASIS, _PRIVACY, _LATE)))
    paper.signatures("部门联络人（签收）", "调度人员（签名）", dated=True)
    return paper.pdf()
