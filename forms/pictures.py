"""Pictures of every screen, for the manual and for the demonstration: `main.py pictures`, `main.py demo`."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication

from counter.demonstration.endings import plain
from counter.demonstration.run import Demonstration
from counter.demonstration.run import run as live_through
from counter.demonstration.stories import stories
from counter.errors import CounterError
from counter.services import officers
from counter.services.office import Office
from counter.settings import load
from counter.text import _, say
from forms import look
from forms.app import ENDS_WITHIN, make_app
from forms.main_window import MainWindow
from forms.photographer import Photographer
from forms.scenes import scenes

SIZE = (1366, 768)
FOLDER = "pictures"


def run(words: Sequence[str]) -> int:
    """Carry out `demo` or `pictures` with its words. Returns how the program ends."""
    told = _parser().parse_args(list(words))
    try:
        if told.command == "demo":
            return _demo(told.out, as_json=told.json)
        return _pictures(told.out, as_json=told.json)
    except CounterError as refused:
        problems = [{"field": field, "text": text} for field, text in say(refused)]
        if told.json:
            print(json.dumps({"refused": problems}, ensure_ascii=False, indent=2))
        else:
            print("\n".join(problem["text"] for problem in problems), file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    told = _("Sample families, and pictures of every screen")
    parser = argparse.ArgumentParser(prog="main.py", description=told)
    parser.add_argument("command", choices=("demo", "pictures"))
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=_("where the files go"))
    parser.add_argument("--json", action="store_true", help=_("answer as JSON"))
    return parser


def _demo(out: Path, *, as_json: bool) -> int:
    """Every family from hand to letter, its papers, a summary, and the screens as they then look."""
    _make_app()
    lived = live_through(out)
    try:
        taken = photograph(lived.office, out / FOLDER)
    finally:
        lived.office.close()
    if as_json:
        print(json.dumps(_answer(lived, taken), ensure_ascii=False, indent=2, default=str))
    else:
        for one in lived.families:
            print(f"{one.name}  {one.number}  {one.outcome}")
        print(_("Papers, pictures and the summary lie in {folder}.", folder=str(out)))
    return 0


def _answer(lived: Demonstration, taken: Sequence[Path]) -> dict[str, object]:
    return {
        "families": [plain(one) for one in lived.families],
        "summary": str(lived.summary),
        "pictures": [str(path) for path in taken],
    }


def _pictures(out: Path, *, as_json: bool) -> int:
    """Only the screens, of a demonstration that is thrown away afterwards."""
    _make_app()
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        lived = live_through(Path(folder))
        try:
            taken = photograph(lived.office, out)
        finally:
            lived.office.close()
    if as_json:
        print(json.dumps({"pictures": [str(path) for path in taken]}, ensure_ascii=False, indent=2))
    else:
        print(_("{n} pictures lie in {folder}.", n=len(taken), folder=str(out)))
    return 0


def _make_app() -> QApplication:
    """Pictures need no screen, so the one in memory is used: they look the same everywhere."""
    if QApplication.instance() is None:
        QApplication([sys.argv[0], "-platform", "offscreen"])
    return make_app(load())


def photograph(office: Office, folder: Path) -> list[Path]:
    """Take every screen of this office, as a clerk with all rights sees it."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window = MainWindow(office.settings)
    window.resize(*SIZE)
    window.show()
    window.activateWindow()
    look.load_rare_fonts()
    family = json.loads((files("resources") / "families" / "grandmother.json").read_text(encoding="utf-8"))
    photographer = Photographer(window, scenes(_as_clerk(office), family), folder)
    photographer.finished.connect(app.quit)
    photographer.start()
    app.exec()
    window.close()
    QThreadPool.globalInstance().waitForDone(ENDS_WITHIN)
    window.deleteLater()
    return photographer.taken


def _as_clerk(office: Office) -> Office:
    """The office as its first officer sees it; made here where there is none yet."""
    if officers.needs_first_officer(office):
        clerk = stories().clerk
        # Chance alone may spell the login, which a password must not hold; figures cannot.
        password = f"Zx-{secrets.randbelow(10**24):024d}"
        officers.make_first_officer(office, login=clerk.login, name=clerk.name, password=password)
        return officers.sign_in(office, clerk.login, password)
    known = next(iter(officers.officers(office)))
    return office.with_officer(known)
