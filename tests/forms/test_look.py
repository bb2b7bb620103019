"""One typeface, legible in every colour, from 100 to 200 %."""

from collections.abc import Callable
from dataclasses import fields
from itertools import product

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor, QFontDatabase
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from forms import look
from forms.look import Colours
from forms.style_sheet import style_sheet

LEGIBLE = 4.5
"""Contrast of text by WCAG 2.1, level AA."""


def contrast(one: str, other: str) -> float:
    def light(name: str) -> float:
        parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb(name)]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    def rgb(name: str) -> tuple[float, float, float]:
        colour = QColor(name)
        return colour.redF(), colour.greenF(), colour.blueF()

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [look.LIGHT, look.DARK], ids=["light", "dark"])
def test_every_text_is_legible_on_every_ground_it_stands_on(tokens: Colours) -> None:
    pairs = [
        *product(
            (tokens.text, tokens.muted),
            (tokens.window, tokens.surface, tokens.sunken, tokens.accent_soft),
        ),
        *product((tokens.accent, tokens.good, tokens.wait, tokens.bad), (tokens.surface, tokens.window)),
        (tokens.on_accent, tokens.accent),
        (tokens.good, tokens.good_soft),
        (tokens.wait, tokens.wait_soft),
        (tokens.bad, tokens.bad_soft),
        (tokens.idle, tokens.idle_soft),
        (tokens.accent, tokens.accent_soft),
    ]
    faint = [
        (one, other, round(contrast(one, other), 2)) for one, other in pairs if contrast(one, other) < LEGIBLE
    ]
    assert faint == []


def test_the_shipped_typeface_is_the_one_in_use() -> None:
    assert "Noto Sans SC" in QFontDatabase.families()
    assert QApplication.font().families()[0] == "Noto Sans SC"


def test_text_grows_step_by_step_and_stops_at_200_percent(qapp: QApplication) -> None:
    sizes = [look.zoom(qapp, 1) for _ in range(len(look.SCALES) + 2)]
    assert sizes[: len(look.SCALES) - 1] == list(look.SCALES[1:])
    assert sizes[-1] == 2.0 and look.px(10) == 20
    assert look.zoom(qapp, 0) == 1.0
    assert look.zoom(qapp, -1) == 1.0


def test_the_dark_dress_is_remembered_when_the_text_grows(qapp: QApplication) -> None:
    look.apply(qapp, at=1.0, dark=True)
    look.zoom(qapp, 1)
    assert look.colours() is look.DARK


def test_the_style_sheet_leaves_nothing_unfilled(at_scale: Callable[[int], None]) -> None:
    for tokens in (look.LIGHT, look.DARK):
        sheet = style_sheet(tokens, 1.25, "icons", dark=tokens is look.DARK)
        assert "$" not in sheet and "sp;" not in sheet and "sp " not in sheet


def test_every_drawing_takes_a_colour() -> None:
    for name in ("intake", "dispatch", "queue", "case", "catalogue", "print", "office", "find"):
        assert not look.icon(name, "#ff0000").isNull()


def test_every_colour_is_a_colour() -> None:
    for tokens in (look.LIGHT, look.DARK):
        assert all(QColor(getattr(tokens, field.name)).isValid() for field in fields(tokens))


def test_what_was_drawn_before_the_rare_faces_came_is_laid_out_anew(qtbot: QtBot) -> None:
    rare = QLineEdit("陈小" + chr(0x20BB7))
    qtbot.addWidget(rare)
    told: list[QEvent.Type] = []

    class Witness(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            told.append(event.type())
            return False

    witness = Witness()
    rare.installEventFilter(witness)
    look.load_rare_fonts()
    assert QEvent.Type.FontChange in told
