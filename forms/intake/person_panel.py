"""来人: who stands at the counter. The id number comes first, and all that it tells, at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from counter.cases.application import IdType, Person
from counter.cases.facts import age_on
from counter.cases.relations import RELATIONS
from counter.text import _, display
from forms import keys
from forms.choice_fields import ChoiceField
from forms.field_grid import Fields
from forms.fields import DateField, IdNumberField, TextField
from forms.intake.arrangement import Section, usual_first
from forms.intake.binding import Binder
from forms.intake.panel import Panel
from forms.intake.sheet import Assessment
from forms.rows import FieldRow, button, label

APPLICANT = "people[0]"


class PersonPanel(Panel):
    """The applicant, the township, and whoever applies for them."""

    section = Section.PERSON
    number_complete = Signal(str)
    """A whole id number was typed: look who that is."""

    def __init__(self, binder: Binder, parent: QWidget | None = None) -> None:
        super().__init__(binder, parent)
        self.number = IdNumberField()
        self.kind = ChoiceField([(kind.value, display(kind)) for kind in IdType], empty="")
        self.name = TextField()
        self.phone = TextField()
        self.relation = ChoiceField(usual_first(RELATIONS))
        self.birth = DateField()
        self.reason = TextField()
        self.address = TextField()
        self.place = ChoiceField(self._places(), empty=self._usual_place())
        self.account = TextField()
        self.found = QVBoxLayout()
        self.agent_button = button(_("Someone applies for this person (Alt+D)"), "quiet")
        self.agent_card = QFrame()
        self.agent_card.hide()
        self.number.completed.connect(self.number_complete)
        self.agent_button.clicked.connect(self.toggle_agent)
        keys.bind(self, "Alt+D", _("Someone applies for this person"), self.toggle_agent)
        self._lay_out()
        self.sheet.changed.connect(self._sheet_changed)

    def _places(self) -> list[tuple[str, str]]:
        today = self.sheet.office.today()
        return [(code, place.title) for code, place in self.catalogue.places.items() if place.valid_on(today)]

    def _usual_place(self) -> str:
        usual = self.catalogue.places.get(self.sheet.office.place)
        return _("This window: {place}", place=usual.title) if usual else _("Not asked")

    def _lay_out(self) -> None:
        self.content.addWidget(label(_("Who came"), "title"))
        rows = {
            f"{APPLICANT}.id_number": (FieldRow(_("Id number"), self.number, must=True), 2),
            f"{APPLICANT}.id_type": (FieldRow(_("Kind of number"), self.kind), 1),
            f"{APPLICANT}.no_id_reason": (FieldRow(_("Why there is no number"), self.reason), 2),
            f"{APPLICANT}.birth_date": (FieldRow(_("Birth date"), self.birth), 1),
            f"{APPLICANT}.name": (FieldRow(_("Name"), self.name, must=True), 1),
            f"{APPLICANT}.phone": (FieldRow(_("Telephone"), self.phone), 1),
            f"{APPLICANT}.relation": (FieldRow(_("Relation to the householder"), self.relation), 1),
            "household.address": (FieldRow(_("Where the household lives"), self.address), 2),
            "place": (FieldRow(_("Township"), self.place), 1),
            f"{APPLICANT}.bank_account": (FieldRow(_("Bank account"), self.account), 2),
        }
        fields = Fields(3)
        self.rows = {}
        for path, (row, span) in rows.items():
            fields.add(row, span=span)
            self.rows[path] = row
            self.binder.bind(path, row)
        self.content.addWidget(fields)
        self.content.addLayout(self.found)
        self.content.addWidget(self.agent_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.agent_card.setLayout(self._agent_fields())
        self.content.addWidget(self.agent_card)
        self.content.addStretch(1)
        self._show_kind()

    def _agent_fields(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(_("Who applies for this person"), "heading"))
        fields = Fields(3)
        for path, row in (
            ("agent.name", FieldRow(_("Name of the agent"), TextField(), must=True)),
            ("agent.relation", FieldRow(_("What the agent is to the applicant"), TextField())),
            ("agent.phone", FieldRow(_("Telephone of the agent"), TextField())),
            ("agent.id_number", FieldRow(_("Id number of the agent"), IdNumberField())),
        ):
            fields.add(row)
            self.binder.bind(path, row)
        column.addWidget(fields)
        return column

    def came(self) -> None:
        self.number.setFocus()

    def toggle_agent(self) -> None:
        """Open the fields of the agent, or close them where they are empty."""
        opened = self.agent_card.isVisibleTo(self)
        if opened and self.sheet.get("agent"):
            self.binder.focus("agent.name")
            return
        self.agent_card.setVisible(not opened)
        if not opened:
            self.binder.focus("agent.name")
        else:
            self.agent_button.setFocus()

    def go_to(self, path: str) -> bool:
        if path.startswith("agent") and not self.agent_card.isVisibleTo(self):
            self.agent_card.show()
        return super().go_to("agent.name" if path == "agent" else path)

    def _sheet_changed(self, path: str) -> None:
        if path in ("", f"{APPLICANT}.id_type"):
            self._show_kind()
        if path == "":
            self.agent_card.setVisible(bool(self.sheet.get("agent")))
            self.show_found([])

    def _show_kind(self) -> None:
        """Without an id number the birth date and the reason are asked instead."""
        kind = self.sheet.get(f"{APPLICANT}.id_type") or IdType.RESIDENT.value
        tells_birth = kind in (IdType.RESIDENT, IdType.HMT_RESIDENCE)
        self.rows[f"{APPLICANT}.no_id_reason"].setVisible(kind == IdType.NONE)
        self.rows[f"{APPLICANT}.birth_date"].setVisible(not tells_birth)
        self.number.setEnabled(kind != IdType.NONE)

    def assessed(self, assessment: Assessment) -> None:
        people = assessment.reading.application.people
        told = _told(people[0], assessment) if people and people[0].id_number else ""
        self.binder.tell_more(f"{APPLICANT}.id_number", told)

    def show_found(self, cards: list[QWidget]) -> None:
        """Show what the register knows of this person, under the fields."""
        while (item := self.found.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for card in cards:
            self.found.addWidget(card)


def _told(person: Person, assessment: Assessment) -> str:
    """What an id number tells: sex, age, birth date, area."""
    parts = [person.sex or ""]
    if person.birth_date is not None:
        age = age_on(person.birth_date, assessment.reading.application.on)
        parts.append(_("{age} years", age=age))
        parts.append(_("born on {day}", day=person.birth_date))
    if person.id_type in (IdType.RESIDENT, IdType.HMT_RESIDENCE) and person.id_number[:6].isdigit():
        parts.append(_("area {code}", code=person.id_number[:6]))
    return " · ".join(filter(None, parts))
