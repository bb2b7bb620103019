"""家庭: the members as a grid, and what is to be asked of each of them."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget

from counter.cases.application import Person
from counter.cases.facts import age_on
from counter.cases.relations import RELATIONS
from counter.errors import Problem
from counter.text import _, translate
from forms import keys
from forms.grid import Grid
from forms.grid_model import Column
from forms.intake.arrangement import Section, facts_of, usual_first
from forms.intake.binding import Binder
from forms.intake.fact_list import FactList
from forms.intake.panel import Panel
from forms.intake.paths import Data, get, member_of
from forms.intake.sheet import Assessment
from forms.rows import label

MEMBER_KEYS = ("name", "id_number", "relation", "birth_date")
FACT_KEYS = ("school_stage", "disability_grade")
MOST_ROWS = 6


class HouseholdPanel(Panel):
    """Everyone who lives together. The first row is the applicant."""

    section = Section.HOUSEHOLD

    def __init__(self, binder: Binder, parent: QWidget | None = None) -> None:
        super().__init__(binder, parent)
        self._member = 0
        self._told: list[str] = []
        self.grid = Grid(
            _("Members of the household"),
            self._columns(),
            at_most=self.sheet.office.settings.limits.household,
            at_least=1,
        )
        facts = facts_of(self.catalogue, Section.HOUSEHOLD, ("person",))
        self.of_member = FactList(binder, "", facts)
        self.of_household = FactList(
            binder,
            _("The household"),
            facts_of(self.catalogue, Section.HOUSEHOLD, ("household", "context")),
        )
        self.count = label("", "muted")
        self.grid.cells.edited.connect(self._edited)
        self.grid.row_chosen.connect(self._choose)
        self.sheet.people_changed.connect(self._show_people)
        self.sheet.changed.connect(self._sheet_changed)
        keys.bind(self, "Alt+M", _("Next member"), self.next_member)
        keys.bind(self, "Ctrl+Shift+D", _("The same answer for every member"), self.same_for_all)
        self._lay_out()
        self._show_people()

    def _columns(self) -> list[Column]:
        facts = self.catalogue.facts
        grade = [(str(value), str(value)) for value in range(5)]
        return [
            Column("name", _("Name"), width=80, stretch=True),
            Column("id_number", _("Id number"), width=160),
            Column("relation", _("Relation"), choices=tuple(usual_first(RELATIONS)), width=76),
            Column("birth_date", _("Birth date"), width=98),
            Column("told", _("Sex, age"), width=70, told=True, spare=3),
            Column(
                "school_stage",
                _("School"),
                choices=tuple((v, v) for v in facts["person.school_stage"].values),
                width=72,
            ),
            Column("disability_grade", _("Disability"), choices=tuple(grade), width=54, spare=2),
        ]

    def _lay_out(self) -> None:
        self.content.addWidget(label(_("Household"), "title"))
        self.content.addWidget(self.grid)
        self.content.addWidget(self.count)
        self.content.addWidget(self.of_member)
        self.content.addSpacing(8)
        self.content.addWidget(self.of_household)
        self.content.addStretch(1)

    def came(self) -> None:
        self.of_member.arrange()
        self.of_household.arrange()
        rows = len(self.sheet.people)
        self.go_to_cell(self.grid, rows if rows == 1 else min(self._member, rows - 1), "name")

    def next_member(self) -> None:
        """Go round the members; the questions follow."""
        self.go_to_cell(self.grid, (self._member + 1) % len(self.sheet.people), "name")

    def same_for_all(self) -> None:
        """What was answered for this member holds for all of them."""
        path = self.binder.path_of(QApplication.focusWidget())
        member = member_of(path)
        if member is None or ".facts." not in path:
            return
        value = self.sheet.get(path)
        rest = path.partition("].")[2]
        for other in range(len(self.sheet.people)):
            self.sheet.put(f"people[{other}].{rest}", value)

    def go_to(self, path: str) -> bool:
        member = member_of(path)
        if member is None:
            if path == "people":
                self.go_to_cell(self.grid, 0, "name")
                return True
            name = path.replace(".facts.", ".")
            return self.of_household.reveal(name) and super().go_to(path)
        key = path.partition("].")[2].removeprefix("facts.") or "name"
        if key in (*MEMBER_KEYS, *FACT_KEYS):
            self.go_to_cell(self.grid, member, key)
            return True
        self._choose(member)
        if key in ("sex", "age", "id_type", "no_id_reason"):
            self.go_to_cell(self.grid, member, "id_number")
            return True
        return self.of_member.reveal(f"person.{key}") and super().go_to(path)

    # --- from the grid -----------------------------------------------------------------------------

    def _edited(self, row: int, key: str) -> None:
        rows = self.grid.cells.rows()
        if key == "":
            if len(rows) > len(self.sheet.people):
                self.sheet.insert_person(row)
            else:
                self.sheet.remove_person(row)
            return
        if row >= len(self.sheet.people):
            self.sheet.add_person()
            self._choose(row)
        path = f"people[{row}].{'facts.' if key in FACT_KEYS else ''}{key}"
        self.sheet.put(path, rows[row].get(key) or None)

    def _choose(self, row: int) -> None:
        people = self.sheet.people
        if not 0 <= row < len(people) or (row == self._member and self.of_member.heading.text()):
            return
        self._member = row
        self.of_member.set_member(row)
        self._title()
        if self.sheet.assessment is not None:
            self.of_member.assessed(self.sheet.assessment.answer)
        self.of_member.arrange()

    def _title(self) -> None:
        self.of_member.set_title(_("About {name}", name=self.sheet.name_of(self._member)))

    # --- to the grid -------------------------------------------------------------------------------

    def _sheet_changed(self, path: str) -> None:
        if path == "" or (member_of(path) is not None):
            self._fill()

    def _show_people(self) -> None:
        self._member = min(self._member, len(self.sheet.people) - 1)
        self.of_member.set_member(self._member)
        self._fill()

    def _fill(self) -> None:
        self.grid.cells.set_rows([self._row(person, place) for place, person in enumerate(self.sheet.people)])
        self.grid.fit_rows(2, MOST_ROWS)
        self.count.setText(_("{n} people live together", n=len(self.sheet.people)))
        self._title()

    def _row(self, person: Data, place: int) -> Data:
        row: Data = {key: person[key] for key in MEMBER_KEYS if key in person}
        for key in FACT_KEYS:
            value = get(person, f"facts.{key}")
            if value is not None:
                row[key] = str(value)
        row["told"] = self._told[place] if place < len(self._told) else ""
        return row

    def assessed(self, assessment: Assessment) -> None:
        application = assessment.reading.application
        self._told = [_sex_and_age(person, assessment) for person in application.people]
        self._fill()
        self.grid.cells.set_given(
            {
                (place, "birth_date"): f"{person.birth_date:%Y-%m-%d}"
                for place, person in enumerate(application.people)
                if person.birth_date is not None and not self.sheet.get(f"people[{place}].birth_date")
            }
        )
        self.grid.cells.set_wrong(
            {
                (member, path.rpartition(".")[2]): translate(problem)
                for problem in assessment.problems
                if (member := member_of(path := problem.field)) is not None and not self._is_typed(problem)
            }
        )
        self.of_member.assessed(assessment.answer)
        self.of_household.assessed(assessment.answer)

    def _is_typed(self, problem: Problem) -> bool:
        return self.binder.is_typing(problem.field)


def _sex_and_age(person: Person, assessment: Assessment) -> str:
    parts = [person.sex or ""]
    if person.birth_date is not None:
        parts.append(str(age_on(person.birth_date, assessment.reading.application.on)))
    elif person.birth_year is not None:
        parts.append(f"~{assessment.reading.application.on.year - person.birth_year}")
    return " · ".join(filter(None, parts))
