"""The file of an application: JSON read with every trap named, and written so that it reads back the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from counter.cases.application import (
    Agent,
    Application,
    Consent,
    FactValue,
    Household,
    IdType,
    Income,
    IncomeKind,
    Per,
    Person,
    Spending,
    SpendingKind,
)
from counter.cases.gathering import Repeated
from counter.cases.values import Exponent
from counter.catalogue.model import Catalogue, Fact, FactType
from counter.errors import Refused

LARGEST_FILE = 5 * 1024 * 1024
_LONGEST_NUMBER = 40


def read_json(content: bytes) -> object:
    """The values of a JSON file, figures exact; a name that stands twice makes its object `Repeated`.

    Raises `Refused` for what is no JSON, not UTF-8, empty, too large or too deep.
    """
    if len(content) > LARGEST_FILE:
        raise Refused(
            "The file has {size} MB; an application has at most {most}. Check which file it is.",
            size=round(len(content) / 1024 / 1024, 1),
            most=LARGEST_FILE // 1024 // 1024,
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            "The file is not in UTF-8 (byte {position} is not). Save it as UTF-8.", position=error.start
        ) from None
    if not text.strip():
        raise Refused("The file is empty.")
    try:
        return json.loads(text, object_pairs_hook=_object, parse_float=_decimal, parse_int=_whole)
    except json.JSONDecodeError as error:
        raise Refused(
            "The file is no JSON: line {line}, column {column} cannot be read. Correct it there.",
            line=error.lineno,
            column=error.colno,
        ) from None
    except RecursionError:
        raise Refused("The file is no application: its brackets are nested too deeply.") from None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) == len(pairs):
        return values
    repeated = Repeated(values)
    names = [name for name, _ in pairs]
    repeated.names = tuple(name for name in values if names.count(name) > 1)
    return repeated


def _decimal(text: str) -> Decimal:
    if "e" not in text.lower():
        return Decimal(text)
    try:
        return Exponent(text)
    except InvalidOperation:
        return Exponent("Infinity")


def _whole(text: str) -> int | Decimal:
    """Exact; a minus before nothing stays visible, and an endless number is not worked out."""
    return Decimal(text) if text == "-0" or len(text) > _LONGEST_NUMBER else int(text)


# --- writing ----------------------------------------------------------------------------------------


def write_application(application: Application) -> dict[str, object]:
    """The JSON of an application; what is not known is left out, figures are decimal strings."""
    agent = application.agent
    return _said(
        on=application.on.isoformat(),
        place=application.place,
        urgent=application.urgent,
        request=application.request,
        people=[_person(person) for person in application.people],
        household=_said(
            address=application.household.address,
            facts=_facts(application.household.facts),
            spending=_rows(application.household.spending),
        ),
        context=_said(facts=_facts(application.context)),
        agent=_said(name=agent.name, id_number=agent.id_number, relation=agent.relation, phone=agent.phone)
        if agent
        else None,
        consents=sorted(application.consents),
        staff_relative=application.staff_relative,
    )


def _said(**values: object) -> dict[str, object]:
    return {name: value for name, value in values.items() if value not in (None, "", {}, [])}


def _rows(rows: Iterable[Income | Spending]) -> list[dict[str, object]]:
    return [
        _said(
            kind=row.kind.value,
            amount=None if row.amount is None else _figure(row.amount),
            per=row.per.value,
        )
        for row in rows
    ]


def _person(person: Person) -> dict[str, object]:
    facts = _facts(person.facts)
    if person.sex:
        facts["sex"] = person.sex
    return _said(
        name=person.name,
        id_type=person.id_type.value,
        id_number=person.id_number,
        no_id_reason=person.no_id_reason,
        birth_date=person.birth_date.isoformat() if person.birth_date else None,
        birth_year=person.birth_year,
        relation=person.relation,
        phone=person.phone,
        bank_account=person.bank_account,
        facts=facts,
        incomes=_rows(person.incomes),
    )


def _facts(facts: Mapping[str, FactValue]) -> dict[str, object]:
    return {key: _written(value) for key, value in facts.items()}


def _written(value: FactValue) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    return _figure(value) if isinstance(value, Fraction) else value


def _figure(value: Fraction) -> str:
    """`620`, `620.5`; what has no end as a decimal, and is only ever worked out, as `1/3`."""
    rest = value.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    if rest > 1:
        return str(value)
    places = 0
    while (value * 10**places).denominator > 1:
        places += 1
    digits = str(abs(int(value * 10**places))).zfill(places + 1)
    whole, decimals = digits[: len(digits) - places], digits[len(digits) - places :]
    return ("-" if value < 0 else "") + whole + (f".{decimals}" if decimals else "")


# --- reading back what was written ------------------------------------------------------------------


def restore_application(written: Mapping[str, object], catalogue: Catalogue) -> Application:
    """An application that `write_application` wrote, as it was: not judged again, by whatever list.

    A fact that the list no longer knows keeps its value.
    """
    said = _Written(written)
    household, agent = said.part("household"), said.part("agent")
    return Application(
        on=date.fromisoformat(said.text("on")),
        people=tuple(_restored_person(_Written(person), catalogue) for person in said.parts("people")),
        household=Household(
            household.text("address"),
            _restored(household, "household", catalogue),
            tuple(
                Spending(SpendingKind(row.text("kind")), row.amount(), Per(row.text("per")))
                for row in map(_Written, household.parts("spending"))
            ),
        ),
        context=_restored(said.part("context"), "context", catalogue),
        place=said.text("place"),
        urgent=said.values.get("urgent") is True,
        request=said.text("request"),
        agent=Agent(agent.text("name"), agent.text("id_number"), agent.text("relation"), agent.text("phone"))
        if agent.values
        else None,
        consents=frozenset(Consent(str(name)) for name in said.parts("consents")),
        staff_relative=said.text("staff_relative"),
    )


class _Written:
    """An object of the file, by the types that `write_application` gives."""

    def __init__(self, values: object) -> None:
        self.values: Mapping[str, object] = values if isinstance(values, Mapping) else {}

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def amount(self) -> Fraction | None:
        written = self.text("amount")
        return Fraction(written) if written else None

    def part(self, name: str) -> _Written:
        return _Written(self.values.get(name))

    def parts(self, name: str) -> Sequence[object]:
        value = self.values.get(name)
        return value if isinstance(value, list | tuple) else ()


def _restored_person(said: _Written, catalogue: Catalogue) -> Person:
    facts = _restored(said, "person", catalogue)
    sex, birth, year = facts.pop("sex", None), said.text("birth_date"), said.values.get("birth_year")
    return Person(
        name=said.text("name"),
        id_type=IdType(said.text("id_type") or IdType.RESIDENT),
        id_number=said.text("id_number"),
        no_id_reason=said.text("no_id_reason"),
        birth_date=date.fromisoformat(birth) if birth else None,
        birth_year=year if isinstance(year, int) else None,
        sex=sex if isinstance(sex, str) else None,
        relation=said.text("relation"),
        phone=said.text("phone"),
        bank_account=said.text("bank_account"),
        facts=facts,
        incomes=tuple(
            Income(IncomeKind(row.text("kind")), row.amount(), Per(row.text("per")))
            for row in map(_Written, said.parts("incomes"))
        ),
    )


def _restored(said: _Written, scope: str, catalogue: Catalogue) -> dict[str, FactValue]:
    facts = said.part("facts").values
    return {key: _fact(value, catalogue.facts.get(f"{scope}.{key}")) for key, value in facts.items()}


_FIGURE = re.compile(r"-?[0-9]+(?:\.[0-9]+|/[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _fact(value: object, fact: Fact | None) -> FactValue:
    if isinstance(value, list | tuple):
        return frozenset(str(item) for item in value)
    if isinstance(value, str):
        is_text = fact is not None and fact.type in (FactType.ENUM, FactType.STRING)
        if not is_text and _DAY.fullmatch(value):
            return date.fromisoformat(value)
        return Fraction(value) if not is_text and _FIGURE.fullmatch(value) else value
    if isinstance(value, bool):
        return value
    return int(value) if isinstance(value, int) else str(value)
