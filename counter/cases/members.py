"""One person of an application: who it is, and whether what is said agrees with what the id number tells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from counter.cases.application import Agent, FactValue, IdType, Person
from counter.cases.contacts import read_account, read_phone
from counter.cases.facts import age_on
from counter.cases.gathering import Gathering, within
from counter.cases.means import read_incomes, tell_income
from counter.cases.names import read_name
from counter.cases.people import (
    ADULT_AGE,
    OLDEST,
    IdNumber,
    kind_by_look,
    masked,
    read_code,
    read_id_number,
    read_id_type,
    refuse_birth,
)
from counter.cases.relations import RELATIONS, SEX_OF_RELATION, read_relation
from counter.cases.said import place_of, read_facts
from counter.cases.values import FIRST_YEAR, Parsed, half_width, read_date, read_text, read_whole, shown
from counter.catalogue.model import Catalogue
from counter.errors import Refused

PERSON_KEYS = (
    *("name", "id_type", "id_number", "no_id_reason", "birth_date", "birth_year"),
    *("relation", "phone", "bank_account", "facts", "incomes"),
)
AGENT_KEYS = ("name", "id_number", "relation", "phone")
LONGEST_REASON = 200
LONGEST_RELATION = 20
_REASON = "reason"
_YEAR = re.compile("[0-9]{4}年?")


def read_person(
    gathering: Gathering,
    index: int,
    raw: object,
    catalogue: Catalogue,
    *,
    longest_name: int,
    on: date,
    born_by: date,
) -> Person:
    """What is said of one person; what is wrong is told and left out.

    `on` is the day for which ages count, `born_by` the last day on which anyone can have been born.
    """
    field = f"people[{index}]"
    said = _said(gathering, field, index, raw, catalogue)
    id_type, number = _identity(gathering, field, said, born_by)
    name = _name(gathering, within(field, "name"), said.get("name"), number, longest_name)
    facts = read_facts(
        gathering,
        f"{field}.facts",
        said.get("facts"),
        scope="person",
        catalogue=catalogue,
        elsewhere={key: within(field, key) for key in PERSON_KEYS},
    )
    birth, year = _birth(gathering, field, said, facts, number=number, born_by=born_by)
    _agree_on_age(gathering, f"{field}.facts.age", facts, birth=birth, year=year, on=on)
    sex = _sex(gathering, f"{field}.facts.sex", facts, number)
    incomes = read_incomes(gathering, f"{field}.incomes", said.get("incomes"))
    tell_income(gathering, f"{field}.facts", facts, incomes, catalogue)
    relation = _relation(gathering, f"{field}.relation", said.get("relation"), sex)
    reason = gathering.take(
        f"{field}.no_id_reason",
        said.get("no_id_reason", ""),
        lambda raw: read_text(raw, longest=LONGEST_REASON),
    )
    return Person(
        name=name,
        id_type=number.id_type if number else id_type or IdType.RESIDENT,
        id_number=number.number if number else "",
        no_id_reason=reason or "",
        birth_date=birth,
        birth_year=None if birth else year,
        sex=sex,
        relation=relation,
        phone=_phone(gathering, f"{field}.phone", said.get("phone")),
        bank_account=gathering.take_code(
            f"{field}.bank_account", said.get("bank_account", ""), read_account, show=_masked
        )
        or "",
        facts=facts,
        incomes=incomes,
    )


def _said(
    gathering: Gathering, field: str, index: int, raw: object, catalogue: Catalogue
) -> dict[str, object]:
    """The members of the object; a reason for having no number is known by its short name too."""
    if raw is None:
        gathering.refuse(
            field, "An object with named values is expected here; {value} is not one.", value="null"
        )
        return {}
    elsewhere = {
        fact.key: place_of(fact).replace("…", str(index))
        for fact in catalogue.facts.values()
        if fact.scope == "person" or f"person.{fact.key}" not in catalogue.facts
    } | {"spending": "household.spending", "consents": "consents"}
    said = gathering.take_object(field, raw, (*PERSON_KEYS, _REASON), elsewhere=elsewhere)
    if _REASON in said:
        said.setdefault("no_id_reason", said[_REASON])
        gathering.mended(within(field, "no_id_reason"), _REASON, "no_id_reason")
    return said


def _masked(value: object) -> str:
    if isinstance(value, IdNumber):
        return masked(value.number)
    return shown(masked(str(value) if isinstance(value, str | int) else shown(value)))


def _identity(
    gathering: Gathering, field: str, said: Mapping[str, object], born_by: date
) -> tuple[IdType | None, IdNumber | None]:
    id_type: IdType | None = IdType.RESIDENT
    if "id_type" in said:
        id_type = gathering.take(within(field, "id_type"), said["id_type"], read_id_type)
    if id_type is None or "id_number" not in said or _no_number(id_type, said["id_number"]):
        return id_type, None
    kind = id_type

    def parse(raw: object) -> Parsed[IdNumber]:
        number = read_id_number(raw, kind, day=born_by)
        return Parsed(number, number.number != raw)

    number = gathering.take(within(field, "id_number"), said["id_number"], parse, show=_masked)
    if number and number.id_type is not kind:
        gathering.mended(within(field, "id_type"), kind.value, number.id_type.value)
    return id_type, number


def _no_number(id_type: IdType, raw: object) -> bool:
    return id_type is IdType.NONE and isinstance(raw, str) and not raw.strip()


def _name(gathering: Gathering, field: str, raw: object, number: IdNumber | None, longest: int) -> str:
    if raw is None:
        return ""
    script_of = number.id_type if number else None
    return gathering.take(field, raw, lambda raw: read_name(raw, longest=longest, id_type=script_of)) or ""


def _phone(gathering: Gathering, field: str, raw: object) -> str:
    return gathering.take_code(field, "" if raw is None else raw, read_phone, show=_masked) or ""


def _relation(gathering: Gathering, field: str, raw: object, sex: str | None) -> str:
    relation = gathering.take_code(field, "" if raw is None else raw, read_relation) or ""
    implied = SEX_OF_RELATION.get(relation)
    if implied and sex and implied != sex:
        gathering.remark(
            field,
            "The relation {code} ({word}) does not fit the sex {sex}. Check both.",
            code=relation,
            word=RELATIONS[relation],
            sex=sex,
        )
    return relation


# --- birth, age, sex: said once, or told by the number, never two different things -------------------


def _birth(
    gathering: Gathering,
    field: str,
    said: Mapping[str, object],
    facts: dict[str, FactValue],
    *,
    number: IdNumber | None,
    born_by: date,
) -> tuple[date | None, int | None]:
    """The day of birth or at least the year; a stated fact `birth_date` moves to the person."""
    birth = number.birth_date if number else None
    year: int | None = None

    def parse(raw: object) -> Parsed[date]:
        parsed = read_date(raw)
        refuse_birth(parsed.value, born_by)
        return parsed

    said_birth, year_at = said.get("birth_date"), within(field, "birth_year")
    as_fact = facts.pop("birth_date", None)
    if isinstance(said_birth, str | int) and _YEAR.fullmatch(str(said_birth).strip()):
        year_at = within(field, "birth_date")
        if year := _year(gathering, year_at, str(said_birth).strip().rstrip("年"), born_by):
            gathering.mended(year_at, shown(said_birth), f"birth_year {year}")
    elif said_birth is not None:
        birth = _agreed(
            gathering,
            within(field, "birth_date"),
            birth,
            gathering.take(within(field, "birth_date"), said_birth, parse),
        )
    if isinstance(as_fact, date):
        path = f"{field}.facts.birth_date"
        birth = _agreed(gathering, path, birth, gathering.take(path, as_fact.isoformat(), parse))
    if said.get("birth_year") is not None:
        year_at = within(field, "birth_year")
        year = _year(gathering, year_at, said["birth_year"], born_by)
    if birth and year is not None and birth.year != year:
        gathering.refuse(
            year_at,
            "The year of birth {said} differs from {known}, which is known otherwise. Correct one of them.",
            said=str(year),
            known=str(birth.year),
        )
    return birth, year


def _agreed(gathering: Gathering, field: str, known: date | None, said: date | None) -> date | None:
    if known and said and known != said:
        gathering.refuse(
            field,
            "The birth date {said} differs from {known}, which is known otherwise. Correct one of them.",
            said=said.isoformat(),
            known=known.isoformat(),
        )
    return known or said


def _year(gathering: Gathering, field: str, raw: object, born_by: date) -> int | None:
    def parse(raw: object) -> Parsed[int]:
        parsed = read_whole(raw)
        if not FIRST_YEAR <= parsed.value <= born_by.year:
            raise Refused("Nobody at the counter was born in the year {year}. Check it.", year=shown(raw))
        return parsed

    return gathering.take(field, raw, parse)


def _agree_on_age(
    gathering: Gathering,
    field: str,
    facts: dict[str, FactValue],
    *,
    birth: date | None,
    year: int | None,
    on: date,
) -> None:
    """A stated age that agrees with the birth date is dropped, because it will not stay right."""
    age = facts.get("age")
    if not isinstance(age, int):
        return
    known: tuple[int, ...] = ()
    if birth:
        known = (age_on(birth, on),)
        del facts["age"]
    elif year is not None:
        known = (on.year - year - 1, on.year - year)
    if known and age not in known:
        gathering.refuse(
            field,
            "The age {age} does not fit the birth date, which makes it {known}. Correct one of them.",
            age=age,
            known=known,
        )
    elif age > OLDEST:
        gathering.refuse(field, "Nobody is {age} years old. Check it.", age=age)


def _sex(
    gathering: Gathering, field: str, facts: dict[str, FactValue], number: IdNumber | None
) -> str | None:
    said = facts.pop("sex", None)
    told = number.sex if number else None
    if isinstance(said, str) and told and said != told:
        gathering.refuse(
            field,
            "The sex {said} differs from {told}, which the id number tells. Correct one of them.",
            said=said,
            told=told,
        )
    return told or (said if isinstance(said, str) else None)


# --- who applies for another -------------------------------------------------------------------------


def read_agent(gathering: Gathering, raw: object, *, longest_name: int, day: date) -> Agent | None:
    """Who applies for another person, or for a minor; an adult with a name."""
    if raw is None:
        return None
    said = gathering.take_object("agent", raw, AGENT_KEYS)
    if not isinstance(raw, Mapping):
        return None
    if "name" not in said:
        gathering.refuse("agent.name", "The name of the agent is missing. Write it.")
    number = _agent_number(gathering, said.get("id_number"), day)
    return Agent(
        name=_name(gathering, "agent.name", said.get("name"), number, longest_name),
        id_number=number.number if number else "",
        relation=gathering.take("agent.relation", said.get("relation", ""), _agent_relation) or "",
        phone=_phone(gathering, "agent.phone", said.get("phone")),
    )


def _agent_relation(raw: object) -> Parsed[str]:
    """In words, or by the code of a member's relation."""
    if isinstance(raw, int) or (isinstance(raw, str) and half_width(raw).strip().isdecimal()):
        code = read_relation(raw)
        return Parsed(code, code != raw)
    return read_text(raw, longest=LONGEST_RELATION)


def _agent_number(gathering: Gathering, raw: object, day: date) -> IdNumber | None:
    if raw is None:
        return None

    def parse(raw: object) -> Parsed[IdNumber]:
        kind = kind_by_look(read_code(raw)) or IdType.RESIDENT
        number = read_id_number(raw, kind, day=day)
        if number.birth_date and age_on(number.birth_date, day) < ADULT_AGE:
            raise Refused("The agent is under {age}. Only an adult can apply for another.", age=ADULT_AGE)
        return Parsed(number, number.number != raw)

    return gathering.take("agent.id_number", raw, parse, show=_masked)
