"""D31, the card in plain words: who was asked, what to bring, the days, whom to phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from counter.cases.casefile import Paper, ReferralFile
from counter.cases.split import HOUSEHOLD
from counter.letters.district import SHORT_BLANK
from counter.letters.matters import alike, matters, whom
from counter.letters.parts import Head, Source, asked_on, head


@dataclass(frozen=True, slots=True)
class Asked:
    """An office that was asked, in everyday words."""

    department: str
    title: str
    whom: str
    answer_by: str


@dataclass(frozen=True, slots=True)
class ToBring:
    title: str
    by: str
    where: str


@dataclass(frozen=True, slots=True)
class Card:
    """D31 救助明白卡: large type, plain words, never under 14 points."""

    head: Head
    greeting: str
    asked_title: str
    asked: tuple[Asked, ...]
    bring_title: str
    bring: tuple[ToBring, ...]
    spared: str
    promise: str
    approval: str
    phone_title: str
    phones: tuple[str, ...]
    come: str
    code: str
    query_code: str
    query: str
    notes: tuple[str, ...]
    next_steps: tuple[str, ...] = ()


def card(source: Source) -> Card:
    case = source.case
    asked = matters(source)
    departments = {one.department for one in asked}
    things = {one.policy for one in asked}
    bring = tuple(
        ToBring(
            paper.title,
            _by(paper, case.accepted_on),
            paper.where_to_get,
        )
        for paper in case.papers
        if paper.state in ("missing", "gap")
    )
    desk = source.desk
    window_phone = desk.say("window_phone", blank=SHORT_BLANK)
    hotline = desk.say("hotline", blank=SHORT_BLANK)
    return Card(
        greeting=(
            f"{case.application.applicant.name}：你{_short(asked_on(case), source.issued_on)}的申请收下了。"
        ),
        asked_title=(
            f"我们替你问了 {len(departments)} 个单位，共 {len(things)} 件事"
            if asked
            else "还没有发给别的单位"
        ),
        asked=tuple(_asked(source, group) for group in alike(asked, lambda one: one.due)),
        bring_title="你还要带来" if bring else "你不用再带材料来",
        bring=bring,
        spared=_spared([paper.title for paper in case.papers if paper.state == "shared"]),
        promise="到了日子没有回音，请打电话问我们，这是我们的责任。",
        approval="这张卡不是批准，结果以各单位的决定为准。",
        phone_title="有事打电话",
        phones=(f"窗口 {window_phone}，热线 {hotline}",),
        come=(
            f"也可以来窗口：{desk.say('window_address', blank='________________')}，"
            f"{desk.say('window_hours', blank='________________')}"
        ),
        code=case.number,
        query_code=case.query_code,
        query="查进度：到窗口或打电话，报编号和查询码。",
        notes=_card_notes(asked),
        next_steps=_next(source, asked),
        head=head(
            source,
            "D31",
            "救助明白卡",
            unit=desk.window(source.place),
            copies="本卡交申请人。",
            seal="",
            basis="《中华人民共和国社会救助法》第三十九条",
        ),
    )


def _next(source: Source, asked: Sequence[ReferralFile]) -> tuple[str, ...]:
    """What happens without the family doing anything."""
    if not asked:
        return ()
    visit = any(source.policy(one).needs_means_test for one in asked)
    return (f"{'会有人到你家看看，来前先打电话。' if visit else ''}结果我们一次告诉你。",)


_NAMED = 2
"""So many papers are named as examples of what need not be brought; nobody reads a list of fifteen."""


def _spared(titles: Sequence[str]) -> str:
    plain = list(dict.fromkeys(title.partition("（")[0].removesuffix("等") for title in titles))
    if not plain:
        return ""
    # What has a short name is known to everybody.
    some = "、".join(sorted(plain, key=lambda title: "、" in title)[:_NAMED])
    many = f"等 {len(plain)} 样" if len(plain) > _NAMED else ""
    return f"{some}{many}不用你跑，我们自己查。"


def _by(paper: Paper, today: date) -> str:
    """By when, or in which stage a paper is needed that can only come later: 施工合同 and such."""
    if paper.due:
        return f"{_short(paper.due, today)}前"
    return f"到{paper.note}再交" if paper.note.endswith("阶段") else "尽快"


def _asked(source: Source, group: Sequence[ReferralFile]) -> Asked:
    referral = group[0]
    if referral.due.due is None:
        answer_by = "尽快"
    else:
        about = "" if referral.due.verified and not referral.due.provisional else "约"
        answer_by = f"{about}{_short(referral.due.due, source.case.accepted_on)}"
    return Asked(
        department=referral.department_title,
        title=referral.title,
        whom="" if referral.subject == HOUSEHOLD else whom(source, group),
        answer_by=answer_by,
    )


def _short(day: date, today: date) -> str:
    """A day as one says it; the year only where it is another one."""
    year = {today.year: "", today.year + 1: "明年"}.get(day.year, f"{day.year}年")
    return f"{year}{day.month}月{day.day}日"


def _card_notes(asked: tuple[ReferralFile, ...]) -> tuple[str, ...]:
    about = any(one.due.due and (one.due.provisional or not one.due.verified) for one in asked)
    return ("写“约”的日子可能会变，变了会告诉你。",) if about else ()
