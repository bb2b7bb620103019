"""Which printers there are and how everything is printed now; and what happens where there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter.errors import CounterError
from counter.text import _
from forms import jobs, messages
from forms.papers.pdf import Medium
from forms.papers.printers import Plan, PrinterMemory, printers
from forms.rows import button, label


class PrinterChoice(QWidget):
    """The plan as it is remembered at this computer; another one is made in the dialog of the printers."""

    dialog_wanted = Signal()
    found = Signal()
    """The computer has said which printers there are."""

    def __init__(self, memory: PrinterMemory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.memory = memory
        self.names: list[str] | None = None
        """None until the computer was asked."""
        self._folder: Path | None = None
        self._waiting: list[Callable[[], object]] = []
        self._asking: jobs.Latest[list[str]] = jobs.Latest(
            self, succeeded=self._show, refused=self._not_found
        )
        self.told = label("", "small", wrap=True)
        self.change_button = button(_("Printers and trays (Ctrl+Shift+P)"), "quiet")
        self.change_button.clicked.connect(self.dialog_wanted)
        self.folder_button = button(_("Open the folder"), "quiet")
        self.folder_button.clicked.connect(self._open_folder)
        self.folder_button.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.told)
        layout.addWidget(self.change_button)
        layout.addWidget(self.folder_button)
        self._tell()

    @property
    def has_printers(self) -> bool:
        return bool(self.names)

    @property
    def is_asking(self) -> bool:
        return self._asking.is_busy

    def plan(self) -> Plan:
        """How everything is printed now."""
        return self.memory.plan(self.names or [])

    def look_for_printers(self) -> None:
        """Ask the computer which printers there are; a print server in another room may take its time."""
        self._asking.ask(printers)

    def when_known(self, then: Callable[[], object]) -> None:
        """Do this at once, or as soon as the computer has answered."""
        if self.names is not None:
            then()
        else:
            self._waiting.append(then)
            self.look_for_printers()

    def _show(self, names: list[str]) -> None:
        self.names = names
        self._tell()
        waiting, self._waiting = self._waiting, []
        self.found.emit()
        for then in waiting:
            then()

    def _not_found(self, refused: CounterError) -> None:
        self._show([])
        self.told.setText(messages.text_of(refused))
        self.told.show()

    def tell_plan(self) -> None:
        """Another plan was made."""
        self._tell()

    def _tell(self) -> None:
        self.change_button.setVisible(self.has_printers)
        self.told.setVisible(not self.has_printers)
        if self.has_printers:
            self.change_button.setToolTip(plan_text(self.plan()))
        elif self.names is not None:
            self.told.setText(
                _("No printer at this computer: papers are saved as PDF in the office's folder.")
            )

    def offer_folder(self, folder: Path) -> None:
        """Papers were saved there: one press opens it."""
        self._folder = folder
        self.folder_button.show()

    def _open_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


def medium_word(medium: Medium) -> str:
    """A kind of paper in a word."""
    match medium:
        case Medium.IN_TWO:
            return _("A4 to be cut in two")
        case Medium.ROLL:
            return _("80 mm roll")
    return str(medium)


def plan_text(plan: Plan) -> str:
    """Where everything goes: A4 first, and whatever goes elsewhere."""
    usual = plan.setup(Medium.A4)
    told = []
    for medium in Medium:
        setup = plan.setup(medium)
        if medium is Medium.A4 or setup != usual:
            parts = [setup.printer, setup.tray, _("both sides") if setup.both_sides else ""]
            told.append(f"{medium_word(medium)}: {' '.join(filter(None, parts))}")
    return "\n".join(told)
