"""Which standards a policy stands on, and how one that follows from others reads."""

from counter.catalogue.figures import figures_of, formula_text, policies_by_figure
from counter.catalogue.model import Catalogue
from counter.catalogue.rules import Compare, StandardRef, conditions, parse_formula


def test_a_policy_stands_on_what_its_conditions_and_its_amount_name(catalogue: Catalogue) -> None:
    dibao = catalogue.policy("civil-affairs.dibao")
    found = figures_of(dibao, catalogue)
    assert found[0] == "dibao_month"
    assert {"dibao_month", "property_fin_dibao"} <= set(found)
    assert len(found) == len(set(found))


def test_every_standard_that_a_condition_names_is_among_them(catalogue: Catalogue) -> None:
    for policy in catalogue.policies:
        named = {
            condition.value.key
            for way in policy.ways
            for need in way.needs
            for condition in conditions(need)
            if isinstance(condition, Compare) and isinstance(condition.value, StandardRef)
        }
        assert named <= set(figures_of(policy, catalogue)), policy.code


def test_what_stands_behind_a_figure_decides_too(catalogue: Catalogue) -> None:
    edge = figures_of(catalogue.policy("civil-affairs.dibao-edge"), catalogue)
    assert {"dibao_edge_month", "dibao_month", "dibao_edge_ratio"} <= set(edge)


def test_the_users_of_a_figure_are_those_that_stand_on_it(catalogue: Catalogue) -> None:
    users = policies_by_figure(catalogue.policies, catalogue)
    assert catalogue.policy("civil-affairs.dibao") in users["dibao_month"]
    assert all(key in figures_of(one, catalogue) for key, ones in users.items() for one in ones)


def test_a_formula_reads_in_the_names_of_its_standards(catalogue: Catalogue) -> None:
    assert formula_text(parse_formula("24 * dibao_month"), catalogue) == "24 × 最低生活保障标准"
    told = formula_text(parse_formula("(dibao_month + 100) / 12"), catalogue)
    assert told == "（最低生活保障标准 + 100） ÷ 12"
