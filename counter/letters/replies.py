"""D11 what a department answers: a block for each matter, on the back of D09 or on a sheet of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from counter.cases.casefile import Decision, ReferralFile
from counter.cases.workflow import Outcome, ReferralState
from counter.errors import Refused
from counter.letters.decisions import capitals, paid_once, payment_words, period_of
from counter.letters.parts import (
    Head,
    Source,
    box,
    day_or_blank,
    due_words,
    head,
    masked_name_of,
    recipient_of,
    short_title,
)
from counter.text import chinese_date, chinese_moment, chinese_month, mask_name, yuan

RESULTS = ("批准", "部分批准", "不予批准", "转介", "申请人撤回", "无法联系")
REPLY_FIELDS = (
    "救助种类",
    "发放方式",
    "金额（小写）",
    "金额（大写）",
    "起始时间、期限",
    "决定文书编号",
    "不予的事实和依据（条款原文）",
)
MEMBER_RESULTS = "☐ 批准  ☐ 不予  ☐ 其他________　金额____________"
"""What is filled in for each of several members of whom the same is asked."""
_TICKED = {Outcome.GRANT: "批准", Outcome.PARTLY: "部分批准", Outcome.REFUSE: "不予批准"}


@dataclass(frozen=True, slots=True)
class Reply:
    """One for each matter: what the department fills in, with a line for each of several members.

    `values` stand behind `fields`; without them all is written by hand.
    """

    number: str
    title: str
    subject: str
    members: tuple[str, ...]
    results: tuple[str, ...]
    fields: tuple[str, ...]
    values: tuple[str, ...] = ()


def blank_reply(number: str, title: str, subject: str, members: tuple[str, ...] = ()) -> Reply:
    """One to be written by hand."""
    return Reply(number, title, subject, members, _ticked(""), REPLY_FIELDS)


@dataclass(frozen=True, slots=True)
class ReplySheet:
    """D11 部门办理结果反馈单, about one referral."""

    head: Head
    department: str
    liaison: str
    liaison_phone: str
    applicant: str
    received: str
    due: str
    reply: Reply
    decided: str
    privacy: str


def reply_sheet(source: Source) -> ReplySheet:
    """For `referral`: as it was decided, or to be filled in by hand while it is not."""
    referral = source.referral
    if referral is None:
        raise Refused("Say what the paper is about.", field="referral")
    title = source.catalogue.departments[referral.department].official_title
    name, phone = source.desk.liaison(referral.department)
    decision = referral.decision
    return ReplySheet(
        department=source.desk.in_full(title),
        liaison=name,
        liaison_phone=phone,
        applicant=mask_name(source.application.applicant.name),
        received=chinese_moment(referral.signed_at) if referral.signed_at else "",
        due=due_words(referral.due),
        reply=_filled(source, referral),
        decided=day_or_blank(decision.decided_on if decision else None),
        privacy="本单所载个人信息只用于反馈所列事项，不得用于其他目的，不得泄露。",
        head=head(
            source,
            "D11",
            "部门办理结果反馈单",
            unit=source.desk.in_full(title),
            copies="本单一式两份，一份承办部门留存，一份退回窗口存入一户一档，办理结果记入救助链。",
            seal="（公章）",
            basis=(
                "《中华人民共和国社会救助法》第六十四条；"
                "《关于加强低收入人口动态监测做好分层分类社会救助工作的意见》"
            ),
        ),
    )


def _filled(source: Source, referral: ReferralFile) -> Reply:
    subject = masked_name_of(source.application, referral.subject)
    blank = blank_reply(referral.number.rpartition("-")[2], referral.title, subject)
    decision = referral.decision
    if decision is not None:
        return replace(
            blank, results=_ticked(_TICKED[decision.outcome]), values=_values(source, referral, decision)
        )
    if referral.state is ReferralState.WITHDRAWN:
        nothing = ("",) * (len(REPLY_FIELDS) - 1)
        return replace(blank, results=_ticked("申请人撤回"), values=(*nothing, referral.ended_because))
    return blank


def _ticked(result: str) -> tuple[str, ...]:
    return tuple(f"{box(one == result)} {one}" for one in RESULTS)


def _values(source: Source, referral: ReferralFile, decision: Decision) -> tuple[str, ...]:
    policy = source.policy(referral)
    given = decision.outcome is not Outcome.REFUSE
    kind = "、".join((short_title(policy), *policy.grants)) if given else ""
    starts = f"{chinese_month(decision.starts)}起" if decision.starts else ""
    ends = f"至{chinese_date(decision.ends)}" if decision.ends else ""
    fen, unit = decision.amount_fen, decision.amount_unit
    period = "一次性" if paid_once(unit) else f"每{period_of(unit)}"
    reasons = (decision.facts, decision.reason, decision.clause)
    return (
        kind,
        payment_words(recipient_of(source, referral), decision),
        f"{period}{yuan(fen)}" if fen is not None else "",
        capitals(fen) if fen is not None else "",
        "，".join(filter(None, (starts, ends))),
        decision.document_number,
        "" if decision.outcome is Outcome.GRANT else "\n".join(filter(None, reasons)),
    )
