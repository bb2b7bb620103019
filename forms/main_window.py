"""The window: opens the office beside it, lets the officer in, and holds the pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from counter.errors import CounterError
from counter.settings import Settings
from counter.text import BEIJING, _, translate
from forms import jobs, keys, look
from forms.doors import Doors
from forms.messages import text_of
from forms.page import Page
from forms.pages import first_place, make_page
from forms.places import PlaceRail, all_places
from forms.rows import label
from forms.status_line import StatusLine
from forms.top_bar import TopBar

if TYPE_CHECKING:
    from counter.cases.coming_back import AtHand
    from counter.cases.handover import Handover
    from counter.services.office import Office
    from forms.handing_over import HandingOver
    from forms.watch import Watch

AFTERWARDS = 1500
"""Milliseconds after the first page before what is large and rarely needed is loaded."""
HOUR = 3_600_000
LATER = 2000
"""Milliseconds until it is tried again where a dialog is open."""


class MainWindow(QMainWindow):
    """Up at once with an empty frame; what takes time comes in beside it."""

    ready = Signal()
    """The pages stand and an officer is signed in."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.office: Office | None = None
        self.pages: dict[str, Page] = {}
        self.handing: HandingOver | None = None
        self.watch: Watch | None = None
        self.setWindowTitle(_("One-Window Counter"))
        self.front = QStackedWidget()
        self.doors = Doors(settings)
        self.doors.opened.connect(self._office_opened)
        self.doors.signed_in.connect(self.let_in)
        self.doors.made_new.connect(self._enter_new)
        self.front.addWidget(self.doors)
        self.training = label(_("Invented for training: nothing in this office is real."), "training")
        self.training.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.training.hide()
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.training)
        column.addWidget(self.front, 1)
        self.setCentralWidget(whole)
        self.top = TopBar()
        self.rail = PlaceRail(all_places())
        self.stack = QStackedWidget()
        self.status = StatusLine()
        self.desk = self._lay_out()
        self.front.addWidget(self.desk)
        self._hourly = QTimer(self)
        self._hourly.setInterval(HOUR)
        self._hourly.timeout.connect(self._back_up)
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
        self.top.handover_wanted.connect(self.hand_over)
        return desk

    # --- opening -----------------------------------------------------------------------------------

    def open_office(self) -> None:
        """Open the office beside the window."""
        self.doors.open_office()

    def _office_opened(self, office: Office) -> None:
        self.office = office
        self.training.setVisible(office.invented)

    def _enter_new(self, office: Office) -> None:
        """A new office says what only the district knows; all of it may wait."""
        self.let_in(office)
        self.go_to("office")
        self.status.say(_("All of this may wait. F2 begins the first intake."))

    def let_in(self, office: Office) -> None:
        """An officer has signed in: show the pages as this officer sees them."""
        self.office = office
        self._forget_pages()
        self.status.show_officer(office.officer.name)
        self.top.show_notices([translate(problem) for problem in office.notices])
        self._receive(office)
        self._bind_keys()
        self.front.setCurrentWidget(self.desk)
        self.go_to(first_place(office))
        self.page("intake").recover()
        self._watch(office)
        self._back_up()
        self._hourly.start()
        from forms import pinyin

        jobs.start(self, pinyin.warm_up)
        QTimer.singleShot(AFTERWARDS, self, look.load_rare_fonts)
        self.ready.emit()

    def restore(self, file: Path) -> None:
        """Go back to a copy: the office is closed, replaced and opened again; then one signs in anew."""
        if self.office is None or not all(page.may_leave() for page in self.pages.values()):
            return
        self._stop_watching()
        self._hourly.stop()
        self._forget_pages()
        self.office.close()
        self.office = self.handing = None
        self.front.setCurrentWidget(self.doors)
        self.doors.restore(file)

    def _forget_pages(self, *, but: QWidget | None = None) -> None:
        for name, page in list(self.pages.items()):
            if page is not but:
                self.top.forget(page.head())
                self.stack.removeWidget(page)
                page.deleteLater()
                del self.pages[name]

    # --- pages -------------------------------------------------------------------------------------

    def page(self, name: str) -> Page:
        """The page of a name, made when it is first asked for."""
        if name not in self.pages:
            assert self.office is not None
            made = make_page(name, self.office)
            made.said.connect(self.status.say)
            made.case_wanted.connect(self.open_case)
            made.dispatch_wanted.connect(self.open_dispatch)
            made.referral_wanted.connect(self.open_referral)
            made.draft_wanted.connect(self.open_draft)
            made.papers_wanted.connect(self.open_papers)
            made.paper_wanted.connect(self.open_paper)
            made.batches_wanted.connect(self.open_batches)
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

    def open_referral(self, number: str) -> None:
        self.go_to("queue")
        self.page("queue").show_referral(number)

    def open_draft(self, draft_id: int) -> None:
        self.go_to("intake")
        self.page("intake").take_back(draft_id)

    def open_papers(self, number: str, step: str) -> None:
        self.page("papers").show_set(number, step)
        self.go_to("papers")

    def open_paper(self, found: AtHand) -> None:
        """A paper lies on the desk: its case, and what is entered from it; a department sees its row."""
        from counter.services.office import Act

        assert self.office is not None
        if self.office.may(Act.READ, township=found.case.partition("-")[0]):
            self.page("case").take_paper(found)
            self.go_to("case")
        elif found.referral:
            self.open_referral(found.referral)
        else:
            self.status.say(_("The whole case and its papers are with the window."))

    def open_batches(self, cases: Sequence[str] = ()) -> None:
        """Shift+F12: many papers at once; from a list, those of its cases."""
        page = self.page("batches")
        self.go_to("batches")
        page.show_cases(cases)

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
            dialog.paper_wanted.connect(self.open_paper)
            dialog.open()

    def show_print_jobs(self) -> None:
        """Ctrl+J: the print jobs, over whatever page is in front."""
        self.page("papers").show_print_jobs()

    def hand_over(self) -> None:
        """Alt+H: take over what waits for the officer, or offer the own desk."""
        if self.handing is not None:
            self.handing.ask()

    def _receive(self, office: Office) -> None:
        """Whoever comes in hears what the last one left."""
        from forms.handing_over import HandingOver

        if self.handing is not None:
            self.handing.deleteLater()
        self.handing = HandingOver(office, self)
        self.handing.said.connect(self.status.say)
        self.handing.taken.connect(self._read_again)
        self.handing.waiting.connect(self._tell_handovers)
        self.handing.look()

    def _tell_handovers(self, offered: Sequence[Handover]) -> None:
        from forms.handover_dialog import waiting

        self.top.show_handover(waiting(offered) if offered else "")

    def _read_again(self) -> None:
        page = self.stack.currentWidget()
        if isinstance(page, Page):
            page.refresh()

    def refresh(self) -> None:
        self._read_again()
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
        keys.bind(self, "Alt+U", _("Papers not come back"), partial(self.go_to, "papers-out"))
        keys.bind(self, "Shift+F12", _("Print many"), self.open_batches)
        keys.bind(self, "Ctrl+J", _("What became of what was printed"), self.show_print_jobs)
        keys.bind(self, "Alt+H", _("Hand over, or take over"), self.hand_over)
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

    def _watch(self, office: Office) -> None:
        from forms.watch import Watch

        if self.watch is None:
            self.watch = Watch(self)
            self.watch.acted.connect(self._others_acted)
            self.watch.office_anew.connect(self._district_spoke)
        self.watch.begin(office)

    def _stop_watching(self) -> None:
        if self.watch is not None:
            self.watch.stop()

    def _back_up(self) -> None:
        """The copy of the night, made by whichever window is open when it is due."""
        if self.office is not None:
            from counter.services.backup import back_up_if_due

            jobs.start(self, partial(back_up_if_due, self.office), refused=self._not_backed_up)

    def _not_backed_up(self, refused: CounterError) -> None:
        self.status.say(text_of(refused))

    def _others_acted(self) -> None:
        page = self.stack.currentWidget()
        if isinstance(page, Page):
            page.heard_of_changes()
        if self.handing is not None:
            self.handing.look()

    def _district_spoke(self, office: Office) -> None:
        """Another window set something or loaded a calendar: this one works on with it.

        A dialog that is open keeps what is typed in it; the pages wait until it is closed. What is typed
        about the district itself stays as well: its page is left alone.
        """
        if self.office is None:
            return
        if QApplication.activeModalWidget() is not None:
            QTimer.singleShot(LATER, self, partial(self._district_spoke, office))
            return
        front = self.stack.currentWidget()
        name = next((name for name, page in self.pages.items() if page is front), "intake")
        shown = {name: page.case_shown() for name, page in self.pages.items()}
        self._begin_again(office, but=self.pages.get("office"))
        for page, number in shown.items():
            if number:
                self.page(page).show_case(number)
        self._receive(office)
        self.go_to(name)
        self.status.say(_("Another window changed the settings of the district; they hold here too."))

    def _show_saved(self) -> None:
        if self.office is not None:
            self.status.show_saved(f"{self.office.now().astimezone(BEIJING):%H:%M}")

    def _office_changed(self, office: Office) -> None:
        """The district said something new of itself: the pages are made anew with what it says."""
        self._begin_again(office, but=self.stack.currentWidget())

    def _begin_again(self, office: Office, *, but: QWidget | None) -> None:
        """All pages with another office, except one; what lies in the intake is kept."""
        self.office = office
        if self.watch is not None:
            self.watch.know(office)
        had_intake = "intake" in self.pages
        for page in self.pages.values():
            page.may_leave()
        self._forget_pages(but=but)
        if had_intake and "intake" not in self.pages:
            self.page("intake").recover()

    def closeEvent(self, event: QCloseEvent) -> None:
        if all(page.may_leave() for page in self.pages.values()):
            self._stop_watching()
            event.accept()
        else:
            event.ignore()
