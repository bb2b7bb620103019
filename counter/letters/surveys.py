"""D13 the home survey: what is known is printed, what is seen and heard there is written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from counter.cases.application import FactValue
from counter.cases.split import HOUSEHOLD
from counter.cases.steps import INVESTIGATORS, Step, StepKind
from counter.errors import Refused
from counter.letters.member_rows import INCOME_WORDS, MemberRow, member_row
from counter.letters.parts import (
    Head,
    Source,
    basis_of,
    day_or_blank,
    head,
    name_of,
)
from counter.text import plain_number

SUPPORT = "特困"
"""Whose ability to care for themselves is tested. Legal source: 特困人员认定办法 art. 21, 22."""
BASIS = (
    "《中华人民共和国社会救助法》第四十三条；"
    "《最低生活保障审核确认办法》第十六条；《特困人员认定办法》第十三条"
)
"""Of a form that is about no policy yet."""
ABILITIES = ("吃饭", "穿衣", "上下床", "如厕", "室内行走", "洗澡")
HOUSING = ("☐ 自建", "☐ 商品房", "☐ 还建", "☐ 租住", "☐ 与子女同住", "☐ 其他")
DECORATION = ("☐ 未装修", "☐ 普通", "☐ 豪华")
MARKS = ("☐ 经办人员、村（居）干部近亲属", "☐ 建档立卡", "☐ 人户分离", "☐ 单亲", "☐ 孤儿", "☐ 其他")
CAUSES = ("☐ 残疾", "☐ 患病", "☐ 年老", "☐ 就学", "☐ 失业", "☐ 灾害", "☐ 其他")
SPENDING = (
    "水、电、燃料（元/月）",
    "通讯、物业（元/月）",
    "医疗自付（元/年）",
    "教育（元/年）",
    "残疾康复（元/年）",
    "其他（元/年）",
)
PROPERTY = (
    "存款、现金（元）",
    "证券、保险、基金（元）",
    "机动车（辆、车型）",
    "门面、企业",
    "大型农机具",
    "牲畜",
)
INCOMES = (*INCOME_WORDS.values(), "赡抚扶养费", "其他")


@dataclass(frozen=True, slots=True)
class Survey:
    """D13 入户调查表; an empty value is written by hand. `abilities` are for 特困 alone."""

    head: Head
    matter: str
    subject: str
    householder: str
    address: str
    village: str
    size: str
    request: str
    turn: str
    due: str
    surveyed: str
    ways: tuple[str, ...]
    members: tuple[MemberRow, ...]
    income_kinds: tuple[str, ...]
    housing: tuple[str, ...]
    decoration: tuple[str, ...]
    property: tuple[str, ...]
    spending: tuple[str, ...]
    known: tuple[str, ...]
    abilities: tuple[str, ...]
    scale: str
    marks: tuple[str, ...]
    causes: tuple[str, ...]
    found: str
    investigators: tuple[str, ...]
    present: str
    rules: tuple[str, ...]


def survey(source: Source) -> Survey:
    """For `referral`: of the survey that is to be made next, or of the one made last.

    Raises `Refused` for a policy that looks at nobody's means; where nothing is known, all is for the pen.
    """
    if source.is_blank:
        return _form(source, BASIS, tested=True)
    referral = source.referral
    if referral is None:
        raise Refused("Say what the paper is about.", field="referral")
    policy = source.policy(referral)
    if not policy.needs_means_test:
        raise Refused(
            "{title} asks for no home survey. Ask for no more than the policy does.", title=policy.title
        )
    step = step_of(referral.steps)
    application = source.application
    householder = next((one.name for one in application.people if one.relation == "02"), "")
    return replace(
        _form(source, basis_of(policy), tested=SUPPORT in policy.grants),
        matter=referral.title,
        subject=name_of(application, referral.subject),
        householder=householder or application.applicant.name,
        village=f"{source.case.place_title}________村（居）",
        size=f"{len(application.people)}人" + ("" if referral.subject == HOUSEHOLD else "，保障1人"),
        turn=f"第{step.turn}次调查" if step else "第1次调查",
        due=f"{day_or_blank(step.due)}前开始" if step and step.due else "",
        surveyed=day_or_blank(step.done_on if step else None),
        found=step.result if step else "",
        investigators=_investigators(step),
        present=step.present if step else "",
    )


def _form(source: Source, basis: str, *, tested: bool) -> Survey:
    """What stands on it whatever is asked for, and who lives in the household; `tested`: care for oneself."""
    application = source.application
    return Survey(
        matter="",
        subject="",
        householder="",
        address=application.household.address,
        village="",
        size="",
        request=application.request,
        turn="第____次调查",
        due="",
        surveyed=day_or_blank(None),
        ways=("☐ 入户", "☐ 邻里访问", "☐ 信函索证", "☐ 电话、视频（重大突发情况）"),
        members=tuple(member_row(source, person) for person in application.people),
        income_kinds=INCOMES,
        housing=HOUSING,
        decoration=DECORATION,
        property=PROPERTY,
        spending=SPENDING,
        known=_known(application.household.facts),
        abilities=tuple(f"{one} ☐能 ☐不能" for one in ABILITIES) if tested else (),
        scale="六项都能的，具备自理能力；一项至三项不能的，部分丧失；四项以上不能的，完全丧失。"
        if tested
        else "",
        marks=MARKS,
        causes=CAUSES,
        found="",
        investigators=_investigators(None),
        present="",
        rules=(
            "调查人员不少于两人，由调查人员和在场的家庭成员签字；附入户照片。",
            "收入、财产能够通过信息核对取得的，不要求家庭提供证明（《中华人民共和国社会救助法》第六十二条）；"
            "本表信息只用于办理所列事项，不得泄露。",
        ),
        head=head(
            source,
            "D13",
            "社会救助入户调查表",
            unit=source.desk.office(source.place),
            copies="本表一式一份，存入一户一档。",
            seal="",
            basis=basis,
        ),
    )


def step_of(steps: tuple[Step, ...]) -> Step | None:
    """The survey that is to be made, else the latest one."""
    surveys = [one for one in steps if one.kind is StepKind.SURVEY]
    return next((one for one in surveys if one.done_on is None), surveys[-1] if surveys else None)


def _investigators(step: Step | None) -> tuple[str, ...]:
    named = step.by if step else ()
    return (*named, *[""] * INVESTIGATORS)[: max(INVESTIGATORS, len(named))]


_LABELS = {
    "income_per_capita_month": "人均月收入（元）",
    "financial_assets_per_capita": "人均金融资产（元）",
    "extra_houses": "超出规定的住房（套）",
    "vehicles_nonexempt": "非豁免机动车（辆）",
    "rigid_expense_12m": "近12个月刚性支出（元）",
    "medical_self_pay_12m": "近12个月医疗自付（元）",
}


def _known(facts: Mapping[str, FactValue]) -> tuple[str, ...]:
    """What was said at the counter, to be compared with what is seen."""
    return tuple(
        f"{label}{plain_number(value)}"
        for key, label in _LABELS.items()
        if not isinstance(value := facts.get(key), bool) and isinstance(value, int | Fraction)
    )
