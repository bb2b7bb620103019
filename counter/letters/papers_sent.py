"""How the slip to a department is drawn: D09, and D11 for its answer, on the back or alone."""

from __future__ import annotations

from dataclasses import replace

from counter.letters.atoms import Type
from counter.letters.fonts import Face
from counter.letters.grids import Band, Column, Field
from counter.letters.looks import FORM
from counter.letters.paper import Paper
from counter.letters.replies import MEMBER_RESULTS, Reply, ReplySheet
from counter.letters.sheets import (
    RECEIPT,
    SIDES,
    Print,
    close,
    copies_and_basis,
    fewest,
    offices,
    signer,
    square,
)
from counter.letters.slips import Item, Slip

SHEET = replace(FORM, top=16.0, bottom=18.0, title=Type(Face.TITLE, 17, 24))
CLOSE = replace(
    SHEET,
    top=13.0,
    bottom=16.0,
    title=Type(Face.TITLE, 16, 21),
    table=Type(Face.SONG, 9.5, 12.5),
    body=Type(Face.SONG, 10, 14.5),
    row=6.0,
)


def slip(content: Slip, mark: Print) -> Paper:
    """On one sheet, its front and its back, if any look allows it."""
    return fewest(
        (SHEET, CLOSE),
        lambda paper: _sheet(paper, content),
        content.head,
        mark,
        names=(content.applicant,),
        enough=SIDES,
    )


def _sheet(paper: Paper, content: Slip) -> None:
    _slip(paper, content)
    paper.new_page()
    _replies(paper, content)


def _slip(paper: Paper, content: Slip) -> None:
    paper.title(content.head.unit, f"{content.head.title}{'（急）' if content.urgent else ''}")
    paper.number(content.head.number)
    paper.form(
        [
            [Field("转办单位", content.head.window), Field("承办单位", content.department)],
            [
                Field("承办联络人", " ".join((content.liaison, content.liaison_phone))),
                Field("替岗", content.substitute),
            ],
            [Field("受理编号", content.head.case_number), Field("发出时间", content.sent)],
            [
                Field("申请人", f"{content.applicant}　{content.id_number}"),
                Field("联系电话", content.phone),
            ],
        ],
        columns=2,
        label=23,
    )
    if content.identities:
        paper.table(
            [Column("已确认的身份", share=3), Column("持有人", share=2), Column("证号", share=4), "有效期至"],
            [[one.title, one.holder, one.number, one.until] for one in content.identities],
        )
        paper.small(content.recognition)
    for item in content.items:
        with paper.together():
            _item(paper, item)
    if content.enclosed:
        paper.paragraph(f"随附材料：{'；'.join(content.enclosed)}。", indent=0)
    with paper.together():
        paper.form(
            [
                Band("签收"),
                [Field(label, "") for label in content.sign_off[:2]],
                [Field(label, "") for label in content.sign_off[2:]],
                [Field("退回（勾选）", "  ".join(content.return_reasons))],
                [Field("退回说明", "")],
            ],
            columns=2,
            label=23,
        )
        paper.small("".join((content.return_rule, content.privacy, *content.notes)))
        paper.small(copies_and_basis(content.head))
        paper.signed_and_sealed(
            [signer("签发人", content.issued_by)],
            content.head.window,
            content.head.issued,
            content.head.seal.strip("（）"),
        )


def _item(paper: Paper, item: Item) -> None:
    paper.form(
        [
            Band(f"{item.number}　{item.title}（责任清单第{item.list_number}项，{item.role}）"),
            [Field("请求", item.question)],
            [Field("对象", item.subject), Field("所需材料", item.papers)],
            [
                Field(
                    "期限",
                    f"{item.limit}；签收 {item.due_sign}，办结 {item.due}，反馈 {item.due_feedback}",
                )
            ],
            *([[Field("已知情况", "\n".join(item.known))]] if item.known else []),
            *([[Field("不必再要", item.spared)]] if item.spared else []),
        ],
        columns=2,
        label=23,
    )


def _replies(paper: Paper, content: Slip) -> None:
    paper.title("部门办理结果反馈单")
    paper.form(
        [
            [Field("受理编号", content.head.case_number), Field("承办单位", content.department)],
            [Field("联系人", ""), Field("联系电话", "")],
        ],
        columns=2,
        label=30,
    )
    for reply in content.replies:
        with paper.together():
            _reply(paper, reply, room="\n" * max(1, 7 - 3 * len(content.replies)))
    paper.signatures("承办人（签名）", "负责人（签名、单位盖章）", dated=True)
    paper.foot(f"填好后退回：{offices(content.head)}。\n{content.replies_copies}", square(content.head))


def reply_sheet(content: ReplySheet, mark: Print) -> Paper:
    names = (content.applicant,)
    return fewest(
        (RECEIPT, FORM, CLOSE), lambda paper: _answer(paper, content), content.head, mark, names=names
    )


def _answer(paper: Paper, content: ReplySheet) -> None:
    paper.title(content.head.unit, content.head.title)
    paper.number(content.head.number)
    paper.form(
        [
            [Field("受理编号", content.head.case_number), Field("送", content.head.window)],
            [Field("申请人", content.applicant), Field("承办单位", content.department)],
            [Field("联系人", content.liaison), Field("联系电话", content.liaison_phone)],
            [Field("签收时间", content.received), Field("办结期限", content.due)],
        ],
        columns=2,
        label=30,
    )
    _reply(paper, content.reply, room="\n\n\n\n")
    paper.form([[Field("决定日期", content.decided)]], columns=1, label=30)
    paper.small(content.privacy)
    paper.signatures("承办人（签名）", "负责人（签名）", dated=True)
    paper.seal(content.head.unit, content.head.issued, content.head.seal.strip("（）"))
    close(paper, content.head, f"退回：{offices(content.head)}。")


def _reply(paper: Paper, reply: Reply, room: str) -> None:
    """One answer, with as many lines for reasons as the others leave room for where it is to fill in."""
    values = reply.values or ("",) * len(reply.fields)
    pairs = [Field(label, value) for label, value in zip(reply.fields, values, strict=True)]
    first = (
        [[Field(member, MEMBER_RESULTS)] for member in reply.members]
        if reply.members
        else [[Field("结果", "  ".join(reply.results))]]
    )
    paper.form(
        [
            Band(" ".join((reply.number, reply.title, "" if reply.members else reply.subject))),
            *first,
            *[pairs[at : at + 2] for at in range(0, len(pairs) - 1, 2)],
            [replace(pairs[-1], value=values[-1] or room)],
        ],
        columns=2,
        label=30,
    )
