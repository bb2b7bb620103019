"""D09 the slip that takes a department's referrals of a case to it, with D11, the reply to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from counter.cases.casefile import ReferralFile
from counter.cases.facts import Known
from counter.cases.identities import CONFIRMED, OnRecord, Recognised, restored
from counter.cases.outward import is_agreed
from counter.cases.split import HOUSEHOLD, Asks, needed_papers, quotable
from counter.cases.workflow import ReferralState
from counter.errors import Refused
from counter.letters.known_facts import known_facts
from counter.letters.matters import alike, number_words
from counter.letters.parts import (
    WHOLE,
    Head,
    Source,
    day_or_blank,
    due_words,
    head,
    limit_words,
    masked_id,
    masked_name_of,
    name_of,
    notes_on_days,
)
from counter.letters.replies import Reply, blank_reply
from counter.text import chinese_date, chinese_moment, mask_name, mask_phone

RETURN_REASONS = ("☐ 非本部门职责", "☐ 材料不全", "☐ 不在辖区", "☐ 重复")


@dataclass(frozen=True, slots=True)
class Item:
    """A matter on the slip, for one or several members; `known` is what its rule reads, and no more."""

    number: str
    list_number: str
    title: str
    subject: str
    role: str
    question: str
    known: tuple[str, ...]
    limit: str
    due_sign: str
    due: str
    due_feedback: str
    papers: str
    spared: str


@dataclass(frozen=True, slots=True)
class Identity:
    """A confirmed status, recognised by all departments; number and validity from the register or by hand."""

    title: str
    holder: str
    number: str
    until: str


@dataclass(frozen=True, slots=True)
class Slip:
    """D09 转办单 with its D11."""

    head: Head
    department: str
    liaison: str
    liaison_phone: str
    substitute: str
    applicant: str
    id_number: str
    phone: str
    urgent: bool
    identities: tuple[Identity, ...]
    recognition: str
    items: tuple[Item, ...]
    enclosed: tuple[str, ...]
    issued_by: str
    sent: str
    sign_off: tuple[str, ...]
    return_reasons: tuple[str, ...]
    return_rule: str
    replies: tuple[Reply, ...]
    replies_copies: str
    privacy: str
    notes: tuple[str, ...]


NOT_AGREED = "（本人没有同意提供）"
WITH_CONSENT = "社会救助转介单（本人同意提供的姓名、电话、住址和困难情况）"
WITHOUT_CONSENT = (
    "申请人没有同意向本单位提供个人信息，本单不载姓名、联系方式和家庭情况（《中华人民共和国个人信息保护法》第二十三条）；"
    "本人同意的，另送社会救助转介单。"
)

SENT = (
    ReferralState.DRAFT,
    ReferralState.SENT,
    ReferralState.SIGNED,
    ReferralState.WAITING,
    ReferralState.DECIDED,
)


def slip(source: Source) -> Slip:
    """All that a case asks of `department`, or of the department of `referral`.

    Raises `Refused` when the case asks nothing of it.
    """
    department = source.department or (source.referral.department if source.referral else "")
    asked = tuple(one for one in source.case.referrals if one.department == department and one.state in SENT)
    if not asked:
        raise Refused("The case asks nothing of {department}.", department=department or "—")
    catalogue, application = source.catalogue, source.application
    known = Known(application, catalogue)
    found = catalogue.liaisons.get(department)
    name, phone = source.desk.liaison(department)
    outward = all(one.asks == Asks.REFER for one in asked)
    groups = alike(asked, lambda one: (one.due, _question(source, one, named=False)))
    sent_at = next((one.sent_at for one in asked if one.sent_at), None)
    return Slip(
        department=source.desk.in_full(catalogue.departments[department].official_title),
        liaison=name,
        liaison_phone=phone,
        substitute=(
            f"{found.substitute} {found.substitute_phone}".strip() if found and found.substitute else ""
        ),
        applicant=NOT_AGREED if _is_nameless(source, asked[0]) else mask_name(application.applicant.name),
        id_number="" if outward else masked_id(application.applicant),
        phone="" if outward else mask_phone(application.applicant.phone),
        urgent=source.case.urgent,
        identities=() if outward else _identities(source, known, _on_record(asked)),
        recognition=(
            "已确认的身份由各部门互认，不再核查家庭经济状况（《中华人民共和国社会救助法》第四十二条）；"
            "刚性支出困难身份自认定之日起超过十二个月的，不作为互认依据。"
        ),
        items=tuple(_item(source, group, known) for group in groups),
        enclosed=_enclosed(source, asked),
        issued_by=source.officer,
        sent=chinese_moment(sent_at) if sent_at else "____年__月__日__时",
        sign_off=("签收人", "签收时间", "承办人", "承办科室"),
        return_reasons=RETURN_REASONS,
        return_rule="退回须写明理由，退给区调度人员重新分派，不退给申请人。",
        replies=tuple(_reply(source, group) for group in groups),
        replies_copies="反馈单一式两份，一份承办部门留存，一份退回窗口。",
        privacy=(
            WITHOUT_CONSENT
            if _is_nameless(source, asked[0])
            else "本单所载个人信息只用于办理所列事项，不得用于其他目的，不得泄露。"
        ),
        notes=notes_on_days(one.due for one in asked),
        head=_head(source, outward=outward),
    )


def _head(source: Source, *, outward: bool) -> Head:
    """A charity has no code by which the whole case could be asked for."""
    found = head(
        source,
        "D09",
        "社会救助转办单",
        unit=source.desk.office(source.place),
        copies="本单一式三份，一份送承办部门，一份窗口留存，一份存入一户一档；反馈单由承办部门填写后退回窗口。",
        seal="（转办专用章）",
        basis="《中华人民共和国社会救助法》第六十四条；本区社会救助责任清单",
    )
    return replace(found, query_code="") if outward else found


def _is_nameless(source: Source, referral: ReferralFile) -> bool:
    """Whether it asks a charity to which nothing of the household may be passed on."""
    return referral.asks == Asks.REFER and not is_agreed(source.application)


def _enclosed(source: Source, asked: Sequence[ReferralFile]) -> tuple[str, ...]:
    """The form and the papers for the matters; a charity has the sheet that the consent speaks of (D28)."""
    if all(one.asks == Asks.REFER for one in asked):
        return () if _is_nameless(source, asked[0]) else (WITH_CONSENT,)
    return (
        "社会救助申请表复印件（密封，含身份信息）",
        *(
            f"{paper.title}×{paper.copies}"
            for paper in source.case.papers
            if paper.state in ("original", "copy", "electronic")
            and {one.policy for one in asked} & set(paper.policies)
        ),
    )


def _on_record(asked: Sequence[ReferralFile]) -> OnRecord:
    """The confirmed statuses that these referrals carry, each once, and those known to have ended."""
    carried = [restored(one.snapshot) for one in asked]
    return OnRecord(
        tuple(dict.fromkeys(one for record in carried for one in record.held)),
        frozenset().union(*(record.lapsed for record in carried)),
    )


def _identities(source: Source, known: Known, record: OnRecord) -> tuple[Identity, ...]:
    """On record with number and validity; only said, with a line to fill in; what has ended not at all."""
    held = {(one.category, one.member): one for one in record.held}
    application = source.application
    shared = {
        one for one in (known.categories() or frozenset()) & CONFIRMED if (one, None) not in record.lapsed
    }
    shared |= {category for category, member in held if member is None}
    whole = [_identity(status, WHOLE, held.get((status, None))) for status in sorted(shared)]
    own = []
    for index, person in enumerate(application.people):
        said = (known.categories(index) or frozenset()) & CONFIRMED
        mine = {one for one in said if not record.has_lapsed(one, index)}
        mine |= {category for category, member in held if member == index}
        own += [
            _identity(status, mask_name(person.name), held.get((status, index)))
            for status in sorted(mine - shared)
        ]
    return (*whole, *own)


def _identity(status: str, holder: str, recorded: Recognised | None) -> Identity:
    if recorded is None:
        return Identity(status, holder, "________________", "____年__月__日")
    until = chinese_date(recorded.ends) if recorded.ends else "在册有效"
    return Identity(status, holder, recorded.number, until)


def _item(source: Source, group: Sequence[ReferralFile], known: Known) -> Item:
    referral = group[0]
    policy = source.policy(referral)
    member = None if referral.subject == HOUSEHOLD else int(referral.subject)
    outward = referral.asks == Asks.REFER
    papers = needed_papers(policy, source.catalogue, known, member, restored(referral.snapshot))
    return Item(
        number=_number(group),
        list_number=str(policy.order),
        title=referral.title,
        subject=_masked(source, group),
        role="主办" if referral.is_lead else "协办",
        question=_question(source, referral, named=len(group) == 1),
        known=() if outward else known_facts([one.snapshot for one in group], source.catalogue),
        limit=limit_words(policy, referral, source),
        due_sign=day_or_blank(referral.due.due_sign),
        due=due_words(referral.due),
        due_feedback=day_or_blank(referral.due.due_feedback),
        papers="、".join(paper.title for paper in papers if paper.brought) or "申请表即可",
        spared="" if outward else "、".join(paper.title for paper in papers if paper.spared_by),
    )


def _several(source: Source, group: Sequence[ReferralFile]) -> tuple[str, ...]:
    """`08 陈*`: masked names may be the same, the numbers are not."""
    return tuple(f"{one.number.rpartition('-')[2]} {_whom(source, one)}" for one in group)


def _reply(source: Source, group: Sequence[ReferralFile]) -> Reply:
    members = _several(source, group) if len(group) > 1 else ()
    return blank_reply(_number(group), group[0].title, _masked(source, group), members)


def _number(group: Sequence[ReferralFile]) -> str:
    return f"{group[0].number.rpartition('-')[0]}-{number_words(group)}"


def _masked(source: Source, group: Sequence[ReferralFile]) -> str:
    if len(group) == 1:
        return _whom(source, group[0])
    return "、".join(_several(source, group))


def _whom(source: Source, referral: ReferralFile) -> str:
    if referral.subject != HOUSEHOLD and _is_nameless(source, referral):
        return "一名家庭成员"
    return masked_name_of(source.application, referral.subject)


def _question(source: Source, referral: ReferralFile, *, named: bool) -> str:
    """What is asked, names masked: the slip leaves the counter, who is meant stands in the enclosed form.

    Not `named`, the one whom it is about is called so, and the same is asked of several.
    """
    if _is_nameless(source, referral):
        return f"转介：请研究能不能给予一户困难家庭“{quotable(source.policy(referral).title)}”，并反馈结果。"
    question = referral.question
    own = "" if referral.subject == HOUSEHOLD else name_of(source.application, referral.subject)
    if own and not named:
        question = question.replace(own, "下列成员", 1)
    for name in sorted((p.name for p in source.application.people if p.name), key=len, reverse=True):
        question = question.replace(name, mask_name(name))
    return question
