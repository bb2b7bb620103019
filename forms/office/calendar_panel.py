"""节假日: the years whose days off are known, and reading one in: paste, see what moves, load."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from counter.cases.holidays import Holiday
from counter.errors import CounterError
from counter.services import calendars
from counter.services.calendars import KnownYear, Loaded, Move, Preview
from counter.services.office import Act, Office
from counter.text import _, chinese_date, ngettext, translate, word
from forms import jobs, keys, look, messages, rich
from forms.fields import ProseField
from forms.rich import RichPage
from forms.rows import button, label
from forms.rows_model import RowsModel, Shown
from forms.tables import Table


class _NoticeField(ProseField):
    """A long text: Enter begins a line."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        QPlainTextEdit.keyPressEvent(self, event)


class CalendarPanel(QWidget):
    """Ctrl+O opens a file, Ctrl+Enter looks what it would move, Ctrl+S loads it when that was seen."""

    said = Signal(str)
    office_changed = Signal(object)

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.preview: Preview | None = None
        self._seen = ""
        self.years: RowsModel[KnownYear] = RowsModel(
            [
                Shown(_("Year"), lambda one: str(one.year)),
                Shown(_("Source"), _source),
            ]
        )
        self.known = Table()
        self.known.setModel(self.years)
        self.known.setAccessibleName(_("Years whose days off are known"))
        self.known.set_widths({0: 56}, stretch=1, least=60)
        self.text = _NoticeField()
        self.text.setPlaceholderText(_("Paste the State Council's notice here, whole and with its title."))
        self.text.setAccessibleName(_("The notice"))
        self.open_button = button(_("Open a file (Ctrl+O)"))
        self.look_button = button(_("See what moves (Ctrl+Enter)"))
        self.load_button = button(_("Load (Ctrl+S)"), "primary")
        self.told = RichPage(_("What the notice says"))
        self.moves: RowsModel[Move] = RowsModel(
            [
                Shown(_("Referral"), lambda move: f"{move.title} {move.referral}"),
                Shown(_("Department"), lambda move: move.department_title),
                Shown(_("Last day so far"), lambda move: _day(move.before.due, move.before.provisional)),
                Shown(_("From then on"), lambda move: _day(move.after.due, move.after.provisional)),
                Shown(_("What changes"), _changes, tone=_tone),
            ],
            name=lambda move: f"{move.title} {_day(move.before.due)} {_day(move.after.due)}",
        )
        self.table = Table()
        self.table.setModel(self.moves)
        self.table.setAccessibleName(_("What would move"))
        self.table.set_widths({1: 110, 2: 160, 3: 160, 4: 130}, stretch=0, spare=(1, 4))
        self._lay_out()
        self.open_button.clicked.connect(self.ask_file)
        self.look_button.clicked.connect(self.look)
        self.load_button.clicked.connect(self.ask_to_load)
        self.text.edited.connect(self._forget_preview)
        keys.bind(self, "Ctrl+O", _("Open a file"), self.ask_file)
        keys.bind(self, ("Ctrl+Return", "Ctrl+Enter"), _("See what moves"), self.look)
        keys.bind(self, "Ctrl+S", _("Load the calendar"), self.ask_to_load)
        self._forget_preview()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(label(_("Years that are known"), "heading"))
        left.addWidget(self.known, 1)
        self.side = QWidget()
        self.side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        acts = QHBoxLayout()
        acts.setSpacing(10)
        acts.addWidget(label(_("Read a year in"), "heading"))
        acts.addStretch(1)
        for act in (self.open_button, self.look_button, self.load_button):
            acts.addWidget(act)
        read = QHBoxLayout()
        read.setSpacing(14)
        read.addWidget(self.text, 1)
        read.addWidget(self.told, 1)
        card = QFrame()
        card.setProperty("role", "card")
        right = QVBoxLayout(card)
        right.setContentsMargins(16, 14, 16, 14)
        right.setSpacing(10)
        right.addLayout(acts)
        right.addLayout(read, 3)
        right.addWidget(self.table, 2)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(18, 14, 18, 14)
        columns.setSpacing(14)
        columns.addWidget(self.side, 2)
        columns.addWidget(card, 5)

    # --- what is known -----------------------------------------------------------------------------

    def take_focus(self) -> None:
        self.text.setFocus()

    def know(self, office: Office) -> None:
        self.office = office
        may = office.may(Act.LOAD_CALENDAR)
        self.open_button.setEnabled(may)
        self.look_button.setEnabled(may)
        self.text.setReadOnly(not may)
        jobs.start(self, partial(calendars.known_years, office), succeeded=self.years.show)

    # --- reading one in ----------------------------------------------------------------------------

    def ask_file(self) -> None:
        """Ctrl+O: the notice as a text file, or a table of days."""
        if not self.open_button.isEnabled():
            return
        dialog = QFileDialog(self, _("Open a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_("Notices and tables of days (*.txt *.csv *.toml)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.open_file)
        dialog.open()

    def open_file(self, path: str) -> None:
        jobs.start(
            self,
            partial(calendars.text_of, Path(path)),
            succeeded=self._opened,
            refused=partial(messages.show_refusal, self),
        )

    def _opened(self, text: str) -> None:
        self.text.set_value(text)
        self._forget_preview()
        self.look()

    def look(self) -> None:
        """Ctrl+Enter: what the text says, and what it would move; nothing is stored."""
        if not self.look_button.isEnabled():
            return
        text = self.text.toPlainText()
        jobs.start(
            self,
            partial(calendars.preview, self.office, text),
            succeeded=partial(self._show, text),
            refused=self._refused,
        )

    def _show(self, text: str, found: Preview) -> None:
        if text != self.text.toPlainText():
            return
        self.preview, self._seen = found, text
        self.told.show_page(page(found))
        self.moves.show(found.moves)
        self.load_button.setEnabled(not found.problems)

    def _refused(self, refused: CounterError) -> None:
        self.told.show_page(rich.note(messages.text_of(refused), look.colours().bad))

    def _forget_preview(self) -> None:
        """Nothing is loaded that was not seen: another letter in the text, and it is looked at again."""
        self.preview, self._seen = None, ""
        self.moves.show([])
        self.told.show_page(
            rich.text(_("The notice is read line by line; what does not fit is named, nothing is guessed."))
        )
        self.load_button.setEnabled(False)

    def ask_to_load(self) -> None:
        """Ctrl+S: every last day is computed anew in one act."""
        found = self.preview
        if found is None or not self.load_button.isEnabled():
            self.said.emit(_("See first what moves (Ctrl+Enter)."))
            return
        question = _("Load the calendar of {year}? {n} last days move.", year=found.year, n=len(found.moves))
        if found.replaces is not None:
            question += "\n" + _("It replaces what is known of that year.")
        messages.confirm(
            self, question, yes=_("Load the calendar"), no=_("Leave everything as it is"), then=self.load
        )

    def load(self) -> None:
        jobs.start(
            self,
            partial(calendars.load, self.office, self._seen),
            succeeded=self._loaded,
            refused=self._refused,
        )

    def _loaded(self, loaded: Loaded) -> None:
        self.text.set_value("")
        self._forget_preview()
        found = loaded.preview
        self.told.show_page(
            rich.text(
                _(
                    "The calendar of {year} is loaded; {n} last days moved, {firm} of them are firm now.",
                    year=found.year,
                    n=len(found.moves),
                    firm=found.firm,
                )
            )
        )
        self.know(loaded.office)
        self.office_changed.emit(loaded.office)
        self.said.emit(_("The calendar of {year} is loaded.", year=found.year))


# --- how it reads --------------------------------------------------------------------------------


def page(found: Preview) -> str:
    """What the text says, its problems first."""
    colours = look.colours()
    parts = [rich.head(_("{year}", year=found.year) if found.year else _("The year is not told"))]
    parts += [rich.note(translate(one), colours.bad) for one in found.problems]
    if not found.problems:
        parts.append(rich.text(_moved(found)))
        if found.replaces is not None:
            parts.append(rich.small(_("It replaces: {source}", source=found.replaces or "–")))
            parts += [
                rich.small(_("off from now on: {days}", days=_days(found.added))) if found.added else "",
                rich.small(_("worked from now on: {days}", days=_days(found.gone))) if found.gone else "",
            ]
    parts += [rich.small(translate(one)) for one in found.remarks]
    parts += [_holiday(one) for one in found.holidays]
    if found.source:
        parts.append(rich.small(found.source))
    return "".join(parts)


def _moved(found: Preview) -> str:
    moved = ngettext("{n} last day moves", "{n} last days move", len(found.moves))
    return _("{moved}, {firm} of them become firm", moved=moved, firm=found.firm)


def _holiday(one: Holiday) -> str:
    ends = [one.days[0], one.days[-1]] if len(one.days) > 1 else one.days
    days = "–".join(map(chinese_date, ends))
    told = rich.text(f"{one.title}　{days}")
    if one.working:
        told += rich.small(_("worked: {days}", days=_days(one.working)))
    return told


def _days(days: tuple[date, ...]) -> str:
    return "、".join(map(chinese_date, days))


def _source(one: KnownYear) -> str:
    parts = [one.source]
    if one.loaded_at is not None:
        parts.append(_("read in by {officer}", officer=one.loaded_by))
    return " · ".join(filter(None, parts))


def _day(day: date | None, provisional: bool = False) -> str:
    if day is None:
        return "–"
    return _("{day} (provisional)", day=chinese_date(day)) if provisional else chinese_date(day)


def _changes(move: Move) -> str:
    if move.was_late and not move.is_late:
        return _("not late any more")
    if move.is_late and not move.was_late:
        return _("late now")
    if move.became_firm:
        return _("firm now")
    return word("ReferralState", move.state.value)


def _tone(move: Move) -> str:
    if move.is_late:
        return "bad"
    return "good" if move.became_firm or move.was_late else ""
