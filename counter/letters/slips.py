"""D09 the slip that takes a department's referrals of a case to it, with D11, the reply to fill in."""

from __future__ import annotations

from dataclasses import dataclass

from counter.cases.casefile import ReferralFile
from counter.cases.facts import Known
from counter.cases.snapshot import CONFIRMED
from counter.cases.split import HOUSEHOLD, needed_papers
from counter.cases.workflow import ReferralState
from counter.errors import Refused
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
    notes_on_days,
)
from counter.text import chinese_moment, mask_name, mask_phone

RETURN_REASONS = ("☐ 非本部门职责", "☐ 材料不全", "☐ 不在辖区", "☐ 重复")
RESULTS = ("☐ 批准", "☐ 部分批准", "☐ 不予批准", "☐ 转介", "☐ 申请人撤回", "☐ 无法联系")


@dataclass(frozen=True, slots=True)
class Item:
    """One referral on the slip; `role` is 主办 or 协办."""

    number: str
    list_number: str
    title: str
    subject: str
    role: str
    question: str
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
class Reply:
    """D11, one for each referral: what the department fills in."""

    number: str
    title: str
    subject: str
    results: tuple[str, ...]
    fields: tuple[str, ...]


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
    privacy: str
    notes: tuple[str, ...]


REPLY_FIELDS = (
    "救助种类",
    "金额（小写）",
    "金额（大写）",
    "起始时间",
    "期限",
    "发放方式",
    "决定文书编号",
    "不予的事实和依据（条款原文）",
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
    sent_at = next((one.sent_at for one in asked if one.sent_at), None)
    return Slip(
        department=catalogue.departments[department].official_title,
        liaison=name,
        liaison_phone=phone,
        substitute=(
            f"{found.substitute} {found.substitute_phone}".strip() if found and found.substitute else ""
        ),
        applicant=mask_name(application.applicant.name),
        id_number=masked_id(application.applicant),
        phone=mask_phone(application.applicant.phone),
        urgent=source.case.urgent,
        identities=_identities(source, known),
        recognition=(
            "已确认的身份由各部门互认，不再核查家庭经济状况（《中华人民共和国社会救助法》第四十二条）；"
            "刚性支出困难身份自认定之日起超过十二个月的，不作为互认依据。"
        ),
        items=tuple(_item(source, one, known) for one in asked),
        enclosed=(
            "社会救助申请表复印件（密封，含身份信息）",
            *(
                f"{paper.title}×{paper.copies}"
                for paper in source.case.papers
                if paper.state in ("original", "copy", "electronic")
                and {one.policy for one in asked} & set(paper.policies)
            ),
        ),
        issued_by=source.officer,
        sent=chinese_moment(sent_at) if sent_at else "____年__月__日__时",
        sign_off=("签收人", "签收时间", "承办人", "承办科室"),
        return_reasons=RETURN_REASONS,
        return_rule="退回须写明理由，退给区调度人员重新分派，不退给申请人。",
        replies=tuple(
            Reply(
                one.number,
                one.title,
                masked_name_of(application, one.subject),
                RESULTS,
                REPLY_FIELDS,
            )
            for one in asked
        ),
        privacy="本单所载个人信息只用于办理所列事项，不得用于其他目的，不得泄露。",
        notes=notes_on_days(one.due for one in asked),
        head=head(
            source,
            "D09",
            "社会救助转办单",
            unit=source.desk.office(source.place),
            copies="本单一式三份，一份送承办部门，一份窗口留存，一份存入一户一档；反馈单由承办部门填写后退回窗口。",
            seal="（转办专用章）",
            basis="《中华人民共和国社会救助法》第六十四条；本区社会救助责任清单",
        ),
    )


def _identities(source: Source, known: Known) -> tuple[Identity, ...]:
    application = source.application
    blank = ("________________", "____年__月__日")
    whole = [
        Identity(status, WHOLE, *blank) for status in sorted((known.categories() or frozenset()) & CONFIRMED)
    ]
    own = [
        Identity(status, mask_name(person.name), *blank)
        for index, person in enumerate(application.people)
        for status in sorted((known.categories(index) or frozenset()) & CONFIRMED)
    ]
    return (*whole, *own)


def _item(source: Source, referral: ReferralFile, known: Known) -> Item:
    policy = source.policy(referral)
    member = None if referral.subject == HOUSEHOLD else int(referral.subject)
    papers = needed_papers(policy, source.catalogue, known, member)
    names = [person.name for person in source.application.people if person.name]
    question = referral.question
    # The slip leaves the counter; who is meant stands in the enclosed form.
    for name in sorted(names, key=len, reverse=True):
        question = question.replace(name, mask_name(name))
    return Item(
        number=referral.number,
        list_number=str(policy.order),
        title=referral.title,
        subject=masked_name_of(source.application, referral.subject),
        role="主办" if referral.is_lead else "协办",
        question=question,
        limit=limit_words(policy, referral, source),
        due_sign=day_or_blank(referral.due.due_sign),
        due=due_words(referral.due),
        due_feedback=day_or_blank(referral.due.due_feedback),
        papers="、".join(paper.title for paper in papers if paper.brought) or "申请表即可",
        spared="、".join(paper.title for paper in papers if paper.spared_by) or "无",
    )
