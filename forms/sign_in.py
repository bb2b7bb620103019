"""The doors of the office: signing in, the first officer of a new office, and a password forgotten."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from counter.errors import CounterError
from counter.services import officers
from counter.services.office import Office
from counter.services.officers import Recovery
from counter.text import _, say
from forms import jobs
from forms.fields import TextField
from forms.page import Scrolled
from forms.rows import FieldRow, button, label

CARD_WIDTH = 420


class Door(QWidget):
    """A card in the middle of the window with fields, a sentence for what is wrong, and one button."""

    def __init__(self, title: str, text: str, act: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.rows: dict[str, FieldRow] = {}
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        self.told = label("", "muted", wrap=True)
        self.told.hide()
        self.go = button(act, "primary")
        self.go.clicked.connect(self.submit)
        card = QFrame()
        card.setProperty("role", "card")
        card.setMaximumWidth(CARD_WIDTH * 2)
        self.column = QVBoxLayout(card)
        self.column.setContentsMargins(28, 24, 28, 24)
        self.column.setSpacing(12)
        self.column.addWidget(label(title, "title"))
        if text:
            self.column.addWidget(label(text, "muted", wrap=True))
        scrolled = Scrolled(margin=20)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 2)
        middle.addStretch(1)
        scrolled.content.addStretch(2)
        scrolled.content.addLayout(middle)
        scrolled.content.addStretch(3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled)

    def add(self, key: str, text: str, *, hidden: bool = False) -> TextField:
        field = TextField()
        if hidden:
            field.setEchoMode(QLineEdit.EchoMode.Password)
        row = FieldRow(text, field)
        self.rows[key] = row
        self.column.addWidget(row)
        return field

    def close_column(self) -> None:
        """Enter in the last field is as good as the button."""
        for row in list(self.rows.values())[-1:]:
            assert isinstance(row.field, TextField)
            row.field.enter_goes_on = False
            row.field.returnPressed.connect(self.go.click)
        self.column.addWidget(self.problem)
        self.column.addWidget(self.told)
        self.column.addWidget(self.go)

    def text(self, key: str) -> str:
        field = self.rows[key].field
        assert isinstance(field, TextField)
        return field.text()

    def submit(self) -> None:
        raise NotImplementedError

    def began(self) -> None:
        self.go.setEnabled(False)
        self.show_problems([])

    def ended(self) -> None:
        self.go.setEnabled(True)

    def refused(self, refused: CounterError) -> None:
        self.show_problems(say(refused))

    def tell(self, text: str) -> None:
        """Say how something went that was asked for here."""
        self.told.setText(text)
        self.told.show()

    def show_problems(self, problems: list[tuple[str, str]]) -> None:
        said = dict(reversed(problems))
        for key, row in self.rows.items():
            row.show_problem(said.pop(key, ""))
        self.problem.setText("\n".join(said.values()))
        self.problem.setVisible(bool(said))
        first = next((key for key, _text in problems if key in self.rows), None)
        if first is not None:
            # All of it is chosen: what is typed now replaces what was wrong.
            field = self.rows[first].field
            assert isinstance(field, TextField)
            field.setFocus()
            field.selectAll()


class SignInPage(Door):
    """Name and password."""

    signed_in = Signal(object)
    forgotten = Signal()

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(
            _("One-Window Counter"), office.district.get("office.title", ""), _("Sign in"), parent
        )
        self._office = office
        self.add("login", _("Name to sign in with"))
        self.add("password", _("Password"), hidden=True)
        self.close_column()
        forgot = button(_("Password forgotten: use the recovery sheet"), "quiet")
        forgot.clicked.connect(self.forgotten)
        self.column.addWidget(forgot)

    def submit(self) -> None:
        self.began()
        jobs.start(
            self,
            partial(officers.sign_in, self._office, self.text("login"), self.text("password")),
            succeeded=self.signed_in.emit,
            refused=self.refused,
            ended=self.ended,
        )


class FirstOfficerPage(Door):
    """A new office: its first officer, who may do everything at this window."""

    made = Signal(object, object)
    """The recovery code and the office, signed in."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(
            _("A new office"),
            _(
                "Say who works here first. This officer may do everything at this window "
                "and can add others later."
            ),
            _("Make the office"),
            parent,
        )
        self._office = office
        self.add("name", _("Name of the officer"))
        self.add("login", _("Name to sign in with"))
        self.add("password", _("Password"), hidden=True)
        self.add("again", _("Password once more"), hidden=True)
        self.close_column()

    def submit(self) -> None:
        if self.text("password") != self.text("again"):
            self.show_problems([("again", _("The two passwords differ. Type them again."))])
            return
        self.began()
        jobs.start(
            self,
            partial(
                _make_and_sign_in,
                self._office,
                login=self.text("login"),
                name=self.text("name"),
                password=self.text("password"),
            ),
            succeeded=self._made,
            refused=self.refused,
            ended=self.ended,
        )

    def _made(self, result: tuple[Recovery, Office]) -> None:
        self.made.emit(*result)


def _make_and_sign_in(office: Office, *, login: str, name: str, password: str) -> tuple[Recovery, Office]:
    recovery = officers.make_first_officer(office, login=login, name=name, password=password)
    return recovery, officers.sign_in(office, login, password)


class NewPasswordPage(Door):
    """A new password for whoever holds the recovery sheet."""

    made = Signal(object, object)
    back = Signal()

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(
            _("A new password"),
            _("The code stands on the recovery sheet. It works once; a new sheet is printed afterwards."),
            _("Set the new password"),
            parent,
        )
        self._office = office
        self.add("login", _("Name to sign in with"))
        self.add("code", _("Recovery code"))
        self.add("password", _("Password"), hidden=True)
        self.add("again", _("Password once more"), hidden=True)
        self.close_column()
        back = button(_("Back"), "quiet")
        back.clicked.connect(self.back)
        self.column.addWidget(back)

    def submit(self) -> None:
        if self.text("password") != self.text("again"):
            self.show_problems([("again", _("The two passwords differ. Type them again."))])
            return
        self.began()
        jobs.start(
            self,
            partial(
                _reset_and_sign_in,
                self._office,
                login=self.text("login"),
                code=self.text("code"),
                password=self.text("password"),
            ),
            succeeded=self._made,
            refused=self.refused,
            ended=self.ended,
        )

    def _made(self, result: tuple[Recovery, Office]) -> None:
        self.made.emit(*result)


def _reset_and_sign_in(office: Office, *, login: str, code: str, password: str) -> tuple[Recovery, Office]:
    recovery = officers.reset_password(office, login=login, code=code, password=password)
    return recovery, officers.sign_in(office, login, password)
