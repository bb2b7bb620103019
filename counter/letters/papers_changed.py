"""How the papers are drawn that tell a household of a change: D22 longer, D23 and D23b planned, D24 less."""

from __future__ import annotations

from counter.letters.changes import ChangeDecided
from counter.letters.extensions import Extension
from counter.letters.grids import Band, Field
from counter.letters.hearings import Hearing, PlannedChange
from counter.letters.paper import Paper
from counter.letters.papers_decided import NUMERALS, open_doors
from counter.letters.sheets import (
    CLOSE_RECEIPT,
    RECEIPT,
    Print,
    close,
    fewest,
    letter,
    offices,
    remedies,
    signer,
)

OPINION = "\n\n\n"
"""Room to write an opinion by hand."""


def extension(content: Extension, mark: Print) -> Paper:
    return letter(lambda paper: _extension(paper, content), content.head, mark, (content.applicant,))


def _extension(paper: Paper, content: Extension) -> None:
    paper.title(content.head.unit, content.head.title)
    paper.number(content.head.number)
    paper.recipient(f"{content.applicant}：")
    paper.paragraph(content.text)
    rows = (
        ("原办结期限", content.before),
        ("延长后的办结期限", content.after),
        ("最长期限", content.cap),
        ("延长事由", content.ground),
        ("具体情况", content.details),
    )
    paper.form([[Field(label, value)] for label, value in rows if value], columns=1, label=42)
    paper.paragraph(content.rule)
    for note in content.notes:
        paper.small(note)
    paper.seal(content.head.unit, content.head.issued, content.head.seal.strip("（）"))
    close(paper, content.head, f"咨询：{offices(content.head)}。")


def planned_change(content: PlannedChange, mark: Print) -> Paper:
    return letter(lambda paper: _planned_change(paper, content), content.head, mark, (content.recipient,))


def _planned_change(paper: Paper, content: PlannedChange) -> None:
    paper.title(content.authority, content.head.title)
    paper.number(content.head.number)
    _addressed(paper, content)
    paper.paragraph(content.opening)
    paper.heading("一、拟作的决定")
    paper.paragraph(content.plan)
    paper.heading("二、查明的事实")
    paper.paragraph(content.facts)
    paper.heading("三、依据")
    paper.paragraph(content.clause)
    paper.heading("四、你（户）的权利：提出意见")
    for way in content.ways:
        paper.paragraph(way)
    paper.paragraph(content.meanwhile)
    paper.paragraph(f"联系人：{content.contact}。")
    paper.seal(content.authority, content.head.issued)
    close(paper, content.head, f"咨询：{offices(content.head)}。")


def hearing(content: Hearing, mark: Print) -> Paper:
    """On one page if any look allows it."""
    names = (content.recipient, content.whom, *content.by)
    return fewest(
        (RECEIPT, CLOSE_RECEIPT), lambda paper: _hearing(paper, content), content.head, mark, names=names
    )


def _hearing(paper: Paper, content: Hearing) -> None:
    paper.title(content.head.unit, content.head.title)
    paper.number(content.head.number)
    paper.form(
        [
            [Field("事项", content.matter), Field("享受人", content.recipient)],
            [Field("告知和期限", content.told)],
            [Field("被听取意见的人", content.whom), Field("与享受人关系", "")],
            [Field("听取时间", content.heard), Field("听取地点", content.place)],
            [Field("听取方式", "  ".join(content.ways))],
            *[[Field(f"听取意见的人{n}", name)] for n, name in enumerate(content.by, start=1)],
            Band("拟作的决定"),
            [Field("内容", content.plan)],
            [Field("事实", content.facts)],
            [Field("依据", content.clause)],
            Band("意见和处理"),
            [Field("提出的意见", content.opinion or OPINION)],
            [Field("采纳情况和理由", content.adopted or OPINION)],
        ],
        columns=2,
        label=34,
    )
    for remark in content.remarks:
        paper.small(remark)
    paper.signatures(
        "被听取意见的人（签名或者捺印）",
        *(signer("听取意见的人", name) for name in content.by),
        dated=True,
    )
    close(paper, content.head)


def change_decided(content: ChangeDecided, mark: Print) -> Paper:
    return letter(lambda paper: _change_decided(paper, content), content.head, mark, (content.recipient,))


def _change_decided(paper: Paper, content: ChangeDecided) -> None:
    paper.title(content.authority, content.head.title)
    paper.number(content.head.number)
    _addressed(paper, content)
    paper.paragraph(content.opening)
    paper.heading("一、查明的事实")
    paper.paragraph(content.facts)
    paper.heading("二、听取意见的情况")
    paper.paragraph(content.heard)
    paper.heading("三、依据和决定")
    paper.paragraph(content.clause)
    rows = (
        ("从哪个月起", content.starts),
        ("原来", content.before),
        ("以后", content.after),
        ("渐退期", content.fading),
    )
    with paper.together():
        paper.paragraph(content.decision)
        paper.form([[Field(label, value)] for label, value in rows if value], columns=1, label=30)
    paper.heading("四、其他可以申请的救助")
    paper.paragraph(content.other_help)
    if content.doors:
        open_doors(paper, content.doors, [door.told for door in content.doors])
    if content.more:
        paper.paragraph(content.more)
    paper.paragraph(content.again)
    remedies(paper, NUMERALS[4], content.remedies)
    paper.seal(content.authority, content.decided)
    close(paper, content.head, f"咨询：{offices(content.head)}。")


def _addressed(paper: Paper, content: PlannedChange | ChangeDecided) -> None:
    sex = f"{content.sex}，" if content.sex else ""
    paper.recipient(f"{content.recipient}（{sex}证件号码：{content.id_number}，住址：{content.address}）：")
