"""待办清单、逾期清单 (D36): what the list shows, one paper for each department, to be signed for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from counter.services import duty_list
from counter.services.duties import Owed
from counter.services.office import Office
from counter.text import _
from forms import jobs
from forms.one_sheet import OneSheet

COPIES = 2
"""One stays with the liaison, one with the dispatcher."""


class DutyLists(QObject):
    """On the usual printer; without one as files beside the office."""

    said = Signal(str)
    refused = Signal(object)

    def __init__(self, office: Office, owner: QObject) -> None:
        super().__init__(owner)
        self._office = office
        self._sheet = OneSheet(office, self)
        self._sheet.said.connect(self.said)

    def put_out(self, rows: Sequence[Owed], *, late_only: bool) -> None:
        """Print these duties, by department; a list of late ones is called so."""
        jobs.start(
            self,
            partial(duty_list.printed, self._office, tuple(rows), late_only=late_only),
            succeeded=partial(self._drawn, late_only),
            refused=self.refused.emit,
        )

    def _drawn(self, late_only: bool, sheets: Mapping[str, bytes]) -> None:
        if not sheets:
            self.said.emit(_("Nothing in this list is owed by a department."))
        kind = _("List of what is late") if late_only else _("List of what is to be done")
        for code, pdf in sheets.items():
            title = f"{kind} {self._office.catalogue.departments[code].title}"
            self._sheet.send(partial(bytes, pdf), f"D36-{code}.pdf", copies=COPIES, title=title)
