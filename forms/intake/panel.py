"""What the seven panels have in common: a column of fields, tied to the sheet, and a way to go to one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from forms.intake.arrangement import Section
from forms.intake.binding import Binder
from forms.intake.sheet import Assessment, IntakeSheet
from forms.page import Scrolled


class Panel(Scrolled):
    """One section of the intake."""

    section: Section

    def __init__(self, binder: Binder, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=18, spacing=14)
        self.binder = binder
        self.sheet: IntakeSheet = binder.sheet
        self.catalogue = self.sheet.office.catalogue

    def came(self) -> None:
        """The panel is in front now: put the cursor where one begins."""

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
