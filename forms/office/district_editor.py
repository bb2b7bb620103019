"""One thing that the district says, to be typed in and confirmed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from counter.catalogue.model import Liaison, Setting
from counter.errors import CounterError
from counter.services import district
from counter.services.office import Office
from counter.text import _, say
from forms import look
from forms.choice_fields import ChoiceField
from forms.fields import TextField
from forms.office.district_lines import TONES, Item, Standing, group_titles, standing_text
from forms.rows import FieldRow, button, label

FIELD_WIDTH = 460


class DistrictEditor(QFrame):
    """Enter goes on from field to field, at the last one it keeps what was typed and takes the next thing."""

    kept = Signal()
    """What stands in the fields is to be stored."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "sheet")
        self.item: Item | None = None
        self._may_write = True
        self.group = label("", "small")
        self.title = label("", "title", wrap=True)
        self.standing = label("", "badge")
        self.source = label("", "small", wrap=True)
        self.meaning = label("", "muted", wrap=True)
        self.confirmed = QCheckBox(_("Compared, and right for this district"))
        self.keep_button = button(_("Keep, and take the next (Enter)"), "primary")
        self.problem = label("", "error", wrap=True)
        self.fields: dict[str, TextField | ChoiceField] = {}
        self.rows: dict[str, FieldRow] = {}
        self.body = QWidget()
        self.body.setMaximumWidth(look.px(FIELD_WIDTH))
        self._column = QVBoxLayout(self.body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.keep_button.clicked.connect(self.kept)
        self.confirmed.installEventFilter(self)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.standing)
        head.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.keep_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 22, 28, 22)
        layout.setSpacing(10)
        layout.addWidget(self.group)
        layout.addWidget(self.title)
        layout.addLayout(head)
        layout.addWidget(self.meaning)
        layout.addSpacing(6)
        layout.addWidget(self.body)
        layout.addWidget(self.confirmed)
        layout.addWidget(self.problem)
        layout.addSpacing(4)
        layout.addLayout(buttons)
        layout.addSpacing(10)
        layout.addWidget(self.source)
        layout.addStretch(1)
        self.problem.hide()

    def show_item(self, item: Item | None, office: Office, *, may_write: bool) -> None:
        """Show what is said so far; what was typed and not kept is left behind."""
        self.item, self._may_write = item, may_write
        self.setVisible(item is not None)
        if item is None:
            return
        self.group.setText(group_titles()[item.group])
        self.title.setText(item.title)
        self.standing.setText(standing_text(item.standing))
        look.mark(self.standing, tone=TONES[item.standing])
        self.meaning.setText(_meaning(item))
        self._clear()
        if isinstance(item.said, Liaison):
            self._show_liaison(item.said)
        else:
            self._show_setting(item.said, office)
        self._show_problems({})
        self.keep_button.setEnabled(may_write)
        for field in self.fields.values():
            field.setEnabled(may_write)

    def _clear(self) -> None:
        for row in self.rows.values():
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows, self.fields = {}, {}

    def _add(self, key: str, title: str, field: TextField | ChoiceField, value: str) -> None:
        field.set_value(value or None)
        row = FieldRow(title, field)
        self.fields[key], self.rows[key] = field, row
        self._column.addWidget(row)
        if isinstance(field, TextField):
            field.enter_goes_on = False
            field.returnPressed.connect(partial(self._entered, key))
        else:
            field.installEventFilter(self)

    def _show_setting(self, setting: Setting, office: Office) -> None:
        offered = district.choices(office, setting.key)
        field = ChoiceField(list(offered), empty=_("not said")) if offered else TextField()
        self._add(setting.key, _("What the papers say"), field, setting.value)
        if isinstance(field, TextField):
            field.textEdited.connect(self._typed)
        else:
            field.activated.connect(self._typed)
        self.confirmed.show()
        self.confirmed.setEnabled(self._may_write)
        self.confirmed.setChecked(setting.confirmed)
        self.source.setText(_("Source: {source}", source=setting.source) if setting.source else "")

    def _show_liaison(self, liaison: Liaison) -> None:
        self._add("name", _("Name"), TextField(), liaison.name)
        self._add("phone", _("Telephone"), TextField(), liaison.phone)
        self._add("substitute", _("Who stands in"), TextField(), liaison.substitute)
        self._add("substitute_phone", _("Telephone of who stands in"), TextField(), liaison.substitute_phone)
        self.confirmed.hide()
        self.source.setText("")

    def _typed(self, _what: object) -> None:
        """Whoever types it here says it for the district; the tick can be taken away again."""
        self.confirmed.setChecked(bool(self._value(next(iter(self.fields)))))

    def _entered(self, key: str) -> None:
        keys = list(self.fields)
        after = keys.index(key) + 1
        if after < len(keys):
            self.fields[keys[after]].setFocus()
        else:
            self.kept.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter keeps at a choice and at the tick as well."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.kept.emit()
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "body"):
            self.body.setMaximumWidth(look.px(FIELD_WIDTH))

    def take_focus(self) -> None:
        for field in self.fields.values():
            field.setFocus(Qt.FocusReason.TabFocusReason)
            return

    def _value(self, key: str) -> str:
        return str(self.fields[key].value() or "").strip()

    def setting(self) -> tuple[str, bool] | None:
        """The value and whether it is confirmed; None when this is no setting, or it is as it was."""
        if self.item is None or not isinstance(self.item.said, Setting):
            return None
        value = self._value(self.item.key)
        said = self.item.said
        confirmed = self.confirmed.isChecked() and bool(value)
        return None if (value, confirmed) == (said.value, said.confirmed) else (value, confirmed)

    def liaison(self) -> Liaison | None:
        """Who answers for the department; None when this is no liaison, or it is as it was."""
        if self.item is None or not isinstance(self.item.said, Liaison):
            return None
        typed = replace(
            self.item.said,
            name=self._value("name"),
            phone=self._value("phone"),
            substitute=self._value("substitute"),
            substitute_phone=self._value("substitute_phone"),
        )
        return None if typed == self.item.said else typed

    def has_changes(self) -> bool:
        return self.setting() is not None or self.liaison() is not None

    def show_refusal(self, refused: CounterError) -> None:
        self._show_problems(dict(reversed(say(refused))))

    def _show_problems(self, said: dict[str, str]) -> None:
        for key, row in self.rows.items():
            row.show_problem(said.pop(key, ""))
        self.problem.setText("\n".join(said.values()))
        self.problem.setVisible(bool(said))


def _meaning(item: Item) -> str:
    if isinstance(item.said, Liaison):
        return _("Stands on the slips that go to this department, and on the take-home card.")
    return {
        Standing.OPEN: _("Papers print a line here, to fill by hand."),
        Standing.UNCONFIRMED: _("Papers print it, and list it until somebody has compared it."),
        Standing.CONFIRMED: _("Papers print it."),
    }[item.standing]
