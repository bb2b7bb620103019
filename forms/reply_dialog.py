"""督办答复: the department says why it is late, and until when it will be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from counter.errors import CounterError
from counter.text import _
from forms.answer_dialog import AnswerDialog
from forms.answer_fields import Rows
from forms.fields import ProseField
from forms.rows import FieldRow


class ReplyDialog(AnswerDialog):
    """The reminder stands above, the answer is written below it."""

    given = Signal(str)

    def __init__(self, parent: QWidget, reminder: str) -> None:
        super().__init__(parent, _("Answer the reminder"), _("Answer"), text=reminder, wide=520)
        self.rows = Rows(text=FieldRow(_("Why, and until when"), ProseField(4), must=True))
        self.body.addWidget(self.rows["text"])
        self.rows["text"].field.widget().setFocus()

    def finish(self) -> None:
        self.given.emit(self.rows.text("text"))

    def show_refusal(self, refused: CounterError) -> None:
        self.rows.show(refused, otherwise="text")
