"""What a department sees of a case: the facts that its policy's rule reads, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date
from fractions import Fraction

from counter.cases.application import Application, FactValue
from counter.cases.facts import Known, Range, Value
from counter.cases.identities import CONFIRMED, NO_RECORD, OnRecord, Recognised
from counter.catalogue.benefit import Case, FactRef
from counter.catalogue.policy import Policy
from counter.catalogue.rules import Compare, Condition, Has, Need, conditions


@dataclass(frozen=True, slots=True)
class MemberView:
    """What a department sees of a person: who it is, and the facts that its policy's rule reads."""

    index: int
    name: str
    relation: str
    id_type: str
    id_number: str
    phone: str
    facts: Mapping[str, FactValue]
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The least that a department needs of a case (最小必要): nothing that its rule does not read.

    `confirmed` are the statuses that every department recognises, with number and validity; `lapsed` those
    that the record knows to hold no more.
    """

    on: date
    request: str
    address: str
    size: int
    household: Mapping[str, FactValue]
    context: Mapping[str, FactValue]
    categories: tuple[str, ...]
    people: tuple[MemberView, ...]
    confirmed: tuple[Recognised, ...] = ()
    lapsed: tuple[tuple[str, int | None], ...] = ()

    def plain(self) -> dict[str, object]:
        """The same for a column of JSON; figures as decimal text, days in ISO form."""
        return {
            "on": self.on.isoformat(),
            "request": self.request,
            "address": self.address,
            "size": self.size,
            "household": _plain(self.household),
            "context": _plain(self.context),
            "categories": list(self.categories),
            "people": [
                {
                    "index": one.index,
                    "name": one.name,
                    "relation": one.relation,
                    "id_type": one.id_type,
                    "id_number": one.id_number,
                    "phone": one.phone,
                    "facts": _plain(one.facts),
                    "categories": list(one.categories),
                }
                for one in self.people
            ],
            "confirmed": [one.plain() for one in self.confirmed],
            "lapsed": [{"category": category, "member": member} for category, member in self.lapsed],
        }


def facts_read(policy: Policy) -> tuple[Condition, ...]:
    """Every condition that a policy's rule, its short way and its amount look at."""
    needs = [need for way in policy.ways for need in way.needs]
    return tuple(
        condition for need in (*needs, *policy.fast_path, *_whens(policy)) for condition in conditions(need)
    )


def _whens(policy: Policy) -> Iterator[Need]:
    for part in _parts(policy.benefit.amount):
        if isinstance(part, Case):
            yield part.when


def _parts(amount: object) -> Iterator[object]:
    """An amount and everything in it."""
    yield amount
    if isinstance(amount, tuple):
        for part in amount:
            yield from _parts(part)
    elif is_dataclass(amount):
        for name in amount.__dataclass_fields__:
            yield from _parts(getattr(amount, name))


def _names(policy: Policy) -> frozenset[str]:
    read = {c.fact for c in facts_read(policy) if isinstance(c, Compare)}
    read |= {part.name for part in _parts(policy.benefit.amount) if isinstance(part, FactRef)}
    return frozenset(read)


def nothing_told(application: Application) -> Snapshot:
    """What a body sees to which nothing may be passed on."""
    return Snapshot(application.on, "", "", len(application.people), {}, {}, (), ())


def snapshot(
    policy: Policy,
    application: Application,
    known: Known,
    member: int | None,
    record: OnRecord = NO_RECORD,
) -> Snapshot:
    """The facts that the policy's rule reads, of the subject; of a household's policy, of every member.

    A confirmed status travels with every referral that it counts for; one that holds no more with none.
    """
    names = _names(policy)
    whole = member is None
    about = range(len(application.people)) if whole else (member,)

    def counts(whose: int | None) -> bool:
        return whole or whose in (None, member)

    reads_status = any(not isinstance(c, Compare) for c in facts_read(policy))
    people = tuple(
        MemberView(
            index=index,
            name=application.people[index].name,
            relation=application.people[index].relation,
            id_type=application.people[index].id_type,
            id_number=application.people[index].id_number,
            phone=application.people[index].phone,
            facts=_said({name: known.value(name, index) for name in names if name.startswith("person.")}),
            categories=_statuses(known, index, policy, record) if reads_status else (),
        )
        for index in about
        if index is not None
    )
    return Snapshot(
        on=application.on,
        request=application.request,
        address=application.household.address,
        size=len(application.people),
        household=_said({name: known.value(name) for name in names if name.startswith("household.")}),
        context=_said({name: known.value(name) for name in names if name.startswith("context.")}),
        categories=_statuses(known, None, policy, record) if reads_status else (),
        people=people,
        confirmed=tuple(one for one in record.held if one.category in CONFIRMED and counts(one.member)),
        lapsed=tuple(
            sorted(
                (one for one in record.lapsed if one[0] in CONFIRMED and counts(one[1])),
                key=lambda one: (one[0], -1 if one[1] is None else one[1]),
            )
        ),
    )


def _statuses(known: Known, member: int | None, policy: Policy, record: OnRecord) -> tuple[str, ...]:
    """Those statuses held that the rule asks about, and the confirmed ones that everyone recognises."""
    asked = {condition.category for condition in facts_read(policy) if isinstance(condition, Has)} | CONFIRMED
    held = (known.categories(member) or frozenset()) & asked
    return tuple(sorted(one for one in held if not record.has_lapsed(one, member)))


def _said(values: Mapping[str, Value]) -> dict[str, FactValue]:
    """What is known exactly, by key without its scope."""
    return {
        name.partition(".")[2]: value
        for name, value in sorted(values.items())
        if value is not None and not isinstance(value, Range)
    }


def _plain(facts: Mapping[str, FactValue]) -> dict[str, object]:
    return {key: _plain_value(value) for key, value in facts.items()}


def _plain_value(value: FactValue) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
    return value
