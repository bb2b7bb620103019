"""The store: private, migrated by steps that agree with the records, never touched by an older program."""

import os
import shutil
import sqlite3
import stat
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from counter.errors import Refused
from counter.services.office import Office, open_office
from counter.settings import Settings
from counter.store import batch_records, engine, migrate, names, numbers, office_records, records
from tests import once
from tests.clock import Clock

NEWEST = migrate.HEAD


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_the_migrations_make_exactly_what_the_records_say(office: Office) -> None:
    with office.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), batch_records.Batch.metadata) == []


def test_the_head_is_the_newest_step() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == migrate.HEAD


@pytest.mark.skipif(
    sys.platform == "win32", reason="rights are lists there, inherited from the user's folder"
)
def test_only_the_owner_can_read_the_office(office: Office) -> None:
    with office.write() as session:
        session.execute(text("SELECT 1"))
    folder = office.settings.office_dir
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert set(modes.values()) == {0o600}, modes


@pytest.mark.skipif(
    sys.platform == "win32", reason="rights are lists there, inherited from the user's folder"
)
def test_a_folder_that_holds_other_things_keeps_its_rights(tmp_path: Path) -> None:
    shared, empty = tmp_path / "shared", tmp_path / "empty"
    for folder in (shared, empty):
        folder.mkdir(mode=0o755)
        folder.chmod(0o755)
    (shared / "letter.txt").touch()
    for folder in (shared, empty):
        open_office(Settings(folder), clock=Clock()).close()
        assert stat.S_IMODE((folder / "counter.db").stat().st_mode) == 0o600
    assert stat.S_IMODE(shared.stat().st_mode) == 0o755
    assert stat.S_IMODE(empty.stat().st_mode) == 0o700


def test_a_written_page_waits_for_the_disk(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_tune", once.OWN_TUNE)
    with closing(open_office(office.settings)) as opened, opened.engine.connect() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_an_older_program_refuses_a_newer_store_and_changes_not_a_byte(office: Office) -> None:
    office.close()
    with closing(sqlite3.connect(office.settings.database)) as store, store:
        store.execute("UPDATE stores SET min_reader = 99, written_by = '9.0'")
        store.execute("UPDATE alembic_version SET version_num = '0099'")
    with closing(sqlite3.connect(office.settings.database)) as store:
        store.execute("PRAGMA journal_mode=DELETE")
    before = bytes_of(office.settings.office_dir)
    with pytest.raises(Refused) as refused:
        open_office(office.settings)
    assert refused.value.params["theirs"] == "9.0"
    assert bytes_of(office.settings.office_dir) == before


def test_a_newer_store_that_we_can_still_read_is_opened_as_it_is(office: Office) -> None:
    office.close()
    with closing(sqlite3.connect(office.settings.database)) as store, store:
        store.execute("UPDATE alembic_version SET version_num = '0099'")
    open_office(office.settings, clock=Clock()).close()


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_no_store_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    settings = Settings(tmp_path)
    settings.database.write_bytes(content)
    with pytest.raises(Refused, match="not an office") as refused:
        open_office(settings)
    assert refused.value.params["file"] == "counter.db"
    assert settings.database.read_bytes() == content


def test_an_office_is_made_by_one_of_two_windows(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    migrate.prepare(first, keep_old_in=tmp_path)
    shutil.copyfile(first, second)
    with closing(sqlite3.connect(first)) as store, store:
        store.execute("UPDATE stores SET written_by = 'first'")
    migrate._put_new(second, first)
    assert migrate.read_stamp(first).written_by == "first"


def test_an_upgrade_works_on_a_copy_and_keeps_the_old_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.close()
    database, backups = office.settings.database, office.settings.backups
    monkeypatch.setattr(migrate, "HEAD", "9999")
    monkeypatch.setattr(migrate, "run_migrations", _next_step)
    migrate.prepare(database, keep_old_in=backups)
    assert migrate.read_stamp(database).revision == "9999"
    assert migrate.read_stamp(backups / f"before-upgrade-from-{NEWEST}.db").revision == NEWEST


def test_an_upgrade_that_fails_leaves_the_old_one_in_its_place(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall_over(_file: Path) -> None:
        raise RuntimeError("power cut")

    office.close()
    monkeypatch.setattr(migrate, "HEAD", "9999")
    monkeypatch.setattr(migrate, "run_migrations", fall_over)
    with pytest.raises(RuntimeError):
        migrate.prepare(office.settings.database, keep_old_in=office.settings.backups)
    assert migrate.read_stamp(office.settings.database).revision == NEWEST
    assert not list(office.settings.office_dir.glob("*.upgrade"))


def test_an_upgrade_waits_until_other_windows_have_closed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "HEAD", "9999")
    monkeypatch.setattr(migrate, "run_migrations", _next_step)
    with office.read() as session:
        session.execute(text("SELECT 1 FROM stores"))
        with pytest.raises(Refused, match="another window"):
            migrate.prepare(office.settings.database, keep_old_in=office.settings.backups)
    assert migrate.read_stamp(office.settings.database).revision == NEWEST


def test_an_office_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    migrate.run_migrations(settings.database, target="0001")
    at = "2026-11-24 01:00:00"
    rows = {
        "households": {"township": "350212105", "address": "", "created_at": at, "changed_at": at},
        "people": {
            **{"township": "350212105", "name": "陈水木", "id_type": "none", "no_id_reason": "新生儿"},
            **dict.fromkeys(("name_initials", "name_pinyin", "id_number", "id_tail", "sex"), ""),
            **dict.fromkeys(("phone", "phone_tail", "bank_account"), ""),
            **{"created_at": at, "changed_at": at},
        },
        "cases": {
            **{"number": "N", "query_code": "1", "state": "accepted", "township": "350212105", "urgent": 0},
            **{"household_id": 1, "applicant_id": 1, "accepted_on": "2026-11-24", "registered_at": at},
            **{"officer_id": 7, "officer": "林晓", "application": "{}", "catalogue_digest": "x"},
            **dict.fromkeys(("ended_because", "clause", "proper_office"), ""),
        },
    }
    with closing(sqlite3.connect(settings.database)) as store, store:
        for table, row in rows.items():
            told = {"id": 1, "version": 1} | row
            places = ", ".join(f":{name}" for name in told)
            store.execute(f"INSERT INTO {table} ({', '.join(told)}) VALUES ({places})", told)
    office = open_office(settings)
    with office.read() as session:
        case = session.scalars(select(records.Case)).one()
        assert (case.owner_id, case.owner) == (7, "林晓")
    office.close()
    assert migrate.read_stamp(settings.database).revision == NEWEST


def _next_step(file: Path) -> None:
    with closing(sqlite3.connect(file)) as store, store:
        store.execute("UPDATE alembic_version SET version_num = '9999'")


# --- columns, numbers, names ---------------------------------------------------------------------


def test_an_instant_keeps_its_moment_and_needs_its_zone(office: Office) -> None:
    beijing = datetime(2026, 11, 24, 10, 0, tzinfo=timezone(timedelta(hours=8)))
    with office.write() as session:
        session.add(office_records.DistrictSetting(key="x", value="", changed_at=beijing, changed_by=""))
    with office.read() as session:
        row = session.get_one(office_records.DistrictSetting, "x")
        assert row.changed_at == beijing and row.changed_at.tzinfo is UTC
    with pytest.raises(StatementError, match="needs its zone"), office.write() as session:
        session.get_one(office_records.DistrictSetting, "x").changed_at = datetime(2026, 1, 1)


def test_money_is_never_a_float() -> None:
    fen = records.Fen()
    with pytest.raises(ValueError, match="whole fen"):
        fen.process_bind_param(6.2, None)


def test_a_counter_only_counts_up_by_one(office: Office) -> None:
    with office.write() as session:
        assert [numbers.next_of(session, "x") for _ in range(3)] == [1, 2, 3]
    for change in ("UPDATE counters SET value = 9", "UPDATE counters SET value = 2", "DELETE FROM counters"):
        with pytest.raises(IntegrityError), office.write() as session:
            session.execute(text(change))


def test_an_act_that_is_rolled_back_gives_its_number_back(office: Office) -> None:
    with pytest.raises(RuntimeError), office.write() as session:
        numbers.next_of(session, "x")
        raise RuntimeError
    with office.write() as session:
        assert numbers.next_of(session, "x") == 1


def test_the_check_character_finds_a_wrong_and_two_swapped_characters() -> None:
    # A published example of ISO/IEC 7064 MOD 37,36: the GRid A1-2425G-ABC1234002-M.
    assert numbers.check_character("A1-2425G-ABC1234002") == "M"
    number = f"350212105-20261122-0007-{numbers.check_character('350212105-20261122-0007')}"
    assert numbers.is_case_number(number)
    digits = [at for at, character in enumerate(number) if character != "-"]
    for at in digits:
        for other in numbers.ALPHABET:
            wrong = number[:at] + other + number[at + 1 :]
            assert numbers.is_case_number(wrong) == (wrong == number)
    for at in digits[:-1]:
        swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
        if "-" not in swapped[at : at + 2]:
            assert numbers.is_case_number(swapped) == (swapped == number)


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("张三", "zhang san", "zs"),
        ("单雄信", "shan xiong xin", "sxx"),
        ("仇英", "qiu ying", "qy"),
        ("尉迟恭", "yu chi gong", "ycg"),
        ("阿卜杜拉·买买提", "a bo du la mai mai ti", "abdlmmt"),
        ("𠮷田", "𠮷 tian", "𠮷t"),
        ("Li Ming", "li ming", "lm"),
    ],
)
def test_a_name_is_found_by_the_reading_of_its_surname(name: str, pinyin: str, initials: str) -> None:
    assert names.pinyin(name) == pinyin and names.initials(name) == initials


def test_a_full_disk_is_told_in_a_sentence(office: Office) -> None:
    with pytest.raises(Refused, match="disk is full"), office.write() as session:
        session.execute(text("PRAGMA max_page_count = 1"))
        session.add(
            office_records.CatalogueVersion(digest="x", files=os.urandom(3_000_000), used_at=office.now())
        )
    with office.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")


def test_another_window_that_writes_too_long_is_told_in_a_sentence(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 10)
    with closing(sqlite3.connect(office.settings.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Refused, match="writing to the office"), office.write() as session:
            session.execute(text("SELECT 1"))
