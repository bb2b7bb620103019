"""The rules read a second time, slowly and plainly, so that the engine has someone to agree with.

Nothing here is shared with the engine: one function for each kind of condition, every member tried on every
way, every list of categories tried in turn. A truth is True, False or None, and None is "not known".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

from counter.cases.application import Application, FactValue, Person
from counter.catalogue.model import Catalogue
from counter.catalogue.policy import Policy, Way
from counter.catalogue.rules import (
    ORDERING,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Has,
    Need,
    Op,
    Received,
    StandardRef,
    names_member,
)

Truth: TypeAlias = bool | None
Figure: TypeAlias = int | Fraction | date

HOUSEHOLD = -1
"""Whom a category is conferred on when it is the whole household."""

BEST_FIRST = ("eligible", "possible", "near", "not")
SURE_FIRST = (True, None, False)
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Span:
    """A figure between two bounds; `high` None is without end."""

    low: Figure
    high: Figure | None


Value: TypeAlias = FactValue | Span | None
Conferred: TypeAlias = dict[str, set[int]]


@dataclass(frozen=True)
class Trial:
    """One way tried on one member, or on nobody; `target` is whom the benefit would be for."""

    way: Way
    member: int | None
    target: int
    verdict: str


def every(truths: Iterable[Truth]) -> Truth:
    whole: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            whole = None
    return whole


def some(truths: Iterable[Truth]) -> Truth:
    return opposite(every(opposite(truth) for truth in truths))


def opposite(truth: Truth) -> Truth:
    return None if truth is None else not truth


@dataclass
class NaiveReading:
    """One application before one catalogue."""

    application: Application
    catalogue: Catalogue
    conferred: Conferred = field(default_factory=dict)
    """By an eligible or a possible policy."""
    sure: Conferred = field(default_factory=dict)
    """By an eligible policy."""

    def __post_init__(self) -> None:
        self.people = self.application.people
        self.everyone = range(len(self.people))
        self.figures = self.catalogue.figures_on(self.application.on)
        self.policies = sorted(
            self.catalogue.policies_on(self.application.on), key=lambda policy: policy.rank
        )
        for _ in range(2):  # the later ones, and once the earlier ones, are judged again
            for policy in self.policies:
                self._confer(policy)
        self.trials = {policy.code: list(self._trials(policy)) for policy in self.policies}

    def _confer(self, policy: Policy) -> None:
        for category in policy.grants:
            for trial in self._trials(policy):
                if trial.verdict in ("eligible", "possible"):
                    self.conferred.setdefault(category, set()).add(trial.target)
                if trial.verdict == "eligible":
                    self.sure.setdefault(category, set()).add(trial.target)

    # --- what a row should say -------------------------------------------------------------------

    def _trials(self, policy: Policy) -> Iterator[Trial]:
        for way in policy.ways:
            of_one = policy.of_person or way.for_one
            by_member = of_one or any(names_member(need) for need in way.needs)
            for member in self.everyone if by_member else (None,):
                target = member if of_one and member is not None else HOUSEHOLD
                yield Trial(way, member, target, self._verdict(way, member))

    def _verdict(self, way: Way, member: int | None) -> str:
        if self.met(way, member, {}, NOTHING) is True:
            return "eligible"
        if self.met(way, member, self.conferred, NOTHING) is not False:
            return "possible"
        unmet = [need for need in way.needs if self.truth(need, member) is False]
        return "near" if len(unmet) == 1 and self.near(unmet[0], member) else "not"

    def verdict(self, policy: Policy) -> str:
        return min((trial.verdict for trial in self.trials[policy.code]), key=BEST_FIRST.index)

    def subjects(self, policy: Policy) -> list[str]:
        """Each member's own verdict, where the policy is personal."""
        trials = self.trials[policy.code] if policy.of_person else []
        own = [[t.verdict for t in trials if t.target == member] for member in self.everyone]
        return [min(verdicts, key=BEST_FIRST.index) for verdicts in own if verdicts]

    def if_granted(self, trials: list[Trial]) -> tuple[str, ...]:
        """A smallest sufficient list: of what is sure to be granted, or else of what may be."""

        def open_with(granted: Conferred) -> Truth:
            return some(self.met(trial.way, trial.member, granted, NOTHING) for trial in trials)

        best = open_with(self.conferred)
        if best is open_with({}):
            return ()
        order = [category for policy in self.policies for category in policy.grants]
        for source in (self.sure, self.conferred):
            names = [category for category in dict.fromkeys(order) if category in source]
            for size in range(1, len(names) + 1):
                for chosen in combinations(names, size):
                    reached = open_with({category: source[category] for category in chosen})
                    if SURE_FIRST.index(reached) <= SURE_FIRST.index(best):
                        return chosen
        raise AssertionError("all of them together are sufficient")

    def lost_if(self, policy: Policy, trials: list[Trial]) -> set[str]:
        """The categories of other policies that would leave no way open, were they granted."""
        return {
            category
            for category in self.conferred
            if category not in policy.grants
            and all(self.met(t.way, t.member, self.conferred, frozenset({category})) is False for t in trials)
        }

    def met(self, way: Way, member: int | None, granted: Conferred, feared: frozenset[str]) -> Truth:
        """The way with these categories granted; an absence sees only those that are `feared`."""
        return every(self.truth(need, member, granted, feared) for need in way.needs)

    # --- conditions ------------------------------------------------------------------------------

    def truth(
        self,
        need: Need,
        member: int | None,
        granted: Mapping[str, set[int]] | None = None,
        feared: frozenset[str] = NOTHING,
    ) -> Truth:
        granted = granted or {}
        if isinstance(need, AnyOf):
            return some(self.truth(inner, member, granted, feared) for inner in need.needs)
        if isinstance(need, AllOf):
            return every(self.truth(inner, member, granted, feared) for inner in need.needs)
        if need.negated:
            granted = {category: self.conferred[category] for category in feared}
        plain = self._plain(need, member, granted)
        return opposite(plain) if need.negated else plain

    def _plain(self, need: Condition, member: int | None, granted: Mapping[str, set[int]]) -> Truth:
        if isinstance(need, Has):
            lists = [HOUSEHOLD, *self.everyone] if need.scope == "household" else [HOUSEHOLD, member]
            return some(self._listed(at, need.category, granted) for at in lists if at is not None)
        if isinstance(need, Received):
            had = self.fact("person.received", member)
            return need.policy in had if isinstance(had, frozenset) else None
        line = self._line(need)
        if need.fact == "household.categories":
            return self._listed(HOUSEHOLD, str(line), granted)
        return compared(self.fact(need.fact, member), need.op, line)

    def _listed(self, target: int, category: str, granted: Mapping[str, set[int]]) -> Truth:
        """Whether the household's or a member's own list holds it; no list is not an empty list."""
        if target in granted.get(category, ()):
            return True
        at_home = target == HOUSEHOLD
        facts = self.application.household.facts if at_home else self.people[target].facts
        held = facts.get("categories")
        return category in held if isinstance(held, frozenset) else None

    def _line(self, need: Compare) -> object:
        return self.figures.get(need.value.key) if isinstance(need.value, StandardRef) else need.value

    def near(self, need: Need, member: int | None) -> bool:
        """The need is certainly unmet, and by one figure within a tenth of its line."""
        if isinstance(need, AnyOf):
            return any(self.near(inner, member) for inner in need.needs)
        if isinstance(need, AllOf):
            unmet = [inner for inner in need.needs if self.truth(inner, member) is False]
            return len(unmet) == 1 and self.near(unmet[0], member)
        if not isinstance(need, Compare) or need.op not in ORDERING:
            return False
        line, value = self._line(need), bounds(self.fact(need.fact, member))
        if not isinstance(line, int | Fraction) or value is None or line == 0:
            return False
        tenth = abs(Fraction(line)) / 10
        ends = [end for end in (value.low, value.high) if isinstance(end, int | Fraction)]
        return any(abs(end - Fraction(line)) <= tenth for end in ends)

    # --- facts -----------------------------------------------------------------------------------

    def fact(self, name: str, member: int | None) -> Value:
        scope, _, key = name.partition(".")
        if scope == "context":
            return self.application.context.get(key)
        if scope == "person":
            return None if member is None else self.of_person(self.people[member], key)
        if key in self.application.household.facts:
            return self.application.household.facts[key]
        return self._derived.get(key)

    def of_person(self, person: Person, key: str) -> Value:
        born: date | Span | None = person.birth_date
        if born is None and person.birth_year is not None:
            born = Span(date(person.birth_year, 1, 1), date(person.birth_year, 12, 31))
        if key == "birth_date":
            return born
        if key == "sex":
            return person.sex or person.facts.get("sex")
        if key == "age" and isinstance(born, date):
            return self._full_years(born)
        if key == "age" and person.birth_year is not None and isinstance(born, Span):
            turning = self.application.on.year - person.birth_year
            return Span(turning - 1, turning)
        if key == "contribution_years_ui" and key not in person.facts:
            months = person.facts.get("ui_contribution_months")
            return Fraction(months) / 12 if isinstance(months, int | Fraction) else None
        return person.facts.get(key)

    def _full_years(self, born: date) -> int:
        day = self.application.on
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    @cached_property
    def _derived(self) -> Mapping[str, Value]:
        facts = self.application.household.facts
        spent, income = facts.get("rigid_expense_12m"), facts.get("total_income_12m")
        ratio = None
        if isinstance(spent, int | Fraction) and isinstance(income, int | Fraction) and income != 0:
            ratio = Fraction(spent) / Fraction(income)
        return {
            "size": len(self.people),
            "income_per_capita_month": self._per_head("income_month"),
            "financial_assets_per_capita": self._per_head("financial_assets"),
            "rigid_expense_ratio": ratio,
            "elder_max_age": self._oldest(),
            "elder_disabled_member": some(self._old_and_frail(person) for person in self.people),
        }

    def _per_head(self, key: str) -> Span:
        """The sum by the size; while a member has not been asked, at least what is known."""
        known = [Fraction(f) for p in self.people if isinstance(f := p.facts.get(key), int | Fraction)]
        share = sum(known, Fraction(0)) / len(self.people)
        return Span(share, share if len(known) == len(self.people) else None)

    def _oldest(self) -> Span | None:
        ages = [bounds(self.of_person(person, "age")) for person in self.people]
        known = [age for age in ages if age is not None]
        highs = [age.high for age in known if isinstance(age.high, int)]
        lows = [age.low for age in known if isinstance(age.low, int)]
        return Span(max(lows), max(highs) if len(known) == len(ages) else None) if lows else None

    def _old_and_frail(self, person: Person) -> Truth:
        level = compared(
            person.facts.get("elder_disability_level"), Op.IN, ("中度失能", "重度失能", "完全失能")
        )
        grade = compared(person.facts.get("disability_grade"), Op.IN, (1, 2))
        return every([compared(self.of_person(person, "age"), Op.GE, 60), some([level, grade])])


# --- one value against one line ----------------------------------------------------------------------


def bounds(value: Value) -> Span | None:
    if isinstance(value, Span):
        return value
    return Span(value, value) if isinstance(value, int | Fraction | date) else None


def compared(value: Value, op: Op, line: object) -> Truth:
    if value is None or line is None:
        return None
    if op in (Op.NE, Op.NOT_IN, Op.GE, Op.GT):
        other = {Op.NE: Op.EQ, Op.NOT_IN: Op.IN, Op.GE: Op.LT, Op.GT: Op.LE}[op]
        return opposite(compared(value, other, line))
    if op is Op.CONTAINS:
        return isinstance(value, frozenset) and line in value
    if op is Op.IN:
        assert isinstance(line, tuple)
        return some(compared(value, Op.EQ, item) for item in line)
    if op is Op.EQ:
        return equal(value, line)
    span = bounds(value)
    assert span is not None
    low = below(span.low, op, line)
    high = span.high is not None and below(span.high, op, line)
    return low if low == high else None


def equal(value: Value, line: object) -> Truth:
    if isinstance(value, Span) and value.low != value.high:
        outside = below(line, Op.LT, value.low) or (value.high is not None and below(value.high, Op.LT, line))
        return False if outside else None
    return value.low == line if isinstance(value, Span) else value == line


def below(figure: object, op: Op, line: object) -> bool:
    if isinstance(figure, date) and isinstance(line, date):
        return figure < line if op is Op.LT else figure <= line
    assert isinstance(figure, int | Fraction) and isinstance(line, int | Fraction)
    return figure < line if op is Op.LT else figure <= line
