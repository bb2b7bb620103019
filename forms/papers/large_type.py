"""The tick by which a household has what it takes home in large type, remembered for it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from counter.errors import CounterError
from counter.services import editions
from counter.text import _
from forms import jobs, messages
from forms.page import Page


class LargeType(QCheckBox):
    """What is looked at and printed follows it at once; nothing is issued anew."""

    changed = Signal()
    troubled = Signal(str)

    def __init__(self, page: Page) -> None:
        super().__init__(_("Large type (L)"), page)
        self._page = page
        self._number = ""
        self.setToolTip(_("What the household takes home in large type, from now on"))
        self.clicked.connect(self._put)

    def show_case(self, number: str, *, on: bool, may_change: bool) -> None:
        """As the household of this case has it; a department does not change it."""
        self._number = number
        self.setChecked(on)
        self.setEnabled(may_change)

    def turn(self) -> None:
        """By its key, as by a click."""
        if self.isEnabled():
            self.click()

    def _put(self, on: bool) -> None:
        jobs.start(
            self,
            partial(_print_in_large_type, self._page, self._number, on),
            succeeded=self._done,
            refused=partial(self._failed, on),
        )

    def _done(self, _nothing: object) -> None:
        self.changed.emit()

    def _failed(self, on: bool, refused: CounterError) -> None:
        self.setChecked(not on)
        self.troubled.emit(messages.text_of(refused))


def _print_in_large_type(page: Page, number: str, on: bool) -> None:
    editions.print_in_large_type(page.office, number, on=on)
