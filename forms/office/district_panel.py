"""What only the district can say: a list of it, what is open first, and one thing at a time to type in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from counter.catalogue.model import Setting
from counter.errors import CounterError
from counter.services import district
from counter.services.office import Act, Office
from counter.text import _, ngettext
from forms import jobs, keys, look, messages
from forms.fields import TextField
from forms.line_list import LineList
from forms.office.district_editor import DistrictEditor
from forms.office.district_lines import HEADING, Item, Standing, items_of, lines_of
from forms.page import Scrolled
from forms.rows import label

LIST_WIDTH = 420


class DistrictPanel(QWidget):
    """Enter types, Y confirms as it stands, typing over the list finds; nothing has to be said at once."""

    said = Signal(str)
    office_changed = Signal(object)

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self._closed: frozenset[str] = frozenset()
        self.items = items_of(office)
        self.search = TextField()
        self.search.enter_goes_on = False
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(_("Find: words or pinyin initials"))
        self.search.setAccessibleName(_("Find what the district says"))
        self.count = label("", "small", wrap=True)
        self.list = LineList(_("What only the district can say"))
        self.editor = DistrictEditor()
        self._lay_out()
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.list.typed.connect(self._typed)
        self.list.row_changed.connect(self._row_changed)
        self.list.opened.connect(self._open)
        self.list.fold_wanted.connect(self._fold)
        self.editor.kept.connect(self.keep)
        keys.bind(self, "Ctrl+F", _("Find"), self.search.setFocus)
        keys.bind(self, "Ctrl+S", _("Keep what was typed"), self.keep_here)
        keys.bind_row(self.list, "Y", _("Confirm as it stands"), self.confirm)
        keys.bind(self, "F8", _("Next thing that is open"), self.next_open)
        keys.bind(self, "Esc", _("Back to the list"), self.step_back)
        self._show_lines()

    def _lay_out(self) -> None:
        self.side = QFrame()
        self.side.setProperty("role", "rail")
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 6)
        top.setSpacing(6)
        top.addWidget(self.search)
        top.addWidget(self.count)
        left = QVBoxLayout(self.side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(top)
        left.addWidget(self.list, 1)
        right = Scrolled(margin=0, spacing=0)
        right.content.addWidget(self.editor, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.side)
        layout.addWidget(right, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.setFixedWidth(min(look.px(LIST_WIDTH), self.width() * 46 // 100))

    # --- going about -------------------------------------------------------------------------------

    def take_focus(self) -> None:
        self.list.setFocus()

    def go_to(self, key: str) -> None:
        """Show this setting, whatever is typed or folded, ready to be typed in."""
        self.search.clear()
        self._closed = frozenset()
        self._show_lines()
        if self.list.go_to(key):
            self.editor.take_focus()

    def step_back(self) -> None:
        if self.list.hasFocus():
            self.search.clear()
        else:
            self.editor.item = None
            self._row_changed()
            self.list.setFocus()

    def next_open(self) -> None:
        """F8: the next thing that nobody has said, round and round."""
        waiting = [one.key for one in self.items if one.standing is Standing.OPEN]
        if not waiting:
            self.said.emit(_("Everything has been said."))
            return
        order = [one.key for one in self.items]
        here = order.index(self.list.current_key()) if self.list.current_key() in order else -1
        self.go_to(next((key for key in waiting if order.index(key) > here), waiting[0]))

    def _open(self, _key: str) -> None:
        self.editor.take_focus()

    def _fold(self, heading: str, is_open: bool) -> None:
        group = frozenset({heading.removeprefix(HEADING)})
        self._closed = self._closed - group if is_open else self._closed | group
        self._show_lines()

    def _narrow(self, _typed: str) -> None:
        self._show_lines()

    def _typed(self, text: str) -> None:
        self.search.setFocus()
        self.search.insert(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.list.setFocus()
            return True
        return super().eventFilter(watched, event)

    # --- what is shown -----------------------------------------------------------------------------

    @property
    def open_count(self) -> int:
        return sum(one.standing is Standing.OPEN for one in self.items)

    def know(self, office: Office) -> None:
        """The office says something new of itself; lines keep their places."""
        self.office = office
        fresh = {one.key: one for one in items_of(office)}
        self.items = tuple(fresh.pop(one.key) for one in self.items if one.key in fresh) + tuple(
            fresh.values()
        )
        self._show_lines()

    def _show_lines(self) -> None:
        self.list.show_lines(lines_of(self.items, typed=self.search.text(), closed=self._closed))
        unconfirmed = sum(one.standing is Standing.UNCONFIRMED for one in self.items)
        told = (
            ngettext("{n} open", "{n} open", self.open_count),
            ngettext("{n} not confirmed", "{n} not confirmed", unconfirmed),
            _("none of it has to be said at once"),
        )
        self.count.setText(" · ".join(told))

    def _row_changed(self) -> None:
        """Show the thing of the row; what was typed into the one before is kept."""
        item, before = self._item(self.list.current_key()), self.editor.item
        if before is not None and self.editor.has_changes():
            if item is not None and item.key == before.key:
                return
            self._store(go_on=None)
        self.editor.show_item(item, self.office, may_write=self.office.may(Act.SET_DISTRICT))

    def _item(self, key: str) -> Item | None:
        return next((one for one in self.items if one.key == key), None)

    # --- saying it ---------------------------------------------------------------------------------

    def keep(self) -> None:
        """Store what was typed, and take the next thing of the list."""
        self._store(go_on=True)

    def keep_here(self) -> None:
        """Store what was typed, and stay."""
        self._store(go_on=False)

    def _store(self, *, go_on: bool | None) -> None:
        """Keep what stands in the fields; then on to the next thing, back to the list, or nowhere."""
        setting, liaison, item = self.editor.setting(), self.editor.liaison(), self.editor.item
        if item is None or (setting is None and liaison is None):
            self._go_on(go_on)
            return
        if setting is not None:
            value, confirmed = setting
            work = partial(district.set_district, self.office, {item.key: value}, confirmed=confirmed)
        else:
            assert liaison is not None
            work = partial(district.set_liaisons, self.office, [liaison])
        jobs.start(
            self,
            work,
            succeeded=partial(self._kept, item, go_on),
            refused=partial(self._refused, item),
        )

    def _refused(self, item: Item, refused: CounterError) -> None:
        if self.editor.item is not None and self.editor.item.key == item.key:
            self.editor.show_refusal(refused)
        else:
            self.said.emit(f"{item.title}: {messages.text_of(refused)}")

    def confirm(self) -> None:
        """Say of what stands there that it was compared and is right."""
        item = self._item(self.list.current_key())
        if item is None or item.standing is not Standing.UNCONFIRMED or not isinstance(item.said, Setting):
            self.said.emit(_("Only what is said and not yet confirmed can be confirmed."))
            return
        jobs.start(
            self,
            partial(district.set_district, self.office, {item.key: item.said.value}, confirmed=True),
            succeeded=partial(self._kept, item, False),
            refused=partial(self._refused, item),
        )

    def _kept(self, item: Item, go_on: bool | None, office: Office) -> None:
        if self.editor.item is not None and self.editor.item.key == item.key:
            # The editor shows what is stored now, not what was typed.
            self.editor.item = None
        self.know(office)
        self.office_changed.emit(office)
        self.said.emit(_("Kept: {title}. New papers carry it from now on.", title=item.title))
        self._go_on(go_on)

    def _go_on(self, go_on: bool | None) -> None:
        if go_on and self.list.step(1):
            self.editor.take_focus()
        elif go_on is not None:
            self.list.setFocus()
