"""Papers on their way out: to the printers that are remembered, one after the other; what went out is told.

Where CUPS prints, the file itself is sent. Elsewhere it is drawn for the driver, at the dots of the printer:
the shell's verb `print` leaves copies, tray, sides and scale to whatever program reads PDF there, and papers
sent one after another come out in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from counter.errors import CounterError, Refused
from counter.letters.calibration import Shift
from counter.letters.imposing import imposed
from counter.progress import Progress, silent
from forms.papers import cups, files, printers
from forms.papers.pdf import POINTS_PER_MILLIMETRE, Medium, Pdf
from forms.papers.printers import Plan, Setup

LEAST_DPI, MOST_DPI = 300, 600


@dataclass(frozen=True, slots=True)
class Ready:
    """A paper as it goes out: its number, empty for one that has none, and how many copies are wanted."""

    number: str
    pdf: bytes
    copies: int
    title: str = ""
    case: str = ""
    prints: int = 1
    """How often the paper was printed, this time included."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A paper that a printer has taken; `job` is its number in the queue, empty where none can be asked."""

    paper: Ready
    printer: str
    job: str


@dataclass(frozen=True, slots=True)
class Out:
    """What went out, in order, and why the rest did not."""

    sent: tuple[Sent, ...]
    refused: CounterError | None = None

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(one.paper.number for one in self.sent)


def send_all(papers: Sequence[Ready], plan: Plan, progress: Progress = silent) -> Out:
    """Print each paper where its kind is printed, up to the first that is not taken."""
    sent: list[Sent] = []
    for place, paper in enumerate(papers):
        progress(place, len(papers))
        try:
            sent.append(send(paper, plan))
        except CounterError as refused:
            return Out(tuple(sent), refused)
    return Out(tuple(sent))


def save_all(papers: Sequence[Ready], folder: Path, progress: Progress = silent) -> Out:
    """Write each paper's PDF into a folder under its number, never over something else."""
    sent: list[Sent] = []
    for place, paper in enumerate(papers):
        progress(place, len(papers))
        try:
            files.save_beside(paper.pdf, folder / files.file_name(paper.number, ".pdf"))
        except CounterError as refused:
            return Out(tuple(sent), refused)
        sent.append(Sent(paper, "", ""))
    return Out(tuple(sent))


def save_at(papers: Sequence[Ready], path: Path, progress: Progress = silent) -> Out:
    """Write one paper's PDF to a file that was chosen and agreed to."""
    (paper,) = papers
    progress(0, 1)
    try:
        files.save(paper.pdf, path)
    except CounterError as refused:
        return Out((), refused)
    return Out((Sent(paper, "", ""),))


def send(paper: Ready, plan: Plan) -> Sent:
    """Print one paper. Raises `Refused` where its printer does not take it."""
    pdf = Pdf(paper.pdf)
    try:
        medium = pdf.medium
        setup = plan.setup(medium)
        lies = pdf.size().width() > pdf.size().height()
        moved = _turned(plan.shift(setup.printer, medium)) if lies else plan.shift(setup.printer, medium)
        fronts = pdf.fronts if setup.both_sides else ()
        content = imposed(paper.pdf, right=moved.right, down=moved.down, fronts=fronts)
        job = ""
        if cups.is_here():
            job = cups.submit(
                content,
                setup.printer,
                paper.number or paper.title,
                copies=paper.copies,
                media=_media(pdf, medium),
                tray=setup.tray,
                both_sides=setup.both_sides,
            )
        else:
            _draw(content, setup, paper)
    finally:
        pdf.close()
    return Sent(paper, setup.printer, job)


def _media(pdf: Pdf, medium: Medium) -> str:
    """The name of a size of paper in CUPS."""
    match medium:
        case Medium.ROLL:
            width, height = (round(side / POINTS_PER_MILLIMETRE) for side in pdf.size().toTuple())
            return f"Custom.{width}x{height}mm"
        case Medium.IN_TWO:
            return "A4"
        case _:
            return str(medium)


def _turned(shift: Shift) -> Shift:
    """The same way over the sheet for a page that lies: it is turned to the left before it is printed."""
    return Shift(-shift.down, shift.right)


def _draw(content: bytes, setup: Setup, paper: Ready) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(setup.printer)
    printer.setDocName(paper.number or paper.title)
    if source := printers.sources(setup.printer).get(setup.tray):
        printer.setPaperSource(source)
    duplex = QPrinter.DuplexMode.DuplexLongSide if setup.both_sides else QPrinter.DuplexMode.DuplexNone
    printer.setDuplex(duplex)
    pdf = Pdf(content)
    try:
        print_pdf(pdf, printer, paper.copies)
    finally:
        pdf.close()


def print_pdf(pdf: Pdf, printer: QPrinter, copies: int) -> None:
    """Draw every page at its true size. Raises `Refused` when the printer does not take it."""
    printer.setResolution(max(LEAST_DPI, min(printer.resolution(), MOST_DPI)))
    printer.setFullPage(True)
    printer.setCopyCount(max(copies, 1))
    printer.setCollateCopies(True)
    _fit(printer, pdf.size())
    painter = QPainter()
    if not painter.begin(printer):
        raise Refused(
            "The printer {printer} does not answer. Look whether it is on.", printer=printer.printerName()
        )
    try:
        for page in range(pdf.pages):
            if page:
                _fit(printer, pdf.size(page))
                printer.newPage()
            dots = printer.resolution()
            for top, strip in pdf.strips(page, dots):
                painter.drawImage(QRectF(QPointF(0, top), QSizeF(strip.size())), strip)
    finally:
        painter.end()


def _fit(printer: QPrinter, size: QSizeF) -> None:
    lies = size.width() > size.height()
    paper = QPageSize(
        size.transposed() if lies else size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch
    )
    way = QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(paper, way, QMarginsF()))
