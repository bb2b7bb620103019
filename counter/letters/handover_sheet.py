"""The sheet of a hand-over (交接班表): what lay at a desk, signed by both; it belongs to no case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from counter.cases.handover import Handover, HandoverKind, Item, ItemKind
from counter.letters.grids import Band, Column, Field
from counter.letters.looks import Size
from counter.letters.paper import Paper
from counter.letters.sheets import RECEIPT
from counter.letters.typeset import Align
from counter.text import chinese_moment

KINDS = {
    HandoverKind.DAY: "日终交接",
    HandoverKind.LEAVING: "离岗交接",
    HandoverKind.CASES: "首问责任移交",
}
ITEMS = {
    ItemKind.PARKED: "挂起的登记",
    ItemKind.UNSENT: "未发出的转办",
    ItemKind.UNSIGNED_PAPER: "已打印未签回的文书",
    ItemKind.GOODS: "代管物品",
    ItemKind.CASE: "首问负责的办件",
}
_RULE = (
    "接班人核对后在程序中确认，确认前责任仍在交班人；名字已隐去一部分，只供核对，不得外传。"
    "本表一式两份，交接双方各执一份。"
)


@dataclass(frozen=True, slots=True)
class HandoverSheet:
    """What was handed over at which counter; `made` is an aware instant."""

    handover: Handover
    counter: str
    made: datetime
    training: bool = False


def draw(sheet: HandoverSheet) -> bytes:
    """The finished pages. Raises `Refused`, naming every character that no font of the program has."""
    handover = sheet.handover
    paper = Paper(
        RECEIPT,
        Size.A4,
        title="交接班表",
        author=sheet.counter,
        created=sheet.made,
        running=f"交接 {handover.id} · {KINDS[handover.kind]}",
        whole=(handover.by, handover.to),
        training=sheet.training,
    )
    paper.title(sheet.counter, "交接班表")
    confirmed = chinese_moment(handover.confirmed_at) if handover.confirmed_at else "尚未确认"
    paper.form(
        [
            [Field("交接类别", KINDS[handover.kind]), Field("编号", str(handover.id))],
            [Field("交班人", handover.by), Field("接班人", handover.to)],
            [Field("交班时间", chinese_moment(handover.offered_at)), Field("确认时间", confirmed)],
            [Field("说明", handover.note)],
        ],
        columns=2,
        label=24,
    )
    paper.table(
        [
            Column("序号", share=1.2, align=Align.CENTRE),
            Column("编号", share=5.6),
            Column("内容", share=7),
            Column("核对", share=1.6),
        ],
        _rows(handover.items),
        least_rows=3,
    )
    paper.small(_RULE)
    paper.signatures("交班人（签名）", "接班人（签名）", "监交人（签名）", dated=True)
    return paper.pdf()


def _rows(items: Sequence[Item]) -> list[Band | list[str]]:
    """By what they are, under a title that counts them; what there is none of is said as well."""
    rows: list[Band | list[str]] = []
    for kind, word in ITEMS.items():
        of_kind = [item for item in items if item.kind is kind]
        rows.append(Band(f"{word}：{len(of_kind)}件"))
        rows += [[str(n), item.reference, item.text, ""] for n, item in enumerate(of_kind, start=1)]
    return rows
