"""授权告知: what is read out to the applicant, and who signs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from counter.cases.facts import age_on
from counter.cases.people import ADULT_AGE
from counter.text import _
from forms import keys
from forms.fields import TextField
from forms.intake.arrangement import Section
from forms.intake.binding import Binder
from forms.intake.panel import Panel
from forms.intake.sheet import Assessment
from forms.rows import FieldRow, label

CONSENTS = "consents"
BY_CHOICE = "outward"
"""Asked for by itself, ticked by itself, and never needed."""


def consent_texts() -> dict[str, str]:
    """What is read out, by the name under which the application keeps that it was."""
    return {
        "truth": _(
            "Everything said is true; a change is reported. Who deceives pays back, and may be fined "
            "(art. 40 and 73 of the Social Assistance Law)."
        ),
        "means": _(
            "The household's income and property may be checked with banks, registers and employers, "
            "now and while help is received (art. 40 and 41). Every adult member signs."
        ),
        "sharing": _(
            "Each department receives only what its own policy asks for. "
            "A charity receives nothing without a consent of its own."
        ),
        "delivery": _(
            "Papers reach the household at the address and by the telephone given, also by message."
        ),
        "remedies": _("Every decision comes in writing, with its reasons and with how to object."),
        "outward": _(
            "By choice: the name, telephone, address and need may be passed on to a charity, a social "
            "organisation or a school. Without it nothing is passed on, and the application goes its way all "
            "the same."
        ),
    }


class ConsentPanel(Panel):
    """A list to read out; the space bar ticks a line, the form to sign is printed with the receipt."""

    section = Section.CONSENT

    def __init__(self, binder: Binder, parent: QWidget | None = None) -> None:
        super().__init__(binder, parent)
        self.boxes: dict[str, QCheckBox] = {}
        self.signers = label("", wrap=True)
        self.content.addWidget(label(_("Authorisation and notice"), "title"))
        self.content.addWidget(
            label(
                _("Read these out. Space ticks what was understood; the form is printed on acceptance."),
                "muted",
                wrap=True,
            )
        )
        for name, text in consent_texts().items():
            box = QCheckBox()
            box.setAccessibleName(text)
            line = label(text, wrap=True)
            line.setBuddy(box)
            self.boxes[name] = box
            box.toggled.connect(self._ticked)
            self.content.addWidget(_Line(box, line))
        self.staff_relative = TextField()
        self.staff_relative.setPlaceholderText(
            _("who, of which office or village committee, whose relative; empty for nobody")
        )
        row = FieldRow(_("Close relative on the staff"), self.staff_relative)
        binder.bind("staff_relative", row)
        self.content.addWidget(row)
        self.content.addWidget(label(_("Who signs"), "heading"))
        self.content.addWidget(self.signers)
        self.content.addStretch(1)
        keys.bind(self, "Alt+A", _("All were read out"), self.tick_all)
        self.sheet.changed.connect(self._sheet_changed)

    def came(self) -> None:
        first = next((box for box in self.boxes.values() if not box.isChecked()), None)
        (first or next(iter(self.boxes.values()))).setFocus()

    def tick_all(self) -> None:
        for name, box in self.boxes.items():
            if name != BY_CHOICE:
                box.setChecked(True)

    def all_read(self) -> bool:
        return all(box.isChecked() for name, box in self.boxes.items() if name != BY_CHOICE)

    def _ticked(self) -> None:
        said = sorted(name for name, box in self.boxes.items() if box.isChecked())
        self.sheet.put(CONSENTS, said or None)

    def _sheet_changed(self, path: str) -> None:
        if path == "":
            kept = self.sheet.get(CONSENTS)
            for name, box in self.boxes.items():
                before = box.blockSignals(True)
                box.setChecked(isinstance(kept, list) and name in kept)
                box.blockSignals(before)

    def assessed(self, assessment: Assessment) -> None:
        application = assessment.reading.application
        adults = [
            person.name
            for person in application.people
            if person.name
            and (person.birth_date is None or age_on(person.birth_date, application.on) >= ADULT_AGE)
            and person.facts.get("deceased") is not True
        ]
        agent = application.agent
        names = [*adults, *([agent.name] if agent and agent.name not in adults else [])]
        self.signers.setText("、".join(names) if names else _("Nobody yet."))


class _Line(QWidget):
    """A box and the sentence beside it."""

    def __init__(self, box: QCheckBox, text: QWidget) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(text, 1)
