"""The very PDF of a paper on its way to a printer, or into the office's folder where there is none."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSaveFile, QSize, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from counter.errors import Refused

DOTS_PER_INCH = 300
POINTS_PER_INCH = 72


def printers() -> list[str]:
    """The printers of this computer, the usual one first."""
    usual = QPrinterInfo.defaultPrinterName()
    names = list(QPrinterInfo.availablePrinterNames())
    return sorted(names, key=lambda name: name != usual)


class Pdf:
    """A PDF in memory, open for looking at and for printing; keeps its bytes alive."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._buffer = QBuffer()
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document = QPdfDocument()
        self.document.load(self._buffer)

    def print_on(self, printer: QPrinter, copies: int) -> None:
        """Print every page at its true size. Raises `Refused` when the printer does not take it."""
        printer.setFullPage(True)
        printer.setCopyCount(max(copies, 1))
        _fit_page(printer, self.document.pagePointSize(0))
        painter = QPainter()
        if not painter.begin(printer):
            raise Refused(
                "The printer {printer} does not answer. Look whether it is on.", printer=printer.printerName()
            )
        try:
            for page in range(self.document.pageCount()):
                if page:
                    _fit_page(printer, self.document.pagePointSize(page))
                    printer.newPage()
                self._draw(painter, printer, page)
        finally:
            painter.end()

    def _draw(self, painter: QPainter, printer: QPrinter, page: int) -> None:
        size = self.document.pagePointSize(page)
        dots = QSize(
            round(size.width() * DOTS_PER_INCH / POINTS_PER_INCH),
            round(size.height() * DOTS_PER_INCH / POINTS_PER_INCH),
        )
        image = self.document.render(page, dots)
        area = printer.paperRect(QPrinter.Unit.DevicePixel)
        painter.drawImage(QRectF(0, 0, area.width(), area.height()), image)


def _fit_page(printer: QPrinter, size: QSizeF) -> None:
    paper = QPageSize(size, QPageSize.Unit.Point)
    printer.setPageSize(paper)
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)


def open_printer(name: str) -> QPrinter:
    """The printer of this name, at the resolution of print."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(name)
    printer.setResolution(DOTS_PER_INCH)
    return printer


def save(content: bytes, folder: Path, name: str) -> Path:
    """Write a file whole or not at all. `name` is a number, so it tells nothing of a person."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "".join("_" if sign in '/\\:*?"<>|' else sign for sign in name)
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly) or file.write(content) < 0 or not file.commit():
        raise Refused(
            "The file {path} cannot be written: {reason}", path=str(path), reason=file.errorString()
        )
    return path
