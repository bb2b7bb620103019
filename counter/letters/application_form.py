"""D01 with D02 and D03: the application, the pledge and the authorisation to check, one form to sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from counter.cases.application import (
    Application,
    Consent,
    FactValue,
    IdType,
    IncomeKind,
    Person,
    SpendingKind,
)
from counter.cases.means import monthly, total, yearly
from counter.cases.split import HOUSEHOLD, is_entrusted
from counter.letters.matters import alike, whom
from counter.letters.parts import (
    RELATION_WORDS,
    Head,
    Source,
    birth,
    box,
    full_id,
    head,
    is_minor,
    sex,
)
from counter.text import plain_number

ID_WORDS: Mapping[IdType, str] = {
    IdType.RESIDENT: "居民身份证",
    IdType.HMT_RESIDENCE: "港澳台居民居住证",
    IdType.FOREIGN_PERMANENT: "外国人永久居留身份证",
    IdType.HM_PASS: "港澳居民来往内地通行证",
    IdType.TAIWAN_PASS: "台湾居民来往大陆通行证",
    IdType.PASSPORT: "护照",
    IdType.NONE: "无证件（证号待补）",
}

INCOME_WORDS: Mapping[IncomeKind, str] = {
    IncomeKind.WAGE: "工资性收入",
    IncomeKind.BUSINESS: "经营净收入",
    IncomeKind.PROPERTY: "财产净收入",
    IncomeKind.TRANSFER: "转移净收入",
}
SPENDING_WORDS: Mapping[SpendingKind, str] = {
    SpendingKind.LIVING: "基本生活",
    SpendingKind.MEDICAL: "医疗自付",
    SpendingKind.EDUCATION: "教育",
    SpendingKind.DISABILITY: "残疾康复",
    SpendingKind.OTHER: "其他刚性支出",
}
READ_OUT: Mapping[Consent, str] = {
    Consent.TRUTH: "如实申报和虚报的后果",
    Consent.MEANS: "家庭经济状况核对授权",
    Consent.SHARING: "信息只提供给承办部门",
    Consent.DELIVERY: "文书送达方式",
    Consent.REMEDIES: "书面决定和救济途径",
}
BY_MESSAGE = "{yes} 同意用短信、电子方式送达  ☐ 不同意（选填，不影响申请）"
PASSED_ON = (
    "{yes} 同意把姓名、电话和困难情况转给慈善组织、社会组织或者学校，由其提供帮助  "
    "☐ 不同意（选填，不影响申请）"
)

PLEDGE = (
    "所填写的家庭人口、收入、财产、支出和困难情况真实、完整，提交的材料真实有效，没有隐瞒。",
    "同意并配合家庭经济状况信息核对、入户调查和依法进行的公示。",
    "家庭人口、收入、财产等情况发生变化时，及时告知受理申请的镇人民政府（街道办事处）。",
    "知道以虚报、隐瞒、伪造等手段骗取社会救助的，依照《中华人民共和国社会救助法》第七十三条，"
    "由有关部门停止救助、责令退回，可以处骗取款额或者物资价值二倍以下罚款；构成犯罪的，依法追究刑事责任。",
)
NOTICE_AND_PLEDGE = "以下事项以本承诺代替证明材料：______________________________________________"

SCOPE = (
    "户籍和婚姻登记",
    "纳税",
    "社会保险缴纳和待遇",
    "住房公积金",
    "不动产登记",
    "市场主体登记",
    "车辆、船舶",
    "银行存款、贷款",
    "保险、证券、基金",
    "非银行支付机构账户",
)
PURPOSE = "仅用于本次社会救助的申请、审核确认，以及享受救助期间的定期核查和动态管理，不用于其他目的。"
TERM = (
    "自签字之日起，至本次申请办结；获得救助的，至救助终止之日止。"
    "本人可以书面撤回授权，撤回不影响此前已进行的核对。"
)
ENTRUSTED = (
    "申请人委托{name}（{relation}证件号码：{id_number}）代为提出申请、提交和补充材料、签收文书，"
    "自签字之日起至本次申请办结。"
)
OBLIGORS = "对不共同生活的法定赡养、抚养、扶养义务人的核对，须经其本人另行书面同意。"


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member as on the form; an empty text is a cell to fill by hand. `signer` says who signs.

    `incomes` are yuan a month, one for each of the form's kinds.
    """

    name: str
    relation: str
    id_number: str
    sex: str
    birth: str
    ethnic: str
    marriage: str
    education: str
    health: str
    disability: str
    disability_card: str
    labour: str
    work: str
    income_month: str
    signer: str
    incomes: tuple[str, ...] = ()


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
    agent = application.agent
    facts = application.household.facts
    return ApplicationForm(
        applicant=(
            _row(
                ("姓名", applicant.name),
                ("性别、出生日期", "，".join(filter(None, (sex(applicant), birth(applicant))))),
            ),
            _row(("证件类型", ID_WORDS[applicant.id_type]), ("证件号码", full_id(applicant))),
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
                ("家庭人均月收入（元）", _figure(facts, "income_per_capita_month")),
                ("近12个月家庭总收入（元）", _figure(facts, "total_income_12m")),
            ),
            _row(
                ("人均金融资产（元）", _figure(facts, "financial_assets_per_capita")),
                ("超出规定的住房（套）", _figure(facts, "extra_houses")),
            ),
            _row(
                ("在厦门的住房（套）", _figure(facts, "owned_house_count")),
                ("非豁免机动车（辆）", _figure(facts, "vehicles_nonexempt")),
            ),
            _row(
                ("近12个月刚性支出（元）", _figure(facts, "rigid_expense_12m")),
                ("近12个月医疗自付（元）", _figure(facts, "medical_self_pay_12m")),
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
        authorisation_number=f"{source.case.number}-核",
        authorised="县级以上人民政府民政部门及其居民家庭经济状况核对机构",
        scope=SCOPE,
        purpose=PURPOSE,
        term=TERM,
        obligors=OBLIGORS,
        officer=source.officer,
        spending=_spending(application),
        read_out=_read_out(application),
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


def _figure(facts: Mapping[str, FactValue], key: str) -> str:
    value = facts.get(key)
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        return ""
    return plain_number(value)


def _needs(source: Source) -> tuple[str, ...]:
    chosen = [
        f"☑ {group[0].title}" + ("" if group[0].subject == HOUSEHOLD else f"（{whom(source, group)}）")
        for group in alike(source.case.referrals, lambda one: one.subject == HOUSEHOLD)
    ]
    return (*chosen, "☐ 其他：________________________")


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


def member_row(source: Source, person: Person) -> MemberRow:
    facts = person.facts
    grade = facts.get("disability_grade")
    types = facts.get("disability_types")
    kinds = "、".join(sorted(types)) if isinstance(types, frozenset) else ""
    disability = "无" if grade == 0 else kinds
    if isinstance(grade, int) and 1 <= grade <= 4:
        disability += f"{'一二三四'[grade - 1]}级"
    able = facts.get("has_labor_capacity")
    return MemberRow(
        name=person.name,
        relation=_relation(person.relation),
        id_number=full_id(person),
        sex=sex(person),
        birth=birth(person),
        ethnic="",
        marriage="",
        education=""
        if facts.get("is_full_time_student") is not True
        else f"{facts.get('school_stage', '')}在读",
        health="重特大疾病" if facts.get("major_illness") is True else "",
        disability=disability,
        disability_card="",
        labour={True: "有", False: "无"}.get(able, "") if isinstance(able, bool) else "",
        work=str(facts.get("employment_status") or ""),
        income_month=_figure(facts, "income_month"),
        signer="监护人代签" if is_minor(person, source.application.on) else "本人签字",
        incomes=_incomes(person),
    )


def _incomes(person: Person) -> tuple[str, ...]:
    """Yuan a month by kind; an empty cell was not told. Who has no income has none of any kind."""
    if any(row.kind is IncomeKind.NONE for row in person.incomes):
        return tuple("0" for _kind in INCOME_WORDS)
    return tuple(
        _told(total((row for row in person.incomes if row.kind is kind), monthly)) for kind in INCOME_WORDS
    )


def _spending(application: Application) -> str:
    """`医疗自付3200；教育1200`; what was not told is for the pen."""
    rows = application.household.spending
    sums = {kind: total((row for row in rows if row.kind is kind), yearly) for kind in SpendingKind}
    return "；".join(
        f"{SPENDING_WORDS[kind]}{_told(sum_)}" for kind, sum_ in sums.items() if sum_ is not None
    )


def _told(figure: Fraction | None) -> str:
    return "" if figure is None else plain_number(figure)


def _read_out(application: Application) -> tuple[str, ...]:
    if not application.consents:
        return ()
    return tuple(f"{box(consent in application.consents)} {words}" for consent, words in READ_OUT.items())
