"""The figures: all of them in a table that sorts and narrows, the one of the row in full below."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSplitter, QToolButton, QVBoxLayout, QWidget

from counter.catalogue.figures import formula_text, policies_by_figure
from counter.catalogue.model import Catalogue
from counter.catalogue.policy import Policy
from counter.catalogue.standard import Standard, StandardVersion, State
from counter.catalogue.wording import figure_text
from counter.text import _, ngettext
from forms import keys, look, pinyin
from forms.catalogue.states import SIGNS, STATES, TONES, state_text
from forms.fields import TextField
from forms.rich import RichPage, head, heading, line, link, row_of, small, table, text
from forms.rows import label
from forms.rows_model import RowsModel, Shown
from forms.tables import Table

ALL = "all"


@dataclass(frozen=True, slots=True)
class Figure:
    """A standard as it holds today, with the policies that stand on it."""

    standard: Standard
    version: StandardVersion
    value: str
    policies: tuple[Policy, ...]

    @property
    def since(self) -> str:
        return self.version.valid_from.isoformat() if self.version.valid_from else ""


class StandardsPanel(QWidget):
    """Typing finds, Ctrl+1 to Ctrl+6 filter by state, Ctrl+Left and Ctrl+Right sort."""

    link_wanted = Signal(str)

    def __init__(self, catalogue: Catalogue, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._figures = _figures_of(catalogue, today)
        self._state = ALL
        self._sorted_by = 2
        self._upwards = True
        self.search = TextField()
        self.search.enter_goes_on = False
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(_("Find: words or pinyin initials"))
        self.search.setAccessibleName(_("Find a figure"))
        self.chips = QButtonGroup(self)
        self.rows: RowsModel[Figure] = RowsModel(
            [
                Shown(_("Figure"), _label),
                Shown(_("Value"), _value, right=True),
                Shown(_("State"), _state, tone=_tone),
                Shown(_("Region"), _region),
                Shown(_("From"), _since),
                Shown(_("Policies"), _users, right=True),
            ],
            name=_spoken,
        )
        self.table = Table()
        self.table.setModel(self.rows)
        self.table.setAccessibleName(_("Figures"))
        self.table.set_widths({1: 132, 2: 158, 3: 132, 4: 100, 5: 56}, stretch=0)
        self.table.horizontalHeader().setSectionsClickable(True)
        self.table.horizontalHeader().setSortIndicatorShown(True)
        self.text = RichPage(_("The figure in full"))
        self.empty = label(_("No figure fits. Esc shows all of them."), "muted")
        self._lay_out()
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        chips = QHBoxLayout()
        chips.setSpacing(6)
        for place, name in enumerate((ALL, *STATES)):
            count = sum(name in (ALL, figure.version.state) for figure in self._figures)
            chip = QToolButton()
            chip.setProperty("kind", "chip")
            chip.setCheckable(True)
            told = _("All") if name == ALL else state_text(State(name))
            chip.setText(f"{told} {count}")
            chip.setToolTip(f"Ctrl+{place + 1}")
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.chips.addButton(chip, place)
            chips.addWidget(chip)
        self.chips.button(0).setChecked(True)
        chips.addStretch(1)
        top = QWidget()
        above = QVBoxLayout(top)
        above.setContentsMargins(16, 10, 16, 8)
        above.setSpacing(8)
        above.addWidget(self.search)
        above.addLayout(chips)
        lower = QFrame()
        lower.setProperty("role", "sheet")
        below = QVBoxLayout(lower)
        below.setContentsMargins(24, 10, 8, 8)
        below.addWidget(self.text)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(lower)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(top)
        layout.addWidget(self.empty, 1, Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.table.installEventFilter(self)
        self.chips.idClicked.connect(self._chip_chosen)
        self.table.horizontalHeader().sectionClicked.connect(self.sort_by)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.text.anchorClicked.connect(self._follow)
        keys.bind(self, "Ctrl+F", _("Find"), self.search.setFocus)
        keys.bind(self, "Esc", _("Back to the table; again: show everything"), self.step_back)
        for place, name in enumerate((ALL, *STATES)):
            told = _("All figures") if name == ALL else state_text(State(name))
            keys.bind(self, f"Ctrl+{place + 1}", told, partial(self.filter_by, name))
        keys.bind(self, "Ctrl+Right", _("Sort by the next column"), partial(self._sort_beside, 1))
        keys.bind(self, "Ctrl+Left", _("Sort by the column before"), partial(self._sort_beside, -1))
        keys.bind(self, "Ctrl+R", _("Sort the other way round"), self._turn_round)
        keys.bind_row(self.table, "Return", _("Read the figure"), self.text.setFocus)

    # --- going about -------------------------------------------------------------------------------

    def take_focus(self) -> None:
        self.table.setFocus()

    def go_to(self, key: str) -> None:
        """Show this figure, whatever is typed or filtered."""
        if not any(figure.standard.key == key for figure in self.rows.values):
            self.search.clear()
            self.filter_by(ALL)
        for row, figure in enumerate(self.rows.values):
            if figure.standard.key == key:
                self.table.selectRow(row)
                self.table.scrollTo(self.rows.index(row, 0))
        self.table.setFocus()

    def filter_by(self, state: str) -> None:
        """Only the figures of this state, or `all`."""
        self._state = state
        self.chips.button((ALL, *STATES).index(state)).setChecked(True)
        self._show()

    def _chip_chosen(self, place: int) -> None:
        self.filter_by((ALL, *STATES)[place])

    def _narrow(self, _typed: str) -> None:
        self._show()

    def step_back(self) -> None:
        if self.table.hasFocus():
            self.search.clear()
            self.filter_by(ALL)
        self.table.setFocus()

    def sort_by(self, column: int) -> None:
        """Sort by a column; the same again turns the order round."""
        self._upwards = not self._upwards if column == self._sorted_by else True
        self._sorted_by = column
        self._show()

    def _sort_beside(self, step: int) -> None:
        self._upwards = True
        self._sorted_by = (self._sorted_by + step) % len(self.rows.columns)
        self._show()

    def _turn_round(self) -> None:
        self.sort_by(self._sorted_by)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.search:
                if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    self.table.setFocus()
                    return True
            elif (
                event.text().strip()
                and event.text().isprintable()
                and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
            ):
                self.search.setFocus()
                self.search.insert(event.text())
                return True
        return super().eventFilter(watched, event)

    # --- what is shown -----------------------------------------------------------------------------

    def _show(self) -> None:
        current = self.rows.at(self.table.currentIndex().row())
        typed = self.search.text()
        found = [
            figure
            for figure in self._figures
            if self._state in (ALL, figure.version.state) and _fits(figure, typed)
        ]
        found.sort(key=_ORDERS[self._sorted_by], reverse=not self._upwards)
        self.rows.show(found)
        way = Qt.SortOrder.AscendingOrder if self._upwards else Qt.SortOrder.DescendingOrder
        self.table.horizontalHeader().setSortIndicator(self._sorted_by, way)
        self.splitter.setVisible(bool(found))
        self.empty.setVisible(not found)
        place = found.index(current) if current in found else 0
        if found:
            self.table.selectRow(place)
        self._show_current()

    def _row_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_current()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange) and hasattr(self, "text"):
            self._show_current()

    def _show_current(self) -> None:
        figure = self.rows.at(self.table.currentIndex().row())
        self.text.show_page(_page(figure, self._catalogue) if figure is not None else "")

    def _follow(self, target: QUrl) -> None:
        self.link_wanted.emit(target.toString())


def _figures_of(catalogue: Catalogue, today: date) -> tuple[Figure, ...]:
    values = catalogue.figures_on(today)
    users = policies_by_figure(catalogue.policies_on(today), catalogue)
    return tuple(
        Figure(
            standard,
            standard.on(today),
            figure_text(values[key], standard.unit) if key in values else "—",
            users.get(key, ()),
        )
        for key, standard in catalogue.standards.items()
    )


def _fits(figure: Figure, typed: str) -> bool:
    standard = figure.standard
    return any(pinyin.matches(one, typed) for one in (standard.label, standard.region, standard.key))


def _page(figure: Figure, catalogue: Catalogue) -> str:
    standard = figure.standard
    rows = []
    for version in reversed(standard.versions):
        told = figure.value if version is figure.version else _plain(version, standard)
        since = version.valid_from.isoformat() if version.valid_from else version.effective_text
        colour = getattr(look.colours(), TONES[version.state])
        behind = formula_text(version.formula, catalogue) if version.formula is not None else ""
        rows.append(
            (
                html.escape(since or _("from the beginning")),
                f"<b>{html.escape(told)}</b>",
                f"<span style='color:{colour}'>{html.escape(state_text(version.state))}</span>",
                html.escape(" · ".join(filter(None, (behind, version.source)))),
            )
        )
    parts = [
        head(standard.label),
        small(" · ".join((standard.region, standard.unit, standard.key))),
        table(rows, widths=(16, 18, 20, 46)),
        text(standard.note),
    ]
    if figure.policies:
        told = ngettext("{n} policy stands on it", "{n} policies stand on it", len(figure.policies))
        names = row_of([link(f"policy:{policy.code}", policy.title) for policy in figure.policies])
        parts += [heading(told), line(names)]
    else:
        parts.append(small(_("No policy stands on it.")))
    return "".join(parts)


def _plain(version: StandardVersion, standard: Standard) -> str:
    return figure_text(version.value, standard.unit) if version.value is not None else "—"


# --- columns -------------------------------------------------------------------------------------


def _label(figure: Figure) -> str:
    return figure.standard.label


def _value(figure: Figure) -> str:
    return figure.value


def _state(figure: Figure) -> str:
    return state_text(figure.version.state)


def _tone(figure: Figure) -> str:
    return TONES[figure.version.state]


def _region(figure: Figure) -> str:
    return figure.standard.region


def _since(figure: Figure) -> str:
    return figure.since


def _users(figure: Figure) -> str:
    return str(len(figure.policies)) if figure.policies else ""


def _spoken(figure: Figure) -> str:
    state = state_text(figure.version.state).replace(SIGNS[figure.version.state], "").strip()
    return f"{figure.standard.label} {figure.value} {state} {figure.standard.region}"


def _by_label(figure: Figure) -> tuple[object, ...]:
    return (pinyin.initials(figure.standard.label),)


def _by_value(figure: Figure) -> tuple[object, ...]:
    value = figure.version.value
    return figure.standard.unit, str(type(value)), str(figure.value).rjust(24)


def _by_state(figure: Figure) -> tuple[object, ...]:
    return STATES.index(figure.version.state), -len(figure.policies), pinyin.initials(figure.standard.label)


def _by_region(figure: Figure) -> tuple[object, ...]:
    return figure.standard.region, pinyin.initials(figure.standard.label)


def _by_since(figure: Figure) -> tuple[object, ...]:
    return (figure.since,)


def _by_users(figure: Figure) -> tuple[object, ...]:
    return (len(figure.policies),)


_ORDERS: tuple[Callable[[Figure], tuple[object, ...]], ...] = (
    _by_label,
    _by_value,
    _by_state,
    _by_region,
    _by_since,
    _by_users,
)
