"""What stands in the window before anyone is let in: opening, the first officer, signing in, recovery."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QStackedWidget, QWidget

from counter.errors import CounterError, Problem
from counter.settings import Settings
from counter.text import _
from forms import jobs
from forms.messages import record_bug, text_of
from forms.opening import OpeningPage

if TYPE_CHECKING:
    from counter.services.office import Office
    from counter.services.officers import Recovery

RECOVERY_FILE = "recovery-sheet.pdf"


def _open(settings: Settings) -> tuple[Office, bool]:
    """Open the office and say whether it needs its first officer; loads the slow libraries on its way."""
    from counter.services.office import open_office
    from counter.services.officers import needs_first_officer

    office = open_office(settings)
    return office, needs_first_officer(office)


def _restore(settings: Settings, file: Path) -> tuple[Problem, ...]:
    """Go back to a copy while nobody has the office open; returns what is worth knowing of it."""
    from counter.services.backup import restore

    return restore(settings, file).notes


class Doors(QStackedWidget):
    """Leads to an office with an officer signed in; shows what is wrong where one does not get there."""

    opened = Signal(object)
    """The office is open; nobody is signed in yet."""
    signed_in = Signal(object)
    """The office as the officer sees it."""
    made_new = Signal(object)
    """As `signed_in`, of an office that was made a moment ago."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.opening = OpeningPage()
        self.opening.again.connect(self.open_office)
        self._door: QWidget | None = None
        self._notes: tuple[Problem, ...] = ()
        self.addWidget(self.opening)

    def open_office(self) -> None:
        """Open the office beside the window."""
        self.show_opening()
        jobs.start(
            self,
            partial(_open, self._settings),
            succeeded=self._opened,
            refused=self._not_opened,
            crashed=self._crashed,
        )

    def restore(self, file: Path) -> None:
        """Put a copy in the place of the office, which nobody has open now, and open it."""
        self.show_opening()
        jobs.start(
            self,
            partial(_restore, self._settings, file),
            succeeded=self._restored,
            refused=self._not_opened,
            crashed=self._crashed,
        )

    def show_opening(self) -> None:
        self.opening.begin()
        self.setCurrentWidget(self.opening)

    def _restored(self, notes: tuple[Problem, ...]) -> None:
        self._notes = notes
        self.open_office()

    def _not_opened(self, refused: CounterError) -> None:
        self.opening.show_problem(text_of(refused))

    def _crashed(self, bug: Exception) -> None:
        number = record_bug(bug)
        self.opening.show_problem(
            _(
                "The office could not be opened. Tell the administrator the number {number}, then try again.",
                number=number,
            )
        )

    def _opened(self, result: tuple[Office, bool]) -> None:
        office, is_new = result
        office = replace(office, notices=(*office.notices, *self._notes))
        self._notes = ()
        self.opened.emit(office)
        if is_new:
            self._make_first_officer(office)
        else:
            self._ask_to_sign_in(office)

    def _make_first_officer(self, office: Office) -> None:
        from forms.sign_in import FirstOfficerPage

        page = FirstOfficerPage(office)
        page.made.connect(partial(self._officer_made, self.made_new))
        self.show_door(page)

    def _ask_to_sign_in(self, office: Office) -> None:
        from forms.sign_in import SignInPage

        page = SignInPage(office)
        page.signed_in.connect(self.signed_in)
        page.forgotten.connect(partial(self._new_password, office))
        self.show_door(page)

    def _new_password(self, office: Office) -> None:
        from forms.sign_in import NewPasswordPage

        page = NewPasswordPage(office)
        page.made.connect(partial(self._officer_made, self.signed_in))
        page.back.connect(partial(self._ask_to_sign_in, office))
        self.show_door(page)

    def _officer_made(self, through: SignalInstance, recovery: Recovery, office: Office) -> None:
        from forms.recovery import RecoveryPage

        page = RecoveryPage(recovery)
        page.print_wanted.connect(partial(self._print_recovery, office))
        page.done.connect(partial(through.emit, office))
        self.show_door(page)

    def show_door(self, page: QWidget) -> None:
        """Let this page stand in the window, with the cursor in its first field."""
        if self._door is not None:
            self.removeWidget(self._door)
            self._door.deleteLater()
        self._door = page
        self.addWidget(page)
        self.setCurrentWidget(page)
        page.focusNextChild()

    # --- the recovery sheet ------------------------------------------------------------------------

    def _print_recovery(self, office: Office, recovery: Recovery) -> None:
        from counter.services import printing
        from forms.one_sheet import OneSheet

        sheet = OneSheet(office, self)
        sheet.said.connect(self._tell)
        sheet.send(partial(printing.recovery_sheet, office, recovery), RECOVERY_FILE)

    def _tell(self, text: str) -> None:
        from forms.sign_in import Door

        if isinstance(self._door, Door):
            self._door.tell(text)
