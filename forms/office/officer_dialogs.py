"""A further officer, other rights for one, and a new password for one who holds the recovery sheet."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from counter.catalogue.model import Catalogue
from counter.errors import CounterError
from counter.services.office import Officer, Role
from counter.text import _, display, say
from forms.answer_dialog import AnswerDialog
from forms.choice_fields import ChoiceField
from forms.field_grid import Fields
from forms.fields import Field, TextField
from forms.rows import FieldRow, label
from forms.set_field import SetField


class _OfficerDialog(AnswerDialog):
    """Fields about an officer."""

    given = Signal()

    def __init__(self, parent: QWidget, *, title: str, text: str, act: str) -> None:
        super().__init__(parent, title, act, text=text, wide=620)
        self.rows: dict[str, FieldRow] = {}
        self.fields = Fields(2)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        self.body.addWidget(self.fields)
        self.body.addWidget(self.problem)

    def add(self, key: str, title: str, field: Field, *, must: bool = False, span: int = 1) -> None:
        row = FieldRow(title, field, must=must)
        self.rows[key] = row
        self.fields.add(row, span=span)

    def add_rights(self, catalogue: Catalogue, today: date) -> None:
        """What the officer may do, and for whom."""
        self.roles = SetField([(role.value, display(role)) for role in Role])
        self.roles.set_value([])
        self.department = ChoiceField(
            [(one.code, one.title) for one in catalogue.departments.values()], empty=_("the whole office")
        )
        self.township = ChoiceField(
            [(code, place.title) for code, place in catalogue.places.items() if place.valid_on(today)],
            empty=_("the whole office"),
        )
        self.add("roles", _("May act as"), self.roles, must=True, span=2)
        self.add("department", _("Only for the department"), self.department)
        self.add("township", _("Only for the township"), self.township)

    def rights(self) -> dict[str, Any]:
        chosen = self.roles.value()
        return {
            "roles": [Role(str(role)) for role in chosen] if isinstance(chosen, list) else [],
            "department": str(self.department.value() or ""),
            "township": str(self.township.value() or ""),
        }

    def text(self, key: str) -> str:
        return str(self.rows[key].field.value() or "")

    def wrong(self) -> dict[str, str]:
        """What can be told at the fields without asking anybody."""
        lacks = "roles" in self.rows and not self.roles.value()
        return {"roles": _("Choose what the officer may do.")} if lacks else {}

    def finish(self) -> None:
        wrong = self.wrong()
        self._show(dict(wrong))
        if not wrong:
            self.done_button.setEnabled(False)
            self.given.emit()

    def set_free(self) -> None:
        self.done_button.setEnabled(True)

    def show_refusal(self, refused: CounterError) -> None:
        self._show(dict(reversed(say(refused))))

    def _show(self, said: dict[str, str]) -> None:
        first = next((key for key in self.rows if key in said), None)
        for key, row in self.rows.items():
            row.show_problem(said.pop(key, ""))
        self.problem.setText("\n".join(said.values()))
        self.problem.setVisible(bool(said))
        if first is not None:
            self.rows[first].field.widget().setFocus()


class _PasswordDialog(_OfficerDialog):
    """Fields with a password typed twice."""

    def add_passwords(self) -> None:
        for key, title in (("password", _("Password")), ("again", _("Password once more"))):
            field = TextField()
            field.setEchoMode(QLineEdit.EchoMode.Password)
            self.add(key, title, field, must=True)

    def wrong(self) -> dict[str, str]:
        differ = self.text("password") != self.text("again")
        return super().wrong() | (
            {"again": _("The two passwords differ. Type them again.")} if differ else {}
        )


class ChangeOfficerDialog(_OfficerDialog):
    """What an officer may do from now on, and for whom, beginning from what it is."""

    def __init__(self, parent: QWidget, officer: Officer, catalogue: Catalogue, today: date) -> None:
        super().__init__(
            parent,
            title=_("Other rights for {officer}", officer=officer.name),
            text=_(
                "Without a department or a township the rights hold for the whole office. They hold from the "
                "next sign-in on; until then the officer can do nothing with the old ones. The record keeps "
                "both."
            ),
            act=_("Change the rights"),
        )
        self.add_rights(catalogue, today)
        self.roles.set_value([role.value for role in Role if role in officer.roles])
        self.department.set_value(officer.department or None)
        self.township.set_value(officer.township or None)
        self.roles.setFocus()


class AddOfficerDialog(_PasswordDialog):
    """Who it is, what they may do, and for whom."""

    def __init__(self, parent: QWidget, catalogue: Catalogue, today: date) -> None:
        super().__init__(
            parent,
            title=_("A further officer"),
            text=_(
                "Choose what the officer may do. Without a department or a township the rights hold for the "
                "whole office. Afterwards a recovery sheet is shown once, to be printed and locked away."
            ),
            act=_("Add the officer"),
        )
        self.add("name", _("Name of the officer"), TextField(), must=True)
        self.add("login", _("Name to sign in with"), TextField(), must=True)
        self.add_passwords()
        self.add_rights(catalogue, today)
        self.rows["name"].field.widget().setFocus()

    def officer(self) -> dict[str, Any]:
        """What the service needs to make the officer."""
        return {key: self.text(key) for key in ("login", "name", "password")} | self.rights()


class NewPasswordDialog(_PasswordDialog):
    """The code of the recovery sheet, and the new password."""

    def __init__(self, parent: QWidget, *, login: str) -> None:
        super().__init__(
            parent,
            title=_("A new password"),
            text=_(
                "The code stands on the recovery sheet. It works once; a new sheet is printed afterwards."
            ),
            act=_("Set the new password"),
        )
        self.add("login", _("Name to sign in with"), TextField(), must=True)
        self.add("code", _("Recovery code"), TextField(), must=True)
        self.add_passwords()
        self.rows["login"].field.set_value(login)
        self.rows["code" if login else "login"].field.widget().setFocus()

    def told(self) -> dict[str, str]:
        """What the service needs to set the password."""
        return {key: self.text(key) for key in ("login", "code", "password")}
