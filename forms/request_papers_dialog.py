"""要补件: which papers are asked for, and until when; the clock stands still meanwhile."""

from __future__ import annotations

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
    """The policy's papers to tick, one line for another, a day."""

    given = Signal(object, object)
    """The papers, and the last day."""

    def __init__(self, parent: QWidget, catalogue: Catalogue, policy: Policy, due: date) -> None:
        super().__init__(
            parent,
            _("Ask for papers"),
            _("Ask for them"),
            text=_("Waiting for the applicant is not charged to the department."),
        )
        self._policy = policy
        self.list = _Ticks()
        self.list.setAccessibleName(_("Papers of the policy"))
        self.list.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        for paper in policy.requirements:
            known = catalogue.materials.get(paper.material)
            item = QListWidgetItem(known.title if known else paper.title, self.list)
            item.setData(Qt.ItemDataRole.UserRole, paper.material)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.list.setCurrentRow(0)
        self.until = DateField()
        self.until.set_value(due.isoformat())
        self.rows = Rows(
            papers=FieldRow(_("Another paper"), TextField()),
            answer_by=FieldRow(_("Until"), self.until, must=True),
        )
        self.body.addWidget(self.list, 1)
        for row in self.rows.values():
            self.body.addWidget(row)
        self.resize(look.px(480), look.px(460))
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
            self.given.emit(self.papers(), until)

    def show_refusal(self, refused: CounterError) -> None:
        self.rows.show(refused, otherwise="papers")
