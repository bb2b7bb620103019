"""Signing in: a wrong password is told and nothing else is; after five the name rests for half an hour."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from counter.services import officers
from counter.services.office import Office
from forms.fields import TextField
from forms.sign_in import FirstOfficerPage, NewPasswordPage, SignInPage
from tests.clock import Clock
from tests.forms.hands import PATIENCE, focused, press, settled, shown, write

PASSWORD = "Correct horse 7 battery"
WRONG = "Wrong horse 7 battery"


@pytest.fixture
def page(office: Office, qtbot: QtBot) -> Iterator[SignInPage]:
    officers.make_first_officer(office, login="li", name="李秀兰", password=PASSWORD)
    made = SignInPage(office)
    qtbot.addWidget(made)
    made.resize(900, 600)
    shown(made)
    yield made


def field(page: SignInPage | FirstOfficerPage | NewPasswordPage, key: str) -> TextField:
    found = page.rows[key].field
    assert isinstance(found, TextField)
    return found


def try_with(page: SignInPage, password: str, qtbot: QtBot) -> None:
    field(page, "login").setText("li")
    field(page, "password").setText(password)
    field(page, "password").setFocus()
    page.submit()
    settled(qtbot)
    qtbot.waitUntil(page.go.isEnabled, timeout=PATIENCE)


def said(page: SignInPage) -> str:
    return page.problem.text() + page.rows["password"].told.text()


def test_the_right_password_leads_in_as_that_officer(page: SignInPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.signed_in, timeout=PATIENCE) as entered:
        field(page, "login").setFocus()
        write("li")
        press(Qt.Key.Key_Return)
        assert focused() is field(page, "password"), "Enter goes on to the next field"
        write(PASSWORD)
        page.go.click()
    assert entered.args[0].officer.name == "李秀兰"


def test_a_password_is_never_shown(page: SignInPage) -> None:
    assert field(page, "password").echoMode() is QLineEdit.EchoMode.Password


def test_a_wrong_password_is_told_at_its_field_and_the_button_comes_back(
    page: SignInPage, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(page.signed_in):
        try_with(page, WRONG, qtbot)
    assert "密码" in page.rows["password"].told.text() and page.go.isEnabled()
    assert focused() is field(page, "password")


def test_a_name_that_nobody_has_is_told_in_the_same_words(page: SignInPage, qtbot: QtBot) -> None:
    try_with(page, WRONG, qtbot)
    told = said(page)
    field(page, "login").setText("nobody")
    page.submit()
    settled(qtbot)
    assert said(page) == told != ""


def test_after_five_wrong_passwords_even_the_right_one_waits_half_an_hour(
    page: SignInPage, clock: Clock, qtbot: QtBot
) -> None:
    for _attempt in range(5):
        try_with(page, WRONG, qtbot)
    with qtbot.assertNotEmitted(page.signed_in):
        try_with(page, PASSWORD, qtbot)
    assert "10:30" in said(page), "it is said until when"
    clock.pass_by(minutes=31)
    with qtbot.waitSignal(page.signed_in, timeout=PATIENCE):
        page.submit()


def test_two_passwords_that_differ_are_told_before_anything_is_made(office: Office, qtbot: QtBot) -> None:
    made = FirstOfficerPage(office)
    qtbot.addWidget(made)
    shown(made)
    for key, text in (("name", "李秀兰"), ("login", "li"), ("password", PASSWORD), ("again", WRONG)):
        field(made, key).setText(text)
    made.submit()
    assert made.rows["again"].told.text() != "" and focused() is field(made, "again")
    assert officers.officers(office) == ()


def test_a_wrong_recovery_code_is_told_and_the_old_password_stays(
    page: SignInPage, office: Office, qtbot: QtBot
) -> None:
    made = NewPasswordPage(office)
    qtbot.addWidget(made)
    shown(made)
    for key, text in (
        ("login", "li"),
        ("code", "AAAA-BBBB-CCCC-DDDD"),
        ("password", WRONG),
        ("again", WRONG),
    ):
        field(made, key).setText(text)
    made.submit()
    settled(qtbot)
    qtbot.waitUntil(made.go.isEnabled, timeout=PATIENCE)
    assert made.problem.text() + made.rows["code"].told.text() + made.rows["login"].told.text() != ""
    assert officers.sign_in(office, "li", PASSWORD).officer.login == "li"


def test_enter_in_the_last_field_signs_in(page: SignInPage, qtbot: QtBot) -> None:
    field(page, "login").setFocus()
    write("li")
    press(Qt.Key.Key_Return)
    write(PASSWORD)
    with qtbot.waitSignal(page.signed_in, timeout=PATIENCE):
        press(Qt.Key.Key_Return)


def test_what_was_wrong_is_chosen_so_that_typing_replaces_it(page: SignInPage, qtbot: QtBot) -> None:
    try_with(page, WRONG, qtbot)
    assert focused() is field(page, "password")
    write(PASSWORD)
    assert field(page, "password").text() == PASSWORD
