"""Which printer takes which paper; and what happens where there is none."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter.text import _
from forms.choice_fields import ChoiceField
from forms.papers.printers import SIZES, PrinterMemory, printers
from forms.rows import FieldRow, button, label


class PrinterChoice(QWidget):
    """One printer for each size of paper, as they were chosen last at this computer."""

    def __init__(self, memory: PrinterMemory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._memory = memory
        self._folder: Path | None = None
        self.fields = {size: ChoiceField([], empty="") for size in SIZES}
        self.none = label(
            _("No printer at this computer: papers are saved as PDF in the office's folder."),
            "small",
            wrap=True,
        )
        self.folder_button = button(_("Open the folder"), "quiet")
        self.folder_button.clicked.connect(self._open_folder)
        self.folder_button.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        self.rows = [FieldRow(_("Printer for {size}", size=size), self.fields[size]) for size in SIZES]
        for one in self.rows:
            row.addWidget(one, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.none)
        layout.addWidget(self.folder_button)
        self._names: list[str] = []
        self._show([])

    @property
    def has_printers(self) -> bool:
        return bool(self._names)

    def look_for_printers(self) -> None:
        """Ask the computer which printers there are, and show those chosen last."""
        found = printers()
        if found != self._names:
            self._show(found)

    def _show(self, names: list[str]) -> None:
        self._names = names
        for size, field in self.fields.items():
            field.set_choices([(name, name) for name in names], empty="")
            remembered = self._memory.printer_for(size)
            if names:
                field.set_value(remembered if remembered in names else names[0])
        for row in self.rows:
            row.setVisible(bool(names))
        self.none.setVisible(not names)

    def names(self) -> dict[str, str]:
        """The printer of each size."""
        return {size: str(field.value() or "") for size, field in self.fields.items()}

    def remember(self) -> None:
        for size, name in self.names().items():
            self._memory.remember(size, name)

    def offer_folder(self, folder: Path) -> None:
        """Papers were saved there: one press opens it."""
        self._folder = folder
        self.folder_button.show()

    def _open_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
