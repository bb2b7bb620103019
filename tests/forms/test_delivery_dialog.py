"""送达登记: each way asks for what it needs and for nothing else; acceptance tells what came back before."""

import pytest
from pytestqt.qtbot import QtBot

from counter.cases.application import Application
from counter.cases.casefile import CaseFile, Paper
from counter.cases.split import Chosen
from counter.cases.workflow import ReturnReason
from counter.services import intake, notices, referrals
from counter.services.delivery import Handing
from counter.services.office import Office
from forms.accept_dialog import AcceptDialog
from forms.fields import TextField
from forms.papers.delivery_dialog import DeliveryDialog

PATIENCE = 20_000


@pytest.mark.parametrize(
    ("way", "field"), [("mail", "tracking"), ("entrusted", "through"), ("electronic", "consent")]
)
def test_a_way_of_delivery_asks_for_what_it_needs(
    office: Office, accepted: CaseFile, qtbot: QtBot, way: str, field: str
) -> None:
    letter = notices.issue(office, accepted.number, "D07")
    dialog = DeliveryDialog(None, office, letter)  # type: ignore[arg-type]  # shown alone
    qtbot.addWidget(dialog)
    given: list[Handing] = []
    dialog.given.connect(given.append)
    dialog.take_way("direct")
    row = dialog.rows[field].field.widget()
    assert isinstance(row, TextField)
    assert not row.isEnabled()
    dialog.take_way(way)
    assert row.isEnabled() and not dialog.witnesses.isEnabled()
    row.setText("EMS123")
    dialog.finish()
    assert (given[0].way, getattr(given[0], field)) == (way, "EMS123")


def test_what_is_typed_for_another_way_is_not_taken(office: Office, accepted: CaseFile, qtbot: QtBot) -> None:
    letter = notices.issue(office, accepted.number, "D07")
    dialog = DeliveryDialog(None, office, letter)  # type: ignore[arg-type]  # shown alone
    qtbot.addWidget(dialog)
    given: list[Handing] = []
    dialog.given.connect(given.append)
    dialog.take_way("mail")
    dialog.tracking.setText("EMS123")
    dialog.take_way("publication")
    dialog.days.set_value("60")
    dialog.finish()
    assert (given[0].tracking, given[0].days) == ("", 60)


def test_acceptance_tells_what_came_back_before(office: Office, family: Application, qtbot: QtBot) -> None:
    returned = intake.accept_and_send(office, family, [Chosen("civil-affairs.dibao")])
    number = returned.referrals[0].number
    referrals.return_to_dispatcher(office, number, reason=ReturnReason.PAPERS_MISSING, text="授权书缺签字")
    registered = intake.register(office, family, [Paper("checking-authorisation", "授权书", "missing")])
    dialog = AcceptDialog(None, office, registered)  # type: ignore[arg-type]  # shown alone
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: "授权书缺签字" in dialog.lessons.text(), timeout=PATIENCE)
    assert not dialog.lessons.isHidden()
