"""转派: another department, and why."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from counter.catalogue.model import Catalogue
from counter.text import _
from forms.answer_dialog import AnswerDialog
from forms.choice_fields import ChoiceField
from forms.fields import TextField
from forms.rows import FieldRow


class ReassignDialog(AnswerDialog):
    """Typing pinyin initials finds the department."""

    given = Signal(str, str)
    """The code of the department, and the reason."""

    def __init__(self, parent: QWidget, catalogue: Catalogue, policy: str, department: str) -> None:
        super().__init__(parent, _("Reassign"), _("Reassign"), heading=_("Reassign {policy}", policy=policy))
        self.department = ChoiceField(
            [(code, one.title) for code, one in catalogue.departments.items()], empty=""
        )
        self.department.set_value(department)
        self.because = TextField()
        self.row = FieldRow(_("Reason"), self.because, must=True)
        self.body.addWidget(FieldRow(_("To the department"), self.department))
        self.body.addWidget(self.row)

    def finish(self) -> None:
        reason = str(self.because.value() or "")
        if not reason:
            self.row.show_problem(_("A reason is needed."))
            self.because.setFocus()
            return
        self.given.emit(str(self.department.value()), reason)
        self.accept()
