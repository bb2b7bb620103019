"""扫描件: the pictures of the papers of a case; taken in from files, the scanner's folder, the clipboard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from counter.cases.casefile import CaseFile
from counter.cases.coming_back import RETURNS
from counter.cases.paper_codes import shown
from counter.cases.scanned import Scan, Source
from counter.errors import CounterError
from counter.services import scans
from counter.services.office import Act, Office
from counter.services.scans import Paper
from counter.text import BEIJING, _, ngettext
from forms import jobs, keys, messages
from forms.asking import OTHER, WIDE, Asking, Form, Said, one_of, words
from forms.choice_fields import Choice
from forms.flow_row import FlowRow
from forms.reason_dialog import ReasonDialog
from forms.rows import button, label
from forms.rows_model import RowsModel, Shown
from forms.scans.folder import ScannerFolder
from forms.scans.taking import ENDINGS, Taking, from_mime, read
from forms.tables import Table

_NOTICE, _MATERIAL = "notice:", "material:"


class ScansPanel(QWidget):
    """A adds files, Ctrl+V what was copied, F the scanner's folder, Enter looks, W withdraws."""

    said = Signal(str)
    refused = Signal(object)
    counted = Signal(int)
    """How many scans are shown."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._file: CaseFile | None = None
        self._reading: jobs.Latest[tuple[Scan, ...]] = jobs.Latest(self, succeeded=self._show)
        self.asking = Asking(office, self)
        self.asking.changed.connect(self.refresh)
        self.asking.refused.connect(self.refused)
        self.asking.said.connect(self.said)
        self.folder = ScannerFolder(office, self)
        self.folder.came.connect(self._came_from_folder)
        self.rows: RowsModel[Scan] = RowsModel(
            [
                Shown(_("Paper"), _title, tone=_tone),
                Shown(_("Pages"), lambda one: str(one.pages), right=True),
                Shown(_("Signed paper"), lambda one: one.notice, tone=_quiet),
                Shown(_("Added"), _added, tone=_quiet),
                Shown(_("By"), lambda one: one.added_by, tone=_quiet),
            ]
        )
        self.table = Table()
        self.table.setModel(self.rows)
        self.table.setAccessibleName(_("Scans of the case"))
        self.table.set_widths({1: 52, 2: 190, 3: 96, 4: 84}, stretch=0, spare=(2, 4, 3))
        self.empty = label(
            _("Nothing is scanned yet. Drop files here, paste a picture, or press A."), "muted", wrap=True
        )
        self.add_button = button(_("Add files (A)"))
        self.paste_button = button(_("Paste (Ctrl+V)"))
        self.folder_button = button(_("From the scanner (F)"))
        self.look_button = button(_("Look (Enter)"))
        self.withdraw_button = button(_("Show no more (W)"), "danger")
        self.setAcceptDrops(True)
        self._lay_out()
        self._bind_keys()
        self._tell_row()

    def _lay_out(self) -> None:
        acts = FlowRow(gap=8)
        for made, act in (
            (self.add_button, self.ask_files),
            (self.paste_button, self.paste),
            (self.folder_button, self.from_folder),
            (self.look_button, self.look),
            (self.withdraw_button, self.ask_withdraw),
        ):
            made.clicked.connect(act)
            acts.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.empty)
        layout.addLayout(acts)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.table.doubleClicked.connect(self.look)

    def _bind_keys(self) -> None:
        for key, text, act in (
            ("A", _("Add files as a scan"), self.ask_files),
            ("Ctrl+V", _("Paste a picture as a scan"), self.paste),
            ("F", _("Take what the scanner made last"), self.from_folder),
            ("Shift+F", _("Choose the folder of the scanner"), self.choose_folder),
            ("Return", _("Look at the scan"), self.look),
            ("W", _("Withdraw the scan"), self.ask_withdraw),
        ):
            keys.bind_row(self.table, key, text, act)

    # --- reading -----------------------------------------------------------------------------------

    def show_case(self, file: CaseFile) -> None:
        self._file = file
        self.refresh()

    def refresh(self, _result: object = None) -> None:
        if self._file is not None:
            self._reading.ask(partial(scans.of_case, self._office, self._file.number))

    def _show(self, found: tuple[Scan, ...]) -> None:
        self.rows.show(found)
        self.empty.setVisible(not found)
        self.counted.emit(sum(not one.withdrawn for one in found))
        if found and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._tell_row()

    def current(self) -> Scan | None:
        return self.rows.at(self.table.currentIndex().row())

    def _row_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._tell_row()

    def _tell_row(self) -> None:
        one = self.current()
        there = one is not None and not one.withdrawn
        place = self._file.place if self._file is not None else ""
        may_add = self._office.may(Act.INTAKE, township=place)
        for made in (self.add_button, self.paste_button, self.folder_button):
            made.setVisible(may_add)
        self.look_button.setVisible(there and self._office.may(Act.REVEAL, township=place))
        self.withdraw_button.setVisible(there and may_add)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.folder.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.folder.stop()

    # --- taken in ----------------------------------------------------------------------------------

    def ask_files(self) -> None:
        """A: one file or several, which are the pages of one paper."""
        dialog = files_dialog(self)
        dialog.filesSelected.connect(self._files_chosen)
        dialog.open()

    def _files_chosen(self, chosen: Sequence[str]) -> None:
        self.take(Taking(Source.FILE, tuple(Path(one) for one in chosen)))

    def paste(self) -> None:
        """Ctrl+V: a picture, or files, that were copied elsewhere."""
        taking = from_mime(QGuiApplication.clipboard().mimeData(), Source.PASTED)
        if taking is None:
            self.said.emit(_("There is no picture in the clipboard."))
        else:
            self.take(taking)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if (taking := from_mime(event.mimeData(), Source.DROPPED)) is not None:
            event.acceptProposedAction()
            self.take(taking)

    def from_folder(self) -> None:
        """F: what the scanner made last; the first time, which folder it is."""
        if self.folder.path is None:
            self.choose_folder()
        elif (newest := self.folder.newest()) is None:
            self.said.emit(
                _("The folder of the scanner holds no picture yet. What comes is taken in by itself.")
            )
        else:
            self.take(Taking(Source.FOLDER, (newest,)))

    def choose_folder(self) -> None:
        """Shift+F: the folder into which the scanner or the document camera of this desk writes."""
        dialog = QFileDialog(self, _("Folder of the scanner or the document camera"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._folder_chosen)
        dialog.open()

    def _folder_chosen(self, path: str) -> None:
        self.folder.choose(Path(path))
        self.said.emit(_("What the scanner puts into {folder} is offered here from now on.", folder=path))

    def _came_from_folder(self, files: Sequence[Path]) -> None:
        self.take(Taking(Source.FOLDER, tuple(files)))

    def take(self, taking: Taking) -> None:
        """Ask which paper it is, and take it in."""
        file = self._file
        if file is None or not self.add_button.isVisibleTo(self):
            return

        def work(said: Said) -> object:
            files = read(taking, self._office.settings.limits)
            return scans.add(self._office, file.number, _paper(said), files, source=taking.source)

        self.asking.ask(
            Form(
                _("Add a scan"),
                _("Add it"),
                (
                    one_of("what", _("Which paper it is"), [*self._papers(file)], span=WIDE),
                    words("other", _("Another paper"), must=True, span=WIDE).only_for("what", OTHER),
                ),
                work,
                heading=_("Add a scan: {name}", name=taking.told),
                text=_(
                    "JPEG, PNG, TIFF or PDF; place and device are removed. Identity papers bear a watermark."
                ),
                otherwise="what",
            )
        )

    def _papers(self, file: CaseFile) -> Iterator[Choice]:
        """What it can be: signed papers that are out, the papers of the case, all others of the list."""
        for one in reversed(file.notices):
            if one.kind in RETURNS and not one.voided:
                back = "" if one.back_on is None else _("(back)")
                yield f"{_NOTICE}{one.number}", " ".join(filter(None, (one.title, shown(one.code), back)))
        first = dict.fromkeys(paper.material for paper in file.papers if paper.material != OTHER)
        titles = {code: known.title for code, known in self._office.catalogue.materials.items()}
        for code in (*first, *(code for code in titles if code not in first)):
            if code in titles:
                yield f"{_MATERIAL}{code}", titles[code]
        yield OTHER, _("Another paper")

    # --- the row -----------------------------------------------------------------------------------

    def look(self) -> None:
        """Enter: the scan, under its watermark; it is noted who looked."""
        one = self.current()
        if one is not None and one.withdrawn:
            told = _("The scan of {title} was withdrawn: {reason}.", title=one.title, reason=one.withdrawn)
            self.said.emit(told)
            return
        if one is None or not self.look_button.isVisibleTo(self):
            return
        # With what shows and prints pages: loaded when somebody looks.
        from forms.scans.viewer import ScanViewer

        viewer = ScanViewer(self._office, self, self.rows.values, one)
        viewer.withdraw_wanted.connect(self._ask_withdraw)
        viewer.open()

    def ask_withdraw(self) -> None:
        """W: it is of somebody else, or cannot be read."""
        if (one := self.current()) is not None and self.withdraw_button.isVisibleTo(self):
            self._ask_withdraw(one)

    def _ask_withdraw(self, one: Scan) -> None:
        dialog = ReasonDialog(
            self,
            title=_("Withdraw the scan of {title}", title=one.title),
            text=_("It is shown no more; that it was there stays on the record."),
            reasons=[
                _("It shows somebody else's paper."),
                _("It cannot be read."),
                _("It was added twice."),
            ],
            act=_("Show no more"),
            kind="danger",
        )
        dialog.given.connect(partial(self._withdraw, one))
        dialog.open()

    def _withdraw(self, one: Scan, reason: str) -> None:
        jobs.start(
            self,
            partial(scans.withdraw, self._office, one.id, reason=reason),
            succeeded=self._withdrawn,
            refused=self._not_withdrawn,
        )

    def _withdrawn(self, one: Scan) -> None:
        self.said.emit(_("Withdrawn: {title}", title=one.title))
        self.refresh()

    def _not_withdrawn(self, refused: CounterError) -> None:
        messages.show_refusal(self, refused)


def files_dialog(parent: QWidget) -> QFileDialog:
    """Pictures of papers, one or several."""
    dialog = QFileDialog(parent, _("Pictures of one paper"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    patterns = " ".join(f"*{ending}" for ending in ENDINGS)
    pictures, all_files = _("Pictures of papers"), _("All files")
    dialog.setNameFilters([f"{pictures} ({patterns})", f"{all_files} (*)"])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def _paper(said: Said) -> Paper:
    what = said.text("what")
    if what.startswith(_NOTICE):
        return Paper(notice=what.removeprefix(_NOTICE))
    if what.startswith(_MATERIAL):
        return Paper(what.removeprefix(_MATERIAL))
    return Paper(title=said.text("other"))


def _title(one: Scan) -> str:
    return _("{title} (withdrawn)", title=one.title) if one.withdrawn else one.title


def _tone(one: Scan) -> str:
    return "muted" if one.withdrawn else "text"


def _quiet(_one: Scan) -> str:
    return "muted"


def _added(one: Scan) -> str:
    return f"{one.added_at.astimezone(BEIJING):%m-%d %H:%M}"


def pages_text(found: Sequence[Scan]) -> str:
    """How many pages are scanned, for a line beside a paper."""
    pages = sum(one.pages for one in found)
    return ngettext("{n} page scanned", "{n} pages scanned", pages) if pages else ""
