"""Which panel a fact belongs to. A fact that the catalogue gains later lands in the panel of its scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum

from counter.catalogue.model import Catalogue, Fact
from counter.text import _


class Section(IntEnum):
    """The seven sections of the intake, in the order of the rail."""

    PERSON = 0
    HOUSEHOLD = 1
    MEANS = 2
    NEED = 3
    PAPERS = 4
    CONSENT = 5
    REVIEW = 6


def section_titles() -> tuple[str, ...]:
    return (
        _("Who came"),
        _("Household"),
        _("Income and spending"),
        _("Hardship and request"),
        _("Papers handed in"),
        _("Authorisation and notice"),
        _("Check"),
    )


# Told by the id number or by the list of members, so that nobody is asked for it.
TOLD_ELSEWHERE = frozenset({"person.birth_date", "person.age", "person.sex", "household.size"})

# What a household owns and lives in is asked with what it earns, where its unit does not say so already.
_MEANS = frozenset(
    f"household.{key}"
    for key in (
        "rigid_expense_ratio",
        "owned_house_count",
        "extra_houses",
        "vehicles_nonexempt",
        "housing_area_per_capita",
        "is_only_house",
        "study_cost_unaffordable",
    )
)
# Who lives here and where they are registered is asked with the members.
_HOUSEHOLD = frozenset(
    f"household.{key}"
    for key in (
        "hukou_in_district",
        "xiamen_hukou_members",
        "max_xiamen_hukou_years",
        "categories",
        "disabled_member_count",
        "wife_age",
        "zero_employment",
        "elder_max_age",
        "elder_disabled_member",
    )
)


def section_of(fact: Fact) -> Section:
    """The panel in which a fact is asked."""
    if fact.scope == "person" or fact.name in _HOUSEHOLD:
        return Section.HOUSEHOLD
    if fact.is_money or fact.name in _MEANS:
        return Section.MEANS
    return Section.NEED


# Typing initials finds the first that fits, so the relations that are named every day come first.
_USUAL_RELATIONS = tuple(
    ["02", "10", "12", "11", "20", "30", "51", "52", "41", "42", "43", "44", "28", "38", "61", "62"]
)


def usual_first(relations: Mapping[str, str]) -> list[tuple[str, str]]:
    """All relations, those of every day before the others."""
    usual = [(code, relations[code]) for code in _USUAL_RELATIONS if code in relations]
    return usual + [(code, word) for code, word in relations.items() if code not in _USUAL_RELATIONS]


def facts_of(catalogue: Catalogue, section: Section, scopes: Iterable[str]) -> list[Fact]:
    """The facts that a panel asks for, in the order of the catalogue."""
    wanted = set(scopes)
    return [
        fact
        for fact in catalogue.facts.values()
        if fact.scope in wanted and section_of(fact) is section and fact.name not in TOLD_ELSEWHERE
    ]


def section_of_path(path: str, catalogue: Catalogue) -> Section:
    """Where one goes to mend what stands at a path."""
    head, _dot, rest = path.partition(".")
    if rest.startswith(("incomes", "spending")):
        return Section.MEANS
    if head.startswith(("consents", "staff_relative")):
        return Section.CONSENT
    if head == "household":
        if not rest.startswith("facts."):
            return Section.PERSON
        fact = catalogue.facts.get(f"household.{rest.removeprefix('facts.')}")
        return section_of(fact) if fact is not None else Section.NEED
    if head.startswith("people["):
        is_applicant = head == "people[0]" and not rest.startswith("facts.")
        return Section.PERSON if is_applicant else Section.HOUSEHOLD
    if head == "people":
        return Section.HOUSEHOLD
    if head in ("request", "context"):
        return Section.NEED
    if head == "papers":
        return Section.PAPERS
    if head in ("policies", "chosen"):
        return Section.REVIEW
    return Section.PERSON
