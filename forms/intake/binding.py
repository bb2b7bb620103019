"""Ties the fields of the panels to the sheet: what is typed goes in, what is wrong or mended comes back."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from counter.text import _, translate
from forms.fields import IdNumberField
from forms.intake.paths import get
from forms.intake.sheet import Assessment, IntakeSheet
from forms.rows import FieldRow, LineRow, body_of, holds_focus

Row = FieldRow | LineRow


class Binder(QObject):
    """Every field that shows a value of the sheet, by the path of the value."""

    def __init__(self, sheet: IntakeSheet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet = sheet
        self._rows: dict[str, Row] = {}
        self._typing: set[str] = set()
        self._problems: dict[str, str] = {}
        self._notes: dict[str, str] = {}
        self._more: dict[str, str] = {}
        sheet.changed.connect(self._show_value)

    def bind(self, path: str, row: Row) -> None:
        """From now on this row shows and changes the value at the path; one row a path."""
        self._rows[path] = row
        row.field.set_value(self.sheet.get(path))
        row.field.edited.connect(partial(self._edited, path, row))
        row.field.left.connect(partial(self._left, path, row))
        self._tell(path, row)

    def release(self, row: Row) -> None:
        """Forget a row that is taken off the page."""
        for path in [path for path, known in self._rows.items() if known is row]:
            del self._rows[path]
            self._typing.discard(path)

    def row(self, path: str) -> Row | None:
        row = self._rows.get(path)
        return row if row is not None and shiboken6.isValid(row) else None

    def path_of(self, widget: QWidget | None) -> str:
        """The path of the field that a widget belongs to; empty when it is none."""
        while widget is not None:
            for path, row in self._rows.items():
                if row is widget:
                    return path
            widget = widget.parentWidget()
        return ""

    def focus(self, path: str) -> bool:
        """Put the cursor into the field of a path; False when no field shows it."""
        row = self.row(path)
        if row is None:
            return False
        # As if by Tab: what stands there is chosen, so that typing replaces it.
        row.field.widget().setFocus(Qt.FocusReason.TabFocusReason)
        return True

    # --- in ----------------------------------------------------------------------------------------

    def _edited(self, path: str, row: Row) -> None:
        if self._rows.get(path) is not row:
            return
        field = row.field
        value = field.value()
        # A whole id number is judged at once; any other field when one is done with it.
        whole = isinstance(field, IdNumberField) and isinstance(value, str) and len(value) >= 18
        if whole or not holds_focus(body_of(field)):
            self._typing.discard(path)
        else:
            self._typing.add(path)
        self._notes.pop(path, None)
        self.sheet.put(path, value)

    def _left(self, path: str, row: Row) -> None:
        if self._rows.get(path) is row and path in self._typing:
            self._typing.discard(path)
            self._tell(path, row)

    # --- back --------------------------------------------------------------------------------------

    def _show_value(self, changed: str) -> None:
        if changed == "":
            self._typing.clear()
            self._problems, self._notes, self._more = {}, {}, {}
        for path, row in self._live_rows():
            if changed in ("", path) and not (path in self._typing and holds_focus(body_of(row.field))):
                row.field.set_value(self.sheet.get(path))
            if changed == "":
                self._tell(path, row)

    def assessed(self, assessment: Assessment) -> None:
        """Tell each field what the reading found, and put what was mended into it."""
        self._problems = {}
        for problem in reversed(assessment.problems):
            self._problems[problem.field] = translate(problem)
        for mended in assessment.reading.normalised:
            row = self.row(mended.field)
            if row is None or mended.field in self._typing:
                continue
            self._notes[mended.field] = _(
                "Mended: {before} became {after}.", before=mended.before, after=mended.after
            )
            if (kept := get(assessment.written, mended.field)) is not None:
                self.sheet.mend(mended.field, kept)
        for note in assessment.reading.notes:
            self._notes[note.field] = translate(note)
        for path, row in self._live_rows():
            self._tell(path, row)

    def is_typing(self, path: str) -> bool:
        """True while someone is in the middle of this field, so that it is not judged yet."""
        return path in self._typing

    def tell_more(self, path: str, text: str) -> None:
        """What the value of a field tells by itself; stands beside what was mended in it."""
        self._more[path] = text
        if (row := self.row(path)) is not None:
            self._tell(path, row)

    def _tell(self, path: str, row: Row) -> None:
        problem = self._problems.get(path, "")
        if problem and path in self._typing and not row.told.text():
            return
        row.show_problem(problem)
        if not problem:
            row.show_note(" ".join(filter(None, (self._notes.get(path), self._more.get(path)))))

    def _live_rows(self) -> list[tuple[str, Row]]:
        dead = [path for path, row in self._rows.items() if not shiboken6.isValid(row)]
        for path in dead:
            del self._rows[path]
        return list(self._rows.items())
