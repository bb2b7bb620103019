"""The facts that go with a referral, in words: what its rule reads, nothing else, names masked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from counter.catalogue.model import Catalogue, Fact, FactType
from counter.text import chinese_date, mask_name, plain_number

_RATIO = "比例"
"""The unit of a share, which is read as a percentage."""


def known_facts(snapshots: Sequence[Mapping[str, object]], catalogue: Catalogue) -> tuple[str, ...]:
    """A line for the household and one for the members of whom the same is known.

    Several referrals of one policy are told together.
    """
    lines: dict[str, list[str]] = {}
    for snapshot in snapshots:
        household = [*_told(snapshot, "household", catalogue), *_told(snapshot, "context", catalogue)]
        if household:
            lines["；".join(household)] = ["家庭"]
        people = snapshot.get("people")
        for person in people if isinstance(people, list) else ():
            if isinstance(person, dict) and (own := "；".join(_told(person, "person", catalogue))):
                lines.setdefault(own, []).append(mask_name(str(person.get("name", ""))))
    return tuple(f"{'、'.join(whose)}：{told}。" for told, whose in lines.items())


def _told(of: Mapping[str, object], scope: str, catalogue: Catalogue) -> Iterator[str]:
    facts = of.get("facts" if scope == "person" else scope)
    for key, value in facts.items() if isinstance(facts, dict) else ():
        fact = catalogue.facts.get(f"{scope}.{key}")
        if fact is not None and (words := words_of(fact, value)):
            yield words


def words_of(fact: Fact, value: object) -> str:
    """A fact as one says it; nothing for a list of nothing and a count of nothing that has no words."""
    if isinstance(value, bool):
        return fact.label if value else fact.label_no
    if isinstance(value, list):
        return f"{fact.label}{'、'.join(map(str, value))}" if value else ""
    if fact.type in (FactType.INTEGER, FactType.NUMBER):
        return _figure(fact, Fraction(str(value)))
    if fact.type is FactType.DATE:
        return f"{fact.label}{chinese_date(date.fromisoformat(str(value)))}"
    return f"{fact.label}：{value}"


def _figure(fact: Fact, figure: Fraction) -> str:
    if not figure and not fact.is_money:
        return fact.label_no
    if fact.unit == _RATIO:
        return f"{fact.label}{plain_number(round(figure * 100, 1))}%"
    return f"{fact.label}{plain_number(round(figure, 2))}{fact.unit.partition('/')[0]}"
