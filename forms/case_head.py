"""The head of a case: who it is about, how far it has come, what was told, and in red what is late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from counter.cases.casefile import CaseFile
from counter.cases.phase import stage_of
from counter.cases.workflow import CaseState
from counter.text import _, display, mask_id, mask_name, translate
from forms import look
from forms.case_words import household_text, means_text
from forms.handling_words import case_lines, stage_text
from forms.rows import label

_CASE_TONES = {
    CaseState.CONSULTED: "idle",
    CaseState.AWAITING_PAPERS: "wait",
    CaseState.DECLINED: "bad",
    CaseState.ACCEPTED: "good",
    CaseState.WITHDRAWN: "idle",
    CaseState.MERGED: "idle",
    CaseState.CLOSED: "idle",
    CaseState.ARCHIVED: "idle",
}


class CaseHead(QWidget):
    """Lines that have nothing to say take no room; the id number is masked but while it is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file: CaseFile | None = None
        self.who = label("", "title")
        self.state = label("", "badge")
        self.phase = label("", "badge")
        self.number = label("", "muted", wrap=True)
        self.household = label("", wrap=True)
        self.request = label("", "muted", wrap=True)
        self.means = label("", "small", wrap=True)
        self.life = label("", "small", wrap=True)
        self.alerts = label("", "error", wrap=True)
        first = QHBoxLayout()
        first.setSpacing(12)
        for one in (self.who, self.state, self.phase):
            first.addWidget(one)
        first.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(first)
        for one in (self.number, self.household, self.request, self.means, self.life, self.alerts):
            layout.addWidget(one)

    def show_case(self, file: CaseFile, today: date) -> None:
        self._file = file
        self.state.setText(display(file.state))
        look.mark(self.state, tone=_CASE_TONES[file.state])
        phase = stage_text(stage_of(file, today))
        self.phase.setText(phase)
        self.phase.setVisible(phase != display(file.state))
        look.mark(self.phase, tone="idle")
        self.number.setText(_number_text(file))
        self.hide_number()
        self.household.setText(household_text(file))
        told = file.application.request
        if file.declined_because:
            told = _("Why: {reason}", reason=file.declined_because)
        _show(self.request, [told])
        _show(self.means, [means_text(file)])
        _show(self.life, case_lines(file))
        _show(self.alerts, map(translate, file.alerts))

    def show_person(self, number: str) -> None:
        """The applicant, masked, with the id number as given."""
        assert self._file is not None
        person = self._file.application.applicant
        parts = [mask_name(person.name), number, _("urgent") if self._file.urgent else ""]
        self.who.setText("  ".join(filter(None, parts)))

    def hide_number(self) -> None:
        if self._file is not None:
            self.show_person(mask_id(self._file.application.applicant.id_number))


def _show(told: QLabel, lines: Iterable[str]) -> None:
    text = "\n".join(filter(None, lines))
    told.setText(text)
    told.setVisible(bool(text))


def _number_text(file: CaseFile) -> str:
    """Number and query code, and who answers for the case until it is closed or handed over in writing."""
    number = _("{number} · query code {code}", number=file.number, code=file.query_code)
    owner = _("answered for by {officer}", officer=file.owner) if file.owner else ""
    return " · ".join(filter(None, (number, owner)))
