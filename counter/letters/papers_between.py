"""How the papers are drawn that go from desk to desk: D10 a question, D12 a chase, D26 aid given at once."""

from __future__ import annotations

from counter.letters.between_offices import Chase, Question
from counter.letters.grids import Band, Field
from counter.letters.looks import FORM
from counter.letters.paper import Paper
from counter.letters.sheets import RECEIPT, Print, close, fewest, offices, signer
from counter.letters.urgent_aid import AidAtOnce

ROOM = "\n\n\n\n\n"
"""Room to write an answer by hand."""


def question(content: Question, mark: Print) -> Paper:
    names = (content.applicant,)
    return fewest((RECEIPT, FORM), lambda paper: _question(paper, content), content.head, mark, names=names)


def _question(paper: Paper, content: Question) -> None:
    paper.title(content.lead, content.head.title)
    paper.number(content.head.number)
    paper.form(
        [
            [Field("牵头部门", content.lead), Field("协办部门", content.recipient)],
            [Field("协办联络人", content.liaison), Field("联系电话", content.liaison_phone)],
            [Field("受理编号", content.head.case_number), Field("发出时间", content.asked)],
            [Field("事项", content.matter)],
            [Field("申请人", content.applicant), Field("对象", content.subject)],
            Band("请协办部门答复"),
            [Field("问题", content.question)],
            [Field("答复期限", f"{content.answer_by}前")],
        ],
        columns=2,
        label=27,
    )
    paper.small(content.rule)
    paper.signed_and_sealed(
        [signer("经办人", content.issued_by)],
        content.lead,
        content.head.issued,
        content.head.seal.strip("（）"),
    )
    with paper.together():
        paper.form(
            [
                Band("协办部门意见"),
                [Field("意见（勾选）", "  ".join(content.agrees))],
                [Field("说明", content.answer or ROOM)],
                [Field("答复日期", content.answered)],
            ],
            columns=2,
            label=27,
        )
        paper.small(content.privacy)
        paper.signatures("经办人（签名）", "负责人（签名、单位盖章）", dated=True)
    close(paper, content.head, f"退回：{offices(content.head)}。")


def chase(content: Chase, mark: Print) -> Paper:
    names = (content.applicant,)
    return fewest((RECEIPT, FORM), lambda paper: _chase(paper, content), content.head, mark, names=names)


def _chase(paper: Paper, content: Chase) -> None:
    paper.title(content.head.unit, content.head.title)
    paper.number(content.head.number)
    paper.recipient(f"{content.recipient}：")
    paper.form(
        [
            [Field("送", content.to), Field("抄送", content.copied)],
            [Field("任务编号", content.referral_number), Field("转办时间", content.sent)],
            [Field("事项", content.matter)],
            [Field("申请人", content.applicant), Field("办结期限", content.due)],
            [Field("逾期", content.days_late)],
            *([[Field("此前", "；".join(content.earlier))]] if content.earlier else []),
        ],
        columns=2,
        label=24,
    )
    paper.paragraph(content.text)
    paper.paragraph(content.reply_due)
    paper.signed_and_sealed(
        [signer("签发人", content.issued_by)],
        content.head.unit,
        content.head.issued,
        content.head.seal.strip("（）"),
    )
    with paper.together():
        paper.form(
            [
                Band("承办部门答复（原因、措施和办结时间）"),
                [Field("答复", content.reply or ROOM)],
                [Field("答复日期", content.replied)],
            ],
            columns=2,
            label=24,
        )
        paper.signatures("承办人（签名）", "负责人（签名、单位盖章）", dated=True)
    close(paper, content.head, f"退回：{offices(content.head)}。")


def aid_at_once(content: AidAtOnce, mark: Print) -> Paper:
    names = (content.person, content.receiver, *content.staff)
    return fewest(
        (RECEIPT, FORM), lambda paper: _aid_at_once(paper, content), content.head, mark, names=names
    )


def _aid_at_once(paper: Paper, content: AidAtOnce) -> None:
    paper.title(content.head.unit, content.head.title)
    paper.number(content.head.number)
    paper.form(
        [
            Band("救助对象"),
            [Field("姓名", content.person), Field("证件号码", content.id_number)],
            [Field("联系电话", content.phone), Field("家庭人口", content.members)],
            [Field("住址", content.address)],
            Band("救助情况"),
            [Field("事项", content.matter), Field("给付日期", content.given)],
            [Field("事由", content.cause)],
            [Field("方式", "  ".join(content.ways))],
            [Field("金额（小写、大写）", content.amount)],
            [Field("实物", content.goods)],
            [Field("凭据", content.proof)],
            [Field("领取人", content.receiver), Field("与对象关系", content.relation)],
            Band("补齐手续"),
            [Field("尚缺材料", content.missing)],
            [Field("补齐期限", content.papers_due), Field("补齐情况", content.completed)],
        ],
        columns=2,
        label=34,
    )
    paper.small(content.rule)
    for note in content.notes:
        paper.small(note)
    paper.signatures(
        "领取人（签名或者捺印）",
        *(signer("经办人", name) for name in content.staff),
        dated=True,
    )
    paper.seal(content.head.unit, content.head.issued, content.head.seal.strip("（）"))
    close(paper, content.head)
