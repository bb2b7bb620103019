"""What goes wrong, told in a sentence: what happened, to which thing, what to do now."""

from __future__ import annotations

import logging
import re
import secrets
import traceback
from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

from counter.errors import CounterError, Stale
from counter.text import _, say

log = logging.getLogger("counter")

# Whatever looks like an id number, a phone, an account or a name stays out of the log.
_DIGITS = re.compile(r"\d{4,}[Xx]?")
_CHINESE = re.compile(r"[\u3400-\u9FFF\uF900-\uFAFF\U00020000-\U0003FFFF]+")
_QUOTED = re.compile(r"(['\"]).*?\1", re.DOTALL)


def text_of(refused: CounterError) -> str:
    """Every problem of a refusal, one a line."""
    return "\n".join(text for _field, text in say(refused))


def record_bug(bug: BaseException) -> str:
    """Write a bug to the log without personal data; the number finds it there again."""
    number = f"F-{secrets.randbelow(9000) + 1000}"
    said = _CHINESE.sub("…", _QUOTED.sub("…", _DIGITS.sub("…", str(bug))))
    frames = "".join(traceback.format_tb(bug.__traceback__))
    log.error("%s %s: %s\n%s", number, type(bug).__name__, said, frames)
    return number


def bug_text(number: str) -> str:
    return _(
        "Something went wrong inside the program. What you typed is still on the screen. "
        "Please tell the administrator the number {number}.",
        number=number,
    )


def show_bug(owner: QObject | None, bug: BaseException) -> None:
    """Tell of a bug by its number; the program stays up."""
    _tell(owner, bug_text(record_bug(bug)), QMessageBox.Icon.Critical)


def show_refusal(owner: QObject | None, refused: CounterError) -> None:
    """Tell why an act was refused, where the page has no better place for it."""
    _tell(owner, text_of(refused), QMessageBox.Icon.Warning)


def is_stale(refused: CounterError) -> bool:
    return isinstance(refused, Stale)


def _tell(owner: QObject | None, text: str, icon: QMessageBox.Icon) -> None:
    parent = owner if isinstance(owner, QWidget) and shiboken6.isValid(owner) else None
    box = QMessageBox(icon, _("One-Window Counter"), text, QMessageBox.StandardButton.Ok, parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def confirm(parent: QWidget, question: str, *, yes: str, no: str, then: Callable[[], object]) -> QMessageBox:
    """Ask before an act that cannot be taken back, then act; the safe answer has the focus."""
    box = QMessageBox(QMessageBox.Icon.Question, _("One-Window Counter"), question, parent=parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    reject = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(reject)
    box.setEscapeButton(reject)
    accept.clicked.connect(partial(_call, then))
    box.open()
    return box


def _call(then: Callable[[], object], _checked: bool = False) -> None:
    then()


def active_dialog() -> QDialog | None:
    """The dialog that is in front, if any."""
    found = QApplication.activeModalWidget()
    return found if isinstance(found, QDialog) else None
