"""What the pages of papers, policies and the office owe to whoever works without a mouse."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QListView,
    QTableView,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from counter.cases.casefile import CaseFile
from counter.services.office import Office
from forms import keys
from forms.batches_page import BatchesPage
from forms.catalogue_page import CataloguePage
from forms.duties_page import DutiesPage
from forms.office_page import OfficePage
from forms.page import Page
from forms.papers_page import PapersPage

PATIENCE = 30_000


@pytest.fixture(
    params=[PapersPage, BatchesPage, CataloguePage, OfficePage, DutiesPage],
    ids=["papers", "batches", "catalogue", "office", "duties"],
)
def page(request: pytest.FixtureRequest, office: Office, qtbot: QtBot, sent: CaseFile) -> Iterator[Page]:
    make: Callable[[Office], Page] = request.param
    made = make(office)
    qtbot.addWidget(made)
    head = made.head()
    assert head is not None
    qtbot.addWidget(head)
    made.resize(1290, 690)
    made.show()
    made.show_case(sent.number)
    made.came()
    if isinstance(made, PapersPage):
        qtbot.waitUntil(lambda: bool(made.list.sheets.sheets), timeout=PATIENCE)
        qtbot.waitUntil(lambda: not made._looking.is_busy, timeout=PATIENCE)
    yield made
    assert QThreadPool.globalInstance().waitForDone(PATIENCE)


def test_everything_that_takes_the_cursor_has_a_name(page: Page) -> None:
    for kind in (QLineEdit, QTextEdit, QAbstractItemView, QComboBox):
        for widget in page.findChildren(kind):
            if isinstance(widget.window(), Page) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                inside_combo = isinstance(widget.parent(), QComboBox) or widget.objectName().startswith("qt_")
                assert widget.accessibleName() or inside_combo, widget


def test_lists_leave_the_input_method_off(page: Page) -> None:
    for kind in (QListView, QTableView):
        for view in page.findChildren(kind):
            if view.window() is page:
                assert not view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled), view


def test_no_key_is_given_twice_in_one_place(page: Page) -> None:
    """Two actions of one widget, or of a widget and what holds it, would silence each other."""
    for widget in (page, *page.findChildren(QWidget)):
        reached: list[str] = [key for action in widget.actions() for key in _keys(action.shortcuts())]
        above = widget.parentWidget()
        while above is not None:
            for action in above.actions():
                if action.shortcutContext() == Qt.ShortcutContext.WidgetWithChildrenShortcut:
                    reached += _keys(action.shortcuts())
            above = above.parentWidget()
        twice = [key for key, count in Counter(reached).items() if count > 1]
        assert twice == [], (widget, twice)


def _keys(shortcuts: Iterable[QKeySequence]) -> list[str]:
    return [shortcut.toString() for shortcut in shortcuts]


def test_every_key_says_what_it_does(page: Page) -> None:
    told = [action.text() for action in keys.actions_of(page)]
    assert len(told) >= 5 and all(told)


def test_the_title_and_the_bar_fit_beside_the_find_box(page: Page, at_scale: Callable[[int], None]) -> None:
    at_scale(150)
    head = page.head()
    assert head is not None
    assert head.minimumSizeHint().width() <= 1366 - 1.5 * 240
