"""The policies in groups, as a list that one ticks: 符合, 可能符合, 差一点, 不符合."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QElapsedTimer,
    QEvent,
    QModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from counter.cases.match import PolicyMatch
from counter.text import _
from forms import look, pinyin
from forms.match_model import ENTRY, SIGNS, Entry, Index, MatchModel, tone
from forms.reasons import verdict_title

PAUSE = 900
"""Milliseconds after which a letter begins a new search."""
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)


class _Painter(QStyledItemDelegate):
    """Sign and word for a group; box, title and a small line for a policy."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: Entry = index.data(ENTRY)
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        if entry.row is None:
            return QSize(width, look.px(30))
        text = _text_area(QRect(0, 0, width, 10_000))
        title = option.fontMetrics.boundingRect(text, _WRAP, entry.row.title)
        small = look.px(17) if entry.small else 0
        return QSize(width, title.height() + small + look.px(11))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(ENTRY)
        tokens = look.colours()
        area = option.rect
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if selected:
            painter.fillRect(area, QColor(tokens.accent_soft))
        if selected and focused:
            painter.fillRect(QRect(area.left(), area.top(), look.px(3), area.height()), QColor(tokens.accent))
        if entry.row is None:
            self._group(painter, area, entry)
        else:
            self._policy(painter, area, entry)
        painter.restore()

    def _group(self, painter: QPainter, area: QRect, entry: Entry) -> None:
        inner = area.adjusted(look.px(12), 0, -look.px(12), 0)
        font = QFont(painter.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(tone(entry.verdict)))
        title = f"{SIGNS[entry.verdict]} {verdict_title(entry.verdict)}"
        middle = Qt.AlignmentFlag.AlignVCenter
        beside = inner.adjusted(look.px(15), 0, 0, 0)
        painter.drawText(beside, middle | Qt.AlignmentFlag.AlignLeft, title)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, str(entry.count))
        draw_arrow(painter, inner, tone(entry.verdict), is_open=entry.is_open)
        painter.setPen(QPen(QColor(look.colours().line)))
        painter.drawLine(area.topLeft(), area.topRight())

    def _policy(self, painter: QPainter, area: QRect, entry: Entry) -> None:
        assert entry.row is not None
        tokens = look.colours()
        draw_box(painter, area, ticked=entry.chosen)
        text = _text_area(area)
        font = QFont(painter.font())
        font.setBold(entry.chosen)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text))
        used = painter.boundingRect(text, _WRAP, entry.row.title)
        painter.drawText(text, _WRAP, entry.row.title)
        if entry.small:
            font.setBold(False)
            font.setPixelSize(look.px(12))
            painter.setFont(font)
            painter.setPen(QColor(tokens.muted))
            line = QRect(text.left(), used.bottom() + look.px(1), text.width(), look.px(17))
            shown = painter.fontMetrics().elidedText(entry.small, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def draw_arrow(painter: QPainter, area: QRect, colour: str, *, is_open: bool) -> None:
    """Down where the group is open, to the right where it is folded."""
    centre = QPointF(area.left() + look.px(4), area.center().y())
    reach, half = look.px(4), look.px(2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), max(look.px(2), 2)))
    corners = [(-reach, -half), (0, half), (reach, -half)]
    if not is_open:
        corners = [(y, x) for x, y in corners]
    painter.drawPolyline([centre + QPointF(x, y) for x, y in corners])


def _text_area(area: QRect) -> QRect:
    return area.adjusted(look.px(36), look.px(4), -look.px(10), -look.px(4))


def _box(area: QRect) -> QRect:
    side = look.px(15)
    return QRect(area.left() + look.px(12), area.top() + look.px(7), side, side)


def draw_box(painter: QPainter, area: QRect, *, ticked: bool) -> None:
    tokens = look.colours()
    box = _box(area)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.accent if ticked else tokens.line_strong)))
    painter.setBrush(QColor(tokens.accent if ticked else tokens.surface))
    painter.drawRoundedRect(box, look.px(3), look.px(3))
    if ticked:
        pen = QPen(QColor(tokens.on_accent), max(look.px(2), 2))
        painter.setPen(pen)
        unit = box.width() / 15
        corners = [(3.5, 7.8), (6.4, 10.6), (11.6, 4.6)]
        painter.drawPolyline([QPointF(box.left() + x * unit, box.top() + y * unit) for x, y in corners])


class MatchList(QListView):
    """Space ticks a policy, the arrows fold a group, letters find one, Enter asks what is still open."""

    row_changed = Signal()
    tick_wanted = Signal(object)
    ask_wanted = Signal(object)

    def __init__(self, describe: Callable[[PolicyMatch], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries = MatchModel(describe)
        self.setModel(self.entries)
        self.setItemDelegate(_Painter(self))
        self.setProperty("role", "bare")
        self.setAccessibleName(_("Policies by result"))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(False)
        self._typed = ""
        self._clock = QElapsedTimer()
        self.selectionModel().currentChanged.connect(self._tell)

    def _tell(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.row_changed.emit()

    def current(self) -> Entry | None:
        return self.entries.entry(self.currentIndex())

    def current_row(self) -> PolicyMatch | None:
        entry = self.current()
        return entry.row if entry else None

    def go_to(self, key: str) -> None:
        index = self.entries.place_of(key)
        if index.isValid():
            self.setCurrentIndex(index)

    def go_to_first(self) -> None:
        """To the first policy; the heading of its group stands above it."""
        for place in range(self.entries.rowCount()):
            entry = self.entries.entry(self.entries.index(place))
            if entry is not None and entry.row is not None:
                self.setCurrentIndex(self.entries.index(place))
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entry = self.current()
        key = event.key()
        if entry is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._fold(entry, is_open=key == Qt.Key.Key_Right)
        elif key == Qt.Key.Key_Space:
            self._tick(entry)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if entry.row is None:
                self._fold(entry, is_open=not entry.is_open)
            else:
                self._typed = ""
                self.ask_wanted.emit(entry.row)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters typed one after the other find a policy by its words or their pinyin initials."""
        if not self._clock.isValid() or self._clock.elapsed() > PAUSE:
            self._typed = ""
        self._clock.start()
        for typed in (self._typed + search.lower(), search.lower()):
            # What fits nothing was a slip: this letter begins anew.
            self._typed = typed
            if (found := self._row_of(typed)) is not None:
                self.setCurrentIndex(found)
                return

    def _row_of(self, typed: str) -> QModelIndex | None:
        places = [self.entries.index(place) for place in range(self.entries.rowCount())]
        rows = [(at, one.row.title) for at in places if (one := self.entries.entry(at)) and one.row]
        starts = (at for at, title in rows if pinyin.begins(title, typed))
        return next(starts, None) or next((at for at, title in rows if pinyin.matches(title, typed)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        entry = self.entries.entry(index)
        if entry is None:
            return
        if entry.row is None:
            self._fold(entry, is_open=not entry.is_open)
        elif event.position().x() < _text_area(self.visualRect(index)).left():
            self._tick(entry)

    def _tick(self, entry: Entry) -> None:
        if entry.row is None:
            self._fold(entry, is_open=not entry.is_open)
        else:
            self.tick_wanted.emit(entry.row)

    def _fold(self, entry: Entry, *, is_open: bool) -> None:
        if entry.row is not None and not is_open:
            self.go_to(f"#{entry.verdict.value}")
        elif entry.row is None and is_open != entry.is_open:
            self.entries.toggle(entry.verdict, is_open=is_open)
