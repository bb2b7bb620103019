"""恢复计时: which of the papers that were asked for have come, before the clock goes on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from counter.cases.casefile import Paper
from counter.errors import CounterError
from counter.text import _
from forms.answer_dialog import AnswerDialog
from forms.messages import text_of
from forms.papers_came import PapersCame, hint
from forms.rows import label


class ResumeDialog(AnswerDialog):
    """The papers are ticked by one key each; what did not come stays missing."""

    given = Signal(object)
    """The papers that came."""

    def __init__(self, parent: QWidget, title: str, asked: Sequence[Paper]) -> None:
        super().__init__(
            parent,
            _("Let the clock go on"),
            _("Let the clock go on"),
            text=_("Tick what has come. What is not ticked stays missing; the clock goes on all the same."),
            wide=520,
        )
        self.papers = PapersCame(asked)
        self.problem: QLabel = label("", "error", wrap=True)
        self.problem.hide()
        self.body.addWidget(label(title, wrap=True))
        self.body.addWidget(self.papers)
        self.body.addWidget(hint())
        self.body.addWidget(self.problem)
        self.body.addStretch(1)
        self.papers.setFocus()

    def finish(self) -> None:
        self.done_button.setEnabled(False)
        self.given.emit(self.papers.came())

    def show_refusal(self, refused: CounterError) -> None:
        self.done_button.setEnabled(True)
        self.problem.setText(text_of(refused))
        self.problem.show()
