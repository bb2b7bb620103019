"""The recovery sheet: shown once after an officer is made, to be printed and locked away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from counter.services.officers import Recovery
from counter.text import _
from forms.rows import button, label
from forms.sign_in import Door


class RecoveryPage(Door):
    """The code in large letters; going on says that the sheet is kept."""

    done = Signal()
    print_wanted = Signal(object)

    def __init__(self, recovery: Recovery, parent: QWidget | None = None) -> None:
        super().__init__(
            _("The recovery sheet"),
            _(
                "Whoever holds this code can set a new password for {login}. It is shown only now. "
                "Print the sheet or write the code down, and lock it away.",
                login=recovery.login,
            ),
            _("The sheet is kept, go on"),
            parent,
        )
        self._recovery = recovery
        code = label(recovery.code, "code")
        code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        code.setAccessibleName(_("Recovery code"))
        self.column.addWidget(code)
        self.print_button = button(_("Print the sheet (Ctrl+P)"))
        self.print_button.setShortcut("Ctrl+P")
        self.print_button.clicked.connect(self._print)
        self.column.addWidget(self.print_button)
        self.close_column()
        self.print_button.setFocus()

    def _print(self) -> None:
        self.print_wanted.emit(self._recovery)

    def submit(self) -> None:
        self.done.emit()
