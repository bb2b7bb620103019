"""本窗口: what the district says is typed and confirmed, officers are made, backups and the record kept."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from counter.cases.application import Application
from counter.cases.casefile import CaseFile
from counter.cases.split import Chosen
from counter.errors import Cancelled
from counter.services import audit, backup, district, intake, officers
from counter.services.office import Office, Officer, Role
from counter.text import chinese_moment
from forms.fields import TextField
from forms.main_window import MainWindow
from forms.office.district_lines import Standing
from forms.office.officer_dialogs import AddOfficerDialog, ChangeOfficerDialog, NewPasswordDialog
from forms.office.recovery_dialog import RecoveryDialog
from forms.office_page import DISTRICT, OFFICERS, SAFETY, OfficePage
from forms.sign_in import SignInPage
from tests.forms.hands import shown

PATIENCE = 30_000
PASSWORD = "Counter-2026-x"


@pytest.fixture
def page(office: Office, qtbot: QtBot) -> Iterator[OfficePage]:
    made = OfficePage(office)
    qtbot.addWidget(made)
    qtbot.addWidget(made.bar)
    made.resize(1290, 690)
    made.show()
    made.came()
    yield made
    assert QThreadPool.globalInstance().waitForDone(PATIENCE)


def standing(page: OfficePage, key: str) -> Standing:
    return next(one.standing for one in page.district.items if one.key == key)


def field(page: OfficePage, key: str) -> TextField:
    found = page.district.editor.fields[key]
    assert isinstance(found, TextField)
    return found


def typed(page: OfficePage, qtbot: QtBot, key: str, latin: str) -> None:
    """Typed by hand, as the tick follows the hand alone."""
    field(page, key).clear()
    qtbot.keyClicks(field(page, key), latin)


# --- what the district says ------------------------------------------------------------------------


def test_what_nobody_has_said_stands_first_in_its_group(page: OfficePage) -> None:
    worst = list(Standing)
    groups: dict[str, list[int]] = {}
    for item in page.district.items:
        groups.setdefault(item.group, []).append(worst.index(item.standing))
    assert set(groups) == {"window", "promises", "archive", "decides", "appeal_authority", "liaisons"}
    assert all(found == sorted(found) for found in groups.values())
    assert len(groups["liaisons"]) == len(page.office.catalogue.departments)
    assert page.district.open_count == sum(i.standing is Standing.OPEN for i in page.district.items) > 0
    assert str(page.district.open_count) in page.segments.buttons[DISTRICT].text()


def test_enter_types_keeps_and_takes_the_next(page: OfficePage, qtbot: QtBot) -> None:
    page.district.list.setFocus()
    page.district.list.go_to("window_phone")
    qtbot.keyClick(page.district.list, Qt.Key.Key_Return)
    assert field(page, "window_phone").hasFocus()
    typed(page, qtbot, "window_phone", "0592-7000000")
    assert page.district.editor.confirmed.isChecked(), "who types it here says it for the district"
    with qtbot.waitSignal(page.office_changed, timeout=PATIENCE) as changed:
        qtbot.keyClick(field(page, "window_phone"), Qt.Key.Key_Return)
    assert changed.args is not None
    kept = changed.args[0].catalogue.district["window_phone"]
    assert (kept.value, kept.confirmed) == ("0592-7000000", True)
    assert standing(page, "window_phone") is Standing.CONFIRMED
    assert page.district.list.current_key() != "window_phone"
    again = {one.key: one for one in district.district_settings(page.office)}
    assert again["window_phone"].value == "0592-7000000"


def test_the_tick_can_be_taken_away_again(page: OfficePage, qtbot: QtBot) -> None:
    page.show_setting("window_hours")
    typed(page, qtbot, "window_hours", "8:00-12:00")
    page.district.editor.confirmed.setChecked(False)
    with qtbot.waitSignal(page.office_changed, timeout=PATIENCE):
        page.district.keep_here()
    assert standing(page, "window_hours") is Standing.UNCONFIRMED
    assert page.district.list.current_key() == "window_hours"


def test_y_confirms_what_stands_there(page: OfficePage, qtbot: QtBot) -> None:
    page.district.list.setFocus()
    page.district.list.go_to("hotline")
    assert standing(page, "hotline") is Standing.UNCONFIRMED
    with qtbot.waitSignal(page.office_changed, timeout=PATIENCE):
        qtbot.keyClick(page.district.list, Qt.Key.Key_Y)
    assert standing(page, "hotline") is Standing.CONFIRMED
    qtbot.keyClick(page.district.list, Qt.Key.Key_Y)
    page.district.list.go_to("window_address")
    with qtbot.waitSignal(page.said):
        qtbot.keyClick(page.district.list, Qt.Key.Key_Y)
    assert standing(page, "window_address") is Standing.OPEN


def test_leaving_a_field_keeps_what_was_typed_and_esc_takes_it_back(page: OfficePage, qtbot: QtBot) -> None:
    page.show_setting("window_address")
    typed(page, qtbot, "window_address", "No 1")
    qtbot.keyClick(field(page, "window_address"), Qt.Key.Key_Escape)
    assert field(page, "window_address").text() == "" and page.district.list.hasFocus()
    page.show_setting("window_address")
    typed(page, qtbot, "window_address", "No 2")
    with qtbot.waitSignal(page.office_changed, timeout=PATIENCE):
        page.district.list.go_to("court")
    assert page.office.district["window_address"] == "No 2"
    assert page.district.editor.item is not None and page.district.editor.item.key == "court"


def test_the_place_is_chosen_from_those_that_are(page: OfficePage, qtbot: QtBot) -> None:
    page.show_setting("place")
    chooser = page.district.editor.fields["place"]
    chooser.set_value("350212105")
    page.district.editor.confirmed.setChecked(True)
    with qtbot.waitSignal(page.office_changed, timeout=PATIENCE):
        qtbot.keyClick(chooser, Qt.Key.Key_Return)
    assert page.office.place == "350212105"
    place = page.district.list.entries.place_of("place")
    line = page.district.list.entries.at(place)
    assert line is not None and line.small == "莲花镇"
    assert page.district.list.currentIndex().row() == place.row() + 1


def test_a_liaison_has_a_name_a_telephone_and_a_substitute(page: OfficePage, qtbot: QtBot) -> None:
    page.show_setting("liaisons.civil-affairs")
    field(page, "name").setText("林秀珠")
    typed(page, qtbot, "phone", "0592-7000001")
    field(page, "substitute").setText("陈水木")
    with qtbot.waitSignal(page.office_changed, timeout=PATIENCE):
        qtbot.keyClick(field(page, "substitute_phone"), Qt.Key.Key_Return)
    liaison = page.office.catalogue.liaisons["civil-affairs"]
    assert (liaison.name, liaison.phone, liaison.substitute) == ("林秀珠", "0592-7000001", "陈水木")
    assert standing(page, "liaisons.civil-affairs") is Standing.CONFIRMED


def test_what_is_too_long_is_told_at_its_field(page: OfficePage, qtbot: QtBot) -> None:
    page.show_setting("court")
    field(page, "court").setText("院" * 501)
    page.district.keep_here()
    told = page.district.editor.rows["court"].told
    qtbot.waitUntil(lambda: "500" in told.text(), timeout=PATIENCE)
    assert page.office.district["court"] != "院" * 501


def test_f8_goes_from_one_open_thing_to_the_next(page: OfficePage, qtbot: QtBot) -> None:
    page.district.list.setFocus()
    seen = []
    for _time in range(3):
        qtbot.keyClick(page.district, Qt.Key.Key_F8)
        seen.append(page.district.list.current_key())
    assert len(set(seen)) == 3
    assert all(standing(page, key) is Standing.OPEN for key in seen)


def test_typing_over_the_list_finds(page: OfficePage, qtbot: QtBot) -> None:
    page.district.list.setFocus()
    qtbot.keyClicks(page.district.list, "c")
    qtbot.keyClicks(page.district.search, "kdh")
    page.district.search.setText("ckdh")
    found = [line.key for line in page.district.list.entries.lines if not line.is_heading]
    assert found == ["window_phone"]


def test_a_setting_that_another_page_asks_for_is_ready_to_be_typed(page: OfficePage) -> None:
    page.show_part(SAFETY)
    page.show_setting("liaisons.health")
    page.came()
    assert page.stack.currentIndex() == DISTRICT
    assert field(page, "name").hasFocus()


def test_who_may_not_say_it_only_reads(office: Office, qtbot: QtBot) -> None:
    clerk = replace(office, officer=replace(office.officer, roles=(Role.CLERK,)))
    made = OfficePage(clerk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.bar)
    made.came()
    made.show_setting("window_phone")
    assert not made.district.editor.keep_button.isEnabled()
    assert not made.district.editor.fields["window_phone"].isEnabled()
    assert not made.officers.add_button.isEnabled()
    assert QThreadPool.globalInstance().waitForDone(PATIENCE)


# --- officers --------------------------------------------------------------------------------------


def test_an_officer_is_added_and_the_recovery_sheet_shown_once(page: OfficePage, qtbot: QtBot) -> None:
    page.show_part(OFFICERS)
    qtbot.keyClick(page.officers.list, Qt.Key.Key_Insert)
    qtbot.waitUntil(lambda: bool(page.officers.findChildren(AddOfficerDialog)))
    dialog = page.officers.findChildren(AddOfficerDialog)[0]
    for key, value in (("name", "李秀兰"), ("login", "li"), ("password", PASSWORD), ("again", "other")):
        dialog.rows[key].field.set_value(value)
    dialog.finish()
    assert dialog.rows["roles"].told.text()
    dialog.roles.set_value([Role.CLERK.value])
    dialog.finish()
    assert dialog.rows["again"].told.text()
    dialog.rows["again"].field.set_value(PASSWORD)
    dialog.township.set_value("350212105")
    dialog.finish()
    qtbot.waitUntil(lambda: bool(page.officers.findChildren(RecoveryDialog)), timeout=PATIENCE)
    sheet = page.officers.findChildren(RecoveryDialog)[0]
    assert len(sheet.code.text()) == 29
    sheet.reject()
    assert sheet.isVisible() and sheet.told.text(), "Esc does not lose the code"
    sheet.print_sheet()
    saved = page.office.settings.office_dir / "recovery-li.pdf"
    qtbot.waitUntil(saved.is_file, timeout=PATIENCE)
    qtbot.waitUntil(sheet.print_button.isEnabled, timeout=PATIENCE)
    sheet.accept()
    made = officers.officers(page.office)[-1]
    assert (made.login, made.roles, made.township) == ("li", (Role.CLERK,), "350212105")
    qtbot.waitUntil(lambda: page.officers.list.entries.place_of("li").isValid(), timeout=PATIENCE)


@pytest.fixture
def li(page: OfficePage, qtbot: QtBot) -> Officer:
    """An administrator remains, and 李秀兰 stands under the cursor."""
    officers.make_first_officer(page.office, login="chen", name="陈经办", password=PASSWORD)
    officers.add_officer(page.office, login="li", name="李秀兰", password=PASSWORD, roles=[Role.CLERK])
    page.show_part(OFFICERS)
    page.officers.know(page.office)
    on_the_row_of_li(page, qtbot)
    return officers.officers(page.office)[1]


def on_the_row_of_li(page: OfficePage, qtbot: QtBot) -> None:
    rows = page.officers.list
    qtbot.waitUntil(lambda: rows.entries.place_of("li").isValid(), timeout=PATIENCE)
    rows.setCurrentIndex(rows.entries.place_of("li"))
    # Without a window manager nobody brings the page to the front again after a question.
    shown(page)
    rows.setFocus()


def answer(page: OfficePage, qtbot: QtBot, *, yes: bool) -> str:
    """Answer the question that has come up; the safe answer is the one that Enter gives."""

    def asked_now() -> list[QMessageBox]:
        return [box for box in page.officers.findChildren(QMessageBox) if box.isVisible()]

    qtbot.waitUntil(lambda: bool(asked_now()), timeout=PATIENCE)
    (box,) = asked_now()
    asked = box.text()
    safe = box.defaultButton()
    (safe if not yes else next(one for one in box.buttons() if one is not safe)).click()
    return asked


def test_an_officer_is_stopped_and_taken_up_again_after_a_question(
    page: OfficePage, qtbot: QtBot, li: Officer
) -> None:
    qtbot.keyClick(page.officers.list, Qt.Key.Key_S)
    assert "李秀兰" in answer(page, qtbot, yes=False)
    assert officers.officers(page.office)[1] == li
    qtbot.keyClick(page.officers.list, Qt.Key.Key_S)
    with qtbot.waitSignal(page.officers.said, timeout=PATIENCE):
        answer(page, qtbot, yes=True)
    assert not officers.officers(page.office)[1].active
    qtbot.waitUntil(lambda: page.officers.people[1].active is False, timeout=PATIENCE)
    on_the_row_of_li(page, qtbot)
    assert "恢复" in page.officers.stop_button.text()
    qtbot.keyClick(page.officers.list, Qt.Key.Key_S)
    with qtbot.waitSignal(page.officers.said, timeout=PATIENCE):
        answer(page, qtbot, yes=True)
    assert officers.officers(page.office)[1] == li


def test_rights_are_changed_from_what_they_are(page: OfficePage, qtbot: QtBot, li: Officer) -> None:
    qtbot.keyClick(page.officers.list, Qt.Key.Key_C)
    qtbot.waitUntil(lambda: bool(page.officers.findChildren(ChangeOfficerDialog)))
    dialog = page.officers.findChildren(ChangeOfficerDialog)[0]
    assert dialog.roles.value() == ["clerk"] and not dialog.township.value()
    dialog.roles.set_value([])
    dialog.finish()
    assert dialog.rows["roles"].told.text()
    dialog.roles.set_value(["clerk", "reviewer"])
    dialog.township.set_value("350212105")
    with qtbot.waitSignal(page.officers.said, timeout=PATIENCE):
        dialog.finish()
    changed = officers.officers(page.office)[1]
    assert (set(changed.roles), changed.township) == ({Role.CLERK, Role.REVIEWER}, "350212105")


def test_the_last_administrator_stays_and_it_is_said_why(
    page: OfficePage, qtbot: QtBot, li: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("forms.messages.show_refusal", lambda _window, refused: told.append(str(refused)))
    rows = page.officers.list
    rows.setCurrentIndex(rows.entries.place_of("chen"))
    qtbot.keyClick(rows, Qt.Key.Key_S)
    answer(page, qtbot, yes=True)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    assert "Nobody could manage" in told[0] and officers.officers(page.office)[0].active


def test_a_new_password_needs_the_code_of_the_sheet(page: OfficePage, qtbot: QtBot) -> None:
    recovery = officers.add_officer(
        page.office, login="li", name="李秀兰", password=PASSWORD, roles=[Role.CLERK]
    )
    page.show_part(OFFICERS)
    page.refresh()
    qtbot.waitUntil(lambda: page.officers.list.go_to("li"), timeout=PATIENCE)
    qtbot.keyClick(page.officers.list, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: bool(page.officers.findChildren(NewPasswordDialog)))
    dialog = page.officers.findChildren(NewPasswordDialog)[0]
    assert dialog.text("login") == "li"
    for key, value in (("code", "WRONG"), ("password", "Another-2026-y"), ("again", "Another-2026-y")):
        dialog.rows[key].field.set_value(value)
    dialog.finish()
    qtbot.waitUntil(lambda: bool(dialog.rows["code"].told.text()), timeout=PATIENCE)
    qtbot.waitUntil(dialog.done_button.isEnabled, timeout=PATIENCE)
    dialog.rows["code"].field.set_value(recovery.code.lower())
    dialog.finish()
    qtbot.waitUntil(lambda: bool(page.officers.findChildren(RecoveryDialog)), timeout=PATIENCE)
    page.officers.findChildren(RecoveryDialog)[0].accept()
    assert officers.sign_in(page.office, "li", "Another-2026-y").officer.name == "李秀兰"


# --- backups and the record ------------------------------------------------------------------------


def test_b_makes_a_backup_that_stands_in_the_list(page: OfficePage, qtbot: QtBot) -> None:
    page.show_part(SAFETY)
    assert page.safety.rows.values == []
    qtbot.keyClick(page.safety.table, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: len(page.safety.rows.values) == 1, timeout=PATIENCE)
    made = backup.backups(page.office)[0]
    assert page.safety.rows.index(0, 0).data() == chinese_moment(made.made_at)
    qtbot.waitUntil(page.safety.restore_button.isEnabled, timeout=PATIENCE)


def test_v_finds_the_record_whole(page: OfficePage, qtbot: QtBot, sent: CaseFile) -> None:
    page.show_part(SAFETY)
    qtbot.keyClick(page.safety.table, Qt.Key.Key_V)
    qtbot.waitUntil(lambda: "✓" in page.safety.verdict.text(), timeout=PATIENCE)
    assert "莲花镇" in page.safety.heads.text()
    qtbot.waitUntil(page.safety.verify_button.isEnabled, timeout=PATIENCE)


def test_v_names_the_entry_that_was_changed(page: OfficePage, qtbot: QtBot, sent: CaseFile) -> None:
    with page.office.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER IF EXISTS events_keep_update"))
        for (name,) in connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'")
        ).all():
            connection.execute(text(f'DROP TRIGGER "{name}"'))
        connection.execute(text("UPDATE events SET officer = 'nobody' WHERE id = 2"))
    page.show_part(SAFETY)
    page.safety.verify()
    qtbot.waitUntil(lambda: "✗" in page.safety.verdict.text(), timeout=PATIENCE)
    assert "第 2 条" in page.safety.verdict.text()
    assert page.safety.verdict.property("tone") == "bad"


def test_the_check_of_the_record_can_be_stopped(office: Office, sent: CaseFile) -> None:
    steps: list[tuple[int, int]] = []

    def stop_at_the_second(done: int, total: int, /) -> None:
        steps.append((done, total))
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        audit.verify(office, stop_at_the_second)
    assert [done for done, _total in steps] == [1, 2]
    assert steps[0][1] == audit.verify(office).checked


def test_what_is_not_protected_is_said(page: OfficePage) -> None:
    page.show_part(SAFETY)
    told = page.safety.findChildren(type(page.safety.verdict))
    words = " ".join(label.text() for label in told)
    assert "没有加密" in words and "不能事先防住" in words


def test_the_window_goes_back_to_a_backup_and_asks_to_sign_in(
    office: Office, family: Application, chosen: tuple[Chosen, ...], qtbot: QtBot
) -> None:
    officers.make_first_officer(office, login="li", name="李秀兰", password=PASSWORD)
    made = backup.back_up(office)
    signed_in = officers.sign_in(office, "li", PASSWORD)
    window = MainWindow(office.settings)
    qtbot.addWidget(window)
    window.show()
    window.let_in(signed_in)
    window.go_to("office")
    page = window.pages["office"]
    assert isinstance(page, OfficePage)
    page.show_part(SAFETY)
    qtbot.waitUntil(lambda: len(page.safety.rows.values) == 1, timeout=PATIENCE)
    district.set_district(signed_in, {"window_phone": "0592-7000000"}, confirmed=True)
    intake.accept(signed_in, family, chosen)
    assert QThreadPool.globalInstance().waitForDone(PATIENCE)
    page.safety.ask_restore()
    box = page.safety.findChildren(QMessageBox)[0]
    assert box.defaultButton().text() == "不还原"
    yes = next(one for one in box.buttons() if one is not box.defaultButton())
    yes.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(SignInPage)), timeout=PATIENCE)
    assert window.office is not None and window.office is not signed_in
    assert window.office.district["window_phone"] == ""
    assert {"n": 1} in [notice.params for notice in window.office.notices], "the number is not given again"
    assert list(made.file.parent.glob("replaced-*/counter.db")), "what was replaced is laid aside"
    reopened = window.office
    window.close()
    assert QThreadPool.globalInstance().waitForDone(PATIENCE)
    reopened.close()


@pytest.mark.parametrize("percent", [100, 150])
def test_nothing_is_wider_than_the_screen(
    page: OfficePage, percent: int, at_scale: Callable[[int], None], tmp_path: Path
) -> None:
    at_scale(percent)
    page.resize(1366 - round(72 * percent / 100), 768 - round(80 * percent / 100))
    for part in (DISTRICT, OFFICERS, SAFETY):
        page.show_part(part)
        assert page.minimumSizeHint().width() <= page.width()
        assert page.minimumSizeHint().height() <= page.height()
