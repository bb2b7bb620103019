"""What tests of screens share: the program's dress, and background work that ends with its test."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from counter.services.office import Office
from forms import look
from forms.case_page import CasePage
from forms.intake import draft_keeper, sheet
from forms.papers import cups
from tests import once
from tests.forms.hands import PATIENCE, framed, settled, shown

Opening = Callable[[str], CasePage]


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> None:
    look.load_fonts()
    look.apply(qapp, at=1.0, dark=False)


@pytest.fixture(scope="session", autouse=True)
def nobody_pauses_to_think() -> Iterator[None]:
    """What waits until typing has paused waits less, and what was answered once is known."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet, "TYPING_PAUSE", 50)
        patch.setattr(draft_keeper, "PAUSE", 60)
        patch.setattr(sheet, "match", once.match)
        yield


@pytest.fixture(autouse=True)
def nothing_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever printers the computer of the tests has; the test of printing brings its own `lp`."""
    monkeypatch.setattr(cups, "is_here", lambda: False)


@pytest.fixture(autouse=True)
def everything_ends_with_its_test(office: Office, qapp: QApplication) -> Iterator[None]:
    """Set up after the office, so torn down before its database is closed."""
    yield
    assert QThreadPool.globalInstance().waitForDone(20_000), "a background job is still running"
    # Closed widgets go in an event loop only; until then each change of the text's size dresses them too.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    look.apply(qapp, at=1.0, dark=False)


@pytest.fixture
def at_scale(qapp: QApplication) -> Callable[[int], None]:
    """Show everything at so many percent, for the length of a test."""

    def take(percent: int) -> None:
        look.apply(qapp, at=percent / 100, dark=False)

    return take


@pytest.fixture
def open_page(office: Office, qtbot: QtBot) -> Iterator[Opening]:
    """Opens a case in a window of its own, which lives as long as the test."""
    windows: list[QWidget] = []

    def open_it(number: str) -> CasePage:
        made = CasePage(office)
        windows.append(framed(made))
        qtbot.addWidget(windows[-1])
        shown(windows[-1])
        made.show_case(number)
        made.came()
        qtbot.waitUntil(lambda: made.file is not None and made.file.number == number, timeout=PATIENCE)
        settled(qtbot)
        return made

    yield open_it
