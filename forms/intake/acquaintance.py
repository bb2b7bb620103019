"""Looks up whoever is at the counter while the intake is typed: known people, and people who look alike."""

from __future__ import annotations

from copy import deepcopy
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from counter.cases.identities import OnRecord
from counter.cases.reading import read_partly
from counter.services import duplicates, identities, known
from counter.services.duplicates import Duplicate, Grade
from counter.services.known import KnownPerson
from counter.services.office import Office
from counter.text import _
from forms import jobs
from forms.intake.known_cards import DuplicateCard, KnownCard
from forms.intake.paths import Data, fact_path
from forms.intake.person_panel import APPLICANT, PersonPanel
from forms.intake.sheet import Assessment, IntakeSheet


def _on_record(office: Office, data: Data) -> OnRecord:
    """What is known of whoever was typed; what was typed last may not be read yet."""
    reading, _problems = read_partly(data, office.catalogue, today=office.today())
    return identities.on_record(office, reading.application)


class Acquaintance(QObject):
    """The same number is one person; the same name and birth date, or nearly, asks."""

    known_changed = Signal(object)
    """The known person, or None."""
    case_wanted = Signal(str)
    said = Signal(str)

    def __init__(self, sheet: IntakeSheet, panel: PersonPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self._office = sheet.office
        self._panel = panel
        self.person: KnownPerson | None = None
        self._decided: set[int] = set()
        self._asked: object = None
        self._look: jobs.Latest[KnownPerson | None] = jobs.Latest(self, succeeded=self._found)
        self._alike: jobs.Latest[tuple[Duplicate, ...]] = jobs.Latest(self, succeeded=self._found_alike)
        panel.number_complete.connect(self.look_up)
        sheet.changed.connect(self._sheet_changed)

    def forget(self) -> None:
        """Another person is at the counter."""
        self._decided.clear()
        self._asked = None
        self._look.forget()
        self._alike.forget()
        self._know(None)

    def look_up(self, number: str) -> None:
        self._look.ask(partial(known.known_person, self._office, number))

    def _sheet_changed(self, path: str) -> None:
        if path == f"{APPLICANT}.id_number":
            self._look.forget()
            if self.person is not None:
                self._know(None)

    def _know(self, person: KnownPerson | None) -> None:
        self.person = person
        self._panel.show_found([])
        self.known_changed.emit(person)

    def _found(self, person: KnownPerson | None) -> None:
        self._know(person)
        if person is not None:
            card = KnownCard(person)
            card.case_wanted.connect(self.case_wanted)
            card.take_over_wanted.connect(self._take_over)
            card.statuses_wanted.connect(self._look_for_statuses)
            self._panel.show_found([card])

    def _take_over(self, person: KnownPerson) -> None:
        if person.last is not None:
            self._sheet.take_over(person.last)
            self.said.emit(_("Taken over from last time. Check what has changed (F9)."))

    def _look_for_statuses(self) -> None:
        """What the record says of everyone on the sheet as it stands now."""
        data = deepcopy(self._sheet.data)
        jobs.start(self, partial(_on_record, self._office, data), succeeded=self._enter_statuses)

    def _enter_statuses(self, record: OnRecord) -> None:
        """Enter the statuses in force beside those that were said; the clerk sees and may undo each."""
        for one in record.held:
            path = fact_path("household" if one.member is None else "person", "categories", one.member)
            said = self._sheet.get(path)
            before = said if isinstance(said, list) else []
            self._sheet.put(path, sorted({*before, one.category}))
        if record.held:
            held = list(dict.fromkeys(one.category for one in record.held))
            self.said.emit(_("Entered from the record: {statuses}.", statuses=held))

    # --- people who look alike ---------------------------------------------------------------------

    def assessed(self, assessment: Assessment) -> None:
        people = assessment.reading.application.people
        if not people or self.person is not None:
            return
        person = people[0]
        asked = (person.name, person.id_number, person.birth_date, person.phone)
        if asked != self._asked and person.name and (person.id_number or person.birth_date):
            self._asked = asked
            self._alike.ask(partial(duplicates.possible_duplicates, self._office, person))

    def _found_alike(self, found: tuple[Duplicate, ...]) -> None:
        if self.person is not None:
            return
        still = [
            one for one in found if one.grade is not Grade.SAME_NUMBER and one.person_id not in self._decided
        ]
        cards: list[QWidget] = []
        for candidate in still[:1]:
            decided = len(found) - len(still)
            card = DuplicateCard(candidate, _("{done} of {all} decided", done=decided, all=len(found)))
            card.same.connect(self._is_same)
            card.different.connect(self._decide)
            card.later.connect(self._decide)
            cards.append(card)
        self._panel.show_found(cards)

    def _is_same(self, candidate: Duplicate) -> None:
        self._decide(candidate)
        self.said.emit(_("Compare the id number with the card and correct it, then the register knows them."))

    def _decide(self, candidate: Duplicate) -> None:
        self._decided.add(candidate.person_id)
        self._asked = None
        self._panel.show_found([])
        self._panel.number.setFocus()
        if self._sheet.assessment is not None:
            self.assessed(self._sheet.assessment)
