"""How decisions and results are drawn: D19, D20, D25, D29."""

from __future__ import annotations

from counter.letters.decisions import Granted, Refusal
from counter.letters.grids import Column, Field
from counter.letters.looks import FORM, Size
from counter.letters.open_doors import Door
from counter.letters.paper import Paper
from counter.letters.parts import WHOLE
from counter.letters.sheets import (
    HOME,
    Print,
    begin,
    close,
    fewest,
    letter,
    offices,
    remedies,
    signer,
    whom_to_call,
)
from counter.letters.summaries import ProofOfDelivery, Summary
from counter.letters.typeset import Align

NUMERALS = "一二三四五六七八九十"


def granted(content: Granted, mark: Print) -> Paper:
    return letter(lambda paper: _granted(paper, content), content.head, mark, _names(content))


def _names(content: Granted) -> tuple[str, ...]:
    return (content.recipient, *content.members)


def _granted(paper: Paper, content: Granted) -> None:
    paper.title(content.authority, content.head.title)
    paper.number(content.head.number)
    paper.recipient(f"{content.recipient}（证件号码：{content.id_number}，住址：{content.address}）：")
    paper.paragraph(content.opening)
    paper.paragraph(content.decision)
    if content.partly:
        paper.paragraph(content.partly)
    rows = (
        ("救助对象", "、".join(content.members)),
        ("金额", content.amount),
        ("起始", " ".join(filter(None, (content.starts, content.ends)))),
        ("发放", content.payment),
        ("核查和期限", content.review),
    )
    paper.form([[Field(label, value)] for label, value in rows if value], columns=1, label=27)
    paper.heading("一、你的义务")
    for duty in content.duties:
        paper.paragraph(duty)
    numeral = 1
    if content.doors:
        with paper.together():
            paper.heading("二、现在还可以申请的救助（以审批为准）")
            open_doors(paper, content.doors, [door.what for door in content.doors])
            if content.more:
                paper.paragraph(content.more)
        numeral = 2
    remedies(paper, NUMERALS[numeral], content.remedies)
    paper.seal(content.authority, content.decided)
    close(paper, content.head, f"咨询：{offices(content.head)}。")


def refusal(content: Refusal, mark: Print) -> Paper:
    return letter(lambda paper: _refusal(paper, content), content.head, mark, (content.recipient,))


def _refusal(paper: Paper, content: Refusal) -> None:
    paper.title(content.authority, content.head.title)
    paper.number(content.head.number)
    sex = f"{content.sex}，" if content.sex else ""
    paper.recipient(f"{content.recipient}（{sex}证件号码：{content.id_number}，住址：{content.address}）：")
    paper.paragraph(content.opening)
    paper.heading("一、查明的事实")
    paper.paragraph(content.facts)
    paper.heading("二、证据")
    paper.paragraph(content.evidence)
    paper.heading("三、理由和依据")
    paper.paragraph(content.reason)
    paper.paragraph(content.clause)
    paper.heading("四、决定")
    paper.paragraph(content.decision)
    paper.heading("五、其他可以申请的救助")
    paper.paragraph(content.other_help)
    if content.doors:
        open_doors(paper, content.doors, [door.told for door in content.doors])
    if content.more:
        paper.paragraph(content.more)
    if content.changes:
        paper.paragraph(f"按申请时填写的情况，离本事项的条件还差：{'；'.join(content.changes)}。")
    paper.paragraph(content.again)
    remedies(paper, "六", content.remedies)
    paper.seal(content.authority, content.decided)
    close(paper, content.head, f"咨询：{offices(content.head)}。")


def open_doors(paper: Paper, doors: tuple[Door, ...], told: list[str]) -> None:
    paper.table(
        [Column("事项", share=7), Column("单位", share=3), Column("说明", share=6)],
        [[door.title, door.department, what] for door, what in zip(doors, told, strict=True)],
    )


def summary(content: Summary, mark: Print) -> Paper:
    """On one page if any look allows it: the family keeps it."""
    members = (name for one in content.results for name in one.subject.split("、"))
    names = (content.applicant, *members)
    return fewest(HOME, lambda paper: _summary(paper, content), content.head, mark, names=names)


def _lines(*texts: str) -> str:
    return "\n".join(filter(None, texts))


def _summary(paper: Paper, content: Summary) -> None:
    paper.title(content.head.unit, content.head.title)
    paper.number(f"{content.head.number}　{content.sheet}")
    paper.recipient(f"{content.applicant}：")
    paper.paragraph(content.opening)
    paper.table(
        [
            Column("序号", share=1.6, align=Align.CENTRE),
            Column("事项（对象）和单位", share=7.4),
            Column("结果", share=6),
            Column("接下来和用时", share=8),
        ],
        [
            [
                one.number,
                f"{one.title if one.subject == WHOLE else f'{one.title}（{one.subject}）'}\n{one.department}",
                # The words of the amount stand in the letter.
                _lines(one.result, one.amount.partition("（")[0], f"{one.starts}起" if one.starts else ""),
                _lines("；".join(filter(None, (one.next_step, one.document))), one.clock),
            ]
            for one in content.results
        ],
    )
    paper.paragraph(content.standing)
    paper.paragraph(content.remedies)
    whom_to_call(paper, content.head)
    for note in content.notes:
        paper.small(note)
    paper.signed_and_sealed(
        [signer("告知人", content.officer), "申请人（签名或者捺印）"],
        content.head.unit,
        content.head.issued,
        content.head.seal.strip("（）"),
    )
    close(paper, content.head)


def proof_of_delivery(content: ProofOfDelivery, mark: Print) -> Paper:
    paper = begin(FORM, Size.A4, content.head, mark, names=(content.recipient, content.receiver))
    paper.title(content.head.unit, content.head.title)
    paper.number(content.head.number)
    paper.form(
        [
            [Field("送达文书", content.document)],
            [Field("文书编号", content.document_number)],
            [Field("受送达人", content.recipient), Field("送达时间", content.delivered)],
            [Field("送达地点", content.place)],
            [Field("送达方式", "  ".join(content.ways))],
            [Field("收件人（签名或者捺印）", content.receiver), Field("与受送达人关系", content.relation)],
            [Field("拒收事由和日期", content.refused_because)],
            *[
                [Field(f"见证人{n}（签名）", name), Field("单位或者住址", "")]
                for n, name in enumerate(content.witnesses, start=1)
            ],
            [Field("送达人（签名）", content.deliverer), Field("送达人（签名）", "")],
            [Field("备注", "")],
        ],
        columns=2,
        label=34,
    )
    for remark in content.remarks:
        paper.small(remark)
    paper.seal(content.head.unit, content.head.issued)
    close(paper, content.head)
    return paper
