"""送达: how a paper reached its addressee, noted by keys."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from counter.cases.casefile import Notice
from counter.cases.values import read_date
from counter.errors import CounterError, Refused
from counter.services.delivery import PUBLICATION_DAYS, WAYS, Handing
from counter.services.office import Office
from counter.text import _, ngettext, say, translate, word
from forms import keys
from forms.answer_dialog import AnswerDialog
from forms.choice_fields import ChoiceField
from forms.field_grid import Fields
from forms.fields import DateField, TextField
from forms.rows import FieldRow, label

_LEFT = "left"


class DeliveryDialog(AnswerDialog):
    """1 to 6 choose the way."""

    given = Signal(object)
    """A `Handing`."""

    def __init__(self, parent: QWidget, office: Office, notice: Notice) -> None:
        super().__init__(
            parent, _("Delivery"), _("Note the delivery"), text=f"{notice.title}  {notice.number}", wide=620
        )
        self.way = ChoiceField(
            [(way, f"{place}  {word('Delivery', way)}") for place, way in enumerate(WAYS, start=1)], empty=""
        )
        self.day = DateField()
        self.day.set_value(office.today().isoformat())
        self.recipient = TextField()
        self.recipient.setPlaceholderText(notice.recipient)
        self.relation = TextField()
        self.witnesses = TextField()
        self.witnesses.setPlaceholderText(_("two names, with a space between them"))
        self.refused_because = TextField()
        self.tracking = TextField()
        self.through = TextField()
        self.consent = TextField()
        self.consent.setPlaceholderText(_("when and how it was given"))
        self.days = ChoiceField(
            [(str(days), ngettext("{n} day", "{n} days", days)) for days in PUBLICATION_DAYS], empty=""
        )
        self.days.set_value(str(PUBLICATION_DAYS[0]))
        self.deliverer = TextField()
        self.deliverer.set_value(office.officer.name)
        self.rows = {
            "way": FieldRow(_("How it was delivered"), self.way, must=True),
            "on": FieldRow(_("Day"), self.day, must=True),
            "recipient": FieldRow(_("Who took it, if not the addressee"), self.recipient),
            "relation": FieldRow(_("What they are to the addressee"), self.relation),
            "witnesses": FieldRow(_("Witnesses"), self.witnesses, must=True),
            "refused_because": FieldRow(_("Why it was not taken"), self.refused_because, must=True),
            "tracking": FieldRow(_("Number of the mail"), self.tracking, must=True),
            "through": FieldRow(_("Body entrusted with it"), self.through, must=True),
            "consent": FieldRow(_("Consent to electronic delivery"), self.consent, must=True),
            "days": FieldRow(_("Days of the publication"), self.days, must=True),
            "deliverer": FieldRow(_("Delivered by"), self.deliverer),
        }
        self._only_for: dict[QWidget, str] = {
            self.witnesses: _LEFT,
            self.refused_because: _LEFT,
            self.tracking: "mail",
            self.through: "entrusted",
            self.consent: "electronic",
            self.days: "publication",
        }
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        self.way.edited.connect(self._way_changed)
        self.recipient.textChanged.connect(self._way_changed)
        for place, way in enumerate(WAYS, start=1):
            keys.bind(
                self.way,
                str(place),
                word("Delivery", way),
                partial(self.take_way, way),
                within=Qt.ShortcutContext.WidgetShortcut,
            )
        fields = Fields(2)
        for row in self.rows.values():
            fields.add(row)
        self.body.addWidget(fields)
        self.body.addWidget(self.problem)
        self._way_changed()
        self.way.setFocus()

    def take_way(self, way: str) -> None:
        self.way.set_value(way)
        self._way_changed()

    def _way_changed(self) -> None:
        """Only what this way asks for can be typed; nothing moves about."""
        way = self.way.value()
        for field, asked_by in self._only_for.items():
            field.setEnabled(way == asked_by)
        self.relation.setEnabled(bool(self.recipient.text().strip()))

    def finish(self) -> None:
        try:
            day = self._day()
        except Refused as refused:
            self._show({"on": translate(refused.problems[0])})
            return
        way = str(self.way.value() or "")

        def said(field: TextField) -> str:
            return field.text().strip() if self._only_for[field] == way else ""

        names = self.witnesses.text().replace("、", " ").replace("，", " ").replace(",", " ")
        self.given.emit(
            Handing(
                way=way,
                on=day,
                recipient=self.recipient.text().strip(),
                relation=self.relation.text().strip() if self.recipient.text().strip() else "",
                witnesses=tuple(names.split()) if way == _LEFT else (),
                refused_because=said(self.refused_because),
                deliverer=self.deliverer.text().strip(),
                tracking=said(self.tracking),
                through=said(self.through),
                consent=said(self.consent),
                days=int(str(self.days.value() or PUBLICATION_DAYS[0])),
            )
        )

    def _day(self) -> date | None:
        text = self.day.text().strip()
        return read_date(text).value if text else None

    def show_refusal(self, refused: CounterError) -> None:
        """Say at the fields what is missing."""
        self._show(dict(reversed(say(refused))))

    def _show(self, said: dict[str, str]) -> None:
        first = next((key for key in self.rows if key in said), None)
        for key, row in self.rows.items():
            row.show_problem(said.pop(key, ""))
        self.problem.setText("\n".join(said.values()))
        self.problem.setVisible(bool(said))
        if first is not None:
            self.rows[first].field.widget().setFocus()
