"""From what was typed to an application: every problem at once, and what was mended is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from counter.cases.application import HOUSEHOLDER, Application, Household, Person
from counter.cases.completeness import incomplete
from counter.cases.gathering import Gathering, Normalised
from counter.cases.means import read_consents, read_spending, tell_spending
from counter.cases.members import PERSON_KEYS, read_agent, read_person
from counter.cases.relations import RELATIONS, SELF
from counter.cases.said import place_of, read_facts
from counter.cases.values import Parsed, half_width, nearest, read_date, read_text, read_yes_no, shown
from counter.cases.written import read_json, restore_application, write_application
from counter.catalogue.model import Catalogue, Place
from counter.errors import Problem, Refused
from counter.settings import Limits

__all__ = [
    "Normalised",
    "Reading",
    "abolished",
    "incomplete",
    "person_at",
    "read_application",
    "read_json",
    "read_partly",
    "restore_application",
    "township",
    "write_application",
]

KEYS = (
    *("on", "place", "urgent", "request", "people", "household", "context", "agent", "consents"),
    "staff_relative",
)
HOUSEHOLD_KEYS = ("address", "facts", "spending")
LONGEST_ADDRESS = 200
LONGEST_RELATIVE = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """An application, what was mended on the way in, and what is worth knowing though nothing is wrong."""

    application: Application
    normalised: tuple[Normalised, ...] = ()
    notes: tuple[Problem, ...] = ()


def read_application(
    data: object, catalogue: Catalogue, *, today: date, limits: Limits | None = None
) -> Reading:
    """Read the JSON of an application. Raises `Refused` with every problem; what is missing is none.

    A field is a path into the data, such as `people[0].id_number`.
    """
    reading, problems = read_partly(data, catalogue, today=today, limits=limits)
    if problems:
        raise Refused.because(problems)
    return reading


def read_partly(
    data: object, catalogue: Catalogue, *, today: date, limits: Limits | None = None
) -> tuple[Reading, tuple[Problem, ...]]:
    """As `read_application`, but what is wrong is left out and told beside, for a page being filled in.

    The application has no people when none could be read.
    """
    gathering = Gathering()
    limits = limits or Limits()
    places = _places(catalogue)
    if not isinstance(data, Mapping):
        gathering.take_object("", data if data is not None else "null", KEYS)
        return Reading(Application(today, ())), tuple(gathering.problems)
    root = gathering.take_object("", data, KEYS, elsewhere=places)
    household = gathering.take_object("household", root.get("household"), HOUSEHOLD_KEYS, elsewhere=places)
    context = gathering.take_object("context", root.get("context"), ("facts",), elsewhere=places)
    on = _on(gathering, root.get("on"), today)
    application = Application(
        on=on,
        people=_people(gathering, root.get("people"), catalogue, limits, on=on, today=today),
        household=_household(gathering, household, catalogue),
        context=read_facts(
            gathering,
            "context.facts",
            context.get("facts"),
            scope="context",
            catalogue=catalogue,
            elsewhere={},
        ),
        place=_place(gathering, root.get("place"), catalogue, on),
        urgent=gathering.take("urgent", root.get("urgent", False), read_yes_no) or False,
        request=_text(gathering, "request", root, limits.request),
        agent=read_agent(gathering, root.get("agent"), longest_name=limits.name, day=min(on, today)),
        consents=read_consents(gathering, "consents", root.get("consents")),
        staff_relative=_text(gathering, "staff_relative", root, LONGEST_RELATIVE),
    )
    _judge_together(gathering, application)
    reading = Reading(application, tuple(gathering.normalised), tuple(gathering.notes))
    return reading, tuple(gathering.problems)


def person_at(application: Application, index: int) -> Person:
    """The person of an index into `people`. Raises `Refused` when there is none."""
    if not 0 <= index < len(application.people):
        raise Refused(
            "The application has no person {index}; its people count from 0 to {last}.",
            index=index,
            last=len(application.people) - 1,
        )
    return application.people[index]


def _places(catalogue: Catalogue) -> dict[str, str]:
    """Where a name belongs that somebody wrote at the top or in the household."""
    persons = {key: f"people[0].{key}" for key in PERSON_KEYS if key != "facts"}
    return (
        {fact.key: place_of(fact).replace("…", "0") for fact in catalogue.facts.values()}
        | persons
        | {"address": "household.address", "spending": "household.spending"}
        | {key: key for key in KEYS}
    )


def _text(gathering: Gathering, field: str, said: Mapping[str, object], longest: int) -> str:
    raw = said.get(field.rpartition(".")[2], "")
    return gathering.take(field, raw, lambda raw: read_text(raw, longest=longest)) or ""


def _household(gathering: Gathering, said: Mapping[str, object], catalogue: Catalogue) -> Household:
    facts = read_facts(
        gathering,
        "household.facts",
        said.get("facts"),
        scope="household",
        catalogue=catalogue,
        elsewhere={key: f"household.{key}" for key in ("address", "spending")},
    )
    spending = read_spending(gathering, "household.spending", said.get("spending"))
    tell_spending(gathering, "household.facts", facts, spending, catalogue)
    address = _text(gathering, "household.address", said, LONGEST_ADDRESS)
    return Household(address, facts, spending)


def _on(gathering: Gathering, raw: object, today: date) -> date:
    """The day of acceptance; today when nothing is said, or when what is said is wrong."""
    if raw is None:
        return today
    latest = today + timedelta(days=1)

    def parse(raw: object) -> Parsed[date]:
        parsed = read_date(raw)
        if parsed.value > latest:
            raise Refused(
                "The day of acceptance {on} has not come yet; today is {today}. Correct it.",
                on=parsed.value.isoformat(),
                today=today.isoformat(),
            )
        return parsed

    return gathering.take("on", raw, parse) or today


def _people(
    gathering: Gathering, raw: object, catalogue: Catalogue, limits: Limits, *, on: date, today: date
) -> tuple[Person, ...]:
    if raw is None or raw == []:
        gathering.refuse(
            "people", "An application needs at least one person; the first one applies. Add one."
        )
        return ()
    if not isinstance(raw, list | tuple):
        gathering.refuse("people", "A list of people is expected here; {value} is not one.", value=shown(raw))
        return ()
    if len(raw) > limits.household:
        gathering.refuse(
            "people",
            "The household has {count} people; at most {most} fit in one application. Check the list.",
            count=len(raw),
            most=limits.household,
        )
        return ()
    return tuple(
        read_person(
            gathering, index, item, catalogue, longest_name=limits.name, on=on, born_by=min(on, today)
        )
        for index, item in enumerate(raw)
    )


def _place(gathering: Gathering, raw: object, catalogue: Catalogue, on: date) -> str:
    def read(raw: object) -> str:
        return township(raw, catalogue, on)

    return gathering.take_code("place", "" if raw is None else raw, read) or ""


def township(raw: object, catalogue: Catalogue, on: date) -> str:
    """The code of a township that exists on that day, from its code or its name; empty for an empty text.

    Raises `Refused`, with the nearest one or the successor.
    """
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = shown(raw)
    if not isinstance(raw, str):
        raise Refused(
            "The code of a township in quotes is expected here; {value} is not one.", value=shown(raw)
        )
    said = "".join(half_width(raw).split())
    if not said:
        return ""
    named = [place for place in catalogue.places.values() if said in (place.title, place.short)]
    place = (
        catalogue.places.get(said)
        or next((p for p in named if p.valid_on(on)), None)
        or next(iter(named), None)
    )
    if place is None:
        known = {word: p for p in catalogue.places.values() if p.valid_on(on) for word in (p.code, p.title)}
        close = known.get(nearest(said, known))
        raise Refused(
            "No township of the district is called {said}; the nearest is {nearest}.",
            said=shown(raw),
            nearest=_code_and_title(close),
        )
    if not place.valid_on(on):
        raise _not_on_that_day(place, catalogue, on)
    return place.code


def abolished(application: Application, catalogue: Catalogue) -> Iterator[Problem]:
    """That the accepting township does not exist on the day, and which one does."""
    place = catalogue.places.get(application.place)
    if place is not None and not place.valid_on(application.on):
        for problem in _not_on_that_day(place, catalogue, application.on).problems:
            yield replace(problem, field="place")


def _not_on_that_day(place: Place, catalogue: Catalogue, on: date) -> Refused:
    if place.valid_from and on < place.valid_from:
        return Refused(
            "{place} exists only since {since}. Write the township of that day.",
            place=_code_and_title(place),
            since=place.valid_from.isoformat(),
        )
    return Refused(
        "{place} no longer exists on {on}; its successor is {successor}. Write that one.",
        place=_code_and_title(place),
        on=on.isoformat(),
        successor=_code_and_title(catalogue.places.get(place.successor)) or place.successor,
    )


def _code_and_title(place: Place | None) -> str:
    return f"{place.code} {place.title}" if place else ""


# --- what only shows when everything is read -------------------------------------------------------


def _judge_together(gathering: Gathering, application: Application) -> None:
    people = application.people
    _refuse_twins(gathering, people)
    for only_one in (HOUSEHOLDER, SELF):
        for index in [i for i, person in enumerate(people) if person.relation == only_one][1:]:
            gathering.refuse(
                f"people[{index}].relation",
                "A household has only one {relation} ({code}). Correct the relation of the others.",
                relation=RELATIONS[only_one],
                code=only_one,
            )
    size = application.household.facts.get("size")
    if people and isinstance(size, int) and size != len(people):
        gathering.refuse(
            "household.facts.size",
            "The household is said to have {size} members, but {count} are listed. Correct one of them.",
            size=size,
            count=len(people),
        )
    agent = application.agent
    if agent and agent.id_number and people and agent.id_number == people[0].id_number:
        gathering.refuse("agent.id_number", "The agent is the applicant. Delete the agent.")


def _refuse_twins(gathering: Gathering, people: tuple[Person, ...]) -> None:
    """Nobody is listed twice; two valid numbers under one name and birth date are told, not refused."""
    by_number: dict[str, int] = {}
    by_name: dict[tuple[str, date], int] = {}
    for index, person in enumerate(people):
        first = by_number.setdefault(person.id_number, index) if person.id_number else index
        if first != index:
            gathering.refuse(
                f"people[{index}].id_number",
                "This person is already listed as number {first}. Delete one of the two.",
                first=first + 1,
            )
            continue
        if not (person.name and person.birth_date):
            continue
        first = by_name.setdefault((person.name, person.birth_date), index)
        if first == index:
            continue
        if person.id_number and people[first].id_number:
            gathering.remark(
                f"people[{index}].name",
                "Number {first} has the same name and birth date, with another id number. Check both.",
                first=first + 1,
            )
        else:
            gathering.refuse(
                f"people[{index}].name",
                "Number {first} has the same name and birth date. Delete one of the two.",
                first=first + 1,
            )
