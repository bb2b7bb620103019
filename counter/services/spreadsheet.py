"""Lists as a spreadsheet: their rows, their heads, and how they are written."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from counter.errors import Refused
from counter.services.office import Office
from counter.store.files import put
from counter.text import _, chinese_moment

Cell = str | int | date | Decimal | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One list: its name, the heads of its columns, its rows."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and how many rows each list has."""

    file: Path
    rows: dict[str, int]


def written(office: Office, out: Path, sheets: Sequence[Sheet]) -> Exported:
    """Write the lists as one XLSX. Raises `Refused` where no file can be written."""
    content = _spreadsheet(office, sheets)
    try:
        put(out, content)
    except OSError:
        raise Refused(
            "{file} cannot be written there. Close it if it is open, or choose another folder.",
            field="out",
            file=out.name,
        ) from None
    return Exported(out, {sheet.title: len(sheet.rows) for sheet in sheets})


def _spreadsheet(office: Office, sheets: Iterable[Sheet]) -> bytes:
    # Slow to load, and wanted once a month.
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    # What was typed at a counter is text, whatever it looks like: never a formula, never a link.
    safe = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(buffer, safe) as book:
        book.set_properties({"created": office.now().replace(tzinfo=None)})
        head = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        money = book.add_format({"num_format": "#,##0.00"})
        said = _("Exported {at} by {officer}", at=chinese_moment(office.now()), officer=office.officer.name)
        for sheet in sheets:
            page = book.add_worksheet(sheet.title)
            page.write_string(0, 0, said)
            page.freeze_panes(2, 1)
            for column, title in enumerate(sheet.heads):
                page.write_string(1, column, title, head)
                page.set_column(column, column, _width(sheet, column))
            for line, row in enumerate(sheet.rows, start=2):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        page.write_string(line, column, cell)
                    elif isinstance(cell, date):
                        page.write_datetime(line, column, cell, day)
                    elif cell is not None:
                        page.write_number(line, column, cell, money if isinstance(cell, Decimal) else None)
            if sheet.rows:
                page.autofilter(1, 0, len(sheet.rows) + 1, len(sheet.heads) - 1)
    return buffer.getvalue()


def _width(sheet: Sheet, column: int) -> int:
    """Characters, a Chinese one counting for two, within reason."""
    texts: Sequence[str] = [sheet.heads[column], *(str(row[column] or "") for row in sheet.rows[:200])]
    return min(48, max(8, *(sum(1 + (ord(c) > 0x2E7F) for c in text) + 2 for text in texts)))
