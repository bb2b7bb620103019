"""Work that takes its time: how far it is, and a key that stops it; nothing half done stays."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from counter.errors import CounterError
from counter.progress import Progress
from counter.text import _
from forms import jobs, look
from forms.rows import button, label


class Working(QDialog):
    """Begins when it is made; Esc stops the work at its next step, and the dialog goes when it has ended."""

    succeeded = Signal(object)
    refused = Signal(object)
    stopped = Signal()

    def __init__(self, parent: QWidget, title: str, work: Callable[[Progress], object]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.told = label(_("It begins …"), "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.stop_button = button(_("Stop (Esc)"))
        self.stop_button.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.stop_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(label(title, "heading"))
        layout.addWidget(self.told)
        layout.addWidget(self.bar)
        layout.addLayout(foot)
        self.setMinimumWidth(look.px(420))
        self._answer: Callable[[], None] = self.stopped.emit
        self._job = jobs.start_long(
            self,
            work,
            progressed=self._show,
            succeeded=lambda result: self._keep(partial(self.succeeded.emit, result)),
            refused=self._was_refused,
            ended=self._ended,
        )

    def reject(self) -> None:
        """Stop it; what was written so far is taken away before the dialog goes."""
        self._job.cancel()
        self.stop_button.setEnabled(False)
        self.told.setText(_("It stops …"))

    def _show(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self.told.setText(_("{done} of {total}", done=done, total=total))

    def _was_refused(self, refused: CounterError) -> None:
        self._keep(partial(self.refused.emit, refused))

    def _keep(self, answer: Callable[[], None]) -> None:
        self._answer = answer

    def _ended(self) -> None:
        # The answer may open another dialog, so this one is gone by then.
        answer = self._answer
        super().reject()
        answer()
