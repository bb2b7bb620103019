"""A list of lines to read with the arrows: headings that fold, and under each a title with a small line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from forms import look
from forms.match_list import draw_arrow

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)
_PLAIN = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.KeypadModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `mark` stands small at its right, in the colour that `tone` names; a heading counts there."""

    key: str
    title: str
    small: str = ""
    mark: str = ""
    tone: str = "muted"
    is_heading: bool = False
    is_open: bool = True


class LineModel(QAbstractListModel):
    """The lines in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Line, ...] = ()

    def show(self, lines: Sequence[Line]) -> None:
        """Show these; where only words differ, the cursor and the view stay."""
        fresh = tuple(lines)
        if [line.key for line in fresh] == [line.key for line in self.lines] and fresh:
            self.lines = fresh
            self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))
            return
        self.beginResetModel()
        self.lines = fresh
        self.endResetModel()

    def at(self, index: Index) -> Line | None:
        return self.lines[index.row()] if index.isValid() else None

    def place_of(self, key: str) -> QModelIndex:
        for place, line in enumerate(self.lines):
            if line.key == key:
                return self.index(place)
        return QModelIndex()

    def first(self) -> QModelIndex:
        """The first line that is no heading; the first heading where all are folded."""
        for place, line in enumerate(self.lines):
            if not line.is_heading:
                return self.index(place)
        return self.index(0) if self.lines else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " ".join(filter(None, (line.title, line.small, line.mark)))
        if role == Qt.ItemDataRole.ToolTipRole and line.small:
            return f"{line.title}\n{line.small}"
        return None


class _Painter(QStyledItemDelegate):
    """A heading with its count; a title that may wrap, and under it the small line and the mark."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: Line = index.data(LINE)
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        if line.is_heading:
            return QSize(width, look.px(30))
        area = _title_area(QRect(0, 0, width, 10_000), line)
        title = option.fontMetrics.boundingRect(area, _WRAP, line.title)
        return QSize(width, title.height() + look.px(12) + (look.px(17) if line.small else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE)
        tokens = look.colours()
        area = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(tokens.accent_soft))
            if option.state & QStyle.StateFlag.State_HasFocus:
                edge = QRect(area.left(), area.top(), look.px(3), area.height())
                painter.fillRect(edge, QColor(tokens.accent))
        if line.is_heading:
            _draw_heading(painter, area, line)
        else:
            _draw_line(painter, area, line)
        painter.restore()


def _draw_heading(painter: QPainter, area: QRect, line: Line) -> None:
    tokens = look.colours()
    inner = area.adjusted(look.px(12), 0, -look.px(12), 0)
    font = QFont(painter.font())
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(tokens.text))
    middle = Qt.AlignmentFlag.AlignVCenter
    beside = inner.adjusted(look.px(16), 0, 0, 0)
    painter.drawText(beside, middle | Qt.AlignmentFlag.AlignLeft, line.title)
    draw_arrow(painter, inner, tokens.muted, is_open=line.is_open)
    painter.setPen(QColor(getattr(tokens, line.tone)))
    painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, line.mark)
    painter.setPen(QPen(QColor(tokens.line)))
    painter.drawLine(area.topLeft(), area.topRight())


def _draw_line(painter: QPainter, area: QRect, line: Line) -> None:
    tokens = look.colours()
    title = _title_area(area, line)
    painter.setPen(QColor(tokens.text))
    used = painter.boundingRect(title, _WRAP, line.title)
    painter.drawText(title, _WRAP, line.title)
    painter.setFont(_small_font(painter.font()))
    text = _text_area(area)
    top = used.bottom() + look.px(1) if line.small else area.top()
    small = QRect(text.left(), top, text.width(), look.px(17) if line.small else area.height())
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.setPen(QColor(tokens.muted))
    room = max(small.width() - _mark_width(line), 0)
    shown = painter.fontMetrics().elidedText(line.small, Qt.TextElideMode.ElideRight, room)
    painter.drawText(small, middle | Qt.AlignmentFlag.AlignLeft, shown)
    painter.setPen(QColor(getattr(tokens, line.tone)))
    painter.drawText(small, middle | Qt.AlignmentFlag.AlignRight, line.mark)


def _small_font(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(look.px(12))
    return small


def _mark_width(line: Line) -> int:
    if not line.mark:
        return 0
    return QFontMetrics(_small_font(QApplication.font())).horizontalAdvance(line.mark) + look.px(10)


def _text_area(area: QRect) -> QRect:
    return area.adjusted(look.px(28), look.px(5), -look.px(12), -look.px(5))


def _title_area(area: QRect, line: Line) -> QRect:
    """Beside a mark where no small line takes it in."""
    text = _text_area(area)
    return text if line.small else text.adjusted(0, 0, -_mark_width(line), 0)


class LineList(QListView):
    """The arrows go and fold, Enter opens, what is typed is handed on; the input method is off."""

    row_changed = Signal()
    typed = Signal(str)
    opened = Signal(str)
    """The key of a line that one wants to work on."""
    fold_wanted = Signal(str, bool)
    """The key of a heading, and whether it should be open."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries = LineModel()
        self.setModel(self.entries)
        self.setItemDelegate(_Painter(self))
        self.setProperty("role", "bare")
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.selectionModel().currentChanged.connect(self._tell)

    def _tell(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.row_changed.emit()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these; the cursor stays on its line while that one is still there."""
        kept = self.current_key()
        self.entries.show(lines)
        if not self.go_to(kept):
            self.setCurrentIndex(self.entries.first())
        # A reset tells nothing when the cursor comes back to where it was.
        self.row_changed.emit()

    def current(self) -> Line | None:
        return self.entries.at(self.currentIndex())

    def current_key(self) -> str:
        line = self.current()
        return line.key if line else ""

    def go_to(self, key: str) -> bool:
        index = self.entries.place_of(key)
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    def step(self, by: int) -> bool:
        """To the next line that is no heading; False when there is none."""
        row = self.currentIndex().row() + by
        while 0 <= row < self.entries.rowCount():
            if not self.entries.lines[row].is_heading:
                self.setCurrentIndex(self.entries.index(row))
                return True
            row += by
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line, key = self.current(), event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and line is not None and not event.modifiers():
            self._open(line)
        elif line is not None and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._fold(line, is_open=key == Qt.Key.Key_Right)
        elif event.text().isprintable() and event.text().strip() and event.modifiers() in _PLAIN:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        line = self.entries.at(self.indexAt(event.position().toPoint()))
        if line is not None and line.is_heading:
            self._fold(line, is_open=not line.is_open)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        line = self.entries.at(self.indexAt(event.position().toPoint()))
        if line is not None and not line.is_heading:
            self.opened.emit(line.key)

    def _open(self, line: Line) -> None:
        if line.is_heading:
            self._fold(line, is_open=not line.is_open)
        else:
            self.opened.emit(line.key)

    def _fold(self, line: Line, *, is_open: bool) -> None:
        if not line.is_heading:
            if not is_open:
                self._to_heading()
        elif is_open != line.is_open:
            self.fold_wanted.emit(line.key, is_open)

    def _to_heading(self) -> None:
        for row in range(self.currentIndex().row(), -1, -1):
            if self.entries.lines[row].is_heading:
                self.setCurrentIndex(self.entries.index(row))
                return
