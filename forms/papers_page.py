"""打印: the set of papers of a case, each as it will come out of the printer."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter.errors import CounterError
from counter.services import case_papers, printing
from counter.services.case_papers import CasePapers
from counter.services.office import Office
from counter.services.printing import Proof
from counter.text import _, display, mask_name, ngettext
from forms import jobs, keys, look, messages
from forms.one_sheet import OneSheet
from forms.page import Page
from forms.papers import issuing
from forms.papers.blank_forms import BlankForms
from forms.papers.changed_letter import ChangedLetters
from forms.papers.gap_list import GapList
from forms.papers.large_type import LargeType
from forms.papers.output import Output
from forms.papers.paper_acts import PaperActs
from forms.papers.printer_choice import PrinterChoice
from forms.papers.printers import PrinterMemory
from forms.papers.set_list import SetList
from forms.papers.sheets import TONES, Sheet, Standing, sheets_of, standing_text
from forms.papers.viewer import Viewer
from forms.rows import button, label

LIST_WIDTH = 372


class PapersPage(Page):
    """Ctrl+P issues and prints what is ticked; a paper printed before bears 补打 and a reason."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(office, parent)
        self._number = ""
        self._step = ""
        self._referral = ""
        self._finding: jobs.Latest[CasePapers] = jobs.Latest(
            self, succeeded=self._found, refused=self._not_found
        )
        self._looking: jobs.Latest[tuple[Sheet, Proof]] = jobs.Latest(
            self, succeeded=self._looked, refused=self._not_drawn
        )
        self.list = SetList()
        self.gaps = GapList()
        self.choice = PrinterChoice(PrinterMemory(office.settings.office_dir))
        self.viewer = Viewer()
        self.output = Output(self, self.list, self.choice)
        self.acts = PaperActs(self, self.list)
        self.changed_letters = ChangedLetters(self, self.list)
        self.blank_forms = BlankForms(self)
        self.large_type = LargeType(self)
        self._slip = OneSheet(office, self)
        self.case_label = label("")
        self.count = label("", "small")
        self.problem = label("", "error", wrap=True)
        self.standing = label("", "error", wrap=True)
        self.print_button = button("", "primary")
        self.case_button = button(_("To the case (Enter)"), "quiet")
        self.blank_button = button(_("Blank forms (Ctrl+B)"))
        self.save_button = button(_("Save as PDF (Ctrl+E)"))
        self.word_button = button(_("Save as Word (W)"))
        self.back_button = button(_("Taken back from Word (B)"))
        self.deliver_button = button(_("Delivered (D)"))
        self.void_button = button(_("Void (V)"), "danger")
        self.by_hand = button(_("Blank forms (Ctrl+B)"))
        self.many_button = button(_("Print many (Shift+F12)"), "quiet")
        self.empty = label(
            _("Nothing to print yet. Accept an application, or open a case and press F12."), "muted"
        )
        self._lay_out()
        self._connect()
        self._bind_keys()

    def title(self) -> str:
        return _("Print")

    def head(self) -> QWidget:
        return self.bar

    def _lay_out(self) -> None:
        self.bar = QWidget()
        bar = QHBoxLayout(self.bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(10)
        bar.addWidget(self.case_label)
        bar.addStretch(1)
        bar.addWidget(self.case_button)
        bar.addWidget(self.print_button)
        self.side = self._list_and_foot()
        work = QWidget()
        columns = QHBoxLayout(work)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(1)
        columns.addWidget(self.side)
        columns.addWidget(self.viewer, 1)
        nothing = QWidget()
        middle = QVBoxLayout(nothing)
        middle.addStretch(1)
        middle.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignCenter)
        for way in (self.by_hand, self.many_button):
            middle.addWidget(way, 0, Qt.AlignmentFlag.AlignCenter)
        middle.addStretch(1)
        self.stack = QStackedWidget()
        self.stack.addWidget(nothing)
        self.stack.addWidget(work)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)
        for told in (self.problem, self.standing):
            told.hide()
        self._show_acts()

    def _list_and_foot(self) -> QFrame:
        """The papers, and under them what can be done."""
        side = QFrame()
        side.setProperty("role", "sheet")
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 8, 14, 12)
        foot.setSpacing(8)
        foot.addWidget(self.standing)
        foot.addWidget(self.problem)
        foot.addWidget(self.gaps)
        foot.addWidget(self.choice)
        for pair in (
            (self.save_button, self.deliver_button),
            (self.word_button, self.back_button),
            (self.blank_button, self.void_button),
        ):
            row = QHBoxLayout()
            row.setSpacing(8)
            for one in pair:
                row.addWidget(one, 1)
            foot.addLayout(row)
        top = QHBoxLayout()
        top.setContentsMargins(14, 10, 14, 6)
        top.addWidget(self.count)
        top.addStretch(1)
        top.addWidget(self.large_type)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        return side

    def _connect(self) -> None:
        self.choice.found.connect(self._show_acts)
        self.output.jobs.stands_still.connect(self._tell_standing)
        self.list.row_changed.connect(self._row_changed)
        self.list.sheets.changed.connect(self._show_acts)
        self.gaps.setting_wanted.connect(self.setting_wanted)
        for doing in (self.output, self.acts, self.changed_letters):
            doing.said.connect(self.said)
            doing.troubled.connect(self._say)
            doing.changed.connect(self._happened)
        self._slip.said.connect(self.said)
        self.print_button.clicked.connect(self.output.print_set)
        self.case_button.clicked.connect(self.open_case)
        self.many_button.clicked.connect(self._print_many)
        for one in (self.blank_button, self.by_hand):
            one.clicked.connect(self.blank_forms.ask)
        self.blank_forms.said.connect(self.said)
        self.large_type.changed.connect(self._row_changed)
        self.large_type.troubled.connect(self._say)
        self.save_button.clicked.connect(self.output.save_set)
        self.word_button.clicked.connect(self.acts.save_word)
        self.back_button.clicked.connect(self.changed_letters.ask)
        self.deliver_button.clicked.connect(self.acts.ask_delivery)
        self.void_button.clicked.connect(self.acts.ask_void)

    def _bind_keys(self) -> None:
        keys.bind(self, "Ctrl+P", _("Issue and print what is ticked"), self.output.print_set)
        keys.bind(self, "Ctrl+Shift+P", _("Printers and trays, then print"), self.output.print_by_dialog)
        keys.bind_row(
            self.list, "R", _("It jammed: print this paper again at once"), self.output.print_again_at_once
        )
        keys.bind_row(
            self.list, "Shift+R", _("It jammed: print the last ones again"), self.output.print_last_again
        )
        keys.bind(self, "Ctrl+B", _("Print blank forms, to be filled by hand"), self.blank_forms.ask)
        keys.bind(self, "Ctrl+E", _("Issue and save as PDF what is ticked"), self.output.save_set)
        keys.bind_row(self.list, "S", _("Print the slip from the roll"), self.print_slip)
        keys.bind_row(self.list, "E", _("Save the paper as PDF"), self.output.save_one)
        keys.bind_row(self.list, "W", _("Save the paper as Word"), self.acts.save_word)
        keys.bind(self, "Ctrl+Shift+W", _("Save as Word what is ticked"), self.output.save_words)
        keys.bind_row(
            self.list, "B", _("Take the paper back as it was changed in Word"), self.changed_letters.ask
        )
        keys.bind_row(self.list, "L", _("Large type for what the household takes home"), self.large_type.turn)
        keys.bind_row(self.list, "Shift+B", _("What was changed in Word"), self.changed_letters.show_last)
        keys.bind_row(self.list, "D", _("Note how the paper was delivered"), self.acts.ask_delivery)
        keys.bind_row(self.list, "V", _("Declare the paper void"), self.acts.ask_void)
        keys.bind_row(self.list, "G", _("To what is still open in the paper"), self.gaps.take_focus)
        keys.bind_row(self.list, "Z", _("True size, or as wide as there is room"), self.viewer.toggle_zoom)
        keys.bind_row(self.list, "PgDown", _("Down the page"), partial(self.viewer.leaf, 1))
        keys.bind_row(self.list, "PgUp", _("Up the page"), partial(self.viewer.leaf, -1))
        keys.bind(self, "Ctrl+PgDown", _("Next page"), partial(self.viewer.turn, 1))
        keys.bind(self, "Ctrl+PgUp", _("Previous page"), partial(self.viewer.turn, -1))
        keys.bind_row(self.list, "Return", _("To the case"), self.open_case)
        keys.bind(self, "Esc", _("Back to the papers"), self.list.setFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.setFixedWidth(min(look.px(LIST_WIDTH), self.width() * 45 // 100))
        self.gaps.fit_to(self.height())

    # --- which papers ------------------------------------------------------------------------------

    def show_set(self, number: str, step: str) -> None:
        if (number, step) != (self._number, self._step):
            self.list.sheets.show(())
        self._number, self._step = number, step
        self.output.number, self.output.step = number, step
        self.refresh()

    def case_shown(self) -> str:
        return self._number

    def show_case(self, number: str) -> None:
        if number != self._number:
            self.show_set(number, "")

    def refresh(self) -> None:
        self.choice.look_for_printers()
        if self._number:
            self._finding.ask(partial(case_papers.case_papers, self.office, self._number))

    def _happened(self) -> None:
        """Something was done with the papers, or is being done."""
        self._show_acts()
        if not self.output.busy:
            self.refresh()

    def heard_of_changes(self) -> None:
        if not self.output.busy:
            self.refresh()

    def came(self) -> None:
        self.refresh()
        self.output.jobs.look()
        (self.list if self._number else self.by_hand).setFocus()

    def _found(self, found: CasePapers) -> None:
        # What went wrong stays to be read: it is not the user who goes to another row now.
        told = self.problem.text()
        self._show_found(found)
        self._say(told)

    def _show_found(self, found: CasePapers) -> None:
        self.stack.setCurrentIndex(1)
        file = found.file
        self.large_type.show_case(file.number, on=found.large_type, may_change=found.whole)
        self._referral = "" if found.whole else file.referrals[0].number
        self.case_button.setText(_("To the case (Enter)") if found.whole else _("To the queue (Enter)"))
        applicant = file.application.applicant.name if file.application.people else ""
        self.case_label.setText(
            " · ".join(filter(None, (file.number, mask_name(applicant), display(file.state))))
        )
        before = {sheet.key: sheet for sheet in self.list.sheets.sheets}
        never_out = self.output.jobs.not_out()
        fresh = [
            self._as_printed_last(sheet, never_out)
            for sheet in sheets_of(file, found.wanted, self._step, self.office.catalogue)
        ]
        self.list.sheets.show([_as_ticked_before(sheet, before.get(sheet.key)) for sheet in fresh])
        if not fresh:
            self.viewer.show_message(_("This case calls for no paper now."))
        self.row_changed_by_others(before)

    def _as_printed_last(self, sheet: Sheet, never_out: dict[str, int]) -> Sheet:
        """As many copies as were printed last at this step; what is numbered and never came out is ticked."""
        if sheet.notice is not None:
            waits = sheet.may_be_printed and never_out.get(sheet.number) == sheet.prints
            return replace(sheet, ticked=True) if waits else sheet
        kept = self.choice.memory.copies(self._step, sheet.wanted.kind)
        return sheet if kept is None else replace(sheet, copies=kept)

    def row_changed_by_others(self, before: dict[tuple[str, ...], Sheet]) -> None:
        """Draw the paper again where it is another one than before, or was issued in between."""
        sheet = self.list.current()
        if (
            sheet is not None
            and before.get(sheet.key) is not None
            and sheet.notice != before[sheet.key].notice
        ):
            self._row_changed()

    def _not_found(self, refused: CounterError) -> None:
        self.said.emit(messages.text_of(refused))

    def _print_many(self) -> None:
        self.batches_wanted.emit(())

    def open_case(self) -> None:
        """Enter: the case; a department is led to its row in the queue."""
        if self._referral:
            self.referral_wanted.emit(self._referral)
        elif self._number:
            self.case_wanted.emit(self._number)

    def show_print_jobs(self) -> None:
        self.output.show_queue()

    def print_slip(self) -> None:
        """S 收件小票 (D34): the number to ask by, from the roll; the receipt goes before it."""
        if self._number:
            make = partial(printing.ticket, self.office, self._number)
            self._slip.send(make, f"{self._number}-D34.pdf", title=_("Slip"))

    # --- how they look -----------------------------------------------------------------------------

    def _row_changed(self) -> None:
        sheet = self.list.current()
        self._show_acts()
        self._say("")
        if sheet is None:
            self._looking.forget()
            return
        self._looking.ask(partial(_look, self.office, self._number, sheet))

    def _looked(self, result: tuple[Sheet, Proof]) -> None:
        sheet, proof = result
        self.gaps.show_gaps(proof.gaps, may_be_filled=sheet.notice is None)
        self.viewer.show_pdf(
            proof.pdf,
            title=sheet.wanted.title,
            badge=_badge(sheet, proof.version),
            tone=TONES[sheet.standing],
        )

    def _not_drawn(self, refused: CounterError) -> None:
        sheet = self.list.current()
        self.gaps.show_gaps((), may_be_filled=False)
        self.viewer.show_message(
            messages.text_of(refused), title=sheet.wanted.title if sheet else "", tone="bad"
        )

    def _show_acts(self) -> None:
        """What can be done now: with the ticked ones, and with the one of the row."""
        ticked = self.list.sheets.ticked()
        copies = sum(sheet.copies for sheet in ticked)
        papers = ngettext("{n} paper ticked", "{n} papers ticked", len(ticked))
        printed = ngettext("{n} copy", "{n} copies", copies)
        told = _("{papers}, {copies} in all · the space bar ticks", papers=papers, copies=printed)
        self.count.setText(told)
        act = _("Issue and print (Ctrl+P)") if self.choice.has_printers else _("Issue and save (Ctrl+P)")
        self.print_button.setText(act)
        self.print_button.setEnabled(bool(ticked) and not self.output.busy)
        self.save_button.setEnabled(bool(ticked) and not self.output.busy)
        sheet = self.list.current()
        for one in (self.word_button, self.back_button):
            one.setEnabled(sheet is not None and sheet.has_word and sheet.notice is not None)
        self.deliver_button.setEnabled(sheet is not None and sheet.standing is Standing.TO_DELIVER)
        self.void_button.setEnabled(
            sheet is not None and sheet.notice is not None and sheet.standing is not Standing.VOID
        )

    def _tell_standing(self, text: str) -> None:
        if text != self.standing.text() and text and not self.isVisible():
            self.said.emit(text)
        self.standing.setText(text)
        self.standing.setVisible(bool(text))

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))


def _as_ticked_before(fresh: Sheet, before: Sheet | None) -> Sheet:
    """What one has ticked stays so, as long as nothing happened to the paper."""
    if before is None or before.notice != fresh.notice or not fresh.may_be_printed:
        return fresh
    return replace(fresh, ticked=before.ticked, copies=before.copies)


def _badge(sheet: Sheet, version: int) -> str:
    if sheet.notice is None:
        return standing_text(sheet)
    prints = sheet.notice.prints
    told = _("first print") if prints <= 1 else ngettext("reprint {n}", "reprint {n}", prints - 1)
    return told if version <= 1 else _("{told} · changed {n}", told=told, n=version)


def _look(office: Office, number: str, sheet: Sheet) -> tuple[Sheet, Proof]:
    return sheet, issuing.look_at(office, number, sheet)
