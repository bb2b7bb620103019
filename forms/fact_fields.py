"""The field that suits a fact: by its type in the catalogue, never by its name."""

from __future__ import annotations

from counter.catalogue.model import Catalogue, Fact, FactType
from counter.catalogue.rules import Compare, conditions
from counter.text import _
from forms.choice_fields import ChoiceField, TriStateField
from forms.fields import DateField, Field, FigureField, SuggestField, TextField
from forms.set_field import SetField


def field_for(fact: Fact, catalogue: Catalogue) -> Field:
    """A new field for a fact. How to add a kind: give it a case here."""
    match fact.type:
        case FactType.BOOLEAN:
            return TriStateField()
        case FactType.INTEGER | FactType.NUMBER:
            return FigureField(fact.unit)
        case FactType.DATE:
            return DateField()
        case FactType.ENUM:
            return ChoiceField([(value, value) for value in fact.values])
        case FactType.SET:
            return SetField([(value, value) for value in fact.values], open_ended=True)
        case FactType.RECEIVED:
            return SetField([(policy.code, policy.title) for policy in catalogue.policies])
        case FactType.STRING:
            words = usual_words(fact, catalogue)
            return SuggestField(words) if words else TextField()


def usual_words(fact: Fact, catalogue: Catalogue) -> list[str]:
    """The words that policies ask for in a fact that is free text."""
    found: dict[str, None] = {}
    for policy in catalogue.policies:
        for way in policy.ways:
            for need in way.needs:
                for condition in conditions(need):
                    if isinstance(condition, Compare) and condition.fact == fact.name:
                        values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
                        found.update(dict.fromkeys(value for value in values if isinstance(value, str)))
    return list(found)


def hint_for(fact: Fact) -> str:
    """What helps to answer: the register that can show it, the form that it takes."""
    parts = []
    if fact.shared_by:
        parts.append(_("Shown by data sharing: {register}", register=fact.shared_by))
    if fact.derived_from:
        parts.append(_("Worked out when left open"))
    return " · ".join(parts)
