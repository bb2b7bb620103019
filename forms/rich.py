"""Rich text in the house's dress: headings, paragraphs, small print; every text is escaped."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextBrowser, QWidget

from forms import look


def head(text: str) -> str:
    return f"<p style='font-size:{look.px(16)}px;margin:0 0 2px 0'><b>{html.escape(text)}</b></p>"


def heading(text: str) -> str:
    return f"<p style='margin:14px 0 2px 0;color:{look.colours().accent}'><b>{html.escape(text)}</b></p>"


def text(said: str, *, indent: int = 0, colour: str = "") -> str:
    """A paragraph; nothing for an empty text."""
    if not said:
        return ""
    tint = f";color:{colour}" if colour else ""
    return (
        f"<p style='margin:2px 0 2px {look.px(16) * indent}px;line-height:112%{tint}'>{html.escape(said)}</p>"
    )


def small(said: str) -> str:
    if not said:
        return ""
    return (
        f"<p style='margin:2px 0;font-size:{look.px(12)}px;line-height:110%;"
        f"color:{look.colours().muted}'>{html.escape(said)}</p>"
    )


class RichPage(QTextBrowser):
    """A page to read: no frame, no links that lead away, the arrows scroll."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bare")
        self.setOpenLinks(False)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def show_page(self, content: str) -> None:
        """Show another page from its top; the same page keeps its place."""
        if content != self.property("shown"):
            self.setProperty("shown", content)
            self.setHtml(content)
