"""A reason as a pick list with one line of text: what is picked is counted, what is typed is read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from counter.text import _
from forms import keys, look
from forms.fields import TextField
from forms.rows import FieldRow, button, label


class ReasonDialog(QDialog):
    """Arrows or a figure pick, the line adds, Ctrl+Enter is done; Esc leaves everything as it was."""

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
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Reasons"))
        self.list.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.list.addItems([f"{place}  {reason}" for place, reason in enumerate(reasons, start=1)])
        self._reasons = list(reasons)
        self.line = TextField()
        self.line.enter_goes_on = False
        self.row = FieldRow(_("In one line (may be left out)") if reasons else _("Reason"), self.line)
        self.done_button = button(act, kind)
        cancel = button(_("Back"))
        self.done_button.clicked.connect(self.finish)
        cancel.clicked.connect(self.reject)
        self.list.itemActivated.connect(self._to_line)
        self.line.returnPressed.connect(self.finish)
        keys.bind(self, ("Ctrl+Return", "Ctrl+Enter"), act, self.finish)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.done_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(label(title, "heading"))
        if text:
            layout.addWidget(label(text, wrap=True))
        if reasons:
            layout.addWidget(self.list)
            self.list.setCurrentRow(0)
            self.list.setFixedHeight(
                (self.list.sizeHintForRow(0) + 2) * min(len(reasons), 6) + 2 * self.list.frameWidth() + 6
            )
            self.list.setFocus()
        layout.addWidget(self.row)
        layout.addLayout(buttons)
        self.setMinimumWidth(look.px(460))

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
