"""The policies: a list that typing narrows, and the one in full beside it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from counter.catalogue.model import Catalogue
from counter.text import _, ngettext
from forms import keys, look
from forms.catalogue.policy_list import PolicyLines
from forms.catalogue.policy_text import policy_page
from forms.fields import TextField
from forms.line_list import LineList
from forms.rich import RichPage
from forms.rows import label

LIST_WIDTH = 360


class PoliciesPanel(QWidget):
    """Typing finds, the arrows read one policy after another, Enter reads on."""

    link_wanted = Signal(str)
    """`policy:…`, `standard:…` or `setting:…`: what a link of the text leads to."""

    def __init__(self, catalogue: Catalogue, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._today = today
        self.search = TextField()
        self.search.enter_goes_on = False
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(_("Find: words or pinyin initials"))
        self.search.setAccessibleName(_("Find a policy"))
        self.count = label("", "small")
        self.lines = PolicyLines(catalogue, catalogue.policies_on(today))
        self.list = LineList(_("Policies by department"))
        self.text = RichPage(_("The policy in full"))
        self._lay_out()
        self.search.textChanged.connect(self.narrow)
        self.search.installEventFilter(self)
        self.list.typed.connect(self._typed)
        self.list.row_changed.connect(self.show_current)
        self.text.anchorClicked.connect(self._follow)
        keys.bind(self, "Ctrl+F", _("Find"), self.search.setFocus)
        keys.bind(self, "Esc", _("Back to the list; again: show everything"), self.step_back)
        self.list.opened.connect(self._read)
        self.list.fold_wanted.connect(self._fold)
        keys.bind(self, "Ctrl+M", _("Fold the departments, or unfold them"), self.fold_all)
        self.narrow("")

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
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        right = QVBoxLayout(sheet)
        right.setContentsMargins(24, 14, 8, 8)
        right.addWidget(self.text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.side)
        layout.addWidget(sheet, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.setFixedWidth(min(look.px(LIST_WIDTH), self.width() * 42 // 100))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange) and hasattr(self, "text"):
            self.show_current()

    # --- going about -------------------------------------------------------------------------------

    def take_focus(self) -> None:
        self.list.setFocus()

    def narrow(self, typed: str) -> None:
        """Show what fits; the policy that is read stays, if it still does."""
        self.lines.typed = typed
        found = len(self.lines.found())
        self.count.setText(
            ngettext("{n} policy", "{n} policies", found) if found else _("Nothing found. Try fewer letters.")
        )
        self._show_lines()

    def _show_lines(self) -> None:
        was_policy = self.lines.policy(self.list.current_key()) is not None
        self.list.show_lines(self.lines.lines())
        if was_policy and self.lines.policy(self.list.current_key()) is None:
            self.list.setCurrentIndex(self.list.entries.first())

    def go_to(self, code: str) -> bool:
        """Show this policy, whatever is typed or folded."""
        if not self.list.entries.place_of(code).isValid() and (policy := self.lines.policy(code)) is not None:
            self.search.clear()
            self.lines.fold(policy.department, is_open=True)
            self._show_lines()
        found = self.list.go_to(code)
        self.list.setFocus()
        return found

    def step_back(self) -> None:
        if self.list.hasFocus():
            self.search.clear()
        else:
            self.list.setFocus()

    def fold_all(self) -> None:
        self.lines.fold_all()
        self.list.show_lines(self.lines.lines())

    def _fold(self, heading: str, is_open: bool) -> None:
        self.lines.fold(heading, is_open=is_open)
        self.list.show_lines(self.lines.lines())

    def _read(self, _code: str) -> None:
        self.text.setFocus()

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

    def show_current(self) -> None:
        key = self.list.current_key()
        if (policy := self.lines.policy(key)) is not None:
            self.text.show_page(policy_page(policy, self._catalogue, self._today))
        elif not key:
            self.text.show_page("")

    def know(self, catalogue: Catalogue) -> None:
        """The district said something new; the policies themselves stay."""
        self._catalogue = catalogue
        self.show_current()

    def _follow(self, target: QUrl) -> None:
        self.link_wanted.emit(target.toString())
