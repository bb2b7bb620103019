"""Fields in which one chooses: yes, no or not asked; one of a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from counter.text import _
from forms import look, pinyin

Choice = tuple[str, str]
"""The value and the word for it."""

_ANSWERS: tuple[bool | None, ...] = (True, False, None)
_ANSWER_KEYS = {
    Qt.Key.Key_1: 0,
    Qt.Key.Key_Y: 0,
    Qt.Key.Key_2: 1,
    Qt.Key.Key_N: 1,
    Qt.Key.Key_3: 2,
    Qt.Key.Key_Space: 2,
    Qt.Key.Key_Delete: 2,
}


class TriStateField(QWidget):
    """是, 否 or 未问; not asked is never taken as no. Keys: 1 or Y, 2 or N, 3 or the space bar."""

    edited = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._group = QButtonGroup(self)
        self.buttons: list[QRadioButton] = []
        for number, (text, answer, place) in enumerate(
            (
                (_("Yes"), "yes", "first"),
                (_("No"), "no", "middle"),
                (_("Not asked"), "unasked", "last"),
            )
        ):
            button = QRadioButton(text, self)
            button.setProperty("kind", "segment")
            button.setProperty("answer", answer)
            button.setProperty("place", place)
            button.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
            button.installEventFilter(self)
            self._group.addButton(button, number)
            self.buttons.append(button)
            layout.addWidget(button)
        self.buttons[2].setChecked(True)
        self._take_focus()
        self._group.idClicked.connect(self._clicked)

    def _clicked(self, _number: int) -> None:
        self._take_focus()
        self.edited.emit()
        self.left.emit()

    def _take_focus(self) -> None:
        # Tab stops once, at the answer that is chosen; the arrows go between the three.
        chosen = self.buttons[max(self._group.checkedId(), 0)]
        self.setFocusProxy(chosen)
        for button in self.buttons:
            button.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if button is chosen else Qt.FocusPolicy.ClickFocus
            )

    def value(self) -> object:
        return _ANSWERS[self._group.checkedId()]

    def set_value(self, value: object) -> None:
        number = _ANSWERS.index(value) if isinstance(value, bool) else 2
        if number != self._group.checkedId():
            had_focus = self.has_focus()
            self.buttons[number].setChecked(True)
            self._take_focus()
            if had_focus:
                self.buttons[number].setFocus()

    def has_focus(self) -> bool:
        return any(button.hasFocus() for button in self.buttons)

    def widget(self) -> QWidget:
        return self

    def mark_wrong(self, wrong: bool) -> None:
        """Every answer can be given; what contradicts another is told in words."""

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        for button in self.buttons:
            button.setAccessibleName(f"{name} {button.text()}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        ):
            number = _ANSWER_KEYS.get(Qt.Key(event.key()))
            if number is not None:
                self.set_value(_ANSWERS[number])
                self.edited.emit()
                self.left.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(watched, QWidget):
                return watched.focusNextChild()
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)


class ChoiceField(QComboBox):
    """One of a list, or not asked. Typing finds an entry by its words, its pinyin initials or its code."""

    edited = Signal()
    left = Signal()
    PAUSE = 900

    def __init__(
        self, choices: Sequence[Choice], parent: QWidget | None = None, *, empty: str | None = None
    ) -> None:
        super().__init__(parent)
        self._typed = ""
        self._clock = QElapsedTimer()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(14)
        self.set_choices(choices, empty=_("Not asked") if empty is None else empty)
        self.activated.connect(self._tell_edited)

    def set_choices(self, choices: Sequence[Choice], *, empty: str) -> None:
        """Offer other entries; the one that is chosen stays if it is still offered."""
        before = self.value()
        self.clear()
        if empty:
            self.addItem(empty, None)
        for value, word in choices:
            self.addItem(word, value)
        self.set_value(before)

    def _tell_edited(self, _index: int) -> None:
        self.edited.emit()
        self.left.emit()

    def value(self) -> object:
        return self.currentData()

    def set_value(self, value: object) -> None:
        found = -1
        for index in range(self.count()):
            if self.itemData(index) == value or (value is not None and self.itemData(index) == str(value)):
                found = index
                break
        if found < 0 and value not in (None, ""):
            self.addItem(str(value), value)
            found = self.count() - 1
        self.setCurrentIndex(max(found, 0) if self.count() else -1)

    def widget(self) -> QWidget:
        return self

    def mark_wrong(self, wrong: bool) -> None:
        if (self.property("wrong") == "yes") != wrong:
            look.mark(self, wrong="yes" if wrong else "no")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling a page must not change an answer on the way.
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.focusNextChild()
            return
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.itemData(0) is None:
            self._typed = ""
            self._choose(0)
            return
        text = event.text()
        if text and text.isprintable() and text != " " and not event.modifiers():
            self._find(text)
            return
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex() != before:
            self.edited.emit()

    def _find(self, text: str) -> None:
        if not self._clock.isValid() or self._clock.elapsed() > self.PAUSE:
            self._typed = ""
        self._clock.start()
        self._typed += text.lower()
        found = self._index_of(self._typed)
        if found < 0:
            # What fits nothing was a slip: this letter begins anew.
            self._typed = text.lower()
            found = self._index_of(self._typed)
        if found >= 0:
            self._choose(found)

    def _index_of(self, typed: str) -> int:
        """The entry that begins so, else one that has it inside; "not asked" only where no other fits."""
        ranks = [self._rank(index, typed) for index in range(self.count())]
        best = max(ranks, default=0)
        return ranks.index(best) if best else -1

    def _rank(self, index: int, typed: str) -> int:
        word = self.itemText(index)
        if self.itemData(index) is None:
            return 1 if pinyin.matches(word, typed) else 0
        if pinyin.begins(word, typed) or (typed.isdigit() and str(self.itemData(index)).startswith(typed)):
            return 3
        return 2 if pinyin.matches(word, typed) else 0

    def _choose(self, index: int) -> None:
        if index != self.currentIndex():
            self.setCurrentIndex(index)
            self.edited.emit()
