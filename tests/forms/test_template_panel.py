"""文书模板 and 改稿带回: a template is seen filled before it counts, and so is a changed letter."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThreadPool
from pytestqt.qtbot import QtBot

from counter.cases.application import Application
from counter.cases.casefile import Paper
from counter.letters import word
from counter.services import intake, letter_versions, notices, printing, templates
from counter.services.office import Office, Officer, Role
from forms.office_page import TEMPLATES, OfficePage
from forms.papers.changed_letter import ChangedLetterDialog, VersionsDialog
from forms.papers_page import PapersPage
from forms.reason_dialog import ReasonDialog
from tests.counter.letters.test_word import changed

PATIENCE = 30_000
OTHERWISE = "{{ otherwise }}"


@pytest.fixture
def page(office: Office, qtbot: QtBot) -> Iterator[OfficePage]:
    made = OfficePage(office)
    qtbot.addWidget(made)
    qtbot.addWidget(made.bar)
    made.resize(1290, 690)
    made.show()
    made.came()
    qtbot.waitUntil(lambda: bool(made.templates.rows.values))
    qtbot.keyClick(made, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: made.templates.seen is not None, timeout=PATIENCE)
    yield made
    assert QThreadPool.globalInstance().waitForDone(PATIENCE)


def looked(page: OfficePage, qtbot: QtBot, file: Path) -> None:
    page.templates.look_through(str(file))
    qtbot.waitUntil(
        lambda: page.templates.seen is not None and page.templates.seen.file == file.name, timeout=PATIENCE
    )


def stands(page: OfficePage, own: bool) -> bool:
    """Whether the first template is the office's own, and the page knows it."""
    return page.templates.rows.values[0].is_own is own and page.templates.ours_button.isEnabled() is own


def test_each_template_is_told_with_whose_it_is_and_seen_filled(page: OfficePage) -> None:
    assert page.stack.currentIndex() == TEMPLATES and page.templates.table.hasFocus()
    assert [one.kind for one in page.templates.rows.values][:2] == ["D06", "D08"]
    assert page.templates.viewer.pdf is not None and page.templates.viewer.pdf.pages >= 1
    assert not page.templates.put_button.isEnabled() and not page.templates.ours_button.isEnabled()


def test_what_is_wrong_is_told_with_its_place_and_cannot_be_put_in(
    page: OfficePage, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "own.docx"
    file.write_bytes(changed(word.template("D06"), (OTHERWISE, "{{ otherwize }}")))
    looked(page, qtbot, file)
    told = page.templates.told.toPlainText()
    assert "otherwise" in told and "otherwize" in told and "✗" in told
    assert not page.templates.put_button.isEnabled()


def test_a_template_is_put_in_with_a_reason_and_taken_back(
    office: Office, page: OfficePage, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "own.docx"
    file.write_bytes(changed(word.template("D06"), (OTHERWISE, OTHERWISE + "请尽早送来。")))
    looked(page, qtbot, file)
    for act in (page.templates.ask_to_put_in, page.templates.ask_ours):
        act()
        dialog = page.templates.findChild(ReasonDialog)
        assert dialog is not None
        dialog.finish()
        own = act == page.templates.ask_to_put_in
        qtbot.waitUntil(partial(stands, page, own), timeout=PATIENCE)
        qtbot.waitUntil(lambda: page.templates.findChild(ReasonDialog) is None)
    assert [one.is_own for one in templates.history(office, "D06")] == [False, True, False]


def test_the_names_are_one_key_away_and_a_file_is_taken_out(
    page: OfficePage, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.keyClick(page.templates.table, Qt.Key.Key_N)
    assert "rows[].title" in page.templates.told.toPlainText()
    file = tmp_path / "D06.docx"
    page.templates.take_out("D06", None, str(file))
    qtbot.waitUntil(file.is_file)
    assert file.read_bytes() == word.template("D06")


def test_a_clerk_sees_and_takes_out_but_puts_nothing_in(office: Office, page: OfficePage) -> None:
    page.templates.know(office.with_officer(Officer(1, "chen", "陈", (Role.CLERK,), township="350212105")))
    assert not page.templates.open_button.isEnabled() and page.templates.take_button.isEnabled()


def test_a_changed_letter_is_seen_then_taken_back(
    office: Office, family: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    case = intake.register(office, family, [Paper("hukou-book", "户口簿", "missing")])
    number = notices.issue(office, case.number, "D06").number
    file = tmp_path / "changed.docx"
    file.write_bytes(changed(printing.draw_word(office, number), ("一次性告知。", "请抓紧补齐。")))
    page = PapersPage(office)
    qtbot.addWidget(page)
    qtbot.addWidget(page.bar)
    page.changed_letters.compare(number, str(file))
    qtbot.waitUntil(lambda: page.findChild(ChangedLetterDialog) is not None, timeout=PATIENCE)
    dialog = page.findChild(ChangedLetterDialog)
    assert dialog is not None
    said = dialog.page.toPlainText()
    assert "［－" in said and "［＋请抓紧" in said
    dialog.finish()
    assert not letter_versions.versions(office, number), "a reason is needed"
    dialog.reason.setText("领导改稿")
    with qtbot.waitSignal(page.changed_letters.changed, timeout=PATIENCE):
        dialog.finish()
    (kept,) = letter_versions.versions(office, number)
    assert kept.reason == "领导改稿"
    shown = VersionsDialog(page, (kept,))
    assert "领导改稿" in shown.page.toPlainText() and "［＋请抓紧" in shown.page.toPlainText()
    assert QThreadPool.globalInstance().waitForDone(PATIENCE)
