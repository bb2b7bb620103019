"""What the applicant takes home of what was handed in and accepted: D05 and D07."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from counter.cases.casefile import Paper, ReferralFile
from counter.cases.match import Verdict
from counter.letters.district import SHORT_BLANK
from counter.letters.matters import alike, matters, number_words, whom
from counter.letters.parts import (
    QUERY,
    Head,
    Source,
    asked_on,
    day_or_blank,
    due_words,
    head,
    limit_words,
    notes_on_days,
)
from counter.text import chinese_date, chinese_moment

PAPER_WORDS = {
    "original": "原件",
    "copy": "复印件",
    "electronic": "电子件",
    "signed": "当场签署",
    "shared": "免提交（数据核验）",
    "missing": "待补",
    "gap": "容缺后补",
}
VERDICT_WORDS = {
    Verdict.ELIGIBLE: "符合条件（以审批为准）",
    Verdict.POSSIBLE: "可能符合（待核实）",
    Verdict.NEAR: "由部门审核",
    Verdict.NOT: "由部门审核",
}
"""What the machine may say; only a department approves."""


@dataclass(frozen=True, slots=True)
class PaperRow:
    title: str
    state: str
    copies: str
    pages: str
    returned: str
    note: str


EMPTY = PaperRow("", "", "", "", "", "")
ROWS = 10
"""On a list that is written by hand."""


@dataclass(frozen=True, slots=True)
class PaperList:
    """D05 申请材料接收清单."""

    head: Head
    applicant: str
    received: str
    rows: tuple[PaperRow, ...]
    rights: str
    officer: str


def paper_list(source: Source) -> PaperList:
    blank = source.is_blank
    return PaperList(
        applicant=SHORT_BLANK if blank else source.application.applicant.name,
        received=f"{day_or_blank(None)}__时__分" if blank else chinese_moment(source.case.registered_at),
        rows=(EMPTY,) * ROWS if blank else tuple(_paper(paper) for paper in source.case.papers),
        rights="能够通过信息核对、数据共享取得的材料，不要求申请人提供（《中华人民共和国社会救助法》第六十二条）。",
        officer=source.officer,
        head=head(
            source,
            "D05",
            "申请材料接收清单",
            unit=source.desk.office(source.place),
            copies="本清单一式两份，一份交申请人，一份窗口存档。",
            seal="（受理专用章）",
            basis="《中华人民共和国社会救助法》第六十二条；《最低生活保障审核确认办法》第十条",
        ),
    )


def _paper(paper: Paper) -> PaperRow:
    here = paper.state in ("original", "copy", "electronic", "signed")
    note = paper.note
    if paper.state == "shared" and paper.shared_by:
        note = "；".join(filter(None, (f"由{paper.shared_by}核验", note)))
    if paper.due and paper.state in ("missing", "gap"):
        note = "；".join(filter(None, (f"{chinese_date(paper.due)}前补交", note)))
    return PaperRow(
        title=paper.title,
        state=PAPER_WORDS.get(paper.state, paper.state),
        copies=str(paper.copies) if here else "—",
        pages=str(paper.pages) if here and paper.pages else "—",
        returned="当场退还" if paper.state == "original" else "—",
        note=note,
    )


@dataclass(frozen=True, slots=True)
class Matter:
    """An accepted matter on the receipt."""

    number: str
    title: str
    subject: str
    department: str
    judged: str
    limit: str
    due: str
    feedback: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """D07 受理通知书."""

    head: Head
    applicant: str
    agent: str
    text: str
    accepted: str
    matters: tuple[Matter, ...]
    missing: tuple[str, ...]
    next_steps: tuple[str, ...]
    public_notice: str
    rights: tuple[str, ...]
    query: str
    notes: tuple[str, ...]
    officer: str


def acceptance(source: Source) -> Acceptance:
    application, case = source.application, source.case
    asked = matters(source)
    agent = application.agent
    return Acceptance(
        applicant=application.applicant.name,
        agent=f"{agent.name}（代办）" if agent else "",
        text=f"你（户）于{chinese_date(asked_on(case))}提出的社会救助申请，经审查，符合受理规定，现予受理。",
        accepted=(
            chinese_moment(case.registered_at)
            if chinese_moment(case.registered_at).startswith(chinese_date(case.accepted_on) + " ")
            else chinese_date(case.accepted_on)
        ),
        matters=tuple(_matter(source, group) for group in alike(asked, _told(source))),
        missing=tuple(
            f"{paper.title}（{chinese_date(paper.due)}前）" if paper.due else paper.title
            for paper in case.papers
            if paper.state in ("missing", "gap")
        ),
        next_steps=_next_steps(source, asked),
        public_notice=_public_notice(source, asked),
        rights=(
            "你可以查询进度、补充材料、陈述意见；不予救助的，会书面说明理由。"
            "能够通过信息核对取得的材料，不得向你索要（《社会救助法》第六十二条）。",
            "家庭人口、收入、财产发生变化的，请及时告知窗口（《社会救助法》第四十六条）。",
        ),
        query=QUERY,
        notes=notes_on_days(one.due for one in asked),
        officer=source.officer,
        head=head(
            source,
            "D07",
            "受理通知书",
            unit=source.desk.office(source.place),
            copies="本通知书一式两份，一份交申请人，一份窗口存档。",
            seal="（受理专用章）",
            basis="《中华人民共和国社会救助法》第三十七条、第六十四条",
        ),
    )


def _told(source: Source) -> Callable[[ReferralFile], Hashable]:
    def told(one: ReferralFile) -> Hashable:
        return one.verdict, one.due, limit_words(source.policy(one), one, source)

    return told


def _matter(source: Source, group: Sequence[ReferralFile]) -> Matter:
    referral = group[0]
    policy = source.policy(referral)
    return Matter(
        number=number_words(group),
        title=referral.title,
        subject=whom(source, group),
        department=referral.department_title,
        judged=VERDICT_WORDS.get(Verdict(referral.verdict), "由部门审核")
        if referral.verdict
        else "由部门审核",
        limit=limit_words(policy, referral, source),
        due=due_words(referral.due),
        feedback=chinese_date(referral.due.due_feedback) if referral.due.due_feedback else "",
    )


def _next_steps(source: Source, asked: tuple[ReferralFile, ...]) -> tuple[str, ...]:
    policies = [source.policy(one) for one in asked]
    steps = []
    if any(policy.needs_means_test for policy in policies):
        steps.append("镇（街）调查家庭经济状况，入户前会联系你；民政部门同时进行信息核对。")
    if source.case.urgent:
        steps.append("急难情形先行救助，手续随后补齐（《社会救助法》第五十条）。")
    steps.append("初步比对不是批准：各部门在期限内作出决定，窗口把全部结果一次告知你。")
    return tuple(steps)


def _public_notice(source: Source, asked: tuple[ReferralFile, ...]) -> str:
    shown = [policy.title for policy in (source.policy(one) for one in asked) if policy.public_notice_days]
    if not shown:
        return ""
    titles = "、".join(dict.fromkeys(shown))
    return f"依法公示的事项：{titles}。公示只列姓名、人数和救助种类、金额。"
