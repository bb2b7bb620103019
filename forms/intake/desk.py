"""The desk of an intake: the rail, the seven panels, the match beside them, the problems under them."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter.services.office import Office
from forms import look
from forms.error_dock import ErrorDock
from forms.intake.arrangement import Section, section_of_path, section_titles
from forms.intake.basis import BasisDialog, fact_page, policy_basis
from forms.intake.binding import Binder
from forms.intake.choices import Choices
from forms.intake.consent_panel import ConsentPanel
from forms.intake.household_panel import HouseholdPanel
from forms.intake.match_panel import MatchPanel
from forms.intake.means_panel import MeansPanel
from forms.intake.need_panel import NeedPanel
from forms.intake.panel import Panel
from forms.intake.papers_panel import PapersPanel
from forms.intake.paths import fact_name
from forms.intake.person_panel import PersonPanel
from forms.intake.rail import SectionRail
from forms.intake.review_panel import ReviewPanel
from forms.intake.sheet import Assessment, IntakeSheet
from forms.rows import holds_focus

ROOM_FOR_RAIL = 1120
SIDE_WIDTH = 320
SLIM_SIDE_WIDTH = 272
ANY_WIDTH = 16_777_215


class Desk(QWidget):
    """Three columns where there is room; the rail lies above the form where there is not."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = IntakeSheet(office, self)
        self.binder = Binder(self.sheet, self)
        self.choices = Choices(self.sheet)
        self.person = PersonPanel(self.binder)
        self.papers = PapersPanel(self.binder, self.choices)
        self.consent = ConsentPanel(self.binder)
        self.review = ReviewPanel(self.binder, self.choices, self.papers)
        self.panels: tuple[Panel, ...] = (
            self.person,
            HouseholdPanel(self.binder),
            MeansPanel(self.binder),
            NeedPanel(self.binder),
            self.papers,
            self.consent,
            self.review,
        )
        self.rail = SectionRail(section_titles())
        self.stack = QStackedWidget()
        self.match = MatchPanel(self.binder, self.choices)
        self.dock = ErrorDock()
        self._spread = False
        self._back_to = ""
        self.rail.chosen.connect(self._show_section)
        self.rail.left.connect(self._into_section)
        self.match.question_wanted.connect(self.go_to)
        self.dock.wanted.connect(self.go_to)
        self.review.field_wanted.connect(self._from_review)
        self._lay_out()

    def _lay_out(self) -> None:
        for panel in self.panels:
            self.stack.addWidget(panel)
        self.form = QFrame()
        self.form.setProperty("role", "sheet")
        self._form_box = QVBoxLayout(self.form)
        self._form_box.setContentsMargins(0, 0, 0, 0)
        self._form_box.setSpacing(0)
        self._form_box.addWidget(self.stack, 1)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addWidget(self.rail)
        self._middle.addWidget(self.form, 1)
        self._middle.addWidget(self.match)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._middle, 1)
        layout.addWidget(self.dock)

    def assessed(self, assessment: Assessment) -> None:
        """What was typed has been read and matched: tell every part."""
        self.binder.assessed(assessment)
        self.match.assessed(assessment)
        for panel in self.panels:
            panel.assessed(assessment)

    # --- going about -------------------------------------------------------------------------------

    def came(self) -> None:
        self._into_section()

    def show_section(self, section: int) -> None:
        """Go to a section and put the cursor where one begins there."""
        self._show_section(section)
        self._into_section()

    def _show_section(self, section: int) -> None:
        if self._spread:
            self.spread_match(False)
        self.stack.setCurrentIndex(section)
        self.rail.choose(section)

    def _into_section(self) -> None:
        panel = self.panels[self.stack.currentIndex()]
        panel.verticalScrollBar().setValue(0)
        panel.came()

    def step(self, by: int) -> None:
        last = len(self.panels) - 1
        self.show_section(max(0, min(last, self.stack.currentIndex() + by)))

    def go_to(self, path: str) -> None:
        """Put the cursor where the value of this path is typed."""
        section = section_of_path(path, self.sheet.office.catalogue)
        self._show_section(section)
        if not self.panels[section].go_to(path):
            self.panels[section].came()

    def to_match(self) -> None:
        """Beside the form first, over the whole page the second time, and back."""
        if self._spread:
            self.spread_match(False)
            self._into_section()
        elif holds_focus(self.match):
            self.spread_match(True)
            self.match.to_list()
        else:
            self.match.take_focus()

    def spread_match(self, wide: bool) -> None:
        """The results over the whole page, or beside the form."""
        self._spread = wide
        self.form.setVisible(not wide)
        self.rail.setVisible(not wide)
        self.match.spread(wide)
        self._fit()

    def to_review(self) -> None:
        if self.stack.currentIndex() == Section.REVIEW and self._back_to:
            self.go_to(self._back_to)
        else:
            self.show_section(Section.REVIEW)

    def _from_review(self, path: str) -> None:
        self._back_to = path
        self.go_to(path)

    def show_basis(self) -> None:
        """F1: the legal basis of the focused field or policy."""
        catalogue = self.sheet.office.catalogue
        path = self.binder.path_of(QApplication.focusWidget())
        if self.match.box.question is not None and holds_focus(self.match.box):
            path = self.match.box.question.path
        fact = catalogue.facts.get(fact_name(path))
        row = self.match.list.current_row()
        if fact is not None:
            BasisDialog(self, fact_page(fact, catalogue)).open()
        elif row is not None:
            BasisDialog(self, policy_basis(catalogue.policy(row.policy))).open()

    def step_out(self) -> bool:
        """Out of the match into the form, out of the form to the sections; False when one is there."""
        if self._spread:
            self.spread_match(False)
            self._into_section()
        elif holds_focus(self.match):
            self._into_section()
        elif not holds_focus(self.rail):
            self.rail.take_focus()
        else:
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_middle"):
            self._fit()

    def _fit(self) -> None:
        """Three columns where there is room, the rail above the form where there is not."""
        roomy = self.width() >= look.px(ROOM_FOR_RAIL)
        self.rail.lie(not roomy)
        if roomy:
            self._form_box.removeWidget(self.rail)
            self._middle.insertWidget(0, self.rail)
        else:
            self._middle.removeWidget(self.rail)
            self._form_box.insertWidget(0, self.rail)
        width = look.px(SIDE_WIDTH if roomy else SLIM_SIDE_WIDTH)
        self.match.setMinimumWidth(width)
        self.match.setMaximumWidth(16_777_215 if self._spread else width)
