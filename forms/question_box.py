"""一问多解: the question whose answer settles the most policies, answered by one key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from counter.cases.match import Answer
from counter.cases.questions import Question
from counter.catalogue.model import Catalogue
from counter.text import _, ngettext
from forms import keys
from forms.choice_fields import TriStateField
from forms.fact_fields import field_for
from forms.fields import Field
from forms.intake.paths import fact_name, member_of
from forms.rows import body_of, button, holds_focus, label


class QuestionBox(QFrame):
    """One question at a time. 1 yes, 2 no, 3 not clear; Enter or Alt+Right goes on to the next one."""

    answered = Signal(str, object)
    """The path of the fact and what was answered."""
    settled = Signal()
    """The policy that was asked about has no open question any more."""

    def __init__(self, catalogue: Catalogue, name_of: Callable[[int], str], parent: QWidget | None = None):
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._catalogue = catalogue
        self._name_of = name_of
        self._answer: Answer | None = None
        self._skipped: set[str] = set()
        self._policy = ""
        self._last: tuple[str, object] = ("", None)
        self.question: Question | None = None
        self.field: Field | None = None
        self.title = label(_("Best next question"), "small")
        self.count = label("", "small")
        self.text = label("", wrap=True)
        self.hint = label("", "small", wrap=True)
        self.skip_button = button(_("Not clear, next"), "quiet")
        self.skip_button.clicked.connect(self.skip)
        self._place = QHBoxLayout()
        self._place.addWidget(self.skip_button)
        self._place.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.text)
        layout.addLayout(self._place)
        layout.addWidget(self.hint)
        keys.bind(self, "Alt+Right", _("Next question"), self.skip)
        keys.bind(self, "Ctrl+Shift+D", _("The same answer for every member"), self.same_for_all)
        self.hide()

    def clear(self) -> None:
        """A new application lies on the desk."""
        self._skipped.clear()
        self._policy = ""
        self._last = ("", None)
        self.show_answer(None)

    def show_answer(self, answer: Answer | None) -> None:
        self._answer = answer
        had_focus, asked_about = self._has_focus(), self._policy
        self._show(self._best())
        if had_focus and asked_about and not self._policy:
            self.settled.emit()

    def ask_about(self, policy: str) -> bool:
        """Ask what this policy still needs, one after the other; False when nothing is open for it."""
        open_ = self._of(policy)
        if not open_:
            return False
        self._policy = policy
        self._skipped.difference_update(question.path for question in open_)
        self._show(self._best())
        self.take_focus()
        return True

    def skip(self) -> None:
        """Leave this question open and show the next one; after the last the first comes again."""
        if self.question is None:
            return
        self._skipped.add(self.question.path)
        if all(question.path in self._skipped for question in self._questions()):
            self._skipped.clear()
        had_focus = self._has_focus()
        self._show(self._best())
        if had_focus:
            self.take_focus()

    def same_for_all(self) -> None:
        """What stands here, or was just answered of another member, holds for all still to be asked."""
        if self.question is None or self.field is None:
            return
        name, value = self.question.fact.name, self.field.value()
        if value is None and self._last[0] == name:
            value = self._last[1]
        if value is not None:
            for path in [question.path for question in self._questions() if question.fact.name == name]:
                self.answered.emit(path, value)

    def take_focus(self) -> None:
        if self.field is not None:
            self.field.widget().setFocus(Qt.FocusReason.TabFocusReason)

    def _questions(self) -> tuple[Question, ...]:
        return self._answer.questions if self._answer else ()

    def _of(self, policy: str) -> list[Question]:
        """What the best way of a policy needs, be it that one answer alone settles nothing; then the rest."""
        asked = {question.path: question for question in self._questions()}
        wanted = [row.ask for row in self._answer.policies if row.policy == policy] if self._answer else []
        paths = [path for ask in wanted for path in ask]
        paths += [path for path, question in asked.items() if policy in question.policies]
        return [asked.get(path) or self._question(path, policy) for path in dict.fromkeys(paths)]

    def _question(self, path: str, policy: str) -> Question:
        return Question(path, self._catalogue.facts[fact_name(path)], member_of(path), 0, (policy,))

    def _best(self) -> Question | None:
        """Of the policy that was asked about, as long as anything is open for it; else of all."""
        mine = [one for one in self._of(self._policy) if one.path not in self._skipped]
        if not mine:
            self._policy = ""
        rest = (one for one in self._questions() if one.path not in self._skipped)
        return mine[0] if mine else next(rest, None)

    def _has_focus(self) -> bool:
        return holds_focus(self)

    def _show(self, question: Question | None) -> None:
        if question is not None and self.question is not None and question.path == self.question.path:
            self.question = question
            self._tell(question)
            return
        had_focus, old = self._has_focus(), self.field
        self.question, self.field = question, None
        self.setVisible(question is not None)
        if question is not None:
            self._ask(question)
            if had_focus:
                self.take_focus()
        # The old field goes last: the cursor passes from one to the next and comes by nothing else.
        if old is not None:
            body = body_of(old)
            self._place.removeWidget(body)
            body.hide()
            body.deleteLater()

    def _ask(self, question: Question) -> None:
        field = field_for(question.fact, self._catalogue)
        self.field = field
        body = body_of(field)
        self._place.insertWidget(0, body, 0 if isinstance(field, TriStateField) else 3)
        body.setAccessibleName(question.fact.label)
        # A layout shows what is put into it a moment later, and what is hidden takes no cursor.
        body.show()
        field.widget().installEventFilter(self)
        if isinstance(field, TriStateField):
            field.edited.connect(self._yes_or_no)
        else:
            field.left.connect(self._take)
        self._tell(question)

    def _tell(self, question: Question) -> None:
        text = question.fact.label
        if question.member is not None:
            text = f"{self._name_of(question.member)}：{text}"
        self.text.setText(text)
        self.title.setText(
            self._catalogue.policy(self._policy).title if self._policy else _("Best next question")
        )
        settles = ngettext("settles {n} policy", "settles {n} policies", question.settles)
        self.count.setText(settles if question.settles else "")
        shared = question.fact.shared_by
        told = [_("Shown by data sharing: {register}", register=shared)] if shared else []
        if sum(other.fact.name == question.fact.name for other in self._questions()) > 1:
            told.append(_("Ctrl+Shift+D: the same for every member"))
        self.hint.setText(" · ".join(told))
        self.hint.setVisible(bool(told))

    def _yes_or_no(self) -> None:
        if self.field is not None and self.field.value() is None:
            self.skip()
        else:
            self._take()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter answers and stays here, so that the next question finds the cursor; left empty it goes on."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            and self.field is not None
        ):
            if self.field.value() is None:
                self.skip()
            else:
                self._take()
            return True
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        if self.question is None or self.field is None:
            return
        value = self.field.value()
        if value is not None:
            self._last = (self.question.fact.name, value)
            self.answered.emit(self.question.path, value)
