"""要补件: which papers are asked for, and until when; the clock stands still meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from counter.cases.casefile import Paper
from counter.catalogue.model import Catalogue
from counter.catalogue.policy import Policy
from counter.errors import CounterError, Refused
from counter.text import _
from forms import answer_fields, look
from forms.answer_dialog import AnswerDialog
from forms.answer_fields import Rows
from forms.fields import DateField, TextField
from forms.rows import FieldRow

OTHER = "other"


class _Ticks(QListWidget):
    """Space ticks, Enter goes on."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item: QListWidgetItem | None = self.currentItem()
        if event.key() == Qt.Key.Key_Space and item is not None:
            ticked = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)
            self.setCurrentRow(min(self.currentRow() + 1, self.count() - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


class RequestPapersDialog(AnswerDialog):
    """The papers to tick, one line for another, a day; why, where something is asked for a second time."""

    given = Signal(object, object, str)
    """The papers, the last day, and the new cause of a second request."""

    def __init__(self, parent: QWidget, papers: Sequence[Paper], due: date, *, text: str) -> None:
        super().__init__(parent, _("Ask for papers"), _("Ask for them"), text=text)
        self.list = _Ticks()
        self.list.setAccessibleName(_("Papers of the policy"))
        self.list.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        for paper in papers:
            item = QListWidgetItem(paper.title, self.list)
            item.setData(Qt.ItemDataRole.UserRole, paper.material)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.list.setCurrentRow(0)
        self.until = DateField()
        self.until.set_value(due.isoformat())
        self.rows = Rows(
            papers=FieldRow(_("Another paper"), TextField()),
            answer_by=FieldRow(_("To be brought by"), self.until, must=True),
            because=FieldRow(_("New fact or objection (only for a second request)"), TextField()),
        )
        self.body.addWidget(self.list, 1)
        for row in self.rows.values():
            self.body.addWidget(row)
        room = self.screen().availableGeometry()
        self.resize(look.px(480), min(look.px(520), room.height() - 60))
        self.list.setFocus()

    def papers(self) -> list[Paper]:
        items = [self.list.item(row) for row in range(self.list.count())]
        ticked = [
            Paper(material=str(item.data(Qt.ItemDataRole.UserRole)), title=item.text(), state="missing")
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]
        if other := self.rows.text("papers"):
            ticked.append(Paper(material=OTHER, title=other, state="missing"))
        return ticked

    def finish(self) -> None:
        try:
            until = answer_fields.day(self.rows, "answer_by")
        except Refused as refused:
            self.show_refusal(refused)
        else:
            self.rows.clear_problems()
            self.given.emit(self.papers(), until, self.rows.text("because"))

    def show_refusal(self, refused: CounterError) -> None:
        self.rows.show(refused, otherwise="papers")


def papers_to_ask(policy: Policy, catalogue: Catalogue) -> list[Paper]:
    """What a policy asks for, by the names of the catalogue of materials."""
    known = catalogue.materials
    return [
        Paper(one.material, known[one.material].title if one.material in known else one.title, "missing")
        for one in policy.requirements
    ]
