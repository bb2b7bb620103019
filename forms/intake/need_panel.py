"""困难与诉求: what happened and what is asked for, in the person's own words, and the facts about it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from counter.text import _
from forms.fields import ProseField
from forms.intake.arrangement import Section, facts_of
from forms.intake.binding import Binder
from forms.intake.fact_list import FactList
from forms.intake.panel import Panel
from forms.intake.sheet import Assessment
from forms.rows import FieldRow, label


class NeedPanel(Panel):
    """The request and the hardship."""

    section = Section.NEED

    def __init__(self, binder: Binder, parent: QWidget | None = None) -> None:
        super().__init__(binder, parent)
        self.request = ProseField(3)
        self.request.setPlaceholderText(_("In the person's own words: what happened, what is asked for"))
        row = FieldRow(_("Request"), self.request, must=True)
        binder.bind("request", row)
        self.questions = FactList(
            binder,
            _("Hardship"),
            facts_of(self.catalogue, Section.NEED, ("household", "context")),
        )
        self.content.addWidget(label(_("Hardship and request"), "title"))
        self.content.addWidget(row)
        self.content.addWidget(self.questions)
        self.content.addStretch(1)

    def came(self) -> None:
        self.questions.arrange()
        self.request.setFocus()

    def assessed(self, assessment: Assessment) -> None:
        self.questions.assessed(assessment.answer)

    def go_to(self, path: str) -> bool:
        self.questions.reveal(path.replace(".facts.", "."))
        return super().go_to(path)
