"""What the seven panels have in common: a column of fields, tied to the sheet, and a way to go to one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from counter.text import _
from forms import keys
from forms.grid import Grid
from forms.intake.arrangement import Section
from forms.intake.binding import Binder
from forms.intake.fact_list import FactList
from forms.intake.sheet import Assessment, IntakeSheet
from forms.page import Scrolled
from forms.rows import holds_focus


class Panel(Scrolled):
    """One section of the intake."""

    section: Section

    def __init__(self, binder: Binder, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=18, spacing=14)
        self.binder = binder
        self.sheet: IntakeSheet = binder.sheet
        self.catalogue = self.sheet.office.catalogue

        keys.bind(self, "Ctrl+F", _("Find a question"), self.find_question)

    def came(self) -> None:
        """The panel is in front now: put the cursor where one begins."""

    def find_question(self) -> None:
        """Into the search of the questions one is in, else of the first ones; again: of the next ones."""
        lists = [one for one in self.findChildren(FactList) if one.isVisibleTo(self)]
        if not lists:
            return
        at = next((place for place, one in enumerate(lists) if holds_focus(one)), 0)
        if lists[at].search.hasFocus():
            at = (at + 1) % len(lists)
        lists[at].search.setFocus()
        lists[at].search.selectAll()
        self.ensureWidgetVisible(lists[at].search, 0, self.viewport().height() // 3)

    def go_to_cell(self, grid: Grid, row: int, key: str) -> None:
        """Put the cursor into a cell of a grid, and the cell where one sees it."""
        grid.go_to(row, key)
        cell = grid.visualRect(grid.currentIndex())
        place = grid.viewport().mapTo(self.inner, cell.center())
        self.ensureVisible(place.x(), place.y(), 0, 2 * cell.height())

    def assessed(self, assessment: Assessment) -> None:
        """What was typed has been read and matched again."""

    def go_to(self, path: str) -> bool:
        """Put the cursor where the value of this path is typed; False when it is not here."""
        if self.binder.focus(path):
            row = self.binder.row(path)
            if row is not None and self.inner.isAncestorOf(row):
                self.ensureWidgetVisible(row)
            return True
        return False
