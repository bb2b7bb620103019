"""How the papers are drawn that guard a household: D15 a relative on the staff, D35 a card that is kept."""

from __future__ import annotations

from dataclasses import replace

from counter.letters.atoms import Type
from counter.letters.fonts import Face
from counter.letters.grids import Band, Column, Field
from counter.letters.kinship import Kinship
from counter.letters.looks import FORM
from counter.letters.mandates import CardKeeping
from counter.letters.paper import Paper
from counter.letters.papers_signed import party
from counter.letters.sheets import CLOSE_RECEIPT, RECEIPT, Print, close, fewest

CLOSE_FORM = replace(CLOSE_RECEIPT, top=13.0, bottom=15.0, title=replace(FORM.title, size=16, leading=22))
CLOSEST = replace(CLOSE_FORM, table=Type(Face.SONG, 10, 13), small=Type(Face.SONG, 9, 12), row=5.0)
ROOM = "\n\n"
"""Room to write an opinion by hand."""


def kinship(content: Kinship, mark: Print) -> Paper:
    names = (content.applicant, *(one.name for one in content.members))
    looks = (RECEIPT, FORM, CLOSE_RECEIPT, CLOSE_FORM, CLOSEST)
    return fewest(looks, lambda paper: _kinship(paper, content), content.head, mark, names=names)


def _kinship(paper: Paper, content: Kinship) -> None:
    paper.title(content.head.unit, content.head.title)
    paper.number(content.head.number)
    paper.form(
        [
            Band("申请家庭"),
            [Field("申请人", content.applicant), Field("证件号码", content.id_number)],
            [Field("受理编号", content.head.case_number), Field("申请日期", content.asked)],
            [Field("联系电话", content.phone), Field("申请事项", content.matters)],
            [Field("住址", content.address)],
        ],
        columns=2,
        label=28,
    )
    paper.table(
        [Column("家庭成员", share=6), Column("与户主关系", share=2.4), Column("证件号码", share=5)],
        [[one.name, one.relation, one.id_number] for one in content.members],
    )
    # Where the household takes a page, all that the offices write stands on the other one.
    with paper.together():
        paper.form(
            [
                Band("工作人员"),
                *([[Field("受理时所述", content.known)]] if content.known else []),
                *[[Field(label, "") for label in content.staff[at : at + 2]] for at in (0, 2)],
                [Field("身份", "  ".join(content.posts))],
                [Field("哪位家庭成员", "")],
                [Field("近亲属关系", "  ".join(content.relations))],
                [Field("怎样得知", "  ".join(content.sources))],
            ],
            columns=2,
            label=28,
        )
        for rule in content.rules:
            paper.small(rule)
        paper.form(
            [
                [Field("登记人（签名）", content.officer), Field("登记日期", "")],
                [Field("镇（街）意见", content.township or ROOM[1:])],
                [Field("负责人（盖章）", ""), Field("日期", "")],
                [Field("区级民政部门入户调查情况", f"{'  '.join(content.county)}{ROOM}")],
                [Field("调查人（两人签名）", ""), Field("日期", "")],
            ],
            columns=2,
            label=28,
        )
    close(paper, content.head)


def card_keeping(content: CardKeeping, mark: Print) -> Paper:
    names = (content.holder.name, content.keeper.name)
    looks = (RECEIPT, FORM, CLOSE_RECEIPT, CLOSE_FORM)
    return fewest(looks, lambda paper: _card_keeping(paper, content), content.head, mark, names=names)


def _card_keeping(paper: Paper, content: CardKeeping) -> None:
    paper.title(content.head.title)
    paper.number(content.head.number)
    account = [Field(line.label, line.value) for line in content.account]
    paper.form(
        [
            Band("甲方（救助对象）"),
            *party(content.holder),
            [Field("监护人", content.guardian)],
            Band("乙方（代管人）"),
            [Field("单位、职务", content.keeper_post)],
            *party(content.keeper),
            Band("代管的存折（银行卡）"),
            account[:2],
            account[2:3],
            account[3:],
            [Field("救助事项", content.matters)],
            [Field("代管原因", "  ".join(content.why))],
        ],
        columns=2,
        label=30,
    )
    paper.paragraph(content.opening)
    paper.items(content.terms)
    paper.signatures("甲方（签名或者捺印）", "甲方监护人（签名）", "乙方（签名）", "见证人（签名）")
    paper.seal(content.unit, content.head.issued, content.head.seal.strip("（）"))
    close(paper, content.head)
