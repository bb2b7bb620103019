"""D18 the sheet of opinions: who proposed, who examined and who confirmed, for whom, how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from counter.cases.casefile import ReferralFile
from counter.cases.public_notice import notices_of
from counter.cases.split import HOUSEHOLD, is_delegated
from counter.cases.steps import Step, StepKind, steps_of
from counter.catalogue.policy import Policy
from counter.errors import Refused
from counter.letters.decisions import amount_words, money_words
from counter.letters.means_results import checked, means, row_of
from counter.letters.open_doors import value_words
from counter.letters.parts import RELATION_WORDS, Head, Source, basis_of, birth, head, sex
from counter.letters.summaries import OUTCOME_WORDS
from counter.text import chinese_date, chinese_month

OF_OPINIONS = frozenset({StepKind.OPINION, StepKind.CONFIRM})
"""The steps whose words stand on the sheet; a policy with neither has no sheet."""


@dataclass(frozen=True, slots=True)
class Covered:
    """A member of the household; `covered` says whether the aid is for this one too."""

    name: str
    relation: str
    sex: str
    birth: str
    covered: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """One level's opinion; what the program does not know of it is written by hand."""

    level: str
    text: str
    by: str
    day: str


@dataclass(frozen=True, slots=True)
class Approval:
    """D18 审核确认表（审批表）."""

    head: Head
    matter: str
    applicant: str
    address: str
    size: str
    members: tuple[Covered, ...]
    income: str
    standard: str
    checked: tuple[str, ...]
    notice: str
    amount: str
    starts: str
    document: str
    opinions: tuple[Opinion, ...]
    rule: str


def has_opinions(policy: Policy) -> bool:
    """Whether the policy is decided by way of written opinions."""
    return bool(OF_OPINIONS & set(steps_of(policy)))


def approval(source: Source) -> Approval:
    """For `referral`. Raises `Refused` for a policy that asks for no opinion, and before there is one."""
    referral = source.referral
    if referral is None:
        raise Refused("Say what the paper is about.", field="referral")
    policy = source.policy(referral)
    if not has_opinions(policy):
        raise Refused("{title} is decided without a sheet of opinions.", title=policy.title)
    written = _last(referral.steps, StepKind.OPINION)
    if written is None and (referral.decision is None or referral.decision.on_paper):
        raise Refused("The first opinion is not written yet.")
    application, decision = source.application, referral.decision
    row = row_of(source, referral)
    figures = [one for one in (means(row) if row else ()) if "income" in one.path]
    covered = [
        referral.subject in (HOUSEHOLD, str(place)) for place, _person in enumerate(application.people)
    ]
    return Approval(
        matter=referral.title,
        applicant=application.applicant.name,
        address=application.household.address,
        size=f"{len(application.people)}人，保障{sum(covered)}人",
        members=tuple(
            Covered(
                person.name,
                RELATION_WORDS.get(person.relation, ""),
                sex(person),
                birth(person),
                "保障" if yes else "",
            )
            for person, yes in zip(application.people, covered, strict=True)
        ),
        income="；".join(value_words(one.value, one.unit) for one in figures),
        standard="；".join(
            value_words(one.line, one.unit) for one in figures if isinstance(one.line, Fraction | int)
        ),
        checked=tuple(checked(referral.steps)),
        notice=_notice(referral),
        amount=amount_words(decision) if decision else "",
        starts=chinese_month(decision.starts) if decision and decision.starts else "",
        document=decision.document_number if decision else "",
        opinions=_opinions(source, referral, policy, written),
        rule=(
            "初审、审核、确认由不同的人签署；经办人员、村（居）干部近亲属申请的，"
            "附近亲属备案登记表，由区级民政部门全部入户核查。"
        ),
        head=head(
            source,
            "D18",
            "社会救助审核确认表|（审批表）",
            unit=source.desk.decides(policy, source.place),
            copies="本表一式一份，存入一户一档。",
            seal="（公章）",
            basis=basis_of(policy),
        ),
    )


def _opinions(
    source: Source, referral: ReferralFile, policy: Policy, written: Step | None
) -> tuple[Opinion, ...]:
    """经办, 镇街, 区: each as far as it is recorded."""
    confirmed = _last(referral.steps, StepKind.CONFIRM)
    final = _final(referral, confirmed, policy)
    town = is_delegated(source.catalogue, policy)
    by_town = "镇（街）确认意见" if town else "镇（街）审核意见"
    return (
        _opinion("经办人员初审意见", written, policy),
        Opinion(by_town, *final) if town else Opinion(by_town, "", "", ""),
        Opinion("区级备案意见", "", "", "") if town else Opinion("区级确认意见", *final),
    )


def _opinion(level: str, step: Step | None, policy: Policy) -> Opinion:
    if step is None or step.done_on is None:
        return Opinion(level, "", "", "")
    amount = money_words(step.amount_fen, policy.benefit.each)
    proposed = f"\n拟救助金额：{amount}。" if amount else ""
    return Opinion(level, f"{step.result}{proposed}", "、".join(step.by), chinese_date(step.done_on))


def _final(referral: ReferralFile, confirmed: Step | None, policy: Policy) -> tuple[str, str, str]:
    """What was confirmed, by whom, when."""
    decision = referral.decision
    if decision is None:
        known = _opinion("", confirmed, policy)
        return known.text, known.by, known.day
    words = f"{OUTCOME_WORDS[decision.outcome]}。"
    more = (confirmed.result if confirmed else "", decision.reason, decision.clause)
    by = decision.decided_by if not decision.decided_by.startswith("console") else ""
    return words + "".join(filter(None, more)), by, chinese_date(decision.decided_on)


def _notice(referral: ReferralFile) -> str:
    """Where and when the result was on notice, and whether anybody objected; the latest one."""
    posted = notices_of(referral.postings)
    if not posted:
        return ""
    last = posted[-1]
    until = f"至{chinese_date(last.until)}" if last.until else ""
    objected = f"有异议{len(last.objections)}件" if last.objections else "没有异议"
    return f"{last.board}，{chinese_date(last.posted_on)}{until}；{objected}"


def _last(steps: Sequence[Step], kind: StepKind) -> Step | None:
    done = [one for one in steps if one.kind is kind and one.done_on is not None]
    return done[-1] if done else None
