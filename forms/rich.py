"""Rich text in the house's dress: headings, paragraphs, small print; every text is escaped."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextBrowser, QWidget

from forms import look


def head(text: str) -> str:
    return f"<p style='font-size:{look.px(16)}px;margin:0 0 2px 0'><b>{html.escape(text)}</b></p>"


def heading(text: str, mark: str = "") -> str:
    """The head of a part; `mark` is rich text that stands small behind it."""
    beside = f" <span style='font-size:{look.px(12)}px'>{mark}</span>" if mark else ""
    return (
        f"<p style='margin:{look.px(16)}px 0 3px 0;font-size:{look.px(15)}px'>"
        f"<b>{html.escape(text)}</b>{beside}</p>"
    )


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


def note(said: str, colour: str) -> str:
    """A sentence that one should not miss."""
    return f"<p style='margin:4px 0;line-height:112%;color:{colour}'>{html.escape(said)}</p>" if said else ""


def line(inner: str, *, above: int = 2) -> str:
    """A paragraph of rich text that is escaped already."""
    return f"<p style='margin:{look.px(above)}px 0 2px 0;line-height:112%'>{inner}</p>"


def link(target: str, said: str) -> str:
    """Words that lead to another entry; rich text."""
    colour = look.colours().accent
    return (
        f"<a href='{html.escape(target)}' style='color:{colour};text-decoration:none'>{html.escape(said)}</a>"
    )


def row_of(parts: Sequence[str]) -> str:
    """Links and words side by side, a point between them; rich text."""
    return f"<span style='color:{look.colours().line_strong}'> · </span>".join(parts)


def table(rows: Sequence[Sequence[str]], *, widths: Sequence[int]) -> str:
    """Rows of cells of rich text, a hairline under each; `widths` are per cent."""
    if not rows:
        return ""
    rule = f"border-bottom:1px solid {look.colours().line}"
    pad = f"padding:{look.px(4)}px {look.px(10)}px {look.px(4)}px 0"
    body = "".join(
        "<tr>"
        + "".join(
            f"<td width='{width}%' style='{pad};{rule};vertical-align:top'>{cell}</td>"
            for cell, width in zip(cells, widths, strict=True)
        )
        # Qt puts an empty line below a table whose last cell has a text.
        + "<td width='0%'></td></tr>"
        for cells in rows
    )
    below = f"margin:2px 0 {look.px(12)}px 0"
    return f"<table width='99%' cellspacing='0' cellpadding='0' style='{below}'>{body}</table>"


class RichPage(QTextBrowser):
    """A page to read: no frame, no links that lead away, the arrows scroll."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bare")
        self.setOpenLinks(False)
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def show_page(self, content: str) -> None:
        """Show another page from its top; the same page keeps its place."""
        if content != self.property("shown"):
            self.setProperty("shown", content)
            self.setHtml(content)
