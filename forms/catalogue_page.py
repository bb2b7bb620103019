"""政策: what the township offers, as it stands in the responsibility list, and what in it is still open."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter.catalogue.check import Report, check
from counter.errors import Problem
from counter.services import list_report
from counter.services.office import Office
from counter.text import _, translate
from forms import jobs, keys
from forms.catalogue.findings_panel import FindingsPanel
from forms.catalogue.policies_panel import PoliciesPanel
from forms.catalogue.standards_panel import StandardsPanel
from forms.export import Export
from forms.page import Page
from forms.rows import button, label
from forms.segments import Segments

POLICIES, STANDARDS, FINDINGS = range(3)


def _told(problem: Problem) -> str:
    return f"{problem.field}: {translate(problem)}" if problem.field else translate(problem)


class CataloguePage(Page):
    """Typing finds a policy; Alt+1 to Alt+3 change between policies, figures and what is open."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(office, parent)
        self._report: Report | None = None
        catalogue, today = office.catalogue, office.today()
        titles = (_("Policies"), _("Figures"), _("What is open"))
        self.segments = Segments(titles)
        self.version = label(_("list {version}", version=catalogue.digest[:8]), "small")
        self.version.setToolTip(catalogue.digest)
        self.policies = PoliciesPanel(catalogue, today)
        self.standards = StandardsPanel(catalogue, today)
        self.findings = FindingsPanel(catalogue, today)
        self.stack = QStackedWidget()
        for panel in (self.policies, self.standards, self.findings):
            self.stack.addWidget(panel)
            panel.link_wanted.connect(self.follow)
        self.segments.tell(POLICIES, len({policy.code for policy in catalogue.policies}))
        self.segments.tell(STANDARDS, len(catalogue.standards))
        self.export = Export(office, self, list_report.export_list, _("List of policies"))
        self.export_button = button(_("Export (Ctrl+E)"))
        self._lay_out()
        self.export.said.connect(self.said)
        self.export_button.clicked.connect(self.export.ask)
        keys.bind(
            self, "Ctrl+E", _("Policies, figures and responsible people as a spreadsheet"), self.export.ask
        )
        self.segments.wanted.connect(self.show_part)
        for place, title in enumerate(titles):
            keys.bind(self, f"Alt+{place + 1}", title, partial(self.show_part, place))
        self.findings.show_notices([_told(problem) for problem in office.list_problems])

    def title(self) -> str:
        return _("Policies")

    def head(self) -> QWidget:
        return self.bar

    def _lay_out(self) -> None:
        self.bar = QWidget()
        bar = QHBoxLayout(self.bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(12)
        bar.addWidget(self.segments)
        bar.addStretch(1)
        bar.addWidget(self.version)
        bar.addWidget(self.export_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)

    def came(self) -> None:
        if self._report is None:
            self.refresh()
        self._take_focus()

    def refresh(self) -> None:
        """Read again what the district says of itself, and count what is open."""
        catalogue = self.office.catalogue
        self.policies.know(catalogue)
        jobs.start(self, partial(check, catalogue), succeeded=self._checked)

    def _checked(self, report: Report) -> None:
        self._report = report
        self.findings.show_report(report, self.office.catalogue)
        self.segments.tell(FINDINGS, self.findings.count)

    def show_part(self, place: int) -> None:
        self.segments.choose(place)
        self.stack.setCurrentIndex(place)
        self._take_focus()

    def _take_focus(self) -> None:
        (self.policies, self.standards, self.findings)[self.stack.currentIndex()].take_focus()

    def follow(self, target: str) -> None:
        """Go where a link of a text leads."""
        kind, _colon, name = target.partition(":")
        if kind == "policy":
            self.show_part(POLICIES)
            self.policies.go_to(name)
        elif kind == "standard":
            self.show_part(STANDARDS)
            self.standards.go_to(name)
        elif kind == "state":
            self.show_part(STANDARDS)
            self.standards.filter_by(name)
        elif kind == "setting":
            self.setting_wanted.emit(name)
