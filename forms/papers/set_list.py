"""The set of papers as a list that one ticks: what each is about, how many copies, how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
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

from counter.text import _, ngettext
from forms import keys, look
from forms.match_list import draw_box
from forms.papers.sheets import MOST_COPIES, TONES, Sheet, standing_text

Index = QModelIndex | QPersistentModelIndex
SHEET = Qt.ItemDataRole.UserRole
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)


class SetModel(QAbstractListModel):
    """The papers in their order; `changed` tells that a tick or a number of copies is another."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sheets: tuple[Sheet, ...] = ()

    def show(self, sheets: Sequence[Sheet]) -> None:
        """Show these; where they are the same papers as before, the cursor and the view stay."""
        fresh = tuple(sheets)
        if [sheet.key for sheet in fresh] == [sheet.key for sheet in self.sheets] and fresh:
            self.sheets = fresh
            self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))
        else:
            self.beginResetModel()
            self.sheets = fresh
            self.endResetModel()
        self.changed.emit()

    def change(self, row: int, *, ticked: bool | None = None, copies: int | None = None) -> None:
        sheet = self.at(row)
        if sheet is None or not sheet.may_be_printed:
            return
        fresh = replace(
            sheet,
            ticked=sheet.ticked if ticked is None else ticked,
            copies=sheet.copies if copies is None else max(1, min(copies, MOST_COPIES)),
        )
        self.sheets = (*self.sheets[:row], fresh, *self.sheets[row + 1 :])
        self.dataChanged.emit(self.index(row), self.index(row))
        self.changed.emit()

    def ticked(self) -> tuple[Sheet, ...]:
        return tuple(sheet for sheet in self.sheets if sheet.ticked)

    def at(self, row: int) -> Sheet | None:
        return self.sheets[row] if 0 <= row < len(self.sheets) else None

    def starts_others(self, row: int) -> bool:
        """Whether a heading stands above this row: here begin the papers of other steps."""
        return row > 0 and self.sheets[row - 1].in_step and not self.sheets[row].in_step

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.sheets)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        sheet = self.sheets[index.row()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return sheet
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                told = _("to be printed") if sheet.ticked else _("left out")
                copies = ngettext("{n} copy", "{n} copies", sheet.copies)
                return f"{sheet.title} {told} {copies} {standing_text(sheet)}"
            case Qt.ItemDataRole.ToolTipRole:
                return f"{sheet.title}\n{standing_text(sheet)}"
            case Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if sheet.ticked else Qt.CheckState.Unchecked
        return None


class _Painter(QStyledItemDelegate):
    """Box, title and copies; under them how far the paper is, by sign, word and colour."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        assert isinstance(view, SetList)
        width = view.viewport().width()
        text = _text_area(QRect(0, 0, width, 10_000))
        title = option.fontMetrics.boundingRect(text, _WRAP, view.sheets.sheets[index.row()].title)
        head = look.px(26) if view.sheets.starts_others(index.row()) else 0
        return QSize(width, head + title.height() + look.px(18) + look.px(14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = self.parent()
        assert isinstance(view, SetList)
        sheet = view.sheets.sheets[index.row()]
        tokens = look.colours()
        area = QRect(option.rect)
        painter.save()
        if view.sheets.starts_others(index.row()):
            _heading(painter, QRect(area.left(), area.top(), area.width(), look.px(26)))
            area.setTop(area.top() + look.px(26))
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(area, QColor(tokens.accent_soft))
        if selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(QRect(area.left(), area.top(), look.px(3), area.height()), QColor(tokens.accent))
        if sheet.may_be_printed:
            draw_box(painter, area.adjusted(0, look.px(2), 0, 0), ticked=sheet.ticked)
        self._text(painter, area, sheet)
        painter.restore()

    def _text(self, painter: QPainter, area: QRect, sheet: Sheet) -> None:
        tokens = look.colours()
        text = _text_area(area)
        font = QFont(painter.font())
        font.setBold(sheet.ticked)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text if sheet.may_be_printed else tokens.muted))
        used = painter.boundingRect(text, _WRAP, sheet.title)
        painter.drawText(text, _WRAP, sheet.title)
        if sheet.may_be_printed:
            painter.setPen(QColor(tokens.text if sheet.ticked else tokens.muted))
            right = QRect(text.right(), text.top(), area.right() - text.right() - look.px(10), used.height())
            painter.drawText(
                right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, f"×{sheet.copies}"
            )
        font.setBold(False)
        font.setPixelSize(look.px(12))
        painter.setFont(font)
        painter.setPen(QColor(getattr(tokens, TONES[sheet.standing])))
        line = QRect(
            text.left(), used.bottom() + look.px(2), area.right() - text.left() - look.px(10), look.px(18)
        )
        told = painter.fontMetrics().elidedText(
            standing_text(sheet), Qt.TextElideMode.ElideRight, line.width()
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, told)


def _heading(painter: QPainter, area: QRect) -> None:
    tokens = look.colours()
    painter.save()
    font = QFont(painter.font())
    font.setPixelSize(look.px(12))
    painter.setFont(font)
    painter.setPen(QPen(QColor(tokens.line)))
    painter.drawLine(area.topLeft(), area.topRight())
    painter.setPen(QColor(tokens.muted))
    inner = area.adjusted(look.px(12), look.px(4), 0, 0)
    painter.drawText(
        inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, _("Other papers of the case")
    )
    painter.restore()


def _text_area(area: QRect) -> QRect:
    return area.adjusted(look.px(36), look.px(6), -look.px(52), -look.px(6))


class SetList(QListView):
    """Space ticks, + and - change the copies, A ticks all or none."""

    row_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheets = SetModel()
        self.setModel(self.sheets)
        self.setItemDelegate(_Painter(self))
        self.setProperty("role", "bare")
        self.setAccessibleName(_("Papers of the case"))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.selectionModel().currentChanged.connect(self._tell)
        self._kept: tuple[str, ...] | None = None
        self.sheets.modelAboutToBeReset.connect(self._keep_place)
        self.sheets.modelReset.connect(self._take_place)
        keys.bind_row(self, "Space", _("Tick the paper or leave it out"), self.tick)
        keys.bind_row(self, "A", _("Tick all, or none"), self.tick_all)
        keys.bind_row(self, "+", _("One copy more"), self.more)
        keys.bind_row(self, "-", _("One copy less"), self.less)

    def _tell(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.row_changed.emit()

    def _keep_place(self) -> None:
        sheet = self.current()
        self._kept = sheet.key if sheet is not None and not sheet.ticked else None

    def _take_place(self) -> None:
        """On the one that was worked on; where there is none, on the first paper that will be printed."""
        sheets = self.sheets.sheets
        first = next((row for row, sheet in enumerate(sheets) if sheet.ticked), 0)
        kept = next((row for row, sheet in enumerate(sheets) if sheet.key == self._kept), first)
        if sheets:
            self.setCurrentIndex(self.sheets.index(kept))
        else:
            self.row_changed.emit()

    def current(self) -> Sheet | None:
        return self.sheets.at(self.currentIndex().row())

    def tick(self) -> None:
        if (sheet := self.current()) is not None:
            self.sheets.change(self.currentIndex().row(), ticked=not sheet.ticked)

    def tick_all(self) -> None:
        """Tick every paper of the step; when all of them are, none."""
        rows = [row for row, sheet in enumerate(self.sheets.sheets) if sheet.in_step and sheet.may_be_printed]
        wanted = not all(self.sheets.sheets[row].ticked for row in rows)
        for row in rows:
            self.sheets.change(row, ticked=wanted)

    def more(self) -> None:
        self._copies(1)

    def less(self) -> None:
        self._copies(-1)

    def _copies(self, by: int) -> None:
        if (sheet := self.current()) is not None:
            self.sheets.change(self.currentIndex().row(), copies=sheet.copies + by)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        # A sentence below takes room from the list: the row one is at stays in sight.
        QTimer.singleShot(0, self, self._show_current)

    def _show_current(self) -> None:
        self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What is no key of ours would make the list search for a text.
        if event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.position().x() < look.px(32):
            self.tick()
