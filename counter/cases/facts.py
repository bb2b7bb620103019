"""What is known of a household on a day: stated facts, derived figures, and how far the unknown reaches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from counter.cases.application import Application, FactValue, Person
from counter.catalogue.model import Catalogue

ELDER_AGE = 60
"""老年人权益保障法 art. 2; the age in the fact `household.elder_disabled_member`."""
DISABLED_ELDER_LEVELS = frozenset({"中度失能", "重度失能", "完全失能"})
SEVERE_GRADES = (1, 2)
MONTHS = 12

Bound: TypeAlias = int | Fraction | date


@dataclass(frozen=True, slots=True)
class Range:
    """A figure known only within bounds, both included; `high` None is without end."""

    low: Bound
    high: Bound | None = None


Value: TypeAlias = FactValue | Range | None
"""None is unknown."""


def age_on(birth: date, day: date) -> int:
    """Completed years; the age rises on the birthday."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


class Known:
    """Every fact of one application, by name and, for a person's, by the index of the member."""

    def __init__(self, application: Application, catalogue: Catalogue) -> None:
        self.application = application
        self.size = len(application.people)
        self._catalogue = catalogue
        self._people: tuple[dict[str, Value], ...] = tuple(
            _of_person(person, application.on) for person in application.people
        )
        self._household: dict[str, Value] = {**application.household.facts}
        self._household.setdefault("size", self.size)
        self._derive()
        self._shared = _named("household", self._household) | _named("context", application.context)
        self._own = tuple(_named("person", facts) for facts in self._people)
        self._said: dict[str, Mapping[Value, int]] = {}

    def value(self, name: str, member: int | None = None) -> Value:
        """The value of `scope.key`; None when nobody has said it."""
        if member is None or name in self._shared:
            return self._shared.get(name)
        return self._own[member].get(name)

    def said(self, name: str) -> Mapping[Value, int]:
        """What was said of a fact, each value with a bit for every member who has it.

        What the household says has all bits, with one more after the last member's, for nobody.
        """
        found = self._said.get(name)
        if found is None:
            found = self._said[name] = self._gathered(name)
        return found

    def _gathered(self, name: str) -> Mapping[Value, int]:
        if (shared := self._shared.get(name)) is not None:
            return {shared: (2 << self.size) - 1}
        said: dict[Value, int] = {}
        for member, facts in enumerate(self._own):
            if (value := facts.get(name)) is not None:
                said[value] = said.get(value, 0) | 1 << member
        return said

    def categories(self, member: int | None = None) -> frozenset[str] | None:
        """The statuses of a member, or without one of the household as a whole; None when not asked."""
        held = (self._household if member is None else self._people[member]).get("categories")
        return held if isinstance(held, frozenset) else None

    def path(self, name: str, member: int | None = None) -> str:
        """Where in the application the fact is said, such as `people[1].facts.school_stage`."""
        if name == "household.elder_max_age":
            undated = [i for i, facts in enumerate(self._people) if not isinstance(facts.get("age"), int)]
            return f"people[{undated[0] if undated else 0}].birth_date"
        return _path(name, member)

    def _derive(self) -> None:
        derived: Mapping[str, Callable[[], Value]] = {
            "income_per_capita_month": lambda: self._per_head("income_month"),
            "financial_assets_per_capita": lambda: self._per_head("financial_assets"),
            "elder_max_age": self._oldest,
            "elder_disabled_member": self._disabled_elder,
            "rigid_expense_ratio": self._rigid_ratio,
        }
        for key, work_out in derived.items():
            if self._household.get(key) is None:
                self._household[key] = work_out()

    def _per_head(self, key: str) -> Value:
        """The sum over the members by the size; with a member not asked, at least what is known."""
        size = self._household.get("size")
        if not isinstance(size, int) or size < 1:
            return None
        figures = [facts.get(key) for facts in self._people]
        known = [figure for figure in figures if isinstance(figure, int | Fraction)]
        share = Fraction(sum(known, Fraction(0))) / size
        return share if len(known) == len(figures) else Range(share)

    def _oldest(self) -> Value:
        ages = [facts.get("age") for facts in self._people]
        lows = [age.low if isinstance(age, Range) else age for age in ages]
        highs = [age.high if isinstance(age, Range) else age for age in ages]
        low = max((low for low in lows if isinstance(low, int)), default=0)
        if all(isinstance(high, int) for high in highs) and highs:
            high = max(high for high in highs if isinstance(high, int))
            return high if high == low else Range(low, high)
        return Range(low)

    def _disabled_elder(self) -> Value:
        found: bool | None = False
        for facts in self._people:
            member = _both(_old(facts.get("age")), _either(_unable(facts), _severe(facts)))
            found = _either(found, member)
        return found

    def _rigid_ratio(self) -> Value:
        spent, income = self._household.get("rigid_expense_12m"), self._household.get("total_income_12m")
        if not isinstance(spent, int | Fraction) or not isinstance(income, int | Fraction) or income <= 0:
            return None
        return Fraction(spent) / income


@lru_cache(maxsize=4096)
def _path(name: str, member: int | None) -> str:
    scope, _, key = name.partition(".")
    if scope == "person":
        return f"people[{member}].birth_date" if key == "age" else f"people[{member}].facts.{key}"
    return f"{scope}.facts.{key}"


def _named(scope: str, facts: Mapping[str, Value]) -> dict[str, Value]:
    return {f"{scope}.{key}": value for key, value in facts.items()}


def _of_person(person: Person, day: date) -> dict[str, Value]:
    facts: dict[str, Value] = {**person.facts}
    if person.sex is not None:
        facts["sex"] = person.sex
    stated = facts.get("birth_date")
    birth = person.birth_date or (stated if isinstance(stated, date) else None)
    if birth is not None:
        facts["birth_date"] = birth
        facts["age"] = age_on(birth, day)
    elif person.birth_year is not None:
        facts["birth_date"] = Range(date(person.birth_year, 1, 1), date(person.birth_year, 12, 31))
        years = day.year - person.birth_year
        facts.setdefault("age", Range(max(years - 1, 0), years))
    months = facts.get("ui_contribution_months")
    if facts.get("contribution_years_ui") is None and isinstance(months, int):
        facts["contribution_years_ui"] = Fraction(months, MONTHS)
    return facts


def _old(age: Value) -> bool | None:
    if isinstance(age, Range):
        if isinstance(age.low, int) and age.low >= ELDER_AGE:
            return True
        return False if isinstance(age.high, int) and age.high < ELDER_AGE else None
    return age >= ELDER_AGE if isinstance(age, int) else None


def _unable(facts: Mapping[str, Value]) -> bool | None:
    level = facts.get("elder_disability_level")
    return None if level is None else level in DISABLED_ELDER_LEVELS


def _severe(facts: Mapping[str, Value]) -> bool | None:
    grade = facts.get("disability_grade")
    return None if grade is None else grade in SEVERE_GRADES


def _both(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _either(left: bool | None, right: bool | None) -> bool | None:
    if left is True or right is True:
        return True
    return None if left is None or right is None else False
