"""A sheet that belongs to no case: made beside the window and printed, or saved where there is no printer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from counter.services.office import Office
from counter.text import _
from forms import jobs
from forms.papers.printers import Ready, print_all, printers, save


class OneSheet(QObject):
    """On the usual printer; without one as a file beside the office, and it is said where."""

    said = Signal(str)

    def __init__(self, office: Office, owner: QObject) -> None:
        super().__init__(owner)
        self._office = office

    def send(self, make: Callable[[], bytes], file_name: str, *, copies: int = 1) -> None:
        """Draw the sheet and print it; `file_name` is what it is saved as where nothing prints."""
        jobs.start(self, make, succeeded=partial(self._made, file_name, copies))

    def _made(self, file_name: str, copies: int, pdf: bytes) -> None:
        if names := printers():
            work = partial(print_all, [Ready("", pdf, copies)], {"A4": names[0]})
            jobs.start(self, work, succeeded=partial(self._tell, _("Printed.")))
        else:
            file = self._office.settings.office_dir / file_name
            told = _("No printer: the sheet is saved as {file}. Print it and delete it.", file=str(file))
            jobs.start(self, partial(save, pdf, file), succeeded=partial(self._tell, told))

    def _tell(self, text: str, _result: object) -> None:
        self.said.emit(text)
