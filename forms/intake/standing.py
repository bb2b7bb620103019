"""How far each section of an intake is: not begun, begun, complete, to mend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from forms.error_dock import Trouble
from forms.intake.arrangement import Section, section_of_path
from forms.intake.rail import Progress
from forms.intake.sheet import IntakeSheet, person_facts

_OF_EXTRAS = {
    "papers": Section.PAPERS,
    "read_out": Section.REVIEW,
}

_OWN = ("place", "request", "agent", "household.address", "household.spending", "consents", "staff_relative")


def standing(
    sheet: IntakeSheet, troubles: Iterable[Trouble], finished: dict[Section, bool]
) -> dict[Section, Progress]:
    """The progress of all sections; `finished` says of some whether nothing in them is open any more."""
    catalogue = sheet.office.catalogue
    assessment = sheet.assessment
    wrong = {section_of_path(trouble.field, catalogue) for trouble in troubles if trouble.blocks}
    missing = assessment.missing if assessment else ()
    lacking = {section_of_path(problem.field, catalogue) for problem in missing}
    begun = {section_of_path(path, catalogue) for path in filled_paths(sheet)}
    begun |= {section for extra, section in _OF_EXTRAS.items() if sheet.extras.get(extra)}

    def of(section: Section) -> Progress:
        if section in wrong:
            return Progress.TROUBLE
        if section not in begun:
            return Progress.EMPTY
        complete = section not in lacking and finished.get(section, True)
        return Progress.COMPLETE if complete else Progress.STARTED

    return {section: of(section) for section in Section}


def filled_paths(sheet: IntakeSheet) -> Iterator[str]:
    """The paths of all that was typed; that a person is living says the intake itself."""
    yield from (key for key in _OWN if sheet.get(key))
    for place, person in enumerate(sheet.people):
        yield from (f"people[{place}].{key}" for key in person if key != "facts")
        yield from (f"people[{place}].facts.{key}" for key in person_facts(person) if key != "deceased")
    for scope in ("household", "context"):
        facts = sheet.get(f"{scope}.facts")
        yield from (f"{scope}.facts.{key}" for key in (facts if isinstance(facts, dict) else ()))
