"""What the papers have in common: the head, the people, the matters and their days in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import Field, dataclass, field
from datetime import date
from typing import Any, ClassVar, Protocol

from counter.cases.application import Application, IdType, Person
from counter.cases.benefits import Benefit, Change
from counter.cases.casefile import CaseFile, Due, Notice, ReferralFile
from counter.cases.deadlines import total_days
from counter.cases.facts import age_on
from counter.cases.match import Answer
from counter.cases.relations import RELATIONS
from counter.cases.split import HOUSEHOLD, is_delegated
from counter.catalogue.model import Catalogue, Place
from counter.catalogue.policy import DayKind, Law, Policy
from counter.letters.district import BLANK, SHORT_BLANK, Desk
from counter.text import chinese_date, local_day, mask_id, mask_name

ASSISTANCE_LAW = "社会救助法"
WHOLE = "全户"
QUERY = "凭编号和查询码到窗口或电话查询"


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan to give less, and the benefit as it stands on the day before the plan works."""

    change: Change
    benefit: Benefit


@dataclass(frozen=True, slots=True)
class Source:
    """What a paper is filled from. `referral`, `member`, `notice` name the one that the paper is about.

    `about` names what else it is about, as `posting:5`; `plan` is the one of `change:3`. `benefits` is
    all that the household was ever given, for a paper that tells of it.
    """

    case: CaseFile
    catalogue: Catalogue
    number: str
    issued_on: date
    answer: Answer | None = None
    referral: ReferralFile | None = None
    department: str = ""
    member: int | None = None
    notice: Notice | None = None
    about: str = ""
    plan: Plan | None = None
    benefits: tuple[Benefit, ...] = ()
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "desk", Desk(self.catalogue))

    @property
    def is_blank(self) -> bool:
        """Whether nothing is known: a form to be filled by hand, which no case stands behind."""
        return not self.case.number

    @property
    def application(self) -> Application:
        return self.case.application

    @property
    def place(self) -> Place | None:
        return self.catalogue.places.get(self.case.place)

    @property
    def officer(self) -> str:
        """Who signs at the counter; nobody is named where a command did the work."""
        return "" if self.case.officer.startswith("console") else self.case.officer

    def policy(self, referral: ReferralFile) -> Policy:
        """The policy as it read on the day of acceptance."""
        return self.catalogue.policy(referral.policy, self.case.accepted_on)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands on every paper. `copies` says who keeps which; `gaps` is for the clerk, never printed.

    `code` is the paper's own short code, `proof` what shows that the office printed it; a draft has neither.
    """

    kind: str
    title: str
    unit: str
    number: str
    case_number: str
    query_code: str
    issued: str
    copies: str
    hotline: str
    window: str
    window_address: str
    window_hours: str
    window_phone: str
    complaint_phone: str
    seal: str
    basis: str
    gaps: tuple[str, ...]
    code: str = ""
    proof: str = ""

    @property
    def qr(self) -> str:
        """Numbers and codes only: no personal data, and no address of a system."""
        return " ".join(filter(None, (self.case_number, self.query_code, self.code, self.proof)))


class Content(Protocol):
    """What a paper says: a frozen dataclass whose Chinese words are decided; nothing is drawn yet."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def head(self) -> Head: ...


def head(source: Source, kind: str, title: str, *, unit: str, copies: str, seal: str, basis: str) -> Head:
    """The head of a paper; taken last, so that `gaps` holds everything that was asked of the district."""
    desk = source.desk
    window = {
        key: desk.say(key, blank=SHORT_BLANK)
        for key in ("window_address", "window_hours", "window_phone", "hotline", "complaint_phone")
    }
    return Head(
        kind=kind,
        title=title,
        unit=unit,
        number=f"编号：{BLANK}" if source.is_blank else source.number,
        case_number=source.case.number,
        query_code=source.case.query_code,
        issued=day_or_blank(None if source.is_blank else source.issued_on),
        copies=copies,
        hotline=window["hotline"],
        window=desk.window(source.place),
        window_address=window["window_address"],
        window_hours=window["window_hours"],
        window_phone=window["window_phone"],
        complaint_phone=window["complaint_phone"],
        seal=seal,
        basis=basis,
        gaps=tuple(desk.gaps),
    )


# --- people --------------------------------------------------------------------------------------

RELATION_WORDS = {"": "", **RELATIONS}


def full_id(person: Person) -> str:
    """The number on the applicant's own paper; without one, 证号待补; of nobody known, nothing."""
    known = person.name or person.id_type is IdType.NONE
    return person.id_number or ("证号待补" if known else "")


def masked_id(person: Person) -> str:
    return mask_id(person.id_number) if person.id_number else "证号待补"


def sex(person: Person) -> str:
    return person.sex or str(person.facts.get("sex") or "")


def birth(person: Person) -> str:
    if person.birth_date:
        return chinese_date(person.birth_date)
    return f"{person.birth_year}年" if person.birth_year else ""


def is_minor(person: Person, day: date) -> bool:
    return person.birth_date is not None and age_on(person.birth_date, day) < 18


def recipient_of(source: Source, referral: ReferralFile) -> Person:
    """To whom a letter about a referral goes: the applicant for the household, else the member."""
    if referral.subject == HOUSEHOLD:
        return source.application.applicant
    return source.application.people[int(referral.subject)]


def address_of(source: Source, recipient: Person, day: date) -> str:
    """Where the letter goes; a minor's is received by the guardian."""
    address = source.application.household.address or BLANK
    return f"{address}，由监护人代收" if is_minor(recipient, day) else address


def whom_of(source: Source, referral: ReferralFile) -> str:
    """你户, or the name of the member."""
    return "你户" if referral.subject == HOUSEHOLD else name_of(source.application, referral.subject)


def name_of(application: Application, subject: str) -> str:
    """The member's name, or 全户 for the household."""
    if subject == HOUSEHOLD:
        return WHOLE
    return application.people[int(subject)].name or "（姓名待补）"


def masked_name_of(application: Application, subject: str) -> str:
    return WHOLE if subject == HOUSEHOLD else mask_name(application.people[int(subject)].name)


# --- laws ----------------------------------------------------------------------------------------


def in_order(laws: Iterable[Law]) -> tuple[Law, ...]:
    """社会救助法 first, then as listed."""
    return tuple(sorted(laws, key=lambda law: not law.title.endswith(ASSISTANCE_LAW)))


def basis_of(policy: Policy) -> str:
    """The policy's laws with their articles, 社会救助法 first; what names no article stands without."""
    laws = [law for law in in_order(policy.laws) if law.articles] or list(in_order(policy.laws))
    return "；".join(str(law).removesuffix("全文") for law in laws)


def first_law(policy: Policy) -> str:
    """The first of the policy's laws, where there is no room for all of them."""
    return basis_of(policy).partition("；")[0]


def is_under_the_law(policy: Policy) -> bool:
    """Whether the 社会救助法 itself speaks of what this policy gives."""
    return any(law.title.endswith(ASSISTANCE_LAW) for law in policy.laws)


def short_title(policy: Policy) -> str:
    """A policy's title without what stands in brackets, for the head of a paper."""
    return policy.title.partition("（")[0]


def asked_on(case: CaseFile) -> date:
    """The day on which the application was made; never after its acceptance."""
    return min(local_day(case.registered_at), case.accepted_on)


def box(ticked: bool) -> str:
    """A check box."""
    return "☑" if ticked else "☐"


# --- days in words -------------------------------------------------------------------------------


def limit_words(policy: Policy, referral: ReferralFile, source: Source) -> str:
    """`30个工作日`; 预计 before a limit that is not verified, and words where the list gives no number."""
    days = total_days(policy.limits, referral.intervals, delegated=is_delegated(source.catalogue, policy))
    if days is None:
        return "及时办理（没有规定天数）"
    unit = "个工作日" if policy.limits.day_kind is DayKind.WORKING else "日"
    words = "当日" if days == 0 else f"{days}{unit}"
    return words if policy.limits.verified else f"预计{words}"


def due_words(due: Due) -> str:
    """The last day as a promise may be printed: 预计 when not verified, 暂定 beyond the known calendar."""
    if due.due is None:
        return "及时办理"
    day = chinese_date(due.due)
    words = day if due.verified else f"预计{day}"
    return f"{words}（暂定）" if due.provisional else words


PROVISIONAL_NOTE = (
    "标“暂定”的日期落在放假安排尚未公布的年份，先按周一至周五推算，公布后重新计算；标“预计”的为参考期限。"
)


def day_or_blank(day: date | None) -> str:
    return chinese_date(day) if day else "____年__月__日"


def notes_on_days(dues: Iterable[Due]) -> tuple[str, ...]:
    """The note that explains 预计 and 暂定, when either stands on the paper."""
    marked = any(due.due is not None and (due.provisional or not due.verified) for due in dues)
    return (PROVISIONAL_NOTE,) if marked else ()
