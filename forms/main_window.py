"""The window: opens the office beside it, lets the officer in, and holds the pages."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from counter.errors import CounterError
from counter.settings import Settings
from counter.text import BEIJING, _, translate
from forms import jobs, keys, look, messages
from forms.opening import OpeningPage
from forms.page import Page
from forms.places import PlaceRail, all_places
from forms.status_line import StatusLine
from forms.top_bar import TopBar

if TYPE_CHECKING:
    from counter.services.office import Office
    from counter.services.officers import Recovery

AFTERWARDS = 1500
"""Milliseconds after the first page before what is large and rarely needed is loaded."""
RECOVERY_FILE = "recovery-sheet.pdf"
POLL = 5000
"""Milliseconds between two looks at what other windows did."""


def _open(settings: Settings) -> tuple[Office, bool]:
    """Open the office and say whether it needs its first officer; loads the slow libraries on its way."""
    from counter.services.office import open_office
    from counter.services.officers import needs_first_officer

    office = open_office(settings)
    return office, needs_first_officer(office)


def _restore(settings: Settings, file: Path) -> None:
    """Go back to a copy while nobody has the office open."""
    from counter.services.backup import restore

    restore(settings, file)


class MainWindow(QMainWindow):
    """Up at once with an empty frame; what takes time comes in beside it."""

    ready = Signal()
    """The pages stand and an officer is signed in."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.office: Office | None = None
        self.pages: dict[str, Page] = {}
        self._last_event = 0
        self._door: QWidget | None = None
        self.setWindowTitle(_("One-Window Counter"))
        self.doors = QStackedWidget()
        self.opening = OpeningPage()
        self.opening.again.connect(self.open_office)
        self.doors.addWidget(self.opening)
        self.setCentralWidget(self.doors)
        self.top = TopBar()
        self.rail = PlaceRail(all_places())
        self.stack = QStackedWidget()
        self.status = StatusLine()
        self.desk = self._lay_out()
        self.doors.addWidget(self.desk)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL)
        self._poll.timeout.connect(self._look_for_changes)
        self._changes: jobs.Latest[int] = jobs.Latest(self, succeeded=self._changed)
        self.resize(look.px(1200), look.px(720))
        self.setMinimumSize(640, 420)

    def _lay_out(self) -> QWidget:
        desk = QWidget()
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self.stack, 1)
        layout = QVBoxLayout(desk)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top)
        layout.addLayout(middle, 1)
        layout.addWidget(self.status)
        self.rail.wanted.connect(self.go_to)
        self.top.find_wanted.connect(self.find_person)
        return desk

    # --- opening -----------------------------------------------------------------------------------

    def open_office(self) -> None:
        """Open the office beside the window."""
        self.opening.begin()
        jobs.start(self, partial(_open, self._settings), succeeded=self._opened, refused=self._not_opened)

    def _not_opened(self, refused: CounterError) -> None:
        self.opening.show_problem(messages.text_of(refused))

    def _opened(self, result: tuple[Office, bool]) -> None:
        office, is_new = result
        self.office = office
        if is_new:
            self._make_first_officer(office)
        else:
            self._ask_to_sign_in(office)

    def _make_first_officer(self, office: Office) -> None:
        from forms.sign_in import FirstOfficerPage

        page = FirstOfficerPage(office)
        page.made.connect(self._officer_made)
        self.show_door(page)

    def _ask_to_sign_in(self, office: Office) -> None:
        from forms.sign_in import SignInPage

        page = SignInPage(office)
        page.signed_in.connect(self.let_in)
        page.forgotten.connect(partial(self._new_password, office))
        self.show_door(page)

    def _new_password(self, office: Office) -> None:
        from forms.sign_in import NewPasswordPage

        page = NewPasswordPage(office)
        page.made.connect(self._officer_made)
        page.back.connect(partial(self._ask_to_sign_in, office))
        self.show_door(page)

    def _officer_made(self, recovery: Recovery, office: Office) -> None:
        from forms.recovery import RecoveryPage

        page = RecoveryPage(recovery)
        page.print_wanted.connect(partial(self._print_recovery, office))
        page.done.connect(partial(self._after_recovery, office))
        self.show_door(page)

    def _print_recovery(self, office: Office, recovery: Recovery) -> None:
        from counter.services import printing

        jobs.start(
            self,
            partial(printing.recovery_sheet, office, recovery),
            succeeded=partial(self._print_sheet, office),
        )

    def _print_sheet(self, office: Office, pdf: bytes) -> None:
        """On the usual printer; without one as a file beside the office, and it is said where."""
        from forms.papers.printers import Ready, print_all, printers, save

        if names := printers():
            work = partial(print_all, [Ready("", pdf, 1)], {"A4": names[0]})
            jobs.start(self, work, succeeded=partial(self._tell_door, _("Printed.")))
        else:
            file = office.settings.office_dir / RECOVERY_FILE
            told = _(
                "No printer was found. The sheet is saved as {file}: print it and delete it.", file=str(file)
            )
            jobs.start(self, partial(save, pdf, file), succeeded=partial(self._tell_door, told))

    def _tell_door(self, text: str, _result: object) -> None:
        from forms.sign_in import Door

        if isinstance(self._door, Door):
            self._door.tell(text)

    def _after_recovery(self, office: Office) -> None:
        """A new office says what only the district knows; all of it may wait."""
        self.let_in(office)
        if not any(setting.confirmed for setting in office.catalogue.district.values()):
            self.go_to("office")

    def show_door(self, page: QWidget) -> None:
        """What stands in the window before anyone is let in."""
        if self._door is not None:
            self.doors.removeWidget(self._door)
            self._door.deleteLater()
        self._door = page
        self.doors.addWidget(page)
        self.doors.setCurrentWidget(page)
        page.focusNextChild()

    def let_in(self, office: Office) -> None:
        """An officer has signed in: show the pages as this officer sees them."""
        self.office = office
        self._forget_pages()
        self.status.show_officer(office.officer.name)
        self.top.show_notices([translate(problem) for problem in office.notices])
        self._bind_keys()
        self.doors.setCurrentWidget(self.desk)
        self.go_to("intake")
        self.pages["intake"].recover()
        self._watch()
        from forms import pinyin

        jobs.start(self, pinyin.warm_up)
        QTimer.singleShot(AFTERWARDS, self, look.load_rare_fonts)
        self.ready.emit()

    def restore(self, file: Path) -> None:
        """Go back to a copy: the office is closed, replaced and opened again; then one signs in anew."""
        if self.office is None or not all(page.may_leave() for page in self.pages.values()):
            return
        self._poll.stop()
        self._forget_pages()
        self.office.close()
        self.office = None
        self.opening.begin()
        self.doors.setCurrentWidget(self.opening)
        jobs.start(
            self,
            partial(_restore, self._settings, file),
            succeeded=self._restored,
            refused=self._not_opened,
        )

    def _restored(self, _nothing: None) -> None:
        self.open_office()

    def _forget_pages(self) -> None:
        for page in self.pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self.pages.clear()

    # --- pages -------------------------------------------------------------------------------------

    def page(self, name: str) -> Page:
        """The page of a name, made when it is first asked for."""
        if name not in self.pages:
            assert self.office is not None
            made = make_page(name, self.office)
            made.said.connect(self.status.say)
            made.case_wanted.connect(self.open_case)
            made.dispatch_wanted.connect(self.open_dispatch)
            made.papers_wanted.connect(self.open_papers)
            made.setting_wanted.connect(self.open_setting)
            made.saved.connect(self._show_saved)
            made.office_changed.connect(self._office_changed)
            made.step_wanted.connect(self._step_case)
            made.restore_wanted.connect(self.restore)
            self.pages[name] = made
            self.stack.addWidget(made)
        return self.pages[name]

    def go_to(self, name: str) -> None:
        page = self.page(name)
        self.rail.choose(name)
        self.status.page_changed()
        self.stack.setCurrentWidget(page)
        self.top.show_page(page.title(), page.head())
        page.came()

    def new_intake(self) -> None:
        """F2: a new intake; the one on the desk is parked."""
        was_there = self.stack.currentWidget() is self.pages.get("intake")
        self.go_to("intake")
        if was_there:
            self.pages["intake"].start()

    def open_case(self, number: str) -> None:
        self.page("case").show_case(number)
        self.go_to("case")

    def open_dispatch(self, number: str) -> None:
        self.page("dispatch").show_case(number)
        self.go_to("dispatch")

    def open_papers(self, number: str, step: str) -> None:
        self.page("papers").show_set(number, step)
        self.go_to("papers")

    def open_setting(self, key: str) -> None:
        self.page("office").show_setting(key)
        self.go_to("office")

    def _step_case(self, by: int) -> None:
        """The case after or before the one that is open, as the queue lists them."""
        queue, shown = self.pages.get("queue"), self.page("case").case_shown()
        if queue is not None and (following := queue.neighbour(shown, by)):
            self.open_case(following)
        else:
            self.status.say(_("There is no further case in the queue."))

    def find_person(self, typed: str = "") -> None:
        """F3: find a case from anywhere."""
        if self.office is not None:
            from forms.find_dialog import FindDialog

            dialog = FindDialog(self.office, self, typed)
            dialog.case_wanted.connect(self.open_case)
            dialog.open()

    def refresh(self) -> None:
        page = self.stack.currentWidget()
        if isinstance(page, Page):
            page.refresh()
            self.status.say(_("Read again."))

    # --- keys --------------------------------------------------------------------------------------

    def _bind_keys(self) -> None:
        if self.actions():
            return
        keys.bind(self, "F2", _("New intake"), self.new_intake)
        keys.bind(self, "F3", _("Find"), self.find_person)
        keys.bind(self, "F5", _("Read again"), self.refresh)
        for place in all_places():
            if place.name != "intake":
                keys.bind(self, place.key, place.title, partial(self.go_to, place.name))
        keys.bind(self, ("Ctrl++", "Ctrl+="), _("Larger text"), partial(self.zoom, 1))
        keys.bind(self, "Ctrl+-", _("Smaller text"), partial(self.zoom, -1))
        keys.bind(self, "Ctrl+0", _("Text as usual"), partial(self.zoom, 0))
        keys.bind(self, "Shift+F1", _("This list of keys"), self.show_keys)

    def show_keys(self) -> None:
        """Shift+F1: what works here."""
        page = self.stack.currentWidget()
        groups = [(_("Everywhere"), self.actions())]
        if isinstance(page, Page):
            groups.insert(0, (page.title(), keys.actions_of(page)))
        keys.KeyList(self, groups).open()

    def zoom(self, step: int) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.status.say(_("Text size {percent} %", percent=round(look.zoom(app, step) * 100)))

    # --- what others do ----------------------------------------------------------------------------

    def _watch(self) -> None:
        self._poll.start()
        self._look_for_changes()

    def _look_for_changes(self) -> None:
        if self.office is not None:
            from counter.services.audit import last_event

            self._changes.ask(partial(last_event, self.office))

    def _changed(self, last: int) -> None:
        if self._last_event and last != self._last_event:
            page = self.stack.currentWidget()
            if isinstance(page, Page):
                page.heard_of_changes()
        self._last_event = last

    def _show_saved(self) -> None:
        if self.office is not None:
            self.status.show_saved(f"{self.office.now().astimezone(BEIJING):%H:%M}")

    def _office_changed(self, office: Office) -> None:
        """The district said something new of itself: every page asks the new office from now on."""
        self.office = office
        for page in self.pages.values():
            page.office = office

    def closeEvent(self, event: QCloseEvent) -> None:
        if all(page.may_leave() for page in self.pages.values()):
            self._poll.stop()
            event.accept()
        else:
            event.ignore()


def make_page(name: str, office: Office) -> Page:
    """A new page. How to add one: a place in `places`, a line here."""
    match name:
        case "intake":
            from forms.intake.page import IntakePage

            return IntakePage(office)
        case "dispatch":
            from forms.dispatch_page import DispatchPage

            return DispatchPage(office)
        case "queue":
            from forms.queue_page import QueuePage

            return QueuePage(office)
        case "case":
            from forms.case_page import CasePage

            return CasePage(office)
        case "papers":
            from forms.papers_page import PapersPage

            return PapersPage(office)
        case "catalogue":
            from forms.catalogue_page import CataloguePage

            return CataloguePage(office)
        case _:
            from forms.office_page import OfficePage

            return OfficePage(office)
