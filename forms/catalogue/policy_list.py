"""The policies by department, as a list that one reads with the arrows and narrows by typing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from counter.catalogue.model import Catalogue, Department, Policy
from counter.text import _
from forms import look, pinyin
from forms.catalogue.states import verified_text, verified_tone

Index = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)
_PLAIN = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.KeypadModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: a department with the number of its policies, or a policy."""

    department: Department
    policy: Policy | None = None
    count: int = 0
    is_open: bool = True

    @property
    def key(self) -> str:
        return self.policy.code if self.policy else f"#{self.department.code}"


def fits(policy: Policy, department: Department, typed: str) -> bool:
    """Whether what was typed finds the policy: a word of it, or initials of its names."""
    wanted = typed.strip().lower()
    if not wanted:
        return True
    named = (policy.title, department.title, department.official_title, policy.kind, *policy.grants)
    if any(pinyin.matches(name, wanted) for name in named) or wanted in policy.code:
        return True
    told = (policy.conditions_text, policy.benefit.text, policy.section, *policy.target_groups)
    return not wanted.isascii() and any(wanted in text for text in told)


class PolicyModel(QAbstractListModel):
    """Departments in the order of the list, each with its policies unless it is folded."""

    def __init__(self, catalogue: Catalogue, policies: Sequence[Policy]) -> None:
        super().__init__()
        self._departments = catalogue.departments
        self._policies = tuple(policies)
        self._closed: set[str] = set()
        self._typed = ""
        self.entries: list[Entry] = self._lines()

    def narrow(self, typed: str) -> None:
        """Show what fits; while something is typed, every department is open."""
        self._typed = typed
        self._reset()

    def fold(self, code: str, *, is_open: bool) -> None:
        (self._closed.discard if is_open else self._closed.add)(code)
        self._reset()

    def fold_all(self) -> None:
        """Fold every department; when all are, unfold them."""
        codes = {policy.department for policy in self._policies}
        self._closed = set() if self._closed >= codes else codes
        self._reset()

    def _reset(self) -> None:
        self.beginResetModel()
        self.entries = self._lines()
        self.endResetModel()

    def _lines(self) -> list[Entry]:
        found: dict[str, list[Policy]] = {}
        for policy in self._policies:
            if fits(policy, self._departments[policy.department], self._typed):
                found.setdefault(policy.department, []).append(policy)
        lines: list[Entry] = []
        for code, policies in found.items():
            department = self._departments[code]
            is_open = bool(self._typed.strip()) or code not in self._closed
            lines.append(Entry(department, count=len(policies), is_open=is_open))
            if is_open:
                lines += [Entry(department, policy) for policy in policies]
        return lines

    @property
    def found(self) -> int:
        """How many policies fit, folded ones included."""
        return sum(entry.count for entry in self.entries)

    def entry(self, index: Index) -> Entry | None:
        return self.entries[index.row()] if index.isValid() else None

    def place_of(self, key: str) -> QModelIndex:
        for place, entry in enumerate(self.entries):
            if entry.key == key:
                return self.index(place)
        return QModelIndex()

    def first_policy(self) -> QModelIndex:
        for place, entry in enumerate(self.entries):
            if entry.policy is not None:
                return self.index(place)
        return self.index(0) if self.entries else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        if role == ENTRY:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if entry.policy is None:
                return f"{entry.department.title} {entry.count}"
            return f"{entry.policy.title} {small_line(entry.policy)} {verified_text(entry.policy.verified)}"
        return None


def small_line(policy: Policy) -> str:
    """What kind of help it is, and for whom."""
    return " · ".join((policy.kind, _("of each person") if policy.of_person else _("of the household")))


class _Painter(QStyledItemDelegate):
    """The department as a heading; of a policy its title, and under it kind and state."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: Entry = index.data(ENTRY)
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        if entry.policy is None:
            return QSize(width, look.px(30))
        area = _text_area(QRect(0, 0, width, 10_000))
        title = option.fontMetrics.boundingRect(area, _WRAP, entry.policy.title)
        return QSize(width, title.height() + look.px(17) + look.px(12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(ENTRY)
        tokens = look.colours()
        area = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(tokens.accent_soft))
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.fillRect(
                    QRect(area.left(), area.top(), look.px(3), area.height()), QColor(tokens.accent)
                )
        if entry.policy is None:
            _draw_department(painter, area, entry)
        else:
            _draw_policy(painter, area, entry.policy)
        painter.restore()


def _draw_department(painter: QPainter, area: QRect, entry: Entry) -> None:
    tokens = look.colours()
    inner = area.adjusted(look.px(12), 0, -look.px(12), 0)
    font = QFont(painter.font())
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(tokens.text))
    middle = Qt.AlignmentFlag.AlignVCenter
    arrow = "▾" if entry.is_open else "▸"
    painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, f"{arrow} {entry.department.title}")
    painter.setPen(QColor(tokens.muted))
    painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, str(entry.count))
    painter.setPen(QPen(QColor(tokens.line)))
    painter.drawLine(area.topLeft(), area.topRight())


def _draw_policy(painter: QPainter, area: QRect, policy: Policy) -> None:
    tokens = look.colours()
    text = _text_area(area)
    painter.setPen(QColor(tokens.text))
    used = painter.boundingRect(text, _WRAP, policy.title)
    painter.drawText(text, _WRAP, policy.title)
    font = QFont(painter.font())
    font.setPixelSize(look.px(12))
    painter.setFont(font)
    line = QRect(text.left(), used.bottom() + look.px(1), text.width(), look.px(17))
    state = "" if policy.verified else verified_text(policy.verified)
    room = line.width() - painter.fontMetrics().horizontalAdvance(state) - look.px(8)
    painter.setPen(QColor(tokens.muted))
    shown = painter.fontMetrics().elidedText(small_line(policy), Qt.TextElideMode.ElideRight, room)
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.setPen(QColor(getattr(tokens, verified_tone(policy.verified))))
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, state)


def _text_area(area: QRect) -> QRect:
    return area.adjusted(look.px(28), look.px(5), -look.px(12), -look.px(5))


class PolicyList(QListView):
    """The arrows go and fold; what is typed narrows the list."""

    row_changed = Signal()
    typed = Signal(str)

    def __init__(self, model: PolicyModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = model
        self.setModel(model)
        self.setItemDelegate(_Painter(self))
        self.setProperty("role", "bare")
        self.setAccessibleName(_("Policies by department"))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.selectionModel().currentChanged.connect(self._tell)

    def _tell(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.row_changed.emit()

    def current(self) -> Entry | None:
        return self.lines.entry(self.currentIndex())

    def go_to(self, key: str) -> bool:
        index = self.lines.place_of(key)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entry, key = self.current(), event.key()
        if event.text().isprintable() and event.text().strip() and event.modifiers() in _PLAIN:
            self.typed.emit(event.text())
        elif entry is not None and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._fold(entry, is_open=key == Qt.Key.Key_Right)
        elif entry is not None and entry.policy is None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._fold(entry, is_open=not entry.is_open)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        entry = self.lines.entry(self.indexAt(event.position().toPoint()))
        if entry is not None and entry.policy is None:
            self._fold(entry, is_open=not entry.is_open)

    def _fold(self, entry: Entry, *, is_open: bool) -> None:
        if entry.policy is not None:
            if not is_open:
                self.go_to(f"#{entry.department.code}")
        elif is_open != entry.is_open:
            self.lines.fold(entry.department.code, is_open=is_open)
            self.go_to(entry.key)
