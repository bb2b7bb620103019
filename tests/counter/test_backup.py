"""Copies are checked when they are made, kept for their time, and lead back even from a broken office."""

import json
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from counter.cases.application import Application
from counter.cases.casefile import CaseFile, Verb
from counter.cases.split import Chosen
from counter.errors import Refused
from counter.services import audit, backup, cases, intake, notices
from counter.services.office import Office, open_office
from counter.store import backup as copies
from tests.clock import Clock


def test_a_copy_is_whole_and_says_where_the_chains_stood(office: Office, sent: CaseFile) -> None:
    heads = audit.verify(office).heads
    made = backup.back_up(office)
    assert made.heads == heads and made.events == 3
    assert copies.check(made.file, called="copy")[1] == heads
    assert backup.backups(office) == (made,)
    assert audit.events(office, limit=1)[0].verb is Verb.BACKED_UP


def test_the_copy_of_the_day_is_made_once(office: Office, clock: Clock) -> None:
    assert backup.back_up_if_due(office) is not None
    clock.pass_by(hours=13)
    assert backup.back_up_if_due(office) is None
    clock.pass_by(hours=1)  # midnight at the counter
    assert backup.back_up_if_due(office) is not None


def test_going_back_to_a_copy_loses_only_what_came_after(
    office: Office, family: Application, chosen: tuple[Chosen, ...], accepted: CaseFile, clock: Clock
) -> None:
    made = backup.back_up(office)
    clock.pass_by(hours=1)
    later = intake.accept(office, family, chosen)
    newer = backup.back_up(office)
    office.close()
    backup.restore(office.settings, made.file, clock=clock)
    back = open_office(office.settings, clock=clock)
    assert cases.case(back, accepted.number) == accepted
    with pytest.raises(Refused, match="no case"):
        cases.case(back, later.number)
    assert audit.events(back, limit=1)[0].verb is Verb.RESTORED
    assert audit.verify(back).ok
    (aside,) = office.settings.backups.glob("replaced-*")
    assert {"counter.db", newer.file.name} <= {path.name for path in aside.iterdir()}
    back.close()


@pytest.mark.parametrize("damage", [b"", b"\0" * 8192, b"torn"])
def test_an_office_that_no_longer_opens_comes_back_from_its_copy(
    office: Office, accepted: CaseFile, clock: Clock, damage: bytes
) -> None:
    made = backup.back_up(office)
    office.close()
    office.settings.database.write_bytes(damage)
    for beside in office.settings.office_dir.glob("counter.db-*"):
        beside.unlink()
    with pytest.raises(Refused, match="Restore it from a backup"):
        open_office(office.settings, clock=clock)
    backup.restore(office.settings, made.file, clock=clock)
    back = open_office(office.settings, clock=clock)
    assert cases.case(back, accepted.number) == accepted
    back.close()


@pytest.mark.parametrize("place", [100, 5000, 60_000, -300])
def test_a_damaged_copy_is_refused_by_name_and_changes_nothing(
    office: Office, accepted: CaseFile, clock: Clock, place: int
) -> None:
    made = backup.back_up(office)
    office.close()
    content = bytearray(made.file.read_bytes())
    content[place : place + 64 if place > 0 else None] = b"\xa5" * len(
        content[place : place + 64 if place > 0 else None]
    )
    made.file.write_bytes(content)
    with pytest.raises(Refused) as refused:
        backup.restore(office.settings, made.file, clock=clock)
    assert refused.value.params["file"] == made.file.name
    back = open_office(office.settings, clock=clock)
    assert cases.case(back, accepted.number) == accepted
    back.close()


def test_a_copy_without_its_account_is_walked_through_all_the_same(
    office: Office, sent: CaseFile, clock: Clock
) -> None:
    made = backup.back_up(office)
    made.file.with_name(f"{made.file.name}.json").unlink()
    office.close()
    assert backup.restore(office.settings, made.file, clock=clock).copy.heads == made.heads


def test_an_office_in_use_is_not_replaced(office: Office, accepted: CaseFile, clock: Clock) -> None:
    made = backup.back_up(office)
    with office.read() as session:
        session.connection()
        with pytest.raises(Refused, match="Close it"):
            backup.restore(office.settings, made.file, clock=clock)
    assert cases.case(office, accepted.number) == accepted


def test_a_copy_that_is_not_there_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no copy"):
        backup.restore(office.settings, tmp_path / "nothing.db")


def test_copies_are_kept_by_hour_day_and_month(tmp_path: Path) -> None:
    now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    for hours in range(0, 24 * 420, 6):
        made_at = now - timedelta(hours=hours)
        file = tmp_path / f"office-{made_at:%Y%m%dT%H%M%SZ}.db"
        file.touch()
        account = {
            "made_at": made_at.isoformat(),
            "digest": "",
            "events": 0,
            "heads": [],
            "version": "",
        }
        file.with_name(f"{file.name}.json").write_text(json.dumps(account))
    copies.prune(tmp_path, now=now)
    ages = [now - kept.made_at for kept in copies.known(tmp_path)]
    assert sum(age <= timedelta(hours=24) for age in ages) == 5
    assert sum(timedelta(hours=24) < age <= timedelta(days=30) for age in ages) in (29, 30)
    assert 9 <= sum(age > timedelta(days=30) for age in ages) <= 12
    assert max(ages) < timedelta(days=31 * 12)


def test_the_newest_copy_stays_however_old(tmp_path: Path, office: Office, clock: Clock) -> None:
    made = backup.back_up(office)
    assert copies.prune(office.settings.backups, now=office.now() + timedelta(days=5000)) == ()
    assert backup.backups(office) == (made,)


def test_a_number_given_after_the_copy_is_never_given_again(
    office: Office, family: Application, chosen: tuple[Chosen, ...], accepted: CaseFile, clock: Clock
) -> None:
    notices.issue(office, accepted.number, "D07")
    made = backup.back_up(office)
    later = intake.accept(office, family, chosen)
    card = notices.issue(office, later.number, "D31")
    receipt = notices.issue(office, later.number, "D07")
    office.close()
    restored = backup.restore(office.settings, made.file, clock=clock)
    assert sum(now - before for before, now in restored.skipped.values()) == 3
    assert [note.params for note in restored.notes] == [{"n": 3}]
    back = open_office(office.settings, clock=clock)
    assert audit.verify(back).ok, "numbers left out on purpose are no gap"
    again = intake.accept(back, family, chosen)
    assert (accepted.number[-6:-2], later.number[-6:-2], again.number[-6:-2]) == ("0001", "0002", "0003")
    assert notices.issue(back, again.number, "D31").number > card.number
    assert notices.issue(back, again.number, "D07").number > receipt.number
    assert audit.verify(back).ok
    back.close()


def test_a_case_that_was_removed_after_going_back_is_still_a_gap(
    office: Office, family: Application, chosen: tuple[Chosen, ...], accepted: CaseFile, clock: Clock
) -> None:
    made = backup.back_up(office)
    intake.accept(office, family, chosen)
    office.close()
    backup.restore(office.settings, made.file, clock=clock)
    with closing(sqlite3.connect(office.settings.database)) as store, store:
        for (trigger,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            store.execute(f"DROP TRIGGER {trigger}")
        store.execute("DELETE FROM cases")
    back = open_office(office.settings, clock=clock)
    assert audit.verify(back).gaps
    back.close()


def test_where_the_replaced_store_cannot_be_read_that_is_said(
    office: Office, accepted: CaseFile, clock: Clock
) -> None:
    made = backup.back_up(office)
    office.close()
    office.settings.database.write_bytes(b"torn")
    for beside in office.settings.office_dir.glob("counter.db-*"):
        beside.unlink()
    restored = backup.restore(office.settings, made.file, clock=clock)
    assert restored.skipped == {}
    (note,) = restored.notes
    assert note.params == {"made_at": made.made_at}


def test_a_newer_copy_tells_of_numbers_that_a_broken_store_cannot(
    office: Office, family: Application, chosen: tuple[Chosen, ...], accepted: CaseFile, clock: Clock
) -> None:
    made = backup.back_up(office)
    clock.pass_by(hours=1)
    intake.accept(office, family, chosen)
    backup.back_up(office)
    office.close()
    office.settings.database.write_bytes(b"torn")
    for beside in office.settings.office_dir.glob("counter.db-*"):
        beside.unlink()
    restored = backup.restore(office.settings, made.file, clock=clock)
    assert list(restored.skipped.values()) == [(1, 2)] and len(restored.notes) == 2


@pytest.mark.skipif(os.name != "posix", reason="only there a file has such rights")
def test_only_its_owner_reads_a_copy_and_its_account(office: Office, accepted: CaseFile) -> None:
    made = backup.back_up(office)
    account = made.file.with_name(f"{made.file.name}.json")
    assert [file.stat().st_mode & 0o777 for file in (made.file, account)] == [0o600, 0o600]
