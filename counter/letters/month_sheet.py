"""D37 社会救助月报: what was accepted, passed on, decided and late in a month; of no case, for leaders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from counter.cases.month import Counts, Granted, Month
from counter.cases.workflow import ReturnReason
from counter.letters.atoms import Type
from counter.letters.decisions import capitals
from counter.letters.district import SHORT_BLANK
from counter.letters.fonts import Face
from counter.letters.grids import Band, Column, Field
from counter.letters.looks import FORM, Size
from counter.letters.paper import Paper
from counter.letters.typeset import Align
from counter.text import chinese_date, chinese_moment, yuan

LOOK = replace(
    FORM, left=15.0, right=15.0, table=Type(Face.SONG, 10, 14), small=Type(Face.SONG, 9.5, 13.5), row=6.0
)
REASONS = {
    ReturnReason.NOT_OURS: "非本部门职责",
    ReturnReason.PAPERS_MISSING: "材料不全",
    ReturnReason.OUTSIDE_DISTRICT: "不在辖区",
    ReturnReason.DUPLICATE: "重复",
}
OFFICE = "本机构"
_TOGETHER = "合计"
_MEANINGS = (
    "统计口径：受理按受理日，转办按发出日，办结按决定日；一次申请的每个事项、每个部门计一件，改派的两个部门各计一件，"
    "退回后等待重新分派的不计在办。逾期只计期限已经核定的，不论原因，期限顺延、延期的按延长后的日期。"
    "平均用时为从发出到决定的工作日，扣除等候申请人、其他部门和外部核查的时间。"
    "并案的只计并入的办件；决定更正的只计一件，结果和金额按更正后的。"
)
_BASIS = "依据：《中华人民共和国社会救助法》第六十四条。本表一式两份，一份报领导，一份存档。"


def draw(counted: Month, places: Mapping[str, str], *, training: bool = False) -> bytes:
    """The finished pages. Raises `Refused`, naming every character that no font of the program has."""
    title = f"{counted.first.year}年{counted.first.month}月社会救助月报"
    taken = chinese_moment(counted.counted_at)
    paper = Paper(
        LOOK,
        Size.A4,
        title=f"{title} {counted.whose}",
        author=counted.whose,
        created=counted.counted_at,
        running=f"{title} · 统计时间 {taken}",
        training=training,
    )
    paper.title(counted.whose or SHORT_BLANK, title)
    total = counted.total
    paper.form(
        [
            [
                Field("统计期间", f"{chinese_date(counted.first)}至{chinese_date(counted.last)}"),
                Field("统计时间", taken),
            ],
            [
                Field("受理", f"{sum(counted.accepted.values())}件"),
                Field("不予受理", f"{sum(counted.declined.values())}件"),
            ],
            [Field("转办", f"{total.sent}件"), Field("退回", f"{total.returned}件")],
            [
                Field("办结", f"{total.decided}件，其中逾期办结{total.decided_late}件"),
                Field("平均用时", _days(total.average) or "没有办结的"),
            ],
            [
                Field("期末在办", f"{total.standing}件，其中逾期{total.standing_late}件"),
                Field("结果", f"同意{total.granted}，部分同意{total.partly}，不同意{total.refused}"),
            ],
        ],
        columns=2,
        label=24,
    )
    paper.heading("一、各部门")
    _table(paper, "部门", counted.departments, total)
    if len(counted.townships) > 1:
        paper.heading("二、各镇街")
        _table(paper, "镇街", counted.townships, total, cases=_cases(counted, places))
    paper.form(
        [
            Band(f"退回原因（{total.returned}件）"),
            [Field(word, f"{counted.reasons.get(reason, 0)}件") for reason, word in REASONS.items()],
        ],
        columns=4,
        label=26,
    )
    paper.form(
        [
            Band("决定给予的金额（按更正后的决定）"),
            *(
                [Field(_each(one), f"{yuan(one.fen)}（{capitals(one.fen)}），{one.decisions}件")]
                for one in counted.granted
            ),
            *([] if counted.granted else [[Field("金额", "没有")]]),
        ],
        columns=1,
        label=26,
    )
    paper.small(_MEANINGS)
    _heads(paper, counted, places)
    paper.signatures("填报人（签名）", "负责人（签名）", dated=True)
    paper.foot(_BASIS)
    return paper.pdf()


def _each(one: Granted) -> str:
    """`每月`, `一次性`."""
    return f"每{one.period}" if one.period else "一次性"


def _cases(counted: Month, places: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """Cases accepted and not accepted, by the title of the township."""
    return {
        places.get(code, code): (counted.accepted.get(code, 0), counted.declined.get(code, 0))
        for code in {*counted.accepted, *counted.declined}
    }


def _table(
    paper: Paper,
    head: str,
    lines: Mapping[str, Counts],
    total: Counts,
    *,
    cases: Mapping[str, tuple[int, int]] | None = None,
) -> None:
    """A line for each and their sum; with `cases` also what was accepted and what was not."""
    columns = [Column(head, share=5)]
    if cases is not None:
        columns += [_figure("受理", 1.6), _figure("不受理", 2)]
    columns += [
        _figure(word, share)
        for word, share in (
            ("转办", 1.6),
            ("办结", 1.6),
            ("同意", 1.6),
            ("部分", 1.6),
            ("不同意", 2),
            ("退回", 1.6),
            ("逾期办结", 2.4),
            ("期末在办", 2.4),
            ("其中逾期", 2.4),
            ("平均用时", 2.4),
        )
    ]
    rows = []
    for title, one in [*lines.items(), (_TOGETHER, total)]:
        both = [] if cases is None else list(map(str, _of_cases(cases, title)))
        rows.append([title, *both, *_cells(one)])
    paper.table(columns, rows)


def _of_cases(cases: Mapping[str, tuple[int, int]], title: str) -> tuple[int, int]:
    if title == _TOGETHER:
        return sum(one for one, _no in cases.values()), sum(no for _one, no in cases.values())
    return cases.get(title, (0, 0))


def _figure(word: str, share: float) -> Column:
    return Column(word, share=share, align=Align.RIGHT)


def _cells(one: Counts) -> list[str]:
    figures = (
        one.sent,
        one.decided,
        one.granted,
        one.partly,
        one.refused,
        one.returned,
        one.decided_late,
        one.standing,
        one.standing_late,
    )
    return [*(str(figure) for figure in figures), _days(one.average, "")]


def _days(average: Decimal | None, unit: str = "个工作日") -> str:
    return "" if average is None else f"{average:.1f}{unit}"


def _heads(paper: Paper, counted: Month, places: Mapping[str, str]) -> None:
    """The ends of the chains: who keeps this paper can show later that nothing was cut off before it."""
    paper.form(
        [
            Band("操作记录链的末端（统计时，供日后核对记录是否完整）"),
            *(
                [Field(places.get(one.chain, OFFICE), f"第{one.position}条　{one.digest}")]
                for one in counted.heads
            ),
        ],
        columns=1,
        label=24,
    )
