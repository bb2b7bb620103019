"""D24 what was decided after the household was heard: less, or nothing more, from when, and what is open."""

from __future__ import annotations

from dataclasses import dataclass

from counter.cases.benefits import Benefit, Change, ChangeKind
from counter.cases.match import Verdict
from counter.cases.split import quotable
from counter.errors import Refused
from counter.letters.change_words import (
    LESS,
    change_basis,
    copies_of,
    given_words,
    matter_of,
    refuse_unexplained,
)
from counter.letters.decisions import money_words
from counter.letters.occasions import plan_of
from counter.letters.open_doors import Door, Doors, doors
from counter.letters.parts import (
    Head,
    Source,
    address_of,
    day_or_blank,
    full_id,
    head,
    recipient_of,
    sex,
    whom_of,
)
from counter.letters.remedies import Remedies, remedies
from counter.text import chinese_date, chinese_month


@dataclass(frozen=True, slots=True)
class ChangeDecided:
    """D24 调整/停发（终止）通知书."""

    head: Head
    recipient: str
    sex: str
    id_number: str
    address: str
    opening: str
    heard: str
    facts: str
    clause: str
    decision: str
    starts: str
    before: str
    after: str
    fading: str
    doors: tuple[Door, ...]
    more: str
    other_help: str
    again: str
    remedies: Remedies
    authority: str
    decided: str


def change_decided(source: Source) -> ChangeDecided:
    """For the plan that the paper is about. Raises `Refused` before it was decided."""
    referral, found = plan_of(source)
    change, benefit = found.change, found.benefit
    if change.decided_on is None or change.effective_from is None:
        raise Refused("This plan is not decided yet.")
    refuse_unexplained(change)
    policy = source.policy(referral)
    recipient = recipient_of(source, referral)
    authority = source.desk.decides(policy, source.place)
    open_doors = _doors(source)
    less, whom = LESS[change.kind], whom_of(source, referral)
    month = chinese_month(change.effective_from)
    return ChangeDecided(
        recipient=recipient.name,
        sex=sex(recipient),
        id_number=full_id(recipient),
        address=address_of(source, recipient, source.issued_on),
        opening=given_words(source, referral, benefit),
        heard=_heard(change),
        facts=change.facts,
        clause=change.clause,
        decision=(
            f"根据上述规定，决定{less}{whom}的“{quotable(policy.title)}”，自{month}起"
            f"{'渐退，渐退期满后停止' if change.fading_until else '执行'}。"
        ),
        starts=f"{month}起",
        before=money_words(benefit.amount_fen, benefit.amount_unit) or "（没有金额）",
        after=_after(change, benefit),
        fading=_fading(change, benefit),
        doors=open_doors.shown,
        more=f"另有 {open_doors.more} 项，请到窗口询问。" if open_doors.more else "",
        other_help=(
            "按申请时填写的情况，下面这些救助你（户）还可以申请（以审批为准），窗口可以马上帮你办："
            if open_doors.shown
            else "生活仍有困难的，可以到窗口或者拨打社会救助服务热线，窗口会帮助联系其他救助和慈善帮扶。"
        ),
        again="今后家庭情况发生变化、符合条件的，可以随时重新申请。",
        remedies=remedies(policy, source.desk),
        authority=authority,
        decided=chinese_date(change.decided_on),
        head=head(
            source,
            "D24",
            f"{less}{matter_of(policy)}|通知书",
            unit=authority,
            copies=f"本通知书一式{copies_of(policy)}；由受理窗口送达，附送达回证。",
            seal="（公章）",
            basis=change_basis(policy, "第四十七条、第四十八条"),
        ),
    )


# --- in words ------------------------------------------------------------------------------------


def _heard(change: Change) -> str:
    """That the household was told and what came of it; the law asks that a decision tells."""
    told = f"本机关于{day_or_blank(change.told_on)}告知你（户）拟作的决定"
    if change.heard_on is None:
        until = day_or_blank(change.hear_until)
        return f"{told}，并听取意见至{until}，你（户）没有提出意见。"
    heard = f"{told}，于{chinese_date(change.heard_on)}听取了{change.heard_whom}的意见"
    return f"{heard}：{_sentence(change.opinion)}对意见的处理：{_sentence(change.adopted)}"


def _sentence(text: str) -> str:
    text = "；".join(line.strip() for line in text.splitlines() if line.strip())
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def _after(change: Change, benefit: Benefit) -> str:
    if change.kind is ChangeKind.REDUCE:
        return money_words(change.planned_fen, benefit.amount_unit)
    return "停止给付" if benefit.amount_fen is not None else "不再享受"


def _fading(change: Change, benefit: Benefit) -> str:
    """渐退期: until when it is still given after someone has found work."""
    if change.fading_until is None:
        return ""
    amount = money_words(benefit.amount_fen, benefit.amount_unit)
    still = f"，其间仍按{amount}给付" if amount else ""
    return f"渐退至{chinese_date(change.fading_until)}{still}，此后停止"


def _doors(source: Source) -> Doors:
    """What else is open for certain; where nothing is, what perhaps is."""
    if source.answer is None:
        return Doors()
    for verdict in (Verdict.ELIGIBLE, Verdict.POSSIBLE):
        found = doors(
            source.answer,
            source.catalogue,
            source.application,
            referrals=source.case.referrals,
            verdicts=(verdict,),
        )
        if found.shown:
            return found
    return Doors()
