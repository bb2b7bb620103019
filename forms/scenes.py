"""The scenes that are photographed: what leads to each screen, told with the window's own acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from counter.cases.people import check_digit
from counter.cases.workflow import ReferralState
from counter.demonstration.stories import stories
from counter.services import queue
from counter.services.office import Office
from counter.services.officers import Recovery
from forms.case_page import CasePage
from forms.dispatch_page import DispatchPage
from forms.duties_page import DutiesPage
from forms.intake.arrangement import Section
from forms.intake.conflicts import ConflictDialog
from forms.intake.page import IntakePage
from forms.main_window import MainWindow
from forms.photographer import Scene
from forms.queue_page import QueuePage
from forms.recovery import RecoveryPage
from forms.sign_in import FirstOfficerPage, SignInPage

Family = Mapping[str, object]


def scenes(office: Office, family: Family) -> list[Scene]:
    """Every screen in the order in which a clerk meets it; a few again in the dark and larger."""
    play = _Play(office, family)
    intake = [
        Scene(f"1{section.value + 1}-intake-{section.name.lower()}", partial(play.section, section))
        for section in Section
    ]
    return [
        Scene("01-sign-in", play.sign_in),
        Scene("02-first-officer", play.first_officer),
        Scene("03-recovery-sheet", play.recovery),
        Scene("10-intake-empty", play.enter),
        *intake,
        Scene("18-intake-match", partial(play.section, Section.REVIEW), then=play.match),
        Scene("19-exclusions", play.accept),
        Scene("19-double-aid", play.accept, then=play.settle),
        Scene("19-print-set", play.accept_anew, then=play.settle),
        Scene("20-dispatch", play.dispatch),
        Scene("21-dispatch-send", play.send),
        Scene("22-intake-known", play.known),
        Scene("23-intake-problems", play.problems),
        Scene("30-queue-to-sign", partial(play.queue, 0)),
        Scene("31-queue-in-progress", partial(play.queue, 1)),
        Scene("32-queue-waiting", partial(play.queue, 2)),
        Scene("33-decide", partial(play.queue, 1), then=partial(_on_row, _decide)),
        Scene("34-answer-on-paper", partial(play.queue, 1), then=partial(_on_row, _paper_reply)),
        Scene("35-request-papers", partial(play.queue, 1), then=partial(_on_row, _request_papers)),
        Scene("36-stop-the-clock", partial(play.queue, 1), then=partial(_on_row, _suspend)),
        Scene("37-duties", partial(play.go_to, "duties")),
        Scene("38-duties-late", partial(play.go_to, "duties"), then=_late_only),
        Scene("39-papers-out", partial(play.go_to, "papers-out")),
        Scene("40-case", play.case),
        Scene("41-find", play.find),
        Scene("50-print", play.papers),
        Scene("60-policies", partial(play.go_to, "catalogue")),
        Scene("70-office", partial(play.go_to, "office")),
        Scene("80-keys", play.keys),
        Scene("81-hand-over", play.hand_over),
        Scene("90-intake-125", partial(play.section, Section.HOUSEHOLD), scale=1.25),
        Scene("91-intake-150", partial(play.section, Section.MEANS), scale=1.5),
        Scene("92-queue-125", partial(play.queue, 1), scale=1.25),
        Scene("93-duties-150", partial(play.go_to, "duties"), scale=1.5),
        Scene("93-intake-dark", partial(play.section, Section.NEED), dark=True),
        Scene("94-case-dark", play.case, dark=True),
    ]


class _Play:
    """The acts, with the office and the family that they are played with."""

    def __init__(self, office: Office, family: Family) -> None:
        self._office = office
        self._family = family

    # --- the doors ---------------------------------------------------------------------------------

    def sign_in(self, window: MainWindow) -> None:
        window.doors.show_door(SignInPage(self._office))

    def first_officer(self, window: MainWindow) -> None:
        window.doors.show_door(FirstOfficerPage(self._office))

    def recovery(self, window: MainWindow) -> None:
        clerk = stories().clerk
        window.doors.show_door(RecoveryPage(Recovery(clerk.login, clerk.name, "K7QF-2M9T-XW4R-8HDC")))

    def enter(self, window: MainWindow) -> None:
        window.let_in(self._office)

    # --- intake ------------------------------------------------------------------------------------

    def _intake(self, window: MainWindow) -> IntakePage:
        window.go_to("intake")
        page = window.page("intake")
        assert isinstance(page, IntakePage)
        if page.sheet.is_blank:
            page.sheet.load({key: value for key, value in self._family.items() if key != "on"})
        return page

    def section(self, section: Section, window: MainWindow) -> None:
        self._intake(window).desk.show_section(section)

    def match(self, window: MainWindow) -> None:
        """F6 twice: the results over the whole page."""
        desk = self._intake(window).desk
        desk.match.to_list()
        desk.spread_match(True)

    def accept(self, window: MainWindow) -> None:
        """Ctrl+S: the case is accepted and its papers lie ready to be printed."""
        page = self._intake(window)
        page.sheet.put("place", "350212105")
        page.accept()

    def settle(self, window: MainWindow) -> None:
        """Of two policies that exclude each other the first goes on."""
        for dialog in window.findChildren(ConflictDialog):
            if dialog.isVisible():
                dialog.finish()

    def accept_anew(self, window: MainWindow) -> None:
        """A family that never came before: what it asks for goes on, and its papers lie ready."""
        page = self._intake_empty(window)
        page.sheet.load(_never_seen(self._family))
        page.sheet.put("place", "350212105")
        page.accept()

    def known(self, window: MainWindow) -> None:
        """The same person comes again: the id number is enough."""
        page = self._intake_empty(window)
        people = self._family["people"]
        assert isinstance(people, list)
        number = str(people[0]["id_number"])
        page.sheet.put("people[0].id_number", number)
        page.acquaintance.look_up(number)

    def _intake_empty(self, window: MainWindow) -> IntakePage:
        window.go_to("intake")
        page = window.page("intake")
        assert isinstance(page, IntakePage)
        page.sheet.clear()
        page.desk.show_section(Section.PERSON)
        return page

    def problems(self, window: MainWindow) -> None:
        """A clerk's slips: a digit too few, an income below nothing, and a try to accept."""
        page = self._intake_empty(window)
        page.sheet.load({key: value for key, value in self._family.items() if key != "on"})
        page.sheet.put("people[0].id_number", "35022119490305201")
        page.sheet.put("household.facts.income_per_capita_month", "-5")
        page.desk.show_section(Section.PERSON)
        page.accept()

    # --- the other pages ---------------------------------------------------------------------------

    def go_to(self, name: str, window: MainWindow) -> None:
        window.go_to(name)

    def dispatch(self, window: MainWindow) -> None:
        number = self._case_in((ReferralState.DRAFT, ReferralState.RETURNED))
        if number:
            window.open_dispatch(number)
        else:
            window.go_to("dispatch")
        assert isinstance(window.page("dispatch"), DispatchPage)

    def send(self, window: MainWindow) -> None:
        page = window.page("dispatch")
        assert isinstance(page, DispatchPage)
        page.ask_to_send()

    def queue(self, view: int, window: MainWindow) -> None:
        window.go_to("queue")
        page = window.page("queue")
        assert isinstance(page, QueuePage)
        page.switch_to(view)

    def case(self, window: MainWindow) -> None:
        window.open_case(self._case_in((ReferralState.DECIDED,)))
        assert isinstance(window.page("case"), CasePage)

    def find(self, window: MainWindow) -> None:
        window.find_person(stories().clerk.looks_for)

    def papers(self, window: MainWindow) -> None:
        window.open_papers(self._case_in((ReferralState.DECIDED,)), "accept")

    def keys(self, window: MainWindow) -> None:
        window.go_to("intake")
        window.show_keys()

    def hand_over(self, window: MainWindow) -> None:
        window.go_to("duties")
        window.hand_over()

    def _case_in(self, states: Sequence[ReferralState]) -> str:
        """The case of the first referral in one of these states; empty when there is none."""
        ids = queue.referral_ids(self._office, queue.Filter(states=frozenset(states)))
        rows = queue.referral_rows(self._office, ids[:1])
        return rows[0].case if rows else ""


def _never_seen(family: Family) -> dict[str, object]:
    """The same family under numbers that nobody in the register has."""
    people = family["people"]
    assert isinstance(people, list)
    fresh = [{**person, "id_number": _other_number(person["id_number"])} for person in people]
    return {**{key: value for key, value in family.items() if key != "on"}, "people": fresh}


def _other_number(number: str) -> str:
    """Another person's number of the same place, birth date and sex."""
    body = f"{number[:14]}77{number[16]}"
    return body + check_digit(body)


def _on_row(act: Callable[[QueuePage], object], window: MainWindow) -> None:
    page = window.page("queue")
    assert isinstance(page, QueuePage)
    act(page)


def _late_only(window: MainWindow) -> None:
    page = window.page("duties")
    assert isinstance(page, DutiesPage)
    page.late_only()


def _decide(page: QueuePage) -> None:
    page.acts.ask_decide(page.target())


def _paper_reply(page: QueuePage) -> None:
    page.acts.ask_paper_reply(page.target())


def _request_papers(page: QueuePage) -> None:
    page.acts.ask_papers(page.target())


def _suspend(page: QueuePage) -> None:
    page.acts.ask_suspend(page.target())
