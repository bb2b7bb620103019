"""The seven sections, each with a sign and a word for how far it is; Alt+1 to Alt+7 go there."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QButtonGroup, QFrame, QSizePolicy, QWidget

from counter.text import _
from forms import look


class Progress(StrEnum):
    """How far a section is. 齐 never means that anything was accepted."""

    EMPTY = "empty"
    STARTED = "started"
    COMPLETE = "complete"
    TROUBLE = "trouble"


def progress_word(progress: Progress) -> str:
    return {
        Progress.EMPTY: _("not begun"),
        Progress.STARTED: _("begun"),
        Progress.COMPLETE: _("complete"),
        Progress.TROUBLE: _("to mend"),
    }[progress]


_SIGNS = {Progress.EMPTY: "○", Progress.STARTED: "◐", Progress.COMPLETE: "✓", Progress.TROUBLE: "▲"}


def _tone(progress: Progress) -> str:
    tokens = look.colours()
    return {
        Progress.EMPTY: tokens.muted,
        Progress.STARTED: tokens.wait,
        Progress.COMPLETE: tokens.good,
        Progress.TROUBLE: tokens.bad,
    }[progress]


class _Stop(QAbstractButton):
    """One section: its number, its name, and how far it is."""

    def __init__(self, number: int, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = number
        self._lying = False
        self.progress = Progress.EMPTY
        self.setText(title)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_progress(Progress.EMPTY)

    def lie(self, lying: bool) -> None:
        """In a row above the form, not in a column beside it."""
        self._lying = lying
        self.setSizePolicy(
            QSizePolicy.Policy.Preferred if lying else QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        )
        self.updateGeometry()
        self.update()

    def show_progress(self, progress: Progress) -> None:
        self.progress = progress
        self.setAccessibleName(f"{self._number} {self.text()} {progress_word(progress)}")
        self.setToolTip(f"Alt+{self._number} · {progress_word(progress)}")
        self.update()

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(f"{self.text()}  {_SIGNS[self.progress]}") + look.px(22)
        return QSize(wide, look.px(34)) if self._lying else QSize(look.px(168), look.px(46))

    def minimumSizeHint(self) -> QSize:
        return QSize(look.px(40), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = look.colours()
        painter = QPainter(self)
        area = self.rect()
        if self.isChecked() or self.underMouse() or self.hasFocus():
            painter.fillRect(area, QColor(tokens.accent_soft if self.isChecked() else tokens.sunken))
        if self.isChecked():
            side = look.px(3)
            bar = (
                QRect(0, area.bottom() - side + 1, area.width(), side)
                if self._lying
                else QRect(0, 0, side, area.height())
            )
            painter.fillRect(bar, QColor(tokens.accent))
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 1))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        (self._paint_lying if self._lying else self._paint_standing)(painter, area)

    def _title_font(self) -> QFont:
        font = QFont(self.font())
        font.setBold(self.isChecked())
        return font

    def _paint_standing(self, painter: QPainter, area: QRect) -> None:
        tokens = look.colours()
        inner = area.adjusted(look.px(16), look.px(5), -look.px(12), -look.px(5))
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        painter.setFont(self._title_font())
        painter.setPen(QColor(tokens.accent if self.isChecked() else tokens.text))
        painter.drawText(inner, left | Qt.AlignmentFlag.AlignTop, self.text())
        small = QFont(self.font())
        small.setPixelSize(look.px(12))
        painter.setFont(small)
        painter.setPen(QColor(tokens.muted))
        painter.drawText(inner, right | Qt.AlignmentFlag.AlignTop, str(self._number))
        painter.setPen(QColor(_tone(self.progress)))
        told = f"{_SIGNS[self.progress]} {progress_word(self.progress)}"
        painter.drawText(inner, left | Qt.AlignmentFlag.AlignBottom, told)

    def _paint_lying(self, painter: QPainter, area: QRect) -> None:
        tokens = look.colours()
        inner = area.adjusted(look.px(9), 0, -look.px(9), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._title_font())
        painter.setPen(QColor(tokens.accent if self.isChecked() else tokens.text))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.setPen(QColor(_tone(self.progress)))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, _SIGNS[self.progress])


class SectionRail(QFrame):
    """A column beside the form where there is room, a row above it where there is not."""

    chosen = Signal(int)
    left = Signal()
    """Enter: go into the section that is chosen."""

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self.setAccessibleName(_("Sections of the application"))
        self._group = QButtonGroup(self)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 8, 0, 8)
        self._box.setSpacing(0)
        self.stops: list[_Stop] = []
        for number, title in enumerate(titles, start=1):
            stop = _Stop(number, title, self)
            self._group.addButton(stop, number - 1)
            self.stops.append(stop)
            self._box.addWidget(stop)
        self._box.addStretch(1)
        self.stops[0].setChecked(True)
        self._group.idClicked.connect(self.chosen)

    def lie(self, lying: bool) -> None:
        self._box.setDirection(
            QBoxLayout.Direction.LeftToRight if lying else QBoxLayout.Direction.TopToBottom
        )
        self._box.setContentsMargins(
            8 if lying else 0, 0 if lying else 8, 8 if lying else 0, 0 if lying else 8
        )
        look.mark(self, role="bar" if lying else "rail")
        for stop in self.stops:
            stop.lie(lying)

    def choose(self, section: int) -> None:
        self.stops[section].setChecked(True)

    def take_focus(self) -> None:
        checked = self._group.checkedId()
        self.stops[max(checked, 0)].setFocus(Qt.FocusReason.TabFocusReason)

    def show_progress(self, section: int, progress: Progress) -> None:
        self.stops[section].show_progress(progress)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Left: -1,
        }.get(Qt.Key(event.key()))
        if step is not None:
            at = (self._group.checkedId() + step) % len(self.stops)
            self.choose(at)
            self.chosen.emit(at)
            self.take_focus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)
