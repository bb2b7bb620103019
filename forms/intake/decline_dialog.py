"""不予受理: the reason, the clause or the office that is responsible, for the notice."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from counter.catalogue.model import Catalogue
from counter.errors import CounterError
from counter.text import _, say
from forms.answer_dialog import AnswerDialog
from forms.choice_fields import ChoiceField
from forms.fields import ProseField, TextField
from forms.rows import FieldRow


@dataclass(frozen=True, slots=True)
class Declining:
    """Why an application is not accepted, by which clause, and who is responsible instead."""

    reason: str
    clause: str
    proper_office: str


class DeclineDialog(AnswerDialog):
    """The reason, the clause, and who is responsible instead."""

    given = Signal(object)
    """A `Declining`."""

    def __init__(self, parent: QWidget, catalogue: Catalogue) -> None:
        super().__init__(
            parent,
            _("Not accepted"),
            _("Do not accept, print the notice"),
            text=_("The person gets a notice with the facts, the reason and how to object."),
            kind="danger",
            wide=520,
        )
        self.reason = ProseField(3)
        self.clause = TextField()
        self.clause.setPlaceholderText(_("The clause as it reads"))
        self.proper = ChoiceField(
            [(one.official_title or one.title, one.title) for one in catalogue.departments.values()],
            empty=_("None"),
        )
        self.rows = {
            "reason": FieldRow(_("Why it is not accepted"), self.reason, must=True),
            "clause": FieldRow(_("Clause"), self.clause),
            "proper_office": FieldRow(_("Office that is responsible"), self.proper),
        }
        for row in self.rows.values():
            self.body.addWidget(row)

    def finish(self) -> None:
        reason, clause, proper = (row.field.value() for row in self.rows.values())
        self.given.emit(Declining(str(reason or ""), str(clause or ""), str(proper or "")))

    def show_refusal(self, refused: CounterError) -> None:
        """Say at the fields what is missing."""
        said = dict(say(refused))
        for key, row in self.rows.items():
            row.show_problem(said.pop(key, ""))
        if said:
            self.rows["reason"].show_problem("\n".join(said.values()))
