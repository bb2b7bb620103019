"""卡纸: which page came out well last? It goes on with the page behind it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from counter.cases.batches import Batch, BatchPaper
from counter.errors import CounterError
from counter.services import batch_printing
from counter.services.office import Office
from counter.text import _
from forms import jobs
from forms.answer_dialog import AnswerDialog
from forms.answer_fields import Rows
from forms.fields import FigureField, TextField
from forms.rows import FieldRow, label


class JamDialog(AnswerDialog):
    """Shows to which paper the page belongs, and what is printed again and why that is told."""

    taken = Signal(object)
    """The batch, ready to go on (`Batch`)."""

    def __init__(self, parent: QWidget, office: Office, batch: Batch, papers: Sequence[BatchPaper]) -> None:
        super().__init__(
            parent,
            _("After a jam"),
            _("Go on behind it"),
            heading=_("Which page of batch {number} came out well last?", number=batch.id),
            text=_(
                "Pages 1 to {sent} went to the printer. Throw away what came out behind the last good page, "
                "so that no page is there twice.",
                sent=batch.sent,
            ),
            wide=520,
        )
        self._office, self._batch, self._papers = office, batch, papers
        pages, why = FigureField(), TextField()
        self.rows = Rows(
            last_good=FieldRow(_("Last good page, 0 for none"), pages, must=True),
            reason=FieldRow(_("Why are good pages printed again?"), why, must=True),
        )
        self.page = pages.edit
        # Enter goes on, and does not lead to the button back.
        self.page.enter_goes_on = why.enter_goes_on = False
        self.done_button.setDefault(True)
        self.where = label("", wrap=True)
        self.body.addWidget(self.rows["last_good"])
        self.body.addWidget(self.where)
        self.body.addWidget(self.rows["reason"])
        self.rows["last_good"].field.edited.connect(self._typed)
        self._typed()
        self.page.setFocus()

    def _number(self) -> int | None:
        text = self.rows.text("last_good")
        return int(text) if text.isdecimal() else None

    def _typed(self) -> None:
        self.rows.clear_problems()
        number = self._number()
        again = number is not None and number < self._batch.good
        self.rows["reason"].setVisible(again)
        self.where.setText("" if number is None else self._where(number, again=again))
        self._fit()

    def _fit(self) -> None:
        """As high as what is told now needs."""
        if (around := self.layout()) is not None:
            around.activate()
            self.resize(self.width(), around.totalHeightForWidth(self.width()))

    def _where(self, number: int, *, again: bool) -> str:
        """Which paper comes next, so that a slip of the finger is seen."""
        if number > self._batch.sent:
            return ""
        if number == self._batch.sent == self._batch.pages:
            return _("Then all of it came out well.")
        following = next((one for one in self._papers if one.first <= number + 1 <= one.last), None)
        if following is None:
            return ""
        told = _(
            "Page {page} comes next: {paper} of pages {first}–{last}.",
            page=following.first if again else number + 1,
            paper=following.number,
            first=following.first,
            last=following.last,
        )
        if not again:
            return told
        more = _("What was told to be good bears that it was printed again.")
        return f"{told} {more}"

    def finish(self) -> None:
        self.rows.clear_problems()
        number = self._number()
        if number is None:
            told = _("Write a whole number from 0 to {sent}.", sent=self._batch.sent)
            self.rows["last_good"].show_problem(told)
            self.page.setFocus()
            self._fit()
            return
        jobs.start(
            self,
            partial(
                batch_printing.take_up,
                self._office,
                self._batch.id,
                last_good=number,
                reason=self.rows.text("reason"),
            ),
            succeeded=self._taken,
            refused=self._show_refusal,
        )

    def _taken(self, batch: Batch) -> None:
        self.taken.emit(batch)
        self.accept()

    def _show_refusal(self, refused: CounterError) -> None:
        if any(problem.field == "reason" for problem in refused.problems):
            self.rows["reason"].show()
        self.rows.show(refused, otherwise="last_good")
        self._fit()
