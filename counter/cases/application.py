"""An application as it was said and shown: frozen values, before anything is judged or stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

FactValue: TypeAlias = bool | int | Fraction | date | str | frozenset[str]
"""Money and other figures are `Fraction` in the fact's own unit (yuan); a set is a frozenset.

A fact that is absent is unknown; unknown is not no.
"""

HOUSEHOLDER = "02"
"""GB/T 4761: the householder; at most one of a household."""


class IdType(StrEnum):
    RESIDENT = "resident"
    HMT_RESIDENCE = "hmt-residence"
    FOREIGN_PERMANENT = "foreign-permanent"
    HM_PASS = "hm-pass"
    TAIWAN_PASS = "taiwan-pass"
    PASSPORT = "passport"
    NONE = "none"


class IncomeKind(StrEnum):
    """The four kinds of income of the application form, and that there is none."""

    WAGE = "wage"
    BUSINESS = "business"
    PROPERTY = "property"
    TRANSFER = "transfer"
    NONE = "none"


class SpendingKind(StrEnum):
    """The kinds of rigid spending, as the fact `household.rigid_expense_12m` adds them up."""

    LIVING = "living"
    MEDICAL = "medical"
    EDUCATION = "education"
    DISABILITY = "disability"
    OTHER = "other"


class Per(StrEnum):
    MONTH = "month"
    YEAR = "year"


class Consent(StrEnum):
    """What was read out to the applicant and understood, before the form was signed.

    `OUTWARD` is a choice of its own, and no application depends on it: what is known may go to a charity, a
    social organisation or a school. Legal source: 个人信息保护法 art. 23.
    """

    TRUTH = "truth"
    MEANS = "means"
    SHARING = "sharing"
    DELIVERY = "delivery"
    REMEDIES = "remedies"
    OUTWARD = "outward"


@dataclass(frozen=True, slots=True)
class Income:
    """One income of a member, in yuan; an `amount` of None was not told yet."""

    kind: IncomeKind
    amount: Fraction | None = None
    per: Per = Per.MONTH


@dataclass(frozen=True, slots=True)
class Spending:
    """One spending of the household in the last twelve months, in yuan; None was not told yet."""

    kind: SpendingKind
    amount: Fraction | None = None
    per: Per = Per.YEAR


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the household. Without an id number (证号待补) a birth date or year is known instead.

    `facts` are keyed without `person.`; what an id number tells (birth date, sex) is filled in.
    """

    name: str = ""
    id_type: IdType = IdType.RESIDENT
    id_number: str = ""
    no_id_reason: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    sex: str | None = None
    relation: str = ""
    phone: str = ""
    bank_account: str = ""
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    incomes: tuple[Income, ...] = ()


@dataclass(frozen=True, slots=True)
class Household:
    """`facts` are keyed without `household.`; the size is the number of people unless stated."""

    address: str = ""
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    spending: tuple[Spending, ...] = ()


@dataclass(frozen=True, slots=True)
class Agent:
    """Who applies for another (代办人) or for a minor (guardian)."""

    name: str
    id_number: str = ""
    relation: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """`on` is the day of acceptance; the first of `people` applies; `context` is keyed without `context.`.

    `staff_relative` says who of the staff or of a village committee is a close relative of whom.
    Legal source: 最低生活保障审核确认办法 art. 11.
    """

    on: date
    people: tuple[Person, ...]
    household: Household = field(default_factory=Household)
    context: Mapping[str, FactValue] = field(default_factory=dict)
    place: str = ""
    urgent: bool = False
    request: str = ""
    agent: Agent | None = None
    consents: frozenset[Consent] = frozenset()
    staff_relative: str = ""

    @property
    def applicant(self) -> Person:
        return self.people[0]
