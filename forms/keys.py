"""Keys: every one is an action with a sentence, so that Shift+F1 can list what works on a screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from counter.text import _
from forms import look
from forms.page import Scrolled
from forms.rows import button, label


def bind(
    widget: QWidget,
    keys: str | tuple[str, ...],
    text: str,
    act: Callable[[], object],
    *,
    within: Qt.ShortcutContext = Qt.ShortcutContext.WidgetWithChildrenShortcut,
) -> QAction:
    """Let `keys` (such as `Ctrl+S`) do `act` while the focus is in `widget`; `text` tells what it does."""
    action = QAction(text, widget)
    action.setShortcuts([QKeySequence(key) for key in ((keys,) if isinstance(keys, str) else keys)])
    action.setShortcutContext(within)
    action.triggered.connect(partial(_act, act))
    widget.addAction(action)
    return action


def _act(act: Callable[[], object], _checked: bool = False) -> None:
    act()


def bind_row(view: QAbstractItemView, key: str, text: str, act: Callable[[], object]) -> QAction:
    """A single letter that acts on the row; the list has the input method off, so that it always works."""
    view.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
    return bind(view, key, text, act, within=Qt.ShortcutContext.WidgetShortcut)


def actions_of(widget: QWidget) -> list[QAction]:
    """The actions of a widget and of what is visible inside it, in the order made, each key once."""
    found: list[QAction] = []
    seen: set[str] = set()
    for owner in (widget, *widget.findChildren(QWidget)):
        if owner is not widget and not owner.isVisibleTo(widget):
            continue
        for action in owner.actions():
            key = action.shortcut().toString()
            if key and action.text() and action.isEnabled() and key not in seen:
                seen.add(key)
                found.append(action)
    return found


def shown(action: QAction) -> str:
    """The keys of an action as they stand on the keyboard."""
    names = [one.toString(QKeySequence.SequenceFormat.NativeText) for one in action.shortcuts()]
    return " / ".join(dict.fromkeys(names))


class KeyList(QDialog):
    """Shift+F1: every key that works on this screen."""

    def __init__(self, parent: QWidget, groups: list[tuple[str, list[QAction]]]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keys on this screen"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        close = button(_("Close the list"))
        close.clicked.connect(self.accept)
        close.setDefault(True)
        # In large text there are more keys than a small screen has lines; the arrows scroll.
        scrolled = Scrolled(margin=0)
        scrolled.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        columns = QHBoxLayout()
        columns.setSpacing(32)
        for half in (groups[0::2], groups[1::2]):
            column = QVBoxLayout()
            column.setSpacing(14)
            for title, actions in half:
                column.addWidget(label(title, "heading"))
                column.addLayout(_table(actions))
            column.addStretch(1)
            columns.addLayout(column)
        scrolled.content.addLayout(columns)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(14)
        layout.addWidget(scrolled, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        wanted, room = scrolled.inner.sizeHint(), self.screen().availableGeometry()
        wide = min(wanted.width() + look.px(64), room.width() - 40)
        high = wanted.height() + close.sizeHint().height() + look.px(60)
        self.resize(wide, min(high, room.height() - 60))
        scrolled.setFocus()


def _table(actions: list[QAction]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for row, action in enumerate(actions):
        grid.addWidget(label(shown(action), "label"), row, 0)
        grid.addWidget(label(action.text()), row, 1)
    return grid
