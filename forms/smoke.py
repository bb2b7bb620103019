"""Whether the program starts as it was built: a window, an office, one case and its notice on paper."""

from __future__ import annotations

import sys
from functools import partial
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QThreadPool, QTimer
from PySide6.QtWidgets import QApplication

from counter.cases.reading import read_application, read_json
from counter.services import intake, notices, printing
from counter.services.office import Office
from counter.settings import VERSION, Settings, has_screen, load
from forms.app import ENDS_WITHIN, make_app
from forms.main_window import MainWindow

PATIENCE = 60_000
"""Milliseconds that the office may take to open on a slow computer."""


def smoke() -> int:
    """Start on an empty folder, say in one line what came of it, and end: 0 when all of it worked."""
    if not has_screen():
        QApplication([sys.argv[0], "-platform", "offscreen"])
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return _start(load(Path(folder) / "office"))


def _start(settings: Settings) -> int:
    app = make_app(settings)
    window = MainWindow(settings)
    window.show()
    window.open_office()
    watch = QTimer()
    watch.timeout.connect(partial(_go_on_when_open, window))
    watch.start(20)
    QTimer.singleShot(PATIENCE, app.quit)
    app.exec()
    if window.office is None:
        print(f"One-Window Counter {VERSION}: the office did not open.", file=sys.stderr)
        return 1
    paper = _notice(window.office)
    policies = len(window.office.catalogue.policies)
    window.close()
    QThreadPool.globalInstance().waitForDone(ENDS_WITHIN)
    window.office.close()
    print(f"One-Window Counter {VERSION}: {policies} policies, one case, one paper of {len(paper)} bytes.")
    return 0


def _go_on_when_open(window: MainWindow) -> None:
    if window.office is not None:
        QApplication.quit()


def _notice(office: Office) -> bytes:
    """Take one of the sample families from hand to letter."""
    said = read_json((files("resources") / "families" / "patient.json").read_bytes())
    assert isinstance(said, dict)
    said.pop("on", None)
    application = read_application(said, office.catalogue, today=office.today()).application
    case = intake.accept(office, application, intake.eligible(intake.match(office, application)))
    return printing.draw(office, notices.issue(office, case.number, "D07").number)
