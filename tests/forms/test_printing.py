"""Printing comes out right first time: the file itself, on its printer and tray, moved as was measured."""

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from counter.cases.casefile import CaseFile
from counter.letters.calibration import Shift
from counter.letters.looks import SLIP, Size
from counter.letters.paper import Paper
from counter.letters.ticket import ROLL
from counter.services import cases, notices, printing
from counter.services.office import Office
from forms.duties_page import DutiesPage
from forms.main_window import MainWindow
from forms.papers import cups
from forms.papers.cups import State
from forms.papers.pdf import Medium, Pdf
from forms.papers.print_queue import PrintQueue
from forms.papers.printer_dialog import PrinterDialog
from forms.papers.printers import PrinterMemory, Setup
from forms.papers_page import PapersPage
from forms.reason_dialog import ReasonDialog
from tests.forms.print_server import PrintServer
from tests.forms.test_papers_page import PATIENCE, settled, shown

pytestmark = pytest.mark.skipif(os.name != "posix", reason="CUPS prints on Linux and macOS")
REALLY = cups.is_here
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PrintServer:
    """Two printers, Laser the usual one."""
    made = PrintServer(tmp_path)
    monkeypatch.setattr(cups, "is_here", REALLY)
    monkeypatch.setenv("PATH", f"{made.commands}{os.pathsep}{os.environ['PATH']}")
    return made


@pytest.fixture
def page(office: Office, server: PrintServer, qtbot: QtBot) -> Iterator[PapersPage]:
    made = PapersPage(office)
    for widget in (made, made.bar):
        qtbot.addWidget(widget)
    made.resize(1200, 700)
    made.show()
    yield made
    made.output.jobs.stop()


def open_with(page: PapersPage, qtbot: QtBot, number: str, *kinds: str) -> None:
    """The papers of the acceptance, these ticked and no others."""
    shown(page, qtbot, number, "accept")
    qtbot.waitUntil(lambda: page.choice.has_printers, timeout=PATIENCE)
    for at, sheet in enumerate(page.list.sheets.sheets):
        page.list.sheets.change(at, ticked=sheet.wanted.kind in kinds)


def ctrl(page: PapersPage, qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClick(page.list, key, CTRL)
    settled(page, qtbot)


def row_of(page: PapersPage, kind: str) -> None:
    at = next(n for n, sheet in enumerate(page.list.sheets.sheets) if sheet.wanted.kind == kind)
    page.list.setCurrentIndex(page.list.sheets.index(at))


def test_one_key_prints_the_very_file_that_is_shown_each_on_its_printer(
    page: PapersPage, qtbot: QtBot, accepted: CaseFile, server: PrintServer, office: Office
) -> None:
    page.choice.memory.remember(Medium.A4, Setup("Laser", "Tray2", both_sides=True))
    open_with(page, qtbot, accepted.number, "D05", "D31")
    at = next(n for n, sheet in enumerate(page.list.sheets.sheets) if sheet.wanted.kind == "D31")
    page.list.sheets.change(at, copies=3)
    ctrl(page, qtbot, Qt.Key.Key_P)
    assert page.findChildren(ReasonDialog) == []
    papers = {one.kind: one.number for one in cases.case(office, accepted.number).notices}
    receipt, card = server.printed
    assert (receipt.printer, receipt.title, receipt.copies) == ("Laser", papers["D05"], 1)
    assert (card.printer, card.title, card.copies) == ("Laser", papers["D31"], 3)
    for one in (receipt, card):
        assert one.options["media"] == "A4" and one.options["InputSlot"] == "Tray2"
        assert one.options["sides"] == "two-sided-long-edge" and one.options["print-scaling"] == "none"
    assert card.pdf == printing.draw(office, papers["D31"])
    with pikepdf.open(io.BytesIO(receipt.pdf)) as pdf:
        assert len(pdf.pages) == 3, "the applicant's copy is not printed on the back of the office's"
    row_of(page, "D31")
    qtbot.waitUntil(
        lambda: page.viewer.pdf is not None and page.viewer.pdf.content == card.pdf, timeout=PATIENCE
    )
    assert PrinterMemory(office.settings.office_dir).copies("accept", "D31") == 3, "as at this step next time"


def test_what_a_printer_did_not_take_stays_ticked_and_is_the_first_print_next_time(
    page: PapersPage, qtbot: QtBot, accepted: CaseFile, server: PrintServer, office: Office
) -> None:
    server.refuses(2)
    open_with(page, qtbot, accepted.number, "D05", "D07")
    ctrl(page, qtbot, Qt.Key.Key_P)
    assert "Laser" in page.problem.text() and len(server.printed) == 1
    assert [sheet.wanted.kind for sheet in page.list.sheets.ticked()] == ["D07"]
    ctrl(page, qtbot, Qt.Key.Key_P)
    assert page.findChildren(ReasonDialog) == [] and len(server.printed) == 2
    assert {one.prints for one in cases.case(office, accepted.number).notices} == {1}
    assert "补打" not in Pdf(server.printed[1].pdf).text(0)


def test_a_jam_is_one_key_and_is_on_record(
    page: PapersPage, qtbot: QtBot, accepted: CaseFile, server: PrintServer, office: Office
) -> None:
    open_with(page, qtbot, accepted.number, "D05", "D31")
    ctrl(page, qtbot, Qt.Key.Key_P)
    row_of(page, "D31")
    qtbot.keyClick(page.list, Qt.Key.Key_R)
    settled(page, qtbot)
    assert len(server.printed) == 3 and "补打第1次" in Pdf(server.printed[2].pdf).text(0)
    qtbot.keyClick(page.list, Qt.Key.Key_R, SHIFT)
    settled(page, qtbot)
    assert "补打第2次" in Pdf(server.printed[3].pdf).text(0), "what was printed last is that one paper"
    told = [one.detail for one in cases.case(office, accepted.number).events if one.verb == "reprinted"]
    assert [one["prints"] for one in told] == [2, 3] and all("卡纸" in str(one["reason"]) for one in told)


def test_what_is_sent_is_moved_by_what_was_measured(
    page: PapersPage, qtbot: QtBot, accepted: CaseFile, server: PrintServer, office: Office
) -> None:
    number = notices.issue(office, accepted.number, "D31").number
    page.choice.memory.remember_shift("Laser", Medium.A4, Shift(1.5, -2.0))
    open_with(page, qtbot, accepted.number)
    row_of(page, "D31")
    qtbot.keyClick(page.list, Qt.Key.Key_R)
    settled(page, qtbot)
    buffer = server.printed[0].pdf
    assert buffer != printing.draw(office, number)
    with pikepdf.open(io.BytesIO(buffer)) as pdf:
        page_of = pikepdf.parse_content_stream(pdf.pages[0])
    moves = [list(map(float, one.operands)) for one in page_of if str(one.operator) == "cm"]
    assert moves[0][4:] == pytest.approx([1.5 * 72 / 25.4, 2.0 * 72 / 25.4], abs=0.01)


_STUCK = """Laser-1                root             22528   Tue Nov 24 10:00:00 2026
\tAlerts: none
\tqueued for Laser
"""
_JAMMED = """printer Laser disabled since Tue Nov 24 10:00:00 2026 -
\tjam
\tAlerts: media-jam-error paused
printer Slips is idle.  enabled since Tue Nov 24 10:00:00 2026
\tAlerts: none
"""


def test_a_job_that_stands_still_is_told_and_taken_back_and_never_came_out(
    page: PapersPage, qtbot: QtBot, accepted: CaseFile, server: PrintServer, office: Office
) -> None:
    server.says("not-completed", _STUCK)
    server.says("printers", _JAMMED)
    open_with(page, qtbot, accepted.number, "D31")
    ctrl(page, qtbot, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: "Ctrl+J" in page.standing.text(), timeout=PATIENCE)
    page.show_print_jobs()
    (queue,) = page.findChildren(PrintQueue)
    assert queue.table.model().index(0, 4).data() == "‖ 停住了"
    assert "卡纸" in queue.told.text() and queue.on_button.isEnabled()
    server.says(
        "printers", "printer Laser is idle.  enabled since Tue Nov 24 10:00:00 2026\n\tAlerts: none\n"
    )
    page.output.jobs.look()
    qtbot.waitUntil(lambda: queue.table.model().index(0, 4).data() == "○ 等待", timeout=PATIENCE)
    qtbot.keyClick(queue.table, Qt.Key.Key_C)
    qtbot.waitUntil(lambda: server.cancelled == ["Laser-1"], timeout=PATIENCE)
    qtbot.waitUntil(lambda: queue.table.model().index(0, 4).data() == "– 已撤回", timeout=PATIENCE)
    number = cases.case(office, accepted.number).notices[0].number
    assert page.output.jobs.not_out() == {number: 1} and not page.standing.isVisible()
    qtbot.keyClick(queue.table, Qt.Key.Key_P)
    page.findChildren(ReasonDialog)[0].finish()
    qtbot.waitUntil(lambda: len(server.printed) == 2, timeout=PATIENCE)
    settled(page, qtbot)
    assert server.printed[1].pdf == server.printed[0].pdf, "the first print, not marked"
    assert cases.case(office, accepted.number).notices[0].prints == 1
    queue.reject()


def test_the_dialog_keeps_trays_sides_and_millimetres_and_prints_the_page_to_measure(
    page: PapersPage, qtbot: QtBot, server: PrintServer, office: Office
) -> None:
    qtbot.keyClick(page, Qt.Key.Key_P, CTRL | SHIFT)
    qtbot.waitUntil(lambda: bool(page.findChildren(PrinterDialog)), timeout=PATIENCE)
    (dialog,) = page.findChildren(PrinterDialog)
    usual, cut, small = (dialog.lines[one] for one in (Medium.A4, Medium.IN_TWO, Medium.A5))
    qtbot.waitUntil(lambda: usual.tray.count() == 4, timeout=PATIENCE)
    assert usual.sides.isEnabled() and "A5" in dialog.told.text(), "its driver knows no A5"
    usual.right.widget().setFocus()
    usual.right.widget().clear()
    qtbot.keyClicks(usual.right.widget(), "1,5")
    assert cut.right.value() == "1,5", "moved as the other A4 of its printer"
    small.down.set_value("far")
    dialog.keep()
    assert "-15" in dialog.told.text() and dialog.isVisible()
    small.down.set_value("0")
    cut.tray.set_value("Tray2")
    qtbot.keyClick(dialog, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: len(server.printed) == 1, timeout=PATIENCE)
    assert "向右移1.5毫米" in Pdf(server.printed[0].pdf).text(0)
    qtbot.waitUntil(lambda: "Laser" in dialog.told.text(), timeout=PATIENCE)
    dialog.keep()
    memory = PrinterMemory(office.settings.office_dir)
    assert memory.setup(Medium.IN_TWO) == Setup("Laser", "Tray2")
    assert memory.shift("Laser", Medium.A4) == Shift(1.5, 0) and memory.shift("Laser", Medium.IN_TWO) is None
    assert memory.plan(["Laser"]).shift("Laser", Medium.IN_TWO) == Shift(1.5, 0)


def test_the_queue_is_read_as_cups_tells_it(server: PrintServer) -> None:
    row = "{}                root             1   Tue Nov 24 10:00:00 2026\n"
    done = row + "\tStatus: {}\n\tAlerts: {}\n\tqueued for Laser\n"
    server.says(
        "completed",
        done.format("Laser-1", "", "job-completed-successfully")
        + done.format("Laser-2", "", "job-canceled-by-user")
        + done.format("Laser-3", "", "aborted-by-system")
        + done.format("Laser-4", "jam", "processing-to-stop-point"),
    )
    server.says("not-completed", done.format("Laser-5", "", "job-printing") + _STUCK.replace("-1", "-6"))
    states = {job: told.state for job, told in cups.states().items()}
    assert list(states.values()) == [
        State.PRINTED,
        State.CANCELLED,
        State.FAILED,
        State.ENDED,
        State.PRINTING,
        State.WAITING,
    ]
    assert cups.able("Slips") == replace(cups.able("Laser"), both_sides=False)


def test_what_a_paper_is_printed_on_is_read_off_the_paper(tmp_path: Path) -> None:
    cut = Paper(SLIP, Size.A4_IN_TWO, title="两联")
    cut.paragraph("存根和交申请人的一联。")
    roll = Paper(ROLL, Size.ROLL, title="小票")
    for paper, medium in (
        (cut, Medium.IN_TWO),
        (roll, Medium.ROLL),
        (Paper(size=Size.A5_LANDSCAPE, title="半"), Medium.A5),
    ):
        pdf = Pdf(paper.pdf())
        assert pdf.medium is medium
        pdf.close()


def test_a_printer_that_is_gone_is_not_printed_on(tmp_path: Path) -> None:
    memory = PrinterMemory(tmp_path)
    memory.remember(Medium.ROLL, Setup("Slips"))
    memory.remember(Medium.A4, Setup("Old"))
    plan = memory.plan(["Laser", "Slips"])
    assert plan.setup(Medium.A4).printer == "Laser" and plan.setup(Medium.ROLL).printer == "Slips"
    assert memory.plan(["Laser"]).setup(Medium.ROLL).printer == "Laser"


def test_a_hundred_per_cent_is_the_true_size(page: PapersPage, qtbot: QtBot, sent: CaseFile) -> None:
    shown(page, qtbot, sent.number, "accept")
    page.resize(1600, 900)
    viewer = page.viewer
    qtbot.waitUntil(lambda: "100" in viewer.zoom_button.text(), timeout=PATIENCE)
    qtbot.wait(1)
    picture = viewer.view.viewport().grab().toImage()
    middle = picture.height() // 2
    white = [x for x in range(picture.width()) if picture.pixelColor(x, middle).lightness() > 250]
    dots = (white[-1] - white[0] + 1) / picture.devicePixelRatio()
    real = viewer.screen().physicalDotsPerInch()
    expected = real if 60 <= real <= 250 else viewer.screen().logicalDotsPerInch()
    assert dots == pytest.approx(210 / 25.4 * expected, abs=2), "210 mm of paper are 210 mm of screen"


def test_the_slip_comes_from_the_roll_and_never_before_the_receipt(
    page: PapersPage, qtbot: QtBot, accepted: CaseFile, server: PrintServer, office: Office
) -> None:
    page.choice.memory.remember(Medium.ROLL, Setup("Slips"))
    notices.issue(office, accepted.number, "D05")
    open_with(page, qtbot, accepted.number)
    qtbot.keyClick(page.list, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: len(server.printed) == 1, timeout=PATIENCE)
    (slip,) = server.printed
    assert (slip.printer, slip.title) == ("Slips", "收件小票")
    assert slip.options["media"].startswith("Custom.80x")


def test_what_is_owed_is_printed_for_each_department(
    qtbot: QtBot, sent: CaseFile, server: PrintServer, office: Office
) -> None:
    owed = DutiesPage(office)
    for widget in (owed, owed.bar):
        qtbot.addWidget(widget)
    owed.show()
    owed.came()
    qtbot.waitUntil(lambda: bool(owed.model.values), timeout=PATIENCE)
    owed.print_lists()
    qtbot.waitUntil(lambda: len(server.printed) == 1, timeout=PATIENCE)
    (listed,) = server.printed
    assert (listed.title, listed.copies) == ("待办清单 区民政局", 2)
    assert "社会救助待办清单" in Pdf(listed.pdf).text(0) and "陈水木" not in Pdf(listed.pdf).text(0)


def test_the_print_jobs_are_shown_over_any_page(office: Office, server: PrintServer, qtbot: QtBot) -> None:
    window = MainWindow(office.settings)
    qtbot.addWidget(window)
    window.let_in(office)
    window.show()
    window.go_to("queue")
    window.show_print_jobs()
    (queue,) = window.findChildren(PrintQueue)
    assert queue.isVisible() and queue.empty.isVisible()
    assert window.stack.currentWidget() is window.pages["queue"]
    queue.reject()
