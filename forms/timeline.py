"""救助链: everything that happened to a household in one line, newest on top."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from counter.cases.casefile import Verb
from counter.cases.workflow import Outcome
from counter.services.chains import ChainLink, Lane
from counter.text import BEIJING, _, display, yuan
from forms import look

Index = QModelIndex | QPersistentModelIndex
LINK = Qt.ItemDataRole.UserRole
LANES = tuple(Lane)
_BROKEN = frozenset({Verb.DECLINED, Verb.RETURNED, Verb.REFERRAL_WITHDRAWN, Verb.CASE_WITHDRAWN, Verb.VOIDED})
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)


def headline(link: ChainLink) -> str:
    """What happened, about which policy, and how it ended."""
    parts = [display(link.verb), link.title]
    if link.outcome is not None:
        parts.append(display(link.outcome))
    if link.amount_fen is not None:
        unit = f"/{link.amount_unit}" if link.amount_unit else ""
        parts.append(f"{yuan(link.amount_fen)}{unit}")
    return "  ".join(filter(None, parts))


def small_line(link: ChainLink) -> str:
    at = link.at.astimezone(BEIJING)
    return " · ".join(filter(None, (f"{at:%Y-%m-%d %H:%M}", link.department, link.officer, link.text)))


class ChainModel(QAbstractListModel):
    """The links of the lanes that are shown."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[ChainLink] = []
        self.links: list[ChainLink] = []
        self.hidden: set[Lane] = set()

    def show(self, links: Sequence[ChainLink]) -> None:
        self._all = list(links)
        self._filter()

    def toggle(self, lane: Lane) -> None:
        (self.hidden.discard if lane in self.hidden else self.hidden.add)(lane)
        self._filter()

    def _filter(self) -> None:
        self.beginResetModel()
        self.links = [link for link in self._all if link.lane not in self.hidden]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.links)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        link = self.links[index.row()]
        if role == LINK:
            return link
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{headline(link)} {small_line(link)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return small_line(link)
        return None


class _Painter(QStyledItemDelegate):
    """A line with a link on it: full for what was done, hollow for papers, broken for what ended badly."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        link: ChainLink = index.data(LINK)
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        area = _text_area(QRect(0, 0, width, 10_000))
        title = QFontMetrics(_title_font(option, link)).boundingRect(area, _WRAP, headline(link))
        small = QFont(option.font)
        small.setPixelSize(look.px(12))
        below = QFontMetrics(small).boundingRect(area, _WRAP, small_line(link))
        return QSize(width, title.height() + below.height() + look.px(12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        link: ChainLink = index.data(LINK)
        tokens = look.colours()
        area = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(tokens.accent_soft))
        x = area.left() + look.px(14)
        painter.setPen(QPen(QColor(tokens.line_strong), 1.4))
        painter.drawLine(x, area.top(), x, area.bottom())
        _draw_link(painter, QPointF(x, area.top() + look.px(14)), link)
        text = _text_area(area)
        painter.setPen(QColor(tokens.text))
        font = _title_font(option, link)
        painter.setFont(font)
        used = painter.boundingRect(text, _WRAP, headline(link))
        painter.drawText(text, _WRAP, headline(link))
        font.setBold(False)
        font.setPixelSize(look.px(12))
        painter.setFont(font)
        painter.setPen(QColor(tokens.muted))
        below = QRect(text.left(), used.bottom() + look.px(2), text.width(), area.height())
        painter.drawText(below, _WRAP, small_line(link))
        painter.restore()


def _title_font(option: QStyleOptionViewItem, link: ChainLink) -> QFont:
    """Aid stands out; what is bold is also measured so, or it runs into the link below."""
    font = QFont(option.font)
    font.setBold(link.lane is Lane.AID)
    return font


def _draw_link(painter: QPainter, centre: QPointF, link: ChainLink) -> None:
    tokens = look.colours()
    bad = link.verb in _BROKEN or link.outcome is Outcome.REFUSE
    colour = QColor(tokens.bad if bad else tokens.good if link.lane is Lane.AID else tokens.accent)
    radius = look.px(5)
    painter.setPen(QPen(colour, 1.8))
    if link.lane is Lane.PAPER:
        painter.setBrush(QColor(tokens.window))
        painter.drawRect(round(centre.x() - radius), round(centre.y() - radius), 2 * radius, 2 * radius)
    else:
        painter.setBrush(QColor(tokens.window) if link.lane is Lane.REFERRAL else colour)
        painter.drawEllipse(centre, radius, radius)
    if bad:
        painter.drawLine(
            QPointF(centre.x() - radius, centre.y() + radius),
            QPointF(centre.x() + radius, centre.y() - radius),
        )


def _text_area(area: QRect) -> QRect:
    return area.adjusted(look.px(30), look.px(4), -look.px(10), -look.px(4))


class Timeline(QListView):
    """The chain; 1 to 4 show or hide a lane."""

    lanes_changed = Signal()
    case_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chain = ChainModel()
        self.setModel(self.chain)
        self.setItemDelegate(_Painter(self))
        self.setProperty("role", "bare")
        self.setAccessibleName(_("The household's chain of help, newest first"))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.text()
        if number in ("1", "2", "3", "4"):
            self.chain.toggle(LANES[int(number) - 1])
            self.lanes_changed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.case_wanted.emit(self.chain.links[self.currentIndex().row()].case)
        else:
            super().keyPressEvent(event)
