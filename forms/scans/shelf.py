"""What is scanned while the person still sits at the counter: it lies with the intake, paper by paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from counter.cases.scanned import Scan, Source
from counter.errors import CounterError
from counter.services import scans
from counter.services.office import Office
from counter.services.scans import Paper
from counter.text import _, ngettext
from forms import jobs, messages
from forms.scans.folder import ScannerFolder
from forms.scans.panel import files_dialog
from forms.scans.taking import Taking, from_mime, read

Writing = Callable[[], int]
"""Writes what is typed now and gives the draft's id; called beside the window."""


class Shelf(QObject):
    """The scans of the intake on the desk, by the code of their paper."""

    changed = Signal()
    said = Signal(str)

    def __init__(self, office: Office, window: QWidget) -> None:
        super().__init__(window)
        self._office = office
        self._window = window
        self._draft: Callable[[], int | None] = lambda: None
        self._writing: Callable[[], Writing] | None = None
        self.found: Mapping[str, Sequence[Scan]] = {}
        self.folder = ScannerFolder(office, self)
        self._reading: jobs.Latest[tuple[Scan, ...]] = jobs.Latest(self, succeeded=self._show)

    def lie_with(self, draft: Callable[[], int | None], writing: Callable[[], Writing]) -> None:
        """The draft there is, if any, and the way to one."""
        self._draft, self._writing = draft, writing

    def refresh(self) -> None:
        """Another intake lies on the desk, or something was taken in."""
        draft = self._draft()
        if draft is None:
            self._reading.forget()
            self._show(())
        else:
            self._reading.ask(partial(scans.of_draft, self._office, draft))

    def _show(self, found: tuple[Scan, ...]) -> None:
        by_paper: dict[str, list[Scan]] = {}
        for one in found:
            by_paper.setdefault(one.material, []).append(one)
        self.found = by_paper
        self.changed.emit()

    def pages(self, material: str) -> int:
        return sum(one.pages for one in self.found.get(material, ()))

    # --- taken in ----------------------------------------------------------------------------------

    def ask_files(self, paper: Paper) -> None:
        """Files that are the pages of this paper."""
        dialog = files_dialog(self._window)
        dialog.filesSelected.connect(partial(self._chosen, paper))
        dialog.open()

    def _chosen(self, paper: Paper, chosen: Sequence[str]) -> None:
        self.take(paper, Taking(Source.FILE, tuple(Path(one) for one in chosen)))

    def paste(self, paper: Paper) -> None:
        """The picture, or the files, that were copied elsewhere."""
        taking = from_mime(QGuiApplication.clipboard().mimeData(), Source.PASTED)
        if taking is None:
            self.said.emit(_("There is no picture in the clipboard."))
        else:
            self.take(paper, taking)

    def from_folder(self, paper: Paper) -> None:
        """What the scanner made last; which folder that is, is chosen at the scans of a case."""
        newest = self.folder.newest()
        if newest is None:
            self.said.emit(_("No picture in the folder of the scanner. It is chosen at the scans of a case."))
        else:
            self.take(paper, Taking(Source.FOLDER, (newest,)))

    def take(self, paper: Paper, taking: Taking) -> None:
        if self._writing is None:
            return
        self.said.emit(_("Being taken in: {name} …", name=taking.told))
        jobs.start(
            self,
            partial(_taken_in, self._office, self._writing(), paper, taking),
            succeeded=self._taken,
            refused=self._not_taken,
        )

    def _taken(self, scan: Scan) -> None:
        pages = ngettext("{n} page scanned", "{n} pages scanned", scan.pages)
        self.said.emit(f"{scan.title}：{pages}")
        self.refresh()

    def _not_taken(self, refused: CounterError) -> None:
        messages.show_refusal(self._window, refused)

    # --- looked at ---------------------------------------------------------------------------------

    def look(self, material: str) -> None:
        """The scans of this paper, one after the other."""
        found = self.found.get(material, ())
        if not found:
            self.said.emit(_("Nothing is scanned of this paper yet."))
            return
        # With what shows and prints pages: loaded when somebody looks.
        from forms.scans.viewer import ScanViewer

        viewer = ScanViewer(self._office, self._window, found, found[0])
        viewer.withdraw_wanted.connect(self._withdraw)
        viewer.open()

    def _withdraw(self, one: Scan) -> None:
        """At the counter a wrong one is simply taken away again."""
        jobs.start(
            self,
            partial(scans.withdraw, self._office, one.id, reason=_("Taken away again at the counter.")),
            succeeded=self._withdrawn,
            refused=self._not_taken,
        )

    def _withdrawn(self, one: Scan) -> None:
        self.said.emit(_("Withdrawn: {title}", title=one.title))
        self.refresh()


def _taken_in(office: Office, writing: Writing, paper: Paper, taking: Taking) -> Scan:
    files = read(taking, office.settings.limits)
    return scans.add_to_draft(office, writing(), paper, files, source=taking.source)
