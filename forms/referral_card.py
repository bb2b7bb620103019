"""One referral on one page: the question on top, what the department needs to know, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from counter.cases.casefile import ReferralFile
from counter.cases.workflow import ReferralState
from counter.catalogue.model import Catalogue
from counter.services import cases, referrals
from counter.services.office import Act, Office
from counter.services.queue import QueueRow
from counter.text import _, mask_id, mask_name, word
from forms import jobs, look, rich
from forms.case_words import NOTHING, Why, replaced_texts, why_replaced
from forms.clock_words import clock_text, interval_text
from forms.handling_words import handling_lines
from forms.rich import RichPage
from forms.rows import button
from forms.words import decision_text

WIDTH = 300


@dataclass(frozen=True, slots=True)
class Read:
    """The referral of a row, and why decisions of its case were replaced."""

    file: ReferralFile
    why: Why


def _read(office: Office, row: QueueRow) -> Read:
    file = referrals.referral(office, row.number)
    # A department reads its referral alone; why a decision was replaced stands in the case.
    if file.replaced and office.may(Act.READ, township=row.township):
        return Read(file, why_replaced(cases.case(office, row.case)))
    return Read(file, NOTHING)


class ReferralCard(QFrame):
    """The question, the facts that the rule reads, the papers, the clock."""

    correct_wanted = Signal()

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self.setMinimumWidth(look.px(WIDTH))
        self._office = office
        self._row: QueueRow | None = None
        self._read: Read | None = None
        self._asking: jobs.Latest[Read] = jobs.Latest(self, succeeded=self._show, refused=self._hide)
        self.text = RichPage(_("The referral"))
        self.correct_button = button(_("Correct the decision (C)"))
        self.correct_button.clicked.connect(self.correct_wanted)
        self.correct_button.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 8, 12)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.correct_button)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange) and hasattr(self, "text"):
            self.setMinimumWidth(look.px(WIDTH))
            self._show(self._read)

    def show_row(self, row: QueueRow | None) -> None:
        if row is None:
            self._row = self._read = None
            self._asking.forget()
            self._hide(None)
        elif self._row is None or (row.number, row.version) != (self._row.number, self._row.version):
            self._row = row
            self._asking.ask(partial(_read, self._office, row))

    def _hide(self, _refused: object) -> None:
        self.text.show_page("")
        self.correct_button.hide()

    def _show(self, read: Read | None) -> None:
        self._read = read
        if self._row is not None and read is not None:
            self.text.show_page(page(read.file, self._row, self._office, read.why))
            self.correct_button.setVisible(read.file.state is ReferralState.DECIDED)


def page(file: ReferralFile, row: QueueRow, office: Office, why: Why = NOTHING) -> str:
    """The referral as rich text."""
    parts = [
        rich.head(file.title),
        rich.small(f"{file.department_title} · {mask_name(row.applicant)} · {file.number}"),
        rich.text(file.question),
    ]
    if file.decision is not None:
        told = decision_text(file.decision)
        parts += [rich.heading(_("Decision")), rich.text(told), rich.text(file.decision.reason)]
        parts += [rich.small(text) for text in replaced_texts(file, why)]
    parts += [rich.heading(_("Clock")), rich.text(clock_text(file))]
    parts += [rich.small(interval_text(one)) for one in file.intervals]
    if handled := handling_lines(file, office.today()):
        bad = look.colours().bad
        parts.append(rich.heading(_("Handling")))
        parts += [rich.note(one.text, bad) if one.late else rich.text(one.text) for one in handled]
    if facts := _facts(file.snapshot, office.catalogue):
        parts += [rich.heading(_("What the rule reads")), *facts]
    if file.papers_asked:
        parts.append(rich.heading(_("Papers")))
        parts += [rich.text(f"{paper.title}　{word('Paper', paper.state)}") for paper in file.papers_asked]
    basis = office.catalogue.policy(file.policy).basis
    return "".join([*parts, rich.small(basis)])


def _facts(snapshot: Mapping[str, object], catalogue: Catalogue) -> list[str]:
    """What the department was given of the household, and of the people that its policy is about."""
    lines = [rich.text(str(snapshot.get("request") or ""))]
    for scope in ("household", "context"):
        lines += _told(snapshot.get(scope), scope, catalogue)
    people = snapshot.get("people")
    for one in people if isinstance(people, list) else []:
        if isinstance(one, dict):
            who = [mask_name(str(one.get("name", ""))), mask_id(str(one.get("id_number", "")))]
            lines.append(rich.heading(" ".join(filter(None, who))))
            lines += _told(one.get("facts"), "person", catalogue)
    return [line for line in lines if line]


def _told(said: object, scope: str, catalogue: Catalogue) -> list[str]:
    lines = []
    for key, value in said.items() if isinstance(said, dict) else ():
        fact = catalogue.facts.get(f"{scope}.{key}")
        if fact is not None:
            shown = _("Yes") if value is True else _("No") if value is False else value
            words = "、".join(map(str, value)) if isinstance(value, list) else f"{shown}"
            lines.append(rich.text(f"{fact.label}：{words}{fact.unit if fact.is_money else ''}"))
    return lines
