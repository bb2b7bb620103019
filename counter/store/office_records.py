"""What an office keeps of itself: its people, its settings, its lists, its numbers, its unfinished drafts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    LargeBinary,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from counter.store.record import Key, Record


class Store(Record):
    """The one row that says which programs can read this store, and whether anything in it is real.

    `paper_key` makes the seal in the square code of a paper, by which the office knows what it has printed.
    """

    __tablename__ = "stores"

    id: Mapped[int] = mapped_column(primary_key=True)
    min_reader: Mapped[int]
    written_by: Mapped[str] = mapped_column(String(32))
    invented: Mapped[bool] = mapped_column(default=False)
    paper_key: Mapped[bytes] = mapped_column(LargeBinary)


class Officer(Record):
    __tablename__ = "officers"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    roles: Mapped[list[str]]
    department: Mapped[str] = mapped_column(String(64), default="")
    township: Mapped[str] = mapped_column(String(12), default="")
    active: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str] = mapped_column(Text, default="")
    recovery_hash: Mapped[str] = mapped_column(Text, default="")
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]


class DistrictSetting(Record):
    """What the district said of itself; overlays `district.toml`."""

    __tablename__ = "district_settings"

    key: Mapped[str] = mapped_column(String(96), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    confirmed: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(80))


class CatalogueVersion(Record):
    """A responsibility list that was in force, whole: an old case is judged by the list of its day."""

    __tablename__ = "catalogue_versions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    files: Mapped[bytes] = mapped_column(LargeBinary)
    used_at: Mapped[datetime]


class Counter(Record):
    """The last number given out under a name; a number is never given twice and never left out."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    value: Mapped[int]


class Draft(Record):
    """What is typed before acceptance; not an act, so no event tells of it. A number is never used again."""

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    township: Mapped[str] = mapped_column(String(12), default="")
    officer_id: Mapped[int] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(120))
    content: Mapped[dict[str, object]]
    saved_at: Mapped[datetime]
    parked_at: Mapped[datetime | None]

    __table_args__ = ({"sqlite_autoincrement": True},)
