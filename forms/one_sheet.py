"""A sheet that belongs to no case: made beside the window and printed, or saved where there is no printer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from counter.services.office import Office
from counter.text import _
from forms import jobs
from forms.papers import printers, sending
from forms.papers.files import save_beside
from forms.papers.print_jobs import PrintJobs
from forms.papers.printers import PrinterMemory
from forms.papers.sending import Ready, Sent


class OneSheet(QObject):
    """On the printer for its kind of paper; without one as a file beside the office, and it is said where."""

    said = Signal(str)

    def __init__(self, office: Office, owner: QObject) -> None:
        super().__init__(owner)
        self._office = office
        self._memory = PrinterMemory(office.settings.office_dir)
        self._jobs = PrintJobs(self._memory, self)

    def send(self, make: Callable[[], bytes], file_name: str, *, copies: int = 1, title: str = "") -> None:
        """Draw the sheet and print it; `file_name` is what it is saved as where nothing prints."""
        paper = partial(Ready, "", copies=copies, title=title or Path(file_name).stem)
        jobs.start(self, make, succeeded=partial(self._made, file_name, paper))

    def _made(self, file_name: str, paper: Callable[..., Ready], pdf: bytes) -> None:
        jobs.start(self, printers.printers, succeeded=partial(self._put_out, file_name, paper(pdf=pdf)))

    def _put_out(self, file_name: str, paper: Ready, names: list[str]) -> None:
        if names:
            work = partial(sending.send, paper, self._memory.plan(names))
            jobs.start(self, work, succeeded=self._sent)
        else:
            file = self._office.settings.office_dir / file_name
            jobs.start(self, partial(save_beside, paper.pdf, file), succeeded=self._saved)

    def _sent(self, sent: Sent) -> None:
        self._jobs.note([sent], self._office.now())
        self.said.emit(_("Handed to {printer}.", printer=sent.printer))

    def _saved(self, file: Path) -> None:
        self.said.emit(_("No printer: the sheet is saved as {file}. Print it and delete it.", file=str(file)))
