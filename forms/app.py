"""The program with its window: made quickly, dressed, and closed in order."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QThreadPool, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from counter.settings import Settings, load
from counter.text import _, set_language
from forms import look, messages
from forms.main_window import MainWindow

ENDS_WITHIN = 10_000
"""Milliseconds that what is still being written may take when the window closes."""


def make_app(settings: Settings) -> QApplication:
    """The application in its language and its dress."""
    set_language(settings.language)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName(_("One-Window Counter"))
    if settings.language == "zh_CN":
        QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        words = QTranslator(app)
        if words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            app.installTranslator(words)
    look.load_fonts()
    look.apply(app, at=1.0)
    app.setWindowIcon(_icon())
    app.styleHints().colorSchemeChanged.connect(_follow_system)
    return app


def _icon() -> QIcon:
    return look.icon("office", look.colours().accent, 32)


def _follow_system() -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        look.apply(app)


def _tell_of_bug(kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
    """A bug in a slot: told by its number, the program stays up."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    messages.show_bug(QApplication.activeWindow(), bug.with_traceback(trace))


def settings_for(words: Sequence[str]) -> Settings:
    """The settings of the office that `--office DIR` names, or of the usual one."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--office", type=Path)
    return load(parser.parse_known_args(words)[0].office)


def run(words: Sequence[str] = ()) -> int:
    """Show the window until it is closed. Returns how the program ends."""
    settings = settings_for(words)
    app = make_app(settings)
    sys.excepthook = _tell_of_bug
    window = MainWindow(settings)
    window.showMaximized()
    window.open_office()
    code = app.exec()
    QThreadPool.globalInstance().waitForDone(ENDS_WITHIN)
    if window.office is not None:
        window.office.close()
    return code
