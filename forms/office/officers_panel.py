"""Who may sit at this office: the list, further ones, and a password that was forgotten."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter.errors import CounterError
from counter.services import officers
from counter.services.office import Act, Office, Officer
from counter.services.officers import Recovery
from counter.text import _, display
from forms import jobs, keys, messages
from forms.office.officer_dialogs import AddOfficerDialog, NewPasswordDialog
from forms.office.recovery_dialog import RecoveryDialog
from forms.rows import button, label
from forms.rows_model import RowsModel, Shown
from forms.tables import Table


class OfficersPanel(QWidget):
    """Ins adds somebody, R gives a new password to whoever holds the recovery sheet."""

    said = Signal(str)

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.rows: RowsModel[Officer] = RowsModel(
            [
                Shown(_("Name"), _name),
                Shown(_("Signs in as"), _login),
                Shown(_("May act as"), _roles),
                Shown(_("Only for"), self._where),
                Shown(_("State"), _state, tone=_tone),
            ],
            name=_spoken,
        )
        self.table = Table()
        self.table.setModel(self.rows)
        self.table.setAccessibleName(_("Officers"))
        self.table.set_widths({0: 110, 1: 120, 3: 150, 4: 96}, stretch=2)
        self.add_button = button(_("Add an officer (Ins)"), "primary")
        self.reset_button = button(_("New password (R)"))
        self.told = label(
            _("Each officer signs in with a name of their own; what is done bears it for good."),
            "muted",
            wrap=True,
        )
        self._lay_out()
        self.add_button.clicked.connect(self.ask_officer)
        self.reset_button.clicked.connect(self.ask_password)
        keys.bind(self, "Ins", _("Add an officer"), self.ask_officer)
        keys.bind_row(self.table, "R", _("New password, with the recovery sheet"), self.ask_password)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.told, 1)
        buttons.addWidget(self.reset_button)
        buttons.addWidget(self.add_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setSpacing(10)
        layout.addLayout(buttons)
        layout.addWidget(self.table, 1)

    def take_focus(self) -> None:
        self.table.setFocus()

    def know(self, office: Office) -> None:
        self.office = office
        self.add_button.setEnabled(office.may(Act.MANAGE_OFFICERS))
        jobs.start(self, partial(officers.officers, office), succeeded=self._show)

    def _show(self, people: tuple[Officer, ...]) -> None:
        row = max(self.table.currentIndex().row(), 0)
        self.rows.show(people)
        self.table.selectRow(min(row, len(people) - 1))

    def _where(self, officer: Officer) -> str:
        catalogue = self.office.catalogue
        department = catalogue.departments.get(officer.department)
        place = catalogue.places.get(officer.township)
        parts = (department.title if department else "", place.title if place else "")
        return " · ".join(filter(None, parts)) or _("the whole office")

    # --- the acts ----------------------------------------------------------------------------------

    def ask_officer(self) -> None:
        """Make a further officer."""
        if not self.office.may(Act.MANAGE_OFFICERS):
            self.said.emit(_("Only an administrator adds officers."))
            return
        dialog = AddOfficerDialog(self, self.office.catalogue, self.office.today())
        dialog.given.connect(partial(self._add, dialog))
        dialog.open()

    def _add(self, dialog: AddOfficerDialog) -> None:
        jobs.start(
            dialog,
            partial(officers.add_officer, self.office, **dialog.officer()),
            succeeded=partial(self._made, dialog),
            refused=dialog.show_refusal,
            ended=dialog.set_free,
        )

    def ask_password(self) -> None:
        """A new password for the officer of the row."""
        officer = self.rows.at(self.table.currentIndex().row())
        dialog = NewPasswordDialog(self, login=officer.login if officer else "")
        dialog.given.connect(partial(self._reset, dialog))
        dialog.open()

    def _reset(self, dialog: NewPasswordDialog) -> None:
        jobs.start(
            dialog,
            partial(officers.reset_password, self.office, **dialog.told()),
            succeeded=partial(self._made, dialog),
            refused=dialog.show_refusal,
            ended=dialog.set_free,
        )

    def _made(self, dialog: AddOfficerDialog | NewPasswordDialog, recovery: Recovery) -> None:
        dialog.accept()
        self.know(self.office)
        sheet = RecoveryDialog(self, self.office, recovery)
        sheet.said.connect(self.said)
        sheet.open()

    def show_refusal(self, refused: CounterError) -> None:
        self.said.emit(messages.text_of(refused))


def _name(officer: Officer) -> str:
    return officer.name


def _login(officer: Officer) -> str:
    return officer.login


def _roles(officer: Officer) -> str:
    return "、".join(display(role) for role in officer.roles)


def _state(officer: Officer) -> str:
    active = _("active") if officer.active else _("no longer")
    return f"{'●' if officer.active else '×'} {active}"


def _tone(officer: Officer) -> str:
    return "good" if officer.active else "muted"


def _spoken(officer: Officer) -> str:
    return f"{officer.name} {officer.login} {_roles(officer)}"
