"""The style sheet of every widget: written once with tokens, filled with colours and a scale."""

from __future__ import annotations

import re
from dataclasses import asdict
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forms.look import Colours

# `12sp` is a length at 100 %, `$text` a colour. Widgets choose by the properties `kind`, `tone` and `role`.
_SHEET = """
* { outline: 0; }
QWidget { color: $text; }
QMainWindow, QWidget[role="page"] { background: $window; }
QDialog { background: $surface; }
QToolTip {
    background: $surface; color: $text; border: 1px solid $line_strong; padding: 6sp 8sp;
}

QLabel { background: transparent; }
QLabel[role="title"] { font-size: 18sp; font-weight: bold; }
QLabel[role="heading"] { font-size: 15sp; font-weight: bold; }
QLabel[role="label"], QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: 12sp; }
QLabel[role="number"] { font-size: 22sp; font-weight: bold; }
QLabel[role="code"] { font-size: 26sp; font-weight: bold; letter-spacing: 2px; }
QLabel[role="training"] { background: $wait_soft; color: $wait; font-weight: bold; padding: 3sp; }
QLabel[role="error"] { color: $bad; font-size: 12sp; }
QLabel[tone="good"] { color: $good; } QLabel[tone="wait"] { color: $wait; }
QLabel[tone="bad"] { color: $bad; } QLabel[tone="accent"] { color: $accent; }
QLabel[role="badge"] { border-radius: 3sp; padding: 1sp 6sp; font-size: 12sp; }
QLabel[role="badge"][tone="good"] { background: $good_soft; color: $good; }
QLabel[role="badge"][tone="wait"] { background: $wait_soft; color: $wait; }
QLabel[role="badge"][tone="bad"] { background: $bad_soft; color: $bad; }
QLabel[role="badge"][tone="idle"] { background: $idle_soft; color: $idle; }
QLabel[role="badge"][tone="accent"] { background: $accent_soft; color: $accent; }

QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: 6sp; }
QFrame[role="bar"] { background: $surface; border: 0; border-bottom: 1px solid $line; }
QFrame[role="foot"] { background: $surface; border: 0; border-top: 1px solid $line; }
QFrame[role="side"] { background: $window; border: 0; border-left: 1px solid $line; }
QFrame[role="rail"] { background: $window; border: 0; border-right: 1px solid $line; }
QFrame[role="sheet"] { background: $surface; border: 0; }
QFrame[role="line"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }
QFrame[role="notice"] { background: $accent_soft; border: 0; border-radius: 6sp; }
QFrame[role="notice"][tone="wait"] { background: $wait_soft; }
QFrame[role="notice"][tone="bad"] { background: $bad_soft; }
QFrame[role="notice"][tone="good"] { background: $good_soft; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox {
    background: $surface; border: 1px solid $line_strong; border-radius: 4sp;
    padding: 3sp 7sp; min-height: 20sp;
    selection-background-color: $accent; selection-color: $on_accent;
}
QTextEdit[role="bare"] { border: 0; background: transparent; padding: 0; }
QTextEdit[role="bare"]:focus { border: 0; padding: 0; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus {
    border: 2px solid $accent; padding: 2sp 6sp;
}
QLineEdit[wrong="yes"], QPlainTextEdit[wrong="yes"], QComboBox[wrong="yes"] {
    border: 2px solid $bad; padding: 2sp 6sp;
}
QLineEdit:read-only, QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {
    background: $sunken; border-color: $line; color: $muted;
}
QTableView QLineEdit, QTableView QComboBox {
    border-radius: 0; border: 2px solid $accent; padding: 0 4sp; min-height: 0;
}
QComboBox::drop-down { border: 0; width: 22sp; }
QComboBox::down-arrow { image: url("$icons/chevron-$tint.svg"); width: 12sp; height: 12sp; }
QComboBox QAbstractItemView {
    background: $surface; border: 1px solid $line_strong; padding: 2sp;
    selection-background-color: $accent_soft; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 26sp; padding: 0 6sp; }

QPushButton {
    background: $surface; border: 1px solid $line_strong; border-radius: 4sp;
    padding: 4sp 14sp; min-height: 20sp;
}
QPushButton:hover { background: $sunken; }
QPushButton:focus { border: 2px solid $accent; padding: 3sp 13sp; }
QPushButton:disabled { color: $muted; background: $sunken; border-color: $line; }
QPushButton[kind="primary"] {
    background: $accent; color: $on_accent; border-color: $accent; font-weight: bold;
}
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $sunken; color: $muted; border-color: $line; }
QPushButton[kind="danger"] { color: $bad; }
QPushButton[kind="danger"]:disabled { color: $muted; }
QPushButton[kind="quiet"] {
    background: transparent; border-color: transparent; color: $accent; padding: 4sp 8sp;
}
QPushButton[kind="quiet"]:hover { background: $accent_soft; }
QPushButton[kind="quiet"]:focus { border: 2px solid $accent; padding: 3sp 7sp; }
QPushButton[kind="quiet"]:disabled { color: $muted; }

QPushButton[kind="line"] {
    background: transparent; border-color: transparent; text-align: left; padding: 3sp 8sp;
}
QPushButton[kind="line"]:hover { background: $sunken; }
QPushButton[kind="line"]:focus { background: $accent_soft; border: 1px solid $accent; }

QPushButton[kind="several"] { text-align: left; padding: 4sp 8sp; }
QPushButton[kind="several"]:focus { padding: 3sp 7sp; }
QPushButton[kind="several"][wrong="yes"] { border: 2px solid $bad; padding: 3sp 7sp; }

QToolButton[kind="place"] {
    background: transparent; border: 0; border-left: 3px solid transparent; border-radius: 0;
    padding: 6sp 2sp 5sp 0; color: $muted; font-size: 12sp; min-width: 66sp; max-width: 66sp;
}
QToolButton[kind="place"]:hover { background: $sunken; color: $text; }
QToolButton[kind="place"]:focus { background: $sunken; color: $text; }
QToolButton[kind="place"]:checked {
    border-left: 3px solid $accent; color: $accent; background: $accent_soft; font-weight: bold;
}
QToolButton[kind="find"] {
    background: $sunken; border: 1px solid $line; border-radius: 4sp; padding: 3sp 10sp;
    color: $muted; min-height: 20sp;
}
QToolButton[kind="find"]:hover, QToolButton[kind="find"]:focus { border-color: $accent; color: $text; }
QToolButton[kind="chip"] {
    background: $surface; border: 1px solid $line_strong; border-radius: 11sp;
    padding: 1sp 10sp; min-height: 18sp;
}
QToolButton[kind="chip"]:checked {
    background: $accent_soft; border-color: $accent; color: $accent; font-weight: bold;
}
QToolButton[kind="chip"]:focus { border: 2px solid $accent; padding: 0 9sp; }
QToolButton[kind="chip"]:disabled { color: $muted; border-color: $line; }

QRadioButton[kind="segment"] {
    border: 1px solid $line_strong; border-left: 0; padding: 2sp 10sp; min-height: 20sp; spacing: 0;
    background: $surface;
}
QRadioButton[kind="segment"][place="first"] {
    border-left: 1px solid $line_strong; border-top-left-radius: 4sp; border-bottom-left-radius: 4sp;
}
QRadioButton[kind="segment"][place="last"] {
    border-top-right-radius: 4sp; border-bottom-right-radius: 4sp;
}
QRadioButton[kind="segment"]::indicator {
    width: 0; height: 0; border: 0; background: transparent; image: none;
}
QRadioButton[kind="segment"]:hover { background: $sunken; }
QRadioButton[kind="segment"]:checked { background: $accent_soft; color: $accent; font-weight: bold; }
QRadioButton[kind="segment"][answer="unasked"]:checked {
    background: $sunken; color: $muted; font-weight: normal;
}
QRadioButton[kind="segment"]:focus { border: 2px solid $accent; padding: 1sp 9sp; }

QCheckBox {
    spacing: 8sp; background: transparent; padding: 2sp; border: 1px solid transparent; border-radius: 4sp;
}
QCheckBox:focus { border: 1px solid $accent; }
QCheckBox::indicator, QAbstractItemView::indicator {
    width: 15sp; height: 15sp; border: 1px solid $line_strong; border-radius: 3sp; background: $surface;
}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {
    background: $accent; border-color: $accent; image: url("$icons/tick-$tint.svg");
}
QCheckBox::indicator:disabled { background: $sunken; }
QCheckBox[tone="bad"]:checked { color: $bad; font-weight: bold; }
QCheckBox[tone="bad"]::indicator:checked { background: $bad; border-color: $bad; }

QAbstractItemView {
    background: $surface; border: 1px solid $line; border-radius: 4sp; gridline-color: $line;
    alternate-background-color: $window; selection-background-color: $accent_soft; selection-color: $text;
}
QAbstractItemView[role="bare"] { border: 0; border-radius: 0; background: transparent; }
QAbstractItemView:focus { border-color: $accent; }
QAbstractItemView[role="bare"]:focus { border: 0; }
QTableView::item { padding: 0 6sp; border: 0; }
QTableView::item:selected { background: $accent_soft; color: $text; }
QTableView::item:focus { border: 2px solid $accent; padding: 0 4sp; }
QTableView[reads="rows"]::item:focus { border: 0; padding: 0 6sp; }
QListView::item { padding: 3sp 6sp; }
QListView::item:selected, QTreeView::item:selected { background: $accent_soft; color: $text; }
QTreeView::branch { background: transparent; image: none; border-image: none; }
QHeaderView { background: $surface; border: 0; }
QHeaderView::section {
    background: $surface; color: $muted; border: 0; border-bottom: 1px solid $line_strong; padding: 4sp 6sp;
    font-size: 12sp;
}
QTableCornerButton::section { background: $surface; border: 0; border-bottom: 1px solid $line_strong; }

QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget[role="scrolled"] { background: transparent; }
QScrollBar:vertical { background: transparent; width: 11sp; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 11sp; margin: 0; }
QScrollBar::handle { background: $line_strong; border-radius: 3sp; min-height: 28sp; min-width: 28sp; }
QScrollBar::handle:vertical { margin: 2sp 3sp; } QScrollBar::handle:horizontal { margin: 3sp 2sp; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; } QSplitter::handle:vertical { height: 1px; }
QProgressBar { background: $sunken; border: 0; border-radius: 3sp; max-height: 6sp; min-height: 6sp; }
QProgressBar::chunk { background: $accent; border-radius: 3sp; }
QMenu { background: $surface; border: 1px solid $line_strong; padding: 4sp; }
QMenu::item { padding: 5sp 18sp; border-radius: 3sp; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QPdfView { background: $sunken; border: 0; }
"""

_LENGTH = re.compile(r"(\d+(?:\.\d+)?)sp\b")


def style_sheet(tokens: Colours, scale: float, icons: str, *, dark: bool) -> str:
    """The sheet in these colours, its lengths multiplied by `scale`; `icons` is the folder of drawings."""
    names = {**asdict(tokens), "icons": icons, "tint": "dark" if dark else "light"}
    filled = Template(_SHEET).substitute(names)
    return _LENGTH.sub(lambda found: f"{round(float(found[1]) * scale)}px", filled)
