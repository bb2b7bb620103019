"""The recovery sheet of an officer: shown once, printed, locked away."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from counter.errors import CounterError
from counter.services import printing
from counter.services.office import Office
from counter.services.officers import Recovery
from counter.text import _
from forms import jobs, keys, look, messages
from forms.papers.files import save
from forms.papers.printers import PrinterMemory, printers
from forms.papers.sending import Ready, send
from forms.rows import button, label

FILE = "recovery-{login}.pdf"


class RecoveryDialog(QDialog):
    """Ctrl+P prints; only the button closes it, so that the code is not lost by a slip of the hand."""

    said = Signal(str)

    def __init__(self, parent: QWidget, office: Office, recovery: Recovery) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("The recovery sheet"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._office, self._recovery = office, recovery
        self.code = label(recovery.code, "code")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.code.setAccessibleName(_("Recovery code"))
        self.told = label("", "small", wrap=True)
        self.print_button = button(_("Print the sheet (Ctrl+P)"))
        self.done_button = button(_("The sheet is kept, go on"), "primary")
        self.print_button.clicked.connect(self.print_sheet)
        self.done_button.clicked.connect(self.accept)
        keys.bind(self, "Ctrl+P", _("Print the sheet"), self.print_sheet)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.print_button)
        buttons.addWidget(self.done_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(14)
        layout.addWidget(label(_("The recovery sheet"), "heading"))
        layout.addWidget(
            label(
                _(
                    "Whoever holds this code can set a new password for {login}. It is shown only now. "
                    "Print the sheet or write the code down, and lock it away.",
                    login=recovery.login,
                ),
                wrap=True,
            )
        )
        layout.addWidget(self.code)
        layout.addWidget(self.told)
        layout.addLayout(buttons)
        self.setMinimumWidth(look.px(560))
        self.print_button.setFocus()

    def reject(self) -> None:
        """Esc does not close it: the code could not be shown again."""
        self.told.setText(_("Print the sheet or write the code down first; it is not shown again."))

    def print_sheet(self) -> None:
        """Draw the sheet and print it; without a printer it is saved beside the office."""
        self.print_button.setEnabled(False)
        jobs.start(
            self,
            partial(printing.recovery_sheet, self._office, self._recovery),
            succeeded=self._drawn,
            refused=self._failed,
        )

    def _drawn(self, sheet: bytes) -> None:
        jobs.start(self, printers, succeeded=partial(self._put_out, sheet), refused=self._failed)

    def _put_out(self, sheet: bytes, names: list[str]) -> None:
        path = self._office.settings.office_dir / FILE.format(login=self._recovery.login)
        if names:
            plan = PrinterMemory(self._office.settings.office_dir).plan(names)
            jobs.start(
                self,
                partial(send, Ready("", sheet, 1, title=_("The recovery sheet")), plan),
                succeeded=self._printed,
                refused=self._failed,
            )
        else:
            jobs.start(self, partial(save, sheet, path), succeeded=self._saved, refused=self._failed)

    def _printed(self, _sent: object) -> None:
        self._tell(_("Printed. Lock the sheet away."))

    def _saved(self, path: object) -> None:
        self._tell(
            _("No printer was found. The sheet is saved as {file}: print it and delete it.", file=str(path))
        )

    def _failed(self, refused: CounterError) -> None:
        self._tell(messages.text_of(refused))

    def _tell(self, text: str) -> None:
        self.print_button.setEnabled(True)
        self.told.setText(text)
        self.said.emit(text)
        self.done_button.setFocus()
