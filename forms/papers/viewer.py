"""The page as it is printed: at its true size, or as wide as there is room, with what it is above it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QPalette, QResizeEvent
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter.text import _
from forms import look
from forms.papers.pdf import POINTS_PER_INCH, Pdf, size_name
from forms.rows import button, label

WIDEST = 2.0
LEAST_DPI, MOST_DPI = 60, 250
"""Screens tell wrong sizes of themselves; outside of this nobody believes them."""


class Viewer(QWidget):
    """A paper to look at. Nothing of it can be changed here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pdf: Pdf | None = None
        self._whole_width = False
        self.title = label("", "heading", wrap=True)
        self.badge = label("", "badge")
        self.told = label("", "small")
        self.zoom_button = button("", "quiet")
        self.zoom_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.zoom_button.clicked.connect(self.toggle_zoom)
        self.view = QPdfView(self)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setPageSpacing(look.px(10))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setAccessibleName(_("The page as it is printed"))
        self.view.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.view.pageNavigator().currentPageChanged.connect(self._tell_page)
        self.message = label("", "muted", wrap=True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        bar = QFrame()
        bar.setProperty("role", "bar")
        head = QHBoxLayout(bar)
        head.setContentsMargins(16, 6, 10, 6)
        head.setSpacing(10)
        head.addWidget(self.title, 1)
        head.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.told)
        head.addWidget(self.zoom_button)
        for part in (self.badge, self.zoom_button):
            part.hide()
        aside = QWidget()
        middle = QVBoxLayout(aside)
        middle.setContentsMargins(60, 40, 60, 40)
        middle.addWidget(self.message)
        self.stack.addWidget(aside)
        self.stack.addWidget(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.stack, 1)
        self._dress()

    def show_pdf(self, content: bytes, *, title: str, badge: str, tone: str) -> None:
        """Show a paper from its first page on."""
        old, self.pdf = self.pdf, Pdf(content)
        self.view.setDocument(self.pdf.document)
        if old is not None:
            old.close()
        self._head(title, badge, tone)
        self.zoom_button.show()
        self._fit()
        self.stack.setCurrentWidget(self.view)
        self.view.pageNavigator().jump(0, QPointF(), 0)
        self._tell_page()

    def show_message(self, text: str, *, title: str = "", badge: str = "", tone: str = "") -> None:
        """Say why there is nothing to look at."""
        self._head(title, badge, tone)
        self.told.setText("")
        self.zoom_button.hide()
        self.message.setText(text)
        look.mark(self.message, tone=tone)
        self.stack.setCurrentIndex(0)

    def _head(self, title: str, badge: str, tone: str) -> None:
        self.title.setText(title)
        self.badge.setText(badge)
        self.badge.setVisible(bool(badge))
        look.mark(self.badge, tone=tone)

    def turn(self, by: int) -> None:
        """One page on or back."""
        if self.pdf is not None:
            navigator = self.view.pageNavigator()
            page = max(0, min(navigator.currentPage() + by, self.pdf.pages - 1))
            navigator.jump(page, QPointF(), navigator.currentZoom())

    def leaf(self, by: int) -> None:
        """Most of a screen down (1) or up (-1)."""
        bar = self.view.verticalScrollBar()
        bar.setValue(bar.value() + by * round(self.view.viewport().height() * 0.9))

    def toggle_zoom(self) -> None:
        """As wide as there is room, or the true size."""
        self._whole_width = not self._whole_width
        self._fit()

    def _true_zoom(self) -> float:
        """By what Qt's own scale is multiplied so that a centimetre is a centimetre."""
        screen = self.screen()
        real, said = screen.physicalDotsPerInch(), screen.logicalDotsPerInch()
        return real / said if LEAST_DPI <= real <= MOST_DPI else 1.0

    def _fit(self) -> None:
        if self.pdf is None:
            return
        true = self._true_zoom()
        width = self.pdf.size().width() / POINTS_PER_INCH * self.screen().logicalDotsPerInch() * true
        margins = self.view.documentMargins()
        bar = self.view.verticalScrollBar().sizeHint().width()
        room = max(self.width() - margins.left() - margins.right() - bar - 2, look.px(100))
        # Wider than the room there is, a page could only be read by scrolling to and fro.
        as_wide = self._whole_width or width > room
        zoom = true * min(room / width, WIDEST) if as_wide else true
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(zoom)
        self.zoom_button.setText(
            _("True size (Z)")
            if self._whole_width
            else _("{percent} %, wider (Z)", percent=round(zoom / true * 100))
        )
        self.zoom_button.setEnabled(self._whole_width or width < room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange) and hasattr(self, "stack"):
            self._dress()

    def _dress(self) -> None:
        """The ground on which the pages lie; Qt takes it from a colour meant for shadows."""
        palette = self.view.palette()
        ground = QColor(look.colours().sunken)
        if palette.color(QPalette.ColorRole.Dark) != ground:
            palette.setColor(QPalette.ColorRole.Dark, ground)
            self.view.setPalette(palette)

    def _tell_page(self, _page: int = 0) -> None:
        if self.pdf is not None:
            at = self.view.pageNavigator().currentPage() + 1
            pages = _("page {page} of {pages}", page=at, pages=self.pdf.pages)
            self.told.setText(f"{pages} · {size_name(self.pdf.size())}")
