"""The application that lies on the desk: what was typed, read and matched again after each change."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from counter.cases.application import Application
from counter.cases.identities import NO_RECORD, OnRecord
from counter.cases.match import Answer, match
from counter.cases.reading import Reading, incomplete, read_partly, write_application
from counter.errors import Problem
from counter.services import identities
from counter.services.office import Act, Office
from counter.text import _
from forms import jobs
from forms.intake import paths
from forms.intake.history import History, Step
from forms.intake.paths import Data

TYPING_PAUSE = 140
"""Milliseconds without a key before what was typed is read and matched."""

EXTRAS = "form"
"""Under this name a draft keeps what is no part of the application: the papers and the choices."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What an application means as it stands: read, matched, and what still keeps it from being accepted."""

    reading: Reading
    written: Data
    problems: tuple[Problem, ...]
    missing: tuple[Problem, ...]
    answer: Answer | None
    version: int
    record: OnRecord = NO_RECORD
    """The statuses on record of whoever is on it: they spare papers."""


def assess(office: Office, data: Data, version: int) -> Assessment:
    """Read and match; touches no widget and stores nothing."""
    reading, problems = read_partly(
        data, office.catalogue, today=office.today(), limits=office.settings.limits
    )
    application = reading.application
    missing = incomplete(application, office.catalogue, place_known=bool(office.place))
    answer = match(application, office.catalogue) if application.people else None
    written = write_application(application)
    return Assessment(reading, written, problems, missing, answer, version, _record(office, application))


def _record(office: Office, application: Application) -> OnRecord:
    place = application.place or office.place
    if not application.people or not office.may(Act.INTAKE, township=place):
        return NO_RECORD
    return identities.on_record(office, application)


class IntakeSheet(QObject):
    """The plain data of one application, in the form of a draft, and its latest assessment."""

    changed = Signal(str)
    """The path that was changed; empty when everything may have."""
    people_changed = Signal()
    assessed = Signal(object)

    def __init__(self, office: Office, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.data: Data = {}
        self.extras: dict[str, object] = {}
        self.history = History(self)
        self.version = 0
        self.assessment: Assessment | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE)
        self._pause.timeout.connect(self.assess_now)
        self._latest: jobs.Latest[Assessment] = jobs.Latest(self, succeeded=self._assessed)
        self.clear()

    # --- the data ----------------------------------------------------------------------------------

    def clear(self) -> None:
        """A new, empty sheet: one person, who is present."""
        self.history.clear()
        self._set({"people": [new_person()], "household": {"facts": {}}, "context": {"facts": {}}}, {})

    def load(self, content: Mapping[str, object]) -> None:
        """Take over a draft."""
        self.history.clear()
        kept = deepcopy(dict(content))
        extras = kept.pop(EXTRAS, {})
        self._set(kept, extras if isinstance(extras, dict) else {})

    def _set(self, data: Data, extras: dict[str, object]) -> None:
        self.data, self.extras = data, extras
        if not isinstance(self.data.get("people"), list) or not self.data["people"]:
            self.data["people"] = [new_person()]
        self.version += 1
        self.assessment = None
        self._latest.forget()
        self.people_changed.emit()
        self.changed.emit("")
        self._pause.start()

    def content(self) -> dict[str, object]:
        """What is kept as a draft."""
        return {**deepcopy(self.data), EXTRAS: deepcopy(self.extras)}

    @property
    def is_blank(self) -> bool:
        """True while nothing was typed, so that there is nothing to keep."""
        person = self.people[0]
        said = {key for key in person if key not in ("facts",)} or set(person_facts(person)) - {"deceased"}
        household = self.get("household.address") or self.get("household.facts") or self.get("context.facts")
        return not (said or household or self.get("request") or len(self.people) > 1)

    @property
    def people(self) -> list[Data]:
        found = self.data["people"]
        assert isinstance(found, list)
        return found

    def name_of(self, member: int) -> str:
        """What a member is called while the name is not yet typed, too."""
        name = self.people[member].get("name") if member < len(self.people) else None
        return str(name or _("Person {n}", n=member + 1))

    def get(self, path: str) -> object:
        return paths.get(self.data, path)

    def put(self, path: str, value: object) -> None:
        """Set one value by hand; None is unknown. Nothing happens when it stands there already."""
        if paths.get(self.data, path) != value:
            self._remember(path)
            self.mend(path, value)

    def mend(self, path: str, value: object) -> None:
        """Set one value as the reading found it: no step of its own, because the hand changed nothing."""
        if paths.get(self.data, path) != value:
            paths.put(self.data, path, value)
            self._touched(path)

    def put_extra(self, key: str, value: object) -> None:
        """Set what the draft keeps beside the application: papers, choices."""
        if self.extras.get(key) != value:
            self._remember(f"@{key}")
            self.extras[key] = value
            self._touched(f"@{key}")

    def _touched(self, path: str) -> None:
        self.version += 1
        self.changed.emit(path)
        self._pause.start()

    def take_over(self, last: Application) -> None:
        """Fill what is empty with what was said last time; what was typed today stays."""
        self._remember("people")
        before = write_application(last)
        # What was read out last time is read out anew.
        for key in ("on", "urgent", "request", "agent", "consents", "staff_relative"):
            before.pop(key, None)
        typed = self.people[0]
        people = before.get("people")
        if isinstance(people, list):
            number = typed.get("id_number")
            # Whoever is at the counter today applies, whichever member applied last time.
            people.sort(key=lambda person: person.get("id_number") != number)
        extras = {key: value for key, value in self.extras.items() if key not in ("read_out",)}
        self._set(_filled(self.data, before), extras)
        self._touched("people")

    # --- undoing -----------------------------------------------------------------------------------

    def _remember(self, path: str) -> None:
        self.history.note(path, self.data, self.extras)

    def undo(self) -> str | None:
        """Take back the last change by hand; returns the path that it began at, None without any."""
        return self._turn_to(self.history.back(self.data, self.extras))

    def redo(self) -> str | None:
        """Make the change again that was undone last."""
        return self._turn_to(self.history.forth(self.data, self.extras))

    def _turn_to(self, step: Step | None) -> str | None:
        if step is None:
            return None
        self.data, self.extras = step.data, step.extras
        self.people_changed.emit()
        self.changed.emit("")
        self._touched(step.path)
        return step.path

    # --- the members -------------------------------------------------------------------------------

    def add_person(self) -> int:
        self._remember("people")
        self.people.append(new_person())
        self.people_changed.emit()
        self._touched("people")
        return len(self.people) - 1

    def insert_person(self, at: int) -> None:
        """Room for a member; the one who applies stays the first."""
        self._remember("people")
        self.people.insert(max(at, 1), new_person())
        self.people_changed.emit()
        self._touched("people")

    def remove_person(self, at: int) -> None:
        """Take a member off the list; the one who applies cannot be."""
        if 0 < at < len(self.people):
            self._remember("people")
            del self.people[at]
            self.people_changed.emit()
            self._touched("people")

    # --- what it means -----------------------------------------------------------------------------

    def assess_now(self) -> None:
        self._pause.stop()
        self._latest.ask(partial(assess, self.office, deepcopy(self.data), self.version))

    @property
    def is_up_to_date(self) -> bool:
        return self.assessment is not None and self.assessment.version == self.version

    def _assessed(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.assessed.emit(assessment)


def _filled(typed: Data, before: Mapping[str, object]) -> Data:
    """`typed` with everything of `before` that it does not say itself."""
    filled = deepcopy(typed)
    for key, value in before.items():
        mine = filled.get(key)
        if isinstance(mine, dict) and isinstance(value, dict):
            filled[key] = _filled(mine, value)
        elif key == "people" and isinstance(mine, list) and isinstance(value, list):
            pairs = [_filled(one, other) for one, other in zip(mine, value, strict=False)]
            filled[key] = pairs + deepcopy(mine[len(value) :] or value[len(mine) :])
        elif mine in (None, "", []):
            filled[key] = deepcopy(value)
    return filled


def new_person() -> Data:
    """A member as the intake adds one: whoever is present or signed for is living."""
    return {"facts": {"deceased": False}}


def person_facts(person: Data) -> Data:
    facts = person.get("facts")
    return facts if isinstance(facts, dict) else {}
