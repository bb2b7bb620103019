"""A small calendar of a referral's days: worked or off, where the clock stood still, and the last one."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter.cases.casefile import ReferralFile
from counter.cases.deadlines import EXTENSION
from counter.catalogue.model import Calendar
from counter.text import _, chinese_date
from forms import look

CELL, ROW, HEAD, WEEK, GAP = 34, 24, 24, 18, 10
LEAVES = 340
"""What a dialog needs of the screen's height beside the months."""
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Marks:
    """What a day is: worked or off, exchanged for another (调休), a holiday, stopped, today, the last one."""

    works: bool
    exchanged: bool
    holiday: bool
    stopped: bool
    today: bool
    last: bool

    @property
    def sign(self) -> str:
        """The one character that stands in the corner of the day; its colour says no more than it does."""
        if self.last:
            return _("L")
        if self.stopped:
            return _("S")
        if self.exchanged:
            return _("W")
        return _("H") if self.holiday else ""


class DayCalendar(QWidget):
    """Two months, or one on a small screen; Page Down and Page Up go on and back."""

    def __init__(
        self, known: Calendar, row: ReferralFile, today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._known = known
        self._row = row
        self._today = today
        self.first = today.replace(day=1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Days of the clock"))
        self._tell()

    def marks(self, day: date) -> Marks:
        off_by_law = day in self._known.holidays and day.weekday() < SATURDAY
        return Marks(
            works=self._known.is_working_day(day),
            exchanged=day in self._known.working_weekends,
            holiday=off_by_law,
            stopped=any(
                one.started < day <= (one.ended or self._today)
                for one in self._row.intervals
                if one.kind != EXTENSION
            ),
            today=day == self._today,
            last=day == self._row.due.due,
        )

    def months(self) -> int:
        """Two where the screen has room for them."""
        room = self.screen().availableGeometry().height() - look.px(LEAVES)
        return 2 if room >= 2 * self._month_height() else 1

    def turn(self, months: int) -> None:
        """Show later months, or earlier ones."""
        self.first = _month(self.first, months)
        self._tell()
        self.update()

    def _tell(self) -> None:
        """The same in words, for whoever does not see it."""
        told = []
        for day in self._days():
            sign = self.marks(day).sign
            if sign:
                told.append(f"{chinese_date(day)} {sign}")
        self.setAccessibleDescription("; ".join(told))
        self.setToolTip(legend())

    def _days(self) -> list[date]:
        end = _month(self.first, self.months())
        return [self.first + timedelta(n) for n in range((end - self.first).days)]

    def sizeHint(self) -> QSize:
        return QSize(look.px(CELL * 7), self.months() * self._month_height() - look.px(GAP))

    def _month_height(self) -> int:
        return look.px(HEAD + WEEK + 6 * ROW + GAP)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    # --- drawing -----------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in range(self.months()):
            self._draw_month(painter, _month(self.first, place), place * self._month_height())
        painter.end()

    def _draw_month(self, painter: QPainter, first: date, top: int) -> None:
        tokens, cell, high = look.colours(), look.px(CELL), look.px(ROW)
        painter.setFont(_font(self, 13, bold=True))
        painter.setPen(QColor(tokens.text))
        title = _("{year}-{month}", year=first.year, month=first.month)
        if not self._known.knows(first):
            title = _("{month} (days off not announced yet)", month=title)
        painter.drawText(
            QRectF(0, top, cell * 7, look.px(HEAD)),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            title,
        )
        painter.setFont(_font(self, 11))
        painter.setPen(QColor(tokens.muted))
        for weekday, name in enumerate(_("M T W T F S S").split()):
            box = QRectF(weekday * cell, top + look.px(HEAD), cell, look.px(WEEK))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
        start, count = calendar.monthrange(first.year, first.month)
        for number in range(count):
            week, weekday = divmod(start + number, 7)
            y = top + look.px(HEAD + WEEK) + week * high
            self._draw_day(painter, first + timedelta(number), QRectF(weekday * cell, y, cell, high))

    def _draw_day(self, painter: QPainter, day: date, box: QRectF) -> None:
        tokens, marks = look.colours(), self.marks(day)
        inner = box.adjusted(1, 1, -1, -1)
        radius = look.px(4)
        painter.setPen(Qt.PenStyle.NoPen)
        if marks.stopped:
            painter.setBrush(QColor(tokens.wait_soft))
            painter.drawRoundedRect(inner, radius, radius)
        elif not marks.works:
            painter.setBrush(QColor(tokens.sunken))
            painter.drawRoundedRect(inner, radius, radius)
        if marks.last:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), max(2, look.px(2))))
            painter.drawRoundedRect(inner, radius, radius)
        painter.setFont(_font(self, 12, bold=marks.last or marks.today))
        painter.setPen(QColor(tokens.text if marks.works else tokens.muted))
        beside = inner.adjusted(0, 0, -look.px(8) if marks.sign else 0, 0)
        painter.drawText(beside, Qt.AlignmentFlag.AlignCenter, str(day.day))
        if marks.today:
            painter.setPen(QPen(QColor(tokens.accent), max(2, look.px(2))))
            y = inner.bottom() - look.px(3)
            aside = inner.width() * 0.3
            painter.drawLine(QLineF(inner.left() + aside, y, inner.right() - aside, y))
        if marks.sign:
            painter.setFont(_font(self, 9))
            tone = tokens.accent if marks.last else tokens.wait if marks.stopped else tokens.muted
            painter.setPen(QColor(tone))
            corner = inner.adjusted(0, 0, -look.px(2), 0)
            painter.drawText(corner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, marks.sign)


def legend() -> str:
    """What the signs in the corners mean."""
    return _("L last day  S clock stopped  W working weekend  H holiday; today is underlined")


def _month(first: date, by: int) -> date:
    """The first day of the month so many months on."""
    months = first.year * 12 + first.month - 1 + by
    return date(months // 12, months % 12 + 1, 1)


def _font(widget: QWidget, pixels: int, *, bold: bool = False) -> QFont:
    font = QFont(widget.font())
    font.setPixelSize(look.px(pixels))
    font.setBold(bold)
    return font
