"""D19 granted and D20 not granted: what a department decided, why, on which clause, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from counter.cases.application import FactValue, Person
from counter.cases.casefile import Decision, ReferralFile
from counter.cases.match import Answer, PolicyMatch, Verdict, match
from counter.cases.split import HOUSEHOLD, quotable
from counter.cases.workflow import Outcome
from counter.catalogue.benefit import Gives
from counter.catalogue.policy import Policy
from counter.errors import Problem, Refused
from counter.letters.open_doors import Door, Doors, doors, earliest_again, figures_missed
from counter.letters.parts import (
    Head,
    Source,
    address_of,
    asked_on,
    basis_of,
    full_id,
    head,
    is_under_the_law,
    recipient_of,
    sex,
    short_title,
    whom_of,
)
from counter.letters.remedies import Remedies, remedies
from counter.text import N_, amount_in_words, chinese_date, chinese_month, mask_account, yuan

_ONCE = frozenset({"", "次", "一次", "一次性"})
"""Periods of what is paid once; any other one is 每月, 每学期 …"""

APPLICANT = "0"
"""The subject of what is for the first of the people, who applies."""

_REFUSED = {True: "确认", False: "救助"}
"""What is not done where the policy confers a status, and where it does not."""


@dataclass(frozen=True, slots=True)
class Granted:
    """D19 确认通知书 / 认定决定书."""

    head: Head
    recipient: str
    id_number: str
    address: str
    opening: str
    decision: str
    partly: str
    members: tuple[str, ...]
    amount: str
    starts: str
    ends: str
    payment: str
    review: str
    duties: tuple[str, ...]
    doors: tuple[Door, ...]
    more: str
    remedies: Remedies
    authority: str
    decided: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """D20 不予救助（不予确认）决定书, in the order of its parts."""

    head: Head
    recipient: str
    sex: str
    id_number: str
    address: str
    opening: str
    facts: str
    evidence: str
    reason: str
    clause: str
    decision: str
    doors: tuple[Door, ...]
    more: str
    other_help: str
    changes: tuple[str, ...]
    again: str
    remedies: Remedies
    authority: str
    decided: str


def _decided(source: Source, *outcomes: Outcome) -> tuple[ReferralFile, Decision, Policy]:
    referral = source.referral
    if referral is None or referral.decision is None or referral.decision.outcome not in outcomes:
        raise Refused("There is no such decision to tell of yet.")
    return referral, referral.decision, source.policy(referral)


def granted(source: Source) -> Granted:
    """Raises `Refused` without a decision that grants, wholly or partly; a part not granted needs reasons."""
    referral, decision, policy = _decided(source, Outcome.GRANT, Outcome.PARTLY)
    if decision.outcome is Outcome.PARTLY and not (decision.reason.strip() and decision.clause.strip()):
        raise Refused("A partly granted decision says why and on which clause the rest is not granted.")
    place = source.place
    authority = source.desk.decides(policy, place)
    application = source.application
    recipient = recipient_of(source, referral)
    open_doors = _doors_of_a_grant(source, referral)
    short = short_title(policy)
    title = f"{short}决定书" if short.endswith("认定") else f"{short}|确认通知书"
    return Granted(
        recipient=recipient.name,
        id_number=full_id(recipient),
        address=address_of(source, recipient, source.case.accepted_on),
        opening=opening(source, policy),
        decision=_decision_words(source, referral, policy, decision),
        partly=(
            f"其余部分不予同意。理由：{decision.reason}依据：{decision.clause}"
            if decision.outcome is Outcome.PARTLY
            else ""
        ),
        members=tuple(person.name for person in application.people)
        if referral.subject == HOUSEHOLD
        else (recipient.name,),
        amount=amount_words(decision),
        starts=_starts(policy, decision),
        ends=f"至{chinese_date(decision.ends)}" if decision.ends else "",
        payment=payment_words(recipient, decision),
        review=policy.renewal.text,
        duties=_duties(policy),
        doors=open_doors.shown,
        more=_more(open_doors),
        remedies=remedies(policy, source.desk),
        authority=authority,
        decided=chinese_date(decision.decided_on),
        head=head(
            source,
            "D19",
            title,
            unit=authority,
            copies="本通知书一式四份，一份送申请人，一份决定机关存档，镇（街）、村（社区）各一份；由受理窗口送达，附送达回证。",
            seal="（公章）",
            basis=basis_of(policy),
        ),
    )


def refusal(source: Source) -> Refusal:
    """Raises `Refused` while the facts, the evidence, the reason or the clause have not been entered."""
    referral, decision, policy = _decided(source, Outcome.REFUSE)
    missing = [
        Problem(text, field)
        for text, field, said in (
            (N_("Enter the facts found; a refusal states them."), "facts", decision.facts),
            (N_("Enter the evidence; a refusal names it."), "evidence", decision.evidence),
            (N_("Enter the reason; a refusal explains itself."), "reason", decision.reason),
            (N_("Enter the text of the clause; a refusal quotes it."), "clause", decision.clause),
        )
        if not said.strip()
    ]
    if missing:
        raise Refused.because(missing)
    application = source.application
    recipient = recipient_of(source, referral)
    authority = source.desk.decides(policy, source.place)
    row = _row(source, referral.policy)
    short = short_title(policy)
    open_doors = (
        doors(source.answer, source.catalogue, application, referrals=source.case.referrals)
        if source.answer
        else Doors()
    )
    return Refusal(
        recipient=recipient.name,
        sex=sex(recipient),
        id_number=full_id(recipient),
        address=address_of(source, recipient, source.case.accepted_on),
        opening=opening(source, policy),
        facts=decision.facts,
        evidence=decision.evidence,
        reason=decision.reason,
        clause=decision.clause,
        decision=(
            f"根据上述规定，决定对{whom_of(source, referral)}的“{quotable(policy.title)}”申请"
            f"不予{_REFUSED[bool(policy.grants)]}。"
        ),
        doors=open_doors.shown,
        more=_more(open_doors),
        other_help=(
            "按申请时填写的情况，下面这些救助你（户）还可以申请（以审批为准），窗口可以马上帮你办："
            if open_doors.shown
            else "生活仍有困难的，可以到窗口或者拨打社会救助服务热线，窗口会帮助联系其他救助和慈善帮扶。"
        ),
        changes=figures_missed(row) if row else (),
        again=earliest_again(row, application),
        remedies=remedies(policy, source.desk),
        authority=authority,
        decided=chinese_date(decision.decided_on),
        head=head(
            source,
            "D20",
            f"{short.removesuffix('认定')}|不予{_REFUSED[bool(policy.grants)]}决定书",
            unit=authority,
            copies=(
                "本决定书一式三份，一份送达申请人，一份决定机关存档，一份窗口存入一户一档；"
                "由受理窗口在作出之日起三个工作日内送达，附送达回证。"
            ),
            seal="（公章）",
            basis=basis_of(policy),
        ),
    )


def _duties(policy: Policy) -> tuple[str, ...]:
    """To report changes and to be reviewed; with the law's articles where the policy is under that law."""
    report, review = (
        ("（《中华人民共和国社会救助法》第四十六条）", "（同法第四十七条）")
        if is_under_the_law(policy)
        else ("", "")
    )
    return (
        f"家庭人口、收入、财产等情况发生变化的，应当及时告知受理申请的镇人民政府（街道办事处）{report}，"
        f"并配合定期核查{review}。",
    )


def payment_words(recipient: Person, decision: Decision) -> str:
    """Where the money goes, to fill in by hand where no account is known; nothing where none is granted."""
    if decision.amount_fen is None:
        return ""
    account = mask_account(recipient.bank_account)[-4:] if recipient.bank_account else ""
    return f"银行账户（尾号{account}）" if account else "________________"


def _doors_of_a_grant(source: Source, referral: ReferralFile) -> Doors:
    """What is open for certain now; a member's letter tells the member's, and leaves the rest to others."""
    if source.answer is None:
        return Doors()
    member = None
    if referral.subject not in (HOUSEHOLD, APPLICANT) and any(
        one.subject in (HOUSEHOLD, APPLICANT) for one in source.case.referrals
    ):
        member = int(referral.subject)
    return doors(
        _answer_now(source),
        source.catalogue,
        source.application,
        referrals=source.case.referrals,
        before=source.answer,
        member=member,
        verdicts=(Verdict.ELIGIBLE,),
    )


def _more(found: Doors) -> str:
    return f"另有 {found.more} 项，请到窗口询问。" if found.more else ""


def opening(source: Source, policy: Policy) -> str:
    case = source.case
    return (
        f"你（户）于{chinese_date(asked_on(case))}提出的“{quotable(policy.title)}”申请，"
        f"{source.desk.window(source.place)}于{chinese_date(case.accepted_on)}受理"
        f"（受理编号：{case.number}）。"
    )


def _decision_words(source: Source, referral: ReferralFile, policy: Policy, decision: Decision) -> str:
    partly = "部分" if decision.outcome is Outcome.PARTLY else ""
    status = f"，确认身份：{'、'.join(policy.grants)}" if policy.grants else ""
    whom = whom_of(source, referral)
    return f"经审核，决定{partly}同意{whom}的“{quotable(policy.title)}”申请{status}。"


def _starts(policy: Policy, decision: Decision) -> str:
    """The month in which it begins, a line to fill by hand, or nothing for money that is paid once."""
    if decision.starts:
        return chinese_month(decision.starts)
    benefit = policy.benefit
    return "" if benefit.gives is Gives.MONEY and not benefit.is_running else "____年__月"


def amount_words(decision: Decision) -> str:
    """As `money_words`, of what was decided."""
    return money_words(decision.amount_fen, decision.amount_unit)


def money_words(fen: int | None, unit: str) -> str:
    """`每月¥1,234.00（人民币壹仟贰佰叁拾肆元整）`; nothing where no amount was set."""
    if fen is None:
        return ""
    every = "一次性" if paid_once(unit) else f"每{period_of(unit)}"
    return f"{every}{yuan(fen)}（{capitals(fen)}）"


def period_of(unit: str) -> str:
    """`月` of `元/月`."""
    return unit.removeprefix("元").removeprefix("/").removeprefix("每")


def paid_once(unit: str) -> bool:
    return period_of(unit) in _ONCE


def capitals(fen: int) -> str:
    """`人民币壹仟贰佰叁拾肆元整`."""
    return f"人民币{amount_in_words(Decimal(fen) / 100)}"


def _answer_now(source: Source) -> Answer:
    """How the list answers with the statuses that the case's decisions have conferred."""
    application = source.application
    for one in source.case.referrals:
        grants = source.policy(one).grants
        if one.decision is None or one.decision.outcome is Outcome.REFUSE or not grants:
            continue
        if one.subject == HOUSEHOLD:
            household = application.household
            household = replace(household, facts=_holding(household.facts, grants))
            application = replace(application, household=household)
        else:
            people = list(application.people)
            at = int(one.subject)
            people[at] = replace(people[at], facts=_holding(people[at].facts, grants))
            application = replace(application, people=tuple(people))
    return match(application, source.catalogue)


def _holding(facts: Mapping[str, FactValue], grants: tuple[str, ...]) -> dict[str, FactValue]:
    held = facts.get("categories")
    return {**facts, "categories": (held if isinstance(held, frozenset) else frozenset()) | set(grants)}


def _row(source: Source, code: str) -> PolicyMatch | None:
    if source.answer is None:
        return None
    return next((row for row in source.answer.policies if row.policy == code), None)
