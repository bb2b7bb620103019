"""Printers: which there are, what they can do, and what this computer remembers of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QSettings
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from counter.letters.calibration import Shift
from forms.papers import cups
from forms.papers.cups import Able
from forms.papers.pdf import Medium

WINDOW_FILE = "window.ini"
"""What this computer's window remembers, beside the office: which printer takes which paper."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How one kind of paper is printed. An empty `tray` leaves the choice to the printer."""

    printer: str = ""
    tray: str = ""
    both_sides: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """How everything is printed here; `shifts` by the printer and what it prints on."""

    setups: Mapping[Medium, Setup] = field(default_factory=dict)
    shifts: Mapping[tuple[str, Medium], Shift] = field(default_factory=dict)

    def setup(self, medium: Medium) -> Setup:
        """What is not set up goes where A4 goes."""
        own = self.setups.get(medium, Setup())
        return own if own.printer else self.setups.get(Medium.A4, Setup())

    def shift(self, printer: str, medium: Medium) -> Shift:
        """A sheet that is cut in two is moved as any other A4, unless it has a tray of its own to correct."""
        own = self.shifts.get((printer, medium))
        if own is None and medium is Medium.IN_TWO:
            own = self.shifts.get((printer, Medium.A4))
        return own or Shift()


def printers() -> list[str]:
    """The printers of this computer, the usual one first."""
    if cups.is_here():
        return cups.printers()
    usual = QPrinterInfo.defaultPrinterName()
    return sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: name != usual)


def able(name: str) -> Able:
    """What a printer can do."""
    if cups.is_here():
        return cups.able(name)
    info = QPrinterInfo.printerInfo(name)
    both = any(mode is not QPrinter.DuplexMode.DuplexNone for mode in info.supportedDuplexModes())
    return Able(tuple(sources(name)), both, tuple(size.key() for size in info.supportedPageSizes()))


def sources(name: str) -> dict[str, QPrinter.PaperSource]:
    """The trays of a printer that is not CUPS's, by their names in Qt; only Windows tells them."""
    told = getattr(QPrinter(QPrinterInfo.printerInfo(name)), "supportedPaperSources", None)
    return {source.name: source for source in told()} if told is not None else {}


class PrinterMemory:
    """What was chosen last: printer and tray of each paper, copies at each step; how far a printer is off."""

    def __init__(self, office_dir: Path) -> None:
        self._file = QSettings(str(office_dir / WINDOW_FILE), QSettings.Format.IniFormat)

    def plan(self, names: list[str]) -> Plan:
        """How everything is printed now; what was never chosen, or is gone, falls to the first of `names`."""
        setups = {medium: self.setup(medium) for medium in Medium}
        first = names[0] if names else ""
        if setups[Medium.A4].printer not in names:
            setups[Medium.A4] = Setup(first)
        for medium in Medium:
            if setups[medium].printer not in names:
                setups[medium] = setups[Medium.A4]
        shifts = {(name, medium): self.shift(name, medium) for name in names for medium in Medium}
        return Plan(setups, {key: shift for key, shift in shifts.items() if shift is not None})

    def setup(self, medium: Medium) -> Setup:
        return Setup(
            str(self._file.value(f"printers/{medium}", "")),
            str(self._file.value(f"trays/{medium}", "")),
            str(self._file.value(f"both_sides/{medium}", "")) == "yes",
        )

    def remember(self, medium: Medium, setup: Setup) -> None:
        self._file.setValue(f"printers/{medium}", setup.printer)
        self._file.setValue(f"trays/{medium}", setup.tray)
        self._file.setValue(f"both_sides/{medium}", "yes" if setup.both_sides else "no")

    def shift(self, printer: str, medium: Medium) -> Shift | None:
        """How far the pages are moved; None where nobody has measured."""
        told = str(self._file.value(_of_printer(printer, medium), "")).split()
        try:
            right, down = map(float, told)
        except ValueError:
            return None
        return Shift(right, down)

    def remember_shift(self, printer: str, medium: Medium, shift: Shift) -> None:
        self._file.setValue(_of_printer(printer, medium), f"{shift.right:g} {shift.down:g}")

    def copies(self, step: str, kind: str) -> int | None:
        """How many copies of this paper were printed last at this step, where not the usual number."""
        told = str(self._file.value(_copies(step, kind), ""))
        return int(told) if told.isdecimal() and int(told) else None

    def remember_copies(self, step: str, kind: str, copies: int, *, usual: int) -> None:
        if copies == usual:
            self._file.remove(_copies(step, kind))
        else:
            self._file.setValue(_copies(step, kind), copies)

    def text(self, key: str) -> str:
        """Something else that the window remembers."""
        return str(self._file.value(key, ""))

    def keep(self, key: str, text: str) -> None:
        self._file.setValue(key, text)


def _of_printer(printer: str, medium: Medium) -> str:
    return f"shifts/{quote(printer, safe='')}/{medium}"


def _copies(step: str, kind: str) -> str:
    return f"copies/{step or 'all'}/{kind}"
