"""How the program looks: one typeface, one accent, one set of measures, light and dark, 100 to 200 %."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from forms.style_sheet import style_sheet

FAMILIES = (
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Zen Hei",
)
"""The shipped face first; the others only stand in where the program runs without its fonts."""

RARE = {"CounterHanA": "Counter Han A", "CounterHanB": "Counter Han B", "CounterHanC": "Counter Han C"}
"""Faces of the characters that hardly any other font has, by file; asked when no other knows one."""

BASE_PIXELS = 14
SCALES = (1.0, 1.1, 1.25, 1.4, 1.5, 1.75, 2.0)


@dataclass(frozen=True, slots=True)
class Colours:
    """The few colours there are. Each `…_soft` is the ground on which its colour is legible as text."""

    window: str
    surface: str
    sunken: str
    line: str
    line_strong: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    good: str
    good_soft: str
    wait: str
    wait_soft: str
    bad: str
    bad_soft: str
    idle: str
    idle_soft: str


LIGHT = Colours(
    window="#f4f6f8",
    surface="#ffffff",
    sunken="#eceff3",
    line="#dbe0e6",
    line_strong="#98a3b0",
    text="#17202b",
    muted="#566373",
    accent="#1a5fb4",
    accent_hover="#154e95",
    on_accent="#ffffff",
    accent_soft="#e4eefb",
    good="#17693f",
    good_soft="#e2f4ea",
    wait="#7d5300",
    wait_soft="#fdf1d7",
    bad="#b3241c",
    bad_soft="#fdeae8",
    idle="#566373",
    idle_soft="#eceff3",
)

DARK = Colours(
    window="#14181d",
    surface="#1c2127",
    sunken="#262c34",
    line="#353d47",
    line_strong="#6d7a89",
    text="#e7ebef",
    muted="#a7b2bf",
    accent="#7db4f5",
    accent_hover="#9cc7fa",
    on_accent="#0d1b2b",
    accent_soft="#1d3350",
    good="#74d3a0",
    good_soft="#163526",
    wait="#f0c264",
    wait_soft="#3a2e12",
    bad="#ff9b92",
    bad_soft="#45201d",
    idle="#a7b2bf",
    idle_soft="#2a3038",
)


def colours() -> Colours:
    """The colours that are in force now."""
    window = QGuiApplication.palette().color(QPalette.ColorRole.Window)
    return LIGHT if window.lightness() > 127 else DARK


def scale() -> float:
    """How large the text is now; 1.0 is 100 %."""
    pixels = QApplication.font().pixelSize()
    return pixels / BASE_PIXELS if pixels > 0 else 1.0


def px(length: float) -> int:
    """A length given for 100 %, at the scale that is in force."""
    return round(length * scale())


def load_fonts() -> None:
    """Make the shipped fonts known to Qt; without them a face of the system stands in."""
    folder = resources.files("resources") / "fonts"
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=_name_of):
        if entry.name.startswith("NotoSansSC") and entry.name.endswith((".ttf", ".otf")):
            QFontDatabase.addApplicationFont(str(entry))


def load_rare_fonts() -> None:
    """The faces of rare characters, which are large: loaded once the window stands.

    What was already drawn without them is laid out anew: a draft that came back may hold such a name.
    """
    for name in RARE:
        file = resources.files("resources") / "fonts" / f"{name}.ttf"
        if file.is_file():
            QFontDatabase.addApplicationFont(str(file))
    for widget in QApplication.allWidgets():
        QApplication.sendEvent(widget, QEvent(QEvent.Type.FontChange))
        widget.update()


def _name_of(entry: resources.abc.Traversable) -> str:
    return entry.name


def apply(app: QApplication, *, at: float | None = None, dark: bool | None = None) -> None:
    """Dress the whole program. Without `at` the text keeps its size; without `dark` the system decides."""
    size = scale() if at is None else at
    if dark is None:
        dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    tokens = DARK if dark else LIGHT
    sheet = style_sheet(tokens, size, _icons_folder(), dark=dark)
    if sheet == app.styleSheet():
        return
    if app.style().name() != "fusion":
        app.setStyle("fusion")
    font = QFont()
    font.setFamilies([*FAMILIES, *RARE.values()])
    font.setPixelSize(round(BASE_PIXELS * size))
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    app.setPalette(_palette(tokens))
    app.setFont(font)
    app.setStyleSheet(sheet)


def zoom(app: QApplication, step: int) -> float:
    """One step larger or smaller within 100 to 200 %; 0 goes back to 100 %. Returns the new scale."""
    nearest = min(range(len(SCALES)), key=lambda i: abs(SCALES[i] - scale()))
    wanted = 0 if step == 0 else max(0, min(len(SCALES) - 1, nearest + step))
    apply(app, at=SCALES[wanted], dark=colours() is DARK)
    return SCALES[wanted]


def _palette(tokens: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, name in (
        (role.Window, tokens.window),
        (role.WindowText, tokens.text),
        (role.Base, tokens.surface),
        (role.AlternateBase, tokens.window),
        (role.Text, tokens.text),
        (role.PlaceholderText, tokens.muted),
        (role.Button, tokens.surface),
        (role.ButtonText, tokens.text),
        (role.BrightText, tokens.bad),
        (role.ToolTipBase, tokens.surface),
        (role.ToolTipText, tokens.text),
        (role.Highlight, tokens.accent_soft),
        (role.HighlightedText, tokens.text),
        (role.Link, tokens.accent),
        (role.LinkVisited, tokens.accent),
        (role.Light, tokens.surface),
        (role.Midlight, tokens.line),
        (role.Mid, tokens.line),
        (role.Dark, tokens.line_strong),
        (role.Shadow, tokens.line_strong),
        (role.Accent, tokens.accent),
    ):
        palette.setColor(which, QColor(name))
    for which in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.muted))
    return palette


def _icons_folder() -> str:
    return str(resources.files("resources") / "icons").replace("\\", "/")


def icon(name: str, colour: str | None = None, size: int = 20) -> QIcon:
    """A drawing of `resources/icons` in one colour, the text's unless given, crisp at every scale."""
    source = (resources.files("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    drawn = source.replace("currentColor", colour or colours().text)
    renderer = QSvgRenderer(QByteArray(drawn.encode("utf-8")))
    made = QIcon()
    for ratio in (1, 2):
        side = px(size) * ratio
        pixmap = QPixmap(QSize(side, side))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, side, side))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        made.addPixmap(pixmap)
    return made


def mark(widget: QWidget, **properties: str) -> None:
    """Set what the style sheet asks for, such as `kind="primary"`, and dress the widget again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
