"""装订案卷: the file of a case or household, into a folder that is remembered; the list of a year's files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from counter.cases.casefile import CaseFile
from counter.cases.year_list import YearList
from counter.errors import CounterError
from counter.progress import Progress
from counter.services import household_file, year_lists
from counter.services.household_file import Bound, Wish
from counter.services.office import Act, Office
from counter.services.spreadsheet import Exported
from counter.text import N_, _, ngettext
from forms import messages
from forms.acts_menu import Deed
from forms.asking import WIDE, Ask, Asking, Form, Said, one_of
from forms.export import Export
from forms.fields import SuggestField
from forms.one_sheet import OneSheet
from forms.papers.printers import PrinterMemory
from forms.working import Working

REMEMBERED = "files/folder"
"""Where this computer puts files of households."""
FOLDER = "files"
"""Below the office's folder: where they go until another folder is chosen."""
YEARS = 6
COPIES = 2
CASE, HOUSEHOLD = "case", "household"
KNOWN, ANOTHER = "known", "another"
PAPER, SHEET, ENDED = "paper", "sheet", "ended"


class FileActs(Asking):
    """Each is offered to whoever may do it: to bind is to print, to list is to export."""

    def __init__(self, office: Office, window: QWidget) -> None:
        super().__init__(office, window)
        self._memory = PrinterMemory(office.settings.office_dir)
        self._sheet = OneSheet(office, self)
        self._sheet.said.connect(self.said)

    def deeds(self, file: CaseFile) -> Iterator[Deed]:
        """The acts on this case that go now."""
        if self.office.may(Act.ISSUE, township=file.place):
            yield Deed("G", _("Bind the file"), partial(self.ask_file, file))
        if self.office.may(Act.EXPORT, township=self.office.officer.township):
            yield Deed("Y", _("List of the files of a year"), self.ask_year)

    # --- the file --------------------------------------------------------------------------------------

    @property
    def folder(self) -> Path:
        """Where files go: the folder chosen last at this computer."""
        told = self._memory.text(REMEMBERED)
        return Path(told) if told else self.office.settings.office_dir / FOLDER

    def ask_file(self, file: CaseFile) -> None:
        usual = [
            _("Handed to the archive"),
            _("Review or lawsuit"),
            _("Inspection"),
            _("The household reads its file"),
        ]
        self.ask(
            Form(
                _("Bind the file"),
                _("Bind it"),
                (
                    one_of(
                        "whose",
                        _("Of what"),
                        [(CASE, _("this case")), (HOUSEHOLD, _("all cases of the household"))],
                    ),
                    one_of(
                        "as",
                        _("As what"),
                        [
                            (household_file.PDF, _("one PDF")),
                            (household_file.FOLDER, _("a folder of numbered files")),
                        ],
                    ),
                    Ask(
                        "reason",
                        _("Why it is taken out"),
                        partial(SuggestField, usual),
                        must=True,
                        span=WIDE,
                        missing=N_("Say why the file is taken out; it stands on the record."),
                    ),
                    one_of(
                        "where",
                        _("Into which folder"),
                        [(KNOWN, str(self.folder)), (ANOTHER, _("another folder …"))],
                        span=WIDE,
                    ),
                ),
                partial(_wished, file.number),
                text=_(
                    "Cover, list, all papers and scans, remarks. Whole id numbers stand in it; who took it "
                    "out, and why, stands in the history of the case."
                ),
                otherwise="reason",
            )
        )

    def done(self, title: str, papers: tuple[str, str], result: object) -> None:
        """What was asked for is bound, or listed, beside the window."""
        assert isinstance(result, tuple)
        if isinstance(result[0], Wish):
            wish, where = result
            bind = self._bind_into if where == KNOWN else self._ask_folder
            bind(wish)
        else:
            year, township, kind = result
            self._list(year, township, kind, title)

    def _ask_folder(self, wish: Wish) -> None:
        dialog = QFileDialog(self.window, _("Folder for the files of households"), str(self.folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(partial(self._chosen, wish))
        dialog.open()

    def _chosen(self, wish: Wish, folder: str) -> None:
        self._memory.keep(REMEMBERED, folder)
        self._bind_into(wish)

    def _bind_into(self, wish: Wish) -> None:
        working = Working(self.window, _("Bind the file"), partial(_bind, self.office, wish, self.folder))
        working.succeeded.connect(self._bound)
        working.refused.connect(partial(self._not_bound, wish))
        working.stopped.connect(partial(self.said.emit, _("Stopped; nothing was written.")))
        working.open()

    def _bound(self, bound: Bound) -> None:
        told = [
            _("Bound: {path}", path=str(bound.path)),
            _(
                "{papers} papers on {pages} pages; {n} more are on paper only.",
                papers=bound.papers,
                pages=bound.pages,
                n=bound.on_paper,
            ),
        ]
        if bound.problems:
            told.append(
                ngettext(
                    "{n} paper could not be printed; it is named in the remarks.",
                    "{n} papers could not be printed; they are named in the remarks.",
                    len(bound.problems),
                )
            )
        self.said.emit(" ".join(told))

    def _not_bound(self, wish: Wish, refused: CounterError) -> None:
        if [problem.field for problem in refused.problems] == ["replace"]:
            messages.confirm(
                self.window,
                _("{problem} Replace it?", problem=messages.text_of(refused)),
                yes=_("Replace it"),
                no=_("Leave it"),
                then=partial(self._bind_into, replace(wish, replace=True)),
            )
        else:
            self.refused.emit(refused)

    # --- the list of a year ----------------------------------------------------------------------------

    def ask_year(self) -> None:
        own = self.office.officer.township
        places = self.office.catalogue.places.items()
        this = self.office.today().year
        years = [(str(year), str(year)) for year in range(this, this - YEARS, -1)]
        self.ask(
            Form(
                _("List of the files of a year"),
                _("Make it"),
                (
                    one_of("year", _("Year"), [*years, (ENDED, _("all whose term is over"))]),
                    one_of(
                        "township",
                        _("Township"),
                        [(code, one.title) for code, one in places if own in ("", code)],
                        empty="" if own else _("All townships"),
                        must=bool(own),
                    ),
                    one_of(
                        "as",
                        _("As what"),
                        [(PAPER, _("on paper")), (SHEET, _("as a spreadsheet"))],
                        span=WIDE,
                    ),
                ),
                _listed,
                text=_("Pages are counted as the files would be bound. Nothing is removed from the archive."),
            )
        )

    def _list(self, year: str, township: str, kind: str, title: str) -> None:
        work: Callable[[Progress], object]
        if year == ENDED:
            work = partial(_ended, self.office, township)
        else:
            work = partial(_year, self.office, int(year), township)
        working = Working(self.window, title, work)
        working.succeeded.connect(partial(self._show_list, kind, title))
        working.refused.connect(self.refused)
        working.stopped.connect(partial(self.said.emit, _("Stopped; nothing was written.")))
        working.open()

    def _show_list(self, kind: str, title: str, listed: YearList) -> None:
        files, year = _("Files"), str(listed.year) if listed.year else _("term over")
        name = f"{files}-{year}"
        if kind == PAPER:
            make = partial(year_lists.printed, self.office, listed)
            self._sheet.send(make, f"{name}.pdf", copies=COPIES, title=title)
            return
        export = Export(self.office, self.window, partial(_write, listed), name)
        export.said.connect(self.said)
        export.ask()


def _wished(number: str, said: Said) -> tuple[Wish, str]:
    wish = Wish(
        number,
        said.text("reason"),
        whole_household=said.text("whose") == HOUSEHOLD,
        as_folder=said.text("as") == household_file.FOLDER,
    )
    return wish, said.text("where")


def _listed(said: Said) -> tuple[str, str, str]:
    return said.text("year"), said.text("township"), said.text("as")


def _bind(office: Office, wish: Wish, folder: Path, progress: Progress) -> Bound:
    return household_file.bind(office, wish, folder, progress)


def _year(office: Office, year: int, township: str, progress: Progress) -> YearList:
    return year_lists.year_list(office, year, township=township, progress=progress)


def _ended(office: Office, township: str, progress: Progress) -> YearList:
    return year_lists.ended(office, township=township, progress=progress)


def _write(listed: YearList, office: Office, path: Path) -> Exported:
    return year_lists.export(office, listed, path)
