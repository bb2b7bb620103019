"""How the papers of the counter are drawn: D01 to sign, D05 and D07 to take home, D06 and D08."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from counter.letters.application_form import ApplicationForm, FormRow
from counter.letters.atoms import Span, Text
from counter.letters.district import BLANK, SHORT_BLANK
from counter.letters.fonts import Face
from counter.letters.grids import Column, Field
from counter.letters.intake_refusals import Declining, PapersNeeded
from counter.letters.looks import FORM
from counter.letters.member_rows import MemberRow
from counter.letters.paper import Paper
from counter.letters.papers_signed import bounds, pledged, signing
from counter.letters.parts import WHOLE
from counter.letters.pledges import Signer
from counter.letters.receipts import Acceptance, Matter, PaperList, PaperRow
from counter.letters.sheets import (
    EDITION,
    SIDES,
    Print,
    close,
    fewest,
    halved,
    letter,
    remedies,
    signer,
    whom_to_call,
)
from counter.letters.typeset import Align


def application_form(form: ApplicationForm, mark: Print) -> Paper:
    names = tuple(member.name for member in form.members)
    looks = (FORM, CLOSE_FORM)
    return fewest(
        looks, lambda paper: _application_form(paper, form, names), form.head, mark, names=names, enough=SIDES
    )


ROOM = "\n\n\n"
"""Room to write by hand."""
CLOSE_FORM = replace(FORM, top=15.0, bottom=17.0, body=replace(FORM.body, leading=15.5), row=6.4)


def _application_form(paper: Paper, form: ApplicationForm, names: tuple[str, ...]) -> None:
    paper.title(form.head.unit, form.head.title)
    paper.number(form.head.number)
    paper.heading("一、申请人和代办人")
    paper.form(
        [_fields(row, 2) for row in (*form.applicant, *form.agent, *form.addresses)], columns=2, label=30
    )
    paper.heading("二、困难和需求")
    paper.form(
        [
            [Field("困难原因", "  ".join(form.causes))],
            [Field("困难情况", form.request or ROOM)],
            [Field("申请事项", "\n".join(form.needs))],
        ],
        columns=1,
        label=30,
    )
    paper.heading("三、共同生活的家庭成员")
    _members(paper, form.members)
    paper.heading("四、收入、财产和支出（没有填写的由申请人补填）")
    paper.form([_fields(row, 2) for row in form.means], columns=2, label=46)
    with paper.together():
        paper.table(
            [
                named(form.members),
                *(Column(f"{kind}\n（元/月）", share=1, align=Align.RIGHT) for kind in form.income_kinds),
            ],
            [[member.name, *_incomes(member, len(form.income_kinds))] for member in form.members],
        )
    if form.spending:
        paper.form([[Field("近12个月支出明细（元）", form.spending)]], columns=1, label=46)
    paper.heading("五、救助金发放账户")
    holder, *account = (Field(line.label, line.value) for line in form.bank)
    paper.form([[holder, *account[:-1]], account[-1:]], columns=2, label=20)
    with paper.together():
        paper.heading("六、承诺")
        paper.paragraph("本人和共同生活的家庭成员承诺：")
        pledged(paper, form.pledge, form.notice_and_pledge, form.read_out)
    if form.statements:
        paper.paragraph("下列事项由申请人当场声明、承诺，与本表一并签字：")
        paper.form([[Field(title, "\n")] for title in form.statements], columns=1, label=62)
    if form.entrusted:
        paper.paragraph(form.entrusted)
    # What is signed stands on the page on which it is signed.
    with paper.together():
        paper.heading(f"七、家庭经济状况核对授权（授权编号：{form.authorisation_number or BLANK}）")
        paper.paragraph(
            f"本人和共同生活的家庭成员授权{form.authorised}查询、核对下列信息：{'；'.join(form.scope)}。"
        )
        bounds(paper, form.purpose, form.term, form.obligors)
        paper.heading("八、签字（成年家庭成员签字或者捺印；未成年人和无、限制民事行为能力人由监护人代签）")
        signing(paper, (Signer(m.name, m.relation, m.id_number, m.signer) for m in form.members))
        paper.signatures("捺印的见证人", "代办人", signer("受理人", form.officer), dated=False)
    close(paper, form.head)


def named(members: tuple[MemberRow, ...]) -> Column:
    """The column of the names: as wide as they need, or with room to write them."""
    return Column("姓名", share=0.0 if any(member.name for member in members) else 1.5)


def _incomes(member: MemberRow, kinds: int) -> list[str]:
    """A cell for each kind; a form that was issued before they were kept has them empty."""
    return [*member.incomes, *[""] * (kinds - len(member.incomes))]


def _fields(row: FormRow, columns: int) -> list[Field]:
    """A row of labels and values; the last one is as wide as what is left."""
    return [
        Field(line.label, line.value, columns=1 if n < len(row.lines) else columns - n + 1)
        for n, line in enumerate(row.lines, start=1)
    ]


def _members(paper: Paper, members: tuple[MemberRow, ...]) -> None:
    paper.table(
        [
            Column("姓名", share=5),
            Column("关系", share=3),
            Column("证件号码", share=7),
            Column("性别", share=2, align=Align.CENTRE),
            Column("出生日期", share=5),
            Column("民族", share=2.5),
            Column("婚姻", share=2.5),
        ],
        [[m.name, m.relation, m.id_number, m.sex, m.birth, m.ethnic, m.marriage] for m in members],
    )
    paper.table(
        [
            Column("姓名", share=5),
            Column("文化程度", share=4),
            Column("健康", share=4),
            Column("残疾类别\n等级", share=4),
            Column("残疾人证号", share=4.6),
            Column("劳动能力", share=3),
            Column("就业", share=3.4),
            Column("月收入（元）", share=3, align=Align.RIGHT),
        ],
        [
            [
                m.name,
                m.education,
                m.health,
                m.disability,
                m.disability_card,
                m.labour,
                m.work,
                m.income_month,
            ]
            for m in members
        ],
    )


def paper_list(content: PaperList, mark: Print) -> Paper:
    def build(paper: Paper) -> None:
        _paper_list(paper, content)

    return halved(build, content.head, mark, (content.applicant,))


def _returned(row: PaperRow) -> str:
    return "；".join(said for said in (row.returned, row.note) if said.strip("—")) or row.returned


def _paper_list(paper: Paper, content: PaperList) -> None:
    paper.title(content.head.title)
    paper.number(content.head.number)
    paper.paragraph(
        f"申请人 {content.applicant}，受理编号 {content.head.case_number or SHORT_BLANK}，"
        f"{content.received}收到下列材料：",
        indent=0,
    )
    paper.table(
        [
            Column("序号", share=1.2, align=Align.CENTRE),
            Column("材料名称", share=6.4),
            Column("形式", share=5.3),
            Column("份数", share=1.4, align=Align.CENTRE),
            Column("页数", share=1.4, align=Align.CENTRE),
            Column("退还、备注", share=6.5),
        ],
        [
            [str(n), row.title, row.state, row.copies, row.pages, _returned(row)]
            for n, row in enumerate(content.rows, start=1)
        ],
        least_rows=3,
    )
    paper.small(content.rights)
    paper.signatures(signer("接收人", content.officer, "（签名盖章）"), "申请人（签名或者捺印）", dated=True)
    close(paper, content.head)


def acceptance(content: Acceptance, mark: Print) -> Paper:
    def build(paper: Paper) -> None:
        _acceptance(paper, content)

    members = (name for one in content.matters for name in one.subject.split("、"))
    names = (content.applicant, *members)
    return halved(build, content.head, mark, names)


def _acceptance(paper: Paper, content: Acceptance) -> None:
    large = paper.look in EDITION
    paper.title(content.head.unit, content.head.title)
    paper.number(content.head.number)
    agent = f"，{content.agent}" if content.agent else ""
    paper.recipient(f"{content.applicant}{agent}：")
    paper.paragraph(content.text)
    paper.form(
        [
            [Field("受理编号", content.head.case_number), Field("查询码", content.head.query_code)],
            [Field("受理时间", content.accepted), Field("受理窗口", content.head.window)],
        ],
        # In large type a number needs the whole line.
        columns=1 if large else 2,
    )
    paper.subheading("一、哪件事，哪天前答复")
    _matters(paper, content.matters, large=large)
    for note in content.notes:
        paper.small(note)
    paper.subheading("二、接下来")
    missing = "；".join(content.missing)
    bring: list[Text] = [[Span(f"请补交：{missing}。", Face.HEI_BOLD)]] if missing else []
    paper.items([*bring, *content.next_steps])
    paper.subheading("三、有事打电话")
    whom_to_call(paper, content.head)
    paper.subheading("四、你的权利")
    paper.items([*content.rights, *filter(None, (content.public_notice,))])
    paper.signed_and_sealed(
        [signer("受理人", content.officer), "申请人（签名或者捺印）"],
        content.head.unit,
        content.head.issued,
        content.head.seal.strip("（）"),
    )
    close(paper, content.head)


def _matters(paper: Paper, matters: Sequence[Matter], *, large: bool) -> None:
    """In large type the office stands under its matter."""
    titles = [one.title if one.subject == WHOLE else f"{one.title}（{one.subject}）" for one in matters]
    end = [Column("初步比对", share=3.5), Column("期限和办结日期", share=7.4)]
    tails = [(one.judged.partition("（")[0], _limit(one)) for one in matters]
    number = Column("序号", share=1.8, align=Align.CENTRE)
    if large:
        both = Column("受理事项（对象）和承办单位", share=10)
        paper.table(
            [number, both, *end],
            [
                [one.number, f"{title}\n{one.department}", *tail]
                for one, title, tail in zip(matters, titles, tails, strict=True)
            ],
        )
        return
    paper.table(
        [number, Column("受理事项（对象）", share=8.6), Column("承办单位", share=3.5), *end],
        [
            [one.number, title, one.department, *tail]
            for one, title, tail in zip(matters, titles, tails, strict=True)
        ],
    )


def _limit(one: Matter) -> str:
    """`预计17个工作日` above `2026年11月5日`: what is expected is said once."""
    if one.limit.startswith("及时"):
        return one.due
    day = one.due.removeprefix("预计") if one.limit.startswith("预计") else one.due
    return f"{one.limit}\n{day}"


def papers_needed(content: PapersNeeded, mark: Print) -> Paper:
    def build(paper: Paper) -> None:
        _papers_needed(paper, content)

    return halved(build, content.head, mark, (content.applicant,))


def _papers_needed(paper: Paper, content: PapersNeeded) -> None:
    paper.title(content.head.unit, content.head.title)
    paper.number(content.head.number)
    paper.recipient(f"{content.applicant}：")
    paper.paragraph(content.text)
    paper.table(
        [
            Column("序号", share=1.2, align=Align.CENTRE),
            Column("还缺的材料", share=5),
            Column("为什么需要", share=7),
            Column("到哪里办", share=4),
            Column("代替办法和说明", share=5),
        ],
        [[str(n), row.title, row.why, row.where, row.instead] for n, row in enumerate(content.rows, start=1)],
    )
    paper.paragraph(content.until)
    paper.paragraph(content.otherwise)
    paper.paragraph(content.once)
    paper.paragraph(f"联系人：{content.contact}。", indent=0)
    whom_to_call(paper, content.head)
    paper.signed_and_sealed(
        [signer("告知人", content.officer), "申请人（签名或者捺印）"],
        content.head.unit,
        content.head.issued,
        content.head.seal.strip("（）"),
    )
    close(paper, content.head)


def declining(content: Declining, mark: Print) -> Paper:
    return letter(lambda paper: _declining(paper, content), content.head, mark, (content.applicant,))


def _declining(paper: Paper, content: Declining) -> None:
    paper.title(content.head.unit, content.head.title)
    paper.number(content.head.number)
    paper.recipient(f"{content.applicant}（证件号码：{content.id_number}）：")
    paper.paragraph(f"{content.text}申请内容：{content.facts}")
    paper.heading("一、不予受理的理由")
    paper.paragraph(content.reason)
    paper.heading("二、依据")
    paper.paragraph(content.clause)
    paper.heading("三、决定")
    paper.paragraph(content.decision)
    if content.proper_office:
        paper.paragraph(content.proper_office)
    paper.paragraph(content.again)
    remedies(paper, "四", content.remedies)
    paper.seal(content.head.unit, content.head.issued, content.head.seal.strip("（）"))
    close(paper, content.head)
