"""The record of acts: every act leaves a line, no line is changed or cut off unseen, none tells too much."""

import re
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from counter.cases.application import Application
from counter.cases.casefile import CaseFile, Verb
from counter.services import audit, backup, cases, dispatch, intake, referrals
from counter.services.office import Office
from counter.store import chain


def tamper(office: Office, *statements: str) -> None:
    """As the owner of the file can: without the guards."""
    office.close()
    with closing(sqlite3.connect(office.settings.database)) as store, store:
        for (trigger,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            store.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            store.execute(statement)


def test_whole_chains_are_verified_line_by_line(office: Office, sent: CaseFile) -> None:
    found = audit.verify(office)
    assert found.ok and found.checked == audit.last_event(office)
    assert [head.chain for head in found.heads] == ["350212105", "office"]


@pytest.mark.parametrize("change", ["UPDATE events SET officer = 'x'", "DELETE FROM events"])
def test_the_database_itself_refuses_to_change_the_record(
    office: Office, sent: CaseFile, change: str
) -> None:
    with pytest.raises(IntegrityError, match="events are never"), office.write() as session:
        session.execute(text(change))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET officer = '别人' WHERE id = 2",
        "UPDATE events SET detail = '{}' WHERE id = 2",
        "UPDATE events SET at = '2026-11-24 03:00:00.000000' WHERE id = 2",
        "UPDATE events SET referral_number = 'x' WHERE id = 2",
        "DELETE FROM events WHERE id = 2",
    ],
)
def test_a_changed_or_removed_line_is_named(office: Office, sent: CaseFile, change: str) -> None:
    tamper(office, change)
    found = audit.verify(office)
    assert not found.ok
    assert {broken.event_id for broken in found.broken} <= {2, 3} and found.broken


def test_lines_cut_off_the_end_are_missed_by_a_backup(office: Office, sent: CaseFile) -> None:
    backup.back_up(office)
    tamper(office, "DELETE FROM events WHERE id >= 3")
    found = audit.verify(office)
    assert not found.broken and [head.chain for head in found.cut] == ["350212105"]
    assert not found.ok


def test_a_case_that_was_removed_leaves_a_gap(office: Office, family: Application, sent: CaseFile) -> None:
    tamper(office, "PRAGMA foreign_keys = OFF", "DELETE FROM cases")
    assert audit.verify(office).gaps == ("case 350212105 20261124",)


def test_an_act_without_its_event_is_no_act(
    office: Office, sent: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall_over(*_: object, **__: object) -> None:
        raise RuntimeError("no record")

    with monkeypatch.context() as broken:
        broken.setattr(chain, "append", fall_over)
        with pytest.raises(RuntimeError):
            referrals.sign(office, sent.referrals[0].number)
    assert cases.case(office, sent.number) == sent


def test_no_id_phone_or_account_number_stands_in_the_record(office: Office, sent: CaseFile) -> None:
    dispatch.withdraw(
        office,
        sent.referrals[0].number,
        because="证号350221194508153026与电话13859990001有误，账号6228480000000000012",
    )
    with office.read() as session:
        said = "\n".join(
            str(row) for row in session.execute(text("SELECT detail, officer FROM events")).all()
        )
    # The digits of a digest are nobody's number.
    said = re.sub(r"\b[0-9a-f]{64}\b", "", said)
    assert not re.search(r"[0-9]{17}[0-9Xx]|1[3-9][0-9]{9}|[0-9]{16,}", said)
    assert "***********" in said


def test_other_windows_learn_what_was_done(office: Office, accepted: CaseFile) -> None:
    known = audit.last_event(office)
    dispatch.send(office, accepted.number)
    news = [event for event in audit.changes_since(office, known) if event.id > known]
    assert [event.verb for event in news] == [Verb.SENT]


def test_the_record_is_read_by_pages_newest_first(office: Office, family: Application, chosen: tuple) -> None:
    for _ in range(5):
        intake.accept(office, family, chosen)
    first = audit.events(office, limit=3)
    rest = audit.events(office, before=first[-1].id, limit=50)
    ids = [event.id for event in (*first, *rest)]
    assert ids == sorted(ids, reverse=True) and len(ids) == audit.last_event(office)


def test_looking_at_a_full_id_number_is_on_the_record(office: Office, accepted: CaseFile) -> None:
    number = cases.reveal(office, accepted.number, member=1, why="核对户口簿")
    assert number == "350221194508153026"
    event = audit.events(office, limit=1)[0]
    assert (event.verb, event.case) == (Verb.REVEALED, accepted.number)
    assert number not in str(event.detail)
