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


@dataclass(frozen=True, slots=True)
class Household:
    """`facts` are keyed without `household.`; the size is the number of people unless stated."""

    address: str = ""
    facts: Mapping[str, FactValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Agent:
    """Who applies for another (代办人) or for a minor (guardian)."""

    name: str
    id_number: str = ""
    relation: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """`on` is the day of acceptance; the first of `people` applies; `context` is keyed without `context.`."""

    on: date
    people: tuple[Person, ...]
    household: Household = field(default_factory=Household)
    context: Mapping[str, FactValue] = field(default_factory=dict)
    place: str = ""
    urgent: bool = False
    request: str = ""
    agent: Agent | None = None

    @property
    def applicant(self) -> Person:
        return self.people[0]
