"""What the rules mean, sentence by sentence: three values, members, statuses, the cascade, near misses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

import pytest

from counter.cases.application import Application, FactValue
from counter.cases.compiled import rules_on
from counter.cases.facts import Range, Value
from counter.cases.match import Answer, PolicyMatch, Verdict, match
from counter.cases.questions import Question
from counter.cases.reading import read_application
from counter.catalogue.load import load
from counter.catalogue.model import Catalogue
from counter.catalogue.policy import Policy
from tests.counter.made_up_households import Maker
from tests.counter.naive_reading import HOUSEHOLD, NOTHING, NaiveReading

ELIGIBLE, POSSIBLE, NEAR, NOT = Verdict.ELIGIBLE, Verdict.POSSIBLE, Verdict.NEAR, Verdict.NOT
DAY = date(2026, 11, 23)
NAMES = "甲乙丙丁"

QUIET_PERSON: Mapping[str, object] = {
    "hukou_district": "同安区",
    "hukou_city": "厦门",
    "categories": [],
    "clergy_in_temple_years": 0,
    "employment_status": "在职",
    "union_member": False,
    "major_illness": False,
    "disability_grade": 0,
    "disability_types": [],
    "has_disability_cert": False,
    "legal_supporter_status": "有且有能力",
    "rural_resident": False,
    "veteran_category": "无",
    "school_stage": "不在读",
    "children_ever": 2,
    "guardianship_risk": "无",
    "father_status": "正常",
    "mother_status": "正常",
}
QUIET_HOUSEHOLD: Mapping[str, object] = {
    "hukou_in_district": True,
    "categories": [],
    "income_per_capita_month": 9000,
    "financial_assets_per_capita": 99_000,
    "extra_houses": 0,
    "vehicles_nonexempt": 0,
    "rigid_expense_12m": 0,
    "total_income_12m": 108_000,
}
POOR = {"income_per_capita_month": 620, "financial_assets_per_capita": 3000}
"""Within the lines of 低保."""
EDGE = {"income_per_capita_month": 1200, "financial_assets_per_capita": 3000}
"""Above those of 低保, within those of 低保边缘."""
TEKUN = {"income_month": 0, "financial_assets": 0, "legal_supporter_status": "无"}
UNKNOWN = None
"""Said of a fact: take it out of what is otherwise known."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


def someone(age: int | None = 40, born: str = "", **facts: object) -> dict[str, object]:
    """An adult of the district about whom nothing speaks, but for what is said here."""
    known = {key: value for key, value in {**QUIET_PERSON, **facts}.items() if value is not UNKNOWN}
    birth = born or (f"{DAY.year - age}-01-01" if age is not None else "")
    return {"facts": known, **({"birth_date": birth} if birth else {})}


def answer(
    catalogue: Catalogue,
    *people: dict[str, object],
    on: date = DAY,
    context: Mapping[str, object] | None = None,
    **household: object,
) -> Answer:
    told = {key: value for key, value in {**QUIET_HOUSEHOLD, **household}.items() if value is not UNKNOWN}
    named = [
        {"name": f"林{NAMES[i]}", "id_type": "none", "no_id_reason": "证件遗失", **person}
        for i, person in enumerate(people)
    ]
    said = {
        "on": on.isoformat(),
        "people": named,
        "household": {"facts": told},
        "context": {"facts": dict(context or {})},
    }
    return match(read_application(said, catalogue, today=date(2026, 11, 24)).application, catalogue)


def verdict(got: Answer, policy: str) -> Verdict:
    return got.row(policy).verdict


DIBAO = "civil-affairs.dibao"
DIBAO_EDGE = "civil-affairs.dibao-edge"
RIGID = "civil-affairs.rigid-expense"
TEKUN_POLICY = "civil-affairs.tekun"
AGED = "civil-affairs.aged-allowance"
ELECTRICITY = "power-supply.free-electricity"
PREMIUM = "healthcare-security.premium-aid"
APPLY_AID = "healthcare-security.medical-aid-apply"


# --- three values --------------------------------------------------------------------------------


def test_one_row_for_each_policy_in_the_order_of_the_list(catalogue: Catalogue) -> None:
    rows = answer(catalogue, someone()).policies
    assert [row.policy for row in rows] == [policy.code for policy in catalogue.policies_on(DAY)]
    assert len({row.policy for row in rows}) == len(rows) == 70


def test_unknown_is_not_no(catalogue: Catalogue) -> None:
    assert verdict(answer(catalogue, someone(85)), AGED) is POSSIBLE  # nobody said that the person lives
    assert verdict(answer(catalogue, someone(85, deceased=False)), AGED) is ELIGIBLE
    assert verdict(answer(catalogue, someone(85, deceased=True)), AGED) is NOT


def test_a_certain_no_stays_no_whatever_else_is_unknown(catalogue: Catalogue) -> None:
    got = answer(catalogue, {"facts": {"hukou_district": "集美区"}}, hukou_in_district=UNKNOWN)
    assert verdict(got, AGED) is NOT


def test_absent_categories_are_unknown_and_an_empty_list_is_none(catalogue: Catalogue) -> None:
    none = answer(catalogue, someone())
    assert verdict(none, ELECTRICITY) is NOT
    assert verdict(answer(catalogue, someone(), categories=UNKNOWN), ELECTRICITY) is POSSIBLE
    assert verdict(answer(catalogue, someone(categories=UNKNOWN)), ELECTRICITY) is POSSIBLE


def test_one_list_that_holds_it_is_enough_though_another_is_unknown(catalogue: Catalogue) -> None:
    got = answer(catalogue, someone(categories=["特困"]), someone(categories=UNKNOWN), categories=UNKNOWN)
    assert verdict(got, ELECTRICITY) is ELIGIBLE


def test_registered_places_are_never_derived(catalogue: Catalogue) -> None:
    got = answer(catalogue, someone(), hukou_in_district=UNKNOWN, **POOR)
    assert verdict(got, DIBAO) is POSSIBLE
    assert got.row(DIBAO).ask == ("household.facts.hukou_in_district",)


# --- derived figures -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("incomes", "expected"),
    [
        ((900, 600), ELIGIBLE),
        ((1600, None), NEAR),  # at least 800 a head: certainly not below 800, and close to it
        ((5000, None), NOT),
        ((900, None), POSSIBLE),
        ((None, None), POSSIBLE),
    ],
)
def test_income_is_an_interval_while_a_member_has_not_been_asked(
    catalogue: Catalogue, incomes: tuple[int | None, int | None], expected: Verdict
) -> None:
    people = [someone(income_month=income) for income in incomes]
    got = answer(catalogue, *people, income_per_capita_month=UNKNOWN, financial_assets_per_capita=3000)
    assert verdict(got, DIBAO) is expected


def test_a_stated_figure_a_head_is_not_overruled_by_the_members(catalogue: Catalogue) -> None:
    got = answer(catalogue, someone(income_month=5000), **POOR)
    assert verdict(got, DIBAO) is ELIGIBLE


@pytest.mark.parametrize(
    ("born", "on", "expected"),
    [
        ("1946-11-23", date(2026, 11, 22), NEAR),
        ("1946-11-23", date(2026, 11, 23), ELIGIBLE),
        ("1944-02-29", date(2024, 2, 28), NEAR),
        ("1944-02-29", date(2024, 2, 29), ELIGIBLE),
        ("1945-03-01", date(2025, 2, 28), NEAR),
    ],
)
def test_age_rises_on_the_birthday(catalogue: Catalogue, born: str, on: date, expected: Verdict) -> None:
    assert verdict(answer(catalogue, someone(born=born, deceased=False), on=on), AGED) is expected


@pytest.mark.parametrize(("year", "expected"), [(1945, ELIGIBLE), (1946, POSSIBLE), (1947, NEAR)])
def test_a_bare_birth_year_leaves_two_ages_open(catalogue: Catalogue, year: int, expected: Verdict) -> None:
    person = {**someone(None, deceased=False), "birth_year": year}
    assert verdict(answer(catalogue, person), AGED) is expected


def test_the_oldest_is_at_least_the_oldest_known(catalogue: Catalogue) -> None:
    fit = {"categories": ["低保边缘"], "elder_fit_done": False, "housing_stable": True}
    home_fit = "civil-affairs.elder-home-fit"
    undated = someone(None, elder_disability_level="能力完好")
    assert verdict(answer(catalogue, someone(81), undated, **fit), home_fit) is ELIGIBLE
    assert verdict(answer(catalogue, someone(50), undated, **fit), home_fit) is POSSIBLE
    assert verdict(answer(catalogue, someone(50), someone(40), **fit), home_fit) is NOT


def test_a_frail_old_member_is_found_among_the_members(catalogue: Catalogue) -> None:
    fit = {"categories": ["低保边缘"], "elder_fit_done": False, "housing_stable": True}
    frail = someone(60, elder_disability_level="中度失能")
    old, young = someone(70), someone(30, elder_disability_level="完全失能")
    assert verdict(answer(catalogue, frail, **fit), "civil-affairs.elder-home-fit") is ELIGIBLE
    assert verdict(answer(catalogue, old, young, **fit), "civil-affairs.elder-home-fit") is POSSIBLE
    fit_old = someone(70, elder_disability_level="能力完好")
    assert verdict(answer(catalogue, fit_old, young, **fit), "civil-affairs.elder-home-fit") is NOT


def test_spending_has_no_share_of_no_income(catalogue: Catalogue) -> None:
    spent = {"income_per_capita_month": 3000, "financial_assets_per_capita": 0, "rigid_expense_12m": 20_000}
    assert verdict(answer(catalogue, someone(), **spent, total_income_12m=36_000), RIGID) is ELIGIBLE
    assert verdict(answer(catalogue, someone(), **spent, total_income_12m=0), RIGID) is POSSIBLE


# --- members -------------------------------------------------------------------------------------


def test_one_member_must_meet_the_whole_way(catalogue: Catalogue) -> None:
    worker = someone(disability_grade=1, income_month=5000, financial_assets=0)
    idle = someone(employment_status="无业", income_month=0, financial_assets=0)
    assert verdict(answer(catalogue, worker, idle), DIBAO) is NOT
    both = someone(disability_grade=1, employment_status="无业", income_month=0, financial_assets=0)
    assert verdict(answer(catalogue, worker, both), DIBAO) is ELIGIBLE


def test_a_households_policy_is_open_when_some_member_meets_its_way(catalogue: Catalogue) -> None:
    loan = "finance.micro-loan-discount"
    may = {"has_labor_capacity": True, "has_disability_cert": True}
    old, able = someone(80, credit_ok=True, **may), someone(40, credit_ok=True, **may)
    barred = someone(40, credit_ok=False, **may)
    assert verdict(answer(catalogue, old, barred, has_production_project=True), loan) is NOT
    got = answer(catalogue, old, able, has_production_project=True).row(loan)
    assert (got.verdict, got.for_member) == (ELIGIBLE, None)


def test_a_policy_for_persons_tells_every_members_verdict(catalogue: Catalogue) -> None:
    got = answer(catalogue, someone(40), someone(80, deceased=False), someone(79, deceased=False)).row(AGED)
    assert [(s.member, s.verdict) for s in got.subjects] == [(0, NOT), (1, ELIGIBLE), (2, NEAR)]
    assert got.for_member == 1
    assert answer(catalogue, someone()).row(DIBAO).subjects == ()


@pytest.mark.parametrize(
    ("facts", "household"),
    [
        ({"disability_grade": 2}, {"categories": ["低保边缘"], **EDGE}),
        ({"disability_grade": 3, "disability_types": ["精神"]}, {"categories": ["低保边缘"], **EDGE}),
        ({"major_illness": True}, {"categories": ["低保边缘"], **EDGE}),
        (
            {"disability_grade": 1, "employment_status": "无业", "income_month": 0, "financial_assets": 0},
            {},
        ),
        ({"clergy_in_temple_years": 3, "income_month": 100}, {}),
    ],
)
def test_a_single_members_dibao_is_for_that_member(
    catalogue: Catalogue, facts: dict[str, object], household: dict[str, object]
) -> None:
    got = answer(catalogue, someone(50), someone(30, **facts), **household).row(DIBAO)
    assert (got.verdict, got.for_member) == (ELIGIBLE, 1)


def test_the_households_own_dibao_goes_before_a_single_members(catalogue: Catalogue) -> None:
    clergy = someone(clergy_in_temple_years=3, income_month=100)
    got = answer(catalogue, clergy, **POOR).row(DIBAO)
    assert (got.verdict, got.for_member) == (ELIGIBLE, None)


def test_an_unknown_household_is_asked_as_a_household(catalogue: Catalogue) -> None:
    got = answer(catalogue, {"facts": {}}, **dict.fromkeys(QUIET_HOUSEHOLD, UNKNOWN)).row(DIBAO)
    assert (got.verdict, got.for_member) == (POSSIBLE, None)
    assert "household.facts.income_per_capita_month" in got.ask


def test_a_single_members_dibao_is_that_members_category_alone(catalogue: Catalogue) -> None:
    clergy = someone(clergy_in_temple_years=3, income_month=100, med_insured_type="居民医保")
    other = someone(med_insured_type="居民医保")
    got = answer(catalogue, other, clergy).row(PREMIUM)
    assert [s.verdict for s in got.subjects] == [NOT, POSSIBLE]
    assert (got.for_member, got.if_granted) == (1, ("低保",))


# --- statuses ------------------------------------------------------------------------------------


def test_a_household_has_what_any_member_has(catalogue: Catalogue) -> None:
    assert verdict(answer(catalogue, someone(), someone(categories=["特困"])), ELECTRICITY) is ELIGIBLE


def test_a_member_has_what_the_whole_household_has_but_not_what_another_has(catalogue: Catalogue) -> None:
    insured = {"med_insured_type": "居民医保"}
    whole = answer(catalogue, someone(**insured), someone(**insured), categories=["低保"]).row(PREMIUM)
    assert [s.verdict for s in whole.subjects] == [ELIGIBLE, ELIGIBLE]
    one = answer(catalogue, someone(**insured), someone(**insured, categories=["低保"])).row(PREMIUM)
    assert [s.verdict for s in one.subjects] == [NOT, ELIGIBLE]


def test_a_benefit_had_before_closes_the_way_that_is_given_once(catalogue: Catalogue) -> None:
    aid = "womens-federation.lianggai-aid"
    ill = {"sex": "女", "diseases": ["乳腺浸润癌"], "hukou_city": "外省"}
    poor = {"categories": ["低保"]}
    assert verdict(answer(catalogue, someone(**ill, received=[]), **poor), aid) is ELIGIBLE
    assert verdict(answer(catalogue, someone(**ill, received=[aid]), **poor), aid) is NOT
    assert verdict(answer(catalogue, someone(**ill), **poor), aid) is POSSIBLE


# --- the cascade ---------------------------------------------------------------------------------


def granted(got: Answer, policy: str) -> tuple[Verdict, tuple[str, ...]]:
    row = got.row(policy)
    return row.verdict, row.if_granted


def test_what_is_eligible_without_a_grant_has_an_empty_list(catalogue: Catalogue) -> None:
    got = answer(catalogue, someone(med_insured_type="居民医保", disability_grade=1), **POOR)
    assert granted(got, PREMIUM) == (ELIGIBLE, ())


def test_the_edge_opens_a_single_members_dibao_and_that_in_turn_others(catalogue: Catalogue) -> None:
    disabled = someone(disability_grade=2, has_disability_cert=True)
    got = answer(catalogue, someone(), disabled, **EDGE)
    assert granted(got, DIBAO_EDGE) == (ELIGIBLE, ())
    assert granted(got, DIBAO) == (POSSIBLE, ("低保边缘",))
    assert got.row(DIBAO).for_member == 1
    assert granted(got, "civil-affairs.disability-living") == (POSSIBLE, ("低保",))


def test_a_poor_workers_household_opens_golden_autumn(catalogue: Catalogue) -> None:
    student = someone(19, school_stage="本科", is_full_time_student=True)
    lines = {"income_per_capita_month": 2500, "income_after_rigid_per_capita_month": 1500}
    got = answer(catalogue, someone(union_member=True), student, **lines)
    assert granted(got, "trade-unions.distressed-worker") == (ELIGIBLE, ())
    assert granted(got, "trade-unions.golden-autumn") == (POSSIBLE, ("困难职工家庭",))
    assert got.row("trade-unions.golden-autumn").for_member == 1


def test_an_orphan_opens_premium_aid_for_that_child_alone(catalogue: Catalogue) -> None:
    child = someone(
        10, father_status="死亡", mother_status="查找不到", adopted=False, med_insured_type="居民医保"
    )
    got = answer(catalogue, someone(70, med_insured_type="居民医保"), child).row(PREMIUM)
    assert [s.verdict for s in got.subjects] == [NOT, POSSIBLE]
    assert got.if_granted == ("孤儿",)


def test_a_later_policy_opens_an_earlier_one(catalogue: Catalogue) -> None:
    context = {"price_linkage_active": True}
    got = answer(catalogue, someone(70, veteran_category="残疾军人"), context=context)
    assert granted(got, "civil-affairs.price-subsidy") == (POSSIBLE, ("优抚对象",))


def test_every_category_that_is_needed_is_named(catalogue: Catalogue) -> None:
    veteran = someone(70, veteran_category="残疾军人", is_veteran=False, hardship_months_ago=3)
    got = answer(catalogue, veteran, **POOR)
    assert granted(got, "veterans.veteran-hardship") == (POSSIBLE, ("低保", "优抚对象"))


def test_of_two_lists_as_small_the_earlier_judged_is_named(catalogue: Catalogue) -> None:
    got = answer(catalogue, someone(70, **TEKUN), **POOR)
    assert granted(got, TEKUN_POLICY) == granted(got, DIBAO) == (ELIGIBLE, ())
    assert granted(got, ELECTRICITY) == (POSSIBLE, ("特困",))


def test_what_an_eligible_policy_confers_is_named_before_what_a_possible_one_may(
    catalogue: Catalogue,
) -> None:
    perhaps = someone(70, **{**TEKUN, "legal_supporter_status": UNKNOWN})
    got = answer(catalogue, perhaps, **POOR)
    assert granted(got, TEKUN_POLICY) == (POSSIBLE, ())
    row = got.row(ELECTRICITY)
    assert (row.verdict, row.if_granted, row.way) == (POSSIBLE, ("低保",), "低保户")


def test_a_merely_possible_policy_opens_others_as_possible_only(catalogue: Catalogue) -> None:
    got = answer(catalogue, someone(), **{**POOR, "extra_houses": UNKNOWN})
    assert granted(got, DIBAO) == (POSSIBLE, ())
    assert granted(got, ELECTRICITY) == (POSSIBLE, ("低保",))


def test_the_way_told_is_one_that_the_named_grants_open(catalogue: Catalogue) -> None:
    maker = Maker(catalogue)
    for seed in range(12):
        application = maker.household(seed)
        for row in match(application, catalogue).policies:
            if row.if_granted:
                after = match(with_statuses(application, row.if_granted), catalogue).row(row.policy)
                assert after.verdict in (ELIGIBLE, POSSIBLE), (seed, row.policy)


def with_statuses(application: Application, categories: tuple[str, ...]) -> Application:
    """The same household, which holds these as a whole."""
    facts = dict(application.household.facts)
    held = facts.get("categories", frozenset())
    assert isinstance(held, frozenset)
    facts["categories"] = held | frozenset(categories)
    return replace(application, household=replace(application.household, facts=facts))


# --- what a grant would take away ----------------------------------------------------------------


def test_the_absence_of_a_category_reads_what_is_held(catalogue: Catalogue) -> None:
    ill = someone(med_insured_type="居民医保", major_illness=True)
    got = answer(catalogue, ill, **POOR, medical_self_pay_12m=20_000)
    assert verdict(got, DIBAO) is ELIGIBLE
    assert (got.row(APPLY_AID).verdict, got.row(APPLY_AID).lost_if) == (ELIGIBLE, ("低保",))
    held = answer(catalogue, ill, **POOR, medical_self_pay_12m=20_000, categories=["低保"])
    assert (held.row(APPLY_AID).verdict, held.row(APPLY_AID).lost_if) == (NOT, ())


def test_lost_if_also_tells_of_the_households_own_list(catalogue: Catalogue) -> None:
    got = answer(catalogue, someone(), **POOR, rigid_expense_12m=20_000, total_income_12m=24_000)
    assert (got.row(RIGID).verdict, got.row(RIGID).lost_if) == (ELIGIBLE, ("低保",))


def test_a_members_dibao_leaves_the_households_edge(catalogue: Catalogue) -> None:
    idle = someone(disability_grade=1, employment_status="无业", income_month=0, financial_assets=0)
    got = answer(catalogue, idle, someone(), **EDGE)
    assert (got.row(DIBAO).verdict, got.row(DIBAO).for_member) == (ELIGIBLE, 0)
    assert (got.row(DIBAO_EDGE).verdict, got.row(DIBAO_EDGE).lost_if) == (ELIGIBLE, ())
    held = answer(catalogue, someone(categories=["低保"]), someone(), **EDGE)
    assert verdict(held, DIBAO_EDGE) is ELIGIBLE


def test_a_members_tekun_takes_the_households_edge(catalogue: Catalogue) -> None:
    got = answer(catalogue, someone(70, **TEKUN), someone(), **EDGE)
    assert (got.row(DIBAO_EDGE).verdict, got.row(DIBAO_EDGE).lost_if) == (ELIGIBLE, ("特困",))


def test_exclusions_never_change_a_verdict(catalogue: Catalogue) -> None:
    excluded = {rule.policy for rule in catalogue.policy(TEKUN_POLICY).exclusions}
    assert DIBAO in excluded
    got = answer(catalogue, someone(70, **TEKUN), **POOR)
    assert verdict(got, TEKUN_POLICY) is verdict(got, DIBAO) is ELIGIBLE


# --- near misses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("household", "expected"),
    [
        ({"income_per_capita_month": "799.99"}, ELIGIBLE),
        ({"income_per_capita_month": 800}, NEAR),  # below 800 is asked
        ({"income_per_capita_month": 880}, NEAR),
        ({"income_per_capita_month": "880.01"}, NOT),
        ({"financial_assets_per_capita": 19_200}, ELIGIBLE),  # up to 19,200 is allowed
        ({"financial_assets_per_capita": 21_120}, NEAR),
        ({"financial_assets_per_capita": "21120.01"}, NOT),
        ({"income_per_capita_month": 810, "financial_assets_per_capita": 19_300}, NOT),
        ({"income_per_capita_month": 810, "vehicles_nonexempt": 1}, NOT),
        ({"vehicles_nonexempt": 1}, NOT),  # a line of nothing is never near
        ({"income_per_capita_month": 810, "extra_houses": UNKNOWN}, NEAR),
    ],
)
def test_near_is_one_figure_within_a_tenth_of_its_line(
    catalogue: Catalogue, household: dict[str, object], expected: Verdict
) -> None:
    got = answer(catalogue, someone(), **{**POOR, **household})
    assert verdict(got, DIBAO) is expected


def test_an_any_of_is_as_near_as_its_nearest_branch(catalogue: Catalogue) -> None:
    pupil = someone(10, school_stage="小学", is_full_time_student=True, parent_disabled=False)
    aid = "education.compulsory-living-aid"
    quiet = {"basic_living_hardship": False}
    near = answer(catalogue, pupil, **quiet, income_per_capita_month=1700, financial_assets_per_capita=0)
    assert verdict(near, aid) is NEAR
    both = answer(catalogue, pupil, **quiet, income_per_capita_month=1700, financial_assets_per_capita=40_000)
    assert verdict(both, aid) is NOT  # the branch fails twice


def test_a_date_is_never_near(catalogue: Catalogue) -> None:
    reward = "health.fp-rural-reward"
    parent = {"rural_resident": True, "family_planning_compliant": True, "children_alive_count": 1}
    assert verdict(answer(catalogue, someone(born="1932-12-31", **parent)), reward) is NOT
    assert verdict(answer(catalogue, someone(born="1933-01-01", **parent)), reward) is ELIGIBLE


def test_near_reads_what_is_held_today(catalogue: Catalogue) -> None:
    """Who would also need a status first is not near, though it may be granted in the same application."""
    frail = someone(59, elder_disability_level="完全失能")
    care = "civil-affairs.elder-care-subsidy"
    assert verdict(answer(catalogue, frail, categories=["低保边缘"], **EDGE), care) is NEAR
    assert verdict(answer(catalogue, frail, **EDGE), care) is NOT


def test_a_near_row_shows_one_unmet_need(catalogue: Catalogue) -> None:
    maker = Maker(catalogue)
    seen = 0
    for seed in range(60):
        for row in match(maker.household(seed), catalogue).policies:
            if row.verdict is NEAR:
                seen += 1
                assert needs_unmet(row) == 1, (seed, row.policy)
    assert seen > 20


def needs_unmet(row: PolicyMatch) -> int:
    """How many needs of the way are certainly unmet, going by the groups that the conditions are told in."""

    def unmet(group: str) -> bool:
        below = {found.group for found in row.conditions if found.group.startswith(f"{group}.")}
        branches = {".".join(name.split(".")[: group.count(".") + 2]) for name in below}
        states = [found.state == "unmet" for found in row.conditions if found.group == group]
        states += [unmet(branch) for branch in branches]
        return any(states) if group.count(".") % 2 else all(states)  # `2` is an any-of, `2.3` all of a branch

    alone = sum(found.state == "unmet" for found in row.conditions if not found.group)
    lists = {found.group.partition(".")[0] for found in row.conditions if found.group}
    return alone + sum(map(unmet, lists))


# --- amounts -------------------------------------------------------------------------------------


def fen(got: Answer, policy: str) -> int | None:
    return got.row(policy).amount.fen


def test_a_households_dibao_fills_the_gap_for_each_member(catalogue: Catalogue) -> None:
    assert fen(answer(catalogue, someone(), someone(), **POOR), DIBAO) == (800 - 620) * 2 * 100


def test_a_single_members_dibao_fills_his_own_gap_whatever_the_household_has(catalogue: Catalogue) -> None:
    clergy = someone(clergy_in_temple_years=3, income_month="100.50")
    for income in (9000, 700, UNKNOWN):
        got = answer(catalogue, someone(), clergy, income_per_capita_month=income, extra_houses=1)
        assert (got.row(DIBAO).for_member, fen(got, DIBAO)) == (1, 69_950)


def test_an_amount_rests_on_the_grants_that_are_named_and_on_no_others(catalogue: Catalogue) -> None:
    care = "civil-affairs.disability-care"
    grave = someone(
        disability_grade=2,
        has_disability_cert=True,
        needs_long_term_care=True,
        work_injury_care_paid=False,
    )
    assert fen(answer(catalogue, grave, categories=["低保"], **POOR), care) == 12_100
    # Dibao is open in the same application, but this policy is open without it.
    assert granted(answer(catalogue, grave, **POOR), care) == (ELIGIBLE, ())
    assert fen(answer(catalogue, grave, **POOR), care) == 8500
    asked = someone(disability_grade=2, has_disability_cert=True, work_injury_care_paid=False)
    assert fen(answer(catalogue, asked, **POOR), care) == 8500

    aid = "healthcare-security.medical-aid"
    ill = someone(med_insured_type="居民医保", hospitalized=True, self_pay_after_critical_12m=10_000)
    assert granted(answer(catalogue, ill, **POOR), aid) == (POSSIBLE, ("低保",))
    assert fen(answer(catalogue, ill, **POOR), aid) == 7000_00


def test_a_share_is_cut_to_the_fen(catalogue: Catalogue) -> None:
    worker = someone(
        categories=["就业困难人员"],
        flexible_employment_registered=True,
        self_paid_social_insurance=True,
        si_paid_month=1000,
    )
    row = answer(catalogue, worker).row("human-resources.flexible-si")
    assert (row.amount.fen, row.amount.months) == (666_66, 36)


def test_an_amount_is_known_though_its_months_are_not(catalogue: Catalogue) -> None:
    row = answer(catalogue, someone(employment_status="失业")).row("human-resources.unemployment-benefit")
    assert row.verdict is POSSIBLE
    assert (row.amount.fen, row.amount.months) == (1585_50, None)


def test_segments_are_slices_of_the_whole_bill(catalogue: Catalogue) -> None:
    ill = someone(med_insured_type="居民医保", self_pay_medical_12m=120_000, categories=["低保"])
    row = answer(catalogue, ill).row("healthcare-security.critical-insurance")
    assert row.verdict is ELIGIBLE
    assert row.amount.fen == (90_000 * 70 + 20_000 * 80) * 100 // 100


def test_a_ceiling_is_told_as_at_most_wherever_it_stands(catalogue: Catalogue) -> None:
    student = someone(20, school_stage="本科")
    row = answer(catalogue, student, categories=["低保"]).row("charity.charity-aid")
    assert (row.verdict, row.amount.fen, row.amount.at_most) == (ELIGIBLE, 6000_00, True)


def test_an_amount_that_cannot_be_worked_out_says_what_is_missing(catalogue: Catalogue) -> None:
    urgent = {"emergency_in_district": True, "emergency_event": "火灾", "basic_living_hardship": True}
    row = answer(catalogue, someone(), **urgent).row("civil-affairs.temp-emergency")
    assert row.verdict is ELIGIBLE
    assert (row.amount.fen, row.amount.missing) == (None, ("拟救助金额",))


# --- what to ask ---------------------------------------------------------------------------------


def test_a_status_that_may_be_held_is_asked_even_where_a_grant_would_do(catalogue: Catalogue) -> None:
    got = answer(catalogue, someone(), **POOR, categories=UNKNOWN)
    row = got.row(ELECTRICITY)
    assert (row.verdict, row.if_granted, row.ask) == (POSSIBLE, ("低保",), ("household.facts.categories",))
    assert ELECTRICITY in next(q.policies for q in got.questions if q.path == "household.facts.categories")


def test_one_list_of_several_that_are_unknown_does_not_settle_a_no(catalogue: Catalogue) -> None:
    """Whoever is asked for his statuses may have none: while another's are unknown, that says nothing."""

    def asked_for(*people: dict[str, object]) -> tuple[str, ...]:
        questions = answer(catalogue, *people).questions
        return next(q.policies for q in questions if q.path == "people[0].facts.categories")

    unasked = someone(85, categories=UNKNOWN)
    home_fit = "civil-affairs.elder-home-fit"  # waits for more, so that only a no settles it
    assert home_fit in asked_for(unasked, someone())
    assert home_fit not in asked_for(unasked, unasked)


def test_whoever_answers_all_that_is_asked_gets_a_certain_answer(catalogue: Catalogue) -> None:
    maker, random = Maker(catalogue), Random(1)
    checked = 0
    for seed in range(20):
        application = maker.household(seed)
        rows = match(application, catalogue).policies
        waiting = [row for row in rows if row.verdict is POSSIBLE and row.ask and not row.if_granted]
        for row in random.sample(waiting, min(len(waiting), 5)):
            checked += 1
            after = NaiveReading(answered(application, row.ask, maker, random), catalogue)
            target = HOUSEHOLD if row.for_member is None else row.for_member
            tried = [t for t in after.trials[row.policy] if (t.way.title, t.target) == (row.way, target)]
            certain = [t for t in tried if after.met(t.way, t.member, {}, NOTHING) is not None]
            assert certain, (seed, row.policy, row.ask)
    assert checked > 50


def answered(application: Application, paths: tuple[str, ...], maker: Maker, random: Random) -> Application:
    """The application with some answer to each of these paths."""
    people, facts = list(application.people), dict(application.household.facts)
    context = dict(application.context)
    for path in paths:
        place, _, key = path.rpartition(".")
        if place.startswith("people"):
            index = int(place[place.index("[") + 1 : place.index("]")])
            person = people[index]
            if key == "birth_date":
                people[index] = replace(person, birth_date=date(1950, 1, 1), birth_year=None)
            elif key == "sex":
                people[index] = replace(person, sex="女")
            else:
                value = some_answer(maker, random, f"person.{key}")
                people[index] = replace(person, facts={**person.facts, key: value})
        elif place.startswith("household"):
            facts[key] = some_answer(maker, random, f"household.{key}")
        else:
            context[key] = some_answer(maker, random, f"context.{key}")
    household = replace(application.household, facts=facts)
    return replace(application, people=tuple(people), household=household, context=context)


def some_answer(maker: Maker, random: Random, name: str) -> FactValue:
    return maker.value(random, maker.catalogue.facts[name], 0.5)


def test_a_question_settles_what_it_says_and_the_most_settling_comes_first(catalogue: Catalogue) -> None:
    maker, random, telling = Maker(catalogue), Random(2), rules_on(catalogue, DAY).telling
    for seed in range(12):
        application = maker.household(seed)
        before = match(application, catalogue)
        counts = [question.settles for question in before.questions]
        assert counts == sorted(counts, reverse=True)
        for question in random.sample(before.questions, min(2, len(counts))):
            assert question.settles == len(question.policies) > 0
            settled: set[str] = set()
            for value in telling[question.fact.name]:
                after = match(with_answer(application, question, value), catalogue)
                pairs = zip(before.policies, after.policies, strict=True)
                settled |= {row.policy for was, row in pairs if is_settled(was, row)}
            assert set(question.policies) <= settled, (seed, question.path)


def is_settled(before: PolicyMatch, after: PolicyMatch) -> bool:
    """A possible row became certain; of a policy for persons, that of some member."""
    if not before.subjects:
        return before.verdict is POSSIBLE and after.verdict is not POSSIBLE
    members = zip(before.subjects, after.subjects, strict=True)
    return any(was.verdict is POSSIBLE and now.verdict is not POSSIBLE for was, now in members)


def with_answer(application: Application, question: Question, value: Value) -> Application:
    assert value is not None and not isinstance(value, Range)
    if question.path.endswith(".birth_date"):
        assert question.member is not None and isinstance(value, int | Fraction | date)
        born = value if isinstance(value, date) else date(DAY.year - int(value), 1, 1)
        people = list(application.people)
        people[question.member] = replace(people[question.member], birth_date=born, birth_year=None)
        return replace(application, people=tuple(people))
    key = question.fact.key
    if question.member is None and question.fact.scope == "household":
        facts = {**application.household.facts, key: value}
        return replace(application, household=replace(application.household, facts=facts))
    if question.member is None:
        return replace(application, context={**application.context, key: value})
    people = list(application.people)
    person = people[question.member]
    people[question.member] = replace(person, facts={**person.facts, key: value})
    return replace(application, people=tuple(people))


# --- standards -----------------------------------------------------------------------------------


def test_a_line_that_is_out_of_date_or_a_placeholder_is_told_where_it_decided(catalogue: Catalogue) -> None:
    got = answer(catalogue, someone(), **POOR)
    assert {"dibao_month", "property_fin_dibao"} <= set(got.row(DIBAO).provisional)
    assert got.row(ELECTRICITY).provisional == ()


def test_every_policy_has_ways_that_a_household_can_be_tried_on(catalogue: Catalogue) -> None:
    def is_tried(policy: Policy) -> bool:
        return bool(policy.ways) and all(way.needs for way in policy.ways)

    assert all(is_tried(policy) for policy in catalogue.policies)
