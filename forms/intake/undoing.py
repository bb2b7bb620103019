"""Ctrl+Z and Ctrl+Y: the last change of the intake is taken back, or made again, where one sees it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from counter.text import _
from forms.fields import ID_LENGTH
from forms.intake.acquaintance import Acquaintance
from forms.intake.arrangement import Section, section_of_path, section_titles
from forms.intake.desk import Desk
from forms.intake.papers_panel import PAPERS
from forms.intake.paths import fact_name, member_of
from forms.intake.person_panel import APPLICANT
from forms.intake.review_panel import READ_OUT, household_words, person_words

_PLACES = {f"@{PAPERS}": Section.PAPERS, f"@{READ_OUT}": Section.REVIEW}


class Undoing(QObject):
    """Takes back what was typed, chosen or removed, goes there, and says what it was."""

    said = Signal(str)

    def __init__(self, desk: Desk, acquaintance: Acquaintance, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sheet = desk.sheet
        self._acquaintance = acquaintance

    def undo(self) -> None:
        path = self._sheet.undo()
        if path is None:
            self.said.emit(_("There is nothing to undo."))
        else:
            self._show(path)
            self.said.emit(_("Undone: {what}. Ctrl+Y does it again.", what=self._name(path)))

    def redo(self) -> None:
        path = self._sheet.redo()
        if path is None:
            self.said.emit(_("There is nothing to do again."))
        else:
            self._show(path)
            self.said.emit(_("Done again: {what}", what=self._name(path)))

    def _show(self, path: str) -> None:
        """Go where it was changed, so that nothing changes unseen."""
        number = self._sheet.get(f"{APPLICANT}.id_number")
        if isinstance(number, str) and len(number) == ID_LENGTH:
            self._acquaintance.look_up(number)
        if path in _PLACES:
            self._desk.show_section(_PLACES[path])
        elif path.startswith("@"):
            self._desk.match.to_list()
        elif path != "urgent":
            self._desk.go_to(path)

    def _name(self, path: str) -> str:
        catalogue = self._sheet.office.catalogue
        if path == "urgent":
            return _("Urgent")
        if path in _PLACES:
            return section_titles()[_PLACES[path]]
        if path.startswith("@"):
            return _("the choice of policies")
        member = member_of(path)
        if (fact := catalogue.facts.get(fact_name(path))) is not None:
            what = fact.label
        elif member is not None:
            what = person_words().get(path.rpartition(".")[2], "")
        else:
            what = household_words().get(path, "")
        whose = self._sheet.name_of(member) if member is not None else ""
        parts = [whose, what or section_titles()[section_of_path(path, catalogue)]]
        return " · ".join(filter(None, parts))
