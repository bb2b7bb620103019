"""Printers: which there are, which one takes which size of paper, and how a paper's very PDF gets there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QFileDevice, QIODevice, QMarginsF, QPointF, QRectF, QSaveFile, QSettings, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from counter.errors import Refused, by_the_system
from counter.progress import Progress, silent
from forms.papers.pdf import POINTS_PER_INCH, Pdf, size_name

DOTS_PER_INCH = 300
SIZES = ("A4", "A5")
WINDOW_FILE = "window.ini"
"""What this computer's window remembers, beside the office: which printer takes which paper."""


@dataclass(frozen=True, slots=True)
class Ready:
    """An issued paper, drawn, with how many copies of it are wanted."""

    number: str
    pdf: bytes
    copies: int


def printers() -> list[str]:
    """The printers of this computer, the usual one first."""
    usual = QPrinterInfo.defaultPrinterName()
    return sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: name != usual)


class PrinterMemory:
    """Which printer was used last for a size of paper."""

    def __init__(self, office_dir: Path) -> None:
        self._file = QSettings(str(office_dir / WINDOW_FILE), QSettings.Format.IniFormat)

    def printer_for(self, size: str) -> str:
        return str(self._file.value(f"printers/{size}", ""))

    def remember(self, size: str, printer: str) -> None:
        self._file.setValue(f"printers/{size}", printer)


def open_printer(name: str) -> QPrinter:
    """The printer of this name, at the resolution of print."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(name)
    return printer


def print_all(papers: Sequence[Ready], names: dict[str, str], progress: Progress = silent) -> tuple[str, ...]:
    """Print each paper on the printer for its size. Returns the numbers. Runs beside the window."""
    done: list[str] = []
    for place, paper in enumerate(papers):
        progress(place, len(papers))
        pdf = Pdf(paper.pdf)
        name = names.get(size_name(pdf.size())) or names.get("A4", "")
        print_pdf(pdf, open_printer(name), paper.copies)
        done.append(paper.number)
    return tuple(done)


def print_on(papers: Sequence[Ready], printer: QPrinter, progress: Progress = silent) -> tuple[str, ...]:
    """Print every paper on this printer, as its dialog set it up."""
    times = printer.copyCount()
    for place, paper in enumerate(papers):
        progress(place, len(papers))
        print_pdf(Pdf(paper.pdf), printer, paper.copies * times)
    return tuple(paper.number for paper in papers)


def print_pdf(pdf: Pdf, printer: QPrinter, copies: int) -> None:
    """Print every page at its true size. Raises `Refused` when the printer does not take it."""
    printer.setResolution(DOTS_PER_INCH)
    printer.setFullPage(True)
    printer.setCopyCount(max(copies, 1))
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
            image = pdf.image(page, DOTS_PER_INCH)
            scale = printer.resolution() / POINTS_PER_INCH
            painter.drawImage(QRectF(QPointF(0, 0), pdf.size(page) * scale), image)
    finally:
        painter.end()


def _fit(printer: QPrinter, size: QSizeF) -> None:
    lies = size.width() > size.height()
    paper = QPageSize(
        size.transposed() if lies else size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch
    )
    way = QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(paper, way, QMarginsF()))


def save(content: bytes, path: Path) -> Path:
    """Write a file whole or not at all. Raises `Refused` when the folder does not take it."""
    file = QSaveFile(str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise (by_the_system(error, path.parent) or _unwritten(path, error.strerror or str(error))) from error
    opened = file.open(QIODevice.OpenModeFlag.WriteOnly)
    # A paper bears whole id numbers: nobody else who uses the computer reads it.
    file.setPermissions(QFileDevice.Permission.ReadOwner | QFileDevice.Permission.WriteOwner)
    if not opened or file.write(content) < 0 or not file.commit():
        raise _unwritten(path, file.errorString())
    return path


def _unwritten(path: Path, reason: str) -> Refused:
    return Refused("The file {path} cannot be written: {reason}", path=str(path), reason=reason)


def file_name(number: str, ending: str) -> str:
    """A number as a file's name; it tells nothing of a person."""
    return "".join("_" if sign in '/\\:*?"<>|' else sign for sign in number) + ending


def save_all(papers: Sequence[Ready], folder: Path, progress: Progress = silent) -> tuple[str, ...]:
    """Write each paper's PDF into a folder, under its number. Returns the numbers."""
    for place, paper in enumerate(papers):
        progress(place, len(papers))
        save(paper.pdf, folder / file_name(paper.number, ".pdf"))
    return tuple(paper.number for paper in papers)
