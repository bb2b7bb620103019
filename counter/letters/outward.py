"""D28 a household is passed on to a charity, a social organisation or a school, as far as it agreed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from counter.cases.application import Application
from counter.cases.casefile import ReferralFile
from counter.cases.outward import is_agreed
from counter.cases.split import HOUSEHOLD, Asks
from counter.errors import Refused
from counter.letters.parts import Head, Source, box, head, name_of, recipient_of
from counter.text import chinese_date

ORGANISATIONS = ("慈善组织", "社会组织", "学校", "其他")
ANSWERS = ("可以帮助", "部分可以", "不能帮助", "联系不上")


@dataclass(frozen=True, slots=True)
class Outward:
    """D28 转介单; an empty recipient is written by hand."""

    head: Head
    recipient: str
    kinds: tuple[str, ...]
    liaison: str
    liaison_phone: str
    person: str
    contact: str
    phone: str
    address: str
    matter: str
    need: str
    consent: str
    privacy: str
    answers: tuple[str, ...]
    issued_by: str


def outward(source: Source) -> Outward:
    """For `referral`. Raises `Refused` while the applicant has not agreed that anything is passed on."""
    referral = source.referral
    if referral is None:
        raise Refused("Say what the paper is about.", field="referral")
    application = source.application
    if not is_agreed(application):
        raise Refused(
            "The applicant has not agreed that anything is passed on outside the offices. "
            "Nothing is printed without that consent."
        )
    charity = referral.asks == Asks.REFER
    title = source.catalogue.departments[referral.department].official_title
    name, phone = source.desk.liaison(referral.department) if charity else ("", "")
    person = recipient_of(source, referral)
    applicant = application.applicant
    return Outward(
        recipient=source.desk.in_full(title) if charity else "",
        kinds=tuple(f"{box(charity and one == '慈善组织')} {one}" for one in ORGANISATIONS),
        liaison=name,
        liaison_phone=phone,
        person=person.name if referral.subject == HOUSEHOLD else name_of(application, referral.subject),
        contact=applicant.name,
        phone=applicant.phone,
        address=application.household.address,
        matter=referral.title,
        need=application.request,
        consent=(
            f"本人于{chinese_date(source.case.outward_on or application.on)}同意窗口把本单所载的姓名、电话、"
            "住址和困难情况提供给上列单位，用于提供帮助；可以随时撤回。"
        ),
        privacy=(
            "本单不提供证件号码和银行账户。收到的个人信息只用于提供帮助，不得用于其他目的，"
            "不得公开、转给他人；不能帮助的，答复后删除。"
        ),
        answers=tuple(f"{box(False)} {one}" for one in ANSWERS),
        issued_by=source.officer,
        # Whoever has this sheet may not ask for the whole case by it.
        head=replace(
            head(
                source,
                "D28",
                "社会救助转介单",
                unit=source.desk.office(source.place),
                copies="本单一式三份，一份送接收单位，一份窗口留存，一份存入一户一档；下联由接收单位填写后退回窗口。",
                seal="（转介专用章）",
                basis=("《中华人民共和国社会救助法》第三十八条；《中华人民共和国个人信息保护法》第二十三条"),
            ),
            query_code="",
        ),
    )


def can_be_passed_on(application: Application, referral: ReferralFile, *, refused: bool) -> bool:
    """Whether a matter is one for a charity: it was asked of one, or a department has refused it."""
    return is_agreed(application) and (referral.asks == Asks.REFER or refused)
