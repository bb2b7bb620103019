"""在享待遇与身份: what a household is given, with the day of its next review, and the statuses it holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from counter.cases.casefile import CaseFile
from counter.services.office import Office
from counter.text import N_, _, mask_name
from forms import keys
from forms.acts_menu import ActsMenu, Deed, Group
from forms.benefit_acts import BenefitActs, Held, amount_text, plan_text
from forms.rows import label
from forms.rows_model import RowsModel, Shown
from forms.tables import Table

_KEYS = (
    ("T", N_("Plan to give less, or no more")),
    ("H", N_("Note the hearing")),
    ("D", N_("Decide as planned")),
    ("X", N_("Give the plan up")),
    ("R", N_("Review: prepare an intake")),
    ("E", N_("Reviewed: note the result")),
    ("J", N_("The status is held no more")),
    ("I", N_("Enter a status of another office")),
    ("Z", N_("Report a death")),
    ("L", N_("Take the report of a death back")),
)
"""The keys of the list, the same as in its menu."""


class BenefitsPanel(QWidget):
    """M lists what goes now with the row; each of those keys works at once as well."""

    said = Signal(str)

    def __init__(self, office: Office, acts: BenefitActs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._acts = acts
        self._file: CaseFile | None = None
        self.rows: RowsModel[Held] = RowsModel(
            [
                Shown(_("Benefit or status"), _title),
                Shown(_("For whom"), _holder),
                Shown(_("Amount or number"), _amount),
                Shown(_("From"), _starts),
                Shown(_("Valid until"), _ends),
                Shown(_("Next review"), self._review, tone=self._review_tone),
            ]
        )
        self.table = Table()
        self.table.setModel(self.rows)
        self.table.setAccessibleName(_("Benefits and statuses of the household"))
        self.table.set_widths({1: 66, 2: 140, 3: 92, 4: 92, 5: 104}, stretch=0, spare=(3, 1, 4))
        self.told: QLabel = label("", "small", wrap=True)
        self.empty = label(_("Nothing is given to this household, and it holds no status."), "muted")
        keys.bind_row(self.table, "M", _("What can be done with it"), self.open_menu)
        for key, text in _KEYS:
            keys.bind_row(self.table, key, _(text), partial(self._press, key))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.empty)
        layout.addWidget(self.told)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)

    def show_held(self, file: CaseFile, held: Sequence[Held]) -> None:
        self._file = file
        self.rows.show(held)
        self.empty.setVisible(not held)
        if held and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._tell()

    def current(self) -> Held | None:
        return self.rows.at(self.table.currentIndex().row())

    def _row_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._tell()

    def _tell(self) -> None:
        held = self.current()
        told = ""
        if held is not None and held.plan is not None:
            told = _("Planned: {plan}", plan=plan_text(held.plan))
        elif held is not None and held.identity is not None:
            one = held.identity
            told = " · ".join(filter(None, (one.number, one.conferred_by, one.evidence)))
        elif held is not None and held.benefit is not None:
            told = " · ".join(filter(None, (held.benefit.case, held.benefit.review_class)))
        self.told.setText(told)
        self.told.setVisible(bool(told))

    # --- the acts ----------------------------------------------------------------------------------

    def groups(self) -> list[Group]:
        """What can be done with the row, and with the household."""
        if self._file is None:
            return []
        held = self.current()
        own = list(self._acts.deeds(held, township=self._file.place)) if held is not None else []
        groups: list[Group] = [(_title(held), own)] if held is not None else []
        groups.append((_("Household and members"), list(self._acts.of_household(self._file))))
        return [group for group in groups if group[1]]

    def open_menu(self) -> None:
        groups = self.groups()
        if groups:
            ActsMenu(self, groups).open()
        else:
            self.said.emit(_("Nothing more can be done here now."))

    def _press(self, key: str) -> None:
        deeds: list[Deed] = [deed for _title, group in self.groups() for deed in group]
        for deed in deeds:
            if deed.key == key:
                deed.act()
                return
        self.said.emit(_("That does not go now. M lists what does."))

    # --- the cells ---------------------------------------------------------------------------------

    def _review(self, held: Held) -> str:
        if held.plan is not None:
            return _("less is planned")
        if held.benefit is None or held.benefit.review_due is None:
            return ""
        return _date(held.benefit.review_due)

    def _review_tone(self, held: Held) -> str:
        due = held.benefit.review_due if held.benefit is not None else None
        if due is not None and due < self._office.today():
            return "bad"
        return "wait" if held.plan is not None else "text"


def _date(day: date) -> str:
    return f"{day.year}-{day.month}-{day.day:02}"


def _title(held: Held) -> str:
    if held.benefit is not None:
        return held.benefit.title
    return held.identity.category if held.identity is not None else ""


def _holder(held: Held) -> str:
    one = held.benefit or held.identity
    if held.benefit is not None and held.benefit.subject == "household":
        return _("household")
    return mask_name(one.holder) if one is not None and one.holder else _("household")


def _amount(held: Held) -> str:
    if held.benefit is not None:
        return amount_text(held.benefit)
    return held.identity.number if held.identity is not None else ""


def _starts(held: Held) -> str:
    one = held.benefit or held.identity
    return _date(one.starts) if one is not None else ""


def _ends(held: Held) -> str:
    one = held.benefit or held.identity
    return _date(one.ends) if one is not None and one.ends is not None else _("no end")
