"""`./run test print`: what a real CUPS gives to a printer is the paper as drawn, in its place, so often."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from counter.cases.casefile import CaseFile
from counter.demonstration import sample_set
from counter.letters import calibration, pdf
from counter.letters.calibration import Shift
from counter.letters.looks import FORM, Size
from counter.letters.paper import Paper
from counter.services import printing as drawing
from counter.services.office import Office
from forms.papers import cups, sending
from forms.papers.cups import State
from forms.papers.pdf import Medium
from forms.papers.printers import Plan, Setup
from forms.papers.sending import Ready
from forms.papers_page import PapersPage
from tests.print.print_shop import PrintShop, opened

NOWHERE = Shift()
SET = ("D01", "D05", "D07", "D09", "D19", "D31")
DOTS = 254
"""Per inch: ten a millimetre."""


@pytest.fixture(scope="module")
def shop() -> Iterator[PrintShop]:
    top = Path(tempfile.mkdtemp(prefix="print-shop-"))
    top.chmod(0o755)
    made = opened(top)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CUPS_SERVER", made.address)
        yield made
    made.close()
    shutil.rmtree(top, ignore_errors=True)


@pytest.fixture(scope="module")
def out(shop: PrintShop) -> Path:
    return shop.add("Window")


Printing = Callable[..., Path]


@pytest.fixture
def printing(shop: PrintShop, out: Path) -> Printing:
    """Prints as the window does; gives the file that the printer got."""

    def printed(content: bytes, *, copies: int = 1, both_sides: bool = False, shift: Shift = NOWHERE) -> Path:
        setup = Setup("Window", "", both_sides)
        shifts = {("Window", medium): shift for medium in Medium}
        plan = Plan({medium: setup for medium in Medium}, shifts)
        sent = sending.send(Ready("(莲花)救受〔2026〕第0001号", content, copies), plan)
        return shop.printed(out, sent.job)

    return printed


def told(*command: str) -> str:
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def text_of(file: Path) -> list[str]:
    """What each page says."""
    return ["".join(page.split()) for page in told("pdftotext", str(file), "-").split("\f")[:-1]]


def seen(file: Path, page: int = 1) -> Image.Image:
    """A page, ink white on black."""
    done = subprocess.run(
        ["pdftoppm", "-r", str(DOTS), "-gray", "-f", str(page), "-l", str(page), str(file)],
        capture_output=True,
        check=True,
    )
    return ImageChops.invert(Image.open(io.BytesIO(done.stdout)).convert("L"))


@pytest.fixture(scope="module")
def drawn() -> dict[str, bytes]:
    made = sample_set.samples()
    return {kind: pdf.draw(made.content(kind), sample_set.Print()) for kind in SET}


@pytest.mark.parametrize("kind", SET)
def test_a_paper_of_the_set_comes_out_as_it_was_drawn(
    kind: str, drawn: dict[str, bytes], printing: Printing, tmp_path: Path
) -> None:
    ours = tmp_path / "ours.pdf"
    ours.write_bytes(drawn[kind])
    file = printing(drawn[kind], copies=2)
    assert told("pdfinfo", str(file)).count("A4") == 1
    pages = text_of(ours)
    assert text_of(file) == pages * 2, "both copies, collated, every word"
    fonts = [line.split() for line in told("pdffonts", str(file)).splitlines()[2:]]
    names = {line.split()[0].partition("+")[2] for line in told("pdffonts", str(ours)).splitlines()[2:]}
    assert {line[0].partition("+")[2] for line in fonts} == names
    assert all(line[-5:-2] == ["yes", "yes", "yes"] for line in fonts), "embedded, cut, readable"
    assert "DeviceGray" not in told("pdfimages", "-list", str(file)), "nothing became a picture"
    ours_seen, printed = seen(ours), seen(file)
    width, height = min(ours_seen.width, printed.width), min(ours_seen.height, printed.height)
    pair = [one.crop((0, 0, width, height)).reduce(8) for one in (ours_seen, printed)]
    assert max(ImageChops.difference(*pair).getextrema()) < 90, "at its true size, in its place"


def test_the_page_to_measure_moves_by_what_was_entered(printing: Printing) -> None:
    page = calibration.draw(Size.A4, "Window")
    before = seen(printing(page))
    after = seen(printing(page, shift=Shift(2.0, 3.0)))
    for at in ((200, 200), (1900, 200), (200, 2770)):
        corner = (at[0] - 80, at[1] - 80, at[0] + 80, at[1] + 80)
        was, now = before.crop(corner).getbbox(), after.crop(corner).getbbox()
        assert was is not None and now is not None
        assert now[0] - was[0] == pytest.approx(20, abs=2) and now[1] - was[1] == pytest.approx(30, abs=2)


def test_a_page_that_lies_is_moved_the_same_way_over_the_sheet(printing: Printing) -> None:
    paper = Paper(FORM, Size.A5_LANDSCAPE, title="横放")
    for _line in range(5):
        paper.paragraph("横放的一页，移动的方向按竖放的纸算。")
    before, after = (seen(printing(paper.pdf(), shift=one)) for one in (Shift(), Shift(4.0, 2.0)))
    assert before.width < before.height, "the printer gets a sheet that stands"
    was, now = before.getbbox(), after.getbbox()
    assert was is not None and now is not None
    assert (now[0] - was[0], now[1] - was[1]) == (pytest.approx(40, abs=3), pytest.approx(20, abs=3))


def test_two_copies_on_both_sides_begin_on_fronts(printing: Printing) -> None:
    paper = Paper(title="两份", copies=("存根", "交申请人"))
    paper.paragraph("一页。")
    pages = text_of(printing(paper.pdf(), both_sides=True))
    assert len(pages) in (3, 4) and "存根" in pages[0] and not pages[1] and "交申请人" in pages[2]


def test_a_jam_is_told_the_job_taken_back_and_the_printer_let_go_on(shop: PrintShop) -> None:
    shop.add("stuck")
    plan = Plan({medium: Setup("stuck") for medium in Medium})
    paper = Paper(title="卡纸")
    paper.paragraph("一页。")
    job = sending.send(Ready("", paper.pdf(), 1, title="卡纸"), plan).job
    for _turn in range(100):
        told_of = cups.states().get(job)
        if told_of is not None and told_of.state is State.STOPPED:
            break
        time.sleep(0.1)
    assert told_of is not None and told_of.state is State.STOPPED
    assert "media-jam-error" in told_of.reasons and "paper jam" in told_of.said
    cups.withdraw(job)
    cups.go_on("stuck")
    assert cups.states()[job].state in (State.CANCELLED, State.ENDED)


def test_a_printer_that_is_not_there_says_so(shop: PrintShop, out: Path) -> None:
    assert set(cups.printers()) >= {"Window"} and cups.able("Window").both_sides
    with pytest.raises(cups.Refused, match="did not take"):
        cups.submit(b"%PDF", "Nowhere", "x", copies=1, media="A4", tray="", both_sides=False)


def test_the_ticked_set_of_a_case_goes_to_the_printer_by_one_key(
    office: Office, accepted: CaseFile, shop: PrintShop, out: Path, qtbot: QtBot
) -> None:
    page = PapersPage(office)
    for widget in (page, page.bar):
        qtbot.addWidget(widget)
    page.show()
    page.choice.memory.remember(Medium.A4, Setup("Window"))
    page.show_set(accepted.number, "accept")
    qtbot.waitUntil(lambda: page.viewer.pdf is not None and page.choice.has_printers, timeout=30_000)
    wanted = len(page.list.sheets.ticked())
    page.output.print_set()
    qtbot.waitUntil(lambda: len(page.output.jobs.all()) == wanted, timeout=60_000)
    qtbot.waitUntil(lambda: not page.output.busy, timeout=30_000)
    for job in page.output.jobs.all():
        ours = shop.top / "ours.pdf"
        ours.write_bytes(drawing.draw(office, job.number))
        assert text_of(shop.printed(out, job.job)) == text_of(ours) * job.copies
    page.output.jobs.look()
    qtbot.waitUntil(lambda: all(one.ended == "PRINTED" for one in page.output.jobs.all()), timeout=30_000)
    page.output.jobs.stop()
    assert QThreadPool.globalInstance().waitForDone(20_000)
