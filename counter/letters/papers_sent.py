"""How the slip to a department is drawn: D09, and behind a line to tear D11 for its answer."""

from __future__ import annotations

from counter.letters.grids import Band, Column, Field
from counter.letters.looks import FORM, Size
from counter.letters.paper import Paper
from counter.letters.sheets import Print, begin, close, offices, signer
from counter.letters.slips import Reply, Slip


def slip(content: Slip, mark: Print) -> Paper:
    paper = begin(FORM, Size.A4, content.head, mark, names=(content.applicant,))
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
    )
    if content.identities:
        paper.table(
            [Column("已确认的身份", share=3), Column("持有人", share=2), Column("证号", share=4), "有效期至"],
            [[one.title, one.holder, one.number, one.until] for one in content.identities],
        )
        paper.small(content.recognition)
    for item in content.items:
        paper.form(
            [
                Band(f"{item.number}　{item.title}（责任清单第{item.list_number}项，{item.role}）"),
                [Field("请求", item.question)],
                [Field("对象", item.subject), Field("办理期限", item.limit)],
                [Field("签收期限", item.due_sign), Field("办结期限", item.due)],
                [Field("反馈期限", item.due_feedback), Field("所需材料", item.papers)],
                [Field("不必再要的材料", item.spared)],
            ],
            columns=2,
        )
    paper.paragraph(f"随附材料：{'；'.join(content.enclosed)}。", indent=0)
    for note in (content.privacy, *content.notes):
        paper.small(note)
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
        )
        paper.small(content.return_rule)
        paper.signatures(signer("签发人", content.issued_by), "承办单位签收（签名）", dated=False)
        paper.seal(content.head.window, content.head.issued, content.head.seal.strip("（）"))
    for number, reply in enumerate(content.replies):
        _reply(paper, content, reply, first=number == 0)
    close(paper, content.head)
    return paper


def _reply(paper: Paper, content: Slip, reply: Reply, *, first: bool) -> None:
    """One answer to fill in, kept on a page."""
    with paper.together():
        if first:
            paper.tear("（反馈单，由承办部门填写后退回窗口）")
        paper.title("部门办理结果反馈单")
        paper.form(
            [
                [Field("任务号", reply.number), Field("承办单位", content.department)],
                [Field("事项", reply.title), Field("对象", reply.subject)],
                [Field("结果", "  ".join(reply.results))],
                *[
                    [Field(label, "") for label in reply.fields[:-1][at : at + 2]]
                    for at in range(0, len(reply.fields) - 1, 2)
                ],
                [Field(reply.fields[-1], "\n\n")],
            ],
            columns=2,
        )
        paper.signatures("承办人（签名）", "负责人（签名、单位盖章）", dated=True)
        paper.small(f"退回：{offices(content.head)}。")
