"""What stands in the window while the office is opened, and when it cannot be."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from counter.text import _
from forms import look
from forms.rows import button, label


class OpeningPage(QWidget):
    """A quiet bar, or the reason and a button to try again."""

    again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = label("", "muted", wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(look.px(220))
        self.retry = button(_("Try again"))
        self.retry.clicked.connect(self.again)
        title = label(_("One-Window Counter"), "title")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(40, 40, 40, 40)
        layout.setSpacing(14)
        layout.addStretch(2)
        layout.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.text)
        layout.addWidget(self.retry, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.begin()

    def begin(self) -> None:
        self.text.setText(_("The office is being opened …"))
        self.bar.show()
        self.retry.hide()

    def show_problem(self, text: str) -> None:
        self.bar.hide()
        self.text.setText(text)
        self.retry.show()
        self.retry.setFocus()
