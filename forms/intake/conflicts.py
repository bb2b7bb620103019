"""Policies that cannot be had together: before accepting, one of each pair is chosen, or both are sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from counter.cases.application import Application
from counter.cases.split import Chosen, speak
from counter.catalogue.model import Catalogue
from counter.catalogue.policy import ExclusionMode
from counter.text import _
from forms import look
from forms.answer_dialog import AnswerDialog
from forms.page import Scrolled
from forms.rows import label

FIRST, SECOND, BOTH = range(3)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two chosen policies that exclude each other, the one that is judged first before the other."""

    first: str
    second: str
    note: str
    same_subject: bool

    @property
    def key(self) -> str:
        return f"{self.first}|{self.second}"


def pairs(catalogue: Catalogue, chosen: Sequence[Chosen], application: Application) -> list[Pair]:
    """The exclusive pairs among what is chosen."""
    found = []
    subjects: dict[str, set[int | None]] = {}
    for picked in chosen:
        subjects.setdefault(picked.policy, set()).add(picked.member)
    for remark in speak(catalogue, chosen, application):
        if remark.mode is ExclusionMode.EXCLUSIVE and remark.other in subjects and not remark.held:
            one, other = sorted((remark.policy, remark.other), key=lambda code: catalogue.policy(code).rank)
            found.append(Pair(one, other, remark.note, bool(subjects[one] & subjects[other])))
    return found


class ConflictDialog(AnswerDialog):
    """1 the first, 2 the second, 3 both and the departments decide."""

    decided = Signal(object)
    """For each pair which one goes on: `FIRST`, `SECOND` or `BOTH`."""

    def __init__(self, parent: QWidget, catalogue: Catalogue, conflicts: Sequence[Pair]) -> None:
        super().__init__(
            parent,
            _("Cannot be had together"),
            _("Go on"),
            text=_("Choose which one goes on; with 3 the departments decide."),
        )
        self._pairs = list(conflicts)
        self._groups: list[QButtonGroup] = []
        scrolled = Scrolled(margin=0, spacing=14)
        for pair in conflicts:
            scrolled.content.addWidget(self._choice(catalogue, pair))
        scrolled.content.addStretch(1)
        self.body.addWidget(scrolled, 1)
        room = self.screen().availableGeometry()
        wide, high = look.px(620), look.px(140 + 110 * len(self._pairs))
        self.resize(min(wide, room.width() - 40), min(high, room.height() - 80))
        _take_focus(self._groups[0])

    def _choice(self, catalogue: Catalogue, pair: Pair) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        group = QButtonGroup(box)
        titles = [catalogue.policy(code).title for code in (pair.first, pair.second)]
        for number, text in enumerate((*titles, _("both"))):
            made = QRadioButton(f"{number + 1}  {text}")
            made.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
            made.installEventFilter(self)
            group.addButton(made, number)
            column.addWidget(made)
        # One member's and the whole household's are not the same entitlement: both go on unless one says so.
        group.button(FIRST if pair.same_subject else BOTH).setChecked(True)
        if pair.note:
            column.addWidget(label(pair.note, "small", wrap=True))
        self._groups.append(group)
        return box

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.modifiers():
            at = next((n for n, group in enumerate(self._groups) if watched in group.buttons()), None)
            if at is not None and event.text() in ("1", "2", "3"):
                chosen = self._groups[at].button(int(event.text()) - 1)
                chosen.setChecked(True)
                chosen.setFocus()
                return True
            if at is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if at + 1 < len(self._groups):
                    _take_focus(self._groups[at + 1])
                else:
                    self.finish()
                return True
        return super().eventFilter(watched, event)

    def finish(self) -> None:
        self.decided.emit(dict(zip(self._pairs, (group.checkedId() for group in self._groups), strict=True)))
        self.accept()


def _take_focus(group: QButtonGroup) -> None:
    if (checked := group.checkedButton()) is not None:
        checked.setFocus()
