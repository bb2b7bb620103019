"""What a dispatcher changes on draft referrals, on all that are marked at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter.cases.casefile import ReferralFile
from counter.cases.workflow import ReferralState
from counter.services.dispatch import TRAVELS, DraftEdit
from counter.text import _, word
from forms.choice_fields import ChoiceField
from forms.fields import ProseField, TextField
from forms.rows import FieldRow


class DraftEditor(QWidget):
    """The question, the liaison, how it travels; each is kept when one leaves its field."""

    edited = Signal(object, object)
    """A `DraftEdit` and the drafts that it is for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drafts: list[ReferralFile] = []
        self.question = ProseField(3)
        self.liaison = TextField()
        self.travels = ChoiceField([(way, word("Travels", way)) for way in TRAVELS], empty="")
        self.question.left.connect(self._question_left)
        self.liaison.left.connect(self._liaison_left)
        self.travels.edited.connect(self._travels_edited)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(FieldRow(_("Liaison"), self.liaison))
        right.addWidget(FieldRow(_("How it travels"), self.travels))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(FieldRow(_("What is asked of the department"), self.question), 3)
        layout.addLayout(right, 1)

    def show_rows(self, rows: Sequence[ReferralFile]) -> None:
        """Show what the first of the marked rows says; only drafts can be edited.

        What is being typed for these very drafts stays, whatever another window did meanwhile.
        """
        before = [draft.number for draft in self._drafts]
        self._drafts = [row for row in rows if row.state is ReferralState.DRAFT]
        unchanged = bool(before) and before == [draft.number for draft in self._drafts]
        first = rows[0] if rows else None
        told = (
            (self.question, first.question if first else None),
            (self.liaison, first.liaison if first else None),
            (self.travels, first.travels if first else TRAVELS[0]),
        )
        for field, value in told:
            field.setEnabled(bool(self._drafts))
            if not (unchanged and field.hasFocus()):
                field.set_value(value)

    def _question_left(self) -> None:
        said = str(self.question.value() or "")
        if any(row.question != said for row in self._drafts):
            self.edited.emit(DraftEdit(question=said), self._drafts)

    def _liaison_left(self) -> None:
        said = str(self.liaison.value() or "")
        if any(row.liaison != said for row in self._drafts):
            self.edited.emit(DraftEdit(liaison=said), self._drafts)

    def _travels_edited(self) -> None:
        said = str(self.travels.value())
        if any(row.travels != said for row in self._drafts):
            self.edited.emit(DraftEdit(travels=said), self._drafts)
