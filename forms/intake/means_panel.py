"""收支: what comes in and goes out, as grids whose sums become facts, and what the household owns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from counter.cases.values import read_figure, written_figure
from counter.errors import Refused
from counter.text import _, yuan
from forms.field_grid import Fields
from forms.grid import Grid
from forms.grid_model import Column
from forms.intake.arrangement import Section, facts_of
from forms.intake.binding import Binder
from forms.intake.fact_list import FactList
from forms.intake.panel import Panel
from forms.intake.sheet import Assessment
from forms.rows import label

MONTH, YEAR = "month", "year"
_MONTHS = 12
_MEDICAL = "medical"
MOST_ROWS = 6

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
        self._lay_out()
        self._load()

    def _lay_out(self) -> None:
        self.content.addWidget(label(_("Income and spending"), "title"))
        grids = Fields(2, least=330)
        grids.add(_titled(_("Incomes"), self.incomes, self.income_total))
        grids.add(_titled(_("Spendings of the last twelve months"), self.spendings, self.spending_total))
        self.content.addWidget(grids)
        self.content.addWidget(self.questions)
        self.content.addStretch(1)

    def _income_columns(self, people: Sequence[tuple[str, str]]) -> list[Column]:
        kinds = (
            ("wage", _("Wages")),
            ("business", _("Business")),
            ("property", _("Property")),
            ("transfer", _("Pensions and transfers")),
            ("none", _("No income")),
        )
        return [
            Column("member", _("Member"), choices=tuple(people), width=84),
            Column("kind", _("Kind"), choices=kinds, width=80),
            Column("amount", _("Yuan"), right=True, width=80, stretch=True),
            Column("per", _("Per"), choices=((MONTH, _("month")), (YEAR, _("year"))), width=52),
        ]

    def _spending_columns(self) -> list[Column]:
        kinds = (
            ("living", _("Living")),
            (_MEDICAL, _("Medical, paid oneself")),
            ("education", _("Education")),
            ("disability", _("Rehabilitation")),
            ("other", _("Other rigid spending")),
        )
        return [
            Column("kind", _("Kind"), choices=kinds, width=104),
            Column("amount", _("Yuan"), right=True, width=84, stretch=True),
            Column("per", _("Per"), choices=((MONTH, _("month")), (YEAR, _("year"))), width=52),
        ]

    def came(self) -> None:
        self.incomes.cells.columns = tuple(self._income_columns(self._people()))
        self.questions.arrange()
        self.incomes.go_to(len(self.incomes.cells.rows()), "member")

    def go_to(self, path: str) -> bool:
        return self.questions.reveal(path.replace(".facts.", ".")) and super().go_to(path)

    def assessed(self, assessment: Assessment) -> None:
        self.questions.assessed(assessment.answer)
        self._total_incomes()

    def _people(self) -> list[tuple[str, str]]:
        return [(str(place), self.sheet.name_of(place)) for place in range(len(self.sheet.people))]

    # --- the grids ---------------------------------------------------------------------------------

    def _sheet_changed(self, path: str) -> None:
        if path == "":
            self._load()

    def _load(self) -> None:
        self.incomes.cells.columns = tuple(self._income_columns(self._people()))
        for name, grid in (("incomes", self.incomes), ("spendings", self.spendings)):
            kept = self.sheet.extras.get(name)
            grid.cells.set_rows(kept if isinstance(kept, list) else [])
            grid.fit_rows(3, MOST_ROWS)
        self._total_incomes()
        self._total_spendings()

    def _incomes_edited(self, _row: int, _key: str) -> None:
        rows = self.incomes.cells.rows()
        self._complete(self.incomes, rows, member="0", per=MONTH)
        for member in range(len(self.sheet.people)):
            own = [row for row in rows if str(row.get("member", "0")) == str(member)]
            if own:
                self.sheet.put(f"people[{member}].facts.income_month", _sum(own, per=MONTH))
        self.sheet.put_extra("incomes", rows)
        self.incomes.fit_rows(3, MOST_ROWS)
        self._total_incomes()

    def _spendings_edited(self, _row: int, _key: str) -> None:
        rows = self.spendings.cells.rows()
        self._complete(self.spendings, rows, per=YEAR)
        if rows:
            self.sheet.put("household.facts.rigid_expense_12m", _sum(rows, per=YEAR))
        medical = [row for row in rows if row.get("kind") == _MEDICAL]
        if medical:
            self.sheet.put("household.facts.medical_self_pay_12m", _sum(medical, per=YEAR))
        self.sheet.put_extra("spendings", rows)
        self.spendings.fit_rows(3, MOST_ROWS)
        self._total_spendings()

    def _complete(self, grid: Grid, rows: Rows, **usual: str) -> None:
        """What is nearly always the same is filled in, so that it need not be typed."""
        for row in rows:
            for key, value in usual.items():
                row.setdefault(key, value)
            if row.get("kind") == "none":
                row["amount"] = "0"
        grid.cells.set_rows(rows)
        grid.cells.set_wrong(
            {(place, "amount"): wrong for place, row in enumerate(rows) if (wrong := _wrong(row))}
        )

    def _total_incomes(self) -> None:
        rows = self.incomes.cells.rows()
        people = len(self.sheet.people)
        total = _figure(_sum(rows, per=MONTH))
        if not rows or total is None:
            self.income_total.setText(_("No income entered yet. A member without income is entered as such."))
            return
        told = {str(row.get("member", "0")) for row in rows}
        text = _(
            "{total} a month, {each} for each of {n} people",
            total=yuan(total),
            each=yuan(total / people),
            n=people,
        )
        open_members = [name for code, name in self._people() if code not in told]
        if open_members:
            text += " · " + _("not asked yet: {names}", names=open_members)
        self.income_total.setText(text)

    def _total_spendings(self) -> None:
        rows = self.spendings.cells.rows()
        total = _figure(_sum(rows, per=YEAR))
        text = _("No spending entered yet.") if not rows or total is None else ""
        self.spending_total.setText(text or _("{total} a year", total=yuan(total or Fraction(0))))


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
        return read_figure(raw, decimals=2, units=_UNITS, percent=False).value
    except Refused:
        return None


_UNITS = ("元", "块", "元整")


def _wrong(row: dict[str, object]) -> str:
    if row.get("amount") in (None, "") or _amount(row) is not None:
        return ""
    return _("This is no amount. Write figures only, such as 620 or 1234.50.")


def _sum(rows: Iterable[dict[str, object]], *, per: str) -> str | None:
    """The total for a month or a year, written as the application has it; None when no row has an amount."""
    into: Callable[[Fraction, object], Fraction] = _per_month if per == MONTH else _per_year
    amounts = [into(amount, row.get("per")) for row in rows if (amount := _amount(row)) is not None]
    if not amounts:
        return None
    cents = round(sum(amounts, Fraction(0)) * 100)
    return written_figure(Fraction(cents, 100))


def _per_month(amount: Fraction, per: object) -> Fraction:
    return amount / _MONTHS if per == YEAR else amount


def _per_year(amount: Fraction, per: object) -> Fraction:
    return amount * _MONTHS if per == MONTH else amount
