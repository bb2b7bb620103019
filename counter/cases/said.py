"""Facts as an application says them, checked against the list of facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from counter.cases.application import FactValue
from counter.cases.gathering import Gathering, within
from counter.cases.values import (
    Parsed,
    nearest,
    read_choice,
    read_date,
    read_figure,
    read_items,
    read_text,
    read_whole,
    read_yes_no,
    shown,
    written_figure,
)
from counter.catalogue.model import Catalogue, Fact, FactType
from counter.catalogue.policy import Policy
from counter.errors import Refused
from counter.text import N_

CATEGORIES = "categories"
RATIO = "比例"
MONEY_DECIMALS, OTHER_DECIMALS = 2, 4
MONTHLY_CEILING, OTHER_CEILING = 1_000_000, 100_000_000
"""Yuan; for amounts whose fact names no ceiling of its own."""
_LONGEST_WORD = 40


def read_facts(
    gathering: Gathering,
    field: str,
    raw: object,
    *,
    scope: str,
    catalogue: Catalogue,
    elsewhere: Mapping[str, str],
) -> dict[str, FactValue]:
    """The facts of one person, of the household or of the situation; null is unknown, as if absent.

    `elsewhere` says where names that are no facts belong.
    """
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        gathering.refuse(
            field, "An object with named values is expected here; {value} is not one.", value=shown(raw)
        )
        return {}
    gathering.refuse_repeated(field, raw)
    facts: dict[str, FactValue] = {}
    for name, said in raw.items():
        path = within(field, name)
        fact = catalogue.facts.get(f"{scope}.{name}")
        if fact is None:
            text, params = _why_unknown(str(name), scope, catalogue, elsewhere)
            gathering.refuse(path, text, name=shown(name), **params)
        elif said is not None:
            value = gathering.take(path, said, _reader(fact, catalogue), show=_shown_value)
            if value is not None:
                facts[fact.key] = value
                if fact.key == CATEGORIES and isinstance(value, frozenset):
                    _note_strange_categories(gathering, path, value - set(fact.values), catalogue)
    return facts


def _why_unknown(
    name: str, scope: str, catalogue: Catalogue, elsewhere: Mapping[str, str]
) -> tuple[str, dict[str, str]]:
    other = next((fact for fact in catalogue.facts.values() if fact.key == name), None)
    if other is not None or name in elsewhere:
        place = elsewhere[name] if other is None else place_of(other)
        return N_("{name} stands in the wrong place. Write it as {place}."), {"place": place}
    fact = nearest_fact(name, catalogue, scope)
    return N_(
        "No fact is called {name}; the nearest is {nearest} ({label}). Correct the name or delete it."
    ), {
        "nearest": fact.key if fact.scope == scope else place_of(fact),
        "label": fact.label,
    }


def place_of(fact: Fact) -> str:
    """Where in an application a fact is said."""
    return f"people[…].facts.{fact.key}" if fact.scope == "person" else f"{fact.scope}.facts.{fact.key}"


def nearest_fact(name: str, catalogue: Catalogue, scope: str) -> Fact:
    """The fact whose name or label is most like this one, of the same part of the application if possible."""
    own_first = sorted(catalogue.facts.values(), key=lambda fact: fact.scope != scope)
    words: dict[str, Fact] = {}
    for fact in own_first:
        for word in (fact.key, fact.label, fact.name):
            words.setdefault(word, fact)
    return words.get(nearest(name, words), own_first[0])


def _note_strange_categories(
    gathering: Gathering, field: str, strange: frozenset[str], catalogue: Catalogue
) -> None:
    for category in sorted(strange - catalogue.categories.keys()):
        gathering.remark(
            field,
            "No policy reads the status {category}; it is kept as the register names it. Nearest: {nearest}.",
            category=shown(category),
            nearest=nearest(category, catalogue.categories),
        )


# --- one reader for each type of fact --------------------------------------------------------------


def _reader(fact: Fact, catalogue: Catalogue) -> Callable[[object], Parsed[FactValue]]:
    readers: Mapping[FactType, Callable[[object], Parsed[FactValue]]] = {
        FactType.BOOLEAN: lambda raw: _any(read_yes_no(raw)),
        FactType.INTEGER: lambda raw: _any(_within_bounds(fact, read_whole(raw, units=_units(fact)))),
        FactType.NUMBER: lambda raw: _any(_within_bounds(fact, _figure(fact, raw))),
        FactType.DATE: lambda raw: _any(read_date(raw)),
        FactType.ENUM: lambda raw: _any(read_choice(raw, fact.values)),
        FactType.SET: lambda raw: _any(
            _statuses(raw) if fact.key == CATEGORIES else _choices(raw, fact.values)
        ),
        FactType.STRING: lambda raw: _any(_as_the_rules_say(_word(raw), fact.values)),
        FactType.RECEIVED: lambda raw: _any(_received(raw, catalogue)),
    }
    return readers[fact.type]


def _any(
    parsed: Parsed[bool]
    | Parsed[int]
    | Parsed[Fraction]
    | Parsed[date]
    | Parsed[str]
    | Parsed[frozenset[str]],
) -> Parsed[FactValue]:
    return Parsed(parsed.value, parsed.mended)


def _units(fact: Fact) -> tuple[str, ...]:
    """What may follow the figure: the fact's unit, whole or without its time, and other words for yuan."""
    unit = fact.unit
    spellings = (unit, unit.partition("/")[0], unit.removeprefix("周"))
    return (*spellings, "元/月", "元整", "块") if fact.is_money else spellings


def _figure(fact: Fact, raw: object) -> Parsed[Fraction]:
    decimals = MONEY_DECIMALS if fact.is_money else OTHER_DECIMALS
    return read_figure(raw, decimals=decimals, units=_units(fact), percent=fact.unit == RATIO)


def _within_bounds(fact: Fact, parsed: Parsed[int] | Parsed[Fraction]) -> Parsed[int] | Parsed[Fraction]:
    floor, ceiling = bounds(fact)
    if floor is not None and parsed.value < floor:
        if floor == 0:
            raise Refused(
                "{label} cannot be less than nothing ({value}). Check it.",
                label=fact.label,
                value=_figure_of(parsed),
            )
        raise Refused(
            "{label} is at least {floor} {unit}; {value} is less. Check it.",
            label=fact.label,
            floor=floor,
            unit=fact.unit,
            value=_figure_of(parsed),
        )
    if ceiling is not None and parsed.value > ceiling:
        raise Refused(
            "{label} is at most {ceiling} {unit} here; {value} is more. Check it.",
            label=fact.label,
            ceiling=ceiling,
            unit=fact.unit,
            value=_figure_of(parsed),
        )
    return parsed


def _figure_of(parsed: Parsed[int] | Parsed[Fraction]) -> str:
    return shown(written_figure(parsed.value))


def bounds(fact: Fact) -> tuple[Fraction | None, Fraction | None]:
    """The least and the most that is plausible, in the fact's unit; counts and amounts are never negative."""
    floor, ceiling = fact.floor, fact.ceiling
    if floor is None and (fact.type is FactType.INTEGER or fact.is_money):
        floor = Fraction(0)
    if ceiling is None and fact.is_money:
        ceiling = Fraction(MONTHLY_CEILING if fact.unit.endswith("月") else OTHER_CEILING)
    return floor, ceiling


def _word(raw: object) -> Parsed[str]:
    parsed = read_text(raw, longest=_LONGEST_WORD)
    if not parsed.value:
        raise Refused("The field is empty. Leave it out if it is not known.")
    if len(parsed.value.splitlines()) > 1:
        raise Refused("One line is expected here; the text has several.")
    return parsed


def _as_the_rules_say(word: Parsed[str], values: tuple[str, ...]) -> Parsed[str]:
    """厦门市同安区 is 同安区: registers put the city before, and the rules ask for the district alone."""
    for known in values:
        if word.value != known and word.value.endswith(known):
            return Parsed(known, mended=True)
    return word


def _statuses(raw: object) -> Parsed[frozenset[str]]:
    items = read_items(raw)
    words = [_word(item) for item in items.value]
    return Parsed(frozenset(word.value for word in words), items.mended or any(word.mended for word in words))


def _choices(raw: object, values: tuple[str, ...]) -> Parsed[frozenset[str]]:
    items = read_items(raw)
    words = [read_choice(item, values) for item in items.value]
    return Parsed(frozenset(word.value for word in words), items.mended or any(word.mended for word in words))


def _received(raw: object, catalogue: Catalogue) -> Parsed[frozenset[str]]:
    items = read_items(raw)
    return Parsed(frozenset(policy_named(item, catalogue).code for item in items.value), items.mended)


def policy_named(word: str, catalogue: Catalogue) -> Policy:
    """The policy of a code, a bare id (`temp_emergency`, `temp-emergency`) or a title. Raises `Refused`."""
    code = word.strip().casefold().replace("_", "-")
    for policy in catalogue.policies:
        if code in (policy.code, policy.code.partition(".")[2]) or word.strip() == policy.title:
            return policy
    close = nearest(
        code, {name: None for p in catalogue.policies for name in (p.code, p.code.partition(".")[2], p.title)}
    )
    policy = next(
        p for p in catalogue.policies if close in (p.code, p.code.partition(".")[2], p.title) or not close
    )
    raise Refused(
        "There is no policy {word}; the nearest is {code} ({title}).",
        word=shown(word),
        code=policy.code,
        title=policy.title,
    )


def _shown_value(value: object) -> str:
    """A fact in words, as a file would have it."""
    if isinstance(value, Fraction):
        return written_figure(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | list | tuple):
        items = sorted(value) if isinstance(value, frozenset) else value
        return f"[{'、'.join(map(shown, items))}]"
    return shown(value)
