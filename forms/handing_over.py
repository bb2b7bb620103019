"""Hand-overs from anywhere: what was offered to the officer is taken over first, else the desk is offered."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from counter.cases.handover import Handover
from counter.services import handovers, printing
from counter.services.office import Office
from counter.text import _
from forms import jobs
from forms.handover_dialog import ConfirmDialog, OfferDialog, Offered, SheetDialog
from forms.one_sheet import OneSheet


class HandingOver(QObject):
    """Knows what waits for the officer, and opens the dialog that fits."""

    waiting = Signal(object)
    """The hand-overs offered to the officer, the oldest first."""
    taken = Signal()
    said = Signal(str)

    def __init__(self, office: Office, window: QWidget) -> None:
        super().__init__(window)
        self._office = office
        self._window = window
        self._sheet = OneSheet(office, self)
        self._sheet.said.connect(self.said)
        self._looking: jobs.Latest[tuple[Handover, ...]] = jobs.Latest(self, succeeded=self.waiting.emit)

    def look(self) -> None:
        """Ask what waits; it is told by `waiting`."""
        self._looking.ask(partial(handovers.offered, self._office))

    def ask(self) -> None:
        """Alt+H: take over what waits, the oldest first; where nothing does, offer the own desk."""
        jobs.start(self, partial(handovers.offered, self._office), succeeded=self._open)

    def _open(self, offered: tuple[Handover, ...]) -> None:
        if offered:
            confirm = ConfirmDialog(self._window, offered[0])
            confirm.given.connect(partial(self._confirm, confirm))
            confirm.open()
        else:
            offer = OfferDialog(self._window, self._office)
            offer.given.connect(partial(self._offer, offer))
            offer.open()

    def _confirm(self, dialog: ConfirmDialog, number: int) -> None:
        jobs.start(
            dialog,
            partial(handovers.confirm, self._office, number),
            succeeded=partial(self._taken, dialog),
            refused=dialog.show_refusal,
        )

    def _taken(self, dialog: ConfirmDialog, handed: Handover) -> None:
        dialog.accept()
        self.said.emit(_("Taken over from {officer}.", officer=handed.by))
        self.taken.emit()
        self.look()
        sheet = SheetDialog(self._window, handed)
        sheet.given.connect(partial(self._print, handed))
        sheet.open()

    def _print(self, handed: Handover) -> None:
        """交接班表 (D36): one for each of the two."""
        make = partial(printing.handover_sheet, self._office, handed)
        self._sheet.send(make, f"handover-{handed.id}.pdf", copies=2)

    def _offer(self, dialog: OfferDialog, filled: Offered) -> None:
        work = partial(
            handovers.offer,
            self._office,
            to_login=filled.to_login,
            kind=filled.kind,
            cases=filled.cases,
            goods=filled.goods,
            note=filled.note,
        )
        jobs.start(dialog, work, succeeded=partial(self._offered, dialog), refused=dialog.show_refusal)

    def _offered(self, dialog: OfferDialog, handed: Handover) -> None:
        dialog.accept()
        self.said.emit(_("Offered to {officer}, who confirms it at sign-in.", officer=handed.to))
