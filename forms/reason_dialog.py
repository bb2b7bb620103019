"""A reason as a pick list with one line of text: what is picked is counted, what is typed is read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QWidget

from counter.text import _
from forms.answer_dialog import AnswerDialog
from forms.fields import TextField
from forms.rows import FieldRow


class ReasonDialog(AnswerDialog):
    """Arrows or a figure pick, the line adds."""

    given = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        *,
        title: str,
        text: str,
        reasons: Sequence[str],
        act: str,
        kind: str = "primary",
    ) -> None:
        super().__init__(parent, title, act, text=text, kind=kind)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Reasons"))
        self.list.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.list.addItems([f"{place}  {reason}" for place, reason in enumerate(reasons, start=1)])
        self._reasons = list(reasons)
        self.line = TextField()
        self.line.enter_goes_on = False
        self.row = FieldRow(_("In one line (may be left out)") if reasons else _("Reason"), self.line)
        self.list.itemActivated.connect(self._to_line)
        self.line.returnPressed.connect(self.finish)
        if reasons:
            self.body.addWidget(self.list)
            self.list.setCurrentRow(0)
            self.list.setFixedHeight(
                (self.list.sizeHintForRow(0) + 2) * min(len(reasons), 6) + 2 * self.list.frameWidth() + 6
            )
            self.list.setFocus()
        self.body.addWidget(self.row)

    def _to_line(self) -> None:
        self.line.setFocus()

    def reason(self) -> str:
        picked = self._reasons[self.list.currentRow()] if self._reasons else ""
        typed = self.line.text().strip()
        return f"{picked}{typed}" if picked.endswith("。") else " ".join(filter(None, (picked, typed)))

    def finish(self) -> None:
        reason = self.reason()
        if not reason:
            self.row.show_problem(_("A reason is needed."))
            self.line.setFocus()
            return
        self.given.emit(reason)
        self.accept()
