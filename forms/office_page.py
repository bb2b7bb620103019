"""本窗口: what the district says, who sits here, copies and record, the days off, the letters' templates."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from counter.services.office import Office
from counter.text import _
from forms import keys
from forms.office.calendar_panel import CalendarPanel
from forms.office.district_panel import DistrictPanel
from forms.office.officers_panel import OfficersPanel
from forms.office.safety_panel import SafetyPanel
from forms.office.template_panel import TemplatePanel
from forms.page import Page
from forms.rows import label
from forms.segments import Segments

DISTRICT, OFFICERS, SAFETY, CALENDAR, TEMPLATES = range(5)


class OfficePage(Page):
    """Alt+1 to Alt+5: what the district says, officers, backups and record, calendars, templates."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(office, parent)
        titles = (
            _("What the district says"),
            _("Officers"),
            _("Backups and record"),
            _("Days off"),
            _("Letter templates"),
        )
        self.segments = Segments(titles)
        self.folder = label(office.settings.office_dir.name, "small")
        self.folder.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.folder.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.folder.setToolTip(str(office.settings.office_dir))
        self.district = DistrictPanel(office)
        self.officers = OfficersPanel(office)
        self.safety = SafetyPanel(office)
        self.calendar = CalendarPanel(office)
        self.templates = TemplatePanel(office)
        self.panels = (self.district, self.officers, self.safety, self.calendar, self.templates)
        self.stack = QStackedWidget()
        for panel in self.panels:
            self.stack.addWidget(panel)
            panel.said.connect(self.said)
        self._awaited = ""
        self._lay_out()
        self.segments.wanted.connect(self.show_part)
        self.district.office_changed.connect(self._changed)
        self.calendar.office_changed.connect(self._changed)
        self.safety.restore_wanted.connect(self.restore_wanted)
        for place, title in enumerate(titles):
            keys.bind(self, f"Alt+{place + 1}", title, partial(self.show_part, place))
        self._count()

    def title(self) -> str:
        return _("Office")

    def head(self) -> QWidget:
        return self.bar

    def _lay_out(self) -> None:
        self.bar = QWidget()
        bar = QHBoxLayout(self.bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(12)
        bar.addWidget(self.segments)
        bar.addWidget(self.folder, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)

    def came(self) -> None:
        self.refresh()
        if self._awaited:
            self.district.go_to(self._awaited)
            self._awaited = ""
        else:
            self._take_focus()

    def refresh(self) -> None:
        for panel in self.panels:
            panel.know(self.office)
        self._count()

    def _changed(self, office: Office) -> None:
        self.office = office
        for panel in self.panels:
            panel.office = office
        self._count()
        self.office_changed.emit(office)

    def _count(self) -> None:
        self.segments.tell(DISTRICT, self.district.open_count or None)

    def show_setting(self, key: str) -> None:
        self._open_part(DISTRICT)
        self.district.go_to(key)
        # When the page comes to the front, the cursor goes there and not to the list.
        self._awaited = key

    def show_part(self, place: int) -> None:
        self._open_part(place)
        self._take_focus()

    def _open_part(self, place: int) -> None:
        self.segments.choose(place)
        self.stack.setCurrentIndex(place)

    def _take_focus(self) -> None:
        self.panels[self.stack.currentIndex()].take_focus()
