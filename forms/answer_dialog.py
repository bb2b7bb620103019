"""The frame of a dialog that asks something: heading, a line that explains, what is asked, Ctrl+Enter."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from counter.text import _
from forms import keys, look
from forms.rows import button, label


class AnswerDialog(QDialog):
    """Ctrl+Enter is `finish`, Esc leaves everything as it was; what is asked goes into `body`."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        act: str,
        *,
        heading: str = "",
        text: str = "",
        kind: str = "primary",
        wide: int = 460,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.done_button = button(_("{act} (Ctrl+Enter)", act=act), kind)
        back = button(_("Back"))
        self.done_button.clicked.connect(self.finish)
        back.clicked.connect(self.reject)
        keys.bind(self, ("Ctrl+Return", "Ctrl+Enter"), act, self.finish)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(back)
        buttons.addWidget(self.done_button)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(label(heading or title, "heading"))
        if text:
            layout.addWidget(label(text, "muted", wrap=True))
        layout.addLayout(self.body, 1)
        layout.addLayout(buttons)
        self.setMinimumWidth(look.px(wide))

    def finish(self) -> None:
        """Read what was typed and emit it; a subclass says how."""
        raise NotImplementedError
