"""What a family has said of itself, in one sentence, for a decider to confirm or to correct."""

from __future__ import annotations

from fractions import Fraction

from counter.cases.application import Application, FactValue
from counter.cases.facts import Range
from counter.cases.match import PolicyMatch
from counter.catalogue.model import Catalogue, Fact
from counter.catalogue.wording import figure_text


def stated_facts(row: PolicyMatch, application: Application, catalogue: Catalogue) -> str:
    """The facts that the way told of in a match reads, as stated at the counter; nobody has checked them."""
    told: dict[str, FactValue] = {}
    for finding in row.conditions:
        if finding.value is not None and not isinstance(finding.value, Range):
            told[finding.path] = finding.value
    parts = [f"共同生活的家庭成员{len(application.people)}人"]
    parts += [_words(_fact(path, catalogue), value) for path, value in told.items()]
    return f"{'；'.join(parts)}。"


def _fact(path: str, catalogue: Catalogue) -> Fact:
    scope = "person" if path.startswith("people[") else path.partition(".")[0]
    key = path.rpartition(".")[2]
    return catalogue.facts[f"{scope}.{'age' if key == 'birth_date' else key}"]


def _words(fact: Fact, value: FactValue) -> str:
    if isinstance(value, bool):
        return fact.label if value else fact.label_no or f"不具备：{fact.label}"
    if isinstance(value, frozenset):
        return f"{fact.label}：{'、'.join(sorted(value)) or '无'}"
    if isinstance(value, str):
        return f"{fact.label}：{value}"
    return f"{fact.label}{figure_text(Fraction(value) if isinstance(value, int) else value, fact.unit)}"
