"""打印: the set of papers of a case, each as it will come out of the printer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter.cases.casefile import CaseFile
from counter.errors import CounterError, Refused
from counter.services import cases, notices, printing
from counter.services.notices import Wanted
from counter.services.office import Office
from counter.services.printing import Proof
from counter.text import _, ngettext
from forms import jobs, keys, look, messages
from forms.choice_fields import ChoiceField
from forms.page import Page
from forms.paper_set import SetList, Sheet
from forms.printer import Pdf, open_printer, printers, save
from forms.reason_dialog import ReasonDialog
from forms.rows import button, label

FOLDER = "papers"
WORD_KINDS = frozenset({"D06", "D19", "D20"})
"""The papers that an office may edit."""
HANDED_OUT = {
    "accept": ("D01", "D05", "D07", "D31"),
    "register": ("D05", "D06"),
    "decline": ("D08",),
    "send": ("D09",),
    "decide": ("D19", "D20", "D25", "D29"),
}
"""Which papers a step hands out; any other step ticks what has no number yet."""
LIST_WIDTH = 400


@dataclass(frozen=True, slots=True)
class Found:
    """A case with the papers that it calls for."""

    file: CaseFile
    papers: tuple[Wanted, ...]


def _find(office: Office, number: str) -> Found:
    return Found(cases.case(office, number), notices.wanted(office, number))


def _draw(office: Office, number: str, one: Wanted) -> Proof:
    if one.issued:
        return printing.proof(office, one.issued)
    return printing.preview(
        office,
        number,
        one.kind,
        referral=one.referral,
        department=_department(one),
        member=one.member,
        notice=one.notice,
    )


def _department(one: Wanted) -> str:
    """A paper about a referral has its department already."""
    return "" if one.referral else one.department


def _issue_all(office: Office, number: str, sheets: Sequence[Sheet], why: str) -> list[tuple[str, bytes]]:
    """Give each paper its number, or count one more print of it, and draw it."""
    drawn = []
    for sheet in sheets:
        one = sheet.wanted
        if one.issued:
            issued = notices.reprint(office, one.issued, reason=why).number
        else:
            issued = notices.issue(
                office,
                number,
                one.kind,
                referral=one.referral,
                department=_department(one),
                member=one.member,
                notice=one.notice,
            ).number
        drawn.append((issued, printing.draw(office, issued)))
    return drawn


class PrintPage(Page):
    """Ctrl+P issues and prints what is ticked; a paper printed before bears 补打 and a reason."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(office, parent)
        self._number = ""
        self._step = ""
        self._pdf: Pdf | None = None
        self._showing: jobs.Latest[Proof] = jobs.Latest(self, succeeded=self._show, refused=self._not_drawn)
        self._finding: jobs.Latest[Found] = jobs.Latest(self, succeeded=self._found, refused=self._not_found)
        self.list = SetList()
        self.case_label = label("", "heading")
        self.told = label("", "small", wrap=True)
        self.printer = ChoiceField([], empty="")
        self.print_button = button(_("Issue and print (Ctrl+P)"), "primary")
        self.save_button = button(_("Save as PDF (Ctrl+E)"))
        self.word_button = button(_("Save as Word (Ctrl+W)"))
        self.open_button = button(_("To the case (Enter)"), "quiet")
        self.view = QPdfView()
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setAccessibleName(_("The page as it is printed"))
        self.empty = label(
            _("Nothing to print yet. Accept an application, or open a case and press F12."), "muted"
        )
        self.problem = label("", "error", wrap=True)
        self.gaps = label("", "small", wrap=True)
        self._lay_out()
        self.list.selectionModel().currentRowChanged.connect(self._row_changed)
        self.list.sheets.ticks_changed.connect(self._count)
        self.print_button.clicked.connect(self.print_set)
        self.save_button.clicked.connect(self.save_set)
        self.word_button.clicked.connect(self.save_word)
        self.open_button.clicked.connect(self._open_case)
        keys.bind(self, "Ctrl+P", _("Issue and print what is ticked"), self.print_set)
        keys.bind(self, "Ctrl+E", _("Save what is ticked as PDF"), self.save_set)
        keys.bind(self, "Ctrl+W", _("Save the paper as Word"), self.save_word)
        keys.bind_row(self.list, "Return", _("To the case"), self._open_case)
        keys.bind(self, "Ctrl+PgDown", _("Next page"), partial(self._turn, 1))
        keys.bind(self, "Ctrl+PgUp", _("Previous page"), partial(self._turn, -1))

    def title(self) -> str:
        return _("Print")

    def _lay_out(self) -> None:
        side = QFrame()
        side.setProperty("role", "sheet")
        side.setFixedWidth(look.px(LIST_WIDTH))
        buttons = QHBoxLayout()
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.word_button)
        left = QVBoxLayout(side)
        left.setContentsMargins(16, 14, 16, 14)
        left.setSpacing(10)
        left.addWidget(self.case_label)
        left.addWidget(self.list, 1)
        left.addWidget(self.told)
        left.addWidget(self.problem)
        left.addWidget(self.gaps)
        left.addWidget(label(_("Printer"), "label"))
        left.addWidget(self.printer)
        left.addWidget(self.print_button)
        left.addLayout(buttons)
        left.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        work = QWidget()
        columns = QHBoxLayout(work)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addWidget(side)
        columns.addWidget(self.view, 1)
        nothing = QWidget()
        middle = QVBoxLayout(nothing)
        middle.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(nothing)
        self.stack.addWidget(work)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)
        self.problem.hide()
        self.gaps.hide()

    # --- which papers ------------------------------------------------------------------------------

    def show_set(self, number: str, step: str) -> None:
        self._number, self._step = number, step
        self.refresh()

    def show_case(self, number: str) -> None:
        if number != self._number:
            self.show_set(number, "")

    def refresh(self) -> None:
        if self._number:
            self._finding.ask(partial(_find, self.office, self._number))

    def came(self) -> None:
        self.printer.set_choices(
            [(name, name) for name in printers()],
            empty="" if printers() else _("No printer: into the office's folder"),
        )
        self.refresh()
        self.list.setFocus()

    def _found(self, found: Found) -> None:
        self.stack.setCurrentIndex(1)
        self.case_label.setText(found.file.number)
        current = self.list.currentIndex().row()
        self.list.sheets.show([self._sheet(one, found.file) for one in found.papers])
        rows = self.list.sheets.rowCount()
        if rows:
            first = next((i for i, sheet in enumerate(self.list.sheets.sheets) if sheet.ticked), 0)
            self.list.selectRow(first if current < 0 or current >= rows else current)
        self.list.setFocus()

    def _not_found(self, refused: CounterError) -> None:
        self.said.emit(messages.text_of(refused))

    def _sheet(self, one: Wanted, file: CaseFile) -> Sheet:
        about = ""
        if one.department:
            about = self.office.catalogue.departments[one.department].title
        elif one.notice:
            about = one.notice
        elif one.referral:
            about = next((r.title for r in file.referrals if r.number == one.referral), "")
        handed_out = HANDED_OUT.get(self._step)
        ticked = not one.issued and (handed_out is None or one.kind in handed_out)
        return Sheet(one, about, ticked, one.copies)

    def _count(self) -> None:
        ticked = self.list.sheets.ticked()
        copies = sum(sheet.copies for sheet in ticked)
        text = ngettext("{n} paper ticked", "{n} papers ticked", len(ticked))
        self.told.setText(_("{papers}, {copies} copies", papers=text, copies=copies))
        self.print_button.setEnabled(bool(ticked))

    # --- how they look -----------------------------------------------------------------------------

    def _row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            sheet = self.list.sheets.sheets[current.row()]
            self.word_button.setEnabled(sheet.wanted.kind in WORD_KINDS)
            self._showing.ask(partial(_draw, self.office, self._number, sheet.wanted))

    def _show(self, proof: Proof) -> None:
        self.problem.hide()
        self.gaps.setText(_("Lines to fill by hand: {gaps}", gaps=[gap.text for gap in proof.gaps]))
        self.gaps.setVisible(bool(proof.gaps))
        pdf = Pdf(proof.pdf)
        self.view.setDocument(pdf.document)
        self._pdf = pdf

    def _not_drawn(self, refused: CounterError) -> None:
        self.problem.setText(messages.text_of(refused))
        self.problem.show()

    def _turn(self, by: int) -> None:
        if self._pdf is not None:
            navigator = self.view.pageNavigator()
            page = max(0, min(navigator.currentPage() + by, self._pdf.document.pageCount() - 1))
            navigator.jump(page, navigator.currentLocation(), navigator.currentZoom())

    # --- the acts ----------------------------------------------------------------------------------

    def print_set(self) -> None:
        """Issue what is ticked and print it; what was printed before asks for a reason."""
        self._with_reason(self._print)

    def save_set(self) -> None:
        """Issue what is ticked and save it as the very PDF."""
        folder = QFileDialog.getExistingDirectory(self, _("Folder for the papers"))
        if folder:
            self._with_reason(partial(self._save, Path(folder)))

    def _with_reason(self, act: Callable[[str], object]) -> None:
        again = [sheet for sheet in self.list.sheets.ticked() if sheet.wanted.issued]
        if not self.list.sheets.ticked():
            self.said.emit(_("Tick what is to be printed with the space bar."))
        elif not again:
            act("")
        else:
            dialog = ReasonDialog(
                self,
                title=_("Printed before"),
                text=_("The print will bear how often it was printed. Why again?"),
                reasons=[
                    _("The printer jammed or the print is unreadable."),
                    _("The paper was lost."),
                    _("A further copy is needed."),
                ],
                act=_("Print again"),
            )
            dialog.given.connect(act)
            dialog.open()

    def _print(self, why: str) -> None:
        self._issue(why, self._to_printer)

    def _save(self, folder: Path, why: str) -> None:
        self._issue(why, partial(self._to_folder, folder))

    def _issue(self, why: str, then: Callable[[list[int], list[tuple[str, bytes]]], None]) -> None:
        sheets = self.list.sheets.ticked()
        self.print_button.setEnabled(False)
        self.told.setText(_("Being issued …"))
        jobs.start(
            self,
            partial(_issue_all, self.office, self._number, sheets, why),
            succeeded=partial(then, [sheet.copies for sheet in sheets]),
            refused=self._not_drawn,
            ended=self.refresh,
        )

    def _to_printer(self, copies: list[int], drawn: list[tuple[str, bytes]]) -> None:
        name = self.printer.value()
        if not isinstance(name, str):
            self._to_folder(self.office.settings.office_dir / FOLDER, copies, drawn)
            return
        try:
            for (_number, content), count in zip(drawn, copies, strict=True):
                Pdf(content).print_on(open_printer(name), count)
        except Refused as refused:
            self._not_drawn(refused)
        else:
            self.said.emit(_("Printed: {numbers}", numbers=[number for number, _content in drawn]))

    def _to_folder(self, folder: Path, _copies: list[int], drawn: list[tuple[str, bytes]]) -> None:
        try:
            for number, content in drawn:
                save(content, folder, f"{number}.pdf")
        except Refused as refused:
            self._not_drawn(refused)
        else:
            self.said.emit(_("Saved in {folder}: {n} papers", folder=str(folder), n=len(drawn)))

    def save_word(self) -> None:
        """The paper of the row as a document that the office may edit."""
        row = self.list.currentIndex().row()
        if row < 0 or self.list.sheets.sheets[row].wanted.kind not in WORD_KINDS:
            self.said.emit(_("Only letters of decision and requests for papers come as Word."))
            return
        number = self.list.sheets.sheets[row].wanted.issued
        if not number:
            self.said.emit(_("Issue the paper first; then it has a number to be saved under."))
            return
        folder = QFileDialog.getExistingDirectory(self, _("Folder for the papers"))
        if folder:
            jobs.start(
                self,
                partial(printing.draw_word, self.office, number),
                succeeded=partial(self._word_drawn, Path(folder), number),
                refused=self._not_drawn,
            )

    def _word_drawn(self, folder: Path, number: str, content: bytes) -> None:
        try:
            path = save(content, folder, f"{number}.docx")
        except Refused as refused:
            self._not_drawn(refused)
        else:
            self.said.emit(_("Saved: {path}", path=str(path)))

    def _open_case(self) -> None:
        if self._number:
            self.case_wanted.emit(self._number)
