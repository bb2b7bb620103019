"""Who may sit at this office: the list, further ones, and a password that was forgotten."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from counter.services import officers
from counter.services.office import Act, Office, Officer, Role
from counter.services.officers import Recovery
from counter.text import _, display
from forms import jobs, keys, look
from forms.line_list import Line, LineList
from forms.office.officer_dialogs import AddOfficerDialog, NewPasswordDialog
from forms.office.recovery_dialog import RecoveryDialog
from forms.rich import RichPage, head, heading, small, text
from forms.rows import button, label

LIST_WIDTH = 420


class OfficersPanel(QWidget):
    """Ins adds somebody, R gives a new password to whoever holds the recovery sheet."""

    said = Signal(str)

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.people: tuple[Officer, ...] = ()
        self.list = LineList(_("Officers"))
        self.text = RichPage(_("What the officer may do"))
        self.add_button = button(_("Add an officer (Ins)"), "primary")
        self.reset_button = button(_("New password (R)"))
        self._lay_out()
        self.list.row_changed.connect(self._show_current)
        self.list.opened.connect(self._read)
        self.add_button.clicked.connect(self.ask_officer)
        self.reset_button.clicked.connect(self.ask_password)
        keys.bind(self, "Ins", _("Add an officer"), self.ask_officer)
        keys.bind_row(self.list, "R", _("New password, with the recovery sheet"), self.ask_password)

    def _lay_out(self) -> None:
        self.side = QFrame()
        self.side.setProperty("role", "rail")
        told = label(
            _("Each officer signs in with a name of their own; what is done bears it for good."),
            "small",
            wrap=True,
        )
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 8)
        top.addWidget(told)
        left = QVBoxLayout(self.side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(top)
        left.addWidget(self.list, 1)
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.reset_button)
        buttons.addStretch(1)
        right = QVBoxLayout(sheet)
        right.setContentsMargins(28, 18, 16, 18)
        right.setSpacing(12)
        right.addWidget(self.text, 1)
        right.addLayout(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.side)
        layout.addWidget(sheet, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.setFixedWidth(min(look.px(LIST_WIDTH), self.width() * 46 // 100))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange) and hasattr(self, "text"):
            self._show_current()

    def take_focus(self) -> None:
        self.list.setFocus()

    def know(self, office: Office) -> None:
        self.office = office
        self.add_button.setEnabled(office.may(Act.MANAGE_OFFICERS))
        jobs.start(self, partial(officers.officers, office), succeeded=self._show)

    def _show(self, people: tuple[Officer, ...]) -> None:
        self.people = people
        self.list.show_lines([self._line(one) for one in people])

    def _line(self, officer: Officer) -> Line:
        active = _("active") if officer.active else _("no longer")
        sign = "●" if officer.active else "×"
        return Line(
            officer.login,
            officer.name,
            small=f"{officer.login} · {self._where(officer)}",
            mark=f"{sign} {active}",
            tone="good" if officer.active else "muted",
        )

    def _where(self, officer: Officer) -> str:
        catalogue = self.office.catalogue
        department = catalogue.departments.get(officer.department)
        place = catalogue.places.get(officer.township)
        parts = (department.title if department else "", place.title if place else "")
        return " · ".join(filter(None, parts)) or _("the whole office")

    def current(self) -> Officer | None:
        login = self.list.current_key()
        return next((one for one in self.people if one.login == login), None)

    def _show_current(self) -> None:
        officer = self.current()
        if officer is None:
            self.text.show_page("")
            return
        # In the order in which a case meets them, whatever the store's order is.
        roles = [role for role in Role if role in officer.roles]
        page = [
            head(officer.name),
            small(_("signs in as {login}", login=officer.login)),
            heading(_("May act as")),
            *(text(f"· {display(role)}") for role in roles),
            heading(_("Only for")),
            text(self._where(officer)),
        ]
        self.text.show_page("".join(page))

    def _read(self, _login: str) -> None:
        self.text.setFocus()

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
        officer = self.current()
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
