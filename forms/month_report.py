"""月报: the report of a month, asked for by month and township, on paper or as a spreadsheet."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from counter.cases.month import Month
from counter.services import month_report
from counter.services.office import Act, Office
from counter.services.spreadsheet import Exported
from counter.text import _, chinese_month
from forms.asking import WIDE, Asking, Form, Said, one_of
from forms.choice_fields import Choice
from forms.export import Export
from forms.one_sheet import OneSheet

MONTHS = 13
"""As many are offered, this one last begun first: a year and the month a year ago."""
COPIES = 2
PAPER, SHEET = "paper", "sheet"


class MonthReport(Asking):
    """Counts beside the window, then prints two copies or asks for a file."""

    def __init__(self, office: Office, window: QWidget) -> None:
        super().__init__(office, window)
        self._sheet = OneSheet(office, self)
        self._sheet.said.connect(self.said)

    def may(self) -> bool:
        officer = self.office.officer
        return self.office.may(Act.EXPORT, township=officer.township, department=officer.department)

    def ask_month(self) -> None:
        own = self.office.officer.township
        places = self.office.catalogue.places.items()
        townships = [(code, one.title) for code, one in places if own in ("", code)]
        self.ask(
            Form(
                _("Month report"),
                _("Make it"),
                (
                    one_of("month", _("Month"), _months(self.office.today())),
                    one_of(
                        "township",
                        _("Township"),
                        townships,
                        empty="" if own else _("All townships"),
                        must=bool(own),
                    ),
                    one_of(
                        "as",
                        _("As what"),
                        [(PAPER, _("on paper")), (SHEET, _("as a spreadsheet"))],
                        span=WIDE,
                    ),
                ),
                self._count,
                text=_("Counted now; the time of the count stands on every page."),
            )
        )

    def _count(self, said: Said) -> tuple[Month, str]:
        first = date.fromisoformat(said.text("month"))
        return month_report.month(self.office, first, township=said.text("township")), said.text("as")

    def done(self, title: str, papers: tuple[str, str], result: object) -> None:
        """What was counted goes to the printer, or to a file that one chooses."""
        assert isinstance(result, tuple)
        counted, kind = result
        name = f"D37-{counted.first:%Y-%m}"
        if kind == PAPER:
            make = partial(month_report.printed, self.office, counted)
            self._sheet.send(make, f"{name}.pdf", copies=COPIES, title=title)
            return
        export = Export(self.office, self.window, partial(_write, counted), name)
        export.said.connect(self.said)
        export.ask()


def _write(counted: Month, office: Office, path: Path) -> Exported:
    return month_report.export(office, counted, path)


def _months(today: date) -> list[Choice]:
    """This month and those before it."""
    found, first = [], today.replace(day=1)
    for _n in range(MONTHS):
        found.append((first.isoformat(), chinese_month(first)))
        first = (first - timedelta(days=1)).replace(day=1)
    return found
