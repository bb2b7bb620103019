"""空白表: forms without a case, to be filled by hand when the computer is down or somebody takes one home."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QSpinBox, QWidget

from counter.services import blank_forms
from counter.text import _
from forms import keys, look
from forms.answer_dialog import AnswerDialog
from forms.one_sheet import OneSheet
from forms.page import Page
from forms.papers.sheets import MOST_COPIES
from forms.rows import label

FOLDER = Path("papers") / "blank"
"""Below the office's folder: where blank forms go when there is no printer."""
HIGH = 560


class BlankFormsDialog(AnswerDialog):
    """The space bar ticks, + and - count copies, Ctrl+Enter prints."""

    given = Signal(object, int)
    """The kinds that are ticked, or the one of the row; how often each."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent,
            _("Blank forms"),
            _("Print"),
            text=_("Without a case and without a number, to be filled by hand. The space bar ticks."),
            wide=480,
        )
        self.list = QListWidget()
        self.list.setAccessibleName(_("Blank forms"))
        self.list.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        for kind in blank_forms.FORMS:
            form = QListWidgetItem(f"{kind}  {blank_forms.title_of(kind)}", self.list)
            form.setData(Qt.ItemDataRole.UserRole, kind)
            form.setCheckState(Qt.CheckState.Unchecked)
        self.copies = QSpinBox()
        self.copies.setRange(1, MOST_COPIES)
        self.copies.setAccessibleName(_("Copies of each"))
        row = QHBoxLayout()
        row.addWidget(label(_("Copies of each (+ and -)"), "small"))
        row.addWidget(self.copies)
        row.addStretch(1)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(row)
        keys.bind_row(self.list, "+", _("One copy more"), self.copies.stepUp)
        keys.bind_row(self.list, "-", _("One copy less"), self.copies.stepDown)
        self.resize(self.sizeHint().width(), look.px(HIGH))
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def chosen(self) -> tuple[str, ...]:
        """What is ticked; without a tick the form of the row."""
        rows = [self.list.item(at) for at in range(self.list.count())]
        ticked = [row for row in rows if row.checkState() is Qt.CheckState.Checked]
        meant = ticked or [self.list.currentItem()]
        return tuple(str(row.data(Qt.ItemDataRole.UserRole)) for row in meant)

    def finish(self) -> None:
        self.given.emit(self.chosen(), self.copies.value())
        self.accept()


class BlankForms(QObject):
    """Asks which, and prints them; without a printer they are saved beside the office."""

    said = Signal(str)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._sheet = OneSheet(page.office, self)
        self._sheet.said.connect(self.said)

    def ask(self) -> None:
        dialog = BlankFormsDialog(self._page)
        dialog.given.connect(self.put_out)
        dialog.open()

    def put_out(self, kinds: tuple[str, ...], copies: int) -> None:
        for kind in kinds:
            file = FOLDER / f"{blank_forms.file_stem(kind)}.pdf"
            self._sheet.send(partial(blank_forms.draw, self._page.office, kind), str(file), copies=copies)
