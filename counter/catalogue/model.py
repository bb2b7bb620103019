"""What the township offers: frozen values that the catalogue's files are read into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from counter.catalogue.policy import Material, Policy
from counter.catalogue.rules import evaluate, standards_in
from counter.catalogue.standard import Standard


class DepartmentKind(StrEnum):
    """Only an administrative body's decision can be taken to review (复议) or to court."""

    ADMINISTRATIVE = "administrative"
    JUDICIAL = "judicial"
    PARTY = "party"
    GROUP = "group"
    CHARITY = "charity"
    UTILITY = "utility"


@dataclass(frozen=True, slots=True)
class Department:
    """`verified` is false while the official title has not been confirmed."""

    code: str
    title: str
    official_title: str
    title_en: str
    kind: DepartmentKind
    verified: bool = True


class FactType(StrEnum):
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    ENUM = "enum"
    SET = "set"
    STRING = "string"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that can be known of a person, a household or the situation (`context`).

    `name` is `scope.key`; `floor` and `ceiling` bound what is plausible, in the fact's own unit;
    `shared_by` is the register that can show it, so that nobody asks the applicant for a paper.
    `label` reads as what a yes says; `label_no` as what a no says, or a count of nothing. `group` is
    the heading under which a screen asks for it.
    """

    name: str
    type: FactType
    label: str
    group: str
    label_no: str = ""
    unit: str = ""
    values: tuple[str, ...] = ()
    source: str = ""
    shared_by: str = ""
    derived_from: str = ""
    note: str = ""
    sensitive: bool = False
    floor: Fraction | None = None
    ceiling: Fraction | None = None

    @property
    def scope(self) -> str:
        return self.name.partition(".")[0]

    @property
    def key(self) -> str:
        return self.name.partition(".")[2]

    @property
    def is_money(self) -> bool:
        return self.unit.startswith("元")


@dataclass(frozen=True, slots=True)
class Category:
    """A status conferred by a decision (身份), of a whole household, of one person, or of either.

    `register` names who keeps the list where no policy here confers it (归侨、优抚对象子女 …).
    """

    code: str
    title: str
    of_household: bool
    of_person: bool
    register: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A township or street office; a renamed one keeps its row and names its successor."""

    code: str
    title: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""
    short: str = ""

    def valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that only the district can say; printed as a line to fill by hand until it is set."""

    key: str
    label: str
    value: str = ""
    source: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Liaison:
    """The responsible person (责任人) of a department; `substitute` is the B of A/B 岗."""

    department: str
    name: str = ""
    phone: str = ""
    substitute: str = ""
    substitute_phone: str = ""


@dataclass(frozen=True)
class Calendar:
    """Days off and working weekends (调休) of the years that are known, and from where each year is known."""

    years: frozenset[int]
    holidays: frozenset[date]
    working_weekends: frozenset[date]
    sources: Mapping[int, str] = field(default_factory=dict, compare=False)

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday where the year is unknown."""
        if day in self.working_weekends:
            return True
        return day.weekday() < 5 and day not in self.holidays

    def knows(self, day: date) -> bool:
        return day.year in self.years


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The whole responsibility list; `digest` (SHA-256 of all files) is the version stored with each case."""

    departments: Mapping[str, Department]
    policies: tuple[Policy, ...]
    facts: Mapping[str, Fact]
    categories: Mapping[str, Category]
    standards: Mapping[str, Standard]
    materials: Mapping[str, Material]
    places: Mapping[str, Place]
    calendar: Calendar
    district: Mapping[str, Setting]
    liaisons: Mapping[str, Liaison]
    digest: str

    @cached_property
    def _by_code(self) -> dict[str, list[Policy]]:
        found: dict[str, list[Policy]] = {}
        for policy in self.policies:
            found.setdefault(policy.code, []).append(policy)
        return found

    def policy(self, code: str, day: date | None = None) -> Policy:
        """The policy as it reads on a day; without one, or before the first version, see `policies_on`.

        Raises `KeyError` for a code that does not exist.
        """
        versions = self._by_code[code]
        if day is None:
            return versions[-1]
        current = versions[0]
        for version in versions:
            if version.valid_from is None or version.valid_from <= day:
                current = version
        return current

    def policies_on(self, day: date) -> tuple[Policy, ...]:
        """The list as it reads on a day, one row for each policy, in its own order; see `Policy.rank`."""
        return tuple(self.policy(code, day) for code in self._by_code)

    @cached_property
    def _figures(self) -> dict[date, Mapping[str, Fraction | date]]:
        return {}

    def figures_on(self, day: date) -> Mapping[str, Fraction | date]:
        """The figure of each standard on a day, formulas worked out; absent where there is no figure."""
        if day not in self._figures:
            self._figures[day] = self._work_out(day)
        return self._figures[day]

    def _work_out(self, day: date) -> Mapping[str, Fraction | date]:
        figures: dict[str, Fraction | date] = {}
        numbers: dict[str, Fraction] = {}

        def work_out(key: str) -> None:
            version = self.standards[key].on(day)
            value = version.value
            if version.formula is not None:
                needed = tuple(standards_in(version.formula))
                for other in needed:
                    if other not in numbers:
                        work_out(other)
                value = evaluate(version.formula, numbers) if all(n in numbers for n in needed) else None
            if value is not None:
                figures[key] = value
            if isinstance(value, Fraction):
                numbers[key] = value

        for key in self.standards:
            if key not in figures:
                work_out(key)
        return MappingProxyType(figures)
