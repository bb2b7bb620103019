"""D26 the register of aid that was given at once: who, why, how much, who gave it, until when papers come."""

from __future__ import annotations

from dataclasses import dataclass, replace

from counter.cases.fast_lane import FastAid
from counter.letters.decisions import money_words
from counter.letters.occasions import found
from counter.letters.parts import (
    PROVISIONAL_NOTE,
    Head,
    Source,
    box,
    day_or_blank,
    full_id,
    head,
    recipient_of,
    short_title,
)
from counter.text import chinese_date

ABSENT = ("missing", "gap")


@dataclass(frozen=True, slots=True)
class AidAtOnce:
    """D26 小额快救登记表（急难救助单）."""

    head: Head
    person: str
    id_number: str
    phone: str
    address: str
    members: str
    matter: str
    cause: str
    amount: str
    ways: tuple[str, ...]
    goods: str
    proof: str
    given: str
    receiver: str
    relation: str
    staff: tuple[str, ...]
    missing: str
    papers_due: str
    completed: str
    rule: str
    notes: tuple[str, ...]


def aid_at_once(source: Source) -> AidAtOnce:
    """For the aid that the paper is about. Raises `Refused` without one, unless nothing is known at all."""
    form = _form(source)
    if source.is_blank:
        return form
    referral, aid = found(source, FastAid)
    person = recipient_of(source, referral)
    due = f"{chinese_date(aid.papers_due)}{'（暂定）' if aid.provisional else ''}"
    return replace(
        form,
        person=person.name,
        id_number=full_id(person),
        phone=person.phone,
        address=source.application.household.address,
        members=f"{len(source.application.people)}人",
        matter=short_title(source.policy(referral)),
        cause=aid.cause,
        amount=money_words(aid.amount_fen, ""),
        ways=_ways(money=aid.amount_fen is not None, goods=bool(aid.goods)),
        goods=aid.goods,
        proof=aid.proof,
        given=chinese_date(aid.given_on),
        receiver=aid.receiver,
        relation="本人" if aid.receiver == person.name else "",
        staff=(*aid.staff, "", "")[: max(2, len(aid.staff))],
        missing="、".join(_missing(source, referral.policy)) or "没有",
        papers_due=f"{due}前补齐",
        completed=_completed(aid),
        notes=(PROVISIONAL_NOTE,) if aid.provisional else (),
    )


def _form(source: Source) -> AidAtOnce:
    """What stands on it whoever is helped."""
    return AidAtOnce(
        person="",
        id_number="",
        phone="",
        address="",
        members="",
        matter="",
        cause="",
        amount="¥____________（人民币____________________________）",
        ways=_ways(money=False, goods=False),
        goods="",
        proof="",
        given=day_or_blank(None),
        receiver="",
        relation="",
        staff=("", ""),
        missing="",
        papers_due=f"{day_or_blank(None)}前补齐",
        completed="",
        rule=(
            "情况紧急的先行救助，不核对家庭经济状况，不公示；给付之后在上述日期前补齐材料和签字盖章手续，"
            "不因缺少材料而推迟给付。"
        ),
        notes=(),
        head=head(
            source,
            "D26",
            "小额快救登记表|（急难救助单）",
            unit=source.desk.office(source.place),
            copies="本表一式两份，一份窗口存入一户一档，一份财务存查。",
            seal="（公章）",
            basis="《中华人民共和国社会救助法》第五十条",
        ),
    )


def _ways(*, money: bool, goods: bool) -> tuple[str, ...]:
    return f"{box(money)} 现金（转账）", f"{box(goods)} 实物"


def _missing(source: Source, policy: str) -> list[str]:
    """The papers that the clerk still has to get; asked of nobody before the aid is given."""
    return [one.title for one in source.case.papers if one.state in ABSENT and policy in one.policies]


def _completed(aid: FastAid) -> str:
    if aid.completed_on is None:
        return ""
    note = f"（{aid.completed_note}）" if aid.completed_note else ""
    return f"{chinese_date(aid.completed_on)}补齐{note}"
