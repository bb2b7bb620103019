"""Days and amounts out of a dialog's fields, told wrong at the field that they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from counter.cases.values import read_date, read_figure
from counter.errors import CounterError, Refused
from counter.text import YUAN_TYPED, say, to_fen
from forms.rows import FieldRow


class Rows(dict[str, FieldRow]):
    """The rows of a dialog by the names that the services use in their problems."""

    def clear_problems(self) -> None:
        for row in self.values():
            row.show_problem("")

    def show(self, refused: CounterError, *, otherwise: str) -> None:
        """Say at each field what is wrong with it; what belongs to none stands at `otherwise`."""
        said = dict(reversed(say(refused)))
        for key, row in self.items():
            row.show_problem(said.pop(key, ""))
        if said:
            self[otherwise].show_problem("\n".join(said.values()))
        first = next((row for row in self.values() if row.told.text() and not row.isHidden()), None)
        if first is not None:
            first.field.widget().setFocus()

    def text(self, key: str) -> str:
        return str(self[key].field.value() or "").strip()


def day(rows: Mapping[str, FieldRow], key: str) -> date | None:
    """The day typed there; None when nothing is. Raises `Refused` for the field."""
    raw = rows[key].field.value()
    if raw in (None, ""):
        return None
    try:
        return read_date(raw).value
    except Refused as refused:
        raise _at(key, refused) from None


def fen(rows: Mapping[str, FieldRow], key: str) -> int | None:
    """The amount typed there in whole fen; None when nothing is. Raises `Refused` for the field."""
    raw = rows[key].field.value()
    if raw in (None, ""):
        return None
    try:
        return to_fen(read_figure(raw, decimals=2, units=YUAN_TYPED, percent=False).value)
    except Refused as refused:
        raise _at(key, refused) from None


def _at(key: str, refused: Refused) -> Refused:
    return Refused.because(replace(problem, field=key) for problem in refused.problems)
