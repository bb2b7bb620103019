"""催办、督办: a department is reminded or escalated, with a text that the record proposes."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from counter.cases.chasing import Level
from counter.errors import CounterError
from counter.services import chasing
from counter.services.office import Office
from counter.text import _, display, say
from forms import jobs, keys
from forms.answer_dialog import AnswerDialog
from forms.answer_fields import Rows
from forms.fields import ProseField, TextField
from forms.rows import FieldRow
from forms.segments import Segments

LEVELS = tuple(Level)
_LINES = 6


def next_level(chased: Level | None) -> Level:
    """The step after the last one; the leader is the last of all."""
    return LEVELS[0] if chased is None else LEVELS[min(LEVELS.index(chased) + 1, len(LEVELS) - 1)]


class ChaseDialog(AnswerDialog):
    """Alt+1 to Alt+3 choose the step; its text comes from the record and may be changed."""

    given = Signal(object, str, str)
    """The step, the text, to whom; empty leaves both to the record."""

    def __init__(self, parent: QWidget, office: Office, referral: str, title: str, level: Level) -> None:
        super().__init__(parent, _("Chase the department"), _("Send"), heading=title, wide=560)
        self._office, self._referral = office, referral
        self._proposed = ""
        self._proposing: jobs.Latest[str] = jobs.Latest(
            self, succeeded=self._propose, refused=self._not_proposed
        )
        names = [display(one) for one in LEVELS]
        self.levels = Segments(names)
        self.levels.choose(LEVELS.index(level))
        self.levels.wanted.connect(self._chosen)
        self.rows = Rows(
            to=FieldRow(_("To whom (empty: the liaison)"), TextField()),
            text=FieldRow(_("Text"), ProseField(_LINES)),
        )
        self.body.addWidget(self.levels)
        for row in self.rows.values():
            self.body.addWidget(row)
        for place, name in enumerate(names):
            keys.bind(self, f"Alt+{place + 1}", name, partial(self.choose, place))
        self.rows["text"].field.widget().setFocus()
        self._chosen()

    def level(self) -> Level:
        return LEVELS[self.levels.current()]

    def choose(self, place: int) -> None:
        self.levels.choose(place)
        self._chosen()

    def _chosen(self, _place: int = 0) -> None:
        self.rows.clear_problems()
        self.done_button.setEnabled(False)
        self._proposing.ask(partial(chasing.proposed, self._office, self._referral, level=self.level()))

    def _propose(self, text: str) -> None:
        """What was typed by hand stays."""
        if self.rows.text("text") in ("", self._proposed):
            self.rows["text"].field.set_value(text)
        self._proposed = text
        self.done_button.setEnabled(True)

    def _not_proposed(self, refused: CounterError) -> None:
        self.rows["text"].show_problem("\n".join(text for _field, text in say(refused)))

    def finish(self) -> None:
        if self.done_button.isEnabled():
            self.given.emit(self.level(), self.rows.text("text"), self.rows.text("to"))

    def show_refusal(self, refused: CounterError) -> None:
        self.rows.show(refused, otherwise="text")
