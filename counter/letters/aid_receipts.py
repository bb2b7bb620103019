"""D27 money or goods were handed over: who received what, for what, and who gave it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from counter.cases.casefile import ReferralFile
from counter.cases.workflow import Outcome
from counter.catalogue.benefit import Gives
from counter.catalogue.policy import Policy
from counter.errors import Refused
from counter.letters.decisions import capitals, paid_once
from counter.letters.parts import (
    Head,
    Source,
    address_of,
    basis_of,
    day_or_blank,
    full_id,
    head,
    recipient_of,
    short_title,
)
from counter.text import yuan


@dataclass(frozen=True, slots=True)
class AidReceipt:
    """D27 救助金（物资）签收单; what is empty is written by hand."""

    head: Head
    holder: str
    id_number: str
    address: str
    matter: str
    cause: str
    document: str
    amount: str
    capitals: str
    goods: str
    given: str
    receiver: str
    relation: str
    staff: tuple[str, ...]
    rule: str


def is_handed_over(referral: ReferralFile, policy: Policy) -> bool:
    """Whether something passed from hand to hand: aid at once, or goods."""
    granted = referral.decision is not None and referral.decision.outcome is not Outcome.REFUSE
    return referral.fast_aid is not None or (granted and policy.benefit.gives is Gives.GOODS)


def is_signed_for(referral: ReferralFile, policy: Policy) -> bool:
    """Whether something was given that can be signed for: also a sum that is paid once, where it is cash."""
    decision = referral.decision
    once = (
        decision is not None
        and decision.outcome is not Outcome.REFUSE
        and decision.amount_fen is not None
        and paid_once(decision.amount_unit)
    )
    return once or is_handed_over(referral, policy)


def aid_receipt(source: Source) -> AidReceipt:
    """For `referral`. Raises `Refused` where nothing was given that is signed for.

    Where nothing is known at all, all is for the pen.
    """
    if source.is_blank:
        return _form(source, AT_ONCE)
    referral = source.referral
    if referral is None:
        raise Refused("Say what the paper is about.", field="referral")
    policy = source.policy(referral)
    if not is_signed_for(referral, policy):
        raise Refused("{title} has given nothing yet that is signed for.", title=policy.title)
    aid, decision = referral.fast_aid, referral.decision
    holder = recipient_of(source, referral)
    fen = aid.amount_fen if aid else (decision.amount_fen if decision else None)
    receiver = aid.receiver if aid else ""
    return replace(
        _form(source, AT_ONCE if aid else basis_of(policy)),
        holder=holder.name,
        id_number=full_id(holder),
        address=address_of(source, holder, source.case.accepted_on),
        matter=short_title(policy),
        cause=aid.cause if aid else "",
        document=decision.document_number if decision and not aid else "",
        amount=yuan(fen) if fen is not None else "",
        capitals=capitals(fen) if fen is not None else "",
        goods=aid.goods if aid else "",
        given=day_or_blank(aid.given_on if aid else None),
        receiver=receiver,
        relation="本人" if receiver and receiver == holder.name else "",
        staff=((*aid.staff, "", "")[:2] if aid else ("", "")),
    )


AT_ONCE = "《中华人民共和国社会救助法》第五十条"


def _form(source: Source, basis: str) -> AidReceipt:
    """What stands on it whatever was given."""
    return AidReceipt(
        holder="",
        id_number="",
        address="",
        matter="",
        cause="",
        document="",
        amount="",
        capitals="",
        goods="",
        given=day_or_blank(None),
        receiver="",
        relation="",
        staff=("", ""),
        rule="救助金、物资已当面点清。领取人不能签名的捺印；代领的写明与救助对象的关系，附双方身份证件复印件。",
        head=head(
            source,
            "D27",
            "救助金（物资）签收单",
            unit=source.desk.office(source.place),
            copies="本单一式两份，存根存入一户一档，一份交领取人。",
            seal="",
            basis=basis,
        ),
    )
