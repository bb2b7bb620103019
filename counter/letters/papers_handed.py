"""How is drawn what is handed to others: D27 to sign for aid, D28 to an organisation, D32 to who objected."""

from __future__ import annotations

from counter.letters.aid_receipts import AidReceipt
from counter.letters.grids import Band, Field
from counter.letters.looks import FORM, Size
from counter.letters.objection_answers import ObjectionAnswer
from counter.letters.outward import Outward
from counter.letters.paper import Paper
from counter.letters.sheets import (
    EDITION,
    HOME,
    RECEIPT,
    Print,
    close,
    copies_and_basis,
    fewest,
    halved,
    offices,
    signer,
)

ROOM = "\n\n\n"


def aid_receipt(content: AidReceipt, mark: Print) -> Paper:
    """Two on one sheet to cut in two: one for the file, one for whoever received it."""
    names = (content.holder, content.receiver, *content.staff)
    return halved(lambda paper: _aid_receipt(paper, content), content.head, mark, names)


def _aid_receipt(paper: Paper, content: AidReceipt) -> None:
    head = content.head
    paper.title(head.title)
    paper.number(head.number)
    paper.form(
        [
            [Field("救助对象", content.holder), Field("证件号码", content.id_number)],
            [Field("住址", content.address)],
            [Field("救助种类", content.matter), Field("决定文书", content.document)],
            *([[Field("事由", content.cause)]] if content.cause else []),
            [Field("金额（小写）", content.amount), Field("金额（大写）", content.capitals)],
            [Field("物资和数量", content.goods)],
            [Field("领取人", content.receiver), Field("与对象关系", content.relation)],
            [Field("领取日期", content.given), Field("经办人", "、".join(filter(None, content.staff)))],
        ],
        columns=2,
        label=26,
    )
    paper.small(content.rule)
    paper.signatures("领取人（签名）", "经办人（签名）", "经办人（签名）", dated=False)
    close(paper, head)


def outward(content: Outward, mark: Print) -> Paper:
    names = (content.person, content.contact)
    return fewest((RECEIPT, FORM), lambda paper: _outward(paper, content), content.head, mark, names=names)


def _outward(paper: Paper, content: Outward) -> None:
    head = content.head
    paper.title(head.unit, head.title)
    paper.number(head.number)
    paper.form(
        [
            [Field("接收单位", content.recipient)],
            [Field("单位类别", "  ".join(content.kinds))],
            [Field("联络人", content.liaison), Field("联系电话", content.liaison_phone)],
            Band("需要帮助的人"),
            [Field("姓名", content.person), Field("转介事项", content.matter)],
            [Field("联系人", content.contact), Field("电话", content.phone)],
            [Field("住址", content.address)],
            [Field("困难和需求", content.need or ROOM)],
            Band("信息提供的同意"),
            [Field("同意", content.consent)],
        ],
        columns=2,
        label=26,
    )
    paper.small(content.privacy)
    paper.signed_and_sealed(
        ["本人或者监护人（签名）", signer("经办人", content.issued_by)],
        head.unit,
        head.issued,
        head.seal.strip("（）"),
    )
    paper.tear()
    with paper.together():
        paper.form(
            [
                Band(f"转介回执　{head.number}"),
                [Field("答复（勾选）", "  ".join(content.answers))],
                [Field("提供的帮助、理由", ROOM)],
                [Field("开始日期", ""), Field("联系人、电话", "")],
            ],
            columns=2,
            label=34,
        )
        paper.signatures("接收单位经办人（签名）", "负责人（签名、盖章）", dated=True)
    close(paper, head, f"退回：{offices(head)}。")


def objection_answer(content: ObjectionAnswer, mark: Print) -> Paper:
    """Without the case's number, query code and QR: they would open the household's case to the reader."""
    head = content.head
    paper = Paper(
        EDITION[0] if mark.large else HOME[0],
        Size.A4,
        title=f"{head.title} {head.number}",
        author=head.unit.strip("_"),
        created=mark.created,
        running=f"{head.number} · 热线 {head.hotline}",
        whole=(content.recipient,),
        training=mark.training,
        draft=mark.draft,
        reprint=mark.reprint,
    )
    paper.title(head.unit, head.title)
    paper.number(head.number)
    paper.recipient(f"{content.recipient}：")
    paper.form(
        [
            [Field("收到日期", content.received), Field("涉及事项", content.matter)],
            *([[Field("涉及的公示", content.board)]] if content.board else []),
            [Field("涉及对象", content.about)],
            [Field("反映的内容", content.text)],
            *(
                [
                    [Field("处理方式", content.handling or "核查"), Field("办结日期", content.settled)],
                    [Field("核查结果", content.result)],
                ]
                if content.settled
                else []
            ),
        ],
        columns=2,
        label=26,
    )
    for words in content.words:
        paper.paragraph(words)
    paper.paragraph(f"查询：凭本件编号。{offices(head)}；投诉监督电话：{head.complaint_phone}。")
    paper.signed_and_sealed(
        [signer("经办人", content.officer), "收件人（签名）"],
        head.unit,
        head.issued,
        head.seal.strip("（）"),
    )
    paper.foot(copies_and_basis(head))
    return paper
