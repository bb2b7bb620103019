"""What still stands in the way of accepting an application that is read without a problem."""

from __future__ import annotations

from datetime import date

from counter.cases.application import Application, IdType, Person
from counter.cases.facts import age_on
from counter.cases.people import ADULT_AGE
from counter.cases.relations import NOT_RELATED
from counter.catalogue.model import Catalogue
from counter.errors import Problem


def incomplete(application: Application, catalogue: Catalogue, *, place_known: bool) -> tuple[Problem, ...]:
    """What is missing, each with its field; `place_known` when the office itself has a township."""
    missing: list[Problem] = []
    if not application.place and not place_known:
        missing.append(Problem("The township that accepts is missing. Write its code.", "place"))
    elif application.place and application.place not in catalogue.places:
        missing.append(
            Problem(
                "No township of the district has the code {code}. Correct it.",
                "place",
                {"code": application.place},
            )
        )
    if not application.people:
        missing.append(
            Problem("An application needs at least one person; the first one applies. Add one.", "people")
        )
    for index, person in enumerate(application.people):
        missing += _of_person(person, f"people[{index}]", applies=index == 0)
    if application.people:
        missing += _of_applicant(application)
    return tuple(missing)


def _of_person(person: Person, field: str, *, applies: bool) -> list[Problem]:
    missing: list[Problem] = []
    if not person.name:
        missing.append(Problem("The name is missing. Write it.", f"{field}.name"))
    born = person.birth_date or person.birth_year
    if person.id_type is IdType.NONE:
        if not born:
            missing.append(
                Problem(
                    "Without an id number the birth date is needed, or at least the year. Write it.",
                    f"{field}.birth_date",
                )
            )
        if not person.no_id_reason:
            missing.append(
                Problem("Say why there is no id number, such as: newborn.", f"{field}.no_id_reason")
            )
    elif not person.id_number and (applies or not born):
        missing.append(
            Problem(
                "The id number is missing. Write it, or say that there is none yet, with the birth date and "
                "the reason.",
                f"{field}.id_number",
            )
        )
    return missing


def _of_applicant(application: Application) -> list[Problem]:
    applicant = application.applicant
    if applicant.facts.get("deceased") is True:
        return [
            Problem(
                "The applicant is said to have died. Let the person who applies stand first.",
                "people[0].facts.deceased",
            )
        ]
    age = _age(applicant, application.on)
    if age is None or age >= ADULT_AGE or application.agent or _guardian(application):
        return []
    return [
        Problem(
            "The applicant is {age} years old and cannot apply alone. Add the guardian, as a member of the "
            "household or as agent.",
            "people[0]",
            {"age": age},
        )
    ]


def _guardian(application: Application) -> bool:
    """Whether an adult of the household can act for the minor; a person without any relation cannot."""
    return any(
        (age := _age(person, application.on)) is not None
        and age >= ADULT_AGE
        and person.relation != NOT_RELATED
        and person.facts.get("deceased") is not True
        for person in application.people[1:]
    )


def _age(person: Person, on: date) -> int | None:
    """Completed years; of a year of birth alone the most that it can be, of a stated age the age."""
    if person.birth_date:
        return age_on(person.birth_date, on)
    if person.birth_year is not None:
        return on.year - person.birth_year
    stated = person.facts.get("age")
    return stated if isinstance(stated, int) else None
