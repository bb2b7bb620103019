"""A condition reads as a clerk would say it."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest

from counter.catalogue.load import load
from counter.catalogue.model import Catalogue
from counter.catalogue.rules import conditions, parse_need
from counter.catalogue.wording import condition_text, figure_text, need_text


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


SENTENCES = {
    "household.income_per_capita_month < dibao_month": "家庭人均月收入低于最低生活保障标准（800元/人·月）",
    "household.extra_houses == 0": "无超出规定的住房",
    "household.owned_house_count == 0": "家庭在厦门没有住房",
    "has(person, '低保')": "具有低保身份（本人或整户）",
    "not has(household, '特困')": "家庭没有特困身份",
    "not household.categories contains '低保'": "整户没有低保身份",
    "person.age >= elder_age": "年满60周岁",
    "person.age < child_age": "未满18周岁",
    "person.age <= rehab_age_hukou": "年龄不超过17周岁",
    "household.elder_max_age >= aged_allowance_age": "家中最年长成员年满80周岁",
    "not person.adopted": "未被收养",
    "person.has_disability_cert": "持有效残疾人证",
    "person.disability_grade in [1, 2]": "残疾等级为一级或二级",
    "person.disability_grade in [1, 2, 3, 4]": "残疾等级为一级至四级",
    "person.disability_grade == 3": "残疾等级为三级",
    "person.child_disability_grade <= fp_disabled_grade": "独生子女残疾等级为三级以上（含三级）",
    "person.mental_risk_level >= mental_risk_min": "危险性评估等级不低于3级",
    "person.birth_date >= fp_birth_after": "出生日期不早于1933年1月1日",
    "person.unemployed_months >= hard_emp_unemp_months": "连续失业月数不少于12个月",
    "household.rigid_expense_ratio > rigid_ratio": (
        "近12个月刚性支出占家庭总收入的比例高于刚性支出比例线（50%）"
    ),
    "household.emergency_event != '无'": "有急难事由",
    "person.pension_type != '职工养老'": "养老保险参保类型不是职工养老",
    "person.school_stage in ['小学', '初中']": "就读阶段为小学或初中",
    "person.school_stage in ['中职', '大专', '本科', '研究生']": "就读阶段属于：中职、大专、本科或研究生",
    "person.father_status not in ['失联', '服刑在押']": "父亲状况不是失联或服刑在押",
    "person.legal_supporter_status in ['无', '有但无履行能力']": (
        "法定赡养、抚养、扶养义务人情况为“无”或“有但无履行能力”"
    ),
    "person.disability_types contains '智力'": "残疾类别含智力",
    "not received(person, 'womens-federation.lianggai-aid')": (
        "未享受过低收入妇女“两癌”救助（含厦门四癌救助）"
    ),
}


@pytest.mark.parametrize("condition", SENTENCES)
def test_a_condition_is_a_sentence(catalogue: Catalogue, condition: str) -> None:
    assert need_text(catalogue, parse_need(condition)) == SENTENCES[condition]


def test_alternatives_are_joined_and_like_ones_told_together(catalogue: Catalogue) -> None:
    need = parse_need(["has(person, '低保')", "has(person, '特困')", "person.major_illness"])
    assert need_text(catalogue, need) == "具有低保或特困身份之一（本人或整户），或患当地认定的重特大疾病"
    kinds = parse_need(
        [
            "person.disability_grade in [1, 2]",
            [
                ["person.disability_types contains '智力'", "person.disability_types contains '精神'"],
                "person.disability_grade == 3",
            ],
        ]
    )
    assert need_text(catalogue, kinds) == "残疾等级为一级或二级，或（残疾类别含智力或精神，且残疾等级为三级）"


def test_many_alternatives_become_a_list(catalogue: Catalogue) -> None:
    need = parse_need(["person.is_veteran", "person.deceased", "person.is_graduate", "person.credit_ok"])
    assert (
        need_text(catalogue, need)
        == "符合下列之一：退役军人；已身故；高校毕业生（已毕业）；信用状况符合贷款条件"
    )


def test_a_line_without_a_figure_says_so(catalogue: Catalogue) -> None:
    need = parse_need("household.requested_amount <= wgf_repair")
    assert need_text(catalogue, need).endswith("（尚无数字）")


def test_every_condition_of_the_list_reads_in_chinese_alone(catalogue: Catalogue) -> None:
    for policy in catalogue.policies:
        for way in policy.ways:
            for need in way.needs:
                assert not re.search(r"[a-z_]{2,}|[<>=]", need_text(catalogue, need)), policy.code
                for condition in conditions(need):
                    assert condition_text(catalogue, condition)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (800, "元/人·月", "800元/人·月"),
        (Fraction("1132.5"), "元/人·月", "1132.5元/人·月"),
        (Fraction("0.4983"), "元/千瓦时", "0.4983元/千瓦时"),
        (Fraction("0.5"), "比例", "50%"),
        (Fraction("0.035"), "比例", "3.5%"),
        (Fraction(2, 3), "比例", "2/3"),
        (Fraction(2), "倍低保标准", "低保标准的2倍"),
        (Fraction(1, 3), "元", "1/3元"),
        (-3, "元", "-3元"),
        (Fraction("-0.25"), "元", "-0.25元"),
        (60, "周岁", "60周岁"),
        (date(1933, 1, 1), "日期", "1933年1月1日"),
    ],
)
def test_a_figure_is_told_with_its_unit(value: Fraction | int | date, unit: str, text: str) -> None:
    assert figure_text(value, unit) == text
