"""送达: how a paper reached its addressee."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from counter.cases.casefile import Notice
from counter.errors import CounterError, Refused
from counter.services.delivery import WAYS, Handing
from counter.text import _, word
from forms import answer_fields, keys, look
from forms.answer_fields import Rows
from forms.choice_fields import ChoiceField
from forms.fields import DateField, TextField
from forms.rows import FieldRow, button, label

_BETWEEN = re.compile(r"[、,，;；\s]+")


class DeliverDialog(QDialog):
    """The way, the day, who took it; witnesses only where it was left at the address."""

    given = Signal(object)
    """A `Handing`."""

    def __init__(self, parent: QWidget, notice: Notice) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Delivery"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.way = ChoiceField([(way, word("Delivery", way)) for way in WAYS], empty="")
        self.rows = Rows(
            way=FieldRow(_("Way"), self.way),
            on=FieldRow(_("Day (today if left open)"), DateField()),
            recipient=FieldRow(_("Who took it (the addressee if left open)"), TextField()),
            relation=FieldRow(_("What that person is to the addressee"), TextField()),
            witnesses=FieldRow(_("Witnesses"), TextField()),
            refused_because=FieldRow(_("Why it was not taken"), TextField()),
        )
        self.way.edited.connect(self._show_way)
        done = button(_("Note the delivery (Ctrl+Enter)"), "primary")
        back = button(_("Back"))
        done.clicked.connect(self.finish)
        back.clicked.connect(self.reject)
        keys.bind(self, ("Ctrl+Return", "Ctrl+Enter"), _("Note the delivery"), self.finish)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(back)
        buttons.addWidget(done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(label(_("Delivery"), "heading"))
        layout.addWidget(label(f"{notice.title} {notice.number}", "muted", wrap=True))
        for row in self.rows.values():
            layout.addWidget(row)
        layout.addLayout(buttons)
        self.setMinimumWidth(look.px(440))
        self._show_way()

    def _show_way(self) -> None:
        left = self.way.value() == "left"
        self.rows["witnesses"].setVisible(left)
        self.rows["refused_because"].setVisible(left)

    def finish(self) -> None:
        rows = self.rows
        try:
            on = answer_fields.day(rows, "on")
        except Refused as refused:
            self.show_refusal(refused)
            return
        self.given.emit(
            Handing(
                way=rows.text("way"),
                on=on,
                recipient=rows.text("recipient"),
                relation=rows.text("relation"),
                witnesses=tuple(filter(None, _BETWEEN.split(rows.text("witnesses")))),
                refused_because=rows.text("refused_because"),
            )
        )

    def show_refusal(self, refused: CounterError) -> None:
        self.rows.show(refused, otherwise="way")
