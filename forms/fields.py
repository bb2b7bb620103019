"""The fields of a form. Each hands over what was typed; what it means, and what is wrong, the rules say.

A field has `value()` (None is not asked), `set_value()`, and tells `edited` at each change by hand and
`left` when it is done with. To add a kind: give it these four, and a line in `fact_fields.field_for`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from counter.text import _
from forms import look

ID_LENGTH = 18

# What input methods leave behind in figures: full-width digits and signs.
_HALF_WIDTH: dict[int, int | str] = {
    **{0xFF10 + n: ord("0") + n for n in range(10)},
    0x3000: " ",
    0xFF38: "X",
    0xFF58: "x",
}


class Field(Protocol):
    """What a page needs of any field."""

    edited: SignalInstance
    left: SignalInstance

    def value(self) -> object: ...
    def set_value(self, value: object) -> None: ...
    def widget(self) -> QWidget: ...
    def mark_wrong(self, wrong: bool) -> None: ...


def is_claimed(widget: QWidget, event: QEvent) -> bool:
    """Whether undo or redo belongs to the page around the field, which takes back more than its letters."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if not (event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)):
        return False
    pressed = QKeySequence(event.keyCombination())
    around: QWidget | None = widget.parentWidget()
    while around is not None:
        if any(pressed in action.shortcuts() for action in around.actions()):
            return True
        around = None if around.isWindow() else around.parentWidget()
    return False


class TextField(QLineEdit):
    """One line of text. Spaces around it do not count; Enter goes on to the next field."""

    edited = Signal()
    left = Signal()
    enter_goes_on = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textEdited.connect(self._tell_edited)
        self.editingFinished.connect(self.left)

    def _tell_edited(self, _text: str) -> None:
        self.edited.emit()

    def event(self, event: QEvent) -> bool:
        if is_claimed(self, event):
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if (
            self.enter_goes_on
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        ):
            event.accept()
            self.focusNextChild()

    def value(self) -> object:
        return self.text().strip() or None

    def set_value(self, value: object) -> None:
        text = "" if value is None else str(value)
        # A field in which someone is typing keeps its cursor.
        if text != self.text().strip():
            self.setText(text)
            self.setCursorPosition(0 if not self.hasFocus() else len(text))

    def widget(self) -> QWidget:
        return self

    def mark_wrong(self, wrong: bool) -> None:
        if (self.property("wrong") == "yes") != wrong:
            look.mark(self, wrong="yes" if wrong else "no")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()


class SuggestField(TextField):
    """One line with words that are usual here: in an empty field their figure writes them."""

    def __init__(self, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = list(words[:9])
        self.setPlaceholderText("  ".join(f"{at} {word}" for at, word in enumerate(self._words, start=1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = int(event.text()) - 1 if event.text() in tuple("123456789") else -1
        if not self.text() and not event.modifiers() and 0 <= at < len(self._words):
            self.setText(self._words[at])
            self.edited.emit()
        else:
            super().keyPressEvent(event)


class IdNumberField(TextField):
    """An id number; tells `completed` at the eighteenth character, before anything else is typed."""

    completed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(40)
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin | Qt.InputMethodHint.ImhNoPredictiveText)
        self.setPlaceholderText(_("18 characters"))
        self.textEdited.connect(self._look_at)

    def _look_at(self, text: str) -> None:
        number = "".join(text.translate(_HALF_WIDTH).split()).upper()
        if len(number) == ID_LENGTH:
            self.completed.emit(number)


class DateField(TextField):
    """A day; typed as digits, with any usual separator."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(_("such as 20150302"))
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)


class FigureField(QWidget):
    """A figure with its unit behind it; money is typed in yuan."""

    edited = Signal()
    left = Signal()

    def __init__(self, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = TextField(self)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.unit = QLabel(unit, self)
        look.mark(self.unit, role="small")
        self.edit.edited.connect(self.edited)
        self.edit.left.connect(self.left)
        self.setFocusProxy(self.edit)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.edit, 1)
        layout.addWidget(self.unit)
        self.unit.setVisible(bool(unit))

    def value(self) -> object:
        return self.edit.value()

    def set_value(self, value: object) -> None:
        self.edit.set_value(value)

    def widget(self) -> QWidget:
        return self.edit

    def mark_wrong(self, wrong: bool) -> None:
        self.edit.mark_wrong(wrong)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.edit.setAccessibleName(f"{name} {self.unit.text()}".strip())


class ProseField(QPlainTextEdit):
    """Several lines of text. Enter goes on to the next field, Shift+Enter begins a line."""

    edited = Signal()
    left = Signal()

    def __init__(self, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._quiet = False
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.textChanged.connect(self._tell_edited)

    def _tell_edited(self) -> None:
        if not self._quiet:
            self.edited.emit()

    def event(self, event: QEvent) -> bool:
        if is_claimed(self, event):
            event.ignore()
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().lineSpacing()
        return QSize(super().sizeHint().width(), line * self._lines + look.px(18))

    def minimumSizeHint(self) -> QSize:
        return QSize(look.px(120), self.sizeHint().height())

    def value(self) -> object:
        return self.toPlainText().strip() or None

    def set_value(self, value: object) -> None:
        text = "" if value is None else str(value)
        if text != self.toPlainText().strip():
            self._quiet = True
            self.setPlainText(text)
            self._quiet = False

    def widget(self) -> QWidget:
        return self

    def mark_wrong(self, wrong: bool) -> None:
        if (self.property("wrong") == "yes") != wrong:
            look.mark(self, wrong="yes" if wrong else "no")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
