"""分办: drafts are read, changed and sent, all or none."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from counter.cases.casefile import CaseFile
from counter.cases.workflow import ReferralState
from counter.services import cases, dispatch
from counter.services.dispatch import DraftEdit
from counter.services.office import Office
from forms.dispatch_page import DispatchPage
from tests.forms.hands import PATIENCE, framed, settled, shown, write


@pytest.fixture
def page(office: Office, accepted: CaseFile, qtbot: QtBot) -> Iterator[DispatchPage]:
    made = DispatchPage(office)
    window = framed(made)
    qtbot.addWidget(window)
    shown(window)
    made.show_case(accepted.number)
    made.came()
    qtbot.waitUntil(lambda: bool(made.marked_rows()), timeout=PATIENCE)
    settled(qtbot)
    yield made  # the window lives as long as its name does


def test_every_draft_of_the_case_stands_with_its_department(page: DispatchPage, accepted: CaseFile) -> None:
    assert [page.rows.at(row) for row in range(page.rows.rowCount())] == list(accepted.referrals)


def test_a_question_is_kept_when_its_field_is_left(
    page: DispatchPage, office: Office, accepted: CaseFile, qtbot: QtBot
) -> None:
    page.editor.question.setFocus()
    page.editor.question.set_value("请于本周内答复")
    page.table.setFocus()
    number = accepted.referrals[0].number

    def question() -> str:
        return next(
            one.question for one in cases.case(office, accepted.number).referrals if one.number == number
        )

    qtbot.waitUntil(lambda: question() == "请于本周内答复", timeout=PATIENCE)


def test_what_another_window_does_leaves_a_question_that_is_being_typed(
    page: DispatchPage, office: Office, accepted: CaseFile, qtbot: QtBot
) -> None:
    page.editor.question.setFocus()
    write("再加一句")
    typed = page.editor.question.value()
    dispatch.edit_drafts(office, accepted.number, {accepted.referrals[0].number: DraftEdit(liaison="王干事")})
    page.heard_of_changes()
    settled(qtbot)
    assert page.editor.question.value() == typed and "再加一句" in str(typed)
    assert page.editor.liaison.value() == "王干事"


def test_all_drafts_are_sent_or_none(
    page: DispatchPage, office: Office, accepted: CaseFile, qtbot: QtBot
) -> None:
    page.send()
    qtbot.waitUntil(
        lambda: {one.state for one in cases.case(office, accepted.number).referrals} == {ReferralState.SENT},
        timeout=PATIENCE,
    )
    settled(qtbot)
    assert not page.send_button.isEnabled()
