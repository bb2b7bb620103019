"""The printers of this computer: what goes where, from which tray, on which sides, moved by how much."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from counter.errors import CounterError, Refused
from counter.letters import calibration
from counter.letters.calibration import Shift
from counter.letters.imposing import FURTHEST
from counter.letters.looks import Size
from counter.text import _
from forms import jobs, keys, messages
from forms.answer_dialog import AnswerDialog
from forms.choice_fields import ChoiceField
from forms.fields import FigureField
from forms.papers import printers, sending
from forms.papers.cups import Able
from forms.papers.pdf import Medium
from forms.papers.printer_choice import PrinterChoice, medium_word
from forms.papers.printers import Plan, Setup
from forms.papers.sending import Ready, Sent
from forms.rows import button, label

_ONE, _BOTH = "one", "both"
_MEASURED = {Medium.A4: Size.A4, Medium.A5: Size.A5}


@dataclass(frozen=True, slots=True)
class _Line:
    """The fields of one kind of paper."""

    printer: ChoiceField
    tray: ChoiceField
    sides: ChoiceField
    right: FigureField
    down: FigureField

    @property
    def setup(self) -> Setup:
        tray, sides = str(self.tray.value() or ""), self.sides.value()
        return Setup(str(self.printer.value() or ""), tray, sides == _BOTH)


class PrinterDialog(AnswerDialog):
    """Ctrl+Enter prints what is ticked, Ctrl+S only keeps it; Alt+4 and Alt+5 print a page to measure."""

    printing_wanted = Signal()

    def __init__(self, parent: QWidget, choice: PrinterChoice, *, prints: str) -> None:
        super().__init__(
            parent,
            _("Printers and trays"),
            prints,
            text=_(
                "What is chosen here is remembered at this computer; Ctrl+P prints so without asking. "
                "The page to measure says how to find the millimetres."
            ),
            wide=880,
        )
        self._choice = choice
        self._names = choice.names or []
        self._able: dict[str, Able] = {}
        self._moved: set[Medium] = set()
        self.lines: dict[Medium, _Line] = {}
        self.told = label("", "small", wrap=True)
        self.save_button = button(_("Keep it (Ctrl+S)"))
        self.pages = {
            Medium.A4: button(_("Page to measure, A4 (Alt+4)"), "quiet"),
            Medium.A5: button(_("Page to measure, A5 (Alt+5)"), "quiet"),
        }
        self._lay_out()
        plan = choice.plan()
        for medium, line in self.lines.items():
            self._show(medium, line, plan)
        self.save_button.clicked.connect(self.keep)
        keys.bind(self, "Ctrl+S", _("Keep it without printing"), self.keep)
        for medium, one in self.pages.items():
            one.clicked.connect(partial(self.print_page, medium))
            keys.bind(self, f"Alt+{medium[-1]}", one.text(), partial(self.print_page, medium))
        self.lines[Medium.A4].printer.setFocus()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        titles = (_("Printer"), _("Tray"), _("Sides"), _("To the right"), _("Down"))
        for column, title in enumerate(titles, 1):
            grid.addWidget(label(title, "label"), 0, column)
        for row, medium in enumerate(Medium, 1):
            line = _Line(
                ChoiceField([(name, name) for name in self._names], empty=""),
                ChoiceField([], empty=_("as the printer chooses")),
                ChoiceField([(_ONE, _("one side")), (_BOTH, _("both sides"))], empty=""),
                FigureField("mm"),
                FigureField("mm"),
            )
            self.lines[medium] = line
            name = label(medium_word(medium))
            grid.addWidget(name, row, 0)
            fields = (line.printer, line.tray, line.sides, line.right, line.down)
            for column, (field, title) in enumerate(zip(fields, titles, strict=True), 1):
                field.setAccessibleName(f"{medium_word(medium)} {title}")
                grid.addWidget(field, row, column)
            line.printer.edited.connect(partial(self._another_printer, medium))
            for length in (line.right, line.down):
                length.edited.connect(partial(self._shift_entered, medium))
        for column, share in enumerate((0, 5, 4, 2, 2, 2)):
            grid.setColumnStretch(column, share)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        for one in (*self.pages.values(), self.save_button):
            foot.addWidget(one)
        foot.addStretch(1)
        self.body.addLayout(grid)
        self.body.addWidget(self.told)
        self.body.addLayout(foot)

    # --- what is shown -----------------------------------------------------------------------------

    def _show(self, medium: Medium, line: _Line, plan: Plan) -> None:
        setup = plan.setup(medium)
        line.printer.set_value(setup.printer)
        line.sides.set_value(_BOTH if setup.both_sides else _ONE)
        self._show_shift(medium)
        self._offer_trays(medium, setup.tray)

    def _show_shift(self, medium: Medium) -> None:
        line = self.lines[medium]
        shift = self._choice.memory.plan(self._names).shift(line.setup.printer, medium)
        line.right.set_value(f"{shift.right:g}")
        line.down.set_value(f"{shift.down:g}")
        self._moved.discard(medium)

    def _shift_entered(self, medium: Medium) -> None:
        """A sheet to be cut is moved as the other A4 of its printer, until it is told otherwise."""
        self._moved.add(medium)
        usual, cut = self.lines[Medium.A4], self.lines[Medium.IN_TWO]
        own = self._choice.memory.shift(cut.setup.printer, Medium.IN_TWO)
        follows = own is None and Medium.IN_TWO not in self._moved
        if medium is Medium.A4 and follows and cut.setup.printer == usual.setup.printer:
            cut.right.set_value(usual.right.value())
            cut.down.set_value(usual.down.value())

    def _another_printer(self, medium: Medium) -> None:
        self._show_shift(medium)
        self._offer_trays(medium, "")

    def _offer_trays(self, medium: Medium, chosen: str) -> None:
        """What the printer has is asked beside the window; until then what was chosen stands alone."""
        name = self.lines[medium].setup.printer
        if name in self._able:
            self._show_trays(medium, chosen)
            return
        tray = self.lines[medium].tray
        tray.set_choices([(chosen, chosen)] if chosen else [], empty=_("as the printer chooses"))
        tray.set_value(chosen or None)
        jobs.start(
            self, partial(printers.able, name), succeeded=partial(self._asked, name), refused=self._tell
        )

    def _asked(self, name: str, able: Able) -> None:
        self._able[name] = able
        for medium, line in self.lines.items():
            if line.setup.printer == name:
                self._show_trays(medium, line.setup.tray)

    def _show_trays(self, medium: Medium, chosen: str) -> None:
        line = self.lines[medium]
        able = self._able[line.setup.printer]
        trays = able.trays if not chosen or chosen in able.trays else (*able.trays, chosen)
        line.tray.set_choices([(tray, tray) for tray in trays], empty=_("as the printer chooses"))
        line.tray.set_value(chosen or None)
        line.sides.setEnabled(able.both_sides)
        if not able.both_sides:
            line.sides.set_value(_ONE)
        if medium is Medium.A5 and able.sizes and not any(size.startswith("A5") for size in able.sizes):
            self.told.setText(_("{printer} has no A5 by its driver.", printer=line.setup.printer))

    def _tell(self, refused: CounterError) -> None:
        self.told.setText(messages.text_of(refused))

    # --- what is done ------------------------------------------------------------------------------

    def _read(self) -> dict[Medium, tuple[Setup, Shift]]:
        found = {}
        for medium, line in self.lines.items():
            found[medium] = line.setup, Shift(_millimetres(line.right), _millimetres(line.down))
        return found

    def _kept(self) -> bool:
        """Whether everything could be read and is remembered now."""
        try:
            found = self._read()
        except Refused as refused:
            self._tell(refused)
            return False
        memory = self._choice.memory
        for medium, (setup, shift) in found.items():
            memory.remember(medium, setup)
            if medium in self._moved:
                memory.remember_shift(setup.printer, medium, shift)
        self._choice.tell_plan()
        return True

    def keep(self) -> None:
        """Ctrl+S: remember it, print nothing."""
        if self._kept():
            self.accept()

    def finish(self) -> None:
        """Ctrl+Enter: remember it and print what is ticked."""
        if self._kept():
            self.accept()
            self.printing_wanted.emit()

    def print_page(self, medium: Medium) -> None:
        """A page to measure, printed with what is entered now, so that one sees what it does."""
        if self._kept():
            plan = self._choice.plan()
            printer = plan.setup(medium).printer
            shift = plan.shift(printer, medium)
            self.told.setText(_("Being printed …"))
            jobs.start(
                self,
                partial(_page, plan, medium, printer, shift),
                succeeded=self._page_sent,
                refused=self._tell,
            )

    def _page_sent(self, sent: Sent) -> None:
        self.told.setText(_("The page to measure is at {printer}.", printer=sent.printer))


def _page(plan: Plan, medium: Medium, printer: str, shift: Shift) -> Sent:
    pdf = calibration.draw(_MEASURED[medium], printer, shift)
    return sending.send(Ready("", pdf, 1, title=_("Page to measure")), plan)


def _millimetres(field: FigureField) -> float:
    """Raises `Refused` for what is no length, or further than the paper can be moved."""
    text = str(field.value() or "0").replace("，", ".").replace(",", ".").replace("−", "-")
    try:
        length = float(text)
    except ValueError:
        length = FURTHEST + 1
    field.mark_wrong(abs(length) > FURTHEST)
    if not abs(length) <= FURTHEST:
        field.widget().setFocus()
        raise Refused(
            "A length between -{most} and {most} mm is meant, such as 1.5 or -2.", most=round(FURTHEST)
        )
    return length
