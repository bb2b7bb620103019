"""受理: one form with a rail, not a wizard; what it opens stands live beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from counter.cases.application import Application
from counter.cases.casefile import CaseFile
from counter.cases.split import Chosen
from counter.errors import CounterError, Problem
from counter.services.office import Office
from counter.text import _, translate
from forms import keys, messages
from forms.error_dock import Trouble
from forms.fields import ID_LENGTH
from forms.intake.acquaintance import Acquaintance
from forms.intake.acts import IntakeActs
from forms.intake.arrangement import Section, section_titles
from forms.intake.choices import BETTER
from forms.intake.conflicts import BOTH, FIRST, ConflictDialog, Pair, pairs
from forms.intake.desk import Desk
from forms.intake.double_aid import DoubleAidQuestion
from forms.intake.draft_keeper import DraftKeeper
from forms.intake.paths import member_of
from forms.intake.person_panel import APPLICANT
from forms.intake.sheet import Assessment
from forms.intake.standing import standing
from forms.intake.undoing import Undoing
from forms.page import Page
from forms.parked import ParkedRibbon
from forms.rows import button, label


class IntakePage(Page):
    """Ctrl+S accepts and prints; nothing that was typed is ever lost, Esc included."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(office, parent)
        self.desk = Desk(office)
        self.sheet = self.desk.sheet
        self.keeper = DraftKeeper(self.sheet, self)
        self.acquaintance = Acquaintance(self.sheet, self.desk.person, self)
        self.undoing = Undoing(self.desk, self.acquaintance, self)
        self.acts = IntakeActs(office, self.keeper, self)
        self.double_aid = DoubleAidQuestion(office, self)
        self.ribbon = ParkedRibbon(office)
        self.urgent = QCheckBox(_("Urgent"))
        self.urgent.setProperty("tone", "bad")
        self.state = label(_("Draft"), "badge")
        self.state.setProperty("tone", "idle")
        self.accept_button = button(_("Accept and print (Ctrl+S)"), "primary")
        self.register_button = button(_("Ask for missing papers"))
        self.decline_button = button(_("Not accepted"), "danger")
        self.consult_button = button(_("Only asked"))
        self._insists = False
        self._waiting: Callable[[], None] | None = None
        self._lay_out()
        self._connect()
        self._bind_keys()

    def title(self) -> str:
        return _("Intake")

    def _lay_out(self) -> None:
        self.bar = QWidget()
        bar = QHBoxLayout(self.bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(10)
        bar.addWidget(self.state)
        bar.addWidget(self.urgent)
        bar.addWidget(self.ribbon, 1)
        for act in (self.consult_button, self.decline_button, self.register_button, self.accept_button):
            bar.addWidget(act)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.desk, 1)

    def head(self) -> QWidget:
        return self.bar

    def _connect(self) -> None:
        self.sheet.changed.connect(self._sheet_changed)
        self.sheet.assessed.connect(self._assessed)
        self.acquaintance.known_changed.connect(self.desk.review.know)
        self.acquaintance.case_wanted.connect(self.case_wanted)
        self.acquaintance.said.connect(self.said)
        self.undoing.said.connect(self.said)
        self.double_aid.clear.connect(self._accept_now)
        self.double_aid.left_out.connect(self.desk.choices.drop)
        self.double_aid.goes_on.connect(self.desk.choices.ask_again)
        self.double_aid.decided.connect(self.accept)
        self.double_aid.refused.connect(self._refused)
        self.acts.done.connect(self._done)
        self.acts.refused.connect(self._refused)
        self.acts.busy.connect(self._set_busy)
        self.urgent.toggled.connect(self._set_urgent)
        self.accept_button.clicked.connect(self.accept)
        self.register_button.clicked.connect(self.register)
        self.decline_button.clicked.connect(self.decline)
        self.consult_button.clicked.connect(self.consult)
        self.desk.papers.shelf.lie_with(self.keeper.draft_id, self.keeper.writing)
        self.desk.papers.shelf.said.connect(self.said)
        self.keeper.saved.connect(self.saved)
        self.keeper.failed.connect(self.said)
        self.keeper.parked_changed.connect(self.ribbon.show_parked)
        self.ribbon.wanted.connect(self.take_back)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    def _bind_keys(self) -> None:
        # The bar stands above the page, outside of it, so its keys are the page's as well.
        keys.bind(self, "Ctrl+S", _("Accept and print"), self.accept)
        keys.bind(self, "Ctrl+Shift+Q", _("Only asked: note the question"), self.consult)
        keys.bind(self, "F6", _("What is open; again: over the whole page"), self.desk.to_match)
        keys.bind(self, "F1", _("Legal basis of the field"), self.desk.show_basis)
        keys.bind(self, "F4", _("Papers handed in"), partial(self.desk.show_section, Section.PAPERS))
        keys.bind(self, "F8", _("Next problem"), self.desk.dock.next)
        keys.bind(self, "Shift+F8", _("Previous problem"), self.desk.dock.previous)
        keys.bind(self, "F9", _("Check, and back to the line one came from"), self.desk.to_review)
        keys.bind(self, "Ctrl+Z", _("Undo the last change"), self.undoing.undo)
        keys.bind(self, ("Ctrl+Y", "Ctrl+Shift+Z"), _("Do again what was undone"), self.undoing.redo)
        keys.bind(self, "F11", _("Park, or take back"), self.park_or_take_back)
        keys.bind(self, ("Ctrl+Return", "Ctrl+Enter"), _("Next section"), partial(self.desk.step, 1))
        keys.bind(self, "Ctrl+Shift+Return", _("Previous section"), partial(self.desk.step, -1))
        keys.bind(self, "Ctrl+J", _("Urgent"), self.urgent.toggle)
        keys.bind(self, "Esc", _("To the sections; again: park"), self.escape)
        for place, title in enumerate(section_titles()):
            keys.bind(self, f"Alt+{place + 1}", title, partial(self.desk.show_section, place))

    # --- coming and going --------------------------------------------------------------------------

    def came(self) -> None:
        self.desk.came()
        self.keeper.look_for_parked()
        if self.sheet.assessment is None:
            self.sheet.assess_now()

    def refresh(self) -> None:
        self.sheet.assess_now()
        self.keeper.look_for_parked()

    def start(self) -> None:
        """A new intake; the one on the desk is parked first."""
        if self.sheet.is_blank:
            self.desk.show_section(Section.PERSON)
        else:
            self.keeper.park(then=self._parked)

    def _parked(self) -> None:
        self.said.emit(_("Parked. F11 takes it back."))
        self._fresh()

    def _fresh(self) -> None:
        self._insists = False
        self.acquaintance.forget()
        self.desk.show_section(Section.PERSON)

    def escape(self) -> None:
        """One step out; from the sections the intake is parked, so that nothing is lost."""
        self.keeper.save_now()
        if not self.desk.step_out() and not self.sheet.is_blank:
            self.keeper.park(then=self._parked)

    # --- what was typed ----------------------------------------------------------------------------

    def _sheet_changed(self, path: str) -> None:
        if path == "":
            # Another application lies on the desk; nobody tried to accept this one yet.
            self._insists = False
            self.desk.papers.shelf.refresh()
        if path in ("", "urgent"):
            self.urgent.setChecked(self.sheet.get("urgent") is True)

    def _set_urgent(self, urgent: bool) -> None:
        self.sheet.put("urgent", True if urgent else None)

    def _assessed(self, assessment: Assessment) -> None:
        self.desk.assessed(assessment)
        self._show_troubles()
        self.acquaintance.assessed(assessment)
        if self._waiting is not None:
            act, self._waiting = self._waiting, None
            act()

    def _troubles(self) -> list[Trouble]:
        assessment = self.sheet.assessment
        if assessment is None:
            return []
        found = [
            Trouble(problem.field, self._told(problem))
            for problem in assessment.problems
            if not self.desk.binder.is_typing(problem.field)
        ]
        if self._insists:
            # What is only missing is no reproach until one tries to accept.
            fields = {trouble.field for trouble in found}
            found += [
                Trouble(problem.field, self._told(problem))
                for problem in assessment.missing
                if problem.field not in fields
            ]
        return found + [Trouble(n.field, self._told(n), blocks=False) for n in assessment.reading.notes]

    def _told(self, problem: Problem) -> str:
        """The sentence of a problem, with whose it is where there are several people."""
        member = member_of(problem.field)
        if member is None or len(self.sheet.people) == 1:
            return translate(problem)
        return f"{self.sheet.name_of(member)}：{translate(problem)}"

    def _show_troubles(self) -> None:
        self.desk.dock.show_troubles(self._troubles())
        if self.sheet.assessment is not None:
            looked_at = {paper.material for paper in self.desk.papers.papers()}
            asked = [paper for paper in self.desk.papers.wanted if paper.required and not paper.usual]
            finished = {
                Section.PAPERS: all(paper.material in looked_at for paper in asked),
                Section.CONSENT: self.desk.consent.all_read(),
                Section.REVIEW: self.desk.review.all_read(),
            }
            for section, progress in standing(self.sheet, self.desk.dock.troubles, finished).items():
                self.desk.rail.show_progress(section, progress)

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isAncestorOf(new):
            QTimer.singleShot(0, self, self._show_troubles)

    # --- the acts ----------------------------------------------------------------------------------

    def accept(self) -> None:
        """受理并打印: number, clocks and draft referrals; then the papers to print."""
        self._when_settled(self._accept)

    def register(self) -> None:
        """补正: enter the application and tell once and for all which papers are missing."""
        self._when_settled(self._register)

    def decline(self) -> None:
        """不予受理: only with a reason; the person gets a notice."""
        self._when_settled(self._decline)

    def consult(self) -> None:
        """咨询: a place and somebody who asked are enough; what else is missing can be told later."""
        self.setFocus()
        self._waiting = self._ask_consult
        self.sheet.assess_now()

    def _ask_consult(self) -> None:
        if self.sheet.assessment is not None:
            self.acts.ask_consult(self.sheet.assessment.reading.application)

    def _when_settled(self, act: Callable[[Assessment], None]) -> None:
        """Act on what stands on the screen once it was read and matched, unless something is in the way."""
        # A field that is still open hands over what was typed.
        self.setFocus()
        self._insists = True
        self._waiting = partial(self._unless_in_the_way, act)
        self.sheet.assess_now()

    def _unless_in_the_way(self, act: Callable[[Assessment], None]) -> None:
        blocking = [trouble for trouble in self.desk.dock.troubles if trouble.blocks]
        if blocking:
            self.said.emit(_("Not yet: see the list below. F8 goes from one to the next."))
            self.desk.go_to(blocking[0].field)
        elif self.sheet.assessment is not None:
            act(self.sheet.assessment)

    def _accept(self, assessment: Assessment) -> None:
        chosen = self.desk.choices.chosen(assessment.answer)
        application = assessment.reading.application
        if not chosen:
            self.said.emit(_("Choose at least one policy with the space bar."))
            self.desk.match.to_list()
            return
        both = self.desk.choices.both
        open_pairs = [
            pair for pair in pairs(self.office.catalogue, chosen, application) if pair.key not in both
        ]
        if open_pairs:
            dialog = ConflictDialog(self, self.office.catalogue, open_pairs)
            dialog.decided.connect(self._settle)
            dialog.open()
        else:
            self.double_aid.ask(application, chosen, answered=self.desk.choices.again)

    def _accept_now(self, application: Application, chosen: tuple[Chosen, ...]) -> None:
        self.acts.accept(application, chosen, self.desk.papers.papers(), self.desk.choices.dropped)

    def _settle(self, decided: Mapping[Pair, int]) -> None:
        """Leave out what was not chosen of each pair, then accept."""
        for pair, which in decided.items():
            if which == BOTH:
                self.desk.choices.let_both(pair.key)
            else:
                self.desk.choices.drop(pair.second if which == FIRST else pair.first, _(BETTER))
        self.accept()

    def _register(self, assessment: Assessment) -> None:
        missing = self.desk.papers.missing()
        if missing:
            others = tuple(paper for paper in self.desk.papers.papers() if paper.state != "missing")
            self.acts.register(assessment.reading.application, missing, others)
        else:
            self.desk.show_section(Section.PAPERS)
            self.said.emit(_("Mark the missing papers with 5 first; then ask for them."))

    def _decline(self, assessment: Assessment) -> None:
        self.acts.ask_decline(assessment.reading.application)

    def _set_busy(self, busy: bool) -> None:
        for act in (self.accept_button, self.register_button, self.decline_button, self.consult_button):
            act.setEnabled(not busy)

    def _refused(self, refused: CounterError) -> None:
        troubles = [Trouble(problem.field, translate(problem)) for problem in refused.problems]
        self.desk.dock.show_troubles(troubles)
        self.said.emit(messages.text_of(refused))

    def _done(self, file: CaseFile, step: str, told: str) -> None:
        self.keeper.begin()
        self._fresh()
        self.said.emit(told)
        if step:
            self.papers_wanted.emit(file.number, step)
        else:
            self.case_wanted.emit(file.number)

    # --- the parked ones ---------------------------------------------------------------------------

    def park_or_take_back(self) -> None:
        """F11: lay aside what is on the desk, or take back what was laid aside."""
        if not self.sheet.is_blank:
            self.keeper.park(then=self._parked)
        elif not self.ribbon.take_back_last():
            self.said.emit(_("Nothing is parked."))

    def take_back(self, draft_id: int) -> None:
        """Take a parked intake back; the one on the desk is parked in its place."""
        back = partial(self.keeper.take_back, draft_id, then=self._taken_back)
        if self.sheet.is_blank:
            back()
        else:
            self.keeper.park(then=back)

    def _taken_back(self) -> None:
        self._fresh()
        self.said.emit(_("Taken back."))
        number = self.sheet.get(f"{APPLICANT}.id_number")
        if isinstance(number, str) and len(number) == ID_LENGTH:
            self.acquaintance.look_up(number)

    def recover(self) -> None:
        """Take back what lay on the desk when the program ended."""
        self.keeper.recover(then=self._recovered)

    def _recovered(self) -> None:
        self._taken_back()
        self.said.emit(_("What was typed before the program ended is here again."))

    def may_leave(self) -> bool:
        """Before the window closes: write what is on the desk, at once."""
        if not self.sheet.is_blank:
            self.keeper.slot.save(self.sheet.content())
        return True
