"""重复救助: aid that the household has or has asked for already; each gets an answer before it goes on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from counter.cases.application import Application
from counter.cases.split import Chosen
from counter.services import known
from counter.services.known import DoubleAid
from counter.services.office import Office
from counter.text import N_, _, chinese_date, display, mask_name, yuan
from forms import jobs, look
from forms.answer_dialog import AnswerDialog
from forms.fields import TextField
from forms.page import Scrolled
from forms.rows import FieldRow, label

LEAVE_OUT, GO_ON = range(2)
HANDLED = N_("The earlier request is still being handled and counts.")
RECEIVED = N_("It is received already.")


def told(one: DoubleAid) -> str:
    """In words: what is asked for again, whose, since when, and how it stands."""
    who = mask_name(one.person) if one.person else _("the household")
    if one.decided_on is None:
        return _(
            "{title} ({who}) was asked for on {day} and is not finished: {state}. Number {number}.",
            title=one.title,
            who=who,
            day=chinese_date(one.accepted_on),
            state=display(one.state),
            number=one.referral,
        )
    unit = f"/{one.amount_unit}" if one.amount_unit else ""
    given = f"{yuan(one.amount_fen)}{unit}" if one.amount_fen is not None else _("granted")
    return _(
        "{title} ({who}) was granted on {day}: {given}. Number {number}.",
        title=one.title,
        who=who,
        day=chinese_date(one.decided_on),
        given=given,
        number=one.referral,
    )


class DoubleAidDialog(AnswerDialog):
    """1 leaves it out, 2 asks all the same for a new cause, which is said in a line."""

    left_out = Signal(str, str)
    """A policy that does not go on, and why."""
    goes_on = Signal(str, str)
    """A policy that is asked for again, and for which new cause."""
    decided = Signal()

    def __init__(self, parent: QWidget, found: Sequence[DoubleAid]) -> None:
        super().__init__(
            parent,
            _("Asked for or received already"),
            _("Go on"),
            text=_(
                "This is no reproach and no refusal: say for each whether it is the same request, "
                "or a new cause."
            ),
            wide=560,
        )
        self._by_policy: dict[str, list[DoubleAid]] = {}
        for one in found:
            self._by_policy.setdefault(one.policy, []).append(one)
        self.groups: dict[str, QButtonGroup] = {}
        self.causes: dict[str, FieldRow] = {}
        self._boxes: list[QWidget] = []
        scrolled = Scrolled(margin=0, spacing=16)
        for policy, same in self._by_policy.items():
            scrolled.content.addWidget(self._question(policy, same))
        scrolled.content.addStretch(1)
        self.body.addWidget(scrolled, 1)
        room = self.screen().availableGeometry()
        wide, high = look.px(640), look.px(170 + 128 * len(self._by_policy))
        self.resize(min(wide, room.width() - 40), min(high, room.height() - 80))
        self._focus(next(iter(self.groups.values())))

    def _question(self, policy: str, same: Sequence[DoubleAid]) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for one in same:
            column.addWidget(label(told(one), wrap=True))
        group = QButtonGroup(box)
        answers = (_("The same: leave it out, the earlier one counts"), _("A new cause: ask for it again"))
        for number, text in enumerate(answers):
            made = QRadioButton(f"{number + 1}  {text}")
            made.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
            made.installEventFilter(self)
            group.addButton(made, number)
            column.addWidget(made)
        group.button(LEAVE_OUT).setChecked(True)
        line = TextField()
        line.enter_goes_on = False
        line.returnPressed.connect(self._go_on)
        cause = FieldRow(_("Which new cause, in one line"), line, must=True)
        cause.hide()
        column.addWidget(cause)
        group.idToggled.connect(self._show_causes)
        self.groups[policy], self.causes[policy] = group, cause
        self._boxes.append(box)
        return box

    def _show_causes(self, _number: int, _checked: bool) -> None:
        for policy, group in self.groups.items():
            self.causes[policy].setVisible(group.checkedId() == GO_ON)

    def _focus(self, group: QButtonGroup) -> None:
        if (checked := group.checkedButton()) is not None:
            checked.setFocus()

    def _go_on(self) -> None:
        """Enter: to the next question, or on from the last one."""
        focus: QWidget | None = self.focusWidget()
        at = next((n for n, box in enumerate(self._boxes) if focus and box.isAncestorOf(focus)), -1)
        following = list(self.groups.values())[at + 1 :]
        if following:
            self._focus(following[0])
        else:
            self.finish()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.modifiers():
            policy = next((code for code, group in self.groups.items() if watched in group.buttons()), None)
            if policy is not None and event.text() in ("1", "2"):
                self.choose(policy, int(event.text()) - 1)
                return True
            if policy is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go_on()
                return True
        return super().eventFilter(watched, event)

    def choose(self, policy: str, answer: int) -> None:
        """Answer for one policy; a new cause is typed at once."""
        chosen = self.groups[policy].button(answer)
        chosen.setChecked(True)
        (self.causes[policy].field.widget() if answer == GO_ON else chosen).setFocus()

    def finish(self) -> None:
        answers = {policy: group.checkedId() for policy, group in self.groups.items()}
        causes = {policy: str(row.field.value() or "") for policy, row in self.causes.items()}
        unsaid = [policy for policy, answer in answers.items() if answer == GO_ON and not causes[policy]]
        for policy, row in self.causes.items():
            row.show_problem(_("A reason is needed.") if policy in unsaid else "")
        if unsaid:
            self.causes[unsaid[0]].field.widget().setFocus()
            return
        for policy, answer in answers.items():
            if answer == GO_ON:
                self.goes_on.emit(policy, causes[policy])
            else:
                is_open = any(one.decided_on is None for one in self._by_policy[policy])
                self.left_out.emit(policy, _(HANDLED) if is_open else _(RECEIVED))
        self.accept()
        self.decided.emit()


class DoubleAidQuestion(QObject):
    """Looks before acceptance whether any of it is had or asked for already, and asks where it is."""

    clear = Signal(object, object)
    """The application and what is chosen: nothing of it is double, or all of it is answered."""
    left_out = Signal(str, str)
    goes_on = Signal(str, str)
    decided = Signal()
    """All is answered: look again at what is chosen now."""
    put_off = Signal()
    """Back, without an answer."""
    refused = Signal(object)

    def __init__(self, office: Office, window: QWidget) -> None:
        super().__init__(window)
        self._office = office
        self._window = window
        self._asking: jobs.Latest[_Looked] = jobs.Latest(
            self, succeeded=self._looked, refused=self.refused.emit
        )

    def ask(
        self, application: Application, chosen: Sequence[Chosen], *, answered: Collection[str] = ()
    ) -> None:
        """Look for what is double among what is chosen, except for policies that were answered."""
        self._asking.ask(partial(_look, self._office, application, tuple(chosen), frozenset(answered)))

    def _looked(self, looked: _Looked) -> None:
        if not looked.found:
            self.clear.emit(looked.application, looked.chosen)
            return
        dialog = DoubleAidDialog(self._window, looked.found)
        dialog.left_out.connect(self.left_out)
        dialog.goes_on.connect(self.goes_on)
        dialog.decided.connect(self.decided)
        dialog.rejected.connect(self.put_off)
        dialog.open()


@dataclass(frozen=True, slots=True)
class _Looked:
    application: Application
    chosen: tuple[Chosen, ...]
    found: tuple[DoubleAid, ...]


def _look(
    office: Office, application: Application, chosen: tuple[Chosen, ...], answered: frozenset[str]
) -> _Looked:
    open_ones = [one for one in chosen if one.policy not in answered]
    return _Looked(application, chosen, known.double_aid(office, application, open_ones))
