"""The register of people and households."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from counter.store.record import Key, Record, Versioned


class Household(Versioned, Record):
    __tablename__ = "households"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    township: Mapped[str] = mapped_column(String(12), index=True)
    address: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Person(Versioned, Record):
    """Someone who asked or for whom was asked. `name_initials` sorts and finds alike on every database."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    township: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(120), index=True)
    name_initials: Mapped[str] = mapped_column(String(120), index=True)
    name_pinyin: Mapped[str] = mapped_column(String(600), index=True)
    id_type: Mapped[str] = mapped_column(String(20))
    id_number: Mapped[str] = mapped_column(String(40), default="", index=True)
    id_tail: Mapped[str] = mapped_column(String(4), default="", index=True)
    no_id_reason: Mapped[str] = mapped_column(String(200), default="")
    birth_date: Mapped[date | None] = mapped_column(index=True)
    birth_year: Mapped[int | None]
    sex: Mapped[str] = mapped_column(String(8), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    phone_tail: Mapped[str] = mapped_column(String(4), default="", index=True)
    bank_account: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    __table_args__ = (
        Index(
            "uq_people_id_number",
            "id_number",
            "id_type",
            unique=True,
            sqlite_where=text("id_number <> ''"),
            postgresql_where=text("id_number <> ''"),
        ),
    )


class Membership(Record):
    """Who belonged to which household, from when till when; a moved household keeps its link."""

    __tablename__ = "memberships"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    relation: Mapped[str] = mapped_column(String(2), default="")
    since: Mapped[date]
    until: Mapped[date | None]

    __table_args__ = (
        Index(
            "uq_memberships_current",
            "person_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
        Index("ix_memberships_person_id", "person_id"),
    )
