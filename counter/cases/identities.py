"""Confirmed statuses (身份) with number and validity, recognised by every department: 社会救助法 art. 42."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from counter.cases.application import Application, FactValue
from counter.cases.benefits import runs
from counter.cases.months import last_day
from counter.catalogue.benefit import Gives
from counter.catalogue.policy import Policy
from counter.errors import Problem

CONFIRMED = frozenset({"特困", "低保", "低保边缘", "刚性支出困难"})
"""Statuses that every department recognises without checking the means again (社会救助法 art. 42)."""
LONGEST_MONTHS: Mapping[str, int] = {"刚性支出困难": 12}
"""The longest validity of a status, in months. Legal source: 刚性支出困难家庭认定办法 art. 10."""
ONCE_MONTHS = 12
"""How long a status counts that is conferred by aid given once, where the policy names no other period."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A status of a household (`member` None) or of one person, as conferred; `ends` is its last day.

    `holder` is the person's name, empty for a household; `evidence` says by what another office's is known.
    """

    id: int
    household_id: int
    person_id: int | None
    category: str
    number: str
    conferred_by: str
    starts: date
    ends: date | None
    revoked_on: date | None = None
    decision: str = ""
    holder: str = ""
    evidence: str = ""

    def holds_on(self, day: date) -> bool:
        return (
            self.starts <= day
            and (self.ends is None or day <= self.ends)
            and (self.revoked_on is None or day < self.revoked_on)
        )


@dataclass(frozen=True, slots=True)
class Recognised:
    """A status as it travels with a referral; `member` is an index on the application, None for all."""

    category: str
    member: int | None
    number: str
    conferred_by: str
    starts: date
    ends: date | None

    def plain(self) -> dict[str, object]:
        """The same for a column of JSON."""
        return {
            "category": self.category,
            "member": self.member,
            "number": self.number,
            "conferred_by": self.conferred_by,
            "starts": self.starts.isoformat(),
            "ends": self.ends.isoformat() if self.ends else None,
        }


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What the office's record says of an application's people on its day.

    `held` are the statuses in force; `lapsed` those that were conferred and hold no more: said all the same,
    they open nothing and spare nothing until they are conferred anew.
    """

    held: tuple[Recognised, ...] = ()
    lapsed: frozenset[tuple[str, int | None]] = frozenset()

    def of(self, member: int | None) -> tuple[Recognised, ...]:
        """The confirmed statuses that count for a member, the whole household's among them."""
        return tuple(one for one in self.held if one.category in CONFIRMED and one.member in (None, member))

    def has_lapsed(self, category: str, member: int | None) -> bool:
        """Whether a status of this member, or of the household, is known to hold no more."""
        return bool({(category, None), (category, member)} & self.lapsed)


NO_RECORD = OnRecord()


def on_record(
    identities: Iterable[Identity], people: Mapping[int, int], household_id: int | None, day: date
) -> OnRecord:
    """What holds on a day and what no longer does; `people` are indexes on the application by their ids."""
    held: dict[tuple[str, int | None], Recognised] = {}
    ended: set[tuple[str, int | None]] = set()
    for one in sorted(identities, key=lambda one: (one.starts, one.id)):
        if one.person_id is None and one.household_id != household_id:
            continue
        if one.person_id is not None and one.person_id not in people:
            continue
        member = None if one.person_id is None else people[one.person_id]
        if one.holds_on(day):
            held[one.category, member] = Recognised(
                one.category, member, one.number, one.conferred_by, one.starts, one.ends
            )
        elif one.starts <= day:
            ended.add((one.category, member))
    return OnRecord(
        tuple(held[key] for key in sorted(held, key=_by_category)),
        frozenset(key for key in ended if key not in held and (key[0], None) not in held),
    )


def _by_category(key: tuple[str, int | None]) -> tuple[str, int]:
    category, member = key
    return category, -1 if member is None else member


def restored(snapshot: Mapping[str, object]) -> OnRecord:
    """What a referral's snapshot tells of confirmed statuses, as `Snapshot.plain` wrote it."""
    confirmed, lapsed = snapshot.get("confirmed"), snapshot.get("lapsed")
    return OnRecord(
        tuple(_restored(one) for one in confirmed if isinstance(one, Mapping))
        if isinstance(confirmed, list)
        else (),
        frozenset(
            (str(one["category"]), one["member"] if isinstance(one["member"], int) else None)
            for one in lapsed
            if isinstance(one, Mapping)
        )
        if isinstance(lapsed, list)
        else frozenset(),
    )


def _restored(one: Mapping[str, object]) -> Recognised:
    member, ends = one.get("member"), one.get("ends")
    return Recognised(
        str(one.get("category", "")),
        member if isinstance(member, int) else None,
        str(one.get("number", "")),
        str(one.get("conferred_by", "")),
        date.fromisoformat(str(one.get("starts"))),
        date.fromisoformat(ends) if isinstance(ends, str) else None,
    )


# --- validity --------------------------------------------------------------------------------------


def longest(categories: Collection[str]) -> int | None:
    """The longest validity in months of any of these statuses; None where the law gives no number."""
    return min((LONGEST_MONTHS[one] for one in categories if one in LONGEST_MONTHS), default=None)


def begins(policy: Policy, decided_on: date, starts: date | None) -> date:
    """From which day a status is held: confirmed with the decision, whenever the first payment comes."""
    return starts if policy.benefit.gives is Gives.STATUS and starts is not None else decided_on


def ends(policy: Policy, category: str, starts: date, said: date | None) -> date | None:
    """The last day of a status: as decided, else as its law or the period of aid given once; None is open."""
    if said is not None:
        return said
    if (months := longest([category]) or policy.renewal.lasts) is not None:
        return last_day(starts, months)
    return None if runs(policy) else last_day(starts, policy.renewal.months or ONCE_MONTHS)


def last_of_grant(policy: Policy, decided_on: date, starts: date) -> date | None:
    """The last day of what is granted where nobody decided one: as its law or its list says; None is open."""
    months = longest(policy.grants)
    if months is not None:
        return last_day(begins(policy, decided_on, starts), months)
    return last_day(starts, policy.renewal.lasts) if policy.renewal.lasts else None


def wrong_validity(
    policy: Policy, decided_on: date, starts: date | None, said: date | None
) -> Iterator[Problem]:
    """That a decision would let a status hold longer than its law does."""
    months = longest(policy.grants)
    if months is None or said is None:
        return
    latest = last_day(begins(policy, decided_on, starts), months)
    if said > latest:
        yield Problem(
            "{title} holds for {n} months at most, until {day}; then it is applied for anew.",
            "ends",
            {"title": policy.title, "n": months, "day": latest},
        )


# --- what an application says against the record ---------------------------------------------------


def without_lapsed(application: Application, record: OnRecord) -> Application:
    """The application without the statuses that hold no more, for filling in what was said before."""
    if not record.lapsed:
        return application
    return replace(
        application,
        household=replace(application.household, facts=_kept(application.household.facts, None, record)),
        people=tuple(
            replace(person, facts=_kept(person.facts, member, record))
            for member, person in enumerate(application.people)
        ),
    )


def _kept(facts: Mapping[str, FactValue], member: int | None, record: OnRecord) -> Mapping[str, FactValue]:
    said = facts.get("categories")
    if not isinstance(said, frozenset):
        return facts
    return {**facts, "categories": frozenset(one for one in said if not record.has_lapsed(one, member))}
