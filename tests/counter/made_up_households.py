"""Households from a seed: figures on and beside the lines of the rules, and every kind of not knowing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from counter.cases.application import Application, FactValue, Household, Person
from counter.catalogue.model import Catalogue, Fact, FactType
from counter.catalogue.rules import Compare, Condition, Received, StandardRef, conditions

DAY = date(2026, 11, 23)
OF_THE_PERSON = frozenset({"age", "birth_date", "sex"})
DERIVED = frozenset(
    {
        "size",
        "income_per_capita_month",
        "financial_assets_per_capita",
        "rigid_expense_ratio",
        "elder_max_age",
        "elder_disabled_member",
    }
)
COMMON = ("低保", "特困", "低保边缘", "刚性支出困难", "防返贫监测对象", "孤儿", "优抚对象", "困难职工家庭")
AROUND = (-15, -5, 0, 5, 15)
"""Per cent beside a line."""


class Maker:
    """Makes households for one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.lines: dict[str, list[Fraction]] = {}
        figures = catalogue.figures_on(DAY)
        for condition in self._conditions():
            if isinstance(condition, Compare):
                value = condition.value
                line = figures.get(value.key) if isinstance(value, StandardRef) else value
                for item in line if isinstance(line, tuple) else (line,):
                    if isinstance(item, int | Fraction) and not isinstance(item, bool):
                        self.lines.setdefault(condition.fact, []).append(Fraction(item))
        self.received = [c.policy for c in self._conditions() if isinstance(c, Received)]
        self.ages = sorted({int(line) for line in self.lines["person.age"]} | {79, 100})
        half = self.lines["household.income_per_capita_month"]
        self.lines.setdefault("household.rigid_expense_12m", []).extend(line * 6 for line in half)
        self.lines.setdefault("household.total_income_12m", []).extend(line * 12 for line in half)

    def _conditions(self) -> Iterator[Condition]:
        for policy in self.catalogue.policies_on(DAY):
            for way in policy.ways:
                for need in way.needs:
                    yield from conditions(need)

    def household(self, seed: int) -> Application:
        random = Random(seed)
        known = random.choice((1.0, 1.0, 0.95, 0.7, 0.2))
        yes = random.choice((0.3, 0.5, 0.8))
        size = random.choice((1, 1, 2, 2, 3, 4, 5))
        derived = random.random() < 0.5
        without_status = random.random() < 0.5
        facts = self.catalogue.facts

        def some_of(scope: str, left_out: frozenset[str]) -> dict[str, FactValue]:
            found = {
                fact.key: self.value(random, fact, yes)
                for fact in facts.values()
                if fact.scope == scope and fact.key not in left_out and random.random() < known
            }
            if without_status and "categories" in found and random.random() < 0.9:
                found["categories"] = frozenset()
            return found

        people = tuple(
            self._person(random, f"某{number}", some_of("person", OF_THE_PERSON)) for number in range(size)
        )
        left_out = DERIVED if derived else frozenset({"size"})
        return Application(
            DAY,
            people,
            Household(facts=some_of("household", left_out)),
            context=some_of("context", frozenset()),
        )

    def _person(self, random: Random, name: str, facts: dict[str, FactValue]) -> Person:
        sex = random.choice(("男", "女", None))
        kind = random.random()
        if kind < 0.1:
            return Person(name, sex=sex, facts=facts)
        born = date(DAY.year - random.choice(self.ages), DAY.month, DAY.day)
        born += timedelta(days=random.choice((-366, -365, -1, 0, 1, 365, random.randint(-3000, 3000))))
        if kind < 0.2:
            return Person(name, sex=sex, birth_year=min(born, DAY).year, facts=facts)
        return Person(name, sex=sex, birth_date=min(born, DAY), facts=facts)

    def value(self, random: Random, fact: Fact, yes: float) -> FactValue:
        if fact.type is FactType.BOOLEAN:
            return random.random() < yes
        if fact.type is FactType.ENUM:
            return random.choice(fact.values)
        if fact.type is FactType.SET:
            words = COMMON if fact.key == "categories" and random.random() < 0.7 else fact.values
            return frozenset(random.sample(words, random.choice((0, 1, 1, 2))))
        if fact.type is FactType.RECEIVED:
            return frozenset(random.sample(self.received, random.choice((0, 0, 1))))
        if fact.type is FactType.STRING:
            return random.choice(("同安区", "同安区", "同安区", "集美区"))
        return self._figure(random, fact)

    def _figure(self, random: Random, fact: Fact) -> int | Fraction:
        line = random.choice(self.lines.get(fact.name, [Fraction(1000)]))
        ways: tuple[Callable[[], Fraction], ...] = (
            lambda: line + random.choice((-1, 0, 1)),
            lambda: line * (100 + random.choice(AROUND)) / 100,
            lambda: Fraction(random.randint(0, 3)),
        )
        value = max(Fraction(0), random.choice(ways)())
        return int(value) if fact.type is FactType.INTEGER else Fraction(int(value * 100), 100)
