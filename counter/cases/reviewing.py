"""When a running benefit is looked at again: by its class, at the end of its validity, at an age reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from counter.cases.application import Application, IncomeKind, Person
from counter.cases.benefits import Benefit, ReviewReason
from counter.cases.facts import ELDER_AGE, SEVERE_GRADES, age_on
from counter.cases.identities import Identity
from counter.cases.months import months_after
from counter.cases.snapshot import facts_read
from counter.catalogue.policy import Policy, Renewal
from counter.catalogue.rules import Compare, Op, StandardRef

WORKING_AGE = 16
"""劳动法 art. 15; until 60 whoever is not known to be unable counts as able to work."""
AHEAD_DAYS = 30
"""How long before the end of a validity, and of a period, the review is due to be prepared."""
BEHIND_DAYS = 400
"""An age that was reached longer ago than this has been met by the yearly review."""
STEADY = frozenset({"在职", "退休", "在读"})
AGE = "person.age"
DECEASED = "person.deceased"


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """A benefit, a status or a death that is to be looked at; `due` is the last day to do it.

    `who` is the member whose age or death it is about, else the holder. `benefit` is None for a status that
    another office conferred, and for a death.
    """

    reason: ReviewReason
    due: date
    household_id: int
    township: str
    department: str
    title: str
    who: str
    case: str = ""
    age: int = 0
    person_id: int | None = None
    benefit: Benefit | None = None
    identity: Identity | None = None


# --- by class --------------------------------------------------------------------------------------


def review_class(renewal: Renewal, application: Application) -> str:
    """The class of a household where the policy knows several, listed from the steadiest on; else empty.

    The last one where somebody is able to work and the income is not steady; the first one where nobody can
    work; between them where those who can have a steady income.

    Legal source: 最低生活保障审核确认办法 art. 31.
    """
    classes = tuple(renewal.classes)
    if not classes:
        return ""
    able = [one for one in application.people if _can_work(one, application.on)]
    if any(not _is_steady(one) for one in able):
        return min(classes, key=lambda name: renewal.classes[name])
    return classes[min(1, len(classes) - 1)] if able else classes[0]


def _can_work(person: Person, day: date) -> bool:
    facts = person.facts
    stated = facts.get("has_labor_capacity")
    if isinstance(stated, bool):
        return stated
    if facts.get("deceased") is True or facts.get("employment_status") == "在读":
        return False
    if facts.get("major_illness") is True or facts.get("disability_grade") in SEVERE_GRADES:
        return False
    if facts.get("is_full_time_student") is True:
        return False
    age = _age(person, day)
    return age is None or WORKING_AGE <= age < ELDER_AGE


def _age(person: Person, day: date) -> int | None:
    if person.birth_date is not None:
        return age_on(person.birth_date, day)
    return day.year - person.birth_year if person.birth_year is not None else None


def _is_steady(person: Person) -> bool:
    if any(income.kind is IncomeKind.BUSINESS for income in person.incomes):
        return False
    return person.facts.get("employment_status") in STEADY


def next_review(renewal: Renewal, of_class: str, since: date, ends: date | None = None) -> date | None:
    """The day by which it is reviewed again; None where nothing says so, or where it ends before."""
    months = renewal.classes.get(of_class, renewal.months)
    if months is None and renewal.classes:
        months = min(renewal.classes.values())
    if not months:
        return None
    due = months_after(since, months)
    return None if ends is not None and due >= ends else due


# --- by age ----------------------------------------------------------------------------------------


def turning_ages(policy: Policy, figures: Mapping[str, Fraction | date]) -> tuple[int, ...]:
    """The birthdays on which one of the policy's conditions, or its amount, may read otherwise.

    Where the review has classes, also those at which a member begins and ceases to be able to work.
    """
    found = set(_conditions_turn(policy, figures))
    if policy.renewal.classes:
        found |= {WORKING_AGE, ELDER_AGE}
    return tuple(sorted(age for age in found if age > 0))


def _conditions_turn(policy: Policy, figures: Mapping[str, Fraction | date]) -> Iterator[int]:
    for condition in facts_read(policy):
        if not isinstance(condition, Compare) or condition.fact != AGE:
            continue
        value = condition.value
        line = figures.get(value.key) if isinstance(value, StandardRef) else value
        if isinstance(line, bool) or not isinstance(line, int | Fraction):
            continue
        at = int(line)
        if condition.op in (Op.LT, Op.GE):
            yield at
        elif condition.op in (Op.LE, Op.GT):
            yield at + 1
        else:
            yield from (at, at + 1)


def birthday(born: date, age: int) -> date:
    """The day on which someone reaches an age; of 29 February in a common year, 1 March."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def reached(born: date, ages: Iterable[int], since: date, until: date) -> tuple[tuple[int, date], ...]:
    """The ages that someone reaches after the day of the last look, up to a day; the first one first."""
    days = ((age, birthday(born, age)) for age in ages)
    return tuple((age, day) for age, day in days if since < day <= until)


# --- by a death ------------------------------------------------------------------------------------


def rests_on_a_death(policy: Policy) -> bool:
    """Whether somebody must have died for it to be granted, as with 丧葬费."""
    return any(
        isinstance(one, Compare) and one.fact == DECEASED and one.op is Op.EQ and one.value is True
        for one in facts_read(policy)
    )
