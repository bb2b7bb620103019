"""A field in which one chooses several of a list: the statuses, the diseases, the benefits had before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from counter.text import _
from forms import look, pinyin
from forms.choice_fields import Choice


class SetField(QPushButton):
    """Several of a list, known to be none, or not asked. The space bar opens the list."""

    edited = Signal()
    left = Signal()

    def __init__(
        self, choices: Sequence[Choice], parent: QWidget | None = None, *, open_ended: bool = False
    ) -> None:
        super().__init__(parent)
        self._choices = list(choices)
        self._open_ended = open_ended
        self._chosen: list[str] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setProperty("kind", "several")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(look.px(120))
        self.clicked.connect(self.open_list)
        self._show()

    def value(self) -> object:
        return None if self._chosen is None else list(self._chosen)

    def set_value(self, value: object) -> None:
        self._chosen = [str(item) for item in value] if isinstance(value, list | tuple | set) else None
        self._show()

    def widget(self) -> QWidget:
        return self

    def mark_wrong(self, wrong: bool) -> None:
        look.mark(self, wrong="yes" if wrong else "no")

    def word_of(self, value: str) -> str:
        return next((word for code, word in self._choices if code == value), value)

    def _show(self) -> None:
        if self._chosen is None:
            text = _("Not asked")
        elif not self._chosen:
            text = _("None")
        else:
            text = "、".join(map(self.word_of, self._chosen))
        self.setText(text)
        self.setToolTip(text)
        self.setProperty("answered", "yes" if self._chosen is not None else "no")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._take(None)
        elif key == Qt.Key.Key_0:
            self._take([])
        elif key == Qt.Key.Key_Down or (event.text().isalpha() and not event.modifiers()):
            self.open_list(typed=event.text() if event.text().isalpha() else "")
        else:
            super().keyPressEvent(event)

    def open_list(self, _checked: bool = False, *, typed: str = "") -> None:
        popup = _SetPopup(self, self._choices, self._chosen, open_ended=self._open_ended, typed=typed)
        popup.taken.connect(self._take)
        popup.show_below(self)

    def _take(self, chosen: list[str] | None) -> None:
        self._chosen = chosen
        self._show()
        self.edited.emit()
        self.left.emit()


class _SetPopup(QFrame):
    """The list of a set: type to narrow it, arrows to go, the space bar ticks, Enter is done."""

    taken = Signal(object)

    def __init__(
        self,
        owner: SetField,
        choices: Sequence[Choice],
        chosen: list[str] | None,
        *,
        open_ended: bool,
        typed: str,
    ) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look.mark(self, role="card")
        self._open_ended = open_ended
        self._unknown = chosen is None
        self.filter = QLineEdit(typed)
        self.filter.setPlaceholderText(_("Type to narrow the list"))
        self.filter.setAccessibleName(_("Type to narrow the list"))
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        look.mark(self.list, role="bare")
        ticked = set(chosen or ())
        known = {value for value, _word in choices}
        for value, word in (*choices, *((extra, extra) for extra in ticked - known)):
            self._add(value, word, ticked=value in ticked)
        hint = QLabel(_("Space ticks, Enter is done, F2 none of them, F3 not asked"))
        hint.setWordWrap(True)
        look.mark(hint, role="small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.filter)
        layout.addWidget(self.list)
        layout.addWidget(hint)
        self.filter.textChanged.connect(self._narrow)
        self.filter.installEventFilter(self)
        self.list.itemChanged.connect(self._became_known)
        self._narrow(typed)

    def _add(self, value: str, word: str, *, ticked: bool) -> QListWidgetItem:
        item = QListWidgetItem(word, self.list)
        item.setData(Qt.ItemDataRole.UserRole, value)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        return item

    def _became_known(self, _item: QListWidgetItem) -> None:
        self._unknown = False

    def show_below(self, owner: QWidget) -> None:
        self.resize(max(owner.width(), look.px(260)), look.px(320))
        corner = owner.mapToGlobal(QPoint(0, owner.height() + 2))
        room = owner.screen().availableGeometry()
        corner.setX(max(room.left(), min(corner.x(), room.right() - self.width())))
        if corner.y() + self.height() > room.bottom():
            corner.setY(max(room.top(), owner.mapToGlobal(QPoint(0, 0)).y() - self.height() - 2))
        self.move(corner)
        self.show()
        self.filter.setFocus()

    def _narrow(self, typed: str) -> None:
        first = None
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(not pinyin.matches(item.text(), typed))
            if first is None and not item.isHidden():
                first = item
        if first is not None:
            self.list.setCurrentItem(first)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            acts: dict[Qt.Key, Callable[[], None]] = {
                Qt.Key.Key_Space: self._tick,
                Qt.Key.Key_Return: self._done,
                Qt.Key.Key_Enter: self._done,
                Qt.Key.Key_F2: partial(self._answer, []),
                Qt.Key.Key_F3: partial(self._answer, None),
                Qt.Key.Key_Down: partial(self._go, 1),
                Qt.Key.Key_Up: partial(self._go, -1),
            }
            if (act := acts.get(Qt.Key(event.key()))) is not None:
                act()
                return True
        return super().eventFilter(watched, event)

    def _go(self, step: int) -> None:
        row = self.list.currentRow() + step
        while 0 <= row < self.list.count() and self.list.item(row).isHidden():
            row += step
        if 0 <= row < self.list.count():
            self.list.setCurrentRow(row)

    def _tick(self) -> None:
        item: QListWidgetItem | None = self.list.currentItem()
        if item is None or item.isHidden():
            if self._open_ended and (typed := self.filter.text().strip()):
                self.filter.clear()
                self.list.setCurrentItem(self._add(typed, typed, ticked=True))
                self._unknown = False
            return
        checked = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)
        self.filter.selectAll()

    def _done(self) -> None:
        items = [self.list.item(row) for row in range(self.list.count())]
        ticked = [
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]
        self._answer(None if self._unknown and not ticked else ticked)

    def _answer(self, chosen: list[str] | None) -> None:
        self.taken.emit(chosen)
        self.close()
