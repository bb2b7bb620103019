"""What is late, in one line: how much, and by whose fault; each number narrows the list to itself."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from counter.text import _
from forms.duty_rows import Blame, Narrowed
from forms.flow_row import FlowRow
from forms.rows import label


class FaultStrip(QWidget):
    """One chip for all that is late, and one for each fault, for those who chase."""

    late_wanted = Signal()
    blame_wanted = Signal(object)

    def __init__(self, *, with_faults: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.with_faults = with_faults
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.late = _chip("L")
        self.late.clicked.connect(self._late)
        self.blames: dict[Blame, QToolButton] = {}
        row = FlowRow(self)
        row.addWidget(self.late)
        if with_faults:
            row.addWidget(label(_("By the fault of"), "small"))
            for place, blame in enumerate(Blame, start=1):
                chip = _chip(f"Ctrl+{place}")
                chip.clicked.connect(partial(self._blame, blame))
                self.blames[blame] = chip
                row.addWidget(chip)
        self.show_counts(Narrowed(()), late_only=False, blame=None)

    def show_counts(self, found: Narrowed, *, late_only: bool, blame: Blame | None) -> None:
        self.late.setText(_("Late {n} (L)", n=found.late))
        self.late.setChecked(late_only)
        for one, chip in self.blames.items():
            count = found.blames.get(one, 0)
            chip.setText(f"{_(one.value)} {count}")
            chip.setChecked(one is blame)
            chip.setEnabled(bool(count) or one is blame)

    def _late(self, _checked: bool = False) -> None:
        self.late_wanted.emit()

    def _blame(self, blame: Blame, _checked: bool = False) -> None:
        self.blame_wanted.emit(blame)


def _chip(key: str) -> QToolButton:
    made = QToolButton()
    made.setProperty("kind", "chip")
    made.setCheckable(True)
    made.setToolTip(key)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made
