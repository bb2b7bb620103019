"""D01 with D02 and D03: the application, the pledge and the authorisation to check, one form to sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from counter.cases.application import (
    Agent,
    Application,
    Consent,
    IdType,
    Person,
    SpendingKind,
)
from counter.cases.means import total, yearly
from counter.cases.split import HOUSEHOLD, is_entrusted
from counter.letters.matters import alike, whom
from counter.letters.member_rows import INCOME_WORDS, MemberRow, figure, member_row, told_figure
from counter.letters.parts import (
    RELATION_WORDS,
    Head,
    Source,
    birth,
    box,
    full_id,
    head,
    sex,
)
from counter.letters.pledges import (
    AUTHORISED,
    NOTICE_AND_PLEDGE,
    OBLIGORS,
    PLEDGE,
    PURPOSE,
    SCOPE,
    TERM,
    authorisation_number,
    read_out,
)

ID_WORDS: Mapping[IdType, str] = {
    IdType.RESIDENT: "居民身份证",
    IdType.HMT_RESIDENCE: "港澳台居民居住证",
    IdType.FOREIGN_PERMANENT: "外国人永久居留身份证",
    IdType.HM_PASS: "港澳居民来往内地通行证",
    IdType.TAIWAN_PASS: "台湾居民来往大陆通行证",
    IdType.PASSPORT: "护照",
    IdType.NONE: "无证件（证号待补）",
}

SPENDING_WORDS: Mapping[SpendingKind, str] = {
    SpendingKind.LIVING: "基本生活",
    SpendingKind.MEDICAL: "医疗自付",
    SpendingKind.EDUCATION: "教育",
    SpendingKind.DISABILITY: "残疾康复",
    SpendingKind.OTHER: "其他刚性支出",
}
BY_MESSAGE = "{yes} 同意用短信、电子方式送达  ☐ 不同意（选填，不影响申请）"
PASSED_ON = (
    "{yes} 同意把姓名、电话、住址和困难情况转给慈善组织、社会组织或者学校，由其提供帮助  "
    "☐ 不同意（选填，不影响申请）"
)

ENTRUSTED = (
    "申请人委托{name}（{relation}证件号码：{id_number}）代为提出申请、提交和补充材料、签收文书，"
    "自签字之日起至本次申请办结。"
)
FOR_THE_ENTRUSTED = "（有代办人的）"
ID_CHOICE = "☐ 居民身份证  ☐ 其他：__________"
NEEDS = (
    *("☐ 特困人员救助供养", "☐ 最低生活保障", "☐ 低保边缘家庭", "☐ 刚性支出困难家庭", "☐ 临时救助"),
    *(
        "☐ 医疗救助",
        "☐ 教育救助",
        "☐ 住房救助",
        "☐ 就业救助",
        "☐ 受灾人员救助",
        "☐ 残疾人补贴",
        "☐ 老年人补贴",
    ),
    *("☐ 儿童生活费", "☐ 法律援助", "☐ 慈善帮扶", "☐ 不清楚，请窗口帮助选择"),
)
"""What a blank form asks: the objects and kinds of the law, and what people come for besides.

Legal source: 社会救助法 art. 13, 15.
"""
OTHER_NEED = "☐ 其他：________________________"


@dataclass(frozen=True, slots=True)
class Line:
    """A label and what is written behind it; an empty value is filled by hand."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class FormRow:
    """What stands beside one another on the form."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ApplicationForm:
    """D01 社会救助申请表, D02 承诺书 and D03 核对授权书.

    `spending` is told by kind, for twelve months; `read_out` are the notices of which each was read out (☑)
    or not, empty where nobody noted it.
    """

    head: Head
    applicant: tuple[FormRow, ...]
    agent: tuple[FormRow, ...]
    addresses: tuple[FormRow, ...]
    request: str
    causes: tuple[str, ...]
    needs: tuple[str, ...]
    members: tuple[MemberRow, ...]
    income_kinds: tuple[str, ...]
    means: tuple[FormRow, ...]
    bank: tuple[Line, ...]
    pledge: tuple[str, ...]
    notice_and_pledge: str
    statements: tuple[str, ...]
    entrusted: str
    authorisation_number: str
    authorised: str
    scope: tuple[str, ...]
    purpose: str
    term: str
    obligors: str
    officer: str
    spending: str = ""
    read_out: tuple[str, ...] = ()


def application_form(source: Source) -> ApplicationForm:
    """Filled with what was said; the rest is for the pen."""
    application = source.application
    applicant = application.applicant
    agent = application.agent or (Agent("") if source.is_blank else None)
    facts = application.household.facts
    return ApplicationForm(
        applicant=(
            _row(
                ("姓名", applicant.name),
                ("性别、出生日期", "，".join(filter(None, (sex(applicant), birth(applicant))))),
            ),
            _row(
                ("证件类型", ID_CHOICE if source.is_blank else ID_WORDS[applicant.id_type]),
                ("证件号码", full_id(applicant)),
            ),
            _row(("联系电话", applicant.phone), ("户籍地", _hukou(applicant))),
        ),
        agent=(
            (
                _row(("代办人", agent.name), ("与申请人关系", _relation(agent.relation))),
                _row(("代办人证件", agent.id_number), ("代办人电话", agent.phone)),
            )
            if agent
            else ()
        ),
        addresses=(
            _row(("居住地", application.household.address)),
            _row(("送达地址", application.household.address)),
            _row(("电子送达", BY_MESSAGE.format(yes=box(Consent.DELIVERY in application.consents)))),
            _row(("转介", PASSED_ON.format(yes=box(Consent.OUTWARD in application.consents)))),
        ),
        request=application.request,
        causes=_causes(source),
        needs=_needs(source),
        members=tuple(member_row(source, person) for person in application.people),
        income_kinds=tuple(INCOME_WORDS.values()),
        means=(
            _row(
                ("家庭人均月收入（元）", figure(facts, "income_per_capita_month")),
                ("近12个月家庭总收入（元）", figure(facts, "total_income_12m")),
            ),
            _row(
                ("人均金融资产（元）", figure(facts, "financial_assets_per_capita")),
                ("超出规定的住房（套）", figure(facts, "extra_houses")),
            ),
            _row(
                ("在厦门的住房（套）", figure(facts, "owned_house_count")),
                ("非豁免机动车（辆）", figure(facts, "vehicles_nonexempt")),
            ),
            _row(
                ("近12个月刚性支出（元）", figure(facts, "rigid_expense_12m")),
                ("近12个月医疗自付（元）", figure(facts, "medical_self_pay_12m")),
            ),
        ),
        bank=(
            Line("开户人", applicant.name if applicant.bank_account else ""),
            Line("开户银行", ""),
            Line("账号", applicant.bank_account),
        ),
        pledge=PLEDGE,
        notice_and_pledge=NOTICE_AND_PLEDGE,
        statements=_statements(source),
        entrusted=_entrusted(source),
        authorisation_number=authorisation_number(source.case),
        authorised=AUTHORISED,
        scope=SCOPE,
        purpose=PURPOSE,
        term=TERM,
        obligors=OBLIGORS,
        officer=source.officer,
        spending=_spending(application),
        read_out=read_out(source),
        head=head(
            source,
            "D01",
            "社会救助申请表|（含承诺书、核对授权书）",
            unit=source.desk.office(source.place),
            copies="本表一式一份，由窗口存档；核对授权部分扫描后送核对机构。",
            seal="",
            basis="《中华人民共和国社会救助法》第三十七条、第四十条、第四十一条",
        ),
    )


PARTS = frozenset({"application-form", "honesty-pledge", "checking-authorisation", "power-of-attorney"})
"""The papers of the catalogue that this form is itself."""


def _statements(source: Source) -> tuple[str, ...]:
    """What else is declared and signed at the counter, so that nobody is sent home to write it."""
    return tuple(
        paper.title for paper in source.case.papers if paper.state == "signed" and paper.material not in PARTS
    )


def _entrusted(source: Source) -> str:
    if source.is_blank:
        name = relation = "____________"
        return FOR_THE_ENTRUSTED + ENTRUSTED.format(
            name=name, relation=f"与申请人关系：{relation}，", id_number="______________________"
        )
    agent = source.application.agent
    if agent is None or not is_entrusted(source.application):
        return ""
    relation = _relation(agent.relation)
    return ENTRUSTED.format(
        name=agent.name,
        relation=f"与申请人关系：{relation}，" if relation else "",
        id_number=agent.id_number or "________________",
    )


def _row(*pairs: tuple[str, str]) -> FormRow:
    return FormRow(tuple(Line(label, value) for label, value in pairs))


def _relation(code: str) -> str:
    return RELATION_WORDS.get(code, code)


def _hukou(person: Person) -> str:
    return "".join(str(person.facts.get(key, "")) for key in ("hukou_city", "hukou_district"))


def _needs(source: Source) -> tuple[str, ...]:
    if source.is_blank:
        return ("  ".join(NEEDS), OTHER_NEED)
    chosen = [
        f"☑ {group[0].title}" + ("" if group[0].subject == HOUSEHOLD else f"（{whom(source, group)}）")
        for group in alike(source.case.referrals, lambda one: one.subject == HOUSEHOLD)
    ]
    return (*chosen, OTHER_NEED)


def _causes(source: Source) -> tuple[str, ...]:
    """The causes that the facts tell of are ticked; the applicant may tick more."""
    people = [person.facts for person in source.application.people]
    household = source.application.household.facts
    event = household.get("emergency_event")
    told = {
        "患病": any(facts.get("major_illness") is True for facts in people),
        "残疾": any(facts.get("disability_grade") in (1, 2, 3, 4) for facts in people),
        "失业": any(facts.get("employment_status") in ("失业", "无业") for facts in people),
        "就学": any(facts.get("is_full_time_student") is True for facts in people),
        "年老": any(is_old(person, source) for person in source.application.people),
        "意外或灾害": isinstance(event, str) and event != "无",
        "其他": False,
    }
    return tuple(f"{box(ticked)} {cause}" for cause, ticked in told.items())


def is_old(person: Person, source: Source) -> bool:
    born = person.birth_date.year if person.birth_date else person.birth_year
    return born is not None and source.application.on.year - born > 60


def _spending(application: Application) -> str:
    """`医疗自付3200；教育1200`; what was not told is for the pen."""
    rows = application.household.spending
    sums = {kind: total((row for row in rows if row.kind is kind), yearly) for kind in SpendingKind}
    return "；".join(
        f"{SPENDING_WORDS[kind]}{told_figure(sum_)}" for kind, sum_ in sums.items() if sum_ is not None
    )
