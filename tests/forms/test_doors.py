"""The doors: an office that does not open says so and can be tried again; nobody looks at a bar for ever."""

import logging
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from counter.settings import Settings
from forms.doors import Doors
from forms.sign_in import FirstOfficerPage
from tests.forms.hands import PATIENCE, focused, press, settled, shown


def test_an_office_that_cannot_be_opened_is_told_by_a_number_and_tried_again(
    tmp_path: Path, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "another"
    folder.mkdir()
    in_the_way = folder / "lists"
    in_the_way.write_text("a file where a folder belongs")
    doors = Doors(Settings(folder))
    qtbot.addWidget(doors)
    doors.resize(900, 600)
    shown(doors)
    with caplog.at_level(logging.ERROR):
        doors.open_office()
        qtbot.waitUntil(doors.opening.retry.isVisible, timeout=PATIENCE)
    assert not doors.opening.bar.isVisible() and "F-" in doors.opening.text.text()
    assert focused() is doors.opening.retry

    in_the_way.unlink()
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: isinstance(doors.currentWidget(), FirstOfficerPage), timeout=PATIENCE)
    settled(qtbot)
