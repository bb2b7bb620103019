"""What the township offers: frozen values that the catalogue's files are read into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias

from counter.catalogue.rules import Need, StandardRef, Term, evaluate, standards_in


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


class State(StrEnum):
    """How far a figure can be relied on, worst first."""

    OUTDATED = "outdated"
    PLACEHOLDER = "placeholder"
    ELSEWHERE = "elsewhere"
    UNVERIFIED = "unverified"
    VERIFIED = "verified"


PROVISIONAL = frozenset({State.OUTDATED, State.PLACEHOLDER})
"""States that are told wherever the figure decided something."""


@dataclass(frozen=True, slots=True)
class StandardVersion:
    """A figure as it holds from `valid_from` (None: from the beginning).

    `value` is None where no figure is known or where `formula` gives it: read `Catalogue.figures_on`.
    """

    value: Fraction | date | None
    state: State
    valid_from: date | None
    effective_text: str = ""
    source: str = ""
    marked_placeholder: bool = False
    marked_outdated: bool = False
    marked_elsewhere: bool = False
    formula: Term | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """A named figure with its unit, region and versions, oldest first."""

    key: str
    label: str
    unit: str
    region: str
    versions: tuple[StandardVersion, ...]
    note: str = ""

    def on(self, day: date) -> StandardVersion:
        """The version of that day; before the first version the first one holds."""
        current = self.versions[0]
        for version in self.versions:
            if version.valid_from is None or version.valid_from <= day:
                current = version
        return current


@dataclass(frozen=True, slots=True)
class Law:
    """One legal source of a policy, with the articles it rests on."""

    title: str
    number: str = ""
    date_text: str = ""
    articles: str = ""
    verified: bool = False
    note: str = ""

    def __str__(self) -> str:
        number = f"（{self.number}）" if self.number else ""
        return f"《{self.title}》{number}{self.articles}"


@dataclass(frozen=True, slots=True)
class Way:
    """One titled way to a policy: everything on its list; `for_one` makes it that member's entitlement."""

    title: str
    needs: tuple[Need, ...]
    for_one: bool = False


# --- what a benefit amounts to -------------------------------------------------------------------

Operand: TypeAlias = "Fraction | StandardRef | FactRef | Amount"


@dataclass(frozen=True, slots=True)
class FactRef:
    name: str


@dataclass(frozen=True, slots=True)
class Case:
    """One step of a tier: the first whose `when` is met gives the amount."""

    when: Need
    amount: Operand


@dataclass(frozen=True, slots=True)
class Tier:
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """`(base - minus …) * times`, never under zero."""

    base: Operand
    minus: tuple[Operand, ...]
    times: Operand | None = None


@dataclass(frozen=True, slots=True)
class Percentage:
    """`(of - deductible) * ratio`, at most `cap`."""

    of: Operand
    deductible: Operand
    ratio: Operand
    cap: Operand | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    upto: Fraction | None
    ratio: Operand


@dataclass(frozen=True, slots=True)
class Segments:
    """Ratios by slice of the total `of` above `deductible`; each ratio raised by `ratio_add`."""

    of: Operand
    deductible: Operand
    segments: tuple[Segment, ...]
    ratio_add: Operand | None = None
    cap: Operand | None = None


@dataclass(frozen=True, slots=True)
class Product:
    factors: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class Total:
    parts: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class Least:
    of: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class AtMost:
    """A ceiling, not an entitlement: what is granted is decided by a person, up to this."""

    ceiling: Operand
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Goods:
    """So many of something that is not money."""

    amount: Operand
    unit: str


@dataclass(frozen=True, slots=True)
class NotComputable:
    """What is missing for an amount, in Chinese."""

    why: str


Amount: TypeAlias = (
    Tier | Gap | Percentage | Segments | Product | Total | Least | AtMost | Goods | NotComputable
)


@dataclass(frozen=True, slots=True)
class Benefit:
    """What is given; `period` is how often (月, 年, 一次 …), `months` for how long where the law says."""

    text: str
    period: str = ""
    formula_text: str = ""
    amount: Operand | None = None
    months: Operand | None = None
    notes: tuple[str, ...] = ()
    verified: bool = False


# --- papers, steps, clocks -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Material:
    """A paper that policies ask for under one name, whatever each calls it.

    With `shows_means` it tells of income or property, which a confirmed status has settled already: other
    departments do not ask for it again. Legal source: 社会救助法 art. 42. With `signed_here` the window makes
    it and has it signed at the counter, so that nobody is sent for it; with `for_agent` it is needed only
    where somebody acts for the applicant.
    """

    code: str
    title: str
    aliases: tuple[str, ...] = ()
    note: str = ""
    shows_means: bool = False
    signed_here: bool = False
    for_agent: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """One paper that a policy asks for; with `shared_by` the office fetches it and never asks the applicant.

    Legal source: 社会救助法 art. 62.
    """

    material: str
    title: str
    required: bool
    shared_by: str = ""
    note: str = ""

    @property
    def asked(self) -> bool:
        return not self.shared_by


@dataclass(frozen=True, slots=True)
class Step:
    actor: str
    action: str
    working_days: int | None = None
    note: str = ""


class DayKind(StrEnum):
    WORKING = "working"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long the law, or until verified a promise, gives. Days are working days unless `day_kind` says so.

    `total` is the whole procedure from acceptance; `moves_over_holidays` is false where no holiday
    lengthens it (小额快救). Only the grounds listed here lengthen the limit: `suspension_grounds` stop it,
    `extension_grounds` raise it once to `extended_total`. Not verified: it reminds, it does not escalate.
    """

    total: int | None
    day_kind: DayKind = DayKind.WORKING
    moves_over_holidays: bool = True
    acceptance: int | None = None
    review: int | None = None
    delegated_total: int | None = None
    extended_total: int | None = None
    extension_grounds: tuple[str, ...] = ()
    suspension_grounds: tuple[str, ...] = ()
    refusal_notice: int = 3
    back_fill: int | None = None
    exclude_publicity: bool = False
    exclude_verification: bool = False
    more: Mapping[str, int] = field(default_factory=dict)
    source: str = ""
    verified: bool = False


class ExclusionMode(StrEnum):
    EXCLUSIVE = "exclusive"
    CHOOSE_ONE = "choose_one"
    CHOOSE_HIGHER = "choose_higher"
    OFFSET = "offset"
    SEQUENCE = "sequence"
    SAME_CAUSE_ONCE = "same_cause_once"
    CONDITION = "condition"
    SCOPE = "scope"
    COUNT_ONCE = "count_once"
    ONCE = "once"
    ONCE_PER_TRADE = "once_per_trade"
    COMPLEMENT = "complement"
    DISPATCH = "dispatch"
    INDEPENDENT = "independent"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """How a policy stands to another; it never changes a verdict, it speaks when the clerk chooses.

    `policy` is empty where a circumstance outside this list is meant, which `note` then tells.
    """

    policy: str
    mode: ExclusionMode
    note: str = ""


@dataclass(frozen=True, slots=True)
class Renewal:
    """When a running benefit is looked at again; `classes` where kinds of households differ."""

    text: str
    months: int | None = None
    classes: Mapping[str, int] = field(default_factory=dict)


class RemedyKind(StrEnum):
    ADMINISTRATIVE = "administrative"
    GROUP = "group"
    UTILITY = "utility"
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class Remedy:
    """What a person can do against a decision; review and court only for `administrative`."""

    kind: RemedyKind
    text: str
    basis: str = ""
    prior: str = ""
    hotline: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """One of the 70, as it reads from `valid_from` on.

    With `fast_path` the small, urgent case that meets all of it takes the short way (先行救助).
    """

    code: str
    order: int
    title: str
    title_en: str
    department: str
    section: str
    kind: str
    of_person: bool
    laws: tuple[Law, ...]
    target_groups: tuple[str, ...]
    conditions_text: str
    ways: tuple[Way, ...]
    benefit: Benefit
    requirements: tuple[Requirement, ...]
    procedure: tuple[Step, ...]
    limits: Limits
    public_notice_days: int | None
    needs_means_test: bool
    automatic: bool
    automatic_how: str
    exclusions: tuple[Exclusion, ...]
    grants: tuple[str, ...]
    renewal: Renewal
    remedy: Remedy
    fast_path: tuple[Need, ...] = ()
    notes: tuple[str, ...] = ()
    verified: bool = False
    field_verified: Mapping[str, bool] = field(default_factory=dict)
    valid_from: date | None = None
    valid_to: date | None = None
    judged: int | None = None

    @property
    def rank(self) -> tuple[bool, int]:
        """The place in the order of judgement: those with `judged` first, by it; the rest as listed."""
        return self.judged is None, self.judged if self.judged is not None else self.order

    @property
    def basis(self) -> str:
        """The policy's articles as the facts give them; never the text of a clause."""
        return "；".join(str(law) for law in self.laws if law.articles) or "；".join(map(str, self.laws))


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
    """Days off and working weekends (调休) of the years that are known."""

    years: frozenset[int]
    holidays: frozenset[date]
    working_weekends: frozenset[date]

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
