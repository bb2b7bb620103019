"""收支: what comes in and goes out, as grids whose sums become facts, and what the household owns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from counter.cases.application import IncomeKind, Per, Spending, SpendingKind
from counter.cases.means import monthly, total, yearly
from counter.cases.said import MONEY_DECIMALS
from counter.cases.values import read_figure, written_figure
from counter.errors import Problem, Refused
from counter.text import YUAN_TYPED, _, display, translate, yuan
from forms.field_grid import Fields
from forms.grid import Grid
from forms.grid_model import Column
from forms.intake.arrangement import Section, facts_of
from forms.intake.binding import Binder
from forms.intake.fact_list import FactList
from forms.intake.panel import Panel
from forms.intake.sheet import Assessment
from forms.rows import label

MONTH, YEAR = Per.MONTH.value, Per.YEAR.value
_MEDICAL = SpendingKind.MEDICAL.value
MOST_ROWS = 6
_CELL = re.compile(
    r"(?:people\[(?P<member>\d+)\]\.incomes|household\.spending)\[(?P<row>\d+)\](?:\.(?P<key>\w+))?"
)

Rows = list[dict[str, object]]


class MeansPanel(Panel):
    """Incomes by member, spendings of the household; the totals follow the typing."""

    section = Section.MEANS

    def __init__(self, binder: Binder, parent: QWidget | None = None) -> None:
        super().__init__(binder, parent)
        self.incomes = Grid(_("Incomes"), self._income_columns(()))
        self.spendings = Grid(_("Spendings"), self._spending_columns())
        self.income_total = label("", "muted", wrap=True)
        self.spending_total = label("", "muted", wrap=True)
        self.questions = FactList(
            binder,
            _("What the household has and spends"),
            facts_of(self.catalogue, Section.MEANS, ("household", "context")),
        )
        self.incomes.cells.edited.connect(self._incomes_edited)
        self.spendings.cells.edited.connect(self._spendings_edited)
        self.sheet.changed.connect(self._sheet_changed)
        self.sheet.people_changed.connect(self._load)
        self._lay_out()
        self._load()

    def _lay_out(self) -> None:
        self.content.addWidget(label(_("Income and spending"), "title"))
        grids = Fields(2, least=350)
        grids.add(_titled(_("Incomes"), self.incomes, self.income_total))
        grids.add(_titled(_("Spendings of the last twelve months"), self.spendings, self.spending_total))
        self.content.addWidget(grids)
        self.content.addWidget(self.questions)
        self.content.addStretch(1)

    def _income_columns(self, people: Sequence[tuple[str, str]]) -> list[Column]:
        return [
            Column("member", _("Member"), choices=tuple(people), width=84),
            Column("kind", _("Kind"), choices=_words(IncomeKind), width=100),
            Column("amount", _("Yuan"), right=True, width=80, stretch=True),
            Column("per", _("Per"), choices=_words(Per), width=52),
        ]

    def _spending_columns(self) -> list[Column]:
        return [
            Column("kind", _("Kind"), choices=_words(SpendingKind), width=104),
            Column("amount", _("Yuan"), right=True, width=84, stretch=True),
            Column("per", _("Per"), choices=_words(Per), width=52),
        ]

    def came(self) -> None:
        self.incomes.cells.columns = tuple(self._income_columns(self._people()))
        self.questions.arrange()
        self.go_to_cell(self.incomes, len(self.incomes.cells.rows()), "member")

    def go_to(self, path: str) -> bool:
        if found := _CELL.fullmatch(path):
            return self._go_to_cell(found)
        return self.questions.reveal(path.replace(".facts.", ".")) and super().go_to(path)

    def _go_to_cell(self, found: re.Match[str]) -> bool:
        grid = self.incomes if found["member"] else self.spendings
        cell = self._cell(grid, found)
        if cell is not None:
            self.go_to_cell(grid, *cell)
        return cell is not None

    def _cell(self, grid: Grid, found: re.Match[str]) -> tuple[int, str] | None:
        """The cell of a row that the application has, as the grid shows it; None where it is not there."""
        if (grid is self.incomes) != bool(found["member"]):
            return None
        own = [
            at
            for at, row in enumerate(grid.cells.rows())
            if _is_told(row) and (not found["member"] or str(row.get("member")) == found["member"])
        ]
        place = int(found["row"])
        return (own[place], found["key"] or "kind") if place < len(own) else None

    def assessed(self, assessment: Assessment) -> None:
        self.questions.assessed(assessment.answer)
        self._total_incomes()
        self._mark_wrong(assessment.problems)

    def _mark_wrong(self, problems: Sequence[Problem] = ()) -> None:
        """What is no amount, and what the reading found wrong with a row, stands at its cell."""
        for grid in (self.incomes, self.spendings):
            rows = enumerate(grid.cells.rows())
            wrong = {(place, "amount"): told for place, row in rows if (told := _wrong(row))}
            for problem in problems:
                if (found := _CELL.fullmatch(problem.field)) and (cell := self._cell(grid, found)):
                    wrong.setdefault(cell, translate(problem))
            grid.cells.set_wrong(wrong)

    def _people(self) -> list[tuple[str, str]]:
        """The members with their numbers in front: a figure finds whom no initials tell apart."""
        names = map(self.sheet.name_of, range(len(self.sheet.people)))
        return [(str(place), f"{place + 1} {name}") for place, name in enumerate(names)]

    # --- the grids ---------------------------------------------------------------------------------

    def _sheet_changed(self, path: str) -> None:
        if path == "":
            self._load()

    def _load(self) -> None:
        self.incomes.cells.columns = tuple(self._income_columns(self._people()))
        incomes = [
            {"member": str(member), **row}
            for member in range(len(self.sheet.people))
            for row in _kept(self.sheet.get(f"people[{member}].incomes"))
        ]
        for grid, rows in (
            (self.incomes, incomes),
            (self.spendings, _kept(self.sheet.get("household.spending"))),
        ):
            grid.cells.set_rows(rows)
            grid.fit_rows(3, MOST_ROWS)
        self._total_incomes()
        self._total_spendings()

    def _incomes_edited(self, _row: int, _key: str) -> None:
        rows = self.incomes.cells.rows()
        self._complete(self.incomes, rows, member="0", per=MONTH)
        for member in range(len(self.sheet.people)):
            own = [row for row in rows if _is_told(row) and str(row.get("member", "0")) == str(member)]
            if own:
                self.sheet.put(f"people[{member}].facts.income_month", _sum(own, per=MONTH))
            self.sheet.put(f"people[{member}].incomes", [_without_member(row) for row in own] or None)
        self.incomes.fit_rows(3, MOST_ROWS)
        self._total_incomes()

    def _spendings_edited(self, _row: int, _key: str) -> None:
        rows = self.spendings.cells.rows()
        self._complete(self.spendings, rows, per=YEAR)
        rows = [row for row in rows if _is_told(row)]
        if rows:
            self.sheet.put("household.facts.rigid_expense_12m", _sum(rows, per=YEAR))
        medical = [row for row in rows if row.get("kind") == _MEDICAL]
        if medical:
            self.sheet.put("household.facts.medical_self_pay_12m", _sum(medical, per=YEAR))
        self.sheet.put("household.spending", rows or None)
        self.spendings.fit_rows(3, MOST_ROWS)
        self._total_spendings()

    def _complete(self, grid: Grid, rows: Rows, **usual: str) -> None:
        """What is nearly always the same is filled in, so that it need not be typed."""
        for row in rows:
            for key, value in usual.items():
                row.setdefault(key, value)
            if row.get("kind") == IncomeKind.NONE:
                row["amount"] = "0"
        grid.cells.set_rows(rows)
        self._mark_wrong()

    def _total_incomes(self) -> None:
        rows = self.incomes.cells.rows()
        people = len(self.sheet.people)
        sum_ = _figure(_sum(rows, per=MONTH))
        if sum_ is None:
            self.income_total.setText(_("No income entered yet. A member without income is entered as such."))
            return
        told = {str(row.get("member", "0")) for row in rows}
        text = _(
            "{total} a month, {each} for each of {n} people",
            total=yuan(sum_),
            each=yuan(sum_ / people),
            n=people,
        )
        open_members = [self.sheet.name_of(at) for at in range(people) if str(at) not in told]
        if open_members:
            text += " · " + _("not asked yet: {names}", names=open_members)
        self.income_total.setText(text)

    def _total_spendings(self) -> None:
        rows = self.spendings.cells.rows()
        sum_ = _figure(_sum(rows, per=YEAR))
        text = _("No spending entered yet.") if sum_ is None else _("{total} a year", total=yuan(sum_))
        self.spending_total.setText(text)


def _titled(title: str, grid: Grid, total: QLabel) -> QWidget:
    box = QWidget()
    head = QHBoxLayout()
    head.addWidget(label(title, "heading"))
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    layout.addLayout(head)
    layout.addWidget(grid)
    layout.addWidget(total)
    return box


def _figure(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _amount(row: dict[str, object]) -> Fraction | None:
    raw = row.get("amount")
    if raw in (None, ""):
        return None
    try:
        return read_figure(raw, decimals=MONEY_DECIMALS, units=YUAN_TYPED).value
    except Refused:
        return None


def _earned(row: dict[str, object]) -> Fraction | None:
    """What a row adds to the total; less than nothing is told at the row, not added up."""
    amount = _amount(row)
    return None if amount is not None and amount < 0 else amount


def _wrong(row: dict[str, object]) -> str:
    if row.get("amount") in (None, "") or _amount(row) is not None:
        return ""
    return _("This is no amount. Write figures only, such as 620 or 1234.50.")


def _sum(rows: Iterable[dict[str, object]], *, per: str) -> str | None:
    """The total for a month or a year, written as the application has it; None while it is not known."""
    told = [
        Spending(SpendingKind.OTHER, _earned(row), Per.YEAR if row.get("per") == YEAR else Per.MONTH)
        for row in rows
        if _is_told(row)
    ]
    sum_ = total(told, monthly if per == MONTH else yearly)
    return None if sum_ is None else written_figure(sum_)


def _is_told(row: Mapping[str, object]) -> bool:
    """Whether a row says anything yet; who it is of and per when are filled in by themselves."""
    return any(row.get(key) not in (None, "") for key in ("kind", "amount"))


def _without_member(row: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in row.items() if key != "member"}


def _kept(rows: object) -> Rows:
    return [dict(row) for row in rows] if isinstance(rows, list) else []


def _words(kinds: type[StrEnum]) -> tuple[tuple[str, str], ...]:
    return tuple((kind.value, display(kind)) for kind in kinds)
