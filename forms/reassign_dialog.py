"""转派: another department, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from counter.catalogue.model import Catalogue
from counter.text import _
from forms import keys, look
from forms.choice_fields import ChoiceField
from forms.fields import TextField
from forms.rows import FieldRow, button, label


class ReassignDialog(QDialog):
    """Typing pinyin initials finds the department; Ctrl+Enter is done."""

    given = Signal(str, str)
    """The code of the department, and the reason."""

    def __init__(self, parent: QWidget, catalogue: Catalogue, policy: str, department: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Reassign"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.department = ChoiceField(
            [(code, one.title) for code, one in catalogue.departments.items()], empty=""
        )
        self.department.set_value(department)
        self.because = TextField()
        self.row = FieldRow(_("Reason"), self.because, must=True)
        done = button(_("Reassign (Ctrl+Enter)"), "primary")
        back = button(_("Back"))
        done.clicked.connect(self.finish)
        back.clicked.connect(self.reject)
        keys.bind(self, ("Ctrl+Return", "Ctrl+Enter"), _("Reassign"), self.finish)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(back)
        buttons.addWidget(done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(label(_("Reassign {policy}", policy=policy), "heading"))
        layout.addWidget(FieldRow(_("To the department"), self.department))
        layout.addWidget(self.row)
        layout.addLayout(buttons)
        self.setMinimumWidth(look.px(460))

    def finish(self) -> None:
        reason = str(self.because.value() or "")
        if not reason:
            self.row.show_problem(_("A reason is needed."))
            self.because.setFocus()
            return
        self.given.emit(str(self.department.value()), reason)
        self.accept()
