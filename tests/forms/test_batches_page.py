"""批量打印: what waits is seen with its count, printed by keys, taken up after a jam; rows lead to cases."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from counter.cases.application import Application
from counter.cases.batches import BatchState
from counter.cases.split import Chosen
from counter.services import batch_printing, batches, intake
from counter.services.office import Office
from forms.batches_page import BatchesPage, BeginDialog
from forms.duties_page import DutiesPage
from forms.papers import cups
from forms.papers.jam_dialog import JamDialog
from forms.papers.pdf import Pdf
from forms.queue_page import QueuePage
from forms.reason_dialog import ReasonDialog
from tests.forms.hands import dialog_of, focused, framed, press, settled, shown, write
from tests.forms.print_server import PrintServer

KINDS, PAGES = 5, 6
"""The kinds of paper that an acceptance calls for; the pages of a slip, two in three copies."""
WAITING, BATCHES = range(2)
REALLY = cups.is_here


@pytest.fixture
def cases(office: Office, family: Application, chosen: tuple[Chosen, ...]) -> list[str]:
    return [intake.accept_and_send(office, family, chosen).number for _case in range(2)]


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PrintServer:
    """Two printers, Laser the usual one; to be asked for before the page."""
    made = PrintServer(tmp_path)
    monkeypatch.setattr(cups, "is_here", REALLY)
    monkeypatch.setenv("PATH", f"{made.commands}{os.pathsep}{os.environ['PATH']}")
    return made


@pytest.fixture
def page(office: Office, cases: list[str], qtbot: QtBot) -> Iterator[BatchesPage]:
    made = BatchesPage(office)
    window = framed(made)
    qtbot.addWidget(window)
    shown(window)
    made.came()
    settled(qtbot)
    assert len(made.waiting.listed()) == KINDS * len(cases)
    made.waiting.kind.set_value("D09")
    made.waiting.kind.edited.emit()
    made.show_part(WAITING)
    yield made


def printed(page: BatchesPage, qtbot: QtBot) -> None:
    """All that is listed, into the office's folder: there is no printer."""
    press(Qt.Key.Key_P, ctrl=True)
    dialog_of(page, BeginDialog)
    press(Qt.Key.Key_Return, ctrl=True)
    after(page, qtbot)
    assert state(page) is BatchState.PRINTED


def after(page: BatchesPage, qtbot: QtBot) -> None:
    """All is done, and the window is in front again: without a window manager nobody brings it there."""
    settled(qtbot)
    shown(page.window())


def state(page: BatchesPage) -> BatchState | None:
    one = page.batches.current()
    return one.state if one else None


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_what_is_listed_is_printed_by_keys_and_after_a_jam_from_the_page_behind(
    page: BatchesPage, office: Office, qtbot: QtBot
) -> None:
    assert page.waiting.told.text() == "2 份文书，共 6 份"
    printed(page, qtbot)
    folder = office.settings.office_dir / "papers"
    assert files(folder) == ["batch-0001-p1-12.pdf"]
    numbers = [one.number for one in page.batches.paper_model.values]
    assert numbers == ["(莲花)救转〔2026〕第0001号", "(莲花)救转〔2026〕第0002号"]
    assert focused() is page.batches.table
    press(Qt.Key.Key_J)
    asked = dialog_of(page, JamDialog)
    for wrong in ("abc", "9999", ""):
        asked.rows["last_good"].field.set_value(wrong)
        press(Qt.Key.Key_Return)
        settled(qtbot)
        assert "12" in asked.rows["last_good"].told.text()
    write("7")
    assert "第 8 页" in asked.where.text() and numbers[1] in asked.where.text()
    assert asked.rows["reason"].isHidden()
    press(Qt.Key.Key_Return)
    after(page, qtbot)
    assert state(page) is BatchState.PRINTED
    assert files(folder) == ["batch-0001-p1-12.pdf", "batch-0001-p8-12.pdf"]


def test_what_was_told_to_be_good_asks_why_it_is_printed_again(page: BatchesPage, qtbot: QtBot) -> None:
    printed(page, qtbot)
    press(Qt.Key.Key_D)
    settled(qtbot)
    assert state(page) is BatchState.DONE
    press(Qt.Key.Key_J)
    asked = dialog_of(page, JamDialog)
    write("8")
    press(Qt.Key.Key_Return, ctrl=True)
    settled(qtbot)
    assert asked.rows["reason"].told.text()
    write("第二份被水打湿")
    press(Qt.Key.Key_Return, ctrl=True)
    settled(qtbot)
    assert [one.reprint for one in page.batches.paper_model.values] == [0, 1]


def test_what_was_interrupted_says_so_and_cancels_into_the_list_of_the_unprinted(
    page: BatchesPage, office: Office, qtbot: QtBot
) -> None:
    begun = batches.issue(office, batches.begin(office, page.waiting.listed()).id)
    assert batch_printing.next_portion(office, begun.id, most=PAGES)
    page.refresh()
    settled(qtbot)
    press(Qt.Key.Key_2, alt=True)
    assert "按 J" in page.batches.told.text()
    assert not page.batches.go_button.isVisible() and page.batches.jam_button.isVisible()
    press(Qt.Key.Key_X)
    dialog_of(page, ReasonDialog).finish()
    after(page, qtbot)
    assert state(page) is BatchState.CANCELLED
    press(Qt.Key.Key_1, alt=True)
    page.waiting.state.set_value("numbered")
    page.waiting.read()
    settled(qtbot)
    assert [one.number for one in page.waiting.model.values] == ["(莲花)救转〔2026〕第0002号"]


def test_each_row_leads_to_its_case_and_the_rest_is_saved_where_one_chooses(
    page: BatchesPage, cases: list[str], office: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    opened: list[str] = []
    page.case_wanted.connect(opened.append)
    press(Qt.Key.Key_Return)
    begun = batches.begin(office, page.waiting.listed())
    page._save_into(begun.id, str(tmp_path / "there"))
    settled(qtbot)
    assert files(tmp_path / "there") == ["batch-0001-p1-12.pdf"]
    press(Qt.Key.Key_2, alt=True)
    press(Qt.Key.Key_Return)
    page.batches.papers.selectRow(1)
    press(Qt.Key.Key_Return)
    assert opened == cases


@pytest.mark.skipif(os.name != "posix", reason="CUPS prints on Linux and macOS")
def test_what_the_printer_refuses_is_printed_when_it_goes_on(
    server: PrintServer, page: BatchesPage, qtbot: QtBot
) -> None:
    page.waiting.kind.set_value(None)
    page.waiting.kind.edited.emit()
    server.refuses(2)
    press(Qt.Key.Key_P, ctrl=True)
    dialog_of(page, BeginDialog)
    press(Qt.Key.Key_Return, ctrl=True)
    after(page, qtbot)
    assert state(page) is BatchState.READY and "no such printer" in page.batches.problem.text()
    press(Qt.Key.Key_G)
    after(page, qtbot)
    assert state(page) is BatchState.PRINTED
    batch = page.batches.current()
    assert batch is not None and len(server.printed) == KINDS
    pages = [Pdf(one.pdf).pages for one in server.printed]
    assert (sum(pages), {one.printer for one in server.printed}) == (batch.pages, {"Laser"})
    assert page.work.jobs.all()[0].title.endswith(f"–{batch.pages} 页")
    page.work.jobs.stop()


def test_a_day_that_does_not_exist_is_told_at_its_field(page: BatchesPage) -> None:
    page.waiting.rows["since"].field.set_value("2026-13-01")
    page.waiting.read()
    assert page.waiting.rows["since"].told.text()
    assert not page.waiting.print_button.isEnabled()


@pytest.mark.parametrize("kind", [QueuePage, DutiesPage])
def test_another_list_hands_its_cases_over(
    kind: type[QueuePage] | type[DutiesPage], page: BatchesPage, cases: list[str], qtbot: QtBot
) -> None:
    there = kind(page.office)
    window = framed(there)
    qtbot.addWidget(window)
    shown(window)
    there.came()
    settled(qtbot)
    handed: list[tuple[str, ...]] = []
    there.batches_wanted.connect(handed.append)
    press(Qt.Key.Key_P, shift=True)
    settled(qtbot)
    assert [set(one) for one in handed] == [set(cases)]
    page.show_cases(cases[:1])
    settled(qtbot)
    assert [one.case for one in page.waiting.listed()] == cases[:1] * KINDS
