"""Pictures for the manual: each scene when its screen is settled, with its dialog, in its dress."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter.cases.casefile import CaseFile
from counter.services.office import Office
from forms import look, photographer
from forms.main_window import MainWindow
from forms.photographer import Photographer, Scene
from forms.queue_page import QueuePage
from tests.forms.hands import PATIENCE, shown

SIZE = (1000, 640)


@pytest.fixture
def window(office: Office, sent: CaseFile, qapp: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(office.settings)
    qtbot.addWidget(made)
    made.resize(*SIZE)
    shown(made)
    made.let_in(office)
    yield made
    made.close()
    assert QThreadPool.globalInstance().waitForDone(PATIENCE)


def taken(window: MainWindow, scenes: list[Scene], folder: Path, qtbot: QtBot) -> list[QImage]:
    camera = Photographer(window, scenes, folder)
    with qtbot.waitSignal(camera.finished, timeout=60_000):
        camera.start()
    assert camera.taken == [folder / f"{scene.name}.png" for scene in scenes]
    return [QImage(str(path)) for path in camera.taken]


def queue(window: MainWindow) -> None:
    window.go_to("queue")


def test_each_scene_is_a_picture_of_the_windows_size_once_its_rows_have_come(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    rows: list[int] = []

    def look_at_rows(window: MainWindow) -> None:
        page = window.page("queue")
        assert isinstance(page, QueuePage)
        rows.append(page.model.rowCount())

    scenes = [Scene("30-queue", queue, then=look_at_rows), Scene("40-case", lambda w: w.go_to("case"))]
    pictures = taken(window, scenes, tmp_path / "new" / "folder", qtbot)
    assert rows == [2], "the second act waits until the first has settled"
    assert [(one.width(), one.height()) for one in pictures] == [SIZE, SIZE]
    assert pictures[0] != pictures[1]


def test_a_dialog_lies_in_the_middle_of_the_picture_the_window_in_the_shade(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    scenes = [Scene("plain", queue), Scene("keys", queue, then=lambda w: w.show_keys())]
    plain, keys = taken(window, scenes, tmp_path, qtbot)
    surface, middle = QColor(look.LIGHT.surface), SIZE[0] // 2
    assert keys.pixelColor(4, SIZE[1] // 2).lightness() < plain.pixelColor(4, SIZE[1] // 2).lightness()
    assert any(keys.pixelColor(middle, y) == surface for y in range(SIZE[1])), "the dialog is not shaded"
    assert all(keys.pixelColor(SIZE[0] - 4, y) != surface for y in range(SIZE[1])), "the window is"
    assert photographer._dialogs() == [], "the dialog is closed before the next scene"


def test_a_scene_has_its_own_dress_and_the_next_one_the_usual_again(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    scenes = [Scene("dark", queue, dark=True), Scene("large", queue, scale=1.5), Scene("usual", queue)]
    dark, large, usual = taken(window, scenes, tmp_path, qtbot)
    at = (SIZE[0] // 2, SIZE[1] - 60)
    assert dark.pixelColor(*at).lightness() < 100 < usual.pixelColor(*at).lightness()
    assert large != usual and look.scale() == 1.0
