"""Who may sit at this office: the list, further ones, other rights, who is stopped, a forgotten password."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from counter.errors import CounterError
from counter.services import officers
from counter.services.office import Act, Office, Officer, Role
from counter.services.officers import Recovery
from counter.text import _, display
from forms import jobs, keys, look, messages
from forms.line_list import Line, LineList
from forms.office.officer_dialogs import AddOfficerDialog, ChangeOfficerDialog, NewPasswordDialog
from forms.office.recovery_dialog import RecoveryDialog
from forms.rich import RichPage, head, heading, small, text
from forms.rows import button, label

LIST_WIDTH = 420


class OfficersPanel(QWidget):
    """Ins adds somebody, C changes rights, S stops or takes up again, R gives a new password."""

    said = Signal(str)

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.people: tuple[Officer, ...] = ()
        self.list = LineList(_("Officers"))
        self.text = RichPage(_("What the officer may do"))
        self.add_button = button(_("Add an officer (Ins)"), "primary")
        self.change_button = button(_("Other rights (C)"))
        self.stop_button = button("")
        self.reset_button = button(_("New password (R)"))
        self._lay_out()
        self.list.row_changed.connect(self._show_current)
        self.list.opened.connect(self._read)
        self.add_button.clicked.connect(self.ask_officer)
        self.change_button.clicked.connect(self.ask_rights)
        self.stop_button.clicked.connect(self.ask_stop)
        self.reset_button.clicked.connect(self.ask_password)
        keys.bind(self, "Ins", _("Add an officer"), self.ask_officer)
        keys.bind_row(self.list, "C", _("Other rights"), self.ask_rights)
        keys.bind_row(self.list, "S", _("Stop the officer, or take up again"), self.ask_stop)
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
        for act in (self.add_button, self.change_button, self.stop_button, self.reset_button):
            buttons.addWidget(act)
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
        for act in (self.add_button, self.change_button, self.stop_button):
            act.setEnabled(office.may(Act.MANAGE_OFFICERS))
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
        for act in (self.change_button, self.stop_button):
            act.setVisible(officer is not None)
        if officer is None:
            self.text.show_page("")
            return
        self.stop_button.setText(_("Stop (S)") if officer.active else _("Take up again (S)"))
        look.mark(self.stop_button, kind="danger" if officer.active else "")
        # In the order in which a case meets them, whatever the store's order is.
        roles = [role for role in Role if role in officer.roles]
        page = [
            head(officer.name),
            small(_("signs in as {login}", login=officer.login)),
            *([] if officer.active else [text(_("Stopped: signs in no more, and nothing can be done."))]),
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

    def ask_rights(self) -> None:
        """Other roles for the officer of the row, or for another department or township."""
        officer = self.current()
        if officer is None or not self._may_manage():
            return
        dialog = ChangeOfficerDialog(self, officer, self.office.catalogue, self.office.today())
        dialog.given.connect(partial(self._change, dialog, officer))
        dialog.open()

    def _change(self, dialog: ChangeOfficerDialog, before: Officer) -> None:
        jobs.start(
            dialog,
            partial(officers.change_officer, self.office, before, **dialog.rights()),
            succeeded=partial(self._rights_changed, dialog),
            refused=dialog.show_refusal,
            ended=dialog.set_free,
        )

    def _rights_changed(self, dialog: ChangeOfficerDialog, officer: Officer) -> None:
        dialog.accept()
        self.said.emit(_("{officer} has other rights from the next sign-in on.", officer=officer.name))
        self.know(self.office)

    def ask_stop(self) -> None:
        """Stop the officer of the row, or take up again: asked twice."""
        officer = self.current()
        if officer is None or not self._may_manage():
            return
        if officer.active:
            messages.confirm(
                self,
                _(
                    "Stop {officer}? From now on {officer} can neither sign in nor do anything, also in a "
                    "window that is open. What was done keeps the name; the officer can be taken up again.",
                    officer=officer.name,
                ),
                yes=_("Stop"),
                no=_("Leave everything as it is"),
                then=partial(self._do, officers.stop_officer, officer),
            )
        else:
            messages.confirm(
                self,
                _(
                    "Take {officer} up again, with the rights as they were? The password is the old one.",
                    officer=officer.name,
                ),
                yes=_("Take up again"),
                no=_("Leave everything as it is"),
                then=partial(self._do, officers.take_up_officer, officer),
            )

    def _do(self, act: Callable[[Office, Officer], Officer], officer: Officer) -> None:
        jobs.start(self, partial(act, self.office, officer), succeeded=self._done, refused=self._refused)

    def _done(self, officer: Officer) -> None:
        name = officer.name
        self.said.emit(
            _("{officer} is taken up again.", officer=name)
            if officer.active
            else _("{officer} is stopped.", officer=name)
        )
        self.know(self.office)

    def _refused(self, refused: CounterError) -> None:
        messages.show_refusal(self, refused)
        self.know(self.office)

    def _may_manage(self) -> bool:
        may = self.office.may(Act.MANAGE_OFFICERS)
        if not may:
            self.said.emit(_("Only an administrator changes officers."))
        return may

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
