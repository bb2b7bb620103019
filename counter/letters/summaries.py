"""D29 every result of a case on one page, of the household or one member; D25 the proof of delivery."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from counter.cases.casefile import Decision, Delivery, ReferralFile
from counter.cases.deadlines import Ledger, ledger
from counter.cases.split import HOUSEHOLD, is_delegated
from counter.cases.workflow import Outcome, ReferralState
from counter.catalogue.policy import DayKind
from counter.errors import Refused
from counter.letters.decisions import amount_words
from counter.letters.matters import alike, matters, number_words, whom
from counter.letters.parts import (
    QUERY,
    WHOLE,
    Head,
    Source,
    asked_on,
    due_words,
    head,
    notes_on_days,
)
from counter.text import chinese_date, chinese_month, local_day

OUTCOME_WORDS = {Outcome.GRANT: "同意", Outcome.PARTLY: "部分同意", Outcome.REFUSE: "不同意"}
STATE_WORDS = {
    ReferralState.DRAFT: "待发出",
    ReferralState.SENT: "已转办，待签收",
    ReferralState.SIGNED: "正在办理",
    ReferralState.WAITING: "等候中",
    ReferralState.RETURNED: "正在重新分派",
    ReferralState.DECIDED: "已办结",
    ReferralState.WITHDRAWN: "已撤回",
}


@dataclass(frozen=True, slots=True)
class Result:
    """One matter's line: what came of it, how long it took, and what happens next."""

    number: str
    title: str
    subject: str
    department: str
    result: str
    amount: str
    starts: str
    clock: str
    next_step: str
    document: str


@dataclass(frozen=True, slots=True)
class Summary:
    """D29 办理结果汇总告知单."""

    head: Head
    applicant: str
    sheet: str
    opening: str
    results: tuple[Result, ...]
    standing: str
    remedies: str
    query: str
    notes: tuple[str, ...]
    officer: str


def summary(source: Source) -> Summary:
    """With `member` only what concerns that member and the whole household.

    Raises `Refused` when nothing of the case concerns the member.
    """
    application = source.application
    asked = tuple(
        one
        for one in matters(source)
        if source.member is None or one.subject in (HOUSEHOLD, str(source.member))
    )
    if not asked:
        raise Refused("The case has no matter to tell of here.")
    things = {one.policy for one in asked}
    decided = things - {one.policy for one in asked if one.state is not ReferralState.DECIDED}
    whose = "" if source.member is None else application.people[source.member].name
    return Summary(
        applicant=application.applicant.name,
        sheet=f"成员：{whose}" if whose else WHOLE,
        opening=(
            f"你（户）{chinese_date(asked_on(source.case))}的申请共 {len(things)} 件事，"
            f"已办结 {len(decided)} 件，结果如下。"
        ),
        results=tuple(_result(source, group) for group in alike(asked, _told(source))),
        standing=(
            "全部办结。"
            if decided == things
            else f"还有 {len(things) - len(decided)} 件正在办，办结后再告知你。"
        ),
        remedies="对结果不服的，每一份决定书上写明了救济途径和期限。",
        query=QUERY,
        notes=notes_on_days(one.due for one in asked if one.state is not ReferralState.DECIDED),
        officer=source.officer,
        head=head(
            source,
            "D29",
            "社会救助办理结果汇总告知单",
            unit=source.desk.office(source.place),
            copies="本单一式两份，一份交申请人，一份窗口存档。",
            seal="（窗口专用章）",
            basis="《中华人民共和国社会救助法》第四十五条、第六十四条",
        ),
    )


def _told(source: Source) -> Callable[[ReferralFile], Hashable]:
    """What must be the same for two members to share a line."""

    def told(one: ReferralFile) -> Hashable:
        decision = one.decision
        if decision is None:
            return one.state, one.due
        return (
            decision.outcome,
            decision.amount_fen,
            decision.amount_unit,
            decision.starts,
            decision.document_number,
            _clock(source, one),
        )

    return told


def _result(source: Source, group: Sequence[ReferralFile]) -> Result:
    referral = group[0]
    decision = referral.decision
    return Result(
        number=number_words(group),
        title=referral.title,
        subject=whom(source, group),
        department=referral.department_title,
        result=OUTCOME_WORDS[decision.outcome] if decision else STATE_WORDS[referral.state],
        amount=_amount(decision, len(group)) if decision else "",
        starts=chinese_month(decision.starts) if decision and decision.starts else "",
        clock=_clock(source, referral),
        next_step=(_next_step(referral, decision.outcome) if decision else f"{due_words(referral.due)}答复"),
        document=decision.document_number if decision else "",
    )


def _amount(decision: Decision, people: int) -> str:
    words = amount_words(decision)
    return f"每人{words}" if words and people > 1 else words


def _next_step(referral: ReferralFile, outcome: Outcome) -> str:
    if outcome is Outcome.REFUSE:
        return "见不予决定书"
    return (
        "按通知书发放" if referral.decision and referral.decision.amount_fen is not None else "按通知书执行"
    )


def _clock(source: Source, referral: ReferralFile) -> str:
    """停表账: what the limit was, how long it stood still, how long the department really took."""
    if referral.sent_at is None or referral.decision is None:
        return ""
    policy = source.policy(referral)
    account = ledger(
        policy.limits,
        sent_on=local_day(referral.sent_at),
        until=referral.decision.decided_on,
        intervals=referral.intervals,
        calendar=source.catalogue.calendar,
        delegated=is_delegated(source.catalogue, policy),
    )
    return clock_words(account)


def clock_words(account: Ledger) -> str:
    unit = "个工作日" if account.kind is DayKind.WORKING else "日"
    limit = f"应办 {account.limit} {unit}" if account.limit is not None else "应及时办"
    stopped = f"，停表 {account.stopped}" if account.stopped else ""
    return f"{limit}{stopped}，实用 {account.used}"


WAYS = {
    "direct": "直接送达",
    "left": "留置送达",
    "mail": "邮寄送达",
    "entrusted": "委托送达",
    "electronic": "电子送达",
    "publication": "公告送达",
}


@dataclass(frozen=True, slots=True)
class ProofOfDelivery:
    """D25 送达回证; what is not known yet is filled in by hand."""

    head: Head
    document: str
    document_number: str
    recipient: str
    place: str
    ways: tuple[str, ...]
    delivered: str
    receiver: str
    relation: str
    refused_because: str
    witnesses: tuple[str, ...]
    deliverer: str
    remarks: tuple[str, ...]


def proof_of_delivery(source: Source) -> ProofOfDelivery:
    """For `notice`. Raises `Refused` without one, unless nothing is known at all."""
    notice = source.notice
    if notice is None and not source.is_blank:
        raise Refused("Say which paper is delivered.")
    number = notice.number if notice else ""
    done = next((one for one in source.case.deliveries if one.notice == number), None)
    return ProofOfDelivery(
        document=notice.title.replace("|", "") if notice else "",
        document_number=number,
        recipient=(notice.recipient if notice else "") or source.application.applicant.name,
        place=source.application.household.address,
        ways=tuple(f"{'☑' if done and done.way == way else '☐'} {word}" for way, word in WAYS.items()),
        delivered=chinese_date(done.delivered_on) if done else "____年__月__日__时",
        receiver=done.recipient if done else "",
        relation=done.relation if done else "",
        refused_because=done.refused_because if done else "",
        witnesses=_witnesses(done),
        deliverer=done.deliverer if done else "",
        remarks=(
            "受送达人不在的，由同住成年家属签收，注明与受送达人的关系。",
            "拒收的，邀请有关基层组织代表到场，写明拒收事由和日期，由送达人、见证人签名，把文书留在住所。",
        ),
        head=head(
            source,
            "D25",
            "送达回证",
            unit=source.desk.office(source.place),
            copies="本回证一式一份，附卷存档。",
            seal="（公章）",
            basis="参照《中华人民共和国民事诉讼法》第八十七条至第九十五条",
        ),
    )


def _witnesses(done: Delivery | None) -> tuple[str, ...]:
    """Two of them; a blank for each who is not named."""
    named = done.witnesses if done else ()
    return (*named, "", "")[: max(2, len(named))]
