"""How the papers are drawn that people sign: D02 and D03 with the blocks that D01 shares, D03b, D04."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from counter.letters.grids import Band, Column, Field
from counter.letters.looks import FORM
from counter.letters.mandates import Mandate, Party
from counter.letters.obligors import ObligorConsent
from counter.letters.paper import Paper
from counter.letters.pledges import Authorisation, Pledge, Signer
from counter.letters.sheets import CLOSE_RECEIPT, HOME, RECEIPT, Print, close, fewest, signer

LOOKS = (RECEIPT, HOME[-1], FORM, CLOSE_RECEIPT)
DAY = "____年__月__日"

# --- blocks that D01 shares ----------------------------------------------------------------------


def pledged(paper: Paper, pledge: Sequence[str], instead: str, read_out: Sequence[str]) -> None:
    """What is pledged, what the pledge stands for, and what was read out."""
    paper.items(pledge)
    paper.paragraph(instead)
    if read_out:
        paper.paragraph(f"受理人已当面宣读并说明：{'  '.join(read_out)}")


def bounds(paper: Paper, purpose: str, term: str, *more: str) -> None:
    """What an authorisation is for, how long it holds, and what it does not cover."""
    paper.paragraph(f"用途：{purpose}")
    paper.paragraph(f"期限：{term}")
    for one in more:
        paper.paragraph(one)


def signing(paper: Paper, signers: Iterable[Signer], *, related: bool = False) -> None:
    """A line to sign on for each member; `related`: with how they are related to the householder."""
    paper.table(
        [
            Column("姓名", share=3.8),
            *([Column("关系", share=1.6)] if related else []),
            Column("证件号码", share=3.8),
            Column("谁签字", share=2.3),
            Column("签字或者捺印", share=3.2),
            Column("日期", share=3.4),
        ],
        [
            [one.name, *([one.relation] if related else []), one.id_number, one.who, "", DAY]
            for one in signers
        ],
    )


# --- D02, D03 ------------------------------------------------------------------------------------


def pledge(content: Pledge, mark: Print) -> Paper:
    names = (content.applicant, *(one.name for one in content.signers))
    return fewest(LOOKS, lambda paper: _pledge(paper, content), content.head, mark, names=names)


def _pledge(paper: Paper, content: Pledge) -> None:
    paper.title(content.head.title)
    paper.number(content.head.number)
    paper.recipient(f"{content.recipient}：")
    paper.form(
        [
            [Field("申请人", content.applicant), Field("受理编号", content.head.case_number)],
            [Field("申请事项", content.matters)],
        ],
        columns=2,
        label=24,
    )
    paper.paragraph(content.opening)
    pledged(paper, content.pledge, content.notice_and_pledge, content.read_out)
    with paper.together():
        paper.subheading("签字（成年家庭成员签字或者捺印）")
        signing(paper, content.signers, related=True)
        paper.small(content.rule)
        paper.signatures("捺印的见证人（签名）", signer("受理人", content.officer))
    close(paper, content.head)


def authorisation(content: Authorisation, mark: Print) -> Paper:
    names = (content.applicant, *(one.name for one in content.signers))
    return fewest(LOOKS, lambda paper: _authorisation(paper, content), content.head, mark, names=names)


def _authorisation(paper: Paper, content: Authorisation) -> None:
    paper.title(content.head.title)
    paper.number(content.head.number)
    paper.form(
        [
            [Field("核对授权书编号", content.number)],
            [Field("申请人", content.applicant), Field("受理编号", content.head.case_number)],
            [Field("申请事项", content.matters)],
        ],
        columns=2,
        label=32,
    )
    paper.paragraph(content.opening)
    paper.paragraph(f"{'；'.join(content.scope)}。")
    bounds(paper, content.purpose, content.term, content.obligors, content.secrecy)
    with paper.together():
        paper.subheading("授权人签字（全体共同生活的家庭成员）")
        signing(paper, content.signers, related=True)
        paper.form([[Field("代签的监护人（姓名、证件号码）", "")]], columns=1, label=66)
        paper.small(content.rule)
        paper.signatures("捺印的见证人（签名）", signer("受理人", content.officer))
    close(paper, content.head)


# --- D03b, D04 -----------------------------------------------------------------------------------


def obligor_consent(content: ObligorConsent, mark: Print) -> Paper:
    return fewest(
        LOOKS,
        lambda paper: _obligor_consent(paper, content),
        content.head,
        mark,
        names=(content.applicant,),
    )


def _obligor_consent(paper: Paper, content: ObligorConsent) -> None:
    paper.title(content.head.title)
    paper.number(content.head.number)
    paper.form(
        [
            [Field("核对授权书编号", content.number)],
            [Field("申请人", content.applicant), Field("受理编号", content.head.case_number)],
            [Field("申请事项", content.matters)],
            Band("法定义务人"),
            [Field("姓名", ""), Field("与申请人关系", "")],
            [Field("证件号码", ""), Field("联系电话", "")],
            [Field("住址", "")],
            [Field("配偶姓名", ""), Field("配偶证件号码", "")],
            [Field("家庭人口", ""), Field("义务", "  ".join(content.duties))],
        ],
        columns=2,
        label=32,
    )
    paper.paragraph(content.opening)
    paper.paragraph(f"{'；'.join(content.scope)}。")
    paper.form([[Field("表示（勾选）", "  ".join(content.choices))]], columns=1, label=32)
    bounds(paper, content.purpose, content.term, content.free)
    paper.signatures(
        "法定义务人（签名或者捺印）",
        "配偶（签名或者捺印）",
        "捺印的见证人（签名）",
        signer("接收人", content.officer),
    )
    close(paper, content.head)


def mandate(content: Mandate, mark: Print) -> Paper:
    names = (content.principal.name, content.agent.name)
    return fewest(LOOKS, lambda paper: _mandate(paper, content), content.head, mark, names=names)


def _mandate(paper: Paper, content: Mandate) -> None:
    paper.title(content.head.title)
    paper.number(content.head.number)
    paper.recipient(f"{content.recipient}：")
    paper.form(
        [
            Band("委托人（申请人）"),
            *party(content.principal),
            Band("受托人（代办人）"),
            [Field("与委托人关系", content.relation)],
            *party(content.agent),
            Band("委托"),
            [Field("申请事项", content.matters)],
            [Field("委托原因", "  ".join(content.why))],
        ],
        columns=2,
        label=28,
    )
    paper.paragraph(content.opening)
    paper.form([[Field("代办范围", "  ".join(content.scope))]], columns=1, label=28)
    paper.paragraph(f"委托期限：{content.term}")
    paper.items(content.duties)
    paper.small(content.rule)
    paper.signatures(
        "委托人（签名或者捺印）",
        "受托人（签名或者捺印）",
        "见证人一（签名）",
        "见证人二（签名）",
        signer("受理人", content.officer),
    )
    close(paper, content.head)


def party(one: Party) -> list[list[Field]]:
    """Who signs, in three rows of a form of two columns."""
    return [
        [Field("姓名", one.name), Field("性别", one.sex)],
        [Field("证件号码", one.id_number), Field("联系电话", one.phone)],
        [Field("住址", one.address)],
    ]
