"""导出: a list as a spreadsheet, in a file that one chooses; afterwards it is said what it holds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from counter.services.office import Office
from counter.services.spreadsheet import Exported
from counter.text import _
from forms import jobs, messages

Write = Callable[[Office, Path], Exported]


class Export(QObject):
    """Asks for a file, writes the lists beside the window, and says how many rows each of them has."""

    said = Signal(str)

    def __init__(self, office: Office, window: QWidget, write: Write, name: str) -> None:
        super().__init__(window)
        self._office = office
        self._window = window
        self._write = write
        self._name = name

    def ask(self) -> None:
        """Ctrl+E: where the spreadsheet goes; what is there already is replaced only when confirmed."""
        dialog = QFileDialog(self._window, _("Export as a spreadsheet"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("Spreadsheets (*.xlsx)"))
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(f"{self._name}-{self._office.today():%Y%m%d}.xlsx")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.write)
        dialog.open()

    def write(self, path: str) -> None:
        jobs.start(
            self,
            partial(self._write, self._office, Path(path)),
            succeeded=self._written,
            refused=partial(messages.show_refusal, self._window),
        )

    def _written(self, exported: Exported) -> None:
        rows = [_("{list}: {n} rows", list=title, n=count) for title, count in exported.rows.items()]
        self.said.emit(_("Exported to {file}. {rows}", file=exported.file.name, rows=rows))
