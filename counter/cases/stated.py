"""What a family has said of itself, in one sentence, for a decider to confirm or to correct."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from counter.cases.application import Application, FactValue
from counter.cases.facts import Known
from counter.cases.snapshot import snapshot
from counter.catalogue.model import Catalogue, Fact, Policy
from counter.catalogue.wording import figure_text


def stated_facts(
    policy: Policy, application: Application, catalogue: Catalogue, member: int | None = None
) -> str:
    """The facts that the policy's rule reads, as stated at the counter; they found nothing by themselves."""
    seen = snapshot(policy, application, Known(application, catalogue), member)
    parts = [f"共同生活的家庭成员{seen.size}人"]
    parts += _of("household", seen.household, catalogue)
    if seen.categories:
        parts.append(f"家庭身份：{'、'.join(seen.categories)}")
    for person in seen.people:
        own = _of("person", person.facts, catalogue)
        if person.categories:
            own.append(f"个人身份：{'、'.join(person.categories)}")
        if own:
            parts.append(f"{person.name or f'成员{person.index + 1}'}：{'，'.join(own)}")
    return f"{'；'.join(parts)}。"


def _of(scope: str, facts: Mapping[str, FactValue], catalogue: Catalogue) -> list[str]:
    return [
        _words(catalogue.facts[f"{scope}.{key}"], value)
        for key, value in facts.items()
        if key not in ("categories", "size")
    ]


def _words(fact: Fact, value: FactValue) -> str:
    if isinstance(value, bool):
        return fact.label if value else fact.label_no or f"不具备：{fact.label}"
    if isinstance(value, frozenset):
        return f"{fact.label}：{'、'.join(sorted(value)) or '无'}"
    if isinstance(value, str):
        return f"{fact.label}：{value}"
    return f"{fact.label}{figure_text(value if not isinstance(value, int) else Fraction(value), fact.unit)}"
