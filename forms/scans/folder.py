"""The folder into which the scanner or the document camera of this desk puts its pictures."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QSettings, QTimer, Signal

from counter.services.office import Office
from forms.scans.taking import ENDINGS

WINDOW_FILE = "window.ini"
_KEY = "scans/folder"
PAUSE = 700
"""Milliseconds in which a file that is being written grows; one that does not is whole."""


class ScannerFolder(QObject):
    """Tells of every picture that comes into the folder from now on; what lay there before is left alone."""

    came = Signal(object)
    """The new files, whole, the oldest first."""

    def __init__(self, office: Office, owner: QObject) -> None:
        super().__init__(owner)
        self._file = QSettings(str(office.settings.office_dir / WINDOW_FILE), QSettings.Format.IniFormat)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._changed)
        self._known: set[Path] = set()
        self._growing: dict[Path, int] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._look)

    @property
    def path(self) -> Path | None:
        """The folder that was chosen at this computer; None where none was, or where it is gone."""
        told = str(self._file.value(_KEY, ""))
        return Path(told) if told and Path(told).is_dir() else None

    def choose(self, path: Path) -> None:
        self._file.setValue(_KEY, str(path))
        self.begin()

    def begin(self) -> None:
        """Watch from now on, as long as somebody looks at scans."""
        self.stop()
        if self.path is not None:
            self._known = set(self._pictures())
            self._watcher.addPath(str(self.path))

    def stop(self) -> None:
        self._timer.stop()
        self._growing.clear()
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())

    def newest(self) -> Path | None:
        """The picture that came last, whenever that was."""
        found = self._pictures()
        return max(found, key=lambda file: file.stat().st_mtime, default=None)

    def _pictures(self) -> list[Path]:
        if self.path is None:
            return []
        return [one for one in self.path.iterdir() if one.suffix.lower() in ENDINGS and one.is_file()]

    def _changed(self, _path: str) -> None:
        self._timer.start()

    def _look(self) -> None:
        """A scanner writes for seconds; what has grown since the last look is looked at again."""
        fresh = {file: file.stat().st_size for file in self._pictures() if file not in self._known}
        whole = [file for file, size in fresh.items() if size and self._growing.get(file) == size]
        self._growing = fresh
        if len(whole) < len(fresh):
            self._timer.start()
            return
        if whole:
            self._known.update(whole)
            self._growing.clear()
            self.came.emit(sorted(whole, key=lambda file: file.stat().st_mtime))
