"""Papers from office to office: D10 a question to a department that assists, D12 a department is chased."""

from __future__ import annotations

from dataclasses import dataclass

from counter.cases.assisting import Consultation
from counter.cases.casefile import ReferralFile
from counter.cases.chasing import Level, Reminder
from counter.letters.district import SHORT_BLANK
from counter.letters.occasions import found
from counter.letters.parts import Head, Source, box, day_or_blank, due_words, head, masked_name_of
from counter.text import chinese_date, chinese_moment, local_day, mask_name

ESCALATES = "civil-affairs"
"""The department that leads social assistance in the district and chases the others."""


@dataclass(frozen=True, slots=True)
class Question:
    """D10 协办（会办）单."""

    head: Head
    lead: str
    recipient: str
    liaison: str
    liaison_phone: str
    applicant: str
    subject: str
    matter: str
    asked: str
    question: str
    answer_by: str
    rule: str
    agrees: tuple[str, ...]
    answer: str
    answered: str
    privacy: str
    issued_by: str


def question(source: Source) -> Question:
    """For the question that the paper is about. Raises `Refused` without one."""
    referral, asked = found(source, Consultation)
    catalogue = source.catalogue
    name, phone = source.desk.liaison(asked.department)
    lead = source.desk.in_full(catalogue.departments[referral.department].official_title)
    return Question(
        lead=lead,
        recipient=source.desk.in_full(catalogue.departments[asked.department].official_title),
        liaison=name,
        liaison_phone=phone,
        applicant=mask_name(source.application.applicant.name),
        subject=masked_name_of(source.application, referral.subject),
        matter=_matter(source, referral),
        asked=chinese_date(local_day(asked.asked_at)),
        question=asked.question,
        answer_by=chinese_date(asked.answer_by),
        rule=(
            "两个以上部门的事项，由最终审批的部门牵头，其他部门协办；协办部门只就所问事项答复，由牵头部门决定。"
            "等候答复的时间不计入牵头部门的办理用时。"
        ),
        agrees=(
            f"{box(asked.agrees is True)} 同意",
            f"{box(asked.agrees is False)} 不同意",
            "☐ 不属于本部门职责",
        ),
        answer=asked.answer,
        answered=day_or_blank(local_day(asked.answered_at) if asked.answered_at else None),
        privacy="本单所载个人信息只用于答复所问事项，不得用于其他目的，不得泄露。",
        issued_by=asked.asked_by if not asked.asked_by.startswith("console") else "",
        head=head(
            source,
            "D10",
            "社会救助协办（会办）单",
            unit=lead,
            copies="本单一式三份，一份送协办部门，一份牵头部门留存，一份存入一户一档；协办部门填写后退回牵头部门。",
            seal="（公章）",
            basis="《中华人民共和国社会救助法》第六十四条；本区社会救助责任清单",
        ),
    )


@dataclass(frozen=True, slots=True)
class Chase:
    """D12 督办单, or 催办通知 for the first word to the liaison."""

    head: Head
    recipient: str
    to: str
    matter: str
    applicant: str
    referral_number: str
    sent: str
    due: str
    days_late: str
    earlier: tuple[str, ...]
    text: str
    reply_due: str
    reply: str
    replied: str
    copied: str
    issued_by: str


def chase(source: Source) -> Chase:
    """For the reminder that the paper is about. Raises `Refused` without one."""
    referral, sent = found(source, Reminder)
    catalogue = source.catalogue
    escalated = sent.level is not Level.REMIND
    unit = (
        source.desk.in_full(catalogue.departments[ESCALATES].official_title)
        if escalated
        else source.desk.office(source.place)
    )
    return Chase(
        recipient=source.desk.in_full(catalogue.departments[referral.department].official_title),
        to=sent.to or SHORT_BLANK,
        matter=_matter(source, referral),
        applicant=mask_name(source.application.applicant.name),
        referral_number=referral.number,
        sent=chinese_moment(referral.sent_at) if referral.sent_at else "",
        due=due_words(referral.due),
        days_late=f"{sent.days_late}天（已扣除等候时间）" if sent.days_late > 0 else "没有逾期",
        earlier=tuple(_earlier(one) for one in referral.reminders if one.id < sent.id),
        text=sent.text,
        reply_due=f"请于{chinese_date(sent.reply_due)}前书面答复。"
        if sent.reply_due
        else "请及时办理并反馈。",
        reply=sent.reply,
        replied=day_or_blank(local_day(sent.replied_at) if sent.replied_at else None),
        copied=_copied(sent.level),
        issued_by=sent.sent_by if not sent.sent_by.startswith("console") else "",
        head=head(
            source,
            "D12",
            "社会救助督办单" if escalated else "社会救助催办通知",
            unit=unit,
            copies="本单一式两份，一份送承办部门，一份存入一户一档；答复栏由承办部门填写后退回。",
            seal="（公章）" if escalated else "（窗口专用章）",
            basis="《中华人民共和国社会救助法》第六十四条；本区社会救助责任清单",
        ),
    )


def _matter(source: Source, referral: ReferralFile) -> str:
    policy = source.policy(referral)
    return f"{referral.title}（责任清单第{policy.order}项）"


def _earlier(one: Reminder) -> str:
    word = "催办" if one.level is Level.REMIND else "督办"
    answer = "已答复" if one.reply else "未答复"
    return f"{chinese_date(local_day(one.sent_at))}{word}（{answer}）"


def _copied(level: Level) -> str:
    """To whom the slip goes besides the liaison; 催办 → 督办 → 分管领导."""
    if level is Level.LEADER:
        return "承办部门主要负责人、联络人"
    return "承办部门分管领导" if level is Level.ESCALATE else ""
