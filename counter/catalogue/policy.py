"""One policy of the responsibility list: its law, ways, papers, steps, clocks and remedies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from counter.catalogue.benefit import Benefit
from counter.catalogue.rules import Need


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


@dataclass(frozen=True, slots=True)
class Material:
    """A paper that policies ask for under one name, whatever each calls it.

    With `shows_means` it tells of income or property, which a confirmed status has settled already: other
    departments do not ask for it again. Legal source: 社会救助法 art. 42. With `signed_here` the window makes
    it and has it signed at the counter, so that nobody is sent for it; with `for_agent` it is needed only
    where somebody acts for the applicant. What `shows_identity` bears numbers that others could misuse: a
    scan of it is never shown without a watermark.
    """

    code: str
    title: str
    aliases: tuple[str, ...] = ()
    note: str = ""
    shows_means: bool = False
    signed_here: bool = False
    for_agent: bool = False
    shows_identity: bool = False


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
    """When a running benefit is looked at again; `classes` where kinds of households differ.

    `lasts` is for how many months one grant holds unless decided otherwise; then it is applied for anew.
    """

    text: str
    months: int | None = None
    classes: Mapping[str, int] = field(default_factory=dict)
    lasts: int | None = None


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
