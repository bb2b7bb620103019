"""Takes pictures of the window, one scene after another, each when everything beside it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QThreadPool, QTimer, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog

from forms import look
from forms.main_window import MainWindow

TICK = 25
QUIET = 14
"""Ticks in a row without work beside the window, after which a screen counts as settled."""
PATIENCE = 2400
"""Ticks after which a scene is taken as it is."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A screen worth showing: its file's name, what leads there, and how it is dressed."""

    name: str
    act: Callable[[MainWindow], object]
    then: Callable[[MainWindow], object] | None = None
    """A second act, once the first one has settled."""
    scale: float = 1.0
    dark: bool = False


class Photographer(QObject):
    """Plays the scenes in the window and saves each as a PNG of the window's size."""

    finished = Signal()

    def __init__(self, window: MainWindow, scenes: Sequence[Scene], folder: Path) -> None:
        super().__init__(window)
        self._window = window
        self._scenes = list(scenes)
        self._folder = folder
        self._quiet = self._waited = 0
        self._current: Scene | None = None
        self._then: Callable[[MainWindow], object] | None = None
        self.taken: list[Path] = []
        self._timer = QTimer(self)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._next()
        self._timer.start()

    def _tick(self) -> None:
        self._waited += 1
        busy = QThreadPool.globalInstance().activeThreadCount() > 0
        self._quiet = 0 if busy else self._quiet + 1
        if self._quiet < QUIET and self._waited < PATIENCE:
            return
        if self._then is not None:
            then, self._then = self._then, None
            self._quiet = self._waited = 0
            then(self._window)
            return
        if self._current is not None:
            self._take(self._current)
        self._next()

    def _next(self) -> None:
        self._quiet = self._waited = 0
        _close_dialogs()
        if not self._scenes:
            self._timer.stop()
            self.finished.emit()
            return
        scene = self._scenes.pop(0)
        self._current, self._then = scene, scene.then
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        if (look.scale(), look.colours() is look.DARK) != (scene.scale, scene.dark):
            look.apply(app, at=scene.scale, dark=scene.dark)
        scene.act(self._window)

    def _take(self, scene: Scene) -> None:
        picture = self._window.grab()
        for dialog in _dialogs():
            _lay_over(picture, dialog)
        path = self._folder / f"{scene.name}.png"
        picture.save(str(path))
        self.taken.append(path)


def _dialogs() -> list[QDialog]:
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, QDialog) and widget.isVisible()
    ]


def _close_dialogs() -> None:
    for dialog in _dialogs():
        dialog.close()


def _lay_over(picture: QPixmap, dialog: QDialog) -> None:
    """The dialog in the middle of the window, the window behind it in the shade."""
    painter = QPainter(picture)
    size = picture.deviceIndependentSize().toSize()
    painter.fillRect(0, 0, size.width(), size.height(), "#60000000")
    shown = dialog.grab()
    corner = QPoint((size.width() - dialog.width()) // 2, max((size.height() - dialog.height()) // 3, 0))
    painter.drawPixmap(corner, shown)
    painter.end()
