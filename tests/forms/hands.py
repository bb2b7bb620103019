"""A clerk's hands: keys, Chinese through an input method, and the patience to wait for the window."""

from typing import TypeVar

from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from forms.page import Page

PATIENCE = 10_000
D = TypeVar("D", bound=QWidget)


def framed(page: Page) -> QWidget:
    """A page under its bar, as large as in the main window."""
    window = QWidget()
    layout = QVBoxLayout(window)
    layout.addWidget(page.head() or QWidget())
    layout.addWidget(page, 1)
    window.resize(1290, 740)
    return window


def shown(widget: QWidget) -> None:
    """The window a clerk looks at."""
    widget.show()
    widget.activateWindow()
    assert QTest.qWaitForWindowActive(widget, PATIENCE)


def dialog_of(page: QWidget, kind: type[D]) -> D:
    """The dialog of this kind that has come up, with the cursor in it."""
    dialog = next(one for one in page.findChildren(kind) if one.isVisible())
    # Without a window manager nobody brings it to the front.
    dialog.activateWindow()
    QTest.qWait(20)
    assert dialog.isActiveWindow()
    return dialog


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the focus"
    return widget


def press(key: Qt.Key, *, ctrl: bool = False, shift: bool = False, alt: bool = False) -> None:
    """One key where the focus is."""
    modifiers = Qt.KeyboardModifier.NoModifier
    if ctrl:
        modifiers |= Qt.KeyboardModifier.ControlModifier
    if shift:
        modifiers |= Qt.KeyboardModifier.ShiftModifier
    if alt:
        modifiers |= Qt.KeyboardModifier.AltModifier
    QTest.keyClick(focused(), key, modifiers)


def write(text: str) -> int:
    """Type where the focus is; Chinese arrives as an input method hands it over. Returns the keys it took."""
    if text.isascii():
        QTest.keyClicks(focused(), text)
        return len(text)
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(focused(), event)
    return len(text)


def settled(qtbot: QtBot) -> None:
    """Until nothing is done beside the window any more."""
    quiet = 0

    def is_quiet() -> bool:
        nonlocal quiet
        busy = QThreadPool.globalInstance().activeThreadCount() > 0
        quiet = 0 if busy else quiet + 1
        return quiet > 3

    qtbot.waitUntil(is_quiet, timeout=PATIENCE)
