"""The numbered papers of a case: which were issued, which were delivered, which are void."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter.cases.casefile import CaseFile, Notice
from counter.services import delivery, notices
from counter.services.delivery import Handing
from counter.services.office import Office
from counter.text import BEIJING, _
from forms import jobs, keys
from forms.papers.delivery_dialog import DeliveryDialog
from forms.reason_dialog import ReasonDialog
from forms.rows_model import RowsModel, Shown
from forms.tables import Table
from forms.words import day_text


class CasePapers(QWidget):
    """S notes a delivery, B that a signed paper came back, V declares one void, Enter looks at the papers."""

    back_wanted = Signal(object)
    """The papers of which one came back signed."""
    changed = Signal()
    wanted = Signal()
    said = Signal(str)
    refused = Signal(object)

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._file: CaseFile | None = None
        self.rows: RowsModel[Notice] = RowsModel(
            [
                Shown(_("Number"), _number),
                Shown(_("Title"), _title),
                Shown(_("Issued"), _issued_at),
                Shown(_("Delivered"), self._delivered, tone=self._delivered_tone),
            ]
        )
        self.table = Table()
        self.table.setModel(self.rows)
        self.table.setAccessibleName(_("Papers of the case"))
        self.table.set_widths({0: 226, 2: 92, 3: 120}, stretch=1, spare=(2,))
        keys.bind_row(self.table, "S", _("Note the delivery"), self.ask_delivery)
        keys.bind_row(self.table, "B", _("A signed paper came back"), self.ask_back)
        keys.bind_row(self.table, "V", _("Declare the paper void"), self.ask_to_void)
        keys.bind_row(self.table, "Return", _("Look at the papers"), self.wanted.emit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.table, 1)

    def show_case(self, file: CaseFile) -> None:
        self._file = file
        self.rows.show(file.notices)
        if file.notices and not self.table.currentIndex().isValid():
            self.table.selectRow(0)

    def go_to(self, number: str) -> None:
        """Put the cursor on this paper."""
        for place, notice in enumerate(self.rows.values):
            if notice.number == number:
                self.table.selectRow(place)

    def _delivered(self, notice: Notice) -> str:
        if notice.voided:
            return _("void")
        if self._file is not None:
            for one in self._file.deliveries:
                if one.notice == notice.number:
                    back = f" ↩{day_text(notice.back_on)}" if notice.back_on else ""
                    return f"{day_text(one.delivered_on)} {one.recipient}{back}"
        if notice.back_on is not None:
            return _("back {day}", day=day_text(notice.back_on))
        return ""

    def _delivered_tone(self, notice: Notice) -> str:
        return "muted" if notice.voided else "good"

    def _notice(self) -> Notice | None:
        return self.rows.at(self.table.currentIndex().row())

    def ask_delivery(self) -> None:
        """S 送达: note how the paper reached its addressee."""
        if (notice := self._notice()) is not None:
            dialog = DeliveryDialog(self, self._office, notice)
            dialog.given.connect(partial(self._deliver, dialog, notice))
            dialog.open()

    def _deliver(self, dialog: DeliveryDialog, notice: Notice, handing: Handing) -> None:
        jobs.start(
            dialog,
            partial(delivery.deliver, self._office, notice.number, handing),
            succeeded=partial(self._delivery_noted, dialog),
            refused=dialog.show_refusal,
        )

    def _delivery_noted(self, dialog: DeliveryDialog, notice: Notice) -> None:
        dialog.accept()
        self.said.emit(_("Delivered: {number}", number=notice.number))
        self.changed.emit()

    def ask_back(self) -> None:
        """B 签回: the paper of this row came back signed."""
        notice = self._notice()
        if notice is None or notice.voided:
            return
        if notice.back_on is not None:
            self.said.emit(_("{number} came back on {day}.", number=notice.number, day=notice.back_on))
        else:
            self.back_wanted.emit([notice])

    def ask_to_void(self) -> None:
        """V 作废: the number is never used again."""
        if (notice := self._notice()) is not None and not notice.voided:
            dialog = ReasonDialog(
                self,
                title=_("Declare {number} void", number=notice.number),
                text=_("The number stays taken; a new paper gets a new one."),
                reasons=[_("The content is wrong."), _("It was issued by mistake.")],
                act=_("Declare void"),
                kind="danger",
            )
            dialog.given.connect(partial(self._void, notice))
            dialog.open()

    def _void(self, notice: Notice, reason: str) -> None:
        jobs.start(
            self,
            partial(notices.void, self._office, notice.number, reason=reason),
            succeeded=self._voided,
            refused=self.refused.emit,
        )

    def _voided(self, notice: Notice) -> None:
        self.said.emit(_("Void: {number}", number=notice.number))
        self.changed.emit()


def _number(notice: Notice) -> str:
    return notice.number


def _title(notice: Notice) -> str:
    return notice.title


def _issued_at(notice: Notice) -> str:
    return f"{notice.issued_at.astimezone(BEIJING):%m-%d %H:%M}"
