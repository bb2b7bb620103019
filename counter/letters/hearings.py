"""D23 what is planned and D23b what the household said to it: nobody is given less unheard.

Legal source: 社会救助法 art. 48.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from counter.cases.benefits import Change
from counter.cases.hearing import HEARING_DAYS
from counter.cases.promises import promises_of
from counter.cases.split import quotable
from counter.errors import Refused
from counter.letters.change_words import (
    LESS,
    change_basis,
    copies_of,
    given_words,
    matter_of,
    planned_words,
    refuse_unexplained,
)
from counter.letters.district import SHORT_BLANK
from counter.letters.occasions import plan_of
from counter.letters.parts import (
    Head,
    Source,
    address_of,
    day_or_blank,
    full_id,
    head,
    name_of,
    recipient_of,
    sex,
    whom_of,
)
from counter.text import chinese_date


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """D23 拟调减/终止救助告知书."""

    head: Head
    recipient: str
    sex: str
    id_number: str
    address: str
    opening: str
    plan: str
    facts: str
    clause: str
    ways: tuple[str, ...]
    meanwhile: str
    contact: str
    authority: str
    officer: str


def planned_change(source: Source) -> PlannedChange:
    """For the plan that the paper is about. Raises `Refused` without one, or when it is open no more."""
    referral, found = plan_of(source)
    change, benefit = found.change, found.benefit
    if not change.is_open:
        raise Refused("This plan waits for nothing any more; there is nothing to tell of it.")
    refuse_unexplained(change)
    policy = source.policy(referral)
    recipient = recipient_of(source, referral)
    authority = source.desk.decides(policy, source.place)
    less = LESS[change.kind]
    window = source.desk.window(source.place)
    phone = source.desk.say("window_phone", blank=SHORT_BLANK)
    return PlannedChange(
        recipient=recipient.name,
        sex=sex(recipient),
        id_number=full_id(recipient),
        address=address_of(source, recipient, source.issued_on),
        opening=(
            f"{given_words(source, referral, benefit)}经核查，本机关拟{less}"
            f"对{whom_of(source, referral)}的救助，现依法告知，并听取你（户）的意见。"
        ),
        plan=planned_words(source, referral, change, benefit),
        facts=change.facts,
        clause=change.clause,
        ways=(
            _until(change, max(HEARING_DAYS, promises_of(source.catalogue.district).hearing)),
            f"可以书面提出，也可以到{window}口头提出，由工作人员记录后交你核对签名；"
            f"地址：{source.desk.say('window_address')}，电话：{phone}。",
            "可以委托他人提出；行动不便的，可以要求上门听取。认为事实有出入的，可以一并提交材料。",
        ),
        meanwhile=(
            "在听取你（户）的意见之前，本机关不会作出决定，救助照常给付。"
            f"采纳与否都会说明理由；决定{less}的，另行书面通知。逾期没有提出意见的，本机关依法作出决定。"
        ),
        contact=source.officer or SHORT_BLANK,
        authority=authority,
        officer=source.officer,
        head=head(
            source,
            "D23",
            f"拟{less}{matter_of(policy)}|告知书",
            unit=authority,
            copies=f"本告知书一式{copies_of(policy)}，附送达回证。",
            seal="（公章）",
            basis=change_basis(policy, "第四十八条"),
        ),
    )


@dataclass(frozen=True, slots=True)
class Hearing:
    """D23b 听取意见记录; what was not recorded yet is written by hand."""

    head: Head
    matter: str
    recipient: str
    told: str
    whom: str
    heard: str
    place: str
    ways: tuple[str, ...]
    by: tuple[str, ...]
    plan: str
    facts: str
    clause: str
    opinion: str
    adopted: str
    remarks: tuple[str, ...]


def hearing(source: Source) -> Hearing:
    """For the plan that the paper is about.

    Raises `Refused` before the household was told of it; where nothing is known at all, all is for the pen.
    """
    if source.is_blank:
        return _record(source, source.desk.office(source.place), "《中华人民共和国社会救助法》第四十八条")
    referral, found = plan_of(source)
    change, benefit = found.change, found.benefit
    if change.told_on is None:
        raise Refused("The household has not been told of this plan yet, so it cannot have been heard.")
    policy = source.policy(referral)
    whose = name_of(source.application, referral.subject)
    unit = source.desk.decides(policy, source.place)
    return replace(
        _record(source, unit, change_basis(policy, "第四十八条")),
        matter=f"{LESS[change.kind]}“{quotable(policy.title)}”（{whose}）",
        recipient=recipient_of(source, referral).name,
        told=f"{chinese_date(change.told_on)}送达；听取意见至{day_or_blank(change.hear_until)}",
        whom=change.heard_whom,
        heard=day_or_blank(change.heard_on),
        by=(*change.heard_by, "", "")[: max(2, len(change.heard_by))],
        plan=planned_words(source, referral, change, benefit),
        facts=change.facts,
        clause=change.clause,
        opinion=change.opinion,
        adopted=change.adopted,
    )


def _record(source: Source, unit: str, basis: str) -> Hearing:
    """What stands on it whatever is planned."""
    return Hearing(
        matter="",
        recipient="",
        told=f"{day_or_blank(None)}送达；听取意见至{day_or_blank(None)}",
        whom="",
        heard=day_or_blank(None),
        place="",
        ways=("☐ 当面", "☐ 上门", "☐ 电话", "☐ 视频", "☐ 书面提交"),
        by=("", ""),
        plan="",
        facts="",
        clause="",
        opinion="",
        adopted="",
        remarks=(
            "记录应当交被听取意见的人核对或者向其宣读，由其签名或者捺印；没有意见的，写明“没有意见”。",
            "拒绝签名的，由听取意见的人写明情况。采纳与否都应当写明理由。",
        ),
        head=head(
            source,
            "D23b",
            "听取意见记录",
            unit=unit,
            copies="本记录一式一份，存入一户一档。",
            seal="",
            basis=basis,
        ),
    )


# --- in words ------------------------------------------------------------------------------------


def _until(change: Change, days: int) -> str:
    """Until when: a longer time may be promised, never a shorter one than the days from delivery."""
    least = f"{_numeral(days)}个工作日"
    if change.hear_until is None:
        return f"请在收到本告知书之日起{least}内提出意见。"
    day = chinese_date(change.hear_until)
    return f"请在{day}以前提出意见；自收到本告知书之日起到该日不满{least}的，以满{least}为准。"


def _numeral(number: int) -> str:
    return "零一二三四五六七八九十"[number] if number <= 10 else str(number)
