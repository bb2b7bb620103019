"""A dialog described by its fields: what is asked, what is done with it, where it is told that it is wrong.

How to add one: a `Form` with its `Ask`s; its work gets what was said under the names that the service uses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QWidget

from counter.cases.casefile import Paper
from counter.errors import CounterError, Problem, Refused
from counter.services.office import Office
from counter.text import N_, _
from forms import answer_fields, jobs, look
from forms.answer_dialog import AnswerDialog
from forms.answer_fields import Rows
from forms.choice_fields import Choice, ChoiceField
from forms.field_grid import Fields
from forms.fields import DateField, Field, FigureField, ProseField, SuggestField, TextField
from forms.messages import text_of
from forms.papers_came import PapersCame, hint
from forms.rows import FieldRow, label

T = TypeVar("T")
NARROW, WIDE = 1, 2
OTHER = "other"


class Said(dict[str, object]):
    """What was said in a dialog, by the names of its fields, read once and for all."""

    papers: tuple[Paper, ...] = ()

    def text(self, key: str) -> str:
        return str(self.get(key) or "").strip()

    def day(self, key: str) -> date | None:
        found = self.get(key)
        return found if isinstance(found, date) else None

    def fen(self, key: str) -> int | None:
        found = self.get(key)
        return found if isinstance(found, int) else None

    def names(self, key: str) -> tuple[str, ...]:
        """Names written one after the other, whatever stands between them."""
        typed = self.text(key)
        for sign in "、，,；;\n":
            typed = typed.replace(sign, " ")
        return tuple(typed.split())

    def number(self, key: str) -> int:
        """The id of the thing that was chosen."""
        return int(self.text(key))


@dataclass(frozen=True, slots=True)
class Ask:
    """One field. `shown_for` names another field and the answers with which this one is asked at all."""

    key: str
    title: str
    make: Callable[[], Field]
    read: Callable[[Rows, str], object] = Rows.text
    must: bool = False
    value: object = None
    span: int = NARROW
    missing: str = ""
    shown_for: tuple[str, frozenset[str]] | None = None

    def only_for(self, key: str, *answers: str) -> Ask:
        return replace(self, shown_for=(key, frozenset(answers)))


def words(key: str, title: str, *, must: bool = False, value: str = "", span: int = NARROW) -> Ask:
    """One line."""
    return Ask(key, title, TextField, must=must, value=value, span=span)


def prose(key: str, title: str, *, must: bool = False, value: str = "", lines: int = 3) -> Ask:
    """Several lines, over the whole width."""
    return Ask(key, title, partial(ProseField, lines), must=must, value=value, span=WIDE)


def names(key: str, title: str, usual: Sequence[str] = (), *, must: bool = True, span: int = NARROW) -> Ask:
    """Names in one line; a figure writes the usual ones."""
    title = _("{title} (、 between names)", title=title)
    return Ask(key, title, partial(SuggestField, usual), must=must, span=span)


def day(key: str, title: str, value: date | None = None, *, must: bool = False) -> Ask:
    missing = N_("Say which day.") if must else ""
    said = value.isoformat() if value else None
    return Ask(key, title, DateField, answer_fields.day, must=must, value=said, missing=missing)


def money(key: str, title: str, unit: str, *, must: bool = False) -> Ask:
    return Ask(key, title, partial(FigureField, unit), answer_fields.fen, must=must)


def one_of(
    key: str, title: str, choices: Sequence[Choice], *, empty: str = "", span: int = NARROW, must: bool = True
) -> Ask:
    """One of a list; where there is only one it is chosen already. Without `empty` the first one is."""
    missing = N_("Choose one of the list.") if must else ""
    return Ask(key, title, partial(ChoiceField, choices, empty=empty), must=must, span=span, missing=missing)


@dataclass(frozen=True, slots=True)
class Form:
    """A dialog as data.

    `papers` are ticked as they come; `proposals` are texts for the second of `proposes`, by what is chosen
    in the first. What is wrong with no field in particular stands at `otherwise`, by default the first.
    `prints` says the case and the step whose papers are handed out afterwards.
    """

    title: str
    act: str
    asks: tuple[Ask, ...]
    work: Callable[[Said], object]
    heading: str = ""
    text: str = ""
    kind: str = "primary"
    papers: tuple[Paper, ...] | None = None
    proposes: tuple[str, str] = ("", "")
    proposals: Mapping[str, str] = field(default_factory=dict)
    otherwise: str = ""
    prints: Callable[[Said], tuple[str, str]] | None = None
    columns: int = 2
    wide: int = 560


class AskDialog(AnswerDialog):
    """Works by keys: Enter goes on, Ctrl+Enter does it; what is refused is told at its field."""

    succeeded = Signal(object)
    """What the work came to."""

    def __init__(self, parent: QWidget, form: Form) -> None:
        super().__init__(
            parent,
            form.title,
            form.act,
            heading=form.heading or form.title,
            text=form.text,
            kind=form.kind,
            wide=form.wide,
        )
        self._form = form
        self.said = Said()
        self._asks = {one.key: one for one in form.asks}
        self.rows = Rows()
        grid = Fields(form.columns)
        for one in form.asks:
            made = one.make()
            if one.value not in (None, ""):
                made.set_value(one.value)
            self.rows[one.key] = FieldRow(one.title, made, must=one.must)
            made.edited.connect(partial(self._edited, one.key))
            grid.add(self.rows[one.key], span=one.span)
        self.papers = PapersCame(form.papers or ())
        if form.papers:
            self.body.addWidget(self.papers)
            self.body.addWidget(hint())
        else:
            self.papers.hide()
            self.papers.setParent(self)
        self.problem: QLabel = label("", "error", wrap=True)
        self.problem.hide()
        self.body.addWidget(grid)
        self.body.addWidget(self.problem)
        self.body.addStretch(1)
        self._show_what_is_asked()
        self._propose()
        self._begin()

    def _begin(self) -> None:
        first = next((row.field.widget() for row in self.rows.values() if not row.isHidden()), None)
        if self._form.papers:
            first = self.papers
        if first is not None:
            first.setFocus()

    def _edited(self, key: str) -> None:
        self._show_what_is_asked()
        if key == self._form.proposes[0]:
            self._propose()

    def _show_what_is_asked(self) -> None:
        for key, one in self._asks.items():
            if one.shown_for is not None:
                other, answers = one.shown_for
                self.rows[key].setVisible(self.rows.text(other) in answers)

    def _propose(self) -> None:
        """The text that goes with what is chosen; one that was changed by hand stays."""
        source, target = self._form.proposes
        if source and self.rows.text(target) in ("", *map(str.strip, self._form.proposals.values())):
            self.rows[target].field.set_value(self._form.proposals.get(self.rows.text(source), ""))

    def _read(self) -> Said:
        said, problems = Said(), list[Problem]()
        for key, one in self._asks.items():
            if self.rows[key].isHidden():
                continue
            try:
                said[key] = one.read(self.rows, key)
            except Refused as refused:
                problems += refused.problems
            else:
                if one.missing and said[key] in (None, ""):
                    problems.append(Problem(one.missing, key))
        if problems:
            raise Refused.because(problems)
        said.papers = tuple(self.papers.came())
        return said

    def finish(self) -> None:
        self.rows.clear_problems()
        try:
            said = self._read()
        except Refused as refused:
            self.show_refusal(refused)
            return
        self.done_button.setEnabled(False)
        self.said = said
        jobs.start(self, partial(self._form.work, said), succeeded=self._succeeded, refused=self.show_refusal)

    def _succeeded(self, result: object) -> None:
        self.succeeded.emit(result)
        self.accept()

    def show_refusal(self, refused: CounterError) -> None:
        self.done_button.setEnabled(True)
        if self.rows:
            self.rows.show(refused, otherwise=self._form.otherwise or next(iter(self.rows)))
        else:
            self.problem.setText(text_of(refused))
            self.problem.show()
        self.adjustSize()


class Asking(QObject):
    """What acts share: they ask for what they need, run beside the window, and tell how it went."""

    changed = Signal(object)
    """What the act came to."""
    refused = Signal(object)
    said = Signal(str)
    prints = Signal(str, str)
    """The case, and the step whose papers are handed out now."""

    def __init__(self, office: Office, window: QWidget) -> None:
        super().__init__(window)
        self.office = office
        self.window = window

    def ask(self, form: Form) -> AskDialog:
        """Open the dialog; its work runs beside the window."""
        dialog = AskDialog(self.window, form)
        dialog.succeeded.connect(partial(self._asked, dialog, form))
        dialog.open()
        room = dialog.screen().availableGeometry()
        dialog.resize(min(look.px(form.wide), room.width() - 40), dialog.sizeHint().height())
        return dialog

    def do(self, title: str, work: Callable[[], object], *, case: str = "", step: str = "") -> None:
        """An act that asks nothing; `step` names the papers of the `case` that are handed out afterwards."""
        jobs.start(self, work, succeeded=partial(self.done, title, (case, step)), refused=self.refused.emit)

    def read(self, work: Callable[[], T], then: Callable[[T], object]) -> None:
        """What a dialog shows is read before it opens."""
        jobs.start(self, work, succeeded=then, refused=self.refused.emit)

    def _asked(self, dialog: AskDialog, form: Form, result: object) -> None:
        papers = form.prints(dialog.said) if form.prints else ("", "")
        self.done(form.heading or form.title, papers, result)

    def done(self, title: str, papers: tuple[str, str], result: object) -> None:
        """Say that it went well; `papers` are the case and the step whose papers are handed out now."""
        self.said.emit(_("Done: {act}", act=title))
        self.changed.emit(result)
        if papers[1]:
            self.prints.emit(*papers)


def papers_of(case: str, step: str) -> Callable[[Said], tuple[str, str]]:
    """What a form prints that always calls for the papers of the same step."""
    return lambda _said: (case, step)
