"""The bar above the pages: where one is, what is wrong with the office, and the box that finds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QStackedWidget, QToolButton, QWidget

from counter.text import _, ngettext
from forms import look
from forms.rows import label


class TopBar(QFrame):
    """Title on the left, the find box on the right; notices only when there are some."""

    find_wanted = Signal()
    handover_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.title = label("", "heading")
        self.notices = QToolButton()
        self.notices.setProperty("kind", "chip")
        self.notices.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.notices.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.notices.hide()
        self.handover = QToolButton()
        self.handover.setProperty("kind", "chip")
        self.handover.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.handover.clicked.connect(self.handover_wanted)
        self.handover.hide()
        self.find_button = QToolButton()
        self.find_button.setProperty("kind", "find")
        self.find_button.setText(_("Find (F3)"))
        self.find_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._draw()
        self.find_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.find_button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.find_button.clicked.connect(self.find_wanted)
        self._heads = QStackedWidget()
        self._heads.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._heads.addWidget(QWidget())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.setSpacing(12)
        layout.addWidget(self.title)
        layout.addWidget(self.notices)
        layout.addWidget(self.handover)
        layout.addWidget(self._heads, 1)
        layout.addWidget(self.find_button)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        redraw = event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange)
        if redraw and hasattr(self, "find_button"):
            self._draw()

    def _draw(self) -> None:
        self.find_button.setIcon(look.icon("find", look.colours().muted, 16))
        self.find_button.setIconSize(QSize(look.px(16), look.px(16)))

    def show_page(self, title: str, head: QWidget | None) -> None:
        """The title of the page in front, and what it puts into the bar."""
        self.title.setText(title)
        if head is not None and self._heads.indexOf(head) < 0:
            self._heads.addWidget(head)
        self._heads.setCurrentIndex(self._heads.indexOf(head) if head is not None else 0)

    def forget(self, head: QWidget | None) -> None:
        """Take out what a page that is gone had put here."""
        if head is not None and self._heads.indexOf(head) >= 0:
            self._heads.removeWidget(head)
            head.deleteLater()

    def show_handover(self, words: str) -> None:
        """A hand-over that waits for the officer; empty where there is none."""
        self.handover.setText(words)
        self.handover.setVisible(bool(words))

    def show_notices(self, notices: Sequence[str]) -> None:
        """What the officer should hear at the start; each in a line of a menu."""
        self.notices.setVisible(bool(notices))
        if notices:
            menu = QMenu(self)
            for notice in notices:
                menu.addAction(notice)
            self.notices.setMenu(menu)
            self.notices.setText(ngettext("{n} notice", "{n} notices", len(notices)))
