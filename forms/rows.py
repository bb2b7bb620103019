"""How a field stands on a page: its label, and under it what is wrong with it or was mended."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from forms import look
from forms.fields import Field


def label(text: str, role: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """A text of the page; `role` is one that the style sheet knows."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def line(parent: QWidget | None = None) -> QFrame:
    """A hairline between two parts."""
    made = QFrame(parent)
    made.setProperty("role", "line")
    return made


def button(text: str, kind: str = "", parent: QWidget | None = None) -> QPushButton:
    """A button that Enter presses as well as the space bar; `kind` is primary, danger or quiet."""
    made = QPushButton(text, parent)
    made.setAutoDefault(True)
    if kind:
        made.setProperty("kind", kind)
    return made


class _Told(QLabel):
    """What is wrong with a field or was mended in it; takes no room while there is nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", "error")
        self.hide()

    def tell(self, text: str, *, role: str) -> None:
        if text == self.text() and role == self.property("role"):
            return
        look.mark(self, role=role)
        self.setText(text)
        self.setVisible(bool(text))


class FieldRow(QWidget):
    """The label above, the field under it, and under that what is wrong with it."""

    def __init__(self, text: str, field: Field, parent: QWidget | None = None, *, must: bool = False) -> None:
        super().__init__(parent)
        self.field = field
        self.label = label(f"{text} *" if must else text, "label")
        self.label.setBuddy(field.widget())
        self.told = _Told(self)
        name_widget(field, text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.label)
        layout.addWidget(body_of(field))
        layout.addWidget(self.told)
        layout.addStretch(1)

    def show_problem(self, text: str) -> None:
        self.field.mark_wrong(bool(text))
        self.told.tell(text, role="error")

    def show_note(self, text: str) -> None:
        """What was mended, or what the field tells by itself; never hides a problem."""
        if self.told.property("role") != "error" or not self.told.text():
            self.told.tell(text, role="small")


class LineRow(QWidget):
    """A long label on the left that may wrap, the field on the right; for lists of questions."""

    FIELD_WIDTH = 216

    def __init__(self, text: str, field: Field, parent: QWidget | None = None, *, hint: str = "") -> None:
        super().__init__(parent)
        self.field = field
        self.label = label(text, wrap=True)
        self.label.setBuddy(field.widget())
        self.hint = label(hint, "small", wrap=True, parent=self)
        self.hint.setVisible(bool(hint))
        self.told = _Told(self)
        name_widget(field, text)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.label)
        words.addWidget(self.hint)
        words.addWidget(self.told)
        words.addStretch(1)
        words.setContentsMargins(0, 3, 0, 0)
        self._body = body_of(field)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(12)
        layout.addLayout(words, 1)
        layout.addWidget(self._body, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        self._fit()

    def _fit(self) -> None:
        if self._body.sizePolicy().horizontalPolicy() != QSizePolicy.Policy.Fixed:
            self._body.setFixedWidth(look.px(self.FIELD_WIDTH))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_body"):
            self._fit()

    def set_hint(self, text: str) -> None:
        self.hint.setText(text)
        self.hint.setVisible(bool(text))

    def show_problem(self, text: str) -> None:
        self.field.mark_wrong(bool(text))
        self.told.tell(text, role="error")

    def show_note(self, text: str) -> None:
        if self.told.property("role") != "error" or not self.told.text():
            self.told.tell(text, role="small")


def body_of(field: Field) -> QWidget:
    """The widget that stands on the page; a figure's stands around the one that is typed in."""
    return field if isinstance(field, QWidget) else field.widget()


def name_widget(field: Field, text: str) -> None:
    """The name by which a screen reader calls the field."""
    body_of(field).setAccessibleName(text)


def holds_focus(widget: QWidget) -> bool:
    """True when the cursor is in the widget or in something inside it."""
    focus: QWidget | None = QApplication.focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))
